"""The path of a body in time: place, speed and heading from waypoints, as a body of flesh could travel it.

Corners are rounded, speed rises and falls in ramps, the time of every waypoint is kept. A place that the body must
keep for a while (a seat, the ground where it fell) is a Hold, which bends the path towards itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from throughline.film.blocking import Waypoint

Floats = NDArray[np.float64]
STEP_S = 0.01
MARGIN_S = 2.0
STILL_M = 0.004
CORNER_M_S2 = 10.0
"""How hard feet push a body round a corner: who comes faster slows down for it."""


def smooth(x: Floats) -> Floats:
    """From 0 to 1 with level ends while ``x`` goes from 0 to 1."""
    x = np.clip(x, 0.0, 1.0)
    return np.asarray(x * x * (3.0 - 2.0 * x))


def wrap(angle: Floats | float) -> Floats:
    """The same angle between -pi and pi."""
    return np.asarray((np.asarray(angle) + np.pi) % (2.0 * np.pi) - np.pi)


@dataclass(frozen=True)
class Track:
    """Waypoints in seconds: ``time`` (W,), ``place`` (W, 3), ``facing`` (W,) radians, NaN where along the path."""

    time: Floats
    place: Floats
    facing: Floats

    @property
    def lengths(self) -> Floats:
        return np.asarray(np.linalg.norm(np.diff(self.place, axis=0), axis=1))

    @property
    def speeds(self) -> Floats:
        return np.asarray(self.lengths / np.diff(self.time))

    @property
    def moving(self) -> NDArray[np.bool_]:
        return np.asarray(self.lengths > STILL_M)


@dataclass(frozen=True)
class Hold:
    """From ``start`` to ``end`` seconds the body is not where its path says: ``place`` (T, 3) on the route's grid."""

    start: float
    end: float
    place: Floats


@dataclass(frozen=True)
class Route:
    """A path on an even grid of ``time`` (T,) seconds: ``place`` (T, 3) m, ``heading`` (T,) radians without jumps,
    ``velocity`` (T, 2) m/s, ``turning`` (T,) radians a second."""

    time: Floats
    place: Floats
    heading: Floats
    velocity: Floats
    turning: Floats

    @property
    def speed(self) -> Floats:
        return np.asarray(np.hypot(self.velocity[:, 0], self.velocity[:, 1]))

    def at(self, values: Floats, time: Floats) -> Floats:
        """``values`` (T,) or (T, N) of the grid at ``time`` (F,), the ends held."""
        if values.ndim == 1:
            return np.interp(time, self.time, values)
        return np.stack([np.interp(time, self.time, column) for column in values.T], axis=-1)


def track(path: tuple[Waypoint, ...], rate: float, fastest: float = np.inf) -> Track:
    """The waypoints in order of time. One that comes before frame 0 and moves on was already moving before it; one that
    cannot be reached in time at ``fastest`` m/s is reached as soon as it can be, and the next ones as near to their
    times as that allows."""
    points = sorted(path, key=lambda point: point.frame)
    kept = [point for point, after in zip(points, [*points[1:], None], strict=True)
            if after is None or after.frame - point.frame > 1e-6]
    time = np.array([point.frame / rate for point in kept])
    for number, (before, after) in enumerate(pairwise(kept), start=1):
        gone = float(np.linalg.norm([after.x - before.x, after.y - before.y, after.z - before.z]))
        least = min((after.frame - before.frame) / rate, 0.1)
        time[number] = max(time[number], time[number - 1] + max(gone / fastest, least))
    place = np.array([(point.x, point.y, point.z) for point in kept], dtype=np.float64)
    facing = np.array([np.nan if point.facing is None else point.facing for point in kept])
    out = _slowed(Track(time, place, facing), fastest)
    time = out.time
    if len(kept) > 1 and kept[0].frame < 0 and out.moving[0] and out.speeds[0] > 0.2:
        lead = 1.5 * (place[1] - place[0]) / (time[1] - time[0])
        out = Track(np.insert(time, 0, time[0] - 1.5), np.insert(place, 0, place[0] - lead, axis=0),
                    np.insert(facing, 0, np.nan))
    return out


