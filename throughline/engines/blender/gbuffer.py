"""From the worker's samples to a frame's passes: four samples a pixel, one of which stands for its depth and name.

A layer's samples are two planes (h, w, 4) float32: ``surface``, colour and depth in metres, 1e10 where nothing is; and
``facing``, the normal in camera space and the object's number from 1.
"""

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
def merged(surface: Floats, facing: Floats, before: Floats, before_facing: Floats, into: Floats,
           into_facing: Floats) -> None:
    """Puts into ``into`` and ``into_facing`` (h, w, 4) of every sample the nearer of two layers."""
    for y in range(surface.shape[0]):
        for x in range(surface.shape[1]):
            if before[y, x, 3] <= surface[y, x, 3]:
                for c in range(4):
                    into[y, x, c] = before[y, x, c]
                    into_facing[y, x, c] = before_facing[y, x, c]
            else:
                for c in range(4):
                    into[y, x, c] = surface[y, x, c]
                    into_facing[y, x, c] = facing[y, x, c]


@kernel
def resolve(surface: Floats, facing: Floats, factor: int) -> tuple[Floats, Floats, NDArray[np.uint16]]:
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
                    if surface[j, i, 3] < SKY:
                        covered += 1
                        if surface[j, i, 3] < nearest:
                            near_y, near_x, nearest = j, i, surface[j, i, 3]
            if 2 * covered >= factor * factor and covered:
                depth[y, x] = nearest
                for c in range(3):
                    turned[y, x, c] = facing[near_y, near_x, c]
                kept[y, x] = np.uint16(facing[near_y, near_x, 3])
    return depth, turned, kept
