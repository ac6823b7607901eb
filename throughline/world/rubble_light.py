"""The light on what breaks: where its faces lie in a frame, by the set's sky and key."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import SetRef
from throughline.world.sets.between import sickened
from throughline.world.sets.mood import wrong
from throughline.world.standins import light_about

Reals = NDArray[np.float64]
Shade = Callable[[Reals, Reals, Reals], Reals]


def shading(ref: SetRef) -> Shade:
    """A function of places (K, 3) in metres, unit normals (K, 3) and reflectance (K, 3) that gives their colours
    (K, 3), linear Rec.709, in the set ``ref``; drained of hue in the in-between city, as all else is there."""
    air = light_about(ref)
    key = np.array(air.key, np.float64) / np.linalg.norm(air.key)
    ambient, irradiance = np.array(air.ambient), np.array(air.key_colour)

    def shade(places: Reals, normals: Reals, reflectance: Reals) -> Reals:
        light = (0.62 + 0.38 * normals[:, 2:]) * ambient + np.clip(normals @ key, 0.0, 1.0)[:, None] * irradiance
        lit = np.asarray(reflectance * light)
        return np.asarray(sickened(lit.astype(np.float32)), np.float64) if wrong(ref) else lit

    return shade
