"""Where a prop is while hands take it, pass it on and put it down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import Act, Moment, Performance, Prop
from throughline.motion.ik import Floats
from throughline.motion.path import smooth
from throughline.motion.pose import axis_turn, mix
from throughline.motion.skeleton import INDEX, Motion, forward, multiply, rotate

CHANGES_S = 0.16
"""A thing settles into a hand, or out of it, over some such time."""
GRIP_M = (0.0, 0.085, -0.025)
"""The middle of a grip from the left wrist at rest, for a person of 1.72 m."""
HANDLED = (Act.PICK, Act.PLACE, Act.GIVE)


@dataclass(frozen=True)
class Change:
    """At ``frame`` the thing passes to a hand of ``holder`` (``left`` or right), or (None) lies ``at``."""

    frame: float
    holder: str | None
    left: bool = False
    at: tuple[float, float, float] | None = None


def changes(prop: Prop, performances: Sequence[Performance]) -> tuple[Change, ...]:
    """Who has the prop from when on, in order of time; each changes hands in the middle of its moment."""
    found = [Change(-np.inf, prop.holder, at=(prop.x, prop.y, prop.z))]
    acts = [(moment, part.name) for part in performances for moment in part.moments
            if moment.act in HANDLED and moment.thing == prop.name]
    for moment, name in sorted(acts, key=lambda each: (each[0].frame_in, each[1])):
        found.append(_change(moment, name))
    return tuple(found)


def _change(moment: Moment, name: str) -> Change:
    frame = 0.5 * (moment.frame_in + moment.frame_out)
    if moment.act is Act.PICK:
        return Change(frame, name, moment.left)
    if moment.act is Act.GIVE:
        return Change(frame, moment.partner)
    return Change(frame, None, at=moment.at)


def handled(prop: Prop, performances: Sequence[Performance]) -> bool:
    """Whether anybody ever has the prop in hand."""
    return any(change.holder is not None for change in changes(prop, performances))


def prop_path(prop: Prop, performances: Sequence[Performance], motions: Mapping[str, Motion],
              rests: Mapping[str, NDArray[np.float32]], rate: float) -> tuple[Floats, Floats]:
    """World places (F, 3) and turns (F, 4) of a prop that is ``handled``: where it lies, in hands, where it is put."""
    frames = len(next(iter(motions.values())).root)
    lying = np.broadcast_to(axis_turn(2, np.array(prop.facing)), (frames, 4))
    places, turns = np.zeros((frames, 3)), lying.copy()
    for number, change in enumerate(changes(prop, performances)):
        if change.holder is not None and change.holder in motions:
            place, turn = grip(motions[change.holder], rests[change.holder], change.left)
        else:
            place, turn = np.broadcast_to(np.array(change.at or (prop.x, prop.y, prop.z)), (frames, 3)), lying
        since = (np.arange(float(frames)) - change.frame) / (rate * CHANGES_S)
        weight = np.ones(frames) if number == 0 else smooth(since)
        places = places * (1.0 - weight)[:, None] + place * weight[:, None]
        turns = mix(turns, turn, weight)
    return places, turns


def grip(motion: Motion, rest: NDArray[np.float32], left: bool = False) -> tuple[Floats, Floats]:
    """Where a hand grips (F, 3) and how a thing in it is turned (F, 4)."""
    joints, spin = forward(motion, rest)
    hand, size = INDEX["LeftHand" if left else "RightHand"], float(rest[INDEX["Head"], 2]) / 1.54
    sign = 1.0 if left else -1.0
    inside = np.array([[GRIP_M[0], sign * GRIP_M[1], GRIP_M[2]]]) * size
    turn = spin[:, hand]
    if left:  # things are built for the right hand; in the left one they lie turned about
        about = axis_turn(2, np.full(len(turn), np.pi))
        turn = np.asarray(multiply(turn, about))
    return joints[:, hand] + rotate(spin[:, hand], inside), turn
