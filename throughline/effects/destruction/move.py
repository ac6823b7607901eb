"""Bodies move: gravity, places and turns, sleep; and come apart where bonds are broken."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction.impulse import GRAVITY
from throughline.effects.destruction.state import ASLEEP, AWAKE, FIXED, Bodies, Contacts, Hulls, World
from throughline.picture.kernel import kernel

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
STILL, SLEEPY, ROUSED = 0.12, 0.5, 0.6
DEEPEST, FASTEST_SPIN = 0.015, 12.0


@kernel
def fall(bodies: Bodies, amount: int, step: float) -> None:
    """Gravity for a step."""
    for body in range(amount):
        if bodies.state[body] == AWAKE:
            bodies.speed[body, 2] -= GRAVITY * step


@kernel
def _inverse(m: Reals, out: Reals) -> None:
    """Writes the inverse of a symmetric matrix (3, 3)."""
    a, b, c, d, e, f = m[0, 0], m[0, 1], m[0, 2], m[1, 1], m[1, 2], m[2, 2]
    over = 1.0 / (a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d))
    out[0, 0], out[1, 1], out[2, 2] = over * (d * f - e * e), over * (a * f - c * c), over * (a * d - b * b)
    out[0, 1] = out[1, 0] = over * (c * e - b * f)
    out[0, 2] = out[2, 0] = over * (b * e - c * d)
    out[1, 2] = out[2, 1] = over * (b * c - a * e)


@kernel
def _carried(turn: Reals, m: Reals, out: Reals) -> None:
    """Writes turn m turn^T (3, 3)."""
    for i in range(3):
        x = turn[i, 0] * m[0, 0] + turn[i, 1] * m[1, 0] + turn[i, 2] * m[2, 0]
        y = turn[i, 0] * m[0, 1] + turn[i, 1] * m[1, 1] + turn[i, 2] * m[2, 1]
        z = turn[i, 0] * m[0, 2] + turn[i, 1] * m[1, 2] + turn[i, 2] * m[2, 2]
        for j in range(3):
            out[i, j] = x * turn[j, 0] + y * turn[j, 1] + z * turn[j, 2]


@kernel
def _eased(bodies: Bodies, body: int, room: Reals) -> None:
    """The inverse inertia in the world, from the inertia at rest; ``room`` is scratch (3, 3)."""
    _carried(bodies.turn[body], bodies.inertia[body], room)
    _inverse(room, bodies.ease[body])


@kernel
def _turned(turn: Reals, x: float, y: float, z: float, step: float) -> None:
    """Turns ``turn`` (3, 3), in place, by a step of a spin, and makes it orthogonal again."""
    fast = np.sqrt(x * x + y * y + z * z)
    if fast * step < 1e-9:
        return
    c, s = np.cos(fast * step), np.sin(fast * step)
    x, y, z = x / fast, y / fast, z / fast
    for j in range(3):
        a, b, d = turn[0, j], turn[1, j], turn[2, j]
        along = (1.0 - c) * (x * a + y * b + z * d)
        turn[0, j] = c * a + s * (y * d - z * b) + along * x
        turn[1, j] = c * b + s * (z * a - x * d) + along * y
        turn[2, j] = c * d + s * (x * b - y * a) + along * z
    length = np.sqrt(turn[0, 0] ** 2 + turn[0, 1] ** 2 + turn[0, 2] ** 2)
    for j in range(3):
        turn[0, j] /= length
    over = turn[0, 0] * turn[1, 0] + turn[0, 1] * turn[1, 1] + turn[0, 2] * turn[1, 2]
    for j in range(3):
        turn[1, j] -= over * turn[0, j]
    length = np.sqrt(turn[1, 0] ** 2 + turn[1, 1] ** 2 + turn[1, 2] ** 2)
    for j in range(3):
        turn[1, j] /= length
    for j in range(3):
        k, m = (j + 1) % 3, (j + 2) % 3
        turn[2, j] = turn[0, k] * turn[1, m] - turn[0, m] * turn[1, k]


@kernel
def moved(bodies: Bodies, amount: int, step: float, touched: Ints) -> None:
    """Moves awake bodies for a step and keeps their angular momentum; those that nothing has ``touched`` fall
    exactly, the others lose a little of their spin."""
    momentum, inertia = np.empty(3), np.empty((3, 3))
    for body in range(amount):
        if bodies.state[body] != AWAKE:
            continue
        for axis in range(3):
            bodies.place[body, axis] += step * bodies.speed[body, axis]
        spin, keep = bodies.spin[body], 1.0
        if touched[body] == 0:
            bodies.place[body, 2] += 0.5 * GRAVITY * step * step
        else:
            keep = 1.0 - 0.8 * step
        fast = keep * np.sqrt(spin[0] ** 2 + spin[1] ** 2 + spin[2] ** 2)
        if fast > FASTEST_SPIN:
            keep *= FASTEST_SPIN / fast
        for axis in range(3):
            spin[axis] *= keep
        _carried(bodies.turn[body], bodies.inertia[body], inertia)
        for axis in range(3):
            momentum[axis] = (inertia[axis, 0] * spin[0] + inertia[axis, 1] * spin[1] + inertia[axis, 2] * spin[2])
        _turned(bodies.turn[body], spin[0], spin[1], spin[2], step)
        _eased(bodies, body, inertia)
        ease = bodies.ease[body]
        for axis in range(3):
            spin[axis] = ease[axis, 0] * momentum[0] + ease[axis, 1] * momentum[1] + ease[axis, 2] * momentum[2]


@kernel
def lifted(bodies: Bodies, hulls: Hulls, world: World, size: Ints) -> None:
    """Lifts single pieces that something drove into the ground back onto it."""
    for piece in range(len(bodies.of)):
        body = bodies.of[piece]
        if bodies.state[body] != AWAKE or size[body] != 1 or world.low[piece, 2] > 1.0:
            continue
        turn, lowest = bodies.turn[body], 1e30
        for corner in range(hulls.first[piece], hulls.first[piece + 1]):
            height = bodies.place[body, 2]
            for axis in range(3):
                height += turn[2, axis] * (hulls.corners[corner, axis] - bodies.rest[body, axis])
            lowest = min(lowest, height)
        if lowest < -DEEPEST:
            bodies.place[body, 2] -= lowest + DEEPEST
            bodies.speed[body, 2] = max(bodies.speed[body, 2], 0.0)


@kernel
def rested(bodies: Bodies, amount: int, step: float, found: Contacts, count: int, touched: Ints) -> None:
    """Puts to sleep what has hardly moved for a while, and wakes what something fast touches."""
    for body in range(amount):
        if bodies.state[body] != AWAKE:
            continue
        fast = 0.0
        for axis in range(3):
            fast += bodies.speed[body, axis] ** 2 + 0.25 * bodies.spin[body, axis] ** 2
        bodies.still[body] = bodies.still[body] + step if fast < STILL ** 2 and touched[body] > 0 else 0.0
        if bodies.still[body] > SLEEPY:
            bodies.state[body] = ASLEEP
            for axis in range(3):
                bodies.speed[body, axis] = bodies.spin[body, axis] = 0.0
    for number in range(count):
        if found.other[number] < 0:
            continue
        one, other = bodies.of[found.one[number]], bodies.of[found.other[number]]
        for sleeper, waker in ((one, other), (other, one)):
            if bodies.state[sleeper] == ASLEEP and bodies.state[waker] == AWAKE:
                fast = 0.0
                for axis in range(3):
                    fast += bodies.speed[waker, axis] ** 2 + 0.25 * bodies.spin[waker, axis] ** 2
                if fast > ROUSED ** 2:
                    bodies.state[sleeper] = AWAKE
                    bodies.still[sleeper] = 0.0


@kernel
def labels(first: Ints, link: Ints, bond: Ints, whole: NDArray[np.bool_], label: Ints) -> int:
    """Writes which group of pieces held together by ``whole`` bonds each piece is in; returns how many groups.

    ``first`` (N + 1,), ``link`` and ``bond``: every piece's neighbours and the bonds to them.
    """
    groups, stack = 0, np.empty(len(label), np.int64)
    label[:] = -1
    for start in range(len(label)):
        if label[start] >= 0:
            continue
        stack[0], depth, label[start] = start, 1, groups
        while depth:
            depth -= 1
            piece = stack[depth]
            for number in range(first[piece], first[piece + 1]):
                other = link[number]
                if other >= 0 and whole[bond[number]] and label[other] < 0:
                    label[other] = groups
                    stack[depth] = other
                    depth += 1
        groups += 1
    return groups


@kernel
def _weighed(bodies: Bodies, amount: int, label: Ints, groups: int, centre: Reals,
             mass: Reals) -> tuple[Reals, Reals, Ints, Ints, Ints]:
    """Every group's mass (G,), centre of mass (G, 3) and body (G,); every body's heaviest group, and how many."""
    weight, old, middle = np.zeros(groups), np.full(groups, -1, np.int64), np.zeros((groups, 3))
    for piece in range(len(label)):
        weight[label[piece]] += mass[piece]
        old[label[piece]] = bodies.of[piece]
        for axis in range(3):
            middle[label[piece], axis] += mass[piece] * centre[piece, axis]
    heaviest, count = np.full(amount, -1, np.int64), np.zeros(amount, np.int64)
    for group in range(groups):
        count[old[group]] += 1
        if heaviest[old[group]] < 0 or weight[group] > weight[heaviest[old[group]]]:
            heaviest[old[group]] = group
        for axis in range(3):
            middle[group, axis] /= weight[group]
    return weight, middle, old, heaviest, count


@kernel
def parted(bodies: Bodies, amount: int, label: Ints, groups: int, held: NDArray[np.bool_], centre: Reals, mass: Reals,
           inertia: Reals) -> int:
    """Gives every group of pieces a body of its own; each keeps the motion that it had. Returns how many bodies.

    ``held`` (G,) says which groups stand on the ground. The heaviest group of a body keeps the body's number.
    """
    weight, middle, old, heaviest, count = _weighed(bodies, amount, label, groups, centre, mass)
    new, changed = old.copy(), np.zeros(groups, np.bool_)
    for group in range(groups):
        changed[group] = count[old[group]] > 1 or (bodies.state[old[group]] == FIXED and not held[group])
        if heaviest[old[group]] != group:
            new[group] = amount
            amount += 1
    for kept in range(2):  # the new ones first: they inherit from bodies not yet changed
        for group in range(groups):
            if changed[group] and (heaviest[old[group]] == group) == (kept == 1):
                _inherit(bodies, old[group], new[group], weight[group], middle[group], held[group])
    _summed(bodies, label, new, changed, middle, centre, mass, inertia)
    return amount


@kernel
def _summed(bodies: Bodies, label: Ints, new: Ints, changed: NDArray[np.bool_], middle: Reals, centre: Reals,
            mass: Reals, inertia: Reals) -> None:
    """The inertia of the changed groups' bodies, of all their pieces, and whose each piece is."""
    arm, room = np.empty(3), np.empty((3, 3))
    for group in range(len(new)):
        if changed[group]:
            bodies.inertia[new[group]] = 0.0
    for piece in range(len(label)):
        group = label[piece]
        if not changed[group]:
            continue
        bodies.of[piece] = new[group]
        square = 0.0
        for axis in range(3):
            arm[axis] = centre[piece, axis] - middle[group, axis]
            square += arm[axis] ** 2
        for i in range(3):
            for j in range(3):
                bodies.inertia[new[group], i, j] += inertia[piece, i, j] + mass[piece] * (
                    (square if i == j else 0.0) - arm[i] * arm[j])
    for group in range(len(new)):
        if changed[group]:
            _eased(bodies, new[group], room)


@kernel
def _inherit(bodies: Bodies, old: int, new: int, weight: float, rest: Reals, held: bool) -> None:
    """Makes ``new`` a part of ``old``, about its own centre of mass."""
    arm = bodies.turn[old] @ (rest - bodies.rest[old])
    speed = bodies.speed[old] + np.cross(bodies.spin[old], arm)
    bodies.place[new] = bodies.place[old] + arm
    bodies.turn[new] = bodies.turn[old].copy()
    bodies.spin[new] = bodies.spin[old].copy()
    bodies.speed[new] = speed
    bodies.rest[new] = rest
    bodies.mass[new] = 1.0 / weight
    bodies.still[new] = 0.0
    if held and bodies.state[old] == FIXED:
        bodies.state[new] = FIXED
        bodies.speed[new] = 0.0
        bodies.spin[new] = 0.0
    else:
        bodies.state[new] = AWAKE
