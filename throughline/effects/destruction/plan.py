"""When what gives way: a direction as cuts on a building's own pieces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction.bonds import Bonds
from throughline.effects.destruction.direct import FLOORS, HOLE, PANCAKE, TOPPLE, Direction
from throughline.effects.destruction.pieces import Pieces
from throughline.effects.destruction.structure import ROOF, SLAB, Building

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
RAGGED, GOES = 0.12, 0.5
UPPER, HINGE, WHOLE = 4.0, 60.0, 12.0


@dataclass(frozen=True)
class Cuts:
    """``second`` (K,) ascending and ``bond`` (K,): when bonds are cut. ``kick`` (N, 3) m/s is what a piece gets when
    it is cut off. ``resist`` (N,) multiplies what pieces bear, ``tough`` (N,) what their bonds do; ``lean`` (3,)
    the spin in rad/s that the block gets as it comes loose; ``weak`` the height where it begins."""

    second: Reals
    bond: Ints
    kick: Reals
    resist: Reals
    tough: Reals
    lean: Reals
    weak: float


def level_of(building: Building, asked: Direction) -> int:
    """The storey, from 0, where the building gives way first."""
    highest = max(len(building.floors) - 2, 0)
    if asked.storey is not None:
        return min(asked.storey - 1, highest)
    if asked.manner == PANCAKE:
        return 0
    above = int(np.searchsorted(building.floors, building.breaks + 0.3)) - 1
    return min(max(above, 0), highest)


def weak_heights(building: Building, asked: Direction) -> Reals:
    """Where pieces are to be small: the middles of the storeys that give way first."""
    level = level_of(building, asked)
    edges = [*building.floors, building.height]
    chosen = range(len(building.floors) - 1) if asked.manner == PANCAKE else (level,)
    return np.array([(edges[k] + min(edges[k + 1], edges[k] + 5.0)) / 2 for k in chosen] or [1.0])


def cuts(building: Building, found: Pieces, held: Bonds, asked: Direction, way: Reals, size: float,
         seed: int) -> Cuts:
    """The cuts that bring a building down as it is asked; ``way`` (2,) in the building's space."""
    random = np.random.default_rng([seed, 11])
    level = level_of(building, asked)
    edges = [*building.floors, building.height]
    low, high = edges[level], min(edges[level + 1], edges[level] + 5.0)
    if level == 0 and asked.manner in (TOPPLE, FLOORS):
        low = 0.25 * high
    resist = np.where(found.centre[:, 2] > high, UPPER, 1.0)
    tough = np.where(found.kind == SLAB, 3.0, np.where(found.kind == ROOF, 0.6, 1.0))
    along = found.centre[:, :2] @ way
    reach = max(float(np.abs(along[found.centre[:, 2] < high]).max(initial=0.5)), 0.5)
    upright = (found.kind != SLAB) if asked.manner != HOLE else np.ones(len(found), bool)
    within = (found.high[:, 2] > low + 0.05) & (found.low[:, 2] < high - 0.05) & upright
    when = np.full(len(found), np.inf)
    kick, lean = np.zeros((len(found), 3)), np.zeros(3)
    if asked.manner == HOLE:
        when, kick = _holed(found, way, size, reach, random)
        resist, tough = np.where(np.isfinite(when), 0.02, 1e3), 25.0 * tough
        return _listed(held, when, np.zeros(len(held)) + np.inf, kick, resist, tough, lean, 1.0)
    late = random.gamma(2.0, RAGGED / 2, len(found))
    plane = np.full(len(held), np.inf)
    if asked.manner == PANCAKE:
        below = np.array(edges[1:-1] or edges[1:])
        storey = np.searchsorted(below, found.centre[:, 2])
        falls = upright & (found.kind != ROOF) & (storey >= level) & (storey < max(len(building.floors) - 1, 1))
        when[falls] = (0.22 * (storey - level) + 0.8 * late)[falls]
        resist[:] = 1.0
    elif asked.manner == TOPPLE:
        share = along / reach
        notch = within & (share > -0.35)
        when[notch] = (0.25 * (1 - share) / 1.35 + late)[notch]
        middle = low + 0.35 * (high - low)
        plane[_crossing(found, held, middle)] = GOES + 0.15
        resist[:] = WHOLE
        resist[within & ~notch] = HINGE
        tough *= 3.0
        lean[:] = -0.20 * way[1], 0.20 * way[0], 0.0
    else:
        tough = np.where(found.centre[:, 2] > high, 4.0, 1.0) * tough
        when[within] = (0.35 * (1 - along / reach) / 2 + late)[within]
        lean[:] = -0.035 * way[1], 0.035 * way[0], 0.0
    out = found.centre[:, :2] / np.maximum(np.linalg.norm(found.centre[:, :2], axis=1, keepdims=True), 0.3)
    blown = random.gamma(1.5, 1.6, (len(found), 1))
    kick[:, :2] = out * blown + random.normal(0, 0.6, (len(found), 2))
    kick[:, 2] = random.normal(0.2, 0.6, len(found))
    return _listed(held, when, plane, kick, resist, tough, lean, float((low + high) / 2))


def _holed(found: Pieces, way: Reals, size: float, reach: float, random: np.random.Generator) -> tuple[Reals, Reals]:
    """A hole as large as what comes through at a metre's height from behind ``way``, and what it throws ahead."""
    wide = np.clip(0.12 * size, 1.2, 2.2)
    along = found.centre[:, :2] @ way
    aside = found.centre[:, :2] @ np.array([-way[1], way[0]])
    away = np.hypot(aside / wide, (found.centre[:, 2] - 0.9) / (0.85 * wide))
    hit = (away < 1.0 + random.uniform(-0.15, 0.2, len(found))) & (along < 0.5 * reach)
    when = np.where(hit, np.maximum((along + reach) / 13.0, 0.0), np.inf)
    fast = random.uniform(4.0, 10.0, len(found)) * np.exp(-away ** 2)
    kick = np.column_stack([way[0] * fast, way[1] * fast, random.normal(0.8, 0.8, len(found))])
    kick[:, :2] += (aside * random.uniform(0.2, 1.2, len(found)))[:, None] * np.array([-way[1], way[0]])
    return when, kick


def _crossing(found: Pieces, held: Bonds, height: float) -> Ints:
    """The bonds between what stands over a height and what stands under it."""
    above = found.centre[:, 2] > height
    there = held.pair[:, 1]
    return np.flatnonzero((there >= 0) & (above[held.pair[:, 0]] != above[there]))


def _listed(held: Bonds, when: Reals, plane: Reals, kick: Reals, resist: Reals, tough: Reals, lean: Reals,
            weak: float) -> Cuts:
    """Bonds by when the first of their pieces is cut off."""
    there = np.where(held.pair[:, 1] < 0, held.pair[:, 0], held.pair[:, 1])
    second = np.minimum(np.minimum(when[held.pair[:, 0]], when[there]), plane)
    order = np.argsort(second, kind="stable")
    order = order[np.isfinite(second[order])]
    return Cuts(second[order], order, np.where(np.isfinite(when)[:, None], kick, 0.0), resist, tough, lean, weak)
