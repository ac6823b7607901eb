"""From beats to drafts: one significant action is one shot, small actions share one, a paragraph holds together."""

from __future__ import annotations

from throughline.directing.draft import Draft, Going, Purpose, changed, speech_of, unique
from throughline.directing.pace import event_seconds
from throughline.directing.scene import SceneView
from throughline.directing.vocabulary import DISASTER, STILL, Kind, significant, weight
from throughline.film.story import Beat, BeatKind, EffectWish, Event, SetKind, Verb

_WITH_TARGET = frozenset({Verb.EMBRACE, Verb.STRIKE, Verb.CARRY, Verb.APPROACH, Verb.PURSUE, Verb.FLEE, Verb.CRASH,
                          Verb.REACH, Verb.KNEEL})
_IMPLIED = {Verb.EXPLODE: "explosion", Verb.COLLAPSE: "collapse", Verb.BURN: "fire"}
SMALL_SHARE = 0.88
QUIET_SHARE = 1.5
QUIET_BEATS = 3


def drafts_of(view: SceneView) -> list[Draft]:
    """The scene's beats as drafts in order, action joined where one shot carries it; speeches are still apart."""
    found: list[Draft] = []
    for position, beat in enumerate(view.beats):
        if beat.kind is BeatKind.DIALOGUE:
            found.append(_speech(view, position))
        elif beat.kind is BeatKind.TITLE:
            found.append(Draft(purpose=Purpose.TITLE, beats=(beat,), wish=beat.wish))
        else:
            for piece in _pieces(view, beat):
                if found and _joins(found[-1], piece, view):
                    both = joined(found[-1], piece)
                    lead = _scenery(found[-1], view) and bool(piece.subjects)
                    found[-1] = changed(both, subjects=unique((*piece.subjects, *both.subjects))) if lead else both
                else:
                    found.append(piece)
    return found


def action_seconds(events: tuple[Event, ...], texts: int = 1) -> float:
    """Seconds in which the events can be seen: one person's after one another, different people's side by side."""
    if not events:
        return min(4.6, 2.2 + 0.6 * (texts - 1))
    spent: dict[str, float] = {}
    for event in events:
        who = event.who[0] if event.who else ""
        spent[who] = spent.get(who, 0.0) + event_seconds(event) * (0.7 if who in spent else 1.0)
    longest = max(spent.values())
    return longest + 0.35 * (sum(spent.values()) - longest)


def joined(first: Draft, second: Draft) -> Draft:
    """One draft that covers both, in this order; the first's wish and purpose stand."""
    return changed(first, beats=_beats(first.beats, second.beats), events=first.events + second.events,
                   subjects=unique((*first.subjects, *second.subjects)), speeches=first.speeches + second.speeches,
                   effects=first.effects + second.effects, wish=first.wish or second.wish)


def _beats(first: tuple[Beat, ...], second: tuple[Beat, ...]) -> tuple[Beat, ...]:
    known = {beat.index for beat in first}
    return first + tuple(beat for beat in second if beat.index not in known)


def _speech(view: SceneView, position: int) -> Draft:
    beat = view.beats[position]
    listener = view.listener(position)
    subjects = (listener,) if beat.off_screen else (beat.speaker, listener)
    return Draft(purpose=Purpose.SPEECH, beats=(beat,), subjects=tuple(name for name in subjects if name),
                 speeches=(speech_of(beat),), wish=beat.wish, step=view.step(position))


def _pieces(view: SceneView, beat: Beat) -> list[Draft]:
    """A sentence of action as drafts: more than one where significant things happen to different people."""
    groups: list[list[Event]] = []
    for event in beat.events:
        apart = groups and significant(event) and any(significant(other) for other in groups[-1])
        if not groups or (apart and beat.wish is None and _parted(groups[-1], event)):
            groups.append([event])
        else:
            groups[-1].append(event)
    made = [Draft(purpose=Purpose.ACTION, beats=(beat,), events=tuple(group), subjects=subjects_of(tuple(group), view),
                  wish=beat.wish) for group in groups or [[]]]
    for effect in effects_of(beat):
        at = _place_of(effect, made)
        made[at] = changed(made[at], effects=(*made[at].effects, Going(effect=effect)))
    return made


def _parted(group: list[Event], event: Event) -> bool:
    if event.verb in DISASTER or any(other.verb in DISASTER for other in group):
        return True
    linked = {name for other in group for name in (*other.who, other.target or "")}
    return not linked & {*event.who, event.target or ""}


