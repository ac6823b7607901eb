"""A room to live in: bed, table, desk, window, door, lamps; at night a warm pool round the lamps."""

from __future__ import annotations

import numpy as np

from throughline.film.blocking import SetRef
from throughline.film.setplan import Box, SetPlan, Spot
from throughline.world.mesh import Mesh
from throughline.world.sets import doors
from throughline.world.sets import joinery as j
from throughline.world.sets.draft import Triple
from throughline.world.sets.interior import Hole, Shell, curtain, finished, furniture_boxes, openings, window_lights
from throughline.world.sets.lighting import Light, Lighting, lit_mesh
from throughline.world.sets.mood import lamps_lit, mood
from throughline.world.shapes import Piece, box, f32, join, lathe, moved, patch, rng

HIGH = 2.7
WALLS: tuple[Triple, ...] = ((0.50, 0.46, 0.39), (0.33, 0.40, 0.40), (0.45, 0.36, 0.30), (0.36, 0.40, 0.33))


def shell(ref: SetRef) -> Shell:
    """The room's box, 8.4 by 6.6 m."""
    holes = (Hole("north", -1.9, 0.5, 0.75, 2.25), Hole("east", -1.5, -0.3, 0.9, 2.2),
             Hole("west", -2.3, -1.35, 0.0, 2.1, door=True))
    wall = WALLS[int(rng("room", ref.seed).integers(len(WALLS)))]
    return Shell((-4.2, -3.3, 4.2, 3.3), HIGH, holes, wall=wall, floor=(0.26, 0.155, 0.075), seed=ref.seed)


def _obstacles() -> tuple[Box, ...]:
    return furniture_boxes([("bed", 2.0, 1.2, 4.1, 2.9, 0.55), ("table", -0.95, -0.75, 0.65, 0.25, 0.75),
                            ("desk", -3.3, 2.45, -1.9, 3.25, 0.75), ("wardrobe", -4.2, 0.4, -3.6, 2.0, 2.1),
                            ("shelf", 1.0, -3.3, 2.5, -2.9, 2.1), ("side_table", 3.6, 0.55, 4.1, 1.05, 0.5)])


def _lights(ref: SetRef) -> list[Light]:
    air = mood(ref)
    sky = tuple(air.sky_horizon[i] * 0.5 + air.sky_top[i] * 0.5 for i in range(3))
    made = [Light(x, y, z, colour, 9.0) for x, y, z, colour in window_lights(
        shell(ref), (sky[0], sky[1], sky[2]), 0.75 if not lamps_lit(ref) else 2.6)]
    if lamps_lit(ref):
        made += [Light(-0.15, -0.25, 1.72, (2.6, 1.75, 0.95), 6.5, shadows=True),
                 Light(3.85, 0.8, 0.98, (1.15, 0.70, 0.33), 4.5),
                 Light(-2.9, 2.85, 1.15, (0.55, 0.42, 0.25), 3.0)]
    return made


def plan(ref: SetRef) -> SetPlan:
    """The room as staging sees it."""
    at = [("entrance", -3.6, -1.85, 0.0, 0.0), ("exit", -3.7, -1.85, 0.0, np.pi), ("door", -3.7, -1.85, 0.0, np.pi),
          ("centre", 1.1, -1.2, 0.0, 0.0), ("bed", 3.0, 1.55, 0.50, -np.pi / 2),
          ("seat", -0.15, -1.05, 0.46, np.pi / 2),
          ("seat", -0.15, 0.62, 0.46, -np.pi / 2), ("table", -0.15, -1.4, 0.0, np.pi / 2),
          ("desk", -2.6, 2.05, 0.46, np.pi / 2), ("window", -0.7, 2.75, 0.0, np.pi / 2), ("shelf", 1.75, -2.5, 0.0,
                                                                                      -np.pi / 2),
          ("lamp", 3.85, 0.2, 0.0, np.pi / 2)]
    spots = tuple(Spot(name=n, x=x, y=y, z=z, facing=float(f)) for n, x, y, z, f in at)
    return SetPlan(ref=ref, extent=(-4.0, -3.1, 4.0, 3.1), spots=spots, lanes=(), obstacles=_obstacles(),
                   lamps=tuple(light.lamp for light in _lights(ref)), mood=mood(ref), ceiling=HIGH,
                   leaves=doors.leaves(shell(ref)))


