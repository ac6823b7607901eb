"""Which pieces touch: a grid over boxes, then every corner against the planes of the other hull."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction.state import AWAKE, CONTACTS, Bodies, Contacts, Hulls, World
from throughline.picture.kernel import kernel

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
CELL = 1.2
MARGIN = 0.04
LEAN = 0.03
FAR = 80.0
MOST_CELLS = 110


@kernel
def place(hulls: Hulls, bodies: Bodies, world: World, every: bool) -> None:
    """Moves the corners and boxes of the pieces of moving bodies, or of all, to where they are now."""
    for piece in range(len(bodies.of)):
        body = bodies.of[piece]
        if not every and bodies.state[body] != AWAKE:
            continue
        turn, to, rest = bodies.turn[body], bodies.place[body], bodies.rest[body]
        for axis in range(3):
            world.low[piece, axis], world.high[piece, axis] = 1e30, -1e30
        for corner in range(hulls.first[piece], hulls.first[piece + 1]):
            x, y, z = (hulls.corners[corner, 0] - rest[0], hulls.corners[corner, 1] - rest[1],
                       hulls.corners[corner, 2] - rest[2])
            for axis in range(3):
                at = turn[axis, 0] * x + turn[axis, 1] * y + turn[axis, 2] * z + to[axis]
                world.corners[corner, axis] = at
                world.low[piece, axis] = min(world.low[piece, axis], at)
                world.high[piece, axis] = max(world.high[piece, axis], at)


@kernel
def _bounds(bodies: Bodies, world: World) -> tuple[Reals, Ints]:
    """Where the grid begins (3,), and how many cells it has along X, Y, Z: about all that is awake."""
    low, high = np.full(3, FAR), np.full(3, -FAR)
    for piece in range(len(bodies.of)):
        if bodies.state[bodies.of[piece]] == AWAKE:
            for axis in range(3):
                low[axis] = min(low[axis], world.low[piece, axis] - MARGIN)
                high[axis] = max(high[axis], world.high[piece, axis] + MARGIN)
    cells = np.ones(3, np.int64)
    for axis in range(3):
        low[axis] = max(low[axis], -FAR)
        cells[axis] = max(1, min(MOST_CELLS, int((min(high[axis], FAR) - low[axis]) / CELL) + 1))
    return low, cells


@kernel
def _slots(world: World, piece: int, margin: float, low: Reals, cells: Ints, span: Ints) -> bool:
    """Writes the cells (3, 2: first, last) that a piece's box lies in; False where it lies outside the grid."""
    for axis in range(3):
        first = (world.low[piece, axis] - margin - low[axis]) / CELL
        last = (world.high[piece, axis] + margin - low[axis]) / CELL
        if last < 0.0 or (first >= cells[axis] and cells[axis] < MOST_CELLS):
            return False
        span[axis, 0] = min(max(int(max(first, 0.0)), 0), cells[axis] - 1)
        span[axis, 1] = min(int(last), cells[axis] - 1)
    return True


@kernel
def _grid(world: World, low: Reals, cells: Ints) -> tuple[Ints, Ints]:
    """Pieces by the cells that their boxes lie in: where each cell's begin, and the pieces."""
    total = cells[0] * cells[1] * cells[2]
    first, held, span = np.zeros(total + 1, np.int64), np.zeros(0, np.int64), np.zeros((3, 2), np.int64)
    for fill in range(2):
        for piece in range(len(world.low)):
            if not _slots(world, piece, 0.0, low, cells, span):
                continue
            for x in range(span[0, 0], span[0, 1] + 1):
                for y in range(span[1, 0], span[1, 1] + 1):
                    for z in range(span[2, 0], span[2, 1] + 1):
                        cell = (x * cells[1] + y) * cells[2] + z
                        if fill == 0:
                            first[cell] += 1
                        else:
                            first[cell] -= 1
                            held[first[cell]] = piece
        if fill == 0:
            for cell in range(total):
                first[cell + 1] += first[cell]
            held = np.empty(first[total], np.int64)
    return first, held


@kernel
def _clear(world: World, a: int, b: int) -> bool:
    """Whether two pieces' boxes are apart."""
    for axis in range(3):
        if world.low[b, axis] > world.high[a, axis] + MARGIN or world.high[b, axis] < world.low[a, axis] - MARGIN:
            return True
    return False


@kernel
def touching(hulls: Hulls, bodies: Bodies, world: World, found: Contacts) -> int:
    """Writes the contacts of all awake bodies into ``found``; returns how many, those beyond its room left out."""
    low, cells = _bounds(bodies, world)
    first, held = _grid(world, low, cells)
    seen, span = np.full(len(world.low), -1, np.int64), np.zeros((3, 2), np.int64)
    used, best, picked = 0, np.empty((CONTACTS + 1, 8)), np.empty(3)
    for piece in range(len(bodies.of)):
        own = bodies.of[piece]
        if bodies.state[own] != AWAKE:
            continue
        if world.low[piece, 2] < MARGIN:
            used = _grounded(hulls, world, piece, found, used, best)
        if not _slots(world, piece, MARGIN, low, cells, span):
            continue
        for x in range(span[0, 0], span[0, 1] + 1):
            for y in range(span[1, 0], span[1, 1] + 1):
                row = (x * cells[1] + y) * cells[2]
                for place_ in range(first[row + span[2, 0]], first[row + span[2, 1] + 1]):
                    other = held[place_]
                    body = bodies.of[other]
                    if seen[other] == piece or body == own or (bodies.state[body] == AWAKE and other < piece):
                        continue
                    seen[other] = piece
                    if not _clear(world, piece, other):
                        used = _met(hulls, bodies, world, piece, other, found, used, best, picked)
    return used


