"""What drives the air: lift and weight, whirls kept alive, turbulence stirred in; on the coarse cells, row after row of
them, so that what is worked out on the way stays near the processor.

Source: Fedkiw, Stam, Jensen, Visual Simulation of Smoke (2001), for vorticity confinement.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro.bands import Real, banded
from throughline.effects.pyro.lanes import inlined, lent
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
WITHIN = 0.5  # of the difference over two cells is what is within one


@inlined
def _mean(one: Floats, other: Floats, out: Floats) -> None:
    for k in range(len(out)):
        out[k] = np.float32(0.5) * (one[k] + other[k])


@kernel
def _centred(start: int, stop: int, u: Floats, v: Floats, w: Floats, air: Floats) -> None:
    half = np.float32(0.5)
    for i in range(start, stop):
        for j in range(air.shape[1]):
            for k in range(air.shape[2]):
                air[i, j, k, 0] = half * (u[i, j, k] + u[i + 1, j, k])
                air[i, j, k, 1] = half * (v[i, j, k] + v[i, j + 1, k])
                air[i, j, k, 2] = half * (w[i, j, k] + w[i, j, k + 1])


def centred(u: Floats, v: Floats, w: Floats, air: Floats | None = None) -> Floats:
    """The air's velocity (X, Y, Z, 3) m/s in the middle of the cells; in ``air`` where it is given."""
    found = np.empty((u.shape[0] - 1, u.shape[1], u.shape[2], 3), np.float32) if air is None else air
    banded(_centred, found.shape[0], u, v, w, found)
    return found


@kernel
def _rimmed(plane: Floats) -> None:
    """The values at the rim of ``plane`` (C, Y + 2, Z + 2) are those beside it."""
    wide, high = plane.shape[1] - 1, plane.shape[2] - 1
    for c in range(len(plane)):
        for j in range(1, wide):
            plane[c, j, 0], plane[c, j, high] = plane[c, j, 1], plane[c, j, high - 1]
        for k in range(high + 1):
            plane[c, 0, k], plane[c, wide, k] = plane[c, 1, k], plane[c, wide - 1, k]


@kernel
def _air(i: int, u: Floats, v: Floats, w: Floats, air: Floats) -> None:
    """The velocity in the middle of row ``i``'s cells, in ``air`` (3, Y + 2, Z + 2)."""
    ny, nz = air.shape[1] - 2, air.shape[2] - 2
    for j in range(ny):
        _mean(u[i, j], u[i + 1, j], air[0, j + 1, 1:nz + 1])
        _mean(v[i, j], v[i, j + 1], air[1, j + 1, 1:nz + 1])
        _mean(w[i, j, :nz], w[i, j, 1:], air[2, j + 1, 1:nz + 1])
    _rimmed(air)


@inlined
def _turn(one: Floats, other: Floats, third: Floats, fourth: Floats, out: Floats) -> None:
    for k in range(len(out)):
        out[k] = one[k] - other[k] - third[k] + fourth[k]


@kernel
def _spun(before: Floats, here: Floats, after: Floats, scale: Real, spin: Floats) -> None:
    """``spin`` (4, Y + 2, Z + 2) of a row of cells gets the curl times twice the edge, and its length times ``scale``;
    from the air (3, Y + 2, Z + 2) of the row before, of its own, and of the one after."""
    ny, nz, scale = spin.shape[1] - 2, spin.shape[2] - 2, np.float32(scale)
    for j in range(1, ny + 1):
        x, y, z, length = spin[0, j, 1:nz + 1], spin[1, j, 1:nz + 1], spin[2, j, 1:nz + 1], spin[3, j, 1:nz + 1]
        _turn(here[2, j + 1, 1:nz + 1], here[2, j - 1, 1:nz + 1], here[1, j, 2:], here[1, j, :nz], x)
        _turn(here[0, j, 2:], here[0, j, :nz], after[2, j, 1:nz + 1], before[2, j, 1:nz + 1], y)
        _turn(after[1, j, 1:nz + 1], before[1, j, 1:nz + 1], here[0, j + 1, 1:nz + 1], here[0, j - 1, 1:nz + 1], z)
        for k in range(nz):
            length[k] = scale * np.sqrt(x[k] * x[k] + y[k] * y[k] + z[k] * z[k])
    _rimmed(spin)


@inlined
def _slope(one: Floats, other: Floats, out: Floats) -> None:
    for k in range(len(out)):
        out[k] = one[k] - other[k]


@inlined
def _crossed(gain: Floats, a: Floats, b: Floats, c: Floats, d: Floats, out: Floats) -> None:
    for k in range(len(out)):
        out[k] = gain[k] * (a[k] * b[k] - c[k] * d[k])


@kernel
def _pulled(i: int, before: Floats, here: Floats, after: Floats, lift: Floats, keep: Real, force: Floats,
            spare: Floats) -> None:
    """Row ``i`` of ``force`` (3, X, Y, Z) gets what gives a whirl back, and the lift; ``before``, ``here`` and
    ``after`` are ``_spun``'s rows. ``spare`` (4, Z) is worked in."""
    ny, nz, keep, half = lift.shape[1], lift.shape[2], np.float32(keep), np.float32(0.5)
    x, y, z, gain = spare[0], spare[1], spare[2], spare[3]
    for j in range(ny):
        whirl = here[3, j + 1]
        p, q, r = here[0, j + 1, 1:nz + 1], here[1, j + 1, 1:nz + 1], here[2, j + 1, 1:nz + 1]
        _slope(after[3, j + 1, 1:nz + 1], before[3, j + 1, 1:nz + 1], x)
        _slope(here[3, j + 2, 1:nz + 1], here[3, j, 1:nz + 1], y)
        _slope(whirl[2:], whirl[:nz], z)
        for k in range(nz):
            gain[k] = half * keep / (np.sqrt(x[k] * x[k] + y[k] * y[k] + z[k] * z[k]) + np.float32(1e-6))
        _crossed(gain, y, r, z, q, force[0, i, j])
        _crossed(gain, z, p, x, r, force[1, i, j])
        _crossed(gain, x, q, y, p, force[2, i, j])
        up, pull = force[2, i, j], lift[i, j]
        for k in range(nz):
            up[k] += half * pull[k]


