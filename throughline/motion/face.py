"""A performance's face: mouth from the words, eyes from what is looked at, lids and brows from both."""

from __future__ import annotations

import hashlib
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import Performance
from throughline.motion.acts import spans
from throughline.motion.face_gaze import DOWN_LIMIT, UP_LIMIT, Head, directions, fixations
from throughline.motion.face_lids import asleep, blinks, brows, mood, shut
from throughline.motion.face_mouth import mouth
from throughline.motion.face_shapes import COLUMN, SHAPES, Face
from throughline.motion.look import LOOKING
from throughline.motion.path import Floats
from throughline.motion.pose import axis_turn
from throughline.motion.skeleton import INDEX, Motion, forward, multiply, rotate
from throughline.motion.speech import Utterance

PRESS = 0.4
SHOUT_TEETH = 0.5


def face(performance: Performance, lines: tuple[Utterance, ...], motion: Motion, rest: NDArray[np.float32],
         eyes: Floats, rate: Fraction, shut_eyes: tuple[tuple[float, float], ...] = ()) -> Face:
    """The face of a body that moves as ``motion`` and speaks ``lines``, one row a frame.

    ``rest`` (J, 3) are the joints' rest positions, ``eyes`` (2, 3) the eyeballs' centres in the same space, (0, 3)
    where they do not turn; in ``shut_eyes``, ranges of seconds, the eyes are closed. The same performance gives the
    same face, whatever the number of frames.
    """
    frames, fps = len(motion.root), float(rate)
    time = np.arange(frames) / fps
    acts, of = spans(performance.moments, fps), mood(performance.manner)
    sockets = eyes if len(eyes) else rest[INDEX["Head"]] + np.array([[0.09, 0.032, 0.07], [0.09, -0.032, 0.07]])
    head = _head(motion, rest, sockets, time)
    steady = performance.manner.strip().lower() == "afraid"
    found = fixations(acts, head, lines, steady, _dice(performance, "gaze"))
    angles = directions(found, head, sockets - sockets.mean(axis=0), _dice(performance, "tremor"))
    weights = np.zeros((frames, len(SHAPES)))
    _speaks(weights, lines, motion, time, _dice(performance, "mouth"))
    staring = [(max(span.start, -1.0), span.end) for span in acts if steady and span.act in LOOKING and span.at]
    when = blinks(float(time[-1]) + 1.0, [(one.start, one.angle) for one in found], lines, staring, of,
                  _dice(performance, "blink"))
    closed = np.maximum(shut(when, time, fps), asleep(shut_eyes, time))
    _lids(weights, closed, angles, of.wide, of.droop)
    up, down = brows(time, lines, of, _dice(performance, "brows"))
    screaming = weights[:, COLUMN["TeethShown"]] * (weights[:, COLUMN["JawOpen"]] > 0.6)
    weights[:, COLUMN["BrowsUp"]] = up
    weights[:, COLUMN["BrowsDown"]] = np.maximum(down, screaming)
    turns = _turns(angles) if len(eyes) else np.tile([0.0, 0.0, 0.0, 1.0], (frames, 2, 1))
    return Face(np.clip(weights, 0.0, 1.0).astype(np.float32), turns.astype(np.float32))


def _dice(performance: Performance, what: str) -> np.random.Generator:
    text = f"{performance.name}\x1f{performance.seed}\x1fface {what}".encode()
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.blake2b(text, digest_size=16).digest(), "big")))


def _head(motion: Motion, rest: NDArray[np.float32], sockets: Floats, time: Floats) -> Head:
    places, turns = forward(motion, rest)
    turn = turns[:, INDEX["Head"]]
    between = sockets.mean(axis=0) - rest[INDEX["Head"]]
    return Head(time, places[:, INDEX["Head"]] + rotate(turn, between[None, :]), turn)


def _speaks(weights: Floats, lines: tuple[Utterance, ...], motion: Motion, time: Floats,
            dice: np.random.Generator) -> None:
    """The mouth's shapes: of the lines, and outside of them of a jaw that cries out without words, in place."""
    channels, ruled = mouth(lines, time, dice)
    jaw, wide, rounded, seal, tuck, teeth = channels.T
    cry = motion.jaw.astype(np.float64) * (1.0 - ruled)
    open_lips = 1.0 - np.clip(1.25 * seal, 0.0, 1.0)
    jaw = np.maximum(jaw * (1.0 - 0.55 * seal), 0.85 * cry)
    weights[:, COLUMN["JawOpen"]] = jaw
    weights[:, COLUMN["LipsClosed"]] = jaw * seal
    weights[:, COLUMN["LipsPressed"]] = PRESS * seal
    weights[:, COLUMN["LipsWide"]] = wide * open_lips
    weights[:, COLUMN["LipsRound"]] = rounded * open_lips
    weights[:, COLUMN["LowerLipTucked"]] = tuck * open_lips
    weights[:, COLUMN["TeethShown"]] = np.maximum(teeth * open_lips, SHOUT_TEETH * cry)


def _lids(weights: Floats, closed: Floats, angles: Floats, wide: float, droop: float) -> None:
    """Blinks, and lids that go up and down with the eyes, in place."""
    pitch = angles[:, :, 1].mean(axis=1)
    weights[:, COLUMN["BlinkLeft"]] = weights[:, COLUMN["BlinkRight"]] = closed
    down = np.clip(pitch / DOWN_LIMIT, 0.0, 1.0)
    rise = np.clip(-pitch / UP_LIMIT, 0.0, 1.0)
    weights[:, COLUMN["LidsDown"]] = np.clip(droop + 0.9 * down, 0.0, 1.0) * (1.0 - closed)
    weights[:, COLUMN["EyesWide"]] = np.clip(wide * (1.0 - down) + 0.45 * rise, 0.0, 1.0) * (1.0 - closed)


def _turns(angles: Floats) -> Floats:
    """Quaternions (F, 2, 4) of eyes turned by yaw to the left and pitch down."""
    return np.asarray(multiply(axis_turn(2, angles[..., 0]), axis_turn(1, angles[..., 1])), dtype=np.float64)
