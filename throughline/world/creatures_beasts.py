"""Beasts sculpted on the 22 joints: four-footed ones carry their forelegs where a person carries arms.

In the rest pose forelegs point sideways along Y, as arms do, so that a motion which hangs the arms stands the beast on
four feet. Metres, facing +X, Z up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from throughline.motion.skeleton import JOINTS
from throughline.world.creatures_heads import BONE, DARK, HORN, Point, Tube
from throughline.world.creatures_sculpt import Clay, Colour
from throughline.world.shapes import rng


@dataclass
class Sheet:
    """A thin surface of rows of points, as a wing's skin; ``joint`` moves it."""

    rows: tuple[tuple[Point, ...], ...]
    colour: Colour
    joint: str


@dataclass
class Beast:
    """A beast before it is meshed: clay, tubes with the joint that moves each, sheets, joints, glowing eyes."""

    clay: Clay
    base: Colour
    rest: dict[str, Point]
    height: float
    step: float
    eye: Point
    eye_radius: float
    glow: tuple[float, float, float]
    tubes: list[tuple[Tube, str]] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    def joints(self) -> np.ndarray:
        """Rest places (22, 3) of all joints; those of the right side mirror the left."""
        places = []
        for name in JOINTS:
            x, y, z = self.rest[name.replace("Right", "Left")]
            places.append((x, -y if name.startswith("Right") else y, z))
        return np.array(places)


def _four_feet(spine: list[Point], shoulder: float, fore: tuple[float, float, float], wide: float, hip: float
               ) -> dict[str, Point]:
    """Joints of a four-footed beast: the ``spine``'s six points, height of the ``shoulder`` joint, lengths of the
    ``fore`` leg's three parts, half breadth, height of the ``hip`` joint."""
    names = ("Hips", "Spine", "Chest", "UpperChest", "Neck", "Head")
    rest = dict(zip(names, spine, strict=True))
    x, chest = spine[3][0], spine[3]
    rest["LeftShoulder"] = (x, 0.4 * wide, 0.5 * (chest[2] + shoulder))
    rest["LeftUpperArm"] = (x, wide, shoulder)
    rest["LeftLowerArm"] = (x, wide + fore[0], shoulder)
    rest["LeftHand"] = (x, wide + fore[0] + fore[1], shoulder)
    back = spine[0][0]
    rest["LeftUpperLeg"] = (back, wide, hip)
    rest["LeftLowerLeg"] = (back, wide, hip * 0.54)
    rest["LeftFoot"] = (back, wide, hip * 0.10)
    rest["LeftToes"] = (back + 0.10 * hip, wide, hip * 0.03)
    return rest


