"""What a body does beside travelling: it sits on the seat, lies on the ground, gets up, looks, points, speaks."""

from __future__ import annotations

import math

import numpy as np
import pytest

from throughline.motion import perform
from throughline.motion.skeleton import INDEX, forward, rotate

from .staged import RATE, REST, act, part, slips


def heights(motion):
    return forward(motion, REST)[0][..., 2]


def test_sits_down_on_the_seat_and_stands_up_before_it():
    seat = (-0.4, 0.0, 0.45)
    motion = perform(part((0, 0, 0, 0.0), acts=(act("sit", 12, 60, at=seat), act("rise", 72, 100))), REST, 140, RATE)
    np.testing.assert_allclose(motion.root[60], (seat[0], seat[1], 0.555), atol=0.03)
    assert motion.root[0, 2] > 0.9 and motion.root[-1, 2] > 0.9
    assert slips(motion).max() <= 0.005  # the feet stay where they stand
    seated = perform(part((0, -0.4, 0, 0.0), acts=(act("sit", 0, 60, at=seat),)), REST, 24, RATE)
    assert np.ptp(seated.root[:, 2]) < 0.01 and abs(seated.root[0, 2] - 0.555) < 0.02


def test_walks_to_a_seat_and_sits_on_it():
    sits = act("sit", 62, 200, at=(0, 0, 0.45))
    motion = perform(part((0, -3, 0), (60, 0, 0, math.pi), acts=(sits,)), REST, 120, RATE)
    np.testing.assert_allclose(motion.root[-1], (0.0, 0.0, 0.555), atol=0.05)
    assert slips(motion).max() <= 0.005


@pytest.mark.parametrize("moving", [False, True])
def test_falls_on_its_face_and_gets_up(moving):
    path = ((-48, -9, 0), (40, 7.5, 0)) if moving else ((0, 0, 0, 0.0),)
    motion = perform(part(*path, acts=(act("fall", 30, 70), act("rise", 100, 165))), REST, 200, RATE)
    height = heights(motion)
    assert 0.09 < height[90, INDEX["Hips"]] < 0.14
    assert height[90].max() < 0.35 and height[90].min() > -0.01
    assert height[-1, INDEX["Head"]] > 1.45
    facing = rotate(forward(motion, REST)[1][90, INDEX["Chest"]], np.array([1.0, 0.0, 0.0]))
    assert facing[2] < -0.9
    drop = height[30:90, INDEX["Head"]]
    assert (np.diff(drop) * 24 > -6.5).all()  # not faster than a fall
    if moving:
        assert motion.root[70, 0] - motion.root[30, 0] > 1.0  # carried on by its speed


def test_falls_backwards_where_strength_is_negative():
    motion = perform(part((0, 0, 0, 0.0), acts=(act("fall", 10, 50, strength=-1.0),)), REST, 80, RATE)
    facing = rotate(forward(motion, REST)[1][-1, INDEX["Chest"]], np.array([1.0, 0.0, 0.0]))
    assert facing[2] > 0.9 and motion.root[-1, 0] < -0.2


def test_people_get_up_over_either_side():
    """Some over the right knee and some over the left, each as it is seeded, all of them on to their feet."""
    acts, raised = (act("lie", -1, 10), act("rise", 10, 90)), set()
    for seed in range(8):
        motion = perform(part((0, 0, 0, 0.0), acts=acts, seed=seed), REST, 120, RATE)
        across = forward(motion, REST)[0][:, INDEX["LeftLowerLeg"], 2] - forward(motion, REST)[0][
            :, INDEX["RightLowerLeg"], 2]
        raised.add(float(across[71]) > 0.0)  # kneels on the other one
        assert heights(motion)[-1, INDEX["Head"]] > 1.45
    assert raised == {True, False}


def test_lies_on_a_bed_and_gets_up_beside_it():
    bed = (0.0, 0.0, 0.5)
    motion = perform(part((0, 0, 0, 0.0), acts=(act("lie", -24, 20, at=bed), act("rise", 24, 96))), REST, 130, RATE)
    np.testing.assert_allclose(motion.root[0], (0, 0, 0.61), atol=0.03)
    assert abs(motion.root[-1, 1]) > 0.5 and motion.root[-1, 2] > 0.9


def test_face_down_from_before_the_shot():
    motion = perform(part((0, 2, 1, 0.0), acts=(act("lie", -24, 40, at=(2, 1, 0), strength=-1.0),)), REST, 40, RATE)
    facing = rotate(forward(motion, REST)[1][5, INDEX["Chest"]], np.array([1.0, 0.0, 0.0]))
    assert facing[2] < -0.9
    np.testing.assert_allclose(motion.root[5, :2], (2, 1), atol=0.03)


