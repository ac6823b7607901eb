"""From the worker's samples to a frame's passes: four samples a pixel, one of which stands for its depth and name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
SKY = 1e9


@kernel
def rays(height: int, width: int, wide: float, shift_x: float, shift_y: float, flat: bool) -> Floats:
    """(height, width, 3) float32: through each sample, a camera-space vector one metre deep (straight when flat)."""
    out = np.empty((height, width, 3), np.float32)
    for y in range(height):
        for x in range(width):
            out[y, x, 0] = 0.0 if flat else ((x + 0.5) / width - 0.5 + shift_x) * wide
            out[y, x, 1] = 0.0 if flat else ((0.5 * height - y - 0.5) / width + shift_y) * wide
            out[y, x, 2] = -1.0
    return out


@kernel
def normals(facing: Floats, through: Floats, surface: Floats) -> tuple[Floats, NDArray[np.uint16]]:
    """Camera-space normals (H, W, 3) and object numbers (H, W) of what ``facing`` (H, W, 4) has in front, else 0.

    Source: Blender's workbench_matcap_lib.glsl, whose basis round the view vector this undoes.
    """
    height, width = facing.shape[:2]
    out = np.zeros((height, width, 3), np.float32)
    number = np.zeros((height, width), np.uint16)
    for y in range(height):
        for x in range(width):
            z = surface[y, x, 4]
            if z > SKY or abs(facing[y, x, 3] - z) > 1e-3 + 1e-4 * z:
                continue
            number[y, x] = np.uint16(facing[y, x, 2] + 0.5)
            ray = through[y, x]
            length = np.sqrt(ray[0] ** 2 + ray[1] ** 2 + ray[2] ** 2)
            ix, iy, iz = -ray[0] / length, -ray[1] / length, -ray[2] / length
            a = 1.0 / (1.0 + iz)
            b = -ix * iy * a
            u, v = (facing[y, x, 0] - 0.5) / 0.496, (facing[y, x, 1] - 0.5) / 0.496
            w = np.sqrt(max(0.0, 1.0 - u * u - v * v))
            nx = u * (1.0 - ix * ix * a) + v * b + w * ix
            ny = u * b + v * (1.0 - iy * iy * a) + w * iy
            nz = -u * ix - v * iy + w * iz
            size = np.sqrt(nx * nx + ny * ny + nz * nz)
            out[y, x, 0], out[y, x, 1], out[y, x, 2] = nx / size, ny / size, nz / size
    return out, number


@kernel
def flat_normals(through: Floats, surface: Floats, normal: Floats, number: NDArray[np.uint16],
                 keep: NDArray[np.bool_]) -> Floats:
    """``normal`` (H, W, 3) with those of objects that are not to ``keep`` (N + 1,) taken from the depth alone.

    To either side the smaller step in depth is taken, so that edges stay clean.
    """
    height, width = number.shape
    out = normal.copy()
    for y in range(height):
        for x in range(width):
            z = surface[y, x, 4]
            if z > SKY or keep[number[y, x]]:
                continue
            left, right, above, below = max(0, x - 1), min(width - 1, x + 1), max(0, y - 1), min(height - 1, y + 1)
            if x > 0 and abs(surface[y, left, 4] - z) <= abs(surface[y, right, 4] - z):
                right = x
            elif x < width - 1:
                left = x
            if y > 0 and abs(surface[above, x, 4] - z) <= abs(surface[below, x, 4] - z):
                below = y
            elif y < height - 1:
                above = y
            zl, zr, za, zb = surface[y, left, 4], surface[y, right, 4], surface[above, x, 4], surface[below, x, 4]
            ux = through[y, right, 0] * zr - through[y, left, 0] * zl
            uy = through[y, right, 1] * zr - through[y, left, 1] * zl
            uz = zl - zr
            vx = through[above, x, 0] * za - through[below, x, 0] * zb
            vy = through[above, x, 1] * za - through[below, x, 1] * zb
            vz = zb - za
            nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
            size = np.sqrt(nx * nx + ny * ny + nz * nz)
            if size > 1e-12:
                out[y, x, 0], out[y, x, 1], out[y, x, 2] = nx / size, ny / size, nz / size
    return out


@kernel
def resolve(surface: Floats, normal: Floats, number: NDArray[np.uint16],
            factor: int) -> tuple[Floats, Floats, NDArray[np.uint16]]:
    """Depth (H, W), normal (H, W, 3) and number (H, W) of pixels of ``factor`` x ``factor`` samples.

    The nearest sample stands for the pixel, when at least half of its samples meet something; all passes agree.
    """
    height, width = surface.shape[0] // factor, surface.shape[1] // factor
    depth = np.full((height, width), np.inf, np.float32)
    turned = np.zeros((height, width, 3), np.float32)
    kept = np.zeros((height, width), np.uint16)
    for y in range(height):
        for x in range(width):
            near_y, near_x, covered, nearest = 0, 0, 0, np.float32(SKY)
            for j in range(y * factor, (y + 1) * factor):
                for i in range(x * factor, (x + 1) * factor):
                    if surface[j, i, 4] < SKY:
                        covered += 1
                        if surface[j, i, 4] < nearest:
                            near_y, near_x, nearest = j, i, surface[j, i, 4]
            if 2 * covered >= factor * factor and covered:
                depth[y, x] = nearest
                turned[y, x] = normal[near_y, near_x]
                kept[y, x] = number[near_y, near_x]
    return depth, turned, kept
