"""Beasts sculpted on the 22 joints: four-footed ones carry their forelegs where a person carries arms.

In the rest pose forelegs point sideways along Y, as arms do, so that a motion which hangs the arms stands the beast on
four feet. Metres, facing +X, Z up.
"""

from __future__ import annotations

from collections.abc import Callable

from throughline.world.creatures_clay import Beast
from throughline.world.creatures_dragon import dragon
from throughline.world.creatures_heads import DARK, Point, Tube
from throughline.world.creatures_sculpt import Clay, Colour
from throughline.world.shapes import rng


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
    spine: list[Point] = [(0, 0, 1.24), (0.25, 0, 1.27), (0.52, 0, 1.26), (0.80, 0, 1.27), (1.02, 0, 1.42), (1.36, 0,
        1.90)]
    rest = _four_feet(spine, 1.06, (0.50, 0.42, 0.14), 0.16, 1.10)
    clay = Clay(rough=0.004, grain=14.0, seed=11, scale=5.0, bleed=0.02)
    clay.add([(-0.10, 0, 1.22), (0.05, 0, 1.25)], [0.27, 0.28], blend=0.10, joint="Hips", squash=(1, 0.82, 1))
    clay.add([(0.10, 0, 1.20), (0.36, 0, 1.15)], [0.28, 0.30], blend=0.12, joint="Spine", squash=(1, 0.86, 1))
    clay.add([(0.36, 0, 1.15), (0.60, 0, 1.16)], [0.30, 0.295], blend=0.12, joint="Chest", squash=(1, 0.84, 1))
    clay.add([(0.70, 0, 1.18), (0.90, 0, 1.20)], [0.28, 0.24], blend=0.10, joint="UpperChest", squash=(1, 0.78, 1))
    clay.add([(0.72, 0, 1.40), (0.84, 0, 1.43)], [0.12, 0.13], blend=0.10, joint="UpperChest")
    clay.add([(0.90, 0, 1.28), (1.06, 0, 1.48), (1.22, 0, 1.70), (1.33, 0, 1.86)], [0.23, 0.185, 0.145, 0.115],
             blend=0.08,
             joint="Neck", squash=(1, 0.62, 1))
    clay.add([(1.36, 0, 1.90), (1.44, 0, 1.86)], [0.115, 0.105], blend=0.06, squash=(1, 0.80, 1))
    clay.add([(1.46, 0, 1.86), (1.60, 0, 1.70), (1.72, 0, 1.56)], [0.100, 0.076, 0.066], blend=0.05, squash=(1, 0.78,
             1))
    clay.add([(1.36, 0.045, 1.80), (1.44, 0.05, 1.74)], [0.075, 0.060], mirror=True, blend=0.04)
    clay.add([(1.745, 0.030, 1.545)], 0.044, mirror=True, blend=0.03, colour=(coat[0] * 0.5, coat[1] * 0.45,
             coat[2] * 0.45))
    clay.add([(1.785, 0.036, 1.562), (1.770, 0.048, 1.578)], 0.012, mirror=True, cut=True, blend=0.01, colour=DARK)
    clay.add([(1.66, 0.055, 1.545), (1.78, 0.015, 1.512)], 0.006, mirror=True, cut=True, blend=0.008, colour=DARK)
    clay.add([(1.495, 0.078, 1.858)], 0.024, mirror=True, cut=True, blend=0.015, colour=DARK)
    clay.add([(1.46, 0.060, 1.90), (1.52, 0.072, 1.875)], 0.022, mirror=True, blend=0.02)
    clay.add([(1.345, 0.050, 1.985), (1.340, 0.062, 2.05), (1.350, 0.066, 2.115)], [0.030, 0.032, 0.006], mirror=True,
             blend=0.02, squash=(0.7, 1, 1))
    hoof: Colour = (0.035, 0.028, 0.022)
    clay.add([(0.0, 0.12, 1.16), (-0.02, 0.15, 0.86)], [0.20, 0.135], mirror=True, blend=0.08, joint="LeftUpperLeg")
    clay.add([(-0.02, 0.155, 0.86), (0.02, 0.16, 0.62)], [0.125, 0.078], mirror=True, blend=0.05, joint="LeftUpperLeg")
    clay.add([(0.0, 0.16, 0.60), (-0.035, 0.16, 0.50), (-0.01, 0.16, 0.16)], [0.070, 0.058, 0.038], mirror=True,
             blend=0.03,
             joint="LeftLowerLeg")
    clay.add([(-0.005, 0.16, 0.13), (0.035, 0.16, 0.085)], [0.046, 0.042], mirror=True, blend=0.02, joint="LeftFoot")
    clay.add([(0.045, 0.16, 0.062), (0.065, 0.16, 0.028)], [0.050, 0.062], mirror=True, blend=0.008,
             joint="LeftToes", colour=hoof)
    clay.add([(0.045, 0.16, -0.055), (0.10, 0.16, -0.055)], 0.06, mirror=True, cut=True, blend=0.004, colour=hoof)
    clay.add([(0.82, 0.10, 1.12), (0.80, 0.22, 1.07)], [0.17, 0.13], mirror=True, blend=0.08, joint="LeftUpperArm")
    clay.add([(0.80, 0.22, 1.07), (0.80, 0.46, 1.06), (0.80, 0.64, 1.06)], [0.125, 0.085, 0.060], mirror=True,
             blend=0.05,
             joint="LeftUpperArm")
    clay.add([(0.80, 0.66, 1.06), (0.80, 0.74, 1.06), (0.80, 1.04, 1.06)], [0.062, 0.046, 0.036], mirror=True,
             blend=0.03,
             joint="LeftLowerArm")
    clay.add([(0.80, 1.06, 1.06), (0.825, 1.12, 1.06)], [0.045, 0.041], mirror=True, blend=0.02, joint="LeftHand")
    clay.add([(0.83, 1.15, 1.06), (0.845, 1.19, 1.06)], [0.049, 0.058], mirror=True, blend=0.008, joint="LeftHand",
             colour=hoof)
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
    for _ in range(34):
        a, out = float(dice.normal(0, 0.03)), float(dice.normal(0, 0.05))
        path = ((-0.36, 0.3 * a, 1.34), (-0.50 + 0.2 * a, a, 1.28), (-0.58 + out, 1.6 * a, 0.92), (-0.52 + out,
            2 * a, 0.52))
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
    spine: list[Point] = [(0, 0, 0.56), (0.13, 0, 0.575), (0.27, 0, 0.57), (0.41, 0, 0.58), (0.52, 0, 0.66), (0.62,
        0, 0.80)]
    rest = _four_feet(spine, 0.50, (0.21, 0.19, 0.08), 0.085, 0.51)
    coat, dark, pale = (0.085, 0.050, 0.026), (0.016, 0.013, 0.012), (0.22, 0.16, 0.10)
    clay = Clay(rough=0.0035, grain=40.0, seed=12, scale=2.2, bleed=0.012)
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
    clay.add([(0.0, 0.065, 0.52), (-0.01, 0.082, 0.37), (0.02, 0.085, 0.29)], [0.085, 0.056, 0.040], mirror=True,
             blend=0.04,
             joint="LeftUpperLeg")
    clay.add([(0.005, 0.085, 0.27), (-0.02, 0.085, 0.21), (0.0, 0.085, 0.07)], [0.034, 0.026, 0.021], mirror=True,
             blend=0.02,
             joint="LeftLowerLeg", colour=pale)
    clay.add([(0.0, 0.085, 0.05), (0.045, 0.085, 0.026)], [0.024, 0.027], mirror=True, blend=0.015, joint="LeftFoot",
             colour=pale)
    clay.add([(0.06, 0.085, 0.021), (0.078, 0.085, 0.018)], [0.023, 0.018], mirror=True, blend=0.01,
             joint="LeftToes", colour=pale)
    clay.add([(0.40, 0.06, 0.52), (0.41, 0.13, 0.505)], [0.078, 0.052], mirror=True, blend=0.04, joint="LeftUpperArm")
    clay.add([(0.41, 0.13, 0.505), (0.41, 0.27, 0.50)], [0.048, 0.034], mirror=True, blend=0.03, joint="LeftUpperArm")
    clay.add([(0.41, 0.29, 0.50), (0.41, 0.46, 0.50)], [0.031, 0.023], mirror=True, blend=0.02, joint="LeftLowerArm",
             colour=pale)
    clay.add([(0.415, 0.49, 0.50), (0.45, 0.525, 0.50)], [0.025, 0.026], mirror=True, blend=0.015, joint="LeftHand",
             colour=pale)
    beast = Beast(clay, coat, rest, 0.975, 0.0075, (0.697, 0.034, 0.822), 0.0135, (0.012, 0.007, 0.004))
    dice = rng("dog tail")
    for _ in range(30):
        a, b = float(dice.normal(0, 0.012)), float(dice.normal(0, 0.02))
        path = ((-0.10, 0.4 * a, 0.585), (-0.19, a, 0.565 + a), (-0.27, 1.6 * a, 0.47 + b), (-0.30 + b, 2 * a,
            0.36 + b))
        beast.tubes.append((Tube(path, 0.014, 0.002, colour=dark, end=coat), "Hips"))
    return beast


BEASTS: dict[str, Callable[[], Beast]] = {"dragon": dragon, "dog": dog, "horse": horse, "unicorn": unicorn}
