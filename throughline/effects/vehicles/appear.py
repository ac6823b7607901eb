"""What is seen of a vehicle over a shot: whole, crashed or burnt, its parts where they are, what is torn off it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from throughline.effects.vehicles.build import build_of
from throughline.effects.vehicles.crash import Blow, blow
from throughline.effects.vehicles.crush import Field, bared, crush_field, ready
from throughline.effects.vehicles.crushed import Dent, crushed, dent_field, sinking
from throughline.effects.vehicles.debris import Scatter, scattered, skid_marks
from throughline.effects.vehicles.drive import Drive, drive
from throughline.effects.vehicles.explode import debris_paths, hop
from throughline.effects.vehicles.path import Reals
from throughline.film.blocking import Vehicle
from throughline.film.effect import EffectOrder, EffectPush
from throughline.motion.ground import FLAT, Ground
from throughline.world import vehicles, wreck
from throughline.world.carbody import BodyShape
from throughline.world.shapes import Piece, join

BURSTS_M, BURST_BY_M, BAGS_M = 0.30, 0.12, 0.18
PIVOT_M = 0.42
BAG_S, SAGS_S = 0.03, 0.9


@dataclass(frozen=True)
class Moving:
    """A part: geometry about its own origin in reflectance and glow, ``matrices`` (F, 4, 4) column vectors or None
    where it stays, ``bends`` its points at the frames at which they change."""

    name: str
    piece: Piece
    matrices: Reals | None = None
    bends: tuple[tuple[int, NDArray[np.float32]], ...] = ()


@dataclass(frozen=True)
class Wheel:
    """A wheel about its hub: ``place`` (F, 3) in the vehicle's space, ``steer`` and ``spin`` (F,) radians."""

    name: str
    piece: Piece
    place: Reals
    steer: Reals
    spin: Reals


@dataclass(frozen=True)
class State:
    """How the vehicle is in the frames in which it is ``shown`` (F,)."""

    name: str
    shown: NDArray[np.bool_]
    parts: tuple[Moving, ...]
    wheels: tuple[Wheel, ...]


@dataclass(frozen=True)
class Appearance:
    """A vehicle in a shot. ``place`` (F, 3) and ``turn`` (F, 3: roll, pitch, yaw, radians) carry its states;
    ``loose`` is in the world, shown from ``since`` on; ``strewn`` and ``marks`` lie on the road."""

    place: Reals
    turn: Reals
    states: tuple[State, ...]
    loose: tuple[Moving, ...] = ()
    since: float = math.inf
    strewn: tuple[Scatter, ...] = ()
    marks: tuple[Scatter, ...] = ()
    warnings: tuple[str, ...] = field(default=())


def appearance(vehicle: Vehicle, frames: int, rate: Fraction = Fraction(24), ground: Ground = FLAT,
               burnt_from: float | None = None, blast: tuple[EffectOrder, float] | None = None,
               impacts: Sequence[EffectPush] = ()) -> Appearance:
    """What is seen of ``vehicle``. ``burnt_from`` is the frame from which it is a burnt wreck; ``blast`` the explosion
    that makes it one and the frame in which that goes off; ``impacts`` is what falls on it.

    Raises:
        InputError: an unknown kind.
    """
    fps, build = float(rate), build_of(vehicle.kind)
    way = drive(vehicle, frames, rate, ground)
    struck = blow(vehicle, rate)
    dents = crushed(vehicle, impacts, way)
    bends = _bends(vehicle, struck, dents, fps)
    if burnt_from is None and vehicle.burning:
        burnt_from = 0.0
    place, turn = way.place.copy(), np.column_stack([np.zeros((frames, 2)), way.yaw])
    loose: tuple[Moving, ...] = ()
    if blast is not None:
        thrown = hop(blast[0], (np.arange(frames, dtype=np.float64) - blast[1]) / fps)
        lift = np.abs(thrown[:, 1]) * build.front * 0.5 + np.abs(thrown[:, 2]) * build.width * 0.4
        place[:, 2] += thrown[:, 0] + np.minimum(lift, 0.04 + thrown[:, 0])
        turn[:, :2] = thrown[:, [2, 1]]
        loose = _torn(vehicle, blast, frames, fps)
    burst = (struck is not None and struck.deep > BURSTS_M) or any(dent.deep > BURST_BY_M for dent in dents)
    body = _body_moves(way, sinking(dents, frames, fps))
    states = tuple(_state(name, shown, vehicle, struck, bends, body, way, fps, blast is not None, burst)
                   for name, shown in _shown(bends, burnt_from, frames))
    strewn = [] if struck is None else [scattered(struck, build, way, vehicles.paint_of(vehicle), frames, fps,
                                                  vehicle.name)]
    return Appearance(place, turn, states, loose, math.inf if blast is None else blast[1],
                      tuple(part for part in strewn if part is not None), tuple(skid_marks(way, build)), way.warnings)


