"""From timed drafts to shots: whole frames, cues with the states carried over, effects and texts in their frames."""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from throughline.directing.draft import Draft, Purpose
from throughline.directing.framing import lens
from throughline.directing.scene import SceneView
from throughline.directing.states import States
from throughline.directing.timing import TimedEvent, Timing, timed
from throughline.directing.vocabulary import BLASTS, HANDLING, MOVING_BODY, POSTURE, TRAVEL, Kind, shouted
from throughline.directing.wording import described
from throughline.film.shot import Cue, EffectCue, Shot, Size, SpokenLine, TitleCard
from throughline.film.story import Event, SetKind, Verb

_WIDE = (Size.LS, Size.ELS, Size.ESTABLISHING)
_RUNS_ON = frozenset({*POSTURE, *TRAVEL, Verb.DRIVE, Verb.STAND, Verb.BE, Verb.HOLD, Verb.LOOK, Verb.BURN,
                      Verb.COLLAPSE}) - {Verb.EXIT}
_STILL_THERE = {"explosion": ("fire", 4.0), "fire": ("fire", 6.0), "collapse": ("collapse", 8.0), "dust": ("dust", 5.0),
                "smoke": ("smoke", 5.0)}
_METRES = re.compile(r"(\d+(?:\.\d+)?) ?(?:m|met(?:er|re)s?|미터)(?: ?(?:wide|high|tall|across|크기|높이|너비|폭))?")
_LARGE = frozenset({"large", "huge", "big", "massive", "giant", "크게", "큰", "커다란", "거대한", "엄청난"})
_SMALL = frozenset({"small", "little", "tiny", "작게", "작은"})


def shots_of(drafts: list[Draft], view: SceneView, rate: Fraction) -> list[Shot]:
    """The scene's shots in order, with ids still empty."""
    states = States()
    burning: list[EffectCue] = []
    found: list[Shot] = []
    for draft in drafts:
        timing = timed(draft, view.cast.language, view.style)
        shot = _shot(draft, timing, view, rate, states, tuple(burning))
        found.append(shot)
        if draft.plays and draft.purpose not in (Purpose.REACTION, Purpose.SECOND_ANGLE, Purpose.INSERT):
            states.advance(draft.events)
            burning.extend(_afterwards(shot, rate))
    return found


def _shot(draft: Draft, timing: Timing, view: SceneView, rate: Fraction, states: States,
          burning: tuple[EffectCue, ...]) -> Shot:
    wish = draft.wish
    seconds = Fraction(wish.seconds).limit_denominator(1000) if wish and wish.seconds else None
    frames = draft.frames or max(1, round(seconds * rate) if seconds else _frame(timing.seconds, rate))
    effects = _effects(draft, timing, rate, frames)
    if draft.size in _WIDE and draft.purpose is not Purpose.SECOND_ANGLE:
        shown = {(cue.kind, cue.at) for cue in effects}
        going_on = {(cue.kind, cue.at): cue for cue in burning if (cue.kind, cue.at) not in shown}
        effects += tuple(going_on.values())
    return Shot(
        id="", scene=view.reading.scene, frames=frames, size=draft.size, angle=draft.angle, move=draft.move,
        lens_mm=wish.lens_mm if wish and wish.lens_mm else lens(view.reading.scene, draft.size),
        subjects=draft.subjects, over=draft.over if draft.size is Size.OTS else None,
        action=described(draft, view.reading.heading.place, view.cast.language),
        beats=tuple(beat.index for beat in draft.beats),
        lines=tuple(sorted({beat.line for beat in draft.beats if beat.line > 0})),
        spoken=_spoken(timing, rate, frames), cues=_cues(draft, timing, rate, frames, view, states), effects=effects,
        titles=_titles(draft, timing, rate, frames), plate=wish.plate if wish else None,
        wish=(wish.text or None) if wish else None, notes="" if draft.plays else _purpose_note(draft))


def _purpose_note(draft: Draft) -> str:
    return str(draft.purpose)


