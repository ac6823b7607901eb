"""Light on surfaces whose colour, normal and depth are known: key, sky, lamps, contact shade.

What is baked (sets, effects) keeps its own light and takes contact shade only; what is lit (cast, vehicles, props)
takes the rig's light: radiance = reflectance x irradiance, reflectance over 1 glows by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
Place = NDArray[np.float64]
REACH = 14.0


@dataclass(frozen=True)
class Rig:
    """The light of a frame, linear Rec.709: ``key`` (3,) towards it and ``key_colour`` (3,) its irradiance;
    ``ambient`` (3,) the sky's; ``lamps`` (L, 6) place and irradiance at one metre."""

    key: Floats
    key_colour: Floats
    ambient: Floats
    lamps: Floats


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


@kernel
def contact(depth: Floats, normal: Floats, through: Floats, wide: float, radius: float) -> Floats:
    """(H, W) float32 from 0 to 1: the ambient light that nearby surfaces leave, by depth alone.

    ``normal`` camera space, ``through`` rays one metre deep, ``wide`` picture width at one metre, ``radius`` metres.
    Source: Mittring 2007, "Finding next gen", with hemisphere samples.
    """
    height, width = depth.shape
    raw = np.ones((height, width), np.float32)
    samples = 10
    for y in range(height):
        for x in range(width):
            z = depth[y, x]
            if not np.isfinite(z):
                continue
            px, py, pz = through[y, x, 0] * z, through[y, x, 1] * z, -z
            spin = (((x & 3) * 4 + (y & 3)) * 7 % 16) / 16.0
            blocked = 0.0
            for k in range(samples):
                t = (k + 0.5) / samples
                up = 1.0 - 2.0 * t
                turn = 2.0 * np.pi * (k * 0.618034 + spin)
                flat = np.sqrt(1.0 - up * up)
                dx, dy, dz = flat * np.cos(turn), flat * np.sin(turn), up
                if dx * normal[y, x, 0] + dy * normal[y, x, 1] + dz * normal[y, x, 2] < 0:
                    dx, dy, dz = -dx, -dy, -dz
                reach = radius * (0.15 + 0.85 * (((k * 5 + 3) % samples) / samples + spin / samples))
                sx = px + dx * reach + normal[y, x, 0] * 0.02
                sy = py + dy * reach + normal[y, x, 1] * 0.02
                sz = -(pz + dz * reach + normal[y, x, 2] * 0.02)
                if sz < 0.05:
                    continue
                i = int((sx / sz / wide + 0.5) * width)
                j = int(0.5 * height - sy / sz / wide * width)
                if 0 <= i < width and 0 <= j < height:
                    gap = sz - depth[j, i]
                    if 0.01 + 0.002 * sz < gap < 2.0 * radius:
                        blocked += 1.0
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
    light, total = 0.0, 0.0
    for dj in range(-1, 3):
        wy = (1.0 - fy) if dj == -1 else fy if dj == 2 else 1.0
        for di in range(-1, 3):
            weight = wy * ((1.0 - fx) if di == -1 else fx if di == 2 else 1.0)
            total += weight
            if heights[j + dj, i + di] < high + 0.01 + texel:
                light += weight
    return light / total


@kernel
def lit(surface: Floats, normal: Floats, number: Floats, through: Floats, world: NDArray[np.float64],
        shade: Floats, is_lit: NDArray[np.bool_], key: Floats, key_colour: Floats, ambient: Floats,
        lamps: Floats, still: Floats, still_axes: Floats, still_middle: Floats, still_half: float, moving: Floats,
        moving_axes: Floats, moving_middle: Floats, moving_half: float, factor: int) -> Floats:
    """(H, W, 3) float32 scene-linear: the light of the samples that meet something, averaged a pixel.

    ``surface`` (h, w, 5) colour, coverage, depth; ``normal`` (h, w, 3) camera space; ``number`` (h, w) objects from 1;
    ``world`` (4, 4) the camera's matrix; ``shade`` (H, W) from ``contact``; shadow maps of the set and of what moves.
    """
    height, width = shade.shape
    out = np.zeros((height, width, 3), np.float32)
    light, n, p, v = np.zeros(3), np.zeros(3), np.zeros(3), np.zeros(3)
    for y in range(height):
        for x in range(width):
            covered = 0
            for j in range(y * factor, (y + 1) * factor):
                for i in range(x * factor, (x + 1) * factor):
                    if surface[j, i, 4] > 1e9:
                        continue
                    covered += 1
                    _placed(normal[j, i], through[j, i], surface[j, i, 4], world, n, p, v)
                    sun = _light_through(still, still_axes, still_middle, still_half, p, n)
                    alone = sun
                    if sun > 0.0:
                        sun *= _light_through(moving, moving_axes, moving_middle, moving_half, p, n)
                    if is_lit[int(number[j, i] + 0.5)]:
                        _irradiance(surface[j, i], n, p, v, shade[y, x], sun, key, key_colour, ambient, lamps, light)
                    else:
                        _baked(surface[j, i], n, shade[y, x], alone - sun, key, key_colour, ambient, light)
                    for c in range(3):
                        out[y, x, c] += light[c]
            if covered:
                for c in range(3):
                    out[y, x, c] /= covered
    return out


@kernel
def _placed(normal: Floats, ray: Floats, z: float, world: NDArray[np.float64], n: Place, p: Place, v: Place) -> None:
    """World normal, place and direction to the eye of a sample, into ``n``, ``p``, ``v`` (3,)."""
    for r in range(3):
        n[r] = world[r, 0] * normal[0] + world[r, 1] * normal[1] + world[r, 2] * normal[2]
        v[r] = -(world[r, 0] * ray[0] + world[r, 1] * ray[1] + world[r, 2] * ray[2])
        p[r] = world[r, 3] - v[r] * z
    size = np.sqrt(v[0] ** 2 + v[1] ** 2 + v[2] ** 2)
    v /= size


@kernel
def _baked(surface: Floats, n: Place, shade: float, lost: float, key: Floats, key_colour: Floats, ambient: Floats,
           light: Place) -> None:
    """Puts into ``light`` (3,) the radiance of a baked sample which has ``lost`` (0 to 1) the key to what moves."""
    ndl = max(0.0, n[0] * key[0] + n[1] * key[1] + n[2] * key[2])
    sky = 0.62 + 0.38 * n[2]
    for c in range(3):
        if surface[c] > 1.0 and surface[c] > 1.3 * (ambient[c] + key_colour[c]):
            light[c] = surface[c]
            continue
        direct = key_colour[c] * ndl
        left = 1.0 - lost * direct / (direct + ambient[c] * sky + 1e-6)
        light[c] = surface[c] * (0.45 + 0.55 * shade) * left


@kernel
def _irradiance(surface: Floats, n: Place, p: Place, v: Place, shade: float, sun: float, key: Floats,
                key_colour: Floats, ambient: Floats, lamps: Floats, light: Place) -> None:
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
        light[c] += sheen * (ambient[c] * (0.5 + 0.5 * n[2]) * shade + key_colour[c] * gloss)
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
            light[c] += lamps[k, 3 + c] * (surface[c] * amount + sheen * gloss)


@kernel
def _gloss(n: Place, v: Place, lx: float, ly: float, lz: float) -> float:
    hx, hy, hz = v[0] + lx, v[1] + ly, v[2] + lz
    size = np.sqrt(hx * hx + hy * hy + hz * hz) + 1e-6
    return 4.0 * max(0.0, (n[0] * hx + n[1] * hy + n[2] * hz) / size) ** 28
