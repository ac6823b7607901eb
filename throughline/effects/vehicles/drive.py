"""A vehicle on its path: where its body is in every frame, how its wheels turn, steer and spring, where tyres slide."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from throughline.effects.vehicles.build import GRAVITY, GRIP, Build, build_of
from throughline.effects.vehicles.path import FINE, Reals, drivable, going_on, headings, told
from throughline.effects.vehicles.springs import Sprung, sprung
from throughline.film.blocking import Vehicle
from throughline.film.errors import InputError
from throughline.motion.ground import FLAT, Ground

SLIDES_FROM, SLIDES_BY = 0.72, 0.42
"""From what share of a g across the rear steps out, and by how many radians at one g."""
ASKED = (0.30, 0.50)
"""A facing that differs from the way of travel by more than this is a slide that was asked for."""
LOCKS_G = 0.93
OFF_M = 0.10
STEERS_TO = 0.62


@dataclass(frozen=True)
class Drive:
    """A vehicle over F frames with W wheels in the order of its parts.

    ``place`` (F, 3) is where its own origin is on the ground, ``yaw`` (F,) its heading; ``heave`` m, ``pitch`` (nose
    down) and ``roll`` (left side up) (F,) how its body stands on its springs. Of wheels (F, W): ``spin`` turned so
    far and ``steer``, radians; ``travel`` m of the hub over where it is at rest; ``slip`` m/s at which the tyre slides
    over the ground. ``warnings`` say what no car can do.
    """

    place: Reals
    yaw: Reals
    heave: Reals
    pitch: Reals
    roll: Reals
    spin: Reals
    steer: Reals
    travel: Reals
    slip: Reals
    warnings: tuple[str, ...] = ()


def drive(vehicle: Vehicle, frames: int, rate: Fraction = Fraction(24), ground: Ground = FLAT) -> Drive:
    """How the vehicle drives its path on ``ground``; after its ``crash_frame`` it goes as the path has it, sliding.

    Raises:
        InputError: an unknown kind, or no path.
    """
    if not vehicle.path:
        raise InputError(f"vehicle '{vehicle.name}' has no path", remedy="give it at least one place where it stands")
    build, dt = build_of(vehicle.kind), 1.0 / (FINE * float(rate))
    rows = told(vehicle.path, 0.0, max(frames, 2))
    hit = len(rows) if vehicle.crash_frame is None else round(FINE * vehicle.crash_frame)
    hit = int(np.clip(hit, 0, len(rows)))
    places, asked, off = rows[:, :2].copy(), 0.0, 0.0
    if hit > 2:
        wanted = _until(vehicle, rows, hit)
        places[:hit], asked = drivable(wanted, dt)
        off = float(np.linalg.norm(places[:hit] - wanted, axis=1).max())
    yaw = _yaws(places, rows[:, 3], hit, build, dt)
    warnings = () if off <= OFF_M else (
        f"no car drives {vehicle.name}'s path ({asked:.1f} g): it keeps as near as it can, {off:.1f} m off",)
    sprung_ = sprung(places, yaw, rows[:, 2], hit, build, dt, ground)
    wheels = _wheels(places, yaw, hit, build, dt)
    return _sampled(places, yaw, sprung_, wheels, frames, warnings)


def _until(vehicle: Vehicle, rows: Reals, hit: int) -> Reals:
    """The places up to the crash as they are told before it, not as its sudden stop bends them."""
    if hit >= len(rows) or vehicle.crash_frame is None:
        return rows[:hit, :2]
    before = going_on(vehicle.path, vehicle.crash_frame)
    return told(before, 0.0, len(rows) // FINE + 1)[:hit, :2]


def _yaws(places: Reals, facing: Reals, hit: int, build: Build, dt: float) -> Reals:
    """(N,) the heading: drawn along by the path, out in a slide where the bend is too fast or one is asked for; after
    the crash as told."""
    yaw = np.unwrap(facing.copy())
    if hit > 2:
        drawn = headings(places[:hit], facing[:hit], -build.rear, dt)
        yaw[:hit] = drawn + _slide(places[:hit], drawn, facing[:hit], dt)
    if 0 < hit < len(yaw):
        turns = 2 * math.pi * round((yaw[hit - 1] - yaw[hit]) / (2 * math.pi))
        gap = yaw[hit - 1] - yaw[hit] - turns
        yaw[hit:] += turns + gap * np.exp(-np.arange(len(yaw) - hit) * dt / 0.15)
    return yaw


def _slide(places: Reals, yaw: Reals, facing: Reals, dt: float) -> Reals:
    """(N,) radians by which the rear steps out."""
    speed = np.gradient(places, dt, axis=0)
    pull = np.gradient(speed, dt, axis=0)
    across = (pull[:, 1] * np.cos(yaw) - pull[:, 0] * np.sin(yaw)) / GRAVITY
    beyond = np.clip((np.abs(across) - SLIDES_FROM) / (1.0 - SLIDES_FROM), 0.0, 1.4)
    asked = (facing - yaw + math.pi) % (2 * math.pi) - math.pi
    share = np.clip((np.abs(asked) - ASKED[0]) / (ASKED[1] - ASKED[0]), 0.0, 1.0)
    moving = np.clip(np.linalg.norm(speed, axis=1) / 2.0, 0.0, 1.0)
    wanted = moving * (SLIDES_BY * beyond * np.sign(across) * (1 - share) + asked * share)
    return _followed(wanted, 2 * math.pi * 1.1, 0.75, dt)


def _followed(wanted: Reals, pace: float, damping: float, dt: float) -> Reals:
    """(N,) ``wanted`` followed by a mass on a spring."""
    found, at, speed = np.empty(len(wanted)), float(wanted[0]), 0.0
    for row, target in enumerate(wanted.tolist()):
        found[row] = at
        speed += (pace ** 2 * (target - at) - 2 * damping * pace * speed) * dt
        at += speed * dt
    return found


def _wheels(places: Reals, yaw: Reals, hit: int, build: Build, dt: float) -> tuple[Reals, Reals, Reals]:
    """Spin, steer and slip (N, W): each steered wheel points where its hub goes, inner ones more; one that is braked
    too hard, or jammed by a crash, stands still and slides."""
    speed, rate = np.gradient(places, dt, axis=0), np.gradient(yaw, dt)
    c, s = np.cos(yaw), np.sin(yaw)
    ahead, aside = speed[:, 0] * c + speed[:, 1] * s, speed[:, 1] * c - speed[:, 0] * s
    held = _hard(ahead, hit, dt)
    spins, steers, slips = [], [], []
    for (x, y, radius), steers_ in zip(build.wheels, build.steers, strict=True):
        u, v = ahead - rate * y, aside + rate * x
        wanted = np.where(np.abs(u) > 0.4, np.arctan2(v * np.sign(u), np.abs(u)), 0.0) if steers_ else np.zeros(len(u))
        steer = np.clip(_followed(_kept(wanted, np.abs(u) > 0.4), 2 * math.pi * 6.0, 0.9, dt), -STEERS_TO, STEERS_TO)
        if hit < len(u) and steers_:
            steer[hit:] = steer[max(hit - 1, 0)]
        along_, across = u * np.cos(steer) + v * np.sin(steer), v * np.cos(steer) - u * np.sin(steer)
        still = held.copy()
        if steers_ or not any(build.steers):
            still[hit:] = True
        spins.append(np.cumsum(np.where(still, 0.0, along_)) * dt / radius)
        slips.append(np.hypot(np.where(still, along_, 0.0), across))
        steers.append(steer)
    return np.stack(spins, 1), np.stack(steers, 1), np.stack(slips, 1)


def _kept(values: Reals, good: np.ndarray) -> Reals:
    """The values, where not ``good`` the last good one."""
    last = np.maximum.accumulate(np.where(good, np.arange(len(values)), -1))
    first = float(values[np.argmax(good)]) if good.any() else 0.0
    return np.where(last >= 0, values[np.maximum(last, 0)], first)


def _hard(ahead: Reals, hit: int, dt: float) -> np.ndarray:
    """(N,) whether the brakes lock the wheels."""
    braking = -np.gradient(np.abs(ahead), dt)
    braking[max(0, hit - 2):] = 0.0
    return (braking > min(LOCKS_G, GRIP + 0.08) * GRAVITY) & (np.abs(ahead) > 1.0)


def _sampled(places: Reals, yaw: Reals, body: Sprung, wheels: tuple[Reals, Reals, Reals], frames: int,
             warnings: tuple[str, ...]) -> Drive:
    at = np.arange(frames) * FINE
    spin, steer, slip = (part[at] for part in wheels)
    place = np.column_stack([places[at], body.ground[at]])
    return Drive(place, yaw[at], body.heave[at], body.pitch[at], body.roll[at], spin - spin[:1], steer,
                 body.travel[at], slip, warnings)
