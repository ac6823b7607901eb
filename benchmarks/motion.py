"""How natural the learned movement is, each figure beside real capture measured by the same code.

The capture lies beside the project (../shared/data/mocap); where it is absent its part is left out and said so.
Source of the tables: van Oeveren 2017; the Journal of Experimental Biology 2015; CMU takes 02_01 and 02_03.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.keyed_gait import keyed
from benchmarks.line import Figures, report
from throughline.film.blocking import Look, Performance, Waypoint
from throughline.motion import bearing, path, perform
from throughline.motion.body import build, carried, legs, lower, standing, trunk
from throughline.motion.capture.o3de import read_o3de
from throughline.motion.capture.retarget import retarget
from throughline.motion.footlock import locked
from throughline.motion.gait import LEG_M, gait
from throughline.motion.gait_manner import manner
from throughline.motion.gait_steps import Plants, Steps
from throughline.motion.ik import Floats, chain, continuous
from throughline.motion.learned import between
from throughline.motion.learned.controls import RATE
from throughline.motion.learned.examples import prints_of, resampled, way_of
from throughline.motion.learned.walk import CAPTURED_STANCE, CAPTURED_TOE_OUT, walked
from throughline.motion.measure import distance, features, feet, jerk
from throughline.motion.path import Route, smooth
from throughline.motion.skeleton import Motion, default_rest

CAPTURE = Path(__file__).parents[2] / "shared" / "data" / "mocap" / "o3de_motion_matching_60hz"
HELD_OUT = ("Walk2", "JogPivotTurn1", "OutofRange1")
REST = default_rest()
FPS = 60
STEPS_S = np.array([(1.0, 1.73), (1.4, 1.98), (2.4, 2.57), (2.6, 2.63), (2.9, 2.67), (3.35, 2.75), (5.0, 3.0)])
CONTACT_S = np.array([(2.4, 0.28), (2.65, 0.275), (2.9, 0.27), (3.35, 0.276), (4.9, 0.215)])
WALKS, RUNS = (1.0, 1.2, 1.4), (2.4, 2.65, 2.9, 3.35, 4.2, 5.0)
BANDS = ((0.9, 1.2), (1.2, 1.5), (1.5, 2.0), (2.0, 2.8), (2.8, 4.0))
"""Speeds in m/s within which ours and capture are compared for jerk."""
PEOPLE = 4
WITHOUT_CAPTURE = {
    "path_mean_cm": "nobody drew the actor a path", "path_end_cm": "nobody drew the actor a path",
    "beat_frames": "nobody gave the actor beats", "heldout_15": "it is the truth that gaps are filled against",
    "heldout_30": "it is the truth that gaps are filled against",
    "distance_ratio": "it is what distances are taken to", "fps_per_thread": "it is recorded, not made",
}
"""Figures that a capture cannot have, and why."""
FROM_CAPTURE = ("jerk_ratio", "heldout_15", "heldout_30", "distance_ratio")


def walker(points: Sequence[tuple[float, ...]], seed: int = 1) -> Performance:
    """Somebody on a path of (frame, x, y[, facing])."""
    path = tuple(Waypoint(frame=p[0], x=p[1], y=p[2], facing=p[3] if len(p) > 3 else None) for p in points)
    return Performance(name=f"P{seed}", look=Look(name="P"), path=path, seed=seed)


def straight(speed: float, seed: int) -> Motion:
    """Five seconds at a speed, begun before and ended after."""
    return perform(walker([(-FPS, -speed, 0.0), (7 * FPS, 7 * speed, 0.0)], seed), REST, 6 * FPS, Fraction(FPS))


def off(value: float, table: NDArray[np.float64], speed: float) -> float:
    """How far a value is from a table's at a speed, as a share."""
    return abs(value / float(np.interp(speed, table[:, 0], table[:, 1])) - 1.0)


def steady() -> Figures:
    """Feet and bounce at even speeds: the worst speed counts, each the mean of ``PEOPLE``."""
    rows = {speed: [feet(straight(speed, seed), REST, FPS, slice(FPS, 5 * FPS)) for seed in range(PEOPLE)]
            for speed in WALKS + RUNS}
    mean = {speed: {name: float(np.mean([getattr(row, name) for row in found])) for name in vars(found[0])}
            for speed, found in rows.items()}
    return {
        "slip_mm": max(row["slip_mm"] for row in mean.values()),
        "skate_walk_cm_s": max(mean[speed]["skate_cm_s"] for speed in WALKS),
        "skate_run_cm_s": max(mean[speed]["skate_cm_s"] for speed in RUNS),
        "penetration_mm": max(row["penetration_mm"] for row in mean.values()),
        "step_rate_error": max(off(row["steps_s"], STEPS_S, speed) for speed, row in mean.items()),
        "contact_error": max(off(mean[speed]["contact_s"], CONTACT_S, speed) for speed in RUNS),
        "flight_share": min(mean[speed]["flight_share"] for speed in RUNS),
        "hip_bounce_cm": float(np.mean([mean[speed]["bounce_cm"] for speed in RUNS])),
        "hip_bounce_range_cm": [min(mean[speed]["bounce_cm"] for speed in RUNS),
                                max(mean[speed]["bounce_cm"] for speed in RUNS)],
        "by_speed": {str(speed): {name: round(value, 3) for name, value in row.items()}
                     for speed, row in mean.items()},
    }


