"""Fresh breaks made rough: the same bump on one side that is a hollow on the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.picture.kernel import kernel

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
LEAST = 0.03
HIGH = 0.16


@kernel
def _chance(a: int, b: int, seed: int) -> float:
    """A number from -1 to 1 that depends on a pair and a seed alone."""
    value = (a * 73856093 + b * 19349663 + seed * 83492791 + 12345) & 0x7FFFFFFF
    for _ in range(3):
        value = (value * 1103515245 + 12345) & 0x7FFFFFFF
        value ^= value >> 13
    return (value & 0xFFFF) / 32767.5 - 1.0


@kernel
def rough(points: Reals, counts: Ints, corners: Ints, tags: Ints, first_face: Ints, first_point: Ints, area: Reals,
          normal: Reals, middle: Reals, seed: int) -> tuple[Reals, Ints, Ints, Ints, Ints, Ints]:
    """The cells' meshes with every large inner face (tag 0 or more) as a fan about a point off its plane.

    Returns points, counts, corners, the face that each came of, and where each cell's faces and points begin.
    """
    amount, fans, extra = len(first_face) - 1, 0, 0
    for face in range(len(counts)):
        if tags[face] >= 0 and area[face] > LEAST:
            fans += 1
            extra += counts[face]
    made = np.empty((len(points) + fans, 3))
    sizes, source = np.empty(len(counts) + extra, np.int64), np.empty(len(counts) + extra, np.int64)
    ring = np.empty(len(corners) + 3 * extra, np.int64)
    faces, places = np.zeros(amount + 1, np.int64), np.zeros(amount + 1, np.int64)
    used = face_count = corner_count = point_count = 0
    for cell in range(amount):
        shift = point_count - first_point[cell]
        for point in range(first_point[cell], first_point[cell + 1]):
            made[point_count] = points[point]
            point_count += 1
        for face in range(first_face[cell], first_face[cell + 1]):
            count, other = counts[face], tags[face]
            if other >= 0 and area[face] > LEAST:
                bump = HIGH * np.sqrt(area[face]) * _chance(min(cell, other), max(cell, other), seed)
                made[point_count] = middle[face] + normal[face] * (bump if cell < other else -bump)
                for corner in range(count):
                    ring[corner_count] = corners[used + corner] + shift
                    ring[corner_count + 1] = corners[used + (corner + 1) % count] + shift
                    ring[corner_count + 2] = point_count
                    corner_count += 3
                    sizes[face_count], source[face_count] = 3, face
                    face_count += 1
                point_count += 1
            else:
                for corner in range(count):
                    ring[corner_count] = corners[used + corner] + shift
                    corner_count += 1
                sizes[face_count], source[face_count] = count, face
                face_count += 1
            used += count
        faces[cell + 1], places[cell + 1] = face_count, point_count
    return made[:point_count], sizes[:face_count], ring[:corner_count], source[:face_count], faces, places
