"""The colours of a picture as a few swatches, and the one colour of a film that can carry a design.

Colours are compared in OKLab, where equal steps look equal. Source: Ottosson, A perceptual color space for image
processing (2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Colours = NDArray[np.float64]

_CONE = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                  [0.0883024619, 0.2817188376, 0.6299787005]])
_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                 [0.0259040371, 0.7827717662, -0.8086757660]])
_UNLAB, _UNCONE = np.linalg.inv(_LAB), np.linalg.inv(_CONE)
SMALL = (96, 54)
ROUNDS = 12
CHROMA, FILM_CHROMA = 1.6, 3.5
"""How much more a step of colour counts than one of lightness when swatches are told apart, in a picture and in a whole
film, whose few strong colours would drown in its greys."""
NEUTRAL = "#8c8f93"


class Swatch(NamedTuple):
    """A colour "#rrggbb" and the part of the picture it stands for, 0 to 1."""

    colour: str
    share: float


def palette(picture: Picture, count: int = 6) -> tuple[Swatch, ...]:
    """Up to ``count`` swatches of a picture (H, W, 3) uint8 sRGB, from dark to light; shares add up to 1.

    Raises:
        ValueError: no picture, or no swatches asked for.
    """
    if picture.ndim != 3 or picture.shape[2] != 3 or not picture.size or count < 1:
        raise ValueError("a palette needs a picture (H, W, 3) and at least one swatch")
    points = oklab(_small(picture).reshape(-1, 3))
    return _swatches(points, np.ones(len(points)), count, CHROMA)


def merged(palettes: Sequence[Sequence[Swatch]], count: int = 6) -> tuple[Swatch, ...]:
    """The palettes of several pictures as one of up to ``count`` swatches, each picture counting the same."""
    swatches = [swatch for found in palettes for swatch in found]
    if not swatches:
        return ()
    points = np.array([oklab(_rgb(swatch.colour)[None])[0] for swatch in swatches])
    return _swatches(points, np.array([swatch.share for swatch in swatches]), count, FILM_CHROMA)


def _swatches(points: Colours, weight: NDArray[np.float64], count: int, chroma: float) -> tuple[Swatch, ...]:
    """The points (N, 3) drawn together to at most ``count`` colours by weighted k-means, in which a step of colour
    counts ``chroma`` times one of lightness."""
    scaled = points * np.array([1.0, chroma, chroma])
    centres = _spread(scaled, count)
    owner = np.zeros(len(points), np.intp)
    for _ in range(ROUNDS):
        owner = np.argmin(((scaled[:, None] - centres[None]) ** 2).sum(-1), axis=1)
        centres = np.array([_middle(scaled, weight, owner == index) if (owner == index).any() else centre
                            for index, centre in enumerate(centres)])
    swatches = [(_middle(points, weight, owner == index), float(weight[owner == index].sum() / weight.sum()))
                for index in range(len(centres)) if (owner == index).any()]
    swatches.sort(key=lambda swatch: float(swatch[0][0]))
    return tuple(Swatch(_hex(colour), share) for colour, share in swatches)


def _middle(points: Colours, weight: NDArray[np.float64], own: NDArray[np.bool_]) -> Colours:
    return np.asarray((points[own] * weight[own, None]).sum(0) / weight[own].sum())


def accent(palettes: Sequence[Sequence[Swatch]], background: str = "#101214", contrast: float = 4.5) -> str:
    """The film's one colour for a design: the hue that its pictures' coloured swatches share most, made light or dark
    enough to be read on ``background``; a grey where the film has no colour."""
    swatches = [swatch for found in palettes for swatch in found]
    if not swatches:
        return readable(NEUTRAL, background, contrast)
    lab = np.array([oklab(_rgb(swatch.colour)[None])[0] for swatch in swatches])
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    weight = np.sqrt([swatch.share for swatch in swatches]) * np.where(chroma > 0.06, chroma, 0.0) ** 2
    if not weight.any():
        return readable(NEUTRAL, background, contrast)
    unit = lab[:, 1:] / np.maximum(chroma, 1e-9)[:, None]
    kin = np.clip((unit @ unit.T - 0.8) / 0.2, 0.0, 1.0)
    best = int(np.argmax(kin @ weight * (weight > 0)))
    near = kin[best] * weight
    middle = (lab * near[:, None]).sum(0) / near.sum()
    strength = max(0.11, float(np.hypot(middle[1], middle[2])))
    tint = middle[1:] / max(1e-9, float(np.hypot(middle[1], middle[2]))) * min(0.17, strength)
    return readable(_hex(np.array([min(0.66, max(0.5, middle[0])), *tint])), background, contrast)


def readable(colour: str, background: str, contrast: float = 4.5) -> str:
    """``colour``, moved in lightness until its contrast to ``background`` is at least that ratio. Source: WCAG 2.2."""
    ground = _luminance(_rgb(background))
    step = 0.01 if ground < 0.18 else -0.01
    lab = oklab(_rgb(colour)[None])[0]
    found = colour
    while _ratio(_luminance(_rgb(found)), ground) < contrast and 0.0 <= lab[0] + step <= 1.0:
        lab[0] += step
        found = _hex(lab)
    return found


def oklab(rgb: NDArray[np.uint8]) -> Colours:
    """(N, 3) OKLab of (N, 3) uint8 sRGB."""
    value = np.asarray(rgb, np.float64) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _CONE.T) @ _LAB.T)


def _hex(lab: Colours) -> str:
    linear = np.clip((lab @ _UNLAB.T) ** 3 @ _UNCONE.T, 0.0, 1.0)
    value = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = (round(float(part) * 255) for part in value)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _rgb(colour: str) -> NDArray[np.uint8]:
    return np.frombuffer(bytes.fromhex(colour.lstrip("#")), np.uint8)


def _luminance(rgb: NDArray[np.uint8]) -> float:
    value = rgb / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _small(picture: Picture) -> Picture:
    return np.asarray(cv2.resize(picture, SMALL, interpolation=cv2.INTER_AREA), np.uint8)


def _spread(points: Colours, count: int) -> Colours:
    """The first centres: the middle of the points, then ever the point farthest from all centres so far."""
    centres = [points[int(np.argmin(((points - points.mean(0)) ** 2).sum(1)))]]
    away = ((points - centres[0]) ** 2).sum(1)
    while len(centres) < count and away.max() > 1e-6:
        centres.append(points[int(np.argmax(away))])
        away = np.minimum(away, ((points - centres[-1]) ** 2).sum(1))
    return np.array(centres)
