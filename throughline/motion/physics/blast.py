"""How hard an explosion throws a body, from its size and how far away it is."""

from __future__ import annotations

import math

FIREBALL_M = 5.8
"""Metres across a fireball per cube root of kilograms. Source: CCPS, Guidelines for vapor cloud explosions, 1994."""
IMPULSE_PA_S = 200.0
"""Of the incident wave, times kg^(2/3) over metres. Source: Sadovskii 1952, in Henrych, The Dynamics of Explosion."""
REFLECTED = 2.0
"""A body in the way takes about twice the incident impulse of a weak wave. Source: Kinney and Graham, 1985."""
FRONT_M2 = 0.65
"""The front of an adult who stands."""
NEAREST_M, MOST_N_S = 1.0, 1200.0
LIFT = 0.32
"""Of the level part of the push, chosen by eye: a fire rises, and feet that leave the ground trip nobody."""


def impulse(distance_m: float, size_m: float) -> float:
    """Newton seconds that a fireball ``size_m`` metres across gives an adult who stands ``distance_m`` away.

    The charge is the fuel of the fireball, its wave as strong as the same mass of TNT: a tenth of petrol's energy goes
    into the wave (the TNT equivalence method of the same source).
    """
    charge_kg = (max(size_m, 0.0) / FIREBALL_M) ** 3
    pascal_seconds = IMPULSE_PA_S * math.pow(charge_kg, 2.0 / 3.0) / max(distance_m, NEAREST_M)
    return min(REFLECTED * FRONT_M2 * pascal_seconds, MOST_N_S)


def push(place: tuple[float, float, float], size_m: float, body: tuple[float, float, float],
         ) -> tuple[float, float, float]:
    """The impulse (x, y, z) newton seconds that an explosion at ``place`` gives a body whose hips are at ``body``: away
    from it along the ground and a little up, as the wave under it lifts."""
    x, y = body[0] - place[0], body[1] - place[1]
    away = math.hypot(x, y)
    strength = impulse(math.dist(place, body), size_m)
    if away < 1e-6:
        return 0.0, 0.0, strength
    level = strength / math.hypot(1.0, LIFT)
    return level * x / away, level * y / away, level * LIFT
