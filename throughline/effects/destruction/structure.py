"""What a building is made of: floors, slabs, columns, walls, panels, glass and roof, each a solid or a skin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction.materials import INDEX

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
KINDS = ("slab", "column", "wall", "panel", "glass", "roof", "trim")
SLAB, COLUMN, WALL, PANEL, GLASS, ROOF, TRIM = range(7)
BOX = np.array([[0, 3, 2, 1], [4, 5, 6, 7], [0, 1, 5, 4], [2, 3, 7, 6], [1, 2, 6, 5], [3, 0, 4, 7]])


@dataclass(frozen=True)
class Skin:
    """A closed mesh that is not broken further: ``points`` (V, 3), ``counts`` (F,), ``corners``, ``colours`` and
    ``glow`` (F, 3) linear Rec.709; ``inner`` (F,) its fresh sides."""

    points: Reals
    counts: Ints
    corners: Ints
    colours: Reals
    glow: Reals
    inner: NDArray[np.bool_]


@dataclass(frozen=True)
class Element:
    """One part of a building: the box from ``low`` to ``high`` (3,) under ``planes`` (K, 4: normal, offset), or the
    ``skin`` that stays whole. ``kind`` indexes KINDS, ``material`` MATERIALS; ``level`` is its storey from 0."""

    kind: int
    material: int
    level: int
    low: Reals
    high: Reals
    colour: Reals
    glow: Reals
    planes: Reals
    skin: Skin | None = None


@dataclass(frozen=True)
class Building:
    """A building about the origin, facing +X, metres. ``floors`` (L,) is where each storey begins; ``breaks`` the
    height where it gives way when nobody says where; ``half`` (2,) half its width along X and Y there."""

    elements: tuple[Element, ...]
    floors: tuple[float, ...]
    breaks: float
    half: tuple[float, float]

    @property
    def height(self) -> float:
        return float(max(element.high[2] for element in self.elements))


def solid(kind: int, material: str, level: int, low: Sequence[float], high: Sequence[float],
          colour: Sequence[float], glow: Sequence[float] = (0.0, 0.0, 0.0)) -> Element:
    """A box of a material."""
    return Element(kind, INDEX[material], level, np.array(low, float), np.array(high, float), np.array(colour, float),
                   np.array(glow, float), np.zeros((0, 4)))


def scaled(building: Building, factor: float) -> Building:
    """The building ``factor`` times as large."""
    def larger(element: Element) -> Element:
        planes = element.planes * np.array([1.0, 1.0, 1.0, factor])
        skin = element.skin and replace(element.skin, points=element.skin.points * factor)
        return replace(element, low=element.low * factor, high=element.high * factor, planes=planes, skin=skin)

    return Building(tuple(larger(element) for element in building.elements),
                    tuple(factor * floor for floor in building.floors), factor * building.breaks,
                    (factor * building.half[0], factor * building.half[1]))
