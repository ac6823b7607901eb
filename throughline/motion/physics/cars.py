"""The outside of vehicles as a body strikes it: front, bonnet, windscreen, roof, each a slab on the real shape."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from throughline.world.carbody import BodyShape, half_width
from throughline.world.vehicles import CARS, checked, size

Triple = tuple[float, float, float]
THICK_M = 0.16
BLOCKS: dict[str, tuple[tuple[Triple, Triple], ...]] = {  # corners of what has no bonnet, as world.heavy builds it
    "bus": (((-5.45, -1.25, 0.36), (5.45, 1.25, 3.2)),),
    "truck": (((1.05, -0.86, 0.42), (2.6, 0.86, 2.02)), ((-2.6, -0.88, 0.5), (0.95, 0.88, 1.82))),
    "motorcycle": (((-0.9, -0.2, 0.25), (0.9, 0.2, 0.85)), ((0.2, -0.36, 0.8), (0.5, 0.36, 1.1))),
}


@dataclass(frozen=True)
class Slab:
    """A box of a vehicle's outside: its ``middle`` in metres from the ground under the nose, x forwards, its ``half``
    sizes, and by how many radians its front is ``pitch``ed down."""

    middle: Triple
    half: Triple
    pitch: float = 0.0


@cache
def slabs(kind: str) -> tuple[Slab, ...]:
    """The outside of a vehicle of this kind.

    Raises:
        InputError: no vehicle of that kind is known.
    """
    nose = 0.5 * size(checked(kind))[0]  # of the whole vehicle: a motorcycle's is its front wheel
    if kind in CARS:
        return _hull(CARS[kind], nose)
    return tuple(Slab((0.5 * (low[0] + high[0]) - nose, 0.5 * (low[1] + high[1]), 0.5 * (low[2] + high[2])),
                      (0.5 * (high[0] - low[0]), 0.5 * (high[1] - low[1]), 0.5 * (high[2] - low[2])))
                 for low, high in BLOCKS[kind])


def _hull(shape: BodyShape, nose: float) -> tuple[Slab, ...]:
    """Bumper, bonnet, windscreen, roof and rear along the shape's own curves."""
    cowl, boot = shape.roof[-1][0], shape.roof[0][0]
    bonnet = [point for point in reversed(shape.top) if point[0] > cowl]
    glass = list(reversed(shape.roof))
    rear = [point for point in reversed(shape.top) if point[0] < boot]
    low, high = shape.bottom[-1][1], bonnet[0][1]
    front = (0.5 * THICK_M, 0.9 * _half(shape, nose), 0.5 * (high - low))
    out = [Slab((-0.5 * THICK_M, 0.0, 0.5 * (low + high)), front)]
    for (x0, z0), (x1, z1) in pairwise([*bonnet, *glass, *rear]):
        pitch, long = math.atan2(z1 - z0, x0 - x1), math.hypot(x0 - x1, z1 - z0)
        over = max(0.0, (min(z0, z1) - shape.top[len(shape.top) // 2][1]) / (shape.height - 0.9))
        middle = (0.5 * (x0 + x1) - nose - 0.5 * THICK_M * math.sin(pitch), 0.0,
                  0.5 * (z0 + z1) - 0.5 * THICK_M * math.cos(pitch))
        half = _half(shape, 0.5 * (x0 + x1)) - min(over, 1.0) * shape.tumble
        out.append(Slab(middle, (0.5 * long + 0.01, half, 0.5 * THICK_M), pitch))
    return tuple(out)


def _half(shape: BodyShape, x: float) -> float:
    return float(half_width(shape, np.array([x]))[0])
