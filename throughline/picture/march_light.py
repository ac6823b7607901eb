"""Light inside gas, on a grid coarser than its own: what is left of the key, and what comes from everywhere else.

The key is followed plane by plane. Sky, ground, lamps, the gas' own fire, and all that was scattered before go along 26
directions, again and again, until they stand: discrete ordinates, which are exact where the light is the same
everywhere (the white furnace), whatever the gas.

Source: Chandrasekhar 1960, Radiative Transfer (ordinates); Lebedev 1976 (the 26 directions and their weights);
Joseph, Wiscombe, Weinman 1976 (delta-Eddington: light scattered straight on counts as not scattered).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from throughline.film.setplan import Lamp, Mood
from throughline.picture.develop import exposure_stops
from throughline.picture.kernel import kernel
from throughline.picture.march_grids import Packed, Places, Whole, in_bands
from throughline.picture.march_matter import FLAME as FLAME
from throughline.picture.march_matter import box_of, groups, matter_of
from throughline.picture.view import Floats

ROUNDS = 4
HELD = 0.7  # of what a dark mood is opened up by, taken back from fire, so that it keeps its colours
WEIGHTS = (0.0, 1 / 21, 4 / 105, 9 / 280)  # of the directions along 1, 2 and 3 axes
WAYS = tuple((x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1) if (x, y, z) != (0, 0, 0))
SHARES = 4  # into which the directions are dealt: the same sums on any machine


@dataclass(frozen=True)
class Light:
    """The light on gas, linear Rec.709 in the sets' units: a white wall that faces the key is as bright as its
    ``irradiance``. ``key`` is a unit vector towards it; ``sky`` and ``ground`` are the radiance from above and below;
    ``lamps`` (L, 6) place and irradiance at one metre; ``fire`` multiplies what glows."""

    key: tuple[float, float, float]
    irradiance: tuple[float, float, float]
    sky: tuple[float, float, float]
    ground: tuple[float, float, float]
    lamps: Floats | None = None
    fire: float = 1.0


def light_of(mood: Mood, lamps: Sequence[Lamp] = ()) -> Light:
    """The light of a set's mood and of its ``lamps`` (street lamps, head lights; not the gas' own fire).

    Fire loses most of what the picture is opened up by at night, as a camera would be stopped down for it.
    """
    ambient, key = np.array(mood.ambient), np.array(mood.key_colour)
    below = 0.30 * ambient + 0.22 * key * max(0.0, mood.key[2])
    rows = np.array([[lamp.x, lamp.y, lamp.z, *lamp.colour] for lamp in lamps], np.float32).reshape(-1, 6)
    return Light(mood.key, mood.key_colour, mood.ambient, (float(below[0]), float(below[1]), float(below[2])), rows,
                 float(2.0 ** (-HELD * max(0.0, exposure_stops(mood)))))


class Lit(NamedTuple):
    """Light grids of the groups, flat: ``values`` (., 4) the mean radiance from all sides but the key's, and the share
    of the key that arrives; ``places`` (G, 4) lowest corner and cell; ``sizes`` (G, 4) cells and where they begin."""

    values: Floats
    places: Places
    sizes: Whole


def lit(gas: Packed, light: Light) -> Lit:
    """The light in every group of volumes; writes the groups' numbers into ``gas.sizes``."""
    values, places, sizes, at = [], [], [], 0
    for number, group in enumerate(groups(gas)):
        gas.sizes[group, 5] = number
        place, shape = box_of(gas, group)
        grid = _lit_group(matter_of(gas, group, place, shape, light.fire), place, light)
        values.append(grid.reshape(-1, 4))
        places.append(place)
        sizes.append([*shape, at])
        at += grid.size // 4
    return Lit(np.concatenate(values), np.array(places), np.array(sizes, np.int64))


