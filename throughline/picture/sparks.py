"""Sparks and embers photographed: each a streak as long as it moves while the shutter is open, held out by depth."""

from __future__ import annotations

import numpy as np

from throughline.picture import blackbody
from throughline.picture.kernel import kernel
from throughline.picture.splat import Layer
from throughline.picture.view import SENSOR_MM, Floats, View

NEAREST = 0.3  # metres before the lens in which nothing is seen
ACROSS_M = 0.016  # with the glare about it
THINNEST, WIDEST = 0.9, 9.0  # pixels
GLINT = 2.2  # times a flame's radiance: a coal glows at its surface, where a flame is seen through
LONGEST = 0.35  # of the picture's width


def streaks(points: Floats, before: Floats, heat: Floats, depth: Floats, view: View, fire: float = 1.0) -> Layer | None:
    """The layer of ``points`` (N, 3) that were at ``before`` (N, 3) when the shutter opened, metres of the world, and
    ``heat`` (N,) kelvin hot, held out by surfaces at ``depth`` (H, W); None where none is seen.

    ``fire`` multiplies what glows, as in ``Light``. Each pixel takes what covers it: a streak is thinner the longer.
    """
    height, width = depth.shape
    axes, eye = view.axes().astype(np.float64), np.array(view.position)
    focal = width * view.lens_mm / SENSOR_MM
    ends = []
    for place in (before, points):
        seen = (np.asarray(place, np.float64).reshape(-1, 3) - eye) @ axes.T
        far = np.maximum(seen[:, 2], NEAREST)
        ends.append(np.column_stack([width / 2 + focal * seen[:, 0] / far, height / 2 - focal * seen[:, 1] / far,
                                     seen[:, 2]]))
    start, stop = ends
    wide = np.clip(ACROSS_M * focal / np.maximum(stop[:, 2], NEAREST), THINNEST, WIDEST)
    long = np.hypot(*(stop - start)[:, :2].T)
    low, high = np.minimum(start, stop), np.maximum(start, stop)
    keep = ((low[:, 2] > NEAREST) & (long < LONGEST * width) & (high[:, 0] > -wide) & (low[:, 0] < width + wide)
            & (high[:, 1] > -wide) & (low[:, 1] < height + wide))
    if not keep.any():
        return None
    order = np.flatnonzero(keep)
    order = order[np.argsort(stop[order, 2], kind="stable")]
    real = ACROSS_M * focal / stop[order, 2]  # thinner than a pixel, it covers less of one
    share = np.minimum(1.0, real / wide[order]) ** 0.7 * wide[order] / (wide[order] + 0.6 * long[order])
    rows = np.column_stack([start[order, :2], stop[order], wide[order], share])
    table = blackbody.table()
    row = np.clip(np.asarray(heat)[order] / blackbody.STEP, 0, len(table) - 1).astype(int)
    glow = table[row, :3] * table[row, 3:] * np.float32(GLINT * fire)
    light, through, deep = _drawn(np.ascontiguousarray(depth, np.float32), rows, np.ascontiguousarray(glow))
    cover = 1 - through
    if not (cover > 0).any():
        return None
    away = np.where(cover > 1e-4, deep / np.maximum(cover, 1e-4), np.float32(np.inf)).astype(np.float32)
    return Layer(light, cover, away)


@kernel
def _drawn(depth: Floats, rows: Floats, glow: Floats) -> tuple[Floats, Floats, Floats]:
    """Light (H, W, 3), what passes, depth times cover, of streaks sorted from front to back: ``rows`` (N, 7) hold the
    start's x and y, the end's x, y and depth, width in pixels and opacity."""
    height, width = depth.shape
    light, through = np.zeros((height, width, 3), np.float32), np.ones((height, width), np.float32)
    deep = np.zeros((height, width), np.float32)
    for n in range(len(rows)):
        x, y, far, half = rows[n, 2], rows[n, 3], rows[n, 4], 0.5 * rows[n, 5] + 0.5
        dx, dy = rows[n, 0] - x, rows[n, 1] - y
        square = dx * dx + dy * dy + 1e-9
        for j in range(max(0, int(min(y, y + dy) - half)), min(height, int(max(y, y + dy) + half) + 1)):
            for i in range(max(0, int(min(x, x + dx) - half)), min(width, int(max(x, x + dx) + half) + 1)):
                if far > depth[j, i]:
                    continue
                u, v = i + 0.5 - x, j + 0.5 - y
                along = min(1.0, max(0.0, (u * dx + v * dy) / square))
                off = np.sqrt((u - along * dx) ** 2 + (v - along * dy) ** 2)
                # dying away towards where it was, as what cools does
                alpha = rows[n, 6] * min(1.0, max(0.0, half - off)) * (1.0 - 0.6 * along)
                if alpha <= 0.0:
                    continue
                part = through[j, i] * alpha
                for c in range(3):
                    light[j, i, c] += part * glow[n, c]
                deep[j, i] += part * far
                through[j, i] -= part
    return light, through, deep
