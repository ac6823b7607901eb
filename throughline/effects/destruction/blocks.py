"""A plain concrete building of any height: frame, slabs, spandrel panels, glass, partitions, parapet."""

from __future__ import annotations

import numpy as np

from throughline.effects.destruction.structure import COLUMN, GLASS, PANEL, SLAB, WALL, Building, Element, solid

CONCRETE = (0.33, 0.315, 0.29)
PANELS = (0.42, 0.39, 0.34)
PANE = (0.035, 0.05, 0.055)
PLASTER = (0.55, 0.53, 0.48)
STOREY, BAY = 3.3, 4.2


def building(height: float, lit: bool = False, seed: int = 0) -> Building:
    """A frame building ``height`` metres tall or a little less, whole storeys; ``lit``: some windows burn."""
    storeys = max(1, round((height - 1.0) / STOREY))
    storey = (height - 1.0) / storeys
    scale = min(1.0, height / 6.0)
    bay = BAY * scale
    along, across = (2, 2) if storeys < 4 else (3, 3) if storeys < 9 else (4, 4)
    half = np.array([along * bay / 2, across * bay / 2])
    random = np.random.default_rng([seed, 71])
    made: list[Element] = []
    for level in range(storeys):
        made += _storey(level, level * storey, storey, bay, (along, across), half, scale, lit, random)
    made += _top(storeys, storeys * storey, half, bay, (along, across), scale)
    floors = tuple(storey * level for level in range(storeys + 1))
    return Building(tuple(made), floors, storey * min(1, storeys - 1), (float(half[0]), float(half[1])))


def _storey(level: int, z: float, tall: float, bay: float, bays: tuple[int, int], half: np.ndarray, scale: float,
            lit: bool, random: np.random.Generator) -> list[Element]:
    thick, wide = 0.24 * scale, 0.5 * scale
    made = _slabs(level, z, thick, bay, bays, half) if level else []
    low = z + (thick if level else 0.0)
    for i in range(bays[0] + 1):
        for j in range(bays[1] + 1):
            x, y = -half[0] + i * bay, -half[1] + j * bay
            x, y = float(np.clip(x, -half[0] + wide / 2, half[0] - wide / 2)), float(
                np.clip(y, -half[1] + wide / 2, half[1] - wide / 2))
            made.append(solid(COLUMN, "concrete", level, (x - wide / 2, y - wide / 2, low),
                              (x + wide / 2, y + wide / 2, z + tall), CONCRETE))
    sill, skin = low + 0.3 * (tall - thick), 0.16 * scale
    for axis in (0, 1):
        for side in (-1.0, 1.0):
            for n in range(bays[axis]):
                a = -half[axis] + n * bay + wide / 2
                b = a + bay - wide
                out, face = side * half[1 - axis], side * (half[1 - axis] - skin)
                made.append(_upright(axis, PANEL, "concrete", level, (a, b), (out, face), (low, sill),
                                     np.array(PANELS) * random.uniform(0.92, 1.06)))
                glow = (1.3, 0.85, 0.42) if lit and random.random() < 0.35 else (0.0, 0.0, 0.0)
                pane, back = side * (half[1 - axis] - 0.07 * scale), side * (half[1 - axis] - 0.1 * scale)
                for half_pane in ((a, (a + b) / 2 - 0.02), ((a + b) / 2 + 0.02, b)):
                    made.append(_upright(axis, GLASS, "glass", level, half_pane, (pane, back), (sill, z + tall), PANE,
                                         glow))
    middle = float(random.uniform(-0.2, 0.2)) * bay
    made.append(solid(WALL, "plaster", level, (-half[0] + wide, middle - 0.06, low),
                      (half[0] - wide, middle + 0.06, z + tall), PLASTER))
    return made


def _upright(axis: int, kind: int, material: str, level: int, along: tuple[float, float],
             across: tuple[float, float], up: tuple[float, float], colour: object,
             glow: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Element:
    """A panel in a wall that runs along ``axis``."""
    low, high = [0.0, 0.0, up[0]], [0.0, 0.0, up[1]]
    low[axis], high[axis] = along
    low[1 - axis], high[1 - axis] = sorted(across)
    return solid(kind, material, level, low, high, [float(v) for v in np.asarray(colour)], glow)


def _slabs(level: int, z: float, thick: float, bay: float, bays: tuple[int, int], half: np.ndarray) -> list[Element]:
    return [solid(SLAB, "concrete", level, (-half[0] + i * bay, -half[1] + j * bay, z),
                  (-half[0] + (i + 1) * bay, -half[1] + (j + 1) * bay, z + thick), CONCRETE)
            for i in range(bays[0]) for j in range(bays[1])]


def _top(level: int, z: float, half: np.ndarray, bay: float, bays: tuple[int, int], scale: float) -> list[Element]:
    """The roof's slab, its parapet, and the house of the lift."""
    thick, tall = 0.3 * scale, 1.0 * scale
    made, edge = _slabs(level, z, thick, bay, bays, half), 0.18 * scale
    for axis in (0, 1):
        inset = 0.0 if axis == 0 else edge
        for side in (-1.0, 1.0):
            made.append(_upright(axis, PANEL, "concrete", level, (-half[axis] + inset, half[axis] - inset),
                                 (side * half[1 - axis], side * (half[1 - axis] - edge)), (z + thick, z + tall),
                                 PANELS))
    made.append(solid(WALL, "concrete", level, (-0.3 * half[0], -0.35 * half[1], z + thick),
                      (0.3 * half[0], 0.2 * half[1], z + thick + 1.6 * scale), PANELS))
    return made
