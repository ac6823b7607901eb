"""A building that comes apart, step by step: contacts, impulses, motion, stress, breaks.

What is bonded is one rigid body. A piece gives way when contacts press on it with more than it bears, a bond when what
it carries is more than its strength; what then hangs together goes on as a body of its own with the motion it had.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from throughline.effects.destruction import impulse, move, stress, touch
from throughline.effects.destruction.bonds import Bonds
from throughline.effects.destruction.pieces import Pieces
from throughline.effects.destruction.state import AWAKE, FIXED, Hulls, World, bodies, contacts, levers

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
SAFETY = 2.5
STANDING_PASSES, PASSES = 1500, 10
BIASED, RELAXED = 4, 1
RESIST, LAYERS = 0.3, 12.0
RUBBLE = 1.2


@dataclass(frozen=True)
class Break:
    """Bonds that broke in a step: which (K,), the second, and the speed (K, 3) of what they were between."""

    second: float
    bonds: Ints
    speed: Reals
    at: Reals


class Ruin:
    """A building's pieces and bonds in motion, in the building's own space.

    ``walls`` are solid boxes about it that do not move, as hulls. ``resist`` (N,) multiplies what every piece bears.
    """

    def __init__(self, found: Pieces, held: Bonds, walls: Hulls | None = None, resist: Reals | None = None):
        self.pieces, self.bonds, self.second = found, held, 0.0
        self.whole = np.ones(len(held), bool)
        self._extra = 0 if walls is None else len(walls.first) - 1
        self.hulls = _with(found, walls)
        amount = len(found) + self._extra
        self.bodies = bodies(amount)
        self.count = 1
        self._settle(found)
        self.world = World(np.zeros_like(self.hulls.corners), np.zeros((amount, 3)), np.zeros((amount, 3)))
        touch.place(self.hulls, self.bodies, self.world, True)
        room = 6 * 6 * amount + 4096
        self._room, self._levers = contacts(room), levers(room)
        self._keys, self._pushes = np.zeros(0, np.int64), np.zeros((0, 3))
        self._first, self._link, self._bond = _neighbours(held.pair, len(found))
        self._label = np.zeros(len(found), np.int64)
        self.shift = np.zeros((len(found), 3))
        self.touching = 0
        self.crush, self.bear, self.strength = self._standing(resist)
        self.left, self.granted = np.full(amount, np.inf), np.full(amount, np.inf)

    def _settle(self, found: Pieces) -> None:
        """One body of all the pieces, fixed; the walls about it belong to another."""
        body = self.bodies
        middle = (found.mass[:, None] * found.centre).sum(axis=0) / found.mass.sum()
        body.place[0] = body.rest[0] = middle
        if self._extra:
            body.of[len(found):] = len(found) + self._extra - 1
            body.state[-1] = FIXED

    def _standing(self, resist: Reals | None) -> tuple[Reals, Reals, Reals]:
        """What every piece bears before it is crushed (N,), what it bears among loose pieces (N,), and the bonds'
        strength (B, 3), never less than what the standing building asks of them."""
        found, held = self.pieces, self.bonds
        load = np.zeros((len(found), 3))
        load[:, 2] = -impulse.GRAVITY * found.mass
        stress.carried(held.pair, held.stiff, self.whole, load, self.shift, STANDING_PASSES)
        use = np.zeros(len(held))
        self._use(held.strength, use)
        strength = held.strength * np.maximum(1.0, SAFETY * use)[:, None]
        there = np.where((held.pair[:, 1] >= 0)[:, None], self.shift[held.pair[:, 1]], 0.0)
        lift = held.stiff * (there - self.shift[held.pair[:, 0]])[:, 2]
        carried = np.zeros(len(found))
        np.add.at(carried, held.pair[:, 0], np.maximum(lift, 0.0))
        joined = held.pair[:, 1] >= 0
        np.add.at(carried, held.pair[joined, 1], np.maximum(-lift[joined], 0.0))
        weight = impulse.GRAVITY * found.mass
        carried = np.maximum(carried, 4.0 * weight)
        own = np.ones(len(found)) if resist is None else resist
        crush = np.full(len(self.bodies.of), np.inf)
        bear = crush.copy()
        crush[:len(found)] = RESIST * own * carried
        bear[:len(found)] = np.maximum(carried, LAYERS * weight)
        return crush, bear, strength

    def _use(self, strength: Reals, use: Reals) -> None:
        held = self.bonds
        stress.strained(held.pair, held.stiff, self.whole, held.way, self.bodies.turn, self.bodies.of, strength,
                        self.shift, use)

    def step(self, step: float) -> Break | None:
        """Goes on by ``step`` seconds; what broke, or None."""
        bodies_, count = self.bodies, self.count
        self.second += step
        awake = bool((bodies_.state[:count] == AWAKE).any())
        speed, spin = bodies_.speed.copy(), bodies_.spin.copy()
        self.touching = 0
        if awake:
            self._moved(step)
        return self._broken(step, speed, spin)

    def _moved(self, step: float) -> None:
        bodies_, found, count = self.bodies, self._room, self.count
        touch.place(self.hulls, bodies_, self.world, False)
        number = touch.touching(self.hulls, bodies_, self.world, found)
        size = np.bincount(bodies_.of, minlength=len(bodies_.of))
        settled = self._rubble(size)
        crush, bear = np.where(settled, np.inf, self.crush), np.where(settled, np.inf, self.bear)
        stress.borne(bodies_, found, number, size, crush, bear, step, self.left)
        self.granted = self.left.copy()
        impulse.remembered(found, number, self._keys, self._pushes, len(self._keys))
        move.fall(bodies_, count, step)
        impulse.prepared(bodies_, found, number, self._levers, self.left)
        impulse.solved(bodies_, found, number, self._levers, step, BIASED, True, self.left)
        touched = np.zeros(len(bodies_.of) + 1, np.int64)
        touched[self._levers.who[:number]] = 1
        move.moved(bodies_, count, step, touched)
        impulse.solved(bodies_, found, number, self._levers, step, RELAXED, False, self.left)
        move.lifted(bodies_, self.hulls, self.world, size)
        move.rested(bodies_, count, step, found, number, touched)
        self._keys, self._pushes = found.key[:number].copy(), found.push[:number].copy()
        self.touching = number

    def _rubble(self, size: Ints) -> Flags:
        """Which pieces are rubble (N,): on their own and well away from where they stood. Rubble bears anything; what
        still stands in its place buckles."""
        away = np.zeros(len(self.bodies.of), bool)
        away[:len(self.pieces)] = ((self.places() - self.pieces.centre) ** 2).sum(axis=1) > RUBBLE ** 2
        return np.asarray(away & (size[self.bodies.of] == 1))

    def places(self) -> Reals:
        """The pieces' middles in the world (N, 3)."""
        body = self.bodies.of[:len(self.pieces)]
        arm = self.pieces.centre - self.bodies.rest[body]
        return np.asarray(self.bodies.place[body] + np.einsum("nij,nj->ni", self.bodies.turn[body], arm))

    def speeds(self, places: Reals) -> Reals:
        """The pieces' speeds at their middles (N, 3)."""
        body = self.bodies.of[:len(self.pieces)]
        return np.asarray(self.bodies.speed[body] + np.cross(self.bodies.spin[body], places - self.bodies.place[body]))

    def _broken(self, step: float, speed: Reals, spin: Reals) -> Break | None:
        held, found, amount = self.bonds, self._room, len(self.pieces)
        places = self.places()
        load, use = np.zeros((len(self.bodies.of), 3)), np.zeros(len(held))
        size = np.bincount(self.bodies.of, minlength=len(self.bodies.of))
        stress.loads(self.bodies, size, places, self.pieces.mass, speed, spin, found, self.touching,
                     self._levers.frames, step, load)
        stress.carried(held.pair, held.stiff, self.whole, load[:amount], self.shift, PASSES)
        self._use(self.strength, use)
        crushed = (self.left < 0.05 * self.granted)[:amount] & (self.touching > 0)
        there = held.pair[:, 1]
        gone = self.whole & ((use > 1.0) | crushed[held.pair[:, 0]] | (crushed[there] & (there >= 0)))
        return self.cut(np.flatnonzero(gone)) if gone.any() else None

    def cut(self, which: Ints) -> Break | None:
        """Breaks bonds; returns what broke, None when all had been broken."""
        which = which[self.whole[which]]
        if not len(which):
            return None
        self.whole[which] = False
        places, held = self.places(), self.bonds
        groups = move.labels(self._first, self._link, self._bond, self.whole, self._label)
        ground = self.whole & (held.pair[:, 1] < 0)
        stands = np.zeros(groups, bool)
        stands[self._label[held.pair[ground, 0]]] = True
        self.count = move.parted(self.bodies, self.count, self._label, groups, stands, self.pieces.centre,
                                 self.pieces.mass, self.pieces.inertia)
        move.lifted(self.bodies, self.hulls, self.world, np.bincount(self.bodies.of, minlength=len(self.bodies.of)))
        touch.place(self.hulls, self.bodies, self.world, True)
        pair = held.pair[which]
        other = np.where(pair[:, 1] < 0, pair[:, 0], pair[:, 1])
        speed = self.speeds(places)
        return Break(self.second, which, (speed[pair[:, 0]] + speed[other]) / 2,
                     (places[pair[:, 0]] + places[other]) / 2)

    def loosened(self, piece: Ints) -> Flags:
        """Which of the pieces hold to no other."""
        alone = np.bincount(self._label, minlength=1)[self._label[piece]] == 1
        return np.asarray(alone & (self.bodies.state[self.bodies.of[piece]] == AWAKE))

    def pushed(self, piece: Ints, speed: Reals, spin: Reals) -> None:
        """Adds to the speed and spin (K, 3) of the bodies of pieces that hold to no other."""
        alone = self.loosened(piece)
        body = self.bodies.of[piece[alone]]
        self.bodies.speed[body] += speed[alone]
        self.bodies.spin[body] += spin[alone]

    def poses(self) -> Reals:
        """(N, 7) float64: every piece's middle, and its turn x, y, z, w."""
        body = self.bodies.of[:len(self.pieces)]
        used, index = np.unique(body, return_inverse=True)
        turn = Rotation.from_matrix(self.bodies.turn[used]).as_quat(canonical=True)
        return np.concatenate([self.places(), turn[index]], axis=1)


def _with(found: Pieces, walls: Hulls | None) -> Hulls:
    if walls is None:
        return Hulls(found.hull, found.first_hull, found.planes, found.first_plane)
    return Hulls(np.concatenate([found.hull, walls.corners]),
                 np.concatenate([found.first_hull, found.first_hull[-1] + walls.first[1:]]),
                 np.concatenate([found.planes, walls.planes]),
                 np.concatenate([found.first_plane, found.first_plane[-1] + walls.first_plane[1:]]))


def _neighbours(pair: Ints, amount: int) -> tuple[Ints, Ints, Ints]:
    """Every piece's neighbours (-1: the ground) and the bonds to them, by piece."""
    bond = np.arange(len(pair))
    here = np.concatenate([pair[:, 0], pair[:, 1]])
    there, number = np.concatenate([pair[:, 1], pair[:, 0]]), np.concatenate([bond, bond])
    keep = here >= 0
    here, there, number = here[keep], there[keep], number[keep]
    order = np.argsort(here, kind="stable")
    first = np.searchsorted(here[order], np.arange(amount + 1))
    return first, there[order], number[order]
