"""BVH text, read onto a rig and written from a motion so that Blender and the rest of the trade can open it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from throughline.film.errors import InputError
from throughline.motion.capture.clip import Floats
from throughline.motion.capture.rig import Rig
from throughline.motion.skeleton import JOINTS, PARENTS, Motion

CENTIMETRE = 0.01
TALL_M = 3.0
"""A hip higher than this was measured in centimetres."""
ENDS_M = {"Head": (0.0, 0.0, 0.18), "LeftHand": (0.0, 0.18, 0.0), "RightHand": (0.0, -0.18, 0.0),
          "LeftToes": (0.07, 0.0, 0.0), "RightToes": (0.07, 0.0, 0.0)}


def read_bvh(path: Path) -> Rig:
    """The take in a BVH file.

    Raises:
        InputError: not BVH, or its numbers do not match its channels.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="strict")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"no BVH text: {error}", file=str(path)) from error
    return bvh_rig(text, path.stem, str(path))


def bvh_rig(text: str, name: str, file: str = "") -> Rig:
    """The take in BVH text."""
    head, _, tail = text.partition("MOTION")
    names, parents, offsets, channels = _hierarchy(head, file)
    lines = [line for line in tail.splitlines() if line.strip()]
    try:
        count, seconds = int(lines[0].split(":")[1]), float(lines[1].split(":")[1])
        table = np.array([[float(word) for word in line.split()] for line in lines[2:2 + count]])
    except (IndexError, ValueError) as error:
        raise InputError(f"the motion cannot be read: {error}", file=file) from error
    width = sum(len(each) for each in channels)
    if table.ndim != 2 or table.shape != (count, width) or count < 2 or seconds <= 0.0:
        raise InputError(f"{count} frames of {width} numbers were announced, {table.shape} came", file=file)
    if not np.isfinite(table).all():
        raise InputError("a frame holds what is no number", file=file)
    unit = CENTIMETRE if float(np.abs(np.array(offsets)).max()) > TALL_M else 1.0
    shifts = np.repeat(np.array(offsets)[None], count, axis=0)
    turns, column = np.zeros((count, len(names), 4)), 0
    for joint, told in enumerate(channels):
        values = table[:, column:column + len(told)]
        column += len(told)
        for axis, letter in enumerate("XYZ"):
            if f"{letter}position" in told:
                shifts[:, joint, axis] = values[:, told.index(f"{letter}position")]
        order = [word for word in told if word.endswith("rotation")]
        if order:
            angles = np.stack([values[:, told.index(word)] for word in order], axis=-1)
            turns[:, joint] = Rotation.from_euler("".join(word[0] for word in order), angles, degrees=True).as_quat()
        else:
            turns[:, joint, 3] = 1.0
    still = np.zeros((len(names), 4))
    still[:, 3] = 1.0
    return Rig(name, "bvh", 1.0 / seconds, tuple(names), tuple(parents), turns, shifts * unit, still,
               np.array(offsets) * unit)


def _hierarchy(head: str, file: str) -> tuple[list[str], list[int], list[list[float]], list[list[str]]]:
    names: list[str] = []
    parents: list[int] = []
    offsets: list[list[float]] = []
    channels: list[list[str]] = []
    stack: list[int] = []
    ending = False
    for number, line in enumerate(head.splitlines(), start=1):
        words = line.split()
        if not words or words[0] in ("HIERARCHY", "{"):
            continue
        try:
            if words[0] in ("ROOT", "JOINT"):
                names.append(" ".join(words[1:]))
                parents.append(stack[-1] if stack else -1)
                stack.append(len(names) - 1)
                offsets.append([0.0, 0.0, 0.0])
                channels.append([])
            elif words[0] == "End":
                ending = True
            elif words[0] == "OFFSET" and not ending:
                offsets[stack[-1]] = [float(word) for word in words[1:4]]
            elif words[0] == "CHANNELS":
                channels[stack[-1]] = words[2:2 + int(words[1])]
            elif words[0] == "}":
                ending = False if ending else bool(stack.pop() and False)
        except (IndexError, ValueError) as error:
            raise InputError("the hierarchy cannot be read", file=file, line=number) from error
    if not names:
        raise InputError("the file has no hierarchy of joints", file=file)
    return names, parents, offsets, channels


def written(motion: Motion, rest: NDArray[np.float32], rate: float) -> str:
    """The motion of a body with the rest places ``rest`` (J, 3) as BVH text: centimetres, Y up, facing Z."""
    children: dict[int, list[int]] = {joint: [] for joint in range(-1, len(JOINTS))}
    for joint, parent in enumerate(PARENTS):
        children[parent].append(joint)
    lines, order = ["HIERARCHY"], []

    def joint_lines(joint: int, depth: int) -> None:
        pad = "  " * depth
        parent = PARENTS[joint]
        offset = _turned(rest[joint] - rest[parent] if parent >= 0 else 0.0 * rest[0]) / CENTIMETRE
        order.append(joint)
        lines.extend([f"{pad}{'JOINT' if parent >= 0 else 'ROOT'} {JOINTS[joint]}", f"{pad}{{",
                      f"{pad}  OFFSET " + " ".join(f"{value:.6f}" for value in offset),
                      f"{pad}  CHANNELS " + ("3 " if parent >= 0 else "6 Xposition Yposition Zposition ")
                      + "Zrotation Xrotation Yrotation"])
        for child in children[joint]:
            joint_lines(child, depth + 1)
        if JOINTS[joint] in ENDS_M:
            end = _turned(np.array(ENDS_M[JOINTS[joint]])) / CENTIMETRE
            lines.extend([f"{pad}  End Site", f"{pad}  {{",
                          f"{pad}    OFFSET " + " ".join(f"{value:.6f}" for value in end), f"{pad}  }}"])
        lines.append(f"{pad}}}")

    joint_lines(0, 0)
    lines.extend(["MOTION", f"Frames: {len(motion.root)}", f"Frame Time: {1.0 / rate:.8f}"])
    turns = motion.rotations.astype(np.float64)
    turns = np.concatenate([_turned(turns[..., :3]), turns[..., 3:]], axis=-1)
    angles = np.stack([Rotation.from_quat(turns[:, joint]).as_euler("ZXY", degrees=True) for joint in order], axis=1)
    places = _turned(motion.root.astype(np.float64)) / CENTIMETRE
    for place, row in zip(places, angles.reshape(len(places), -1), strict=True):
        lines.append(" ".join(f"{value:.5f}" for value in (*place, *row)))
    return "\n".join(lines) + "\n"


def _turned(points: Floats | NDArray[np.float32]) -> Floats:
    """Vectors of our axes (X ahead, Y left, Z up) in those of the file (Z ahead, X left, Y up)."""
    return np.asarray(np.stack([points[..., 1], points[..., 2], points[..., 0]], axis=-1), dtype=np.float64)
