"""The lamps that a burning volume is to what stands about it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro.bands import banded
from throughline.effects.volume import Volume
from throughline.film.setplan import Lamp
from throughline.picture import blackbody
from throughline.picture.kernel import kernel
from throughline.picture.march_matter import FLAME

Floats = NDArray[np.float32]
Wide = NDArray[np.float64]
ACROSS = 8.0 / np.pi  # irradiance for radiance, and the light that a lens loses in the smoke about a flame
STOPPED, MOST = 0.8, 1.5  # with what power of its temperature light outgrows the picture of a flame, and up to what
HUE = (1.0, 0.36, 0.07)  # of its red, at least: the light of soot at 1900 K, where the picture shows its cooler skin


@kernel
def _seen(start: int, stop: int, thick: Floats, axis: int, out: Floats) -> None:
    """Adds how much of each cell's light gets out along an axis, both ways; ``thick`` is optical depth a cell."""
    nx, ny, nz = thick.shape
    long = nx if axis == 0 else ny if axis == 1 else nz
    rows = ny if axis == 0 else nx
    wide = ny if axis == 2 else nz
    for a in range(start, min(stop, rows)):
        for b in range(wide):
            for way in range(2):
                depth = 0.0
                for c in range(long):
                    d = c if way == 0 else long - 1 - c
                    i, j, k = (d, a, b) if axis == 0 else (a, d, b) if axis == 1 else (a, b, d)
                    here = thick[i, j, k]
                    out[i, j, k] += np.float32(np.exp(-depth) * (1.0 - np.exp(-here)))
                    depth += here


def lamps(volume: Volume, most: int = 6, least: float = 0.05) -> tuple[Lamp, ...]:
    """The point lights that a burning volume is to what stands about it: up to ``most``, none under ``least``.

    What each cell sends out of the smoke along six directions is gathered about centres found where it is brightest.
    """
    if volume.heat is None or not (volume.heat > 0).any():
        return ()
    dense, heat, edge = _gathered(volume)
    table = blackbody.table()
    row = np.minimum((heat / blackbody.STEP).astype(int), len(table) - 1)
    thick = np.ascontiguousarray((dense + np.float32(FLAME) * table[row, 3]) * np.float32(edge))
    share = np.zeros_like(thick)
    for axis in range(3):
        banded(_seen, thick.shape[1] if axis == 0 else thick.shape[0], thick, axis, share)
    hot = np.argwhere((heat > 0) & (share > 0))
    at = tuple(hot.T)
    colours = table[row[at]][:, :3].astype(np.float64)
    soot = dense[at] * (1.0 - np.mean(volume.albedo)) * table[row[at], 3] + FLAME * table[row[at], 3]
    glowing = soot / np.maximum(dense[at] + FLAME * table[row[at], 3], 1e-6)
    held = np.minimum((heat[at] / np.float32(blackbody.REFERENCE)) ** np.float32(STOPPED), np.float32(MOST))
    power = ACROSS * (held * share[at] * glowing / 6.0 * edge * edge).astype(np.float64)[:, None] * colours
    places = np.array(volume.origin) + edge * (hot + 0.5)
    return _clustered(places, power, most, least)


def _gathered(volume: Volume) -> tuple[Floats, Floats, float]:
    """Density's mean and heat's greatest over blocks, some 48 along the longest side."""
    assert volume.heat is not None
    block = max(1, -(-max(volume.density.shape) // 48))
    pads = [(0, -part % block) for part in volume.density.shape]
    shape = [part for size, (_, pad) in zip(volume.density.shape, pads, strict=True)
             for part in ((size + pad) // block, block)]
    dense = np.pad(volume.density, pads).reshape(shape).mean(axis=(1, 3, 5), dtype=np.float32)
    glows = np.where(volume.heat > 0, volume.density, 0.0)
    weight = np.pad(glows, pads).reshape(shape).sum(axis=(1, 3, 5), dtype=np.float32)
    heat = np.pad(glows * volume.heat, pads).reshape(shape).sum(axis=(1, 3, 5), dtype=np.float32)
    return dense, heat / np.maximum(weight, np.float32(1e-6)), block * volume.voxel


def _clustered(places: Wide, power: Wide, most: int, least: float) -> tuple[Lamp, ...]:
    weight = power.sum(axis=1)
    if weight.sum() < least:
        return ()
    middle = (places * weight[:, None]).sum(axis=0) / weight.sum()
    centres = [middle]
    away = np.square(places - middle).sum(axis=1)
    for _ in range(most - 1):
        centres.append(places[int(np.argmax(away * weight))])
        away = np.minimum(away, np.square(places - centres[-1]).sum(axis=1))
    held = np.array(centres)
    for _ in range(4):
        nearest = np.argmin(np.square(places[:, None] - held[None]).sum(axis=2), axis=1)
        total = np.bincount(nearest, weight, most)
        held = np.stack([np.where(total > 0, np.bincount(nearest, weight * places[:, axis], most)
                                  / np.maximum(total, 1e-12), held[:, axis]) for axis in range(3)], axis=1)
    found = []
    for number in range(most):
        r, g, b = power[nearest == number].sum(axis=0).tolist()
        g, b = max(g, HUE[1] * r), max(b, HUE[2] * r)
        if max(r, g, b) >= least:
            x, y, z = held[number].tolist()
            found.append(Lamp(x=x, y=y, z=z, colour=(r, g, b)))
    return tuple(found)
