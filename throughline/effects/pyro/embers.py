"""Embers: burning flakes that a fire lets go and its air carries, seen as short streaks of light."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from throughline.effects.volume import Volume
from throughline.film.effect import EffectOrder
from throughline.film.errors import InputError

Floats = NDArray[np.float32]
Reals = NDArray[np.float64]
RATES = {"embers": 90.0, "fire": 26.0, "burning_car": 50.0, "torch": 8.0, "car_explosion": 260.0, "explosion": 240.0,
         "fireball": 240.0, "gas_main": 130.0, "muzzle_flash": 500.0, "gunfire": 500.0}  # let go a second
FOLDER = "particles"  # beside the volumes, a file a frame
BORN_K = 900.0  # gas as hot as this lets embers go
HOT_K, COLD_K = (1350.0, 1900.0), 880.0
LIFE_S = (0.8, 4.0)
TAKEN_S = (0.05, 0.30)  # within which an ember takes on the air's speed
SINKS_M_S = (0.05, 0.7)
FLUTTER = 1.1  # m/s of an ember's own wandering
SHUTTER = 0.5


@dataclass(frozen=True)
class Embers:
    """The embers of one frame: where they are (N, 3) and were when the shutter opened (N, 3), metres of the world, and
    how hot (N,), kelvin; float32."""

    points: Floats
    before: Floats
    heat: Floats


@dataclass
class _Flock:
    """Every ember there is: ``at`` and ``speed`` (N, 3), and rows (N, 6) of age, life, first heat, how fast it takes on
    the air's speed, how fast it sinks, and where it is in its wandering."""

    at: Reals
    speed: Reals
    rows: Reals


def embers(order: EffectOrder, frames: Iterable[Sequence[Volume]]) -> Iterator[Embers]:
    """The embers of every frame of ``order``'s gas, which ``frames`` gives in order from frame 0; none for what does
    not burn. The same for the same order and gas."""
    step = order.rate_den / order.rate_num
    flock = _Flock(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 6)))
    for number, volumes in enumerate(frames):
        random = np.random.default_rng([order.seed, 41, number])
        hot = [volume for volume in volumes if volume.heat is not None]
        count = random.poisson(RATES.get(order.kind, 0.0) * np.sqrt(order.size_m / 4.0) * step)
        if hot and count:
            flock = _joined(flock, _born(hot[0], int(count), step, random))
        before = _flown(flock, volumes, order, step)
        age, life, first = flock.rows[:, 0], flock.rows[:, 1], flock.rows[:, 2]
        heat = COLD_K + (first - COLD_K) * np.clip(1.0 - age / life, 0.0, 1.0) ** 0.7
        yield Embers(flock.at.astype(np.float32), before.astype(np.float32), heat.astype(np.float32))
        keep = (age < life) & (flock.at[:, 2] > 0.0)
        flock = _Flock(flock.at[keep], flock.speed[keep], flock.rows[keep])


def _joined(one: _Flock, other: _Flock) -> _Flock:
    return _Flock(np.concatenate([one.at, other.at]), np.concatenate([one.speed, other.speed]),
                  np.concatenate([one.rows, other.rows]))


def _born(volume: Volume, count: int, step: float, random: np.random.Generator) -> _Flock:
    """New embers out of the hottest gas, anywhere in a cell of it, at any moment of the frame."""
    assert volume.heat is not None
    cells = np.flatnonzero(volume.heat.ravel() > BORN_K)
    if not len(cells):
        return _Flock(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 6)))
    chosen = np.column_stack(np.unravel_index(random.choice(cells, count), volume.heat.shape))
    at = np.array(volume.origin) + volume.voxel * (chosen + random.random((count, 3)))
    rows = np.column_stack([-step * random.random(count), random.uniform(*LIFE_S, count) * random.random(count) ** 0.5,
                            random.uniform(*HOT_K, count), random.uniform(*TAKEN_S, count),
                            random.uniform(*SINKS_M_S, count), random.uniform(0.0, 2 * np.pi, count)])
    rows[:, 1] = np.maximum(rows[:, 1], 2 * step)
    speed = _air(at, [volume], (0.0, 0.0, 0.0)) + random.normal(0.0, 0.8, (count, 3))
    return _Flock(at, speed, rows)


def _flown(flock: _Flock, volumes: Sequence[Volume], order: EffectOrder, step: float) -> Reals:
    """Takes the flock a frame on, in place, in two halves; where they were when the shutter opened."""
    before = flock.at.copy()
    for half in range(2):
        dt = step * (1.0 - SHUTTER if half == 0 else SHUTTER)
        before = flock.at.copy()
        age, taken, sinks, turn = flock.rows[:, 0], flock.rows[:, 3], flock.rows[:, 4], flock.rows[:, 5]
        wander = FLUTTER * np.column_stack([np.cos(7.0 * age + turn), np.sin(5.3 * age + 2.0 * turn),
                                            0.6 * np.sin(6.1 * age + 3.0 * turn)])
        aim = _air(flock.at, volumes, order.wind) + wander
        aim[:, 2] -= sinks
        flock.speed += (aim - flock.speed) * (1.0 - np.exp(-dt / taken))[:, None]
        flock.at += flock.speed * dt
        flock.rows[:, 0] += dt
    return before


def _air(at: Reals, volumes: Sequence[Volume], wind: tuple[float, float, float]) -> Reals:
    """(N, 3) m/s of the air at places, from the first volume that knows it; the wind's outside."""
    found = np.broadcast_to(np.array(wind, np.float64), at.shape).copy()
    for volume in volumes:
        if volume.velocity is None:
            continue
        shape = np.array(volume.velocity.shape[:3])
        edge = volume.voxel * volume.density.shape[0] / shape[0]
        place = (at - np.array(volume.origin)) / edge
        inside = ((place >= 0) & (place <= shape)).all(axis=1)
        place = np.clip(place[inside] - 0.5, 0.0, np.maximum(shape - 1.001, 0.0))
        low = place.astype(np.int64)
        part = place - low
        total = np.zeros((len(place), 3))
        for corner in range(8):
            side = np.array([corner & 1, corner >> 1 & 1, corner >> 2])
            weight = np.where(side, part, 1.0 - part).prod(axis=1)
            i, j, k = np.minimum(low + side, shape - 1).T
            total += weight[:, None] * volume.velocity[i, j, k]
        found[inside] = total
        break
    return found


def write(path: Path, found: Embers) -> None:
    """Writes one frame's embers; the same bytes for the same embers."""
    with open(path, "wb") as file:
        np.savez(file, points=found.points, before=found.before, heat=found.heat)


def read(path: Path) -> Embers:
    """The embers of one frame.

    Raises:
        InputError: the file is broken or holds values that are no numbers.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            found = Embers(*(np.asarray(held[name], np.float32) for name in ("points", "before", "heat")))
        count = len(found.heat)
        if found.points.shape != (count, 3) or found.before.shape != (count, 3):
            raise ValueError("its embers are not all there")
        if not all(np.isfinite(part).all() for part in (found.points, found.before, found.heat)):
            raise ValueError("it holds values that are no numbers")
    except (BadZipFile, OSError, ValueError, KeyError, EOFError) as error:
        raise InputError(f"the embers cannot be read: {error}", file=str(path),
                         remedy="delete the build folder's copy and build the effect again") from error
    return found
