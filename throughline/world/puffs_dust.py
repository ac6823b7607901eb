"""Dust that rolls: a wall of it down a street, and what a tower gives off as it comes down."""

from __future__ import annotations

import numpy as np

from throughline.world.downfall import CREAK, bulk, front
from throughline.world.puffs_form import Soft, billows, eased, joined, outward, soft
from throughline.world.sets.breakable import Tower
from throughline.world.shapes import rng

DUST = (0.62, 0.575, 0.51)


def dust(t: float, size: float, seed: int) -> Soft:
    """A wall of dust that comes along +X, some ``size`` metres high, rolls over what is in its way, and stands.

    It starts three heights behind the place and is at it after about two seconds.
    """
    random, count = rng("dust wall", seed), 150
    lane = (np.arange(count) * 0.61803 % 1.0) * 2 - 1
    behind = random.random(count) ** 1.5
    stack = random.random(count) ** 1.3
    head = size * (-2.2 + 6.0 * (1 - np.exp(-t / 2.4)))
    lag = size * (0.10 * lane ** 2 + 0.12 * random.random(count)) * (1 + 0.3 * t)
    along = head - lag - behind * size * (0.5 + 1.9 * (1 - np.exp(-t / 2.0)))
    along = along - 0.30 * size * stack ** 2
    tall = size * (0.22 + 0.42 * (1 - np.exp(-t / 1.6)))
    wide = size * (0.45 + 0.25 * (1 - np.exp(-t / 2.0)))
    radius = size * random.uniform(0.085, 0.16, count) * (0.75 + 0.35 * (1 - np.exp(-t / 1.5)))
    surge = 0.05 * size * np.sin(1.3 * t + np.arange(count) * 1.7)
    centre = np.column_stack([along + surge, lane * wide, 0.5 * radius + tall * stack * (1.0 - 0.35 * behind)])
    ball = billows(centre, radius, np.arange(count) + 400, 24, roll=1.5 * t + np.arange(count), size=0.44)
    thick = 0.92 - 0.45 * ball.skin * behind[ball.parent]
    density = thick * eased(np.full(len(ball.radius), t), 0.5) * (0.35 + 0.65 * np.exp(-max(t - 5.0, 0.0) / 4.0))
    forward = soft(ball.centre, ball.radius, DUST, density, ball.seed, edge=0.85)
    return joined([forward, _skirt(t, size, seed, head, wide)])


def _skirt(t: float, size: float, seed: int, head: float, wide: float) -> Soft:
    """The thin fast dust that runs over the ground before the wall."""
    random, count = rng("skirt", seed), 260
    ahead, lane = random.random(count) ** 2, random.uniform(-1.1, 1.1, count)
    at = np.column_stack([head - 0.1 * size + ahead * 0.55 * size, lane * wide,
                          0.02 * size * (1 + 2 * random.random(count) * (1 - ahead))])
    at[:, 0] += 0.03 * size * np.sin(2.1 * t + 9 * lane)
    return soft(at, size * random.uniform(0.03, 0.075, count), DUST, 0.28 * (1 - ahead) * min(1.0, t),
                np.arange(count) + 50000, edge=0.7)


def collapse(whole: Tower, t: float, size: float, seed: int) -> Soft:
    """The dust of a tower that cracked ``t`` seconds ago."""
    return joined([_jets(whole, t, seed), _rolling(whole, t, size, seed), _standing(whole, t, seed),
                   _haze(whole, t, size, seed)])


def _jets(whole: Tower, t: float, seed: int) -> Soft:
    """Dust blown out all round where storeys are crushed, each floor in its turn, falling past the walls below."""
    random, count = rng("jets", seed), 280
    born = np.sort(random.uniform(0.1, 4.8, count))
    angle, speed = random.uniform(0, 2 * np.pi, count), random.uniform(1.5, 7.5, count)
    base, age = random.uniform(0.4, 1.2, count), np.maximum(t - born, 0)
    early = np.clip(born / CREAK, 0.2, 1)
    edge = (whole.half + 0.1) / np.maximum(np.abs(np.cos(angle)), np.abs(np.sin(angle)))
    out = edge + speed * early * (1 - np.exp(-age / 0.6)) + 0.4 * age
    radius = 0.72 * base * early * bulk(whole) * (0.35 + 1.9 * (1 - np.exp(-age / 0.6)) + 0.25 * age)
    z = front(born, whole.breaks) - 0.5 - 1.5 * np.maximum(age - 0.2, 0) ** 1.35
    centre = np.column_stack([np.cos(angle) * out, np.sin(angle) * out, np.maximum(z, 0.4 * radius)])
    ball = billows(centre, radius, np.arange(count) + 500, 10, roll=1.3 * (1 - np.exp(-age / 0.7)) + 0.2 * age,
                   axis=-outward(centre), size=0.55)
    old = age[ball.parent]
    density = 0.72 * eased(old, 0.15) * np.exp(-np.maximum(old - 0.5, 0) / 0.9) * early[ball.parent]
    return soft(ball.centre, ball.radius, DUST, density, ball.seed)


