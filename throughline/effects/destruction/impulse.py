"""Sequential impulses: contacts with friction, soft where hulls overlap, begun from the last step's impulses.

Source: Catto, Box2D 3 (Solver2D, 2024): soft contacts, warm starting and a pass without bias after the move.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction.state import AWAKE, Bodies, Contacts, Levers
from throughline.picture.kernel import kernel, part

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
def _framed(ways: Reals, frames: Reals, count: int) -> None:
    """Writes every contact's normal and two tangents as the rows of its frame (3, 3)."""
    for number in range(count):
        wx, wy, wz = ways[number, 0], ways[number, 1], ways[number, 2]
        if abs(wx) < 0.7:
            x, y, z = 0.0, wz, -wy
        else:
            x, y, z = -wz, 0.0, wx
        length = np.sqrt(x * x + y * y + z * z)
        x, y, z = x / length, y / length, z / length
        frames[number, 0, 0], frames[number, 0, 1], frames[number, 0, 2] = wx, wy, wz
        frames[number, 1, 0], frames[number, 1, 1], frames[number, 1, 2] = x, y, z
        frames[number, 2, 0] = wy * z - wz * y
        frames[number, 2, 1] = wz * x - wx * z
        frames[number, 2, 2] = wx * y - wy * x


@part
def _spent(most: Reals, ones: Ints, others: Ints, number: int, change: float, left: Reals) -> float:
    """How much of a change of a contact's push its two pieces bear; takes it from what they have ``left``."""
    if most[number] > 0.0:
        return change
    one, other = ones[number], others[number]
    change = min(change, max(left[one], 0.0))
    if other >= 0:
        change = min(change, max(left[other], 0.0))
        left[other] -= change
    left[one] -= change
    return change


@kernel
def prepared(bodies: Bodies, found: Contacts, count: int, levers: Levers, left: Reals) -> None:
    """Writes the contacts' ``levers``; warm starts the bodies, out of what their pieces have ``left``."""
    who, frames, masses, turns = levers.who, levers.frames, levers.masses, levers.turns
    _framed(found.way, frames, count)
    _levered(bodies, found, count, who, frames, masses, turns)
    speed, spin, mass, push = bodies.speed, bodies.spin, bodies.mass, found.push
    for number in range(count):
        push[number, 0] = _spent(found.most, found.one, found.other, number, push[number, 0], left)
        limit = FRICTION * push[number, 0]
        for row in range(3):
            if row > 0:
                push[number, row] = min(max(push[number, row], -limit), limit)
            for side in range(2):
                body, amount = who[number, side], push[number, row] * (1.0 - 2.0 * side)
                if body >= 0 and amount != 0.0:
                    for axis in range(3):
                        speed[body, axis] += amount * mass[body] * frames[number, row, axis]
                        spin[body, axis] += amount * turns[number, side, row, 3 + axis]


@kernel
def _levered(bodies: Bodies, found: Contacts, count: int, who: Ints, frames: Reals, masses: Reals,
             turns: Reals) -> None:
    of, state, place, ease, mass, at = bodies.of, bodies.state, bodies.place, bodies.ease, bodies.mass, found.at
    for number in range(count):
        masses[number, 0] = masses[number, 1] = masses[number, 2] = 0.0
        for side in range(2):
            who[number, side] = -1
            piece = found.one[number] if side == 0 else found.other[number]
            if piece < 0 or state[of[piece]] != AWAKE:
                continue
            body = of[piece]
            who[number, side] = body
            x, y, z = at[number, 0] - place[body, 0], at[number, 1] - place[body, 1], at[number, 2] - place[body, 2]
            for row in range(3):
                wx, wy, wz = frames[number, row, 0], frames[number, row, 1], frames[number, row, 2]
                lx, ly, lz = y * wz - z * wy, z * wx - x * wz, x * wy - y * wx
                sx = ease[body, 0, 0] * lx + ease[body, 0, 1] * ly + ease[body, 0, 2] * lz
                sy = ease[body, 1, 0] * lx + ease[body, 1, 1] * ly + ease[body, 1, 2] * lz
                sz = ease[body, 2, 0] * lx + ease[body, 2, 1] * ly + ease[body, 2, 2] * lz
                masses[number, row] += mass[body] + lx * sx + ly * sy + lz * sz
                turns[number, side, row, 0], turns[number, side, row, 1], turns[number, side, row, 2] = lx, ly, lz
                turns[number, side, row, 3], turns[number, side, row, 4], turns[number, side, row, 5] = sx, sy, sz
        for row in range(3):
            masses[number, row] = 1.0 / masses[number, row] if masses[number, row] > 0.0 else 0.0


@kernel
def solved(bodies: Bodies, found: Contacts, count: int, levers: Levers, step: float, passes: int, biased: bool,
           left: Reals) -> None:
    """Runs ``passes`` over the contacts; ``biased``: what overlaps is pushed out as well. ``left`` (N,) is
    the impulse that every piece still bears. One loop without calls: this is where the time goes."""
    pace = 2.0 * np.pi * min(30.0, 0.25 / step)
    first = 2.0 * DAMPING + step * pace
    second = step * pace * first
    rate, hard, ease = pace / first, second / (1.0 + second), 1.0 / (1.0 + second)
    who, frames, masses, turns = levers.who, levers.frames, levers.masses, levers.turns
    speed, spin, mass, push, gaps = bodies.speed, bodies.spin, bodies.mass, found.push, found.gap
    for turn in range(passes * count):
        number = turn % count
        for row in range(3):
            fast = 0.0
            for side in range(2):
                body, sign = who[number, side], 1.0 - 2.0 * side
                if body >= 0:
                    for axis in range(3):
                        fast += sign * (frames[number, row, axis] * speed[body, axis]
                                        + turns[number, side, row, axis] * spin[body, axis])
            held = push[number, row]
            if row == 0:
                gap, bias, scale, give = gaps[number], 0.0, 1.0, 0.0
                if gap > 0.0:
                    bias = gap / step
                elif biased:
                    bias, scale, give = max(rate * min(gap + SLOP, 0.0), -FASTEST_OUT), hard, ease
                change = max(-scale * masses[number, 0] * (fast + bias) - give * held, -held)
                change = _spent(found.most, found.one, found.other, number, change, left)
            else:
                limit = FRICTION * push[number, 0]
                change = min(max(held - masses[number, row] * fast, -limit), limit) - held
            push[number, row] = held + change
            for side in range(2):
                body, amount = who[number, side], change * (1.0 - 2.0 * side)
                if body >= 0:
                    for axis in range(3):
                        speed[body, axis] += amount * mass[body] * frames[number, row, axis]
                        spin[body, axis] += amount * turns[number, side, row, 3 + axis]
