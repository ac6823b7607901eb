"""What gas is made of on a grid coarser than its own: how it takes, scatters and sends light, by groups that touch."""

from __future__ import annotations

import numpy as np

from throughline.picture import blackbody
from throughline.picture.kernel import kernel
from throughline.picture.march_grids import BLOCK, DENSE, HOT, Packed, Places, Whole, between, in_bands
from throughline.picture.view import Floats

MOST_CELLS = 420_000
FLAME = 3.0  # 1/m: extinction of flame without soot
FORWARD = 0.6  # Henyey and Greenstein's g of smoke and dust
STRAIGHT = FORWARD * FORWARD  # of the scattered light that goes straight on


def groups(gas: Packed) -> list[list[int]]:
    """The volumes that touch one another, directly or through others, and so share their light."""
    low = gas.places[:, :3]
    high = low + gas.sizes[:, :3] * gas.places[:, 3:]
    left, found = list(range(len(low))), []
    while left:
        group = [left.pop(0)]
        for here in group:
            near = [n for n in left if (low[n] <= high[here]).all() and (low[here] <= high[n]).all()]
            group += near
            left = [n for n in left if n not in near]
        found.append(sorted(group))
    return found


def extinctions(gas: Packed) -> list[tuple[Places, Floats]]:
    """For every group lowest corner and cell (4,) of its grid, and extinction (X, Y, Z) float32, 1/m; light scattered
    straight on counts as not scattered."""
    found = []
    for group in groups(gas):
        place, shape = box_of(gas, group)
        found.append((place, np.ascontiguousarray(matter_of(gas, group, place, shape, 0.0)[..., 0])))
    return found


def matter_of(gas: Packed, group: list[int], place: Places, shape: tuple[int, int, int], fire: float) -> Floats:
    """(X, Y, Z, 7) float32: extinction, what of it scatters, and emission."""
    matter, table = np.zeros((*shape, 7), np.float32), blackbody.table()
    numbers = np.array(group, np.int64)
    in_bands(shape[0], lambda low, high: _gather(gas, numbers, place, table, fire, matter, low, high))
    return matter


def box_of(gas: Packed, group: list[int]) -> tuple[Places, tuple[int, int, int]]:
    """Lowest corner and cell (4,) of a group's grid, fixed to the world so that it does not swim, and its cells."""
    low = gas.places[group, :3].min(axis=0)
    high = (gas.places[group, :3] + gas.sizes[group, :3] * gas.places[group, 3:]).max(axis=0)
    fine = float(gas.places[group, 3].min())
    count = 2
    while True:
        cell = fine * count
        first = np.floor(low / (2 * cell)).astype(int)
        shape = 2 * (np.ceil(high / (2 * cell)).astype(int) - first)
        if shape.prod() <= MOST_CELLS:
            return np.array([*(first * 2 * cell), cell]), (int(shape[0]), int(shape[1]), int(shape[2]))
        count += 1


@kernel
def _gather(gas: Packed, group: Whole, place: Places, table: Floats, fire: float, matter: Floats, low: int,
            high: int) -> None:
    """Adds to ``matter`` (X, Y, Z, 7), planes ``low`` to ``high``: extinction, what of it scatters, and emission, means
    over eight places in each cell; what is scattered straight on counts for neither."""
    cell = place[3]
    for g in range(len(group)):
        v = group[g]
        x0, y0, z0, fine = gas.places[v, 0], gas.places[v, 1], gas.places[v, 2], gas.places[v, 3]
        nx, ny, nz, at, hot = gas.sizes[v, 0], gas.sizes[v, 1], gas.sizes[v, 2], gas.sizes[v, 3], gas.sizes[v, 4]
        by, bz, block = gas.block_sizes[v, 1], gas.block_sizes[v, 2], gas.block_sizes[v, 3]
        for i in range(low, high):
            for j in range(matter.shape[1]):
                for k in range(matter.shape[2]):
                    for corner in range(8):
                        u = (place[0] + (i + 0.25 + 0.5 * (corner & 1)) * cell - x0) / fine
                        w = (place[1] + (j + 0.25 + 0.5 * ((corner >> 1) & 1)) * cell - y0) / fine
                        h = (place[2] + (k + 0.25 + 0.5 * (corner >> 2)) * cell - z0) / fine
                        if not (0.0 <= u < nx and 0.0 <= w < ny and 0.0 <= h < nz):
                            continue
                        state = gas.blocks[block + (int(u) // BLOCK * by + int(w) // BLOCK) * bz + int(h) // BLOCK]
                        if state == 0:
                            continue
                        dense = 0.0
                        if state & DENSE:
                            dense = 0.125 * between(gas.density, at, nx, ny, nz, u - 0.5, w - 0.5, h - 0.5)
                        heat, glow = 0.0, 0.0
                        if state & HOT:
                            heat = between(gas.heat, hot, nx, ny, nz, u - 0.5, w - 0.5, h - 0.5)
                            row = min(heat / blackbody.STEP, len(table) - 1.001)
                            glow = 0.125 * FLAME * table[int(row), 3]
                        total = dense + glow
                        for c in range(3):
                            share = gas.albedo[v, c]
                            scattered = dense * share * (1.0 - STRAIGHT)
                            matter[i, j, k, 1 + c] += scattered
                            total = min(total, dense * (1.0 - share * STRAIGHT) + glow)
                            if glow > 0:
                                soot = dense * (1.0 - share) * table[int(row), 3] + glow
                                matter[i, j, k, 4 + c] += soot * table[int(row), c] * fire
                        matter[i, j, k, 0] += total