@kernel
def _kept(best: Reals, count: int, gap: float, point: Reals, way: Reals, corner: int) -> int:
    """Keeps a corner among the CONTACTS deepest; returns how many are kept."""
    row = count
    if count == CONTACTS:
        row = 0
        for other in range(1, CONTACTS):
            if best[other, 0] > best[row, 0]:
                row = other
        if best[row, 0] <= gap:
            return count
    best[row, 0] = gap
    for axis in range(3):
        best[row, 1 + axis], best[row, 4 + axis] = point[axis], way[axis]
    best[row, 7] = corner
    return min(count + 1, CONTACTS)


@kernel
def _written(found: Contacts, used: int, best: Reals, count: int, piece: int, other: int) -> int:
    for row in range(count):
        if used >= len(found.one):
            return used
        corner = int(best[row, 7])
        found.one[used], found.other[used], found.gap[used] = piece, other, best[row, 0]
        found.key[used] = corner * 65536 + other + 1
        for axis in range(3):
            found.at[used, axis], found.way[used, axis] = best[row, 1 + axis], best[row, 4 + axis]
            found.push[used, axis] = 0.0
        used += 1
    return used


@kernel
def _grounded(hulls: Hulls, world: World, piece: int, found: Contacts, used: int, best: Reals) -> int:
    count, up = 0, np.array([0.0, 0.0, 1.0])
    for corner in range(hulls.first[piece], hulls.first[piece + 1]):
        if world.corners[corner, 2] < MARGIN:
            count = _kept(best, count, world.corners[corner, 2], world.corners[corner], up, corner)
    return _written(found, used, best, count, piece, -1)


@kernel
def _towards(world: World, turn: Reals, one: int, other: int, lean: Reals) -> None:
    """Writes LEAN metres in the direction from one piece to another, in the other's rest: among sides that a corner
    lies equally near, the one that faces its piece is meant."""
    x = world.low[one, 0] + world.high[one, 0] - world.low[other, 0] - world.high[other, 0]
    y = world.low[one, 1] + world.high[one, 1] - world.low[other, 1] - world.high[other, 1]
    z = world.low[one, 2] + world.high[one, 2] - world.low[other, 2] - world.high[other, 2]
    length = np.sqrt(x * x + y * y + z * z) + 1e-12
    for axis in range(3):
        lean[axis] = LEAN * (turn[0, axis] * x + turn[1, axis] * y + turn[2, axis] * z) / length


@kernel
def _met(hulls: Hulls, bodies: Bodies, world: World, a: int, b: int, found: Contacts, used: int, best: Reals,
         way: Reals) -> int:
    """The contacts of a pair: corners of each within the other's hull."""
    for side in range(2):
        one, other = (a, b) if side == 0 else (b, a)
        body, count, lean = bodies.of[other], 0, best[CONTACTS, :3]
        turn, to, rest = bodies.turn[body], bodies.place[body], bodies.rest[body]
        _towards(world, turn, one, other, lean)
        for corner in range(hulls.first[one], hulls.first[one + 1]):
            point = world.corners[corner]
            outside = False
            for axis in range(3):
                outside = outside or point[axis] < world.low[other, axis] - MARGIN \
                    or point[axis] > world.high[other, axis] + MARGIN
            if outside:
                continue
            x, y, z = point[0] - to[0], point[1] - to[1], point[2] - to[2]
            px = turn[0, 0] * x + turn[1, 0] * y + turn[2, 0] * z + rest[0]
            py = turn[0, 1] * x + turn[1, 1] * y + turn[2, 1] * z + rest[1]
            pz = turn[0, 2] * x + turn[1, 2] * y + turn[2, 2] * z + rest[2]
            gap, nearest, most = -1e30, -1, -1e30
            for plane in range(hulls.first_plane[other], hulls.first_plane[other + 1]):
                over = (hulls.planes[plane, 0] * px + hulls.planes[plane, 1] * py + hulls.planes[plane, 2] * pz
                        - hulls.planes[plane, 3])
                gap = max(gap, over)
                if gap > MARGIN:
                    break
                over += (hulls.planes[plane, 0] * lean[0] + hulls.planes[plane, 1] * lean[1]
                         + hulls.planes[plane, 2] * lean[2])
                if over > most:
                    most, nearest = over, plane
            if gap > MARGIN or nearest < 0:
                continue
            for axis in range(3):
                way[axis] = (turn[axis, 0] * hulls.planes[nearest, 0] + turn[axis, 1] * hulls.planes[nearest, 1]
                             + turn[axis, 2] * hulls.planes[nearest, 2])
            over = hulls.planes[nearest, 0] * px + hulls.planes[nearest, 1] * py + hulls.planes[nearest, 2] * pz
            count = _kept(best, count, over - hulls.planes[nearest, 3], point, way, corner)
        used = _written(found, used, best, count, one, other)
    return used
