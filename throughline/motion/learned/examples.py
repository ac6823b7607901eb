"""What the network learns from: takes on the one skeleton, with the way and the footsteps read off them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from throughline.motion.capture.clip import Clip
from throughline.motion.capture.retarget import retarget
from throughline.motion.footlock import locked, stances
from throughline.motion.ik import Floats, chain, continuous
from throughline.motion.learned import pose_code
from throughline.motion.learned.controls import RATE, Way, controls
from throughline.motion.learned.sprint import running, taken_on
from throughline.motion.skeleton import INDEX, JOINTS, Motion, rotate

WAY_S, HEADING_S = 0.28, 0.22
LEAST_STANCE_S = 0.07
RUNNING_SHARE = 0.08


@dataclass(frozen=True)
class FootPrints:
    """The prints of one foot, read off a take: see ``controls.Prints``."""

    strike: Floats
    lift: Floats
    place: Floats
    yaw: Floats


@dataclass(frozen=True)
class Example:
    """A take ready to learn from, at ``RATE``: ``told`` (F, controls.WIDTH) and ``shown`` (F, pose_code.WIDTH), both
    float32; ``bears`` (F, 4) bool."""

    name: str
    told: NDArray[np.float32]
    shown: NDArray[np.float32]
    bears: NDArray[np.bool_]


def way_of(motion: Motion, rate: float) -> Way:
    """The way that a motion took: its hips' shadow and facing without the sway of the steps."""
    root = motion.root.astype(np.float64)
    place = gaussian_filter1d(root, WAY_S * rate, axis=0, mode="nearest")
    place[:, 2] = 0.0
    ahead = rotate(motion.rotations[:, 0].astype(np.float64), np.array([1.0, 0.0, 0.0]))
    heading = gaussian_filter1d(np.unwrap(np.arctan2(ahead[:, 1], ahead[:, 0])), HEADING_S * rate, mode="nearest")
    return Way(np.arange(len(root)) / rate, place, heading)


def prints_of(motion: Motion, rest: NDArray[np.float32], rate: float) -> tuple[FootPrints, FootPrints]:
    """Both feet's prints: a stance each, its place and yaw where the foot is flattest."""
    places, turns = chain(motion.root.astype(np.float64), motion.rotations.astype(np.float64),
                          rest.astype(np.float64))
    made = []
    for side, name in enumerate(("Left", "Right")):
        ankle, toes = INDEX[f"{name}Foot"], INDEX[f"{name}Toes"]
        ahead = rotate(turns[:, ankle], np.array([1.0, 0.0, 0.0]))
        bone = rotate(turns[:, ankle], (rest[toes] - rest[ankle]).astype(np.float64))
        level = rest[toes, :2] - rest[ankle, :2]
        yaw = np.arctan2(ahead[:, 1], ahead[:, 0])
        rows = []
        for begin, end in stances(np.asarray(motion.contacts[:, 2 * side:2 * side + 2].any(axis=1))):
            if end - begin < LEAST_STANCE_S * rate:
                continue
            flat = begin + int(np.argmin(np.abs(ahead[begin:end, 2])))
            ball = places[flat, ankle, :2] + bone[flat, :2]
            turn = yaw[flat]
            shadow = ball - np.array([np.cos(turn) * level[0] - np.sin(turn) * level[1],
                                      np.sin(turn) * level[0] + np.cos(turn) * level[1]])
            rows.append((begin / rate, end / rate, *shadow, 0.0, turn))
        table = np.array(rows or [(0.0, 0.0, *places[0, ankle, :2], 0.0, yaw[0])])
        made.append(FootPrints(table[:, 0], table[:, 1], table[:, 2:5], table[:, 5]))
    return made[0], made[1]


def mirrored(motion: Motion) -> Motion:
    """The motion seen in a mirror: left is right."""
    swap = [INDEX[name.replace("Left", "\0").replace("Right", "Left").replace("\0", "Right")] for name in JOINTS]
    root = motion.root * np.array([1, -1, 1], dtype=np.float32)
    rotations = motion.rotations[:, swap] * np.array([-1, 1, -1, 1], dtype=np.float32)
    return Motion(root, rotations, motion.contacts[:, [2, 3, 0, 1]], motion.jaw)


def resampled(motion: Motion, rate: float, wanted: float) -> Motion:
    """The motion at another rate: places and turns between its frames, contacts of the nearest."""
    last = len(motion.root) - 1
    at = np.arange(0.0, last, rate / wanted)
    low = np.minimum(at.astype(int), last - 1)
    part = (at - low).astype(np.float32)
    turns = continuous(motion.rotations.astype(np.float64)).astype(np.float32)
    mixed = turns[low] * (1 - part)[:, None, None] + turns[low + 1] * part[:, None, None]
    mixed /= np.linalg.norm(mixed, axis=-1, keepdims=True)
    root = motion.root[low] * (1 - part)[:, None] + motion.root[low + 1] * part[:, None]
    near = np.round(at).astype(int)
    return Motion(root, mixed, motion.contacts[near], motion.jaw[near])


def examples(clips: Sequence[Clip], rest: NDArray[np.float32], paces: Sequence[float] = (1.0,),
             sprints: Sequence[float] = ()) -> Iterator[Example]:
    """Every take as it is and mirrored, at each of the ``paces`` (1.1: a tenth faster); takes with runs also taken on
    to each of the ``sprints`` (1.5: half as fast again)."""
    for clip in clips:
        whole = locked(retarget(clip, rest), rest, clip.rate)
        takes = [(f"{clip.name} at {pace:g}", resampled(whole, clip.rate, RATE / pace)) for pace in paces]
        if float(running(whole, clip.rate).mean()) > RUNNING_SHARE:
            takes += [(f"{clip.name} taken on {times:g}", resampled(taken_on(whole, rest, clip.rate, times), clip.rate,
                                                                   RATE)) for times in sprints]
        for name, motion in takes:
            yield _example(name, motion, rest)
            yield _example(f"{name}, mirrored", mirrored(motion), rest)


def _example(name: str, motion: Motion, rest: NDArray[np.float32]) -> Example:
    way = way_of(motion, RATE)
    told = controls(way, prints_of(motion, rest, RATE), 1.0)
    shown = pose_code.encoded(motion.root.astype(np.float64), motion.rotations.astype(np.float64), way,
                              float(rest[0, 2]))
    return Example(name, told.astype(np.float32), shown.astype(np.float32), motion.contacts)
