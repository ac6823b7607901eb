"""How natural a motion is, in figures: the same code measures ours and real capture.

Source of what counts: Prazak et al., SCA 2011 (foot slides are noticed under 21 mm); the tables of ``motion.gait``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from throughline.motion.footlock import stances
from throughline.motion.ik import Floats, chain
from throughline.motion.skeleton import INDEX, Motion, contact_points

EDGE_S = 0.02
"""Left out at both ends of a stance, where the foot is coming or going."""


@dataclass(frozen=True)
class Feet:
    """Figures of the feet. ``slip_mm``: how far a bearing heel or ball strays from its place, mean over stances;
    ``skate_cm_s``: median speed of bearing balls of the feet; ``penetration_mm``: the deepest sole; ``steps_s``: steps
    a second; ``contact_s``: median time that a foot bears; ``flight_share``: of the time without a foot down;
    ``bounce_cm``: median rise of the hips over a step."""

    slip_mm: float
    skate_cm_s: float
    penetration_mm: float
    steps_s: float
    contact_s: float
    flight_share: float
    bounce_cm: float


def feet(motion: Motion, rest: NDArray[np.float32], rate: float, part: slice = slice(None)) -> Feet:
    """The figures of the frames ``part`` of a motion on flat ground at height 0."""
    points = contact_points(motion, rest)[part]
    bears = motion.contacts[part]
    down = np.stack([bears[:, :2].any(axis=1), bears[:, 2:].any(axis=1)], axis=1)
    whole = [run for side in range(2) for run in stances(down[:, side]) if run[0] > 0 and run[1] < len(points)]
    strikes = np.flatnonzero((np.diff(down.astype(np.int8), axis=0) == 1).any(axis=1))
    steps = (len(strikes) - 1) * rate / float(strikes[-1] - strikes[0]) if len(strikes) > 2 else 0.0
    low = points[..., 2] - np.array([0.0, float(rest[INDEX["LeftToes"], 2])] * 2)
    return Feet(slip_mm=_slip(points, bears, rate), skate_cm_s=_skate(points, bears, rate),
                penetration_mm=float(max(0.0, -1000.0 * low.min())), steps_s=steps,
                contact_s=float(np.median([end - begin for begin, end in whole]) / rate) if whole else 0.0,
                flight_share=float((~down.any(axis=1)).mean()), bounce_cm=_bounce(motion.root[part, 2], down, rate))


def _slip(points: Floats, bears: NDArray[np.bool_], rate: float) -> float:
    edge, strayed = round(EDGE_S * rate), []
    for point in range(4):
        for begin, end in stances(bears[:, point]):
            inside = points[begin + edge:end - edge, point, :2]
            if len(inside) > 2:
                strayed.append(float(np.linalg.norm(inside - np.median(inside, axis=0), axis=-1).max()))
    return 1000.0 * float(np.mean(strayed)) if strayed else 0.0


def _skate(points: Floats, bears: NDArray[np.bool_], rate: float) -> float:
    speeds = []
    for point in (1, 3):
        moved = np.linalg.norm(np.diff(points[:, point, :2], axis=0), axis=-1) * rate
        speeds.append(moved[bears[1:, point] & bears[:-1, point]])
    every = np.concatenate(speeds)
    return 100.0 * float(np.median(every)) if len(every) else 0.0


def _bounce(height: NDArray[np.floating], down: NDArray[np.bool_], rate: float) -> float:
    strikes = np.flatnonzero((np.diff(down.astype(np.int8), axis=0) == 1).any(axis=1))
    rises = [float(np.ptp(height[one:other])) for one, other in pairwise(strikes)
             if 0.15 * rate < other - one < 0.9 * rate]
    return 100.0 * float(np.median(rises)) if rises else 0.0


def jerk(motion: Motion, rest: NDArray[np.float32], rate: float) -> float:
    """The joints' mean jerk in m/s^3, at 30 frames a second whatever the motion's rate, seen from the hips."""
    places, _ = chain(motion.root.astype(np.float64), motion.rotations.astype(np.float64), rest.astype(np.float64))
    seen = places - gaussian_filter1d(places[:, :1], 0.2 * rate, axis=0)
    at = np.arange(0.0, len(seen) - 1, rate / 30.0)
    low = at.astype(int)
    part = (at - low)[:, None, None]
    even = seen[low] * (1.0 - part) + seen[np.minimum(low + 1, len(seen) - 1)] * part
    return float(np.linalg.norm(np.diff(even, n=3, axis=0) * 30.0**3, axis=-1).mean())


def features(motion: Motion, rest: NDArray[np.float32], rate: float) -> Floats:
    """What a motion looks like, frame by frame (F, 132): joints' places and speeds seen from the hips and the heading,
    at 30 frames a second."""
    places, turns = chain(motion.root.astype(np.float64), motion.rotations.astype(np.float64),
                          rest.astype(np.float64))
    at = np.round(np.arange(0.0, len(places) - 1, rate / 30.0)).astype(int)
    places, ahead = places[at], turns[at, 0]
    yaw = np.arctan2(2.0 * (ahead[:, 3] * ahead[:, 2] + ahead[:, 0] * ahead[:, 1]),
                     1.0 - 2.0 * (ahead[:, 1]**2 + ahead[:, 2]**2))
    cos, sin = np.cos(yaw)[:, None], np.sin(yaw)[:, None]
    gap = places - places[:, :1] * np.array([1.0, 1.0, 0.0])
    ahead_m, aside_m = cos * gap[..., 0] + sin * gap[..., 1], cos * gap[..., 1] - sin * gap[..., 0]
    seen = np.stack([ahead_m, aside_m, gap[..., 2]], axis=-1)
    speed = np.gradient(seen, axis=0) * 30.0
    return np.concatenate([seen.reshape(len(seen), -1), 0.1 * speed.reshape(len(seen), -1)], axis=-1)


def distance(ours: Floats, real: Floats) -> float:
    """The Fréchet distance of two sets of features (N, D) as Gaussians.

    Source: Dowson and Landau, The Fréchet distance between multivariate normal distributions, 1982.
    """
    one, other = np.cov(ours, rowvar=False), np.cov(real, rowvar=False)
    values, vectors = np.linalg.eigh(one)
    root = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    cross = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ other @ root), 0.0)).sum()
    return float(((ours.mean(axis=0) - real.mean(axis=0)) ** 2).sum() + np.trace(one) + np.trace(other) - 2.0 * cross)
