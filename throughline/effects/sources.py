"""Where dust and heat come from, as one simulation tells the solver of gas."""

from __future__ import annotations

from dataclasses import dataclass

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class DustSource:
    """A puff that something gives off: ``t`` seconds after the effect's frame 0, at ``place`` in the world, metres.

    Within ``radius`` metres it adds ``amount`` of extinction (1/m, a second), ``heat`` kelvin, and moves the air at
    ``velocity`` m/s; ``swell`` is the air that comes with it, as a share of its own volume a second. It lasts
    ``seconds``; 0: a frame.
    """

    t: float
    place: Vector
    radius: float
    amount: float
    heat: float = 0.0
    velocity: Vector = (0.0, 0.0, 0.0)
    seconds: float = 0.0
    swell: float = 0.0
