"""The old clock tower over the city gate at the end of the street, built of the pieces that it will break into."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np

from throughline.film.setplan import Box
from throughline.world.mesh import Mesh
from throughline.world.sets.breakable import Tower, in_pieces
from throughline.world.sets.draft import Triple, tone
from throughline.world.sets.lighting import Lighting, lit_mesh
from throughline.world.sets.roofs import ridges, slopes
from throughline.world.shapes import DARK, Piece, box, boxes, f32, join, lathe, moved, quads, rng, tube

STONE: Triple = (0.30, 0.28, 0.25)
BRICK: Triple = (0.24, 0.085, 0.055)
TRIM: Triple = (0.40, 0.375, 0.33)
BASE, STOREY, STOREYS = 9.0, 4.2, 5
HALF = 5.25
HEIGHT = 43.5
DIAL: Triple = (1.0, 0.86, 0.60)


def footprint(x: float) -> list[Box]:
    """The two piers of the gate with the tower standing at ``x``: one walks between them."""
    return [Box(x0=x - 6, y0=low, x1=x + 6, y1=high, height=HEIGHT, name="tower")
            for low, high in ((-9.0, -3.3), (3.3, 9.0))]


def meshes(x: float, lighting: Lighting, *, lit: bool, name: str = "feature_tower") -> list[Mesh]:
    """The tower standing at ``x`` as the mesh ``name``."""
    return [lit_mesh(moved(tower(lit).piece, (x, 0.0, 0.0)), name, lighting)]


@lru_cache(maxsize=2)
def tower(lit: bool = True) -> Tower:
    """The whole tower in chunks; ``lit``: the dials and some windows burn."""
    chunks: list[tuple[int, Piece]] = [(0, piece) for piece in _gate()]
    for storey in range(STOREYS):
        z = BASE + STOREY * storey
        chunks += [(storey + 1, piece) for piece in _storey(z, storey, lit)]
    top = BASE + STOREY * STOREYS
    chunks += [(STOREYS + 1, piece) for piece in _clock_room(top, lit)]
    chunks += [(STOREYS + 2, piece) for piece in _belfry(top + 5.2)]
    return in_pieces(chunks, breaks=13.2, half=HALF)


def _block(low: Triple, high: Triple, colour: Triple, random: np.random.Generator, rough: float = 0.03) -> Piece:
    shade = tone(colour, float(random.uniform(0.78, 1.16)))
    jitter = random.uniform(-rough, rough, 3)
    return boxes([np.array(low) + np.abs(jitter) * 0.3], [np.array(high) + jitter * 0.5], shade, bottom=False)


def _gate() -> list[Piece]:
    """The stone base, 12 m by 18 m and 9 m high, with an arched passage 6.6 m wide along X."""
    random = rng("gate")
    made = [piece for row in range(8) for piece in (*_course(row, random), *_sides(row, random))]
    made += _arch(random)
    for n in range(4):
        for m in range(6):
            x, y = -6.0 + 3 * n, -9.0 + 3 * m
            made.append(_block((x, y, BASE - 0.5), (x + 3, y + 3, BASE), STONE, random, 0.0))
    for n in range(14):
        for side in (1, -1):
            made.append(_block((side * 5.7 - 0.3, -9 + 1.3 * n, BASE), (side * 5.7 + 0.3, -8.1 + 1.3 * n, BASE + 0.95),
                               STONE, random))
    return made


def _course(row: int, random: np.random.Generator) -> list[Piece]:
    """One course of the base's two fronts, left open where the passage is."""
    made, course, length = [], BASE / 8, 1.5
    z0, z1, inset = row * course, (row + 1) * course, 0.06 * row
    for n in range(13):
        start = -9 + inset + n * length - (length / 2 if row % 2 else 0)
        a, b = max(start, -9 + inset), min(start + length, 9 - inset)
        if b - a < 0.2:
            continue
        for p, q in _kept(a, b, z0, z1):
            for x0, x1 in ((-6 + inset, -4.8), (4.8, 6 - inset)):
                made.append(_block((x0, p, z0), (x1, q, z1), STONE, random))
    return made


def _kept(a: float, b: float, z0: float, z1: float) -> list[tuple[float, float]]:
    """What of a stone from ``a`` to ``b`` stands outside the passage and its arch."""
    nearest = 0.0 if a < 0 < b else min(abs(a), abs(b))
    if z1 < 4.6:
        parts = [(a, min(b, -3.3)), (max(a, 3.3), b)]
        return [(p, q) for p, q in parts if q - p > 0.2]
    hole = float(np.sqrt(max(0.0, 3.3 ** 2 - max(0.0, z0 + 0.3 - 4.5) ** 2))) if z0 < 7.6 else 0.0
    return [(a, b)] if nearest >= hole - 0.3 else []


