"""What a picture is like at a glance, and where in it the eye goes."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from throughline.picture.palette import oklab

Picture = NDArray[np.uint8]
SMALL = (120, 50)
EDGE = 0.04
CHROMA = 2.0
"""How much more colour draws the eye than lightness."""


class Impression(NamedTuple):
    """A picture at a glance, each about 0 to 1: lightness of the whole and of its middle, spread of lightness,
    colourfulness, fine detail; ``focus`` is how far from the left the eye goes, ``cut`` how much of what draws it is
    cut by the left or right edge."""

    light: float
    middle: float
    contrast: float
    colour: float
    detail: float
    focus: float
    cut: float

    @property
    def strength(self) -> float:
        """How strong the picture is by itself; one that is too dark or too light, or cut at its edge, is less so."""
        wrong = max(0.0, 0.22 - self.light) * 2 + max(0.0, self.light - 0.88) * 3
        return 0.4 * self.contrast + 0.3 * self.colour + 0.2 * self.detail - wrong - 0.5 * self.cut


def impression(picture: Picture) -> Impression:
    """The picture (H, W, 3) uint8 sRGB at a glance.

    Raises:
        ValueError: it is no such picture.
    """
    if picture.ndim != 3 or picture.shape[2] != 3 or not picture.size:
        raise ValueError("an impression needs a picture (H, W, 3)")
    small = np.asarray(cv2.resize(picture, SMALL, interpolation=cv2.INTER_AREA), np.uint8)
    lab = oklab(small.reshape(-1, 3)).reshape(*small.shape)
    light = lab[..., 0]
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    lines = np.asarray(cv2.Laplacian(cv2.resize(grey, (320, 134), interpolation=cv2.INTER_AREA), cv2.CV_64F))
    high, wide = light.shape
    centre = light[high // 5: high - high // 8, wide // 4: wide - wide // 4]
    focus, cut = _pull(lab)
    return Impression(float(light.mean()), float(centre.mean()), min(1.0, float(light.std()) * 4),
                      min(1.0, float(np.percentile(np.hypot(lab[..., 1], lab[..., 2]), 95)) * 5),
                      min(1.0, float(np.abs(lines).mean()) / 20), focus, cut)


def _pull(lab: NDArray[np.float64]) -> tuple[float, float]:
    """Where across the picture the eye goes, and how strongly the side edges draw it, by what stands out from the
    picture's own middle colour."""
    away = (lab - np.median(lab.reshape(-1, 3), axis=0)) * np.array([1.0, CHROMA, CHROMA])
    standing = np.maximum(0.0, np.linalg.norm(away, axis=2) - 0.08)
    columns = standing.sum(axis=0)
    whole = float(columns.sum())
    if whole <= 0:
        return 0.5, 0.0
    wide = len(columns)
    centre = float((columns * (np.arange(wide) + 0.5)).sum() / whole / wide)
    strip = max(1, round(EDGE * wide))
    chroma = np.hypot(away[..., 1], away[..., 2])
    sides = [float(chroma[:, :strip].mean()), float(chroma[:, -strip:].mean())]
    return centre, min(1.0, max(0.0, max(sides) - float(np.median(chroma))) * 4)
