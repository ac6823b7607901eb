"""What a collapse tells the others: dust for the solver of gas, sounds, what strikes whom and how hard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction import placing
from throughline.effects.destruction.bonds import Bonds
from throughline.effects.destruction.materials import column
from throughline.effects.destruction.pieces import Pieces
from throughline.effects.destruction.solve import Break
from throughline.effects.destruction.structure import GLASS
from throughline.effects.sources import DustSource
from throughline.film.effect import EffectOrder, EffectPush, EffectSound

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
DUST_CELL, STRIKE_CELL = 1.6, 2.0
THICK, DENSEST = 5.0, 40.0
LANDED, HEAVY = 3.0, 60.0
MOST_PUSHES, MOST_SOUNDS = 80, 24


@dataclass(frozen=True)
class Impact:
    """A heavy landing: ``frame``, ``place`` m and ``velocity`` m/s in the world as it strikes, ``kg``."""

    frame: float
    place: tuple[float, float, float]
    velocity: tuple[float, float, float]
    kg: float


@dataclass(frozen=True)
class Told:
    """All that a collapse tells."""

    dust: tuple[DustSource, ...]
    impacts: tuple[Impact, ...]
    sounds: tuple[EffectSound, ...]
    pushes: tuple[EffectPush, ...]


def told(order: EffectOrder, found: Pieces, held: Bonds, breaks: list[Break], poses: Reals, speeds: Reals,
         loose: Ints, rate: float) -> Told:
    """What is told of a run; everything in the world."""
    strikes = _impacts(order, found, poses, speeds)
    dust = [*_broken_dust(order, found, held, breaks, rate), *_landed_dust(order, strikes, rate)]
    dust.sort(key=lambda puff: (puff.t, puff.place))
    heavy = sorted(strikes, key=lambda hit: (-hit.kg * float(np.linalg.norm(hit.velocity)), hit.frame, hit.place))
    pushes = [EffectPush(frame=hit.frame, x=hit.place[0], y=hit.place[1], z=hit.place[2], impulse=0.0,
                         reach_m=round(0.6 + 0.25 * (hit.kg / 400.0) ** (1 / 3), 3), velocity=hit.velocity, kg=hit.kg)
              for hit in heavy[:MOST_PUSHES] if hit.kg >= HEAVY]
    pushes.sort(key=lambda push: (push.frame, push.x, push.y))
    return Told(tuple(dust), tuple(strikes), _sounds(order, found, breaks, held, heavy, loose, rate), tuple(pushes))


def _grouped(places: Reals, cell: float) -> tuple[Ints, int]:
    """Which cell of a grid each place is in, the cells numbered in order of their places."""
    key = np.floor(places / cell).astype(np.int64)
    _, group = np.unique(key, axis=0, return_inverse=True)
    group = group.reshape(-1)
    return group, int(group.max(initial=-1)) + 1


def _mean(values: Reals, weight: Reals, group: Ints, amount: int) -> Reals:
    total = np.bincount(group, weight, minlength=amount)
    sums = np.stack([np.bincount(group, weight * values[:, k], minlength=amount) for k in range(3)], axis=1)
    return np.asarray(sums / np.maximum(total, 1e-9)[:, None])


def _broken_dust(order: EffectOrder, found: Pieces, held: Bonds, breaks: list[Break],
                 rate: float) -> list[DustSource]:
    """Dust from bonds that break, a frame and a cell at a time."""
    made: list[DustSource] = []
    frames = np.array([int(broke.second * rate) for broke in breaks], np.int64)
    powder = column("dust")
    for frame in np.unique(frames):
        mine = [broke for broke, at in zip(breaks, frames, strict=True) if at == frame]
        bond = np.concatenate([broke.bonds for broke in mine])
        place, speed = np.concatenate([b.at for b in mine]), np.concatenate([b.speed for b in mine])
        weight = held.area[bond] * powder[found.material[held.pair[bond, 0]]]
        keep = weight > 1e-6
        if not keep.any():
            continue
        group, amount = _grouped(place[keep], DUST_CELL)
        total = np.bincount(group, weight[keep], minlength=amount)
        at = placing.at(_mean(place[keep], weight[keep], group, amount), order)
        going = placing.way(_mean(speed[keep], weight[keep], group, amount), order)
        radius = np.clip(0.55 + 0.35 * np.sqrt(total), 0.6, 1.8)
        made += [_puff(frame / rate, at[k], radius[k], THICK * total[k] / radius[k] ** 2, 0.6 * going[k])
                 for k in range(amount) if total[k] > 0.05]
    return made


def _puff(t: float, place: Reals, radius: float, amount: float, velocity: Reals) -> DustSource:
    x, y, z = (round(float(v), 4) for v in place)
    u, v, w = (round(float(value), 4) for value in velocity)
    return DustSource(round(float(t), 6), (x, y, max(z, 0.1)), round(float(radius), 4),
                      round(float(min(amount, DENSEST)), 4), 0.0, (u, v, w))


def _landed_dust(order: EffectOrder, strikes: list[Impact], rate: float) -> list[DustSource]:
    """Dust that heavy landings throw out along the ground, away from the building."""
    made = []
    for hit in strikes:
        force = hit.kg * abs(hit.velocity[2])
        if force < 800.0:
            continue
        out = np.array([hit.place[0] - order.x, hit.place[1] - order.y, 0.0])
        out /= max(float(np.linalg.norm(out)), 0.5)
        radius = float(np.clip(0.25 * (force / 100.0) ** (1 / 3), 0.6, 2.2))
        made.append(_puff(hit.frame / rate, hit.place + np.array([0.0, 0.0, 0.4 * radius]), radius,
                          0.0025 * force / radius ** 2, out * 0.35 * abs(hit.velocity[2]) + [0.0, 0.0, 1.0]))
    return made


def _impacts(order: EffectOrder, found: Pieces, poses: Reals, speeds: Reals) -> list[Impact]:
    """Landings by frame and cell: pieces whose fall is stopped between two frames."""
    made: list[Impact] = []
    for frame in range(1, len(poses)):
        before, after = speeds[frame - 1], speeds[frame]
        stopped = (before[:, 2] < -LANDED) & (after[:, 2] > 0.45 * before[:, 2]) & (poses[frame, :, 2] < 6.0)
        mine = np.flatnonzero(stopped)
        if not len(mine):
            continue
        group, amount = _grouped(poses[frame, mine, :2], STRIKE_CELL)
        mass = found.mass[mine]
        at = placing.at(_mean(poses[frame, mine, :3], mass, group, amount), order)
        going = placing.way(_mean(before[mine], mass, group, amount), order)
        total = np.bincount(group, mass, minlength=amount)
        for k in range(amount):
            x, y, z = (round(float(v), 4) for v in at[k])
            u, v, w = (round(float(value), 4) for value in going[k])
            made.append(Impact(float(frame), (x, y, z), (u, v, w), round(float(total[k]), 2)))
    return made


def _sounds(order: EffectOrder, found: Pieces, breaks: list[Break], held: Bonds, heavy: list[Impact], loose: Ints,
            rate: float) -> tuple[EffectSound, ...]:
    """The rumble from the first break to the last, the hardest blows, the glass."""
    if not breaks:
        return ()
    first, last = breaks[0].second, max(breaks[-1].second, max((h.frame / rate for h in heavy), default=0.0))
    made = [EffectSound(kind="collapse", frame=round(first * rate, 3), x=order.x, y=order.y,
                        z=order.z + 0.3 * order.size_m, size_m=order.size_m, seconds=round(last - first + 1.0, 3))]
    taken: list[float] = []
    for hit in heavy:
        if len(taken) < MOST_SOUNDS and all(abs(hit.frame - other) > 0.12 * rate for other in taken):
            taken.append(hit.frame)
            x, y, z = hit.place
            made.append(EffectSound(kind="impact", frame=hit.frame, x=x, y=y, z=z,
                                    size_m=round((hit.kg / 2000.0) ** (1 / 3), 3), seconds=0.6))
    panes = np.flatnonzero((found.kind == GLASS) & (loose <= loose.max(initial=0)))
    for frame in np.unique(loose[panes] // max(1, int(0.25 * rate)))[:MOST_SOUNDS]:
        mine = panes[loose[panes] // max(1, int(0.25 * rate)) == frame]
        if loose[mine].min() * 1.0 / rate > last + 0.5:
            continue
        x, y, z = (round(float(v), 4) for v in placing.at(found.centre[mine].mean(axis=0), order))
        made.append(EffectSound(kind="glass", frame=float(loose[mine].min()), x=x, y=y, z=z,
                                size_m=round(float(np.sqrt(len(mine))), 3), seconds=1.2))
    return tuple(sorted(made, key=lambda sound: (sound.frame, sound.kind, sound.x)))
