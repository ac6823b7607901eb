"""Sequential impulses: contacts with friction, soft where hulls overlap, begun from the last step's impulses.

Source: Catto, Box2D 3 (Solver2D, 2024): soft contacts, warm starting and a pass without bias after the move.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction.state import AWAKE, Bodies, Contacts
from throughline.picture.kernel import kernel

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
FRICTION = 0.65
SLOP = 0.005
FASTEST_OUT = 2.5
DAMPING = 10.0
GRAVITY = 9.81


@kernel
def remembered(found: Contacts, count: int, keys: Ints, pushes: Reals, known: int) -> None:
    """Gives contacts the impulses (K, 3) that those of the same ``keys`` had in the last step."""
    size = 1
    while size < 2 * max(known, 1):
        size *= 2
    table = np.full(size, -1, np.int64)
    for old in range(known):
        slot = (keys[old] * 2654435761) & (size - 1)
        while table[slot] >= 0:
            slot = (slot + 1) & (size - 1)
        table[slot] = old
    for new in range(count):
        slot = (found.key[new] * 2654435761) & (size - 1)
        while table[slot] >= 0:
            old = table[slot]
            if keys[old] == found.key[new]:
                for axis in range(3):
                    found.push[new, axis] = pushes[old, axis]
                break
            slot = (slot + 1) & (size - 1)


@kernel
def tangents(way: Reals, frame: Reals) -> None:
    """Writes the normal and two tangents as the rows of ``frame`` (3, 3)."""
    frame[0] = way
    if abs(way[0]) < 0.7:
        x, y, z = 0.0, way[2], -way[1]
    else:
        x, y, z = -way[2], 0.0, way[0]
    length = np.sqrt(x * x + y * y + z * z)
    frame[1, 0], frame[1, 1], frame[1, 2] = x / length, y / length, z / length
    frame[2, 0] = way[1] * frame[1, 2] - way[2] * frame[1, 1]
    frame[2, 1] = way[2] * frame[1, 0] - way[0] * frame[1, 2]
    frame[2, 2] = way[0] * frame[1, 1] - way[1] * frame[1, 0]


@kernel
def _give(bodies: Bodies, body: int, arm: Reals, way: Reals, amount: float) -> None:
    """An impulse on an awake body."""
    mx = arm[1] * way[2] - arm[2] * way[1]
    my = arm[2] * way[0] - arm[0] * way[2]
    mz = arm[0] * way[1] - arm[1] * way[0]
    for axis in range(3):
        bodies.speed[body, axis] += amount * bodies.mass[body] * way[axis]
        bodies.spin[body, axis] += amount * (bodies.ease[body, axis, 0] * mx + bodies.ease[body, axis, 1] * my
                                             + bodies.ease[body, axis, 2] * mz)


@kernel
def _along(bodies: Bodies, body: int, arm: Reals, way: Reals) -> float:
    """The speed of a body's point along a direction."""
    speed, spin = bodies.speed[body], bodies.spin[body]
    return float(way[0] * (speed[0] + spin[1] * arm[2] - spin[2] * arm[1])
            + way[1] * (speed[1] + spin[2] * arm[0] - spin[0] * arm[2])
            + way[2] * (speed[2] + spin[0] * arm[1] - spin[1] * arm[0]))


@kernel
def _lightness(bodies: Bodies, body: int, arm: Reals, way: Reals) -> float:
    """The inverse mass that an impulse along ``way`` finds at a body's point."""
    mx = arm[1] * way[2] - arm[2] * way[1]
    my = arm[2] * way[0] - arm[0] * way[2]
    mz = arm[0] * way[1] - arm[1] * way[0]
    ease = bodies.ease[body]
    return float(bodies.mass[body] + mx * (ease[0, 0] * mx + ease[0, 1] * my + ease[0, 2] * mz)
            + my * (ease[1, 0] * mx + ease[1, 1] * my + ease[1, 2] * mz)
            + mz * (ease[2, 0] * mx + ease[2, 1] * my + ease[2, 2] * mz))