def subjects_of(events: tuple[Event, ...], view: SceneView) -> tuple[str, ...]:
    """Who and what is in frame for the events, the most important first."""
    order = sorted(range(len(events)), key=lambda index: (-weight(events[index]), index))
    names: list[str] = []
    for index in order:
        event = events[index]
        names.extend(event.who)
        if event.target and event.verb in _WITH_TARGET and view.cast.kind(event.target) is not Kind.THING:
            names.append(event.target)
    alive = [name for name in names if view.cast.kind(name) is not Kind.THING]
    busy = {name for event in events if event.verb not in STILL for name in event.who}
    return unique(tuple(alive + [name for name in names if name in busy]) or tuple(names))


def effects_of(beat: Beat) -> tuple[EffectWish, ...]:
    """The beat's effects: those the director asked for stand before the reader's own guess of the same sort, and an
    explosion or a collapse that nobody named is still one."""
    explicit = {effect.kind for effect in beat.effects if effect.explicit}
    found = [effect for effect in beat.effects if effect.explicit or effect.kind not in explicit]
    for event in beat.events:
        kind = _IMPLIED.get(event.verb)
        if kind and not explicit and all(effect.kind != kind for effect in found):
            at = event.who[0] if event.who else event.target
            found.append(EffectWish(kind=kind, at=at, line=event.line))
    return tuple(found)


def _place_of(effect: EffectWish, made: list[Draft]) -> int:
    """Which of a sentence's drafts shows the effect: where its object is, else where a disaster is, else the last."""
    for index, draft in enumerate(made):
        if effect.at and effect.at in draft.subjects and any(event.verb in DISASTER for event in draft.events):
            return index
    for index, draft in enumerate(made):
        if any(event.verb in DISASTER for event in draft.events):
            return index
    return len(made) - 1


def _joins(first: Draft, second: Draft, view: SceneView) -> bool:
    """Whether the second draft, the next in the script, is carried by the first one's shot."""
    if first.purpose is not Purpose.ACTION or second.wish is not None or second.blasts:
        return first.purpose is Purpose.ACTION and _same_beat(first, second) and second.wish is not None
    paragraph = _paragraph(first, second)
    if first.wish is not None:
        return paragraph
    if first.blasts:
        return False
    if not second.events or not first.events or (paragraph and _scenery(first, view)):
        return paragraph and len(first.beats) < 3
    if any(event.verb is Verb.WAKE for event in first.events) and first.beats[-1].index != second.beats[0].index:
        return False
    events = first.events + second.events
    seconds = action_seconds(events)
    heavy = sum(significant(event) and not routine(event, view) for event in events)
    style = view.style
    if _same_people(first, second):
        room = style.joined * (QUIET_SHARE if view.quiet and len(first.beats) < QUIET_BEATS else 1.0)
        return seconds <= room * (1.0 if paragraph else SMALL_SHARE) and \
            heavy <= (style.heavy if paragraph else max(0, style.heavy - 1))
    if not paragraph and not style.flowing:
        return False
    return seconds <= style.joined * SMALL_SHARE and (heavy <= max(0, style.heavy - 1) or _chase(first, second, view))


def _same_beat(first: Draft, second: Draft) -> bool:
    return first.beats[-1].index == second.beats[0].index and first.wish is second.wish


def _paragraph(first: Draft, second: Draft) -> bool:
    line = first.beats[-1].line
    return line > 0 and line == second.beats[0].line and first.beats[-1].index != second.beats[0].index


def _same_people(first: Draft, second: Draft) -> bool:
    return bool(second.subjects) and set(second.subjects) <= set(first.subjects)


def routine(event: Event, view: SceneView) -> bool:
    """Whether the event is only how one sits in a car that drives."""
    return event.verb is Verb.DRIVE and view.reading.set_kind is SetKind.CAR


def _scenery(draft: Draft, view: SceneView) -> bool:
    return all(view.cast.kind(name) is Kind.THING for name in draft.subjects)


def _chase(first: Draft, second: Draft, view: SceneView) -> bool:
    """Whether the second is the pursuit of the first: one shot shows both."""
    return any(event.verb in (Verb.PURSUE, Verb.DRIVE, Verb.FLEE) and event.target in first.subjects
               for event in second.events) and view.cast.kind(first.subjects[0]) is Kind.VEHICLE
