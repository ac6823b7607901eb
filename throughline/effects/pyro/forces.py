"""What drives the air: lift and weight, whirls kept alive, turbulence stirred in; all on the coarse cells.

Source: Fedkiw, Stam, Jensen, Visual Simulation of Smoke (2001), for vorticity confinement.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro.bands import Real, banded
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


@kernel
def _centred(start: int, stop: int, u: Floats, v: Floats, w: Floats, air: Floats) -> None:
    half = np.float32(0.5)
    for i in range(start, stop):
        for j in range(air.shape[1]):
            for k in range(air.shape[2]):
                air[i, j, k, 0] = half * (u[i, j, k] + u[i + 1, j, k])
                air[i, j, k, 1] = half * (v[i, j, k] + v[i, j + 1, k])
                air[i, j, k, 2] = half * (w[i, j, k] + w[i, j, k + 1])


def centred(u: Floats, v: Floats, w: Floats) -> Floats:
    """The air's velocity (X, Y, Z, 3) m/s in the middle of the cells."""
    air = np.empty((u.shape[0] - 1, u.shape[1], u.shape[2], 3), np.float32)
    banded(_centred, air.shape[0], u, v, w, air)
    return air


@kernel
def _whirl(start: int, stop: int, air: Floats, spin: Floats, whirl: Floats, scale: Real) -> None:
    """``spin`` gets the curl times twice the edge, ``whirl`` its length times ``scale``."""
    nx, ny, nz = whirl.shape
    scale = np.float32(scale)
    for i in range(start, stop):
        a, b = max(i - 1, 0), min(i + 1, nx - 1)
        for j in range(ny):
            c, d = max(j - 1, 0), min(j + 1, ny - 1)
            for k in range(nz):
                e, f = max(k - 1, 0), min(k + 1, nz - 1)
                x = air[i, d, k, 2] - air[i, c, k, 2] - air[i, j, f, 1] + air[i, j, e, 1]
                y = air[i, j, f, 0] - air[i, j, e, 0] - air[b, j, k, 2] + air[a, j, k, 2]
                z = air[b, j, k, 1] - air[a, j, k, 1] - air[i, d, k, 0] + air[i, c, k, 0]
                spin[i, j, k, 0], spin[i, j, k, 1], spin[i, j, k, 2] = x, y, z
                whirl[i, j, k] = scale * np.sqrt(x * x + y * y + z * z)


@kernel
def _pulls(start: int, stop: int, spin: Floats, whirl: Floats, lift: Floats, full: Mask, tile: Floats,
           shift: NDArray[np.int64], keep: Real, stir: Real, force: Floats) -> None:
    nx, ny, nz = whirl.shape
    keep, stir, half = np.float32(keep), np.float32(stir), np.float32(0.5)
    one, zero = np.float32(1.0), np.float32(0.0)
    size = tile.shape[0] - 1
    for i in range(start, stop):
        a, b, ti = max(i - 1, 0), min(i + 1, nx - 1), (i + shift[0]) & size
        tj0, tk0 = shift[1], shift[2]
        for j in range(ny):
            c, d, tj = max(j - 1, 0), min(j + 1, ny - 1), (j + tj0) & size
            for k in range(nz):
                e, f = max(k - 1, 0), min(k + 1, nz - 1)
                x, y = whirl[b, j, k] - whirl[a, j, k], whirl[i, d, k] - whirl[i, c, k]
                z = whirl[i, j, f] - whirl[i, j, e]
                gain = keep / (np.sqrt(x * x + y * y + z * z) + np.float32(1e-6))
                p, q, r = spin[i, j, k, 0], spin[i, j, k, 1], spin[i, j, k, 2]
                fx, fy = gain * (y * r - z * q), gain * (z * p - x * r)
                fz = gain * (x * q - y * p) + lift[i, j, k]
                if stir > 0.0 and full[i, j, k]:
                    tk = (k + tk0) & size
                    push = stir * min(one, np.float32(0.35) + max(zero, lift[i, j, k]) * np.float32(1.0 / 12.0))
                    fx += push * tile[ti, tj, tk, 0]
                    fy += push * tile[ti, tj, tk, 1]
                    fz += push * tile[ti, tj, tk, 2]
                force[i, j, k, 0], force[i, j, k, 1], force[i, j, k, 2] = half * fx, half * fy, half * fz


@kernel
def _driven(start: int, stop: int, u: Floats, v: Floats, w: Floats, force: Floats, dt: Real) -> None:
    nx, ny, nz, _ = force.shape
    dt = np.float32(dt)
    for i in range(start, stop):
        for j in range(ny):
            for k in range(nz):
                u[i, j, k] += dt * (force[i, j, k, 0] + force[max(i - 1, 0), j, k, 0])
                v[i, j, k] += dt * (force[i, j, k, 1] + force[i, max(j - 1, 0), k, 1])
                w[i, j, k] += dt * (force[i, j, k, 2] + force[i, j, max(k - 1, 0), 2])
                if i == nx - 1:
                    u[nx, j, k] += dt * (force[i, j, k, 0] + force[i, j, k, 0])
                if j == ny - 1:
                    v[i, ny, k] += dt * (force[i, j, k, 1] + force[i, j, k, 1])
                if k == nz - 1:
                    w[i, j, nz] += dt * (force[i, j, k, 2] + force[i, j, k, 2])


def driven(faces: tuple[Floats, Floats, Floats], air: Floats, lift: Floats, full: Mask, tile: Floats,
           shift: tuple[int, int, int], confinement: float, stir: float, dt: float) -> Floats:
    """Drives the faces' velocities in place for ``dt`` seconds and returns how fast the air whirls within a cell, m/s
    (its curl times the edge).

    ``confinement`` is how much of a whirl within a cell is given back a second; ``stir`` the m/s2 of
    turbulence stirred into hot gas, a third of it into cold, from ``tile`` moved by ``shift`` cells.
    """
    spin, whirl = np.empty(air.shape, np.float32), np.empty(lift.shape, np.float32)
    banded(_whirl, air.shape[0], air, spin, whirl, 0.5)
    force = np.empty(air.shape, np.float32)
    banded(_pulls, air.shape[0], spin, whirl, lift, full, tile, np.array(shift, np.int64), confinement, stir, force)
    banded(_driven, air.shape[0], *faces, force, dt)
    return whirl
