"""Soft volumes over a rendered frame: each puff a ball of eroded density, held out exactly by what stands before it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from throughline.picture.kernel import kernel
from throughline.picture.view import SENSOR_MM, Floats, View

SIDE = 64  # of the noise's tile, in cells; a power of two
GRAIN = 9.0  # cells of noise to a puff's radius
NEAREST = 0.12  # metres before the lens in which nothing is seen
WORK = 1.4e6  # pixels of puffs that a frame may cost before it is drawn coarser
CLOSE = 18.0  # pixels of radius from which a puff shows a finer noise
FLAKE = 0.04  # metres: what is smaller is out of focus close to the lens, and thins
COARSEST = 5
OTHER = 0.08  # in inverse depth: samples that differ by more are of another surface
FULL = 0.012  # of the light behind that is left where no more is added


class Cloud(Protocol):
    """What is splatted, all float32 but ``seed``: places (N, 3) m, radii (N,) m, lit colour and emission (N, 3) linear
    Rec.709, opacity through the middle (N,) 0 to 1, hardness of the edge (N,) 0 to 1, seed (N,) integer."""

    @property
    def centre(self) -> Floats: ...
    @property
    def radius(self) -> Floats: ...
    @property
    def colour(self) -> Floats: ...
    @property
    def emission(self) -> Floats: ...
    @property
    def density(self) -> Floats: ...
    @property
    def edge(self) -> Floats: ...
    @property
    def seed(self) -> NDArray[np.integer]: ...


@dataclass(frozen=True)
class Layer:
    """Puffs as seen: ``light`` (H, W, 3) linear and premultiplied, ``cover`` (H, W) 0 to 1, ``depth`` (H, W) metres
    along the view axis, inf where nothing is; float32."""

    light: Floats
    cover: Floats
    depth: Floats


def splat(cloud: Cloud, depth: Floats, view: View, key: tuple[float, float, float]) -> Layer | None:
    """The layer of ``cloud`` before surfaces at ``depth`` (H, W), or None where none of it is seen.

    ``key`` is a unit vector towards the light, for the relief of each puff. Drawn from front to back; a frame that
    is filled with large puffs is drawn at a half to a fifth of its size and raised along its depths.
    """
    height, width = depth.shape
    axes = view.axes()
    away = np.asarray(cloud.centre, np.float64) - np.array(view.position)
    seen = away @ axes.T.astype(np.float64)
    focal = width * view.lens_mm / SENSOR_MM
    far = np.maximum(seen[:, 2], NEAREST)
    x, y = width / 2 + focal * seen[:, 0] / far, height / 2 - focal * seen[:, 1] / far
    reach = focal * cloud.radius / np.maximum(seen[:, 2], 0.7 * cloud.radius + NEAREST)
    keep = ((seen[:, 2] + cloud.radius > NEAREST) & (cloud.density > 1e-3) & (x + reach > 0) & (x - reach < width)
            & (y + reach > 0) & (y - reach < height))
    if not keep.any():
        return None
    order = np.flatnonzero(keep)
    order = order[np.argsort(seen[order, 2], kind="stable")]
    drawn = np.minimum(2 * reach[order], width) * np.minimum(2 * reach[order], height)
    step = int(np.clip(np.ceil(np.sqrt(drawn.sum() / WORK)), 1, COARSEST))
    coarse = np.ascontiguousarray(depth[step // 2::step, step // 2::step])
    place = np.column_stack([x, y, reach])[order] / step
    thick = -np.log1p(-0.985 * np.clip(cloud.density[order], 0, 1))
    thick = np.where(cloud.radius[order] < FLAKE, thick * np.clip((seen[order, 2] - 0.5) / 1.5, 0, 1), thick)
    rows = np.column_stack([place, seen[order, 2], cloud.radius[order],
                            thick, cloud.edge[order]])
    light, through, deep = _splatted(coarse, rows.astype(np.float32), np.asarray(cloud.colour[order], np.float32),
                                     np.asarray(cloud.emission[order], np.float32), _offsets(cloud.seed[order]), axes,
                                     np.asarray(key, np.float32), _tile())
    if not (through < 1).any():
        return None
    if step > 1:
        light, through, deep = _raised(depth, coarse, light, through, deep, step)
    cover = 1 - through
    behind = np.where(cover > 1e-4, deep / np.maximum(cover, 1e-4), np.float32(np.inf)).astype(np.float32)
    return Layer(light, cover, behind)


def _offsets(seed: NDArray[np.integer]) -> Floats:
    """(N, 3) where in the tile of noise each puff is cut."""
    number = np.asarray(seed, np.uint64)
    parts = [(number * np.uint64(odd) >> np.uint64(7)) % np.uint64(SIDE * 16) for odd in (2654435761, 2246822519,
                                                                                       3266489917)]
    return np.stack(parts, axis=1).astype(np.float32) / np.float32(16)


@lru_cache(maxsize=1)
def _tile() -> Floats:
    """(SIDE, SIDE, SIDE) noise from 0 to 1 that repeats without a seam: three octaves of smoothed values."""
    random = np.random.Generator(np.random.PCG64(20260101))
    total = np.zeros((SIDE,) * 3)
    for cells, weight in ((8, 1.0), (16, 0.55), (32, 0.28)):
        values = random.standard_normal((cells,) * 3)
        for axis in range(3):
            place = np.arange(SIDE) * cells / SIDE
            low = place.astype(int)
            part = place - low
            part = (part * part * (3 - 2 * part)).reshape([-1 if a == axis else 1 for a in range(3)])
            values = (np.take(values, low % cells, axis) * (1 - part) + np.take(values, (low + 1) % cells, axis) * part)
        total += weight * values / values.std()
    rank = total / total.std()
    return np.asarray(np.clip(0.5 + 0.235 * rank, 0, 1), np.float32)


@kernel
def _noise(tile: Floats, x: float, y: float, z: float) -> float:
    ix, iy, iz = int(np.floor(x)), int(np.floor(y)), int(np.floor(z))
    fx, fy, fz = x - ix, y - iy, z - iz
    side = tile.shape[0] - 1
    x0, y0, z0 = ix & side, iy & side, iz & side
    x1, y1, z1 = (ix + 1) & side, (iy + 1) & side, (iz + 1) & side
    a = tile[x0, y0, z0] * (1 - fz) + tile[x0, y0, z1] * fz
    b = tile[x0, y1, z0] * (1 - fz) + tile[x0, y1, z1] * fz
    c = tile[x1, y0, z0] * (1 - fz) + tile[x1, y0, z1] * fz
    d = tile[x1, y1, z0] * (1 - fz) + tile[x1, y1, z1] * fz
    return float((a * (1 - fy) + b * fy) * (1 - fx) + (c * (1 - fy) + d * fy) * fx)


@kernel
def _splatted(depth: Floats, rows: Floats, colours: Floats, emissions: Floats, offsets: Floats, axes: Floats,
              key: Floats, tile: Floats) -> tuple[Floats, Floats, Floats]:
    """Light (h, w, 3), what passes (h, w), depth times cover (h, w), from puffs sorted from front to back."""
    height, width = depth.shape
    light = np.zeros((height, width, 3), np.float32)
    through = np.ones((height, width), np.float32)
    deep = np.zeros((height, width), np.float32)
    for n in range(len(rows)):
        x, y, wide, z, radius, thick, edge = (rows[n, 0], rows[n, 1], rows[n, 2], rows[n, 3], rows[n, 4], rows[n, 5],
                                              rows[n, 6])
        if wide < 1.1:
            thick *= wide * wide / 1.21
            wide = np.float32(1.1)
        for j in range(max(0, int(y - wide)), min(height, int(y + wide) + 2)):
            v = (y - (j + 0.5)) / wide
            for i in range(max(0, int(x - wide)), min(width, int(x + wide) + 2)):
                u = (i + 0.5 - x) / wide
                q = u * u + v * v
                if q >= 1.0 or through[j, i] < FULL:
                    continue
                w = np.sqrt(1.0 - q)
                half = max(radius * w, 1e-3)
                near = max(z - half, NEAREST)
                seen = min(z + half, depth[j, i]) - near
                if seen <= 0:
                    continue
                shape, relief, pit = w * w, 1.0, 0.5
                if edge > 0 and wide > 2.0:
                    px = u * axes[0, 0] + v * axes[1, 0] - w * axes[2, 0]
                    py = u * axes[0, 1] + v * axes[1, 1] - w * axes[2, 1]
                    pz = u * axes[0, 2] + v * axes[1, 2] - w * axes[2, 2]
                    a, b, c = offsets[n, 0] + GRAIN * px, offsets[n, 1] + GRAIN * py, offsets[n, 2] + GRAIN * pz
                    pit = _noise(tile, a, b, c)
                    if wide > CLOSE:
                        fine = 0.30 * min(1.0, wide / CLOSE - 1.0)
                        pit += fine * (_noise(tile, 4.1 * a, 4.1 * b, 4.1 * c) - 0.5)
                    shape = min(1.0, max(0.0, (w * w - edge * (1.0 - pit)) * (1.0 + edge)))
                    if shape <= 0:
                        continue
                    lit = pit - _noise(tile, a + 2.2 * key[0], b + 2.2 * key[1], c + 2.2 * key[2])
                    lit = 1.3 * lit + 0.45 * (px * key[0] + py * key[1] + pz * key[2])
                    relief = max(0.4, 1.0 + edge * lit)
                alpha = 1.0 - np.exp(-thick * shape * seen / (2.0 * half))
                share = through[j, i] * alpha
                hot = max(0.1, 1.0 + edge * (2.2 * (pit - 0.5) + 0.9 * (w - 0.8)))
                for k in range(3):
                    burn = emissions[n, k]
                    if burn > 0:
                        burn *= hot if k == 0 else hot * hot if k == 1 else hot * hot * hot
                    light[j, i, k] += share * (colours[n, k] * relief + burn)
                deep[j, i] += share * z
                through[j, i] -= share
    return light, through, deep


@kernel
def _raised(depth: Floats, coarse: Floats, light: Floats, through: Floats, deep: Floats,
            step: int) -> tuple[Floats, Floats, Floats]:
    """The coarse layer at the size of ``depth``: between the four samples about a pixel, those of its own depth."""
    height, width = depth.shape
    rows, columns = coarse.shape
    out = np.zeros((height, width, 3), np.float32)
    left, far = np.ones((height, width), np.float32), np.zeros((height, width), np.float32)
    for j in range(height):
        y = (j - step // 2) / step
        j0 = min(max(int(np.floor(y)), 0), rows - 1)
        fy = min(max(y - j0, 0.0), 1.0)
        for i in range(width):
            x = (i - step // 2) / step
            i0 = min(max(int(np.floor(x)), 0), columns - 1)
            fx = min(max(x - i0, 0.0), 1.0)
            here, total = 1.0 / max(depth[j, i], 0.05), 0.0
            passes, far_here, least = 0.0, 0.0, 2.0
            for b in range(2):
                for a in range(2):
                    there = 1.0 / max(coarse[min(j0 + b, rows - 1), min(i0 + a, columns - 1)], 0.05)
                    least = min(least, abs(there - here) / (here + there + 1e-5))
            for b in range(2):
                for a in range(2):
                    jj, ii = min(j0 + b, rows - 1), min(i0 + a, columns - 1)
                    there = 1.0 / max(coarse[jj, ii], 0.05)
                    off = abs(there - here) / (here + there + 1e-5)
                    if off > least + OTHER:
                        continue
                    share = ((fx if a else 1.0 - fx) * (fy if b else 1.0 - fy) + 1e-3) / (1e-4 + off * off * off)
                    total += share
                    passes += share * through[jj, ii]
                    far_here += share * deep[jj, ii]
                    for k in range(3):
                        out[j, i, k] += share * light[jj, ii, k]
            left[j, i], far[j, i] = passes / total, far_here / total
            for k in range(3):
                out[j, i, k] /= total
    return out, left, far
