"""Hands do what the acts, the things in them and the pace ask."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from throughline.film.blocking import Act, Look, Moment, Performance, Waypoint
from throughline.motion.hand_shapes import HAND_SHAPES, POSES
from throughline.motion.hands import Held, hands
from throughline.motion.skeleton import JOINTS, Motion

RATE = Fraction(24)


def going(speed: float, frames: int = 72) -> Motion:
    root = np.zeros((frames, 3), np.float32)
    root[:, 0] = speed * np.arange(frames) / 24.0
    turns = np.zeros((frames, len(JOINTS), 4), np.float32)
    turns[..., 3] = 1.0
    return Motion(root, turns, np.ones((frames, 4), bool), np.zeros(frames, np.float32))


def asked(*moments: Moment, speed: float = 0.0, held: tuple[Held, ...] = (), seed: int = 1, frames: int = 72):
    part = Performance(name="A", look=Look(name="A"), path=(Waypoint(frame=0, x=0, y=0),), moments=moments, seed=seed)
    return hands(part, going(speed, frames), (), held, RATE).weights


def of(weights, name):
    return weights[:, HAND_SHAPES.index(name)]


@pytest.mark.parametrize(("act", "name"), [(Act.POINT, "RightPoint"), (Act.STRIKE, "RightFist"),
                                           (Act.GRAB, "RightGrip"), (Act.PUSH, "LeftOpen"), (Act.DRIVE, "LeftGrip")])
def test_an_act_shapes_the_hand_that_does_it(act, name):
    weights = asked(Moment(act=act, frame_in=20, frame_out=60))
    assert of(weights, name)[44] > 0.85
    assert of(weights, name)[5] < 0.45


def test_the_other_hand_stays_as_it_was():
    plain, points = asked(), asked(Moment(act=Act.POINT, frame_in=20, frame_out=60))
    left = slice(0, len(POSES))
    assert np.array_equal(plain[:, left], points[:, left])


def test_a_thing_is_held_from_when_to_when():
    weights = asked(held=(Held(-np.inf, 1.5, False, "Hold"), Held(2.0, np.inf, True)))
    assert of(weights, "RightHold")[:30].min() > 0.99 and of(weights, "RightHold")[48:].max() < 0.01
    assert of(weights, "LeftGrip")[:40].max() < 0.01 and of(weights, "LeftGrip")[56:].min() > 0.99


def test_runners_close_their_hands_and_walkers_do_not():
    assert of(asked(speed=4.5), "LeftCurl").min() > 0.5
    assert of(asked(speed=1.3), "LeftCurl").max() < 0.45


def test_shapes_are_shares_that_change_smoothly_and_do_not_hang_on_the_length_of_the_shot():
    acts = (Moment(act=Act.GRAB, frame_in=10, frame_out=30), Moment(act=Act.POINT, frame_in=26, frame_out=60))
    weights = asked(*acts, speed=3.0)
    for hand in (weights[:, :len(POSES)], weights[:, len(POSES):]):
        assert hand.min() >= 0.0 and hand.sum(axis=1).max() <= 1.0 + 1e-5
    assert np.abs(np.diff(weights, axis=0)).max() < 0.45
    assert np.allclose(asked(*acts)[:50], asked(*acts, frames=50))


def test_no_two_people_hold_their_hands_alike():
    assert not np.allclose(asked(seed=1), asked(seed=2))
