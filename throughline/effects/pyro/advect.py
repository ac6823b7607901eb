"""Gas carried by the air: MacCormack with clamping, for everything that is on the cells at once.

Source: Selle, Fedkiw, Kim, Liu, Rossignac, An Unconditionally Stable MacCormack Method (2008).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro.bands import Real, banded
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
NEXT = np.uintp(1)
HEAT = 1  # the channel that is no mass
EVENED = 0.03  # of the mass is the most that is given back in a step


@kernel
def split(at: Real, count: int) -> tuple[Any, Real]:
    """The lower of the two samples about ``at`` on an axis of ``count``, held within it, and the share of the upper.

    The sample is an unsigned number, which spares every access the question whether it counts from the end.
    """
    if at <= 0.0:
        return np.uintp(0), np.float32(0.0)
    if at >= count - 1:
        return np.uintp(count - 2), np.float32(1.0)
    low = np.uintp(at)
    return low, np.float32(at - low)


@kernel
def vector_at(field: Floats, x: Real, y: Real, z: Real, first: int) -> tuple[Real, Real, Real]:
    """Three channels of ``field`` (X, Y, Z, C), from ``first`` on, between its cells."""
    one = np.float32(1.0)
    i, fx = split(x, field.shape[0])
    j, fy = split(y, field.shape[1])
    k, fz = split(z, field.shape[2])
    o, m, n = i + NEXT, j + NEXT, k + NEXT
    a, b, c = np.uintp(first), np.uintp(first + 1), np.uintp(first + 2)
    w00, w01, w10, w11 = (one - fx) * (one - fy), (one - fx) * fy, fx * (one - fy), fx * fy
    s, t, u, v, gz = w00 * fz, w01 * fz, w10 * fz, w11 * fz, one - fz
    w00, w01, w10, w11 = w00 * gz, w01 * gz, w10 * gz, w11 * gz
    return (w00 * field[i, j, k, a] + s * field[i, j, n, a] + w01 * field[i, m, k, a] + t * field[i, m, n, a]
            + w10 * field[o, j, k, a] + u * field[o, j, n, a] + w11 * field[o, m, k, a] + v * field[o, m, n, a],
            w00 * field[i, j, k, b] + s * field[i, j, n, b] + w01 * field[i, m, k, b] + t * field[i, m, n, b]
            + w10 * field[o, j, k, b] + u * field[o, j, n, b] + w11 * field[o, m, k, b] + v * field[o, m, n, b],
            w00 * field[i, j, k, c] + s * field[i, j, n, c] + w01 * field[i, m, k, c] + t * field[i, m, n, c]
            + w10 * field[o, j, k, c] + u * field[o, j, n, c] + w11 * field[o, m, k, c] + v * field[o, m, n, c])


@kernel
def _returns(start: int, stop: int, way: Floats, live: Mask, ratio: int, back: Floats) -> None:
    """Which way gas at a cell goes on: the way that led to where it comes to."""
    shift = ratio - 1
    for i in range(start, stop):
        for j in range(way.shape[1]):
            for k in range(way.shape[2]):
                if live[i >> shift, j >> shift, k >> shift]:
                    back[i, j, k, 0], back[i, j, k, 1], back[i, j, k, 2] = vector_at(
                        way, i + way[i, j, k, 0], j + way[i, j, k, 1], k + way[i, j, k, 2], 0)


def returns(way: Floats, live: Mask, ratio: int, back: Floats) -> None:
    """Fills ``back`` with the ways forward that go with ``way``, the ways back, so that a whirl does not widen."""
    banded(_returns, way.shape[0], way, live, ratio, back)


@kernel
def _carried_once(start: int, stop: int, gas: Floats, way: Floats, live: Mask, ratio: int, out: Floats) -> None:
    nx, ny, nz, _ = gas.shape
    one, shift = np.float32(1.0), ratio - 1
    for i in range(start, stop):
        for j in range(ny):
            for k in range(nz):
                if not live[i >> shift, j >> shift, k >> shift]:
                    for c in range(4):
                        out[i, j, k, c] = np.float32(0.0)
                    continue
                a, fx = split(i - way[i, j, k, 0], nx)
                b, fy = split(j - way[i, j, k, 1], ny)
                d, fz = split(k - way[i, j, k, 2], nz)
                e, f, g = a + NEXT, b + NEXT, d + NEXT
                w00, w01, w10, w11 = (one - fx) * (one - fy), (one - fx) * fy, fx * (one - fy), fx * fy
                gz = one - fz
                for c in range(4):
                    low = w00 * gas[a, b, d, c] + w01 * gas[a, f, d, c] + w10 * gas[e, b, d, c] + w11 * gas[e, f, d, c]
                    high = w00 * gas[a, b, g, c] + w01 * gas[a, f, g, c] + w10 * gas[e, b, g, c] + w11 * gas[e, f, g, c]
                    out[i, j, k, c] = gz * low + fz * high


@kernel
def _carried_again(start: int, stop: int, gas: Floats, way: Floats, back: Floats, once: Floats, live: Mask, ratio: int,
                   swell: Floats, out: Floats, sums: NDArray[np.float64]) -> None:
    """``sums`` (X, 2, 4) gets what a row held, as it is to be when it has swollen and but for what leaves the box, and
    what it holds now."""
    nx, ny, nz, _ = gas.shape
    one, half, shift = np.float32(1.0), np.float32(0.5), ratio - 1
    for i in range(start, stop):
        for j in range(ny):
            for k in range(nz):
                if not live[i >> shift, j >> shift, k >> shift]:
                    for c in range(4):
                        out[i, j, k, c] = np.float32(0.0)
                    continue
                x, y, z = i + back[i, j, k, 0], j + back[i, j, k, 1], k + back[i, j, k, 2]
                stays = np.float32(0.0)
                if 0.0 <= x < nx and 0.0 <= y < ny and z < nz:
                    stays = swell[i >> shift, j >> shift, k >> shift]
                a, fx = split(x, nx)
                b, fy = split(y, ny)
                d, fz = split(z, nz)
                e, f, g = a + NEXT, b + NEXT, d + NEXT
                w00, w01, w10, w11 = (one - fx) * (one - fy), (one - fx) * fy, fx * (one - fy), fx * fy
                gz = one - fz
                o, _ = split(i - way[i, j, k, 0], nx)
                p, _ = split(j - way[i, j, k, 1], ny)
                q, _ = split(k - way[i, j, k, 2], nz)
                r, s, t = o + NEXT, p + NEXT, q + NEXT
                for c in range(4):
                    low = (w00 * once[a, b, d, c] + w01 * once[a, f, d, c] + w10 * once[e, b, d, c]
                           + w11 * once[e, f, d, c])
                    high = (w00 * once[a, b, g, c] + w01 * once[a, f, g, c] + w10 * once[e, b, g, c]
                            + w11 * once[e, f, g, c])
                    better = once[i, j, k, c] + half * (gas[i, j, k, c] - (gz * low + fz * high))
                    least = min(min(min(gas[o, p, q, c], gas[o, p, t, c]), min(gas[o, s, q, c], gas[o, s, t, c])),
                                min(min(gas[r, p, q, c], gas[r, p, t, c]), min(gas[r, s, q, c], gas[r, s, t, c])))
                    most = max(max(max(gas[o, p, q, c], gas[o, p, t, c]), max(gas[o, s, q, c], gas[o, s, t, c])),
                               max(max(gas[r, p, q, c], gas[r, p, t, c]), max(gas[r, s, q, c], gas[r, s, t, c])))
                    better = min(max(better, least), most)
                    out[i, j, k, c] = better
                    sums[i, 0, c] += gas[i, j, k, c] * stays
                    sums[i, 1, c] += better


@kernel
def _evened(start: int, stop: int, gas: Floats, live: Mask, ratio: int, share: Floats) -> None:
    shift = ratio - 1
    for i in range(start, stop):
        for j in range(gas.shape[1]):
            for k in range(gas.shape[2]):
                if live[i >> shift, j >> shift, k >> shift]:
                    for c in range(4):
                        gas[i, j, k, c] *= share[c]


def carried(gas: Floats, way: Floats, back: Floats, live: Mask, ratio: int, swell: Floats,
            spare: tuple[Floats, Floats]) -> Floats:
    """``gas`` (X, Y, Z, 4) moved by ``way`` (X, Y, Z, 3) cells, in ``spare[1]``; cells of ``live`` (coarse) alone, the
    others become empty. ``back`` is what ``returns`` makes of ``way``. The boundary's values are taken for what lies
    outside.

    What interpolation gains or loses of all but heat is given back over the whole, so that its mass is kept: times
    ``swell`` (coarse), how many times its volume a cell's gas comes to have.
    """
    once, out = spare
    sums = np.zeros((gas.shape[0], 2, 4))
    banded(_carried_once, gas.shape[0], gas, way, live, ratio, once)
    banded(_carried_again, gas.shape[0], gas, way, back, once, live, ratio, swell, out, sums)
    before, after = sums.sum(axis=0)
    share = np.clip(before / np.maximum(after, 1e-9), 1.0 - EVENED, 1.0 + EVENED)
    share[HEAT] = 1.0
    banded(_evened, gas.shape[0], out, live, ratio, share.astype(np.float32))
    return out
