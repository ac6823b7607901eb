"""An office: rows of desks with screens, a band of windows over the city; a police desk or a ward where asked."""

from __future__ import annotations

import numpy as np

from throughline.film.blocking import SetRef
from throughline.film.setplan import Box, SetPlan, Spot
from throughline.world.mesh import Mesh
from throughline.world.sets import doors
from throughline.world.sets import joinery as j
from throughline.world.sets.draft import Triple
from throughline.world.sets.interior import Hole, Shell, curtain, finished, openings, window_lights
from throughline.world.sets.lighting import Light, Lighting, lit_mesh
from throughline.world.sets.mood import lamps_lit, mood
from throughline.world.shapes import Piece, box, boxes, join, moved, quads, tube

HIGH = 2.9
DESKS = tuple((x, y) for x in (-1.4, 0.3, 3.2, 4.9) for y in (-1.9, 1.7))
BEDS = tuple((x, s) for x in (-2.2, 0.6, 3.4) for s in (1, -1))
WARD = {"bed", "beds", "hospital", "ward"}


def is_ward(ref: SetRef) -> bool:
    """True when the features ask for hospital beds instead of desks."""
    return bool(WARD & set(ref.features))


def shell(ref: SetRef) -> Shell:
    """The office's box, 13 by 9 m."""
    holes = tuple(Hole("north", a, a + 2.4, 0.85, 2.45) for a in (-5.6, -2.7, 0.2, 3.1))
    holes += (Hole("west", -3.2, -2.2, 0.0, 2.1, door=True), Hole("east", -1.6, 1.6, 0.9, 2.45))
    wall: Triple = (0.46, 0.50, 0.50) if is_ward(ref) else (0.47, 0.46, 0.44)
    panel: Triple | None = (0.26, 0.38, 0.36) if is_ward(ref) else None
    return Shell((-6.5, -4.5, 6.5, 4.5), HIGH, holes, wall=wall, floor=(0.24, 0.25, 0.26), panel=panel, seed=ref.seed)


def _obstacles(ref: SetRef) -> tuple[Box, ...]:
    if is_ward(ref):
        return tuple(Box(x0=x - 0.5, y0=min(s * 2.2, s * 4.3), x1=x + 0.5, y1=max(s * 2.2, s * 4.3), height=0.9,
                         name="bed")
                     for x, s in BEDS)
    made = [Box(x0=x - 0.8, y0=y - 0.4, x1=x + 0.8, y1=y + 0.4, height=0.75, name="desk") for x, y in DESKS]
    made.append(Box(x0=-4.6, y0=-1.4, x1=-3.9, y1=2.2, height=1.1, name="counter"))
    made.append(Box(x0=-2.0, y0=-4.5, x1=4.0, y1=-4.1, height=2.1, name="shelf"))
    return tuple(made)


def _lights(ref: SetRef) -> list[Light]:
    air = mood(ref)
    sky: Triple = (0.5 * (air.sky_horizon[0] + air.sky_top[0]), 0.5 * (air.sky_horizon[1] + air.sky_top[1]),
                   0.5 * (air.sky_horizon[2] + air.sky_top[2]))
    made = [Light(x, y, z, c, 9.0) for x, y, z, c in window_lights(shell(ref), sky, 0.55 if not lamps_lit(ref)
                                                                   else 1.8)]
    if lamps_lit(ref):
        cold: Triple = (2.6, 2.95, 3.0) if is_ward(ref) else (2.1, 2.3, 2.35)
        made += [Light(x, y, HIGH - 0.1, cold, 7.5) for x, y in _panels() if not (x > 3 and y < 0)]
        made += [Light(x, y - 0.3, 1.05, (0.10, 0.14, 0.22), 2.5) for x, y in DESKS if not is_ward(ref)]
    return made


def _panels() -> list[tuple[float, float]]:
    return [(x, y) for x in (-4.4, -1.0, 2.4, 5.4) for y in (-2.1, 1.9)]


def plan(ref: SetRef) -> SetPlan:
    """The office or ward as staging sees it."""
    spots = [Spot(name="entrance", x=-5.8, y=-2.7), Spot(name="exit", x=-6.0, y=-2.7, facing=np.pi),
             Spot(name="door", x=-6.0, y=-2.7, facing=np.pi), Spot(name="centre", x=-2.6, y=0.0),
             Spot(name="window", x=1.4, y=3.9, facing=np.pi / 2), Spot(name="window", x=-1.5, y=3.9, facing=np.pi / 2)]
    if is_ward(ref):
        for x, s in BEDS:
            spots += [Spot(name="bed", x=x, y=s * 3.2, z=0.78, facing=-s * np.pi / 2),
                      Spot(name="seat", x=x + 1.0, y=s * 3.0, z=0.46, facing=np.pi)]
    else:
        spots += [Spot(name="desk", x=x, y=y - 0.85, z=0.47, facing=np.pi / 2) for x, y in DESKS]
        spots += [Spot(name="seat", x=x, y=y - 0.85, z=0.47, facing=np.pi / 2) for x, y in DESKS]
        spots += [Spot(name="counter", x=-5.0, y=0.4), Spot(name="shelf", x=1.0, y=-3.7, facing=-np.pi / 2),
                  Spot(name="table", x=DESKS[0][0], y=DESKS[0][1] + 0.8, facing=-np.pi / 2)]
    return SetPlan(ref=ref, extent=(-6.3, -4.3, 6.3, 4.3), spots=tuple(spots), lanes=(), obstacles=_obstacles(ref),
                   lamps=tuple(light.lamp for light in _lights(ref)), mood=mood(ref), ceiling=HIGH,
                   leaves=doors.leaves(shell(ref)))


