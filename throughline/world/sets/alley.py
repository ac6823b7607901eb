"""A narrow back alley: shutters, pipes, air conditioners, stairs, wires, one lamp, a sign at its end."""

from __future__ import annotations

import numpy as np

from throughline.film.blocking import SetRef
from throughline.film.setplan import Box, SetPlan, Spot
from throughline.world.mesh import Mesh
from throughline.world.sets import furniture
from throughline.world.sets.draft import Draft, Triple, tone
from throughline.world.sets.facade import WALLS, Building, Life, building
from throughline.world.sets.ground import lines
from throughline.world.sets.lighting import Light, Lighting, lit, lit_mesh
from throughline.world.sets.mood import lamps_lit, mood
from throughline.world.sets.signs import LIVERIES, WORDS, SignState, blade
from throughline.world.shapes import (
    Piece,
    as_mesh,
    box,
    boxes,
    f32,
    fractal,
    join,
    lathe,
    moved,
    noise,
    patch,
    quads,
    rng,
    tube,
)

HALF = 2.1
LENGTH = 34.0
SIGNS = ((-14.0, 1), (-5.0, -1), (5.5, 1), (13.0, -1), (21.0, 1))


def _lights(ref: SetRef) -> list[Light]:
    if not lamps_lit(ref):
        return []
    made = [Light(2.0, 1.5, 4.6, (14.0, 9.0, 4.4), 13.0), Light(-19.0, -1.5, 4.6, (9.0, 6.0, 3.2), 12.0),
            Light(26.0, -1.4, 4.4, (10.0, 8.5, 6.5), 13.0)]
    random = rng("alley signs", ref.seed)
    for x, side in SIGNS:
        colour = LIVERIES[int(random.integers(4, len(LIVERIES)))].letters
        made.append(Light(x, side * 1.2, 3.4, tone(colour, 3.6), 7.0))
    made.append(Light(LENGTH - 1, 0.0, 3.0, (1.5, 6.0, 9.0), 16.0))
    return made


def plan(ref: SetRef) -> SetPlan:
    """The alley as staging sees it."""
    clutter = [("bins", -8.4, 1.1, -6.6, 2.1, 1.0), ("crates", 8.0, -2.1, 9.6, -1.3, 1.1),
               ("stairs", -2.6, 1.25, 1.4, 2.1,
                                                                                         2.8),
               ("bicycle", 15.0, 1.4, 16.8, 2.1, 1.0), ("pole", 10.7, 1.6, 11.1, 2.0, 8.0)]
    obstacles = [Box(x0=-LENGTH, y0=s * (HALF + 5) - 5, x1=LENGTH, y1=s * (HALF + 5) + 5, height=12, name="building")
                 for s in (1, -1)]
    obstacles += [Box(x0=a, y0=b, x1=c, y1=d, height=h, name=n) for n, a, b, c, d, h in clutter]
    spots = (Spot(name="entrance", x=-26.0, y=0.0), Spot(name="exit", x=29.0, y=0.0),
             Spot(name="centre", x=0.0, y=-0.6),
             Spot(name="door", x=4.2, y=-1.7, facing=-np.pi / 2), Spot(name="stairs", x=-3.0, y=0.8, facing=0.0),
             Spot(name="seat", x=-1.9, y=1.2, z=0.40, facing=-np.pi / 2), Spot(name="corner", x=-24.0, y=1.4),
             Spot(name="lamp", x=2.0, y=0.6), Spot(name="shop", x=-10.0, y=-1.6, facing=-np.pi / 2))
    return SetPlan(ref=ref, extent=(-LENGTH + 2, -HALF + 0.2, LENGTH - 2, HALF - 0.2), spots=spots, lanes=(),
                   obstacles=tuple(obstacles), lamps=tuple(light.lamp for light in _lights(ref)), mood=mood(ref))


