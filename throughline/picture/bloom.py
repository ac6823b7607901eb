"""Light that spreads in the lens and the film: bloom over several sizes, and red halation close to highlights."""

from __future__ import annotations

import cv2
import numpy as np

from throughline.picture.view import Floats

LEVELS = 5
HALATION = np.array([1.0, 0.32, 0.10], np.float32)


def spread(colour: Floats, strength: float, threshold: float = 1.0) -> Floats:
    """``colour`` (H, W, 3) scene-linear with the light over ``threshold`` spread; ``strength`` from 0 to 1."""
    if strength <= 0:
        return colour
    peak = colour.max(axis=2, keepdims=True)
    keep = np.clip(peak - threshold, 0.0, 12.0) / np.maximum(peak, 1e-4)
    level = np.asarray(colour * keep, np.float32)
    if not level.any():
        return colour
    height, width = colour.shape[:2]
    levels = []
    for _ in range(LEVELS):
        half = (max(1, level.shape[1] // 2), max(1, level.shape[0] // 2))
        level = cv2.GaussianBlur(cv2.resize(level, half, interpolation=cv2.INTER_AREA), (0, 0), 1.1)
        levels.append(level)
    glow = levels[-1]
    for finer in reversed(levels[:-1]):
        glow = finer + 1.15 * cv2.resize(glow, finer.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    near = cv2.resize(levels[1], levels[0].shape[1::-1], interpolation=cv2.INTER_LINEAR)
    added = np.asarray(np.float32(0.11 * strength) * glow + near * (np.float32(0.16 * strength) * HALATION), np.float32)
    return np.asarray(colour + cv2.resize(added, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
