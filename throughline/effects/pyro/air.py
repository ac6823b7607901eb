"""The air carried by itself: what a step changes is found in the middle of the cells, all three components at once, and
given to the faces.

Source: Selle, Fedkiw, Kim, Liu, Rossignac (2008) for MacCormack with clamping; Zhu, Bridson, Animating Sand as a Fluid
(2005) for handing on the change instead of the velocity, which does not smooth it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro.advect import NEXT, split, vector_at
from throughline.effects.pyro.bands import banded
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
EVEN = 0.02  # of what a face has beside its cells' mean, taken a step: a pattern from face to face that no cell feels


@kernel
def _once(start: int, stop: int, air: Floats, way: Floats, out: Floats) -> None:
    for i in range(start, stop):
        for j in range(air.shape[1]):
            for k in range(air.shape[2]):
                out[i, j, k, 0], out[i, j, k, 1], out[i, j, k, 2] = vector_at(
                    air, i - way[i, j, k, 0], j - way[i, j, k, 1], k - way[i, j, k, 2], 0)


@kernel
def _change(start: int, stop: int, air: Floats, way: Floats, back: Floats, once: Floats, out: Floats) -> None:
    """``out`` gets by how much the air of each cell is another after the step."""
    nx, ny, nz, _ = air.shape
    half = np.float32(0.5)
    for i in range(start, stop):
        for j in range(ny):
            for k in range(nz):
                x, y, z = vector_at(once, i + back[i, j, k, 0], j + back[i, j, k, 1], k + back[i, j, k, 2], 0)
                o, _ = split(i - way[i, j, k, 0], nx)
                p, _ = split(j - way[i, j, k, 1], ny)
                q, _ = split(k - way[i, j, k, 2], nz)
                r, s, t = o + NEXT, p + NEXT, q + NEXT
                for c in range(3):
                    gone = x if c == 0 else y if c == 1 else z
                    here = air[i, j, k, c]
                    better = once[i, j, k, c] + half * (here - gone)
                    least = min(min(min(air[o, p, q, c], air[o, p, t, c]), min(air[o, s, q, c], air[o, s, t, c])),
                                min(min(air[r, p, q, c], air[r, p, t, c]), min(air[r, s, q, c], air[r, s, t, c])))
                    most = max(max(max(air[o, p, q, c], air[o, p, t, c]), max(air[o, s, q, c], air[o, s, t, c])),
                               max(max(air[r, p, q, c], air[r, p, t, c]), max(air[r, s, q, c], air[r, s, t, c])))
                    out[i, j, k, c] = min(max(better, least), most) - here


@kernel
def _given(start: int, stop: int, air: Floats, change: Floats, u: Floats, v: Floats, w: Floats) -> None:
    """A face gets half of what each of its cells gets; row ``stop`` of ``u`` is the next band's but for the last."""
    nx, ny, nz, _ = air.shape
    half, even = np.float32(0.5), np.float32(EVEN)
    for i in range(start, stop):
        a = max(i - 1, 0)
        for j in range(ny):
            b = max(j - 1, 0)
            for k in range(nz):
                d = max(k - 1, 0)
                x, y, z = air[i, j, k, 0], air[i, j, k, 1], air[i, j, k, 2]
                p, q, r = change[i, j, k, 0], change[i, j, k, 1], change[i, j, k, 2]
                u[i, j, k] += half * (p + change[a, j, k, 0]) + even * (half * (x + air[a, j, k, 0]) - u[i, j, k])
                v[i, j, k] += half * (q + change[i, b, k, 1]) + even * (half * (y + air[i, b, k, 1]) - v[i, j, k])
                w[i, j, k] += half * (r + change[i, j, d, 2]) + even * (half * (z + air[i, j, d, 2]) - w[i, j, k])
                if i == nx - 1:
                    u[nx, j, k] += p
                if j == ny - 1:
                    v[i, ny, k] += q
                if k == nz - 1:
                    w[i, j, nz] += r


def carried_air(faces: tuple[Floats, Floats, Floats], air: Floats, way: Floats, back: Floats) -> None:
    """Moves the velocities on the cells' faces, in place, by ``way`` and ``back`` (X, Y, Z, 3) cells; ``air`` is what
    they are in the middle of the cells."""
    once, change = np.empty_like(air), np.empty_like(air)
    banded(_once, air.shape[0], air, way, once)
    banded(_change, air.shape[0], air, way, back, once, change)
    banded(_given, air.shape[0], air, change, *faces)
