"""What buildings are made of: how heavy, how strong, what colour inside, how much of it turns to dust."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Material:
    """``density`` kg/m3; strengths in Pa as built (joints and reinforcement included); ``inner`` the linear Rec.709
    colour of a fresh break; ``dust`` how much a square metre of break gives off beside masonry's 1; ``grain`` how
    large its pieces are beside concrete's 1; ``thick`` how thick a skin of it is, metres."""

    name: str
    density: float
    compression: float
    tension: float
    shear: float
    inner: Triple
    dust: float
    grain: float
    thick: float


MATERIALS = (
    Material("concrete", 2400.0, 30e6, 2.6e6, 4.0e6, (0.40, 0.385, 0.36), 1.0, 1.0, 0.2),
    Material("stone", 2500.0, 20e6, 0.5e6, 1.5e6, (0.40, 0.375, 0.33), 0.7, 1.1, 0.3),
    Material("brick", 1800.0, 8e6, 0.3e6, 0.7e6, (0.36, 0.21, 0.155), 1.2, 0.75, 0.25),
    Material("timber", 550.0, 25e6, 8e6, 5e6, (0.36, 0.24, 0.13), 0.15, 1.6, 0.08),
    Material("tile", 2000.0, 6e6, 0.4e6, 0.5e6, (0.26, 0.19, 0.14), 0.8, 0.7, 0.12),
    Material("plaster", 900.0, 3e6, 0.3e6, 0.4e6, (0.62, 0.60, 0.56), 1.6, 0.9, 0.1),
    Material("steel", 7800.0, 250e6, 250e6, 140e6, (0.20, 0.19, 0.18), 0.0, 2.0, 0.02),
    Material("glass", 2500.0, 30e6, 1e6, 1e6, (0.10, 0.14, 0.14), 0.05, 0.6, 0.02),
)
INDEX = {material.name: number for number, material in enumerate(MATERIALS)}

_SEEN: tuple[tuple[Triple, str], ...] = (
    ((0.24, 0.085, 0.055), "brick"), ((0.30, 0.28, 0.25), "stone"), ((0.40, 0.375, 0.33), "stone"),
    ((0.055, 0.058, 0.062), "tile"), ((0.16, 0.16, 0.155), "tile"), ((0.27, 0.055, 0.035), "timber"),
    ((0.025, 0.115, 0.085), "timber"), ((0.02, 0.022, 0.026), "glass"), ((0.16, 0.13, 0.05), "steel"),
    ((0.012, 0.012, 0.012), "steel"), ((0.03, 0.03, 0.03), "steel"), ((0.45, 0.33, 0.15), "timber"))
"""Colours that the sets paint their buildings with, and what that paint lies on."""


def seen_as(colours: NDArray[np.float64]) -> NDArray[np.int64]:
    """The index in MATERIALS of what each of ``colours`` (N, 3) looks like: nearest in hue, then in lightness."""
    known = np.array([colour for colour, _ in _SEEN])
    kinds = np.array([INDEX[name] for _, name in _SEEN])

    def apart(colour: NDArray[np.float64]) -> NDArray[np.float64]:
        total = colour.sum(axis=1, keepdims=True) + 1e-6
        return np.concatenate([colour / total, 0.25 * np.log(total)], axis=1)

    away = ((apart(colours)[:, None] - apart(known)[None]) ** 2).sum(axis=2)
    return np.asarray(kinds[away.argmin(axis=1)])


def column(field: str) -> NDArray[np.float64]:
    """One property of every material, in the order of MATERIALS: (M,) or (M, 3)."""
    return np.array([getattr(material, field) for material in MATERIALS], np.float64)
