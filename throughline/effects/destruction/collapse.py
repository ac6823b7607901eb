"""A collapse as it was ordered: every piece in every frame, the dust it gives off, what it hits, what is heard."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction import direct, plan
from throughline.effects.destruction.blocks import building as block
from throughline.effects.destruction.bonds import Bonds, bonds
from throughline.effects.destruction.debris import Debris, debris
from throughline.effects.destruction.features import from_tower
from throughline.effects.destruction.landing import Impact
from throughline.effects.destruction.pieces import Pieces, pieces
from throughline.effects.destruction.placing import placed
from throughline.effects.destruction.solve import Break, Ruin
from throughline.effects.destruction.state import Hulls
from throughline.effects.destruction.structure import GLASS, Building, scaled
from throughline.effects.destruction.telling import Told, told
from throughline.effects.sources import DustSource
from throughline.film.effect import EffectOrder, EffectPush, EffectSheet, EffectSound
from throughline.film.errors import InputError
from throughline.world.sets import landmark, temple
from throughline.world.sets.breakable import Tower

Reals = NDArray[np.float64]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
KINDS = ("collapse", "destruction", "topple", "pancake", "hole")
BUILDINGS = ("tower", "gate", "building")
STEPS_S = 96.0
MOST_PIECES, LEAST_PIECES = 3600, 150
LARGEST_M, LONGEST_S = 120.0, 60.0


@dataclass(frozen=True)
class Collapse:
    """What came of an order, in the world, metres.

    ``pieces`` as they stand in the building's own space, turned by the order's facing and put at its place;
    ``moves`` (F, N, 7) float32: each piece's middle and turn (x, y, z, w) in every frame from the beat on, in the
    world. ``loose`` (N,) is the frame from which a piece is on its own (F: never), ``gone`` (N,) the frame from which
    it is no more (glass that has burst; F: never). ``debris`` are the instanced bits. ``dust``, ``sounds``,
    ``pushes`` and ``impacts`` are for others.
    """

    order: EffectOrder
    pieces: Pieces
    moves: Floats
    loose: Ints
    gone: Ints
    debris: Debris
    dust: tuple[DustSource, ...]
    impacts: tuple[Impact, ...]
    sheet: EffectSheet

    @property
    def sounds(self) -> tuple[EffectSound, ...]:
        return self.sheet.sounds

    @property
    def pushes(self) -> tuple[EffectPush, ...]:
        return self.sheet.pushes


def collapse(order: EffectOrder, whole: Tower | None = None, *, building: str | None = None,
             lit: bool = False) -> Collapse:
    """A building's collapse, its frame 0 the beat.

    ``whole``: the set's own feature, as large as it stands there; else ``building``, one of BUILDINGS, ``size_m``
    metres high (its words may name it; a plain concrete building otherwise). ``lit``: its windows burn.

    Raises:
        InputError: no size, no time, a number that is not one, a building or a kind that is not known.
    """
    _checked(order)
    stands = from_tower(whole) if whole is not None else standing(order, building, lit)
    asked = _asked(order)
    way = _way(order, asked)
    found = pieces(stands, _amount(order, stands), order.seed, plan.weak_heights(stands, asked))
    held = bonds(found)
    cuts = plan.cuts(stands, found, held, asked, way, order.size_m, order.seed)
    run = _run(order, found, held, cuts, max(stands.half))
    return _gathered(order, found, held, run)


def standing(order: EffectOrder, building: str | None = None, lit: bool = False) -> Building:
    """The building that an order names, ``size_m`` high.

    Raises:
        InputError: a building that is not known.
    """
    said = " ".join(order.words).lower()
    named = building or next((name for name, words in (
        ("tower", ("clock tower", "tower", "시계탑", "탑")), ("gate", ("gate", "일주문", "성문", "대문")))
        if any(word in said for word in words)), "building")
    if named not in BUILDINGS:
        raise InputError(f"unknown building '{named}'", remedy=f"use one of: {', '.join(BUILDINGS)}")
    if named == "building":
        return block(order.size_m, lit, order.seed)
    made = from_tower(landmark.tower(lit) if named == "tower" else temple.gate())
    return scaled(made, order.size_m / made.height)


def _checked(order: EffectOrder) -> None:
    numbers = [order.x, order.y, order.z, order.facing, order.size_m, order.seconds, order.detail, *order.wind,
               *(order.direction or ())]
    if not all(math.isfinite(number) for number in numbers):
        raise InputError(f"{order.kind}: a number of the order is not one", remedy="give finite numbers")
    if order.kind not in KINDS:
        raise InputError(f"unknown destruction '{order.kind}'", remedy=f"use one of: {', '.join(KINDS)}")
    if not 1.5 <= order.size_m <= LARGEST_M:
        raise InputError(f"{order.kind}: a building {order.size_m:g} m high cannot fall",
                         remedy=f"give a size from 1.5 to {LARGEST_M:g} m")
    if not 0.0 < order.seconds <= LONGEST_S:
        raise InputError(f"{order.kind}: {order.seconds:g} s", remedy=f"give up to {LONGEST_S:g} seconds, above zero")
    if not 0.0 < order.detail <= 4.0 or order.rate_num <= 0 or order.rate_den <= 0:
        raise InputError(f"{order.kind}: detail and frame rate must be above zero, detail at most 4",
                         remedy="give detail 1 for the final, 0.25 for a preview")


def _asked(order: EffectOrder) -> direct.Direction:
    asked = direct.direction(order)
    if order.kind in (direct.TOPPLE, direct.PANCAKE, direct.HOLE):
        return direct.Direction(order.kind, asked.storey, asked.way)
    return asked


def _way(order: EffectOrder, asked: direct.Direction) -> Reals:
    """The direction in the building's own space, where it faces +X: away from nobody knows what, by the seed."""
    if asked.way is None:
        if asked.manner == direct.HOLE:
            return np.array([1.0, 0.0])
        angle = float(np.random.default_rng([order.seed, 17]).uniform(0, 2 * np.pi))
        return np.array([np.cos(angle), np.sin(angle)])
    c, s = np.cos(order.facing), np.sin(order.facing)
    return np.array([c * asked.way[0] + s * asked.way[1], -s * asked.way[0] + c * asked.way[1]])


