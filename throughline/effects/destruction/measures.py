"""Volume, middle and inertia of closed meshes, and the areas and normals of their faces."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.picture.kernel import kernel

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]


@kernel
def solids(points: Reals, counts: Ints, corners: Ints, first_face: Ints) -> tuple[Reals, Reals, Reals]:
    """Volumes (N,) m3, middles (N, 3), inertia a unit of density about the middles (N, 3, 3), of closed solids.

    Source: Mirtich, Fast and Accurate Computation of Polyhedral Mass Properties (1996), by tetrahedra.
    """
    amount = len(first_face) - 1
    volume, middle, inertia = np.zeros(amount), np.zeros((amount, 3)), np.zeros((amount, 3, 3))
    used = 0
    for number in range(amount):
        second = np.zeros((3, 3))
        origin = points[corners[used]].copy()
        for face in range(first_face[number], first_face[number + 1]):
            a = points[corners[used]] - origin
            for corner in range(1, counts[face] - 1):
                b, c = points[corners[used + corner]] - origin, points[corners[used + corner + 1]] - origin
                six = (a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0])
                       + a[2] * (b[0] * c[1] - b[1] * c[0]))
                volume[number] += six / 6.0
                for i in range(3):
                    middle[number, i] += six / 24.0 * (a[i] + b[i] + c[i])
                    for j in range(3):
                        total = (a[i] + b[i] + c[i]) * (a[j] + b[j] + c[j])
                        second[i, j] += six / 120.0 * (total + a[i] * a[j] + b[i] * b[j] + c[i] * c[j])
            used += counts[face]
        if volume[number] > 1e-15:
            middle[number] /= volume[number]
        arm = middle[number].copy()
        for i in range(3):
            for j in range(3):
                second[i, j] -= volume[number] * arm[i] * arm[j]
        trace = second[0, 0] + second[1, 1] + second[2, 2]
        for i in range(3):
            for j in range(3):
                inertia[number, i, j] = (trace if i == j else 0.0) - second[i, j]
            middle[number, i] += origin[i]
    return volume, middle, inertia


@kernel
def flats(points: Reals, counts: Ints, corners: Ints) -> tuple[Reals, Reals, Reals]:
    """Areas (F,), unit normals (F, 3) and middles (F, 3) of faces."""
    amount = len(counts)
    area, normal, middle = np.zeros(amount), np.zeros((amount, 3)), np.zeros((amount, 3))
    used = 0
    for face in range(amount):
        a = points[corners[used]]
        for corner in range(counts[face]):
            middle[face] += points[corners[used + corner]] / counts[face]
        for corner in range(1, counts[face] - 1):
            normal[face] += 0.5 * np.cross(points[corners[used + corner]] - a, points[corners[used + corner + 1]] - a)
        area[face] = np.sqrt((normal[face] ** 2).sum())
        if area[face] > 1e-15:
            normal[face] /= area[face]
        used += counts[face]
    return area, normal, middle
