"""The dust of a collapse: torn off by breaks, dragged down by what falls, pressed out of storeys, thrown up by blows.

What falls takes the air along, and the air of every storey that is crushed leaves it sideways; both carry the dust, so
that it comes down with the building and turns outward along the ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction import placing
from throughline.effects.destruction.bonds import Bonds
from throughline.effects.destruction.landing import Impact, grouped, mean
from throughline.effects.destruction.materials import column
from throughline.effects.destruction.pieces import Pieces
from throughline.effects.destruction.solve import Break
from throughline.effects.sources import DustSource
from throughline.film.effect import EffectOrder

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
BREAK_CELL, THICK, DENSEST = 1.6, 3.5, 20.0
DRAG_CELL, DRAGS, FILLED, SHED = 2.2, 2.5, 0.03, 0.12
STOREY, WINDOW, SPELL = 3.0, 2.6, 6
OPEN, SLOWEST, FASTEST = 0.28, 4.0, 30.0
LADEN, OUTFLOW, ASKEW = 2.4, 0.6, 0.3
BLOW = 800.0


def dust(order: EffectOrder, found: Pieces, held: Bonds, breaks: list[Break], poses: Reals, speeds: Reals,
         strikes: Sequence[Impact], rate: float) -> tuple[DustSource, ...]:
    """All that a collapse gives off, in the world, by time. ``poses`` (F, N, 7) and ``speeds`` (F, N, 3) are the
    pieces' in the building's space, ``strikes`` the landings in the world."""
    made = [*_torn(order, found, held, breaks, rate), *_dragged(order, found, poses, speeds, rate),
            *_pressed(order, found, poses, speeds, rate), *_thrown_up(order, strikes, rate)]
    return tuple(sorted(made, key=lambda puff: (puff.t, puff.place)))


def _torn(order: EffectOrder, found: Pieces, held: Bonds, breaks: list[Break], rate: float) -> Iterator[DustSource]:
    """Dust from bonds that break, a frame and a cell at a time."""
    frames = np.array([int(broke.second * rate) for broke in breaks], np.int64)
    powder = column("dust")
    for frame in np.unique(frames):
        mine = [broke for broke, at in zip(breaks, frames, strict=True) if at == frame]
        bond = np.concatenate([broke.bonds for broke in mine])
        place, speed = np.concatenate([b.at for b in mine]), np.concatenate([b.speed for b in mine])
        weight = held.area[bond] * powder[found.material[held.pair[bond, 0]]]
        keep = weight > 1e-6
        group, amount = grouped(place[keep], BREAK_CELL)
        total = np.bincount(group, weight[keep], minlength=amount)
        at = placing.at(mean(place[keep], weight[keep], group, amount), order)
        going = placing.way(mean(speed[keep], weight[keep], group, amount), order)
        radius = np.clip(0.55 + 0.35 * np.sqrt(total), 0.6, 1.8)
        for k in np.flatnonzero(total > 0.05):
            yield _puff(frame / rate, at[k], radius[k], THICK * total[k] / radius[k] ** 2, going[k])


def _dragged(order: EffectOrder, found: Pieces, poses: Reals, speeds: Reals, rate: float) -> Iterator[DustSource]:
    """The air that falling pieces take with them, and the powder that it strips from them."""
    room = found.mass / column("density")[found.material]
    powder = room * column("dust")[found.material]
    for frame in range(len(poses)):
        mine = np.flatnonzero((speeds[frame] ** 2).sum(axis=1) > DRAGS ** 2)
        if not len(mine):
            continue
        group, amount = grouped(poses[frame, mine, :3], DRAG_CELL)
        full = np.bincount(group, room[mine], minlength=amount) / DRAG_CELL ** 3
        loose = np.bincount(group, powder[mine], minlength=amount) / DRAG_CELL ** 3
        at = placing.at(mean(poses[frame, mine, :3], room[mine], group, amount), order)
        going = placing.way(mean(speeds[frame, mine], room[mine], group, amount), order)
        fast = np.linalg.norm(going, axis=1)
        for k in np.flatnonzero(full > FILLED):
            yield _puff(frame / rate, at[k], 0.6 * DRAG_CELL, SHED * fast[k] * min(float(loose[k]), 0.3), going[k])


def _pressed(order: EffectOrder, found: Pieces, poses: Reals, speeds: Reals, rate: float) -> Iterator[DustSource]:
    """The air of storeys that what comes down presses out through their windows, laden with dust."""
    random = np.random.default_rng([order.seed, 43])
    around = _footprint(found)
    storeys = int(np.ceil(found.high[:, 2].max() / STOREY))
    slots = max(6, round(around[1] / WINDOW))
    turn = (np.arange(slots) + random.uniform(-0.35, 0.35, (storeys, slots))) * 2 * np.pi / slots
    fast = np.array([_pace(found, poses[f], speeds[f], storeys, around) for f in range(len(poses))])
    for storey in range(storeys):
        for start in range(0, len(poses), SPELL):
            mean_ = float(fast[start:start + SPELL, storey].mean())
            if mean_ < SLOWEST:
                continue
            near = np.abs(poses[start, :, 2] - (storey + 0.5) * STOREY) < 0.75 * STOREY
            if near.sum() < 3:
                continue
            for slot in range(slots):
                yield _jet(order, found, poses[start, near], turn[storey, slot], (storey + 0.5) * STOREY,
                           min(mean_ * random.gamma(1.6, 1 / 1.6), FASTEST), start / rate, SPELL / rate, random)


def _footprint(found: Pieces) -> tuple[float, float]:
    """The area and the girth of the building's plan, by what most of its mass lies within."""
    share = np.clip(np.cumsum(np.sort(found.mass)) / found.mass.sum(), 0, 1)
    heavy = found.mass >= np.sort(found.mass)[int(np.searchsorted(share, 0.05))]
    wide = np.percentile(np.abs(found.centre[heavy, :2] - np.median(found.centre[heavy, :2], axis=0)), 85, axis=0)
    x, y = 2.0 * np.maximum(wide, 0.5)
    return float(x * y), float(2 * (x + y))


