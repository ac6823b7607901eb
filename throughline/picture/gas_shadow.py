"""Shadows that gas casts on what was rendered: how much of the key, the sky, and of lamps comes through it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from throughline.film.setplan import Lamp
from throughline.picture.kernel import kernel
from throughline.picture.march_grids import COLD, Gas, Places, in_bands, packed
from throughline.picture.march_light import Light
from throughline.picture.march_matter import extinctions
from throughline.picture.view import Floats, View

CLEAR = 0.3  # metres about a lamp that no fire is about, in which gas is not counted


def key_through(volumes: Sequence[Gas], depth: Floats, view: View, light: Light) -> Floats:
    """(H, W) float32: the share of the key that comes through the gas to the surfaces at ``depth`` (H, W); 1 for sky.

    Raises:
        ValueError: a volume holds a value that is no number, or has no size.
    """
    left = np.ones(depth.shape, np.float32)
    gas = packed(volumes, 0.0)
    if gas is None:
        return left
    at = _places(depth, view)
    key = np.array(light.key, np.float64)
    for place, matter in extinctions(gas):
        in_bands(len(left), partial(_towards, at, matter, place, key, left))
    return left


def shade(volumes: Sequence[Gas], depth: Floats, view: View, light: Light) -> Floats:
    """(H, W, 3) float32: what the light of key and sky on the surfaces at ``depth`` is multiplied with.

    A surface whose share of key and sky is not known is taken as one that lies flat.
    """
    left = key_through(volumes, depth, view, light)
    key = np.array(light.irradiance, np.float32) * np.float32(max(0.15, light.key[2]))
    sky = np.maximum(np.array(light.sky, np.float32), 1e-4)
    part = key / (key + sky)
    # gas that takes the key takes some of the sky about it too
    dark = (1 - left)[..., None] * (part + np.float32(0.25) * (1 - part))
    return np.asarray(1 - dark, np.float32)


def lamps_through(volumes: Sequence[Gas], depth: Floats, view: View, lamps: Sequence[Lamp]) -> Floats:
    """(H, W) float32: the share of the ``lamps``' light that comes through the gas to the surfaces at ``depth``
    (H, W), each lamp counting by what it would send there; 1 for sky. A lamp inside a fire stands for all of it: what
    lies within the fire does not shade it."""
    left = np.ones(depth.shape, np.float32)
    gas = packed(volumes, 0.0)
    if gas is None or not lamps:
        return left
    at = _places(depth, view)
    rows = np.array([[lamp.x, lamp.y, lamp.z, sum(lamp.colour) / 3, _clear(volumes, lamp)] for lamp in lamps])
    for place, matter in extinctions(gas):
        in_bands(len(left), partial(_to_lamps, at, matter, place, rows, left))
    return left


def _clear(volumes: Sequence[Gas], lamp: Lamp) -> float:
    """Metres about a lamp that are the fire it stands for."""
    reach, at = CLEAR, np.array([lamp.x, lamp.y, lamp.z])
    for volume in volumes:
        if volume.heat is None or volume.heat.max(initial=0.0) <= COLD:
            continue
        cells = [np.flatnonzero((volume.heat > COLD).any(axis=tuple({0, 1, 2} - {axis}))) for axis in range(3)]
        low = np.array(volume.origin) + np.array([part[0] for part in cells]) * volume.voxel
        high = np.array(volume.origin) + np.array([part[-1] + 1 for part in cells]) * volume.voxel
        if (at >= low).all() and (at <= high).all():
            reach = max(reach, 0.5 * float(np.max(high - low)))
    return reach


def _places(depth: Floats, view: View) -> Floats:
    """(H, W, 3) float32: the world places of surfaces; NaN for sky."""
    far = np.where(np.isfinite(depth), depth, np.float32(np.nan))
    return np.asarray(view.rays(*depth.shape) * far[..., None] + np.array(view.position, np.float32), np.float32)


@kernel
def _deep(matter: Floats, place: Places, x: float, y: float, z: float, dx: float, dy: float, dz: float, first: float,
          last: float) -> float:
    """The optical depth from ``first`` to ``last`` metres along the unit vector (dx, dy, dz), by steps of
    a cell."""
    cell = place[3]
    for c in range(3):
        start = x if c == 0 else y if c == 1 else z
        way = dx if c == 0 else dy if c == 1 else dz
        low, high = place[c] - start, place[c] + matter.shape[c] * cell - start
        if abs(way) < 1e-9:
            if low > 0.0 or high < 0.0:
                return 0.0
            continue
        first, last = max(first, min(low / way, high / way)), min(last, max(low / way, high / way))
    if last <= first:
        return 0.0
    steps = 1 + int((last - first) / cell)
    step, total = (last - first) / steps, 0.0
    for n in range(steps):
        t = first + (n + 0.5) * step
        u = min(max((x + t * dx - place[0]) / cell - 0.5, 0.0), matter.shape[0] - 1.001)
        v = min(max((y + t * dy - place[1]) / cell - 0.5, 0.0), matter.shape[1] - 1.001)
        w = min(max((z + t * dz - place[2]) / cell - 0.5, 0.0), matter.shape[2] - 1.001)
        i, j, k = int(u), int(v), int(w)
        a, b, c = u - i, v - j, w - k
        low_x = ((matter[i, j, k] * (1 - c) + matter[i, j, k + 1] * c) * (1 - b)
                 + (matter[i, j + 1, k] * (1 - c) + matter[i, j + 1, k + 1] * c) * b)
        high_x = ((matter[i + 1, j, k] * (1 - c) + matter[i + 1, j, k + 1] * c) * (1 - b)
                  + (matter[i + 1, j + 1, k] * (1 - c) + matter[i + 1, j + 1, k + 1] * c) * b)
        total += (low_x * (1 - a) + high_x * a) * step
        if total > 8.0:
            break
    return total


@kernel
def _towards(at: Floats, matter: Floats, place: Places, key: Places, left: Floats, low: int, high: int) -> None:
    for j in range(low, high):
        for i in range(at.shape[1]):
            if np.isnan(at[j, i, 0]):
                continue
            deep = _deep(matter, place, at[j, i, 0], at[j, i, 1], at[j, i, 2], key[0], key[1], key[2], 0.02, 1e9)
            if deep > 0.0:
                left[j, i] *= np.exp(-deep)


@kernel
def _to_lamps(at: Floats, matter: Floats, place: Places, lamps: Places, left: Floats, low: int, high: int) -> None:
    for j in range(low, high):
        for i in range(at.shape[1]):
            if np.isnan(at[j, i, 0]):
                continue
            whole, comes = 0.0, 0.0
            for n in range(len(lamps)):
                dx, dy, dz = lamps[n, 0] - at[j, i, 0], lamps[n, 1] - at[j, i, 1], lamps[n, 2] - at[j, i, 2]
                far = np.sqrt(dx * dx + dy * dy + dz * dz) + 1e-6
                power = lamps[n, 3] / (far * far + 0.25)
                deep = _deep(matter, place, at[j, i, 0], at[j, i, 1], at[j, i, 2], dx / far, dy / far, dz / far, 0.02,
                             far - lamps[n, 4])
                whole += power
                comes += power * np.exp(-deep)
            if whole > 0.0:
                left[j, i] *= comes / whole
