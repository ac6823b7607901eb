"""What a vehicle weighs and how it is sprung."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from throughline.world import vehicles

GRAVITY = 9.81
GRIP = 0.85
"""Friction of tyres on a dry street. Source: Wong, Theory of Ground Vehicles, 4th ed., table 1.3 (0.8 to 0.9)."""


@dataclass(frozen=True)
class Build:
    """A vehicle's figures in SI units. ``wheels`` are where its hubs are at rest in its own space, ``steers`` which of
    them steer. ``roll`` and ``dive`` are radians that its body leans for one g across and along; ``hertz`` its body's
    own frequency; ``inertia`` about the upright axis; ``stiff`` N/m of its crushed front."""

    kg: float
    length: float
    width: float
    height: float
    wheels: tuple[tuple[float, float, float], ...]
    steers: tuple[bool, ...]
    hertz: float
    damping: float
    roll: float
    dive: float
    stiff: float

    @property
    def front(self) -> float:
        """The x of the front axle."""
        return max(x for x, _, _ in self.wheels)

    @property
    def rear(self) -> float:
        """The x of the rear axle."""
        return min(x for x, _, _ in self.wheels)

    @property
    def base(self) -> float:
        return self.front - self.rear

    @property
    def inertia(self) -> float:
        return self.kg * (self.length ** 2 + self.width ** 2) / 12.0


_SPRUNG: dict[str, tuple[float, float, float, float]] = {  # kg, Hz, degrees of roll a g, of dive a g
    "sedan": (1500.0, 1.45, 5.0, 2.6), "suv": (2050.0, 1.35, 6.2, 3.2), "van": (2200.0, 1.5, 6.0, 2.8),
    "truck": (3400.0, 1.8, 5.0, 2.2), "bus": (11500.0, 1.3, 5.5, 2.0), "motorcycle": (280.0, 1.9, 0.0, 4.0)}
DAMPING = 0.3
STIFF_N_M = 500e3
"""A car's front crushed by 10 cm pushes back with 50 kN. Source: NHTSA frontal barrier tests (40 to 60 kN)."""


@cache
def build_of(kind: str) -> Build:
    """The figures of a vehicle of this kind.

    Raises:
        InputError: an unknown kind.
    """
    length, width, height = vehicles.size(kind)
    kg, hertz, roll, dive = _SPRUNG[kind] if kind in _SPRUNG else _SPRUNG["sedan"]
    places = vehicles.wheel_places(kind)
    return Build(kg, length, width, height, tuple(place for _, place, _ in places),
                 tuple(steers for _, _, steers in places), hertz, DAMPING, math.radians(roll), math.radians(dive),
                 STIFF_N_M * max(1.0, kg / 2000.0))