def _amount(order: EffectOrder, stands: Building) -> int:
    """How many pieces: by the building's volume, no more than can be solved."""
    volume = sum(float(np.prod(e.high - e.low)) for e in stands.elements if e.skin is None)
    return int(np.clip(20.0 * volume ** 0.85, LEAST_PIECES, MOST_PIECES) * min(order.detail, 1.5) ** 0.8) + 1


@dataclass(frozen=True)
class Run:
    """A collapse solved: ``poses`` (F, N, 7) in the building's space, what broke, when pieces came loose and went,
    speeds (F, N, 3)."""

    poses: Reals
    breaks: list[Break]
    loose: Ints
    gone: Ints
    speeds: Reals


def _walls(order: EffectOrder, reach: float) -> Hulls | None:
    """The order's obstacles in the building's space, but for the building's own footprint."""
    made, ways = [], np.concatenate([np.eye(3), -np.eye(3)])
    c, s = np.cos(-order.facing), np.sin(-order.facing)
    turn = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    unit = np.stack(np.meshgrid([0, 1], [0, 1], [0, 1], indexing="ij"), -1).reshape(-1, 3)
    shift = np.array([order.x, order.y, order.z])
    for box in order.obstacles:
        low, high = np.array([box.x0, box.y0, order.z]), np.array([box.x1, box.y1, box.height])
        near = np.clip([0.0, 0.0], low[:2] - shift[:2], high[:2] - shift[:2])
        if float(np.hypot(*near)) < reach or (high <= low).any():
            continue
        corners = (low + (high - low) * unit - shift) @ turn.T
        normal = ways @ turn.T
        offset = np.concatenate([high, -low]) - ways @ shift
        made.append((corners, np.column_stack([normal, offset])))
    if not made:
        return None
    count = np.arange(len(made) + 1)
    return Hulls(np.concatenate([m[0] for m in made]), 8 * count, np.concatenate([m[1] for m in made]), 6 * count)