def _rolling(whole: Tower, t: float, size: float, seed: int) -> Soft:
    """The wall that rolls out over the ground, highest at its head, filling all behind it."""
    random, count = rng("rolling", seed), 110
    share = (np.arange(count) + 0.5) / count
    angle, born = np.arange(count) * 2.39996, CREAK + 0.8 + 2.7 * share ** 1.3
    speed, base, stack = random.uniform(0.55, 1.2, count), random.uniform(0.7, 1.3, count), random.random(count) ** 1.6
    age = np.maximum(t - born, 0)
    reach = 4.0 + bulk(whole) * (16.0 + 3.6 * size) * speed * (1 - np.exp(-(age / 4.2) ** 1.3))
    along = np.abs(np.cos(angle)) ** 0.4 * np.sign(np.cos(angle))
    radius = bulk(whole) * base * (0.9 + 2.7 * (1 - np.exp(-age / 1.4)) + 0.22 * age)
    height = bulk(whole) * (1.0 + 7.0 * (1 - np.exp(-age / 1.7))) * stack * (1.6 - 0.7 * speed)
    centre = np.column_stack([along * reach * (1 - 0.22 * stack), np.sin(angle) * np.minimum(reach, 9 + 0.14 * reach),
                              0.5 * radius + height])
    ball = billows(centre, radius, np.arange(count) + 810, 30, roll=2.4 * (1 - np.exp(-age / 1.5)) + 0.35 * age,
                   axis=-outward(centre), size=0.42)
    old = age[ball.parent]
    density = 0.90 * eased(old, 0.5) * (0.4 + 0.6 * np.exp(-np.maximum(old - 4.0, 0) / 3.0))
    return soft(ball.centre, ball.radius, DUST, density, ball.seed)


def _haze(whole: Tower, t: float, size: float, seed: int) -> Soft:
    """The fine dust that fills the air between the billows and stays."""
    random, count = rng("haze", seed), 120
    age = max(t - CREAK - 0.9, 0.0)
    reach = 3.0 + bulk(whole) * (15.0 + 3.2 * size) * (1 - np.exp(-(age / 4.2) ** 1.3))
    angle, out = random.uniform(0, 2 * np.pi, count), np.sqrt(random.random(count))
    radius = bulk(whole) * random.uniform(2.5, 5.5, count) * (0.4 + 0.6 * (1 - np.exp(-age / 1.5)))
    tall = bulk(whole) * 15.0 * (1 - np.exp(-age / 2.5)) * random.random(count) ** 1.4 * (1.1 - 0.6 * out)
    at = np.column_stack([np.cos(angle) * out * reach, np.sin(angle) * np.minimum(out * reach, 9 + 0.14 * out * reach),
                          0.4 * radius + tall])
    at[:, 0] += 0.3 * np.sin(0.5 * t + np.arange(count))
    return soft(at, radius, DUST, 0.42 * min(1.0, age / 1.5), np.arange(count) + 62500, edge=0.5)


def _standing(whole: Tower, t: float, seed: int) -> Soft:
    """What rises over the place where it stood, and hangs there."""
    random, count = rng("standing", seed), 44
    born = CREAK + 0.4 + np.arange(count) * 0.10
    shift, base = random.uniform(-4.5, 4.5, (count, 2)), random.uniform(0.75, 1.25, count)
    age = np.maximum(t - born, 0)
    radius = bulk(whole) * base * (0.8 + 3.1 * (1 - np.exp(-age / 1.5)) + 0.12 * age)
    z = (front(born, whole.breaks) + 1.0) * 0.6 + 3.2 * age ** 0.85
    centre = np.column_stack([shift * (1 + 0.22 * age)[:, None], z])
    ball = billows(centre, radius, np.arange(count) + 930, 30, roll=0.6 * age, axis=outward(centre), size=0.42)
    old = age[ball.parent]
    density = 0.85 * eased(old, 0.5) * (0.3 + 0.7 * np.exp(-np.maximum(old - 3.0, 0) / 4.0))
    return soft(ball.centre, ball.radius, DUST, density, ball.seed)
