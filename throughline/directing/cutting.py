"""No jump cuts: neighbouring pictures of one subject differ by two sizes or by the camera's side."""

from __future__ import annotations

from throughline.directing.draft import Draft, Purpose, changed
from throughline.directing.scene import SceneView
from throughline.directing.vocabulary import Kind
from throughline.film.shot import Angle, Move, Size
from throughline.film.story import SetKind

STEPS = {Size.INSERT: -2, Size.ECU: 0, Size.CU: 1, Size.MCU: 2, Size.OTS: 3, Size.MS: 3, Size.TWO: 4, Size.MLS: 4,
         Size.LS: 5, Size.ELS: 6, Size.ESTABLISHING: 6}
_SINGLE = (Size.CU, Size.MCU, Size.MS, Size.MLS, Size.LS, Size.ELS)
_SEVERAL = (Size.TWO, Size.MLS, Size.LS, Size.ELS)
_SEATED = (Size.CU, Size.MCU, Size.MS)
_CROWD = (Size.MLS, Size.LS, Size.ELS)
_MASTER_TO_SHOULDER = ({Size.OTS, Size.TWO}, {Size.OTS, Size.MLS})
_FIXED = (Purpose.OPENING, Purpose.INSERT)
_EMPTY = (Size.MLS, Size.LS, Size.ELS)


def jumps(size: Size, other: Size, same_subject: bool, turned: bool) -> bool:
    """Whether a cut jumps: the same subject, less than two sizes apart, the camera not turned by 30 degrees."""
    return same_subject and not turned and abs(STEPS[size] - STEPS[other]) < 2


def same_subject(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two pictures show the same: the same main subject, or the same people."""
    return one[:1] == other[:1] or (bool(one) and set(one) == set(other))


def turned(draft: Draft, other: Draft) -> bool:
    """Whether the camera looks from another side: angle, the side of a movement, the shoulder it looks over;
    a master from the side and a shot over a shoulder are a quarter turn apart."""
    if draft.angle is not other.angle:
        return True
    if draft.side and other.side and draft.side != other.side:
        return True
    if draft.size is Size.OTS and other.size is Size.OTS:
        return draft.over != other.over
    return {draft.size, other.size} in _MASTER_TO_SHOULDER


def mended(drafts: list[Draft], view: SceneView) -> list[Draft]:
    """The drafts without jump cuts, as far as the director's wishes leave room.

    Whether a draft changes hangs on what it and the one before were meant to be, and it changes into what suits both
    neighbours as they are meant, so that a change in one place never runs on through the scene.
    """
    found: list[Draft] = []
    for index, draft in enumerate(drafts):
        near = [*drafts[max(0, index - 1):index], *drafts[index + 1:index + 2]]
        jumps_in = index > 0 and _clash(drafts[index - 1], draft)
        ahead = index + 1 < len(drafts) and not _free(drafts[index + 1]) and _clash(draft, drafts[index + 1])
        if draft.purpose not in _FIXED and (jumps_in or ahead):
            draft = _other(draft, found[-1] if found else None, near, view)
        found.append(draft)
    return found


def _clash(one: Draft, other: Draft) -> bool:
    return jumps(one.size, other.size, same_subject(one.subjects, other.subjects), turned(one, other))


def _free(draft: Draft) -> bool:
    return draft.purpose not in _FIXED and (draft.wish is None or draft.wish.size is None)


def _other(draft: Draft, before: Draft | None, near: list[Draft], view: SceneView) -> Draft:
    """Another framing that clashes with no neighbour, else not with the one before.

    By turns along the scene's beats the same size from below, from above, or the nearest other size: neighbours that
    must change together then hardly ever wait for one another. Where that does not do, what is nearest to the wanted.
    """
    choices = _choices(draft, view)
    first = draft.beats[0].index
    turn = (Angle.LOW, Angle.HIGH, None)[first % 3]
    if len(view.alive(draft.subjects)) > 1:
        turn = (Angle.LOW, Angle.HIGH)[first % 2]
    choices.sort(key=lambda choice: (not _turned_to(choice, draft, turn), _cost(draft, choice)))
    suits = [choice for choice in choices if before is None or not _clash(before, choice)]
    both = [choice for choice in suits if not any(_clash(choice, other) for other in near)]
    return (both or suits or [draft])[0]


def _turned_to(choice: Draft, draft: Draft, turn: Angle | None) -> bool:
    if turn is None:
        return choice.angle is draft.angle and choice.size is not draft.size
    return choice.angle is turn and choice.size is draft.size


def _cost(wanted: Draft, choice: Draft) -> float:
    return abs(STEPS[wanted.size] - STEPS[choice.size]) + 1.6 * (wanted.angle is not choice.angle) \
        + 1.2 * (len(choice.subjects) < len(wanted.subjects))


def _choices(draft: Draft, view: SceneView) -> list[Draft]:
    wish = draft.wish
    whole = [choice for one in _without_listener(draft, view) for choice in _framings(one, view)]
    if view.reading.set_kind is SetKind.CAR and wish is None:
        return [choice for choice in whole if choice.angle is draft.angle]
    return whole


def _without_listener(draft: Draft, view: SceneView) -> list[Draft]:
    """The draft, and where one speaks to another, the speaker alone."""
    speakers = {speech.speaker for speech in draft.speeches if not speech.off_screen}
    alone = draft.purpose is Purpose.SPEECH and draft.subjects[:1] == tuple(speakers) and len(draft.subjects) > 1
    return [draft, changed(draft, subjects=draft.subjects[:1], over=None)] if alone else [draft]


def _framings(draft: Draft, view: SceneView) -> list[Draft]:
    wish = draft.wish
    sizes = _sizes(draft, view) if wish is None or wish.size is None else (draft.size,)
    angles = (draft.angle, Angle.LOW, Angle.HIGH, Angle.EYE) if wish is None or wish.angle is None else (draft.angle,)
    made = []
    for size in sizes:
        for angle in dict.fromkeys(angles):
            made.append(changed(draft, size=size, angle=angle, over=draft.over if size is Size.OTS else None,
                                move=_move(draft, size)))
    return made


def _sizes(draft: Draft, view: SceneView) -> tuple[Size, ...]:
    if any(view.cast.kind(name) is Kind.CROWD for name in draft.subjects):
        return _CROWD
    if not draft.subjects:
        return _EMPTY
    count = len(view.alive(draft.subjects))
    if view.reading.set_kind is SetKind.CAR:
        return _SEATED if count < 2 else (Size.TWO,)
    if count == 2:
        return (*_SEVERAL, Size.OTS) if draft.over else _SEVERAL
    return _SINGLE if count < 2 else _CROWD


def _move(draft: Draft, size: Size) -> Move:
    """The move, where the size still carries it: a close-up is not tracked from the side."""
    if draft.wish is not None and draft.wish.move is not None:
        return draft.move
    if draft.move in (Move.TRACK, Move.FOLLOW) and size in (Size.CU, Size.ECU):
        return Move.HANDHELD
    return draft.move