def _horse(coat: Colour, mane: Colour) -> Beast:
    spine: list[Point] = [(0, 0, 1.24), (0.25, 0, 1.27), (0.52, 0, 1.26), (0.80, 0, 1.27), (1.02, 0, 1.42), (1.36, 0, 1.90)]
    rest = _four_feet(spine, 1.06, (0.50, 0.42, 0.14), 0.16, 1.10)
    clay = Clay(rough=0.004, grain=14.0, seed=11, scale=5.0)
    clay.add([(-0.10, 0, 1.22), (0.05, 0, 1.25)], [0.27, 0.28], blend=0.10, joint="Hips", squash=(1, 0.82, 1))
    clay.add([(0.10, 0, 1.20), (0.36, 0, 1.15)], [0.28, 0.30], blend=0.12, joint="Spine", squash=(1, 0.86, 1))
    clay.add([(0.36, 0, 1.15), (0.60, 0, 1.16)], [0.30, 0.295], blend=0.12, joint="Chest", squash=(1, 0.84, 1))
    clay.add([(0.70, 0, 1.18), (0.90, 0, 1.20)], [0.28, 0.24], blend=0.10, joint="UpperChest", squash=(1, 0.78, 1))
    clay.add([(0.72, 0, 1.40), (0.84, 0, 1.43)], [0.12, 0.13], blend=0.10, joint="UpperChest")
    clay.add([(0.90, 0, 1.28), (1.06, 0, 1.48), (1.22, 0, 1.70), (1.33, 0, 1.86)], [0.23, 0.185, 0.145, 0.115], blend=0.08,
             joint="Neck", squash=(1, 0.62, 1))
    clay.add([(1.36, 0, 1.90), (1.44, 0, 1.86)], [0.115, 0.105], blend=0.06, squash=(1, 0.80, 1))
    clay.add([(1.46, 0, 1.86), (1.60, 0, 1.70), (1.72, 0, 1.56)], [0.100, 0.076, 0.066], blend=0.05, squash=(1, 0.78, 1))
    clay.add([(1.36, 0.045, 1.80), (1.44, 0.05, 1.74)], [0.075, 0.060], mirror=True, blend=0.04)
    clay.add([(1.745, 0.030, 1.545)], 0.044, mirror=True, blend=0.03, colour=(coat[0] * 0.5, coat[1] * 0.45, coat[2] * 0.45))
    clay.add([(1.785, 0.036, 1.562), (1.770, 0.048, 1.578)], 0.012, mirror=True, cut=True, blend=0.01, colour=DARK)
    clay.add([(1.66, 0.055, 1.545), (1.78, 0.015, 1.512)], 0.006, mirror=True, cut=True, blend=0.008, colour=DARK)
    clay.add([(1.495, 0.078, 1.858)], 0.024, mirror=True, cut=True, blend=0.015, colour=DARK)
    clay.add([(1.46, 0.060, 1.90), (1.52, 0.072, 1.875)], 0.022, mirror=True, blend=0.02)
    clay.add([(1.345, 0.050, 1.985), (1.340, 0.062, 2.05), (1.350, 0.066, 2.115)], [0.030, 0.032, 0.006], mirror=True,
             blend=0.02, squash=(0.7, 1, 1))
    hoof: Colour = (0.035, 0.028, 0.022)
    clay.add([(0.0, 0.12, 1.16), (-0.02, 0.15, 0.86)], [0.20, 0.135], mirror=True, blend=0.08, joint="LeftUpperLeg")
    clay.add([(-0.02, 0.155, 0.86), (0.02, 0.16, 0.62)], [0.125, 0.078], mirror=True, blend=0.05, joint="LeftUpperLeg")
    clay.add([(0.0, 0.16, 0.60), (-0.035, 0.16, 0.50), (-0.01, 0.16, 0.16)], [0.070, 0.058, 0.038], mirror=True, blend=0.03,
             joint="LeftLowerLeg")
    clay.add([(-0.005, 0.16, 0.13), (0.035, 0.16, 0.085)], [0.046, 0.042], mirror=True, blend=0.02, joint="LeftFoot")
    clay.add([(0.045, 0.16, 0.062), (0.065, 0.16, 0.028)], [0.050, 0.062], mirror=True, blend=0.008, joint="LeftToes", colour=hoof)
    clay.add([(0.045, 0.16, -0.055), (0.10, 0.16, -0.055)], 0.06, mirror=True, cut=True, blend=0.004, colour=hoof)
    clay.add([(0.82, 0.10, 1.12), (0.80, 0.22, 1.07)], [0.17, 0.13], mirror=True, blend=0.08, joint="LeftUpperArm")
    clay.add([(0.80, 0.22, 1.07), (0.80, 0.46, 1.06), (0.80, 0.64, 1.06)], [0.125, 0.085, 0.060], mirror=True, blend=0.05,
             joint="LeftUpperArm")
    clay.add([(0.80, 0.66, 1.06), (0.80, 0.74, 1.06), (0.80, 1.04, 1.06)], [0.062, 0.046, 0.036], mirror=True, blend=0.03,
             joint="LeftLowerArm")
    clay.add([(0.80, 1.06, 1.06), (0.825, 1.12, 1.06)], [0.045, 0.041], mirror=True, blend=0.02, joint="LeftHand")
    clay.add([(0.83, 1.15, 1.06), (0.845, 1.19, 1.06)], [0.049, 0.058], mirror=True, blend=0.008, joint="LeftHand", colour=hoof)
    beast = Beast(clay, coat, rest, 2.12, 0.017, (1.492, 0.072, 1.858), 0.022, (0.02, 0.012, 0.008))
    dice = rng("horse mane")
    for k in range(64):
        t = k / 63
        x, z = 1.38 - 0.44 * t, 2.02 - 0.50 * t
        side = -1.0 if dice.random() < 0.8 else 1.0
        long = float(dice.uniform(0.18, 0.34))
        path = ((x, 0.01 * side, z), (x - 0.02, 0.07 * side, z + 0.02), (x - 0.03, 0.125 * side, z - 0.4 * long),
                (x + float(dice.normal(0, 0.02)), 0.15 * side, z - long))
        beast.tubes.append((Tube(path, 0.022, 0.003, colour=mane, end=mane), "Neck" if t > 0.2 else "Head"))
    for k in range(34):
        a, out = float(dice.normal(0, 0.03)), float(dice.normal(0, 0.05))
        path = ((-0.36, 0.3 * a, 1.34), (-0.50 + 0.2 * a, a, 1.28), (-0.58 + out, 1.6 * a, 0.92), (-0.52 + out, 2 * a, 0.52))
        beast.tubes.append((Tube(path, 0.026, 0.004, colour=mane, end=mane), "Hips"))
    return beast


