"""The box of cells that gas is in: it grows and shrinks with the gas, in whole blocks of one world lattice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.film.effect import Vector
from throughline.film.setplan import Box

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Cell = tuple[int, int, int]
BLOCK = 8
SPARE = 0.12


@dataclass(frozen=True)
class Lattice:
    """Cells of the whole world: coarse cell (0, 0, 0) has its lowest corner at ``anchor`` (its z is the ground's) and
    an edge of ``ratio`` (1 or 2) fine cells of ``cell`` metres. Gas is kept between the coarse cells ``least`` and
    ``most``."""

    anchor: Vector
    cell: float
    ratio: int
    least: Cell
    most: Cell

    @property
    def edge(self) -> float:
        return self.cell * self.ratio

    def corner(self, low: Cell) -> NDArray[np.float64]:
        """The world's place of a coarse cell's lowest corner, metres."""
        return np.array([a + self.edge * part for a, part in zip(self.anchor, low, strict=True)])

    def within(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> tuple[Cell, Cell]:
        """The coarse cells, first and one past the last, that a box of the world reaches into, kept to the limits."""
        anchor = np.array(self.anchor)
        first = np.floor((low - anchor) / self.edge).astype(int)
        last = np.ceil((high - anchor) / self.edge).astype(int)
        return (_cell(np.clip(first, self.least, np.array(self.most) - 1)),
                _cell(np.clip(last, np.array(self.least) + 1, self.most)))


@dataclass
class Grid:
    """Gas and air in the box from coarse cell ``low`` on; changed in place, step by step.

    ``gas`` (fine X, Y, Z, 4) is soot 1/m, kelvin above the air's, fuel, dust 1/m; ``faces`` the air's velocity in m/s
    on the coarse cells' faces; ``marks`` (X, Y, Z, 6) where the fine noise is looked up; ``live`` the cells with gas.
    """

    low: Cell
    gas: Floats
    faces: tuple[Floats, Floats, Floats]
    marks: Floats
    live: Mask
    pressure: Floats
    solid: Mask | None = None

    @property
    def shape(self) -> Cell:
        return _cell(self.live.shape)

    @property
    def high(self) -> Cell:
        return _cell(np.add(self.low, self.shape))


def empty(low: Cell, high: Cell, lattice: Lattice, wind: Vector, walls: tuple[Box, ...]) -> Grid:
    """A box of clean air in the wind."""
    shape = _cell(np.subtract(high, low))
    fine = tuple(part * lattice.ratio for part in shape)
    faces = []
    for axis in range(3):
        size = [part + (1 if axis == other else 0) for other, part in enumerate(shape)]
        faces.append(np.full(size, wind[axis], np.float32))
    return Grid(low, np.zeros((*fine, 4), np.float32), (faces[0], faces[1], faces[2]),
                np.zeros((*shape, 6), np.float32), np.zeros(shape, np.bool_), np.zeros(shape, np.float32),
                solids(low, shape, lattice, walls))


def solids(low: Cell, shape: Cell, lattice: Lattice, walls: tuple[Box, ...]) -> Mask | None:
    """Which cells are walls; none thinner than a cell. None: no wall reaches into the box."""
    found = np.zeros(shape, np.bool_)
    corner = lattice.corner(low)
    for wall in walls:
        part = []
        for axis, (start, stop) in enumerate(((wall.x0, wall.x1), (wall.y0, wall.y1), (0.0, wall.height))):
            first = round((min(start, stop) - corner[axis]) / lattice.edge)
            last = max(first + 1, round((max(start, stop) - corner[axis]) / lattice.edge))
            part.append(slice(max(0, first), max(0, min(last, shape[axis]))))
        found[part[0], part[1], part[2]] = True
    return found if found.any() else None


def needed(grid: Grid, stamped: tuple[Cell, Cell] | None, travel: int) -> tuple[Cell, Cell] | None:
    """The cells that hold gas now or are to get some, and ``travel`` cells about them; None: none do."""
    corners = [] if stamped is None else [stamped]
    if grid.live.any():
        low, high = [], []
        for axis in range(3):
            found = np.flatnonzero(grid.live.any(axis=tuple(other for other in range(3) if other != axis)))
            low.append(int(found[0]) + grid.low[axis])
            high.append(int(found[-1]) + 1 + grid.low[axis])
        corners.append((_cell(low), _cell(high)))
    if not corners:
        return None
    return (_cell(np.min([low for low, _ in corners], axis=0) - travel),
            _cell(np.max([high for _, high in corners], axis=0) + travel))


def fitted(grid: Grid, need: tuple[Cell, Cell] | None, lattice: Lattice, wind: Vector, walls: tuple[Box, ...]) -> Grid:
    """The grid over a box that holds ``need`` with air to spare: itself where its own does and is not far too large."""
    if need is None:
        return grid
    room = np.maximum(3, np.ceil(SPARE * np.subtract(need[1], need[0]))).astype(int)
    least, most = np.array(lattice.least), np.array(lattice.most)
    low = np.clip(np.floor_divide(np.array(need[0]) - room, BLOCK) * BLOCK, least, most)
    high = np.clip(-np.floor_divide(-(np.array(need[1]) + room), BLOCK) * BLOCK, least, most)
    inside = (np.clip(need[0], least, most) >= grid.low).all() and (np.clip(need[1], least, most) <= grid.high).all()
    slack = max(int(np.max(np.subtract(low, grid.low))), int(np.max(np.subtract(grid.high, high))))
    if inside and slack < 2 * BLOCK:
        return grid
    return moved(grid, _cell(low), _cell(high), lattice, wind, walls)


def moved(grid: Grid, low: Cell, high: Cell, lattice: Lattice, wind: Vector, walls: tuple[Box, ...]) -> Grid:
    """What the grid holds, over another box: clean air in the wind where there was none before."""
    found = empty(low, high, lattice, wind, walls)
    first, last = np.maximum(low, grid.low), np.minimum(high, grid.high)
    if (first >= last).any():
        return found

    def here(corner: Cell, scale: int, more: int) -> tuple[slice, ...]:
        return tuple(slice((a - c) * scale, (b - c) * scale + (1 if axis == more else 0))
                     for axis, (a, b, c) in enumerate(zip(first.tolist(), last.tolist(), corner, strict=True)))

    found.gas[here(low, lattice.ratio, -1)] = grid.gas[here(grid.low, lattice.ratio, -1)]
    for axis in range(3):
        found.faces[axis][here(low, 1, axis)] = grid.faces[axis][here(grid.low, 1, axis)]
    for name in ("marks", "live", "pressure"):
        getattr(found, name)[here(low, 1, -1)] = getattr(grid, name)[here(grid.low, 1, -1)]
    return found


def _cell(parts: object) -> Cell:
    x, y, z = (int(part) for part in parts)  # type: ignore[attr-defined]
    return x, y, z
