"""Light that falls on what moves: people and vehicles carry one irradiance, taken where they stand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.film.setplan import Mood, SetPlan

LAMP_SHARE = 0.55
KEY_SHARE = 0.55
READABLE = 0.26


def irradiance(plan: SetPlan, point: NDArray[np.floating]) -> NDArray[np.float32]:
    """Linear Rec.709 multiplier (3,) for the colours of something at ``point`` in metres.

    Ambient and key of the set's mood plus its lamps by distance, compressed above 1, and never so dark that a
    figure stops reading: an actor is lit, even at night.
    """
    mood: Mood = plan.mood
    light = np.array(mood.ambient) + KEY_SHARE * np.array(mood.key_colour)
    for lamp in plan.lamps:
        distance = float(np.sum((np.array([lamp.x, lamp.y, lamp.z]) - point) ** 2))
        light = light + LAMP_SHARE * np.array(lamp.colour) / (1.0 + distance)
    level = float(light @ (0.2126, 0.7152, 0.0722))
    if level < 1e-6:
        return np.full(3, READABLE, dtype=np.float32)
    wanted = max(READABLE, level if level < 0.8 else 0.8 + (1 - np.exp(-(level - 0.8))) * 0.4)
    return (light / level * wanted).astype(np.float32)