@kernel
def _spent(found: Contacts, number: int, change: float, left: Reals) -> float:
    """How much of a change of a contact's push its two pieces bear; takes it from what they have ``left``."""
    if found.most[number] > 0.0:
        return change
    one, other = found.one[number], found.other[number]
    change = min(change, max(left[one], 0.0))
    if other >= 0:
        change = min(change, max(left[other], 0.0))
        left[other] -= change
    left[one] -= change
    return change


@kernel
def prepared(bodies: Bodies, found: Contacts, count: int, left: Reals) -> tuple[Ints, Reals, Reals, Reals]:
    """For every contact: its two bodies (C, 2; -1 what does not move), arms (C, 2, 3), frame (C, 3, 3), the masses
    that impulses along the frame's rows find (C, 3). Warm starts the bodies, out of what their pieces have ``left``.
    """
    who, arms = np.full((count, 2), -1, np.int64), np.zeros((count, 2, 3))
    frames, masses = np.empty((count, 3, 3)), np.empty((count, 3))
    for number in range(count):
        tangents(found.way[number], frames[number])
        for side in range(2):
            piece = found.one[number] if side == 0 else found.other[number]
            if piece < 0 or bodies.state[bodies.of[piece]] != AWAKE:
                continue
            body = bodies.of[piece]
            who[number, side] = body
            for axis in range(3):
                arms[number, side, axis] = found.at[number, axis] - bodies.place[body, axis]
        for row in range(3):
            light = 0.0
            for side in range(2):
                if who[number, side] >= 0:
                    light += _lightness(bodies, who[number, side], arms[number, side], frames[number, row])
            masses[number, row] = 1.0 / light if light > 0.0 else 0.0
        start = _spent(found, number, found.push[number, 0], left)
        for row in range(1, 3):
            found.push[number, row] = min(max(found.push[number, row], -FRICTION * start), FRICTION * start)
        found.push[number, 0] = start
        for row in range(3):
            for side in range(2):
                if who[number, side] >= 0 and found.push[number, row] != 0.0:
                    _give(bodies, who[number, side], arms[number, side], frames[number, row],
                          found.push[number, row] * (1.0 - 2.0 * side))
    return who, arms, frames, masses


@kernel
def solved(bodies: Bodies, found: Contacts, count: int, who: Ints, arms: Reals, frames: Reals, masses: Reals,
           step: float, passes: int, biased: bool, left: Reals) -> None:
    """Runs ``passes`` over the contacts; ``biased``: what overlaps is pushed out as well. ``left`` (N,) is
    the impulse that every piece still bears."""
    pace = 2.0 * np.pi * min(30.0, 0.25 / step)
    first = 2.0 * DAMPING + step * pace
    second = step * pace * first
    rate, hard, ease = pace / first, second / (1.0 + second), 1.0 / (1.0 + second)
    for _ in range(passes):
        for number in range(count):
            a, b = who[number, 0], who[number, 1]
            frame, push = frames[number], found.push[number]
            fast = 0.0
            if a >= 0:
                fast += _along(bodies, a, arms[number, 0], frame[0])
            if b >= 0:
                fast -= _along(bodies, b, arms[number, 1], frame[0])
            gap, bias, scale, give = found.gap[number], 0.0, 1.0, 0.0
            if gap > 0.0:
                bias = gap / step
            elif biased:
                bias, scale, give = max(rate * min(gap + SLOP, 0.0), -FASTEST_OUT), hard, ease
            change = -scale * masses[number, 0] * (fast + bias) - give * push[0]
            change = _spent(found, number, max(change, -push[0]), left)
            push[0] += change
            if a >= 0:
                _give(bodies, a, arms[number, 0], frame[0], change)
            if b >= 0:
                _give(bodies, b, arms[number, 1], frame[0], -change)
            limit = FRICTION * push[0]
            for row in range(1, 3):
                slide = 0.0
                if a >= 0:
                    slide += _along(bodies, a, arms[number, 0], frame[row])
                if b >= 0:
                    slide -= _along(bodies, b, arms[number, 1], frame[row])
                total = min(max(push[row] - masses[number, row] * slide, -limit), limit)
                change, push[row] = total - push[row], total
                if a >= 0:
                    _give(bodies, a, arms[number, 0], frame[row], change)
                if b >= 0:
                    _give(bodies, b, arms[number, 1], frame[row], -change)
