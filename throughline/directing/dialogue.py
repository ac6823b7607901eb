"""How a conversation is covered: master, over the shoulder, close; shared exchanges, split speeches, reactions.

Every choice hangs on a speech's place in its conversation and on its own words, never on how long others are: when a
line changes, the shots that hold it change and the rest of the scene stands.
"""

from __future__ import annotations

import msgspec

from throughline.directing.beats import action_seconds, joined, routine
from throughline.directing.draft import Draft, Purpose, Speech, changed, unique
from throughline.directing.pace import parts, speech_seconds
from throughline.directing.scene import SceneView
from throughline.directing.timing import WHILE_ACTING
from throughline.directing.vocabulary import Kind, quiet, shouted, significant
from throughline.film.shot import Angle, Move, Size
from throughline.film.story import SetKind, Verb

OVER_PICTURE_SECONDS = 8.5
LONGER_WITH_REPLY = 0.8
PART_SECONDS = 0.54
_MASTER_EVERY = 8
_AGAIN = {Size.TWO: Size.CU, Size.OTS: Size.CU, Size.MCU: Size.TWO, Size.CU: Size.MS, Size.MLS: Size.CU,
          Size.MS: Size.CU}
_LISTENING = {Size.TWO: (Size.MS, Size.CU), Size.OTS: (Size.MS, Size.CU), Size.MCU: (Size.MCU, Size.MLS),
              Size.CU: (Size.CU, Size.MS), Size.MLS: (Size.MS, Size.CU), Size.MS: (Size.MS, Size.CU)}


def conversed(drafts: list[Draft], view: SceneView) -> list[Draft]:
    """The drafts with speeches laid over the action beside them, paired, or broken over several shots."""
    found: list[Draft] = []
    for draft in drafts:
        if draft.purpose is not Purpose.SPEECH:
            after = _voice_before(found, draft, view) or _going_on(found, draft, view)
            if after is None:
                found.append(draft)
            else:
                found[-1] = after
        elif found and _shared(found[-1], draft, view):
            found[-1] = _with_speech(found[-1], draft)
        else:
            found.append(draft)
    return [piece for draft in found for piece in _broken(draft, view)]


def _seconds(speech: Speech, view: SceneView) -> float:
    return speech_seconds(speech.text, view.cast.language)


def _spoken(draft: Draft, view: SceneView) -> float:
    return sum(_seconds(speech, view) for speech in draft.speeches)


def _with_speech(first: Draft, second: Draft) -> Draft:
    wish = first.wish or second.wish
    subjects = first.subjects or second.subjects
    speech = second.speeches[0]
    if not speech.off_screen:
        both = first.purpose is Purpose.SPEECH
        subjects = unique((*first.subjects, *(second.subjects if both else (speech.speaker,))))
    return changed(joined(first, second), subjects=subjects, wish=wish, plays=True)


def _shared(first: Draft, second: Draft, view: SceneView) -> bool:
    """Whether the speech plays in the shot before it."""
    speech = second.speeches[0]
    if speech.dual and first.speeches:
        return True
    if second.wish is not None:
        return False
    seconds = _seconds(speech, view)
    if first.purpose is Purpose.SPEECH:
        return _exchange(first, second, view)
    if first.purpose is Purpose.TITLE or (first.purpose is Purpose.OPENING and not speech.off_screen):
        return False
    if first.speeches:
        return not speech.off_screen and _replies(first, second, view)
    if first.wish is not None and (first.wish.seconds is not None or first.wish.size == Size.INSERT):
        return False
    spent = WHILE_ACTING * action_seconds(first.events, len(first.beats))
    if speech.off_screen:
        fits = not first.subjects or second.subjects[:1] == first.subjects[:1] or not second.subjects
        return fits and not first.blasts and max(spent, seconds) <= OVER_PICTURE_SECONDS
    if first.blasts or speech.speaker not in first.subjects or _crowded(first, view):
        return False
    if first.wish is not None:
        return first.subjects[0] == speech.speaker and spent + seconds <= OVER_PICTURE_SECONDS
    if any(significant(event) and event.verb is not Verb.RUN and not routine(event, view) for event in first.events):
        return False
    master = second.step == 0 or first.subjects[0] == speech.speaker
    return master and seconds <= view.style.beside and spent + seconds <= view.style.with_action


