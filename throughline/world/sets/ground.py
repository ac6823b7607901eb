"""The ground of a street: asphalt with its marks and patches, kerbs, paving, wet and mirroring the lights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from throughline.world.sets.puddles import opened, shores
from throughline.world.sets.streetplan import CROSS, FRONT, LANES, REACH, ROAD, ZEBRAS
from throughline.world.shapes import Floats, Piece, Reals, boxes, f32, fractal, join, noise, patch, quads

WHITE = (0.62, 0.62, 0.60)
YELLOW = (0.62, 0.40, 0.03)
KERB = 0.15


def lines(low: float, high: float, step: float, *edges: float) -> Floats:
    """Lattice lines from ``low`` to ``high`` every ``step`` metres, doubled close to each of ``edges``."""
    even = np.linspace(low, high, max(2, round((high - low) / step) + 1))
    keep = even[[all(abs(value - edge) > step * 0.35 for edge in edges) for value in even]] if edges else even
    sharp = [edge + side for edge in edges for side in (-0.008, 0.008) if low < edge < high]
    return np.unique(np.concatenate([keep, sharp, [low, high]])).astype(np.float32)


def street_ground(seed: int, wetness: float = 0.0) -> Piece:
    """Road, crossing, kerbs and pavements between the fronts, 15 cm higher where people walk.

    ``wetness`` from 0 (dry) to 1: how much of the road stands under water, left open for puddles.upside_down.
    """
    inner = (-REACH * 0.72, REACH * 0.76)
    xs = np.concatenate([np.arange(-150, inner[0], 4.0), lines(*inner, 1.15, *CROSS), np.arange(inner[1] + 4, 150, 4)])
    xs = xs.astype(np.float32)
    ys = lines(-FRONT, FRONT, 0.42, -ROAD, ROAD, -ROAD - 0.28, ROAD + 0.28, -10.6, 10.6, -11.0, 11.0)
    pieces = []
    if wetness > 0:
        pieces.append(opened(xs, ys, _height, lambda at: _paint(at, seed), shores(seed, ROAD, wetness)))
    else:
        pieces.append(_surface(xs, ys, seed))
    for side in (1, -1):
        far = np.sort(side * lines(FRONT, 56.0, 1.1))
        pieces.append(_surface(lines(CROSS[0] - 1.0, CROSS[1] + 1.0, 0.9, *CROSS), far.astype(np.float32), seed))
    return join(pieces)


def _height(x: Floats, y: Floats) -> Floats:
    road = (np.abs(y) < ROAD) | ((x > CROSS[0]) & (x < CROSS[1]))
    return np.where(road, f32(0), f32(KERB))


def _surface(xs: Floats, ys: Floats, seed: int) -> Piece:
    x, y = np.meshgrid(xs, ys, indexing="ij")
    at = np.stack([x, y, _height(x, y)], axis=-1).astype(np.float32)
    return patch(at, _paint(at, seed))


def _paint(at: Reals, seed: int) -> Floats:
    """The reflectance (..., 3) of the ground at points (..., 3): asphalt with repairs and tracks, slabs, kerbstones."""
    x, y = at[..., 0], at[..., 1]
    road = (np.abs(y) < ROAD) | ((x > CROSS[0]) & (x < CROSS[1]))
    flat = at * f32([1, 1, 0])
    grain, fine = fractal(flat * f32(0.45), seed + 3, 3), noise(flat * f32(2.6), seed + 4)
    level = 0.062 * (1 + 0.35 * grain + 0.22 * fine)
    repaired = noise(np.stack([np.floor(x / 7), np.floor(y / 3.3), np.zeros_like(x)], -1) + 0.5, seed + 5) > 0.34
    level = np.where(repaired, level * 0.72, level)
    tracks = np.min([np.abs(np.abs(y - lane) - 0.8) for lane in LANES], axis=0)
    level = level * (1 - 0.22 * np.exp(-(tracks / 0.35) ** 2) * (np.abs(y) < ROAD))
    asphalt = level[..., None] * f32([1.0, 1.0, 1.03])
    chequer = np.where((np.floor(x / 1.0) + np.floor(y / 0.84)) % 2, 1.0, 0.86)
    blocks = 0.20 * (1 + 0.16 * fine + 0.22 * grain) * chequer
    paving = blocks[..., None] * f32([1.0, 0.93, 0.86])
    away = np.abs(y)
    guide = f32([0.52, 0.36, 0.04]) * (0.8 + 0.2 * fine)[..., None]
    paving = np.where(((away > 10.6) & (away < 11.0))[..., None], guide, paving)
    paving = np.where(((away > ROAD) & (away < ROAD + 0.28))[..., None], f32([0.33, 0.32, 0.31]), paving)
    return np.where(road[..., None], asphalt, paving).astype(np.float32)


def markings(seed: int) -> Piece:
    """Lane lines, the yellow double line, stop lines and zebra crossings, worn here and there."""
    rects: list[tuple[float, float, float, float, tuple[float, float, float]]] = []
    spans = [(-110.0, ZEBRAS[0][0] - 3.4), (ZEBRAS[1][1] + 3.4, 110.0)]
    for a, b in spans:
        for piece in np.arange(a, b - 3.0, 3.0).tolist():
            rects += [(piece, y - 0.07, piece + 3.0, y + 0.07, YELLOW) for y in (-0.14, 0.14)]
        for y in (-3.3, 3.3):
            rects += [(x, y - 0.065, x + 3.0, y + 0.065, WHITE) for x in np.arange(a, b - 3, 8.0).tolist()]
        for y in (-6.6, 6.6):
            rects += [(x, y - 0.06, x + 2.98, y + 0.06, WHITE) for x in np.arange(a, b - 3, 3.0).tolist()]
    rects.append((spans[0][1] + 0.4, -6.6, spans[0][1] + 0.95, -0.3, WHITE))
    rects.append((spans[1][0] - 0.95, 0.3, spans[1][0] - 0.4, 6.6, WHITE))
    for a, b in ZEBRAS:
        for y in np.arange(-ROAD + 0.5, ROAD - 0.6, 0.95).tolist():
            rects += [(x, y, x + (b - a) / 4, y + 0.5, WHITE) for x in np.linspace(a, b, 5)[:-1].tolist()]
    corners = np.array([[(x0, y0, 0.012), (x1, y0, 0.012), (x1, y1, 0.012), (x0, y1, 0.012)]
                        for x0, y0, x1, y1, _ in rects], np.float32)
    worn = 0.72 + 0.28 * noise(corners * f32(0.9), seed + 9)
    return quads(corners, np.array([r[4] for r in rects], np.float32)[:, None, :] * worn[..., None])


def covers(seed: int) -> Piece:
    """Manhole lids and gutter grates."""
    random = np.random.Generator(np.random.PCG64(seed))
    at = np.column_stack([random.uniform(-70, 70, 14), random.choice(LANES, 14) + random.uniform(-0.6, 0.6, 14)])
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    rim = np.stack([np.cos(angle), np.sin(angle)], axis=1) * 0.34
    points = np.concatenate([np.column_stack([rim + centre, np.full(12, 0.008)]) for centre in at]).astype(np.float32)
    lids = Piece(points, np.full(14, 12, np.int32), np.arange(len(points), dtype=np.int32),
                 np.full_like(points, 0.028), np.zeros_like(points))
    xs = np.arange(-72.0, 72.0, 9.0)
    low = np.array([(x, side * (ROAD - 0.36) - 0.16, 0.0) for x in xs for side in (1, -1)])
    return join([lids, boxes(low, low + np.array([0.9, 0.32, 0.012]), (0.03, 0.03, 0.03))])


def wet(points: Floats, sources: Sequence[tuple[float, float, tuple[float, float, float]]], seed: int) -> Floats:
    """The glow (N, 3) of wet ground at ``points``: lights smeared along the street, broken by the drier places."""
    total = np.zeros((len(points), 3), np.float32)
    wetness = np.clip(0.5 + 0.9 * fractal(points * f32([0.22, 0.5, 0]), seed + 11, 3), 0.08, 1)
    for x, y, colour in sources:
        near = np.flatnonzero((np.abs(points[:, 0] - x) < 22) & (np.abs(points[:, 1] - y) < 7))
        dx, dy = points[near, 0] - x, points[near, 1] - y
        smear = np.exp(-(dx / 9.0) ** 2) * np.exp(-(dy / (0.55 + 0.05 * np.abs(dx))) ** 2)
        total[near] += smear[:, None].astype(np.float32) * f32(colour)
    ripple = 0.75 + 0.25 * noise(points * f32([0.7, 6.0, 0]), seed + 12)
    return np.asarray(total * (wetness * ripple)[:, None], np.float32)
