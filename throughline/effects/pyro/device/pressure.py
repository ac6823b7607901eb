"""The exact pressure on the device; what it does is what ``pressure`` does on the CPU: the box in its own waves, walls
by conjugate gradients with the box without its walls before them."""

from __future__ import annotations

import math

import warp as wp

from throughline.effects.pyro.device.kernel import PARTS, Array, Mask, Scalars, kernel, launch, summed
from throughline.effects.pyro.device.waves import Waves
from throughline.effects.pyro.pressure import CLOSE, ROUNDS


@kernel
def mismatch(u: Scalars, v: Scalars, w: Scalars, wanted: Scalars, edge: float, solid: Mask, right: Scalars) -> None:
    i, j, k = wp.tid()
    found = wanted[i, j, k] * edge - (u[i + 1, j, k] - u[i, j, k] + v[i, j + 1, k] - v[i, j, k] + w[i, j, k + 1]
                                      - w[i, j, k])
    if solid.shape[0] > 0:
        if solid[i, j, k]:
            found = 0.0
    right[i, j, k] = found


@kernel
def pushed(u: Scalars, v: Scalars, w: Scalars, p: Scalars, grounded: bool) -> None:
    """Takes the pressure's slope from the velocities."""
    i, j, k = wp.tid()
    here = p[i, j, k]
    if i > 0:
        u[i, j, k] -= here - p[i - 1, j, k]
    else:
        u[i, j, k] -= 2.0 * here
    if j > 0:
        v[i, j, k] -= here - p[i, j - 1, k]
    else:
        v[i, j, k] -= 2.0 * here
    if k > 0:
        w[i, j, k] -= here - p[i, j, k - 1]
    elif not grounded:
        w[i, j, k] -= 2.0 * here
    if i == p.shape[0] - 1:
        u[i + 1, j, k] += 2.0 * here
    if j == p.shape[1] - 1:
        v[i, j + 1, k] += 2.0 * here
    if k == p.shape[2] - 1:
        w[i, j, k + 1] += 2.0 * here


@kernel
def grounded_still(w: Scalars) -> None:
    i, j = wp.tid()
    w[i, j, 0] = 0.0


@kernel
def stopped(u: Scalars, v: Scalars, w: Scalars, solid: Mask) -> None:
    """Stills the faces of walls; a thread does the three lower faces of a cell, and at the box's end the upper."""
    i, j, k = wp.tid()
    here = solid[i, j, k]
    if here or solid[wp.max(i - 1, 0), j, k]:
        u[i, j, k] = 0.0
    if here or solid[i, wp.max(j - 1, 0), k]:
        v[i, j, k] = 0.0
    if here or solid[i, j, wp.max(k - 1, 0)]:
        w[i, j, k] = 0.0
    if here and i == solid.shape[0] - 1:
        u[i + 1, j, k] = 0.0
    if here and j == solid.shape[1] - 1:
        v[i, j + 1, k] = 0.0
    if here and k == solid.shape[2] - 1:
        w[i, j, k + 1] = 0.0


@kernel
def laplaced(p: Scalars, solid: Mask, grounded: bool, out: Scalars) -> None:
    """-laplace of ``p``: no slope between gas and wall nor at the ground, 0 half a cell beyond the open sides."""
    i, j, k = wp.tid()
    here, wall = p[i, j, k], solid[i, j, k]
    total = float(0.0)
    for n in range(6):
        axis, step = n // 2, 2 * (n % 2) - 1
        a, b, c = i, j, k
        if axis == 0:
            a = i + step
        elif axis == 1:
            b = j + step
        else:
            c = k + step
        if a < 0 or b < 0 or c < 0 or a >= p.shape[0] or b >= p.shape[1] or c >= p.shape[2]:
            if c >= 0 or not grounded:
                total += 2.0 * here
        elif solid[a, b, c] == wall:
            total += here - p[a, b, c]
    out[i, j, k] = total


@kernel
def products(one: wp.array[wp.float32], other: wp.array[wp.float32], parts: wp.array2d[wp.float64]) -> None:
    part = wp.tid()
    total = wp.float64(0.0)
    for n in range(part, one.shape[0], PARTS):
        total += wp.float64(one[n]) * wp.float64(other[n])
    parts[part, 0] = total


@kernel
def added(one: Scalars, factor: float, other: Scalars, by: float, out: Scalars) -> None:
    i, j, k = wp.tid()
    out[i, j, k] = factor * one[i, j, k] + by * other[i, j, k]


class Pressure:
    """Solves for one box: its waves on the device, and arrays to work in."""

    def __init__(self, shape: tuple[int, int, int], grounded: bool, device: str):
        self._shape, self._grounded, self._device = shape, grounded, device
        self._waves = Waves(shape, grounded, device)
        self._right, self._way, self._rest, self._held = (
            wp.zeros(shape, dtype=wp.float32, device=device) for _ in range(4))

    def project(self, faces: tuple[Array, Array, Array], wanted: Array, edge: float, solid: Array, p: Array
                ) -> float:
        """Gives the face velocities, in place, the divergence ``wanted`` (1/s); ``p`` holds the last step's pressure
        and gets this one's. Returns how far the divergence was from the wanted one, 1/s, root mean square."""
        walls = solid.shape[0] > 0
        if self._grounded:
            launch(grounded_still, self._shape[:2], self._device, faces[2])
        if walls:
            launch(stopped, self._shape, self._device, *faces, solid)
        before = self.unmet(faces, wanted, edge, solid)
        if walls:
            self._walled(solid, p)
        else:
            self._waves.solve(self._right, p)
        launch(pushed, self._shape, self._device, *faces, p, self._grounded)
        if walls:
            launch(stopped, self._shape, self._device, *faces, solid)
        return before

    def unmet(self, faces: tuple[Array, Array, Array], wanted: Array, edge: float, solid: Array) -> float:
        """How far the divergence is from the wanted one, 1/s, root mean square."""
        launch(mismatch, self._shape, self._device, *faces, wanted, edge, solid, self._right)
        return math.sqrt(self._product(self._right, self._right) / self._right.size) / edge

    def _walled(self, solid: Array, p: Array) -> None:
        """Conjugate gradients from ``p`` till the mean cell is ``CLOSE``, the box without its walls before them."""
        shape, device = self._shape, self._device
        rest, way, held = self._rest, self._way, self._held
        launch(laplaced, shape, device, p, solid, self._grounded, held)
        launch(added, shape, device, self._right, 1.0, held, -1.0, rest)
        least = CLOSE ** 2 * self._product(self._right, self._right)
        self._waves.solve(rest, way)
        gain = self._product(rest, way)
        for _ in range(ROUNDS):
            if gain <= 0.0 or self._product(rest, rest) <= least:
                break
            launch(laplaced, shape, device, way, solid, self._grounded, held)
            step = gain / self._product(way, held)
            launch(added, shape, device, p, 1.0, way, step, p)
            launch(added, shape, device, rest, 1.0, held, -step, rest)
            self._waves.solve(rest, held)
            before, gain = gain, self._product(rest, held)
            launch(added, shape, device, held, 1.0, way, gain / before, way)

    def _product(self, one: Array, other: Array) -> float:
        return float(summed(products, self._device, 1, one.flatten(), other.flatten()).sum())
