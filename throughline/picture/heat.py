"""What blasts and hot air do to a picture besides their light: shimmer, the ring of a shock wave, a shaken camera."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from throughline.film.effect import EffectSound
from throughline.picture.kernel import kernel
from throughline.picture.march_grids import COLD, Gas
from throughline.picture.noise import cloudy
from throughline.picture.view import SENSOR_MM, Floats, View

Reals = NDArray[np.float64]
SOUND = 343.0  # m/s
BLASTS = ("explosion", "collapse", "impact", "crash")
BEND = 0.0016  # radians that a metre of air at 1000 K over the air about it turns light, at most
RISE = 2.2  # of a fire's height, that its hot air stands over it
LARGE = 4.0  # metres: smaller explosions have no ring to be seen
RING_FRAMES = 3
RING = 0.004  # radians by which a ring bends light
MIST = 0.10  # of white that the ring of a very large blast carries
SWING = 0.010  # radians that an explosion 10 m wide swings a camera 10 m away
DECAY = 0.42  # seconds in which a swing loses most of itself


def shimmer(colour: Floats, depth: Floats, view: View, volumes: Sequence[Gas], frame: int, rate: float = 24.0,
            seed: int = 0) -> Floats:
    """``colour`` (H, W, 3) as seen through the hot air about and over what glows; itself where nothing does.

    ``depth`` (H, W) metres along the view axis: what stands before the fire stays still. To be used before the layer
    of the fire itself is laid over it.
    """
    bent = np.zeros((*depth.shape, 2), np.float32)
    for volume in volumes:
        if volume.heat is not None and volume.heat.max(initial=0.0) > COLD:
            _add_air(bent, depth, view, volume, frame / rate, seed)
    if not bent.any():
        return colour
    return _bent(colour, bent)


def _add_air(bent: Floats, depth: Floats, view: View, volume: Gas, seconds: float, seed: int) -> None:
    """Adds to ``bent`` (H, W, 2), pixels, what the hot air of one fire does."""
    assert volume.heat is not None
    hot = np.argwhere(volume.heat > COLD)
    low, high = hot.min(axis=0), hot.max(axis=0) + 1
    kelvin = float(volume.heat[volume.heat > COLD].mean())
    origin, cell = np.array(volume.origin), volume.voxel
    centre = origin + (low + high) * 0.5 * cell
    wide, tall = 0.5 * float(max(high[:2] - low[:2])) * cell, float(high[2] - low[2]) * cell
    centre[2] = origin[2] + low[2] * cell
    height, width = depth.shape
    pixels = width * view.lens_mm / SENSOR_MM
    strength = BEND * min(1.5, kelvin / 1000.0) * pixels * min(2.0, wide)
    rays = view.rays(height, width)
    _hot_air(bent, np.asarray(depth, np.float32), rays, np.array(view.position), view.axes().astype(np.float64), centre,
             max(wide, 2 * cell), tall * (1.0 + RISE), strength, seconds, seed & 0xFFFF)


@kernel
def _hot_air(bent: Floats, depth: Floats, rays: Floats, eye: Reals, axes: Reals, centre: Reals, wide: float,
             tall: float, strength: float, seconds: float, seed: int) -> None:
    deep = ((centre[0] - eye[0]) * axes[2, 0] + (centre[1] - eye[1]) * axes[2, 1] + (centre[2] - eye[2]) * axes[2, 2])
    if deep < 0.3:
        return
    rise = 1.1 * np.sqrt(wide)  # m/s, as fires of that width send their air up
    size = 0.22 * wide + 0.04
    for j in range(depth.shape[0]):
        for i in range(depth.shape[1]):
            if depth[j, i] < deep:
                continue
            x, y = eye[0] + deep * rays[j, i, 0] - centre[0], eye[1] + deep * rays[j, i, 1] - centre[1]
            z = eye[2] + deep * rays[j, i, 2] - centre[2]
            up = z / tall
            if not -0.1 < up < 1.2:
                continue
            across = (x * axes[0, 0] + y * axes[0, 1]) / (wide * (1.15 + 0.5 * max(0.0, up)))
            amount = np.exp(-across * across * 1.6) * min(1.0, max(0.0, (up + 0.1) * 5.0)) * max(0.0, 1.2 - up)
            if amount < 0.01:
                continue
            u, v = (x * axes[0, 0] + y * axes[0, 1]) / size, (z - rise * seconds) / size
            bent[j, i, 0] += strength * amount * 2.0 * (cloudy(u, v, seed, 3) - 0.5)
            bent[j, i, 1] += strength * amount * 2.0 * (cloudy(u + 31.7, v, seed + 7, 3) - 0.5)


def _bent(colour: Floats, bent: Floats) -> Floats:
    height, width = bent.shape[:2]
    x = np.arange(width, dtype=np.float32)[None, :] + bent[..., 0]
    y = np.arange(height, dtype=np.float32)[:, None] + bent[..., 1]
    moved = cv2.remap(np.ascontiguousarray(colour), x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.maximum(moved, 0), np.float32)


def shock(colour: Floats, depth: Floats, view: View, sounds: Sequence[EffectSound], frame: float,
          rate: float = 24.0) -> Floats:
    """``colour`` (H, W, 3) with the shells of air that large explosions drive before them bending what is behind, for
    RING_FRAMES frames; itself where there is none. ``frame`` is local to the ``sounds``."""
    whole = colour
    for sound in sounds:
        late = frame - sound.frame
        if sound.kind != "explosion" or sound.size_m < LARGE or not 0 < late <= RING_FRAMES:
            continue
        radius = shell_radius(sound.size_m, late / rate)
        fade = (1.0 - (late - 0.5) / RING_FRAMES) * min(1.5, sound.size_m / 10.0)
        bent, white = np.zeros((*depth.shape, 2), np.float32), np.zeros(depth.shape, np.float32)
        pixels = depth.shape[1] * view.lens_mm / SENSOR_MM
        _ring(bent, white, np.asarray(depth, np.float32), view.rays(*depth.shape), np.array(view.position),
              view.axes().astype(np.float64), np.array([sound.x, sound.y, sound.z]), radius,
              0.035 * radius + 0.12 * sound.size_m / 10.0, RING * pixels * fade)
        level = np.float32(MIST * max(0.0, fade)) * white[..., None]
        bright = np.float32(np.median(whole))
        whole = np.asarray(_bent(whole, bent) * (1 - level) + level * bright * np.float32(1.6), np.float32)
    return whole


def shell_radius(size_m: float, seconds: float) -> float:
    """How far, in metres, the front of an explosion ``size_m`` wide has come: at first faster than sound, by the
    strong blast's two-fifths power, then at its speed.

    Source: Taylor 1950, The formation of a blast wave, joined where its speed has fallen to 343 m/s.
    """
    slow = 0.4 * 0.5 * size_m / SOUND  # seconds: half the size is where the front becomes sound
    if seconds <= slow:
        return float(0.5 * size_m * (max(0.0, seconds) / slow) ** 0.4)
    return float(0.5 * size_m + SOUND * (seconds - slow))


@kernel
def _ring(bent: Floats, white: Floats, depth: Floats, rays: Floats, eye: Reals, axes: Reals, centre: Reals,
          radius: float, thick: float, strength: float) -> None:
    """Adds the limb of a shell: where a ray only grazes it, it is in it for long."""
    for j in range(depth.shape[0]):
        for i in range(depth.shape[1]):
            long = np.sqrt((rays[j, i] ** 2).sum())
            along, square = 0.0, 0.0
            for c in range(3):
                along += (centre[c] - eye[c]) * rays[j, i, c] / long
            if along <= 0.0 or along / long > depth[j, i]:
                continue
            right, up = 0.0, 0.0
            for c in range(3):
                off = eye[c] + along * rays[j, i, c] / long - centre[c]
                square += off * off
                right, up = right + off * axes[0, c], up + off * axes[1, c]
            near = np.sqrt(square)
            where = (near - radius) / thick
            if abs(where) > 3.0 or near < 1e-3:
                continue
            limb = np.exp(-where * where)
            bent[j, i, 0] += -strength * limb * right / near
            bent[j, i, 1] += strength * limb * up / near
            white[j, i] += limb


def shake(sounds: Sequence[EffectSound], camera: tuple[float, float, float], frames: int, rate: float = 24.0,
          seed: int = 0) -> Reals:
    """(F, 3) float64: by how much blasts turn a camera that stands at ``camera``: pan, tilt and roll, radians.

    Each comes when its sound does, distance over 343 m/s after it goes off; the swing grows with its size and falls
    with distance, and dies away as a tripod or a shoulder does. Nothing before the first arrives.
    """
    total = np.zeros((frames, 3))
    noise = np.random.Generator(np.random.PCG64([seed, 7])).standard_normal((len(sounds), 3, frames + 64))
    for sound, own in zip(sounds, noise, strict=True):
        if sound.kind not in BLASTS or sound.size_m <= 0:
            continue
        away = float(np.linalg.norm(np.array(camera) - np.array([sound.x, sound.y, sound.z])))
        late = (np.arange(frames) - sound.frame) / rate - away / SOUND
        size = SWING * min(2.5, sound.size_m / 10.0) * min(3.0, 10.0 / max(away, 2.0))
        lasting = DECAY + 0.6 * sound.seconds * (sound.kind == "collapse")
        swing = np.where(late >= 0, np.exp(-np.maximum(late, 0) / lasting), 0.0)
        wobble = gaussian_filter1d(own, 0.8 * rate / 24.0, axis=1)[:, 32:32 + frames]
        wobble /= max(float(wobble.std()), 1e-9)
        blow = np.where(late >= 0, np.cos(2 * np.pi * 4.5 * late) * np.exp(-np.maximum(late, 0) / 0.16), 0.0)
        for axis, part in enumerate((0.6, 1.0, 0.45)):
            total[:, axis] += size * part * (0.55 * wobble[axis] * swing + (0.9 * blow if axis == 1 else 0.0))
    return total
