"""Faces: lips that shut when they must, eyes that lead the head, lids that blink, and no movement for nothing."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from tests.motion.staged import RATE, REST, act, part
from throughline.film.blocking import Performance
from throughline.motion import perform
from throughline.motion.acts import spans
from throughline.motion.acts_talk import Said, gestures, speech
from throughline.motion.face import face
from throughline.motion.face_mouth import seals
from throughline.motion.face_shapes import COLUMN, SHAPES, Face
from throughline.motion.pose import COLUMN as POSE
from throughline.motion.pose import NAMES
from throughline.motion.skeleton import INDEX, Motion, forward, rotate
from throughline.motion.speech import Utterance, accents
from throughline.sound.phonemes import Phone, phonemes_by_letters

EYES = REST[INDEX["Head"]].astype(np.float64) + np.array([[0.09, 0.032, 0.07], [0.09, -0.032, 0.07]])
MOUTH = [COLUMN[name] for name in SHAPES[:7]]
STANDING = part((0, 0, 0, 0.0))


def still(frames: int) -> Motion:
    turns = np.zeros((frames, len(INDEX), 4), np.float32)
    turns[..., 3] = 1.0
    return Motion(np.tile(REST[0], (frames, 1)), turns, np.ones((frames, 4), bool), np.zeros(frames, np.float32))


def said(text: str, start: float, seconds: float, **more: bool) -> Utterance:
    return Utterance(start, start + seconds, phonemes_by_letters(text, seconds), **more)


def acted(performance: Performance, *lines: Utterance, frames: int = 96, motion: Motion | None = None,
          rate: Fraction = RATE, shut: tuple[tuple[float, float], ...] = ()) -> Face:
    return face(performance, lines, motion or still(frames), REST, EYES, rate, shut)


def shut_lips(made: Face) -> np.ndarray:
    """How nearly the lips touch (F,), 1 where they do: closed as far as the jaw is open, and pressed, nothing else."""
    jaw, closed = made.weights[:, COLUMN["JawOpen"]], made.weights[:, COLUMN["LipsClosed"]]
    apart = made.weights[:, [COLUMN[name] for name in ("LipsWide", "LipsRound", "LowerLipTucked", "TeethShown")]]
    return 1.0 - (jaw - closed) - apart.max(axis=1) * (made.weights[:, COLUMN["LipsPressed"]] < 0.3)


@pytest.mark.parametrize("text", ["Mama, put the baby by the map.", "엄마, 밥 먹으면 빨리 봐."])
@pytest.mark.parametrize("rate", [Fraction(24), Fraction(30), Fraction(60)])
def test_lips_are_shut_on_every_bilabial(text: str, rate: Fraction) -> None:
    line = said(text, 0.5, 2.6)
    made = acted(STANDING, line, frames=int(4 * rate), rate=rate)
    times = np.arange(int(4 * rate)) / float(rate)
    found = [phone for phone in line.phones if seals(phone)]
    assert len(found) >= 5
    for phone in found:
        near = (times > 0.5 + phone.begin - 0.6 / rate) & (times < 0.5 + phone.end + 0.6 / rate)
        assert shut_lips(made)[near].max() > 0.999, phone
    vowels = [phone for phone in line.phones if phone.symbol in ("a", "æ")]
    for phone in vowels:
        near = (times > 0.5 + phone.begin - 0.03) & (times < 0.5 + phone.end)
        assert (made.weights[near, COLUMN["JawOpen"]] - made.weights[near, COLUMN["LipsClosed"]]).max() > 0.12, phone


def test_round_and_tucked_lips() -> None:
    phones = (Phone(0.0, 0.3, "u"), Phone(0.3, 0.6, "f"), Phone(0.6, 0.9, "i"), Phone(0.9, 1.0, ""))
    made = acted(STANDING, Utterance(1.0, 2.0, phones))
    assert made.weights[24:31, COLUMN["LipsRound"]].max() > 0.7
    assert made.weights[31:38, COLUMN["LowerLipTucked"]].max() > 0.8
    assert made.weights[39:46, COLUMN["LipsWide"]].max() > 0.45
    assert made.weights[39:44, COLUMN["LipsRound"]].min() < 0.1


def test_the_mouth_moves_with_the_words_alone() -> None:
    made = acted(STANDING, said("Where are you going?", 1.5, 1.0))
    quiet = np.r_[0:31, 70:96]
    assert made.weights[quiet][:, MOUTH].max() == 0.0
    assert acted(STANDING).weights[:, MOUTH].max() == 0.0
    silent = acted(STANDING, Utterance(1.0, 2.0, (Phone(0.0, 1.0, ""),)))
    assert silent.weights[:, MOUTH].max() == 0.0


def gaze(performance: Performance, frames: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Yaw in degrees of the gaze, the head and the chest in the world, (F,)."""
    motion = perform(performance, REST, frames, RATE)
    made = face(performance, (), motion, REST, EYES, RATE)
    _, turns = forward(motion, REST)
    ahead = np.array([1.0, 0.0, 0.0])
    ways = [rotate(turns[:, INDEX["Head"]], rotate(made.eyes[:, 0].astype(float), ahead)),
            rotate(turns[:, INDEX["Head"]], ahead), rotate(turns[:, INDEX["UpperChest"]], ahead)]
    yaws = [np.degrees(np.unwrap(np.arctan2(way[:, 1], way[:, 0]))) for way in ways]
    return yaws[0], yaws[1], yaws[2]


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_eyes_lead_the_head_and_the_head_the_chest(side: float) -> None:
    looking = part((0, 0, 0, 0.0), acts=(act("look", 30, 120, at=(0.9, 1.4 * side, 1.62)),))
    eye, head, chest = gaze(looking, 100)
    goal = np.degrees(np.arctan2(1.4, 0.9))
    started = [int(np.flatnonzero(np.abs(way - way[29]) > 0.12 * goal)[0]) for way in (eye, head, chest)]
    assert started[0] in (31, 32) and started[0] + 1 < started[1] < started[2]
    arrived = np.flatnonzero(np.abs(eye * side - goal) < 4.0)[0]
    assert arrived < np.flatnonzero(head * side > 0.93 * head[70] * side)[0] - 2
    assert np.abs(eye[arrived:60] * side - goal).max() < 6.0


