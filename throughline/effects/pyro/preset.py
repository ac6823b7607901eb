"""What a preset is: where its gas comes from, how it moves, what it looks like, how far it gets."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from throughline.effects.pyro.sources import Sources
from throughline.effects.pyro.step import Manner
from throughline.film.effect import EffectOrder, Vector
from throughline.film.setplan import Colour


@dataclass(frozen=True)
class Preset:
    """An effect's plan, in metres, seconds and the world's axes.

    ``cells`` are fine cells along ``EffectOrder.size_m`` at detail 1. ``reach`` is how far it may get from its place:
    (sideways, up) in sizes; ``before`` the seconds that it has gone on for when frame 0 is seen. ``soot`` and ``dust``
    are the albedo of its two stuffs; ``edge`` is the density, 1/m, of which half is handed on, and of thinner gas less:
    that takes away the haze about what billows, which cells far larger than smoke's own whirls leave there.
    """

    sources: Sources
    manner: Manner = field(default_factory=Manner)
    cells: float = 80.0
    reach: tuple[float, float] = (2.0, 3.0)
    before: float = 0.0
    soot: Colour = (0.16, 0.15, 0.14)
    dust: Colour = (0.50, 0.44, 0.36)
    edge: float = 0.0


Maker = Callable[[EffectOrder], Preset]


def kept(size: float) -> float:
    """The confinement that suits an effect of ``size`` metres, 1/s: small ones whirl faster."""
    return 0.8 * math.sqrt(9.81 / size)


def headed(order: EffectOrder, standard: Vector) -> Vector:
    """The unit vector in which it goes off: as ordered, else ``standard`` turned by the effect's facing."""
    if order.direction is not None:
        x, y, z = order.direction
        long = math.sqrt(x * x + y * y + z * z)
        return (x / long, y / long, z / long)
    x, y, z = standard
    c, s = math.cos(order.facing), math.sin(order.facing)
    return (c * x - s * y, s * x + c * y, z)


def about(order: EffectOrder, x: float, y: float, z: float) -> Vector:
    """The world's place of one given in metres ahead, to the left and up of the effect's."""
    c, s = math.cos(order.facing), math.sin(order.facing)
    return (order.x + c * x - s * y, order.y + s * x + c * y, order.z + z)
