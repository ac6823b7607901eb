"""A camera in time, and the arithmetic of its lens."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

SENSOR_MM = 36.0
Points = NDArray[np.float64]


@dataclass(frozen=True)
class CameraTrack:
    """Where the camera is each frame: ``position`` and ``look`` (F, 3) metres, ``roll`` (F,) radians, ``lens``
    (F,) mm on a sensor 36 mm wide; ``aspect`` is the picture's width over its height."""

    position: Points
    look: Points
    roll: Points
    lens: Points
    aspect: float

    @property
    def sensor_height(self) -> float:
        return SENSOR_MM / self.aspect

    def axes(self, frame: int) -> tuple[Points, Points, Points]:
        """Unit vectors (right, up, forward) of the camera at a frame."""
        forward = self.look[frame] - self.position[frame]
        forward = forward / max(1e-9, float(np.linalg.norm(forward)))
        side = np.cross(forward, (0.0, 0.0, 1.0))
        length = float(np.linalg.norm(side))
        right = side / length if length > 1e-6 else np.array((0.0, -1.0, 0.0))
        up = np.cross(right, forward)
        turn, lift = math.cos(self.roll[frame]), math.sin(self.roll[frame])
        return right * turn + up * lift, up * turn - right * lift, forward

    def project(self, points: Points, frame: int) -> Points:
        """Screen places (N, 3) of world points (N, 3): x and y in -1..1 of the half width and half height, and
        the depth in metres (negative behind the camera)."""
        right, up, forward = self.axes(frame)
        offset = np.asarray(points, dtype=np.float64) - self.position[frame]
        depth = offset @ forward
        safe = np.where(np.abs(depth) < 1e-6, 1e-6, depth)
        scale = 2.0 * self.lens[frame]
        x = offset @ right / safe * scale / SENSOR_MM
        y = offset @ up / safe * scale / self.sensor_height
        return np.stack([x, y, depth], axis=-1)


def inertia(points: Points, sigma: float) -> Points:
    """The points (F, n) as a heavy camera follows them: smoothed over ``sigma`` frames, running on at both ends as
    they run there, so that what moves steadily is neither led nor lagged."""
    frames = len(points)
    if frames < 3 or np.ptp(points, axis=0).max() < 1e-6:
        return points.copy()
    pad = min(frames - 1, int(sigma * 3))
    before = 2 * points[0] - points[pad:0:-1]
    after = 2 * points[-1] - points[-2:-pad - 2:-1]
    whole = np.concatenate([before, points, after])
    return np.asarray(gaussian_filter1d(whole, sigma, axis=0, mode="nearest")[pad:pad + frames])


def coverage(distance: float, lens_mm: float, aspect: float) -> float:
    """The height in metres that fills the picture at ``distance``."""
    return distance * SENSOR_MM / aspect / lens_mm


def distance_for(height: float, lens_mm: float, aspect: float) -> float:
    """How far a camera stands so that ``height`` metres fill the picture."""
    return height * lens_mm * aspect / SENSOR_MM


def reticle(track: CameraTrack, frame: int, target: Points) -> dict[str, float]:
    """Techvis figures of a frame: height above ground, distance to the target, tilt and pan in degrees, lens."""
    forward = track.axes(frame)[2]
    return {"height_m": float(track.position[frame, 2]),
            "distance_m": float(np.linalg.norm(target - track.position[frame])),
            "tilt_deg": math.degrees(math.asin(float(np.clip(forward[2], -1, 1)))),
            "pan_deg": math.degrees(math.atan2(float(forward[1]), float(forward[0]))),
            "lens_mm": float(track.lens[frame])}
