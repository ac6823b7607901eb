"""What is fitted to a car's body: lamps, grille, plates, mirrors, handles, seats, wheels, the sign on the roof."""

from __future__ import annotations

import numpy as np

from throughline.world.carbody import TRIM, BodyShape, Triple, curve, half_width, on_side
from throughline.world.shapes import (
    DARK,
    Piece,
    balls,
    box,
    cushion,
    f32,
    join,
    lathe,
    moved,
    patch,
    quads,
    transformed,
    tube,
)

RUBBER: Triple = (0.016, 0.016, 0.017)
ALLOY: Triple = (0.42, 0.43, 0.45)


def wheel(radius: float, width: float, detail: float = 1.0) -> Piece:
    """A wheel at the origin rolling along X, its outside to +Y: tyre, rim, five spokes, brake disc."""
    sides = max(12, int(22 * detail))
    half, rim = width / 2, radius * 0.66
    tyre = lathe([(rim, -half * 0.85), (radius * 0.94, -half), (radius, -half * 0.72), (radius, half * 0.72),
                  (radius * 0.94, half), (rim, half * 0.9)], RUBBER, sides=sides)
    dish = lathe([(rim, half * 0.9), (rim * 0.96, half * 0.55), (rim * 0.93, half * 0.1), (0.02, half * 0.1)],
                 (0.03, 0.03, 0.032), sides=sides)
    back = lathe([(0.02, -half * 0.8), (rim, -half * 0.85)], (0.02, 0.02, 0.02), sides=sides)
    hub = lathe([(0.07, half * 0.2), (0.06, half * 0.82), (0.02, half * 0.84)], ALLOY, sides=8)
    spokes = []
    for n in range(5 if detail > 0.7 else 0):
        angle = n * 2 * np.pi / 5
        spoke = box((0.04, -0.045 - 0.02 * radius, half * 0.45), (rim * 0.97, 0.045 + 0.02 * radius, half * 0.78),
                    ALLOY)
        spokes.append(moved(spoke, turn=angle))
    flat = join([tyre, dish, back, hub, *spokes])
    return transformed(flat, np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]]))


def both(left: Piece) -> Piece:
    """``left`` and its mirror on the right."""
    return join([left, transformed(left, np.diag([1.0, -1.0, 1.0]))])


def fittings(shape: BodyShape, paint: Triple, lights: bool, level: int = 2) -> Piece:
    """Lamps, grille, plates, bumper inlets, mirrors and door handles; ``level`` is how finely lamps are cut."""
    half, nose_top = shape.length / 2, float(curve(shape.top, np.array([shape.length / 2 - 0.12]))[0])
    lamp_z = nose_top - 0.10
    wide = float(half_width(shape, np.array([half - 0.12]))[0])
    white = (5.5, 5.2, 4.4) if lights else (0.10, 0.11, 0.12)
    red = (2.6, 0.06, 0.03) if lights else (0.10, 0.003, 0.003)
    tail_z = float(curve(shape.top, np.array([-half + 0.15]))[0]) - 0.16
    parts = [
        both(balls([(half - 0.15, wide - 0.27, lamp_z)], [(0.17, 0.24, 0.075)], (0.03, 0.03, 0.035), level=level)),
        both(balls([(half - 0.115, wide - 0.24, lamp_z)], [(0.15, 0.17, 0.05)], (0.4, 0.4, 0.4), level=level,
                   glow=white)),
        both(balls([(-half + 0.10, wide - 0.20, tail_z)], [(0.12, 0.22, 0.075)], (0.22, 0.005, 0.004), level=level,
                   glow=red)),
        box((-half - 0.004, -wide + 0.4, tail_z - 0.015), (-half + 0.05, wide - 0.4, tail_z + 0.015),
            (0.22, 0.005, 0.004), tuple(0.5 * v for v in red)),
        _inlet(half, 0.44, lamp_z - 0.15, lamp_z + 0.03),
        _inlet(half, 0.56, lamp_z - 0.385, lamp_z - 0.27),
        box((half - 0.04, -0.26, lamp_z - 0.24), (half + 0.018, 0.26, lamp_z - 0.12), (0.62, 0.62, 0.60)),
        box((-half - 0.012, -0.26, tail_z - 0.22), (-half + 0.04, 0.26, tail_z - 0.11), (0.62, 0.62, 0.60)),
        box((-half - 0.006, -0.6, 0.36), (-half + 0.05, 0.6, 0.46), TRIM),
    ]
    parts += [box((half - 0.05, -0.39 + 0.01 * n, lamp_z - 0.135 + 0.045 * n),
                  (half + 0.012, 0.39 - 0.01 * n, lamp_z - 0.123 + 0.045 * n),
                  ALLOY) for n in range(4)]
    parts += [_mirrors(shape, paint, level), _handles(shape, paint)]
    return join(parts)


def _inlet(half: float, wide: float, z0: float, z1: float) -> Piece:
    """A black opening in the nose with slanted ends, its rim a little proud."""
    slant = 0.10
    outline = [(-wide, z1), (-wide + slant, z0), (wide - slant, z0), (wide, z1)]
    front = [(half + 0.007, y, z) for y, z in outline]
    back = [(half - 0.06, y, z) for y, z in outline]
    sides = [[back[i], back[(i + 1) % 4], front[(i + 1) % 4], front[i]] for i in range(4)]
    return quads([front, *sides], TRIM)


