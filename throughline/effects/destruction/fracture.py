"""Convex solids broken into Voronoi cells: closed pieces, who lies against whom and over what area.

Source: Rycroft, Voro++ (2009), for the cell by cell cutting with a radius of safety.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from throughline.effects.destruction.clip import MOST_CORNERS, MOST_FACES, block, cut, over, reach
from throughline.film.errors import InputError
from throughline.picture.kernel import kernel

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
NEAREST = 40


@dataclass(frozen=True)
class Cells:
    """Closed convex cells. ``points`` (V, 3) metres; ``counts`` (F,) and ``corners`` as in world.mesh.Mesh;
    ``first_face`` and ``first_point`` (N + 1,) where each cell's begin. ``tags`` (F,): the seed on the other side, or
    below 0 the plane of the solid that the face lies on (-1 to -6 its box, -7 - k its own plane k)."""

    points: Reals
    counts: Ints
    corners: Ints
    tags: Ints
    first_face: Ints
    first_point: Ints

    def __len__(self) -> int:
        return len(self.first_face) - 1


def broken(low: Reals, high: Reals, seeds: Reals, solid: Ints | None = None, planes: Reals | None = None,
           first_plane: Ints | None = None) -> Cells:
    """The Voronoi cells of ``seeds`` (N, 3), each bounded by the solid that it lies in.

    Solid s is the box from ``low[s]`` to ``high[s]`` (S, 3) under its ``planes`` (normal, offset) (P, 4) from
    ``first_plane[s]`` to ``first_plane[s + 1]``; ``solid`` (N,) ascending says which one each seed is in (0).

    Raises:
        InputError: a seed or a box is not finite, or a box is empty.
    """
    low, high = np.asarray(low, np.float64).reshape(-1, 3), np.asarray(high, np.float64).reshape(-1, 3)
    seeds = np.ascontiguousarray(seeds, np.float64).reshape(-1, 3)
    if not (np.isfinite(seeds).all() and np.isfinite(low).all() and np.isfinite(high).all()):
        raise InputError("what is to be broken has places that are not numbers", remedy="mend its geometry")
    if (high <= low).any():
        raise InputError("what is to be broken has no volume", remedy="give it a size above zero")
    solid = np.zeros(len(seeds), np.int64) if solid is None else solid
    planes = np.zeros((0, 4)) if planes is None else planes
    first_plane = np.zeros(len(low) + 1, np.int64) if first_plane is None else first_plane
    first_seed = np.searchsorted(solid, np.arange(len(low) + 1))
    return Cells(*_cells(low, high, seeds, solid, planes, first_plane, first_seed, _nearest(seeds, first_seed)))


def _nearest(seeds: Reals, first_seed: Ints) -> Ints:
    """For every seed those of its own solid by distance (N, K), -1 where there are no more."""
    sizes = np.diff(first_seed)
    most = int(min(NEAREST, max(sizes.max(initial=1) - 1, 1)))
    found = np.full((len(seeds), most), -1, np.int64)
    for number in np.flatnonzero(sizes > 1):
        start, end = first_seed[number], first_seed[number + 1]
        some = min(most, end - start - 1)
        _, near = cKDTree(seeds[start:end]).query(seeds[start:end], some + 1)
        own = near == np.arange(end - start)[:, None]
        own[~own.any(axis=1), -1] = True
        found[start:end, :some] = near[~own].reshape(end - start, some) + start
    return found


@kernel
def _halfway(seed: Reals, other: Reals, plane: Reals) -> float:
    """Writes the plane halfway between two seeds; returns the square of their distance."""
    square = 0.0
    for axis in range(3):
        plane[axis] = other[axis] - seed[axis]
        square += plane[axis] ** 2
    length = np.sqrt(max(square, 1e-24))
    plane[3] = 0.0
    for axis in range(3):
        plane[axis] /= length
        plane[3] += plane[axis] * 0.5 * (other[axis] + seed[axis])
    return square


@kernel
def _cell(number: int, seeds: Reals, near: Ints, start: int, end: int, faces: Reals, counts: Ints, tags: Ints,
          total: int, room: Reals) -> int:
    """Cuts a solid down to the cell of one seed."""
    plane = np.empty(4)
    seed = seeds[number]
    bound = 4.0 * reach(faces, counts, total, seed)
    for other in near[number]:
        if other < 0:
            return total
        if _halfway(seed, seeds[other], plane) > bound:
            return total
        if over(faces, counts, total, plane):
            total = cut(faces, counts, tags, total, plane, other, room)
            bound = 4.0 * reach(faces, counts, total, seed)
    for other in range(start, end):  # a cell wider than its nearest seeds can bound
        if other == number or _halfway(seed, seeds[other], plane) > bound:
            continue
        done = False
        for known in near[number]:
            done = done or known == other
        if not done:
            total = cut(faces, counts, tags, total, plane, other, room)
    return total


@kernel
def _cells(low: Reals, high: Reals, seeds: Reals, solid: Ints, planes: Reals, first_plane: Ints, first_seed: Ints,
           near: Ints) -> tuple[Reals, Ints, Ints, Ints, Ints, Ints]:
    amount = len(seeds)
    points, counts = np.empty((40 * amount + 64, 3)), np.empty(24 * amount + 64, np.int64)
    corners, tags = np.empty(120 * amount + 512, np.int64), np.empty(24 * amount + 64, np.int64)
    first_face, first_point = np.zeros(amount + 1, np.int64), np.zeros(amount + 1, np.int64)
    faces, room = np.empty((MOST_FACES, MOST_CORNERS, 3)), np.empty((MOST_CORNERS + MOST_FACES, 4))
    sides, marks = np.empty(MOST_FACES, np.int64), np.empty(MOST_FACES, np.int64)
    used = 0
    for number in range(amount):
        body = solid[number]
        total = block(faces, sides, marks, low[body], high[body])
        for own in range(first_plane[body], first_plane[body + 1]):
            total = cut(faces, sides, marks, total, planes[own], -7 - (own - first_plane[body]), room)
        total = _cell(number, seeds, near, first_seed[body], first_seed[body + 1], faces, sides, marks, total, room)
        at, face = first_point[number], first_face[number]
        if at + 1024 > len(points):
            points = np.concatenate((points, np.empty((len(points) + 1024, 3))))
        if face + MOST_FACES > len(counts):
            counts = np.concatenate((counts, np.empty(len(counts) + MOST_FACES, np.int64)))
            tags = np.concatenate((tags, np.empty(len(tags) + MOST_FACES, np.int64)))
        if used + 4608 > len(corners):
            corners = np.concatenate((corners, np.empty(len(corners) + 4608, np.int64)))
        start = at
        for side in range(total):
            first = used
            for corner in range(sides[side]):
                index = _index(points, start, at, faces[side, corner])
                at = max(at, index + 1)
                if used == first or (corners[used - 1] != index and corners[first] != index):
                    corners[used] = index
                    used += 1
            if used - first < 3:
                used = first
                continue
            counts[face], tags[face] = used - first, marks[side]
            face += 1
        first_point[number + 1], first_face[number + 1] = at, face
    return points[:first_point[-1]], counts[:first_face[-1]], corners[:used], tags[:first_face[-1]], first_face, \
        first_point


@kernel
def _index(points: Reals, start: int, end: int, point: Reals) -> int:
    """The index of ``point`` among a cell's, where it is put when it is new."""
    for known in range(start, end):
        if abs(points[known, 0] - point[0]) + abs(points[known, 1] - point[1]) + abs(points[known, 2] - point[2]) \
                < 1e-9:
            return known
    points[end] = point
    return end