def horse() -> Beast:
    return _horse((0.105, 0.052, 0.026), (0.014, 0.011, 0.010))


def unicorn() -> Beast:
    beast = _horse((0.56, 0.55, 0.53), (0.50, 0.46, 0.40))
    beast.tubes.append((Tube(((1.50, 0, 1.93), (1.62, 0, 2.12), (1.74, 0, 2.31)), 0.026, 0.003, rings=16,
                             colour=(0.60, 0.52, 0.36), end=(0.75, 0.70, 0.60)), "Head"))
    beast.height = 2.12
    return beast


def dog() -> Beast:
    spine: list[Point] = [(0, 0, 0.56), (0.13, 0, 0.575), (0.27, 0, 0.57), (0.41, 0, 0.58), (0.52, 0, 0.66), (0.62, 0, 0.80)]
    rest = _four_feet(spine, 0.50, (0.21, 0.19, 0.08), 0.085, 0.51)
    coat, dark, pale = (0.085, 0.050, 0.026), (0.016, 0.013, 0.012), (0.22, 0.16, 0.10)
    clay = Clay(rough=0.0035, grain=40.0, seed=12, scale=2.2)
    clay.add([(-0.02, 0, 0.545), (0.08, 0, 0.55)], [0.098, 0.100], blend=0.05, joint="Hips")
    clay.add([(0.08, 0, 0.55), (0.20, 0, 0.545)], [0.098, 0.106], blend=0.05, joint="Spine", colour=dark)
    clay.add([(0.20, 0, 0.535), (0.32, 0, 0.525)], [0.112, 0.128], blend=0.05, joint="Chest")
    clay.add([(0.34, 0, 0.525), (0.43, 0, 0.54)], [0.130, 0.112], blend=0.05, joint="UpperChest")
    clay.add([(0.45, 0, 0.58), (0.53, 0, 0.68), (0.60, 0, 0.77)], [0.102, 0.084, 0.076], blend=0.05, joint="Neck")
    clay.add([(0.615, 0, 0.805), (0.655, 0, 0.805)], [0.080, 0.072], blend=0.03)
    clay.add([(0.67, 0, 0.790), (0.74, 0, 0.768), (0.805, 0, 0.757)], [0.050, 0.036, 0.028], blend=0.025)
    clay.add([(0.66, 0.02, 0.752), (0.77, 0.010, 0.728)], [0.034, 0.018], mirror=True, blend=0.02, colour=dark)
    clay.add([(0.826, 0, 0.768)], 0.0185, blend=0.008, colour=dark)
    clay.add([(0.70, 0.032, 0.746), (0.80, 0.016, 0.738)], 0.0045, mirror=True, cut=True, blend=0.004, colour=dark)
    clay.add([(0.702, 0.036, 0.822)], 0.0135, mirror=True, cut=True, blend=0.006, colour=dark)
    clay.add([(0.685, 0.040, 0.842), (0.715, 0.026, 0.835)], 0.013, mirror=True, blend=0.012)
    clay.add([(0.600, 0.052, 0.865), (0.590, 0.066, 0.925), (0.595, 0.072, 0.975)], [0.034, 0.026, 0.004], mirror=True,
             blend=0.015, squash=(0.55, 1, 1), colour=dark)
    clay.add([(0.0, 0.065, 0.52), (-0.01, 0.082, 0.37), (0.02, 0.085, 0.29)], [0.085, 0.056, 0.040], mirror=True, blend=0.04,
             joint="LeftUpperLeg")
    clay.add([(0.005, 0.085, 0.27), (-0.02, 0.085, 0.21), (0.0, 0.085, 0.07)], [0.034, 0.026, 0.021], mirror=True, blend=0.02,
             joint="LeftLowerLeg", colour=pale)
    clay.add([(0.0, 0.085, 0.05), (0.045, 0.085, 0.026)], [0.024, 0.027], mirror=True, blend=0.015, joint="LeftFoot", colour=pale)
    clay.add([(0.06, 0.085, 0.021), (0.078, 0.085, 0.018)], [0.023, 0.018], mirror=True, blend=0.01, joint="LeftToes", colour=pale)
    clay.add([(0.40, 0.06, 0.52), (0.41, 0.13, 0.505)], [0.078, 0.052], mirror=True, blend=0.04, joint="LeftUpperArm")
    clay.add([(0.41, 0.13, 0.505), (0.41, 0.27, 0.50)], [0.048, 0.034], mirror=True, blend=0.03, joint="LeftUpperArm")
    clay.add([(0.41, 0.29, 0.50), (0.41, 0.46, 0.50)], [0.031, 0.023], mirror=True, blend=0.02, joint="LeftLowerArm", colour=pale)
    clay.add([(0.415, 0.49, 0.50), (0.45, 0.525, 0.50)], [0.025, 0.026], mirror=True, blend=0.015, joint="LeftHand", colour=pale)
    beast = Beast(clay, coat, rest, 0.975, 0.0075, (0.697, 0.034, 0.822), 0.0125, (0.012, 0.007, 0.004))
    dice = rng("dog tail")
    for _ in range(30):
        a, b = float(dice.normal(0, 0.012)), float(dice.normal(0, 0.02))
        path = ((-0.10, 0.4 * a, 0.585), (-0.19, a, 0.565 + a), (-0.27, 1.6 * a, 0.47 + b), (-0.30 + b, 2 * a, 0.36 + b))
        beast.tubes.append((Tube(path, 0.014, 0.002, colour=dark, end=coat), "Hips"))
    return beast


