"""Driving: wheels that roll as far as the car goes, steering, springs, slides, paths that no car drives."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.effects.vehicles.build import GRAVITY, build_of
from throughline.effects.vehicles.drive import drive
from throughline.film.blocking import Vehicle, Waypoint
from throughline.film.errors import InputError
from throughline.film.setplan import Box
from throughline.motion.ground import Ground
from throughline.motion.travel import along


def car(*points: tuple[float, ...], kind: str = "sedan", crash: float | None = None) -> Vehicle:
    path = tuple(Waypoint(frame=p[0], x=p[1], y=p[2], facing=p[3] if len(p) > 3 else None) for p in points)
    return Vehicle(name="car", kind=kind, colour="#555555", path=path, crash_frame=crash)


def bend(speed: float, radius: float, seconds: float = 3.0) -> Vehicle:
    """To the left, straight at first."""
    points, x, y, yaw = [], 0.0, 0.0, 0.0
    for step in range(int(seconds * 24) + 1):
        if step % 6 == 0:
            points.append((float(step), x, y))
        yaw += speed / radius / 24 * min(1.0, max(0.0, (step - 18) / 18))
        x, y = x + speed / 24 * math.cos(yaw), y + speed / 24 * math.sin(yaw)
    return car(*points)


@given(speed=st.floats(2.0, 25.0), kind=st.sampled_from(["sedan", "suv", "bus", "motorcycle"]))
@settings(max_examples=12, deadline=None)
def test_wheels_turn_as_far_as_the_car_goes(speed: float, kind: str) -> None:
    way = drive(car((0, 0, 0), (48, 2 * speed, 0), kind=kind), 49)
    for wheel, (_, _, radius) in enumerate(build_of(kind).wheels):
        assert way.spin[-1, wheel] * radius == pytest.approx(2 * speed, rel=0.01)


def test_wheels_steer_into_the_bend_and_the_inner_one_more() -> None:
    way = drive(bend(6.0, 14.0), 70)
    left, right = way.steer[50, 2], way.steer[50, 3]
    assert left > right > 0.0 and (way.steer[:, :2] == 0).all()
    base, track = build_of("sedan").base, 2 * build_of("sedan").wheels[2][1]
    assert 1 / math.tan(right) - 1 / math.tan(left) == pytest.approx(track / base, rel=0.15)


def test_a_path_that_can_be_driven_is_driven_within_ten_centimetres_without_kinks() -> None:
    vehicle = bend(9.0, 16.0)
    way = drive(vehicle, 70)
    assert np.linalg.norm(way.place[:, :2] - along(vehicle.path, 70)[:, :2], axis=1).max() < 0.10
    assert not way.warnings
    assert np.abs(np.diff(way.yaw, 2)).max() < math.radians(1.0)


def test_the_body_leans_out_dives_and_comes_to_rest() -> None:
    way = drive(bend(9.0, 12.0), 70)
    assert math.radians(1.5) < way.roll[45:65].mean() < math.radians(7)
    stop = car((0, 0, 0), (24, 12, 0), (36, 16.5, 0), (48, 18, 0), (120, 18, 0))
    way = drive(stop, 190)
    assert way.pitch[24:48].max() > math.radians(0.8)
    assert np.abs(way.pitch[170:]).max() < math.radians(0.25) and np.ptp(way.heave[170:]) < 0.002


def test_too_fast_a_bend_steps_the_rear_out_with_countersteer_and_smoke() -> None:
    tame, wild = drive(bend(9.0, 20.0), 70), drive(bend(11.2, 13.5), 70)
    assert tame.slip.max() < 1.0 < wild.slip[:, :2].max()
    assert wild.yaw[60] > tame.yaw[60]
    assert wild.steer[60, 2] < math.atan(build_of("sedan").base / 13.5)


def test_a_path_that_no_car_drives_is_told_and_driven_as_near_as_can_be() -> None:
    way = drive(car((0, 0, 0), (12, 8, 0), (13, 8, 6), (40, 20, 6)), 60)
    assert "no car drives" in way.warnings[0] and "m off" in way.warnings[0]
    pull = np.diff(way.place[:, :2], 2, axis=0) * 24 ** 2
    assert np.linalg.norm(pull, axis=1).max() < 1.1 * GRAVITY


def test_wheels_stand_on_kerbs_and_nothing_sinks() -> None:
    ground = Ground(raised=(Box(x0=5, y0=-9, x1=30, y1=9, height=0.15),))
    build, way = build_of("suv"), drive(car((0, -5, 0), (60, 15, 0), kind="suv"), 61, ground=ground)
    for wheel, (x, y, _) in enumerate(build.wheels):
        c, s = np.cos(way.yaw), np.sin(way.yaw)
        under = way.place[:, 2] + way.travel[:, wheel]
        level = ground.level(way.place[:, 0] + c * x - s * y, way.place[:, 1] + s * x + c * y)
        assert (under > -1e-9).all() and (np.abs(under - level) < 0.16).all()
        assert under[0] == pytest.approx(0.0) and under[-1] == pytest.approx(0.15, abs=0.01)
    assert np.ptp(way.heave) > 0.02


def test_one_place_stands_still() -> None:
    way = drive(car((0, 3, 4, 1.0)), 30)
    assert np.ptp(way.place, axis=0).max() == 0 and way.yaw[0] == pytest.approx(1.0) and (way.spin == 0).all()


def test_backing_out_keeps_the_nose_where_it_is_told() -> None:
    way = drive(car((0, 0, 0, 0.0), (48, -8, 0, 0.0)), 49)
    assert np.abs(way.yaw).max() < 0.05 and way.spin[-1].max() < -20


def test_the_same_path_is_driven_the_same() -> None:
    one, two = drive(bend(9, 14), 60), drive(bend(9, 14), 60)
    assert one.place.tobytes() == two.place.tobytes() and one.spin.tobytes() == two.spin.tobytes()


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(InputError, match="hovercraft"):
        drive(car((0, 0, 0), kind="hovercraft"), 10)


def test_no_path_and_crashes_outside_the_shot() -> None:
    with pytest.raises(InputError, match="no path"):
        drive(car(), 10)
    ahead, whole = (drive(car((0, 0, 0), (48, 20, 0), crash=crash), 49) for crash in (400.0, None))
    assert ahead.place.tobytes() == whole.place.tobytes()
