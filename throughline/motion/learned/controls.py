"""What the network is told: the way and the footsteps, seen from the body, frame by frame.

The body's own frame stands on the ground at its place on the way and looks along its heading. All controls are metres,
radians as cosine and sine, or weights from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from throughline.motion.ik import Floats

RATE = 30.0
"""Frames a second that the network works at."""
LOOKS_S = (-0.6, -0.3, 0.3, 0.6, 1.0)
MEMORY_S = 0.18
FAR_M = 1.5


class Prints(Protocol):
    """Where one foot stands, in order of time: strike and lift seconds, ankle's shadow (K, 3), the foot's yaw."""

    @property
    def strike(self) -> Floats: ...
    @property
    def lift(self) -> Floats: ...
    @property
    def place(self) -> Floats: ...
    @property
    def yaw(self) -> Floats: ...


@dataclass(frozen=True)
class Way:
    """A body's way over evenly spaced frames: ``time`` (F,) seconds, ``place`` (F, 3), ``heading`` (F,) radians."""

    time: Floats
    place: Floats
    heading: Floats


def into(place: Floats, heading: Floats, points: Floats) -> Floats:
    """Ground points (F, 2) as seen from the body's frame."""
    gap = points - place
    cos, sin = np.cos(heading), np.sin(heading)
    return np.stack([cos * gap[:, 0] + sin * gap[:, 1], cos * gap[:, 1] - sin * gap[:, 0]], axis=-1)


def controls(way: Way, feet: tuple[Prints, Prints], size: float) -> Floats:
    """The controls (F, ``WIDTH``) float64; ``size`` is the body's leg length over that of the network's own body."""
    columns = [*_ahead(way, size)]
    for prints in feet:
        columns += _foot(way, prints, size)
    return np.stack(columns, axis=-1)


def _ahead(way: Way, size: float) -> list[Floats]:
    velocity = np.gradient(way.place[:, :2], way.time, axis=0)
    turning = np.gradient(np.unwrap(way.heading), way.time)
    speed = into(np.zeros_like(velocity), way.heading, velocity) / size
    out = [speed[:, 0], speed[:, 1], turning, np.linalg.norm(speed, axis=-1)]
    heading = np.unwrap(way.heading)
    for seconds in LOOKS_S:
        then = np.clip(way.time + seconds, way.time[0], way.time[-1])
        point = np.stack([np.interp(then, way.time, way.place[:, axis]) for axis in range(2)], axis=-1)
        seen = into(way.place[:, :2], way.heading, point) / size
        angle = np.interp(then, way.time, heading) - heading
        out += [seen[:, 0], seen[:, 1], np.cos(angle), np.sin(angle)]
    return out


def _foot(way: Way, prints: Prints, size: float) -> list[Floats]:
    time, last = way.time, len(prints.strike) - 1
    here = np.clip(np.searchsorted(prints.strike, time, side="right") - 1, 0, last)
    there = np.minimum(here + 1, last)
    down = (time < prints.lift[here]) & (time >= prints.strike[here])
    out = [down.astype(np.float64)]
    spans = ((time - prints.strike[here], down), (prints.lift[here] - time, down),
             (time - prints.lift[here], ~down), (prints.strike[there] - time, ~down & (there > here)))
    for seconds, counts in spans:
        since = np.clip(np.where(np.isfinite(seconds), seconds, 9.0), 0.0, 9.0)
        out.append(np.where(counts, np.exp(-since / MEMORY_S), 0.0))
    for which in (here, there):
        seen = into(way.place[:, :2], way.heading, prints.place[which, :2]) / size
        angle = prints.yaw[which] - way.heading
        out += [np.clip(seen[:, 0], -FAR_M, FAR_M), np.clip(seen[:, 1], -FAR_M, FAR_M), np.cos(angle), np.sin(angle)]
    return out


WIDTH = 4 + 4 * len(LOOKS_S) + 2 * 13
