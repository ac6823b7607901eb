"""Gas carried by the air: MacCormack with clamping, for everything that is on the cells at once.

Source: Selle, Fedkiw, Kim, Liu, Rossignac, An Unconditionally Stable MacCormack Method (2008).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro.bands import Real, banded
from throughline.effects.pyro.lanes import (
    Four,
    alike,
    element,
    floored,
    four,
    fours,
    inlined,
    lane,
    least,
    lent,
    mixed,
    most,
    put,
    put_three,
    three,
    turned,
)
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
HEAT = 1  # the channel that is no mass
EVENED = 0.03  # of the mass is the most that is given back in a step


@inlined
def place(x: Real, y: Real, z: Real) -> Four:
    """A point of the grid, in cells."""
    return fours(np.float32(x), np.float32(y), np.float32(z), np.float32(0.0))


@inlined
def ends(field: Floats) -> Four:
    """The last cell of ``field`` (X, Y, Z, C)."""
    return fours(np.float32(field.shape[0] - 1), np.float32(field.shape[1] - 1), np.float32(field.shape[2] - 1),
                 np.float32(1.0))


@inlined
def split(at: Four, last: Four) -> tuple[Four, Four]:
    """The lowest of the eight cells about ``at``, held within the grid that ends at ``last``, and the share of the
    uppers along the three axes."""
    held = least(most(at, alike(np.float32(0.0))), last)
    low = least(floored(held), last - alike(np.float32(1.0)))
    return low, held - low


@inlined
def stepped(cell: Four, step: Four, last: Four) -> tuple[Four, Four]:
    """``split`` of where ``step`` leads to from a cell: to the last digit, so that the least step off a cell has the
    cells on its own side about it."""
    whole = floored(step)
    to = cell + whole
    low = least(most(to, alike(np.float32(0.0))), last - alike(np.float32(1.0)))
    share = most(step - whole + (to - low), alike(np.float32(0.0)))
    return low, least(share, alike(np.float32(1.0)))


@inlined
def between(field: Floats, at: int, across: int, along: int, each: int, share: Four) -> Four:
    """Four channels between eight cells, of which the lowest has them from element ``at`` on; the next ones along x, y
    and z are ``across``, ``along`` and ``each`` elements away."""
    x, y, z = alike(lane(share, 0)), alike(lane(share, 1)), alike(lane(share, 2))
    far = at + across
    return mixed(mixed(mixed(four(field, at), four(field, at + each), z),
                       mixed(four(field, at + along), four(field, at + along + each), z), y),
                 mixed(mixed(four(field, far), four(field, far + each), z),
                       mixed(four(field, far + along), four(field, far + along + each), z), y), x)


@inlined
def _upper(field: Floats, at: int) -> Four:
    """Three channels of a cell that is not the first: what is read beside them lies before them, not beyond the end."""
    return turned(four(field, at - 1))


@inlined
def vector_at(field: Floats, where: tuple[Four, Four]) -> Four:
    """The vector of ``field`` (X, Y, Z, 3), two cells or more each way, between its cells; ``where`` is ``split``'s."""
    low, share = where
    x, y, z = alike(lane(share, 0)), alike(lane(share, 1)), alike(lane(share, 2))
    along = 3 * field.shape[2]
    across = along * field.shape[1]
    here = element(low, across, along, 3)
    far = here + across
    return mixed(mixed(mixed(four(field, here), _upper(field, here + 3), z),
                       mixed(four(field, here + along), _upper(field, here + along + 3), z), y),
                 mixed(mixed(four(field, far), _upper(field, far + 3), z),
                       mixed(four(field, far + along), _upper(field, far + along + 3), z), y), x)


@inlined
def bounded_vector(value: Four, field: Floats, low: Four) -> Four:
    """``value`` held to what the eight vectors of ``field`` (X, Y, Z, 3) from the cell ``low`` on have."""
    along = 3 * field.shape[2]
    here = element(low, along * field.shape[1], along, 3)
    far = here + along * field.shape[1]
    a, b, c, d = four(field, here), _upper(field, here + 3), four(field, here + along), _upper(field, here + along + 3)
    e, f, g, h = four(field, far), _upper(field, far + 3), four(field, far + along), _upper(field, far + along + 3)
    return least(most(value, least(least(least(a, b), least(c, d)), least(least(e, f), least(g, h)))),
                 most(most(most(a, b), most(c, d)), most(most(e, f), most(g, h))))


@kernel
def _returns(start: int, stop: int, way: Floats, live: Mask, ratio: int, back: Floats) -> None:
    """Which way gas at a cell goes on: the way that led to where it comes to."""
    live, ny, nz, shift, last = lent(live), way.shape[1], way.shape[2], ratio - 1, ends(way)
    for i in range(start, stop):
        for j in range(ny):
            row, here = live[i >> shift, j >> shift], 3 * nz * (i * ny + j)
            for k in range(nz):
                if row[k >> shift]:
                    to = stepped(place(i, j, k), three(way, here + 3 * k), last)
                    put_three(back, here + 3 * k, vector_at(way, to))


def returns(way: Floats, live: Mask, ratio: int, back: Floats) -> None:
    """Fills ``back`` with the ways forward that go with ``way``, the ways back, so that a whirl does not widen."""
    banded(_returns, way.shape[0], way, live, ratio, back)