def _run(order: EffectOrder, found: Pieces, held: Bonds, cuts: plan.Cuts, half: float) -> Run:
    rate = order.rate_num / order.rate_den
    frames, inner = round(order.seconds * rate) + 1, max(1, round(STEPS_S / rate))
    step = 1.0 / (rate * inner)
    ruin = Ruin(found, held, _walls(order, half + 0.5), cuts.resist)
    ruin.strength *= np.minimum(cuts.tough[held.pair[:, 0]], cuts.tough[held.pair[:, 1]])[:, None]
    random = np.random.default_rng([order.seed, 23])
    amount = len(found)
    poses, speeds = np.empty((frames, amount, 7)), np.empty((frames, amount, 3))
    loose, gone = np.full(amount, frames), np.full(amount, frames)
    breaks: list[Break] = []
    done, leant = 0, not cuts.lean.any()
    for frame in range(frames):
        poses[frame], speeds[frame] = ruin.poses(), ruin.speeds(ruin.places())
        for _ in range(inner if frame + 1 < frames else 0):
            due = int(np.searchsorted(cuts.second, ruin.second + step, "right"))
            made = [ruin.cut(cuts.bond[done:due]), ruin.step(step)]
            done = due
            for broke in made:
                if broke is None:
                    continue
                breaks.append(broke)
                touched = np.unique(held.pair[broke.bonds])
                touched = touched[touched >= 0]
                new = touched[(loose[touched] == frames) & ruin.loosened(touched)]
                loose[new] = frame + 1
                _thrown(ruin, new, cuts, broke, random)
                pane = new[found.kind[new] == GLASS]
                gone[pane] = frame + 1
            leant = leant or _leans(ruin, cuts)
    return Run(poses, breaks, loose, gone, speeds)


def _thrown(ruin: Ruin, new: Ints, cuts: plan.Cuts, broke: Break, random: np.random.Generator) -> None:
    """What comes loose is thrown: by the cut, else by the air that what comes down presses out."""
    if not len(new):
        return
    kick = cuts.kick[new].copy()
    fall = float(np.percentile(np.maximum(-broke.speed[:, 2], 0.0), 90))
    out = ruin.places()[new]
    out[:, 2] = 0.0
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 0.5)
    blown = np.minimum(random.gamma(1.2, 0.22, len(new)) * fall, 7.0)
    undirected = ~kick.any(axis=1)
    kick[undirected] = (out * blown[:, None])[undirected]
    ruin.pushed(new, kick, random.normal(0.0, 0.6, (len(new), 3)) * (1.0 + 0.15 * fall))


def _leans(ruin: Ruin, cuts: plan.Cuts) -> bool:
    """Gives the block above the break its lean once it is free; whether it is."""
    above = np.flatnonzero(ruin.pieces.centre[:, 2] > cuts.weak)
    body = np.bincount(ruin.bodies.of[above])
    block_ = int(body.argmax())
    if body[block_] < 0.4 * len(above) or ruin.bodies.state[block_] == 0:
        return False
    arm = ruin.bodies.place[block_] - np.array([0.0, 0.0, cuts.weak])
    ruin.bodies.spin[block_] += cuts.lean
    ruin.bodies.speed[block_] += np.cross(cuts.lean, arm)
    return True


def _gathered(order: EffectOrder, found: Pieces, held: Bonds, run: Run) -> Collapse:
    moves = placed(run.poses, order)
    rate = order.rate_num / order.rate_den
    heard: Told = told(order, found, held, run.breaks, run.poses, run.speeds, run.loose, rate)
    bits = debris(order, found, held, run.breaks, run.poses, rate)
    frames = len(moves)
    sheet = EffectSheet(order=order, frames=frames, sounds=heard.sounds, pushes=heard.pushes, cells=len(found))
    return Collapse(order, found, moves, run.loose, run.gone, bits, heard.dust, heard.impacts, sheet)
