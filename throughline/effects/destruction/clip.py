"""Convex solids cut by planes: the kernels under the fracture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.picture.kernel import kernel

MOST_FACES, MOST_CORNERS = 96, 48
Reals = NDArray[np.float64]
Ints = NDArray[np.int64]


@kernel
def over(faces: Reals, counts: Ints, total: int, plane: Reals) -> bool:
    """Whether any corner of a solid lies over a plane."""
    for face in range(total):
        for corner in range(counts[face]):
            if (faces[face, corner, 0] * plane[0] + faces[face, corner, 1] * plane[1]
                    + faces[face, corner, 2] * plane[2] - plane[3]) > 0.0:
                return True
    return False


@kernel
def _under(face: Reals, count: int, plane: Reals, room: Reals) -> tuple[int, int]:
    """Writes what of a polygon lies under a plane into ``room``; returns how many corners that has, and which of
    them is where the polygon rises through the plane, -1 where it does not."""
    made, leaving = 0, -1
    for corner in range(count):
        room[corner, 3] = (face[corner, 0] * plane[0] + face[corner, 1] * plane[1] + face[corner, 2] * plane[2]
                           - plane[3])
    for corner in range(count):
        after = corner + 1 if corner + 1 < count else 0
        here, there = room[corner, 3], room[after, 3]
        if here <= 0.0 and made < MOST_CORNERS:
            for axis in range(3):
                room[made, axis] = face[corner, axis]
            made += 1
        if (here <= 0.0) != (there <= 0.0) and made < MOST_CORNERS:
            inner, outer = (corner, after) if here <= 0.0 else (after, corner)
            part = room[inner, 3] / (room[inner, 3] - room[outer, 3])
            for axis in range(3):
                room[made, axis] = face[inner, axis] + part * (face[outer, axis] - face[inner, axis])
            leaving = made if here <= 0.0 else leaving
            made += 1
    return made, leaving


@kernel
def cut(faces: Reals, counts: Ints, tags: Ints, total: int, plane: Reals, tag: int, room: Reals) -> int:
    """Keeps what of a solid lies under ``plane`` (normal, offset), in place; returns how many faces it then has.

    ``faces`` (MOST_FACES, MOST_CORNERS, 3) hold the first ``total`` polygons, ``counts`` their corners, ``tags`` what
    they lie on; the new face gets ``tag``. ``room`` is scratch (MOST_CORNERS + MOST_FACES, 4).
    """
    if not over(faces, counts, total, plane):
        return total
    caps, kept, cap = 0, 0, room[MOST_CORNERS:]
    for face in range(total):
        made, leaving = _under(faces[face], counts[face], plane, room)
        if leaving >= 0 and caps < MOST_FACES:
            for axis in range(3):
                cap[caps, axis] = room[leaving, axis]
            caps += 1
        if made >= 3:
            for corner in range(made):
                for axis in range(3):
                    faces[kept, corner, axis] = room[corner, axis]
            counts[kept], tags[kept] = made, tags[face]
            kept += 1
    if caps >= 3 and kept < MOST_FACES:
        _closed(faces[kept], cap, caps, plane)
        counts[kept], tags[kept] = min(caps, MOST_CORNERS), tag
        kept += 1
    return kept


@kernel
def _closed(face: Reals, cap: Reals, caps: int, plane: Reals) -> None:
    """Writes the corners of a convex cut in their order about the plane's normal."""
    middle = np.zeros(3)
    for corner in range(caps):
        middle += cap[corner, :3] / caps
    across = np.zeros(3)
    axis = 0
    for other in range(1, 3):
        if abs(plane[other]) < abs(plane[axis]):
            axis = other
    across[axis] = 1.0
    first = np.cross(plane[:3], across)
    first /= np.sqrt((first * first).sum())
    second = np.cross(plane[:3], first)
    angle = np.empty(caps)
    for corner in range(caps):
        arm = cap[corner, :3] - middle
        angle[corner] = np.arctan2((arm * second).sum(), (arm * first).sum())
    order = np.argsort(angle)
    for corner in range(min(caps, MOST_CORNERS)):
        face[corner] = cap[order[corner], :3]


@kernel
def block(faces: Reals, counts: Ints, tags: Ints, low: Reals, high: Reals) -> int:
    """Writes a box as a solid of six faces, tagged -1 to -6 (-X, +X, -Y, +Y, -Z, +Z); returns 6."""
    for face in range(6):
        axis, side = face // 2, face % 2
        u, v = (axis + 1) % 3, (axis + 2) % 3
        for corner in range(4):
            turn = corner if side == 1 else 3 - corner
            faces[face, corner, axis] = high[axis] if side == 1 else low[axis]
            faces[face, corner, u] = high[u] if turn in (1, 2) else low[u]
            faces[face, corner, v] = high[v] if turn in (2, 3) else low[v]
        counts[face], tags[face] = 4, -1 - face
    return 6


@kernel
def reach(faces: Reals, counts: Ints, total: int, seed: Reals) -> float:
    """The square of the distance from ``seed`` to the solid's farthest corner."""
    most = 0.0
    for face in range(total):
        for corner in range(counts[face]):
            away = 0.0
            for axis in range(3):
                away += (faces[face, corner, axis] - seed[axis]) ** 2
            most = max(most, away)
    return most
