"""Which way gas goes at the fine cells: the coarse air between its cells, and turbulence too fine for it that flows
with it.

Source: Kim, Thuerey, James, Gross, Wavelet Turbulence for Fluid Simulation (2008): noise looked up at coordinates that
the flow carries along, as strong as the air beside it is whirling; Neyret, Advected Textures (2003): two sets of
coordinates, each begun anew while the other is seen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro.advect import between, ends, place, split, stepped, vector_at
from throughline.effects.pyro.bands import Real, banded
from throughline.effects.pyro.lanes import (
    Four,
    alike,
    element,
    floored,
    four,
    inlined,
    lane,
    lent,
    mixed,
    put,
    put_three,
    three,
    turned,
)
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
RENEWED_S = 0.5


@inlined
def _tile_at(tile: Floats, at: Four, last: Four) -> Four:
    """A tile that repeats, between its cells; its first cells are there again after its last."""
    size = alike(np.float32(tile.shape[0] - 1))
    share = alike(np.float32(1.0) / np.float32(tile.shape[0] - 1))
    return vector_at(tile, split(at - size * floored(at * share), last))


@inlined
def _line(field: Floats, first: int, at: Four, line: Floats) -> None:
    """``line`` (Z, 4) gets what ``field`` (X, Y, Z, C) has, from channel ``first`` on, between the four of its lines
    along z that are about ``at``."""
    low, share = split(at, ends(field))
    x, y, each = alike(lane(share, 0)), alike(lane(share, 1)), field.shape[3]
    along = each * field.shape[2]
    across = along * field.shape[1]
    here = element(low, across, along, 0) + first
    for cell in range(here, here + along, each):
        if each == 3:
            near = mixed(three(field, cell), three(field, cell + along), y)
            far = mixed(three(field, cell + across), three(field, cell + across + along), y)
        else:
            near = mixed(four(field, cell), four(field, cell + along), y)
            far = mixed(four(field, cell + across), four(field, cell + across + along), y)
        put(line, 4 * ((cell - here) // each), mixed(near, far, x))


@kernel
def _ways(start: int, stop: int, air: Floats, whirl: Floats, marks: Floats, tile: Floats, share: Real, strength: Real,
          step: Real, ratio: int, live: Mask, low: NDArray[np.int64], way: Floats) -> None:
    """``step`` is seconds over the fine cell's edge; ``low`` the box's corner in fine cells of the world's lattice."""
    live, whirl = lent(live), lent(whirl)
    ny, nz, up, size = way.shape[1], way.shape[2], ratio - 1, tile.shape[0] - 2
    step, least, last, end = np.float32(step), np.float32(1e-3), ends(air), ends(tile)
    inverse, shift, top = np.float32(1.0 / ratio), np.float32(0.5 / ratio - 0.5), np.float32(air.shape[2] - 1)
    reach, pace = alike(np.float32(0.5) * step * inverse), alike(step)
    even = np.float32(strength / np.sqrt(share * share + (1.0 - share) * (1.0 - share)))
    one, other = alike(np.float32(share) * even), alike(np.float32(1.0 - share) * even)
    corner, aside = place(low[0] & size, low[1] & size, low[2] & size), place(31.5, 17.5, 47.5)
    lines = np.empty((3, air.shape[2], 4), np.float32)
    flown, came, came_too = lines[0], lines[1], lines[2]
    for i in range(start, stop):
        x = np.float32(i) * inverse + shift
        for j in range(ny):
            row, rough, here = live[i >> up, j >> up], whirl[i >> up, j >> up], 3 * nz * (i * ny + j)
            if not row.any():
                continue
            y = np.float32(j) * inverse + shift
            _line(air, 0, place(x, y, 0.0), flown)
            _line(marks, 0, place(x, y, 0.0), came)
            _line(marks, 2, place(x, y, 0.0), came_too)
            for k in range(nz):
                if not row[k >> up]:
                    continue
                z = np.float32(k) * inverse + shift
                held = min(max(z, np.float32(0.0)), top)
                cell = min(int(held), air.shape[2] - 2)
                part, cell = alike(held - np.float32(cell)), 4 * cell
                mid = place(x, y, z) - reach * mixed(four(flown, cell), four(flown, cell + 4), part)
                gone = vector_at(air, split(mid, last))
                if rough[k >> up] * even > least:
                    at = corner + place(i, j, k)
                    first = mixed(four(came, cell), four(came, cell + 4), part)
                    second = turned(mixed(four(came_too, cell), four(came_too, cell + 4), part))
                    gone = gone + alike(rough[k >> up]) * (one * _tile_at(tile, at + first, end)
                                                           + other * _tile_at(tile, at + second + aside, end))
                put_three(way, here + 3 * k, pace * gone)