def build(ref: SetRef) -> tuple[Mesh, ...]:
    """Ground, walls on both sides, fittings."""
    on = lamps_lit(ref)
    blockers = tuple(b for b in plan(ref).obstacles if b.name == "building")
    lighting = Lighting(mood(ref), tuple(_lights(ref)), blockers, contact=0.55)
    ground = _ground(ref.seed)
    colours = lit(ground, lighting)
    if on:
        wetness = np.clip(fractal(ground.points * f32([0.35, 0.9, 0]), ref.seed + 2, 3) * 1.6, 0, 1)
        for light in lighting.lights:
            d = ground.points[:, :2] - f32([light.x, light.y])
            smear = np.exp(-(d[:, 0] / 5.5) ** 2 - (d[:, 1] / 0.7) ** 2) * wetness
            colours = colours + smear[:, None] * f32(light.colour) * f32(0.045)
    walls = [moved(piece, (0, s * HALF, 0), 0.0 if s > 0 else np.pi) for s in (1, -1) for piece in _side(ref, s, on)]
    return (as_mesh(ground, "ground", colours.astype(np.float32)), lit_mesh(join(walls), "buildings", lighting),
            lit_mesh(join(_fittings(ref, on)), "fittings", lighting))


def _ground(seed: int) -> Piece:
    x, y = np.meshgrid(f32(np.arange(-60, 60.1, 0.34)), lines(-HALF, HALF, 0.2), indexing="ij")
    flat = np.stack([x, y, np.zeros_like(x)], -1)
    drain = np.exp(-(y / 0.22) ** 2)
    at = np.stack([x, y, -0.05 * drain], -1)
    level = 0.085 * (1 + 0.35 * fractal(flat * f32(0.7), seed, 4) + 0.2 * noise(flat * f32(4), seed + 1))
    crack = np.exp(-(np.abs(fractal(flat * f32(0.45), seed + 8, 3)) / 0.02) ** 2)
    level = level * (1 - 0.45 * crack) * (1 - 0.5 * drain)
    return patch(at, level[..., None] * f32([1.0, 0.97, 0.92]))


def _side(ref: SetRef, side: int, on: bool) -> list[Piece]:
    """The row of buildings on one side, the front on y = 0, seen along +Y; x runs from -60 to 60."""
    random, found, x = rng("alley", ref.seed, side), [], -60.0
    life = Life(windows=0.35 if on else 0.0, signs=SignState(0.0 if not on else 0.7, ref.otherworld),
                sky=tone(mood(ref).sky_horizon, 0.6), wrong=ref.otherworld, detail=True)
    while x < 60:
        width = float(random.uniform(6, 10))
        built = Building(width=width, depth=6.0, storeys=int(random.integers(2, 5)),
                         style=("punched", "balcony")[int(random.integers(2))],
                         wall=WALLS[int(random.integers(len(WALLS)))], seed=int(random.integers(1 << 30)), shops=False)
        dim = Life(life.windows, life.signs, life.sky, life.wrong, abs(x) < 36)
        found.append(moved(building(built, dim), (x, 0, 0)))
        if abs(x) < 36:
            found.append(moved(_ground_floor(built, random, on and not ref.otherworld), (x, 0, 0)))
        x += width + 0.05
    return found


def _ground_floor(built: Building, random: np.random.Generator, on: bool) -> Piece:
    """What covers a building's foot: a steel door, a shutter, pipes, meters, vents, a unit on the ground."""
    draft, w = Draft(), built.width
    shutter = float(random.uniform(0.5, w - 3.0))
    paint: Triple = ((0.20, 0.26, 0.30), (0.30, 0.28, 0.25), (0.10, 0.22, 0.20))[int(random.integers(3))]
    for n in range(16):
        z = 0.05 + 2.35 * n / 16
        draft.face([(shutter, -0.03, z), (shutter + 2.4, -0.03, z), (shutter + 2.4, -0.075, z + 0.147),
                    (shutter, -0.075, z + 0.147)], tone(paint, 0.75 + 0.3 * (n % 2)))
    draft.block((shutter - 0.1, -0.12, 2.4), (shutter + 2.5, 0, 2.7), tone(paint, 0.7))
    door = shutter + 2.75 if shutter + 3.9 < w else max(shutter - 1.15, 0.1)
    draft.block((door - 0.06, -0.06, 0), (door + 0.96, 0, 2.16), (0.08, 0.08, 0.08))
    draft.block((door, -0.08, 0), (door + 0.9, 0, 2.1), (0.16, 0.10, 0.06))
    if on and random.random() < 0.5:
        draft.block((door + 0.3, -0.16, 2.25), (door + 0.6, -0.02, 2.35), (0.4, 0.4, 0.4), (4.5, 3.3, 1.8))
    for _ in range(3):
        x = float(random.uniform(0.15, w - 0.15))
        draft.pieces.append(tube([(x, -0.09, 0), (x, -0.09, built.height - 0.4)], float(random.uniform(0.03, 0.06)),
                                 (0.30, 0.28, 0.25), sides=6))
    z = float(random.uniform(2.7, 3.2))
    draft.pieces.append(tube([(0, -0.07, z), (w, -0.07, z + 0.04)], 0.035, (0.24, 0.16, 0.05), sides=6))
    for _ in range(2):
        x = float(random.uniform(0.3, w - 1.3))
        level = 0.05 if random.random() < 0.5 else 2.75
        draft.block((x, -0.42, level), (x + 0.85, -0.06, level + 0.62), (0.42, 0.42, 0.40))
        draft.rect(x + 0.06, x + 0.56, level + 0.06, level + 0.56, -0.425, (0.07, 0.07, 0.07))
    x = float(random.uniform(0.3, w - 1.0))
    for n in range(3):
        draft.block((x + 0.24 * n, -0.12, 1.3), (x + 0.24 * n + 0.2, 0, 1.62), (0.40, 0.40, 0.38))
    return draft.piece()


