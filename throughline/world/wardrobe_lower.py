"""Trousers, jeans, shorts and skirts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from throughline.world.wardrobe_figure import Figure, above, below, both
from throughline.world.wardrobe_garments import Layer, cut, draped, leg_folds, patch, sheet_of
from throughline.world.wardrobe_shell import Field, Floats, clip, join, rimmed
from throughline.world.wardrobe_skirt import Fall, skirted


def waist(one: Figure) -> float:
    """Height of a waistband, metres."""
    return one.z("Spine") + 0.012 * one.size


def legs(one: Figure, end: float) -> Field:
    """The pelvis and the legs down to ``end``: 0 hip, 1 knee, 2 ankle."""
    stops = [one.z(f"Left{name}") for name in ("UpperLeg", "LowerLeg", "Foot")]
    return both(below(waist(one)), above(float(np.interp(end, [0, 1, 2], stops))))


def _leg_ease(one: Figure, hip: float, hem: float) -> Floats:
    high, low = one.z("LeftUpperLeg"), one.z("LeftFoot")
    along = np.clip((high - one.suit.points[:, 2]) / (high - low), 0.0, 1.0)
    return (hip + (hem - hip) * along) * one.size


def trousers(one: Figure, colour: Floats, *, end: float = 1.95, hip: float = 0.009, hem: float = 0.022,
             folds: float = 0.0035, crease: float = 0.0) -> list[Layer]:
    ease = _leg_ease(one, hip, hem)
    field = legs(one, end)
    shade = np.ones(len(one.suit.points))
    if crease:
        middle = np.abs(np.abs(one.suit.points[:, 1]) - one.shape.joint("LeftLowerLeg")[1])
        shade = 1.0 + crease * np.exp(-(middle / (0.008 * one.size)) ** 2) * (one.normal[:, 0] > 0.6)
    layers = [cut(one, "Bottom", field, colour * shade[:, None], ease=ease, folds=leg_folds(folds * one.size))]
    belt = both(below(waist(one) + 0.004), above(waist(one) - 0.032 * one.size))
    layers.append(patch(one, "Belt", belt, colour * 0.35, ease=ease, lift=0.003, folds=leg_folds(folds * one.size)))
    return layers


def jeans(one: Figure, colour: Floats) -> list[Layer]:
    points = one.suit.points
    worn = np.exp(-((points[:, 2] - one.z("LeftLowerLeg") - 0.14 * one.size) / (0.16 * one.size)) ** 2)
    faded = colour * (1.0 + 0.55 * worn * np.clip(one.normal[:, 0], 0.0, 1.0))[:, None]
    seam = np.exp(-((np.abs(one.normal[:, 0]) / 0.10) ** 2)) * (np.abs(points[:, 1]) > 0.06 * one.size)
    return trousers(one, faded * (1.0 - 0.25 * seam)[:, None], hip=0.006, hem=0.014, folds=0.003)


def shorts(one: Figure, colour: Floats) -> list[Layer]:
    return trousers(one, colour, end=0.8, hip=0.012, hem=0.05, folds=0.003)


def skirt(one: Figure, colour: Floats, *, end: float = 0.92, flare: float = 0.10, folds: int = 14,
          depth: float = 0.010) -> list[Layer]:
    """A skirt to ``end`` (0 hip, 1 knee, 2 ankle)."""
    line = one.z("LeftUpperLeg") + 0.02 * one.size
    stops = [one.z(f"Left{name}") for name in ("UpperLeg", "LowerLeg", "Foot")]
    hem = float(np.interp(end, [0, 1, 2], stops))
    cloth, shade = draped(one, 0.010 * one.size, 10, None)
    sheet = sheet_of(one, cloth, colour * shade[:, None])
    upper, _ = clip(sheet, both(below(waist(one)), above(line))(cloth))
    fall = Fall(hem, flare=flare, folds=folds, depth=depth * one.size, ease=0.012)
    outside, inside = skirted(one, upper, line, fall, colour, f"skirt{end}{folds}", 0.004)
    return [Layer("Skirt", join([rimmed(outside, 0.005), inside]), both(below(waist(one)),
        above(hem + 0.10 * one.size)))]


LOWER: dict[str, Callable[[Figure, Floats], list[Layer]]] = {
    "trousers": lambda one, colour: trousers(one, colour, crease=0.35),
    "slacks": lambda one, colour: trousers(one, colour, crease=0.35, hem=0.030),
    "wide trousers": lambda one, colour: trousers(one, colour, hip=0.014, hem=0.055, folds=0.005),
    "leggings": lambda one, colour: trousers(one, colour, hip=0.004, hem=0.004, folds=0.001),
    "jeans": jeans,
    "shorts": shorts,
    "skirt": skirt,
    "pleated skirt": lambda one, colour: skirt(one, colour, end=0.8, flare=0.15, folds=26, depth=0.012),
    "long skirt": lambda one, colour: skirt(one, colour, end=1.75, flare=0.12, folds=13, depth=0.014),
}
