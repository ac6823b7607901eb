"""Kernels that put stamps on the grid; what they do is what ``stamp`` does on the CPU, in double precision like it."""

from __future__ import annotations

import numpy as np
import warp as wp
from numpy.typing import NDArray

from throughline.effects.pyro.device.kernel import Array, Gas, Mask, Scalars, callable_in_kernels, kernel, launch
from throughline.effects.pyro.grid import Grid, Lattice
from throughline.effects.pyro.sources import Rows, bounds
from throughline.effects.pyro.stamp import SOFT, resolved

Boxes = NDArray[np.int32]
real = wp.float64


@callable_in_kernels
def weight(rows: wp.array2d[wp.float64], n: int, x: wp.float64, y: wp.float64, z: wp.float64,
           tile: Scalars) -> wp.float64:
    """How much of the stamp is at a point of the world, 0 to 1."""
    zero, one = real(0.0), real(1.0)
    dx, dy, dz = x - rows[n, 1], y - rows[n, 2], z - rows[n, 3]
    a, b, c = dx / rows[n, 4], dy / rows[n, 5], dz / rows[n, 6]
    kind = int(rows[n, 0])
    wide = wp.max(rows[n, 4], wp.max(rows[n, 5], rows[n, 6]))
    away = wp.sqrt(a * a + b * b + c * c)
    if kind == 2:
        ring = (wp.sqrt(dx * dx + dy * dy) - rows[n, 4]) / rows[n, 5]
        away = wp.sqrt(ring * ring + c * c)
        wide = real(2.0) * rows[n, 5]
    elif kind == 1:
        away = wp.max(wp.abs(a), wp.max(wp.abs(b), wp.abs(c)))
    if away >= one:
        return zero
    if rows[n, 17] > zero:
        size = tile.shape[0] - 1
        scale, mark = real(24.0) / wide, real(5.0) * rows[n, 18]
        i = int(wp.floor(scale * x + mark)) & size
        j = int(wp.floor(scale * y + real(3.0) * mark)) & size
        k = int(wp.floor(scale * z - mark)) & size
        away = away + rows[n, 17] * (real(0.5) + real(0.5) * real(tile[i, j, k]))
    share = wp.clamp((one - away) / real(SOFT), zero, one)
    return share * share * (real(3.0) - real(2.0) * share)


@callable_in_kernels
def within(boxes: wp.array2d[int], n: int, i: int, j: int, k: int) -> bool:
    return bool(i >= boxes[n, 0] and i < boxes[n, 3] and j >= boxes[n, 1] and j < boxes[n, 4]
                and k >= boxes[n, 2] and k < boxes[n, 5])


@callable_in_kernels
def place(low: wp.vec3d, cell: wp.float64, i: int, j: int, k: int) -> wp.vec3d:
    """The middle of a cell in the world, metres."""
    half = real(0.5)
    return low + cell * wp.vec3d(real(i) + half, real(j) + half, real(k) + half)


@kernel
def marked(live: Mask, boxes: wp.array2d[int], first: wp.vec3i) -> None:
    a, b, c = wp.tid()
    i, j, k = a + first[0], b + first[1], c + first[2]
    for n in range(boxes.shape[0]):
        if within(boxes, n, i, j, k):
            live[i, j, k] = True


@kernel
def filled(gas: Gas, rows: wp.array2d[wp.float64], boxes: wp.array2d[int], first: wp.vec3i, tile: Scalars,
           low: wp.vec3d, cell: wp.float64) -> None:
    """A cell by a thread, the stamps on it one after the other."""
    a, b, c = wp.tid()
    i, j, k = a + first[0], b + first[1], c + first[2]
    at = place(low, cell, i, j, k)
    here = gas[i, j, k]
    for n in range(rows.shape[0]):
        if within(boxes, n, i, j, k):
            share = weight(rows, n, at[0], at[1], at[2], tile)
            if share > real(0.0):
                here = wp.vec4(here[0] + float(share * rows[n, 7]), wp.max(here[1], float(share * rows[n, 8])),
                               here[2] + float(share * rows[n, 9]), here[3] + float(share * rows[n, 10]))
    gas[i, j, k] = here


@kernel
def swollen(wanted: Scalars, rows: wp.array2d[wp.float64], boxes: wp.array2d[int], first: wp.vec3i, tile: Scalars,
            low: wp.vec3d, cell: wp.float64) -> None:
    a, b, c = wp.tid()
    i, j, k = a + first[0], b + first[1], c + first[2]
    at = place(low, cell, i, j, k)
    for n in range(rows.shape[0]):
        if rows[n, 16] != real(0.0) and within(boxes, n, i, j, k):
            wanted[i, j, k] = wanted[i, j, k] + float(rows[n, 16] * weight(rows, n, at[0], at[1], at[2], tile))


