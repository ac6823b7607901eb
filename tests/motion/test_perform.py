"""Any path and any act gives a motion that a body could make."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from throughline.film.blocking import Act, Moment
from throughline.film.errors import InputError
from throughline.motion import perform, warnings
from throughline.motion.calm import FASTEST_RAD_S, calmed
from throughline.motion.measure import feet
from throughline.motion.skeleton import INDEX, contact_points, default_rest, forward

from .staged import RATE, REST, act, knee_angles, part, slips, straight, strikes


@st.composite
def paths(draw):
    """Stops and starts, corners, reversals, standing, at speeds from a stroll to a run."""
    frame, x, y = float(draw(st.integers(-40, 10))), 0.0, 0.0
    points = [(frame, x, y, *draw(st.sampled_from([(), (0.0,), (2.0,)])))]
    for _ in range(draw(st.integers(1, 4))):
        seconds, speed = draw(st.floats(0.8, 3.0)), draw(st.sampled_from([0.0, 0.5, 1.2, 1.6, 3.0, 5.0]))
        angle = draw(st.floats(-math.pi, math.pi))
        frame += round(seconds * 24)
        x, y = x + speed * seconds * math.cos(angle), y + speed * seconds * math.sin(angle)
        points.append((frame, x, y, *draw(st.sampled_from([(), (), (1.0,), (-3.0,)]))))
    return points


@settings(max_examples=25, deadline=None)
@given(paths(), st.integers(0, 1000), st.sampled_from(["neutral", "tired", "drunk", "old", "limping"]))
def test_feet_hold_the_ground_on_any_path(points, seed, manner):
    frames = int(max(points[-1][0], 0)) + 40
    motion = perform(part(*points, seed=seed, manner=manner), REST, frames, RATE)
    assert motion.root.shape == (frames, 3) and motion.rotations.shape == (frames, 22, 4)
    assert np.isfinite(motion.root).all() and np.isfinite(motion.rotations).all()
    np.testing.assert_allclose(np.linalg.norm(motion.rotations, axis=-1), 1.0, atol=1e-5)
    assert ((motion.rotations[1:] * motion.rotations[:-1]).sum(-1) >= 0.0).all()
    assert contact_points(motion, REST)[..., 2].min() > -0.01
    assert slips(motion).max(initial=0.0) <= 0.005
    assert knee_angles(motion).min() > -0.02
    end = np.array(points[-1][1:3])
    assert np.linalg.norm(motion.root[-1, :2] - end) < 0.06  # weight shifts while standing
    if len(points[-1]) > 3:
        _, turns = forward(motion, REST)
        x, y, z, w = turns[-1, 0]
        yaw = math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))
        assert abs(math.remainder(yaw - points[-1][3], 2 * math.pi)) < 0.12


ACTS = st.builds(
    Moment, act=st.sampled_from(list(Act)), frame_in=st.integers(-30, 60).map(float),
    frame_out=st.integers(20, 90).map(float), left=st.booleans(), strength=st.sampled_from([1.0, -1.0, 0.3]),
    at=st.one_of(st.none(), st.tuples(st.floats(-3, 3), st.floats(-3, 3), st.floats(0, 2))),
)


@settings(max_examples=25, deadline=None)
@given(paths(), st.lists(ACTS, max_size=4), st.sampled_from([0.9, 1.72, 4.0]), st.sampled_from([24, 30]))
def test_acts_in_any_order_never_explode(points, moments, height, rate):
    rest = default_rest(height)
    motion = perform(part(*points, acts=tuple(moments)), rest, 80, Fraction(rate), spoken=((5.0, 30.0),))
    assert np.isfinite(motion.root).all() and np.isfinite(motion.jaw).all()
    np.testing.assert_allclose(np.linalg.norm(motion.rotations, axis=-1), 1.0, atol=1e-5)
    positions, _ = forward(motion, rest)
    assert positions[..., 2].min() > -0.12 * height
    assert (0.0 <= motion.jaw).all() and (motion.jaw <= 1.0).all()


@pytest.mark.parametrize(("speed", "rate"), [
    (1.0, 1.73), (1.4, 1.98), (2.4, 2.57), (2.6, 2.63), (2.9, 2.67), (3.35, 2.75), (5.0, 3.0)])
def test_step_rate_follows_the_table(speed, rate):
    motion = perform(straight(speed, 240), REST, 240, RATE)
    frames = strikes(motion)
    steps = (len(frames) - 1) / ((frames[-1] - frames[0]) / 24.0)
    assert abs(steps / rate - 1.0) < 0.08


def test_a_run_flies_and_a_walk_does_not():
    walk = perform(part((-240, -2.6, 0), (360, 3.9, 0)), REST, 120, Fraction(120))
    run = perform(part((-240, -5.3, 0), (360, 7.95, 0)), REST, 120, Fraction(120))
    assert walk.contacts.any(axis=1).all()
    duty = [run.contacts[:, side:side + 2].any(axis=1).mean() for side in (0, 2)]
    assert 0.30 < np.mean(duty) < 0.43
    assert (~run.contacts.any(axis=1)).mean() > 0.15


@pytest.mark.parametrize(("speed", "low", "high"), [
    (1.2, 1.9, 4.5), (2.65, 6.5, 10.0), (3.4, 6.5, 10.0), (5.0, 6.0, 10.0)])
def test_hips_bounce_as_measured(speed, low, high):
    motion = perform(straight(speed, 240), REST, 240, RATE)
    assert low < feet(motion, REST, 24.0).bounce_cm < high


def test_arms_swing_against_legs():
    for speed in (1.4, 3.0):
        motion = perform(straight(speed, 96), REST, 96, RATE)
        positions, _ = forward(motion, REST)
        elbow = positions[:, INDEX["LeftLowerArm"], 0] - positions[:, INDEX["RightLowerArm"], 0]
        foot = positions[:, INDEX["LeftFoot"], 0] - positions[:, INDEX["RightFoot"], 0]
        assert np.corrcoef(elbow, foot)[0, 1] < -0.75


@pytest.mark.parametrize(("speed", "quickest"), [(1.3, 15.0), (2.0, 14.0), (2.6, 18.0), (4.5, 30.0)])
def test_knees_bend_smoothly_and_never_lock(speed, quickest):
    motion = perform(part((-240, -2 * speed, 0), (720, 6 * speed, 0)), REST, 240, Fraction(120))
    angle = knee_angles(motion)
    assert angle.min() > 0.07
    assert np.abs(np.diff(angle, axis=0)).max() * 120 < quickest  # radians a second


def test_the_same_seed_moves_alike_and_others_are_out_of_step():
    first, again = (perform(straight(1.3, 96), REST, 96, RATE) for _ in range(2))
    assert first.root.tobytes() == again.root.tobytes() and first.rotations.tobytes() == again.rotations.tobytes()
    other = perform(part((-48, -2.6, 0), (144, 7.8, 0), seed=2), REST, 96, RATE)
    mine = perform(part((-48, -2.6, 0), (144, 7.8, 0), seed=1), REST, 96, RATE)
    assert (other.contacts != mine.contacts).any(axis=1).mean() > 0.15


def test_motion_does_not_depend_on_how_many_frames_are_asked():
    long = perform(straight(1.3, 96), REST, 96, RATE)
    short = perform(straight(1.3, 96), REST, 40, RATE)
    np.testing.assert_allclose(short.root, long.root[:40], atol=1e-5)
    np.testing.assert_array_equal(short.contacts, long.contacts[:40])


def test_path_is_kept_in_time():
    motion = perform(part((0, 0, 0), (72, 4, 0), (144, 4, 4)), REST, 180, RATE)
    assert np.linalg.norm(motion.root[72, :2] - (4, 0)) < 0.25
    assert np.linalg.norm(motion.root[179, :2] - (4, 4)) < 0.04
    speed = np.linalg.norm(np.diff(motion.root[:, :2], axis=0), axis=1) * 24
    assert np.abs(np.diff(speed)).max() < 0.35  # no jerk from stand to walk and back


def test_turning_on_the_spot_steps():
    motion = perform(part((0, 0, 0, 0.0), (24, 0, 0, 0.0), (60, 0, 0, 3.0)), REST, 90, RATE)
    assert len(strikes(motion)) >= 2
    assert slips(motion).max() <= 0.005


def test_a_child_steps_quicker_than_a_giant():
    steps = []
    for height in (0.95, 1.72, 3.2):
        rest = default_rest(height)
        motion = perform(straight(1.2, 192), rest, 192, RATE)
        assert slips(motion, rest).max() <= 0.005
        steps.append(len(strikes(motion)))
    assert steps[0] > steps[1] > steps[2]


@pytest.mark.parametrize("broken", [
    part((math.nan, 0, 0)), part((0, math.inf, 0)), part((0, 0, 3e4)), part((0, 0, 0, math.nan)), part((0, 5e6, 0)),
    part((0, 0, 0), acts=(act("thrown", 4, 9, push=(math.inf, 0.0, 0.0)),)),
    part((0, 0, 0), acts=(act("look", 0, math.nan),))])
def test_what_is_not_a_number_is_refused(broken):
    with pytest.raises(InputError):
        perform(broken, REST, 24, RATE)


def test_no_path_and_no_body_are_refused():
    with pytest.raises(InputError, match="no waypoint"):
        perform(part(), REST, 24, RATE)
    with pytest.raises(InputError, match="joints"):
        perform(part((0, 0, 0)), REST[:5], 24, RATE)


def test_inhuman_speed_is_reported_and_run_as_fast_as_people_can():
    fast = part((0, 0, 0), (24, 40, 0))
    assert "faster than a person" in warnings(fast)[0] and "56 frames late" in warnings(fast)[0]
    motion = perform(fast, REST, 144, RATE)
    speed = np.linalg.norm(np.diff(motion.root[:, :2], axis=0), axis=1) * 24
    assert speed.max() < 20.0
    assert np.linalg.norm(motion.root[-1, :2] - (40, 0)) < 0.06
    assert warnings(straight(1.3, 24)) == ()
    assert "manner" in warnings(part((0, 0, 0), manner="sideways"))[0]
    assert "before it begins" in warnings(part((0, 0, 0), acts=(act("hold", 20, 10),)))[0]


WILD = st.lists(st.tuples(st.sampled_from([-50.0, 0.0, 0.5, 1.0, 20.0, 60.0, 61.0, 90.0]),
                          st.sampled_from([-60.0, -3.0, 0.0, 0.01, 2.0, 90.0]), st.sampled_from([-60.0, 0.0, 1.0, 5.0]),
                          st.sampled_from([None, 0.0, 100.0, -3.1])), min_size=1, max_size=6)


def sound(motion):
    """Whether a body could have moved so, however odd the order was."""
    assert np.isfinite(motion.root).all() and np.isfinite(motion.rotations).all() and np.isfinite(motion.jaw).all()
    np.testing.assert_allclose(np.linalg.norm(motion.rotations, axis=-1), 1.0, atol=1e-5)
    turned = np.clip(np.abs((motion.rotations[1:] * motion.rotations[:-1]).sum(-1)), 0.0, 1.0)
    assert 2.0 * np.arccos(turned[:, 1:]).max(initial=0.0) * 24 < 70.0


@settings(max_examples=15, deadline=None)
@given(WILD, st.lists(ACTS, max_size=3), st.sampled_from(["neutral", "drunk", "limping", "nonsense"]))
@example([(-50.0, -3.0, -60.0, None), (0.0, -3.0, 0.0, None), (60.0, -3.0, -60.0, None)], [], "neutral")
@example([(20.0, -60.0, 1.0, None), (20.0, 90.0, 0.0, None), (61.0, -60.0, 5.0, 0.0), (90.0, 90.0, 1.0, None)],
         [Moment(act=Act.COVER, frame_in=7.0, frame_out=40.0, strength=-1.0)], "drunk")
def test_no_input_makes_a_figure_explode(points, moments, manner):
    free = any(moment.act in (Act.DRIVE, Act.GLIDE, Act.SIT, Act.LIE) for moment in moments)
    told = part(*points, acts=tuple(moments), manner=manner)
    motion = perform(told, REST, 96, RATE)
    warnings(told)
    sound(motion)
    if not free:
        assert np.linalg.norm(np.diff(motion.root[:, :2], axis=0), axis=1).max() * 24 < 30.0
    knees = knee_angles(motion)
    assert knees.min() > -0.05 and knees.max() < 2.85


EVERY = tuple(Moment(act=each, frame_in=20.0, frame_out=50.0, at=(1.0, 1.0, 1.0)) for each in Act)


@pytest.mark.parametrize("points", [
    ((0, 0, 0),), ((5, 1, 1), (5, 1, 1)), ((5, 0, 0), (5, 3, 0)), ((10, 0, 0), (11, 100, 0)),
    ((-400, 0, 0), (-300, 9, 0)), ((0, 0, 0), (30, 0, 0, None, 40.0)), ((0, 0, 0), (1, 1500.0, 0)),
    ((30, 0, 0), (10, 4, 0), (20, 0, 4))],
    ids=["one point", "twice the same", "two places in a frame", "100 m in a frame", "long before", "straight up",
         "beyond the horizon", "out of order"])
@pytest.mark.parametrize("acts", [(), EVERY], ids=["plain", "all acts at once"])
def test_odd_orders_give_a_sound_body(points, acts):
    sound(perform(part(*points, acts=acts), REST, 72, RATE))


@pytest.mark.parametrize("height", [0.25, 0.6, 6.0, 25.0])
def test_tiny_and_giant_bodies_move_soundly(height):
    rest = default_rest(height)
    motion = perform(part((0, 0, 0), (48, 3, 0), acts=(act("look", 5, 30, at=(0.0, 4.0, 1.0)), act("sit", 60, 40))),
                     rest, 72, RATE)
    sound(motion)
    assert forward(motion, rest)[0][..., 2].min() > -0.1 * height


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(1.0, 40.0), st.sampled_from([24.0, 60.0]))
def test_no_joint_whips_round_and_what_is_calm_stays(seed, spread, rate):
    dice = np.random.default_rng(seed)
    turns = np.array([0.0, 0.0, 0.0, 1.0]) + np.cumsum(dice.normal(scale=0.02 * spread, size=(60, 22, 4)), axis=0)
    turns /= np.linalg.norm(turns, axis=-1, keepdims=True)
    calm, changed = calmed(turns, rate)
    np.testing.assert_allclose(np.abs((calm[:, 0] * turns[:, 0]).sum(-1)), 1.0, atol=1e-9)
    steps = 2.0 * np.arccos(np.clip(np.abs((calm[1:] * calm[:-1]).sum(-1)), 0.0, 1.0)) * rate
    assert steps[:, 1:].max() < 1.3 * FASTEST_RAD_S
    same = np.abs((calm * turns).sum(-1))[~changed]
    assert same.min() > 1.0 - 1e-9


def test_a_stuck_body_stands_and_breathes():
    motion = perform(part((0, 1, 2), (0, 1, 2), (30, 1, 2)), REST, 96, RATE)
    assert slips(motion).max() <= 0.002 and motion.contacts.all()
    assert np.abs(np.diff(motion.rotations[:, INDEX["Chest"]], axis=0)).max() > 1e-4
