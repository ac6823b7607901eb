"""Feet that stay where they bear: each stance pinned, the legs brought after it, the swing between let go softly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from throughline.motion.ik import Floats, Limb, chain, continuous, two_bone
from throughline.motion.pose import conjugate
from throughline.motion.skeleton import INDEX, Motion, heel_offsets, multiply, rotate

RELEASE_S = 0.22
"""How long before and after a stance its correction fades."""
ROLLS_M_S = 0.1
"""A heel or ball that moves this fast while the other bears is coming or going, and counts half."""
SIDES = ("Left", "Right")


def stances(bears: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The runs of true (F,) as half-open ranges."""
    edges = np.diff(np.concatenate([[0], bears.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))


def locked(motion: Motion, rest: NDArray[np.float32], rate: float, ground: Floats | None = None) -> Motion:
    """The motion with every foot still where ``contacts`` say that it bears.

    ``ground`` (F, 2) is the height of the ground under the left and the right foot, 0 where it is not given. A stance
    rolls from the heel to the ball of the foot: what bears alone stays, while both bear the foot stays. The hips move
    only where a leg would not reach, up and down.
    """
    places, turns = chain(motion.root.astype(np.float64), motion.rotations.astype(np.float64),
                          rest.astype(np.float64))
    under = np.zeros((len(places), 2)) if ground is None else ground
    shifts = [_shift(places, turns, motion.contacts[:, 2 * side:2 * side + 2], rest, side, rate, under[:, side])
              for side in range(2)]
    root = motion.root.astype(np.float64).copy()
    root[:, 2] -= _sink(places, shifts, rest, rate)
    local = motion.rotations.astype(np.float64).copy()
    hips_drop = root - motion.root
    for side, name in enumerate(SIDES):
        upper, knee, ankle = (INDEX[f"{name}{part}"] for part in ("UpperLeg", "LowerLeg", "Foot"))
        hip = places[:, upper] + hips_drop
        target = places[:, ankle] + shifts[side]
        bones = (rest[[knee, ankle]] - rest[[upper, knee]]).astype(np.float64)
        limb = Limb(bones[0], bones[1], np.array([1.0, 0.0, 0.0]))
        pole = rotate(turns[:, upper], np.array([1.0, 0.0, 0.0])) + 0.5 * rotate(turns[:, knee],
                                                                                np.array([1.0, 0.0, 0.0]))
        first, second = two_bone(limb, hip, target, pole)
        local[:, upper] = multiply(conjugate(turns[:, 0]), first)
        local[:, knee] = multiply(conjugate(first), second)
        local[:, ankle] = multiply(conjugate(second), turns[:, ankle])
    return Motion(root.astype(np.float32), continuous(local).astype(np.float32), motion.contacts, motion.jaw)


def _shift(places: Floats, turns: Floats, bears: NDArray[np.bool_], rest: NDArray[np.float32], side: int, rate: float,
           ground: Floats) -> Floats:
    """How the ankle (F, 3) must move so that the foot stays in its stances; fading out and in between them."""
    name = SIDES[side]
    foot, toes = INDEX[f"{name}Foot"], INDEX[f"{name}Toes"]
    heel = places[:, foot] + rotate(turns[:, foot], heel_offsets(rest)[side][None, :])
    points = np.stack([heel, places[:, toes]], axis=1)
    levels = np.stack([ground, ground + float(rest[toes, 2])], axis=-1)
    pace = np.linalg.norm(np.gradient(points, axis=0) * rate, axis=-1)
    weights = gaussian_filter1d(bears.astype(np.float64), 0.03 * rate, axis=0) / (1.0 + (pace / ROLLS_M_S) ** 2)
    weights += 1e-9 * bears
    runs = stances(np.asarray(bears.any(axis=1)))
    shift = np.zeros((len(places), 3))
    for begin, end in runs:
        shift[begin:end] = _pinned(points[begin:end], weights[begin:end], levels[begin:end])
    return _faded(shift, runs, rate)


def _pinned(points: Floats, weights: Floats, levels: Floats) -> Floats:
    """The shift (N, 3) that holds a stance: its points (N, 2, 3) move by it as little as their weights allow."""
    share = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    moved = (np.diff(points, axis=0) * (0.5 * (share[1:] + share[:-1]))[..., None]).sum(axis=1)
    drift = np.concatenate([np.zeros((1, 3)), np.cumsum(moved, axis=0)])
    shift = -drift + drift.mean(axis=0)
    shift[:, 2] = (share * (levels - points[..., 2])).sum(axis=1)
    return np.asarray(shift)


def _faded(shift: Floats, runs: list[tuple[int, int]], rate: float) -> Floats:
    """The shift between the stances: from the last one's to the next one's, or to none where it is far away."""
    out, fade = shift.copy(), RELEASE_S * rate
    if not runs:
        return out
    gaps = zip([0, *(end for _, end in runs)], [*(begin for begin, _ in runs), len(shift)], strict=True)
    for begin, end in gaps:
        if end <= begin:
            continue
        inside = np.arange(begin, end)
        before = shift[begin - 1] if begin > 0 else np.zeros(3)
        after = shift[end] if end < len(shift) else np.zeros(3)
        reach = min(fade, end - begin + 1.0)
        out[begin:end] = (_ease((inside - begin + 1.0) / reach)[:, None] * before +
                          _ease((end - inside) / reach)[:, None] * after)
    return out


def _ease(part: NDArray[np.floating]) -> Floats:
    kept = 1.0 - np.clip(part, 0.0, 1.0)
    return np.asarray(kept * kept * (3.0 - 2.0 * kept))


def _sink(places: Floats, shifts: list[Floats], rest: NDArray[np.float32], rate: float) -> Floats:
    """How far (F,) the hips must come down for both ankles to be within the legs' reach, smooth in time."""
    need = np.zeros(len(places))
    for side, name in enumerate(SIDES):
        upper, knee, ankle = (INDEX[f"{name}{part}"] for part in ("UpperLeg", "LowerLeg", "Foot"))
        length = float(np.linalg.norm(rest[knee] - rest[upper]) + np.linalg.norm(rest[ankle] - rest[knee]))
        gap = places[:, upper] - (places[:, ankle] + shifts[side])
        flat = np.linalg.norm(gap[:, :2], axis=-1)
        need = np.maximum(need, gap[:, 2] - np.sqrt(np.maximum((0.997 * length) ** 2 - flat**2, 0.0)))
    need = np.clip(need, 0.0, 0.12)
    return np.asarray(np.maximum(gaussian_filter1d(need, 0.05 * rate), 0.0))