def dragon() -> Beast:
    scale, belly, horn = (0.035, 0.050, 0.038), (0.17, 0.13, 0.075), (0.17, 0.145, 0.105)
    rest: dict[str, Point] = {
        "Hips": (0, 0, 2.15), "Spine": (0.28, 0, 2.36), "Chest": (0.55, 0, 2.62), "UpperChest": (0.78, 0, 2.92),
        "Neck": (0.95, 0, 3.28), "Head": (1.62, 0, 4.42), "LeftShoulder": (0.85, 0.22, 2.98),
        "LeftUpperArm": (0.88, 0.50, 2.86), "LeftLowerArm": (0.88, 1.02, 2.86), "LeftHand": (0.88, 1.50, 2.86),
        "LeftUpperLeg": (0, 0.50, 2.00), "LeftLowerLeg": (0, 0.50, 1.05), "LeftFoot": (0, 0.50, 0.20),
        "LeftToes": (0.42, 0.50, 0.08),
    }
    clay = Clay(rough=0.016, grain=7.0, seed=13, scale=11.0)
    clay.add([(-0.10, 0, 2.10), (0.15, 0, 2.22)], [0.50, 0.54], blend=0.2, joint="Hips")
    clay.add([(0.20, 0, 2.28), (0.42, 0, 2.46)], [0.54, 0.56], blend=0.2, joint="Spine")
    clay.add([(0.45, 0, 2.50), (0.62, 0, 2.66)], [0.57, 0.60], blend=0.2, joint="Chest")
    clay.add([(0.66, 0, 2.72), (0.84, 0, 2.98)], [0.60, 0.48], blend=0.2, joint="UpperChest")
    clay.add([(0.42, 0, 2.26), (0.82, 0, 2.56), (1.06, 0, 2.92)], [0.36, 0.42, 0.33], blend=0.15, joint="Chest", colour=belly)
    clay.add([(0.90, 0, 3.06), (1.02, 0, 3.36), (1.04, 0, 3.66)], [0.40, 0.31, 0.26], blend=0.15, joint="UpperChest")
    clay.add([(1.04, 0, 3.62), (1.10, 0, 3.92), (1.28, 0, 4.18), (1.50, 0, 4.36)], [0.26, 0.225, 0.20, 0.19], blend=0.1, joint="Neck")
    clay.add([(1.16, 0, 3.20), (1.23, 0, 3.60), (1.26, 0, 3.90)], [0.19, 0.14, 0.12], blend=0.08, joint="Neck", colour=belly)
    clay.add([(1.58, 0, 4.44), (1.74, 0, 4.46)], [0.24, 0.225], blend=0.10)
    clay.add([(1.80, 0, 4.42), (2.10, 0, 4.33), (2.40, 0, 4.24), (2.56, 0, 4.18)], [0.185, 0.140, 0.105, 0.080], blend=0.08)
    clay.add([(1.62, 0.10, 4.28), (1.95, 0.07, 4.13), (2.42, 0.03, 4.02)], [0.13, 0.080, 0.050], mirror=True, blend=0.06)
    clay.add([(1.88, 0, 4.245), (2.15, 0, 4.165), (2.62, 0, 4.07)], [0.020, 0.040, 0.056], cut=True, blend=0.02,
             colour=(0.10, 0.012, 0.010), squash=(1, 4.0, 1))
    clay.add([(1.96, 0.10, 4.535), (1.80, 0.185, 4.60), (1.60, 0.22, 4.58)], [0.045, 0.062, 0.050], mirror=True, blend=0.05)
    clay.add([(1.875, 0.165, 4.500)], 0.062, mirror=True, cut=True, blend=0.03, colour=DARK)
    clay.add([(2.53, 0.050, 4.275), (2.50, 0.085, 4.250)], 0.024, mirror=True, cut=True, blend=0.015, colour=DARK)
    for t in np.linspace(0.0, 1.0, 9):
        x, y = 1.98 + 0.54 * float(t), 0.112 - 0.055 * float(t)
        top, low = 4.275 - 0.090 * float(t), 4.125 - 0.060 * float(t)
        clay.add([(x, y, top - 0.02), (x + 0.01, y, top - 0.10)], [0.022, 0.004], mirror=True, blend=0.006, colour=BONE)
        clay.add([(x - 0.02, y * 0.8, low - 0.01), (x - 0.02, y * 0.8, low + 0.07)], [0.018, 0.004], mirror=True, blend=0.006, colour=BONE)
    clay.add([(-0.25, 0, 2.02), (-0.85, 0, 1.60), (-1.60, 0.05, 1.02), (-2.40, 0.16, 0.58), (-3.20, 0.30, 0.34), (-3.90, 0.28, 0.28)],
             [0.46, 0.33, 0.235, 0.16, 0.095, 0.035], blend=0.15, joint="Hips")
    clay.add([(0.02, 0.36, 2.02), (0.10, 0.50, 1.50), (0.06, 0.50, 1.14)], [0.42, 0.32, 0.20], mirror=True, blend=0.14, joint="LeftUpperLeg")
    clay.add([(0.04, 0.50, 1.06), (-0.10, 0.50, 0.80), (-0.02, 0.50, 0.26)], [0.19, 0.145, 0.115], mirror=True, blend=0.08, joint="LeftLowerLeg")
    clay.add([(-0.02, 0.50, 0.18), (0.30, 0.50, 0.115)], [0.135, 0.120], mirror=True, blend=0.06, joint="LeftFoot")
    for out in (-0.14, 0.0, 0.14):
        clay.add([(0.32, 0.50 + 0.6 * out, 0.10), (0.56, 0.50 + 1.25 * out, 0.085)], [0.090, 0.066], mirror=True, blend=0.04, joint="LeftToes")
        clay.add([(0.58, 0.50 + 1.3 * out, 0.085), (0.72, 0.50 + 1.5 * out, 0.025)], [0.050, 0.012], mirror=True, blend=0.01, joint="LeftToes", colour=DARK)
    clay.add([(0.80, 0.30, 2.92), (0.88, 0.52, 2.86), (0.88, 0.98, 2.86)], [0.28, 0.20, 0.120], mirror=True, blend=0.12, joint="LeftUpperArm")
    clay.add([(0.88, 1.00, 2.86), (0.88, 1.20, 2.86), (0.88, 1.46, 2.86)], [0.125, 0.115, 0.075], mirror=True, blend=0.06, joint="LeftLowerArm")
    for out in (-0.12, -0.04, 0.05, 0.13):
        clay.add([(0.88, 1.50, 2.86), (0.88 + out, 1.66, 2.85), (0.88 + 1.35 * out, 1.78, 2.80)], [0.075, 0.042, 0.034], mirror=True, blend=0.03, joint="LeftHand")
        clay.add([(0.88 + 1.4 * out, 1.79, 2.795), (0.88 + 1.5 * out, 1.88, 2.72)], [0.026, 0.005], mirror=True, blend=0.006, joint="LeftHand", colour=DARK)
    beast = Beast(clay, scale, rest, 4.75, 0.034, (1.862, 0.158, 4.500), 0.046, (5.0, 2.2, 0.3))
    _dragon_trim(beast, horn)
    _wings(beast)
    return beast


