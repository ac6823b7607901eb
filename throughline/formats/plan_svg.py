"""A plan drawn to scale as SVG: set, cast and vehicles with their paths, cameras with their fields of view."""

from __future__ import annotations

from xml.sax.saxutils import escape

from throughline.formats import plan_symbols as draw
from throughline.formats.plan_action import camera_layer, cast_layer, mark_layer
from throughline.formats.plan_labels import Label, Laid, place
from throughline.formats.plan_set import FILLS, grid_layer, lane_layer, piece_labels, set_layer
from throughline.formats.plan_strip import strip
from throughline.formats.plan_view import PlanView, Point, box_of
from throughline.formats.plan_window import COLOURS, STYLES, Window, interval
from throughline.formats.text_width import POINT

STRIP = 13.0


def plan_svg(view: PlanView, window: Window, units: str, language: str, title: str) -> tuple[str, int]:
    """The plan as SVG, and how many labels of cast and cameras found no place (0 where it is not too crowded)."""
    labels: list[Label] = []
    soft: list[Point] = []
    taken = [box_of([window.at(corner) for corner in area.corners]) for area in view.areas if area.kind == "wall"]
    styles = {camera.shot: index % len(COLOURS) for index, camera in enumerate(view.cameras)}
    layers = [set_layer(view, window), grid_layer(window, units), lane_layer(view, window)]
    drawn = [mark_layer(view, window, styles), cast_layer(view, window, styles),
             camera_layer(view.cameras, window, styles, units)]
    layers += [layer for layer, _labels, _taken, _soft in drawn]
    for _layer, names, boxes, points in reversed(drawn):
        labels += names
        taken += boxes
        soft += points
    labels += piece_labels(view, window, language)
    laid, lost = place(labels, (1.0, 1.0, window.width - 1.0, window.height - 1.0), taken, soft)
    layers.append(draw.group("labels", [part for entry in laid for part in _label(entry)]))
    high = window.height + STRIP
    frame = (f'<rect x="0.2" y="0.2" width="{draw.number(window.width - 0.4)}" '
             f'height="{draw.number(window.height - 0.4)}" fill="none" stroke="{draw.INK}" stroke-width="0.4"/>')
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{draw.number(window.width)}mm" '
           f'height="{draw.number(high)}mm" viewBox="0 0 {draw.number(window.width)} {draw.number(high)}">\n'
           f'<title>{escape(title)}</title>\n<defs><clipPath id="view"><rect x="0" y="0" '
           f'width="{draw.number(window.width)}" height="{draw.number(window.height)}"/></clipPath></defs>\n'
           f'<rect x="0" y="0" width="{draw.number(window.width)}" height="{draw.number(window.height)}" '
           f'fill="{"#ffffff" if _indoors(view) else FILLS["ground"]}"/>\n'
           f'<g clip-path="url(#view)">\n{"".join(layers)}</g>\n{frame}\n'
           f'{strip(view, window.scale, window.width, window.height, interval(window, units), units, language)}'
           "</svg>\n")
    return svg, lost


def _indoors(view: PlanView) -> bool:
    return any(area.kind == "wall" for area in view.areas)


def _label(entry: Laid) -> list[str]:
    style = entry.label.style.split()
    colour = COLOURS[int(style[1])] if len(style) > 1 else {"piece": "#5d584f", "effect": "#b3261e"}.get(style[0],
                                                                                                       draw.INK)
    parts = []
    if entry.leader:
        parts.append(draw.polyline([entry.label.anchor, entry.leader], stroke=colour, stroke_width=0.2))
    first, bold = STYLES.get(style[0], STYLES["name"])
    x, y = entry.box[0] + 0.4, entry.box[1]
    if style[0] == "camera":
        x0, y0, x1, y1 = entry.box
        parts.append(draw.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], fill="#ffffff", fill_opacity=0.82))
    for index, line in enumerate(entry.label.lines):
        size = first if index == 0 else STYLES["detail"][0]
        y += size * POINT * 1.22
        weight = {"font_weight": "bold"} if bold and index == 0 else {}
        parts.append(draw.text((x, y - size * POINT * 0.26), line, size, fill=colour, **weight))
    return parts
