"""What happens on a plan as SVG: cameras with their fields of view, cast and vehicles with their paths, effects."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from throughline.formats import plan_symbols as draw
from throughline.formats.plan_labels import Box, Label
from throughline.formats.plan_view import PlanCamera, PlanView, Point, Top, change_words, length_change
from throughline.formats.plan_window import COLOURS, DASHES, Window, around, sized

Drawn = tuple[str, list[Label], list[Box], list[Point]]
"""A layer, its labels, the boxes that its symbols cover, points of its lines."""


def camera_layer(cameras: Sequence[PlanCamera], window: Window, styles: dict[str, int], units: str) -> Drawn:
    """Cameras at their first and last frames, their tracks and fields of view; ``styles`` are colours by shot."""
    fields, symbols, labels, taken, soft = [], [], [], [], []
    for camera in cameras:
        index = styles[camera.shot]
        colour, points = COLOURS[index], [window.at(point) for point in camera.points]
        turn = abs(math.remainder(camera.heading[1] - camera.heading[0], math.tau))
        moves = camera.travel > 0.15 or turn > math.radians(3)
        for end in (0, -1) if moves else (0,):
            level = camera.distance[end] * math.cos(camera.tilt[end])
            reach = min(max(window.long(level), 14.0), 0.45 * window.width)
            field = draw.wedge(points[end], camera.heading[end], camera.half[end], reach)
            fields.append(draw.polygon(field, fill=colour, fill_opacity=0.08 if end == 0 else 0.0, stroke=colour,
                                       stroke_width=0.22, **({"stroke_dasharray": "1.2 1"} if end else {})))
        if window.long(camera.travel) > 1.5 and len(points) > 1:
            symbols.append(draw.polyline(points, stroke=colour, stroke_width=0.55))
            if math.dist(points[-1], points[0]) > 4:
                symbols.append(draw.arrow_head(_towards(points[-1], points, 2.6), points[0], colour, 2.2))
            soft += _dotted(points)
        for end in (-1, 0) if moves else (0,):
            symbols.append(draw.camera(points[end], camera.heading[end], colour, end == 0))
            taken.append(around(points[end], 2.4))
        lens = change_words(*(f"{max(1, round(focal))} mm" for focal in camera.lens))
        high = length_change(camera.height, units)
        labels.append(sized(points[0], (camera.shot, f"{lens} · h {high}"), f"camera {index}", 2.6))
    return (draw.group("fields", fields) + draw.group("cameras", symbols)), labels, taken, soft


def cast_layer(view: PlanView, window: Window, styles: dict[str, int]) -> Drawn:
    """People and vehicles where they begin, each place once, with a path a shot to where they end."""
    parts, labels, taken, soft = [], [], [], []
    for top in sorted(view.tops, key=lambda top: ("vehicle", "lying", "prop", "person").index(top.kind)):
        places: list[tuple[Point, list[str]]] = []
        for path in top.paths:
            index = styles.get(path.shot)
            if index is None:
                continue
            points = [window.at(point) for point in path.points]
            if math.dist(path.points[0], path.points[-1]) > 0.3 or len({*path.points}) > 2:
                parts.append(draw.polyline(points, stroke=COLOURS[index], stroke_width=0.5,
                                           **({"stroke_dasharray": DASHES[index]} if DASHES[index] else {})))
                parts.append(_symbol(top, points[-1], path.facing[1], window, COLOURS[index], False))
                parts.append(draw.arrow_head(points[-1], _towards(points[-1], points, 2.5), COLOURS[index], 2.4))
                soft += _dotted(points)
                taken += [] if top.kind == "vehicle" else [around(points[-1], 1.4)]
            near = max(window.long(0.3), 1.0)
            same = next((entry for entry in places if math.dist(entry[0], points[0]) < near), None)
            if same:
                same[1].append(path.shot)
                continue
            places.append((points[0], [path.shot]))
            parts.append(_symbol(top, points[0], path.facing[0], window, draw.INK, True))
            taken += _covered(top, points[0], path.facing[0], window)
        several = sum(len(set(shots)) for _at, shots in places) < len(view.cameras) or len(places) > 1
        for at, shots in places:
            if 0 < at[0] < window.width and 0 < at[1] < window.height:
                names = (top.name, _some(shots)) if several and top.kind != "prop" else (top.name,)
                labels.append(sized(at, names, "name", _half(top, window) * 0.8))
    return draw.group("cast", parts), labels, taken, soft


def _symbol(top: Top, at: Point, facing: float, window: Window, colour: str, begins: bool) -> str:
    long, wide = window.long(top.length), window.long(top.width)
    if top.kind == "vehicle":
        grow = max(1.0, 3.0 / long)
        return draw.vehicle(at, facing, long * grow, wide * grow, colour, begins)
    if top.kind == "prop":
        return draw.polygon(draw.turned([(1, 0), (0, 1), (-1, 0), (0, -1)], at, facing), fill="#ffffff", stroke=colour,
                            stroke_width=0.3)
    grow = max(1.0, 2.0 / max(long, wide))
    return draw.person(at, facing, long * grow, wide * grow, colour, begins, top.kind == "lying")


def _covered(top: Top, at: Point, facing: float, window: Window) -> list[Box]:
    """Boxes that a symbol covers: a long one several along its length."""
    long, wide = window.long(top.length) / 2, max(window.long(top.width) / 2, 1.2)
    if long <= 1.5 * wide:
        return [around(at, max(long, wide))]
    count = math.ceil(long / wide)
    return [around((at[0] + long * k / count * math.cos(facing), at[1] - long * k / count * math.sin(facing)), wide)
            for k in range(-count + 1, count)]


def _half(top: Top, window: Window) -> float:
    return max(window.long(max(top.length, top.width)) / 2, 1.2)


def mark_layer(view: PlanView, window: Window, styles: dict[str, int]) -> Drawn:
    """Lamps, and effects as far as they reach."""
    parts, labels, taken = [], [], []
    for mark in view.marks:
        at = window.at(mark.at)
        if not window.sees(mark.at) or (mark.shot and mark.shot not in styles):
            continue
        if mark.kind == "lamp":
            rays = [draw.polyline([(at[0] + 0.8 * math.cos(a), at[1] + 0.8 * math.sin(a)),
                                   (at[0] + 1.4 * math.cos(a), at[1] + 1.4 * math.sin(a))], stroke="#b58900",
                                  stroke_width=0.25) for a in (math.tau * k / 8 for k in range(8))]
            parts += [draw.circle(at, 0.7, fill="#ffe9a3", stroke="#b58900", stroke_width=0.25), *rays]
        elif mark.kind == "effect":
            parts.append(draw.circle(at, max(window.long(mark.radius), 1.5), fill="#d33a1f", fill_opacity=0.06,
                                     stroke="#b3261e", stroke_width=0.35, stroke_dasharray="1.6 1"))
            parts += [draw.polyline([(at[0] - 1.2, at[1] - s), (at[0] + 1.2, at[1] + s)], stroke="#b3261e",
                                    stroke_width=0.4) for s in (1.2, -1.2)]
            taken.append(around(at, 1.4))
            labels.append(sized(at, (mark.name, mark.shot), "effect", 1.5))
    return draw.group("marks", parts), labels, taken, []


def _some(shots: Sequence[str]) -> str:
    names = list(dict.fromkeys(shots))
    return ", ".join(names) if len(names) < 4 else f"{names[0]} … {names[-1]}"


def _towards(tip: Point, points: Sequence[Point], least: float) -> Point:
    """The last point of a path that is ``least`` mm from its end, to point an arrow by."""
    return next((point for point in reversed(points) if math.dist(point, tip) >= least), points[0])


def _dotted(points: Sequence[Point]) -> list[Point]:
    """Points every 2 mm along a path."""
    found = []
    for a, b in itertools.pairwise(points):
        count = max(1, int(math.dist(a, b) / 2))
        found += [(a[0] + (b[0] - a[0]) * k / count, a[1] + (b[1] - a[1]) * k / count) for k in range(count)]
    return found[:4000]