def _dragon_trim(beast: Beast, horn: Colour) -> None:
    for side in (1.0, -1.0):
        for path, root in ((((1.58, 0.14 * side, 4.60), (1.30, 0.24 * side, 4.78), (1.00, 0.30 * side, 5.02), (0.86, 0.28 * side, 5.26)), 0.085),
                           (((1.52, 0.21 * side, 4.46), (1.30, 0.33 * side, 4.48), (1.10, 0.40 * side, 4.58)), 0.055),
                           (((1.62, 0.20 * side, 4.26), (1.44, 0.30 * side, 4.16), (1.28, 0.34 * side, 4.14)), 0.045)):
            beast.tubes.append((Tube(path, root, 0.008, rings=9, colour=horn, end=HORN), "Head"))
    back = ((1.36, 4.50, "Head", 0.16), (1.10, 4.30, "Neck", 0.20), (0.90, 4.02, "Neck", 0.23), (0.80, 3.72, "Neck", 0.26),
            (0.66, 3.42, "UpperChest", 0.30), (0.42, 3.16, "UpperChest", 0.32), (0.20, 2.92, "Chest", 0.32),
            (-0.04, 2.70, "Spine", 0.30), (-0.30, 2.48, "Hips", 0.28), (-0.62, 2.18, "Hips", 0.26), (-0.98, 1.85, "Hips", 0.24),
            (-1.38, 1.50, "Hips", 0.21), (-1.80, 1.18, "Hips", 0.18), (-2.26, 0.90, "Hips", 0.15), (-2.74, 0.64, "Hips", 0.12))
    for x, z, joint, long in back:
        y = 0.0 if x > -1.2 else 0.12 * (-x - 1.2)
        path = ((x + 0.06, y, z - 0.12), (x - 0.06, y, z + 0.25 * long), (x - 0.55 * long, y, z + long))
        beast.tubes.append((Tube(path, 0.075, 0.006, colour=horn, end=HORN), joint))


