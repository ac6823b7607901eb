"""A Korean temple's yard: the hall with its upturned eaves on a stone platform, lanterns, a pagoda, pines and hills."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from throughline.film.blocking import SetRef
from throughline.film.setplan import Box, SetPlan, Spot
from throughline.world.mesh import Mesh
from throughline.world.sets import nature
from throughline.world.sets.breakable import Tower, in_pieces
from throughline.world.sets.draft import Triple, tone
from throughline.world.sets.lighting import Light, Lighting, lit_mesh
from throughline.world.sets.mood import lamps_lit, mood
from throughline.world.sets.roofs import eaves, ridges, slopes
from throughline.world.shapes import DARK, Piece, box, boxes, f32, join, lathe, moved, noise, patch, quads, rng, tube

STONE: Triple = (0.30, 0.29, 0.265)
RED: Triple = (0.27, 0.055, 0.035)
GREEN: Triple = (0.025, 0.115, 0.085)
HALL_X = 26.0
LANTERNS = ((6.0, -4.6), (6.0, 4.6), (14.0, -4.6), (14.0, 4.6))
PAGODA = (12.0, -11.5)


def _lights(ref: SetRef) -> list[Light]:
    if not lamps_lit(ref):
        return []
    made = [Light(x, y, 1.35, (2.2, 1.25, 0.5), 8.0) for x, y in LANTERNS]
    made += [Light(HALL_X - 7.6, y, 3.6, (7.5, 4.0, 1.5), 13.0) for y in (-5.0, 0.0, 5.0)]
    return made


def plan(ref: SetRef) -> SetPlan:
    """The yard as staging sees it: the gate behind, the hall ahead."""
    obstacles = [Box(x0=HALL_X - 8, y0=-11.5, x1=HALL_X + 8, y1=11.5, height=1.2, name="platform"),
                 Box(x0=HALL_X - 5, y0=-8, x1=HALL_X + 5, y1=8, height=9.0, name="hall"),
                 Box(x0=PAGODA[0] - 1.6, y0=PAGODA[1] - 1.6, x1=PAGODA[0] + 1.6, y1=PAGODA[1] + 1.6, height=7,
                     name="pagoda")]
    obstacles += [Box(x0=x - 0.45, y0=y - 0.45, x1=x + 0.45, y1=y + 0.45, height=2.1, name="lantern") for x,
                  y in LANTERNS]
    obstacles += [Box(x0=-32, y0=a, x1=-30, y1=b, height=4.5, name="gate") for a, b in ((-7, -2.2), (2.2, 7))]
    spots = (Spot(name="entrance", x=-27.0, y=0.0), Spot(name="gate", x=-31.0, y=0.0),
             Spot(name="exit", x=-28.0, y=-1.0,
                                                                                          facing=np.pi),
             Spot(name="centre", x=0.0, y=0.0), Spot(name="stairs", x=HALL_X - 10.0, y=0.0), Spot(name="steps",
                                                                                             x=HALL_X - 10.0, y=1.2),
             Spot(name="altar", x=HALL_X - 6.3, y=0.0, z=1.2), Spot(name="door", x=HALL_X - 6.0, y=0.0, z=1.2),
             Spot(name="pagoda", x=PAGODA[0] - 2.6, y=PAGODA[1] + 1.8, facing=-0.6),
             Spot(name="lantern", x=5.2, y=-3.9, facing=-0.7), Spot(name="lookout", x=-8.0, y=5.0),
             Spot(name="seat", x=HALL_X - 8.5, y=-3.0, z=0.6, facing=np.pi))
    return SetPlan(ref=ref, extent=(-29, -17, HALL_X - 9.8, 17), spots=spots, lanes=(), obstacles=tuple(obstacles),
                   lamps=tuple(light.lamp for light in _lights(ref)), mood=mood(ref), raised=_raised())


def _raised() -> tuple[Box, ...]:
    """The stairs' treads and the hall's platform."""
    treads = [Box(x0=HALL_X + low[0], y0=low[1], x1=HALL_X + high[0], y1=high[1], height=high[2], name="stairs")
              for low, high in _treads()]
    return (*treads, Box(x0=HALL_X - 8.2, y0=-11.7, x1=HALL_X + 8.2, y1=11.7, height=1.2, name="platform"))


def _treads() -> list[tuple[Triple, Triple]]:
    """The lowest and highest corner of each tread of the hall's stairs."""
    return [((-9.6 + 0.3 * n, -2.6, 0.0), (-8.0, 2.6, 0.2 * (n + 1))) for n in range(6)]


