"""Furniture of rooms, each at the origin with its front to -Y: beds, tables, chairs, desks, shelves, lamps."""

from __future__ import annotations

import numpy as np

from throughline.world.sets.draft import Triple, tone
from throughline.world.sets.interior import WOOD
from throughline.world.shapes import (
    DARK,
    Piece,
    balls,
    box,
    boxes,
    f32,
    fractal,
    join,
    lathe,
    moved,
    patch,
    quads,
    rng,
    tube,
)

BOOKS: tuple[Triple, ...] = ((0.15, 0.055, 0.045), (0.055, 0.075, 0.115), (0.065, 0.095, 0.070), (0.24, 0.205, 0.145),
                             (0.085, 0.070, 0.060), (0.19, 0.125, 0.060), (0.13, 0.13, 0.135), (0.11, 0.050, 0.065))

LANDSCAPE: tuple[Triple, ...] = ((0.10, 0.13, 0.06), (0.20, 0.17, 0.08), (0.14, 0.20, 0.24), (0.42, 0.40, 0.34))


def slab(width: float, depth: float, height: float, z: float, colour: Triple) -> Piece:
    """A board of that size with its underside at ``z``, centred on the origin."""
    return box((-width / 2, -depth / 2, z), (width / 2, depth / 2, z + height), colour)


def table(width: float = 1.4, depth: float = 0.8, height: float = 0.74, colour: Triple = WOOD) -> Piece:
    """A table with four legs."""
    x, y = width / 2 - 0.06, depth / 2 - 0.06
    legs = boxes([(sx * x - 0.03, sy * y - 0.03, 0) for sx in (1, -1) for sy in (1, -1)],
                 [(sx * x + 0.03, sy * y + 0.03, height - 0.03) for sx in (1, -1) for sy in (1, -1)], tone(colour, 0.8))
    return join([slab(width, depth, 0.035, height - 0.035, colour), legs,
                 slab(width - 0.2, depth - 0.16, 0.07, height - 0.11, tone(colour, 0.7))])


def chair(colour: Triple = WOOD) -> Piece:
    """A plain chair; one sits on it looking to -Y."""
    legs = boxes([(x, y, 0) for x in (-0.2, 0.17) for y in (-0.2, 0.17)],
                 [(x + 0.03, y + 0.03, 0.44 if y < 0 else 0.9) for x in (-0.2, 0.17) for y in (-0.2, 0.17)],
                 tone(colour, 0.8))
    back = [box((-0.2, 0.175, z), (0.2, 0.195, z + 0.09), colour) for z in (0.58, 0.78)]
    return join([legs, slab(0.44, 0.44, 0.04, 0.43, colour), *back])


def office_chair() -> Piece:
    """A swivel chair on castors."""
    dark = (0.035, 0.035, 0.04)
    star = [tube([(0, 0, 0.10), (0.28 * np.cos(a), 0.28 * np.sin(a), 0.05)], 0.025, (0.06,) * 3, sides=5)
            for a in np.arange(5) * 2 * np.pi / 5]
    return join([*star, tube([(0, 0, 0.08), (0, 0, 0.45)], 0.03, (0.2,) * 3, sides=6),
                 balls([(0, 0, 0.47)], [(0.27, 0.26, 0.055)], dark, level=2),
                 balls([(0, 0.24, 0.78)], [(0.23, 0.045, 0.27)], dark, level=2)])