def build(ref: SetRef) -> tuple[Mesh, ...]:
    """Walls, floor, ceiling with its lamps, view, furniture."""
    made = shell(ref)
    lighting = Lighting(mood(ref), tuple(_lights(ref)), _obstacles(ref), openings(made), contact=0.5)
    on = lamps_lit(ref)
    board = quads([[(-5.2, -4.46, 1.0), (-3.0, -4.46, 1.0), (-3.0, -4.46, 2.1), (-5.2, -4.46, 2.1)][::-1]], (0.62,) * 3)
    hung = {} if is_ward(ref) else {"south": board}
    inside = _ward() if is_ward(ref) else _desks(ref, on)
    return (*doors.meshes(made, lighting), *finished(made, lighting, ref, "tiles", hung),
            lit_mesh(join(inside), "furniture", lighting),
            lit_mesh(_ceiling_lamps(on), "ceiling_lamps", lighting))


def _ceiling_lamps(on: bool) -> Piece:
    glow: Triple = (4.2, 4.6, 4.6) if on else (0.25, 0.26, 0.27)
    faces = [[(x - 0.6, y + 0.3, HIGH - 0.02), (x + 0.6, y + 0.3, HIGH - 0.02), (x + 0.6, y - 0.3, HIGH - 0.02),
              (x - 0.6, y - 0.3, HIGH - 0.02)] for x, y in _panels()]
    glows = [glow if not (on and x > 3 and y < 0) else (0.05, 0.05, 0.06) for x, y in _panels()]
    return quads(faces, (0.4, 0.4, 0.4), np.array(glows, np.float32))


def _desks(ref: SetRef, on: bool) -> list[Piece]:
    parts = [moved(j.desk(n + ref.seed, lit=on or n % 3 > 0), (x, y, 0)) for n, (x, y) in enumerate(DESKS)]
    parts += [moved(j.office_chair(), (x + 0.1 * (n % 3), y - 0.85, 0), np.pi + 0.5 * ((n * 7) % 3 - 1))
              for n, (x, y) in enumerate(DESKS)]
    parts += [box((x - 0.8, y + 0.38, 0), (x + 0.8, y + 0.42, 1.15), (0.22, 0.26, 0.30)) for x, y in DESKS]
    parts += [moved(j.bookshelf(1.45, 2.0, n + 3), (-1.2 + n * 1.5, -4.3, 0), np.pi) for n in range(4)]
    parts += [box((-4.6, -1.4, 0), (-3.95, 2.2, 1.05), (0.26, 0.16, 0.09)), box((-4.7, -1.45, 1.05), (-3.85, 2.25, 1.1),
                                                                              (0.36, 0.34, 0.31))]
    sheets = [(-5.0 + 0.33 * n, 1.1 + 0.3 * ((n * 5) % 3)) for n in range(6)]
    parts += [quads([[(x, -4.44, z), (x + 0.22, -4.44, z), (x + 0.22, -4.44, z + 0.28), (x, -4.44, z + 0.28)][::-1]],
                    ((0.5, 0.46, 0.2), (0.5, 0.25, 0.2), (0.25, 0.4, 0.5))[n % 3]) for n, (x, z) in enumerate(sheets)]
    parts += [boxes([(5.7, 3.5 - 0.7 * n, 0)], [(6.3, 4.1 - 0.7 * n, 1.35)], (0.30, 0.31, 0.32)) for n in range(2)]
    parts += [moved(j.chair((0.10, 0.11, 0.12)), (-5.9, 0.4 + 0.6 * n, 0), -np.pi / 2) for n in range(3)]
    return parts


def _ward() -> list[Piece]:
    parts = []
    for x, s in BEDS:
        parts.append(moved(j.bed(0.95, hospital=True), (x, s * 3.25, 0), 0.0 if s > 0 else np.pi))
        parts += [tube([(x - 0.75, s * 4.0, 0), (x - 0.75, s * 4.0, 1.95)], 0.014, (0.5,) * 3),
                  box((x - 0.80, s * 4.0 - 0.05, 1.6), (x - 0.68, s * 4.0 + 0.05, 1.9), (0.55, 0.6, 0.62)),
                  box((x + 0.65, min(s * 3.9, s * 4.35), 0), (x + 1.1, max(s * 3.9, s * 4.35), 0.8),
                      (0.46, 0.44, 0.40)),
                  box((x + 0.68, s * 4.1 - 0.1, 0.8), (x + 1.02, s * 4.1 + 0.1, 1.1), (0.04,) * 3, (0.01, 0.10, 0.05))]
        parts.append(moved(j.chair((0.12, 0.2, 0.22)), (x + 1.0, s * 3.0, 0), -np.pi / 2))
        parts.append(tube([(x - 1.35, s * 2.1, 2.35), (x - 1.35, s * 4.4, 2.35)], 0.015, (0.5,) * 3))
        parts.append(moved(curtain(0.0, 0.75, 0.35, 2.33, (0.30, 0.42, 0.42), int(x)), (x - 1.35, s * 3.6, 0),
                           np.pi / 2))
    return parts