def build(ref: SetRef) -> tuple[Mesh, ...]:
    """Yard, hall, gate (``feature_gate``), lanterns, pagoda, walls, trees, hills."""
    on = lamps_lit(ref)
    lighting = Lighting(mood(ref), tuple(_lights(ref)), plan(ref).obstacles)
    pieces = [moved(_hall(on), (HALL_X, 0, 0)), moved(_pagoda(), (*PAGODA, 0.0)), _walls()]
    pieces += [moved(_lantern(on), (x, y, 0.0)) for x, y in LANTERNS]
    trunks, crowns = _trees(ref)
    far = join([nature.hills(75, 30, (0.035, 0.06, 0.035), ref.seed + 1), nature.hills(140, 62, (0.045, 0.065, 0.055),
                                                                                   ref.seed + 4)])
    return (lit_mesh(_yard(ref.seed), "ground", lighting), lit_mesh(join([*pieces, *trunks]), "buildings", lighting),
            lit_mesh(moved(gate().piece, (-31.0, 0, 0)), "feature_gate", lighting),
            lit_mesh(join(crowns), "crowns", lighting), lit_mesh(far, "hills", lighting, smooth=True))


def _yard(seed: int) -> Piece:
    x, y = np.meshgrid(f32(np.arange(-44, 50, 0.62)), f32(np.arange(-27, 27.2, 0.55)), indexing="ij")
    flat = np.stack([x, y, np.zeros_like(x)], -1)
    sand = f32([0.30, 0.255, 0.195]) * (1 + 0.10 * noise(flat * f32(0.5), seed) + 0.12 * noise(
        flat * f32(2.3), seed + 1))[..., None]
    slab = (np.abs(y) < 1.9) & (x > -30) & (x < HALL_X - 8)
    paving = f32(STONE) * (1 + 0.3 * noise(np.stack([np.floor(x / 1.3), np.floor(y / 0.95), 0 * x], -1) + 0.5,
                                                  seed + 2))[..., None]
    ground = patch(flat, np.where(slab[..., None], paving, sand))
    return join([ground, moved(nature.land((-160, -160, 160, 160), 10, seed=seed), (0, 0, -0.6))])


def _hall(lit: bool) -> Piece:
    """The main hall about the origin, its front to -X: platform, steps, columns, latticed doors, brackets, roof."""
    parts = [boxes([(-8, -11.5, 0), (-8.2, -11.7, 1.05)], [(8, 11.5, 1.05), (8.2, 11.7, 1.2)], STONE)]
    parts += [box(low, high, tone(STONE, 0.9 + 0.03 * n)) for n, (low, high) in enumerate(_treads())]
    parts += [boxes([(-9.7, y, 0)], [(-8, y + 0.45, 0.75)], tone(STONE, 1.1)) for y in (-3.05, 2.6)]
    ys = np.linspace(-8, 8, 6)
    for x in (-5.2, 5.2):
        parts += [moved(lathe([(0.42, 0), (0.42, 0.16), (0.27, 0.18), (0.25, 4.2)], RED, sides=12), (x, y, 1.2)) for y
                  in ys]
    parts += [moved(lathe([(0.27, 0), (0.25, 4.2)], RED, sides=10), (x, y, 1.2)) for x in (-1.7, 1.7) for y in (-8, 8)]
    glow: Triple = (1.5, 0.78, 0.26) if lit else DARK
    for n in range(5):
        y0, y1 = float(ys[n]) + 0.25, float(ys[n + 1]) - 0.25
        for k in range(4):
            a = y0 + (y1 - y0) * k / 4
            b = y0 + (y1 - y0) * (k + 1) / 4
            parts.append(quads([[(-5.1, b, 1.35), (-5.1, a, 1.35), (-5.1, a, 4.5), (-5.1, b, 4.5)]],
                               (0.42, 0.38, 0.30), glow))
            bars = np.linspace(a + 0.05, b - 0.05, 6)
            parts.append(boxes([(-5.16, v - 0.018, 2.2) for v in bars], [(-5.11, v + 0.018, 4.45) for v in bars],
                               GREEN))
            rows = np.linspace(2.2, 4.4, 8)
            parts.append(boxes([(-5.165, a + 0.05, v) for v in rows], [(-5.115, b - 0.05, v + 0.035) for v in rows],
                               GREEN))
            parts.append(box((-5.18, a + 0.03, 1.35), (-5.1, b - 0.03, 2.2), GREEN))
            parts.append(box((-5.2, a - 0.03, 1.35), (-5.1, a + 0.04, 4.5), RED))
    parts += [box((-5.2, -8, 1.2), (-5.0, 8, 1.36), RED), box((4.9, -8, 1.2), (5.1, 8, 5.2), (0.45, 0.33, 0.15))]
    parts += [box((-5, s * 8 - 0.1, 1.2), (5, s * 8 + 0.1, 5.2), (0.45, 0.33, 0.15)) for s in (1, -1)]
    parts += [box((-5.45, -8.3, 4.5), (5.45, 8.3, 5.0), GREEN), box((-5.6, -8.5, 5.0), (5.6, 8.5, 5.22), RED)]
    parts += _brackets()
    for piece in [*slopes(21.5, 16.0, 5.2, 10.5, lift=1.15), ridges(21.5, 16.0, 5.2, 10.5, 1.15),
                  eaves(21.5, 16.0, 1.15, inset=2.3, drop=0.5)]:
        parts.append(moved(piece, (0, 0, 6.25), np.pi / 2))
    parts.append(box((-5.75, -1.3, 5.05), (-5.6, 1.3, 5.95), (0.02, 0.02, 0.02)))
    return join(parts)


