"""One step of the gas: what is given off, reacts, is driven, made to fit, and carried."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d

from throughline.effects.pyro import forces, pressure
from throughline.effects.pyro.advect import carried, returns, swollen
from throughline.effects.pyro.air import carried_air
from throughline.effects.pyro.detail import air_ways, marks_carried, ways
from throughline.effects.pyro.grid import Grid, Lattice
from throughline.effects.pyro.noise import TILE, curl_tile, value_tile, wrapped
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
    """Arrays that a step works in, kept from step to step while the box stays as it is. ``once`` and ``out`` are like
    the gas, ``way`` and ``back`` where it comes from and goes to; ``air`` is the air's velocity, ``flow`` and
    ``reflow`` where it comes from and goes to; ``wanted`` and ``whirl`` hold a number a coarse cell. Where the fine
    cells are the coarse, ``way`` is ``flow`` and ``back`` ``reflow``."""

    once: Floats
    out: Floats
    way: Floats
    back: Floats
    air: Floats
    flow: Floats
    reflow: Floats
    wanted: Floats
    whirl: Floats

    @classmethod
    def of(cls, grid: Grid) -> Spare:
        flow, reflow = np.zeros((*grid.shape, 3), np.float32), np.zeros((*grid.shape, 3), np.float32)
        way, back, fine = flow, reflow, grid.gas.shape[:3]
        if fine != grid.shape:
            way, back = np.zeros((*fine, 3), np.float32), np.zeros((*fine, 3), np.float32)
        return cls(np.empty_like(grid.gas), np.empty_like(grid.gas), way, back, np.empty_like(flow), flow, reflow,
                   np.empty(grid.shape, np.float32), np.empty(grid.shape, np.float32))

    def rooms(self) -> Floats:
        """Four numbers a coarse cell (4, X, Y, Z), where ``once`` is to be: free until the gas is carried."""
        count = 4 * self.wanted.size
        return self.once.reshape(-1)[:count].reshape(4, *self.wanted.shape)

    def vectors(self) -> Floats:
        """A vector a coarse cell (X, Y, Z, 3), where ``once`` was: free when the gas has been carried."""
        return self.once.reshape(-1)[:self.air.size].reshape(self.air.shape)


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
    edge, ratio, wanted, rooms = lattice.edge, lattice.ratio, spare.wanted, spare.rooms()
    wanted[:] = 0.0
    _given(grid, rows, wanted, lattice, seed)
    full = reacted(grid.gas, grid.live, ratio, dt, manner.chemistry, edge, wanted, rooms[0], (rooms[1], rooms[2]))
    forces.driven(grid.faces, rooms[0], full, curl_tile(seed), stirred_at(seconds, seed, grid), manner.confinement,
                  manner.stir, dt, spare.whirl, rooms[1:])
    grid.pressure, before = pressure.project(*grid.faces, wanted, edge, grid.low[2] == 0, grid.solid, grid.pressure)
    worst, rest = pressure.unmet(*grid.faces, wanted, edge, grid.solid)
    air = forces.centred(*grid.faces, spare.air)
    grid.live = (np.ones_like(full) if dense
                 else _grown(full, int(np.ceil(float(np.abs(air).max()) * dt / edge)) + 1))
    air_ways(air, dt / edge, spare.flow)
    returns(spare.flow, np.ones(grid.shape, np.bool_), 1, spare.reflow)
    if ratio > 1:
        ways(air, spare.whirl, grid.marks, wrapped(seed), seconds, manner.detail, dt / lattice.cell, ratio, grid.live,
             grid.low, spare.way)
        returns(spare.way, grid.live, ratio, spare.back)
        grid.marks = marks_carried(grid.marks, spare.flow, ratio, seconds, dt)
    moved = carried(grid.gas, spare.way, spare.back, grid.live, ratio, swollen(wanted, dt), (spare.once, spare.out))
    spare.out, grid.gas = grid.gas, moved
    _opened(grid)
    carried_air(grid.faces, air, spare.flow, spare.reflow, spare.vectors())
    return worst, rest / max(before, 1e-9)


def _given(grid: Grid, rows: Rows, wanted: Floats, lattice: Lattice, seed: int) -> None:
    for row in rows:
        low, high = lattice.within(*(bounds(row[None]) or (np.zeros(3), np.zeros(3))))
        grid.live[tuple(slice(max(0, a - 1 - c), max(0, b + 1 - c)) for a, b, c in
                        zip(low, high, grid.low, strict=True))] = True
    stamped(grid.gas, grid.faces, wanted, rows, value_tile(seed), lattice.corner(grid.low), lattice.cell,
            lattice.ratio)


def stirred_at(seconds: float, seed: int, grid: Grid) -> tuple[int, int, int]:
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
