"""A performance becomes motion: path, footsteps and acts, posed frame by frame on one particular body."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from itertools import pairwise

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from throughline.film.blocking import Act, Performance
from throughline.film.errors import InputError
from throughline.motion import acts_arms, acts_posture, acts_talk, bearing, gait_stairs, look, path
from throughline.motion.acts import Change, Span, changes, envelope, spans
from throughline.motion.body import (
    AHEAD_S,
    Build,
    arms,
    build,
    carried,
    hands_above,
    legs,
    lower,
    standing,
    trunk,
)
from throughline.motion.calm import steady
from throughline.motion.gait import gait
from throughline.motion.gait_feet import Foot
from throughline.motion.gait_manner import MANNERS, Manner, manner
from throughline.motion.gait_steps import Leap, Stance, Steps, plan
from throughline.motion.ground import FLAT, Ground
from throughline.motion.ik import continuous
from throughline.motion.learned.walk import walked
from throughline.motion.path import Floats, Route
from throughline.motion.path_heading import headings
from throughline.motion.physics import falls
from throughline.motion.pose import COLUMN
from throughline.motion.skeleton import INDEX, JOINTS, Motion, rotate
from throughline.motion.travel import along

FASTEST = 12.0
FARTHEST_M = 5_000.0
PAD_S = 0.5
CARRIES = (Act.DRIVE, Act.GLIDE)
"""Acts in which it is not legs that carry the body along its path."""
STANDS_BACK_M = 0.02
"""How much further back than under straight hanging legs the ankles of a standing body are: its weight is over the
middle of its feet."""


def perform(performance: Performance, rest: NDArray[np.float32], frames: int, rate: Fraction,
            spoken: tuple[tuple[float, float], ...] = (), accents: tuple[float, ...] = (),
            land: Ground = FLAT) -> Motion:
    """The motion of one body over ``frames`` frames from local frame 0, at ``rate`` frames a second.

    ``rest`` (J, 3) float32 are the joints' rest positions of the body in metres (world.mesh.SkinnedBody.rest);
    ``spoken`` are inclusive local frame ranges in which the person speaks, ``accents`` the seconds at which stressed
    syllables begin, where the words are known; ``land`` is the set's ground with what stands on it. The same
    performance moves alike whatever ``frames`` is, and by its name and seed unlike any other.

    Raises:
        InputError: no waypoint, a number that is not finite, a body that is no body, or no frames.
    """
    _check(performance, rest, frames, rate, spoken, accents)
    if falls.first_fall(performance) is not None:
        asked = falls.Asked(performance, rest, rate, spoken, accents, land)
        return steady(falls.performed(asked, frames, perform), float(rate))
    fps = float(rate)
    of, how = build(rest), manner(performance.manner)
    acts = spans(performance.moments, fps)
    turns, riding, route = _route(performance, acts, how, of, fps)
    glides = [span for span in acts if span.act is Act.GLIDE]
    way = None
    if not riding and gait_stairs.stands_on(path.track(performance.path, fps, FASTEST), land):
        way = gait_stairs.climb(route.place, land)
        route = gait_stairs.grounded(route, way)
    steps = _steps(performance, route, turns, acts, glides, how, of, way)
    if way is not None:
        steps = gait_stairs.on_ground(steps, land, of.rest)
    pad = int(np.ceil(PAD_S * fps))
    time = np.arange(-pad, frames + pad) / fps
    walk = walked(route, steps, time, rest, of.leg_m, how, _dice(performance, "mood"))
    drive = bearing.beat(route, steps, time, of.leg_m)
    rows = bearing.bearing(drive, time, how, _dice(performance, "idle"))
    gliding = np.zeros_like(time)
    for span in glides:
        gliding = np.maximum(gliding, envelope(time, span.start, span.end, 0.5, 0.5))
    rows = bearing.glide(rows, gliding, drive, time, _dice(performance, "glide"))
    for name in ("ahead", "aside"):
        rows[:, COLUMN[name]] *= of.size
    floor, heading = route.at(route.place, time), route.at(route.heading, time)
    floor, heading = _driven(performance, acts, riding, floor, heading, pad, fps)
    keyed = acts_posture.postures(turns, left=bool(_dice(performance, "rise").integers(2)))
    rows = _overlay(rows, keyed.at(time), of)
    if way is not None:
        rows[:, COLUMN["pelvis_pitch"]] += route.at(gait_stairs.lean(way), time)
        for short in ("l_", "r_"):  # clear of the thighs
            rows[:, COLUMN[short + "out"]] += route.at(gait_stairs.arms_out(way), time)
    rows += bearing.life(drive, time, how, _dice(performance, "life")) * (1.0 - 0.6 * rows[:, [COLUMN["ground"]]])
    seat, ground = keyed.level(time, floor[:, 2], of.seat_flesh_m)
    said = acts_talk.speech(acts, spoken, fps, accents)
    _upper(rows, acts, time, floor, heading, seat, ground, said, of, _dice(performance, "talk"))
    posed = carried(trunk(rows, heading, floor, seat, ground, of), walk, rows, heading, gliding, of)
    feet = standing(posed, walk, steps, time, rows, of)
    if way is not None:
        feet = gait_stairs.both_cleared(feet, land, of.rest)
    lower(posed, rows, feet, drive.still, of, fps, AHEAD_S if way is None else gait_stairs.AHEAD_S)
    leap = acts_arms.jump_height(acts, time)
    if leap.any():
        posed.move(np.stack([0.0 * leap, 0.0 * leap, leap], axis=-1))
        feet = (_lifted(feet[0], leap), _lifted(feet[1], leap))
    reached = legs(posed, rows, feet, heading, ground, drive.still, of)
    head = posed.turns[:, INDEX["Head"]]
    axes = np.stack([rotate(head, np.array([1.0, 0.0, 0.0])), rotate(head, np.array([0.0, 0.0, 1.0]))], axis=1)
    arms(posed, acts_arms.hands(acts, time, posed.places, axes, heading, of.arm_m), of)
    hands_above(posed, rows, ground, of)
    jaw = acts_talk.jaw(acts, said, time, _dice(performance, "jaw"))
    kept = slice(pad, pad + frames)
    moved = Motion(
        root=posed.root[kept].astype(np.float32), rotations=continuous(posed.local)[kept].astype(np.float32),
        contacts=_contacts(rows, feet, leap, reached)[kept], jaw=jaw[kept].astype(np.float32),
    )
    return steady(falls.stumbled(performance, moved, rest, rate), fps)


def warnings(performance: Performance, rate: Fraction = Fraction(24)) -> tuple[str, ...]:
    """What of the performance cannot be moved as it is written, one line each; empty where all is well."""
    out, fps = [], float(rate)
    points = sorted(performance.path, key=lambda point: point.frame)
    if not any(moment.act in CARRIES for moment in performance.moments):
        late = 0.0
        for before, after in pairwise(points):
            seconds = (after.frame - before.frame) / fps
            gone = float(np.linalg.norm([after.x - before.x, after.y - before.y, after.z - before.z]))
            late = max(late + gone / FASTEST - seconds, 0.0)
            if gone > 0.01 and gone > FASTEST * seconds:
                out.append(f"{performance.name}: {gone:.1f} m from frame {before.frame:g} to {after.frame:g} is faster "
                           f"than a person runs ({FASTEST:g} m/s); arrives {late * fps:.0f} frames late")
    if performance.manner.strip().lower() not in MANNERS:
        known = ", ".join(sorted(MANNERS))
        out.append(f"{performance.name}: manner {performance.manner!r} is not known, moves as neutral ({known})")
    for moment in performance.moments:
        if moment.act in (Act.LOOK, Act.REACH) and moment.at is None:
            out.append(f"{performance.name}: {moment.act.value} at frame {moment.frame_in:g} has no point; left out")
        if moment.frame_out < moment.frame_in:
            out.append(f"{performance.name}: {moment.act.value} ends at frame {moment.frame_out:g} before it begins "
                       f"({moment.frame_in:g}); it is over at once")
    return tuple(out)


def _check(performance: Performance, rest: NDArray[np.float32], frames: int, rate: Fraction,
           spoken: tuple[tuple[float, float], ...], accents: tuple[float, ...]) -> None:
    name = performance.name
    if not performance.path:
        raise InputError(f"{name} has no waypoint", remedy="give at least one place to stand")
    numbers = [value for point in performance.path
               for value in (point.frame, point.x, point.y, point.z, point.facing or 0.0)]
    numbers += [value for moment in performance.moments
                for value in (moment.frame_in, moment.frame_out, moment.strength, *(moment.at or ()),
                              *(moment.push or ()))]
    numbers += [*(value for pair in spoken for value in pair), *accents]
    if not np.isfinite(numbers).all():
        raise InputError(f"{name} has a place, frame or strength that is not a number")
    if max(abs(value) for value in numbers) > 1e7:
        raise InputError(f"{name} has a place or frame beyond ten million", remedy="metres and frames are meant")
    if max(max(abs(point.x), abs(point.y), abs(point.z)) for point in performance.path) > FARTHEST_M:
        raise InputError(f"{name} has a place further than {FARTHEST_M / 1000:g} km from the middle of the set",
                         remedy="metres are meant")
    if frames < 1 or rate <= 0:
        raise InputError(f"{name} is asked for {frames} frames at {rate} a second", remedy="both must be above 0")
    if rest.shape != (len(JOINTS), 3) or not np.isfinite(rest).all() or float(rest[0, 2]) < 0.05:
        raise InputError(f"{name} has a body without the {len(JOINTS)} joints of motion.skeleton.JOINTS")


def _dice(performance: Performance, what: str) -> np.random.Generator:
    text = f"{performance.name}\x1f{performance.seed}\x1f{what}".encode()
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.blake2b(text, digest_size=16).digest(), "big")))


def _route(performance: Performance, acts: list[Span], how: Manner, of: Build,
           fps: float) -> tuple[list[Change], list[Span], Route]:
    """The changes of posture that path and acts make together, and the path that they leave."""
    until = max([0.0] + [span.end for span in acts]) + 3.0
    way = path.track(performance.path, fps)
    time = path.grid(way, until)
    plain, _ = path.base(way, time, np.zeros(len(way.time), dtype=bool))
    riding = [span for span in acts if span.act in (Act.SIT, Act.LIE, Act.DRIVE) and _carried(plain, time, span)]
    if not riding and not any(span.act in CARRIES for span in acts):
        way = path.track(performance.path, fps, FASTEST)
        time = path.grid(way, until)
    moving = way.moving if len(way.time) > 1 else np.zeros(0, dtype=bool)
    starts = [float(way.time[i]) for i in range(len(moving)) if moving[i] and (i == 0 or not moving[i - 1])]
    turns = changes(acts, starts, riding)
    place, direction = path.base(way, time, acts_posture.hard_stops(way, turns))
    straight = headings(way, time, direction)
    carried = [turn for turn in turns if turn.span in riding]
    turns = acts_posture.after_turning(turns, time, straight)
    heading = acts_posture.turned(time, place, straight, turns, starts)
    place = path.held(place, time, acts_posture.holds(way, time, place, straight, turns, of.leg_m, carried))
    if how.sway:
        place = place + _wandering(place, time, heading, how.sway * of.size, _dice(performance, "sway"))
    return turns, riding, path.route(time, place, heading)


def _driven(performance: Performance, acts: list[Span], riding: list[Span], floor: Floats, heading: Floats, pad: int,
            fps: float) -> tuple[Floats, Floats]:
    """Places (F, 3) and headings (F,) that keep to the vehicle, which travels its waypoints its own way."""
    if not riding:
        return floor, heading
    ways = tuple(structs.replace(point, frame=point.frame + pad) for point in performance.path)
    rows = along(ways, len(heading))
    time = (np.arange(len(heading)) - pad) / fps
    inside = np.zeros(len(heading), dtype=bool)
    for span in riding:
        inside |= (time >= span.start) & (time <= (np.inf if span is acts[-1] else span.end))
    return np.where(inside[:, None], rows[:, :3], floor), np.where(inside, rows[:, 3], heading)


def _carried(place: Floats, time: Floats, span: Span) -> bool:
    inside = (time >= max(span.start, 0.0)) & (time <= span.end)
    if inside.sum() < 2:
        return False
    return float(np.linalg.norm(np.ptp(place[inside], axis=0))) > 0.3


def _wandering(place: Floats, time: Floats, heading: Floats, size: float, dice: np.random.Generator) -> Floats:
    """Straying to both sides of the path while it is travelled, none at its ends."""
    gone = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(place[:, :2], axis=0), axis=1))])
    ends = path.smooth(gone / 1.2) * path.smooth((gone[-1] - gone) / 1.2)
    aside = size * ends * bearing.wander(gone, dice, 3.4)
    return np.stack([-np.sin(heading) * aside, np.cos(heading) * aside, np.zeros_like(aside)], axis=-1)


def _steps(performance: Performance, route: Route, turns: list[Change], acts: list[Span], glides: list[Span],
           how: Manner, of: Build, way: gait_stairs.Climb | None) -> Steps:
    dice = _dice(performance, "steps")
    hip = abs(float(of.rest[INDEX["LeftUpperLeg"], 1]))
    stagger = float(dice.uniform(-0.035, 0.035)) * of.size
    half = 0.85 * hip + float(dice.uniform(0.0, 0.03)) * of.size
    fore = float(of.rest[INDEX["LeftFoot"], 0] - of.rest[0, 0])
    back = STANDS_BACK_M * of.size
    stance = Stance(half, fore, 0.55 * hip, 0.28 * hip, (stagger - back, -stagger - back))
    busy = acts_posture.busy(turns, route.time)
    for span in glides:
        busy |= (route.time >= span.start) & (route.time <= span.end)
    haste = acts_arms.haste(acts, route.time)
    if way is not None:
        haste = haste * gait_stairs.haste(way, route.speed, gait(route.speed, of.leg_m))
    leaps = acts_posture.resets(turns)
    leaps += [Leap(span.end - 0.25, span.end - 0.25, span.end) for span in glides]
    for span in acts:
        if span.act is Act.JUMP:
            lift, land = acts_arms.flight_seconds(span)
            if float(route.at(route.speed, np.array([lift]))[0]) < 0.8 * of.size:
                busy |= (route.time >= span.start) & (route.time <= land + 0.2)
                leaps.append(Leap(lift, land, land))
    return plan(route, busy, leaps, of.leg_m, stance, how, haste, dice)


def _overlay(rows: Floats, keyed: Floats, of: Build) -> Floats:
    """The rows under the postures' rows, which rule by ``full``."""
    keyed = keyed.copy()
    keyed[:, COLUMN["ahead"]] *= of.leg_m
    full = keyed[:, COLUMN["full"]:COLUMN["full"] + 1]
    out = rows * (1.0 - full) + keyed * full
    for name in ("full", "ground", "seat"):
        out[:, COLUMN[name]] = keyed[:, COLUMN[name]]
    return np.asarray(out)


