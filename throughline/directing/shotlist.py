"""The shot list of a film, scene by scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import msgspec

from throughline.directing.beats import drafts_of
from throughline.directing.cutting import mended
from throughline.directing.dialogue import conversed
from throughline.directing.draft import Draft
from throughline.directing.extras import extended, titled
from throughline.directing.framing import framed
from throughline.directing.listed import Own, check_scenes, own_drafts, own_shots, remarks
from throughline.directing.manner import mannered
from throughline.directing.numbering import Numbering, numbered, renumbered
from throughline.directing.opening import opened
from throughline.directing.rhythm import ended, paced
from throughline.directing.scene import Cast, SceneView
from throughline.directing.shots import shots_of
from throughline.directing.styles import CLASSICAL, Style, style_of
from throughline.film.errors import InputError
from throughline.film.shot import Angle, Move, Shot, ShotList, Size
from throughline.film.shot_row import ShotRow
from throughline.film.story import BeatKind, Breakdown, SceneReading, Wish


def shots(breakdown: Breakdown, rate: Fraction | int = 24, numbering: Numbering | None = None,
          title: str = "Untitled", style: str = "classical", rows: Sequence[ShotRow] = ()) -> ShotList:
    """The shot list and first cut of ``breakdown`` at ``rate`` frames a second: the same input, the same shots.

    With the ``numbering`` of a previous draft, scenes and shots that are still there keep their ids. ``style`` names a
    way of directing (directing.styles). ``rows`` are a person's own shot list: the scenes that it names are shot as it
    says.

    Raises:
        InputError: a director's wish names a size, angle or move that there is not; an unknown style; a row of a scene
            that there is not.
    """
    rate, way = Fraction(rate), style_of(style)
    breakdown = renumbered(breakdown, numbering)
    _check(breakdown)
    check_scenes(rows, [scene.scene for scene in breakdown.scenes])
    views = scene_views(breakdown, way)
    drafts = {view.reading.scene: scene_drafts(view) for view in views}
    for view in views:
        held = drafts[view.reading.scene]
        held[-1] = ended(held[-1], view, film_ends=view is views[-1])
    found = [shot for view in views for shot in _shots(drafts[view.reading.scene], view, rate)]
    listed = ShotList(title=title, rate_num=rate.numerator, rate_den=rate.denominator, shots=tuple(found))
    listed = numbered(listed, breakdown, numbering)
    return _with_own(listed, rows, views, drafts) if rows else listed


def scene_views(breakdown: Breakdown, style: Style = CLASSICAL) -> list[SceneView]:
    """Every scene as the director knows it, in order; ``breakdown`` is the renumbered one."""
    cast = Cast(breakdown)
    before = (None, *breakdown.scenes)
    return [SceneView(scene, cast, previous, style) for scene, previous in zip(breakdown.scenes, before, strict=False)]


def own_list_remarks(made: ShotList, breakdown: Breakdown, rows: Sequence[ShotRow]) -> tuple[str, ...]:
    """What a person should know of the own shot list ``rows`` that went into ``made``: what it leaves out of its
    scenes, and shots too short for their words. ``breakdown`` is the renumbered one."""
    views = {view.reading.scene: view for view in scene_views(breakdown)}
    return remarks(rows, made, views)


def _with_own(listed: ShotList, rows: Sequence[ShotRow], views: Sequence[SceneView],
              drafts: Mapping[str, Sequence[Draft]]) -> ShotList:
    """The list with the scenes of ``rows`` shot as they say."""
    found: list[Shot] = []
    for view in views:
        scene = view.reading.scene
        ours = tuple(shot for shot in listed.shots if shot.scene == scene)
        mine = [row for row in rows if row.scene == scene]
        if mine:
            own = Own(view, tuple(drafts[scene]), ours)
            made = _shots(own_drafts(own, mine, listed.rate), view, listed.rate)
            found.extend(own_shots(made, mine, own))
        else:
            found.extend(ours)
    return msgspec.structs.replace(listed, shots=tuple(found))


def _shots(drafts: list[Draft], view: SceneView, rate: Fraction) -> list[Shot]:
    return _with_transitions(shots_of(drafts, view, rate), view.reading)


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
    return mended(paced(mannered(extended(drafts, view), view), view), view)


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
