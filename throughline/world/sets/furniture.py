"""Street furniture: lamps, poles with cables, signals, bus stop, bollards, bins; each at the origin, facing -Y."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from throughline.world.sets.draft import Draft, Triple, tone
from throughline.world.shapes import DARK, Piece, balls, box, boxes, f32, join, lathe, leaves, moved, quads, rng, tube

STEEL = (0.10, 0.105, 0.11)
LAMP_LIGHT: Triple = (1.0, 0.70, 0.40)
LAMP_HEIGHT = 7.6
LAMP_REACH = 2.3


def street_lamp(lit: bool) -> Piece:
    """A lamp whose arm reaches over the road towards -Y."""
    bend = [(0, 0, 0), (0, 0, 3.0), (0, 0, 6.6), (0, -0.25, 7.4), (0, -0.9, 7.75), (0, -LAMP_REACH, 7.82)]
    head = box((-0.17, -LAMP_REACH - 0.55, 7.72), (0.17, -LAMP_REACH + 0.25, 7.86), STEEL)
    face = quads([[(-0.15, -LAMP_REACH + 0.2, 7.71), (0.15, -LAMP_REACH + 0.2, 7.71),
                   (0.15, -LAMP_REACH - 0.5, 7.71), (-0.15, -LAMP_REACH - 0.5, 7.71)]], (0.5, 0.5, 0.5),
                 tone(LAMP_LIGHT, 9.0) if lit else DARK)
    return join([tube(bend, [0.10, 0.085, 0.07, 0.06, 0.055, 0.05], STEEL, sides=8), head, face,
                 lathe([(0.16, 0), (0.16, 0.7), (0.10, 0.8)], tone(STEEL, 0.9), sides=8)])


def utility_pole() -> Piece:
    """A concrete pole with crossarms, insulators and a pair of transformer cans."""
    concrete = (0.26, 0.25, 0.235)
    parts = [lathe([(0.17, 0), (0.11, 10.2), (0.01, 10.25)], concrete, sides=8)]
    for z in (8.4, 9.3, 9.9):
        parts.append(box((-0.05, -0.9, z), (0.05, 0.9, z + 0.09), STEEL))
        parts += [moved(lathe([(0.05, 0), (0.06, 0.16), (0.02, 0.2)], (0.3, 0.3, 0.28), sides=6), (0, y, z + 0.09))
                  for y in (-0.8, -0.4, 0.4, 0.8)]
    for x in (-0.42, 0.42):
        parts.append(moved(lathe([(0.02, 0), (0.27, 0.02), (0.27, 0.85), (0.02, 0.95)], (0.22, 0.225, 0.23),
                                 sides=10), (x, 0, 6.9)))
    for n in range(12):
        parts.append(box((-0.012, -0.28, 1.9 + n * 0.4), (0.012, 0.28, 1.93 + n * 0.4), STEEL))
    parts.append(box((-0.22, -0.16, 1.5), (-0.05, 0.16, 2.1), (0.3, 0.3, 0.29)))
    return join(parts)


def cable(start: ArrayLike, end: ArrayLike, sag: float, radius: float = 0.022) -> Piece:
    """A cable that hangs ``sag`` metres between two points."""
    t = np.linspace(0, 1, 9)[:, None]
    a, b = np.asarray(start, float), np.asarray(end, float)
    way = a + (b - a) * t
    way[:, 2] -= (4 * sag * t * (1 - t))[:, 0]
    return tube(way, radius, (0.012, 0.012, 0.013), sides=3)


def signal(state: str) -> Piece:
    """A Korean traffic signal on its arm over the road: red, yellow, left arrow, green from left to right."""
    parts = [tube([(0, 0, 0), (0, 0, 6.2)], 0.11, STEEL, sides=8),
             tube([(0, 0, 5.9), (0, -3, 6.05), (0, -6.6, 6.1)], [0.08, 0.07, 0.05], STEEL, sides=6)]
    colours: tuple[tuple[str, Triple], ...] = (("red", (1.0, 0.04, 0.02)), ("yellow", (1.0, 0.55, 0.02)),
                                               ("left", (0.05, 1.0, 0.35)), ("green", (0.05, 1.0, 0.40)))
    angle = np.linspace(0, 2 * np.pi, 10, endpoint=False)
    for head in (-3.6, -6.2):
        parts.append(box((-0.10, head - 0.75, 5.72), (0.10, head + 0.75, 6.14), (0.02, 0.02, 0.02)))
        for n, (name, colour) in enumerate(colours):
            centre = np.array([-0.11, head + 0.54 - 0.36 * n, 5.93])
            ring = np.stack([np.zeros(10), -np.cos(angle), np.sin(angle)], axis=1) * 0.145 + centre
            points = ring.astype(np.float32)
            glow = tone(colour, 7.0) if name == state else DARK
            parts.append(Piece(points, np.array([10], np.int32), np.arange(10, dtype=np.int32),
                               np.full_like(points, 0.03), np.broadcast_to(f32(glow), points.shape).copy()))
            parts.append(box(centre + np.array((-0.16, -0.15, 0.12)), centre + np.array((0.0, 0.15, 0.15)), STEEL))
    parts.append(box((-0.12, -0.16, 2.3), (0.12, 0.16, 3.1), (0.02, 0.02, 0.02)))
    walk: Triple = (1.0, 0.05, 0.02) if state == "green" else (0.05, 1.0, 0.4)
    parts.append(quads([[(-0.125, 0.11, 2.72), (-0.125, -0.11, 2.72), (-0.125, -0.11, 3.0), (-0.125, 0.11, 3.0)]],
                       (0.03,) * 3, tone(walk, 5.0 if state else 0.0)))
    return join(parts)


def tree(seed: int, *, bare: bool = False, height: float = 7.0) -> tuple[Piece, Piece]:
    """A street tree: its trunk with boughs (flat) and its crown of leaves; a bare one has no crown."""
    random = rng("tree", seed)
    bark = (0.085, 0.065, 0.05)
    lean = random.uniform(-0.25, 0.25, 2)
    top = np.array([lean[0], lean[1], height * 0.55])
    parts = [tube(np.array([(0, 0, 0), (0, 0, 0.6), top * 0.6, top]), [0.20, 0.15, 0.12, 0.09], bark, sides=7)]
    ends = []
    for n in range(7 if bare else 5):
        angle = n * 2.4 + random.uniform(-0.4, 0.4)
        out, up = height * random.uniform(0.16, 0.27), height * random.uniform(0.14, 0.40)
        start = top * random.uniform(0.7, 1.0)
        end = start + np.array([np.cos(angle) * out, np.sin(angle) * out, up])
        middle = (start + end) / 2 - np.array([0, 0, 0.2])
        parts.append(tube([start, middle, end], [0.07, 0.05, 0.02], bark, sides=5))
        ends.append(end)
        for m in range(3 if bare else 0):
            twig = end + random.uniform(-1, 1, 3) * np.array([0.9, 0.9, 0.5]) + np.array([0, 0, 0.5])
            parts.append(tube([middle + (end - middle) * (m / 3), twig], [0.03, 0.008], bark, sides=3))
    if bare:
        return join(parts), join([])
    extra = [top + np.array([0, 0, height * 0.33]), top + np.array([0, 0, height * 0.16])]
    centres = np.array(ends + extra + [e + random.uniform(-0.7, 0.7, 3) for e in ends])
    radii = random.uniform(0.105, 0.175, len(centres)) * height
    green = np.array([0.065, 0.115, 0.030]) * random.uniform(0.75, 1.2)
    size = np.stack([radii, radii, radii * 0.8], 1)
    core = balls(centres, size * 0.74, green * 0.30, level=0)
    return join(parts), join([core, leaves(centres, size, 640, 0.26, green, seed)])


def bus_stop(lit: bool) -> Piece:
    """A shelter 5 m long, open to -Y: glass back, bench, roof lamp and a glowing panel at its end."""
    draft = Draft()
    for x in (-2.4, 0.0, 2.4):
        draft.block((x - 0.05, 0.55, 0), (x + 0.05, 0.65, 2.5), STEEL)
    draft.block((-2.6, -0.75, 2.5), (2.6, 0.75, 2.62), (0.16, 0.17, 0.18))
    draft.rect(-2.3, 2.3, 2.2, 2.45, 0.56, (0.02, 0.10, 0.30), tone((0.1, 0.4, 1.0), 0.9 if lit else 0.0))
    draft.face([(-2.3, 0.3, 2.49), (2.3, 0.3, 2.49), (2.3, 0.2, 2.49), (-2.3, 0.2, 2.49)], (0.4, 0.4, 0.4),
               tone((0.9, 0.96, 1.0), 6.0 if lit else 0.0))
    draft.block((-1.6, 0.05, 0.42), (1.6, 0.45, 0.47), (0.30, 0.19, 0.10))
    for x in (-1.4, 1.4):
        draft.block((x, 0.1, 0), (x + 0.06, 0.4, 0.42), STEEL)
    draft.block((2.42, -0.6, 0.2), (2.58, 0.5, 2.3), (0.05, 0.05, 0.05))
    for n in range(8):
        shade: Triple = (0.15 + 0.08 * n, 0.25 + 0.05 * ((n * 3) % 5), 0.75 - 0.07 * n)
        z = 0.35 + n * 0.23
        for x, y0, y1 in ((2.41, 0.42, -0.52), (2.59, -0.52, 0.42)):
            draft.face([(x, y0, z), (x, y1, z), (x, y1, z + 0.23), (x, y0, z + 0.23)], shade,
                       tone(shade, 2.0 if lit else 0.0))
    return draft.piece()


def bollards(xs: ArrayLike, y: float, z: float) -> Piece:
    """A row of bollards with a light band, at ``xs`` along the kerb."""
    one = lathe([(0.075, 0), (0.075, 0.62), (0.085, 0.63), (0.085, 0.75), (0.07, 0.8), (0.01, 0.84)],
                (0.18, 0.18, 0.18), sides=8)
    return join([moved(one, (float(x), y, z)) for x in np.asarray(xs).ravel()])


def bins(seed: int) -> Piece:
    """Rubbish bags, a bin and cardboard left at the kerb, as at night before collection."""
    random = rng("bins", seed)
    bags = balls(random.uniform((-0.8, -0.3, 0.2), (0.8, 0.3, 0.4), (5, 3)), random.uniform(0.2, 0.34, 5),
                 [(0.5, 0.5, 0.48), (0.05, 0.16, 0.10), (0.5, 0.5, 0.48), (0.04, 0.04, 0.045), (0.45, 0.40, 0.10)],
                 level=1, rough=0.25, seed=seed)
    return join([bags, boxes([(0.7, -0.3, 0), (1.2, -0.2, 0)], [(1.15, 0.25, 0.42), (1.6, 0.2, 0.28)],
                             (0.34, 0.23, 0.12))])


def standing_sign(seed: int, power: float) -> Piece:
    """An A-board or inflated light pillar of a shop on the pavement."""
    random = rng("standing", seed)
    colour: Triple = ((0.9, 0.2, 0.1), (0.95, 0.75, 0.1), (0.1, 0.5, 0.9), (0.9, 0.3, 0.6))[int(random.integers(4))]
    if random.random() < 0.5:
        return lathe([(0.25, 0), (0.30, 0.1), (0.28, 1.7), (0.2, 1.95), (0.02, 2.0)], colour, sides=10,
                     glow=tone(colour, 1.3 * power))
    draft = Draft()
    draft.block((-0.3, -0.12, 0.1), (0.3, 0.12, 1.2), (0.1, 0.1, 0.1))
    for y in (-0.125, 0.125):
        draft.rect(-0.26, 0.26, 0.16, 1.16, y, colour, tone(colour, 0.9 * power), tone(colour, 1.3 * power))
    return draft.piece()