def _frame(seconds: float, rate: Fraction) -> int:
    return round(seconds * float(rate))


def _span(begin: float, end: float, rate: Fraction, frames: int) -> tuple[int, int]:
    first = min(max(0, _frame(begin, rate)), frames - 1)
    return first, min(max(first, _frame(end, rate) - 1), frames - 1)


def _spoken(timing: Timing, rate: Fraction, frames: int) -> tuple[SpokenLine, ...]:
    lines = []
    for one in timing.speeches:
        frame_in, frame_out = _span(one.begin, one.end, rate, frames)
        speech = one.speech
        lines.append(SpokenLine(speaker=speech.speaker, text=speech.text, frame_in=frame_in, frame_out=frame_out,
                                line=speech.line, off_screen=speech.off_screen, parenthetical=speech.parenthetical))
    return tuple(lines)


def _titles(draft: Draft, timing: Timing, rate: Fraction, frames: int) -> tuple[TitleCard, ...]:
    if draft.title is None or timing.title is None:
        return ()
    frame_in, frame_out = _span(*timing.title, rate, frames)
    return (TitleCard(text=draft.title, frame_in=frame_in, frame_out=frame_out),)


def _effects(draft: Draft, timing: Timing, rate: Fraction, frames: int) -> tuple[EffectCue, ...]:
    cues = []
    for going, at in zip(draft.effects, timing.effects, strict=True):
        effect = going.effect
        cues.append(EffectCue(kind=effect.kind, frame=min(_frame(at, rate), frames - 1), at=effect.at,
                              size_m=size_of(effect.kind, effect.words), words=effect.words))
    return tuple(cues)


def size_of(kind: str, words: tuple[str, ...]) -> float:
    """How large an effect is in metres, by its kind and by the words that the director or the writer gave it."""
    told = next((match for word in words if (match := _METRES.fullmatch(" ".join(word.lower().split())))), None)
    if told:
        return float(told[1])
    metres = {"collapse": 18.0, "dust": 14.0, "destruction": 10.0, "explosion": 7.0, "fire": 3.0}.get(kind, 6.0)
    said = {part for word in words for part in word.lower().split()}
    if _LARGE & said:
        metres *= 1.7
    return metres * 0.5 if _SMALL & said else metres


def _afterwards(shot: Shot, rate: Fraction) -> list[EffectCue]:
    """What of the shot's effects is still seen in the wide shots after it: gone off before their first frame."""
    found = []
    for cue in shot.effects:
        if cue.kind in _STILL_THERE and cue.kind in BLASTS and cue.frame >= 0:
            kind, ago = _STILL_THERE[cue.kind]
            found.append(EffectCue(kind=kind, frame=-_frame(ago, rate), at=cue.at, size_m=cue.size_m, words=cue.words))
    return found


def _cues(draft: Draft, timing: Timing, rate: Fraction, frames: int, view: SceneView,
          states: States) -> tuple[Cue, ...]:
    """Who does what when: first the states carried over, then the events, then who speaks and who listens."""
    events = _from_the_start(timing.events, states)
    acted: list[Cue] = []
    moved: dict[str, int] = {}
    busy: set[str] = set()
    for index, one in enumerate(events):
        frame_in, frame_out = _span(one.begin, one.end, rate, frames)
        if one.event.verb in _RUNS_ON:
            frame_out = max(frame_in, _until(events, index, rate, frames))
        for name in one.event.who:
            busy.add(name)
            if one.event.verb in MOVING_BODY:
                moved.setdefault(name, frame_in)
        acted.append(_cue(one.event, frame_in, frame_out, draft.side))
    talked = _talk(timing, rate, frames, view)
    carried: list[Cue] = []
    for name in draft.subjects:
        if view.cast.kind(name) is not Kind.THING and moved.get(name, frames) > 0:
            carried.extend(_carried(name, moved.get(name, frames) - 1, states, draft, view))
    carried.extend(_listening(draft, talked, busy, frames))
    return (*carried, *acted, *talked)


