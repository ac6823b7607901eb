"""Light on surfaces whose colour, normal and depth are known: key, sky, lamps, contact shade.

What is baked (sets, effects) keeps its own light and takes contact shade and the shadows of what moves. What is lit
(cast, vehicles, props) comes with the one irradiance of the place where it stands in its colours; it is given form
by the ratio of the irradiance that each of its surfaces has to that one. Colours over 1 glow by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
Place = NDArray[np.float64]
REACH = 14.0
SAMPLES = 10
SHEEN = 0.35  # of a light that the sheen gives back, in units of what is carried


@dataclass(frozen=True)
class Rig:
    """The light of a frame, linear Rec.709: ``key`` (3,) towards it and ``key_colour`` (3,) its irradiance;
    ``ambient`` (3,) the sky's; ``lamps`` (L, 6) place and irradiance at one metre."""

    key: Floats
    key_colour: Floats
    ambient: Floats
    lamps: Floats


def carried(rig: Rig, place: Floats) -> Floats:
    """(3,) float32: the irradiance that colours at ``place`` (3,) come with, before it is held within bounds.

    Source: the one in world.lighting.irradiance.
    """
    away = ((rig.lamps[:, :3] - place) ** 2).sum(axis=1)
    lamps = (rig.lamps[:, 3:] / (1.0 + away)[:, None]).sum(axis=0)
    return np.asarray(np.maximum(rig.ambient + 0.55 * rig.key_colour + 0.55 * lamps, 1e-3), np.float32)


@dataclass(frozen=True)
class ShadowMap:
    """What stands between places and the key: ``heights`` (S, S) metres towards it above ``middle`` (3,), over
    +-``half`` metres along the first two of ``axes`` (3, 3), the third of which points to the key."""

    heights: Floats
    axes: Floats
    middle: Floats
    half: float


NO_SHADOW = ShadowMap(np.full((2, 2), -1e9, np.float32), np.eye(3, dtype=np.float32), np.zeros(3, np.float32), 1.0)


def neutral(forward: Floats) -> Rig:
    """A soft studio rig for stages without lights: key high over the camera's left shoulder, (3,) ``forward``."""
    ahead = np.array([forward[0], forward[1], 0.0], np.float32)
    ahead /= max(float(np.linalg.norm(ahead)), 1e-4)
    left = np.array([-ahead[1], ahead[0], 0.0], np.float32)
    key = -0.55 * ahead + 0.5 * left + np.array([0.0, 0.0, 0.8], np.float32)
    return Rig(key=(key / np.linalg.norm(key)).astype(np.float32), key_colour=np.array([0.75, 0.72, 0.68], np.float32),
               ambient=np.array([0.42, 0.44, 0.48], np.float32), lamps=np.zeros((0, 6), np.float32))


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


@kernel
def _light_through(heights: Floats, axes: Floats, middle: Floats, half: float, p: Place, n: Place) -> float:
    """How much of the key (0 to 1) reaches ``p`` (3,), a place on a surface with normal ``n`` (3,)."""
    size = len(heights)
    texel = 2.0 * half / size
    along, aside, high = 0.0, 0.0, 0.0
    for c in range(3):
        q = p[c] + n[c] * (0.02 + 1.5 * texel) - middle[c]
        along, aside, high = along + axes[0, c] * q, aside + axes[1, c] * q, high + axes[2, c] * q
    x, y = (along / half + 1.0) * 0.5 * size, (1.0 - aside / half) * 0.5 * size
    if not (2.0 <= x < size - 2.0 and 2.0 <= y < size - 2.0):
        return 1.0
    i, j = int(x - 0.5), int(y - 0.5)
    fx, fy = x - 0.5 - i, y - 0.5 - j
    limit = high + 0.01 + texel
    if (heights[j - 1, i - 1] < limit and heights[j - 1, i + 2] < limit and heights[j + 2, i - 1] < limit
            and heights[j + 2, i + 2] < limit and heights[j, i] < limit):
        return 1.0
    light, total = 0.0, 0.0
    for dj in range(-1, 3):
        wy = (1.0 - fy) if dj == -1 else fy if dj == 2 else 1.0
        for di in range(-1, 3):
            weight = wy * ((1.0 - fx) if di == -1 else fx if di == 2 else 1.0)
            total += weight
            if heights[j + dj, i + di] < limit:
                light += weight
    return light / total


