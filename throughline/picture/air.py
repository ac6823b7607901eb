"""The air between camera and things: fog by distance and height, lit from the key's side, drifting in thick fog."""

from __future__ import annotations

import numpy as np

from throughline.film.setplan import Mood
from throughline.picture.kernel import kernel
from throughline.picture.noise import cloudy
from throughline.picture.view import Floats

FOG_TOP = 22.0  # metres over the ground at which fog thins to a third
DRIFT = 0.012  # metres a frame


def through(colour: Floats, depth: Floats, rays: Floats, eye: tuple[float, float, float], mood: Mood,
            frame: int, brightness: float = 1.0) -> Floats:
    """``colour`` (H, W, 3) as seen through the air, which has ``brightness`` of its mood's.

    ``depth`` (H, W) metres along the view axis, inf for sky; ``rays`` (H, W, 3) one metre deep; ``eye`` the camera's
    place.
    """
    if mood.fog_density <= 0:
        return colour
    return _through(colour, depth, rays, float(eye[0]), float(eye[1]), float(eye[2]),
                    np.array(mood.fog_colour, np.float32) * np.float32(brightness), np.array(mood.key, np.float32),
                    np.array(mood.key_colour, np.float32), float(mood.fog_density), float(mood.fog_start), frame)


@kernel
def _through(colour: Floats, depth: Floats, rays: Floats, ex: float, ey: float, ez: float, fog: Floats, key: Floats,
             key_colour: Floats, density: float, start: float, frame: int) -> Floats:
    height, width = depth.shape
    out = np.empty_like(colour)
    drifting = min(1.0, max(0.0, (density - 0.006) / 0.012))
    for j in range(height):
        for i in range(width):
            x, y, z = rays[j, i, 0], rays[j, i, 1], rays[j, i, 2]
            long = np.sqrt(x * x + y * y + z * z)
            sky = not np.isfinite(depth[j, i])
            far = 600.0 if sky else depth[j, i] * long
            lift = z / long * far
            thin = _mean_density(ez, ez + lift)
            way = max(0.0, far - start)
            local = 1.0
            if drifting > 0 and not sky:
                middle = 0.7 * far / long
                u, v = ex + x * middle + frame * DRIFT * 3.0, ey + y * middle + frame * DRIFT
                local += drifting * 0.9 * (cloudy(0.11 * u, 0.11 * v + 0.2 * (ez + z * middle), 77, 3) - 0.5)
            left = np.exp(-density * way * thin * local)
            towards = max(0.0, (x * key[0] + y * key[1] + z * key[2]) / long)
            scatter = 0.10 * towards ** 6
            for c in range(3):
                air = fog[c] + key_colour[c] * scatter
                out[j, i, c] = colour[j, i, c] * left + air * (1.0 - left)
    return out


@kernel
def _mean_density(low: float, high: float) -> float:
    """The mean of exp(-h / FOG_TOP) over heights from ``low`` to ``high``."""
    a, b = max(0.0, min(low, high)) / FOG_TOP, max(0.0, max(low, high)) / FOG_TOP
    if b - a < 1e-3:
        return float(np.exp(-a))
    return float((np.exp(-a) - np.exp(-b)) / (b - a))
