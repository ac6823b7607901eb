"""A great hall: a library with stacks, a church or auditorium with pulpit and pews, as its features ask."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from throughline.film.blocking import SetRef
from throughline.film.setplan import Box, SetPlan, Spot
from throughline.world.mesh import Mesh
from throughline.world.sets import doors
from throughline.world.sets import joinery as j
from throughline.world.sets.draft import Triple, tone
from throughline.world.sets.interior import WOOD, Hole, Shell, finished, openings, window_lights
from throughline.world.sets.lighting import Light, Lighting, lit_mesh
from throughline.world.sets.mood import lamps_lit, mood
from throughline.world.shapes import DARK, Piece, box, boxes, join, lathe, moved, quads, rng, tube

HIGH = 8.5
LIBRARY = {"bookshelves", "bookshelf", "shelves", "library", "books", "shelf"}
STACKS = tuple((x, s) for x in (-8.0, -5.0, -2.0, 4.0, 7.0, 10.0) for s in (1, -1))
PEWS = tuple((x, s) for x in np.arange(-9.0, 5.0, 1.5).tolist() for s in (1, -1))
COLUMNS = tuple((float(x), s) for x in (-10.5, -5.25, 0.0, 5.25, 10.5) for s in (1, -1))


def is_library(ref: SetRef) -> bool:
    """True for a library, false for a church or auditorium."""
    return bool(LIBRARY & set(ref.features)) and "pulpit" not in ref.features


def shell(ref: SetRef) -> Shell:
    """The hall's box, 28 by 15 m, with tall windows on both long sides."""
    holes = tuple(Hole(wall, x - 0.9, x + 0.9, 2.6, 6.6) for wall in ("north", "south") for x in (-7.9, -2.6, 2.6, 7.9))
    holes += (Hole("west", -1.2, 1.2, 0.0, 3.0, door=True),)
    return Shell((-14, -7.5, 14, 7.5), HIGH, holes, wall=(0.42, 0.39, 0.34), floor=(0.22, 0.14, 0.08),
                 ceiling=(0.24, 0.19, 0.14), panel=tone(WOOD, 0.9), step=0.42, seed=ref.seed)


def _obstacles(ref: SetRef) -> tuple[Box, ...]:
    made = [Box(x0=x - 0.4, y0=s * 5.6 - 0.4, x1=x + 0.4, y1=s * 5.6 + 0.4, height=HIGH, name="column") for x,
            s in COLUMNS]
    if is_library(ref):
        made += [Box(x0=x - 0.4, y0=min(s * 1.9, s * 5.1), x1=x + 0.4, y1=max(s * 1.9, s * 5.1), height=2.4,
                     name="bookshelves") for x, s in STACKS]
        made.append(Box(x0=-0.2, y0=-1.6, x1=2.2, y1=-0.6, height=0.76, name="table"))
    else:
        made += [Box(x0=x - 0.35, y0=min(s * 1.1, s * 4.9), x1=x + 0.35, y1=max(s * 1.1, s * 4.9), height=0.95,
                     name="pew")
                 for x, s in PEWS]
        made.append(Box(x0=9.6, y0=-0.5, x1=10.4, y1=0.5, height=1.9, name="pulpit"))
    return tuple(made)


def _lights(ref: SetRef) -> list[Light]:
    air, made_shell = mood(ref), shell(ref)
    sky: Triple = air.sky_horizon
    day = not lamps_lit(ref)
    made = [Light(x, y, z, c, 13.0) for x, y, z, c in window_lights(made_shell, sky, 0.5 if day else 0.9)]
    if not day:
        made += [Light(x, 0.0, 4.4, (9.5, 6.3, 3.3), 11.0) for x in (-9.0, -3.0, 3.0, 9.0)]
        made += [Light(1.0, -1.1, 1.15, (0.9, 0.75, 0.35), 3.5)] if is_library(ref) else [
            Light(11.5, 0.0, 3.5, (9.0, 6.6, 3.8), 9.0)]
    return made