def _lit_group(matter: Floats, place: Places, light: Light) -> Floats:
    """(X, Y, Z, 4) float32 as in Lit."""
    shape = matter.shape[:3]
    dimmed = np.zeros((*shape, 4), np.float32)
    dimmed[..., 3] = key_left(matter[..., 0], np.array(light.key), float(place[3]))
    coarse = np.asarray(matter.reshape(shape[0] // 2, 2, shape[1] // 2, 2, shape[2] // 2, 2, 7).mean(axis=(1, 3, 5)))
    left = dimmed[..., 3].reshape(shape[0] // 2, 2, shape[1] // 2, 2, shape[2] // 2, 2).mean(axis=(1, 3, 5))
    first = 0.25 * left[..., None] * np.array(light.irradiance, np.float32)
    cell = 2 * float(place[3])
    if light.lamps is not None and len(light.lamps):
        lamps = np.asarray(light.lamps, np.float64)
        around = np.zeros_like(first)
        in_bands(len(around), lambda low, high: _from_lamps(coarse, place, cell, lamps, around, low, high))
    else:
        around = np.zeros_like(first)
    mean = _standing(coarse, np.ascontiguousarray(first + around, np.float32), cell, light)
    _raise(np.ascontiguousarray(mean + around, np.float32), dimmed)
    return dimmed


def key_left(extinction: Floats, towards: Places, cell: float) -> Floats:
    """(X, Y, Z) float32: the share of light from ``towards`` (3,) that arrives at the middle of every cell."""
    axis = int(np.abs(towards).argmax())
    order = (axis, *(other for other in range(3) if other != axis))
    turned = np.ascontiguousarray(np.transpose(extinction, order))
    if towards[axis] > 0:
        turned = np.ascontiguousarray(turned[::-1])
    main = abs(float(towards[axis]))
    left = _swept(turned, float(towards[order[1]]) / main, float(towards[order[2]]) / main, cell / main)
    if towards[axis] > 0:
        left = left[::-1]
    return np.asarray(np.transpose(left, np.argsort(order)), np.float32)


@kernel
def _swept(extinction: Floats, shift_y: float, shift_z: float, step: float) -> Floats:
    """What is left of light that enters plane 0 and comes to a cell from (y + shift_y, z + shift_z) of the plane
    before, ``step`` metres away."""
    nx, ny, nz = extinction.shape
    out = np.empty((nx, ny, nz), np.float32)
    before, here = np.zeros((ny, nz), np.float32), np.zeros((ny, nz), np.float32)
    fy, fz = int(np.floor(shift_y)), int(np.floor(shift_z))
    ay, az = shift_y - fy, shift_z - fz
    for i in range(nx):
        for j in range(ny):
            for k in range(nz):
                deep = 0.5 * step * extinction[i, j, k]
                if i > 0:
                    for b in range(2):
                        y = j + fy + b
                        if y < 0 or y >= ny:
                            continue
                        for c in range(2):
                            z = k + fz + c
                            if z < 0 or z >= nz:
                                continue
                            share = (ay if b else 1.0 - ay) * (az if c else 1.0 - az)
                            deep += share * (before[y, z] + 0.5 * step * extinction[i - 1, y, z])
                here[j, k] = deep
                out[i, j, k] = np.exp(-deep)
        before, here = here, before
    return out


@kernel
def _from_lamps(matter: Floats, place: Places, cell: float, lamps: Places, out: Floats, low: int, high: int) -> None:
    """Adds to ``out`` (x, y, z, 3) the mean radiance straight from the lamps, through the gas between."""
    nx, ny, nz = out.shape[0], out.shape[1], out.shape[2]
    for i in range(low, high):
        for j in range(ny):
            for k in range(nz):
                for n in range(len(lamps)):
                    u = (lamps[n, 0] - place[0]) / cell - 0.5
                    v = (lamps[n, 1] - place[1]) / cell - 0.5
                    w = (lamps[n, 2] - place[2]) / cell - 0.5
                    far = np.sqrt((u - i) ** 2 + (v - j) ** 2 + (w - k) ** 2)
                    steps = max(1, int(far))
                    deep = 0.0
                    for s in range(steps):
                        part = (s + 0.5) / steps
                        a, b, d = i + (u - i) * part + 0.5, j + (v - j) * part + 0.5, k + (w - k) * part + 0.5
                        if 0 <= a < nx and 0 <= b < ny and 0 <= d < nz:
                            deep += matter[int(a), int(b), int(d), 0]
                    power = 0.25 * np.exp(-deep * far * cell / steps) / ((far * cell) ** 2 + 0.25)
                    for c in range(3):
                        out[i, j, k, c] += power * lamps[n, 3 + c]


def _standing(matter: Floats, first: Floats, cell: float, light: Light) -> Floats:
    """(x, y, z, 3) float32: mean radiance from sky, ground and all that the gas itself sends and has scattered."""
    extinction = matter[..., 0]
    safe = np.maximum(extinction, 1e-9)[..., None]
    scatter, glow = matter[..., 1:4] / safe, matter[..., 4:] / safe
    sky, ground = np.array(light.sky, np.float32), np.array(light.ground, np.float32)
    mean = np.asarray(np.square(scatter) * (0.5 * (sky + ground)), np.float32)
    through = np.stack([np.exp(-extinction * np.float32(cell * np.sqrt(n))) for n in (1, 2, 3)]).astype(np.float32)
    with ThreadPoolExecutor(SHARES) as pool:
        for turn in range(ROUNDS):
            source = np.ascontiguousarray(scatter * (mean + first) + glow, np.float32)
            parts = list(pool.map(lambda n, source=source: _along(source, extinction, through, WAYS[n::SHARES], cell,
                                                                  sky, ground), range(SHARES)))
            fresh = parts[0] + parts[1] + parts[2] + parts[3]
            mean = fresh if turn + 1 < ROUNDS else fresh + _rest(mean, fresh, np.asarray(scatter, np.float32))
    return np.asarray(mean, np.float32)


def _rest(before: Floats, fresh: Floats, scatter: Floats) -> Floats:
    """What the rounds that are left out would still have added: a series that goes on as it last went."""
    change = fresh - before
    share = np.clip(scatter, 0.0, 0.8)
    return np.asarray(change * share / (1.0 - share), np.float32)


def _along(source: Floats, extinction: Floats, through: Floats, ways: Sequence[tuple[int, int, int]], cell: float,
           sky: Floats, ground: Floats) -> Floats:
    total = np.zeros_like(source)
    work = np.empty_like(source)
    for way in ways:
        axes = abs(way[0]) + abs(way[1]) + abs(way[2])
        high = 0.5 - 0.5 * way[2] / np.sqrt(axes)  # light that goes down comes from the sky
        edge = np.asarray(ground + (sky - ground) * np.float32(high), np.float32)
        _carry(source, extinction, through[axes - 1], way[0], way[1], way[2], cell * float(np.sqrt(axes)), edge,
               WEIGHTS[axes], work, total)
    return total


@kernel
def _carry(source: Floats, extinction: Floats, through: Floats, dx: int, dy: int, dz: int, step: float, edge: Floats,
           weight: float, work: Floats, total: Floats) -> None:
    """Carries light along (dx, dy, dz) through all cells; adds ``weight`` of each cell's mean to ``total``."""
    nx, ny, nz = extinction.shape
    share = np.float32(weight)
    for a in range(nx):
        i = a if dx >= 0 else nx - 1 - a
        for b in range(ny):
            j = b if dy >= 0 else ny - 1 - b
            for e in range(nz):
                k = e if dz >= 0 else nz - 1 - e
                p, q, r = i - dx, j - dy, k - dz
                inside = 0 <= p < nx and 0 <= q < ny and 0 <= r < nz
                pass_, deep = through[i, j, k], extinction[i, j, k] * np.float32(step)
                fade = (np.float32(1.0) - pass_) / deep if deep > 1e-3 else np.float32(1.0) - np.float32(0.5) * deep
                for c in range(3):
                    come = work[p, q, r, c] if inside else edge[c]
                    own = source[i, j, k, c]
                    work[i, j, k, c] = own + (come - own) * pass_
                    total[i, j, k, c] += share * (own + (come - own) * fade)


@kernel
def _raise(mean: Floats, out: Floats) -> None:
    """Fills the first three of ``out`` (2x, 2y, 2z, 4) from ``mean`` (x, y, z, 3) between its cells' middles."""
    nx, ny, nz = mean.shape[0], mean.shape[1], mean.shape[2]
    for i in range(2 * nx):
        i0, i1 = i // 2, min(nx - 1, max(0, i // 2 + 2 * (i & 1) - 1))
        for j in range(2 * ny):
            j0, j1 = j // 2, min(ny - 1, max(0, j // 2 + 2 * (j & 1) - 1))
            for k in range(2 * nz):
                k0, k1 = k // 2, min(nz - 1, max(0, k // 2 + 2 * (k & 1) - 1))
                for c in range(3):
                    near = 0.75 * mean[i0, j0, k0, c] + 0.25 * mean[i0, j0, k1, c]
                    aside = 0.75 * mean[i0, j1, k0, c] + 0.25 * mean[i0, j1, k1, c]
                    low = 0.75 * near + 0.25 * aside
                    near = 0.75 * mean[i1, j0, k0, c] + 0.25 * mean[i1, j0, k1, c]
                    aside = 0.75 * mean[i1, j1, k0, c] + 0.25 * mean[i1, j1, k1, c]
                    out[i, j, k, c] = 0.75 * low + 0.25 * (0.75 * near + 0.25 * aside)
