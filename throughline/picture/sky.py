"""The sky behind everything: gradient, glow round the key light, clouds, moon and stars, fixed in the world."""

from __future__ import annotations

import numpy as np

from throughline.film.setplan import Mood
from throughline.picture.kernel import kernel
from throughline.picture.noise import cloudy, lattice
from throughline.picture.view import Floats

MOON_RADIUS = 0.017  # radians: twice the real one, as painted and shot on long lenses
STAR_CELLS = 260


def painted(rays: Floats, where: np.ndarray, mood: Mood, seed: int) -> Floats:
    """(H, W, 3) float32 scene-linear sky along ``rays`` (H, W, 3), worked out only ``where`` (H, W) is true."""
    moon = np.array(mood.moon or (0.0, 0.0, -1.0), np.float32)
    dark = max(0.0, 1.0 - float(np.mean(mood.sky_top)) / 0.035)
    return _painted(rays, where, np.array(mood.sky_top, np.float32), np.array(mood.sky_horizon, np.float32),
                    np.array(mood.key, np.float32), np.array(mood.key_colour, np.float32), moon,
                    mood.moon is not None, float(mood.clouds), dark, seed & 0xFFFF)


@kernel
def _painted(rays: Floats, where: np.ndarray, top: Floats, horizon: Floats, key: Floats, key_colour: Floats,
             moon: Floats, has_moon: bool, clouds: float, dark: float, seed: int) -> Floats:
    height, width = where.shape
    out = np.zeros((height, width, 3), np.float32)
    moon_light = np.array([0.85, 0.92, 1.0], np.float32)
    sun = not has_moon and dark < 0.2
    for j in range(height):
        for i in range(width):
            if not where[j, i]:
                continue
            x, y, z = rays[j, i, 0], rays[j, i, 1], rays[j, i, 2]
            size = np.sqrt(x * x + y * y + z * z)
            x, y, z = x / size, y / size, z / size
            high = max(z, 0.0)
            rise = 1.0 - (1.0 - high) ** 3.2
            towards = x * key[0] + y * key[1] + z * key[2]
            glow = 0.0
            if sun:
                glow = 0.16 * max(0.0, towards) ** 10 + 0.5 * max(0.0, towards) ** 160
            cover, thick = 0.0, 0.0
            if clouds > 0 and z > 0.015:
                cover, thick = _cloud(x, y, z, clouds, seed)
            to_moon = max(-1.0, min(1.0, x * moon[0] + y * moon[1] + z * moon[2]))
            away = np.arccos(to_moon) if has_moon else 3.0
            star = 0.0
            if dark > 0 and z > 0.03:
                star = _star(x, y, z, seed) * dark * min(1.0, 4.0 * high) * (1.0 - cover)
            disc, halo = 0.0, 0.0
            if has_moon:
                disc, halo = _moon(x, y, z, moon, away, seed)
                disc *= 1.0 - 0.75 * cover
                halo *= 0.5 + 0.8 * cover
            for c in range(3):
                clear = horizon[c] * (1.0 - rise) + top[c] * rise + glow * key_colour[c]
                near = horizon[c] * 0.75 + top[c] * 0.25
                sunny = (0.05 + 0.17 * max(0.0, towards) ** 3) * (1.0 - 0.8 * thick)
                bright = near * (1.25 - 0.85 * thick) + key_colour[c] * sunny
                value = clear * (1.0 - cover) + bright * cover
                out[j, i, c] = value + star + moon_light[c] * (disc + halo)
    return out


@kernel
def _cloud(x: float, y: float, z: float, clouds: float, seed: int) -> tuple[float, float]:
    """How much cloud covers the sky there and how thick it is, both from 0 to 1."""
    reach = 1.0 / (z + 0.09)
    u, v = x * reach * 0.9, y * reach * 0.9
    warp = cloudy(u * 0.7 + 9.0, v * 0.7, seed + 7, 3)
    body = cloudy(u + 1.3 * warp, v * 1.5 + 0.8 * warp, seed, 5)
    edge = 0.78 - 0.58 * clouds
    cover = min(1.0, max(0.0, (body - edge) / 0.22))
    cover = cover * cover * (3.0 - 2.0 * cover) * min(1.0, z / 0.10)
    thick = min(1.0, max(0.0, (body - edge - 0.06) / 0.30))
    return 0.92 * cover, thick


@kernel
def _moon(x: float, y: float, z: float, moon: Floats, away: float, seed: int) -> tuple[float, float]:
    """Light of the disc, with its seas, and of the halo round it."""
    disc = 0.0
    soft = (MOON_RADIUS - away) / (0.08 * MOON_RADIUS) + 0.5
    if soft > 0:
        u = (x * moon[1] - y * moon[0]) / MOON_RADIUS
        v = (z - moon[2]) / MOON_RADIUS
        seas = cloudy(1.4 * u + 5.0, 1.4 * v + 3.0, seed + 31, 4)
        disc = min(1.0, soft) * (1.9 - 1.3 * min(1.0, max(0.0, (seas - 0.42) / 0.2)))
    halo = 0.13 * np.exp(-away / 0.045) + 0.030 * np.exp(-away / 0.16)
    return disc, halo


@kernel
def _star(x: float, y: float, z: float, seed: int) -> float:
    """The light of the star in the ray's cell of the sky, if there is one."""
    band = np.arcsin(z) * STAR_CELLS / np.pi
    u = np.arctan2(y, x) * STAR_CELLS / np.pi * max(0.05, np.cos(np.floor(band) / STAR_CELLS * np.pi))
    cell_x, cell_y = int(np.floor(u)), int(np.floor(band))
    if lattice(cell_x, cell_y, seed + 51) > 0.07:
        return 0.0
    fx = u - cell_x - 0.2 - 0.6 * lattice(cell_x, cell_y, seed + 52)
    fy = band - cell_y - 0.2 - 0.6 * lattice(cell_x, cell_y, seed + 53)
    strength = lattice(cell_x, cell_y, seed + 54) ** 4
    return float((0.03 + 0.30 * strength) * np.exp(-(fx * fx + fy * fy) / 0.03))
