"""Plans on paper: every scene on A3 pages, as many cameras on one as can be told apart, their figures under it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from throughline.formats.plan_svg import STRIP, plan_svg
from throughline.formats.plan_view import (
    PlanCamera,
    PlanView,
    Point,
    angle_change,
    box_of,
    change_words,
    length_change,
    length_words,
    speed_words,
)
from throughline.formats.plan_window import COLOURS, Window
from throughline.formats.plan_words import table
from throughline.formats.typeset import typeset

TEMPLATE = Path(__file__).with_name("plans.typ")
WIDTH, BODY = 396.0, 265.0
"""A3 landscape within its margins and its head, mm."""
ROW, TABLE_HEAD = 5.3, 8.5
SCALES = (10, 20, 25, 30, 40, 50, 60, 75, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000)
MOST = 6
COARSER = 2.0
PAD = 1.2
FARTHEST = 30.0
"""What a shot shows farther off than this, in metres, need not be on its page."""


@dataclass(frozen=True)
class PlanPage:
    """A page: the scene's plan with the cameras that are on it, and its drawing as SVG."""

    view: PlanView
    window: Window
    svg: str
    number: int
    count: int

    @property
    def name(self) -> str:
        """The file's name without its ending: "scene-4" or "scene-4-2"."""
        return f"scene-{self.view.scene}" + (f"-{self.number}" if self.count > 1 else "")


def plan_pages(view: PlanView, units: str, language: str, title: str) -> list[PlanPage]:
    """The pages of a scene: cameras in the order of the cut, parted where a page would be too crowded or where one
    shot's place would shrink another's too much."""
    groups: list[list[PlanCamera]] = []
    for camera in view.cameras:
        if groups and _go_together(view, [*groups[-1], camera], units, language):
            groups[-1].append(camera)
        else:
            groups.append([camera])
    pages = []
    for number, cameras in enumerate(groups, start=1):
        part = msgspec.structs.replace(view, cameras=tuple(cameras))
        window = _window(part)
        svg, _lost = plan_svg(part, window, units, language, f"{title} · {view.heading} · {number}/{len(groups)}")
        pages.append(PlanPage(part, window, svg, number, len(groups)))
    return pages


def plans_pdf(pages: Sequence[PlanPage], title: str, draft: str, units: str, language: str, folder: Path) -> bytes:
    """The pages as one PDF; their drawings lie as NAME.svg in ``folder``.

    Raises:
        InputError: no Noto CJK font. ValueError: typst refuses them; the message is its own.
    """
    words = table(language)
    told = [{"drawing": f"{page.name}.svg", "heading": page.view.heading, "number": page.number, "count": page.count,
             "height": page.window.height + STRIP, "rows": _rows(page.view, units),
             "shots": " – ".join(dict.fromkeys((page.view.cameras[0].shot, page.view.cameras[-1].shot)))}
            for page in pages]
    content = {"title": title, "draft": draft, "language": language[:2], "pages": told, "plan": words["plan"],
               "columns": [words[name] for name in COLUMNS]}
    return typeset(TEMPLATE, content, {f"{page.name}.svg": folder / f"{page.name}.svg" for page in pages})


COLUMNS = ("shot", "size", "lens", "field", "height", "tilt", "pan", "subject", "distance", "actor", "move", "travel",
           "speed", "length")


def _rows(view: PlanView, units: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for index, camera in enumerate(view.cameras):
        moves = camera.travel > 0.15
        speed = max((path.speed for top in view.tops if top.name == camera.subject for path in top.paths
                     if path.shot == camera.shot), default=0.0)
        cells = [camera.shot, camera.size, change_words(*(f"{max(1, round(focal))} mm" for focal in camera.lens)),
                 angle_change(camera.field), length_change(camera.height, units),
                 angle_change(camera.tilt), _turned(camera.heading),
                 camera.subject or "–", length_change(camera.distance, units),
                 speed_words(speed, units) if speed > 0.1 else "–", camera.move,
                 length_words(camera.travel, units) if moves else "–", speed_words(camera.speed, units) if moves else
                 "–", f"{camera.seconds:.1f} s"]
        rows.append({"colour": COLOURS[index % len(COLOURS)], "cells": cells})
    return rows


def _turned(ends: tuple[float, float]) -> str:
    still = abs(math.remainder(ends[1] - ends[0], math.tau)) < math.radians(2)
    return _compass(ends[0]) if still else change_words(*map(_compass, ends))


def _compass(heading: float) -> str:
    """A heading in the plan as a compass says it: north 0°, east 90°."""
    return f"{round(90 - math.degrees(heading)) % 360}°"


def _go_together(view: PlanView, cameras: Sequence[PlanCamera], units: str, language: str) -> bool:
    if len(cameras) > MOST:
        return False
    part = msgspec.structs.replace(view, cameras=tuple(cameras))
    window = _window(part)
    alone = max(_window(msgspec.structs.replace(view, cameras=(camera,))).scale for camera in cameras)
    least = min(_window(msgspec.structs.replace(view, cameras=(camera,))).scale for camera in cameras)
    if window.scale > COARSER * alone or window.scale > 2 * COARSER * least:
        return False
    return plan_svg(part, window, units, language, "")[1] == 0


def _window(view: PlanView) -> Window:
    """The largest scale that shows the cameras, whom they see and where these go."""
    points: list[Point] = []
    shots = {camera.shot for camera in view.cameras}
    for camera in view.cameras:
        points += camera.points
        for end in (0, -1):
            reach = min(max(camera.distance[end], 0.6), FARTHEST)
            x, y = camera.points[end]
            level = reach * math.cos(camera.tilt[end])
            points += [(x + level * math.cos(angle), y + level * math.sin(angle)) for angle in (
                camera.heading[end], camera.heading[end] - camera.half[end] * 0.8,
                camera.heading[end] + camera.half[end] * 0.8)]
    for top in view.tops:
        points += [point for path in top.paths if path.shot in shots for point in path.points]
    points += [mark.at for mark in view.marks if mark.kind == "effect" and mark.shot in shots]
    x0, y0, x1, y1 = box_of(points)
    height = BODY - TABLE_HEAD - ROW * len(view.cameras) - STRIP
    wide, high = x1 - x0 + 2 * PAD, y1 - y0 + 2 * PAD
    least = max(wide * 1000 / (WIDTH - 36), high * 1000 / (height - 24))
    scale = next((scale for scale in SCALES if scale >= least), SCALES[-1])
    return Window(((x0 + x1) / 2, (y0 + y1) / 2), scale, WIDTH, height)
