"""Kernels that carry gas and the noise's coordinates; what they do is what ``advect`` and ``detail`` do on the CPU.

Source: Selle, Fedkiw, Kim, Liu, Rossignac, An Unconditionally Stable MacCormack Method (2008).
"""

from __future__ import annotations

import warp as wp

from throughline.effects.pyro.device.kernel import PARTS, Gas, Mask, Scalars, Vectors, kernel
from throughline.effects.pyro.device.sample import between, held, place, tile_at


@kernel
def air_ways(air: Vectors, step: float, way: Vectors) -> None:
    i, j, k = wp.tid()
    way[i, j, k] = step * between(air, place(i, j, k) - 0.5 * step * air[i, j, k])


@kernel
def returns(way: Vectors, live: Mask, shift: int, sparse: bool, back: Vectors) -> None:
    """Which way gas at a cell goes on: the way that led to where it comes to; ``sparse``: of live cells alone."""
    i, j, k = wp.tid()
    if not sparse or live[i >> shift, j >> shift, k >> shift]:
        back[i, j, k] = between(way, place(i, j, k) + way[i, j, k])


@kernel
def ways(air: Vectors, whirl: Scalars, marks: Vectors, others: Vectors, tile: Vectors, share: float, other: float,
         even: float, step: float, live: Mask, corner: wp.vec3i, way: Vectors) -> None:
    """Fine cells, two to a coarse one; ``step`` is seconds over the fine cell's edge; ``share`` and ``other`` the
    noises' strength, ``even`` what makes the whirl theirs."""
    i, j, k = wp.tid()
    p, q, r = i >> 1, j >> 1, k >> 1
    if not live[p, q, r]:
        return
    at = 0.5 * place(i, j, k) - wp.vec3(0.25, 0.25, 0.25)
    flow = between(air, at - 0.25 * step * between(air, at))
    rough = whirl[p, q, r]
    if rough * even > 1.0e-3:
        x, y, z = i + corner[0], j + corner[1], k + corner[2]
        first = tile_at(tile, x, y, z, between(marks, at))
        second = tile_at(tile, x, y, z, between(others, at) + wp.vec3(31.5, 17.5, 47.5))
        flow += rough * (share * first + other * second)
    way[i, j, k] = step * flow


@kernel
def marks_carried(marks: Vectors, way: Vectors, scale: float, out: Vectors) -> None:
    i, j, k = wp.tid()
    here = way[i, j, k]
    out[i, j, k] = between(marks, place(i, j, k) - here) - scale * here


@kernel
def carried_once(gas: Gas, way: Vectors, live: Mask, shift: int, out: Gas) -> None:
    i, j, k = wp.tid()
    if live[i >> shift, j >> shift, k >> shift]:
        out[i, j, k] = between(gas, place(i, j, k) - way[i, j, k])
    else:
        out[i, j, k] = wp.vec4(0.0, 0.0, 0.0, 0.0)


@kernel
def carried_again(gas: Gas, way: Vectors, back: Vectors, once: Gas, live: Mask, shift: int, out: Gas) -> None:
    i, j, k = wp.tid()
    if live[i >> shift, j >> shift, k >> shift]:
        better = once[i, j, k] + 0.5 * (gas[i, j, k] - between(once, place(i, j, k) + back[i, j, k]))
        out[i, j, k] = held(gas, place(i, j, k) - way[i, j, k], better)
    else:
        out[i, j, k] = wp.vec4(0.0, 0.0, 0.0, 0.0)


@kernel
def masses(gas: Gas, out: Gas, back: Vectors, live: Mask, shift: int, wanted: Scalars, dt: float,
           parts: wp.array2d[wp.float64]) -> None:
    """What a part of the cells held, as it is to be when it has swollen and but for what leaves the box, and what it
    holds now: four stuffs each."""
    nx, ny, nz = gas.shape[0], gas.shape[1], gas.shape[2]
    part = wp.tid()
    for n in range(part, nx * ny * nz, PARTS):
        i, j, k = n // (ny * nz), (n // nz) % ny, n % nz
        p, q, r = i >> shift, j >> shift, k >> shift
        if live[p, q, r]:
            to = place(i, j, k) + back[i, j, k]
            stays = float(0.0)
            if to[0] >= 0.0 and to[0] < float(nx) and to[1] >= 0.0 and to[1] < float(ny) and to[2] < float(nz):
                stays = wp.exp(wanted[p, q, r] * dt)
            before, after = gas[i, j, k], out[i, j, k]
            for c in range(4):
                parts[part, c] = parts[part, c] + wp.float64(before[c] * stays)
                parts[part, 4 + c] = parts[part, 4 + c] + wp.float64(after[c])


@kernel
def evened(gas: Gas, share: wp.vec4, grounded: bool) -> None:
    """What interpolation gained or lost is given back, and what reaches the box's open sides leaves it."""
    i, j, k = wp.tid()
    edge = i == 0 or j == 0 or i == gas.shape[0] - 1 or j == gas.shape[1] - 1 or k == gas.shape[2] - 1
    if edge or (k == 0 and not grounded):
        gas[i, j, k] = wp.vec4(0.0, 0.0, 0.0, 0.0)
    else:
        gas[i, j, k] = wp.cw_mul(gas[i, j, k], share)


@kernel
def grown(found: Mask, axis: int, cells: int, out: Mask) -> None:
    """Which cells lie within ``cells`` of a found one along an axis."""
    i, j, k = wp.tid()
    at, last = i, found.shape[0] - 1
    if axis == 1:
        at, last = j, found.shape[1] - 1
    if axis == 2:
        at, last = k, found.shape[2] - 1
    near = bool(False)
    for n in range(wp.max(at - cells, 0), wp.min(at + cells, last) + 1):
        if axis == 0:
            near = near or found[n, j, k]
        elif axis == 1:
            near = near or found[i, n, k]
        else:
            near = near or found[i, j, n]
    out[i, j, k] = near
