"""Where the surface of a body is while it moves: the places that hands are laid on, and the palms of those hands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.motion.ik import Floats, unit
from throughline.motion.skeleton import INDEX, rotate

NEAR_M = 0.035
"""How far from its line the surface is looked for."""
PALM_M = 0.085
"""From the wrist to the middle of the palm, for a person of 1.72 m."""

PLACES: dict[str, tuple[str, str, float, tuple[float, float, float], tuple[float, float, float]]] = {
    "shoulder": ("Arm", "Arm", 0.0, (0.0, -0.24, -0.06), (0.0, 0.25, 1.0)),
    "arm": ("Arm", "Elbow", 0.5, (0.0, 0.0, 0.0), (0.0, 0.0, 1.0)),
    "back": ("UpperChest", "UpperChest", 0.0, (0.0, 0.45, -0.02), (-1.0, 0.0, 0.0)),
    "blade": ("UpperChest", "UpperChest", 0.0, (0.0, 0.5, 0.05), (-1.0, 0.0, 0.0)),
    "low_back": ("Spine", "Chest", 0.6, (0.0, 0.3, 0.0), (-1.0, 0.0, 0.0)),
    "waist": ("Spine", "Chest", 0.5, (-0.03, 0.0, 0.0), (-0.25, 1.0, 0.0)),
    "chest": ("UpperChest", "UpperChest", 0.0, (0.0, 0.4, 0.0), (1.0, 0.0, 0.0)),
    "belly": ("Spine", "Chest", 0.6, (0.0, 0.1, 0.0), (1.0, 0.0, 0.0)),
    "collar": ("UpperChest", "UpperChest", 0.0, (0.0, 0.35, 0.06), (1.0, 0.0, 0.2)),
    "head": ("Head", "Head", 0.0, (0.0, 0.0, 0.06), (-0.4, 1.0, 0.0)),
}
"""Parts of the body: between which joints their place is and by how much, offsets (m; sideways in half shoulder
widths), and the way outwards."""


@dataclass(frozen=True)
class Skin:
    """The outside of a body at rest: ``points`` (V, 3) metres, and the ``joints`` (V, 4) that move each point by
    ``weights`` (V, 4), rows summing to 1."""

    points: Floats
    joints: NDArray[np.int32]
    weights: Floats


@dataclass(frozen=True)
class Pad:
    """One place of the surface: ``point`` (3,) and outward ``normal`` (3,) at rest, moved by ``joints`` (4,) with
    ``weights`` (4,)."""

    point: Floats
    normal: Floats
    joints: NDArray[np.int32]
    weights: Floats

    def at(self, places: Floats, turns: Floats, rest: Floats) -> tuple[Floats, Floats]:
        """World places (F, 3) and outward normals (F, 3) on a body with joints at ``places`` (F, J, 3) turned by
        ``turns`` (F, J, 4)."""
        place, normal = np.zeros((len(places), 3)), np.zeros((len(places), 3))
        for joint, weight in zip(self.joints, self.weights, strict=True):
            if weight > 1e-4:
                place += weight * (places[:, joint] + rotate(turns[:, joint], (self.point - rest[joint])[None, :]))
                normal += weight * rotate(turns[:, joint], self.normal[None, :])
        return place, unit(normal)


def pad(skin: Skin, origin: Floats, outwards: Floats, joints: tuple[int, ...], near: float = NEAR_M) -> Pad:
    """The outermost place of the surface on the way from ``origin`` (3,) ``outwards`` (3,), among what ``joints`` move
    the most."""
    out = outwards / np.linalg.norm(outwards)
    strongest = skin.joints[np.arange(len(skin.joints)), skin.weights.argmax(axis=1)]
    gap = skin.points - origin
    far = gap @ out
    aside = np.linalg.norm(gap - far[:, None] * out, axis=1)
    mine = np.isin(strongest, joints) & (far > 0.0)
    close = mine & (aside < near)
    if not close.any():
        close = mine & (aside <= aside[mine].min() + 1e-6)
    best = int(np.flatnonzero(close)[np.argmax(far[close])])
    return Pad(origin + far[best] * out, out, skin.joints[best], skin.weights[best])


def torso(name: str) -> tuple[int, ...]:
    """The joints whose flesh counts for a place on the trunk or an arm of side ``name`` (Left, Right)."""
    return tuple(INDEX[part] for part in ("Spine", "Chest", "UpperChest", "Neck", f"{name}Shoulder", f"{name}UpperArm"))


def body_pad(skin: Skin, rest: Floats, part: str, side: int) -> Pad:
    """The place on the surface that is meant by ``part`` (PLACES) of ``side`` (0 left, 1 right).

    Raises:
        KeyError: a part that no place is known for.
    """
    name, sign = ("Left", "Right")[side], 1.0 - 2.0 * side
    joints = {joint: rest[INDEX[joint]] for joint in ("Spine", "Chest", "UpperChest", "Head")}
    joints["Arm"], joints["Elbow"] = rest[INDEX[f"{name}UpperArm"]], rest[INDEX[f"{name}LowerArm"]]
    wide = abs(float(joints["Arm"][1]))
    first, second, share, offset, outwards = PLACES[part]
    origin = joints[first] * (1.0 - share) + joints[second] * share
    origin = origin + np.array([offset[0], offset[1] * sign * wide, offset[2]])
    flesh = {"arm": (INDEX[f"{name}UpperArm"],), "head": (INDEX["Head"],)}.get(part, torso(name))
    return pad(skin, origin, np.array([outwards[0], outwards[1] * sign, outwards[2]]), flesh)


@dataclass(frozen=True)
class Palm:
    """A hand's palm from its wrist at rest: the middle of its skin (3,), ``depth_m`` under the bones."""

    centre: Floats
    depth_m: float


def palm(skin: Skin, rest: Floats, side: int, size: float) -> Palm:
    """The Palm of one side of a body that is ``size`` times as tall as one of 1.72 m."""
    name, sign = ("Left", "Right")[side], 1.0 - 2.0 * side
    wrist = rest[INDEX[f"{name}Hand"]]
    middle = wrist + np.array([0.0, sign * PALM_M * size, 0.0])
    found = pad(skin, middle, np.array([0.0, 0.0, -1.0]), (INDEX[f"{name}Hand"],), 0.015)
    depth = float(wrist[2] - found.point[2])
    return Palm(np.array([0.0, sign * PALM_M * size, -depth]), depth)


def girth(skin: Skin, rest: Floats, joint: str, part: float) -> float:
    """How thick a limb is: the radius (m) of the flesh ``part`` of the way from ``joint`` to the next one down."""
    here = INDEX[joint]
    start, end = rest[here], rest[here + 1]
    along = unit(end - start)
    strongest = skin.joints[np.arange(len(skin.joints)), skin.weights.argmax(axis=1)]
    gap = skin.points - (start + part * (end - start))
    far = gap @ along
    close = np.isin(strongest, (here, here + 1)) & (np.abs(far) < 0.03)
    if not close.any():
        return 0.03
    return float(np.median(np.linalg.norm(gap[close] - far[close, None] * along, axis=1)))