def _sides(row: int, random: np.random.Generator) -> list[Piece]:
    """One course of the base's flanks and of the passage's walls."""
    made, course = [], BASE / 8
    z0, z1, inset = row * course, (row + 1) * course, 0.06 * row
    for n in range(7):
        x0 = -4.8 + n * 1.4
        for side in (1, -1):
            y0, y1 = sorted((side * 7.8, side * (9 - inset)))
            made.append(_block((x0, y0, z0), (min(x0 + 1.4, 4.8), y1, z1), STONE, random))
            if z1 < 6.0:
                y0, y1 = sorted((side * 3.3, side * 4.4))
                made.append(_block((x0, y0, z0), (min(x0 + 1.4, 4.8), y1, z1), tone(STONE, 0.7), random))
    return made


def _arch(random: np.random.Generator) -> list[Piece]:
    """The arch's stones on both fronts."""
    made = []
    for n in range(11):
        a0, a1 = np.pi * n / 11, np.pi * (n + 1) / 11
        ring = [(r * np.cos(a), 4.5 + r * np.sin(a)) for r, a in ((3.3, a0), (4.25, a0), (4.25, a1), (3.3, a1))]
        for x0, x1 in ((-6.12, -4.7), (4.7, 6.12)):
            front, back = [(x0, y, z) for y, z in ring], [(x1, y, z) for y, z in ring]
            sides = [[front[i], front[(i + 1) % 4], back[(i + 1) % 4], back[i]] for i in range(4)]
            made.append(quads([front[::-1], back, *sides], tone(TRIM, float(random.uniform(0.85, 1.1)))))
    return made


def _turned(piece: Piece) -> list[Piece]:
    return [moved(piece, turn=n * np.pi / 2) for n in range(4)]


def _storey(z: float, storey: int, lit: bool) -> list[Piece]:
    """Four brick walls with three arched windows each, quoins, a string course, and the floor slab in nine."""
    random, made = rng("storey", storey), []
    width, rows = 2 * HALF / 7, 3
    tall = (STOREY - 0.45) / rows
    for side in range(4):
        parts = []
        for column in range(7):
            x0, x1 = -HALF + column * width, -HALF + (column + 1) * width
            for row in range(rows):
                low, high = z + 0.45 + row * tall, z + 0.45 + (row + 1) * tall
                corner = column in (0, 6)
                if column in (1, 3, 5) and row == 1:
                    parts.append(_window(x0, x1, low, high + 0.45, lit and random.random() < 0.3))
                elif column in (1, 3, 5) and row == 2:
                    parts.append(_block((x0, -HALF, low + 0.45), (x1, -HALF + 0.5, high), BRICK, random))
                else:
                    colour = TRIM if corner and row % 2 == storey % 2 else BRICK
                    out = 0.06 if corner else 0.0
                    parts.append(_block((x0, -HALF - out, low), (x1, -HALF + 0.5, high), colour, random))
        for n in range(3):
            x0 = -HALF - 0.2 + n * (2 * HALF + 0.4) / 3
            parts.append(_block((x0, -HALF - 0.28, z), (x0 + (2 * HALF + 0.4) / 3, -HALF + 0.4, z + 0.45), TRIM, random,
                                0.0))
        made += [moved(part, turn=side * np.pi / 2) for part in parts]
    step = (2 * HALF - 0.9) / 3
    for i in range(3):
        for j in range(3):
            x, y = -HALF + 0.45 + i * step, -HALF + 0.45 + j * step
            made.append(_block((x, y, z), (x + step, y + step, z + 0.35), tone(STONE, 0.7), random, 0.0))
    return made


def _window(x0: float, x1: float, z0: float, z1: float, burning: bool) -> Piece:
    """An arched window: stone jambs, a pane set back, its bars."""
    y = -HALF
    glow = (1.5, 0.85, 0.36) if burning else DARK
    left, right = x0 + 0.22, x1 - 0.22
    parts = [box((x0, y - 0.04, z0), (left, y + 0.5, z1), TRIM), box((right, y - 0.04, z0), (x1, y + 0.5, z1), TRIM),
             box((x0 - 0.05, y - 0.14, z0 - 0.12), (x1 + 0.05, y + 0.3, z0 + 0.05), TRIM),
             quads([[(left, y + 0.35, z0), (right, y + 0.35, z0), (right, y + 0.35, z1), (left, y + 0.35, z1)]],
                   (0.02, 0.022, 0.026), glow)]
    middle, radius = (left + right) / 2, (right - left) / 2
    angle = np.linspace(0, np.pi, 7)
    for a, b in pairwise(angle.tolist()):
        spring = z1 - radius
        rim = [(middle + radius * np.cos(v), y - 0.03, spring + radius * np.sin(v)) for v in (a, b)]
        corner = (left if (a + b) / 2 > np.pi / 2 else right, y - 0.03, z1)
        parts.append(quads([[rim[0], corner, corner, rim[1]]], TRIM))
    parts.append(box((middle - 0.03, y + 0.28, z0), (middle + 0.03, y + 0.34, z1), (0.03, 0.03, 0.03)))
    parts.append(box((left, y + 0.28, (z0 + z1) / 2), (right, y + 0.34, (z0 + z1) / 2 + 0.05), (0.03, 0.03, 0.03)))
    return join(parts)


