"""How far a wrist bends, and how an arm is turned so that it need not: elbow and fingers go where the hand is at ease.

Source of the ranges: Boone and Azen, Normal range of motion of joints in male subjects, 1979 (flexion and extension 76
and 75 degrees, radial 22, ulnar 36, turning the forearm 76 and 82); hands that bear nothing stay a little within them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from throughline.motion.ik import Floats, Limb, cross, parted, two_bone, unit
from throughline.motion.pose import axis_turn, conjugate
from throughline.motion.skeleton import multiply, rotate

DEGREE = np.pi / 180.0
FLEXION, RADIAL, ULNAR, TURNED = 70.0 * DEGREE, 20.0 * DEGREE, 35.0 * DEGREE, 85.0 * DEGREE
FREE = 0.7
"""The part of its range in which a wrist bends without resistance."""
SWIVELS, SPINS = np.arange(-75.0, 76.0, 15.0) * DEGREE, np.arange(-60.0, 61.0, 15.0) * DEGREE
"""How far from where they were told an elbow about the arm's line and fingers about the palm's normal may go."""
UNASKED, BEYOND = 0.4, 12.0
"""What the furthest of those costs, and what a wrist at its end does against one that is half bent."""
LOOKED_AT = 16
"""So many frames of a contact are enough to find how it is easiest."""


@dataclass(frozen=True)
class Reach:
    """An arm that reaches for a surface, over frames: its ``side``, its bones, the ``shoulder`` (F, 3), the ``place``
    (F, 3) with its outward ``normal`` (F, 3), and the middle of the ``palm`` (3,) from the wrist at rest."""

    side: int
    arm: Limb
    shoulder: Floats
    place: Floats
    normal: Floats
    palm: Floats

    def hand(self, fingers: Floats) -> tuple[Floats, Floats]:
        """The hand's world rotations (F, 4) and the wrist's places (F, 3) with the palm on the surface."""
        turn = hand_turn(self.side, fingers, -self.normal)
        return turn, self.place - rotate(turn, self.palm[None, :])

    def some(self, frames: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Reach:
        """The reach in those frames alone."""
        return Reach(self.side, self.arm, self.shoulder[frames], self.place[frames], self.normal[frames], self.palm)


def hand_turn(side: int, fingers: Floats, facing: Floats) -> Floats:
    """World rotations (F, 4) of a hand whose palm looks along ``facing`` (F, 3), its fingers along ``fingers``."""
    down = unit(facing)
    along = unit(fingers - (fingers * down).sum(axis=-1, keepdims=True) * down) * (1.0 - 2.0 * side)
    up = -down
    return np.asarray(Rotation.from_matrix(np.stack([cross(along, up), along, up], axis=-1)).as_quat())


def bent(bend: Floats, side: int) -> Floats:
    """How far a wrist is bent (F,): 1 at the end of its range in that direction."""
    sign = 1.0 - 2.0 * side
    aside = -sign * bend[:, 2]  # towards the thumb
    return np.asarray(np.hypot(bend[:, 0] / FLEXION, aside / np.where(aside > 0.0, RADIAL, ULNAR)))


def within(local: Floats, side: int) -> Floats:
    """A hand's rotations (F, 4) against its forearm, no further than a wrist bends and a forearm turns."""
    bend, about = parted(local)
    far = bent(bend, side)
    bend = bend * (_soft(far) / np.maximum(far, 1e-9))[:, None]
    turned = axis_turn(1, TURNED * np.sign(about) * _soft(np.abs(about) / TURNED))
    return np.asarray(multiply(turned, Rotation.from_rotvec(bend).as_quat()))


def _soft(far: Floats) -> Floats:
    """A part of a range (F,) from 0 on, itself at first and never more than 1."""
    return np.asarray(np.minimum(far, FREE) + (1.0 - FREE) * np.tanh(np.maximum(far - FREE, 0.0) / (1.0 - FREE)))


def easiest(reach: Reach, weight: Floats, pole: Floats, fingers: Floats) -> tuple[Floats, Floats]:
    """The ``pole`` (F, 3) and the ``fingers`` (F, 3), both turned by one angle for the whole contact, with which the
    wrist is bent the least."""
    frames = np.flatnonzero(weight > 0.5 * max(float(weight.max(initial=0.0)), 1e-6))
    if not len(frames):
        return pole, fingers
    frames = frames[np.unique(np.linspace(0, len(frames) - 1, LOOKED_AT).astype(int))]
    part, best, found = reach.some(frames), np.inf, (0.0, 0.0)
    for swivel in SWIVELS:
        elbow = _swivelled(part, pole[frames], float(swivel))
        for spin in SPINS:
            turn, wrist = part.hand(_about(part.normal, fingers[frames], float(spin)))
            _, forearm = two_bone(part.arm, part.shoulder, wrist, elbow)
            bend, about = parted(np.asarray(multiply(conjugate(forearm), turn)))
            worst, turned = bent(bend, part.side), np.abs(about) / TURNED
            short = np.linalg.norm(wrist - part.shoulder, axis=-1) / part.arm.length - 0.97
            cost = float((worst**2 + 0.5 * turned**2 + BEYOND * np.maximum(worst - 0.9, 0.0)
                          + BEYOND * np.maximum(turned - 0.9, 0.0) + 5.0 * BEYOND * np.maximum(short, 0.0)).mean())
            cost += UNASKED * float((swivel / SWIVELS[-1]) ** 2 + (spin / SPINS[-1]) ** 2)
            if cost < best - 1e-9:
                best, found = cost, (float(swivel), float(spin))
    return _swivelled(reach, pole, found[0]), _about(reach.normal, fingers, found[1])


def across(reach: Reach, pole: Floats) -> Floats:
    """What of an elbow's way (F, 3) is across the arm's line: the less, the less it says."""
    line = unit(reach.place - reach.shoulder)
    return np.asarray(pole - (pole * line).sum(axis=-1, keepdims=True) * line)


def _swivelled(reach: Reach, pole: Floats, angle: float) -> Floats:
    return _about(unit(reach.place - reach.shoulder), pole, angle)


def _about(axis: Floats, vector: Floats, angle: float) -> Floats:
    """Vectors (F, 3) turned about unit axes (F, 3)."""
    vector = np.broadcast_to(vector, axis.shape)
    along = (axis * vector).sum(axis=-1, keepdims=True) * axis
    aside = vector - along
    return np.asarray(along + np.cos(angle) * aside + np.sin(angle) * cross(axis, aside))
