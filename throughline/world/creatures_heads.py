"""The animal heads of the reapers, sculpted: stag, goat and horse as bare skulls, crow, ox and fox in the flesh.

Coordinates are metres from the head joint of a person of 1.72 m, facing +X.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.interpolate import CubicSpline

from throughline.world.creatures_sculpt import Clay, Colour
from throughline.world.shapes import rng

BONE: Colour = (0.50, 0.44, 0.33)
OLD_BONE: Colour = (0.34, 0.28, 0.19)
DARK: Colour = (0.012, 0.010, 0.010)
HORN: Colour = (0.10, 0.075, 0.05)
EMBER = (5.0, 1.5, 0.25)
ICE = (1.6, 3.2, 4.6)
Point = tuple[float, float, float]


@dataclass(frozen=True)
class Tube:
    """A horn, tine or strand: ``path`` points, radii from root to tip, ``rings`` ridges across it, its colours."""

    path: tuple[Point, ...]
    root: float
    tip: float
    rings: int = 0
    colour: Colour = HORN
    end: Colour = OLD_BONE


@dataclass
class Head:
    """A head before it is meshed: clay, tubes, glowing ``eyes`` (centre of the left one), and its base colour."""

    clay: Clay
    base: Colour
    eye: Point
    eye_radius: float
    glow: tuple[float, float, float]
    tubes: list[Tube] = field(default_factory=list)

    def tube(self, path: tuple[Point, ...], root: float, tip: float, **style: object) -> None:
        """A tube on the left and its like on the right, a little different."""
        dice = rng("tube", len(self.tubes), path[-1][0])
        for side in (1.0, -1.0):
            lean = dice.normal(0.0, 0.012, 3)
            last = len(path) - 1
            bent = tuple((x + float(lean[0]) * k / last, y * side + float(lean[1]) * k / last,
                z + float(lean[2]) * k / last)
                         for k, (x, y, z) in enumerate(path))
            self.tubes.append(Tube(bent, root, tip, **style))  # type: ignore[arg-type]


def _neck(clay: Clay, colour: Colour, thick: float = 1.0) -> None:
    clay.add([(-0.045, 0, 0.07), (-0.06, 0, -0.03), (-0.055, 0, -0.10), (-0.05, 0, -0.19)],
             [0.060 * thick, 0.062 * thick, 0.072 * thick, 0.10 * thick], blend=0.035, colour=colour)


def _teeth(clay: Clay, start: Point, end: Point, count: int, long: float, colour: Colour = BONE) -> None:
    for t in np.linspace(0.0, 1.0, count):
        x, y, z = (a + (b - a) * float(t) for a, b in zip(start, end, strict=True))
        clay.add([(x, y, z), (x, y * 0.97, z + long)], [0.0062, 0.0042], mirror=True, blend=0.002, colour=colour)


def _tufts(clay: Clay, roots: list[Point], ways: list[Point], long: float, wide: float, colour: Colour,
    key: str) -> None:
    dice = rng("tufts", key)
    for root, way in zip(roots, ways, strict=True):
        reach = long * float(dice.uniform(0.7, 1.25))
        bend = [root[k] + way[k] * reach * 0.55 + float(dice.normal(0, 0.004)) for k in range(3)]
        tip = [root[k] + way[k] * reach + (0.0, 0.0, -0.25 * reach)[k] for k in range(3)]
        shade = float(dice.uniform(0.7, 1.35))
        tint = (colour[0] * shade, colour[1] * shade, colour[2] * shade)
        clay.add([root, (bend[0], bend[1], bend[2]), (tip[0], tip[1], tip[2])], [wide, wide * 0.7, 0.0012], blend=0.007,
                 colour=tint)


def _ruff(clay: Clay, colour: Colour, key: str, rows: int = 6, count: int = 17, long: float = 0.075) -> None:
    """Fur or hackles round the neck, row over row, pointing down and out."""
    dice = rng("ruff", key)
    roots: list[Point] = []
    ways: list[Point] = []
    for row in range(rows):
        z, radius = 0.045 - 0.040 * row, 0.050 + 0.0095 * row
        for k in range(count):
            angle = 2 * np.pi * (k + 0.5 * (row % 2)) / count + float(dice.normal(0, 0.06))
            out = (float(np.cos(angle)), float(np.sin(angle)))
            roots.append((-0.055 + radius * out[0], radius * out[1], z))
            ways.append((0.45 * out[0], 0.45 * out[1], -0.85))
    _tufts(clay, roots, ways, long, 0.013, colour, key)


def _skull(clay: Clay, *, long: float, wide: float, deep: float, tint: Colour) -> None:
    """A hoofed animal's skull: ``long`` the muzzle's reach, ``wide`` and ``deep`` scale breadth and depth."""
    w, d, x = wide, deep, long / 0.30
    clay.add([(-0.04, 0, 0.105), (0.02, 0, 0.120)], [0.074, 0.068], colour=tint, squash=(1, w, 1))
    clay.add([(0.035, 0.020, 0.168), (0.060, 0.055 * w, 0.148), (0.040, 0.082 * w, 0.118)], [0.020, 0.021, 0.016],
             mirror=True, blend=0.018, colour=tint)
    clay.add([(0.05, 0, 0.112), (0.14 * x, 0, 0.088), (0.23 * x, 0, 0.050), (0.30 * x, 0, 0.018)],
             [0.054 * d, 0.041 * d, 0.030 * d, 0.021 * d], colour=tint, squash=(1, 0.88 * w, 1))
    clay.add([(0.06, 0, 0.158), (0.16 * x, 0, 0.122), (0.25 * x, 0, 0.074)], [0.017, 0.013, 0.009], colour=tint)
    clay.add([(0.00, 0.084 * w, 0.088), (0.07 * x, 0.078 * w, 0.074), (0.14 * x, 0.050 * w, 0.056)],
             [0.012, 0.016, 0.013], mirror=True, blend=0.014, colour=tint)
    clay.add([(0.09 * x, 0.046 * w, 0.045), (0.21 * x, 0.026 * w, 0.020), (0.30 * x, 0.013 * w, 0.000)],
             [0.021, 0.015, 0.011], mirror=True, blend=0.016, colour=tint)
    clay.add([(0.080, 0.074 * w, 0.118)], 0.031, mirror=True, cut=True, blend=0.010, colour=DARK)
    clay.add([(0.055, 0.052 * w, 0.116)], 0.024, mirror=True, cut=True, blend=0.008, colour=DARK)
    clay.add([(0.27 * x, 0, 0.052), (0.33 * x, 0, 0.016)], [0.010, 0.019], cut=True, blend=0.006, colour=DARK,
             squash=(1, 0.7, 1))
    clay.add([(0.135 * x, 0.066 * w, 0.086), (0.20 * x, 0.046 * w, 0.062)], [0.015, 0.009], mirror=True, cut=True,
             blend=0.012, colour=OLD_BONE)
    clay.add([(-0.03, 0.088 * w, 0.115), (0.03, 0.096 * w, 0.105)], [0.018, 0.010], mirror=True, cut=True, blend=0.012,
             colour=DARK)
    clay.add([(-0.015, 0.064 * w, 0.066), (-0.012, 0.062 * w, 0.000), (0.10 * x, 0.038 * w, -0.022),
              (0.27 * x, 0.012 * w, -0.034)], [0.013, 0.019, 0.013 * d, 0.011], mirror=True, blend=0.009, colour=tint)
    _teeth(clay, (0.10 * x, 0.036 * w, 0.026), (0.22 * x, 0.021 * w, 0.008), 7, -0.015)
    _teeth(clay, (0.11 * x, 0.033 * w, -0.012), (0.22 * x, 0.018 * w, -0.024), 7, 0.012)
    _teeth(clay, (0.285 * x, 0.010, -0.005), (0.30 * x, 0.004, -0.006), 2, -0.014)
    for crack in ((0.10, 0.012, 0.150), (0.17 * x, -0.010, 0.115), (0.02, -0.030, 0.180)):
        cx, cy, cz = crack
        clay.add([crack, (cx + 0.02, cy + 0.012, cz - 0.004), (cx + 0.045, cy + 0.006, cz - 0.016)], 0.0022, cut=True,
                 blend=0.002, colour=DARK)


def stag() -> Head:
    clay = Clay(rough=0.0020, grain=48.0, seed=1)
    fur: Colour = (0.030, 0.024, 0.019)
    _skull(clay, long=0.30, wide=1.0, deep=1.0, tint=BONE)
    _neck(clay, fur)
    _ruff(clay, fur, "stag")
    head = Head(clay, BONE, (0.070, 0.063, 0.117), 0.0082, EMBER)
    _antlers(head)
    return head


def _antlers(head: Head) -> None:
    """Two branching antlers, not quite alike: a beam, and tines that leave it (share along the beam, bend, tip)."""
    beam = ((-0.005, 0.045, 0.165), (-0.04, 0.10, 0.23), (-0.11, 0.22, 0.34), (-0.10, 0.34, 0.49), (0.00, 0.40, 0.66),
            (0.11, 0.36, 0.80))
    tines = ((0.06, (0.09, 0.015, 0.03), (0.18, 0.02, 0.13)), (0.33, (0.11, 0.02, 0.05), (0.17, 0.00, 0.17)),
             (0.52, (0.10, 0.06, 0.05), (0.17, 0.09, 0.15)), (0.64, (-0.06, 0.07, 0.09), (-0.06, 0.11, 0.22)),
             (0.80, (0.01, 0.08, 0.09), (0.05, 0.10, 0.21)), (0.42, (-0.08, 0.02, 0.05), (-0.13, 0.01, 0.14)))
    dice = rng("antlers")
    for side in (1.0, -1.0):
        knots = np.array(beam) + dice.normal(0.0, 0.010, (6, 3)) * np.arange(6)[:, None] / 5.0
        curve = CubicSpline(np.linspace(0.0, 1.0, 6), knots * [1.0, side, 1.0])
        head.tubes.append(Tube(_path(curve(np.linspace(0.0, 1.0, 9))), 0.023, 0.005, colour=(0.20, 0.15, 0.10)))
        for share, bend, tip in tines:
            root = curve(share + float(dice.normal(0.0, 0.015)))
            grow = float(dice.uniform(0.85, 1.2))
            path = np.stack([root, root + np.array(bend) * [1.0, side, 1.0] * grow,
                             root + np.array(tip) * [1.0, side, 1.0] * grow])
            head.tubes.append(Tube(_path(path), 0.0165 - 0.007 * share, 0.003, colour=(0.22, 0.17, 0.11)))


def _path(points: np.ndarray) -> tuple[Point, ...]:
    return tuple((float(x), float(y), float(z)) for x, y, z in points)


def goat() -> Head:
    clay = Clay(rough=0.0022, grain=50.0, seed=2)
    fur: Colour = (0.022, 0.020, 0.020)
    _skull(clay, long=0.285, wide=0.92, deep=0.94, tint=(0.46, 0.42, 0.35))
    _neck(clay, fur)
    _ruff(clay, fur, "goat", long=0.085)
    dice = rng("beard")
    roots = [(float(0.20 + 0.06 * dice.random()), float(dice.uniform(-0.018, 0.018)), -0.035) for _ in range(16)]
    _tufts(clay, roots, [(-0.25, 0.05 * y / 0.018, -0.95) for _, y, _ in roots], 0.13, 0.009, fur, "beard")
    head = Head(clay, BONE, (0.070, 0.058, 0.117), 0.0082, EMBER)
    head.tube(((0.010, 0.035, 0.165), (-0.02, 0.060, 0.27), (-0.11, 0.105, 0.365), (-0.24, 0.165, 0.375),
               (-0.335, 0.225, 0.28), (-0.325, 0.275, 0.15), (-0.22, 0.315, 0.085), (-0.12, 0.36, 0.13)), 0.036, 0.005,
              rings=26, colour=(0.075, 0.060, 0.048), end=(0.16, 0.13, 0.10))
    return head


def horse() -> Head:
    clay = Clay(rough=0.0020, grain=44.0, seed=3)
    fur: Colour = (0.018, 0.017, 0.018)
    _skull(clay, long=0.40, wide=1.02, deep=1.14, tint=(0.48, 0.44, 0.36))
    _neck(clay, fur, 1.1)
    _ruff(clay, fur, "horse", long=0.06)
    head = Head(clay, BONE, (0.070, 0.064, 0.117), 0.0085, ICE)
    dice = rng("mane")
    for k in range(46):
        t = k / 45
        root = (-0.06 - 0.035 * t + float(dice.normal(0, 0.006)), float(dice.normal(0, 0.018)), 0.178 - 0.24 * t)
        side = float(dice.choice([-1.0, 1.0]))
        long = float(dice.uniform(0.16, 0.30))
        head.tubes.append(Tube((root, (root[0] - 0.05, root[1] + 0.035 * side, root[2] + 0.015),
                                (root[0] - 0.085, root[1] + 0.075 * side, root[2] - 0.4 * long),
                                (root[0] - 0.075, root[1] + 0.085 * side, root[2] - long)), 0.011, 0.0015, colour=fur,
                               end=fur))
    return head


def crow() -> Head:
    clay = Clay(rough=0.0016, grain=70.0, seed=4)
    black: Colour = (0.016, 0.017, 0.021)
    beak: Colour = (0.055, 0.052, 0.050)
    clay.add([(-0.035, 0, 0.105), (0.015, 0, 0.112)], [0.082, 0.074], colour=black)
    clay.add([(0.03, 0, 0.105), (0.12, 0, 0.118), (0.21, 0, 0.106), (0.285, 0, 0.080), (0.338, 0, 0.034)],
             [0.052, 0.041, 0.033, 0.023, 0.006], blend=0.016, colour=beak, squash=(1, 0.72, 1))
    clay.add([(0.02, 0, 0.062), (0.12, 0, 0.062), (0.21, 0, 0.055), (0.29, 0, 0.040)], [0.040, 0.027, 0.019, 0.006],
             blend=0.006, colour=beak, squash=(1, 0.80, 1))
    clay.add([(0.05, 0.06, 0.080), (0.17, 0.04, 0.079), (0.30, 0.02, 0.058)], [0.0028, 0.0034, 0.0044], mirror=True,
             cut=True, blend=0.003, colour=DARK)
    clay.add([(0.06, 0, 0.080), (0.18, 0, 0.079), (0.31, 0, 0.055)], [0.003, 0.0038, 0.0052], cut=True, blend=0.003,
             colour=DARK, squash=(1, 4.0, 1))
    clay.add([(0.105, 0.026, 0.124), (0.135, 0.021, 0.120)], [0.0055, 0.003], mirror=True, cut=True, blend=0.003,
             colour=DARK)
    clay.add([(0.075, 0.030, 0.150), (0.045, 0.066, 0.148), (0.00, 0.082, 0.126)], [0.012, 0.015, 0.011], mirror=True,
             blend=0.012, colour=black)
    clay.add([(0.053, 0.066, 0.118)], 0.0205, mirror=True, cut=True, blend=0.008, colour=DARK)
    _neck(clay, black, 1.05)
    dice = rng("crow")
    roots: list[Point] = []
    ways: list[Point] = []
    for k in range(120):
        up, angle = 1.0 - 1.35 * (k + 0.5) / 120, 2.399963 * k
        ring = float(np.sqrt(max(1.0 - up * up, 0.0)))
        x, y = ring * np.cos(angle), ring * np.sin(angle)
        if x > 0.42 and up < 0.75:
            continue
        roots.append((-0.025 + 0.074 * float(x), 0.076 * float(y), 0.105 + 0.078 * up))
        ways.append((-0.80 + 0.25 * float(x), 0.42 * float(y), 0.12 * up - 0.35 + 0.1 * float(dice.normal())))
    _tufts(clay, roots, ways, 0.060, 0.013, (0.020, 0.021, 0.028), "crow")
    _ruff(clay, (0.018, 0.019, 0.025), "crow ruff", rows=7, long=0.10)
    return Head(clay, black, (0.049, 0.066, 0.118), 0.0098, EMBER)


def ox() -> Head:
    clay = Clay(rough=0.0028, grain=60.0, seed=5)
    fur: Colour = (0.040, 0.027, 0.020)
    pad: Colour = (0.030, 0.024, 0.024)
    clay.add([(-0.035, 0, 0.125), (0.045, 0, 0.128)], [0.086, 0.078], colour=fur, squash=(1, 1.12, 1))
    clay.add([(0.05, 0, 0.115), (0.16, 0, 0.078), (0.255, 0, 0.030)], [0.076, 0.060, 0.056], blend=0.03, colour=fur)
    clay.add([(0.275, 0.022, 0.028)], 0.042, mirror=True, blend=0.02, colour=pad)
    clay.add([(0.318, 0.030, 0.036), (0.300, 0.044, 0.046)], [0.0135, 0.010], mirror=True, cut=True, blend=0.008,
             colour=DARK)
    clay.add([(0.02, 0.05, 0.030), (0.15, 0.034, -0.005), (0.25, 0.018, -0.020)], [0.050, 0.036, 0.028], mirror=True,
             blend=0.02, colour=fur)
    clay.add([(0.16, 0.075, 0.015), (0.24, 0.06, 0.000), (0.33, 0.0, -0.006)], [0.005, 0.006, 0.007], mirror=True,
             cut=True,
             blend=0.005, colour=DARK)
    clay.add([(0.085, 0.026, 0.182), (0.090, 0.066, 0.166), (0.050, 0.096, 0.136)], [0.018, 0.021, 0.014], mirror=True,
             blend=0.016, colour=fur)
    clay.add([(0.086, 0.083, 0.136)], 0.0195, mirror=True, cut=True, blend=0.008, colour=DARK)
    clay.add([(0.11, 0.066, 0.105), (0.20, 0.050, 0.062)], [0.014, 0.010], mirror=True, cut=True, blend=0.025,
             colour=fur)
    clay.add([(0.10, 0, 0.178), (0.20, 0, 0.118)], [0.020, 0.016], blend=0.02, colour=fur)
    clay.add([(-0.03, 0.085, 0.150), (-0.055, 0.15, 0.132), (-0.06, 0.20, 0.095)], [0.020, 0.024, 0.006], mirror=True,
             blend=0.012, colour=fur, squash=(0.6, 1, 1))
    _neck(clay, fur, 1.35)
    dice = rng("ox")
    roots = [(float(0.02 + 0.07 * dice.random()), float(dice.uniform(-0.055, 0.055)),
        float(0.196 - 0.03 * dice.random()))
             for _ in range(46)]
    _tufts(clay, roots, [(0.75, y * 6.0, -0.35) for _, y, _ in roots], 0.060, 0.010, (0.030, 0.021, 0.016), "ox")
    _ruff(clay, fur, "ox ruff", rows=6, count=20, long=0.10)
    head = Head(clay, fur, (0.082, 0.083, 0.136), 0.0092, EMBER)
    head.tube(((-0.015, 0.070, 0.180), (-0.03, 0.17, 0.205), (-0.01, 0.275, 0.225), (0.05, 0.345, 0.295),
               (0.105, 0.355, 0.40), (0.125, 0.325, 0.475)), 0.040, 0.004, rings=7, colour=(0.26, 0.21, 0.15),
              end=(0.03, 0.025, 0.022))
    return head


def fox() -> Head:
    clay = Clay(rough=0.0022, grain=80.0, seed=6)
    fur: Colour = (0.115, 0.034, 0.014)
    pale: Colour = (0.33, 0.30, 0.26)
    clay.add([(-0.035, 0, 0.105), (0.02, 0, 0.108)], [0.078, 0.070], colour=fur)
    clay.add([(0.035, 0, 0.098), (0.11, 0, 0.078), (0.19, 0, 0.060), (0.262, 0, 0.047)], [0.058, 0.034, 0.023, 0.0135],
             blend=0.022, colour=fur)
    clay.add([(0.276, 0, 0.052)], 0.0135, blend=0.006, colour=DARK)
    clay.add([(0.03, 0.035, 0.060), (0.12, 0.020, 0.046), (0.22, 0.008, 0.038)], [0.032, 0.016, 0.009], mirror=True,
             blend=0.012, colour=pale)
    clay.add([(0.02, 0, 0.030), (0.11, 0, 0.010), (0.20, 0, 0.004)], [0.034, 0.018, 0.009], blend=0.010, colour=pale)
    clay.add([(0.08, 0, 0.034), (0.17, 0, 0.025), (0.27, 0, 0.022)], [0.006, 0.0085, 0.012], cut=True, blend=0.004,
             colour=(0.06, 0.008, 0.008), squash=(1, 3.5, 1))
    _teeth(clay, (0.11, 0.020, 0.036), (0.215, 0.011, 0.032), 7, -0.010, (0.55, 0.50, 0.40))
    _teeth(clay, (0.12, 0.017, 0.014), (0.19, 0.010, 0.010), 6, 0.009, (0.55, 0.50, 0.40))
    clay.add([(0.232, 0.011, 0.036), (0.236, 0.012, 0.012)], [0.0058, 0.0012], mirror=True, blend=0.002, colour=BONE)
    clay.add([(0.195, 0.009, 0.006), (0.198, 0.010, 0.027)], [0.005, 0.0012], mirror=True, blend=0.002, colour=BONE)
    clay.add([(0.092, 0.020, 0.128), (0.062, 0.052, 0.144), (0.02, 0.072, 0.142)], [0.010, 0.013, 0.009], mirror=True,
             blend=0.012, colour=fur)
    clay.add([(0.088, 0.031, 0.106), (0.062, 0.055, 0.122)], [0.009, 0.012], mirror=True, cut=True, blend=0.006,
             colour=DARK)
    clay.add([(-0.015, 0.046, 0.155), (-0.030, 0.074, 0.235), (-0.042, 0.094, 0.315)], [0.046, 0.032, 0.004],
             mirror=True,
             blend=0.014, colour=fur, squash=(0.5, 1, 1))
    clay.add([(0.004, 0.052, 0.165), (-0.012, 0.075, 0.235), (-0.026, 0.090, 0.285)], [0.028, 0.021, 0.004],
             mirror=True,
             cut=True, blend=0.008, colour=(0.030, 0.020, 0.018), squash=(0.5, 1, 1))
    _neck(clay, fur)
    dice = rng("fox")
    roots, ways = [], []
    for _ in range(44):
        side, t = float(dice.choice([-1.0, 1.0])), float(dice.random())
        roots.append((0.02 - 0.07 * t, side * (0.058 + 0.012 * t), 0.085 - 0.055 * float(dice.random())))
        ways.append((-0.45, side * 0.75, -0.30))
    _tufts(clay, roots, ways, 0.072, 0.012, pale, "fox")
    _ruff(clay, (0.085, 0.028, 0.013), "fox ruff", long=0.085)
    return Head(clay, fur, (0.073, 0.045, 0.114), 0.0078, (5.0, 3.2, 0.5))


HEADS: dict[str, Callable[[], Head]] = {"stag": stag, "crow": crow, "ox": ox, "fox": fox, "goat": goat, "horse": horse}
