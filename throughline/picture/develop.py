"""From scene light to a print: tint, tone curve, vignette, edges, grain, and sRGB."""

from __future__ import annotations

import hashlib

import cv2
import numpy as np
from numpy.typing import NDArray

from throughline.film.setplan import Mood
from throughline.picture.kernel import kernel
from throughline.picture.view import Floats

CONTRAST = 1.34
GREY_IN, GREY_OUT = 0.18, 0.175
WHITE = 9.0
ADAPTATION = 0.36
ADAPTED = 2.3  # the level of light, as the moods count it, that needs no adaptation
STEPS = 4096


def exposure_stops(mood: Mood) -> float:
    """The stops by which a mood is opened up: its own, and a part of what the eye would adapt to its light."""
    return mood.exposure + adaptation_stops(mood)


def adaptation_stops(mood: Mood) -> float:
    """The stops that a mood's darkness opens up by."""
    light = [a + 0.5 * k for a, k in zip(mood.ambient, mood.key_colour, strict=True)]
    level = max(0.02, 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2])
    return float(-ADAPTATION * np.log2(level / ADAPTED))


def _tables() -> tuple[Floats, Floats]:
    """The tone curve over 0 to WHITE, and sRGB's encoding over 0 to 1, both at squares of even steps."""
    step = np.linspace(0.0, 1.0, STEPS) ** 2
    light = (step * WHITE) ** CONTRAST
    scale = GREY_IN ** CONTRAST * (1.0 - GREY_OUT) / GREY_OUT
    curve = light / (light + scale) * (1.0 + scale / WHITE ** CONTRAST)
    encoded = np.where(step <= 0.0031308, 12.92 * step, 1.055 * step ** (1 / 2.4) - 0.055)
    return curve.astype(np.float32), encoded.astype(np.float32)


CURVE, ENCODED = _tables()


def printed(colour: Floats, mood: Mood) -> Floats:
    """(H, W, 3) float32 display-linear from 0 to 1: ``colour`` (exposed, scene-linear) on film."""
    dark = max(0.0, 1.0 - float(np.mean(mood.ambient)) / 0.3)
    return _printed(colour, np.array(mood.tint, np.float32), float(mood.vignette), dark, CURVE)


@kernel
def _looked_up(table: Floats, x: float) -> float:
    """The table's value at ``x`` from 0 to 1, between its steps."""
    place = np.sqrt(min(1.0, max(0.0, x))) * (len(table) - 1)
    low = min(len(table) - 2, int(place))
    return float(table[low] + (table[low + 1] - table[low]) * (place - low))


@kernel
def _printed(colour: Floats, tint: Floats, vignette: float, dark: float, curve: Floats) -> Floats:
    height, width = colour.shape[:2]
    out = np.empty_like(colour)
    rgb = np.zeros(3)
    for j in range(height):
        for i in range(width):
            dx, dy = (i + 0.5) / width - 0.5, (j + 0.5) / height - 0.5
            fall = 1.0 - vignette * 1.25 * min(0.5, dx * dx * 1.3 + dy * dy * 0.9)
            for c in range(3):
                rgb[c] = max(0.0, colour[j, i, c]) * fall
            grey = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
            shadow = np.exp(-grey / 0.12)
            hue = 1.10 - 0.30 * dark * shadow * shadow
            peak = max(rgb[0], rgb[1], rgb[2])
            wash = 0.55 * min(1.0, max(0.0, (peak - 0.8) / 6.0))
            for c in range(3):
                value = max(0.0, grey + (rgb[c] - grey) * hue)
                value = value * (1.0 + (tint[c] - 1.0) * shadow) * (1.0 - wash) + peak * wash
                out[j, i, c] = _looked_up(curve, value / WHITE)
            warm = 0.02 * (1.0 - shadow)
            out[j, i, 0] *= 1.0 + warm
            out[j, i, 2] *= 1.0 - warm
    return out


@kernel
def smoothed(picture: Floats, depth: Floats) -> Floats:
    """``picture`` with the stairs smoothed where things stand against the sky.

    Source: Lottes 2011, FXAA (the console variant), on those edges only.
    """
    height, width = depth.shape
    out = picture.copy()
    for j in range(1, height - 1):
        for i in range(1, width - 1):
            here = np.isfinite(depth[j, i])
            if (here == np.isfinite(depth[j - 1, i]) and here == np.isfinite(depth[j + 1, i])
                    and here == np.isfinite(depth[j, i - 1]) and here == np.isfinite(depth[j, i + 1])):
                continue
            nw, ne = _grey(picture, j - 1, i - 1), _grey(picture, j - 1, i + 1)
            sw, se = _grey(picture, j + 1, i - 1), _grey(picture, j + 1, i + 1)
            dx, dy = (sw + se) - (nw + ne), (nw + sw) - (ne + se)
            small = min(abs(dx), abs(dy)) + 1e-4 + 0.03 * (nw + ne + sw + se)
            dx, dy = max(-6.0, min(6.0, dx / small)), max(-6.0, min(6.0, dy / small))
            for c in range(3):
                near = 0.5 * (_at(picture, j + dy / 6, i + dx / 6, c) + _at(picture, j - dy / 6, i - dx / 6, c))
                far = 0.25 * (_at(picture, j + dy / 2, i + dx / 2, c) + _at(picture, j - dy / 2, i - dx / 2, c))
                out[j, i, c] = 0.5 * near + far
    return out


@kernel
def _grey(picture: Floats, j: int, i: int) -> float:
    return float(0.3 * picture[j, i, 0] + 0.6 * picture[j, i, 1] + 0.1 * picture[j, i, 2])


@kernel
def _at(picture: Floats, y: float, x: float, c: int) -> float:
    y, x = min(max(y, 0.0), picture.shape[0] - 1.001), min(max(x, 0.0), picture.shape[1] - 1.001)
    j, i = int(y), int(x)
    fy, fx = y - j, x - i
    low = picture[j, i, c] * (1 - fx) + picture[j, i + 1, c] * fx
    high = picture[j + 1, i, c] * (1 - fx) + picture[j + 1, i + 1, c] * fx
    return float(low * (1 - fy) + high * fy)


def grained(picture: Floats, amount: float, frame: int, seed: int) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 sRGB of ``picture`` (display-linear), with grain of ``amount`` 0 to 1, new every frame."""
    digest = hashlib.sha256(f"grain {seed} {frame}".encode()).digest()
    generator = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "big")))
    height, width = picture.shape[:2]
    noise = generator.standard_normal((height, width), np.float32)
    noise = 0.75 * cv2.GaussianBlur(noise, (0, 0), 0.8) * np.float32(2.2) + np.float32(0.35) * noise
    dither = generator.random((height, width), np.float32)
    return _encoded(picture, noise, dither, 0.028 * amount, ENCODED)


@kernel
def _encoded(picture: Floats, noise: Floats, dither: Floats, amount: float,
             table: Floats) -> NDArray[np.uint8]:
    height, width = noise.shape
    out = np.empty((height, width, 3), np.uint8)
    for j in range(height):
        for i in range(width):
            for c in range(3):
                value = _looked_up(table, picture[j, i, c])
                value += noise[j, i] * amount * (0.35 + 2.6 * value * (1.0 - value))
                out[j, i, c] = np.uint8(min(255.0, max(0.0, value * 255.0 + dither[j, i])))
    return out
