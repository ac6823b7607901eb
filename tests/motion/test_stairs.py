"""Feet on kerbs and stairs: on the treads, not in them, whole."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import numpy as np
import pytest

from tests.motion.staged import REST, knee_angles, part, slips
from throughline.film.blocking import SetRef
from throughline.film.setplan import Box
from throughline.film.story import SetKind, TimeOfDay
from throughline.motion import perform
from throughline.motion.ground import FLAT, Ground, of_set
from throughline.motion.skeleton import INDEX, contact_points
from throughline.world.sets import temple
from throughline.world.staging.ground import grounded

STAIRS = Ground(tuple(Box(x0=1.0 + 0.3 * n, y0=-2, x1=1.3 + 0.3 * n if n < 5 else 12.0, y1=2, height=0.17 * (n + 1))
                      for n in range(6)))
KERB = Ground((Box(x0=1.0, y0=-3, x1=12, y1=3, height=0.15),))


@pytest.mark.parametrize(("land", "start", "end", "speed"), [
    (STAIRS, -0.2, 4.2, 0.6), (STAIRS, 4.2, -0.2, 0.6), (STAIRS, -1.0, 5.0, 1.1), (KERB, -0.8, 3.2, 1.3),
    (KERB, 3.2, -0.8, 1.3)])
def test_soles_are_on_the_treads(land: Ground, start: float, end: float, speed: float) -> None:
    frames = round(abs(end - start) / speed * 24)
    low, high = (float(land.level(np.array([x]), np.array([0.0]))[0]) for x in (start, end))
    motion = perform(part((0, start, 0.0, None, low), (frames, end, 0.0, None, high)), REST, frames, Fraction(24),
                     land=land)
    points = contact_points(motion, REST)
    over = points[..., 2] - land.level(points[..., 0], points[..., 1])
    over[:, 1::2] -= REST[INDEX["LeftToes"], 2]
    assert over.min() > -0.01
    assert over[motion.contacts].max() < 0.02
    assert slips(motion).max() < 0.006
    assert knee_angles(motion).min() > -0.02
    hips = motion.root[:, 2] - REST[0, 2]
    assert abs(hips[-1] - high) < 0.06 and np.abs(np.diff(hips)).max() < 0.05


def test_slow_feet_take_one_tread_at_a_time() -> None:
    motion = perform(part((0, -0.2, 0.0), (176, 4.2, 0.0, None, 1.02)), REST, 176, Fraction(24), land=STAIRS)
    stood = set()
    for side in (0, 2):
        points = contact_points(motion, REST)[:, side + 1]
        down = motion.contacts[:, side + 1]
        stood |= {round(float(level), 2) for level in STAIRS.level(points[down, 0], points[down, 1])}
    assert stood >= {0.17, 0.34, 0.51, 0.68, 0.85, 1.02}


def test_level_ground_changes_nothing() -> None:
    walker = part((-48, -2.7, 0.0), (120, 6.7, 0.0))
    plain = perform(walker, REST, 24, Fraction(24))
    assert np.array_equal(plain.root, perform(walker, REST, 24, Fraction(24), land=FLAT).root)


@pytest.mark.parametrize(("start", "end"), [(13.0, 20.0), (20.0, 13.0)])
def test_the_temples_stairs_are_climbed(start: float, end: float) -> None:
    plan = temple.plan(SetRef(kind=SetKind.TEMPLE, time=TimeOfDay.DAY))
    told = grounded(plan, part((0, start, 0.0), (150, end, 0.4)))
    assert sorted({way.z for way in told.path}) == pytest.approx([0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2])
    frames = [way.frame for way in told.path]
    assert frames == sorted(frames) and (frames[0], frames[-1]) == (0, 150)
    land = of_set(plan)
    motion = perform(told, REST, 160, Fraction(24), land=land)
    points = contact_points(motion, REST)
    over = points[..., 2] - land.level(points[..., 0], points[..., 1])
    over[:, 1::2] -= REST[INDEX["LeftToes"], 2]
    assert over.min() > -0.015 and over[motion.contacts].max() < 0.025
    assert abs(np.ptp(motion.root[:, 2]) - 1.2) < 0.12


def test_one_kerb_is_stepped_on_half_a_stride_from_its_edge() -> None:
    plan = msgspec.structs.replace(temple.plan(SetRef(kind=SetKind.TEMPLE, time=TimeOfDay.DAY)), raised=KERB.raised)
    told = grounded(plan, part((0, -2.0, 0.0), (100, 4.0, 0.0)))
    assert [(round(way.x, 1), way.z) for way in told.path] == [(-2.0, 0.0), (0.7, 0.0), (1.3, 0.15), (4.0, 0.15)]