def _mirrors(shape: BodyShape, paint: Triple, level: int) -> Piece:
    x = shape.screen[1] - 0.42
    y = float(half_width(shape, np.array([x]))[0])
    z = float(curve(shape.top, np.array([x]))[0]) + 0.07
    head = balls([(x, y + 0.10, z)], [(0.075, 0.115, 0.07)], paint, level=level)
    glass = quads([[(x - 0.076, y + 0.19, z - 0.05), (x - 0.076, y + 0.02, z - 0.05), (x - 0.076, y + 0.02, z + 0.05),
                    (x - 0.076, y + 0.19, z + 0.05)]], (0.12, 0.14, 0.16))
    arm = box((x - 0.03, y - 0.12, z - 0.07), (x + 0.03, y + 0.06, z - 0.03), TRIM)
    return both(join([head, glass, arm]))


def _handles(shape: BodyShape, paint: Triple) -> Piece:
    parts = []
    for x in (shape.pillars[-1] + 0.14, shape.pillars[0] + 0.16):
        z = float(curve(shape.top, np.array([x]))[0]) - 0.14
        at = on_side(shape, np.array([x]), np.array([z]), 0.012)[0]
        parts.append(box(at - f32((0.09, 0.02, 0.012)), at + f32((0.09, 0.014, 0.012)), paint))
    return both(join(parts))


def cabin(shape: BodyShape, seats: tuple[Triple, ...]) -> Piece:
    """Floor, seats, dashboard and steering wheel, dark, seen through the open windows."""
    cloth = (0.045, 0.045, 0.05)
    front, back = shape.screen[1] - 0.15, shape.rear[0] + 0.35
    wide = shape.width / 2 - 0.16
    low = seats[0][2] - 0.26
    parts = [quads([[(back, -wide, low), (front, -wide, low), (front, wide, low), (back, wide, low)]], (0.02,) * 3)]
    for x, y, z in seats:
        lean = np.array([[np.cos(0.22), 0, -np.sin(0.22)], [0, 1, 0], [np.sin(0.22), 0, np.cos(0.22)]])
        parts += [moved(cushion((0.28, 0.26, 0.10), cloth), (x + 0.04, y, z - 0.13)),
                  moved(transformed(cushion((0.085, 0.25, 0.34), cloth), lean), (x - 0.30, y, z + 0.22)),
                  moved(transformed(cushion((0.05, 0.13, 0.085), cloth), lean), (x - 0.42, y, z + 0.63)),
                  box((x - 0.41, y - 0.05, z + 0.5), (x - 0.39, y + 0.05, z + 0.6), (0.2, 0.2, 0.2))]
    belt = float(curve(shape.top, np.array([back]))[0])
    parts.append(box((back - 0.06, -wide, low), (back + 0.04, wide, belt + 0.02), (0.03, 0.03, 0.033)))
    dash = float(curve(shape.top, np.array([front - 0.2]))[0]) - 0.05
    parts.append(box((front - 0.45, -wide, dash - 0.32), (front + 0.05, wide, dash), (0.025, 0.025, 0.027)))
    angle = np.linspace(0, 2 * np.pi, 17)
    driver = seats[0]
    ring = np.stack([-0.09 * np.sin(angle), 0.185 * np.cos(angle), 0.165 * np.sin(angle)], axis=1)
    parts.append(tube(ring + np.array([driver[0] + 0.52, driver[1], driver[2] + 0.26]), 0.016, (0.02,) * 3, sides=5))
    return join(parts)


def roof_sign(kind: str, lights: bool) -> Piece:
    """The lit cap of a taxi, or the bar of a police car, red on the left, blue on the right."""
    if kind == "taxi":
        glow = (2.4, 2.0, 1.2) if lights else DARK
        profile = [(0.0, 0.0), (0.02, 0.09), (0.09, 0.14)]
        at = np.array([[(dx, s * 0.30, z) for dx, z in [(-0.09, 0.0), (-0.07, 0.13), (0.07, 0.13), (0.09, 0.0)]]
                       for s in (-1, 1)])
        ends = [quads([at[0][::-1]], (0.7, 0.6, 0.3), glow), quads([at[1]], (0.7, 0.6, 0.3), glow)]
        return join([patch(at, (0.8, 0.7, 0.4), glow), *ends, box((-0.1, -0.32, -0.01), (0.1, 0.32, profile[0][1]),
                                                                  TRIM)])
    red, blue = ((5.0, 0.08, 0.05), (0.08, 0.3, 6.0)) if lights else (DARK, DARK)
    return join([box((-0.14, 0.06, 0.02), (0.14, 0.58, 0.13), (0.3, 0.01, 0.01), red),
                 box((-0.14, -0.58, 0.02), (0.14, -0.06, 0.13), (0.01, 0.03, 0.3), blue),
                 box((-0.15, -0.60, -0.01), (0.15, 0.60, 0.03), TRIM), box((-0.13, -0.06, 0.02), (0.13, 0.06, 0.12),
                                                                          (0.3, 0.3, 0.3))])
