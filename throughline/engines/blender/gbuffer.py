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
def normals(facing: Floats, through: Floats, surface: Floats) -> Floats:
    """(H, W, 3) float32 camera-space normals from their places on the matcap; 0 where nothing is.

    Source: Blender's workbench_matcap_lib.glsl, whose basis round the view vector this undoes.
    """
    height, width = facing.shape[:2]
    out = np.zeros((height, width, 3), np.float32)
    for y in range(height):
        for x in range(width):
            if surface[y, x, 4] > SKY:
                continue
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
    return out


@kernel
def resolve(surface: Floats, facing: Floats, normal: Floats,
            factor: int) -> tuple[Floats, Floats, NDArray[np.uint16]]:
    """Depth (H, W), normal (H, W, 3) and ID (H, W) of pixels of ``factor`` x ``factor`` samples.

    The nearest sample stands for the pixel, when at least half of its samples meet something; all passes agree.
    """
    height, width = surface.shape[0] // factor, surface.shape[1] // factor
    depth = np.full((height, width), np.inf, np.float32)
    turned = np.zeros((height, width, 3), np.float32)
    number = np.zeros((height, width), np.uint16)
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
                number[y, x] = np.uint16(facing[near_y, near_x, 2] + 0.5)
    return depth, turned, number
