"""The exact pressure: velocity on cells' faces made to have the wanted divergence, with ground, open air and walls.

Source: fast Poisson solvers by cosine and sine transforms (Swarztrauber 1977); conjugate gradients preconditioned by
the box without its walls.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from throughline.effects.pyro.bands import Real, banded, threads
from throughline.effects.pyro.lanes import lent
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
ROUNDS = 40
CLOSE = 1e-3


@lru_cache(maxsize=8)
def _waves(shape: tuple[int, int, int], grounded: bool) -> tuple[Floats, Floats, Floats]:
    """The eigenvalues of the (negative) Laplacian along each axis of a box open on all sides but for the ground."""
    x, y, z = ((2.0 - 2.0 * np.cos(np.pi * (np.arange(count) + (0.5 if axis == 2 and grounded else 1.0)) / count))
               .astype(np.float32) for axis, count in enumerate(shape))
    return x, y, z


@kernel
def _divided(start: int, stop: int, wave: Floats, x: Floats, y: Floats, z: Floats) -> None:
    wave = lent(wave)
    for i in range(start, stop):
        for j in range(wave.shape[1]):
            row, least = wave[i, j], x[i] + y[j]
            for k in range(wave.shape[2]):
                row[k] = row[k] / (least + z[k])


def box_solve(right: Floats, grounded: bool, within: bool = False) -> Floats:
    """The pressure p (X, Y, Z) float32 with -laplace(p) = ``right``, cells' edge 1: p is 0 on the open sides, its
    slope 0 on the ground (z = 0) where ``grounded``. ``within``: ``right`` itself is worked in."""
    workers, last = threads(), 4 if grounded else 2
    wave = fft.dstn(right, 2, axes=(0, 1), workers=workers, overwrite_x=within)
    wave = (fft.dct if grounded else fft.dst)(wave, last, axis=2, workers=workers, overwrite_x=True)
    banded(_divided, right.shape[0], wave, *_waves(right.shape, grounded))
    wave = (fft.idct if grounded else fft.idst)(wave, last, axis=2, workers=workers, overwrite_x=True)
    found: Floats = fft.idstn(wave, 2, axes=(0, 1), workers=workers, overwrite_x=True)
    return found


@kernel
def _divergence(start: int, stop: int, u: Floats, v: Floats, w: Floats, wanted: Floats, cell: Real, right: Floats,
                rows: NDArray[np.float64]) -> None:
    """``rows`` gets the sum of each row's squares."""
    edge = np.float32(cell)
    u, v, w, wanted, right = lent(u), lent(v), lent(w), lent(wanted), lent(right)
    for i in range(start, stop):
        total = 0.0
        for j in range(right.shape[1]):
            out, aim, a, b, c, d, e = right[i, j], wanted[i, j], u[i, j], u[i + 1, j], v[i, j], v[i, j + 1], w[i, j]
            for k in range(len(out)):
                out[k] = aim[k] * edge - (b[k] - a[k] + d[k] - c[k] + e[k + 1] - e[k])
            for k in range(len(out)):
                total += out[k] * out[k]
        rows[i] = total


@kernel
def _pushed(start: int, stop: int, u: Floats, v: Floats, w: Floats, p: Floats, grounded: bool) -> None:
    """Takes the pressure's slope from the velocities; row ``stop`` belongs to the next band but for the last."""
    nx, ny, nz = p.shape
    two = np.float32(2.0)
    for i in range(start, stop):
        for j in range(ny):
            for k in range(nz):
                here = p[i, j, k]
                u[i, j, k] -= two * here if i == 0 else here - p[i - 1, j, k]
                v[i, j, k] -= two * here if j == 0 else here - p[i, j - 1, k]
                if k > 0:
                    w[i, j, k] -= here - p[i, j, k - 1]
                elif not grounded:
                    w[i, j, k] -= two * here
                if i == nx - 1:
                    u[nx, j, k] += two * here
                if j == ny - 1:
                    v[i, ny, k] += two * here
                if k == nz - 1:
                    w[i, j, nz] += two * here


@kernel
def _stopped(start: int, stop: int, u: Floats, v: Floats, w: Floats, p: Floats, solid: Mask) -> None:
    """Stills the faces of walls: no air goes through one."""
    nx, ny, nz = p.shape
    zero = np.float32(0.0)
    for i in range(start, stop):
        for j in range(ny):
            for k in range(nz):
                here = solid[i, j, k]
                if here or (i > 0 and solid[i - 1, j, k]):
                    u[i, j, k] = zero
                if here or (j > 0 and solid[i, j - 1, k]):
                    v[i, j, k] = zero
                if here or (k > 0 and solid[i, j, k - 1]):
                    w[i, j, k] = zero
                if here and i == nx - 1:
                    u[nx, j, k] = zero
                if here and j == ny - 1:
                    v[i, ny, k] = zero
                if here and k == nz - 1:
                    w[i, j, nz] = zero


def _links(solid: Mask, grounded: bool) -> tuple[Floats, Floats, Floats]:
    """How much of a slope each face lets through, along the three axes: none between gas and wall, beyond the open
    sides twice (the pressure is 0 on the side itself, half a cell away), none through the ground. Within a wall the
    whole box's, which keeps the whole definite."""
    found = []
    for axis in range(3):
        shape = [count + (1 if axis == other else 0) for other, count in enumerate(solid.shape)]
        link = np.full(shape, 2.0, np.float32)
        inner, first = [slice(None)] * 3, [slice(None)] * 3
        inner[axis], first[axis] = slice(1, -1), slice(0, 1)
        link[tuple(inner)] = np.diff(solid.view(np.int8), axis=axis) == 0
        if axis == 2 and grounded:
            link[tuple(first)] = 0.0
        found.append(link)
    return found[0], found[1], found[2]


