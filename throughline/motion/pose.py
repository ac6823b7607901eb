"""A pose as an animator names it: angles with a meaning, one row a frame, and the quaternions that they make.

All angles are radians. Pitch is positive forwards and down, roll positive to the right, yaw positive to the left.
Arms count from hanging (``swing`` forwards, ``out`` sideways, ``twist`` outwards), legs from straight down
(``hip`` forwards, ``open`` sideways, ``turn`` outwards), ``knee`` and ``elbow`` from straight.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.motion.skeleton import INDEX, JOINTS, multiply

Floats = NDArray[np.float64]

BODY = (
    "pelvis_pitch", "pelvis_roll", "pelvis_yaw", "spine_pitch", "spine_roll", "spine_yaw",
    "neck_pitch", "neck_roll", "neck_yaw",
)
SIDE = (
    "shrug", "fore", "swing", "out", "twist", "elbow", "pronate", "wrist", "hip", "open", "turn", "knee", "ankle",
)
PLACE = ("ahead", "aside", "drop", "heel", "full", "ground", "seat", "palms", "l_plant", "r_plant", "l_arm", "r_arm")
NAMES: tuple[str, ...] = BODY + tuple(f"{side}_{name}" for side in "lr" for name in SIDE) + PLACE
COLUMN: dict[str, int] = {name: number for number, name in enumerate(NAMES)}
ANGLES = len(BODY) + 2 * len(SIDE)
TORSO = tuple(INDEX[name] for name in ("Spine", "Chest", "UpperChest"))
SHARES = (0.3, 0.4, 0.3)
NECK_SHARES = (0.4, 0.6)


def pose(**values: float) -> Floats:
    """One row (len(NAMES),) of a pose: angles in degrees, places as they are; ``knee`` alone means both sides."""
    row = np.zeros(len(NAMES))
    for name, value in values.items():
        columns = [COLUMN[name]] if name in COLUMN else [COLUMN[f"l_{name}"], COLUMN[f"r_{name}"]]
        for column in columns:
            row[column] = np.radians(value) if column < ANGLES else value
    return row


def mirrored(row: Floats) -> Floats:
    """The pose seen in a mirror: left is right."""
    out = row.copy()
    for name, column in COLUMN.items():
        if name.startswith(("l_", "r_")):
            out[column] = row[COLUMN[("r_" if name.startswith("l_") else "l_") + name[2:]]]
        elif name.endswith(("_roll", "_yaw")) or name == "aside":
            out[column] = -row[column]
    return out


def axis_turn(axis: int, angle: Floats) -> Floats:
    """Quaternions (..., 4) that turn by ``angle`` about x, y or z (0, 1, 2)."""
    out = np.zeros((*np.shape(angle), 4))
    out[..., axis], out[..., 3] = np.sin(0.5 * angle), np.cos(0.5 * angle)
    return out


def conjugate(quaternion: Floats) -> Floats:
    """The turns back, (..., 4)."""
    return np.asarray(quaternion * np.array([-1.0, -1.0, -1.0, 1.0]))


def mix(first: Floats, second: Floats, weight: Floats) -> Floats:
    """Quaternions (F, 4) between ``first`` and ``second`` along the shorter way; ``weight`` (F,) from 0 to 1."""
    sign = np.where((first * second).sum(axis=-1) < 0.0, -1.0, 1.0)
    between = first * (1.0 - weight)[:, None] + second * (weight * sign)[:, None]
    return np.asarray(between / np.linalg.norm(between, axis=-1, keepdims=True))


def _turn(yaw: Floats, pitch: Floats, roll: Floats) -> Floats:
    return np.asarray(multiply(axis_turn(2, yaw), multiply(axis_turn(1, pitch), axis_turn(0, roll))), dtype=np.float64)


def quaternions(rows: Floats, heading: Floats) -> Floats:
    """Local rotations (F, J, 4) of poses (F, len(NAMES)) of a body that faces ``heading`` (F,) radians."""
    column = {name: rows[:, number] for name, number in COLUMN.items()}
    out = np.zeros((rows.shape[0], len(JOINTS), 4))
    out[..., 3] = 1.0
    out[:, 0] = _turn(heading + column["pelvis_yaw"], column["pelvis_pitch"], column["pelvis_roll"])
    for joint, share in zip(TORSO, SHARES, strict=True):
        out[:, joint] = _turn(share * column["spine_yaw"], share * column["spine_pitch"], share * column["spine_roll"])
    for name, share in zip(("Neck", "Head"), NECK_SHARES, strict=True):
        out[:, INDEX[name]] = _turn(
            share * column["neck_yaw"], share * column["neck_pitch"], share * column["neck_roll"]
        )
    for name, short, sign in (("Left", "l_", 1.0), ("Right", "r_", -1.0)):
        side = {part: column[short + part] for part in SIDE}
        _arm(out, name, side, sign)
        _leg(out, name, side, sign)
    return out


def _arm(out: Floats, name: str, side: dict[str, Floats], sign: float) -> None:
    out[:, INDEX[f"{name}Shoulder"]] = multiply(axis_turn(2, -sign * side["fore"]), axis_turn(0, sign * side["shrug"]))
    hang = axis_turn(0, sign * (side["out"] - 0.5 * np.pi))
    upper = multiply(axis_turn(1, -side["swing"]), multiply(hang, axis_turn(1, -side["twist"])))
    out[:, INDEX[f"{name}UpperArm"]] = upper
    half = axis_turn(1, 0.5 * side["pronate"])
    out[:, INDEX[f"{name}LowerArm"]] = multiply(axis_turn(2, -sign * side["elbow"]), half)
    out[:, INDEX[f"{name}Hand"]] = multiply(axis_turn(0, -sign * side["wrist"]), half)


def _leg(out: Floats, name: str, side: dict[str, Floats], sign: float) -> None:
    swing = multiply(axis_turn(1, -side["hip"]), axis_turn(0, sign * side["open"]))
    out[:, INDEX[f"{name}UpperLeg"]] = multiply(swing, axis_turn(2, sign * side["turn"]))
    out[:, INDEX[f"{name}LowerLeg"]] = axis_turn(1, side["knee"])
    out[:, INDEX[f"{name}Foot"]] = axis_turn(1, side["ankle"])
