"""One step of the gas: what is given off, reacts, is driven, made to fit, and carried."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d

from throughline.effects.pyro import forces, pressure
from throughline.effects.pyro.advect import carried, returns
from throughline.effects.pyro.air import carried_air
from throughline.effects.pyro.detail import air_ways, marks_carried, ways
from throughline.effects.pyro.grid import Grid, Lattice
from throughline.effects.pyro.noise import TILE, curl_tile, value_tile
from throughline.effects.pyro.react import Chemistry, reacted
from throughline.effects.pyro.sources import Rows, bounds
from throughline.effects.pyro.stamp import stamped

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
CFL = 2.0
SUBSTEPS = 10


@dataclass(frozen=True)
class Manner:
    """How a stuff moves: ``confinement`` is how much of a whirl within a cell is given back a
    second, ``stir`` m/s2 of turbulence, ``detail`` how strong the fine noise is
    beside the air's own whirl."""

    chemistry: Chemistry = field(default_factory=Chemistry)
    confinement: float = 0.3
    stir: float = 2.0
    detail: float = 0.25


@dataclass
class Spare:
    """Arrays that a step works in, kept from step to step while the box stays as it is."""

    once: Floats
    out: Floats
    way: Floats
    back: Floats

    @classmethod
    def of(cls, grid: Grid) -> Spare:
        x, y, z = grid.gas.shape[:3] if grid.gas.shape[:3] != grid.shape else (0, 0, 0)
        way = np.zeros((x, y, z, 3), np.float32)
        return cls(np.empty_like(grid.gas), np.empty_like(grid.gas), way, np.zeros_like(way))


def fastest(grid: Grid, rows: Rows) -> float:
    """The air's greatest speed along an axis, what is about to be blown in counted, m/s."""
    own = max(float(np.abs(field).max()) for field in grid.faces)
    blown = [float((np.abs(rows[:, 11:14]).max(axis=1) + rows[:, 14]).max())] if len(rows) else []
    return max([own, *blown])


def substeps(speed: float, dt: float, edge: float) -> int:
    """Into how many steps ``dt`` seconds are cut so that nothing goes much beyond ``CFL`` cells in one."""
    return int(min(SUBSTEPS, max(1, np.ceil(speed * dt / (CFL * edge)))))


def advance(grid: Grid, spare: Spare, lattice: Lattice, manner: Manner, rows: Rows, seconds: float, dt: float,
            seed: int, dense: bool = False) -> tuple[float, float]:
    """Takes ``grid`` in place ``dt`` seconds on, with the stamps ``rows``. Returns how far the divergence is from
    what it should be, 1/s: the worst cell's, and the root mean square's share of the driven air's own before it was
    mended. ``dense``: every cell is worked on, empty or not."""
    edge, ratio = lattice.edge, lattice.ratio
    wanted = np.zeros(grid.shape, np.float32)
    _given(grid, rows, wanted, lattice, seed)
    lift, full = reacted(grid.gas, grid.live, ratio, dt, manner.chemistry, edge, wanted)
    air = forces.centred(*grid.faces)
    whirl = forces.driven(grid.faces, air, lift, full, curl_tile(seed), _shift(seconds, seed, grid), manner.confinement,
                          manner.stir, dt)
    before = pressure.unmet(*grid.faces, wanted, edge, grid.solid)[1]
    grid.pressure = pressure.project(*grid.faces, wanted, edge, grid.low[2] == 0, grid.solid, grid.pressure)
    worst, rest = pressure.unmet(*grid.faces, wanted, edge, grid.solid)
    air = forces.centred(*grid.faces)
    grid.live = (np.ones_like(full) if dense
                 else _grown(full, int(np.ceil(float(np.abs(air).max()) * dt / edge)) + 1))
    way = air_ways(air, dt / edge)
    back = np.empty_like(way)
    returns(way, np.ones(grid.shape, np.bool_), 1, back)
    if ratio == 1:
        fine, fine_back = way, back
    else:
        fine, fine_back = spare.way, spare.back
        ways(air, whirl, grid.marks, curl_tile(seed), seconds, manner.detail, dt / lattice.cell, ratio, grid.live,
             grid.low, fine)
        returns(fine, grid.live, ratio, fine_back)
        grid.marks = marks_carried(grid.marks, way, ratio, seconds, dt)
    moved = carried(grid.gas, fine, fine_back, grid.live, ratio, np.exp(wanted * np.float32(dt)),
                    (spare.once, spare.out))
    spare.out, grid.gas = grid.gas, moved
    _opened(grid)
    carried_air(grid.faces, air, way, back)
    return worst, rest / max(before, 1e-9)


def _given(grid: Grid, rows: Rows, wanted: Floats, lattice: Lattice, seed: int) -> None:
    for row in rows:
        low, high = lattice.within(*(bounds(row[None]) or (np.zeros(3), np.zeros(3))))
        grid.live[tuple(slice(max(0, a - 1 - c), max(0, b + 1 - c)) for a, b, c in
                        zip(low, high, grid.low, strict=True))] = True
    stamped(grid.gas, grid.faces, wanted, rows, value_tile(seed), lattice.corner(grid.low), lattice.cell,
            lattice.ratio)


def _shift(seconds: float, seed: int, grid: Grid) -> tuple[int, int, int]:
    """Where in the tile the stirring is looked up: another place every tenth of a second."""
    beat = int(seconds * 10.0)
    x, y, z = np.random.default_rng([seed, 3, beat]).integers(0, TILE, 3)
    return int(x) + grid.low[0], int(y) + grid.low[1], int(z) + grid.low[2]


def _grown(full: Mask, cells: int) -> Mask:
    found = full.view(np.uint8)
    for axis in range(3):
        found = maximum_filter1d(found, 2 * cells + 1, axis=axis, mode="constant")
    return found.view(np.bool_)


def _opened(grid: Grid) -> None:
    """What reaches the box's open sides leaves it."""
    gas = grid.gas
    gas[0], gas[-1], gas[:, 0], gas[:, -1], gas[:, :, -1] = 0.0, 0.0, 0.0, 0.0, 0.0
    if grid.low[2] > 0:
        gas[:, :, 0] = 0.0