@kernel
def blown(face: Scalars, axis: int, rows: wp.array2d[wp.float64], boxes: wp.array2d[int], first: wp.vec3i,
          tile: Scalars, low: wp.vec3d, cell: wp.float64) -> None:
    """``low`` is the world's place of the field's sample 0, 0, 0 less half a cell."""
    a, b, c = wp.tid()
    i, j, k = a + first[0], b + first[1], c + first[2]
    at = place(low, cell, i, j, k)
    for n in range(rows.shape[0]):
        if rows[n, 15] > real(0.0) and within(boxes, n, i, j, k):
            share = weight(rows, n, at[0], at[1], at[2], tile) * rows[n, 15]
            if share > real(0.0):
                away = at - wp.vec3d(rows[n, 1], rows[n, 2], rows[n, 3])
                if int(rows[n, 0]) == 2:
                    away[2] = real(0.0)
                aim = rows[n, 11 + axis] + rows[n, 14] * away[axis] / (wp.length(away) + real(1.0e-6))
                here = face[i, j, k]
                face[i, j, k] = here + float(share * (aim - real(here)))


def put(state: Array, grid: Grid, rows: Rows, lattice: Lattice, tile: Array) -> None:
    """Puts ``rows`` into the gas, the faces' velocity, the wanted expansion and the live cells of ``state``."""
    if not len(rows):
        return
    low, cell, device = lattice.corner(grid.low), lattice.cell, state.device
    _over(marked, device, _live_boxes(rows, grid, lattice), (state.live,), ())
    held = _Held(resolved(rows, cell).astype(np.float64), device)
    _over(filled, device, held.boxes(low, cell, state.gas.shape), (state.gas, held.rows),
          (tile, wp.vec3d(*low), cell))
    edge = lattice.edge
    held = _Held(resolved(rows, edge).astype(np.float64), device)
    _over(swollen, device, held.boxes(low, edge, grid.shape), (state.wanted, held.rows), (tile, wp.vec3d(*low), edge))
    for axis, face in enumerate(state.faces):
        corner = low.copy()
        corner[axis] -= 0.5 * edge
        _over(blown, device, held.boxes(corner, edge, face.shape), (face, axis, held.rows),
              (tile, wp.vec3d(*corner), edge))


class _Held:
    """Stamps on the device, and which samples of a field each may reach."""

    def __init__(self, rows: NDArray[np.float64], device: str):
        self._rows = rows
        self.rows = wp.array(rows, dtype=wp.float64, device=device)

    def boxes(self, low: NDArray[np.float64], cell: float, shape: tuple[int, ...]) -> Boxes:
        """(N, 6) int32: the first samples, and those one past the last."""
        rows = self._rows
        reach = rows[:, 4:7].copy()
        ring = rows[:, 0] == 2
        reach[ring, :2] = (rows[ring, 4] + rows[ring, 5])[:, None]
        middle, reach = (rows[:, 1:4] - low) / cell, reach / cell
        first = np.maximum(np.floor(middle - reach) - 1, 0)
        last = np.minimum(np.ceil(middle + reach) + 2, shape)
        return np.concatenate([first, last], axis=1).astype(np.int32)


def _live_boxes(rows: Rows, grid: Grid, lattice: Lattice) -> Boxes:
    found = []
    for row in rows:
        reached = bounds(row[None])
        assert reached is not None
        first, last = lattice.within(*reached)
        found.append([*np.maximum(np.subtract(first, grid.low) - 1, 0),
                      *np.minimum(np.subtract(last, grid.low) + 1, grid.shape)])
    return np.array(found, np.int32)


def _over(kernel: object, device: str, boxes: Boxes, before: tuple[object, ...], after: tuple[object, ...]) -> None:
    """Launches ``kernel`` over what all boxes together span."""
    there = boxes[(boxes[:, :3] < boxes[:, 3:]).all(axis=1)]
    if not len(there):
        return
    first, last = there[:, :3].min(axis=0), there[:, 3:].max(axis=0)
    x, y, z = (last - first).tolist()
    launch(kernel, (x, y, z), device, *before, wp.array(boxes, dtype=int, device=device), wp.vec3i(*first.tolist()),
           *after)