@kernel
def lit(surface: Floats, normal: Floats, number: NDArray[np.uint16], through: Floats, world: Place,
        shade: Floats, light_carried: Floats, key: Floats, key_colour: Floats, ambient: Floats,
        lamps: Floats, still: Floats, still_axes: Floats, still_middle: Floats, still_half: float, moving: Floats,
        moving_axes: Floats, moving_middle: Floats, moving_half: float, factor: int) -> Floats:
    """(H, W, 3) float32 scene-linear: the light of the samples that meet something, averaged a pixel.

    ``surface`` (h, w, 5) colour, coverage, depth; ``normal`` (h, w, 3) camera space; ``number`` (h, w) objects from 1;
    ``world`` (4, 4) the camera's matrix; ``shade`` (H, W) from ``contact``;
    ``light_carried`` (N + 1, 3) what each object's colours come with, 0 for what is baked; shadow maps of the set and of what moves.
    """
    height, width = shade.shape
    out = np.zeros((height, width, 3), np.float32)
    light, left, n, p, v = np.zeros(3), np.ones(3), np.zeros(3), np.zeros(3), np.zeros(3)
    for y in range(height):
        for x in range(width):
            covered, fresh = 0, True
            for j in range(y * factor, (y + 1) * factor):
                for i in range(x * factor, (x + 1) * factor):
                    if surface[j, i, 4] > 1e9:
                        continue
                    covered += 1
                    mean = light_carried[number[j, i]]
                    formed = mean[0] > 0.0
                    if formed or fresh:
                        _placed(normal[j, i], through[j, i], surface[j, i, 4], world, n, p, v)
                        sun = _light_through(moving, moving_axes, moving_middle, moving_half, p, n)
                        alone = 1.0
                        if formed or sun < 1.0:
                            alone = _light_through(still, still_axes, still_middle, still_half, p, n)
                    if formed:
                        _formed(surface[j, i], n, p, v, shade[y, x], sun * alone, key, key_colour, ambient, lamps,
                                mean, light)
                    else:
                        if fresh:
                            _left(n, shade[y, x], alone * (1.0 - sun), key, key_colour, ambient, left)
                            fresh = False
                        for c in range(3):
                            glows = surface[j, i, c] > 1.0 and surface[j, i, c] > 1.3 * (ambient[c] + key_colour[c])
                            light[c] = surface[j, i, c] * (1.0 if glows else left[c])
                    for c in range(3):
                        out[y, x, c] += light[c]
            if covered:
                for c in range(3):
                    out[y, x, c] /= covered
    return out


@kernel
def _placed(normal: Floats, ray: Floats, z: float, world: Place, n: Place, p: Place, v: Place) -> None:
    """World normal, place and direction to the eye of a sample, into ``n``, ``p``, ``v`` (3,)."""
    for r in range(3):
        n[r] = world[r, 0] * normal[0] + world[r, 1] * normal[1] + world[r, 2] * normal[2]
        v[r] = -(world[r, 0] * ray[0] + world[r, 1] * ray[1] + world[r, 2] * ray[2])
        p[r] = world[r, 3] - v[r] * z
    size = np.sqrt(v[0] ** 2 + v[1] ** 2 + v[2] ** 2)
    v /= size


@kernel
def _left(n: Place, shade: float, lost: float, key: Floats, key_colour: Floats, ambient: Floats, left: Place) -> None:
    """Puts into ``left`` (3,) what stays of baked light where contact takes some and what moves takes ``lost`` (0 to
    1) of the key."""
    ndl = max(0.0, n[0] * key[0] + n[1] * key[1] + n[2] * key[2])
    sky = 0.62 + 0.38 * n[2]
    for c in range(3):
        direct = key_colour[c] * ndl
        left[c] = (0.45 + 0.55 * shade) * (1.0 - lost * direct / (direct + ambient[c] * sky + 1e-6))


@kernel
def _formed(surface: Floats, n: Place, p: Place, v: Place, shade: float, sun: float, key: Floats, key_colour: Floats,
            ambient: Floats, lamps: Floats, mean: Floats, light: Place) -> None:
    """Puts into ``light`` (3,) the radiance of a lit sample that sees ``sun`` (0 to 1) of the key."""
    if max(surface[0], surface[1], surface[2]) > 1.0:
        for c in range(3):
            light[c] = surface[c]
        return
    facing = max(0.0, n[0] * v[0] + n[1] * v[1] + n[2] * v[2])
    sky = (0.62 + 0.38 * n[2]) * shade + 0.22 * facing
    sheen = 0.04 + 0.30 * (1.0 - facing) ** 4
    ndl = n[0] * key[0] + n[1] * key[1] + n[2] * key[2]
    direct = max(0.0, (ndl + 0.12) / 1.12) * (0.4 + 0.6 * shade) * sun
    gloss = _gloss(n, v, key[0], key[1], key[2]) * max(0.0, ndl) * sun
    for c in range(3):
        light[c] = surface[c] * (ambient[c] * sky + key_colour[c] * direct)
        light[c] += sheen * SHEEN * (ambient[c] * (0.5 + 0.5 * n[2]) * shade + key_colour[c] * gloss)
    for k in range(len(lamps)):
        dx, dy, dz = lamps[k, 0] - p[0], lamps[k, 1] - p[1], lamps[k, 2] - p[2]
        square = dx * dx + dy * dy + dz * dz
        if square > REACH * REACH:
            continue
        length = np.sqrt(square + 1e-4)
        dx, dy, dz = dx / length, dy / length, dz / length
        ndl = n[0] * dx + n[1] * dy + n[2] * dz
        fall = (1.0 - square / (REACH * REACH)) ** 2 / (square + 0.12)
        amount = max(0.0, 0.88 * ndl + 0.12) * fall * (0.5 + 0.5 * shade)
        gloss = _gloss(n, v, dx, dy, dz) * fall * max(0.0, ndl)
        for c in range(3):
            light[c] += lamps[k, 3 + c] * (surface[c] * amount + sheen * SHEEN * gloss)
    for c in range(3):
        light[c] /= mean[c]


@kernel
def _gloss(n: Place, v: Place, lx: float, ly: float, lz: float) -> float:
    hx, hy, hz = v[0] + lx, v[1] + ly, v[2] + lz
    size = np.sqrt(hx * hx + hy * hy + hz * hz) + 1e-6
    return 4.0 * max(0.0, (n[0] * hx + n[1] * hy + n[2] * hz) / size) ** 28
