"""Stamps put on the grid: a shape with a soft, ragged edge, filled with gas, pushing the air it is in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro.bands import Real, banded
from throughline.effects.pyro.sources import Rows
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
SOFT = 0.35


@kernel
def _weight(row: Floats, x: Real, y: Real, z: Real, tile: Floats) -> Real:
    """How much of the stamp is at a point of the world, 0 to 1."""
    dx, dy, dz = x - row[1], y - row[2], z - row[3]
    kind, wide = int(row[0]), max(row[4], max(row[5], row[6]))
    if kind == 2:
        ring = (np.sqrt(dx * dx + dy * dy) - row[4]) / row[5]
        high = dz / row[6]
        away = np.sqrt(ring * ring + high * high)
        wide = 2.0 * row[5]
    elif kind == 1:
        away = max(abs(dx) / row[4], max(abs(dy) / row[5], abs(dz) / row[6]))
    else:
        a, b, c = dx / row[4], dy / row[5], dz / row[6]
        away = np.sqrt(a * a + b * b + c * c)
    if away >= 1.0:
        return 0.0
    ragged = row[17]
    if ragged > 0.0:
        size = tile.shape[0]
        scale, mark = 24.0 / wide, 5.0 * row[18]
        i = int(np.floor(scale * x + mark)) % size
        j = int(np.floor(scale * y + 3.0 * mark)) % size
        k = int(np.floor(scale * z - mark)) % size
        away += ragged * (0.5 + 0.5 * tile[i, j, k])
    share = min(1.0, max(0.0, (1.0 - away) / SOFT))
    return share * share * (3.0 - 2.0 * share)


@kernel
def _cells(row: Floats, axis: int, low: Real, edge: Real, count: int, wide: Real) -> tuple[int, int]:
    """The first and one past the last sample along an axis that a stamp may reach."""
    middle = (row[1 + axis] - low) / edge
    reach = wide / edge
    return max(0, int(np.floor(middle - reach)) - 1), min(count, int(np.ceil(middle + reach)) + 2)


@kernel
def _reach(row: Floats, axis: int) -> Real:
    if int(row[0]) == 2 and axis < 2:
        return row[4] + row[5]
    return row[4 + axis]


@kernel
def _filled(start: int, stop: int, gas: Floats, rows: Floats, tile: Floats, low: NDArray[np.float64],
            cell: Real) -> None:
    for n in range(rows.shape[0]):
        row = rows[n]
        a, b = _cells(row, 0, low[0], cell, gas.shape[0], _reach(row, 0))
        c, d = _cells(row, 1, low[1], cell, gas.shape[1], _reach(row, 1))
        e, f = _cells(row, 2, low[2], cell, gas.shape[2], _reach(row, 2))
        for i in range(max(a, start), min(b, stop)):
            for j in range(c, d):
                for k in range(e, f):
                    share = _weight(row, low[0] + (i + 0.5) * cell, low[1] + (j + 0.5) * cell,
                                    low[2] + (k + 0.5) * cell, tile)
                    if share <= 0.0:
                        continue
                    gas[i, j, k, 0] += np.float32(share * row[7])
                    gas[i, j, k, 1] = max(gas[i, j, k, 1], np.float32(share * row[8]))
                    gas[i, j, k, 2] += np.float32(share * row[9])
                    gas[i, j, k, 3] += np.float32(share * row[10])


@kernel
def _blown(start: int, stop: int, field: Floats, axis: int, rows: Floats, tile: Floats, low: NDArray[np.float64],
           cell: Real) -> None:
    """``low`` is the world's place of the field's sample 0, 0, 0 less half a cell."""
    for n in range(rows.shape[0]):
        row = rows[n]
        if row[15] <= 0.0:
            continue
        a, b = _cells(row, 0, low[0], cell, field.shape[0], _reach(row, 0))
        c, d = _cells(row, 1, low[1], cell, field.shape[1], _reach(row, 1))
        e, f = _cells(row, 2, low[2], cell, field.shape[2], _reach(row, 2))
        for i in range(max(a, start), min(b, stop)):
            for j in range(c, d):
                for k in range(e, f):
                    x, y, z = low[0] + (i + 0.5) * cell, low[1] + (j + 0.5) * cell, low[2] + (k + 0.5) * cell
                    share = _weight(row, x, y, z, tile) * row[15]
                    if share <= 0.0:
                        continue
                    dx, dy, dz = x - row[1], y - row[2], z - row[3]
                    if int(row[0]) == 2:
                        dz = 0.0
                    away = np.sqrt(dx * dx + dy * dy + dz * dz) + 1e-6
                    out = dx if axis == 0 else dy if axis == 1 else dz
                    aim = row[11 + axis] + row[14] * out / away
                    field[i, j, k] += np.float32(share * (aim - field[i, j, k]))


@kernel
def _swollen(start: int, stop: int, wanted: Floats, rows: Floats, tile: Floats, low: NDArray[np.float64],
             cell: Real) -> None:
    for n in range(rows.shape[0]):
        row = rows[n]
        if row[16] == 0.0:
            continue
        a, b = _cells(row, 0, low[0], cell, wanted.shape[0], _reach(row, 0))
        c, d = _cells(row, 1, low[1], cell, wanted.shape[1], _reach(row, 1))
        e, f = _cells(row, 2, low[2], cell, wanted.shape[2], _reach(row, 2))
        for i in range(max(a, start), min(b, stop)):
            for j in range(c, d):
                for k in range(e, f):
                    wanted[i, j, k] += np.float32(row[16] * _weight(
                        row, low[0] + (i + 0.5) * cell, low[1] + (j + 0.5) * cell, low[2] + (k + 0.5) * cell, tile))


def resolved(rows: Rows, cell: float) -> Rows:
    """The stamps, none thinner than one and a half fine cells, and holding as much as before."""
    found = rows.copy()
    least = np.float32(1.5 * cell)
    found[:, 4:7] = np.maximum(rows[:, 4:7], least)
    thinner = (rows[:, 4:7] / found[:, 4:7]).astype(np.float64)
    ring = rows[:, 0] == 2
    share = np.where(ring, thinner[:, 1] * thinner[:, 2], thinner.prod(axis=1))
    found[:, 7] *= share
    found[:, 9:11] *= share[:, None]
    return found


def stamped(gas: Floats, faces: tuple[Floats, Floats, Floats], wanted: Floats, rows: Rows, tile: Floats,
            low: NDArray[np.float64], cell: float, ratio: int) -> None:
    """Puts ``rows`` in place into the gas (fine cells of edge ``cell``), the faces' velocity and the wanted expansion
    (cells ``ratio`` times as large); ``low`` is the grid's corner in the world, metres."""
    if not len(rows):
        return
    fine = resolved(rows, cell).astype(np.float64)
    banded(_filled, gas.shape[0], gas, fine, tile, low, cell)
    edge = ratio * cell
    coarse = resolved(rows, edge).astype(np.float64)
    banded(_swollen, wanted.shape[0], wanted, coarse, tile, low, edge)
    for axis, field in enumerate(faces):
        corner = low.copy()
        corner[axis] -= 0.5 * edge
        banded(_blown, field.shape[0], field, axis, coarse, tile, corner, edge)