_Bend = tuple[float, float, Field]


def _bends(vehicle: Vehicle, struck: Blow | None, dents: Sequence[Dent], fps: float) -> list[_Bend]:
    """Frame, frames and field of everything that bends the body, in order."""
    size = vehicles.size(vehicle.kind)
    found: list[_Bend] = [] if struck is None else [
        (struck.frame, struck.frames, crush_field(struck, size, vehicle.name))]
    found += [(dent.frame, max(1.5, 0.06 * fps), dent_field(dent, size, vehicle.name)) for dent in dents]
    return sorted(found, key=lambda bend: bend[0])


def _shown(bends: Sequence[_Bend], burnt_from: float | None, frames: int) -> list[tuple[str, NDArray[np.bool_]]]:
    """Which state of the vehicle is seen in which frames; states that are never seen are left out."""
    times = np.arange(frames)
    crash = min((frame for frame, _, _ in bends), default=math.inf)
    burnt = math.inf if burnt_from is None else burnt_from
    states = [("whole", (times < crash) & (times < burnt)), ("crashed", (times >= crash) & (times < burnt)),
              ("burnt", times >= burnt)]
    return [(name, shown) for name, shown in states if shown.any()]


def _state(name: str, shown: NDArray[np.bool_], vehicle: Vehicle, struck: Blow | None, bends: list[_Bend],
           body: Reals, way: Drive, fps: float, blown: bool, burst: bool) -> State:
    shape = vehicles.CARS.get(vehicle.kind)
    hubs = [np.array(place) for _, place, _ in vehicles.wheel_places(vehicle.kind)]
    if name == "whole":
        return State(name, shown, (Moving("body", vehicles.body(vehicle), body),), _wheels(vehicle, way, hubs))
    total = _sum([bend for _, _, bend in bends])
    made = vehicles.body(vehicle, burst=burst or name == "burnt")
    if name == "burnt" and shape is not None and blown:
        made = wreck.opened(made, shape)
    cut = bared(ready(made, total), total, vehicle.name) if bends else made
    moved = [hub + np.clip(total(hub[None])[0], -0.42, 0.42) * (0.9, 0.6, 0.0) for hub in hubs]
    if name == "burnt":
        bent = wreck.charred(join([_bent(cut, total), *_engine(shape, total)]), vehicle.name)
        return State(name, shown, (Moving("body", bent, body),), _wheels(vehicle, way, moved, burnt=True))
    parts = [_crashing("body", cut, bends, body, shown)]
    if struck is not None and struck.deep > BAGS_M:
        parts += [Moving("engine", piece, body) for piece in _engine(shape, total)]
    if shape is not None and struck is not None and struck.deep > BAGS_M:
        screen = wreck.crazed(shape, (float(np.clip(2 * struck.y / shape.width, -0.8, 0.8)), 0.35), vehicle.name)
        parts.append(_crashing("windscreen", screen, bends, body, shown))
        if struck.way[0] < -0.5:
            parts += _bags(vehicle, struck, body, fps)
    return State(name, shown, tuple(parts), _wheels(vehicle, way, moved, _toe(struck)))


def _engine(shape: BodyShape | None, total: Field) -> list[Piece]:
    """The engine, which does not give way but is pushed back with what is about it."""
    if shape is None:
        return []
    bay = wreck.engine_bay(shape)
    middle = bay.points.astype(np.float64).mean(axis=0, keepdims=True)
    shift = np.clip(0.7 * total(middle), -0.4, 0.4) * (1.0, 1.0, 0.0) - (0.0, 0.0, 0.05)
    return [replace(bay, points=(bay.points + shift).astype(np.float32))]


def _sum(fields: Sequence[Field]) -> Field:
    def total(at: Reals) -> Reals:
        found = np.zeros_like(at)
        for each in fields:
            found = found + each(at)
        return _over_ground(at, found)

    return total


def _over_ground(at: Reals, moved: Reals) -> Reals:
    moved[:, 2] = np.maximum(moved[:, 2], np.minimum(0.10 - at[:, 2], 0.0))
    return moved


def _bent(piece: Piece, total: Field) -> Piece:
    at = piece.points.astype(np.float64)
    return Piece((at + total(at)).astype(np.float32), piece.counts, piece.corners, piece.colours, piece.glow)


def _crashing(name: str, piece: Piece, bends: Sequence[_Bend], body: Reals, shown: NDArray[np.bool_]) -> Moving:
    """A part that is bent in the frames of the crash: sheet gives way fast at first, then less."""
    at = piece.points.astype(np.float64)
    shifts = [bend(at) for _, _, bend in bends]
    first, last = int(np.argmax(shown)), len(shown) - 1
    marks = {first}
    for frame, lasts, _ in bends:
        marks |= {n for n in range(math.floor(frame), math.ceil(frame + lasts) + 1) if first <= n <= last}
    rows = []
    for n in sorted(marks):
        moved = np.zeros_like(at)
        for (frame, lasts, _), shift in zip(bends, shifts, strict=True):
            gone = float(np.clip((n - frame + 0.5) / lasts, 0.0, 1.0))
            moved = moved + shift * (1.0 - (1.0 - gone) ** 2) * (n >= frame)
        rows.append((n, (at + _over_ground(at, moved)).astype(np.float32)))
    return Moving(name, piece, body, tuple(rows))