def _slowed(way: Track, fastest: float) -> Track:
    """The track with more time where its ramps up and down would make the level between them faster than ``fastest``;
    later waypoints keep their times where they can."""
    if not np.isfinite(fastest) or len(way.time) < 2 or float(way.speeds.max()) < 0.5 * fastest:
        return way
    planned, lasting = way.time, np.diff(way.time)
    for _ in range(8):
        knots = _knots(way, np.zeros(len(way.time), dtype=bool))
        over = np.array([_level(span, knots[at:at + 2], float(speed), float(length)) / fastest for at, (
            span, speed, length) in enumerate(zip(np.diff(way.time), way.speeds, way.lengths, strict=True))])
        if over.max() < 1.005:
            break
        lasting = np.maximum(lasting, np.diff(way.time) * np.where(way.moving, over, 0.0))
        time = planned.copy()
        for number in range(1, len(time)):
            time[number] = max(time[number], time[number - 1] + lasting[number - 1])
        way = Track(time, way.place, way.facing)
    return way


def grid(way: Track, until: float) -> Floats:
    """The even times (T,) over the whole path and up to ``until`` seconds, with room at both ends."""
    start, end = float(way.time[0]) - MARGIN_S, max(float(way.time[-1]), until) + MARGIN_S
    return np.linspace(start, end, int(np.clip((end - start) / STEP_S, 64, 60_000)) + 1)


def _cut(way: Track, speeds: Floats) -> Floats:
    cut = np.zeros(len(way.time))
    before, after = way.lengths[:-1], way.lengths[1:]
    cut[1:-1] = np.minimum(0.45 * np.minimum(before, after), 0.2 + 0.15 * np.minimum(speeds[:-1], speeds[1:]))
    return cut


def _corner_speeds(way: Track) -> Floats:
    """How fast (W,) each waypoint can be passed on its rounded corner; the turn of a quadratic curve is sharpest at its
    middle, where it takes speed^2 sin(turn / 2) over its length."""
    lines = np.diff(way.place, axis=0) / np.maximum(way.lengths, 1e-9)[:, None]
    straight = np.clip((lines[:-1] * lines[1:]).sum(axis=1), -1.0, 1.0)
    out = np.full(len(way.time), np.inf)
    sharp = np.sqrt(np.maximum(0.5 * (1.0 - straight), 1e-12))
    out[1:-1] = np.sqrt(CORNER_M_S2 * _cut(way, way.speeds)[1:-1] / sharp)
    return out


def _knots(way: Track, hard: NDArray[np.bool_]) -> Floats:
    """The speed (W,) at each waypoint; at ``hard`` ones none is lost."""
    speeds, moving = way.speeds, way.moving
    knots = np.zeros(len(way.time))
    knots[1:-1] = np.where(moving[:-1] & moving[1:], 0.5 * (speeds[:-1] + speeds[1:]), 0.0)
    knots[1:-1] = np.minimum(knots[1:-1], 1.4 * np.minimum(speeds[:-1], speeds[1:]))
    knots = np.minimum(knots, _corner_speeds(way))
    ends = np.concatenate([[0.0], np.maximum(speeds, 0.0)])
    return np.asarray(np.where(hard, np.maximum(knots, ends), knots))


def _progress(way: Track, time: Floats, hard: NDArray[np.bool_]) -> Floats:
    """Length travelled along the straight lines (T,): level speeds joined by ramps, each waypoint at its time."""
    speeds, moving, knots = way.speeds, way.moving, _knots(way, hard)
    out = np.zeros_like(time)
    total = 0.0
    for number, (length, speed) in enumerate(zip(way.lengths, speeds, strict=True)):
        start, end = way.time[number], way.time[number + 1]
        inside = (time >= start) & (time <= end)
        if moving[number] and inside.sum() > 2:
            out[inside] = total + _ramped(time[inside], (start, end), knots[number:number + 2], float(speed), length)
        else:
            out[inside] = total + length * (time[inside] - start) / (end - start)
        total += length
    out[time > way.time[-1]] = total
    return out


def _ramps(lasting: float, knots: Floats, speed: float) -> Floats:
    return np.asarray(np.clip(np.abs(speed - knots) / (1.3 + 0.55 * speed), 0.25, 0.36 * lasting))