def _pace(found: Pieces, pose: Reals, speed: Reals, storeys: int, around: tuple[float, float]) -> Reals:
    """How fast the air leaves every storey through its windows, m/s: as what comes down into it is faster than what it
    comes down on."""
    level = np.clip((pose[:, 2] // STOREY).astype(np.int64), 0, storeys - 1)
    mass = np.bincount(level, found.mass, minlength=storeys)
    down = np.bincount(level, found.mass * np.maximum(-speed[:, 2], 0.0), minlength=storeys) / np.maximum(mass, 1.0)
    usual = found.mass.sum() / storeys
    full = np.minimum(mass / usual, 1.0)
    below = np.concatenate([[0.0], down[:-1]])
    stops = np.concatenate([[1.0], np.minimum(mass[:-1] / (0.3 * usual), 1.0)])
    area, girth = around
    return np.asarray(area * full * stops * np.maximum(down - below, 0.0) / (girth * STOREY * OPEN))


def _jet(order: EffectOrder, found: Pieces, pose: Reals, turn: float, height: float, fast: float, t: float,
         seconds: float, random: np.random.Generator) -> DustSource:
    """What comes out of one window."""
    aim = turn + random.normal(0.0, ASKEW)
    middle, way = np.median(pose[:, :2], axis=0), np.array([np.cos(aim), np.sin(aim)])
    side = np.array([np.cos(turn), np.sin(turn)])
    out = float(np.percentile((pose[:, :2] - middle) @ side, 92))
    low = height < STOREY
    radius = float(random.uniform(1.2, 1.8) if low else random.uniform(0.8, 1.4))
    place = np.array([*(middle + (out + 0.5 * radius) * side), max(height + random.uniform(-0.8, 0.8), 0.8 * radius)])
    going = fast * np.array([*way, random.normal(0.02, 0.08)])
    x, y, z = (round(float(v), 4) for v in placing.at(place, order))
    u, v, w = (round(float(value), 4) for value in placing.way(going, order))
    return DustSource(round(t + random.uniform(0.0, 0.5) * seconds, 6), (x, y, z), round(radius, 4),
                      round(LADEN * random.gamma(1.5, 1 / 1.5) * fast / radius, 4), 0.0, (u, v, w), round(seconds, 6),
                      round(OUTFLOW * fast / radius, 4))


def _thrown_up(order: EffectOrder, strikes: Sequence[Impact], rate: float) -> Iterator[DustSource]:
    """Dust that heavy landings throw out along the ground, away from the building."""
    random = np.random.default_rng([order.seed, 47])
    for hit in strikes:
        force = hit.kg * abs(hit.velocity[2])
        if force < BLOW:
            continue
        out = np.array([hit.place[0] - order.x, hit.place[1] - order.y, 0.0])
        out /= max(float(np.linalg.norm(out)), 0.5)
        out += random.normal(0.0, 0.5, 3) * [1.0, 1.0, 0.4]
        radius = float(np.clip(0.25 * (force / 100.0) ** (1 / 3), 0.6, 2.2))
        yield _puff(hit.frame / rate, hit.place + np.array([0.0, 0.0, 0.4 * radius]), radius,
                    0.0015 * force / radius ** 2, out * 0.6 * abs(hit.velocity[2]) + [0.0, 0.0, 1.0])


def _puff(t: float, place: Reals, radius: float, amount: float, velocity: Reals) -> DustSource:
    x, y, z = (round(float(v), 4) for v in place)
    u, v, w = (round(float(value), 4) for value in velocity)
    return DustSource(round(float(t), 6), (x, y, max(z, 0.1)), round(float(radius), 4),
                      round(float(min(amount, DENSEST)), 4), 0.0, (u, v, w))
