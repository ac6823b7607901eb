"""What the solver works on: hulls, bodies made of pieces, contacts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
FIXED, AWAKE, ASLEEP = 0, 1, 2
CONTACTS = 4


class Hulls(NamedTuple):
    """Convex hulls at rest: corners (H, 3) from ``first`` (N + 1,), planes (Q, 4) from ``first_plane``."""

    corners: Reals
    first: Ints
    planes: Reals
    first_plane: Ints


class Bodies(NamedTuple):
    """Rigid bodies, each one or more pieces that hold together. For body b: ``place`` (3,) of its centre of mass and
    ``turn`` (3, 3) in the world, ``rest`` (3,) where that centre lay before, ``speed`` and ``spin`` (3,), inverse
    ``mass``, ``inertia`` (3, 3) at rest and its inverse ``ease`` in the world, ``state`` FIXED, AWAKE or ASLEEP,
    ``still`` how long it has hardly moved, s. ``of`` (N,) is the body of every piece."""

    place: Reals
    turn: Reals
    rest: Reals
    speed: Reals
    spin: Reals
    mass: Reals
    inertia: Reals
    ease: Reals
    state: Ints
    still: Reals
    of: Ints


class World(NamedTuple):
    """Where the hulls are now: ``corners`` (H, 3), ``low`` and ``high`` (N, 3)."""

    corners: Reals
    low: Reals
    high: Reals


class Contacts(NamedTuple):
    """Places where piece ``one`` lies against piece ``other`` (-1: the ground): ``way`` (C, 3) from the other to the
    one, ``at`` (C, 3), ``gap`` m (below 0: within), ``key`` which corner against which piece, ``push`` (C, 3) the
    impulses along the normal and two tangents, N s, ``most`` 0 where what the pieces bear limits it, else 1."""

    one: Ints
    other: Ints
    way: Reals
    at: Reals
    gap: Reals
    key: Ints
    push: Reals
    most: Reals


class Levers(NamedTuple):
    """What a step's impulses need of each contact: its two bodies ``who`` (C, 2; -1 what does not move), ``frames``
    (C, 3, 3), the ``masses`` (C, 3) that impulses along the frame's rows find, for each body and row the lever and the
    spin that an impulse of 1 gives as ``turns`` (C, 2, 3, 6)."""

    who: Ints
    frames: Reals
    masses: Reals
    turns: Reals


def levers(room: int) -> Levers:
    """Room for so many contacts."""
    return Levers(np.empty((room, 2), np.int64), np.empty((room, 3, 3)), np.empty((room, 3)), np.empty((room, 2, 3, 6)))


def contacts(room: int) -> Contacts:
    """Room for so many contacts."""
    return Contacts(np.zeros(room, np.int64), np.zeros(room, np.int64), np.zeros((room, 3)), np.zeros((room, 3)),
                    np.zeros(room), np.zeros(room, np.int64), np.zeros((room, 3)), np.zeros(room))


def bodies(amount: int) -> Bodies:
    """One fixed body of ``amount`` pieces, and room for as many more."""
    turn = np.tile(np.eye(3), (amount, 1, 1))
    return Bodies(np.zeros((amount, 3)), turn, np.zeros((amount, 3)), np.zeros((amount, 3)), np.zeros((amount, 3)),
                  np.zeros(amount), np.zeros((amount, 3, 3)), np.zeros((amount, 3, 3)), np.zeros(amount, np.int64),
                  np.zeros(amount), np.zeros(amount, np.int64))
