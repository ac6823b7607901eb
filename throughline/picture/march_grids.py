"""Volumes made ready for rays: checked, smeared over the shutter, laid end to end, with blocks known to be empty."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_cdt, maximum_filter

from throughline.picture.kernel import kernel
from throughline.picture.view import Floats

Places = NDArray[np.float64]
Whole = NDArray[np.int64]
Bytes = NDArray[np.uint8]
BLOCK = 8  # cells along the edge of a block
THIN = 1e-3  # 1/m: less is nothing
COLD = 600.0  # kelvin: less does not glow
SOFT = 0.4  # of a cell, by which sharp edges are softened before they are looked up
DENSE, HOT = 1, 2  # what a block holds
EMPTY = 2  # an empty block holds how many blocks it is from one that is not, raised by so many bits


class Gas(Protocol):
    """One frame of gas in a box of cubic cells; ``effects.volume.Volume`` is one.

    ``density`` (X, Y, Z) float32 extinction in 1/m; ``heat`` (X, Y, Z) float32 kelvin of what glows, or None;
    ``velocity`` (x, y, z, 3) float32 m/s over the same box, or None; ``origin`` the lowest corner and ``voxel`` a
    cell's edge, metres; ``albedo`` linear Rec.709.
    """

    @property
    def density(self) -> Floats: ...
    @property
    def heat(self) -> Floats | None: ...
    @property
    def velocity(self) -> Floats | None: ...
    @property
    def origin(self) -> tuple[float, float, float]: ...
    @property
    def voxel(self) -> float: ...
    @property
    def albedo(self) -> tuple[float, float, float]: ...


class Packed(NamedTuple):
    """V volumes in one: ``density`` and ``heat`` flat; ``places`` (V, 4) lowest corner and cell, metres; ``sizes``
    (V, 6) cells along X, Y, Z, where density and heat begin (-1: no heat), the light group; ``albedo`` (V, 3);
    ``blocks`` flat, what each block holds; ``block_sizes`` (V, 4) blocks along X, Y, Z and where they begin."""

    density: Floats
    heat: Floats
    places: Places
    sizes: Whole
    albedo: Floats
    blocks: Bytes
    block_sizes: Whole


def packed(volumes: Sequence[Gas], seconds: float) -> Packed | None:
    """The volumes with what moves smeared over ``seconds`` of shutter about the frame; None where nothing is in them.

    Raises:
        ValueError: a volume holds a value that is no number, or has no size.
    """
    density, heat, blocks = [], [], []
    places, sizes, block_sizes, albedo = [], [], [], []
    at = hot_at = block_at = 0
    for number, volume in enumerate(volumes):
        _check(volume, number)
        dense, warm, held = _smeared(volume, seconds)
        if not held.any():
            continue
        density.append(dense.ravel())
        blocks.append(_with_ways(held).ravel())
        places.append([*volume.origin, volume.voxel])
        sizes.append([*dense.shape, at, -1 if warm is None else hot_at, 0])
        block_sizes.append([*held.shape, block_at])
        albedo.append(np.clip(volume.albedo, 0.0, 1.0))
        at, block_at = at + dense.size, block_at + held.size
        if warm is not None:
            heat.append(warm.ravel())
            hot_at += warm.size
    if not density:
        return None
    return Packed(_joined(density), _joined(heat) if heat else np.zeros(1, np.float32), np.array(places, np.float64),
                  np.array(sizes, np.int64), np.array(albedo, np.float32), np.concatenate(blocks),
                  np.array(block_sizes, np.int64))


def _joined(parts: list[Floats]) -> Floats:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _check(volume: Gas, number: int) -> None:
    fields = {"density": volume.density, "heat": volume.heat, "velocity": volume.velocity}
    for name, values in fields.items():
        if values is not None and not np.isfinite(values.min(initial=0.0) + values.max(initial=0.0)):
            raise ValueError(f"the {name} of volume {number} holds values that are no numbers")
    if volume.density.ndim != 3 or not volume.density.size:
        raise ValueError(f"volume {number} has no cells")
    if volume.heat is not None and volume.heat.shape != volume.density.shape:
        raise ValueError(f"volume {number} has heat {volume.heat.shape} for density {volume.density.shape}")
    if not (volume.voxel > 0 and np.isfinite([*volume.origin, volume.voxel]).all()):
        raise ValueError(f"volume {number} has no place or no cell size")


def _smeared(volume: Gas, seconds: float) -> tuple[Floats, Floats | None, Bytes]:
    """Density and heat over the shutter, and what the blocks hold."""
    density = np.ascontiguousarray(volume.density, np.float32)
    heat = None if volume.heat is None else np.ascontiguousarray(volume.heat, np.float32)
    nothing = np.zeros((1, 1, 1), np.float32)
    held = _blocks(density, nothing if heat is None else heat)
    if not held.any():
        return density, heat, held
    still = np.zeros((3, 1, 1, 1), np.float32)
    cells = still if volume.velocity is None or seconds <= 0 else np.ascontiguousarray(
        np.moveaxis(volume.velocity, 3, 0), np.float32) * np.float32(seconds / volume.voxel)
    far = 0.5 * float(np.abs(cells).max(initial=0.0)) + SOFT
    around = 1 + 2 * int(np.ceil(far / BLOCK))
    held = maximum_filter(held & DENSE, around) | maximum_filter(held & HOT, around)
    out = np.zeros_like(density)
    warm = nothing if heat is None else np.zeros_like(heat)
    in_bands(len(held), lambda low, high: _smear(density, nothing if heat is None else heat, cells, held, out, warm,
                                                  low, high))
    # what has come to nothing is empty again: the filter above reaches as far as the fastest
    return out, None if heat is None else warm, _blocks(out, warm)


def in_bands(count: int, work: Callable[[int, int], None], least: int = 1) -> None:
    """Runs ``work(low, high)`` over 0 to ``count`` in as many threads as there are cores."""
    cores = min(len(os.sched_getaffinity(0)), 16)
    pieces = max(1, min(cores * 6, count // least))
    edges = [count * n // pieces for n in range(pieces + 1)]
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(work, edges[:-1], edges[1:]))


def _with_ways(held: Bytes) -> Bytes:
    """The blocks, those that are empty with their distance to the next that is not."""
    away = np.minimum(distance_transform_cdt(held == 0, "chessboard"), 60)
    return np.where(held == 0, away << EMPTY, held).astype(np.uint8)


@kernel
def _blocks(density: Floats, heat: Floats) -> Bytes:
    """What each block holds, for samples between cells' centres: a cell's neighbours count as its own."""
    nx, ny, nz = density.shape
    hot = heat.size > 1 or density.size == 1
    out = np.zeros((-(-nx // BLOCK), -(-ny // BLOCK), -(-nz // BLOCK)), np.uint8)
    for i in range(nx):
        for j in range(ny):
            for k in range(nz):
                state = np.uint8(density[i, j, k] > THIN)
                if hot and heat[i, j, k] > COLD:
                    state |= np.uint8(HOT)
                if state == 0:
                    continue
                for a in range(max(0, i - 1) // BLOCK, min(nx - 1, i + 1) // BLOCK + 1):
                    for b in range(max(0, j - 1) // BLOCK, min(ny - 1, j + 1) // BLOCK + 1):
                        for c in range(max(0, k - 1) // BLOCK, min(nz - 1, k + 1) // BLOCK + 1):
                            out[a, b, c] |= state
    return out


@kernel
def between(flat: Floats, at: int, nx: int, ny: int, nz: int, u: float, v: float, w: float) -> float:
    """The value at (u, v, w) in cells from the centre of the first one, the outermost cells going on for ever."""
    u, v, w = min(max(u, 0.0), nx - 1.0), min(max(v, 0.0), ny - 1.0), min(max(w, 0.0), nz - 1.0)
    i, j, k = int(u), int(v), int(w)
    a, b, c = np.float32(u - i), np.float32(v - j), np.float32(w - k)
    # unsigned, since for signed numbers every look-up would first be asked whether it counts from the end
    n = np.uint64(at + (i * ny + j) * nz + k)
    dx = np.uint64(ny * nz if i < nx - 1 else 0)
    dy = np.uint64(nz if j < ny - 1 else 0)
    dz = np.uint64(1 if k < nz - 1 else 0)
    p, q, r = n + dy, n + dx, n + dx + dy
    e, f, g, h = flat[n], flat[p], flat[q], flat[r]
    e += (flat[n + dz] - e) * c
    f += (flat[p + dz] - f) * c
    g += (flat[q + dz] - g) * c
    h += (flat[r + dz] - h) * c
    e += (f - e) * b
    g += (h - g) * b
    return float(e + (g - e) * a)


@kernel
def _smear(density: Floats, heat: Floats, cells: Floats, held: Bytes, out: Floats, warm: Floats, low: int,
           high: int) -> None:
    """Fills ``out`` and ``warm`` in the held blocks from ``low`` to ``high`` with means about each cell and along the
    way it moves while the shutter is open; heat as the fourth root of its mean power."""
    nx, ny, nz = density.shape
    hot = warm.size > 1
    dx, dy, dz, taps = 0.0, 0.0, 0.0, 1
    flat, flat_heat, flat_cells = density.ravel(), heat.ravel(), cells.ravel()
    mx, my, mz = cells.shape[1], cells.shape[2], cells.shape[3]
    fx, fy, fz, field = mx / nx, my / ny, mz / nz, mx * my * mz
    for a in range(low, high):
        for b in range(held.shape[1]):
            for c in range(held.shape[2]):
                if held[a, b, c] == 0:
                    continue
                for i in range(a * BLOCK, min(nx, (a + 1) * BLOCK)):
                    p = (i + 0.5) * fx - 0.5
                    for j in range(b * BLOCK, min(ny, (b + 1) * BLOCK)):
                        q = (j + 0.5) * fy - 0.5
                        for k in range(c * BLOCK, min(nz, (c + 1) * BLOCK)):
                            if k & 1 == 0:  # two cells go together: velocity is seldom known more finely
                                r = (k + 1.0) * fz - 0.5
                                dx = between(flat_cells, 0, mx, my, mz, p, q, r)
                                dy = between(flat_cells, field, mx, my, mz, p, q, r)
                                dz = between(flat_cells, 2 * field, mx, my, mz, p, q, r)
                                taps = 8 if max(abs(dx), max(abs(dy), abs(dz))) > 4.0 else 4
                            total, power = 0.0, 0.0
                            for tap in range(taps):
                                s = (tap + 0.5) / taps - 0.5
                                # the corners of a tetrahedron in turn, so that steps from cell to cell show no grid
                                x = SOFT if tap & 1 else -SOFT
                                y = SOFT if tap & 2 else -SOFT
                                u, v, w = i - s * dx + x, j - s * dy + y, k - s * dz + x * y / SOFT
                                if not (-0.5 <= u < nx - 0.5 and -0.5 <= v < ny - 0.5 and -0.5 <= w < nz - 0.5):
                                    continue
                                total += between(flat, 0, nx, ny, nz, u, v, w)
                                if hot:
                                    t = between(flat_heat, 0, nx, ny, nz, u, v, w)
                                    power += t * t * t * t
                            out[i, j, k] = total / taps
                            if hot:
                                warm[i, j, k] = np.sqrt(np.sqrt(power / taps))
