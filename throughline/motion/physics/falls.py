"""Performances in which bodies fall: performed up to the fall, then physics, then up again and on their way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from throughline.film.blocking import Act, Moment, Performance, Vehicle, Waypoint
from throughline.film.setplan import Box
from throughline.motion.acts_keys import seconds
from throughline.motion.ground import Ground as Land
from throughline.motion.physics import rise
from throughline.motion.physics.blast import LIFT
from throughline.motion.physics.body import mass
from throughline.motion.physics.ground import Car, Ground, standing_box
from throughline.motion.physics.pushes import Push, Snag, blast, shove
from throughline.motion.physics.ragdoll import Fall, tumble
from throughline.motion.physics.stumble import caught, tripping
from throughline.motion.skeleton import INDEX, Motion, rotate
from throughline.motion.travel import along

Spoken = tuple[tuple[float, float], ...]
Performer = Callable[[Performance, NDArray[np.float32], int, Fraction, Spoken, tuple[float, ...], Land], Motion]
FALLS = frozenset({Act.FALL, Act.HIT, Act.THROWN})
CARRIED = frozenset({Act.DRIVE, Act.GLIDE})
LASTS_S = 4.0
GOES_ON_S = 1.6
DOWN_S = 1.2
"""Nobody gets up sooner after a fall begins."""
MOVING = 0.9
WALK = 1.35
PITCHED = 0.42
"""The part of a stumble after which the trunk is pitched furthest."""
NEAR_M = 12.0
"""What is further away than this from where it falls no body reaches."""
NOSE_M, FASTEST_CAR = 0.30, 25.0
"""How far before the middle of a body a bumper touches it."""


def first_fall(performance: Performance) -> Moment | None:
    """The first act in which physics takes the body, if there is one."""
    carried = [moment for moment in performance.moments if moment.act in CARRIED]
    falls = [moment for moment in performance.moments if moment.act in FALLS and moment.frame_in > 0.0 and not any(
        each.frame_in <= moment.frame_in <= each.frame_out for each in carried)]
    return min(falls, key=lambda moment: (moment.frame_in, moment.act.value), default=None)


@dataclass(frozen=True)
class Asked:
    """What motion.perform was asked for, but for the number of frames."""

    performance: Performance
    rest: NDArray[np.float32]
    rate: Fraction
    spoken: Spoken
    accents: tuple[float, ...]
    land: Land

    def moved(self, perform: Performer, performance: Performance, frames: int) -> Motion:
        return perform(performance, self.rest, frames, self.rate, self.spoken, self.accents, self.land)


def performed(asked: Asked, frames: int, perform: Performer) -> Motion:
    """The motion of a performance with falls; ``perform`` moves what is before and after them.

    The body stays where it fell; it gets up there when a RISE or its path asks, and goes on along its path.
    """
    performance, rest, fps = asked.performance, asked.rest, float(asked.rate)
    moment = first_fall(performance)
    if moment is None or moment.frame_in >= frames:
        return asked.moved(perform, before(performance, moment), frames)
    start = max(1, round(moment.frame_in))
    motion = asked.moved(perform, before(performance, moment), start + round(GOES_ON_S * fps))
    level = _level(performance, moment.frame_in)
    stood = _stood_on(asked.land, motion, start, level)
    start, fall, ground = _fall(asked, moment, motion, start, stood)
    up = _up(performance, moment, start, fps)
    ends = start + round(LASTS_S * fps) if up is None else max(round(up), start + round(DOWN_S * fps))
    last = min(frames, ends)
    fallen = tumble(motion, rest, fps, start, fall, max(last - start, 1) / fps,
                    mass(1.72 * float(rest[INDEX["Head"], 2]) / 1.534, performance.look.build), ground)
    fallen = _held(fallen, frames)
    if up is None or last >= frames:
        return fallen
    lies = rise.lying(fallen, rest, last)
    level = float(asked.land.level(np.array(lies.stand[0]), np.array(lies.stand[1]))) if asked.land.raised else level
    after = asked.moved(perform, _after(performance, moment, lies, last, fps, level), frames)
    return rise.joined(fallen, after, rest, fps, last, level)


def _stood_on(land: Land, motion: Motion, start: int, level: float) -> Ground:
    """The ground about a body that will fall: how high it is, and what is near enough to strike."""
    x, y = (float(value) for value in motion.root[min(start, len(motion.root) - 1), :2])
    near = land.near(x, y, NEAR_M)
    height = near.height if near.raised else level
    return Ground(height, boxes=tuple(box for each, low in (
        *((each, height - 1.0) for each in near.raised), *((each, height) for each in near.obstacles))
        if (box := standing_box(each, low)) is not None and not _inside(each, x, y, low)))


def _inside(box: Box, x: float, y: float, low: float) -> bool:
    """Whether a body stands inside what it cannot be inside of (a car it sits in, a hedge); a pavement is below it."""
    return low >= 0.0 and box.height > 0.5 and box.x0 < x < box.x1 and box.y0 < y < box.y1


def stumbled(performance: Performance, motion: Motion, rest: NDArray[np.float32], rate: Fraction) -> Motion:
    """The motion with a foot caught at every STUMBLE of the performance."""
    starts = tuple(round(moment.frame_in) for moment in performance.moments if moment.act is Act.STUMBLE)
    return caught(motion, rest, float(rate), starts)


def before(performance: Performance, moment: Moment | None) -> Performance:
    """The performance as it would go on if nothing befell it at ``moment``."""
    if moment is None:
        return performance
    at = moment.frame_in
    kept = tuple(_into(each, at) for each in performance.moments if each.frame_in < at and each is not moment)
    points = sorted(performance.path, key=lambda point: point.frame)
    early = [point for point in points if point.frame < at]
    later = [point for point in points if point.frame >= at]
    if not early:
        return structs.replace(performance, path=tuple(points[:1]), moments=kept)
    last = early[-1]
    if later and later[0].frame > last.frame:
        last, there = early[-1], later[0]
        share = (at - last.frame) / (there.frame - last.frame)
        gone = _toward(last, there, share)
        if share > 0.15:  # else the path turns here into the fall itself
            early.append(gone)
    if len(early) < 2:
        return structs.replace(performance, path=tuple(early), moments=kept)
    one, other = early[-2], early[-1]
    if other.frame > one.frame:
        on = 1.0 + (at - other.frame + 60.0) / (other.frame - one.frame)
        moving = at - other.frame < 3.0
        early = [*early[:-1], _toward(one, other, on)] if moving else early
    return structs.replace(performance, path=tuple(early), moments=kept)


def _into(moment: Moment, fall: float) -> Moment:
    """A stumble that ends in a fall: still pitched as far as it goes when the fall begins."""
    if moment.act is not Act.STUMBLE:
        return moment
    until = moment.frame_in + (fall - moment.frame_in) / PITCHED
    return structs.replace(moment, frame_out=max(moment.frame_out, until))


def _toward(one: Waypoint, other: Waypoint, share: float) -> Waypoint:
    """The waypoint a share of the way from one to another, or beyond."""
    place = {name: getattr(one, name) + share * (getattr(other, name) - getattr(one, name))
             for name in ("frame", "x", "y", "z")}
    return Waypoint(facing=other.facing, **place)


def _level(performance: Performance, frame: float) -> float:
    points = sorted(performance.path, key=lambda point: point.frame)
    return float(np.interp(frame, [point.frame for point in points], [point.z for point in points]))


def _up(performance: Performance, moment: Moment, start: int, fps: float) -> float | None:
    """The frame at which the body begins to get up, if it does."""
    rises = [each.frame_in for each in performance.moments
             if each.act in (Act.RISE, Act.STAND) and each.frame_in > moment.frame_in]
    leaves = _leaving(performance, moment)
    if leaves is not None:
        rises.append(max(leaves.frame - seconds("prone", "stand") * fps, start + 1.5 * fps))
    return min(rises, default=None)


def _leaving(performance: Performance, moment: Moment) -> Waypoint | None:
    """The waypoint from which the path goes on after the fall, if it does."""
    points = sorted(performance.path, key=lambda point: point.frame)
    for one, other in pairwise(points):
        if one.frame >= moment.frame_in + 4.0 and np.hypot(other.x - one.x, other.y - one.y) > 0.3:
            return one
    return None


def _after(performance: Performance, moment: Moment, lies: rise.Lying, frame: int, fps: float,
           level: float) -> Performance:
    """What the body does from where it lies: it gets up from ``frame`` on and takes its path up again."""
    lasting = seconds("prone" if lies.prone else "supine", "stand") * fps
    x, y = lies.stand
    here = Waypoint(frame=0.0, x=x, y=y, z=level, facing=lies.heading)
    path = [here]
    leaves = _leaving(performance, moment)
    if leaves is not None:
        off = max(leaves.frame, frame + lasting)
        path.append(structs.replace(here, frame=off))
        later = sorted((point for point in performance.path if point.frame > leaves.frame),
                       key=lambda point: point.frame)
        for point in later:
            gap = float(np.hypot(point.x - path[-1].x, point.y - path[-1].y))
            path.append(structs.replace(point, frame=max(point.frame, path[-1].frame + gap / (3.0 * WALK) * fps)))
    lie = Moment(act=Act.LIE, frame_in=-1.0, frame_out=float(frame), strength=-1.0 if lies.prone else 1.0)
    up = Moment(act=Act.RISE, frame_in=float(frame), frame_out=frame + lasting)
    others = tuple(each for each in performance.moments if each.frame_in >= frame and each.act is not Act.RISE)
    return structs.replace(performance, path=tuple(path), moments=(lie, up, *others))


def _fall(asked: Asked, moment: Moment, motion: Motion, start: int, ground: Ground) -> tuple[int, Fall, Ground]:
    """When exactly it happens, what strikes the body, and on what ground."""
    rest, fps, seed = asked.rest, float(asked.rate), _seed(asked.performance, moment)
    push = moment.push
    if moment.act is Act.THROWN:
        thrown = blast(push or _backwards(motion, start, 250.0, LIFT), seed)
        return start, Fall(thrown, daze=0.5, slack=1.0, seed=seed), ground
    if moment.act is Act.HIT and push is not None:
        return start, Fall(daze=0.3, slack=0.7, seed=seed), replace(
            ground, car=struck(motion.root[start], push, _kind(asked.land, motion.root[start], moment.frame_in)))
    if moment.act is Act.HIT or (push is not None):
        return start, Fall(shove(push or _backwards(motion, start, 120.0 * moment.strength, 0.0)), seed=seed), ground
    velocity = (motion.root[start] - motion.root[start - 1])[:2] * fps
    if float(np.hypot(*velocity)) > MOVING and moment.strength >= 0.0:
        start, side = tripping(motion, rest, fps, start) or (start, 0)
        return start, Fall(snag=Snag(side), seed=seed), ground
    nudge = _backwards(motion, start, 26.0 if moment.strength < 0.0 else -18.0, 0.0)
    return start, Fall((Push("UpperChest", nudge, 0.1, 0.3),), faint=0.9, seed=seed), ground


def _kind(land: Land, hips: NDArray[np.floating], frame: float) -> str:
    """The kind of the vehicle that is nearest at a frame: the one that hits."""
    def away(vehicle: Vehicle) -> float:
        return float(np.linalg.norm(along(vehicle.path, max(1, round(frame) + 1))[-1, :2] - hips[:2]))

    return min(land.vehicles, key=away).kind if land.vehicles else "sedan"


def struck(hips: NDArray[np.floating], velocity: tuple[float, ...], kind: str = "sedan") -> Car:
    """The vehicle that comes at ``velocity`` (x, y and perhaps z, m/s) and now touches a body with its hips at
    ``hips``."""
    speed = float(np.hypot(velocity[0], velocity[1]))
    way = np.array([velocity[0], velocity[1]]) / max(speed, 1e-6)
    nose = np.asarray(hips, dtype=np.float64)[:2] - way * NOSE_M
    return Car((float(nose[0]), float(nose[1])), float(np.arctan2(way[1], way[0])), min(speed, FASTEST_CAR), kind)


def _backwards(motion: Motion, frame: int, impulse: float, lift: float) -> tuple[float, float, float]:
    """An impulse against the body's front."""
    ahead = rotate(motion.rotations[frame, 0].astype(np.float64), np.array([1.0, 0.0, 0.0]))
    level = ahead[:2] / max(float(np.hypot(ahead[0], ahead[1])), 1e-6)
    return float(-impulse * level[0]), float(-impulse * level[1]), float(abs(impulse) * lift)


def _held(motion: Motion, frames: int) -> Motion:
    """The motion over ``frames`` frames, its last pose held."""
    index = np.minimum(np.arange(frames), len(motion.root) - 1)
    return Motion(motion.root[index], motion.rotations[index], motion.contacts[index], motion.jaw[index])


def _seed(performance: Performance, moment: Moment) -> int:
    text = f"{performance.name}\x1f{performance.seed}\x1f{moment.act.value}\x1f{moment.frame_in:g}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")