def _brackets() -> list[Piece]:
    """Bracket sets under the eaves, stepping out in three painted tiers."""
    low, high, colours = [], [], []
    tints: tuple[Triple, ...] = ((0.035, 0.16, 0.12), (0.30, 0.09, 0.035), (0.05, 0.12, 0.24))
    places = [(s * 5.4, y, s, 0) for s in (1, -1) for y in np.linspace(-8, 8, 13)]
    places += [(x, s * 8.3, 0, s) for s in (1, -1) for x in np.linspace(-5, 5, 8)]
    for x, y, sx, sy in places:
        for tier in range(3):
            reach, z = 0.35 + 0.36 * tier, 5.22 + 0.24 * tier
            wide = 0.16 + 0.07 * tier
            x0, x1 = sorted((x, x + sx * reach)) if sx else (x - wide, x + wide)
            y0, y1 = sorted((y, y + sy * reach)) if sy else (y - wide, y + wide)
            low.append((x0, y0, z))
            high.append((x1, y1, z + 0.2))
            colours.append(tints[tier])
    return [boxes(low, high, np.array(colours, np.float32))]


def _gatehouse() -> list[Piece]:
    """The gate of two roofed bays and stone piers, one walks through it along X."""
    parts = []
    for a, b in ((-7.0, -2.2), (2.2, 7.0)):
        for row in range(5):
            for n in range(4):
                y0 = a + (b - a) * n / 4
                shade = tone(STONE, 0.85 + 0.06 * ((row * 3 + n * 5) % 5))
                parts.append(box((-1, y0, row * 0.5), (1, y0 + (b - a) / 4 - 0.02, row * 0.5 + 0.49), shade))
    for y in (-6.4, -2.4, 2.4, 6.4):
        parts += [moved(lathe([(0.24, 0), (0.22, 4.6)], RED, sides=10), (x, y, 0)) for x in (-1.15, 1.15)]
    parts += [box((-1.4, -7.2, 4.4), (1.4, 7.2, 4.9), GREEN), box((-0.1, -6.4, 2.5), (0.1, -2.4, 4.4), RED),
              box((-0.1, 2.4, 2.5), (0.1, 6.4, 4.4), RED)]
    for s in (1, -1):
        parts.append(moved(box((-2.0, -0.06, 0.1), (0, 0.06, 4.2), RED), (-0.1, s * 2.1, 0)))
    for piece in [*slopes(18.5, 6.6, 2.6, 12.0, lift=0.8), ridges(18.5, 6.6, 2.6, 12.0, 0.8),
                  eaves(18.5, 6.6, 0.8, 1.3)]:
        parts.append(moved(piece, (0, 0, 5.7), np.pi / 2))
    return parts


