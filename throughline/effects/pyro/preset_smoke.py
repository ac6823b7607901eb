"""What does not burn: smoke, dust, steam and mist."""

from __future__ import annotations

import math

import numpy as np

from throughline.effects.pyro.preset import Preset, about, headed, kept
from throughline.effects.pyro.react import Chemistry
from throughline.effects.pyro.sources import Emitter, Sources
from throughline.effects.pyro.step import Manner
from throughline.film.effect import EffectOrder
from throughline.film.setplan import Colour

FOREVER = 1e6


def smoke(order: EffectOrder) -> Preset:
    """A column of grey smoke ``size_m`` high, from a smouldering patch."""
    size = order.size_m
    return _column(order, 0.10 * size, 1.3, 1700.0, (0.20, 0.20, 0.21))


def chimney_smoke(order: EffectOrder) -> Preset:
    """Pale smoke out of a chimney at the effect's place, ``size_m`` long, led off by the wind."""
    return _column(order, 0.05 * order.size_m, 1.2, 1500.0, (0.62, 0.62, 0.64))


def dust_burst(order: EffectOrder) -> Preset:
    """Dust kicked up from the ground or out of a wall, the way the order says; it billows, spreads and settles."""
    rng = np.random.default_rng([order.seed, 31])
    size, pace = order.size_m, math.sqrt(order.size_m / 6.0)
    way = np.array(headed(order, (0.0, 0.0, 1.0)))
    found = []
    for number in range(28):
        away = rng.standard_normal(3) + 1.1 * way
        away[2] = abs(away[2]) if order.z < 0.5 * size else away[2]
        away *= rng.uniform(0.45, 1.35) / np.linalg.norm(away)
        start, lasts = float(rng.uniform(0.0, 0.08)) * pace, float(rng.uniform(0.10, 0.22)) * pace
        reach = 0.42 * size * away
        base = np.array(about(order, 0.0, 0.0, 0.08 * size))
        path = tuple((start + lasts * s, *(base + reach * (1 - (1 - s) ** 2)).tolist()) for s in (0.0, 0.3, 0.6, 1.0))
        speed = 0.9 * np.linalg.norm(reach) / lasts
        vx, vy, vz = (away / np.linalg.norm(away) * min(float(speed), 16.0 * pace)).tolist()
        found.append(Emitter(about(order, 0.0, 0.0, 0.0), (float(rng.uniform(0.07, 0.14)) * size,) * 3, start,
                             start + lasts, dust=80.0 / size / lasts, velocity=(vx, vy, vz), grip=0.35,
                             ragged=0.7, mark=number, path=tuple((t, x, y, z) for t, x, y, z in path)))
    chemistry = Chemistry(settle=0.22 / pace, dust_weight=0.32 * size / 6.0, lift=0.0)
    return Preset(Sources(tuple(found)), Manner(chemistry, 1.3 * kept(size), 14.0, 0.45), 100.0, (1.9, 1.7),
                  edge=1.8 / size)


def collapse_dust(order: EffectOrder) -> Preset:
    """The cloud that rolls out of a building coming down where no simulated building drives it: a surge along the
    ground and a column over the place, ``size_m`` the building's height."""
    rng = np.random.default_rng([order.seed, 32])
    size = order.size_m
    fall = math.sqrt(2.0 * size / 9.81) + 0.6
    found = []
    for number in range(44):
        turn, start = float(rng.uniform(0, 2 * math.pi)), float(rng.uniform(0.35, 1.0)) * fall
        away = float(rng.uniform(0.05, 0.40)) * size
        place = (order.x + away * math.cos(turn), order.y + away * math.sin(turn), order.z + 0.06 * size)
        wide = float(rng.uniform(0.10, 0.18)) * size
        speed = float(rng.uniform(14.0, 30.0)) * math.sqrt(size / 30.0)
        found.append(Emitter(place, (wide, wide, 0.7 * wide), start, start + 0.6, dust=130.0 / size, grip=0.3,
                             velocity=(speed * math.cos(turn), speed * math.sin(turn), 0.2 * speed), ragged=0.8,
                             mark=number))
    for number in range(14):
        share = number / 14
        turn = float(rng.uniform(0, 2 * math.pi))
        high = size * (1.0 - share) * 0.8
        place = (order.x + 0.12 * size * math.cos(turn), order.y + 0.12 * size * math.sin(turn), order.z + high)
        found.append(Emitter(place, (0.17 * size,) * 3, fall * (0.1 + 0.75 * share), fall * (0.1 + 0.75 * share) + 0.4,
                             dust=90.0 / size, velocity=(5.0 * math.cos(turn), 5.0 * math.sin(turn), -4.0), grip=0.2,
                             ragged=0.9, mark=40 + number))
    chemistry = Chemistry(settle=0.05, dust_weight=0.35 * size / 30.0, lift=0.0)
    return Preset(Sources(tuple(found)), Manner(chemistry, kept(size), 12.0, 0.2), 110.0, (2.4, 1.6),
                  dust=(0.55, 0.51, 0.45))


