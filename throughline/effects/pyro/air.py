"""The air carried by itself: what a step changes is found in the middle of the cells, all three components at once, and
given to the faces.

Source: Selle, Fedkiw, Kim, Liu, Rossignac (2008) for MacCormack with clamping; Zhu, Bridson, Animating Sand as a Fluid
(2005) for handing on the change instead of the velocity, which does not smooth it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro.advect import bounded_vector, ends, place, stepped, vector_at
from throughline.effects.pyro.bands import banded
from throughline.effects.pyro.lanes import alike, inlined, lane, lent, mixed, put_three, three
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
EVEN = 0.02  # of what a face has beside its cells' mean, taken a step: a pattern from face to face that no cell feels


@kernel
def _once(start: int, stop: int, air: Floats, way: Floats, out: Floats) -> None:
    ny, nz, last, none = air.shape[1], air.shape[2], ends(air), alike(np.float32(0.0))
    for i in range(start, stop):
        for j in range(ny):
            here = 3 * nz * (i * ny + j)
            for k in range(nz):
                where = stepped(place(i, j, k), none - three(way, here + 3 * k), last)
                put_three(out, here + 3 * k, vector_at(air, where))


@inlined
def _changed(i: int, air: Floats, way: Floats, back: Floats, once: Floats, out: Floats) -> None:
    """``out`` (3, Y, Z) gets by how much the air of each cell of row ``i`` is another after the step, and ``EVEN`` of
    what it is now."""
    ny, nz, last = air.shape[1], air.shape[2], ends(air)
    none, half, even = alike(np.float32(0.0)), alike(np.float32(0.5)), alike(np.float32(1.0 - EVEN))
    for j in range(ny):
        x, y, z = out[0, j], out[1, j], out[2, j]
        for k in range(nz):
            cell = 3 * (nz * (i * ny + j) + k)
            here, first = three(air, cell), three(once, cell)
            gone = vector_at(once, stepped(place(i, j, k), three(back, cell), last))
            low, _ = stepped(place(i, j, k), none - three(way, cell), last)
            change = bounded_vector(mixed(first, first + here - gone, half), air, low) - here * even
            x[k], y[k], z[k] = lane(change, 0), lane(change, 1), lane(change, 2)


@inlined
def _halved(face: Floats, one: Floats, other: Floats) -> None:
    """A face keeps what is its own and gets half of what each of its cells gives."""
    keep, half = np.float32(1.0 - EVEN), np.float32(0.5)
    for k in range(len(one)):
        face[k] = keep * face[k] + half * (one[k] + other[k])


@kernel
def _given(start: int, stop: int, air: Floats, way: Floats, back: Floats, once: Floats, u: Floats, v: Floats,
           w: Floats) -> None:
    """Row ``stop`` of ``u`` is the next band's but for the last; the row before ``start`` is worked out twice."""
    nx, ny, nz, _ = air.shape
    u, v, w, rows = lent(u), lent(v), lent(w), np.empty((2, 3, ny, nz), np.float32)
    for i in range(max(start - 1, 0), stop):
        here, before = rows[i % 2], rows[max(i - 1, 0) % 2]
        _changed(i, air, way, back, once, here)
        if i < start:
            continue
        for j in range(ny):
            _halved(u[i, j], here[0, j], before[0, j])
            _halved(v[i, j], here[1, j], here[1, max(j - 1, 0)])
            _halved(w[i, j, :1], here[2, j, :1], here[2, j, :1])
            _halved(w[i, j, 1:nz], here[2, j, 1:], here[2, j, :nz - 1])
            _halved(w[i, j, nz:], here[2, j, nz - 1:], here[2, j, nz - 1:])
            if i == nx - 1:
                _halved(u[nx, j], here[0, j], here[0, j])
        _halved(v[i, ny], here[1, ny - 1], here[1, ny - 1])


def carried_air(faces: tuple[Floats, Floats, Floats], air: Floats, way: Floats, back: Floats, once: Floats) -> None:
    """Moves the velocities on the cells' faces, in place, by ``way`` and ``back`` (X, Y, Z, 3) cells; ``air`` is what
    they are in the middle of the cells. ``once`` of the same shape is worked in."""
    banded(_once, air.shape[0], air, way, once)
    banded(_given, air.shape[0], air, way, back, once, *faces)
