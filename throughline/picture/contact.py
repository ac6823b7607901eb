"""Contact shade: how much of the sky's light nearby surfaces leave, from depth and normals alone."""

from __future__ import annotations

import numpy as np

from throughline.picture.kernel import kernel
from throughline.picture.view import Floats

SAMPLES = 9


def _around() -> Floats:
    """(16, SAMPLES, 4) float32: for every place in a 4 x 4 pattern, unit directions and how far along them to look."""
    spin, k = np.meshgrid(np.arange(16) / 16.0, np.arange(SAMPLES), indexing="ij")
    up = 1.0 - 2.0 * (k + 0.5) / SAMPLES
    turn, flat = 2.0 * np.pi * (k * 0.618034 + spin), np.sqrt(1.0 - up * up)
    reach = 0.15 + 0.85 * (((k * 5 + 3) % SAMPLES) + spin) / SAMPLES
    return np.stack([flat * np.cos(turn), flat * np.sin(turn), up, reach], axis=-1).astype(np.float32)


AROUND = _around()


@kernel
def contact(depth: Floats, normal: Floats, through: Floats, wide: float, radius: float, around: Floats) -> Floats:
    """(H, W) float32 from 0 to 1: the ambient light that nearby surfaces leave, by depth alone.

    ``normal`` camera space, ``through`` rays one metre deep, ``wide`` picture width at one metre, ``radius`` metres,
    ``around`` AROUND. Source: Mittring 2007, "Finding next gen", with hemisphere samples.
    """
    height, width = depth.shape
    raw = np.ones((height, width), np.float32)
    samples = around.shape[1]
    scale = np.float32(width / wide)
    for y in range(height):
        for x in range(width):
            z = depth[y, x]
            if not np.isfinite(z) or z * wide > 120.0 * radius:
                continue
            nx, ny, nz = normal[y, x, 0], normal[y, x, 1], normal[y, x, 2]
            lift = np.float32(0.02)
            px, py, pz = through[y, x, 0] * z + nx * lift, through[y, x, 1] * z + ny * lift, nz * lift - z
            spin = ((x & 3) * 4 + (y & 3)) * 7 % 16
            blocked = 0
            for k in range(samples):
                dx, dy, dz = around[spin, k, 0], around[spin, k, 1], around[spin, k, 2]
                reach = around[spin, k, 3] * radius
                if dx * nx + dy * ny + dz * nz < 0:
                    reach = -reach
                sz = -(pz + dz * reach)
                if sz < 0.05:
                    continue
                i = int((px + dx * reach) / sz * scale + 0.5 * width)
                j = int(0.5 * height - (py + dy * reach) / sz * scale)
                if 0 <= i < width and 0 <= j < height:
                    gap = sz - depth[j, i]
                    if 0.01 + 0.002 * sz < gap < 2.0 * radius:
                        blocked += 1
            raw[y, x] = 1.0 - blocked / samples
    return _smoothed(raw, depth)


@kernel
def _smoothed(raw: Floats, depth: Floats) -> Floats:
    height, width = raw.shape
    out = np.ones((height, width), np.float32)
    for y in range(height):
        for x in range(width):
            z, total, weight = depth[y, x], 0.0, 0.0
            for j in range(max(0, y - 2), min(height, y + 2)):
                for i in range(max(0, x - 2), min(width, x + 2)):
                    if abs(depth[j, i] - z) < 0.03 * z + 0.05:
                        total += raw[j, i]
                        weight += 1.0
            out[y, x] = total / weight if weight > 0 else 1.0
    return out
