"""Value noise fixed in space: the same place and seed give the same value on every machine and frame."""

from __future__ import annotations

import numpy as np

from throughline.picture.kernel import kernel


@kernel
def lattice(x: int, y: int, seed: int) -> float:
    """A number from 0 to 1 that belongs to a whole-numbered place.

    Source: Wang 2007, integer hashing by multiply and xor-shift.
    """
    h = np.uint32(x * 374761393 + y * 668265263 + seed * 2246822519 & 0xFFFFFFFF)
    h = np.uint32((h ^ (h >> np.uint32(13))) * np.uint32(1274126177))
    h = np.uint32((h ^ (h >> np.uint32(16))) * np.uint32(2654435769))
    return float((h ^ (h >> np.uint32(15))) & np.uint32(0xFFFFFF)) / 16777215.0


@kernel
def value(x: float, y: float, seed: int) -> float:
    """Smooth noise from 0 to 1 with features of size 1."""
    ix, iy = int(np.floor(x)), int(np.floor(y))
    fx, fy = x - ix, y - iy
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    low = lattice(ix, iy, seed) * (1 - fx) + lattice(ix + 1, iy, seed) * fx
    high = lattice(ix, iy + 1, seed) * (1 - fx) + lattice(ix + 1, iy + 1, seed) * fx
    return float(low * (1 - fy) + high * fy)


@kernel
def cloudy(x: float, y: float, seed: int, octaves: int) -> float:
    """Noise from 0 to 1 with detail in ``octaves`` octaves, each turned so that no grid shows."""
    total, weight, scale = 0.0, 0.5, 0.0
    for octave in range(octaves):
        total += weight * value(x, y, seed + octave * 101)
        scale += weight
        weight *= 0.5
        x, y = 1.6 * x - 1.2 * y + 17.3, 1.2 * x + 1.6 * y - 5.7
    return total / scale
