"""Which way gas goes at the fine cells: the coarse air between its cells, and turbulence too fine for it that flows
with it.

Source: Kim, Thuerey, James, Gross, Wavelet Turbulence for Fluid Simulation (2008): noise looked up at coordinates that
the flow carries along, as strong as the air beside it is whirling; Neyret, Advected Textures (2003): two sets of
coordinates, each begun anew while the other is seen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro.advect import vector_at
from throughline.effects.pyro.bands import Real, banded
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
RENEWED_S = 0.5


@kernel
def _tile_at(tile: Floats, x: Real, y: Real, z: Real) -> tuple[Real, Real, Real]:
    """Three channels of a tile that repeats, between its cells."""
    size = tile.shape[0]
    one = np.float32(1.0)
    bx, by, bz = np.floor(x), np.floor(y), np.floor(z)
    fx, fy, fz = np.float32(x - bx), np.float32(y - by), np.float32(z - bz)
    i, j, k = int(bx) & (size - 1), int(by) & (size - 1), int(bz) & (size - 1)
    o, m, n = (i + 1) & (size - 1), (j + 1) & (size - 1), (k + 1) & (size - 1)
    w000, w001 = (one - fx) * (one - fy) * (one - fz), (one - fx) * (one - fy) * fz
    w010, w011 = (one - fx) * fy * (one - fz), (one - fx) * fy * fz
    w100, w101 = fx * (one - fy) * (one - fz), fx * (one - fy) * fz
    w110, w111 = fx * fy * (one - fz), fx * fy * fz
    a = (w000 * tile[i, j, k, 0] + w001 * tile[i, j, n, 0] + w010 * tile[i, m, k, 0] + w011 * tile[i, m, n, 0]
         + w100 * tile[o, j, k, 0] + w101 * tile[o, j, n, 0] + w110 * tile[o, m, k, 0] + w111 * tile[o, m, n, 0])
    b = (w000 * tile[i, j, k, 1] + w001 * tile[i, j, n, 1] + w010 * tile[i, m, k, 1] + w011 * tile[i, m, n, 1]
         + w100 * tile[o, j, k, 1] + w101 * tile[o, j, n, 1] + w110 * tile[o, m, k, 1] + w111 * tile[o, m, n, 1])
    c = (w000 * tile[i, j, k, 2] + w001 * tile[i, j, n, 2] + w010 * tile[i, m, k, 2] + w011 * tile[i, m, n, 2]
         + w100 * tile[o, j, k, 2] + w101 * tile[o, j, n, 2] + w110 * tile[o, m, k, 2] + w111 * tile[o, m, n, 2])
    return a, b, c


@kernel
def _ways(start: int, stop: int, air: Floats, whirl: Floats, marks: Floats, tile: Floats, share: Real, strength: Real,
          step: Real, ratio: int, live: Mask, low: NDArray[np.int64], way: Floats) -> None:
    """``step`` is seconds over the fine cell's edge; ``low`` the box's corner in fine cells of the world's lattice."""
    ny, nz = way.shape[1], way.shape[2]
    step, half, least, up = np.float32(step), np.float32(0.5), np.float32(1e-3), ratio - 1
    inverse = np.float32(1.0 / ratio)
    shift = np.float32(0.5 / ratio - 0.5)
    reach = half * step * inverse
    even = np.float32(strength / np.sqrt(share * share + (1.0 - share) * (1.0 - share)))
    one_share, other_share = np.float32(share) * even, np.float32(1.0 - share) * even
    size = tile.shape[0] - 1
    cx, cy, cz = np.float32(low[0] & size), np.float32(low[1] & size), np.float32(low[2] & size)
    for i in range(start, stop):
        x = np.float32(i) * inverse + shift
        for j in range(ny):
            y = np.float32(j) * inverse + shift
            for k in range(nz):
                p, q, r = i >> up, j >> up, k >> up
                if not live[p, q, r]:
                    continue
                z = np.float32(k) * inverse + shift
                a, b, c = vector_at(air, x, y, z, 0)
                a, b, c = vector_at(air, x - reach * a, y - reach * b, z - reach * c, 0)
                rough = whirl[p, q, r]
                if rough * even > least:
                    e, f, g = vector_at(marks, x, y, z, 0)
                    s, t, u = _tile_at(tile, i + cx + e, j + cy + f, k + cz + g)
                    e, f, g = vector_at(marks, x, y, z, 3)
                    v, m, n = _tile_at(tile, i + cx + e + 31.5, j + cy + f + 17.5, k + cz + g + 47.5)
                    a += rough * (one_share * s + other_share * v)
                    b += rough * (one_share * t + other_share * m)
                    c += rough * (one_share * u + other_share * n)
                way[i, j, k, 0], way[i, j, k, 1], way[i, j, k, 2] = step * a, step * b, step * c


