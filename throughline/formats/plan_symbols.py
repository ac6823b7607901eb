"""The symbols of a plan as SVG: cameras, people and vehicles from above, arrows; all in mm on the paper."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

Point = tuple[float, float]
INK = "#26262a"
FACE = "Noto Sans CJK KR"
POINT = 25.4 / 72


def number(value: float) -> str:
    """A coordinate as SVG has it, short and the same on every machine."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def pairs(points: Sequence[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def polygon(points: Sequence[Point], **how: str | float) -> str:
    return f'<polygon points="{pairs(points)}"{_attributes(how)}/>'


def polyline(points: Sequence[Point], **how: str | float) -> str:
    return f'<polyline points="{pairs(points)}" fill="none"{_attributes(how)}/>'


def circle(at: Point, radius: float, **how: str | float) -> str:
    return f'<circle cx="{number(at[0])}" cy="{number(at[1])}" r="{number(radius)}"{_attributes(how)}/>'


def text(at: Point, words: str, size: float, **how: str | float) -> str:
    """A line of text of ``size`` points; ``at`` is on its base line."""
    return (f'<text x="{number(at[0])}" y="{number(at[1])}" font-family={quoteattr(FACE)} '
            f'font-size="{number(size * POINT)}"{_attributes(how)}>{escape(words)}</text>')


def group(name: str, parts: Sequence[str], **how: str | float) -> str:
    return f'<g id={quoteattr(name)}{_attributes(how)}>' + "".join(parts) + "</g>\n" if parts else ""


def _attributes(how: dict[str, str | float]) -> str:
    return "".join(f" {name.replace('_', '-')}={quoteattr(number(value) if isinstance(value, float) else str(value))}"
                   for name, value in how.items())


def turned(points: Sequence[Point], at: Point, angle: float) -> list[Point]:
    """Points (x ahead, y to the left, mm) of a symbol that stands at ``at`` and faces ``angle`` (paper y goes down)."""
    c, s = math.cos(angle), math.sin(angle)
    return [(at[0] + x * c - y * s, at[1] - x * s - y * c) for x, y in points]


def arrow_head(tip: Point, behind: Point, colour: str, size: float = 2.0) -> str:
    angle = math.atan2(behind[1] - tip[1], tip[0] - behind[0])
    return polygon(turned([(0, 0), (-size, 0.38 * size), (-size, -0.38 * size)], tip, angle), fill=colour)


def camera(at: Point, angle: float, colour: str, begins: bool) -> str:
    """A film camera seen from above: full where the shot begins, an outline where it ends."""
    how: dict[str, str | float] = {"fill": colour if begins else "#ffffff", "stroke": colour, "stroke_width": 0.3}
    body = turned([(-2.6, 1.05), (0.3, 1.05), (0.3, -1.05), (-2.6, -1.05)], at, angle)
    lens = turned([(0.3, 0.45), (1.5, 1.0), (1.5, -1.0), (0.3, -0.45)], at, angle)
    return polygon(body, **how) + polygon(lens, **how)


def person(at: Point, angle: float, deep: float, wide: float, colour: str, begins: bool, lying: bool) -> str:
    """Shoulders and head from above with the nose ahead; one who lies is a long shape along their facing."""
    dash = {} if begins else {"stroke_dasharray": "0.7 0.5"}
    how: dict[str, str | float] = {"fill": "#ffffff" if begins else "none", "stroke": colour, "stroke_width": 0.35,
                                   **dash}
    across, along = (0.14 * deep, deep / 2) if lying else (wide / 2, deep / 2)
    ring = [(along * math.cos(math.tau * k / 20), across * math.sin(math.tau * k / 20)) for k in range(20)]
    parts = polygon(turned(ring, at, angle), **how)
    if lying:
        return parts
    nose = turned([(deep * 0.95, 0), (deep * 0.4, 0.16 * wide), (deep * 0.4, -0.16 * wide)], at, angle)
    return parts + polygon(nose, fill=colour if begins else "none", stroke=colour, stroke_width=0.2) + circle(
        at, 0.24 * wide, fill=colour if begins else "none", stroke=colour, stroke_width=0.2)


def vehicle(at: Point, angle: float, long: float, wide: float, colour: str, begins: bool) -> str:
    """A vehicle's outline with its windscreen and bonnet ahead."""
    dash = {} if begins else {"stroke_dasharray": "0.9 0.6"}
    x, y = long / 2, wide / 2
    body = [(x, 0.62 * y), (0.92 * x, y), (-0.94 * x, y), (-x, 0.75 * y), (-x, -0.75 * y), (-0.94 * x, -y),
            (0.92 * x, -y), (x, -0.62 * y)]
    parts = polygon(turned(body, at, angle), fill="#ffffff" if begins else "none", stroke=colour, stroke_width=0.4,
                    fill_opacity=0.85, **dash)
    front = [(0.42 * x, 0.85 * y), (0.5 * x, 0), (0.42 * x, -0.85 * y), (0.16 * x, -0.7 * y), (0.16 * x, 0.7 * y)]
    back = [(-0.82 * x, 0.75 * y), (-0.82 * x, -0.75 * y), (-0.62 * x, -0.68 * y), (-0.62 * x, 0.68 * y)]
    for glass in (front, back):
        parts += polygon(turned(glass, at, angle), fill=colour if begins else "none", fill_opacity=0.18,
                         stroke=colour, stroke_width=0.2)
    return parts


def wedge(at: Point, angle: float, half: float, reach: float) -> list[Point]:
    """The field of view from a camera: its corners, the far side an arc."""
    wide = min(half, math.radians(85))
    return [at, *((at[0] + reach * math.cos(angle + wide * k / 8), at[1] - reach * math.sin(angle + wide * k / 8))
                  for k in range(-8, 9))]