def crash_steam(order: EffectOrder) -> Preset:
    """A car that has struck something: a puff of dust low down, then steam out of its front for as long as it lasts."""
    size = order.size_m
    rng = np.random.default_rng([order.seed, 35])
    times = (0.12 + 0.13 * np.arange(int(order.seconds / 0.13) + 2)).tolist()
    hisses = [float(rng.uniform(0.2, 1.7)) * (0.5 + 0.9 * math.exp(-t / 1.5)) for t in times]
    puff = Emitter(about(order, 0.1 * size, 0.0, 0.04 * size), (0.30 * size, 0.36 * size, 0.08 * size), 0.0, 0.15,
                   dust=90.0 / size, outward=5.0, grip=0.35, ragged=1.0)
    steam = Emitter(about(order, 0.24 * size, 0.0, 0.26 * size), (0.06 * size, 0.16 * size, 0.03 * size), 0.12, FOREVER,
                    soot=330.0 / size, heat=70.0, velocity=(0.0, 0.0, 2.4), grip=0.3, ragged=0.8, mark=2,
                    strength=tuple((t, hiss) for t, hiss in zip(times, hisses, strict=True)))
    chemistry = Chemistry(lit=1e9, radiant=0.0, loss=0.7, fade=0.45, settle=0.5, lift=11.0, dust_weight=0.3)
    return Preset(Sources((puff, steam)), Manner(chemistry, 1.3 * kept(size), 6.0, 0.4), 80.0, (1.6, 2.2),
                  soot=(0.86, 0.87, 0.88), edge=0.25 / size)


def mist(order: EffectOrder) -> Preset:
    """A bank of mist ``size_m`` wide that lies and drifts."""
    return _bank(order, 0.12, (0.88, 0.90, 0.92), 1.0)


def ghost_mist(order: EffectOrder) -> Preset:
    """Cold mist of the world between: it creeps along the ground, parts round what stands there, and never warms."""
    return _bank(order, 0.07, (0.80, 0.88, 0.92), 2.2)


def _column(order: EffectOrder, wide: float, push: float, thick: float, colour: Colour) -> Preset:
    """A source that puffs and sways, so that the column comes in heads that roll up and lean one way and the other."""
    size, pace = order.size_m, math.sqrt(order.size_m / 10.0)
    rng = np.random.default_rng([order.seed, 33])
    before, beat = 8.0 * pace, 0.30 * pace
    times = [beat * n - before - beat for n in range(int((order.seconds + before) / beat) + 4)]
    strength = tuple((t, float(rng.uniform(0.25, 1.6))) for t in times)
    sway = np.cumsum(rng.normal(0.0, 0.5, (len(times), 2)), axis=0)
    sway = 0.45 * wide * np.tanh(sway - sway.mean(axis=0))
    x, y, z = about(order, 0.0, 0.0, 0.5 * wide)
    path = tuple((t, x + float(a), y + float(b), z) for t, (a, b) in zip(times, sway, strict=True))
    source = Emitter((x, y, z), (wide, wide, 0.5 * wide), -FOREVER, FOREVER,
                     soot=thick / size / pace, heat=480.0, velocity=(0.0, 0.0, push * 3.4 * pace),
                     grip=0.3, ragged=0.8, strength=strength, path=path)
    chemistry = Chemistry(lit=1e9, radiant=0.0, loss=0.10 / pace, fade=0.04 / pace, lift=21.0, weight=0.0)
    return Preset(Sources((source,)), Manner(chemistry, 1.3 * kept(size), 4.0, 0.35), 112.0, (0.75, 1.3), before=before,
                  soot=order.colour or colour, edge=1.2 / size)


def _bank(order: EffectOrder, high: float, colour: tuple[float, float, float], cold: float) -> Preset:
    """Patches that breathe and wander, give off mist a little above the ground and let it sink, spread and roll."""
    rng = np.random.default_rng([order.seed, 34])
    size, before, found = order.size_m, 5.0, []
    times = np.arange(-before - 0.5, order.seconds + 1.0, 0.5)
    for number in range(18):
        turn, away = float(rng.uniform(0, 2 * math.pi)), float(math.sqrt(rng.uniform(0, 1)) * 0.42) * size
        drift, goes = float(rng.uniform(0, 2 * math.pi)), float(rng.uniform(0.7, 1.5) * rng.choice([-1.0, 1.0]))
        wide, wanders = float(rng.uniform(0.10, 0.20)) * size, float(rng.uniform(0.08, 0.20)) * size
        x, y = order.x + away * math.cos(turn), order.y + away * math.sin(turn)
        path = tuple((t, x + wanders * math.cos(drift + goes * t), y + wanders * math.sin(drift + goes * t),
                      order.z + 0.35 * high * size) for t in times.tolist())
        breath = tuple((t, float(rng.uniform(0.0, 2.0))) for t in times.tolist())
        speed = float(rng.uniform(0.8, 2.2))
        found.append(Emitter((x, y, path[0][3]), (wide, wide, 0.35 * high * size), -FOREVER, FOREVER,
                             soot=4.5 / size, velocity=(speed * math.cos(drift), speed * math.sin(drift), 0.0),
                             grip=0.08, ragged=1.2, mark=number, path=path, strength=breath))
    chemistry = Chemistry(lit=1e9, radiant=0.0, fade=0.25, weight=1.6 * cold * size / 10.0, lift=0.0)
    return Preset(Sources(tuple(found)), Manner(chemistry, kept(size), 4.0, 0.5), 128.0, (0.8, 0.4), before=before,
                  soot=order.colour or colour, edge=0.9 / size)
