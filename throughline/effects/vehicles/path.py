"""A path as a car can drive it: the told places, rounded until no tyre has to hold more than it can."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from throughline.effects.vehicles.build import GRAVITY
from throughline.film.blocking import Waypoint
from throughline.motion.travel import along

Reals = NDArray[np.float64]
FINE = 10
"""Steps of a frame."""
SOFT_S, SOFTEST_S = 0.045, 1.6
MOST_G = 1.0


def told(path: Sequence[Waypoint], first: float, frames: int) -> Reals:
    """(FINE * (frames - 1) + 1, 4) x, y, z, facing of a path from the frame ``first``, FINE rows a frame."""
    moved = tuple(structs.replace(way, frame=(way.frame - first) * FINE) for way in path)
    return along(moved, FINE * (frames - 1) + 1)


def going_on(path: Sequence[Waypoint], frame: float) -> tuple[Waypoint, ...]:
    """The path up to ``frame``, and beyond it as it goes there: a car that strikes something does not brake for it."""
    before = tuple(way for way in path if way.frame <= frame + 0.5) or tuple(path[:1])
    if len(before) < 2:
        return before
    last = max(before, key=lambda way: way.frame)
    rows = told(before, last.frame - 1.0, 2)
    x, y = (60.0 * FINE * (rows[-1, :2] - rows[-2, :2])).tolist()
    ahead = [structs.replace(last, frame=last.frame + n, x=last.x + n / 60.0 * x, y=last.y + n / 60.0 * y)
             for n in (1.0, 60.0)]
    return (*before, *ahead)


def drivable(places: Reals, dt: float) -> tuple[Reals, float]:
    """The places (N, 2) that a car can drive, nearest to ``places``, and the most g that those would have asked for.

    A path is driven as it is told where its forces are within MOST_G; else it is rounded as much as it must be.
    """
    soft = _softened(places, SOFT_S / dt)
    asked = most_g(soft, dt)
    sigma, found = SOFT_S, soft
    while most_g(found, dt) > MOST_G and sigma < SOFTEST_S:
        sigma *= 1.3
        found = _softened(places, sigma / dt)
    return found, asked


def most_g(places: Reals, dt: float) -> float:
    """The greatest acceleration along the places, in g."""
    if len(places) < 3:
        return 0.0
    pull = np.diff(places, 2, axis=0) / dt ** 2
    return float(np.linalg.norm(pull, axis=1).max()) / GRAVITY


def _softened(places: Reals, sigma: float) -> Reals:
    """The places blurred over ``sigma`` rows, the first and last speed going on beyond the ends."""
    from scipy.ndimage import gaussian_filter1d  # heavy to load

    if len(places) < 3:
        return places
    reach = int(4 * sigma) + 2
    steps = np.arange(1, reach + 1)[:, None]
    before = places[0] - steps[::-1] * (places[1] - places[0])
    after = places[-1] + steps * (places[-1] - places[-2])
    return np.asarray(gaussian_filter1d(np.concatenate([before, places, after]), sigma, axis=0)[reach:-reach])


def headings(places: Reals, facing: Reals, rear: float, dt: float) -> Reals:
    """(N,) yaw of a car whose middle is at ``places`` and whose rear wheels, ``rear`` metres behind it, do not slip
    sideways: where it goes forward they are drawn along behind, where it backs they lead."""
    speed = np.gradient(places, dt, axis=0) if len(places) > 1 else np.zeros_like(places)
    going = speed[:, 0] * np.cos(facing) + speed[:, 1] * np.sin(facing)
    backs = going < -0.2
    yaw = np.empty(len(places))
    last, start = float(facing[0]), 0
    while start < len(places):
        stop = start + int(np.argmax(np.append(backs[start:] != backs[start], True)))
        part = slice(start, stop)
        if backs[start]:
            turned = _drawn(speed[part][::-1] * -1.0, float(facing[stop - 1]), rear, dt)[::-1]
            fades = np.exp(-np.arange(stop - start) * dt / 0.4)
            yaw[part] = turned + _wrapped(last - turned[0]) * fades
        else:
            yaw[part] = _drawn(speed[part], last, rear, dt)
        last, start = float(yaw[stop - 1]), stop
    return yaw


def _drawn(speed: Reals, yaw: float, rear: float, dt: float) -> Reals:
    found = np.empty(len(speed))
    for row, (vx, vy) in enumerate(speed.tolist()):
        found[row] = yaw
        yaw += (vy * np.cos(yaw) - vx * np.sin(yaw)) / rear * dt
    return found


def _wrapped(angle: float) -> float:
    return float((angle + np.pi) % (2 * np.pi) - np.pi)
