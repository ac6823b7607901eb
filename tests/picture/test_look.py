"""The look: sky where nothing is, air by distance, light that blooms, grain that moves, and light from effects."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.film.setplan import Lamp, Mood
from throughline.picture.look import View, effect_light, grade, scene

HIGH, WIDE = 60, 144
DAY = Mood(sky_top=(.2, .4, .8), sky_horizon=(.7, .8, .95), key=(-.35, -.62, .7), key_colour=(2.3, 2.1, 1.7),
           ambient=(.5, .6, .76), fog_colour=(.66, .76, .86), grain=0.0, vignette=0.0, bloom=0.0)
NIGHT = Mood(sky_top=(.006, .01, .024), sky_horizon=(.06, .046, .062), key=(-.45, .4, .8),
             key_colour=(.05, .068, .11), ambient=(.05, .06, .095), fog_colour=(.034, .036, .055), grain=0.0,
             vignette=0.0, bloom=0.0)
VIEW = View(position=(0, 0, 1.6), forward=(1, 0, 0), lens_mm=35, aspect=WIDE / HIGH)


def plain(value: float = 0.18, depth: float = 5.0) -> tuple[np.ndarray, np.ndarray]:
    return np.full((HIGH, WIDE, 3), value, np.float32), np.full((HIGH, WIDE), depth, np.float32)


def open_sky() -> tuple[np.ndarray, np.ndarray]:
    return plain(0.0, np.inf)


def test_a_frame_is_eight_bits_a_channel_and_the_same_twice() -> None:
    colour, depth = plain()
    depth[:20] = np.inf
    mood = msgspec.structs.replace(NIGHT, grain=.3, bloom=.5, vignette=.3, clouds=.5, fog_density=.01)
    first, second = (grade(colour, depth, mood, VIEW, 7, 3) for _ in range(2))
    assert first.dtype == np.uint8 and first.shape == (HIGH, WIDE, 3)
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


def test_more_light_is_never_darker_and_white_is_reached_softly() -> None:
    levels = [grade(*plain(value), DAY, VIEW, 0, 0)[30, 72].astype(int).mean() for value in
              (0.0, .02, .09, .18, .4, .8, 2, 6)]
    assert levels == sorted(levels)
    assert levels[0] < 4 and 90 < levels[3] < 165 and levels[5] < 250 <= levels[7]


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 50, width=32), st.floats(.125, 900, width=32), st.booleans())
def test_any_light_at_any_distance_gives_a_picture(value: float, depth: float, night: bool) -> None:
    mood = msgspec.structs.replace(NIGHT if night else DAY, bloom=1.0, fog_density=.02)
    colour, there = plain(value, depth)
    assert np.isfinite(scene(colour, there, mood, VIEW, 0, 0)).all()
    grade(colour, there, mood, VIEW, 0, 0)


def test_the_sky_goes_from_horizon_to_top_and_leaves_things_alone() -> None:
    colour, depth = open_sky()
    depth[:, :10], colour[:, :10] = 4.0, .3
    light = scene(colour, depth, DAY, VIEW, 0, 0)
    assert np.allclose(light[:, :10], .3)
    up = replace(VIEW, forward=(0.3, 0, 1))
    high = scene(*open_sky(), DAY, up, 0, 0)
    assert light[HIGH // 2 - 1, 100] == pytest.approx(DAY.sky_horizon, rel=.25)
    assert high[HIGH // 2, 100, 2] / high[HIGH // 2, 100, 0] > 1.5 * light[HIGH // 2 - 1, 100, 2] / light[
        HIGH // 2 - 1, 100, 0]


def test_clouds_stay_where_they_are_when_the_camera_turns() -> None:
    cloudy = msgspec.structs.replace(DAY, clouds=.8)
    ahead = replace(VIEW, forward=(1, 0, .5))
    turned = replace(VIEW, forward=(1, .05, .5))
    first, second = (scene(*open_sky(), cloudy, view, 0, 9)[..., 0] for view in (ahead, turned))
    clear = scene(*open_sky(), DAY, ahead, 0, 9)[..., 0]
    assert np.abs(first - clear).mean() > .02
    shift = range(0, 12)
    errors = [np.abs(first[:, :WIDE - 12] - second[:, s:WIDE - 12 + s]).mean() for s in shift]
    assert 2 <= int(np.argmin(errors)) <= 9 and min(errors) < .35 * errors[0]


def test_the_moon_is_where_it_is_said_to_be() -> None:
    mood = msgspec.structs.replace(NIGHT, moon=(1.0, 0.0, 0.0))
    light = scene(*open_sky(), mood, VIEW, 0, 0).mean(axis=2)
    y, x = np.unravel_index(np.argmax(light), light.shape)
    assert abs(y - HIGH / 2) < 5 and abs(x - WIDE / 2) < 5
    assert light.max() > 8 * np.median(light)


def test_stars_come_out_at_night_only() -> None:
    up = replace(VIEW, forward=(.5, 0, 1))
    night, day = (scene(*open_sky(), mood, up, 0, 5)[..., 1] for mood in (NIGHT, DAY))
    assert (night > 3 * np.median(night)).sum() > 3
    assert not (day > 1.5 * np.median(day)).any()


@settings(max_examples=15, deadline=None)
@given(st.floats(1, 60), st.floats(1.5, 4))
def test_fog_takes_more_the_farther_it_is(near: float, times: float) -> None:
    mood = msgspec.structs.replace(DAY, fog_density=.005, fog_start=.5)
    fog = np.array(mood.fog_colour)
    gaps = [np.abs(scene(*plain(0.0, depth), mood, VIEW, 0, 0)[30, 72] - fog).sum() for depth in (near, near * times)]
    assert gaps[1] < gaps[0]


def test_there_is_no_fog_before_it_starts() -> None:
    mood = msgspec.structs.replace(DAY, fog_density=.05, fog_start=30)
    colour, depth = plain(.2, 10.0)
    assert np.array_equal(scene(colour, depth, mood, VIEW, 0, 0), colour)


def test_light_over_one_blooms_and_light_under_it_does_not() -> None:
    colour, depth = plain(.05)
    mood = msgspec.structs.replace(DAY, bloom=.6)
    before = grade(colour, depth, mood, VIEW, 0, 0)
    assert np.abs(before.astype(int) - grade(colour, depth, DAY, VIEW, 0, 0)).max() <= 1
    colour[28:32, 70:74] = (9, 8, 6)
    after = grade(colour, depth, mood, VIEW, 0, 0)
    assert after[30, 80].astype(int).sum() > before[30, 80].astype(int).sum() + 10
    assert after[30, 80].astype(int).sum() > after[30, 110].astype(int).sum()


def test_grain_moves_from_frame_to_frame_and_keeps_the_level() -> None:
    mood = msgspec.structs.replace(DAY, grain=.5)
    one, two = (grade(*plain(), mood, VIEW, frame, 1).astype(float) for frame in (1, 2))
    assert np.std(one - two) > 1.0
    assert abs(one.mean() - grade(*plain(), DAY, VIEW, 1, 1).mean()) < 1.0
    assert abs(np.corrcoef(one[..., 1].ravel(), two[..., 1].ravel())[0, 1]) < .05


def test_the_edge_of_a_roof_against_the_sky_has_steps_between() -> None:
    colour, depth = open_sky()
    rows, columns = np.mgrid[:HIGH, :WIDE]
    roof = rows > 20 + columns * .15
    colour[roof], depth[roof] = .02, 20.0
    picture = grade(colour, depth, DAY, VIEW, 0, 0)[..., 1].astype(float)
    dark, bright = picture[-1].mean(), picture[5].mean()
    share = ((picture > dark + .2 * (bright - dark)) & (picture < dark + .8 * (bright - dark))).any(axis=0).mean()
    assert share > .5


def test_pictures_of_unlike_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="not of one picture"):
        grade(np.zeros((4, 5, 3), np.float32), np.zeros((5, 4), np.float32), DAY, VIEW, 0, 0)


def test_a_fire_lights_what_is_near_it_and_faces_it_in_its_colour() -> None:
    colour, depth = plain(.05, 6.0)
    depth[:10] = np.inf
    left = effect_light(colour, depth, [Lamp(x=5.0, y=2.0, z=1.6, colour=(8, 4, 1))], VIEW)
    gained = left - colour
    assert not gained[:10].any()
    assert gained[30, 20].sum() > 4 * gained[30, 130].sum() > 0
    assert gained[30, 20, 0] > 1.8 * gained[30, 20, 1] > 0
    behind = effect_light(colour, depth, [Lamp(x=9.0, y=0.0, z=1.6, colour=(8, 4, 1))], VIEW)
    assert (behind - colour)[30, 72].sum() < .3 * gained[30, 20].sum()


def test_normals_given_are_those_used() -> None:
    colour, depth = plain(.05, 6.0)
    lamp = [Lamp(x=5.0, y=0.0, z=1.6, colour=(8, 4, 1))]
    normal = np.zeros((HIGH, WIDE, 3), np.float32)
    normal[..., 2] = 1.0
    assert np.allclose(effect_light(colour, depth, lamp, VIEW, normal), effect_light(colour, depth, lamp, VIEW),
                       atol=.02)
    assert (effect_light(colour, depth, lamp, VIEW, -normal) < effect_light(colour, depth, lamp, VIEW))[30, 72].all()


def test_no_lamps_change_nothing() -> None:
    colour, depth = plain(.3)
    assert np.array_equal(effect_light(colour, depth, [], VIEW), colour)


@given(st.floats(-3, 3), st.floats(-1, 1), st.floats(15, 135))
def test_rays_are_square_to_the_world(yaw: float, rise: float, lens: float) -> None:
    view = View(position=(1, 2, 3), forward=(float(np.cos(yaw)), float(np.sin(yaw)), rise), lens_mm=lens, aspect=2.0)
    axes = view.axes()
    assert np.allclose(axes @ axes.T, np.eye(3), atol=1e-5)
    rays = view.rays(30, 60)
    assert np.allclose(rays @ axes[2], 1.0, atol=1e-4)
    assert (rays[0, 0] - rays[0, -1]) @ axes[0] == pytest.approx(-36 / lens * 59 / 60, rel=1e-3)
