"""Where gas comes from: emitters that last, and puffs let go at a moment; both become stamps of one step."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from throughline.film.effect import Vector

Shape = Literal["ball", "box", "ring"]
_SHAPES: tuple[Shape, ...] = ("ball", "box", "ring")
Rows = NDArray[np.float32]
(KIND, X, Y, Z, RX, RY, RZ, SOOT, HEAT, FUEL, DUST, VX, VY, VZ, OUTWARD, GRIP, SWELL, RAGGED, MARK) = range(19)
WIDTH = 19
PUFF = 12


@dataclass(frozen=True)
class Emitter:
    """Something that gives off gas from ``start`` to ``stop``, seconds.

    ``radius`` holds the half axes of a ball (a disc is a flat one) or box; of a ring how wide it is, how thick, how
    high. ``soot``, ``fuel`` and ``dust`` are given off a second, ``heat`` is kelvin above the air's that it has.
    ``velocity`` and ``outward`` (away from the middle) in m/s are taken on with ``grip`` 0 to 1 a step; ``swell`` is
    the expansion, 1/s. ``ragged`` is how far lumps of noise eat into it (0 smooth). ``path`` holds (t, x, y, z) that it
    moves along, ``grows`` (t, factor) of its size and ``strength`` (t, factor) of what it gives: linear between.
    """

    centre: Vector
    radius: Vector
    start: float = 0.0
    stop: float = 0.1
    shape: Shape = "ball"
    soot: float = 0.0
    heat: float = 0.0
    fuel: float = 0.0
    dust: float = 0.0
    velocity: Vector = (0.0, 0.0, 0.0)
    outward: float = 0.0
    grip: float = 0.0
    swell: float = 0.0
    ragged: float = 0.0
    mark: int = 0
    path: tuple[tuple[float, float, float, float], ...] = ()
    grows: tuple[tuple[float, float], ...] = ()
    strength: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Sources:
    """All that gives off gas. ``puffs`` is (N, 12) float: t, x, y, z, radius in seconds and metres, then what it holds
    in its middle (soot 1/m, kelvin above the air's, fuel, dust 1/m), then its velocity in m/s."""

    emitters: tuple[Emitter, ...] = ()
    puffs: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, PUFF)))

    def smokes(self) -> bool:
        """Whether anything but dust is given off, so that an order's colour is the smoke's and not the dust's."""
        return any(emitter.soot > 0 or emitter.fuel > 0 for emitter in self.emitters) or bool(
            (self.puffs[:, [5, 7]] > 0).any())

    def until(self) -> float:
        """The seconds at which the last of them ends."""
        last = max((emitter.stop for emitter in self.emitters), default=0.0)
        return max(last, float(self.puffs[:, 0].max(initial=0.0)))


def _at(table: tuple[tuple[float, float], ...], t: float) -> float:
    return 1.0 if not table else float(np.interp(t, [row[0] for row in table], [row[1] for row in table]))


def stamps(sources: Sources, start: float, stop: float) -> Rows:
    """(N, 19) float32: what is given off between two times, world metres, amounts for that time."""
    rows = [row for emitter in sources.emitters if emitter.start < stop and start < emitter.stop
            for row in _along(emitter, max(start, emitter.start), min(stop, emitter.stop))]
    due = sources.puffs[(sources.puffs[:, 0] >= start) & (sources.puffs[:, 0] < stop)]
    found = np.zeros((len(due), WIDTH), np.float32)
    found[:, X:RX] = due[:, 1:4]
    found[:, RX:RX + 3] = due[:, 4:5]
    found[:, SOOT:OUTWARD] = due[:, 5:12]
    found[:, GRIP] = np.where(np.abs(due[:, 9:12]).max(axis=1, initial=0.0) > 0, 0.5, 0.0)
    found[:, RAGGED], found[:, MARK] = 0.4, np.arange(len(due)) * 7 % 61
    return np.concatenate([np.array(rows, np.float32).reshape(-1, WIDTH), found])


def _along(emitter: Emitter, start: float, stop: float) -> list[list[float]]:
    """An emitter's stamps: several where it moves by more than half its own radius."""
    far = float(np.linalg.norm(np.subtract(_place(emitter, start), _place(emitter, stop))))
    count = int(min(12, max(1, np.ceil(far / (0.5 * min(emitter.radius))))))
    edges = [start + (stop - start) * number / count for number in range(count + 1)]
    return [_stamp(emitter, first, last) for first, last in pairwise(edges)]


def _place(emitter: Emitter, t: float) -> Vector:
    if not emitter.path:
        return emitter.centre
    times = [row[0] for row in emitter.path]
    x, y, z = (float(np.interp(t, times, [row[n] for row in emitter.path])) for n in (1, 2, 3))
    return x, y, z


def _stamp(emitter: Emitter, first: float, last: float) -> list[float]:
    middle = 0.5 * (first + last)
    centre, velocity = _place(emitter, middle), emitter.velocity
    size = _at(emitter.grows, middle)
    amount = _at(emitter.strength, middle)
    given = amount * (last - first)
    row = [0.0] * WIDTH
    row[KIND] = float(_SHAPES.index(emitter.shape))
    row[X:RX] = centre
    row[RX:SOOT] = ([size * emitter.radius[0], *emitter.radius[1:]] if emitter.shape == "ring"
                    else [size * part for part in emitter.radius])
    row[SOOT], row[FUEL], row[DUST] = emitter.soot * given, emitter.fuel * given, emitter.dust * given
    row[HEAT] = emitter.heat if amount > 0 else 0.0
    row[VX:OUTWARD] = velocity
    row[OUTWARD], row[GRIP], row[SWELL] = emitter.outward * amount, emitter.grip, emitter.swell * amount
    row[RAGGED], row[MARK] = emitter.ragged, float(emitter.mark)
    return row


def bounds(rows: Rows) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """The lowest and highest corner of the stamps, world metres; None when there are none."""
    if not len(rows):
        return None
    reach = rows[:, RX:RX + 3].astype(np.float64)
    ring = rows[:, KIND] == _SHAPES.index("ring")
    wide = (rows[ring, RX] + rows[ring, RY]).astype(np.float64)
    reach[ring, 0], reach[ring, 1] = wide, wide
    centre = rows[:, X:X + 3].astype(np.float64)
    return (centre - reach).min(axis=0), (centre + reach).max(axis=0)
