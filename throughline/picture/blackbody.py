"""What hot soot looks like: the colour by Planck's law, and how bright by a power that film can hold."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from throughline.picture.view import Floats

Reals = NDArray[np.float64]
STEP = 25.0  # kelvin between the table's rows
HOTTEST = 5000.0
FIRST, FULL = 640.0, 980.0  # kelvin from which something glows, and from which all of it does
REFERENCE = 1500.0  # kelvin at which a thick flame has LEVEL
LEVEL = 2.0  # scene-linear, the largest channel: about a white wall in the sun
POWER = 5.0
HUE, LEAN = 1850.0, 0.75  # kelvin that a fire looks at REFERENCE, and with what power of its temperature that goes
SECOND = 1.4387769e-2  # m K, Planck's second radiation constant
TO_REC709 = np.array([[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560],
                      [0.0556434, -0.2040259, 1.0572252]])


def observer(nanometres: Reals) -> Reals:
    """(N, 3) float64: the CIE 1931 2-degree colour-matching functions.

    Source: Wyman, Sloan, Shirley 2013, Simple analytic approximations to the CIE XYZ colour matching functions.
    """
    def lobe(middle: float, below: float, above: float) -> Reals:
        off = nanometres - middle
        return np.asarray(np.exp(-0.5 * (off * np.where(off < 0, below, above)) ** 2))

    x = 0.362 * lobe(442.0, 0.0624, 0.0374) + 1.056 * lobe(599.8, 0.0264, 0.0323) - 0.065 * lobe(501.1, 0.0490, 0.0382)
    y = 0.821 * lobe(568.8, 0.0213, 0.0247) + 0.286 * lobe(530.9, 0.0613, 0.0322)
    z = 1.217 * lobe(437.0, 0.0845, 0.0278) + 0.681 * lobe(459.0, 0.0385, 0.0725)
    return np.stack([x, y, z], axis=1)


def chromaticity(kelvin: float) -> tuple[float, float]:
    """CIE 1931 x and y of a black body."""
    xyz = _xyz(kelvin)
    return float(xyz[0] / xyz.sum()), float(xyz[1] / xyz.sum())


def _xyz(kelvin: float) -> Reals:
    nanometres = np.arange(380.0, 781.0, 5.0)
    metres = nanometres * 1e-9
    # Planck's law over its value at 700 nm, so that nothing is too small for a number
    power = (7e-7 / metres) ** 5 * np.exp(SECOND / kelvin * (1 / 7e-7 - 1 / metres))
    return np.asarray(power @ observer(nanometres))


def colour(kelvin: float) -> Floats:
    """(3,) float32 linear Rec.709 hue of a black body, the largest channel 1; what the gamut cannot hold is cut off."""
    rgb = np.maximum(TO_REC709 @ _xyz(kelvin), 0.0)
    return np.asarray(rgb / rgb.max(), np.float32)


@lru_cache(maxsize=1)
def table() -> Floats:
    """(N, 4) float32: radiance of what is thick and glows, linear Rec.709, and what share of it glows (0 to 1), at
    every STEP of kelvin from 0.

    The hue is Planck's, of a temperature that changes less than the gas's own: a lens sees cooler flame through
    hotter, and what glows beside soot (sodium above all) makes it yellower, so that fire is orange before it is red.
    What is visible grows by 300 000 from 1000 to 2000 K, more than any film holds; here it grows with the fifth
    power, LEVEL at REFERENCE: 0.3 at 1000 K, 2 at 1500 K, 8 at 2000 K, where a white wall in the sun is about 2. So a
    flash burns out, a flame keeps its colour, and what cools goes dull before it goes dark.
    """
    kelvin = np.arange(0.0, HOTTEST + STEP, STEP)
    part = np.clip((kelvin - FIRST) / (FULL - FIRST), 0.0, 1.0)
    glow = part * part * (3 - 2 * part)
    hue = np.stack([colour(HUE * (max(t, FIRST) / REFERENCE) ** LEAN) for t in kelvin])
    bright = LEVEL * (kelvin / REFERENCE) ** POWER
    return np.asarray(np.column_stack([hue * bright[:, None], glow]), np.float32)