def desk(seed: int = 0, *, screen: bool = True, lit: bool = True, width: float = 1.5) -> Piece:
    """A desk with drawers, its monitor glowing, keyboard, papers and a cup; one works at it from -Y."""
    random = rng("desk", seed)
    top = (0.36, 0.33, 0.29)
    parts = [slab(width, 0.75, 0.03, 0.71, top), box((-width / 2, -0.35, 0), (-width / 2 + 0.04, 0.35, 0.71),
                                                     (0.2,) * 3),
             box((width / 2 - 0.42, -0.33, 0.05), (width / 2 - 0.02, 0.35, 0.70), (0.24, 0.24, 0.245)),
             box((-width / 2, 0.33, 0.3), (width / 2, 0.35, 0.71), (0.2,) * 3)]
    parts += [box((width / 2 - 0.40, -0.345, 0.1 + 0.2 * n), (width / 2 - 0.04, -0.33, 0.27 + 0.2 * n), (0.3,) * 3)
              for n in range(3)]
    if screen:
        glow = (0.50, 0.68, 0.95) if lit else DARK
        x = float(random.uniform(-0.2, 0.1))
        parts += [box((x - 0.29, 0.13, 0.86), (x + 0.29, 0.17, 1.21), (0.02,) * 3),
                  quads([[(x - 0.27, 0.126, 0.88), (x + 0.27, 0.126, 0.88), (x + 0.27, 0.126, 1.19),
                          (x - 0.27, 0.126, 1.19)]], (0.02,) * 3, glow),
                  box((x - 0.03, 0.15, 0.74), (x + 0.03, 0.19, 0.9), (0.03,) * 3), moved(slab(0.24, 0.16, 0.01, 0.74,
                                                                                           (0.03,) * 3), (x, 0.16, 0))]
        lines = [(x - 0.22, 0.91 + 0.04 * k, float(random.uniform(0.1, 0.4))) for k in range(6)]
        parts.append(quads([[(a, 0.124, z), (a + w, 0.124, z), (a + w, 0.124, z + 0.014), (a, 0.124, z + 0.014)]
                            for a, z, w in lines], (0.02,) * 3, tone(glow, 1.8)))
        parts.append(moved(slab(0.42, 0.14, 0.018, 0.742, (0.05,) * 3), (x, -0.12, 0)))
    for n in range(5):
        sheet = slab(0.21, 0.297, 0.004, 0.742 + 0.004 * n, (0.62, 0.61, 0.57))
        parts.append(moved(sheet, (-width / 2 + 0.25 + float(random.uniform(-0.04, 0.04)), -0.05, 0),
                           float(random.uniform(-0.4, 0.4))))
    parts.append(moved(lathe([(0.02, 0), (0.038, 0), (0.042, 0.095), (0.03, 0.09)], (0.5, 0.1, 0.07), sides=10),
                       (width / 2 - 0.3, 0.1, 0.74)))
    return join(parts)


def bed(width: float = 1.4, *, hospital: bool = False) -> Piece:
    """A bed 2 m long, its head at +Y: mattress, rumpled quilt, pillows; or a hospital's with rails."""
    frame = (0.5, 0.5, 0.5) if hospital else tone(WOOD, 0.75)
    height = 0.55 if hospital else 0.28
    parts = [box((-width / 2, -1.0, height - 0.12), (width / 2, 1.0, height), frame),
             box((-width / 2, 0.98, 0), (width / 2, 1.04, height + 0.55), frame),
             box((-width / 2, -1.04, 0), (width / 2, -0.98, height + 0.2), frame)]
    x, y = np.meshgrid(np.linspace(-1, 1, 19), np.linspace(-1, 1, 25), indexing="ij")
    round_off = (1 - np.abs(x) ** 8) * (1 - np.abs(y) ** 10)
    at = np.stack([x * width / 2, y * 0.99, height + 0.20 * round_off], -1)
    parts.append(patch(at, (0.58, 0.57, 0.55)))
    rumple = fold(x * 2.2, y * 2.0)
    quilt = np.stack([x * (width / 2 + 0.05), -0.99 + (y + 1) * 0.66, height + 0.02 + (0.25 + 0.045 * rumple) * (
        1 - np.abs(x) ** 6) * (1 - 0.25 * np.abs(y) ** 12)], -1)
    cloth = f32((0.42, 0.50, 0.52) if hospital else (0.20, 0.26, 0.36))
    parts.append(patch(quilt, cloth * (1 + 0.25 * rumple)[..., None]))
    for sx in ((0,) if width < 1.2 else (-0.33, 0.33)):
        parts.append(balls([(sx, 0.72, height + 0.27)], [(0.31, 0.20, 0.085)], (0.62, 0.61, 0.58), level=2))
    if hospital:
        for s in (1, -1):
            parts += [tube([(s * width / 2, -0.5, height + z), (s * width / 2, 0.6, height + z)], 0.015, (0.6,) * 3)
                      for z in (0.15, 0.32)]
        parts.append(boxes([(sx, sy, 0) for sx in (-0.42, 0.38) for sy in (-0.95, 0.9)],
                           [(sx + 0.05, sy + 0.05, 0.45) for sx in (-0.42, 0.38) for sy in (-0.95, 0.9)], (0.4,) * 3))
    return join(parts)