@kernel
def _stirred(i: int, lift: Floats, full: Mask, tile: Floats, shift: NDArray[np.int64], stir: Real,
             force: Floats) -> None:
    """Turbulence where there is gas, a third of it where that is cold."""
    one, zero, half = np.float32(1.0), np.float32(0.0), np.float32(0.5) * np.float32(stir)
    size = tile.shape[0] - 1
    a = (i + shift[0]) & size
    for j in range(lift.shape[1]):
        b = (j + shift[1]) & size
        for k in range(lift.shape[2]):
            if full[i, j, k]:
                c = (k + shift[2]) & size
                push = half * min(one, np.float32(0.35) + max(zero, lift[i, j, k]) * np.float32(1.0 / 12.0))
                force[0, i, j, k] += push * tile[a, b, c, 0]
                force[1, i, j, k] += push * tile[a, b, c, 1]
                force[2, i, j, k] += push * tile[a, b, c, 2]


@kernel
def _forces(start: int, stop: int, u: Floats, v: Floats, w: Floats, lift: Floats, full: Mask, tile: Floats,
            shift: NDArray[np.int64], keep: Real, stir: Real, whirl: Floats, force: Floats) -> None:
    """``force`` (3, X, Y, Z) gets half of what drives each cell. Rows beyond a band's own are worked out twice."""
    nx, ny, nz = lift.shape
    u, v, w, lift, full, force, whirl = lent(u), lent(v), lent(w), lent(lift), lent(full), lent(force), lent(whirl)
    air, spin = np.empty((3, 3, ny + 2, nz + 2), np.float32), np.empty((3, 4, ny + 2, nz + 2), np.float32)
    spare = np.empty((4, nz), np.float32)
    first = max(start - 1, 0)
    for i in range(max(first - 1, 0), first + 1):
        _air(i, u, v, w, air[i % 3])
    for row in range(first, min(stop, nx - 1) + 1):
        if row + 1 < nx:
            _air(row + 1, u, v, w, air[(row + 1) % 3])
        _spun(air[max(row - 1, 0) % 3], air[row % 3], air[min(row + 1, nx - 1) % 3], WITHIN, spin[row % 3])
        if row < stop and row >= start:
            for j in range(ny):
                for k in range(nz):
                    whirl[row, j, k] = spin[row % 3, 3, j + 1, k + 1]
        for i in range(max(row - 1, start), min(stop, row + 1 if row == nx - 1 else row)):
            _pulled(i, spin[max(i - 1, 0) % 3], spin[i % 3], spin[min(i + 1, nx - 1) % 3], lift, keep, force, spare)
            if stir > 0.0:
                _stirred(i, lift, full, tile, shift, stir, force)


@inlined
def _pushed(face: Floats, one: Floats, other: Floats, dt: Real) -> None:
    for k in range(len(one)):
        face[k] += np.float32(dt) * (one[k] + other[k])


@kernel
def _driven(start: int, stop: int, u: Floats, v: Floats, w: Floats, force: Floats, dt: Real) -> None:
    _, nx, ny, nz = force.shape
    u, v, w, force = lent(u), lent(v), lent(w), lent(force)
    x, y, z = force[0], force[1], force[2]
    for i in range(start, stop):
        for j in range(ny):
            _pushed(u[i, j], x[i, j], x[max(i - 1, 0), j], dt)
            _pushed(v[i, j], y[i, j], y[i, max(j - 1, 0)], dt)
            _pushed(w[i, j, 1:nz], z[i, j, 1:], z[i, j, :nz - 1], dt)
            _pushed(w[i, j, :1], z[i, j, :1], z[i, j, :1], dt)
            _pushed(w[i, j, nz:], z[i, j, nz - 1:], z[i, j, nz - 1:], dt)
            if i == nx - 1:
                _pushed(u[nx, j], x[i, j], x[i, j], dt)
        _pushed(v[i, ny], y[i, ny - 1], y[i, ny - 1], dt)


def driven(faces: tuple[Floats, Floats, Floats], lift: Floats, full: Mask, tile: Floats, shift: tuple[int, int, int],
           confinement: float, stir: float, dt: float, whirl: Floats, force: Floats) -> None:
    """Drives the faces' velocities in place for ``dt`` seconds and fills ``whirl`` (X, Y, Z) with how fast the air
    whirls within a cell, m/s (its curl times the edge); ``force`` (3, X, Y, Z) is worked in.

    ``confinement`` is how much of a whirl within a cell is given back a second; ``stir`` the m/s2 of
    turbulence stirred into hot gas, a third of it into cold, from ``tile`` moved by ``shift`` cells.
    """
    banded(_forces, lift.shape[0], *faces, lift, full, tile, np.array(shift, np.int64), confinement, stir, whirl, force)
    banded(_driven, lift.shape[0], *faces, force, dt)
