"""The flesh on the bones: capsules, an ellipsoid and boxes that follow a body's own proportions."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

import numpy as np

from throughline.motion.ik import Floats
from throughline.motion.skeleton import INDEX

_NEXT = {"UpperArm": "LowerArm", "LowerArm": "Hand", "UpperLeg": "LowerLeg", "LowerLeg": "Foot"}
_RADIUS_M = {"UpperArm": 0.052, "LowerArm": 0.041, "UpperLeg": 0.078, "LowerLeg": 0.054}
_ENDS_M = {"UpperArm": (0.0, 0.02), "LowerArm": (0.02, 0.02), "UpperLeg": (0.05, 0.03), "LowerLeg": (0.02, 0.05)}
"""How far from its two joints a limb's capsule begins and ends."""
_TRUNK = {  # half length across the body, radius, centre over the joint; metres of a man of 1.72 m
    "Hips": (0.050, 0.112, -0.015), "Spine": (0.040, 0.106, 0.045), "Chest": (0.048, 0.112, 0.055),
    "UpperChest": (0.060, 0.108, 0.040),
}
_TRUNK_X_M = 0.018
"""How far before the hips the middle of the trunk lies."""


def add_flesh(node: Xml.Element, name: str, rest: Floats, size: float, girth: float, mass_kg: float) -> None:
    """Adds the shapes of joint ``name`` to its body; ``rest`` (J, 3), ``girth`` the thickness against the average."""
    part, joint = name.removeprefix("Left").removeprefix("Right"), INDEX[name]
    sign = -1.0 if name.startswith("Right") else 1.0
    if part in _TRUNK:
        half, radius, up = _TRUNK[part]
        ahead = float(rest[0, 0] - rest[joint, 0]) + _TRUNK_X_M * size
        ends = [(ahead, side * half * girth, up * size) for side in (-1.0, 1.0)]
        _capsule(node, name, ends[0], ends[1], radius * girth, mass_kg)
    elif part in _NEXT:
        bone = rest[INDEX[name.replace(part, _NEXT[part])]] - rest[joint]
        length = float(np.linalg.norm(bone))
        first, last = (size * end / length for end in _ENDS_M[part])
        _capsule(node, name, tuple(bone * first), tuple(bone * (1.0 - last)), _RADIUS_M[part] * girth, mass_kg)
    elif part == "Neck":
        _capsule(node, name, (0.02 * size, 0.0, -0.02 * size), (0.02 * size, 0.0, 0.03 * size), 0.055 * size, mass_kg)
    elif part == "Head":
        _capsule(node, name, (0.045 * size, 0.0, 0.105 * size), (0.065 * size, 0.0, 0.045 * size), 0.079 * size,
                 mass_kg)
    elif part == "Shoulder":
        Xml.SubElement(node, "geom", name=name, type="sphere", pos=f"0 {0.06 * sign * size:.6f} 0", contype="0",
                       conaffinity="0", size=f"{0.055 * girth:.6f}", mass=f"{mass_kg:.6f}")
    elif part == "Hand":
        _box(node, name, (0.005 * size, 0.085 * sign * size, -0.004 * size),
             (0.036 * size, 0.085 * size, 0.014 * size), mass_kg)
    else:
        _foot(node, name, rest, size, mass_kg)


def _foot(node: Xml.Element, name: str, rest: Floats, size: float, mass_kg: float) -> None:
    side = "Left" if name.startswith("Left") else "Right"
    ankle, ball = rest[INDEX[f"{side}Foot"]], rest[INDEX[f"{side}Toes"]]
    length = float(ball[0] - ankle[0])
    if name.endswith("Foot"):
        low, high = -float(ankle[2]), -float(ankle[2]) + 0.075 * size
        _box(node, name, (0.5 * (1.0 - 0.32) * length, 0.5 * float(ball[1] - ankle[1]), 0.5 * (low + high)),
             (0.5 * 1.32 * length, 0.042 * size, 0.5 * (high - low)), mass_kg)
    else:
        _box(node, name, (0.24 * length, 0.0, -float(ball[2]) + 0.019 * size),
             (0.26 * length, 0.042 * size, 0.019 * size), mass_kg)


def _capsule(node: Xml.Element, name: str, first: tuple[float, ...], last: tuple[float, ...], radius: float,
             mass_kg: float) -> None:
    ends = " ".join(f"{value:.6f}" for value in (*first, *last))
    Xml.SubElement(node, "geom", name=name, type="capsule", fromto=ends, size=f"{radius:.6f}", mass=f"{mass_kg:.6f}")


def _box(node: Xml.Element, name: str, middle: tuple[float, ...], half: tuple[float, ...], mass_kg: float) -> None:
    Xml.SubElement(node, "geom", name=name, type="box", pos=" ".join(f"{value:.6f}" for value in middle),
                   size=" ".join(f"{value:.6f}" for value in half), mass=f"{mass_kg:.6f}", friction="0.85 0.02 0.012")