def _replies(first: Draft, second: Draft, view: SceneView) -> bool:
    """Whether a short speech still fits a shot of action in which somebody has already spoken."""
    before, speech, style = first.speeches, second.speeches[0], view.style
    if first.wish is not None or _seconds(speech, view) > style.beside:
        return False
    if len(before) > 1 and (not style.flowing or len(before) >= max(style.takes)):
        return False
    answered = before[0].off_screen and first.subjects[:1] == (speech.speaker,)
    paired = not before[0].off_screen and (second.step == 1 or style.flowing) and before[0].speaker != speech.speaker
    spent = WHILE_ACTING * action_seconds(first.events) + _spoken(first, view) + _seconds(speech, view)
    return (answered or paired or style.flowing) and spent <= style.with_action + LONGER_WITH_REPLY


def _crowded(draft: Draft, view: SceneView) -> bool:
    return any(view.cast.kind(name) in (Kind.CREATURE, Kind.CROWD) for name in draft.subjects)


def _exchange(first: Draft, second: Draft, view: SceneView) -> bool:
    """Whether a speech goes on in the take of those before it: a take is whole, from its first speech on, or is not at
    all."""
    if first.wish or any(speech.off_screen for speech in (*first.speeches, *second.speeches)):
        return False
    take = view.take(_position(second, view))
    return _position(first, view) == take[0] and _whole(take, view)


def _whole(take: tuple[int, ...], view: SceneView) -> bool:
    lengths = [speech_seconds(" ".join(view.beats[at].text.split()), view.cast.language) for at in take]
    return max(lengths) <= view.style.line and sum(lengths) <= view.style.take


def _voice_before(found: list[Draft], draft: Draft, view: SceneView) -> Draft | None:
    """A voice from off screen and the action that answers it in one shot, or None."""
    if not found or found[-1].purpose is not Purpose.SPEECH or not all(s.off_screen for s in found[-1].speeches):
        return None
    voice = found[-1]
    plain = draft.purpose is Purpose.ACTION and not draft.wish and not voice.wish and not draft.blasts
    if not plain or draft.subjects[:1] != voice.subjects[:1] or len(voice.beats) > 1:
        return None
    seconds = _spoken(voice, view) + 0.6 * action_seconds(draft.events, len(draft.beats))
    if seconds > OVER_PICTURE_SECONDS or any(significant(event) for event in draft.events):
        return None
    return changed(joined(voice, draft), purpose=Purpose.ACTION, subjects=draft.subjects)


def _going_on(found: list[Draft], draft: Draft, view: SceneView) -> Draft | None:
    """Small action of those who have just spoken in the take in which they spoke, or None."""
    if not found or not found[-1].speeches or draft.purpose is not Purpose.ACTION:
        return None
    take = found[-1]
    if not view.style.flowing:
        return joined(take, draft) if _amid(take, draft, view) else None
    if draft.wish or take.wish or draft.blasts or not set(draft.subjects) <= set(take.subjects):
        return None
    seconds = _spoken(take, view) + action_seconds((*take.events, *draft.events))
    heavy = any(significant(event) and not routine(event, view) for event in draft.events)
    return None if heavy or seconds > view.style.take else joined(take, draft)


def _amid(first: Draft, draft: Draft, view: SceneView) -> bool:
    """Whether an action stands amid the speeches of one take that the draft before it has begun."""
    index = draft.beats[0].index
    take = view.within_take(next(at for at, beat in enumerate(view.beats) if beat.index == index))
    return first.purpose is Purpose.SPEECH and not first.wish and bool(take) and _position(first, view) in take \
        and set(draft.subjects) <= {view.beats[at].speaker for at in take} and _whole(take, view)


def _broken(draft: Draft, view: SceneView) -> list[Draft]:
    """A long speech over several shots, speaker and listener in turn; an outburst with the face that takes it."""
    if draft.purpose is not Purpose.SPEECH or len(draft.speeches) != 1 or draft.wish is not None:
        return [draft]
    speech = draft.speeches[0]
    seconds = _seconds(speech, view)
    listener = draft.subjects[1] if len(draft.subjects) > 1 else None
    if seconds < view.style.breaks or speech.off_screen:
        return [draft]
    count = max(2, round(seconds / (PART_SECONDS * view.style.breaks)))
    texts = parts(speech.text, count - (listener is not None and count % 2 == 0), view.cast.language)
    if listener is not None and len(texts) % 2 == 0:
        texts = parts(speech.text, len(texts) - 1, view.cast.language)
    made: list[Draft] = []
    for index, text in enumerate(texts):
        away = listener is not None and index % 2 == 1
        part = msgspec.structs.replace(speech, text=text, off_screen=away, first=index == 0,
                                       last=index == len(texts) - 1)
        subjects = (listener,) if away and listener else draft.subjects
        made.append(changed(draft, speeches=(part,), subjects=subjects, part=index))
    return made