def paths(count: int = 12) -> Figures:
    """How well drawn paths with corners and stops are kept: cm off the line, cm off its end, frames late or early."""
    apart, ends, late = [], [], []
    for seed in range(count):
        points, stops = drawn(np.random.default_rng(seed))
        frames = int(points[-1][0]) + 48
        root = perform(walker(points, seed), REST, frames, Fraction(24)).root[:, :2].astype(np.float64)
        line = np.array([point[1:3] for point in points])
        apart.append(float(np.mean([nearest(line, place) for place in root])))
        ends.append(float(np.linalg.norm(root[-12:] - line[-1], axis=-1).mean()))
        for (frame, *place), stop in zip(points[1:-1], stops, strict=True):
            gap = np.linalg.norm(root - np.array(place[:2]), axis=-1)
            near = range(max(0, int(frame) - 14), min(frames, int(frame) + 15))
            late.append(0.0 if stop and gap[int(frame)] < 0.06 else abs(float(near[int(np.argmin(gap[near]))] - frame)))
    return {"path_mean_cm": 100.0 * float(np.mean(apart)), "path_end_cm": 100.0 * float(np.mean(ends)),
            "path_end_worst_cm": 100.0 * max(ends), "beat_frames": float(np.mean(late)),
            "beat_frames_worst": max(late)}


def drawn(dice: np.random.Generator) -> tuple[list[tuple[float, ...]], list[bool]]:
    """A path with up to five corners at the speeds of people, some of them stops; which inner points are stops."""
    frame, place, angle = 0.0, np.zeros(2), float(dice.uniform(-3.0, 3.0))
    points: list[tuple[float, ...]] = [(0.0, 0.0, 0.0)]
    stops: list[bool] = []
    for _ in range(int(dice.integers(2, 5))):
        speed, seconds = float(dice.choice([1.0, 1.3, 1.6, 2.6, 3.4])), float(dice.uniform(1.8, 3.5))
        angle += float(dice.uniform(-1.2, 1.2))
        place = place + speed * seconds * np.array([np.cos(angle), np.sin(angle)])
        frame += round(24 * seconds)
        points.append((frame, *place))
        stops.append(bool(dice.uniform() < 0.3))
        if stops[-1]:
            frame += 30
            points.append((frame, *place))
            stops.append(True)
    return points, stops[:len(points) - 2]


def nearest(line: Floats, place: Floats) -> float:
    """How far a place is from a line of corners."""
    out = np.inf
    for one, other in pairwise(line):
        along = other - one
        part = np.clip((place - one) @ along / max(float(along @ along), 1e-9), 0.0, 1.0)
        out = min(out, float(np.linalg.norm(one + part * along - place)))
    return out


def speed_of(motion: Motion, rate: float) -> Floats:
    """The speed (F,) of the way that a motion takes."""
    return np.linalg.norm(np.gradient(way_of(motion, rate).place[:, :2], axis=0), axis=-1) * rate


def cut(motion: Motion, part: slice) -> Motion:
    return Motion(motion.root[part], motion.rotations[part], motion.contacts[part], motion.jaw[part])


def windows(takes: Sequence[Motion]) -> list[tuple[float, Motion]]:
    """Every even two seconds of the takes, with their speed."""
    out = []
    for take in takes:
        speed = speed_of(take, FPS)
        for first in range(FPS, len(speed) - 3 * FPS, FPS):
            inside = speed[first:first + 2 * FPS]
            if np.ptp(inside) < 0.2 * inside.mean() + 0.1 and inside.mean() > 0.9:
                out.append((float(inside.mean()), cut(take, slice(first - 30, first + 150))))
    return out