@pytest.mark.parametrize(("kind", "low", "high"), [("crouch", 0.45, 0.72), ("kneel", 0.42, 0.55)])
def test_goes_low_and_comes_up_again(kind, low, high):
    motion = perform(part((0, 0, 0, 0.0), acts=(act(kind, 6, 50),)), REST, 110, RATE)
    assert low < motion.root[45, 2] < high and motion.root[-1, 2] > 0.9
    assert heights(motion)[45].min() > -0.01


def test_the_head_leads_a_look_and_the_neck_has_limits():
    motion = perform(part((0, 0, 0, 0.0), acts=(act("look", 12, 60, at=(-1.0, 4.0, 1.6)),)), REST, 72, RATE)
    _, turns = forward(motion, REST)

    def yaw(joint):
        forth = rotate(turns[:, INDEX[joint]], np.array([1.0, 0.0, 0.0]))
        return np.arctan2(forth[:, 1], forth[:, 0])

    head, chest = yaw("Head"), yaw("UpperChest")
    assert head[40] > 1.3 and 0.2 < chest[40] < 0.9
    half = [int(np.argmax(values > 0.5 * values[40])) for values in (head, chest)]
    assert half[0] < half[1]
    assert np.abs(head - chest).max() < 1.4 and abs(head[71]) < 0.5


@pytest.mark.parametrize("left", [False, True])
def test_points_at_it(left):
    goal = np.array([4.0, 1.0, 1.2])
    motion = perform(part((0, 0, 0, 0.0), acts=(act("point", 6, 60, at=tuple(goal), left=left),)), REST, 40, RATE)
    places, _ = forward(motion, REST)
    side = "Left" if left else "Right"
    arm = places[30, INDEX[f"{side}Hand"]] - places[30, INDEX[f"{side}UpperArm"]]
    aim = goal - places[30, INDEX[f"{side}UpperArm"]]
    assert arm @ aim / np.linalg.norm(arm) / np.linalg.norm(aim) > 0.99


def test_reaches_what_is_near():
    goal = np.array([0.55, -0.15, 1.05])
    motion = perform(part((0, 0, 0, 0.0), acts=(act("reach", 6, 70, at=tuple(goal)),)), REST, 60, RATE)
    places, _ = forward(motion, REST)
    assert np.linalg.norm(places[40, INDEX["RightHand"]] - goal) < 0.03


def test_the_jaw_moves_only_with_the_words():
    motion = perform(part((0, 0, 0, 0.0)), REST, 96, RATE, spoken=((24.0, 60.0),))
    assert motion.jaw[:23].max() == 0.0 and motion.jaw[66:].max() == 0.0
    assert motion.jaw[24:60].max() > 0.3 and np.ptp(motion.jaw[24:60]) > 0.25
    silent = perform(part((0, 0, 0, 0.0)), REST, 96, RATE)
    assert np.abs(motion.rotations - silent.rotations)[30:55, INDEX["Head"]].max() > 0.01


def test_holding_keeps_the_forearm_level_while_walking():
    motion = perform(part((-24, -1.3, 0), (96, 5.2, 0), acts=(act("hold", -1, 96),)), REST, 72, RATE)
    places, _ = forward(motion, REST)
    forearm = places[:, INDEX["RightHand"]] - places[:, INDEX["RightLowerArm"]]
    assert np.abs(forearm[:, 2]).max() < 0.13 and forearm[:, 0].min() > 0.12


def test_a_jump_leaves_the_ground_by_the_law_of_falling():
    motion = perform(part((0, 0, 0, 0.0), acts=(act("jump", 6, 30),)), REST, 60, RATE)
    air = ~motion.contacts.any(axis=1)
    assert 8 <= air.sum() <= 14
    assert motion.root[:, 2].max() > motion.root[0, 2] + 0.1


def test_a_driver_keeps_to_the_car():
    motion = perform(part((0, 0, 0), (96, 40, 0), acts=(act("drive", -24, 96, at=(0, 0, 0.4)),)), REST, 72, RATE)
    np.testing.assert_allclose(motion.root[:, 0], np.arange(72) * 40 / 96, atol=0.02)
    assert not motion.contacts.any()


def test_a_reaper_glides_without_steps():
    motion = perform(part((0, 0, 0), (72, 3, 0), acts=(act("glide", -1, 90),)), REST, 72, RATE)
    places, turns = forward(motion, REST)
    up = rotate(turns[:, INDEX["Chest"]], np.array([0.0, 0.0, 1.0]))
    assert not motion.contacts.any() and up[:, 2].min() > 0.95
    feet = places[:, INDEX["LeftFoot"], 0] - places[:, INDEX["Hips"], 0]
    assert np.ptp(feet) < 0.2
