"""Cars that strike each other or something that stands: where they go from there, and what hit each of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from msgspec import structs

from throughline.effects.vehicles.build import Build, build_of
from throughline.effects.vehicles.drive import drive
from throughline.effects.vehicles.path import FINE, Reals, going_on, told
from throughline.effects.vehicles.rigid import BOUNCE, Body, run
from throughline.film.blocking import Vehicle, Waypoint
from throughline.film.setplan import Box
from throughline.motion.ground import FLAT, Ground
from throughline.world.shapes import rng

BEFORE_S, AFTER_S, CLOSE_FRAMES = 0.06, 0.16, 14
POST_M, STOPPED = 0.8, 0.35
JAMMED_M_S = 6.0
SLIGHT_M = 0.015
DEFAULT_M = 0.55


@dataclass(frozen=True)
class Blow:
    """What struck a vehicle: at (x, y) of its own outline, along the unit vector ``way`` (into it), crushing it
    ``deep`` metres over ``wide`` metres to either side, at ``speed`` m/s, from ``frame`` on for ``frames``."""

    x: float
    y: float
    way: tuple[float, float]
    deep: float
    wide: float
    speed: float
    frame: float
    frames: float


def collided(vehicles: Sequence[Vehicle], frame: float, frames: int, rate: Fraction = Fraction(24),
             fast: Sequence[Box] = (), ground: Ground = FLAT, driven: Sequence[str] = ()) -> tuple[Vehicle, ...]:
    """The vehicles on paths that go on from ``frame`` as the crash has it: they strike each other and what stands
    ``fast``, spin and slide to rest, or roll on where they are ``driven`` (by name). Each has its ``crash_frame``.

    Momentum is kept; fronts crush as plastic springs (BOUNCE is given back); tyres slide on the ground.
    """
    whole = math.floor(frame)
    bodies, pasts = [], []
    for vehicle in vehicles:
        coming = structs.replace(vehicle, path=going_on(vehicle.path, frame), crash_frame=None)
        bodies.append(_body(coming, whole, rate, ground, vehicle.name in driven))
        pasts.append(vehicle.path)
    last = max(frames, whole + CLOSE_FRAMES) - whole
    cars = len(bodies)
    bodies += [_standing(box) for box in fast]
    moves = run(bodies, last / float(rate), last + 1)[:, :cars]
    return tuple(_gone_on(vehicle, past, moves[:, number], whole, frame, ground)
                 for number, (vehicle, past) in enumerate(zip(vehicles, pasts, strict=True)))


def _body(vehicle: Vehicle, whole: int, rate: Fraction, ground: Ground, driven: bool) -> Body:
    """The vehicle as a plate as it is at a frame."""
    build, fps = build_of(vehicle.kind), float(rate)
    way = drive(vehicle, whole + 2, rate, ground)
    before = max(0, whole - 1)
    at = np.array([*way.place[whole, :2], way.yaw[whole]])
    past = np.array([*way.place[before, :2], way.yaw[before]])
    speed = (at - past) * fps if whole > 0 else (
        np.array([*way.place[1, :2], way.yaw[1]]) - at) * fps
    wheels = np.array([(x, y) for x, y, _ in build.wheels])
    return Body((build.length / 2, build.width / 2), build.kg, build.inertia, at, speed, wheels, build.stiff,
                0.04 if driven else 0.75)


def _standing(box: Box) -> Body:
    """Something that stands fast; a thin one cuts deeper."""
    half = ((box.x1 - box.x0) / 2, (box.y1 - box.y0) / 2)
    at = np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, 0.0])
    stiff = 1.2e6 if 2 * max(half) < POST_M else 50e6
    return Body(half, math.inf, math.inf, at, np.zeros(3), stiff=stiff)


def _gone_on(vehicle: Vehicle, past: tuple[Waypoint, ...], moves: Reals, whole: int, frame: float,
             ground: Ground) -> Vehicle:
    """The vehicle on its new path: every frame at first, then every third, until it rests."""
    high = ground.level(moves[:, 0], moves[:, 1])
    still = np.linalg.norm(np.diff(moves[:, :2], axis=0), axis=1) > 1e-4
    rest = int(np.flatnonzero(still)[-1]) + 2 if still.any() else 1
    marks = [n for n in range(len(moves)) if n <= min(rest + 3, len(moves) - 1)
             and (n <= CLOSE_FRAMES or n % 3 == 0 or n == len(moves) - 1)]
    ways = tuple(Waypoint(frame=float(whole + n), x=round(float(moves[n, 0]), 4), y=round(float(moves[n, 1]), 4),
                          z=round(float(high[n]), 4), facing=round(float(moves[n, 2]), 5)) for n in marks)
    kept = tuple(way for way in past if way.frame < whole)
    return structs.replace(vehicle, path=(*kept, *ways), crash_frame=frame)


def blow(vehicle: Vehicle, rate: Fraction = Fraction(24)) -> Blow | None:
    """What struck the vehicle at its ``crash_frame``, told from how its path's speed and turn change there; None where
    nothing did. One whose path tells nothing of its crash was struck in front."""
    if vehicle.crash_frame is None:
        return None
    build, fps = build_of(vehicle.kind), float(rate)
    change, turn, facing, after = _change(vehicle, fps)
    size = float(np.hypot(*change))
    deep = size / (1.0 + BOUNCE) * math.sqrt(build.kg / build.stiff)
    if deep < SLIGHT_M:
        return _in_front(vehicle, build)
    c, s = math.cos(facing), math.sin(facing)
    way = np.array([change[0] * c + change[1] * s, change[1] * c - change[0] * s]) / size
    lever = float(np.clip(build.inertia * turn / (build.kg * size), -0.45 * build.width, 0.45 * build.width))
    x, y = _met(way, lever, build)
    post = after < STOPPED * size and size > JAMMED_M_S
    wide = 0.22 if post else 0.45 * (build.width if abs(way[0]) > 0.7 else 2.0)
    deep = min(deep * (1.25 if post else 1.0), 0.26 * build.length)
    return Blow(x, y, (float(way[0]), float(way[1])), deep, wide, size, vehicle.crash_frame,
                max(2.0, 2.0 * deep / max(size, 1.0) * fps))


def _change(vehicle: Vehicle, fps: float) -> tuple[Reals, float, float, float]:
    """The change of velocity (2,) and of turning at the crash, the heading then, the speed after it."""
    assert vehicle.crash_frame is not None
    reach = 14
    rows = told(vehicle.path, vehicle.crash_frame - reach, 2 * reach + 1)
    at, dt = reach * FINE, 1.0 / (FINE * fps)
    past, next_ = round(BEFORE_S / dt), round(AFTER_S / dt)
    first = (rows[at, :] - rows[at - past, :]) / (past * dt)
    then = (rows[at + next_ + past, :] - rows[at + next_, :]) / (past * dt)
    return (then - first)[:2], float(then[3] - first[3]), float(rows[at, 3]), float(np.hypot(then[0], then[1]))


def _met(way: Reals, lever: float, build: Build) -> tuple[float, float]:
    """Where the line of the blow comes through the outline: ``lever`` metres to the side of the middle."""
    across = np.array([-way[1], way[0]])
    start = -lever * across
    half = np.array([build.length / 2, build.width / 2])
    with np.errstate(divide="ignore"):
        reach = np.where(np.abs(way) > 1e-6, (half + np.sign(way) * start) / np.abs(way), np.inf)
    point = start - way * max(float(reach.min()), 0.0)
    return float(np.clip(point[0], -half[0], half[0])), float(np.clip(point[1], -half[1], half[1]))


def _in_front(vehicle: Vehicle, build: Build) -> Blow:
    offset = float(rng("side", vehicle.name).uniform(-0.3, 0.3)) * build.width
    deep = min(DEFAULT_M, 0.14 * build.length)
    frame = -1.0 if vehicle.crash_frame is None else vehicle.crash_frame
    return Blow(build.length / 2, offset, (-1.0, 0.0), deep, 0.45, 12.0, frame, 3.0)