def jerks(found: Sequence[tuple[float, Motion]]) -> Figures:
    """Ours over capture's mean jerk in each of the ``BANDS`` that the capture has, and all of them together."""
    ratios: Figures = {}
    for low, high in BANDS:
        real = [(speed, jerk(motion, REST, FPS)) for speed, motion in found if low <= speed < high]
        if len(real) < 2:
            continue
        speed = float(np.median([row[0] for row in real]))
        ours = np.mean([jerk(cut(straight(speed, seed), slice(30, 210)), REST, FPS) for seed in range(PEOPLE)])
        ratios[f"{speed:.2f}"] = round(float(ours / np.median([row[1] for row in real])), 3)
    values = [float(str(value)) for value in ratios.values()]
    return {"jerk_ratio": float(np.exp(np.mean(np.log(values)))), "jerk_ratio_by_speed": ratios}


def captured(found: Sequence[tuple[float, Motion]]) -> Figures:
    """The figures of the feet for the capture itself, as it comes off the actor's skeleton."""
    rows = [(speed, feet(motion, REST, FPS)) for speed, motion in found]
    slow, fast = ([row for row in rows if (row[0] < 1.6) is walks] for walks in (True, False))
    return {
        "slip_mm": float(np.mean([row.slip_mm for _, row in rows])),
        "skate_walk_cm_s": float(np.mean([row.skate_cm_s for _, row in slow])),
        "skate_run_cm_s": float(np.mean([row.skate_cm_s for _, row in fast])),
        "penetration_mm": float(np.mean([row.penetration_mm for _, row in rows])),
        "step_rate_error": float(np.mean([off(row.steps_s, STEPS_S, speed) for speed, row in rows])),
        "contact_error": float(np.mean([off(row.contact_s, CONTACT_S, speed) for speed, row in fast])),
        "hip_bounce_cm": float(np.mean([row.bounce_cm for _, row in fast])), "jerk_ratio": 1.0,
        **dict.fromkeys(WITHOUT_CAPTURE), "windows": len(rows), "notes": WITHOUT_CAPTURE,
    }


def steps_of(take: Motion) -> tuple[Route, Steps]:
    """The way and the footsteps that a take took, as a plan."""
    way = way_of(take, FPS)
    route = path.route(way.time, way.place, np.unwrap(way.heading))
    pace = gait(route.speed, LEG_M)
    plants = []
    for side, prints in enumerate(prints_of(locked(take, REST, FPS), REST, FPS)):
        at = 0.5 * (prints.strike + prints.lift)
        run, speed = (np.interp(at, way.time, values) for values in (pace.run, pace.speed))
        turned = prints.yaw - (1.0 - 2.0 * side) * CAPTURED_TOE_OUT
        half = 0.5 * (prints.lift - prints.strike) / np.interp(speed, *np.array(CAPTURED_STANCE).T)
        plants.append(Plants(at - half, at + half, prints.place, turned, run, speed, np.ones_like(at),
                             np.zeros(len(at), dtype=bool)))
    left, right = (foot.strike for foot in plants)
    marks = np.concatenate([left, right])
    order = np.argsort(marks)
    phase = np.interp(way.time, marks[order], np.arange(len(marks)) + float(right[0] < left[0]))
    return route, Steps((plants[0], plants[1]), phase, smooth(route.speed / 0.3), pace)


def stepped(route: Route, steps: Steps, time: Floats, rest: NDArray[np.float32], seed: int) -> Motion:
    """The motion of a body on a route with planned steps, as the package has it."""
    of, how, dice = build(rest), manner("neutral"), np.random.default_rng(seed)
    walk = walked(route, steps, time, rest, of.leg_m, how, dice)
    drive = bearing.beat(route, steps, time, of.leg_m)
    rows = bearing.bearing(drive, time, how, dice) + bearing.life(drive, time, how, dice)
    heading, floor = route.at(route.heading, time), route.at(route.place, time)[:, 2]
    posed = carried(trunk(rows, heading, walk.root, floor, floor, of), walk, rows, heading, np.zeros_like(time), of)
    both = standing(posed, walk, steps, time, rows, of)
    lower(posed, rows, both, drive.still, of, FPS)
    legs(posed, rows, both, heading, floor, drive.still, of)
    contacts = np.stack([flag for each in both for flag in (each.heel_down, each.toe_down)], axis=-1)
    return Motion(posed.root.astype(np.float32), continuous(posed.local).astype(np.float32), contacts,
                  np.zeros(len(time), dtype=np.float32))


def distances(takes: Sequence[Motion]) -> Figures:
    """How far the learned and the keyed movement look from held-out capture, both on the footsteps of those takes; and
    ours where it plans its own steps from a dozen points of the way."""
    real = np.concatenate([features(take, REST, FPS) for take in takes])
    plans = [steps_of(take) for take in takes]
    far = {mover.__name__: distance(np.concatenate(
        [features(mover(*each, each[0].time, REST, seed), REST, FPS) for seed, each in enumerate(plans)]), real)
        for mover in (stepped, keyed)}
    planned = distance(np.concatenate([features(followed(take, seed), REST, 24.0)
                                       for seed, take in enumerate(takes)]), real)
    return {"distance_ratio": far["keyed"] / far["stepped"], "distance": far["stepped"],
            "distance_keyed": far["keyed"], "distance_planned": planned}


