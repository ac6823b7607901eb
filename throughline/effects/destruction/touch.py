"""Which pieces touch: a grid over boxes, then every corner against the planes of the other hull."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction.state import AWAKE, CONTACTS, Bodies, Contacts, Hulls, World
from throughline.picture.kernel import kernel, part

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


@part
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


@part
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
    used, best = 0, np.empty((CONTACTS, 8))
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
                        used = _met(hulls, bodies, world, piece, other, found, used, best)
    return used


@part
def _row(best: Reals, count: int, gap: float) -> int:
    """Where among the CONTACTS deepest a corner is kept, -1 where it is not one of them."""
    if count < CONTACTS:
        return count
    row = 0
    for other in range(1, CONTACTS):
        if best[other, 0] > best[row, 0]:
            row = other
    return row if best[row, 0] > gap else -1


@part
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
    count = 0
    for corner in range(hulls.first[piece], hulls.first[piece + 1]):
        gap = world.corners[corner, 2]
        if gap >= MARGIN:
            continue
        row = _row(best, count, gap)
        if row >= 0:
            count = max(count, row + 1)
            best[row, 0], best[row, 7] = gap, corner
            for axis in range(3):
                best[row, 1 + axis], best[row, 4 + axis] = world.corners[corner, axis], 0.0
            best[row, 6] = 1.0
    return _written(found, used, best, count, piece, -1)


@kernel
def _met(hulls: Hulls, bodies: Bodies, world: World, a: int, b: int, found: Contacts, used: int, best: Reals) -> int:
    """The contacts of a pair: corners of each within the other's hull. Among sides that a corner lies equally near, the
    one that faces its piece is meant: LEAN metres towards it are added to where the corner is."""
    corners, low, high, planes = world.corners, world.low, world.high, hulls.planes
    for side in range(2):
        one, other = (a, b) if side == 0 else (b, a)
        body, count = bodies.of[other], 0
        t00, t01, t02 = bodies.turn[body, 0, 0], bodies.turn[body, 0, 1], bodies.turn[body, 0, 2]
        t10, t11, t12 = bodies.turn[body, 1, 0], bodies.turn[body, 1, 1], bodies.turn[body, 1, 2]
        t20, t21, t22 = bodies.turn[body, 2, 0], bodies.turn[body, 2, 1], bodies.turn[body, 2, 2]
        tx, ty, tz = bodies.place[body, 0], bodies.place[body, 1], bodies.place[body, 2]
        rx, ry, rz = bodies.rest[body, 0], bodies.rest[body, 1], bodies.rest[body, 2]
        x0, y0, z0 = low[other, 0] - MARGIN, low[other, 1] - MARGIN, low[other, 2] - MARGIN
        x1, y1, z1 = high[other, 0] + MARGIN, high[other, 1] + MARGIN, high[other, 2] + MARGIN
        x = low[one, 0] + high[one, 0] - x0 - x1
        y = low[one, 1] + high[one, 1] - y0 - y1
        z = low[one, 2] + high[one, 2] - z0 - z1
        length = LEAN / (np.sqrt(x * x + y * y + z * z) + 1e-12)
        lx = length * (t00 * x + t10 * y + t20 * z)
        ly = length * (t01 * x + t11 * y + t21 * z)
        lz = length * (t02 * x + t12 * y + t22 * z)
        first, stop = hulls.first_plane[other], hulls.first_plane[other + 1]
        apart = first  # the side that the last corner was outside of: most often the next one is too
        for corner in range(hulls.first[one], hulls.first[one + 1]):
            x, y, z = corners[corner, 0], corners[corner, 1], corners[corner, 2]
            if x < x0 or x > x1 or y < y0 or y > y1 or z < z0 or z > z1:
                continue
            x, y, z = x - tx, y - ty, z - tz
            px = t00 * x + t10 * y + t20 * z + rx
            py = t01 * x + t11 * y + t21 * z + ry
            pz = t02 * x + t12 * y + t22 * z + rz
            if planes[apart, 0] * px + planes[apart, 1] * py + planes[apart, 2] * pz - planes[apart, 3] > MARGIN:
                continue
            nearest, most, gap = first, -1e30, 0.0
            for plane in range(first, stop):
                nx, ny, nz = planes[plane, 0], planes[plane, 1], planes[plane, 2]
                over = nx * px + ny * py + nz * pz - planes[plane, 3]
                if over > MARGIN:
                    apart, nearest = plane, -1
                    break
                meant = over + nx * lx + ny * ly + nz * lz
                if meant > most:
                    most, nearest, gap = meant, plane, over
            if nearest < 0:
                continue
            row = _row(best, count, gap)
            if row >= 0:
                count = max(count, row + 1)
                nx, ny, nz = planes[nearest, 0], planes[nearest, 1], planes[nearest, 2]
                best[row, 0], best[row, 7] = gap, corner
                best[row, 1], best[row, 2], best[row, 3] = x + tx, y + ty, z + tz
                best[row, 4] = t00 * nx + t01 * ny + t02 * nz
                best[row, 5] = t10 * nx + t11 * ny + t12 * nz
                best[row, 6] = t20 * nx + t21 * ny + t22 * nz
        used = _written(found, used, best, count, one, other)
    return used
