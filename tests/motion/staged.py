"""Performances for the tests of motion, and what is measured on them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from throughline.film.blocking import Act, Look, Moment, Performance, Waypoint
from throughline.motion.skeleton import INDEX, Motion, contact_points, default_rest, forward, rotate

RATE = Fraction(24)
REST = default_rest(1.72)


def part(*points: tuple[float, ...], acts: tuple[Moment, ...] = (), name: str = "A", seed: int = 1,
         manner: str = "neutral") -> Performance:
    """A performance along (frame, x, y[, facing[, z]]) points."""
    full = [(*p, *(None, 0.0)[len(p) - 3:]) for p in points]
    path = tuple(Waypoint(frame=p[0], x=p[1], y=p[2], facing=p[3], z=p[4]) for p in full)
    return Performance(name=name, look=Look(name=name), path=path, moments=acts, manner=manner, seed=seed)


def act(kind: str, first: float, last: float, **more: object) -> Moment:
    return Moment(act=Act(kind), frame_in=first, frame_out=last, **more)


def straight(speed: float, frames: int, lead: int = 48) -> Performance:
    """Walks or runs along +X at ``speed`` from before the shot to after it."""
    per = speed / float(RATE)
    return part((-lead, -lead * per, 0.0), (frames + lead, (frames + lead) * per, 0.0))


def slips(motion: Motion, rest: np.ndarray = REST) -> np.ndarray:
    """Metres that each contact travels over the ground from frame to frame while it bears."""
    points = contact_points(motion, rest)
    both = motion.contacts[1:] & motion.contacts[:-1]
    return np.linalg.norm(np.diff(points[..., :2], axis=0), axis=-1)[both]


def knee_angles(motion: Motion, rest: np.ndarray = REST) -> np.ndarray:
    """Flexion (F, 2) in radians, negative where a knee would bend backwards."""
    positions, turns = forward(motion, rest)
    out = []
    for side in ("Left", "Right"):
        hip, knee, foot = (positions[:, INDEX[f"{side}{part}"]] for part in ("UpperLeg", "LowerLeg", "Foot"))
        upper, lower = knee - hip, foot - knee
        cosine = (upper * lower).sum(-1) / np.linalg.norm(upper, axis=-1) / np.linalg.norm(lower, axis=-1)
        hinge = rotate(turns[:, INDEX[f"{side}UpperLeg"]], np.array([0.0, 1.0, 0.0]))
        sign = np.sign((np.cross(upper, lower) * hinge).sum(-1))
        out.append(np.arccos(np.clip(cosine, -1, 1)) * sign)
    return np.stack(out, axis=-1)


def strikes(motion: Motion) -> np.ndarray:
    """Frames at which a foot comes down, both feet together."""
    found = []
    for side in (0, 2):
        down = motion.contacts[:, side] | motion.contacts[:, side + 1]
        found += list(np.flatnonzero(down[1:] & ~down[:-1]) + 1)
    return np.sort(np.array(found))