@kernel
def _laplace(start: int, stop: int, p: Floats, x: Floats, y: Floats, z: Floats, out: Floats) -> None:
    """-laplace of ``p``, which has a rim of zeros about it, by the faces' links ``x``, ``y`` and ``z``."""
    one, two = np.uintp(1), np.uintp(2)
    for row in range(start, stop):
        i = np.uintp(row)
        for column in range(out.shape[1]):
            j = np.uintp(column)
            for cell in range(out.shape[2]):
                k = np.uintp(cell)
                here = p[i + one, j + one, k + one]
                out[i, j, k] = (x[i, j, k] * (here - p[i, j + one, k + one])
                                + x[i + one, j, k] * (here - p[i + two, j + one, k + one])
                                + y[i, j, k] * (here - p[i + one, j, k + one])
                                + y[i, j + one, k] * (here - p[i + one, j + two, k + one])
                                + z[i, j, k] * (here - p[i + one, j + one, k])
                                + z[i, j, k + one] * (here - p[i + one, j + one, k + two]))


def _product(one: Floats, other: Floats) -> float:
    return float((one * other).sum(dtype=np.float64))


def _walled(right: Floats, solid: Mask, grounded: bool, p: Floats) -> Floats:
    """The pressure with walls, from the guess ``p``: conjugate gradients till the mean cell is ``CLOSE``."""
    held, links = np.empty_like(right), _links(solid, grounded)
    rim = np.zeros([count + 2 for count in right.shape], np.float32)
    way = rim[1:-1, 1:-1, 1:-1]
    way[:] = p
    banded(_laplace, len(right), rim, *links, held)
    rest = right - held
    least = CLOSE * float(np.sqrt(np.mean(np.square(right), dtype=np.float64)))
    way[:] = box_solve(rest, grounded)
    gain = _product(rest, way)
    for _ in range(ROUNDS):
        if gain <= 0.0 or float(np.sqrt(np.mean(np.square(rest), dtype=np.float64))) <= least:
            break
        banded(_laplace, len(right), rim, *links, held)
        step = np.float32(gain / _product(way, held))
        p += step * way
        rest -= step * held
        better = box_solve(rest, grounded)
        before, gain = gain, _product(rest, better)
        way *= np.float32(gain / before)
        way += better
    return p


def project(u: Floats, v: Floats, w: Floats, wanted: Floats, cell: float, grounded: bool, solid: Mask | None,
            held: Floats | None = None) -> tuple[Floats, float]:
    """Gives the face velocities, in place, the divergence ``wanted`` (1/s). Returns the pressure and how far the
    divergence was from the wanted one, 1/s, root mean square.

    ``u`` (X + 1, Y, Z), ``v`` (X, Y + 1, Z), ``w`` (X, Y, Z + 1) in m/s; ``solid`` marks the cells of walls, whose
    faces let nothing through; ``held`` is the last step's pressure, which saves rounds where there are walls and is
    written over.
    """
    if grounded:
        w[:, :, 0] = 0.0
    rows = np.zeros(len(wanted))
    right: Floats
    if solid is None:
        right = np.empty(wanted.shape, np.float32) if held is None else held
        banded(_divergence, len(right), u, v, w, wanted, cell, right, rows)
        p = box_solve(right, grounded, within=True)
        banded(_pushed, len(right), u, v, w, p, grounded)
    else:
        right = np.empty(wanted.shape, np.float32)
        banded(_stopped, len(right), u, v, w, wanted, solid)
        banded(_divergence, len(right), u, v, w, wanted, cell, right, rows)
        right[solid] = 0.0
        p = _walled(right, solid, grounded, np.zeros_like(right) if held is None else held)
        banded(_pushed, len(right), u, v, w, p, grounded)
        banded(_stopped, len(right), u, v, w, p, solid)
    return p, float(np.sqrt(rows.sum() / wanted.size)) / cell


@kernel
def _unmet(start: int, stop: int, u: Floats, v: Floats, w: Floats, wanted: Floats, cell: Real, solid: Mask,
           rows: NDArray[np.float64]) -> None:
    """A row's largest divergence that is not wanted, and the sum of their squares, times the cell's edge."""
    edge, walls = np.float32(cell), solid.size > 0
    for i in range(start, stop):
        most, total = np.float32(0.0), 0.0
        for j in range(wanted.shape[1]):
            for k in range(wanted.shape[2]):
                if walls and solid[i, j, k]:
                    continue
                rest = wanted[i, j, k] * edge - (
                    u[i + 1, j, k] - u[i, j, k] + v[i, j + 1, k] - v[i, j, k] + w[i, j, k + 1] - w[i, j, k])
                most = max(most, abs(rest))
                total += rest * rest
        rows[i, 0], rows[i, 1] = most, total


def unmet(u: Floats, v: Floats, w: Floats, wanted: Floats, cell: float, solid: Mask | None) -> tuple[float, float]:
    """How far the divergence is from the wanted one, 1/s: the worst cell, and the root mean square."""
    rows = np.zeros((wanted.shape[0], 2))
    held = np.zeros((0, 0, 0), np.bool_) if solid is None else solid
    banded(_unmet, len(rows), u, v, w, wanted, cell, held, rows)
    return float(rows[:, 0].max()) / cell, float(np.sqrt(rows[:, 1].sum() / wanted.size)) / cell