def _level(lasting: float, knots: Floats, speed: float, length: float) -> float:
    """The speed between the ramps at both ends of a segment."""
    ramps = _ramps(lasting, knots, speed)
    return max((length - 0.5 * float(knots @ ramps)) / (lasting - 0.5 * float(ramps.sum())), 0.0)


def _ramped(time: Floats, span: tuple[float, float], knots: Floats, speed: float, length: float) -> Floats:
    ramps = _ramps(span[1] - span[0], knots, speed)
    level = _level(span[1] - span[0], knots, speed, length)
    rise, fall = smooth((time - span[0]) / ramps[0]), smooth((span[1] - time) / ramps[1])
    pace = level + (knots[0] - level) * (1.0 - rise) + (knots[1] - level) * (1.0 - fall)
    gone = np.concatenate([[0.0], np.cumsum(0.5 * (pace[1:] + pace[:-1]) * np.diff(time))])
    lead = (time[0] - span[0]) * pace[0]
    tail = (span[1] - time[-1]) * pace[-1]
    return np.asarray((lead + gone) * (length / max(lead + gone[-1] + tail, 1e-9)))


def _along(way: Track, progress: Floats) -> tuple[Floats, Floats]:
    """Places (T, 3) and directions (T, 3) at lengths along the lines, each corner rounded by a quadratic curve."""
    marks = np.concatenate([[0.0], np.cumsum(way.lengths)])
    place = np.stack([np.interp(progress, marks, column) for column in way.place.T], axis=-1)
    lines = np.diff(way.place, axis=0) / np.maximum(way.lengths, 1e-9)[:, None]
    segment = np.clip(np.searchsorted(marks, progress, side="right") - 1, 0, len(lines) - 1)
    direction = lines[segment]
    for number, cut in enumerate(_cut(way, way.speeds)):
        if cut < 1e-4:
            continue
        near = np.abs(progress - marks[number]) < cut
        part = ((progress[near] - marks[number]) / cut + 1.0)[:, None] * 0.5
        corner, into, outof = way.place[number], lines[number - 1], lines[number]
        place[near] = corner - into * cut * (1.0 - part) ** 2 + outof * cut * part**2
        direction[near] = into * (1.0 - part) + outof * part
    return place, direction


def base(way: Track, time: Floats, hard: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Places (T, 3) and directions of travel (T, 3) on the grid; at ``hard`` (W,) waypoints speed is not lost."""
    if len(way.time) == 1:
        return np.repeat(way.place, len(time), axis=0), np.zeros((len(time), 3))
    return _along(way, _progress(way, time, hard))


def held(place: Floats, time: Floats, holds: list[Hold]) -> Floats:
    """Places (T, 3) that keep every hold; between holds the path is bent by degrees, while the body travels."""
    step = np.linalg.norm(np.diff(place[:, :2], axis=0), axis=1)
    gone = np.concatenate([[0.0], np.cumsum(step)])
    out = place.copy()
    before, offset = 0, np.zeros(3)
    for hold in holds:
        first, last = np.searchsorted(time, [hold.start, hold.end])
        first, last = min(int(first), len(time) - 1), min(int(last), len(time) - 1)
        wanted = hold.place[first] - place[first]
        out[before:first] += _between(gone[before:first + 1], offset, wanted, before == 0)[:-1]
        out[first:last + 1] = hold.place[first:last + 1]
        before, offset = last + 1, hold.place[last] - place[last]
    if holds and before < len(time):
        out[before:] += _between(gone[before:], offset, np.zeros(3), False)
    return out


def _between(gone: Floats, start: Floats, end: Floats, first: bool) -> Floats:
    if len(gone) == 0:
        return np.zeros((0, 3))
    length = gone[-1] - gone[0]
    if length < max(0.25, 0.6 * float(np.linalg.norm(end[:2] - start[:2]))):
        constant = end if first else start
        return np.repeat(constant[None, :], len(gone), axis=0)
    return np.asarray(start + (end - start) * smooth((gone - gone[0]) / length)[:, None])


def route(time: Floats, place: Floats, heading: Floats) -> Route:
    """The Route of places and headings on the grid, with its rates of change."""
    heading = gaussian_filter1d(heading, 0.08 / (time[1] - time[0]), mode="nearest")
    velocity = np.gradient(place[:, :2], time, axis=0)
    turning = np.gradient(heading, time)
    return Route(time, place, heading, velocity, turning)