@kernel
def _carried_once(start: int, stop: int, gas: Floats, way: Floats, live: Mask, ratio: int, out: Floats) -> None:
    ny, nz = gas.shape[1], gas.shape[2]
    live, none = lent(live), alike(np.float32(0.0))
    along, across, shift, last = 4 * nz, 4 * nz * ny, ratio - 1, ends(gas)
    for i in range(start, stop):
        for j in range(ny):
            row, here = live[i >> shift, j >> shift], nz * (i * ny + j)
            for k in range(nz):
                cell = here + k
                if not row[k >> shift]:
                    put(out, 4 * cell, none)
                    continue
                low, share = stepped(place(i, j, k), none - three(way, 3 * cell), last)
                put(out, 4 * cell, between(gas, element(low, across, along, 4), across, along, 4, share))


@inlined
def _bounded(value: Four, field: Floats, at: int, across: int, along: int) -> Four:
    """``value`` held to what the eight cells of ``field`` (X, Y, Z, 4) from element ``at`` on have."""
    far = at + across
    a, b, c, d = four(field, at), four(field, at + 4), four(field, at + along), four(field, at + along + 4)
    e, f, g, h = four(field, far), four(field, far + 4), four(field, far + along), four(field, far + along + 4)
    return least(most(value, least(least(least(a, b), least(c, d)), least(least(e, f), least(g, h)))),
                 most(most(most(a, b), most(c, d)), most(most(e, f), most(g, h))))


@kernel
def _carried_again(start: int, stop: int, gas: Floats, way: Floats, back: Floats, once: Floats, live: Mask, ratio: int,
                   swell: Floats, out: Floats, sums: NDArray[np.float64]) -> None:
    """``sums`` (X, 2, 4) gets what a row held, as it is to be when it has swollen and but for what leaves the box, and
    what it holds now."""
    nx, ny, nz, _ = gas.shape
    live = lent(live)
    along, across, shift, last = 4 * nz, 4 * nz * ny, ratio - 1, ends(gas)
    swell, none, half = lent(swell), alike(np.float32(0.0)), alike(np.float32(0.5))
    for i in range(start, stop):
        for j in range(ny):
            row, grown, line = live[i >> shift, j >> shift], swell[i >> shift, j >> shift], nz * (i * ny + j)
            before, after = none, none
            for k in range(nz):
                cell = line + k
                if not row[k >> shift]:
                    put(out, 4 * cell, none)
                    continue
                here, on = place(i, j, k), three(back, 3 * cell)
                low, share = stepped(here, on, last)
                now = between(once, element(low, across, along, 4), across, along, 4, share)
                had = four(gas, 4 * cell)
                better = mixed(four(once, 4 * cell), four(once, 4 * cell) + had - now, half)
                low, _ = stepped(here, none - three(way, 3 * cell), last)
                better = _bounded(better, gas, element(low, across, along, 4), across, along)
                put(out, 4 * cell, better)
                after = after + better
                to = here + on
                x, y, z = lane(to, 0), lane(to, 1), lane(to, 2)
                if 0.0 <= x < nx and 0.0 <= y < ny and z < nz:
                    before = before + had * alike(grown[k >> shift])
            for c in range(4):
                sums[i, 0, c] += lane(before, c)
                sums[i, 1, c] += lane(after, c)


@kernel
def _evened(start: int, stop: int, gas: Floats, live: Mask, ratio: int, share: Floats) -> None:
    live, shift, times = lent(live), ratio - 1, four(share, 0)
    ny, nz = gas.shape[1], gas.shape[2]
    for i in range(start, stop):
        for j in range(ny):
            row, here = live[i >> shift, j >> shift], 4 * nz * (i * ny + j)
            for k in range(nz):
                if row[k >> shift]:
                    put(gas, here + 4 * k, four(gas, here + 4 * k) * times)


@kernel
def _swollen(start: int, stop: int, wanted: Floats, dt: Real) -> None:
    for i in range(start, stop):
        for j in range(wanted.shape[1]):
            for k in range(wanted.shape[2]):
                rate = wanted[i, j, k]
                wanted[i, j, k] = np.float32(1.0) if rate == 0.0 else np.exp(rate * np.float32(dt))


def swollen(wanted: Floats, dt: float) -> Floats:
    """``wanted``, 1/s, made in place into how many times its volume a cell's gas comes to have in ``dt`` seconds."""
    banded(_swollen, wanted.shape[0], wanted, dt)
    return wanted


def carried(gas: Floats, way: Floats, back: Floats, live: Mask, ratio: int, swell: Floats,
            spare: tuple[Floats, Floats]) -> Floats:
    """``gas`` (X, Y, Z, 4) moved by ``way`` (X, Y, Z, 3) cells, in ``spare[1]``; cells of ``live`` (coarse) alone, the
    others become empty. ``back`` is what ``returns`` makes of ``way``. The boundary's values are taken for what lies
    outside.

    What interpolation gains or loses of all but heat is given back over the whole, so that its mass is kept: times
    ``swell`` (coarse), how many times its volume a cell's gas comes to have.
    """
    once, out = spare
    sums = np.zeros((gas.shape[0], 2, 4))
    banded(_carried_once, gas.shape[0], gas, way, live, ratio, once)
    banded(_carried_again, gas.shape[0], gas, way, back, once, live, ratio, swell, out, sums)
    before, after = sums.sum(axis=0)
    share = np.clip(before / np.maximum(after, 1e-9), 1.0 - EVENED, 1.0 + EVENED)
    share[HEAT] = 1.0
    banded(_evened, gas.shape[0], out, live, ratio, share.astype(np.float32))
    return out
