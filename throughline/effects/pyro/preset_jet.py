"""What shoots out burning: a gas main, the flash of a gun."""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator

from throughline.effects.pyro.preset import Preset, about, headed, kept
from throughline.effects.pyro.preset_blast import burst, shock
from throughline.effects.pyro.react import Chemistry
from throughline.effects.pyro.sources import Emitter, Sources
from throughline.effects.pyro.step import Manner
from throughline.film.effect import EffectOrder, Vector


def gas_main(order: EffectOrder) -> Preset:
    """A main that burns, out of the ground or a wall: a burst, then a roaring jet ``size_m`` and more long, white at
    its root, orange where it rolls, with little smoke."""
    rng = np.random.default_rng([order.seed, 13])
    size, pace = order.size_m, math.sqrt(order.size_m / 8.0)
    way = headed(order, (0.0, 0.0, 1.0))
    root = about(order, 0.0, 0.0, 0.03 * size)
    flicker = tuple((0.05 * n, float(rng.uniform(0.8, 1.15))) for n in range(int(order.seconds / 0.05) + 2))
    nozzle = [Emitter(_along(root, way, (0.02 + 0.07 * n) * size), ((0.075 + 0.009 * n) * size,) * 3, 0.0, 1e6,
                      fuel=18.0 / pace, heat=2300.0 - 110.0 * n, velocity=_scaled(way, (17.0 + n) * pace), grip=0.7,
                      ragged=0.1 + 0.1 * n, mark=n, strength=flicker) for n in range(5)]
    emitters = [*burst(_along(root, way, 0.12 * size), 0.6 * size, way, 0.0, rng, 14), *nozzle,
                *_billows(order, root, way, rng), shock(order, 0.0, 0.7)]
    chemistry = Chemistry(burn=3.0 / pace, rich=0.7, heat=3000.0, peak=2150.0, soot=1.5 * 8.0 / size, expansion=0.5,
                          radiant=0.14 / pace, loss=0.9 / pace, fade=0.30 / pace, settle=0.6 / pace,
                          lift=14.0, weight=0.0, dust_weight=0.6 * size / 8.0)
    return Preset(Sources(tuple(emitters)), Manner(chemistry, 1.2 * kept(size), 16.0 * pace, 0.35), 88.0, (1.3, 3.4),
                  soot=(0.15, 0.14, 0.13), edge=1.6 / size)


def muzzle_flash(order: EffectOrder) -> Preset:
    """A gun's flash: a tongue of burning gas, gone in two frames, and a wisp of smoke."""
    size = order.size_m
    way = headed(order, (1.0, 0.0, 0.0))
    root = about(order, 0.0, 0.0, 1.4 if order.z < 0.3 else 0.0)
    tongues = tuple(Emitter(_along(root, way, 0.12 * size * n), (0.10 * size * (1.2 - 0.2 * n),) * 3, 0.0, 0.04,
                            soot=24.0 / size, heat=2500.0 - 150.0 * n, velocity=_scaled(way, 14.0 * size), grip=0.6,
                            ragged=0.5, mark=n) for n in range(4))
    chemistry = Chemistry(radiant=0.5, loss=6.0, fade=1.2, lift=6.0)
    return Preset(Sources(tongues), Manner(chemistry, kept(size), 4.0, 0.2), 64.0, (2.5, 2.0), soot=(0.55, 0.55, 0.56))


def _billows(order: EffectOrder, root: Vector, way: Vector, rng: Generator) -> list[Emitter]:
    """Lumps of gas that ride up the jet one after the other, wider and slower as they mix with air: what burns in a
    jet's upper part is what rolls."""
    size, pace, found = order.size_m, math.sqrt(order.size_m / 8.0), []
    start, number = 0.03 * pace, 0
    while start < order.seconds:
        lasts, reach = float(rng.uniform(0.50, 0.70)) * pace, float(rng.uniform(0.65, 1.0)) * size
        aside = rng.standard_normal(3)
        aside = 0.13 * size * (aside - np.dot(aside, way) * np.array(way))
        path = tuple((start + lasts * s, *(np.array(_along(root, way, 0.06 * size + reach * (1.0 - (1.0 - s) ** 1.6)))
                                           + aside * s ** 1.5).tolist()) for s in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0))
        wide = float(rng.uniform(0.07, 0.11)) * size
        found.append(Emitter(root, (wide,) * 3, start, start + lasts, fuel=11.0 / pace, heat=1750.0, ragged=0.7,
                             velocity=_scaled(way, 1.1 * reach / lasts), grip=0.2, mark=number,
                             path=tuple((t, x, y, z) for t, x, y, z in path),
                             grows=((start, 0.8), (start + lasts, 2.0)),
                             strength=((start, 1.1), (start + 0.6 * lasts, 0.9), (start + lasts, 0.4))))
        start, number = start + float(rng.uniform(0.06, 0.12)) * pace, number + 1
    return found


def _along(place: Vector, way: Vector, metres: float) -> Vector:
    return (place[0] + metres * way[0], place[1] + metres * way[1], place[2] + metres * way[2])


def _scaled(way: Vector, factor: float) -> Vector:
    return (factor * way[0], factor * way[1], factor * way[2])
