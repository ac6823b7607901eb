"""Fields between their cells, for kernels. Places are cells in single precision, rounded as on the CPU: which cells a
sample lies between decides what its value is held to."""

from __future__ import annotations

from typing import Any

import warp as wp

from throughline.effects.pyro.device.kernel import callable_in_kernels


@callable_in_kernels
def place(i: int, j: int, k: int) -> wp.vec3:
    return wp.vec3(float(i), float(j), float(k))


@callable_in_kernels
def split(at: float, count: int):  # type: ignore[no-untyped-def]
    """The lower of the two samples about ``at`` on an axis of ``count``, held within it, and the share of the upper."""
    within = wp.clamp(at, 0.0, float(count - 1))
    low = wp.min(wp.floor(within), float(count - 2))
    return int(low), within - low


@callable_in_kernels
def between(field: wp.array3d[Any], at: wp.vec3):  # type: ignore[no-untyped-def]
    """``field`` between its cells."""
    i, fx = split(at[0], field.shape[0])
    j, fy = split(at[1], field.shape[1])
    k, fz = split(at[2], field.shape[2])
    gx, gy, gz = 1.0 - fx, 1.0 - fy, 1.0 - fz
    low = (gx * gy * field[i, j, k] + gx * fy * field[i, j + 1, k] + fx * gy * field[i + 1, j, k]
           + fx * fy * field[i + 1, j + 1, k])
    high = (gx * gy * field[i, j, k + 1] + gx * fy * field[i, j + 1, k + 1] + fx * gy * field[i + 1, j, k + 1]
            + fx * fy * field[i + 1, j + 1, k + 1])
    return gz * low + fz * high


@callable_in_kernels
def held(field: wp.array3d[Any], at: wp.vec3, value: Any):  # type: ignore[no-untyped-def]
    """``value`` kept between the least and the most of the eight samples about ``at``."""
    i, _ = split(at[0], field.shape[0])
    j, _ = split(at[1], field.shape[1])
    k, _ = split(at[2], field.shape[2])
    least = field[i, j, k]
    most = least
    for number in range(1, 8):
        here = field[i + (number & 1), j + ((number >> 1) & 1), k + (number >> 2)]
        least = wp.min(least, here)
        most = wp.max(most, here)
    return wp.min(wp.max(value, least), most)


@callable_in_kernels
def tile_at(tile: wp.array3d[wp.vec3], i: int, j: int, k: int, by: wp.vec3) -> wp.vec3:
    """A tile that repeats, at cell (i, j, k) and ``by`` cells on."""
    size = tile.shape[0] - 1
    x, y, z = wp.floor(by[0]), wp.floor(by[1]), wp.floor(by[2])
    fx, fy, fz = by[0] - x, by[1] - y, by[2] - z
    gx, gy, gz = 1.0 - fx, 1.0 - fy, 1.0 - fz
    a, b, c = (i + int(x)) & size, (j + int(y)) & size, (k + int(z)) & size
    d, e, f = (a + 1) & size, (b + 1) & size, (c + 1) & size
    return (gx * gy * gz * tile[a, b, c] + gx * gy * fz * tile[a, b, f] + gx * fy * gz * tile[a, e, c]
            + gx * fy * fz * tile[a, e, f] + fx * gy * gz * tile[d, b, c] + fx * gy * fz * tile[d, b, f]
            + fx * fy * gz * tile[d, e, c] + fx * fy * fz * tile[d, e, f])