@lru_cache(maxsize=1)
def gate() -> Tower:
    """The gate about the origin, in the pieces that it breaks into."""
    return in_pieces([(int(piece.points[:, 2].mean() > 4.2), piece) for piece in _gatehouse()], breaks=4.3, half=6.5)


def _lantern(lit: bool) -> Piece:
    """A stone lantern 2.1 m high with a flame in its fire box."""
    stone = tone(STONE, 1.05)
    parts = [lathe([(0.45, 0), (0.45, 0.12), (0.32, 0.2), (0.16, 0.28), (0.15, 0.95), (0.36, 1.08), (0.38, 1.15)],
                   stone,
                   sides=8),
                   moved(lathe([(0.62, 0), (0.60, 0.07), (0.16, 0.34), (0.14, 0.42), (0.08, 0.52), (0.01, 0.6)],
                                         stone, sides=8), (0, 0, 1.56))]
    parts += [box((sx * 0.2 - 0.06, sy * 0.2 - 0.06, 1.15), (sx * 0.2 + 0.06, sy * 0.2 + 0.06, 1.57), stone)
              for sx in (1, -1) for sy in (1, -1)]
    parts.append(box((-0.12, -0.12, 1.18), (0.12, 0.12, 1.5), (0.3, 0.2, 0.1), (6.0, 3.0, 0.9) if lit else DARK))
    return join(parts)


def _pagoda() -> Piece:
    """A three-storey stone pagoda 7 m high."""
    parts, z, size = [box((-1.6, -1.6, 0), (1.6, 1.6, 0.5), STONE), box((-1.25, -1.25, 0.5), (1.25, 1.25, 1.4),
                                                                        STONE)], 1.4, 1.0
    for n in range(3):
        tall = 1.15 if n == 0 else 0.55
        parts.append(box((-size * 0.72, -size * 0.72, z), (size * 0.72, size * 0.72, z + tall), tone(STONE, 0.95)))
        for k in range(3):
            out = size * (0.85 + 0.13 * k)
            parts.append(box((-out, -out, z + tall + 0.07 * k), (out, out, z + tall + 0.07 * (k + 1)), STONE))
        roof = moved(join(slopes(2.6 * size, 2.6 * size, 0.42 * size, 0.9 * size, lift=0.16, rib=9, rows=4,
                                 tile=STONE)),
                     (0, 0, z + tall + 0.22))
        parts.append(roof)
        z, size = z + tall + 0.22 + 0.42 * size, size * 0.82
    parts.append(moved(lathe([(0.22, 0), (0.25, 0.2), (0.08, 0.3), (0.16, 0.6), (0.04, 1.0), (0.01, 1.5)], STONE,
                             sides=8),
                       (0, 0, z)))
    return join(parts)


def _walls() -> Piece:
    """Low plastered walls with a tiled cap round the yard."""
    parts = []
    for s in (1, -1):
        parts.append(box((-31, s * 19 - 0.2, 0), (44, s * 19 + 0.2, 1.7), (0.38, 0.33, 0.26)))
        parts.append(tube([(-31, s * 19, 1.75), (44, s * 19, 1.75)], 0.36, (0.06, 0.06, 0.065), sides=6))
        low, high = sorted((s * 7.0, s * 19.0))
        parts.append(box((-31.2, low, 0), (-30.8, high, 1.7), (0.38, 0.33, 0.26)))
        parts.append(tube([(-31, low, 1.75), (-31, high, 1.75)], 0.36, (0.06, 0.06, 0.065), sides=6))
    return join(parts)


def _trees(ref: SetRef) -> tuple[list[Piece], list[Piece]]:
    random, trunks, crowns = rng("temple", ref.seed), [], []
    places = [(4.0, 14.5, 8.0), (17.0, 15.0, 9.5), (-14.0, -14.5, 8.5)]
    places += [(float(random.uniform(-40, 60)), s * float(random.uniform(22, 40)), float(random.uniform(8, 13)))
               for s in (1, -1) for _ in range(10)]
    places += [(float(random.uniform(40, 60)), float(random.uniform(-22, 22)), float(random.uniform(9, 14))) for _
               in range(8)]
    for n, (x, y, height) in enumerate(places):
        trunk, crown = nature.pine(n + 40 + ref.seed, height)
        trunks.append(moved(trunk, (x, y, -0.3)))
        crowns.append(moved(crown, (x, y, -0.3)))
    return trunks, crowns