def test_eyes_hold_their_target_while_the_head_turns() -> None:
    looking = part((0, 0, 0, 0.0), acts=(act("look", -24, 200, at=(3.0, 0.0, 1.6)),))
    motion = still(48)
    turned = Rotation.from_rotvec(np.outer(15 * np.sin(np.linspace(0, 6, 48)), (0, 0, 1)), degrees=True).as_quat()
    motion.rotations[:, INDEX["Head"]] = turned
    made = acted(looking, motion=motion, frames=48)
    yaw = Rotation.from_quat(made.eyes.mean(axis=1)).as_euler("ZYX", degrees=True)[:, 0]
    assert np.abs(yaw + 15 * np.sin(np.linspace(0, 6, 48))).max() < 13.0
    assert np.corrcoef(yaw, -np.sin(np.linspace(0, 6, 48)))[0, 1] > 0.9


def test_eyes_turn_no_further_than_eyes_can_and_meet_on_what_is_near() -> None:
    behind = part((0, 0, 0, 0.0), acts=(act("look", -24, 200, at=(-2.0, 0.4, 4.0)),))
    angles = Rotation.from_quat(acted(behind).eyes.reshape(-1, 4)).as_euler("ZYX", degrees=True)
    assert np.abs(angles[:, 0]).max() < 29.5 and np.abs(angles[:, 1]).max() < 29.5
    near = part((0, 0, 0, 0.0), acts=(act("look", -24, 200, at=(0.4, 0.0, 1.6)),))
    made = Rotation.from_quat(acted(near).eyes.reshape(-1, 4)).as_euler("ZYX", degrees=True)[:, 0].reshape(-1, 2)
    assert 5.0 < np.median(made[:, 1] - made[:, 0]) < 16.0


