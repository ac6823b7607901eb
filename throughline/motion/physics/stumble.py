"""A trip that is caught: a swinging foot that holds for a moment and then comes after."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from throughline.motion.footlock import SIDES
from throughline.motion.ik import Floats, Limb, chain, continuous, two_bone
from throughline.motion.path import smooth
from throughline.motion.pose import conjugate
from throughline.motion.skeleton import INDEX, Motion, contact_points, multiply, rotate

HELD_S, AFTER_S = 0.12, 0.17
"""How long the foot is caught, and in what time it makes up for it."""
BEHIND_M = 0.3
"""A foot further behind the hips than this has only just left the ground."""
STUBBED = 0.5
"""Radians by which the caught foot's toes are pulled down and back."""


def tripping(motion: Motion, rest: NDArray[np.float32], rate: float, start: int) -> tuple[int, int] | None:
    """The frame near ``start`` at which a swinging foot is low and can catch, and that foot's side; None where no foot
    swings."""
    points = contact_points(motion, rest)
    best, found = np.inf, None
    for frame in range(max(1, start - round(0.1 * rate)), min(len(points) - 1, start + round(0.3 * rate))):
        ahead = motion.root[frame] - motion.root[frame - 1]
        for side in (0, 1):
            toe = points[:, 2 * side + 1]
            forth = float((toe[frame + 1] - toe[frame - 1])[:2] @ ahead[:2])
            far = float((toe[frame] - motion.root[frame])[:2] @ ahead[:2]) / max(float(np.hypot(*ahead[:2])), 1e-6)
            if motion.contacts[frame, 2 * side:2 * side + 2].any() or forth <= 0.0 or far < -BEHIND_M:
                continue
            landing = np.flatnonzero(motion.contacts[frame:, 2 * side:2 * side + 2].any(axis=1))
            left = float(landing[0]) / rate if len(landing) else HELD_S + AFTER_S
            hurry = max(HELD_S + AFTER_S - left, 0.0)
            cost = float(toe[frame, 2] - motion.root[frame, 2]) * 4.0 + abs(frame - start) / rate + 6.0 * hurry
            if cost < best:
                best, found = cost, (frame, side)
    return found


def caught(motion: Motion, rest: NDArray[np.float32], rate: float, starts: tuple[int, ...]) -> Motion:
    """The motion with a foot caught near each of the frames ``starts``; it lands where and when it would have."""
    for start in starts:
        trip = tripping(motion, rest, rate, start) if 0 <= start < len(motion.root) else None
        if trip is not None:
            motion = _caught(motion, rest, rate, *trip)
    return motion


def _caught(motion: Motion, rest: NDArray[np.float32], rate: float, frame: int, side: int) -> Motion:
    down = np.asarray(motion.contacts[:, 2 * side:2 * side + 2].any(axis=1))
    landing = np.flatnonzero(down[frame:])
    end = frame + min(int(landing[0]) if len(landing) else len(down), round((HELD_S + AFTER_S) * rate))
    end = min(end, len(down) - 1)
    if end - frame < 3:
        return motion
    places, turns = chain(motion.root.astype(np.float64), motion.rotations.astype(np.float64),
                          rest.astype(np.float64))
    name = SIDES[side]
    ankle = INDEX[f"{name}Foot"]
    part = (np.arange(frame, end + 1) - frame) / (end - frame)
    share = min(HELD_S * rate / (end - frame), 0.6)
    late = smooth(np.maximum(part - share, 0.0) / (1.0 - share))  # stands still, then comes after
    at = frame + late * (end - frame)
    low = np.minimum(at.astype(int), end - 1)
    rest_part = (at - low)[:, None]
    target = places[low, ankle] * (1.0 - rest_part) + places[low + 1, ankle] * rest_part
    lift = np.sin(np.pi * np.clip((part - share) / (1.0 - share), 0.0, 1.0))
    target[:, 2] += 0.05 * lift
    stub = STUBBED * np.sin(np.pi * np.clip(part / (1.6 * share), 0.0, 1.0))
    return _legged(motion, rest, places[frame:end + 1], turns[frame:end + 1], name, target, stub, slice(frame, end + 1))


def _legged(motion: Motion, rest: NDArray[np.float32], places: Floats, turns: Floats, name: str, target: Floats,
            stub: Floats, cut: slice) -> Motion:
    """The motion with the ankle of side ``name`` at ``target`` (N, 3) in the frames ``cut``."""
    upper, knee, ankle = (INDEX[f"{name}{part}"] for part in ("UpperLeg", "LowerLeg", "Foot"))
    bones = (rest[[knee, ankle]] - rest[[upper, knee]]).astype(np.float64)
    limb = Limb(bones[0], bones[1], np.array([1.0, 0.0, 0.0]))
    ahead = np.array([1.0, 0.0, 0.0])
    pole = rotate(turns[:, upper], ahead) + 0.5 * rotate(turns[:, knee], ahead)
    first, second = two_bone(limb, places[:, upper], target, pole)
    local = motion.rotations.astype(np.float64)
    local[cut, upper] = multiply(conjugate(turns[:, 0]), first)
    local[cut, knee] = multiply(conjugate(first), second)
    half = 0.5 * stub[:, None]
    down = np.concatenate([np.zeros_like(half), np.sin(half), np.zeros_like(half), np.cos(half)], axis=-1)
    local[cut, ankle] = multiply(multiply(conjugate(second), turns[:, ankle]), down)
    return replace(motion, rotations=continuous(local).astype(np.float32))