@kernel
def _air_ways(start: int, stop: int, air: Floats, step: Real, way: Floats) -> None:
    step, half = np.float32(step), np.float32(0.5)
    reach = half * step
    for i in range(start, stop):
        for j in range(way.shape[1]):
            for k in range(way.shape[2]):
                a, b, c = vector_at(air, i - reach * air[i, j, k, 0], j - reach * air[i, j, k, 1],
                                    k - reach * air[i, j, k, 2], 0)
                way[i, j, k, 0], way[i, j, k, 1], way[i, j, k, 2] = step * a, step * b, step * c


def air_ways(air: Floats, step: float) -> Floats:
    """(X, Y, Z, 3) cells: the way by which the air came to each cell in ``step`` (seconds over the edge)."""
    way = np.empty_like(air)
    banded(_air_ways, air.shape[0], air, step, way)
    return way


@kernel
def _marks_carried(start: int, stop: int, marks: Floats, way: Floats, ratio: int, out: Floats) -> None:
    ny, nz = marks.shape[1], marks.shape[2]
    scale = np.float32(ratio)
    for i in range(start, stop):
        for j in range(ny):
            for k in range(nz):
                a, b, c = way[i, j, k, 0], way[i, j, k, 1], way[i, j, k, 2]
                for first in (0, 3):
                    p, q, r = vector_at(marks, i - a, j - b, k - c, first)
                    out[i, j, k, first] = p - scale * a
                    out[i, j, k, first + 1] = q - scale * b
                    out[i, j, k, first + 2] = r - scale * c


def ways(air: Floats, whirl: Floats, marks: Floats, tile: Floats, seconds: float, strength: float, step: float,
         ratio: int, live: Mask, low: tuple[int, int, int], way: Floats) -> None:
    """Fills ``way`` (fine X, Y, Z, 3) with how many fine cells the gas of each live cell goes in ``step`` (seconds over
    the fine edge).

    ``air`` (X, Y, Z, 3) m/s and ``whirl`` (X, Y, Z) m/s are on coarse cells, ``marks`` (X, Y, Z, 6) two offsets to
    where the gas came from, in fine cells; ``strength`` multiplies the noise; ``seconds`` is the effect's time.
    """
    share = 1.0 - abs(2.0 * ((seconds / (2.0 * RENEWED_S)) % 1.0) - 1.0)
    corner = np.array([part * ratio for part in low], np.int64)
    banded(_ways, way.shape[0], air, whirl, marks, tile, share, strength, step, ratio, live, corner, way)


def marks_carried(marks: Floats, way: Floats, ratio: int, seconds: float, dt: float) -> Floats:
    """The coordinates after a step by the air's own ``way``; the set that is not seen at the time is begun anew."""
    out = np.empty_like(marks)
    banded(_marks_carried, marks.shape[0], marks, way, ratio, out)
    for number in (0, 1):
        phase = seconds / (2.0 * RENEWED_S) + 0.5 * number
        if int(phase + dt / (2.0 * RENEWED_S)) > int(phase):
            out[..., 3 * number:3 * number + 3] = 0.0
    return out