def framed_speech(draft: Draft, view: SceneView, moving: Verb | None) -> Draft:
    """The draft of a speech with its framing: closer as the conversation goes on, closest where it hurts."""
    speakers = unique(tuple(speech.speaker for speech in draft.speeches if not speech.off_screen))
    if not draft.subjects:
        return changed(draft, size=Size.LS, angle=Angle.HIGH)
    if moving is not None:
        return _on_the_move(draft, moving)
    if len(speakers) > 1:
        return changed(draft, size=Size.TWO if len(draft.subjects) == 2 else Size.MLS)
    single = changed(draft, subjects=draft.subjects[:1])
    if draft.part:
        return _continued(single, draft)
    position = _position(draft, view)
    repeated = view.repeated(position)
    emphatic = any(shouted(s.text, s.parenthetical) or quiet(s.parenthetical) for s in draft.speeches)
    partners = view.partners(position)
    size = _tension(draft.step - repeated, len(partners), view.reading.set_kind is SetKind.CAR)
    if not speakers and len(partners) > 1:
        return changed(single, size=_LISTENING[size][repeated % 2])
    if not speakers or len(draft.subjects) < 2:
        closer = repeated % 2 and (not speakers or draft.speeches[0].last)
        return changed(single, size=Size.CU if closer else Size.MS)
    if not view.answered(position):
        return changed(single, size=Size.CU if emphatic or len(draft.speeches[0].text.split()) < 4 else Size.MCU)
    if repeated % 2:
        size = _AGAIN[size]
    elif emphatic and size not in (Size.TWO, Size.MLS):
        size = Size.CU
    return _sized(draft, size, partners)


def _position(draft: Draft, view: SceneView) -> int:
    index = draft.speeches[0].beat
    return next(position for position, beat in enumerate(view.beats) if beat.index == index)


def _tension(step: int, partners: int, car: bool) -> Size:
    """The size at a step of the conversation: the master, then over shoulders, closer, close; the master again. A
    group is seen whole more often and single in between. A face seen twice running is framed by ``_AGAIN``."""
    if partners > 2:
        if step % 7 == 0:
            return Size.MLS
        return Size.CU if step > 5 else (Size.MS, Size.MCU, Size.CU)[step % 3]
    if step % _MASTER_EVERY == 0:
        return Size.TWO
    if step > 4:
        return Size.CU
    return Size.MCU if step > 2 or car else Size.OTS


def _sized(draft: Draft, size: Size, partners: tuple[str, ...]) -> Draft:
    """The draft at a size with who is in frame at it: the speaker alone, with the listener, or among all."""
    if size is Size.MLS:
        return changed(draft, size=size, subjects=unique((*draft.subjects, *partners)))
    if size is Size.TWO:
        return changed(draft, size=size, subjects=draft.subjects[:2])
    if size is Size.OTS:
        return changed(draft, size=size, subjects=draft.subjects[:2], over=draft.subjects[1])
    return changed(draft, size=size, subjects=draft.subjects[:1])


def _continued(single: Draft, draft: Draft) -> Draft:
    """A later part of a long speech, or the listener under it."""
    if all(speech.off_screen for speech in draft.speeches):
        return changed(single, size=Size.CU if draft.part % 4 == 3 else Size.MCU)
    return changed(single, size=(Size.CU, Size.MS)[draft.part // 2 % 2 if len(draft.subjects) > 1 else draft.part % 2
                                                   ^ 1], move=Move.PUSH_IN if draft.part == 2 else Move.STATIC)


def _on_the_move(draft: Draft, moving: Verb) -> Draft:
    if moving is Verb.DRIVE:
        return changed(draft, subjects=draft.subjects[:1], size=Size.MCU)
    lead = draft.step % 2 == 0
    return changed(draft, subjects=draft.subjects if lead else draft.subjects[:1], size=Size.MS if lead else Size.MCU,
                   move=Move.LEAD if lead else Move.TRACK, angle=Angle.EYE, side="from_front" if lead else "from_side")