def blink_starts(made: Face) -> np.ndarray:
    shut = made.weights[:, COLUMN["BlinkLeft"]] == 1.0
    return np.flatnonzero(shut[1:] & ~shut[:-1]) + 1


def test_people_blink_every_few_seconds_and_each_their_own_way() -> None:
    rates = []
    for seed in range(6):
        made = acted(part((0, 0, 0, 0.0), seed=seed), frames=24 * 60)
        starts = blink_starts(made)
        rates.append(len(starts))
        assert np.diff(starts).min() >= 0.6 * 24 and np.diff(starts).max() <= 6.3 * 24
        assert (made.weights[:, COLUMN["BlinkLeft"]] == made.weights[:, COLUMN["BlinkRight"]]).all()
    assert 12 <= min(rates) and max(rates) <= 32 and len(set(rates)) > 1


def test_a_frightened_stare_does_not_blink() -> None:
    staring = part((0, 0, 0, 0.0), acts=(act("look", -24, 480, at=(3.0, 0.0, 1.6)),), manner="afraid")
    made = acted(staring, frames=480)
    assert len(blink_starts(made)) == 0
    assert made.weights[:, COLUMN["EyesWide"]].min() > 0.2 and made.weights[:, COLUMN["BrowsUp"]].min() > 0.3


def test_shut_eyes_stay_shut_until_they_open() -> None:
    made = acted(STANDING, shut=((-1.0, 2.0),))
    lids = made.weights[:, COLUMN["BlinkLeft"]]
    assert lids[:48].min() == 1.0 and lids[60:96].min() < 0.05


def test_the_same_performance_has_the_same_face_however_long() -> None:
    line = said("Stay with me. Can you hear me?", 0.5, 2.0, asks=True)
    looking = part((0, 0, 0, 0.0), acts=(act("look", 10, 200, at=(2.0, 1.0, 1.6)),))
    one, two, longer = acted(looking, line), acted(looking, line), acted(looking, line, frames=150)
    assert one.weights.tobytes() == two.weights.tobytes() and one.eyes.tobytes() == two.eyes.tobytes()
    np.testing.assert_array_equal(one.weights, longer.weights[:96])
    np.testing.assert_array_equal(one.eyes, longer.eyes[:96])
    assert 0.0 <= one.weights.min() and one.weights.max() <= 1.0


def test_gestures_beat_on_stressed_syllables_and_come_to_rest() -> None:
    time = np.arange(-24, 240) / 24.0
    on = (1.0, 1.6, 2.9, 3.3, 4.8)
    rows = np.zeros((len(time), len(NAMES)))
    gestures(rows, [], [Said(0.8, 5.5, 1.0, on)], time, np.random.default_rng(3))
    lifted = np.maximum(rows[:, POSE["l_elbow"]], rows[:, POSE["r_elbow"]])
    assert lifted.max() > 0.9 and lifted[time > 7.5].max() < 0.02 and lifted[time < 0.4].max() < 0.02
    quiet = np.zeros((len(time), len(NAMES)))
    gestures(quiet, [], speech(spans((), 24.0), ((19.0, 131.0),), 24.0, (4.9,)), time, np.random.default_rng(3))
    assert np.maximum(quiet[:, POSE["l_elbow"]], quiet[:, POSE["r_elbow"]])[time < 4.2].max() < 0.02


def test_accents_are_the_stressed_syllables() -> None:
    line = Utterance(2.0, 4.0, (Phone(0.0, 0.1, "m"), Phone(0.1, 0.3, "a", 2), Phone(0.3, 0.4, "a", 2),
                                Phone(0.4, 0.6, "i", 1), Phone(0.6, 0.9, "o", 2), Phone(0.9, 2.0, "")))
    assert accents((line,)) == pytest.approx((2.1, 2.6))
