"""Open country: grass, a path, pines and hills; graves where the script has them."""

from __future__ import annotations

import numpy as np

from throughline.film.blocking import SetRef
from throughline.film.setplan import Box, SetPlan, Spot
from throughline.world.mesh import Mesh
from throughline.world.sets import joinery, nature
from throughline.world.sets.lighting import Lighting, lit_mesh
from throughline.world.sets.mood import mood
from throughline.world.shapes import Piece, join, moved, rng

GRAVES = {"grave", "graves", "tomb", "mound", "cemetery"}


def _pines(ref: SetRef) -> list[tuple[float, float, float]]:
    """Places and heights of the trees: a stand on the left, a lone old one on the right, a wood behind."""
    random = rng("pines", ref.seed)
    made = [(9.0, -8.5, 9.5)]
    made += [(float(random.uniform(-30, 40)), float(random.uniform(13, 30)), float(random.uniform(6, 11)))
             for _ in range(18)]
    made += [(float(random.uniform(-35, 55)), float(random.uniform(-38, -20)), float(random.uniform(6, 10)))
             for _ in range(9)]
    return made


def _graves(ref: SetRef) -> list[tuple[float, float]]:
    return [(7.0, 6.5), (13.5, 7.5), (20.0, 6.0)] if GRAVES & set(ref.features) else []


def plan(ref: SetRef) -> SetPlan:
    """The field as staging sees it."""
    obstacles = [Box(x0=x - 0.4, y0=y - 0.4, x1=x + 0.4, y1=y + 0.4, height=h, name="tree") for x, y, h in _pines(ref)]
    obstacles += [Box(x0=x - 2.3, y0=y - 2.3, x1=x + 2.3, y1=y + 2.3, height=1.5, name="grave") for x,
                  y in _graves(ref)]
    obstacles.append(Box(x0=-1.0, y0=3.3, x1=0.8, y1=3.9, height=0.5, name="bench"))
    spots = [Spot(name="entrance", x=-28.0, y=-0.5), Spot(name="exit", x=34.0, y=1.0),
             Spot(name="centre", x=0.0, y=0.0),
             Spot(name="path", x=-8.0, y=-0.3), Spot(name="tree", x=7.8, y=-7.6, facing=-0.7),
             Spot(name="lookout", x=14.0, y=-3.0), Spot(name="bench", x=-0.1, y=3.5, z=0.45, facing=-np.pi / 2),
             Spot(name="seat", x=-0.1, y=3.5, z=0.45, facing=-np.pi / 2)]
    spots += [Spot(name="grave", x=x, y=y - 3.9, facing=np.pi / 2) for x, y in _graves(ref)]
    return SetPlan(ref=ref, extent=(-60, -18, 60, 12), spots=tuple(spots), lanes=(), obstacles=tuple(obstacles),
                   lamps=(), mood=mood(ref))


def build(ref: SetRef) -> tuple[Mesh, ...]:
    """Ground, grass, trees and hills."""
    lighting = Lighting(mood(ref), (), tuple(b for b in plan(ref).obstacles if b.name == "grave"))
    random = rng("field", ref.seed)
    trunks, crowns = [], []
    for n, (x, y, height) in enumerate(_pines(ref)):
        trunk, crown = nature.pine(n + ref.seed, height)
        trunks.append(moved(trunk, (x, y, -0.2)))
        crowns.append(moved(crown, (x, y, -0.2)))
    spots = random.uniform((-32, -16, 0), (40, 16, 0), (1500, 3))
    spots = spots[np.abs(spots[:, 1] - 1.2 * np.sin(spots[:, 0] * 0.06 + ref.seed)) > 1.9]
    blades = nature.tufts(spots, 0.42, (0.11, 0.125, 0.04), ref.seed)
    rocks = nature.stones(random.uniform((-20, -12, -0.1), (30, 12, 0.1), (14, 3)) * np.array([1, 1, 1]), 0.35,
                          (0.22, 0.21, 0.2), ref.seed)
    bench: list[Piece] = [moved(joinery.table(1.8, 0.42, 0.45), (-0.1, 3.6, 0))]
    mounds = [moved(nature.mound(), (x, y, 0)) for x, y in _graves(ref)]
    ground = nature.land((-140, -120, 160, 120), 46, path=1.5, seed=ref.seed)
    far = join([nature.hills(120, 26, (0.05, 0.075, 0.04), ref.seed), nature.hills(190, 55, (0.05, 0.07, 0.06),
                                                                               ref.seed + 7)])
    return (lit_mesh(join([ground, *mounds]), "ground", lighting, smooth=True), lit_mesh(blades, "grass", lighting),
            lit_mesh(join([*trunks, *bench]), "trunks", lighting), lit_mesh(join([*crowns, rocks]), "crowns", lighting),
            lit_mesh(far, "hills", lighting, smooth=True))