def _from_the_start(events: tuple[TimedEvent, ...], states: States) -> tuple[TimedEvent, ...]:
    """The events, with those that must be under way when the shot begins: who comes running out of nowhere runs from
    the first frame, who simply sits has sat down before."""
    found, known = [], set[str]()
    for one in events:
        fresh = not any(states.of(name) or name in known for name in one.event.who)
        travels = one.event.verb in TRAVEL or one.event.verb is Verb.DRIVE
        settled = one.event.verb in POSTURE and "down" not in one.event.manner
        found.append(msgspec.structs.replace(one, begin=0.0) if fresh and (travels or settled) else one)
        known.update(one.event.who)
    return tuple(found)


def _until(events: tuple[TimedEvent, ...], index: int, rate: Fraction, frames: int) -> int:
    """The last frame of a doing that runs on: the next one of the same body ends it, or the shot does."""
    one = events[index]
    body = one.event.verb in MOVING_BODY
    later = [_frame(other.begin, rate) - 1 for other in events[index + 1:]
             if set(other.event.who) & set(one.event.who) and other.begin > one.begin
             and (other.event.verb in MOVING_BODY or not body)]
    return min([frames - 1, *later])


def _cue(event: Event, frame_in: int, frame_out: int, side: str | None) -> Cue:
    manner = event.manner
    if side and event.verb in (*TRAVEL, Verb.DRIVE, Verb.CRASH) and side not in manner:
        manner = (*manner, side)
    return Cue(verb=event.verb, who=event.who, target=event.target, manner=manner, line=event.line,
               frame_in=frame_in, frame_out=frame_out, clause=event.text if event.verb in HANDLING else "")


def _carried(name: str, until: int, states: States, draft: Draft, view: SceneView) -> list[Cue]:
    now, held = states.of(name), states.held(name)
    line = draft.beats[0].line
    if now is None:
        now = Event(verb=_by_itself(name, draft, view), who=(name,), line=line)
    made = [_cue(msgspec.structs.replace(now, who=(name,)), 0, until, draft.side)]
    if held is not None:
        made.append(Cue(verb=Verb.HOLD, who=(name,), target=held.target, frame_in=0, frame_out=until, line=held.line))
    return made


def _by_itself(name: str, draft: Draft, view: SceneView) -> Verb:
    """What somebody of whom nothing is said does: stands, in a car sits; a vehicle in a chase drives."""
    if view.cast.kind(name) is Kind.VEHICLE:
        chased = any(event.verb in (Verb.DRIVE, Verb.CRASH, Verb.PURSUE) for event in draft.events)
        return Verb.DRIVE if chased else Verb.BE
    return Verb.SIT if view.reading.set_kind is SetKind.CAR else Verb.STAND


def _talk(timing: Timing, rate: Fraction, frames: int, view: SceneView) -> list[Cue]:
    made = []
    for one in timing.speeches:
        if one.speech.off_screen:
            continue
        position = next(at for at, beat in enumerate(view.beats) if beat.index == one.speech.beat)
        frame_in, frame_out = _span(one.begin, one.end, rate, frames)
        verb = Verb.SHOUT if shouted(one.speech.text, one.speech.parenthetical) else Verb.TALK
        made.append(Cue(verb=verb, who=(one.speech.speaker,), target=view.listener(position), frame_in=frame_in,
                        frame_out=frame_out, line=one.speech.line))
    return made


def _listening(draft: Draft, talked: list[Cue], busy: set[str], frames: int) -> list[Cue]:
    """Who is in frame with a speaker and has nothing else to do looks at the speaker."""
    made = []
    for name in draft.subjects:
        talking = next((cue for cue in talked if name not in cue.who), None)
        if talking is not None and name not in busy:
            made.append(Cue(verb=Verb.LOOK, who=(name,), target=talking.who[0], frame_in=0, frame_out=frames - 1,
                            line=talking.line))
    return made