def build(ref: SetRef) -> tuple[Mesh, ...]:
    """Walls, floor, ceiling, the view outside, and the furniture."""
    made, on = shell(ref), lamps_lit(ref)
    lighting = Lighting(mood(ref), tuple(_lights(ref)), _obstacles(), openings(made), contact=0.5)
    pictures = {"north": moved(j.picture(0.9, 0.6, ref.seed), (2.9, 3.28, 1.75)),
                "south": moved(j.picture(0.5, 0.7, 4), (-2.2, -3.28, 1.6), np.pi)}
    return (*doors.meshes(made, lighting), *finished(made, lighting, ref, hung=pictures),
            lit_mesh(_furniture(ref, on), "furniture", lighting),
            lit_mesh(_curtains(), "curtains", lighting, smooth=True))


def _furniture(ref: SetRef, on: bool) -> Piece:
    parts = [moved(j.bed(1.6), (3.05, 2.05, 0), -np.pi / 2), moved(j.table(1.5, 0.85), (-0.15, -0.25, 0)),
             moved(j.chair(), (-0.15, -1.0, 0), np.pi), moved(j.chair(), (-0.15, 0.55, 0), 0.0),
             moved(j.desk(ref.seed, screen=True, lit=on, width=1.4), (-2.6, 2.87, 0)),
             moved(j.chair(), (-2.6, 2.15, 0), 0.35 + np.pi), moved(j.bookshelf(1.5, 2.1, ref.seed), (1.75, -3.12, 0),
                                                                    np.pi),
             box((-4.18, 0.4, 0), (-3.6, 1.19, 2.1), (0.20, 0.12, 0.07)),
             box((-4.18, 1.21, 0), (-3.6, 2.0, 2.1), (0.20, 0.12, 0.07)), box((-3.6, 1.1, 0.9), (-3.57, 1.13, 1.2),
                                                                           (0.4, 0.35, 0.2)),
             box((3.6, 0.55, 0), (4.1, 1.05, 0.52), (0.2, 0.12, 0.07)), moved(j.table_lamp(on), (3.85, 0.8, 0.52)),
             moved(j.table_lamp(on), (-3.1, 3.0, 0.74), 0, 0.9), moved(j.pendant(on, 0.72), (-0.15, -0.25, HIGH)),
             moved(lathe([(0.02, 0), (0.035, 0), (0.04, 0.1), (0.03, 0.1)], (0.5, 0.48, 0.42), sides=10),
                   (0.15, -0.4, 0.74)),
                   moved(lathe([(0.02, 0), (0.09, 0.0), (0.12, 0.05)], (0.35, 0.36, 0.33), sides=12),
                                              (-0.45, -0.15, 0.74))]
    x, y = np.meshgrid(np.linspace(-1.3, 1.5, 29), np.linspace(-1.5, 1.1, 27), indexing="ij")
    border = (np.minimum(np.minimum(x + 1.3, 1.5 - x), np.minimum(y + 1.5, 1.1 - y)) < 0.2)[..., None]
    parts.append(patch(np.stack([x - 0.1, y, np.full_like(x, 0.012)], -1),
                       np.where(border, f32([0.30, 0.24, 0.17]), f32([0.22, 0.055, 0.045]))))
    return join(parts)


def _curtains() -> Piece:
    cloth = (0.36, 0.30, 0.24)
    return join([moved(curtain(-2.4, -1.55, 0.05, 2.45, cloth), (0, 3.16, 0)),
                 moved(curtain(0.15, 1.0, 0.05, 2.45, cloth, 3),
                                                                                     (0, 3.16, 0)),
                 moved(curtain(0.05, 0.75, 0.5, 2.4, cloth, 5), (4.06, -0.95, 0), -np.pi / 2)])
