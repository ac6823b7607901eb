"""A storyboard panel drawn from a render's passes: marker tones on paper, a pencilled set, figures in brush and wash.

    paper -> the set's greys -> sky -> the set's pencil -> a pale halo -> figures' wash -> effects -> brush outlines
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from throughline.picture import marker, pencil

Plane = NDArray[np.float32]
Mask = NDArray[np.bool_]
Picture = NDArray[np.uint8]
PAPER: Plane = np.array([248, 245, 238], dtype=np.float32) / np.float32(255)
INK: Plane = np.array([26, 25, 29], dtype=np.float32) / np.float32(255)
LEAD: Plane = np.array([44, 43, 48], dtype=np.float32) / np.float32(255)
BLACK = 0.70
FARTHEST_M = 400.0
FIERY = 1.8
FLAMES = ((0.10, (0.60, 0.22, 0.14)), (0.36, (0.90, 0.46, 0.18)), (0.62, (0.98, 0.76, 0.32)), (0.86, (1.0, 0.97, 0.86)))


@dataclass(frozen=True)
class Passes:
    """One rendered frame: ``colour`` (H, W, 3) linear, ``depth`` (H, W) metres, ``normal`` (H, W, 3) camera space,
    ``ids`` (H, W) with the names behind them; all float32 but ids."""

    colour: Plane
    depth: Plane
    normal: Plane
    ids: NDArray[np.integer]
    names: tuple[str, ...]

    def mask(self, prefix: str) -> Mask:
        """Where anything stands whose name begins with ``prefix``."""
        return np.isin(self.ids, self.numbers(prefix))

    def numbers(self, prefix: str) -> list[int]:
        return [number for number, name in enumerate(self.names, 1) if name.startswith(prefix)]


def draw_panel(passes: Passes, seed: str, subjects: Mapping[str, tuple[float, float, float]] | None = None,
               fog: float = 0.0) -> Picture:
    """The panel (H, W, 3) uint8 sRGB.

    ``subjects`` maps ID names of the shot's subjects to a linear colour that tints the wash of their own colours, so
    that a reader tells the characters apart. ``fog`` is the air's extinction per metre: far things fade to paper.
    The same passes and seed draw the same panel.
    """
    random = np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")))
    height, width = passes.depth.shape
    figures = passes.mask("Cast") | passes.mask("Vehicles") | passes.mask("Props")
    effects = passes.mask("Effects")
    clear = np.asarray(np.exp(-fog * np.where(np.isfinite(passes.depth), passes.depth, FARTHEST_M)), np.float32)
    strokes = marker.Strokes(height, width, random)
    grain = marker.paper_grain(height, width, random)
    page: Plane = np.asarray(PAPER * (0.988 + 0.024 * grain[..., None]), np.float32)
    tone = _set_tone(passes, figures | effects, strokes, clear) * (0.95 + 0.10 * grain)
    page = page * (1 - tone[..., None])
    lines = pencil.set_lines(passes.depth, passes.normal, passes.ids, figures | effects, random)
    page = _inked(page, lines * clear * (0.80 + 0.5 * grain), LEAD)
    page = _figures(page, passes, figures, strokes, subjects or {})
    page = _effects(page, passes, effects, strokes)
    shapes = [passes.ids == number for prefix in ("Vehicles", "Props", "Cast") for number in passes.numbers(prefix)]
    brush = pencil.silhouettes([shape for shape in (*shapes, effects) if shape.any()], (height, width), random)
    page = _inked(page, brush * (0.93 + 0.25 * grain), INK)
    return np.asarray(np.round(np.clip(page, 0, 1) * 255), np.uint8)


def _inked(page: Plane, ink: NDArray[np.floating], colour: Plane) -> Plane:
    alpha = np.clip(ink, 0, 1)[..., None]
    return np.asarray(page * (1 - alpha) + colour * alpha, np.float32)


def _set_tone(passes: Passes, before: Mask, strokes: marker.Strokes, clear: Plane) -> Plane:
    """Grey of the set and the sky: readable at night, fading with distance; behind figures it goes on unseen."""
    nothing = ~np.isfinite(passes.depth)
    seen = ~nothing & ~before
    light = marker.light_of(passes.colour, seen, 3.4)
    if nothing.any():
        rows = np.linspace(0.0, 1.0, light.shape[0], dtype=np.float32)[:, None]
        night = float(np.median(light[seen])) < 0.55 if seen.any() else False
        light = np.where(nothing, (0.18 + 0.55 * rows) if night else (0.90 + 0.1 * rows), light).astype(np.float32)
    haze = np.clip(np.where(nothing, 0.0, passes.depth) / 110.0, 0, 1) ** 0.8 * 0.5
    seen_through = np.asarray(((light * (1 - haze) + 0.86 * haze) * clear + (1 - clear)) ** 0.72, np.float32)
    return marker.toned(marker.flattened(seen_through, light.shape[1]), strokes)


def _figures(page: Plane, passes: Passes, figures: Mask, strokes: marker.Strokes,
             subjects: Mapping[str, tuple[float, float, float]]) -> Plane:
    """The page with people, vehicles and props on it: cleared paper, two or three values, a wash of their colours."""
    if not figures.any():
        return page
    width = page.shape[1]
    light = marker.light_of(passes.colour, figures, 4.6)
    size = float(np.sqrt(figures.sum()))
    ink = pencil.features(np.asarray(light ** 0.8, np.float32), figures, float(np.clip(size / 330, 0.7, 1.7)))
    ink = np.maximum(ink, pencil.folds(passes.depth, passes.normal, figures) * 0.75)
    values = marker.flattened(np.where(figures, light, 1.0).astype(np.float32), width) ** np.float32(0.6)
    tone = marker.toned(np.asarray(0.20 + 0.80 * values, np.float32), strokes)
    black = _black(values, passes.colour) * (0.6 + 0.4 * strokes.streak)
    drawn = PAPER * (1 - np.maximum(tone, black)[..., None])
    drawn = _washed(drawn, passes, subjects)
    reach = max(1.0, width / 1280 * min(3.4, size / 70))
    halo = cv2.GaussianBlur(cv2.dilate(figures.astype(np.float32), _disc(reach)), (0, 0), 0.8)
    page = np.asarray(page + (PAPER - page) * (halo * 0.85)[..., None], np.float32)
    cover = cv2.GaussianBlur(figures.astype(np.float32), (0, 0), 0.6)[..., None]
    return _inked(page * (1 - cover) + drawn * cover, ink * 0.9, INK)


def _black(values: Plane, colour: Plane) -> Plane:
    """How far (0 to 0.8) dark hair, pupils and black cloth are filled with the black pen; vivid colours are spared."""
    vivid = 1 - colour.min(axis=2) / np.maximum(colour.max(axis=2), 1e-4)
    vivid = cv2.GaussianBlur(vivid.astype(np.float32), (0, 0), 2.0)
    least = BLACK - 0.34 * np.clip((vivid - 0.55) * 4, 0, 1)
    filled = 0.58 * np.clip((least - values) * 14, 0, 1) + 0.22 * np.clip((least - 0.14 - values) * 14, 0, 1)
    return np.asarray(cv2.GaussianBlur(filled.astype(np.float32), (0, 0), 0.8), np.float32)


def _disc(radius: float) -> NDArray[np.uint8]:
    side = 2 * round(radius) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


def _washed(page: Plane, passes: Passes, subjects: Mapping[str, tuple[float, float, float]]) -> Plane:
    """A thin wash of each figure's own hues; a subject's is stronger and tinted."""
    hue = passes.colour / np.maximum(passes.colour.max(axis=2, keepdims=True), 1e-4)
    hue = cv2.GaussianBlur(np.clip(hue, 0, 1).astype(np.float32) ** np.float32(1 / 2.2), (0, 0), 1.2)
    strength = np.full(passes.ids.shape, 0.22, np.float32)
    tint = np.ones((*passes.ids.shape, 3), np.float32)
    for name in sorted(subjects):
        where = np.isin(passes.ids, [n for n, other in enumerate(passes.names, 1) if other == name])
        strength[where] = 0.46
        tint[where] = np.clip(np.array(subjects[name], np.float32), 0, 1) ** np.float32(1 / 2.2)
    alpha = strength[..., None]
    return np.asarray(page * (1 - alpha + alpha * hue * tint), np.float32)


def _effects(page: Plane, passes: Passes, effects: Mask, strokes: marker.Strokes) -> Plane:
    """Fire, smoke and dust as bold flat shapes with a contour from one to the next."""
    if not effects.any():
        return page
    width = page.shape[1]
    warm = effects & (passes.colour[..., 0] > FIERY * passes.colour[..., 2]) & (passes.colour[..., 0] > 0.3)
    heat = np.where(warm, 0.12 + 0.88 * marker.light_of(passes.colour, warm, 4.0), 0).astype(np.float32)
    heat = cv2.medianBlur(cv2.GaussianBlur(heat, (0, 0), width / 640), 5)
    smoke = effects & ~warm
    cold = marker.flattened(marker.light_of(passes.colour, smoke if smoke.any() else effects, 2.6), width)
    drawn = PAPER * (1 - marker.toned(np.asarray(0.12 + 0.70 * cold, np.float32), strokes)[..., None])
    shapes = np.floor(np.clip(cold * 4, 0, 3.99)).astype(np.float32)
    for number, (least, colour) in enumerate(FLAMES, 1):
        drawn = np.where((heat > least)[..., None], np.array(colour, np.float32) * strokes.streak[..., None], drawn)
        shapes[heat > least] = number * 5
    contour = cv2.GaussianBlur((pencil.step(shapes) > 0.5).astype(np.float32), (0, 0), 0.8) * 1.2
    cover = cv2.GaussianBlur(effects.astype(np.float32), (0, 0), 0.7)[..., None]
    return np.asarray(page * (1 - cover) + _inked(drawn.astype(np.float32), contour * 0.75, INK) * cover, np.float32)
