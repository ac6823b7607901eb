"""Bus, lorry and motorcycle, each facing +X with its wheels' places left free."""

from __future__ import annotations

import numpy as np

from throughline.world.carbody import GLASS, TRIM, UNDER, Triple
from throughline.world.shapes import DARK, Piece, balls, box, boxes, join, patch, quads, rectangle, tube
from throughline.world.vehicletrim import both


def rounded(low: Triple, high: Triple, radius: float, colour: Triple, ends: int = 5) -> Piece:
    """A box with edges along X rounded by ``radius`` and its ends drawn in."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    angle = np.linspace(0, np.pi / 2, 5)
    corners = [((y1, z1), 0.0), ((y0, z1), np.pi / 2), ((y0, z0), np.pi), ((y1, z0), 1.5 * np.pi)]
    ring = []
    for (y, z), start in corners:
        cy, cz = y - np.sign(y - (y0 + y1) / 2) * radius, z - np.sign(z - (z0 + z1) / 2) * radius
        ring += [(cy + radius * np.cos(start + a), cz + radius * np.sin(start + a)) for a in angle]
    section = np.array(ring)
    middle = section.mean(axis=0)
    turn = np.linspace(0, np.pi / 2, ends)
    xs = np.concatenate([x0 + radius * (1 - np.sin(turn[::-1])), np.linspace(x0 + radius, x1 - radius, 14)[1:-1],
                         x1 - radius * (1 - np.sin(turn))])
    into = np.concatenate([1 - np.cos(turn[::-1]), np.zeros(12), 1 - np.cos(turn)])
    into[0], into[-1] = 1.0, 1.0
    span = np.array([(y1 - y0) / 2, (z1 - z0) / 2])
    rings = [middle + (section - middle) * (1 - t * radius / span) for t in into]
    rings = [np.broadcast_to(middle, section.shape), *rings, np.broadcast_to(middle, section.shape)]
    xs = np.concatenate([[x0], xs, [x1]])
    at = np.stack([np.column_stack([np.full(len(r), x), r]) for x, r in zip(xs, rings, strict=True)])
    return patch(at, colour, wrap=True)


def _lamps(front: float, back: float, wide: float, z: float, lights: bool) -> Piece:
    white: Triple = (5.5, 5.2, 4.4) if lights else (0.1, 0.1, 0.1)
    red: Triple = (2.6, 0.06, 0.03) if lights else (0.05, 0.0, 0.0)
    return both(join([balls([(front - 0.02, wide - 0.28, z)], [(0.07, 0.17, 0.11)], (0.5, 0.5, 0.5), level=2,
                            glow=white),
                      box((back - 0.02, wide - 0.26, z - 0.12), (back + 0.04, wide - 0.08, z + 0.22),
                          (0.22, 0.005, 0.004), red)]))


def bus(paint: Triple, lights: bool) -> Piece:
    """A city bus 10.9 m long: window band, doors on the right, lit inside, destination board."""
    body = rounded((-5.45, -1.25, 0.36), (5.45, 1.25, 3.2), 0.22, paint)
    inside: Triple = (1.1, 1.15, 1.1) if lights else (0.02, 0.025, 0.03)
    parts = [body, box((-5.2, -1.2, 0.25), (5.2, 1.2, 0.5), UNDER)]
    for side in (1, -1):
        for n in range(7):
            x0 = -5.0 + 1.33 * n
            y = side * 1.256
            corners = [(x0, y, 1.35), (x0 + 1.22, y, 1.35), (x0 + 1.22, y, 2.6), (x0, y, 2.6)]
            parts.append(quads([corners if side < 0 else corners[::-1]], GLASS,
                               [[inside] * 2 + [tuple(0.35 * v for v in inside)] * 2]))
        parts.append(box((-5.2, side * 1.25 - 0.012, 0.72), (5.2, side * 1.25 + 0.012, 0.90), (0.75, 0.75, 0.72)))
    for x0 in (3.75, -0.65):
        parts.append(box((x0, -1.275, 0.45), (x0 + 1.15, -1.24, 2.6), GLASS, tuple(0.5 * v for v in inside)))
        parts.append(box((x0 + 0.55, -1.285, 0.45), (x0 + 0.60, -1.24, 2.6), TRIM))
    parts += [box((5.40, -1.08, 1.15), (5.463, 1.08, 2.55), GLASS), box((-5.46, -0.95, 1.6), (-5.40, 0.95, 2.55),
                                                                        GLASS)]
    board: Triple = (2.2, 0.9, 0.1) if lights else (0.05, 0.03, 0.01)
    parts.append(box((5.40, -0.9, 2.64), (5.465, 0.9, 2.92), (0.03, 0.03, 0.03)))
    parts.append(boxes([(5.40, -0.8 + 0.3 * n, 2.70) for n in range(6)],
                       [(5.475, -0.62 + 0.3 * n, 2.87) for n in range(6)], (0.1, 0.05, 0.0), board))
    for x in (-2.7, 3.0):
        parts.append(both(box((x - 0.56, 1.0, 0.3), (x + 0.56, 1.262, 1.06), UNDER)))
    mirror = tube([(5.2, 1.2, 2.7), (5.6, 1.42, 2.7), (5.62, 1.45, 2.1)], 0.025, TRIM)
    parts += [both(mirror), _lamps(5.45, -5.45, 1.25, 0.78, lights)]
    return join(parts)


def truck(paint: Triple, lights: bool) -> Piece:
    """A one-ton lorry, cab over the engine, drop-side bed under a tarpaulin."""
    cab = rounded((1.05, -0.86, 0.42), (2.6, 0.86, 2.02), 0.16, paint)
    parts = [cab, box((-2.55, -0.42, 0.42), (2.4, 0.42, 0.62), UNDER), box((1.0, -0.8, 0.3), (2.5, 0.8, 0.5), UNDER)]
    parts += [box((2.545, -0.74, 1.22), (2.607, 0.74, 1.86), GLASS), box((2.55, -0.6, 0.62), (2.612, 0.6, 0.86), TRIM)]
    parts.append(both(box((1.45, 0.80, 1.22), (2.28, 0.868, 1.82), GLASS)))
    bed = (0.10, 0.16, 0.26)
    parts += [box((-2.6, -0.88, 0.78), (0.95, 0.88, 0.86), bed), both(box((-2.6, 0.84, 0.86), (0.95, 0.88, 1.22), bed)),
              box((-2.6, -0.88, 0.86), (-2.56, 0.88, 1.22), bed), box((0.88, -0.88, 0.86), (0.95, 0.88, 1.85), bed)]
    xs, a = np.linspace(-2.5, 0.85, 9), np.linspace(0, np.pi, 9)
    ripple = 0.03 * np.sin(np.arange(9) * np.pi)
    sheet = np.array([[(x, 0.84 * np.cos(t), 1.2 + (0.62 + r + 0.04 * (n % 2)) * np.sin(t)) for t in a]
                      for n, (x, r) in enumerate(zip(xs, ripple, strict=True))])
    parts.append(patch(sheet, (0.03, 0.10, 0.16)))
    for x in (-1.55, 1.72):
        parts.append(both(box((x - 0.42, 0.60, 0.4), (x + 0.42, 0.875, 0.78), UNDER)))
    parts += [both(tube([(2.35, 0.84, 1.5), (2.62, 1.02, 1.52), (2.62, 1.04, 1.25)], 0.02, TRIM)),
              both(box((2.58, 0.96, 1.22), (2.64, 1.10, 1.50), TRIM)), _lamps(2.58, -2.6, 0.88, 0.72, lights)]
    return join(parts)


def motorcycle(paint: Triple, lights: bool) -> Piece:
    """A small motorcycle with a delivery box behind its seat."""
    steel = (0.16, 0.16, 0.17)
    white: Triple = (5.5, 5.2, 4.4) if lights else DARK
    red: Triple = (2.4, 0.05, 0.03) if lights else DARK
    parts = [
        both(tube([(0.68, 0.09, 0.30), (0.50, 0.09, 0.72), (0.42, 0.08, 0.98)], 0.026, steel)),
        both(tube([(0.44, 0.05, 1.0), (0.36, 0.22, 1.04), (0.22, 0.36, 1.02)], 0.014, steel)),
        tube([(0.45, 0, 0.85), (0.05, 0, 0.68), (-0.25, 0, 0.55), (-0.68, 0, 0.30)], 0.045, steel),
        balls([(0.14, 0, 0.80)], [(0.30, 0.15, 0.14)], paint, level=2),
        balls([(-0.32, 0, 0.80), (-0.12, 0, 0.78)], [(0.36, 0.14, 0.06), (0.2, 0.13, 0.05)], (0.02, 0.02, 0.02),
              level=2),
        balls([(0.02, 0, 0.45), (0.20, 0, 0.42)], [(0.20, 0.14, 0.15), (0.12, 0.12, 0.13)], (0.10, 0.10, 0.10),
              level=1),
        both(tube([(0.1, 0.13, 0.32), (-0.4, 0.16, 0.30), (-0.8, 0.17, 0.36)], [0.03, 0.04, 0.05], (0.35, 0.35, 0.36))),
        balls([(0.58, 0, 0.88)], [(0.10, 0.10, 0.10)], (0.4, 0.4, 0.4), level=2, glow=white),
        box((-0.86, -0.06, 0.70), (-0.82, 0.06, 0.76), (0.2, 0.01, 0.01), red),
        box((-0.92, -0.24, 0.86), (-0.46, 0.24, 1.28), (0.5, 0.08, 0.05)),
        rectangle((0.4, -0.1, 0.6), (0.0, 0.2, 0.0), (0.12, 0, 0.28), paint),
        both(tube([(0.42, 0.2, 1.05), (0.40, 0.30, 1.22)], 0.008, steel)),
        both(balls([(0.40, 0.31, 1.25)], [(0.015, 0.07, 0.04)], (0.03, 0.03, 0.03), level=1)),
    ]
    return join(parts)
