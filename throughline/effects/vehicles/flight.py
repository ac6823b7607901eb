"""Loose pieces in the air: they fall freely, bounce, slide and lie flat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.effects.vehicles.build import GRAVITY
from throughline.effects.vehicles.path import Reals

STEPS = 4
BOUNCE, SLIDES, SPIN_LEFT = 0.28, 0.55, 0.45
REST_M_S, LIES_S = 0.55, 0.10


@dataclass(frozen=True)
class Flight:
    """N pieces over F samples: ``place`` (F, N, 3) and ``turn`` (F, N, 4) x, y, z, w; ``rests`` (N,) the sample from
    which each lies still (F where it does not)."""

    place: Reals
    turn: Reals
    rests: NDArray[np.int64]


def thrown(start: Reals, velocity: Reals, spin: Reals, thick: Reals, born: Reals, samples: int, rate: float,
           floor: float = 0.0) -> Flight:
    """The flight of pieces let go at ``born`` (N,) seconds from ``start`` (N, 3) at ``velocity`` m/s, turning at
    ``spin`` (N, 3) rad/s, half as ``thick`` (N,) as they are when they lie on the floor; held where they start before.
    """
    from scipy.spatial.transform import Rotation  # heavy to load

    dt, count = 1.0 / (rate * STEPS), len(start)
    at, speed, turns = start.astype(float).copy(), velocity.astype(float).copy(), spin.astype(float).copy()
    angle, down, hit = np.zeros((count, 3)), floor + thick, np.full(count, -1.0)
    place, vector = np.empty((samples, count, 3)), np.empty((samples, count, 3))
    since = np.zeros((samples, count))
    for step in range(samples * STEPS):
        now = step * dt
        if step % STEPS == 0:
            place[step // STEPS], vector[step // STEPS] = at, angle
            since[step // STEPS] = np.where(hit >= 0, now - hit, 0.0)
        free = (hit < 0) & (now >= born - 1e-9)
        _move(at, speed, turns, angle, down, free, dt)
        landed = free & (at[:, 2] <= down + 1e-9) & (np.abs(speed[:, 2]) < REST_M_S) & (
            np.hypot(speed[:, 0], speed[:, 1]) < REST_M_S)
        hit = np.where(landed, now, hit)
    flat = _flat(Rotation.from_rotvec(vector[-1]))
    lies = np.clip(since / LIES_S, 0.0, 1.0)
    turn = np.stack([_between(Rotation.from_rotvec(vector[n]), flat, lies[n]) for n in range(samples)])
    rests = np.where(hit >= 0, np.ceil((hit + LIES_S) * rate).astype(np.int64) + 1, samples)
    return Flight(place, turn, np.minimum(rests, samples))


def _move(at: Reals, speed: Reals, turns: Reals, angle: Reals, down: Reals, free: NDArray[np.bool_],
          dt: float) -> None:
    """One step of those that are ``free``, in place."""
    at[free] += speed[free] * dt
    at[free, 2] -= 0.5 * GRAVITY * dt * dt
    speed[free, 2] -= GRAVITY * dt
    angle[free] += turns[free] * dt
    struck = free & (at[:, 2] < down)
    at[struck, 2] = down[struck]
    bounces = struck & (speed[:, 2] < -0.4)
    slides = struck & ~bounces
    speed[bounces] *= (SLIDES, SLIDES, -BOUNCE)
    turns[bounces] *= SPIN_LEFT
    speed[slides, 2] = 0.0
    flat = np.maximum(np.hypot(speed[slides, 0], speed[slides, 1]), 1e-9)
    speed[slides, :2] *= np.maximum(1.0 - 0.5 * GRAVITY * dt / flat, 0.0)[:, None]
    turns[slides] *= 0.6


def _flat(turn: object) -> object:
    """The turns brought flat: the piece's own upright axis along the world's, whichever way is nearer."""
    from scipy.spatial.transform import Rotation  # heavy to load

    assert isinstance(turn, Rotation)
    up = turn.apply(np.array([0.0, 0.0, 1.0]))
    wanted = np.sign(up[:, 2:] + 1e-9) * np.array([0.0, 0.0, 1.0])
    axis = np.cross(up, wanted)
    size = np.linalg.norm(axis, axis=1, keepdims=True)
    angle = np.arctan2(size, np.sum(up * wanted, axis=1, keepdims=True))
    return Rotation.from_rotvec(axis / np.maximum(size, 1e-9) * angle) * turn


def _between(turn: object, flat: object, share: Reals) -> Reals:
    from scipy.spatial.transform import Rotation  # heavy to load

    assert isinstance(turn, Rotation) and isinstance(flat, Rotation)
    if not (share > 0).any():
        return np.asarray(turn.as_quat())
    return np.asarray((Rotation.from_rotvec((flat * turn.inv()).as_rotvec() * share[:, None]) * turn).as_quat())
