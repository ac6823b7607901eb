"""What burns: a fire, a car, a torch; and the warm air that carries embers."""

from __future__ import annotations

import math

import numpy as np

from throughline.effects.pyro.preset import Preset, about, kept
from throughline.effects.pyro.preset_blast import wreck
from throughline.effects.pyro.react import Chemistry
from throughline.effects.pyro.sources import Emitter, Sources
from throughline.effects.pyro.step import Manner
from throughline.film.effect import EffectOrder

FOREVER = 1e6


def fire(order: EffectOrder) -> Preset:
    """A fire ``size_m`` high on the ground: tongues that tear off, little smoke."""
    size = order.size_m
    return Preset(_hearth(order, 0.20 * size, 0.05 * size, 4), Manner(_flames(size), kept(size), 5.0, 0.16), 88.0,
                  (0.9, 2.6), before=1.2 * math.sqrt(size), soot=(0.22, 0.21, 0.20))


def torch(order: EffectOrder) -> Preset:
    """A torch's flame: a wick of ``size_m`` over four, the flame above it."""
    size = order.size_m
    chemistry = _flames(size)._replace(soot=4.0 / size)
    return Preset(_hearth(order, 0.11 * size, 0.10 * size, 2), Manner(chemistry, kept(size), 2.0, 0.12), 80.0,
                  (0.7, 2.0), before=1.2 * math.sqrt(size), soot=(0.22, 0.21, 0.20))


def burning_car(order: EffectOrder) -> Preset:
    """A car ``size_m`` long that burns: flames out of its length, thick black smoke that leans with the wind."""
    size = order.size_m
    chemistry = _flames(size)._replace(soot=9.0 * 4.0 / size, fade=0.02, burn=2.0)
    emitters = wreck(order, -8.0, order.seconds + 8.0, 1.4)
    return Preset(Sources(tuple(emitters)), Manner(chemistry, kept(size), 5.0, 0.16), 72.0, (1.8, 4.0), before=3.5,
                  soot=(0.10, 0.095, 0.09))


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
    rng = np.random.default_rng([order.seed, 21])
    found = []
    for number in range(patches):
        turn = 2.0 * math.pi * number / patches
        away = 0.45 * wide if patches > 1 else 0.0
        place = about(order, away * math.cos(turn), away * math.sin(turn), high)
        beat = 0.09 * math.sqrt(order.size_m)
        flicker = tuple((beat * n - 30.0 * beat, float(rng.uniform(0.35, 1.25)))
                        for n in range(int(order.seconds / beat) + 62))
        found.append(Emitter(place, (0.75 * wide, 0.75 * wide, high), -FOREVER, FOREVER,
                             fuel=16.0 / math.sqrt(order.size_m), heat=1500.0, ragged=0.5, mark=number,
                             strength=flicker, velocity=(0.0, 0.0, 1.2 * math.sqrt(order.size_m)), grip=0.15))
    return Sources(tuple(found))


def _flames(size: float) -> Chemistry:
    pace = math.sqrt(size)
    return Chemistry(burn=2.6 / pace, rich=0.8, heat=3400.0, peak=2000.0, soot=2.2 / size, expansion=0.35,
                     radiant=0.38 / pace, loss=0.9 / pace, fade=0.35 / pace, lift=14.0, weight=0.0)