def plan(ref: SetRef) -> SetPlan:
    """The hall as staging sees it: one comes in at the west end, the far end is +X."""
    spots = [Spot(name="entrance", x=-12.6, y=0.0), Spot(name="exit", x=-13.0, y=0.4, facing=np.pi),
             Spot(name="door", x=-13.2, y=0.0, facing=np.pi), Spot(name="centre", x=-1.0, y=0.0),
             Spot(name="aisle", x=-5.0, y=0.0), Spot(name="window", x=2.6, y=6.6, facing=np.pi / 2)]
    if is_library(ref):
        spots += [Spot(name=name, x=x + 0.9, y=s * 2.6, facing=np.pi) for x, s in STACKS for name
                  in ("shelf", "bookshelves")]
        spots += [Spot(name="table", x=1.0, y=-2.2, facing=np.pi / 2), Spot(name="desk", x=0.4, y=-2.1, z=0.46,
                                                                          facing=np.pi / 2),
                  Spot(name="seat", x=0.4, y=-2.1, z=0.46, facing=np.pi / 2), Spot(name="seat", x=1.6, y=-0.1, z=0.46,
                                                                                facing=-np.pi / 2),
                  Spot(name="counter", x=12.0, y=0.0, facing=np.pi)]
    else:
        spots += [Spot(name="pulpit", x=10.9, y=0.0, z=0.5, facing=np.pi), Spot(name="altar", x=11.8, y=0.0, z=0.5,
                                                                              facing=np.pi),
                  Spot(name="stage", x=9.2, y=-2.4, z=0.5, facing=np.pi)]
        spots += [Spot(name=name, x=x - 0.05, y=s * 2.0, z=0.46) for x, s in PEWS for name in ("seat", "bench")]
    return SetPlan(ref=ref, extent=(-13.6, -7.2, 13.6, 7.2), spots=tuple(spots), lanes=(), obstacles=_obstacles(ref),
                   lamps=tuple(light.lamp for light in _lights(ref)), mood=mood(ref), ceiling=HIGH,
                   leaves=doors.leaves(shell(ref)))


def build(ref: SetRef) -> tuple[Mesh, ...]:
    """Walls, floor, ceiling and beams, columns, furniture, lamps."""
    made, on = shell(ref), lamps_lit(ref)
    lighting = Lighting(mood(ref), tuple(_lights(ref)), _obstacles(ref), openings(made), contact=0.45)
    inside = _library(ref, on) if is_library(ref) else _church(ref, on)
    return (*doors.meshes(made, lighting), *finished(made, lighting, ref),
            lit_mesh(join([*_structure(), *inside]), "furniture", lighting),
            lit_mesh(join(_beams()), "ceiling_beams", lighting), lit_mesh(join(_lamps(on)), "lamps", lighting))


def _structure() -> list[Piece]:
    stone: Triple = (0.36, 0.335, 0.29)
    one = lathe([(0.48, 0), (0.48, 0.35), (0.36, 0.45), (0.32, 0.6), (0.30, 5.6), (0.40, 5.8), (0.52, 6.1),
                 (0.52, 6.3)],
                stone, sides=14)
    parts = [moved(one, (x, s * 5.6, 0)) for x, s in COLUMNS]
    for s in (1, -1):
        for (x0, _), (x1, _) in zip(COLUMNS[::2][:-1], COLUMNS[::2][1:], strict=True):
            angle = np.linspace(0, np.pi, 13)
            middle, radius = (x0 + x1) / 2, (x1 - x0) / 2 - 0.3
            arc = [(middle - radius * np.cos(a), 6.2 + 0.62 * radius * np.sin(a)) for a in angle]
            faces = []
            for (xa, za), (xb, zb) in pairwise(arc):
                low, high = s * 5.6 - 0.25, s * 5.6 + 0.25
                faces += [[(xa, high, za), (xb, high, zb), (xb, low, zb), (xa, low, za)],
                          [(xa, low, za), (xb, low, zb), (xb, low, HIGH), (xa, low, HIGH)],
                          [(xb, high, zb), (xa, high, za), (xa, high, HIGH), (xb, high, HIGH)]]
            parts.append(quads(faces, stone))
    return parts


def _beams() -> list[Piece]:
    dark = tone(WOOD, 0.6)
    parts = [box((x - 0.18, -7.5, HIGH - 0.45), (x + 0.18, 7.5, HIGH - 0.02), dark) for x in np.arange(-13, 14, 2.6)]
    return [*parts, *(box((-14, y - 0.12, HIGH - 0.3), (14, y + 0.12, HIGH - 0.02), dark) for y in (-3.7, 0.0, 3.7))]


def _lamps(on: bool) -> list[Piece]:
    """Ring chandeliers on chains."""
    parts, angle = [], np.linspace(0, 2 * np.pi, 17)
    for x in (-9.0, -3.0, 3.0, 9.0):
        ring = np.stack([x + 0.8 * np.cos(angle), 0.8 * np.sin(angle), np.full(17, 4.4)], 1)
        parts += [tube(ring, 0.035, (0.10, 0.08, 0.04), sides=5), tube([(x, 0, 4.4), (x, 0, HIGH)], 0.02, (0.05,) * 3,
                                                                       sides=4)]
        for a in angle[:-1:2]:
            px, py = x + 0.8 * float(np.cos(a)), 0.8 * float(np.sin(a))
            parts += [box((px - 0.03, py - 0.03, 4.42), (px + 0.03, py + 0.03, 4.62), (0.7, 0.62, 0.5),
                          (5.0, 3.2, 1.5) if on else DARK), tube([(px, py, 4.4), (x, 0, 5.2)], 0.008, (0.05,) * 3,
                                                                 sides=3)]
    return parts