def fold(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Rumples of cloth, -1 to 1."""
    return np.asarray(fractal(np.stack([x + 0.6 * y, y, np.zeros_like(x)], -1), 5, 3))


def bookshelf(width: float = 1.2, height: float = 2.1, seed: int = 0, depth: float = 0.32) -> Piece:
    """Shelves full of books, open to -Y."""
    random = rng("books", seed)
    side = tone(WOOD, 0.7)
    parts = [box((-width / 2, -depth / 2, 0), (-width / 2 + 0.03, depth / 2, height), side),
             box((width / 2 - 0.03, -depth / 2, 0), (width / 2, depth / 2, height), side),
             box((-width / 2, depth / 2 - 0.02, 0), (width / 2, depth / 2, height), tone(side, 0.6))]
    rows = max(2, round(height / 0.36))
    low, high, colours = [], [], []
    for row in range(rows + 1):
        z = row * (height - 0.03) / rows
        parts.append(box((-width / 2, -depth / 2, z), (width / 2, depth / 2, z + 0.025), side))
        x = -width / 2 + 0.04
        while row < rows and x < width / 2 - 0.09:
            thick, tall = float(random.uniform(0.025, 0.07)), float(random.uniform(0.19, 0.29))
            if random.random() < 0.92:
                low.append((x, -depth / 2 + float(random.uniform(0.02, 0.08)), z + 0.025))
                high.append((x + thick, depth / 2 - 0.04, z + 0.025 + tall))
                colours.append(tone(BOOKS[int(random.integers(len(BOOKS)))], float(random.uniform(0.7, 1.4))))
            x += thick + 0.003
    parts.append(boxes(low, high, np.array(colours, np.float32), bottom=False))
    return join(parts)


def table_lamp(lit: bool) -> Piece:
    """A lamp with a shade, 0.45 m high."""
    glow = (2.6, 1.7, 0.8) if lit else DARK
    return join([lathe([(0.09, 0), (0.08, 0.02), (0.02, 0.04), (0.02, 0.26)], (0.2, 0.15, 0.08), sides=10),
                 lathe([(0.15, 0.22), (0.10, 0.44)], (0.5, 0.42, 0.3), sides=14, glow=glow),
                 balls([(0, 0, 0.30)], [0.04], (0.8,) * 3, glow=tone((1.0, 0.75, 0.4), 8.0) if lit else DARK)])


def pendant(lit: bool, drop: float = 0.8) -> Piece:
    """A lamp hanging ``drop`` metres below z = 0."""
    glow = (3.4, 2.4, 1.3) if lit else DARK
    return join([tube([(0, 0, 0), (0, 0, -drop)], 0.008, (0.03,) * 3, sides=4),
                 moved(lathe([(0.24, 0), (0.20, 0.10), (0.05, 0.18), (0.02, 0.24)], (0.10, 0.11, 0.10), sides=16),
                       (0, 0, -drop - 0.18)),
                 balls([(0, 0, -drop - 0.14)], [0.07], (0.8,) * 3, glow=glow, level=2)])


def picture(width: float, height: float, seed: int) -> Piece:
    """A framed landscape on the wall y = 0, centred at the origin."""
    random = rng("picture", seed)
    parts = [box((-width / 2 - 0.04, -0.03, -height / 2 - 0.04), (width / 2 + 0.04, 0, height / 2 + 0.04),
                 tone(WOOD, 0.5))]
    bands = np.sort(random.uniform(-0.5, 0.5, 3)).tolist()
    edges = [-0.5, *bands, 0.5]
    for n in range(4):
        colour = tone(LANDSCAPE[n], float(random.uniform(0.8, 1.2)))
        z0, z1 = edges[n] * height, edges[n + 1] * height
        parts.append(quads([[(-width / 2, -0.035, z0), (width / 2, -0.035, z0), (width / 2, -0.035, z1),
                             (-width / 2, -0.035, z1)]], colour))
    return join(parts)
