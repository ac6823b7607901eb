"""The look of a frame: from scene-linear surfaces and depth to a picture with sky, air, light and film.

    colour, depth -> sky where nothing is -> air -> soft volumes -> exposure -> bloom, halation -> print -> edges
    -> grain, sRGB
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from throughline.film.setplan import Lamp, Mood
from throughline.picture import air, bloom, develop, sky
from throughline.picture.kernel import kernel
from throughline.picture.splat import Layer
from throughline.picture.view import Floats, View

FOG_BLOOM = 0.45  # added to a mood's bloom in thick fog, where lights have haloes
NEAR = 7.0  # irradiance close to a fire, however large: pi times what it is seen as
AIR_HELD = 0.45  # of what a dark mood is opened up by, taken back from sky and fog, so that nights stay black

__all__ = ["View", "effect_light", "grade", "scene"]


def scene(colour: Floats, depth: Floats, mood: Mood, view: View, frame: int, seed: int,
          layer: Layer | None = None) -> Floats:
    """(H, W, 3) float32 scene-linear Rec.709: ``colour`` with the sky behind it and the air before it, unexposed.

    ``colour`` (H, W, 3) scene-linear; ``depth`` (H, W) metres along the view axis, inf where nothing is; ``layer``
    the soft volumes before it, that get the air of their own distance.
    """
    if colour.shape[:2] != depth.shape or colour.ndim != 3:
        raise ValueError(f"colour {colour.shape} and depth {depth.shape} are not of one picture")
    rays = view.rays(*depth.shape)
    nothing = ~np.isfinite(depth)
    whole = np.asarray(colour, np.float32)
    held = 2.0 ** (-AIR_HELD * max(0.0, develop.adaptation_stops(mood)))
    if nothing.any():
        painted = sky.painted(rays, nothing, mood, seed) * np.float32(held)
        whole = np.where(nothing[..., None], painted, whole)
    seen = air.through(whole, np.asarray(depth, np.float32), rays, view.position, mood, frame, held)
    if layer is None:
        return seen
    cover = layer.cover[..., None]
    own = np.asarray(layer.light / np.maximum(cover, np.float32(1e-4)), np.float32)
    before = air.through(own, layer.depth, rays, view.position, mood, frame, held)
    return np.asarray(seen * (1 - cover) + before * cover, np.float32)


def grade(colour: Floats, depth: Floats, mood: Mood, view: View, frame: int, seed: int,
          layer: Layer | None = None) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 sRGB: the finished frame.

    ``colour`` (H, W, 3) scene-linear Rec.709, over 1 where light is seen; ``depth`` (H, W) metres along the view
    axis, inf where nothing is; ``frame`` moves grain and mist; ``seed`` is the shot's, for sky and grain; ``layer``
    the soft volumes (fire, smoke, dust) before it.
    """
    light = scene(colour, depth, mood, view, frame, seed, layer)
    light = light * np.float32(2.0 ** develop.exposure_stops(mood))
    thick = min(1.0, mood.fog_density / 0.02)
    light = bloom.spread(np.asarray(light, np.float32), mood.bloom + FOG_BLOOM * thick, 1.0 - 0.4 * thick)
    picture = develop.smoothed(develop.printed(light, mood), np.asarray(depth, np.float32))
    return develop.grained(picture, mood.grain, frame, seed)


def effect_light(colour: Floats, depth: Floats, lamps: Sequence[Lamp], view: View,
                 normal: Floats | None = None) -> Floats:
    """(H, W, 3) float32 scene-linear: ``colour`` with the light of ``lamps`` (fires, flashes) on its surfaces.

    ``normal`` (H, W, 3) is camera space as the NORMAL pass gives it; without one it is taken from the depth. What a
    surface reflects is guessed from its hue, since its colour has light in it already.
    """
    if not lamps:
        return np.asarray(colour, np.float32)
    places = np.array([[lamp.x, lamp.y, lamp.z, *lamp.colour] for lamp in lamps], np.float32)
    rays, axes = view.rays(*depth.shape), view.axes()
    eye = np.array(view.position, np.float32)
    at = eye + rays * np.where(np.isfinite(depth), depth, np.float32(0))[..., None]
    if normal is None:
        facing = _facing(at, np.asarray(depth, np.float32), rays)
    else:
        facing = np.asarray(normal @ (axes * np.array([[1], [1], [-1]], np.float32)), np.float32)
    return _with_lamps(np.asarray(colour, np.float32), depth, at, facing, places)


@kernel
def _facing(at: Floats, depth: Floats, rays: Floats) -> Floats:
    """World normals (H, W, 3) from places: the smaller of the two steps to either side, so that edges stay clean."""
    height, width = depth.shape
    out = np.zeros((height, width, 3), np.float32)
    for j in range(height):
        for i in range(width):
            left, right, above, below = max(0, i - 1), min(width - 1, i + 1), max(0, j - 1), min(height - 1, j + 1)
            if (abs(depth[j, left] - depth[j, i]) < abs(depth[j, right] - depth[j, i]) and i > 0) or right == i:
                u = at[j, i] - at[j, left]
            else:
                u = at[j, right] - at[j, i]
            if (abs(depth[above, i] - depth[j, i]) < abs(depth[below, i] - depth[j, i]) and j > 0) or below == j:
                v = at[above, i] - at[j, i]
            else:
                v = at[j, i] - at[below, i]
            n = np.cross(u, v)
            size = np.sqrt((n * n).sum())
            if size > 1e-12:
                out[j, i] = n / size if (n * rays[j, i]).sum() < 0 else -n / size
    return out


@kernel
def _with_lamps(colour: Floats, depth: Floats, at: Floats, facing: Floats, lamps: Floats) -> Floats:
    height, width = depth.shape
    out = colour.copy()
    total = np.zeros(3)
    for j in range(height):
        for i in range(width):
            if not np.isfinite(depth[j, i]):
                continue
            total[:] = 0.0
            for k in range(len(lamps)):
                dx, dy, dz = lamps[k, 0] - at[j, i, 0], lamps[k, 1] - at[j, i, 1], lamps[k, 2] - at[j, i, 2]
                square = dx * dx + dy * dy + dz * dz
                slope = (facing[j, i, 0] * dx + facing[j, i, 1] * dy + facing[j, i, 2] * dz) / np.sqrt(square + 1e-4)
                wide = max(0.25, max(lamps[k, 3], lamps[k, 4], lamps[k, 5]) / NEAR)
                amount = max(0.0, 0.85 * slope + 0.15) / (square + wide)
                for c in range(3):
                    total[c] += amount * lamps[k, 3 + c]
            grey = 0.2126 * colour[j, i, 0] + 0.7152 * colour[j, i, 1] + 0.0722 * colour[j, i, 2]
            body = 0.07 + 0.30 * np.sqrt(min(grey, 0.6))
            for c in range(3):
                hue = (colour[j, i, c] + 0.01) / (grey + 0.01)
                out[j, i, c] += total[c] * body * min(2.2, 0.3 + 0.7 * hue)
    return out
