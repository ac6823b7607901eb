"""What an audience sees at once: wrists that bend as wrists do, knees at ease, a body that is flung and gets up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.motion.staged import RATE, REST, act, knee_angles, part
from tests.motion.test_contact import PI, met
from throughline.motion import contact_wrist, perform
from throughline.motion.contact_wrist import FREE, TURNED, bent, within
from throughline.motion.ik import parted
from throughline.motion.skeleton import INDEX, forward, rotate


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 1))
def test_a_wrist_goes_no_further_than_wrists_do(seed: int, side: int) -> None:
    turns = np.random.default_rng(seed).normal(size=(16, 4))
    turns /= np.linalg.norm(turns, axis=-1, keepdims=True)
    bend, about = parted(within(turns, side))
    assert bent(bend, side).max() < 1.0 + 1e-6 and np.abs(about).max() < TURNED + 1e-6
    easy = contact_wrist.axis_turn(2, np.random.default_rng(seed).uniform(-0.9, 0.9, 8) * FREE * contact_wrist.RADIAL)
    np.testing.assert_allclose(np.abs((within(easy, side) * easy).sum(axis=-1)), 1.0, atol=1e-9)


@pytest.mark.parametrize(("kind", "place"), [("touch", (0.55, 0.25)), ("embrace", (0.42, 0.0))])
def test_hands_on_somebody_are_at_ease_and_no_elbow_jumps(kind: str, place: tuple[float, float]) -> None:
    people = (part((0, 0.0, 0.0, 0.0), acts=(act(kind, 8, 200, partner="B"),), name="A"),
              part((0, *place, PI), name="B"))
    _, motions = met(people, 44)
    moved = motions["A"]
    for side, name in enumerate(("Left", "Right")):
        bend, _ = parted(moved.rotations[30:, INDEX[f"{name}Hand"]].astype(np.float64))
        assert bent(bend, side).max() < 1.15  # the forearm takes a part of the turn, and with it of the bend
        places, _ = forward(moved, REST)
        elbow = places[:, INDEX[f"{name}LowerArm"]] - places[:, INDEX[f"{name}UpperArm"]]
        assert np.linalg.norm(np.diff(elbow, axis=0), axis=-1).max() * 24.0 < 3.5


@pytest.mark.parametrize("seed", [1, 4])
def test_who_stands_at_ease_has_one_leg_all_but_straight(seed: int) -> None:
    knees = np.degrees(knee_angles(perform(part((0, 0, 0, 0.0), seed=seed), REST, 120, RATE), REST))
    assert 3.0 < knees.min() and knees.min(axis=1).mean() < 8.0


def test_a_body_thrown_by_a_blast_folds_and_is_not_even() -> None:
    motion = perform(part((0, 0, 0, 0.0), acts=(act("thrown", 12, 60, push=(-250.0, 0.0, 80.0)),)), REST, 40, RATE)
    hips = [2.0 * np.degrees(np.arccos(np.clip(np.abs(
        (motion.rotations[12:26, INDEX[f"{side}UpperLeg"]] * motion.rotations[11, INDEX[f"{side}UpperLeg"]]).sum(-1)),
        0.0, 1.0))) for side in ("Left", "Right")]
    places, _ = forward(motion, REST)
    spread = np.abs(places[12:26, INDEX["LeftHand"], 1] - places[12:26, INDEX["RightHand"], 1])
    assert max(each.max() for each in hips) > 35.0 and np.abs(hips[0] - hips[1]).max() > 8.0
    assert spread.max() > 0.7


def test_who_gets_up_from_his_back_rolls_on_to_a_side_first() -> None:
    lies = part((0, 0, 0, 0.0), acts=(act("lie", -1, 12), act("rise", 12, 98)))
    motion = perform(lies, REST, 120, RATE)
    places, turns = forward(motion, REST)
    aside = rotate(turns[:, 0], np.array([0.0, 1.0, 0.0]))[:, 2]
    half = 12 + int(0.45 * 3.6 * 24)
    assert np.abs(aside[12:half]).max() > 0.8  # one hip over the other
    assert places[12:half, 0, 2].max() < 0.5 and places[-1, 0, 2] > 0.85
    hands = places[:, [INDEX["LeftHand"], INDEX["RightHand"]], 2]
    assert (hands[30:75] < 0.12).all(axis=1).any()  # pushes itself up over both
    again = perform(structs.replace(lies, name="B"), REST, 120, RATE)
    assert again.rotations.tobytes() != motion.rotations.tobytes()