def _fittings(ref: SetRef, on: bool) -> list[Piece]:
    random = rng("alley signs", ref.seed)
    parts: list[Piece] = []
    state = SignState(1.0 if on else 0.0, ref.otherworld)
    for x, side in SIGNS:
        draft = Draft()
        blade(draft, LIVERIES[int(random.integers(4, len(LIVERIES)))], WORDS[int(random.integers(len(WORDS)))], 0.0,
              5.2,
              state, reach=0.8)
        parts.append(moved(draft.piece(), (x, side * HALF, 0), 0.0 if side > 0 else np.pi))
    for x, s in ((2.0, 1), (-19.0, -1), (26.0, -1)):
        parts += [tube([(x, s * 2.05, 4.4), (x, s * 1.8, 4.85), (x, s * 1.45, 4.75)], 0.03, furniture.STEEL),
                  moved(lathe([(0.20, 0), (0.15, 0.08), (0.03, 0.16)], (0.12, 0.14, 0.12), sides=12),
                        (x, s * 1.45, 4.62)),
                  box((x - 0.06, s * 1.45 - 0.06, 4.58), (x + 0.06, s * 1.45 + 0.06, 4.66), (0.8,) * 3,
                      (9.0, 6.2, 3.4) if on else (0.0, 0.0, 0.0))]
    for n in range(9):
        x = -24 + n * 6.0
        parts.append(furniture.cable((x, -HALF, 5.0 + (n % 3)), (x + float(random.uniform(-4, 4)), HALF,
                                                                 5.6 + (n % 2)), 0.45))
        parts.append(furniture.cable((x, 1.7, 7.4), (x + 6.0, 1.7, 7.4), 0.3))
    parts += [moved(furniture.utility_pole(), (10.9, 1.8, 0), 0, (0.8, 0.8, 0.85)),
              moved(furniture.bins(ref.seed + 3), (-7.5, 1.5, 0)),
              moved(furniture.bins(ref.seed + 9), (18.5, -1.55, 0))]
    parts += [box((-2.6 + 0.32 * n, 1.3, 0), (1.4, 2.1, 0.22 * (n + 1)), (0.22, 0.21, 0.2)) for n in range(12)]
    parts += [tube([(-2.5, 1.32, 0.9), (1.2, 1.32, 3.45)], 0.025, (0.12, 0.13, 0.14))]
    parts += [tube([(-2.4 + 0.64 * n, 1.32, 0.1 + 0.44 * n), (-2.4 + 0.64 * n, 1.32, 1.0 + 0.44 * n)], 0.018,
                   (0.12, 0.13, 0.14), sides=5) for n in range(6)]
    crates: list[Triple] = [(0.35, 0.05, 0.04), (0.05, 0.16, 0.30), (0.30, 0.22, 0.12)]
    parts += [boxes([(8.0 + 0.55 * k, -2.05, 0.36 * n)], [(8.5 + 0.55 * k, -1.5, 0.36 * n + 0.34)], crates[(n + k) % 3])
              for k in range(3) for n in range(3 - k)]
    end: Triple = (0.25, 1.0, 1.4) if on else (0.0, 0.0, 0.0)
    parts.append(quads([[(59, 30, 0), (59, -30, 0), (59, -30, 14), (59, 30, 14)]], (0.12, 0.12, 0.13), tone(end, 0.06)))
    return parts
