"""A tower coming down floor by floor: storeys that drop on one another, slabs and bricks flung out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from throughline.world.billows import Air
from throughline.world.sets.between import sickened
from throughline.world.sets.breakable import Tower
from throughline.world.shapes import Floats, Piece, Reals, f32, normals, rng

GRAVITY = 9.81
CREAK = 0.9
RUBBLE = 3.6


@dataclass(frozen=True)
class Fall:
    """When and how every chunk comes loose: seconds (C,), where it then is and how fast (C, 3), spin (C, 3)."""

    loose: Reals
    place: Reals
    velocity: Reals
    spin: Reals
    rest: Reals


def collapse(whole: Tower, t: float, seed: int, air: Air, *, drained: bool = False) -> list[tuple[str, Piece]]:
    """The tower ``whole``, ``t`` seconds after it cracks, whole before.

    ``drained``: it stands in the in-between city, without colour.
    """
    stone = _stone(whole, t, seed, air)
    if drained:
        stone = replace(stone, colours=sickened(stone.colours))
    return [("feature_falling", stone)]


def sunk(t: float | Reals) -> Reals:
    """How far the upper storeys have come down: a shiver, then a fall slowed by what they crush."""
    age = np.maximum(np.asarray(t, float) - CREAK, 0)
    shiver = 0.10 * np.clip(np.asarray(t, float) / CREAK, 0, 1) ** 2
    return np.asarray(shiver + 0.5 * 5.6 * age ** 2 / (1 + 0.05 * age))


def front(t: float | Reals, breaks: float) -> Reals:
    """The height at which storeys are being crushed: it starts where the tower ``breaks`` and eats its way down."""
    return np.asarray(np.maximum(breaks - 0.36 * sunk(t), min(1.2, 0.3 * breaks)))


def bulk(whole: Tower) -> float:
    """How much dust a building makes beside the clock tower's 1, by its height."""
    return float(np.clip(whole.height / 43.0, 0.15, 1.2) ** 0.6)


def _fall(whole: Tower, seed: int) -> Fall:
    """Solves when the crushing reaches each chunk, on a fine clock, and throws it from there."""
    random = rng("fall", seed)
    clock = np.arange(0, 9, 1 / 48)
    down, crush = sunk(clock), front(clock, whole.breaks)
    z, count = whole.centres[:, 2].astype(float), len(whole.centres)
    upper = z > whole.breaks
    height = np.where(upper[:, None], z[:, None] - down[None], z[:, None])
    ragged = random.uniform(-0.6, 0.9, (count, 1))
    reached = np.where(upper[:, None], height <= crush[None] + ragged, crush[None] <= z[:, None] + ragged)
    reached &= clock[None] > 0.35 * CREAK
    first = np.where(reached.any(axis=1), reached.argmax(axis=1), len(clock) - 1)
    loose = clock[first]
    place = whole.centres.astype(float).copy()
    place[:, 2] = np.take_along_axis(height, first[:, None], axis=1)[:, 0]
    out = place[:, :2] / np.maximum(np.linalg.norm(place[:, :2], axis=1, keepdims=True), 0.4)
    hurl = random.gamma(1.6, 1.9, (count, 1)) * (0.6 + 0.05 * z[:, None])
    velocity = np.column_stack([out * hurl + random.normal(0, 1.1, (count, 2)),
                                random.uniform(-3.5, 2.2, count) - 0.25 * 5.6 * np.maximum(loose - CREAK, 0)])
    rest = np.maximum(0.15, RUBBLE * np.exp(-(np.linalg.norm(place[:, :2], axis=1) / 8.5) ** 2)
                      * random.uniform(0.15, 1.0, count))
    return Fall(loose, place, velocity, random.normal(size=(count, 3)) * 1.6, rest)


def _stone(whole: Tower, t: float, seed: int, air: Air) -> Piece:
    """Every chunk where it is at ``t``, lit where it stands, grey with dust once it has broken off."""
    fall = _fall(whole, seed)
    centres = whole.centres.astype(float)
    upper = centres[:, 2] > whole.breaks
    moved = centres.copy()
    drop = float(sunk(t)) if t > 0 else 0.0
    lean = 0.028 * np.clip((t - 0.2) / 2.0, 0, 1) ** 2 if t > 0 else 0.0
    moved[:, 2] -= np.where(upper, drop, 0)
    moved[:, 0] -= np.where(upper, lean * (centres[:, 2] - whole.breaks), 0)
    tremble = 0.03 * np.clip(t / CREAK, 0, 1) * (t > 0)
    moved[:, :2] += np.where(upper[:, None], tremble * np.sin(97.0 * t + np.array([0.0, 2.0])), 0)
    free = (t > fall.loose) & (t > 0)
    landed = np.maximum(fall.place[:, 2] - fall.rest, 0.05)
    vz = fall.velocity[:, 2]
    fly = (vz + np.sqrt(vz ** 2 + 2 * GRAVITY * landed)) / GRAVITY
    age = np.minimum(np.maximum(t - fall.loose, 0), fly)
    slide = 0.35 * (1 - np.exp(-np.maximum(t - fall.loose - fly, 0) / 0.35))
    flown = fall.place + fall.velocity * (age + slide)[:, None]
    flown[:, 2] = fall.place[:, 2] + vz * age - 0.5 * GRAVITY * age ** 2
    moved = np.where(free[:, None], flown, moved)
    turn = np.where(free, age * 1.0, 0.0)[:, None] * fall.spin
    return _lit(whole, _placed(whole, moved, turn), free, air)


def _placed(whole: Tower, moved: Reals, turn: Reals) -> Floats:
    """The points (N, 3) with every chunk at ``moved`` and turned by the rotation vector ``turn`` (C, 3)."""
    chunk = whole.chunk
    offset = whole.piece.points - whole.centres[chunk]
    angle = np.linalg.norm(turn, axis=1)
    axis = turn / np.maximum(angle, 1e-9)[:, None]
    k, c, s = axis[chunk], np.cos(angle)[chunk][:, None], np.sin(angle)[chunk][:, None]
    turned = offset * c + np.cross(k, offset) * s + k * (k * offset).sum(axis=1, keepdims=True) * (1 - c)
    return f32(moved[chunk] + turned)


def _lit(whole: Tower, points: Floats, free: NDArray[np.bool_], air: Air) -> Piece:
    piece = whole.piece
    placed = Piece(points, piece.counts, piece.corners, piece.colours, piece.glow)
    facing = normals(placed)
    key = np.array(air.key, np.float32) / f32(np.linalg.norm(air.key))
    light = (0.62 + 0.38 * facing[:, 2:]) * f32(air.ambient)
    light = light + np.clip(facing @ key, 0, 1)[:, None] * f32(air.key_colour)
    loose = free[whole.chunk][:, None]
    colour = np.where(loose, 0.5 * piece.colours + f32([0.12, 0.115, 0.105]), piece.colours)
    glow = np.where(loose, 0.0, piece.glow)
    return Piece(points, piece.counts, piece.corners, (colour * light + glow).astype(np.float32), np.zeros_like(points))