def _toe(struck: Blow | None) -> float:
    """By how much a front wheel is turned that the crash pushed in."""
    return 0.0 if struck is None or struck.way[0] > -0.5 else min(0.35, 0.45 * struck.deep)


def _wheels(vehicle: Vehicle, way: Drive, hubs: Sequence[Reals], toe: float = 0.0,
            burnt: bool = False) -> tuple[Wheel, ...]:
    found = []
    pieces = vehicles.pieces(vehicle, clear=True)[1:]
    for number, ((name, pivot, steers), piece) in enumerate(zip(vehicles.wheel_places(vehicle.kind), pieces,
                                                                strict=True)):
        about = Piece((piece.points - np.array(pivot, np.float32)).astype(np.float32), piece.counts, piece.corners,
                      piece.colours, piece.glow)
        place = np.repeat(np.asarray(hubs[number], float)[None], len(way.yaw), axis=0)
        place[:, 2] += way.travel[:, number]
        turned = way.steer[:, number] + (math.copysign(toe, pivot[1]) if steers else 0.0)
        found.append(Wheel(name, wreck.charred(about, name) if burnt else about, place, turned, way.spin[:, number]))
    return tuple(found)


def _body_moves(way: Drive, sinks: Reals) -> Reals:
    """(F, 4, 4) of the body on its springs, leaning about a point over the road."""
    from scipy.spatial.transform import Rotation  # heavy to load

    turn = Rotation.from_euler("xyz", np.column_stack([way.roll, way.pitch, np.zeros(len(way.roll))])).as_matrix()
    pivot = np.array([0.0, 0.0, PIVOT_M])
    found = np.repeat(np.eye(4)[None], len(way.roll), axis=0)
    found[:, :3, :3] = turn
    found[:, :3, 3] = pivot - turn @ pivot
    found[:, 2, 3] += way.heave + sinks
    return found


def _bags(vehicle: Vehicle, struck: Blow, body: Reals, fps: float) -> list[Moving]:
    """The airbags of the front seats: full within 30 ms, then they sag. Source: FMVSS 208 tests (30 to 40 ms)."""
    found = []
    for number, (x, y, z) in enumerate(vehicles.seats(vehicle.kind)[:2]):
        radii = (0.17, 0.29, 0.27) if number == 0 else (0.22, 0.34, 0.27)
        t = (np.arange(len(body)) - struck.frame) / fps - 0.015
        full = np.clip(t / BAG_S, 0.0, 1.0)
        sag = 1.0 - np.exp(-np.clip(t - 0.12, 0.0, None) / SAGS_S)
        scale = np.column_stack([full * (1 - 0.55 * sag), full * (1 - 0.12 * sag), full * (1 - 0.45 * sag)])
        matrices = np.zeros((len(body), 4, 4))
        matrices[:, 3, 3] = 1.0
        for axis in range(3):
            matrices[:, axis, axis] = np.maximum(scale[:, axis], 0.01)
        matrices[:, :3, 3] = np.array([x + 0.40, y, z + 0.30]) + sag[:, None] * (0.06, 0.0, -0.20)
        found.append(Moving(f"airbag_{number}", wreck.airbag(radii), body @ matrices))
    return found


def _torn(vehicle: Vehicle, blast: tuple[EffectOrder, float], frames: int, fps: float) -> tuple[Moving, ...]:
    """What the explosion throws, on the very paths that its smoke trails follow."""
    from scipy.spatial.transform import Rotation  # heavy to load

    order, first = blast
    shape: BodyShape | None = vehicles.CARS.get(vehicle.kind)
    found = []
    for number, part in enumerate(debris_paths(order)):
        times = np.array([row[0] for row in part.path])
        now = np.clip((np.arange(frames) - first) / fps, 0.0, times[-1])
        near = np.clip(np.round(np.interp(now, times, np.arange(len(times)))).astype(int), 0, len(times) - 1)
        at = np.column_stack([np.interp(now, times, [row[n] for row in part.path]) for n in (1, 2, 3)])
        matrices = np.repeat(np.eye(4)[None], frames, axis=0)
        matrices[:, :3, :3] = Rotation.from_quat(np.array(part.turns)[near]).as_matrix() * (
            2 * part.size if part.kind == "scrap" or shape is None else 1.0)
        matrices[:, :3, 3] = at
        found.append(Moving(f"{part.kind}_{number}", wreck.torn(part.kind, shape, f"{vehicle.name}/{number}"),
                            matrices))
    return tuple(found)

