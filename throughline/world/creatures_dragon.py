"""The dragon, sculpted on the 22 joints: hind legs walk, small arms hang, half-spread wings ride on the chest."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from throughline.world.creatures_clay import Beast, Sheet
from throughline.world.creatures_heads import BONE, DARK, HORN, Point, Tube
from throughline.world.creatures_sculpt import Clay, Colour


def dragon() -> Beast:
    scale, belly, horn = (0.035, 0.050, 0.038), (0.17, 0.13, 0.075), (0.17, 0.145, 0.105)
    rest: dict[str, Point] = {
        "Hips": (0, 0, 2.15), "Spine": (0.28, 0, 2.36), "Chest": (0.55, 0, 2.62), "UpperChest": (0.78, 0, 2.92),
        "Neck": (0.95, 0, 3.28), "Head": (1.62, 0, 4.42), "LeftShoulder": (0.85, 0.22, 2.98),
        "LeftUpperArm": (0.88, 0.50, 2.86), "LeftLowerArm": (0.88, 1.02, 2.86), "LeftHand": (0.88, 1.50, 2.86),
        "LeftUpperLeg": (0, 0.50, 2.00), "LeftLowerLeg": (0, 0.50, 1.05), "LeftFoot": (0, 0.50, 0.20),
        "LeftToes": (0.42, 0.50, 0.08),
    }
    clay = Clay(rough=0.016, grain=7.0, seed=13, scale=11.0, bleed=0.022)
    clay.add([(-0.10, 0, 2.10), (0.15, 0, 2.22)], [0.50, 0.54], blend=0.2, joint="Hips")
    clay.add([(0.20, 0, 2.28), (0.42, 0, 2.46)], [0.54, 0.56], blend=0.2, joint="Spine")
    clay.add([(0.45, 0, 2.50), (0.62, 0, 2.66)], [0.57, 0.60], blend=0.2, joint="Chest")
    clay.add([(0.66, 0, 2.72), (0.84, 0, 2.98)], [0.60, 0.48], blend=0.2, joint="UpperChest")
    clay.add([(0.42, 0, 2.26), (0.82, 0, 2.56), (1.06, 0, 2.92)], [0.36, 0.42, 0.33], blend=0.15, joint="Chest",
             colour=belly)
    clay.add([(0.90, 0, 3.06), (1.02, 0, 3.36), (1.04, 0, 3.66)], [0.40, 0.31, 0.26], blend=0.15, joint="UpperChest")
    clay.add([(1.04, 0, 3.62), (1.10, 0, 3.92), (1.28, 0, 4.18), (1.50, 0, 4.36)], [0.26, 0.225, 0.20, 0.19],
             blend=0.1, joint="Neck")
    clay.add([(1.16, 0, 3.20), (1.23, 0, 3.60), (1.26, 0, 3.90)], [0.19, 0.14, 0.12], blend=0.08, joint="Neck",
             colour=belly)
    _dragon_head(clay)
    clay.add([(-0.25, 0, 2.02), (-0.85, 0, 1.60), (-1.60, 0.05, 1.02), (-2.40, 0.16, 0.58), (-3.20, 0.30, 0.34),
             (-3.90, 0.28, 0.28)],
             [0.46, 0.33, 0.235, 0.16, 0.095, 0.035], blend=0.15, joint="Hips")
    _dragon_limbs(clay)
    beast = Beast(clay, scale, rest, 4.75, 0.034, (1.862, 0.158, 4.500), 0.046, (5.0, 2.2, 0.3))
    _dragon_trim(beast, horn)
    _wings(beast)
    return beast


def _dragon_head(clay: Clay) -> None:
    clay.add([(1.58, 0, 4.44), (1.74, 0, 4.46)], [0.24, 0.225], blend=0.10)
    clay.add([(1.80, 0, 4.42), (2.10, 0, 4.33), (2.40, 0, 4.24), (2.56, 0, 4.18)], [0.185, 0.140, 0.105, 0.080],
             blend=0.08)
    clay.add([(1.62, 0.10, 4.28), (1.95, 0.07, 4.13), (2.42, 0.03, 4.02)], [0.13, 0.080, 0.050], mirror=True,
             blend=0.06)
    clay.add([(1.88, 0, 4.245), (2.15, 0, 4.165), (2.62, 0, 4.07)], [0.020, 0.040, 0.056], cut=True, blend=0.02,
             colour=(0.10, 0.012, 0.010), squash=(1, 4.0, 1))
    clay.add([(1.96, 0.10, 4.535), (1.80, 0.185, 4.60), (1.60, 0.22, 4.58)], [0.045, 0.062, 0.050], mirror=True,
             blend=0.05)
    clay.add([(1.875, 0.165, 4.500)], 0.062, mirror=True, cut=True, blend=0.03, colour=DARK)
    clay.add([(2.53, 0.050, 4.275), (2.50, 0.085, 4.250)], 0.024, mirror=True, cut=True, blend=0.015, colour=DARK)
    for t in np.linspace(0.0, 1.0, 9):
        x, y = 1.98 + 0.54 * float(t), 0.112 - 0.055 * float(t)
        top, low = 4.275 - 0.090 * float(t), 4.125 - 0.060 * float(t)
        clay.add([(x, y, top - 0.02), (x + 0.01, y, top - 0.10)], [0.022, 0.004], mirror=True, blend=0.006, colour=BONE)
        clay.add([(x - 0.02, y * 0.8, low - 0.01), (x - 0.02, y * 0.8, low + 0.07)], [0.018, 0.004], mirror=True,
                 blend=0.006, colour=BONE)


def _dragon_limbs(clay: Clay) -> None:
    clay.add([(0.02, 0.36, 2.02), (0.10, 0.50, 1.50), (0.06, 0.50, 1.14)], [0.42, 0.32, 0.20], mirror=True,
             blend=0.14, joint="LeftUpperLeg")
    clay.add([(0.04, 0.50, 1.06), (-0.10, 0.50, 0.80), (-0.02, 0.50, 0.26)], [0.19, 0.145, 0.115], mirror=True,
             blend=0.08, joint="LeftLowerLeg")
    clay.add([(-0.02, 0.50, 0.18), (0.30, 0.50, 0.115)], [0.135, 0.120], mirror=True, blend=0.06, joint="LeftFoot")
    for out in (-0.14, 0.0, 0.14):
        clay.add([(0.32, 0.50 + 0.6 * out, 0.10), (0.56, 0.50 + 1.25 * out, 0.085)], [0.090, 0.066], mirror=True,
                 blend=0.04, joint="LeftToes")
        clay.add([(0.58, 0.50 + 1.3 * out, 0.085), (0.72, 0.50 + 1.5 * out, 0.025)], [0.050, 0.012], mirror=True,
                 blend=0.01, joint="LeftToes", colour=DARK)
    clay.add([(0.80, 0.30, 2.92), (0.88, 0.52, 2.86), (0.88, 0.98, 2.86)], [0.28, 0.20, 0.120], mirror=True,
             blend=0.12, joint="LeftUpperArm")
    clay.add([(0.88, 1.00, 2.86), (0.88, 1.20, 2.86), (0.88, 1.46, 2.86)], [0.125, 0.115, 0.075], mirror=True,
             blend=0.06, joint="LeftLowerArm")
    for out in (-0.12, -0.04, 0.05, 0.13):
        clay.add([(0.88, 1.50, 2.86), (0.88 + out, 1.66, 2.85), (0.88 + 1.35 * out, 1.78, 2.80)], [0.075, 0.042,
                 0.034], mirror=True, blend=0.03, joint="LeftHand")
        clay.add([(0.88 + 1.4 * out, 1.79, 2.795), (0.88 + 1.5 * out, 1.88, 2.72)], [0.026, 0.005], mirror=True,
                 blend=0.006, joint="LeftHand", colour=DARK)


def _dragon_trim(beast: Beast, horn: Colour) -> None:
    for side in (1.0, -1.0):
        for path, root in ((((1.58, 0.14 * side, 4.60), (1.30, 0.24 * side, 4.78), (1.00, 0.30 * side, 5.02), (0.86,
            0.28 * side, 5.26)), 0.085),
                           (((1.52, 0.21 * side, 4.46), (1.30, 0.33 * side, 4.48), (1.10, 0.40 * side, 4.58)), 0.055),
                           (((1.62, 0.20 * side, 4.26), (1.44, 0.30 * side, 4.16), (1.28, 0.34 * side, 4.14)), 0.045)):
            beast.tubes.append((Tube(path, root, 0.008, rings=9, colour=horn, end=HORN), "Head"))
    back = ((1.36, 4.50, "Head", 0.16), (1.10, 4.30, "Neck", 0.20), (0.90, 4.02, "Neck", 0.23), (0.80, 3.72, "Neck",
        0.26),
            (0.66, 3.42, "UpperChest", 0.30), (0.42, 3.16, "UpperChest", 0.32), (0.20, 2.92, "Chest", 0.32),
            (-0.04, 2.70, "Spine", 0.30), (-0.30, 2.48, "Hips", 0.28), (-0.62, 2.18, "Hips", 0.26), (-0.98, 1.85,
                "Hips", 0.24),
            (-1.38, 1.50, "Hips", 0.21), (-1.80, 1.18, "Hips", 0.18), (-2.26, 0.90, "Hips", 0.15), (-2.74, 0.64,
                "Hips", 0.12))
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
        for one, two in pairwise(fingers):
            share = np.linspace(0.0, 1.0, 9)
            sag = np.sin(np.pi * share)
            rows = []
            for k in range(12):
                row = one[k] + (two[k] - one[k]) * share[:, None]
                pull = 0.26 * (k / 11) ** 2 * sag[:, None]
                row = row + (np.array(wrist) - row) * pull + np.array([0.05, 0.0, -0.10]) * sag[:, None] * (k / 11)
                rows.append(tuple(at((float(x), float(y), float(z))) for x, y, z in row))
            beast.sheets.append(Sheet(tuple(rows), skin, "UpperChest"))
