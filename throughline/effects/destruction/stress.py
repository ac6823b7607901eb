"""What bonds carry: the forces that hold every piece against its load, and the bonds that they break.

Source: the support graph's equilibrium of NVIDIA Blast's stress solver, here by conjugate gradients.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction.impulse import GRAVITY
from throughline.effects.destruction.state import ASLEEP, AWAKE, Bodies, Contacts
from throughline.picture.kernel import kernel

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
GRIP = 0.6


@kernel
def _forces(pair: Ints, stiff: Reals, whole: NDArray[np.bool_], diagonal: Reals, shift: Reals, out: Reals) -> None:
    """Writes what the bonds resist when the pieces are shifted (N, 3)."""
    for piece in range(len(shift)):
        for axis in range(3):
            out[piece, axis] = 1e-7 * diagonal[piece] * shift[piece, axis]
    for bond in range(len(pair)):
        if not whole[bond]:
            continue
        a, b = pair[bond, 0], pair[bond, 1]
        for axis in range(3):
            force = stiff[bond] * (shift[a, axis] - (shift[b, axis] if b >= 0 else 0.0))
            out[a, axis] += force
            if b >= 0:
                out[b, axis] -= force


@kernel
def carried(pair: Ints, stiff: Reals, whole: NDArray[np.bool_], load: Reals, shift: Reals, passes: int) -> None:
    """Moves ``shift`` (N, 3), metres, towards the balance of the bonds with ``load`` (N, 3), newtons."""
    diagonal = np.full(len(load), 1e-3)
    for bond in range(len(pair)):
        if whole[bond]:
            diagonal[pair[bond, 0]] += stiff[bond]
            if pair[bond, 1] >= 0:
                diagonal[pair[bond, 1]] += stiff[bond]
    for piece in range(len(load)):
        if diagonal[piece] < 1.0:  # on its own: nothing to balance
            load[piece] = 0.0
            shift[piece] = 0.0
    rest, pull = np.empty_like(load), np.empty_like(load)
    _forces(pair, stiff, whole, diagonal, shift, pull)
    rest[:] = load - pull
    step = rest / diagonal.reshape(-1, 1)
    old = (rest * step).sum()
    for _ in range(passes):
        if old < 1e-9:
            return
        _forces(pair, stiff, whole, diagonal, step, pull)
        bend = (step * pull).sum()
        if bend <= 0.0:
            return
        along = old / bend
        new = 0.0
        for piece in range(len(load)):
            for axis in range(3):
                shift[piece, axis] += along * step[piece, axis]
                rest[piece, axis] -= along * pull[piece, axis]
                new += rest[piece, axis] ** 2 / diagonal[piece]
        for piece in range(len(load)):
            for axis in range(3):
                step[piece, axis] = rest[piece, axis] / diagonal[piece] + new / old * step[piece, axis]
        old = new


@kernel
def strained(pair: Ints, stiff: Reals, whole: NDArray[np.bool_], way: Reals, turn: Reals, of: Ints, strength: Reals,
             shift: Reals, use: Reals) -> None:
    """Writes how much of its strength every whole bond uses (B,): above 1 it breaks.

    ``turn`` (N, 3, 3) are the bodies' turns, ``of`` the pieces' bodies.
    """
    for bond in range(len(pair)):
        use[bond] = 0.0
        if not whole[bond]:
            continue
        a, b = pair[bond, 0], pair[bond, 1]
        body, along, square = of[a], 0.0, 0.0
        for axis in range(3):
            force = stiff[bond] * ((shift[b, axis] if b >= 0 else 0.0) - shift[a, axis])
            normal = (turn[body, axis, 0] * way[bond, 0] + turn[body, axis, 1] * way[bond, 1]
                      + turn[body, axis, 2] * way[bond, 2])
            along += force * normal
            square += force * force
        shear = np.sqrt(max(square - along * along, 0.0))
        if along > 0.0:
            use[bond] = along / strength[bond, 1] + shear / strength[bond, 2]
        else:
            use[bond] = max(-along / strength[bond, 0], shear / (strength[bond, 2] - GRIP * along))


@kernel
def loads(bodies: Bodies, size: Ints, place: Reals, mass: Reals, speed: Reals, spin: Reals, found: Contacts,
          count: int, frames: Reals, step: float, load: Reals) -> None:
    """Writes what pulls at every bonded piece (N, 3), N: its weight, its contacts, its inertia in the body's motion.

    ``size`` is of how many pieces each body is, ``place`` (N, 3) the pieces' middles in the world, ``speed`` and
    ``spin`` the bodies' before the step.
    """
    for piece in range(len(mass)):
        body = bodies.of[piece]
        load[piece, 0] = load[piece, 1] = load[piece, 2] = 0.0
        if size[body] == 1:
            continue
        load[piece, 2] = -GRAVITY * mass[piece]
        if bodies.state[body] != AWAKE:
            if bodies.state[body] == ASLEEP:
                load[piece, 2] = 0.0
            continue
        arm, now = place[piece] - bodies.place[body], bodies.spin[body]
        gain = (now - spin[body]) / step
        across = np.cross(now, arm)
        pull = (bodies.speed[body] - speed[body]) / step + np.cross(gain, arm) + np.cross(now, across)
        for axis in range(3):
            load[piece, axis] -= mass[piece] * pull[axis]
    for number in range(count):
        one, other = found.one[number], found.other[number]
        for axis in range(3):
            force = 0.0
            for row in range(3):
                force += found.push[number, row] * frames[number, row, axis] / step
            load[one, axis] += force
            if other >= 0:
                load[other, axis] -= force
    _balanced(bodies, mass, load)


@kernel
def _balanced(bodies: Bodies, mass: Reals, load: Reals) -> None:
    """Takes from the loads on every body that moves what rounding and damping leave over."""
    net, weight = np.zeros_like(load), np.zeros(len(load))
    for piece in range(len(mass)):
        weight[bodies.of[piece]] += mass[piece]
        net[bodies.of[piece]] += load[piece]
    for piece in range(len(mass)):
        body = bodies.of[piece]
        if bodies.state[body] == AWAKE:
            load[piece] -= mass[piece] / weight[body] * net[body]


@kernel
def borne(bodies: Bodies, found: Contacts, count: int, size: Ints, crush: Reals, bear: Reals, step: float,
          left: Reals) -> None:
    """Writes the impulse that every piece bears in a step (N,), N s: ``crush`` newtons where something bonded is in
    it, ``bear`` among loose pieces, without end where loose pieces lie on the ground (``most`` 1).

    ``size`` is of how many pieces each body is.
    """
    for piece in range(len(left)):
        left[piece] = bear[piece] * step if bodies.state[bodies.of[piece]] != ASLEEP else np.inf
    for number in range(count):
        one, other = found.one[number], found.other[number]
        bonded = size[bodies.of[one]] > 1 or (other >= 0 and size[bodies.of[other]] > 1)
        found.most[number] = 1.0 if other < 0 and not bonded else 0.0
        if bonded:
            left[one] = min(left[one], crush[one] * step)
            if other >= 0:
                left[other] = min(left[other], crush[other] * step)