def _upper(rows: Floats, acts: list[Span], time: Floats, floor: Floats, heading: Floats, seat: Floats, ground: Floats,
           said: list[acts_talk.Said], of: Build, dice: np.random.Generator) -> None:
    lying, sitting = rows[:, COLUMN["ground"]], rows[:, COLUMN["seat"]]
    hips = floor.copy()
    high = floor[:, 2] + of.hips_m - rows[:, COLUMN["drop"]] * of.leg_m
    hips[:, 2] = high * np.clip(1.0 - lying - sitting, 0.0, 1.0) + seat * sitting + (ground + 0.2 * of.size) * lying
    eyes = hips.copy()
    eyes[:, 2] += (of.rest[INDEX["Head"], 2] + 0.07 * of.size - of.hips_m) * np.cos(rows[:, COLUMN["pelvis_pitch"]])
    shoulders = hips + np.array([0.0, 0.0, float(of.rest[INDEX["LeftUpperArm"], 2]) - of.hips_m])
    acts_talk.gestures(rows, acts, said, time, dice)
    acts_arms.rows_of_acts(rows, acts, time, shoulders, heading, of.arm_m)
    look.apply(rows, acts, time, eyes, heading)


def _lifted(planned: Foot, leap: Floats) -> Foot:
    ankle = planned.ankle.copy()
    ankle[:, 2] += leap
    return Foot(ankle, planned.turn, planned.toes, planned.heel_down, planned.toe_down, planned.bearing, planned.yaw)


def _contacts(rows: Floats, feet: tuple[Foot, Foot], leap: Floats, reached: NDArray[np.bool_]) -> NDArray[np.bool_]:
    down = leap < 0.005
    out = []
    for number, (planned, short) in enumerate(zip(feet, "lr", strict=True)):
        fixed = down & reached[:, number] & (rows[:, COLUMN[f"{short}_plant"]] > 0.995)
        out += [planned.heel_down & fixed, planned.toe_down & fixed]
    return np.stack(out, axis=-1)
