"""How a scene opens: so that we know where we are, with as few shots as that takes."""

from __future__ import annotations

from throughline.directing.beats import joined
from throughline.directing.draft import Draft, Purpose, changed
from throughline.directing.scene import SceneView
from throughline.directing.vocabulary import DISASTER, FAST, POSTURE, STILL, Kind, significant
from throughline.film.shot import Angle, Move, Size
from throughline.film.story import SetKind, Setting, Verb

_WIDE = {Size.LS, Size.ELS, Size.ESTABLISHING}


def opened(drafts: list[Draft], view: SceneView) -> list[Draft]:
    """The drafts with the scene's opening: description gathered into one wide shot, or the first action seen wide,
    or a shot of the place alone before people in it."""
    if not drafts:
        return [_place(Draft(purpose=Purpose.OPENING, beats=view.reading.beats[:1], plays=False), view)]
    lead = _lead(drafts, view)
    if lead:
        first = drafts[0]
        for draft in drafts[1:lead]:
            first = joined(first, draft)
        return [_place(changed(first, purpose=Purpose.OPENING), view), *drafts[lead:]]
    first = drafts[0]
    if first.wish is not None or view.continues or first.purpose is Purpose.TITLE:
        return drafts
    if _carries(first, view):
        return [changed(first, opens=True), *drafts[1:]]
    return [_place(Draft(purpose=Purpose.OPENING, beats=first.beats[:1], plays=False), view), *drafts]


def _lead(drafts: list[Draft], view: SceneView) -> int:
    """How many drafts from the first on only describe the place."""
    count = 0
    for draft in drafts[:3]:
        if draft.purpose is not Purpose.ACTION or draft.blasts or (count and draft.wish is not None):
            break
        if draft.wish is not None and (draft.wish.size is None or Size(draft.wish.size) not in _WIDE):
            break
        wished = draft.wish is not None and draft.wish.size is not None
        paragraph = count > 0 and draft.beats[0].line > 0 and draft.beats[0].line == drafts[count - 1].beats[-1].line
        if not _describes(draft, view, people=paragraph or wished):
            break
        count += 1
        if draft.subjects and _has_people(draft, view):
            break
    return count


def _describes(draft: Draft, view: SceneView, people: bool) -> bool:
    if any(significant(event) or (event.verb not in STILL and not _scenery(event.who, view) and not people)
           for event in draft.events):
        return False
    return people or not _has_people(draft, view)


def _has_people(draft: Draft, view: SceneView) -> bool:
    return not _scenery(draft.subjects, view)


def _scenery(names: tuple[str, ...], view: SceneView) -> bool:
    return all(view.cast.kind(name) in (Kind.THING, Kind.CROWD) for name in names)


def _carries(first: Draft, view: SceneView) -> bool:
    """Whether the first action may be the opening itself: it is wide by nature, or the scene is short, or a car's
    inside leaves no room."""
    if first.purpose is not Purpose.ACTION:
        return view.reading.set_kind is SetKind.CAR
    verbs = {event.verb for event in first.events}
    whole = verbs & (FAST | DISASTER | POSTURE | {Verb.DRIVE, Verb.WALK, Verb.ENTER, Verb.STAND, Verb.APPEAR})
    return bool(whole) or bool(first.blasts) or len(view.beats) <= 4 or view.reading.set_kind is SetKind.CAR


def _place(draft: Draft, view: SceneView) -> Draft:
    """The place seen whole: a move where the film or its world begins, else a still frame."""
    reading = view.reading
    move = Move.STATIC
    if reading.index == 0:
        move = Move.PUSH_IN if reading.heading.setting is Setting.INT else Move.CRANE_DOWN
    elif reading.otherworld and not (view.previous and view.previous.otherworld):
        move = Move.PULL_OUT
    size = Size.LS if reading.heading.setting is Setting.INT or _has_people(draft, view) else Size.ESTABLISHING
    return changed(draft, size=size, angle=Angle.EYE, move=move)
