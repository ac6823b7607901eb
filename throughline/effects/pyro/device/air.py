"""Kernels that drive and carry the air; what they do is what ``forces`` and ``air`` do on the CPU."""

from __future__ import annotations

import warp as wp

from throughline.effects.pyro.air import EVEN
from throughline.effects.pyro.device.kernel import PARTS, Mask, Scalars, Vectors, kernel
from throughline.effects.pyro.device.sample import between, held, place


@kernel
def centred(u: Scalars, v: Scalars, w: Scalars, air: Vectors) -> None:
    i, j, k = wp.tid()
    air[i, j, k] = 0.5 * wp.vec3(u[i, j, k] + u[i + 1, j, k], v[i, j, k] + v[i, j + 1, k],
                                 w[i, j, k] + w[i, j, k + 1])


@kernel
def speeds(air: Vectors, parts: wp.array2d[wp.float64]) -> None:
    """The greatest speed along an axis in a part of the cells."""
    ny, nz = air.shape[1], air.shape[2]
    part = wp.tid()
    most = float(0.0)
    for n in range(part, air.shape[0] * ny * nz, PARTS):
        most = wp.max(most, wp.max(wp.abs(air[n // (ny * nz), (n // nz) % ny, n % nz])))
    parts[part, 0] = wp.float64(most)


@kernel
def whirled(air: Vectors, spin: Vectors, whirl: Scalars) -> None:
    """``spin`` gets the curl times twice the edge, ``whirl`` half its length."""
    i, j, k = wp.tid()
    a, b = wp.max(i - 1, 0), wp.min(i + 1, air.shape[0] - 1)
    c, d = wp.max(j - 1, 0), wp.min(j + 1, air.shape[1] - 1)
    e, f = wp.max(k - 1, 0), wp.min(k + 1, air.shape[2] - 1)
    dx, dy, dz = air[b, j, k] - air[a, j, k], air[i, d, k] - air[i, c, k], air[i, j, f] - air[i, j, e]
    turn = wp.vec3(dy[2] - dz[1], dz[0] - dx[2], dx[1] - dy[0])
    spin[i, j, k] = turn
    whirl[i, j, k] = 0.5 * wp.length(turn)


@kernel
def pulled(spin: Vectors, whirl: Scalars, lift: Scalars, full: Mask, tile: Vectors, shift: wp.vec3i, keep: float,
           stir: float, force: Vectors) -> None:
    """Half the force on a cell, m/s2: each of its faces gets its own and its neighbour's."""
    i, j, k = wp.tid()
    slope = wp.vec3(
        whirl[wp.min(i + 1, whirl.shape[0] - 1), j, k] - whirl[wp.max(i - 1, 0), j, k],
        whirl[i, wp.min(j + 1, whirl.shape[1] - 1), k] - whirl[i, wp.max(j - 1, 0), k],
        whirl[i, j, wp.min(k + 1, whirl.shape[2] - 1)] - whirl[i, j, wp.max(k - 1, 0)])
    pull = keep / (wp.length(slope) + 1.0e-6) * wp.cross(slope, spin[i, j, k]) + wp.vec3(0.0, 0.0, lift[i, j, k])
    if stir > 0.0 and full[i, j, k]:
        size = tile.shape[0] - 1
        push = stir * wp.min(1.0, 0.35 + wp.max(0.0, lift[i, j, k]) / 12.0)
        pull += push * tile[(i + shift[0]) & size, (j + shift[1]) & size, (k + shift[2]) & size]
    force[i, j, k] = 0.5 * pull


@kernel
def driven(u: Scalars, v: Scalars, w: Scalars, force: Vectors, dt: float) -> None:
    i, j, k = wp.tid()
    here = force[i, j, k]
    u[i, j, k] += dt * (here[0] + force[wp.max(i - 1, 0), j, k][0])
    v[i, j, k] += dt * (here[1] + force[i, wp.max(j - 1, 0), k][1])
    w[i, j, k] += dt * (here[2] + force[i, j, wp.max(k - 1, 0)][2])
    if i == force.shape[0] - 1:
        u[i + 1, j, k] += 2.0 * dt * here[0]
    if j == force.shape[1] - 1:
        v[i, j + 1, k] += 2.0 * dt * here[1]
    if k == force.shape[2] - 1:
        w[i, j, k + 1] += 2.0 * dt * here[2]


@kernel
def air_once(air: Vectors, way: Vectors, out: Vectors) -> None:
    i, j, k = wp.tid()
    out[i, j, k] = between(air, place(i, j, k) - way[i, j, k])


@kernel
def air_change(air: Vectors, way: Vectors, back: Vectors, once: Vectors, out: Vectors) -> None:
    """By how much the air of each cell is another after the step."""
    i, j, k = wp.tid()
    here = air[i, j, k]
    better = once[i, j, k] + 0.5 * (here - between(once, place(i, j, k) + back[i, j, k]))
    out[i, j, k] = held(air, place(i, j, k) - way[i, j, k], better) - here


@kernel
def air_given(air: Vectors, change: Vectors, u: Scalars, v: Scalars, w: Scalars) -> None:
    """A face gets half of what each of its cells gets."""
    i, j, k = wp.tid()
    a, b, c = wp.max(i - 1, 0), wp.max(j - 1, 0), wp.max(k - 1, 0)
    here, new = air[i, j, k], change[i, j, k]
    x, y, z = u[i, j, k], v[i, j, k], w[i, j, k]
    u[i, j, k] = x + 0.5 * (new[0] + change[a, j, k][0]) + EVEN * (0.5 * (here[0] + air[a, j, k][0]) - x)
    v[i, j, k] = y + 0.5 * (new[1] + change[i, b, k][1]) + EVEN * (0.5 * (here[1] + air[i, b, k][1]) - y)
    w[i, j, k] = z + 0.5 * (new[2] + change[i, j, c][2]) + EVEN * (0.5 * (here[2] + air[i, j, c][2]) - z)
    if i == air.shape[0] - 1:
        u[i + 1, j, k] += new[0] + EVEN * (here[0] - u[i + 1, j, k])
    if j == air.shape[1] - 1:
        v[i, j + 1, k] += new[1] + EVEN * (here[1] - v[i, j + 1, k])
    if k == air.shape[2] - 1:
        w[i, j, k + 1] += new[2] + EVEN * (here[2] - w[i, j, k + 1])
