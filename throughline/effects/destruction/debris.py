"""The small stuff: bits of masonry, grit and glass that breaks throw out, flown with drag and bounced on the heap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction.bonds import Bonds
from throughline.effects.destruction.impulse import GRAVITY
from throughline.effects.destruction.materials import MATERIALS, column
from throughline.effects.destruction.pieces import Pieces
from throughline.effects.destruction.placing import placed
from throughline.effects.destruction.solve import RUBBLE, Break
from throughline.effects.destruction.structure import GLASS
from throughline.film.effect import EffectOrder

Reals = NDArray[np.float64]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
BITS_M2, GRIT_M2, SHARDS_M2 = 2.5, 6.0, 30.0
MOST = 8000
CELL, REACH, SUNK = 0.8, 60.0, 0.2
AIR = 1.2


@dataclass(frozen=True)
class Debris:
    """M bits: ``moves`` (F, M, 7) float32 place and turn (x, y, z, w) in the world; ``born`` (M,) the frame in which
    each comes up; ``half`` (M, 3) metres; ``colour`` (M, 3) linear Rec.709; ``shard`` (M,) glass."""

    moves: Floats
    born: Ints
    half: Floats
    colour: Floats
    shard: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.born)


@dataclass(frozen=True)
class Thrown:
    """Bits as they start: second, place and speed, half size, colour, glass or not."""

    second: Reals
    place: Reals
    speed: Reals
    half: Reals
    colour: Reals
    shard: NDArray[np.bool_]


def thrown(order: EffectOrder, found: Pieces, held: Bonds, breaks: list[Break]) -> Thrown:
    """What the breaks throw out, in the building's space, MOST at full detail."""
    random = np.random.default_rng([order.seed, 29])
    rows = [[np.zeros(0), np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0), np.zeros((0, 3)), np.zeros(0, bool)]]
    inner, grain = column("inner"), column("dust")
    total = sum(float(held.area[b.bonds].sum()) for b in breaks) * (BITS_M2 + GRIT_M2)
    share = min(1.0, MOST * min(order.detail, 1.0) / max(total, 1.0))
    for broke in breaks:
        pair = held.pair[broke.bonds]
        material = found.material[pair[:, 0]]
        glass = found.kind[pair[:, 0]] == GLASS
        for rate, small, large, only in ((BITS_M2, 0.05, 0.15, False), (GRIT_M2, 0.015, 0.045, False),
                                         (SHARDS_M2, 0.02, 0.11, True)):
            wanted = np.where(glass == only, rate * held.area[broke.bonds], 0.0) * share
            wanted *= 1.0 if only else np.minimum(grain[material] + 0.2, 1.0)
            count = random.poisson(wanted)
            of = np.repeat(np.arange(len(pair)), count)
            spread = np.sqrt(held.area[broke.bonds])[of, None]
            place = broke.at[of] + random.uniform(-0.5, 0.5, (len(of), 3)) * np.minimum(spread, 1.2)
            out = place * [1.0, 1.0, 0.0]
            out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 0.5)
            fast = random.gamma(1.6, 1.3, (len(of), 1)) * (1.0 + 0.10 * np.abs(broke.speed[of, 2:]))
            speed = 0.7 * broke.speed[of] + out * fast + random.normal(0, 1.0, (len(of), 3))
            size = small * (large / small) ** random.random(len(of)) ** 1.6
            paint = np.array(MATERIALS[-1].inner) * 4 if only else inner[material[of]]
            rows.append([np.full(len(of), broke.second), place, speed, size,
                         paint * random.uniform(0.6, 1.1, (len(of), 1)), np.full(len(of), only)])
    second, place, speed, size, colour, shard = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    half = size[:, None] * random.uniform(0.55, 1.2, (len(size), 3))
    half[shard, 2] = 0.004
    return Thrown(second, place, speed, half, colour, shard)


def debris(order: EffectOrder, found: Pieces, held: Bonds, breaks: list[Break], poses: Reals,
           rate: float) -> Debris:
    """The bits of a collapse whose pieces move as ``poses`` (F, N, 7), in the building's space."""
    start = thrown(order, found, held, breaks)
    frames, amount, inner = len(poses), len(start.second), 2
    born = np.minimum(np.ceil(start.second * rate), frames).astype(np.int64)
    place, speed, still = start.place.copy(), start.speed.copy(), np.zeros(amount, bool)
    density = np.where(start.shard, 2500.0, 2000.0)
    drag = 0.6 * AIR / (density * np.where(start.shard, 0.012, 2 * start.half.mean(axis=1)))
    random = np.random.default_rng([order.seed, 31])
    axis = random.normal(size=(amount, 3))
    axis /= np.maximum(np.linalg.norm(axis, axis=1, keepdims=True), 1e-9)
    pace, angle = random.gamma(2.0, 4.0, amount), random.uniform(0, 6.28, amount)
    moves = np.empty((frames, amount, 7))
    step, low = 1.0 / (rate * inner), start.half.min(axis=1)
    for frame in range(frames):
        moves[frame, :, :3] = place
        moves[frame, :, 3:6], moves[frame, :, 6] = axis * np.sin(angle / 2)[:, None], np.cos(angle / 2)
        ground = _heap(found, poses[frame], poses[max(frame - 1, 0)], rate)
        still &= place[:, 2] < _under(ground, place) + low + SUNK
        for _ in range(inner):
            live = np.flatnonzero((born <= frame) & ~still)
            fast = np.linalg.norm(speed[live], axis=1, keepdims=True)
            speed[live] /= 1.0 + drag[live, None] * fast * step
            speed[live, 2] -= GRAVITY * step
            place[live] += speed[live] * step
            angle[live] += pace[live] * step
            floor = _under(ground, place[live]) + low[live]
            hit = live[place[live, 2] < floor]
            place[hit, 2] = floor[place[live, 2] < floor]
            speed[hit, 2] *= -0.22
            speed[hit, :2] *= 0.62
            pace[hit] *= 0.5
            rest = hit[np.linalg.norm(speed[hit], axis=1) < 0.45]
            still[rest] = True
    return Debris(placed(moves, order), born, start.half.astype(np.float32), start.colour.astype(np.float32),
                  start.shard)


def _heap(found: Pieces, now: Reals, before: Reals, rate: float) -> Reals:
    """How high what has come to rest lies, on a grid of CELL metres."""
    side = int(2 * REACH / CELL)
    high = np.zeros((side, side))
    slow = np.linalg.norm(now[:, :3] - before[:, :3], axis=1) * rate < 0.5
    slow &= ((now[:, :3] - found.centre) ** 2).sum(axis=1) > RUBBLE ** 2
    at = np.clip(((now[slow, :2] + REACH) / CELL).astype(np.int64), 0, side - 1)
    np.maximum.at(high, (at[:, 0], at[:, 1]), now[slow, 2])
    return high


def _under(high: Reals, place: Reals) -> Reals:
    at = np.clip(((place[:, :2] + REACH) / CELL).astype(np.int64), 0, len(high) - 1)
    top = high[at[:, 0], at[:, 1]]
    return np.where(place[:, 2] > top - 0.8, top, 0.0)
