"""Marker and hatching: tones laid on paper as an artist does with four or five grey pens and a pencil."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
Mask = NDArray[np.bool_]
GREYS = (0.0, 0.12, 0.26, 0.41, 0.58)
SLANT = 0.9
LUMA = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)


def light_of(colour: Plane, where: Mask, least_stops: float) -> Plane:
    """Value 0 (dark) to 1 (light) by stops below the bright part of ``where``, over at least ``least_stops``."""
    luminance = np.maximum(colour @ LUMA, 1e-4)
    seen = luminance[where] if where.any() else luminance.ravel()
    dark, bright = np.percentile(seen, (4, 94))
    stops = float(np.clip(np.log2(max(bright, 1e-3) / dark), least_stops, 6.5))
    return np.asarray(np.clip(1.0 - np.log2(max(bright, 1e-3) / luminance) / stops, 0, 1), np.float32)


def flattened(light: Plane, width: int) -> Plane:
    """The values in broad shapes, small detail gone; edges and bold detail (lettering, eyes) kept."""
    small = cv2.resize(light, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    for _ in range(2):
        small = cv2.bilateralFilter(small, 9, 0.16, max(2.5, width / 320))
    broad = cv2.resize(small, light.shape[::-1], interpolation=cv2.INTER_LINEAR)
    bold = np.clip((np.abs(light - broad) - 0.10) * 8, 0, 1)
    return np.asarray(broad + (light - broad) * bold, np.float32)


def toned(light: Plane, strokes: Strokes) -> Plane:
    """Grey 0 (paper) to 0.6 of a picture of values: flat pens, streaked, hatched in pencil from one to the next."""
    depth = np.clip((1.0 - light) * len(GREYS), 0, len(GREYS) - 0.001)
    level = np.floor(depth).astype(int)
    share = depth - level
    greys = np.array((*GREYS, GREYS[-1] + 0.08), dtype=np.float32)
    flat = cv2.GaussianBlur(greys[level], (0, 0), 0.8) * strokes.streak
    shaded = cv2.GaussianBlur((share > 0.60).astype(np.float32), (0, 0), 2.2) > 0.55
    hatched = (strokes.hatch < 0.10 + 0.15 * share) & shaded & (level < len(GREYS) - 1)
    pencil = cv2.GaussianBlur(hatched.astype(np.float32), (0, 0), 0.6)
    return np.asarray(flat + pencil * 0.13, np.float32)


class Strokes:
    """How this panel's pens run: ``hatch`` (H, W) is the distance from a pencil stroke's middle in spacings
    (0 to 0.5, broken at the strokes' ends); ``streak`` (H, W) is a pen's unevenness about 1."""

    def __init__(self, height: int, width: int, random: np.random.Generator):
        unit = width / 1280
        y, x = np.mgrid[:height, :width].astype(np.float32)
        bend = _smooth(random, height, width, 5) * 5.0 * unit
        along = x * np.cos(SLANT) - y * np.sin(SLANT)
        across = x * np.sin(SLANT) + y * np.cos(SLANT) + bend
        spacing = 5.0 * max(0.8, unit)
        number = np.floor(across / spacing).astype(int) + 4096
        offset, length = random.random(8192).astype(np.float32), 60 + 120 * random.random(8192).astype(np.float32)
        place = np.mod(along / unit / length[number] + offset[number], 1.0)
        broken = 0.22 * np.clip(1 - np.minimum(place, 1 - place) / 0.06, 0, 1)
        self.hatch = np.abs(np.mod(across / spacing, 1.0) - 0.5) + broken + 0.09 * offset[number]
        pens = random.random(2048).astype(np.float32)
        pen = np.floor((y * np.cos(0.12) - x * np.sin(0.12) + bend * 1.6) / (19 * unit)).astype(int) + 1024
        self.streak = np.asarray(0.94 + 0.10 * cv2.GaussianBlur(pens[pen], (0, 0), 1.1 * max(0.6, unit)), np.float32)


def paper_grain(height: int, width: int, random: np.random.Generator) -> Plane:
    """Tooth of the paper, about -0.5 to 0.5."""
    fine = random.standard_normal((height, width)).astype(np.float32)
    soft = cv2.GaussianBlur(fine, (0, 0), 1.0)
    return np.asarray(np.clip(soft / max(1e-6, float(soft.std())) * 0.18, -0.5, 0.5), np.float32)


def _smooth(random: np.random.Generator, height: int, width: int, cells: int) -> Plane:
    grid = random.standard_normal((cells, cells * 2)).astype(np.float32)
    return np.asarray(cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
