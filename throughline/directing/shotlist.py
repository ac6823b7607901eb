"""The shot list of a film, scene by scene."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from throughline.directing.beats import drafts_of
from throughline.directing.cutting import mended
from throughline.directing.dialogue import conversed
from throughline.directing.draft import Draft, Purpose, changed
from throughline.directing.extras import extended, titled
from throughline.directing.framing import framed, sort_of
from throughline.directing.numbering import Numbering, numbered, renumbered
from throughline.directing.opening import opened
from throughline.directing.scene import Cast, SceneView
from throughline.directing.shots import shots_of
from throughline.directing.vocabulary import Kind
from throughline.film.errors import InputError
from throughline.film.shot import Angle, Move, Shot, ShotList, Size
from throughline.film.story import BeatKind, Breakdown, SceneReading, Wish

SCENE_HOLD = 0.3
FILM_HOLD = 1.8
_HURRIED = frozenset({"fast", "vehicle", "crash", "fall", "strike"})


def shots(breakdown: Breakdown, rate: Fraction | int = 24, numbering: Numbering | None = None,
          title: str = "Untitled") -> ShotList:
    """The shot list and first cut of ``breakdown`` at ``rate`` frames a second: the same input, the same shots.

    With the ``numbering`` of a previous draft, scenes and shots that are still there keep their ids.

    Raises:
        InputError: a director's wish names a size, angle or move that there is not.
    """
    rate = Fraction(rate)
    breakdown = renumbered(breakdown, numbering)
    _check(breakdown)
    cast = Cast(breakdown)
    found: list[Shot] = []
    previous: SceneReading | None = None
    for scene in breakdown.scenes:
        view = SceneView(scene, cast, previous)
        drafts = scene_drafts(view)
        drafts[-1] = changed(drafts[-1], hold=FILM_HOLD if scene is breakdown.scenes[-1] else SCENE_HOLD)
        found.extend(_with_transitions(shots_of(drafts, view, rate), scene))
        previous = scene
    listed = ShotList(title=title, rate_num=rate.numerator, rate_den=rate.denominator, shots=tuple(found))
    return numbered(listed, breakdown, numbering)


def _check(breakdown: Breakdown) -> None:
    for beat in (beat for scene in breakdown.scenes for beat in scene.beats if beat.wish is not None):
        wish = beat.wish or Wish()
        for kind, word in ((Size, wish.size), (Angle, wish.angle), (Move, wish.move)):
            if word is not None and word not in set(kind):
                raise InputError(f"there is no {kind.__name__.lower()} {word!r}", line=wish.line or beat.line,
                                 remedy="use one of: " + ", ".join(kind))


def scene_drafts(view: SceneView) -> list[Draft]:
    """A scene's drafts in the order of the cut, framed, without jump cuts."""
    drafts = titled(opened(drafts_of(view), view), view)
    drafts = framed(conversed(drafts, view), view)
    return mended(_paced(extended(drafts, view), view), view)


def _paced(drafts: list[Draft], view: SceneView) -> list[Draft]:
    """The drafts with their tempo: a run of fast action quickens as it goes on, creatures take their time."""
    run, found = 0, []
    for draft in drafts:
        hurried = draft.purpose is Purpose.ACTION and sort_of(draft, view) in _HURRIED
        if draft.purpose is not Purpose.SPEECH:
            run = run + 1 if hurried else 0
        tempo = max(0.85, 1.0 - 0.05 * run) if hurried else 1.0
        if draft.subjects and not hurried and view.cast.kind(draft.subjects[0]) is Kind.CREATURE:
            tempo = 1.15
        found.append(changed(draft, tempo=tempo))
    return found


def _with_transitions(shots_made: list[Shot], scene: SceneReading) -> list[Shot]:
    """The shots with the scene's transitions noted on the shot that they leave, or on the first one."""
    for beat in scene.beats:
        if beat.kind is not BeatKind.TRANSITION:
            continue
        before = [index for index, shot in enumerate(shots_made) if shot.beats and min(shot.beats) < beat.index]
        at = before[-1] if before else 0
        shot = shots_made[at]
        lines = tuple(sorted({*shot.lines, *((beat.line,) if beat.line > 0 else ())}))
        notes = "; ".join(filter(None, (shot.notes, beat.text.strip(" >"))))
        shots_made[at] = msgspec.structs.replace(shot, beats=(*shot.beats, beat.index), lines=lines, notes=notes)
    return shots_made
