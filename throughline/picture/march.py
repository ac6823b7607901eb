"""Gas photographed: fire, smoke, dust and mist on grids, marched along the camera's rays before a rendered frame.

Absorption and hold-out are exact on the grid; light scattered once keeps its direction, light scattered often comes
from a coarser grid (march_light); fire sends what blackbody says, through its own soot. The air between the camera and
the gas is not in it: look.scene gives the layer the air of its depth, as it does surfaces.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

import numpy as np
from scipy.ndimage import gaussian_filter

from throughline.picture import blackbody
from throughline.picture.march_grids import Gas, in_bands, packed
from throughline.picture.march_light import Light, light_of, lit
from throughline.picture.march_rays import marched
from throughline.picture.splat import Layer
from throughline.picture.view import Floats, View

__all__ = ["Gas", "Light", "light_of", "march"]
TILE = 64


def march(volumes: Sequence[Gas], depth: Floats, view: View, light: Light, *, shutter: float = 0.5,
          rate: float = 24.0, seed: int = 0) -> Layer | None:
    """The layer of all ``volumes`` together before surfaces at ``depth`` (H, W), metres along the view axis, inf where
    nothing is; None where none of it is seen.

    ``shutter`` is the share of a frame, at ``rate`` frames a second, over which what moves is smeared; ``seed`` turns
    the pattern that hides the steps, which is the same in every frame. The same bytes for the same volumes, whatever
    the number of cores.

    Raises:
        ValueError: a volume holds a value that is no number, or has no size.
    """
    gas = packed(volumes, shutter / rate)
    if gas is None:
        return None
    height, width = depth.shape
    grids = lit(gas, light)
    layer, through, deep = (np.zeros((height, width, 3), np.float32), np.ones((height, width), np.float32),
                            np.zeros((height, width), np.float32))
    rays, eye = view.rays(height, width), np.array(view.position, np.float64)
    key, irradiance = np.array(light.key, np.float64), np.array(light.irradiance, np.float32)
    pattern = np.roll(_pattern(), (seed * 23, seed * 41), (0, 1))
    behind = np.ascontiguousarray(depth, np.float32)
    for coarse in (True, False):
        in_bands(height, partial(marched, behind, rays, eye, gas, grids, key, irradiance, light.fire,
                                 blackbody.table(), pattern, layer, through, deep, coarse), 4)
    cover = 1 - through
    if not (cover > 0).any():
        return None
    away = np.where(cover > 1e-4, deep / np.maximum(cover, 1e-4), np.float32(np.inf)).astype(np.float32)
    return Layer(layer, cover, away)


@lru_cache(maxsize=1)
def _pattern() -> Floats:
    """(TILE, TILE) float32 from 0 to 1, each value as often as any other, neighbours unlike: blue noise that repeats.

    White noise whose low frequencies are taken out, and its values evened, until both hold.
    """
    values = np.random.Generator(np.random.PCG64(20260102)).random((TILE, TILE))
    for _ in range(24):
        values = values - gaussian_filter(values, 1.5, mode="wrap")
        rank = np.empty(values.size)
        rank[np.argsort(values, axis=None, kind="stable")] = (np.arange(values.size) + 0.5) / values.size
        values = rank.reshape(TILE, TILE)
    return values.astype(np.float32)