def followed(take: Motion, seed: int) -> Motion:
    """Somebody who plans its own steps on the way that a take took."""
    way = way_of(take, FPS)
    points = [(float(at) / FPS * 24.0, float(way.place[at, 0]), float(way.place[at, 1]))
              for at in range(0, len(way.time), FPS // 2)]
    return perform(walker(points, seed), REST, int(points[-1][0]), Fraction(24))


def filling(takes: Sequence[Motion], gap: int, count: int = 48) -> float:
    """The in-betweener's error over that of plain interpolation, gaps of ``gap`` frames at 30 a second."""
    dice, far = np.random.default_rng(7), np.zeros(2)
    hips = float(REST[0, 2])
    for _ in range(count):
        take = takes[int(dice.integers(len(takes)))]
        at = int(dice.integers(between.PAST, len(take.root) - gap - 1))
        part = cut(take, slice(at - between.PAST, at + gap + 1))
        inside = slice(between.PAST, between.PAST + gap)
        made = between.filled(part, inside.start, inside.stop, hips)
        plain = between.interpolated(part.root.astype(np.float64), part.rotations.astype(np.float64), inside.start,
                                     inside.stop)
        true, ours = (chain(each.root.astype(np.float64), each.rotations.astype(np.float64), REST)[0][inside]
                      for each in (part, made))
        far += [float(np.linalg.norm(each[:len(true)] - true, axis=-1).mean())
                for each in (ours, chain(*plain, REST)[0][inside])]
    return float(far[0] / far[1])


def crowd(count: int = 50) -> Figures:
    """How alike ``count`` people are who walk the same way at the same time: correlations of what they look like, pair
    by pair, without what all walkers share; and how many pairs are in step all the time."""
    found = [perform(walker([(-24, -1.3, 0.0), (168, 9.1, 0.0)], seed), REST, 144, Fraction(24))
             for seed in range(count)]
    looks = np.stack([features(motion, REST, 24.0) for motion in found])
    looks = (looks - looks.mean(axis=(0, 1))) / (looks.std(axis=(0, 1)) + 1e-3)
    rows = looks.reshape(count, -1)
    pairs = np.corrcoef(rows)[np.triu_indices(count, 1)]
    down = np.stack([motion.contacts[:, :2].any(axis=1) for motion in found])
    alike = np.array([(down[one] == down[other]).mean() for one, other in zip(*np.triu_indices(count, 1), strict=True)])
    return {"crowd_correlation_median": float(np.median(pairs)), "crowd_correlation_worst": float(pairs.max()),
            "crowd_in_step": float((alike > 0.98).mean())}


def speed_figure() -> float:
    """Frames a second for one character on one thread of a processor, five seconds of film at a time."""
    told = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-m", "benchmarks.motion", "--pace"], env={**os.environ, **told},
                          capture_output=True, text=True, check=True)
    return float(done.stdout)


def pace() -> float:
    """Frames a second of this process's own time."""
    path = walker([(0, 0.0, 0.0), (60, 3.5, 0.5), (120, 9.0, 2.0)])
    best = np.inf
    for _ in range(6):
        began = time.process_time()
        perform(path, REST, 120, Fraction(24))
        best = min(best, time.process_time() - began)
    return 120.0 / best


def measure() -> Figures:
    found: Figures = {**steady(), **paths(), **crowd(), "fps_per_thread": speed_figure()}
    if not CAPTURE.is_dir():
        return {**found, **dict.fromkeys(FROM_CAPTURE), "capture": None,
                "notes": dict.fromkeys((*FROM_CAPTURE, "capture"), f"{CAPTURE} is not there")}
    clips = {path.stem: read_o3de(path) for path in sorted(CAPTURE.glob("*.npz")) if path.stem != "Crouching1"}
    takes = {name: retarget(clip, REST) for name, clip in clips.items()}
    held = [takes[name] for name in HELD_OUT]
    slow = [resampled(locked(take, REST, FPS), FPS, RATE) for take in held]
    even = windows(list(takes.values()))
    found |= {**jerks(even), **distances(held), "heldout_15": filling(slow, 15), "heldout_30": filling(slow, 30)}
    return {**found, "capture": captured(even)}


if __name__ == "__main__":
    if "--pace" in sys.argv:
        print(pace())
    else:
        report("motion", measure)
