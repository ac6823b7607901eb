"""A country highway: four lanes, guard rails, lamps, a green sign, hills on both sides."""

from __future__ import annotations

import numpy as np

from throughline.film.blocking import SetRef
from throughline.film.setplan import Box, Lane, SetPlan, Spot
from throughline.world.mesh import Mesh
from throughline.world.sets import furniture, nature
from throughline.world.sets.draft import Draft, tone
from throughline.world.sets.ground import WHITE, YELLOW, lines
from throughline.world.sets.hangul import written
from throughline.world.sets.lighting import Light, Lighting, lit, lit_mesh
from throughline.world.sets.mood import lamps_lit, mood
from throughline.world.shapes import (
    Floats,
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

HALF = 8.4
LANES = (-5.6, -2.0, 2.0, 5.6)
REACH = 150.0


def _lamp_places() -> list[tuple[float, int]]:
    return [(float(x), 1 if n % 2 else -1) for n, x in enumerate(range(-110, 120, 28))]


def _lights(ref: SetRef) -> list[Light]:
    if not lamps_lit(ref):
        return []
    return [Light(x, s * (HALF + 0.6 - furniture.LAMP_REACH), 7.6, tone(furniture.LAMP_LIGHT, 150.0), 19.0, down=True)
            for x, s in _lamp_places()]


def plan(ref: SetRef) -> SetPlan:
    """The road as staging sees it."""
    spots = (Spot(name="entrance", x=-45.0, y=-7.6), Spot(name="exit", x=60.0, y=-7.6),
             Spot(name="centre", x=0.0, y=0.0),
             Spot(name="road", x=0.0, y=-2.0), Spot(name="curb", x=3.0, y=-7.6, facing=np.pi / 2),
             Spot(name="shoulder", x=-6.0, y=-7.6), Spot(name="shoulder", x=6.0, y=7.6, facing=np.pi),
             Spot(name="lookout", x=25.0, y=-7.2))
    lanes = tuple(Lane(x0=-REACH if y < 0 else REACH, y0=y, x1=REACH if y < 0 else -REACH, y1=y) for y in LANES)
    rails = tuple(Box(x0=-REACH, y0=s * (HALF + 0.1) - 0.12, x1=REACH, y1=s * (HALF + 0.1) + 0.12, height=0.8,
                      name="rail")
                  for s in (1, -1))
    return SetPlan(ref=ref, extent=(-REACH, -HALF, REACH, HALF), spots=spots, lanes=lanes, obstacles=rails,
                   lamps=tuple(light.lamp for light in _lights(ref)), mood=mood(ref))


def build(ref: SetRef) -> tuple[Mesh, ...]:
    """Asphalt, rails, lamps, sign, verges, trees and hills."""
    lighting = Lighting(mood(ref), tuple(_lights(ref)))
    surface = join([_asphalt(ref.seed), _marks(ref.seed)])
    trunks, crowns, random = [], [], rng("road", ref.seed)
    for n in range(26):
        x, y = float(random.uniform(-110, 140)), (1 if n % 2 else -1) * float(random.uniform(15, 34))
        trunk, crown = nature.pine(n, float(random.uniform(7, 12)))
        trunks.append(moved(trunk, (x, y, -0.6)))
        crowns.append(moved(crown, (x, y, -0.6)))
    places = np.column_stack([random.uniform(-70, 90, 900), random.choice([-1, 1], 900) * random.uniform(9.2, 15, 900),
                              np.full(900, -0.12)])
    land = moved(nature.land((-260, -160, 260, 160), 60, swell=1.0, seed=ref.seed), (0, 0, -1.1))
    far = join([nature.hills(95, 30, (0.045, 0.07, 0.04), ref.seed), nature.hills(170, 62, (0.05, 0.07, 0.06),
                                                                                  ref.seed + 3)])
    return (as_mesh(surface, "ground", lit(surface, lighting)),
            lit_mesh(join([_rails(), _signs(ref), *_lamps(ref), *trunks]), "fittings", lighting),
            lit_mesh(join([land, _bank()]), "land", lighting, smooth=True),
            lit_mesh(nature.tufts(places, 0.55, (0.12, 0.12, 0.045), 3), "grass", lighting),
            lit_mesh(join(crowns), "crowns", lighting), lit_mesh(far, "hills", lighting, smooth=True))


def _asphalt(seed: int) -> Piece:
    xs = np.unique(np.concatenate([np.arange(-250, -70, 5.0), np.arange(-70, 80, 1.1), np.arange(80, 255, 5.0)]))
    x, y = np.meshgrid(xs.astype(np.float32), lines(-HALF - 0.4, HALF + 0.4, 0.42), indexing="ij")
    flat = np.stack([x, y, np.zeros_like(x)], -1)
    level = 0.055 * (1 + 0.3 * fractal(flat * f32(0.4), seed, 3) + 0.2 * noise(flat * f32(2.4), seed + 1))
    tracks: Floats = np.min([np.abs(np.abs(y - lane) - 0.8) for lane in LANES], axis=0)
    level = level * (1 - 0.2 * np.exp(-(tracks / 0.4) ** 2))
    return patch(flat, level[..., None] * f32([1, 1, 1.02]))


def _marks(seed: int) -> Piece:
    rects = [(x, y - 0.075, x + 4.0, y + 0.075, WHITE) for y in (-3.8, 3.8) for x in np.arange(-200, 200,
                                                                                               10.0).tolist()]
    for x in np.arange(-200, 200, 4.0).tolist():
        rects += [(x, y - 0.075, x + 4.0, y + 0.075, WHITE) for y in (-7.5, 7.5)]
        rects += [(x, y - 0.07, x + 4.0, y + 0.07, YELLOW) for y in (-0.16, 0.16)]
    corners = np.array([[(a, b, 0.012), (c, b, 0.012), (c, d, 0.012), (a, d, 0.012)] for a, b, c, d, _ in rects])
    worn = 0.75 + 0.25 * noise(corners.astype(np.float32), seed)
    return quads(corners, np.array([r[4] for r in rects], np.float32)[:, None] * worn[..., None])


def _rails() -> Piece:
    xs = np.linspace(-160, 160, 81)
    profile = [(0.0, 0.50), (0.05, 0.56), (0.0, 0.63), (0.05, 0.70), (0.0, 0.76)]
    parts = []
    for s in (1, -1):
        at = np.array([[(x, s * (HALF - out), z) for out, z in profile] for x in xs])
        parts.append(patch(at if s > 0 else at[::-1], (0.40, 0.41, 0.42)))
        parts.append(patch(at[::-1] if s > 0 else at, (0.30, 0.31, 0.32)))
        parts.append(boxes([(x - 0.05, s * HALF - 0.0, 0) for x in xs], [(x + 0.05, s * HALF + 0.1, 0.78) for x in xs],
                           (0.30, 0.3, 0.3)))
    return join(parts)


def _bank() -> Piece:
    x, t = np.meshgrid(np.linspace(-250, 250, 120), np.linspace(0, 1, 6), indexing="ij")
    parts = []
    for s in (1, -1):
        at = np.stack([x, s * (HALF + 0.3 + t * 7), -1.6 * t ** 1.5 - 0.02 + 0.15 * np.sin(x * 0.2) * t], -1)
        parts.append(patch(at if s > 0 else at[::-1], (0.13, 0.12, 0.05)))
    return join(parts)


def _lamps(ref: SetRef) -> list[Piece]:
    on = lamps_lit(ref)
    return [moved(furniture.street_lamp(on), (x, s * (HALF + 0.6), -0.1), 0.0 if s > 0 else np.pi)
            for x, s in _lamp_places()]


def _signs(ref: SetRef) -> Piece:
    """A green direction sign over the right lanes, facing the traffic that comes along +X."""
    draft, words = Draft(), ("서울", "강릉", "춘천", "안동", "경주", "목포")
    random = rng("sign", ref.seed)
    draft.block((-2.6, -0.06, 5.4), (2.6, 0.06, 7.6), (0.02, 0.16, 0.07), (0.0, 0.02, 0.01))
    pair = random.choice(len(words), 2, replace=False)
    for n, pick in enumerate(pair):
        text = written(words[int(pick)]) * 0.8 + f32([-1.9 + 2.3 * n, 6.2])
        draft.pieces.append(quads(np.stack([text[..., 0], np.full_like(text[..., 0], -0.075), text[..., 1]], -1),
                                  (0.8, 0.8, 0.78), (0.10, 0.10, 0.10)))
        draft.rect(-1.3 + 2.3 * n, -1.1 + 2.3 * n, 5.55, 6.0, -0.075, (0.8, 0.8, 0.78))
    panel = moved(draft.piece(), (38.0, -4.2, 0), -np.pi / 2)
    pole = join([tube([(38.2, -HALF - 0.5, -0.5), (38.2, -HALF - 0.5, 7.4)], 0.16, furniture.STEEL, sides=8),
                 tube([(38.2, -HALF - 0.5, 7.2), (38.2, -1.6, 7.2)], 0.09, furniture.STEEL, sides=6),
                 tube([(38.2, -HALF - 0.5, 5.9), (38.2, -1.6, 5.9)], 0.09, furniture.STEEL, sides=6)])
    posts = [moved(lathe([(0.05, 0), (0.05, 0.9), (0.02, 0.95)], (0.5, 0.5, 0.5), sides=6), (x, s * (HALF + 0.4), 0))
             for x in range(-100, 120, 20) for s in (1, -1)]
    stripes = [box((x - 0.06, s * (HALF + 0.4) - 0.06, 0.7), (x + 0.06, s * (HALF + 0.4) + 0.06, 0.82),
                   (0.8, 0.35, 0.02))
               for x in range(-100, 120, 20) for s in (1, -1)]
    return join([panel, pole, *posts, *stripes])
