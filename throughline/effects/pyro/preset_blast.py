"""What goes off: fireballs and a car's tank."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.random import Generator

from throughline.effects.pyro.preset import Preset, about, headed, kept
from throughline.effects.pyro.react import Chemistry
from throughline.effects.pyro.sources import Emitter, Sources
from throughline.effects.pyro.step import Manner
from throughline.effects.vehicles.explode import debris_paths
from throughline.film.effect import EffectOrder, Vector

DUST = (0.30, 0.27, 0.235)  # of a street, with soot in it
FLASH_K, AFTER_K = 2450.0, 1700.0  # above the air's: the first burst burns the film out, those after it do not


def fireball(order: EffectOrder) -> Preset:
    """A cloud of fuel that goes up: lumps thrown out of a white-hot middle, which roll up, blacken and rise."""
    rng = np.random.default_rng([order.seed, 11])
    size, up = order.size_m, headed(order, (0.0, 0.0, 1.0))
    centre = about(order, 0.0, 0.0, 0.0 if order.z > 0.5 * size else 0.24 * size)
    emitters = [*burst(centre, size, up, 0.0, rng, 22), shock(order, 0.0, 1.0)]
    return Preset(Sources(tuple(emitters)), _manner(size), 100.0, (1.55, 2.7),
                  soot=(0.10, 0.093, 0.085), dust=DUST, edge=1.8 / size)


def car_explosion(order: EffectOrder) -> Preset:
    """A car's tank: a low burst, the fireball a moment later, one aside; a ring of dust, burning pieces that trail
    smoke, and the wreck that burns on."""
    rng = np.random.default_rng([order.seed, 12])
    size, pace = order.size_m, math.sqrt(order.size_m / 8.0)
    up = headed(order, (0.0, 0.0, 1.0))
    tank, cabin = about(order, -0.14 * size, 0.0, 0.12 * size), about(order, 0.02 * size, 0.0, 0.24 * size)
    side = rng.choice([-1.0, 1.0])
    aside = about(order, 0.12 * size, float(0.10 * size * side), 0.18 * size)
    emitters = [*burst(tank, 0.62 * size, (0.6 * up[0], 0.6 * up[1], 0.35), 0.0, rng, 12),
                *burst(cabin, 0.95 * size, up, 0.10 * pace, rng, 20),
                *burst(aside, 0.5 * size, _leaning(up, rng), 0.36 * pace, rng, 10),
                shock(order, 0.0, 1.15), *trails(order), *wreck(order, 0.5 * pace, order.seconds, 0.8)]
    return Preset(Sources(tuple(emitters)), _manner(size), 100.0, (1.55, 2.7),
                  soot=(0.09, 0.085, 0.08), dust=DUST, edge=1.8 / size)


def _chemistry(size: float) -> Chemistry:
    """Burning that takes longer the larger it is, and looks as thick at every size."""
    pace = math.sqrt(size / 8.0)
    return Chemistry(burn=2.2 / pace, rich=0.5, heat=2500.0, peak=1780.0, soot=15.0 * 8.0 / size, expansion=1.7,
                     radiant=0.32 / pace, loss=0.62 / pace, skin=0.06 * size, fade=0.14 / pace,
                     settle=1.3 / pace, lift=16.0, weight=0.01 * size / 8.0, dust_weight=0.6 * size / 8.0)


def _manner(size: float) -> Manner:
    return Manner(_chemistry(size), 1.2 * kept(size), 28.0 * math.sqrt(size / 8.0), 0.5)


def burst(centre: Vector, size: float, way: Vector, start: float, rng: Generator, lumps: int) -> list[Emitter]:
    """A white-hot middle and lumps of fuel thrown out of it over the half sphere about ``way``: a fireball some
    ``size`` metres wide. They differ in reach and moment, which is what makes its edge."""
    pace = math.sqrt(size / 8.0)
    found = [Emitter(centre, (0.23 * size,) * 3, start, start + 0.09 * pace, fuel=9.0 / pace, heat=1500.0,
                     outward=22.0 * pace, grip=0.35, swell=16.0 / pace, ragged=0.5),
             Emitter(centre, (0.42 * size,) * 3, start, start + 0.05, soot=1.0 / size,
                     heat=FLASH_K if start <= 0 else AFTER_K, ragged=0.5, mark=7)]
    for number in range(lumps):
        away = rng.standard_normal(3)
        away /= np.linalg.norm(away)
        away = away + 0.35 * np.array(way)
        if centre[2] < 0.4 * size and away[2] < 0:
            away[2] *= -0.3
        away /= np.linalg.norm(away)
        reach, wide = float(rng.uniform(0.18, 0.42) * size), float(rng.uniform(0.075, 0.14) * size)
        begins = start + float(rng.uniform(0.0, 0.06)) * pace
        lasts = float(rng.uniform(0.10, 0.24)) * pace
        path = tuple((begins + lasts * share, *(np.array(centre) + away * reach * (1.0 - (1.0 - share) ** 2)).tolist())
                     for share in (0.0, 0.25, 0.5, 0.75, 1.0))
        vx, vy, vz = (away * min(1.3 * reach / lasts, 30.0 * pace)).tolist()
        found.append(Emitter(centre, (wide,) * 3, begins, begins + lasts, fuel=13.0 / pace, heat=1400.0,
                             velocity=(vx, vy, vz), grip=0.3, ragged=0.6, mark=number,
                             path=tuple((t, x, y, z) for t, x, y, z in path),
                             grows=((begins, 0.7), (begins + lasts, 1.3))))
    return found


def shock(order: EffectOrder, start: float, share: float) -> Emitter:
    """The ring of dust that a blast drives over the ground, fast at first."""
    size, pace = share * order.size_m, math.sqrt(share * order.size_m / 8.0)
    grows = tuple((start + 0.42 * pace * n / 8, 0.12 + 0.88 * (1.0 - (1.0 - n / 8) ** 2.2)) for n in range(9))
    fades = ((start, 1.0), (start + 0.2 * pace, 0.8), (start + 0.42 * pace, 0.1))
    return Emitter((order.x, order.y, order.z + 0.02 * size), (0.95 * size, 0.10 * size, 0.055 * size), start,
                   start + 0.42 * pace, "ring", dust=18.0 / pace * 8.0 / size, outward=26.0 * pace, grip=0.45,
                   ragged=1.0, grows=grows, strength=fades)


def trails(order: EffectOrder) -> list[Emitter]:
    """The pieces that a car's explosion throws, which trail fire, then smoke, on the paths that they are drawn on."""
    size, found = order.size_m, []
    for number, piece in enumerate(debris_paths(order)):
        if not piece.burning:
            continue
        rows = [row for row in piece.path if row[0] <= piece.lands + 0.25]
        start = next((row[0] for row, after in pairwise(rows) if row[1:] != after[1:]), 0.0)
        lasts = max(0.1, piece.lands - start)
        wide = min(0.034, max(0.018, 0.035 * piece.size)) * size
        found.append(Emitter(rows[0][1:], (wide,) * 3, start, rows[-1][0], soot=45.0 * 8.0 / size, fuel=16.0,
                             heat=1350.0, grip=0.0, ragged=0.5, mark=number, path=tuple(rows[::3]),
                             strength=((start, 1.0), (start + 0.55 * lasts, 0.55), (start + lasts, 0.12))))
    return found


def wreck(order: EffectOrder, start: float, stop: float, share: float) -> list[Emitter]:
    """What burns on: patches of flame along a car's length, with black smoke."""
    size = order.size_m
    found = []
    for number, (ahead, aside) in enumerate(((-0.2, 0.05), (-0.05, -0.06), (0.12, 0.05), (0.24, -0.03))):
        place = about(order, ahead * share * size, aside * share * size, 0.08 * size)
        found.append(Emitter(place, (0.11 * size, 0.11 * size, 0.07 * size), start, stop + 1.0, fuel=20.0, heat=1500.0,
                             soot=8.0 / size, ragged=0.7, mark=20 + number,
                             strength=tuple((start + 0.11 * n, 0.6 + 0.4 * math.sin(1.7 * n + 2.1 * number))
                                            for n in range(int((stop - start) / 0.11) + 2))))
    return found


def _leaning(way: Vector, rng: Generator) -> Vector:
    turn = float(rng.uniform(0, 2 * math.pi))
    x, y, z = way[0] + 0.8 * math.cos(turn), way[1] + 0.8 * math.sin(turn), way[2]
    long = math.sqrt(x * x + y * y + z * z)
    return (x / long, y / long, z / long)
