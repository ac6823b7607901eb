"""What burns: a fire, a car, a torch; and the warm air that carries embers."""

from __future__ import annotations

import math

import numpy as np

from throughline.effects.pyro.preset import Preset, about, kept
from throughline.effects.pyro.react import Chemistry
from throughline.effects.pyro.sources import Emitter, Sources
from throughline.effects.pyro.step import Manner
from throughline.film.effect import EffectOrder, Vector

FOREVER = 1e6
_ALIGHT: tuple[tuple[Vector, Vector, float, float], ...] = (
    ((-0.05, 0.0, 0.22), (0.20, 0.13, 0.09), 38.0, 0.0),
    ((0.02, 0.17, 0.21), (0.14, 0.07, 0.07), 34.0, 0.8), ((-0.08, -0.17, 0.21), (0.14, 0.07, 0.07), 34.0, -0.8),
    ((0.33, 0.0, 0.19), (0.13, 0.14, 0.08), 36.0, 0.0), ((-0.36, 0.02, 0.19), (0.09, 0.12, 0.06), 24.0, 0.0),
    ((0.29, 0.17, 0.06), (0.07, 0.06, 0.07), 26.0, 0.3), ((-0.28, -0.17, 0.06), (0.07, 0.06, 0.07), 22.0, -0.3))
"""What is alight of a car, the cabin first, then its windows, bonnet, boot and tyres: where (ahead, to the left, up)
and how wide, as shares of its length; fuel; which way it comes out."""


def fire(order: EffectOrder) -> Preset:
    """A fire ``size_m`` high on the ground: tongues that tear off, little smoke."""
    size = order.size_m
    return Preset(_hearth(order, 0.30 * size, 0.06 * size, 7), Manner(_flames(size), kept(size), 5.0, 0.25), 92.0,
                  (0.9, 2.4), before=1.2 * math.sqrt(size), soot=(0.22, 0.21, 0.20))


def torch(order: EffectOrder) -> Preset:
    """A torch's flame: a wick of ``size_m`` over four, the flame above it."""
    size = order.size_m
    chemistry = _flames(size)._replace(soot=4.0 / size)
    return Preset(_hearth(order, 0.17 * size, 0.10 * size, 5), Manner(chemistry, kept(size), 2.5, 0.25), 84.0,
                  (0.9, 2.2), before=1.2 * math.sqrt(size), soot=(0.22, 0.21, 0.20))


def burning_car(order: EffectOrder) -> Preset:
    """A car ``size_m`` long that burns: flames out of its windows, its bonnet and its tyres, and a column of black,
    oily smoke that leans with the wind."""
    size, pace = order.size_m, math.sqrt(order.size_m)
    rng = np.random.default_rng([order.seed, 22])
    c, s, beat, found = math.cos(order.facing), math.sin(order.facing), 0.10 * pace, []
    for number, (place, wide, fuel, aside) in enumerate(_ALIGHT):
        flicker = tuple((beat * n - 5.0, float(rng.uniform(0.45, 1.3))) for n in range(int((order.seconds + 6) / beat)))
        found.append(Emitter(about(order, place[0] * size, place[1] * size, place[2] * size),
                             (wide[0] * size, wide[1] * size, wide[2] * size), -FOREVER, FOREVER, fuel=fuel / pace,
                             heat=1850.0, soot=3.0 * 4.0 / size, ragged=0.7, mark=20 + number, strength=flicker,
                             velocity=(-s * aside * pace, c * aside * pace, 0.9 * pace), grip=0.2))
    chemistry = _flames(size)._replace(soot=11.0 * 4.0 / size, radiant=0.20 / pace, fade=0.03, lift=16.0)
    return Preset(Sources(tuple(found)), Manner(chemistry, kept(size), 5.0, 0.3), 76.0, (1.5, 3.4), before=3.5,
                  soot=(0.08, 0.076, 0.072), edge=0.3 / size)


def embers(order: EffectOrder) -> Preset:
    """Embers in warm air: the glowing bed that they rise from, and its thin smoke."""
    size = order.size_m
    bed = Emitter(about(order, 0.0, 0.0, 0.02 * size), (0.3 * size, 0.3 * size, 0.03 * size), -FOREVER, FOREVER,
                  soot=0.5 / size, heat=1250.0, ragged=1.0,
                  velocity=(0.0, 0.0, 1.6 * math.sqrt(size)), grip=0.2)
    chemistry = Chemistry(radiant=0.35, loss=1.0, fade=0.6, lift=15.0)
    return Preset(Sources((bed,)), Manner(chemistry, kept(size), 3.0, 0.16), 64.0, (0.9, 2.4), before=1.5,
                  soot=(0.5, 0.49, 0.47))


def _hearth(order: EffectOrder, wide: float, high: float, patches: int) -> Sources:
    """Patches over a disc ``wide`` metres about, the first in its middle; each flares and sinks in its own time."""
    rng = np.random.default_rng([order.seed, 21])
    found, beat = [], 0.11 * math.sqrt(order.size_m)
    for number in range(patches):
        turn = 2.4 * number + float(rng.uniform(-0.3, 0.3))
        away = 0.62 * wide * math.sqrt(number / patches)
        place = about(order, away * math.cos(turn), away * math.sin(turn), high)
        flicker = tuple((beat * n - 30.0 * beat, float(rng.uniform(0.55, 1.25)))
                        for n in range(int(order.seconds / beat) + 62))
        share = 0.62 if number else 0.75
        found.append(Emitter(place, (share * wide, share * wide, high), -FOREVER, FOREVER,
                             fuel=13.0 / math.sqrt(order.size_m), heat=1500.0, ragged=0.6, mark=number,
                             strength=flicker, velocity=(0.0, 0.0, 1.6 * math.sqrt(order.size_m)), grip=0.15))
    return Sources(tuple(found))


def _flames(size: float) -> Chemistry:
    pace = math.sqrt(size)
    return Chemistry(burn=2.6 / pace, rich=0.8, heat=3400.0, peak=2000.0, soot=2.2 / size, expansion=0.35,
                     radiant=0.38 / pace, loss=0.9 / pace, fade=0.35 / pace, lift=14.0, weight=0.0)