def _library(ref: SetRef, on: bool) -> list[Piece]:
    parts = []
    for n, (x, s) in enumerate(STACKS):
        for k in range(2):
            for turn in (np.pi / 2, -np.pi / 2):
                shelf = j.bookshelf(1.58, 2.4, ref.seed + n * 4 + k * 2 + (turn > 0))
                parts.append(moved(shelf, (x - np.sign(turn) * -0.18, s * (2.7 + 1.6 * k), 0), turn))
    parts += [moved(j.table(2.4, 1.0), (1.0, -1.1, 0)), moved(j.table_lamp(on), (1.0, -1.1, 0.74), 0, 1.1),
              box((11.2, -2.2, 0), (11.8, 2.2, 1.05), tone(WOOD, 0.9)), box((11.1, -2.3, 1.05), (11.9, 2.3, 1.1), WOOD)]
    parts += [moved(j.chair(), (x, y, 0), t) for x, y, t in ((0.4, -2.05, np.pi), (1.6, -2.1, np.pi + 0.2),
                                                             (0.4, -0.15, 0.1),
                                                          (1.6, -0.1, 0.0))]
    random = rng("loose books", ref.seed)
    for _ in range(7):
        shade: Triple = j.BOOKS[int(random.integers(len(j.BOOKS)))]
        x, y = float(random.uniform(0.0, 2.0)), float(random.uniform(-1.5, -0.7))
        parts.append(moved(box((-0.1, -0.14, 0.74), (0.1, 0.14, 0.78 + 0.03 * float(random.random())), shade),
                           (x, y, 0),
                           float(random.uniform(0, 3))))
    parts += [moved(j.bookshelf(1.8, 3.0, 60 + n), (13.75, -5.4 + 1.85 * n, 0), -np.pi / 2) for n in range(7)]
    return parts


def _church(ref: SetRef, on: bool) -> list[Piece]:
    parts = [box((8.4, -5.0, 0), (14, 5.0, 0.5), tone(WOOD, 0.8)),
             box((7.9, -4.0, 0), (8.4, 4.0, 0.25), tone(WOOD, 0.75))]
    for x, s in PEWS:
        low, high = sorted((s * 1.15, s * 4.85))
        parts += [box((x - 0.22, low, 0.40), (x + 0.22, high, 0.46), WOOD),
                  box((x - 0.28, low, 0.46), (x - 0.23, high, 0.92),
                                                                              tone(WOOD, 0.85)),
                  boxes([(x - 0.28, low, 0), (x - 0.28, high - 0.06, 0)],
                        [(x + 0.24, low + 0.06, 0.62), (x + 0.24, high, 0.62)],
                        tone(WOOD, 0.7))]
    parts += [box((9.7, -0.42, 0.5), (10.3, 0.42, 1.55), tone(WOOD, 0.7)), box((9.58, -0.5, 1.55), (10.42, 0.5, 1.62),
                                                                               WOOD),
              box((11.6, -1.3, 0.5), (12.4, 1.3, 1.45), (0.38, 0.36, 0.32))]
    parts += [box((13.75, -0.14, 2.4), (13.92, 0.14, 6.4), WOOD), box((13.75, -1.15, 4.9), (13.92, 1.15, 5.2), WOOD)]
    colours: tuple[Triple, ...] = ((0.9, 0.10, 0.08), (0.08, 0.25, 0.9), (0.95, 0.65, 0.10), (0.10, 0.6, 0.25),
                                   (0.55, 0.15, 0.7))
    random, power = rng("glass", ref.seed), 0.25 if on else 1.5
    faces, glows = [], []
    for side in (1, -1):
        for k in range(5):
            for n in range(10):
                y0, z0 = side * 3.4 - 0.75 + 0.3 * k, 2.2 + 0.42 * n
                faces.append([(13.94, y0 + 0.28, z0), (13.94, y0, z0), (13.94, y0, z0 + 0.39),
                              (13.94, y0 + 0.28, z0 + 0.39)])
                glows.append(tone(colours[int(random.integers(len(colours)))], power * float(random.uniform(0.5, 1.3))))
    parts.append(quads(faces, (0.05,) * 3, np.array(glows, np.float32)))
    return parts
