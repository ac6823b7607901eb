"""A performance's hands: what its acts, the things in them and its running ask of the fingers, frame by frame."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.ndimage import gaussian_filter1d

from throughline.film.blocking import Act, Moment, Performance
from throughline.motion.acts import BEFORE_ALL
from throughline.motion.hand_shapes import HAND_SHAPES, POSES, Hands
from throughline.motion.path import Floats, smooth
from throughline.motion.skeleton import Motion
from throughline.motion.speech import Utterance

NUMBER = {name: number for number, name in enumerate(POSES)}
CLOSES_S = 0.14
"""Half of the time in which fingers go from one shape to another."""
BEFORE_S = 0.18
"""Hands take their shape so long before what they do."""
RUNS_M_S = (2.2, 4.2)
"""From the first speed to the second hands close as those of runners do."""
SPRINT_FLAT = 0.3
"""So many of those who sprint hold their hands flat."""
ONE: dict[Act, tuple[str, float]] = {
    Act.POINT: ("Point", 1.0), Act.REACH: ("Open", 0.75), Act.STRIKE: ("Fist", 1.0), Act.WRITE: ("Hold", 1.0),
    Act.TOUCH: ("Open", 0.35), Act.GRAB: ("Grip", 0.95), Act.OPEN: ("Grip", 1.0), Act.HANDS: ("Hold", 0.9),
    Act.PICK: ("Open", 0.6), Act.PLACE: ("Open", 0.5), Act.GIVE: ("Open", 0.5),
}
BOTH: dict[Act, tuple[str, float]] = {
    Act.DRIVE: ("Grip", 0.9), Act.COVER: ("Open", 0.6), Act.EMBRACE: ("Open", 0.7), Act.PUSH: ("Open", 1.0),
    Act.CARRY: ("Curl", 0.6), Act.SUPPORT: ("Curl", 0.6), Act.DRAG: ("Grip", 1.0), Act.SHOUT: ("Curl", 0.9),
    Act.FALL: ("Open", 0.9), Act.STUMBLE: ("Open", 0.8), Act.THROWN: ("Open", 0.9), Act.HIT: ("Open", 0.8),
}
"""What an act asks of the hand that does it, or of both: the shape and how much of it. Later acts rule."""
LETS_GO = (Act.FALL, Act.THROWN, Act.HIT)
CATCH_S = 1.1
"""A hand that breaks a fall is spread for so long."""


@dataclass(frozen=True)
class Held:
    """A thing in a hand from ``start`` to ``end`` seconds, held in the ``pose``."""

    start: float
    end: float
    left: bool
    pose: str = "Grip"


def hands(performance: Performance, motion: Motion, lines: tuple[Utterance, ...], held: tuple[Held, ...],
          rate: Fraction) -> Hands:
    """The hands of a body that moves as ``motion`` and speaks ``lines``, with the things that it holds.

    The same performance gives the same hands, whatever the number of frames.
    """
    fps = float(rate)
    time = np.arange(len(motion.root)) / fps
    wanted = np.zeros((len(time), 2, len(POSES)))
    dice = _dice(performance)
    _lives(wanted, time, dice)
    _talks(wanted, time, lines)
    _runs(wanted, motion, fps, dice)
    for moment in sorted(performance.moments, key=lambda each: (each.frame_in, each.frame_out, each.act.value)):
        _acts(wanted, moment, time, fps)
    for thing in held:
        inside = smooth((time - thing.start) / CLOSES_S + 0.5) * smooth((thing.end - time) / CLOSES_S + 0.5)
        _asked(wanted, (0 if thing.left else 1,), thing.pose, 1.0, inside)
    total = wanted.sum(axis=2, keepdims=True)
    weights = wanted / np.maximum(total, 1.0)
    return Hands(np.clip(weights, 0.0, 1.0).reshape(len(time), len(HAND_SHAPES)).astype(np.float32))


def _asked(wanted: Floats, sides: tuple[int, ...], pose: str, amount: float, weight: Floats) -> None:
    """Brings hands of ``sides`` from what they did to a pose by ``weight`` (F,), in place."""
    goal = np.zeros(len(POSES))
    goal[NUMBER[pose]] = amount
    for side in sides:
        wanted[:, side] += (goal - wanted[:, side]) * weight[:, None]


def _acts(wanted: Floats, moment: Moment, time: Floats, fps: float) -> None:
    shape = ONE.get(moment.act) or BOTH.get(moment.act)
    if shape is None:
        return
    start = BEFORE_ALL if moment.frame_in <= 0 else moment.frame_in / fps
    end = (moment.frame_out + 1) / fps
    if moment.act in (*LETS_GO, Act.STUMBLE):
        start, end = moment.frame_in / fps, min(end, moment.frame_in / fps + CATCH_S)
    weight = smooth((time - start + BEFORE_S) / (2 * CLOSES_S)) * smooth((end - time) / (2 * CLOSES_S))
    sides = (0, 1) if moment.act in BOTH or moment.part == "collar" else (0 if moment.left else 1,)
    if moment.act is Act.GRAB or moment.act is Act.OPEN:
        opened = weight * (1.0 - smooth((time - start - BEFORE_S) / (2 * CLOSES_S)))
        _asked(wanted, sides, *shape, weight)
        _asked(wanted, sides, "Open", 0.6, opened)
    else:
        _asked(wanted, sides, *shape, weight)


def _lives(wanted: Floats, time: Floats, dice: np.random.Generator) -> None:
    """Hands at rest are never quite still, nor alike."""
    for side in (0, 1):
        base, swing, phase, period = dice.uniform(0.0, 0.22), dice.uniform(0.03, 0.09), *dice.uniform(0.0, 1.0, 2)
        wave = np.sin(2.0 * np.pi * (time / (3.0 + 3.0 * period) + phase))
        pose = "Curl" if dice.uniform() < 0.65 else "Open"
        wanted[:, side, NUMBER[pose]] = np.clip(base + swing * wave, 0.0, 0.4)


def _talks(wanted: Floats, time: Floats, lines: tuple[Utterance, ...]) -> None:
    """Hands that go with the words open a little, and beat with the voice."""
    for line in lines:
        weight = smooth((time - line.start + 0.3) / 0.4) * smooth((line.end + 0.3 - time) / 0.5)
        _asked(wanted, (0, 1), "Curl" if line.loud else "Open", 0.75 if line.loud else 0.38, 0.85 * weight)


def _runs(wanted: Floats, motion: Motion, fps: float, dice: np.random.Generator) -> None:
    """Runners' hands: half closed; some who sprint hold them flat."""
    flat, closed = float(dice.uniform()) < SPRINT_FLAT, float(dice.uniform(0.65, 1.0))
    root = motion.root[:, :2].astype(np.float64)
    speed = np.linalg.norm(np.gradient(root, axis=0), axis=1) * fps if len(root) > 1 else np.zeros(len(root))
    speed = gaussian_filter1d(speed, 0.2 * fps, mode="nearest")
    runs = smooth((speed - RUNS_M_S[0]) / (RUNS_M_S[1] - RUNS_M_S[0]))
    _asked(wanted, (0, 1), "Curl", closed, runs)
    if flat:
        _asked(wanted, (0, 1), "Open", 0.55, smooth((speed - 5.0) / 1.5))


def _dice(performance: Performance) -> np.random.Generator:
    text = f"{performance.name}\x1f{performance.seed}\x1fhands".encode()
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.blake2b(text, digest_size=16).digest(), "big")))