@kernel
def _air_ways(start: int, stop: int, air: Floats, step: Real, way: Floats) -> None:
    ny, nz, last = way.shape[1], way.shape[2], ends(air)
    pace, back = alike(np.float32(step)), alike(np.float32(-0.5) * np.float32(step))
    for i in range(start, stop):
        for j in range(ny):
            here = 3 * nz * (i * ny + j)
            for k in range(nz):
                half = stepped(place(i, j, k), back * three(air, here + 3 * k), last)
                put_three(way, here + 3 * k, pace * vector_at(air, half))


def air_ways(air: Floats, step: float, way: Floats) -> None:
    """Fills ``way`` (X, Y, Z, 3), cells, with how the air came to each cell in ``step`` (seconds over the edge)."""
    banded(_air_ways, air.shape[0], air, step, way)


@kernel
def _marks_carried(start: int, stop: int, marks: Floats, way: Floats, ratio: int, out: Floats) -> None:
    ny, nz, last = marks.shape[1], marks.shape[2], ends(marks)
    along, across, scale, none = 6 * nz, 6 * nz * ny, alike(np.float32(ratio)), alike(np.float32(0.0))
    for i in range(start, stop):
        for j in range(ny):
            for k in range(nz):
                cell = nz * (i * ny + j) + k
                came = three(way, 3 * cell)
                low, share = stepped(place(i, j, k), none - came, last)
                here = element(low, across, along, 6)
                first = between(marks, here, across, along, 6, share)
                second = turned(between(marks, here + 2, across, along, 6, share))
                put_three(out, 6 * cell, first - scale * came)
                put_three(out, 6 * cell + 3, second - scale * came)


def ways(air: Floats, whirl: Floats, marks: Floats, tile: Floats, seconds: float, strength: float, step: float,
         ratio: int, live: Mask, low: tuple[int, int, int], way: Floats) -> None:
    """Fills ``way`` (fine X, Y, Z, 3) with how many fine cells the gas of each live cell goes in ``step`` (seconds over
    the fine edge).

    ``air`` (X, Y, Z, 3) m/s and ``whirl`` (X, Y, Z) m/s are on coarse cells, ``marks`` (X, Y, Z, 6) two offsets to
    where the gas came from, in fine cells; ``strength`` multiplies the noise; ``seconds`` is the effect's time.
    """
    share = 1.0 - abs(2.0 * ((seconds / (2.0 * RENEWED_S)) % 1.0) - 1.0)
    corner = np.array([part * ratio for part in low], np.int64)
    banded(_ways, way.shape[0], air, whirl, marks, tile, share, strength, step, ratio, live, corner, way)


def marks_carried(marks: Floats, way: Floats, ratio: int, seconds: float, dt: float) -> Floats:
    """The coordinates after a step by the air's own ``way``; the set that is not seen at the time is begun anew."""
    out = np.empty_like(marks)
    banded(_marks_carried, marks.shape[0], marks, way, ratio, out)
    for number in (0, 1):
        phase = seconds / (2.0 * RENEWED_S) + 0.5 * number
        if int(phase + dt / (2.0 * RENEWED_S)) > int(phase):
            out[..., 3 * number:3 * number + 3] = 0.0
    return out
