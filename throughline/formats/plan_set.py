"""The set of a plan as SVG: ground, walls, lanes, whatever stands there and its names."""

from __future__ import annotations

import math
from collections.abc import Sequence

from throughline.formats import plan_symbols as draw
from throughline.formats.plan_labels import Label
from throughline.formats.plan_view import FOOT, PlanView, Point
from throughline.formats.plan_window import Window, interval, sized
from throughline.formats.plan_words import piece_word

ROUND = frozenset({"tree", "pole", "street lamp", "column", "lantern"})
FILLS = {"ground": "#f6f5f1", "pavement": "#ebe8e1", "piece": "#dad6cd", "wall": "#4a4a4c", "opening": "#ffffff",
         "door": "#ffffff", "zebra": "#ffffff"}
MOST_OF_A_NAME = 3


def set_layer(view: PlanView, window: Window) -> str:
    """Footprints, from the ground up."""
    parts = []
    for area in view.areas:
        corners = [window.at(corner) for corner in area.corners]
        if area.kind == "zebra":
            parts += _zebra(corners)
        elif area.name in ROUND:
            (x0, y0), (x1, y1) = corners[0], corners[2]
            parts.append(draw.circle(((x0 + x1) / 2, (y0 + y1) / 2), max(abs(x1 - x0) / 2, 0.7), fill="#ffffff",
                                     stroke="#77726a", stroke_width=0.3))
        else:
            line = {"ground": 0.0, "pavement": 0.25, "piece": 0.25}.get(area.kind, 0.2)
            parts.append(draw.polygon(corners, fill=FILLS[area.kind], stroke_width=line,
                                      stroke="none" if area.kind == "wall" else "#8b867c"))
    return draw.group("set", parts)


def _zebra(corners: Sequence[Point]) -> list[str]:
    (x0, y0), (x1, y1) = corners[0], corners[2]
    count = max(4, round(abs(y1 - y0) / max(abs(x1 - x0), 1e-6) * 5))
    step = (y1 - y0) / count
    return [draw.polygon([(x0, y0 + step * (k + 0.25)), (x1, y0 + step * (k + 0.25)), (x1, y0 + step * (k + 0.75)),
                          (x0, y0 + step * (k + 0.75))], fill="#ffffff", stroke="#c9c4b9", stroke_width=0.15)
            for k in range(count)]


def grid_layer(window: Window, units: str) -> str:
    """Lines every so many metres or feet."""
    step = interval(window, units) * (1.0 if units == "m" else FOOT)
    lines = []
    for axis, extent in ((0, window.width), (1, window.height)):
        half = extent / 2 * window.scale / 1000
        low = math.ceil((window.middle[axis] - half) / step)
        for index in range(low, math.floor((window.middle[axis] + half) / step) + 1):
            at = window.at((index * step, window.middle[1]) if axis == 0 else (window.middle[0], index * step))
            ends = [(at[0], 0.0), (at[0], window.height)] if axis == 0 else [(0.0, at[1]), (window.width, at[1])]
            lines.append(draw.polyline(ends))
    return draw.group("grid", lines, stroke="#000000", stroke_opacity=0.09, stroke_width=0.15)


def lane_layer(view: PlanView, window: Window) -> str:
    """The middles of driving lanes with the way they are driven."""
    parts = []
    for lane in view.lanes:
        start, end = window.at(lane.start), window.at(lane.end)
        parts.append(draw.polyline([start, end], stroke="#b4ada0", stroke_width=0.2, stroke_dasharray="5 1.5 1 1.5"))
        long = math.dist(start, end)
        for k in range(1, max(2, int(long / 45))):
            share = k * 45 / long
            if share < 1:
                tip = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
                parts.append(draw.arrow_head(tip, start, "#b4ada0", 2.2))
    return draw.group("lanes", parts)


def piece_labels(view: PlanView, window: Window, language: str) -> list[Label]:
    """Names of what stands in the set, those nearest to the middle first, a few of every name."""
    named: list[tuple[float, Label, str]] = []
    for area in view.areas:
        if not area.name or area.kind == "pavement":
            continue
        (x0, y1), (x1, y0) = window.at(area.corners[0]), window.at(area.corners[2])
        x0, x1, y0, y1 = max(x0, 0.0), min(x1, window.width), max(y0, 0.0), min(y1, window.height)
        if x1 - x0 < 0.2 or y1 - y0 < 0.2:
            continue
        at, words = ((x0 + x1) / 2, (y0 + y1) / 2), piece_word(area.name, language)
        label = sized(at, (words,), "piece", 0.0)
        inside = label.size[0] + 1 < x1 - x0 and label.size[1] + 0.5 < y1 - y0
        label = Label(at, label.lines, label.size, "piece", 0.8, far=7.0, optional=True, inside=inside)
        named.append((math.dist(at, (window.width / 2, window.height / 2)), label, words))
    pieces = {area.name for area in view.areas}
    for mark in view.marks:
        if mark.kind == "spot" and mark.name not in pieces and window.sees(mark.at):
            at, words = window.at(mark.at), piece_word(mark.name, language)
            label = sized(at, (words,), "piece", 0.0)
            named.append((math.dist(at, (window.width / 2, window.height / 2)), Label(
                at, label.lines, label.size, "piece", far=2.5, optional=True), words))
    kept, counts = [], dict.fromkeys((words for _, _, words in named), 0)
    for _away, label, words in sorted(named, key=lambda entry: (entry[0], entry[2], entry[1].anchor)):
        counts[words] += 1
        if counts[words] <= MOST_OF_A_NAME:
            kept.append(label)
    return kept
