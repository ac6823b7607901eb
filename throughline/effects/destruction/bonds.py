"""What holds a building together: bonds between pieces, by area and strength, and what they carry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from throughline.effects.destruction.materials import column
from throughline.effects.destruction.pieces import Pieces
from throughline.picture.kernel import kernel

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
GAP = 0.07
JOINT = 0.6
GROUND = 0.2


@dataclass(frozen=True)
class Bonds:
    """B bonds. ``pair`` (B, 2): pieces, the second -1 for the ground; ``area`` (B,) m2; ``way`` (B, 3) the unit
    normal from the first to the second; ``at`` (B, 3) the middle; ``stiff`` (B,) N/m; ``strength`` (B, 3) N:
    compression, tension, shear."""

    pair: Ints
    area: Reals
    way: Reals
    at: Reals
    stiff: Reals
    strength: Reals

    def __len__(self) -> int:
        return len(self.area)


def bonds(found: Pieces) -> Bonds:
    """The bonds of a building as it stands; no piece is left without a way to the ground."""
    across, area, way = _touching(found.low, found.high, found.element, GAP)
    pair = np.concatenate([found.joints, across])
    area, way = np.concatenate([found.joint_area, area]), np.concatenate([found.joint_way, way])
    within = np.arange(len(pair)) < len(found.joints)
    low = np.flatnonzero(found.low[:, 2] < found.low[:, 2].min() + GROUND)
    ground = np.column_stack([low, np.full(len(low), -1)])
    spread = (found.high - found.low)[low, :2].prod(axis=1)
    extra, extra_area, extra_way = _tied(found, pair, low)
    pair = np.concatenate([pair, ground, extra])
    area = np.concatenate([area, np.maximum(spread, 0.02), extra_area])
    way = np.concatenate([way, np.tile([0.0, 0.0, -1.0], (len(low), 1)), extra_way])
    within = np.concatenate([within, np.zeros(len(low) + len(extra), bool)])
    return _measured(found, pair, area, way, within)


def _measured(found: Pieces, pair: Ints, area: Reals, way: Reals, within: NDArray[np.bool_]) -> Bonds:
    """The bonds of ``pair`` with their strength: the weaker side's, less where two parts only meet."""
    first, second = found.material[pair[:, 0]], found.material[np.where(pair[:, 1] < 0, pair[:, 0], pair[:, 1])]
    limits = np.stack([column(name) for name in ("compression", "tension", "shear")], axis=1)
    limit = np.minimum(limits[first], limits[second]) * np.where(within, 1.0, JOINT)[:, None]
    there = np.where((pair[:, 1] < 0)[:, None], found.centre[pair[:, 0]] * [1.0, 1.0, 0.0], found.centre[pair[:, 1]])
    length = np.linalg.norm(there - found.centre[pair[:, 0]], axis=1)
    stiff = limit[:, 0] * 1000.0 * area / np.maximum(length, 0.15)
    return Bonds(pair, area, way, (there + found.centre[pair[:, 0]]) / 2, stiff, limit * area[:, None])


def _touching(low: Reals, high: Reals, element: Ints, gap: float) -> tuple[Ints, Reals, Reals]:
    """Pairs of pieces of different elements whose boxes meet within ``gap``, over what area, along which axis."""
    order = np.argsort(low[:, 0], kind="stable")
    pairs, area, axis = _swept(low[order], high[order], element[order], gap)
    way = np.zeros((len(pairs), 3))
    pairs = order[pairs]
    way[np.arange(len(pairs)), axis] = 1.0
    middle = (low + high) / 2
    side = ((middle[pairs[:, 1]] - middle[pairs[:, 0]]) * way).sum(axis=1)
    return pairs, area, way * np.where(side < 0, -1.0, 1.0)[:, None]


@kernel
def _swept(low: Reals, high: Reals, element: Ints, gap: float) -> tuple[Ints, Reals, Ints]:
    room, used = 16 * len(low) + 64, 0
    pairs, area, axis = np.empty((room, 2), np.int64), np.empty(room), np.empty(room, np.int64)
    over = np.empty(3)
    for a in range(len(low)):
        for b in range(a + 1, len(low)):
            if low[b, 0] > high[a, 0] + gap:
                break
            if element[a] == element[b]:
                continue
            apart = False
            for k in range(3):
                over[k] = min(high[a, k], high[b, k]) - max(low[a, k], low[b, k]) + gap
                apart = apart or over[k] <= 0.0
            if apart:
                continue
            thin = 0
            for k in range(1, 3):
                if over[k] < over[thin]:
                    thin = k
            size = over[(thin + 1) % 3] * over[(thin + 2) % 3]
            if size < 0.006:
                continue
            if used == room:
                pairs = np.concatenate((pairs, np.empty((room, 2), np.int64)))
                area, axis = np.concatenate((area, np.empty(room))), np.concatenate((axis, np.empty(room, np.int64)))
                room *= 2
            pairs[used, 0], pairs[used, 1], area[used], axis[used] = a, b, size, thin
            used += 1
    return pairs[:used], area[:used], axis[:used]


def _tied(found: Pieces, pair: Ints, low: Ints) -> tuple[Ints, Reals, Reals]:
    """Bonds that tie what would hang in the air to what is nearest to it."""
    made: list[tuple[int, int]] = []
    amount = len(found)
    while True:
        every = np.concatenate([pair, np.array(made, np.int64).reshape(-1, 2)])
        links = np.concatenate([every, np.column_stack([low, np.full(len(low), amount)])])
        graph = coo_matrix((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(amount + 1, amount + 1))
        groups, label = connected_components(graph, directed=False)
        if groups == 1:
            break
        loose = np.flatnonzero(label[:amount] != label[amount])
        held = np.flatnonzero(label[:amount] == label[amount])
        away, near = cKDTree(found.centre[held]).query(found.centre[loose])
        for group in np.unique(label[loose]):
            mine = np.flatnonzero(label[loose] == group)
            best = mine[away[mine].argmin()]
            made.append((int(loose[best]), int(held[near[best]])))
    ties = np.array(made, np.int64).reshape(-1, 2)
    way = found.centre[ties[:, 1]] - found.centre[ties[:, 0]]
    return ties, np.full(len(ties), 0.15), way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
