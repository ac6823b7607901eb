"""The strip under a plan: scale bar, grid, north, the key light, and what the symbols mean."""

from __future__ import annotations

import math

from throughline.formats import plan_symbols as draw
from throughline.formats.plan_view import FOOT, PlanView, degrees
from throughline.formats.plan_words import legend
from throughline.formats.text_width import width

SIZE = 6.8


def strip(view: PlanView, scale: int, wide: float, top: float, step: float, units: str, language: str) -> str:
    """The strip as SVG, 13 mm high under ``top``, as wide as the plan."""
    words = legend(language)
    middle = top + 7.0
    parts, x = _bar(scale, step, units, middle)
    for line in (words["scale"].format(scale=scale), words["grid"].format(step=f"{step:g}", unit=units)):
        parts.append(draw.text((x, middle + 0.9), line, SIZE, fill=draw.INK))
        x += width(line, SIZE) + 5.0
    x += 3.0
    parts += [draw.polyline([(x, middle + 3.5), (x, middle - 1.0)], stroke=draw.INK, stroke_width=0.35),
              draw.arrow_head((x, middle - 4.0), (x, middle + 3.0), draw.INK, 3.2),
              draw.text((x + 1.8, middle + 0.9), words["north"], SIZE, fill=draw.INK, font_weight="bold")]
    x += 12.0
    if view.key is not None:
        parts += _key(view.key, (x, middle))
        line = words["key"].format(high=degrees(view.key[1]))
        parts.append(draw.text((x + 6.0, middle + 0.9), line, SIZE, fill=draw.INK))
    return draw.group("legend", [*parts, *_meanings(words, wide, middle)])


def _bar(scale: int, step: float, units: str, middle: float) -> tuple[list[str], float]:
    """A bar of four grid steps, and where it and its figures end."""
    one = step * (1.0 if units == "m" else FOOT) * 1000 / scale
    count = max(1, min(4, int(70 / one)))
    parts = []
    for k in range(count):
        parts.append(draw.polygon([(1 + one * k, middle - 0.8), (1 + one * (k + 1), middle - 0.8),
                                   (1 + one * (k + 1), middle + 0.8), (1 + one * k, middle + 0.8)],
                                  fill=draw.INK if k % 2 == 0 else "#ffffff", stroke=draw.INK, stroke_width=0.25))
    for k in range(count + 1):
        said = f"{step * k:g}" + (f" {units}" if k == count else "")
        parts.append(draw.text((1 + one * k, middle + 4.2), said, 6.2, fill=draw.INK,
                               text_anchor="start" if k == 0 else "middle"))
    return parts, 1 + one * count + 8.0


def _key(key: tuple[float, float], at: tuple[float, float]) -> list[str]:
    """A sun whose arrow comes from where the key light is."""
    dx, dy = math.cos(key[0]), -math.sin(key[0])
    lamp = at[0] + 3.6 * dx, at[1] + 3.6 * dy
    tip = at[0] - 3.0 * dx, at[1] - 3.0 * dy
    return [draw.polyline([lamp, at], stroke="#b58900", stroke_width=0.5), draw.arrow_head(tip, lamp, "#b58900", 2.8),
            draw.circle(lamp, 1.3, fill="#ffe9a3", stroke="#b58900", stroke_width=0.3)]


def _meanings(words: dict[str, str], wide: float, middle: float) -> list[str]:
    """The symbols and what they mean, set from the right."""
    parts: list[str] = []
    x = wide - 1.0
    for name in ("lamp", "effect", "path", "cast", "end", "begin"):
        x -= width(words[name], SIZE) + 0.5
        parts.append(draw.text((x, middle + 0.9), words[name], SIZE, fill=draw.INK))
        x -= 5.0
        at = x + 1.4, middle
        if name in ("begin", "end"):
            parts.append(draw.camera((x + 2.2, middle), 0.0, draw.INK, name == "begin"))
        elif name == "cast":
            parts.append(draw.person(at, math.pi / 2, 1.7, 2.8, draw.INK, True, False))
        elif name == "path":
            parts.append(draw.polyline([(x - 3.0, middle), (x + 1.5, middle)], stroke=draw.INK, stroke_width=0.5,
                                       stroke_dasharray="1.6 0.8"))
            parts.append(draw.arrow_head((x + 3.4, middle), (x, middle), draw.INK, 2.2))
            x -= 3.0
        elif name == "effect":
            parts.append(draw.circle(at, 1.5, fill="none", stroke="#b3261e", stroke_width=0.35,
                                     stroke_dasharray="0.9 0.6"))
        else:
            parts.append(draw.circle(at, 0.9, fill="#ffe9a3", stroke="#b58900", stroke_width=0.3))
        x -= 4.5
    return parts