def _wings(beast: Beast) -> None:
    """Two half-spread wings: an arm, four fingers, and skin hung between them with a scalloped edge."""
    skin, bone = (0.085, 0.030, 0.020), (0.045, 0.048, 0.038)
    for side in (1.0, -1.0):
        root, elbow, wrist = (0.55, 0.30, 3.12), (0.05, 1.05, 3.95), (0.45, 1.75, 4.95)
        tips = ((-0.35, 3.25, 5.15), (-1.25, 3.05, 4.25), (-1.75, 2.45, 3.35), (-1.75, 1.65, 2.65))
        inner = (-1.15, 0.35, 2.15)

        def at(point: Point, side: float = side) -> Point:
            return (point[0], point[1] * side, point[2])

        beast.tubes.append((Tube((at(root), at(elbow)), 0.15, 0.085, colour=bone, end=bone), "UpperChest"))
        beast.tubes.append((Tube((at(elbow), at(wrist)), 0.095, 0.060, colour=bone, end=bone), "UpperChest"))
        fingers: list[np.ndarray] = []
        for tip in tips:
            middle = 0.5 * (np.array(wrist) + np.array(tip)) + np.array([0.10, 0.18, 0.30])
            t = np.linspace(0.0, 1.0, 12)[:, None]
            fingers.append((1 - t) ** 2 * np.array(wrist) + 2 * t * (1 - t) * middle + t ** 2 * np.array(tip))
            path = tuple(at((float(x), float(y), float(z))) for x, y, z in fingers[-1][::2])
            beast.tubes.append((Tube(path, 0.055, 0.010, colour=bone, end=HORN), "UpperChest"))
        t = np.linspace(0.0, 1.0, 12)[:, None]
        fingers.append((1 - t) * np.array(elbow) + t * np.array(inner))
        fingers.append((1 - t) * np.array(root) + t * np.array([-0.35, 0.10, 2.45]))
        for one, two in zip(fingers, fingers[1:], strict=False):
            share = np.linspace(0.0, 1.0, 9)
            sag = np.sin(np.pi * share)
            rows = []
            for k in range(12):
                row = one[k] + (two[k] - one[k]) * share[:, None]
                pull = 0.26 * (k / 11) ** 2 * sag[:, None]
                row = row + (np.array(wrist) - row) * pull + np.array([0.05, 0.0, -0.10]) * sag[:, None] * (k / 11)
                rows.append(tuple(at((float(x), float(y), float(z))) for x, y, z in row))
            beast.sheets.append(Sheet(tuple(rows), skin, "UpperChest"))


BEASTS: dict[str, Callable[[], Beast]] = {"dragon": dragon, "dog": dog, "horse": horse, "unicorn": unicorn}