def _clock_room(z: float, lit: bool) -> list[Piece]:
    """The storey with a dial on every side."""
    random, made = rng("clock"), []
    for side in range(4):
        parts = []
        for n in range(5):
            for row in range(3):
                x0 = -HALF - 0.15 + n * 2.16
                low = z + 0.5 + row * 1.56
                parts.append(_block((x0, -HALF - 0.15, low), (x0 + 2.16, -HALF + 0.4, low + 1.56),
                                    BRICK if (n + row) % 2 else tone(BRICK, 1.2), random))
            parts.append(_block((-HALF - 0.45 + n * 2.28, -HALF - 0.5, z), (-HALF - 0.45 + (n + 1) * 2.28, -HALF + 0.4,
                                                                            z + 0.5), TRIM, random, 0.0))
        parts.append(_dial(z + 2.85, lit))
        made += [moved(part, turn=side * np.pi / 2) for part in parts]
    return made


def _dial(z: float, lit: bool) -> Piece:
    """A clock's face 4 m across: it stands at seven minutes to four."""
    y = -HALF - 0.24
    angle = np.linspace(0, 2 * np.pi, 33)[:-1]
    disc = np.stack([2.0 * np.cos(angle), np.full(32, y), z + 2.0 * np.sin(angle)], axis=1).astype(np.float32)
    glow = tone(DIAL, 2.6) if lit else DARK
    parts = [Piece(disc, np.array([32], np.int32), np.arange(32, dtype=np.int32), np.full_like(disc, 0.62),
                   np.broadcast_to(f32(glow), disc.shape).copy())]
    rim = np.linspace(0, 2 * np.pi, 33)
    parts.append(tube(np.stack([2.08 * np.cos(rim), np.full(33, y), z + 2.08 * np.sin(rim)], 1), 0.16, TRIM, sides=5))

    def bar(turn: float, near: float, far: float, half: float) -> Piece:
        d, n = np.array([np.sin(turn), 0, np.cos(turn)]), np.array([np.cos(turn), 0, -np.sin(turn)])
        at = np.array([0, y - 0.03, z])
        return quads([[at + d * near - n * half, at + d * near + n * half, at + d * far + n * half,
                       at + d * far - n * half]], (0.012, 0.012, 0.012))

    parts += [bar(k * np.pi / 6, 1.5, 1.82, 0.10 if k % 3 == 0 else 0.05) for k in range(12)]
    parts += [bar(2 * np.pi * 53 / 60, -0.3, 1.55, 0.06), bar(2 * np.pi * (3 + 53 / 60) / 12, -0.25, 1.05, 0.09)]
    return join(parts)


def _belfry(z: float) -> list[Piece]:
    """Open columns round the bell, under a tiled pavilion roof with a finial."""
    random, made = rng("belfry"), []
    for i in range(3):
        for j in range(3):
            low = (-5.6 + i * 3.74, -5.6 + j * 3.74, z)
            made.append(_block(low, (low[0] + 3.74, low[1] + 3.74, z + 0.4), TRIM, random, 0.0))
    for at in (-4.4, -1.5, 1.5, 4.4):
        column = lathe([(0.34, 0), (0.28, 0.2), (0.26, 3.2), (0.40, 3.4), (0.40, 3.6)], TRIM, sides=8)
        made += _turned(moved(column, (at, -4.6, z + 0.4)))
    made.append(moved(lathe([(0.95, 0), (0.85, 0.25), (0.7, 1.1), (0.45, 1.5), (0.02, 1.6)], (0.16, 0.13, 0.05),
                            sides=14),
                      (0, 0, z + 1.7)))
    for n in range(3):
        made += _turned(box((-5.0 + n * 3.34, -5.0, z + 4.0), (-5.0 + (n + 1) * 3.34, -4.2, z + 4.5), TRIM))
    roof = z + 4.4
    made += [moved(piece, (0, 0, roof)) for piece in slopes(13.0, 13.0, 5.2, 0.0, lift=1.0, rib=0.5)]
    made.append(moved(ridges(13.0, 13.0, 5.2, 0.0, 1.0), (0, 0, roof)))
    made.append(moved(lathe([(0.4, 0), (0.5, 0.4), (0.2, 0.8), (0.3, 1.1), (0.05, 2.6), (0.01, 2.7)], (0.2, 0.16, 0.06),
                            sides=8), (0, 0, roof + 5.1)))
    return made
