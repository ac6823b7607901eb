"""Land and plants: rolling ground, hills in layers, pines, grass, stones, burial mounds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.world.sets.draft import Triple
from throughline.world.shapes import (
    Floats,
    Piece,
    balls,
    box,
    f32,
    fractal,
    join,
    lathe,
    leaves,
    moved,
    noise,
    patch,
    quads,
    rng,
    tube,
)

GRASS: Triple = (0.075, 0.105, 0.032)
EARTH: Triple = (0.15, 0.115, 0.075)


def land(extent: tuple[float, float, float, float], near: float, colour: Triple = GRASS, *, path: float = 0.0,
         swell: float = 0.35, seed: int = 0) -> Piece:
    """Ground rising and falling by ``swell`` metres, with a path ``path`` metres wide along X; fine within ``near``."""
    x0, y0, x1, y1 = extent
    xs, ys = _lines(x0, x1, near, 0.8), _lines(y0, y1, near, 0.55)
    x, y = np.meshgrid(xs, ys, indexing="ij")
    flat = np.stack([x, y, np.zeros_like(x)], -1).astype(np.float32)
    bend = 1.2 * np.sin(x * 0.06 + seed)
    off = np.abs(y - bend) if path else np.full_like(x, 99.0)
    trodden = np.clip(1.3 - off / max(path, 0.1), 0, 1) if path else np.zeros_like(x)
    level = swell * fractal(flat * f32(0.05), seed, 3) * np.clip(off / 5 - 0.3, 0, 1) if path else (
        swell * fractal(flat * f32(0.05), seed, 3) * np.clip((np.hypot(x, y) - 4) / 8, 0, 1))
    fine = fractal(flat * f32(0.8), seed + 5, 3)
    dry = np.clip(0.5 + 1.2 * fractal(flat * f32(0.11), seed + 9, 3), 0, 1)[..., None]
    grass = f32(colour) * (1 - dry) + f32([0.17, 0.145, 0.055]) * dry
    ground = grass * (1 - trodden[..., None]) + f32(EARTH) * trodden[..., None]
    return patch(np.stack([x, y, level], -1), ground * (1 + 0.35 * fine)[..., None])


def _lines(low: float, high: float, near: float, step: float) -> Floats:
    inner = np.arange(max(low, -near), min(high, near) + step, step)
    return np.unique(np.concatenate([np.linspace(low, inner[0], 9), inner, np.linspace(inner[-1], high, 9)])).astype(
        np.float32)


def hills(distance: float, height: float, colour: Triple, seed: int, *, spread: float = 2 * np.pi,
          towards: float = 0.0) -> Piece:
    """A ring of hills at ``distance``, their skyline broken by noise and set with trees."""
    angle = np.linspace(towards - spread / 2, towards + spread / 2, 181)[:, None]
    t = np.linspace(0, 1, 7)[None, :]
    line = 0.55 + 0.45 * fractal(np.stack([3 * np.cos(angle[:, 0]), 3 * np.sin(angle[:, 0]),
                                           np.full(181, float(seed))], -1), seed, 3)
    rough = 0.05 * noise(np.stack([angle[:, 0] * 45, np.zeros(181), np.zeros(181)], -1), seed + 1)
    up = np.clip(line + rough, 0.08, None)[:, None] * height
    out = distance + t * height * 1.6 + 0 * angle
    z = -2 + (up + 2) * np.sin(t * np.pi / 2)
    at = np.stack([out * np.cos(angle), out * np.sin(angle), z], -1)
    mottled = 1 + 0.35 * fractal(at.astype(np.float32) * f32(0.05), seed + 2, 3)
    return patch(at[:, ::-1], f32(colour) * mottled[..., None].astype(np.float32))


def pine(seed: int, height: float = 8.0) -> tuple[Piece, Piece]:
    """A Korean red pine: its bent trunk and its layered clouds of needles."""
    random = rng("pine", seed)
    bark = (0.16, 0.075, 0.045)
    bend = random.uniform(-0.10, 0.10, (5, 2)).cumsum(axis=0) * height
    spine = np.column_stack([np.vstack([[0, 0], bend]), np.linspace(0, height * 0.92, 6)])
    parts = [tube(spine, np.linspace(0.024, 0.008, 6) * height, bark, sides=7)]
    centres, radii = [], []
    for n in range(9):
        t = 0.48 + 0.52 * n / 8
        start = np.array([np.interp(t, np.linspace(0, 1, 6), spine[:, k]) for k in range(3)])
        angle = n * 2.4 + float(random.uniform(-0.4, 0.4))
        out = height * (0.34 - 0.22 * t) * float(random.uniform(0.6, 1.2))
        end = start + np.array([np.cos(angle) * out, np.sin(angle) * out, 0.05 * height])
        parts.append(tube([start, (start + end) / 2 + np.array([0, 0, -0.1]), end], [0.07, 0.05, 0.02], bark, sides=4))
        size = height * float(random.uniform(0.10, 0.15))
        centres.append(end)
        radii.append((size * 1.25, size * 1.25, size * 0.42))
    green = np.array([0.030, 0.066, 0.030]) * float(random.uniform(0.8, 1.3))
    core = balls(centres, np.array(radii) * 0.78, green * 0.4, level=1, rough=0.25, seed=seed)
    return join(parts), join([core, leaves(centres, radii, 420, 0.055 * height, green, seed)])


def tufts(places: NDArray[np.floating], height: float, colour: Triple, seed: int) -> Piece:
    """Clumps of five blades of grass or reed at ``places`` (N, 3)."""
    random = rng("tufts", seed)
    count = len(places)
    base = np.repeat(np.asarray(places, float), 5, axis=0)
    + np.column_stack([random.uniform(-0.12, 0.12, (5 * count, 2)),
                                                                          np.zeros(5 * count)])
    angle, tall = random.uniform(0, 2 * np.pi, 5 * count), height * random.uniform(0.5, 1.2, 5 * count)
    side = np.column_stack([np.cos(angle), np.sin(angle), np.zeros(5 * count)]) * 0.022
    lean = np.column_stack([np.cos(angle + 1.2), np.sin(angle + 1.2), np.zeros(5 * count)]) * (0.45 * tall)[:, None]
    tip = base + lean + np.column_stack([np.zeros((5 * count, 2)), tall])
    middle = base + 0.35 * lean + np.column_stack([np.zeros((5 * count, 2)), 0.6 * tall])
    corners = np.stack([base - side, base + side, middle + 0.8 * side, middle - 0.8 * side], 1)
    tops = np.stack([middle - 0.8 * side, middle + 0.8 * side, tip, tip], 1)
    shade = np.repeat(f32(colour)[None] * random.uniform(0.7, 1.4, (5 * count, 1)), 1, axis=0)
    return join([quads(corners, shade * 0.8), quads(tops, shade * 1.2)])


def stones(places: NDArray[np.floating], size: float, colour: Triple, seed: int) -> Piece:
    """Boulders half sunk into the ground at ``places`` (N, 3)."""
    radii = rng("stones", seed).uniform(0.5, 1.3, (len(places), 3)) * size * np.array([1, 1, 0.7])
    return balls(places, radii, colour, level=2, rough=0.28, seed=seed)


def mound(radius: float = 2.2) -> Piece:
    """A Korean burial mound with its stone table and stele before it (to -Y)."""
    profile = [(radius * np.cos(a), 0.62 * radius * np.sin(a)) for a in np.linspace(0, np.pi / 2 - 0.02, 8)]
    stone = (0.30, 0.295, 0.28)
    return join([lathe(profile, (0.085, 0.115, 0.035), sides=20),
                 box((-0.6, -radius - 1.3, 0), (0.6, -radius - 0.7, 0.35), stone),
                 moved(box((-0.32, -0.09, 0), (0.32, 0.09, 1.25), stone), (1.3, -radius - 0.8, 0))])
