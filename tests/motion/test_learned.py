"""The learned movement: natural in figures, alive when it stands, nobody like another; the in-betweener's worth."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from throughline.motion import perform
from throughline.motion.capture.o3de import read_o3de
from throughline.motion.capture.retarget import retarget
from throughline.motion.footlock import locked
from throughline.motion.ik import chain
from throughline.motion.learned import between, walk
from throughline.motion.learned.controls import RATE as NET_RATE
from throughline.motion.learned.examples import resampled
from throughline.motion.measure import distance, features, feet
from throughline.motion.skeleton import INDEX, Motion, default_rest, forward

from .staged import RATE, REST, act, part, straight, strikes

CAPTURE = Path(__file__).parents[3] / "shared" / "data" / "mocap" / "o3de_motion_matching_60hz"
needs_capture = pytest.mark.skipif(not CAPTURE.is_dir(), reason=f"the capture is not at {CAPTURE}")


@pytest.mark.parametrize("speed", [1.0, 1.4, 2.0, 2.65, 3.4, 5.0])
def test_feet_neither_slide_nor_sink(speed):
    motion = perform(part((-60, -speed, 0), (300, 5 * speed, 0)), REST, 240, Fraction(60))
    found = feet(motion, REST, 60.0)
    assert found.slip_mm < 1.0 and found.skate_cm_s < 0.5 and found.penetration_mm < 1.0


@pytest.mark.parametrize(("speed", "seconds"), [(2.4, 0.28), (2.65, 0.275), (3.35, 0.276), (4.9, 0.215)])
def test_a_run_is_on_the_ground_as_long_as_measured(speed, seconds):
    motion = perform(part((-120, -speed, 0), (720, 6 * speed, 0)), REST, 600, Fraction(120))
    found = feet(motion, REST, 120.0)
    assert abs(found.contact_s / seconds - 1.0) < 0.16 and found.flight_share > 0.2


def test_nobody_stands_like_a_statue():
    motion = perform(part((0, 0, 0, 0.0)), REST, 480, RATE)
    places, _ = forward(motion, REST)
    assert motion.contacts.mean() > 0.97
    sway = np.ptp(places[:, INDEX["Hips"], 1])
    assert 0.01 < sway < 0.09  # weight goes from leg to leg
    head = np.linalg.norm(np.diff(places[:, INDEX["Head"]], axis=0), axis=-1) * 24
    assert 0.002 < np.median(head) < 0.08
    feet_moved = np.ptp(places[:, [INDEX["LeftFoot"], INDEX["RightFoot"]]], axis=0)
    assert feet_moved.max() < 0.004


def test_who_sits_breathes_and_looks_about():
    motion = perform(part((0, 0, 0, 0.0), acts=(act("sit", -1, 400, at=(0, 0, 0.45)),)), REST, 240, RATE)
    places, _ = forward(motion, REST)
    assert np.ptp(places[:, INDEX["Head"]], axis=0).max() > 0.004


def test_fifty_people_are_not_one():
    walkers = [perform(part((-24, -1.3, 0), (168, 9.1, 0), seed=seed), REST, 96, RATE) for seed in range(12)]
    looks = np.stack([features(motion, REST, 24.0) for motion in walkers])
    looks = (looks - looks.mean(axis=(0, 1))) / (looks.std(axis=(0, 1)) + 1e-3)
    pairs = np.corrcoef(looks.reshape(12, -1))[np.triu_indices(12, 1)]
    assert pairs.max() < 0.985 and np.median(pairs) < 0.4


def _mean(motion, joint, axis):
    places, _ = forward(motion, REST)
    return float((places[:, INDEX[joint], axis] - places[:, INDEX["Hips"], axis]).mean())


def test_manners_show():
    motions = {word: perform(part((-48, -2.0, 0), (144, 6.0, 0), manner=word), REST, 96, RATE)
               for word in ("neutral", "tired", "proud", "old", "drunk", "limping", "afraid")}
    assert _mean(motions["old"], "Head", 0) > _mean(motions["neutral"], "Head", 0) + 0.08
    assert _mean(motions["tired"], "Head", 0) > _mean(motions["proud"], "Head", 0) + 0.05
    assert np.ptp(motions["drunk"].root[:, 1]) > 1.5 * np.ptp(motions["neutral"].root[:, 1])
    down = motions["limping"].contacts
    assert abs(down[:, :2].any(1).mean() - down[:, 2:].any(1).mean()) > 0.03

    def swing(motion):
        places, _ = forward(motion, REST)
        return np.ptp(places[:, INDEX["LeftHand"], 0] - places[:, INDEX["Hips"], 0])

    assert swing(motions["afraid"]) < 0.75 * swing(motions["proud"])


def test_children_take_smaller_quicker_steps():
    child, grown = (perform(straight(1.1, 192), default_rest(height), 192, RATE) for height in (1.1, 1.8))
    assert len(strikes(child)) > 1.12 * len(strikes(grown))


@needs_capture
@pytest.mark.parametrize(("gap", "share"), [(15, 0.45), (30, 0.50)])
def test_gaps_are_filled_better_than_by_interpolation(gap, share):
    take = resampled(locked(retarget(read_o3de(CAPTURE / "Walk2.npz"), REST), REST, 60.0), 60.0, NET_RATE)
    far = np.zeros(2)
    for at in range(100, 2000, 150):
        part_of = slice(at - between.PAST, at + gap + 1)
        cut = Motion(take.root[part_of], take.rotations[part_of], take.contacts[part_of], take.jaw[part_of])
        first, last = between.PAST, between.PAST + gap
        made = between.filled(cut, first, last, float(REST[0, 2]))
        plain = between.interpolated(cut.root.astype(float), cut.rotations.astype(float), first, last)
        true, ours = (chain(each.root.astype(float), each.rotations.astype(float), REST)[0][first:last]
                      for each in (cut, made))
        far += [np.linalg.norm(ours - true, axis=-1).mean(),
                np.linalg.norm(chain(*plain, REST)[0][first:last] - true, axis=-1).mean()]
        np.testing.assert_array_equal(made.root[:first], cut.root[:first])
        np.testing.assert_array_equal(made.root[last:], cut.root[last:])
    assert far[0] < share * far[1]


def test_the_weights_that_ship_are_small_and_whole():
    folder = Path(walk.__file__).parent
    assert sum((folder / name).stat().st_size for name in ("performer.npz", "between.npz")) < 15_000_000
    for told in (walk.weights(), between.weights()):
        assert all(array.dtype == np.float32 and np.isfinite(array).all() for array in told.values())


def test_a_motion_is_at_no_distance_from_itself_and_further_from_another():
    walking, running = (features(perform(straight(speed, 144), REST, 144, RATE), REST, 24.0) for speed in (1.3, 3.4))
    assert distance(walking, walking) < 1e-6
    assert distance(walking, running) > 0.3
