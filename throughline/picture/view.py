"""Where the camera is and what it sees: rays through pixels, and back to places in the world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SENSOR_MM = 36.0


@dataclass(frozen=True)
class View:
    """A pinhole camera: ``position`` in metres, ``forward`` and ``up`` unit vectors (``up`` need not be square to
    ``forward``), ``lens_mm`` on a sensor 36 mm wide, ``aspect`` width over height."""

    position: tuple[float, float, float]
    forward: tuple[float, float, float]
    up: tuple[float, float, float] = (0.0, 0.0, 1.0)
    lens_mm: float = 35.0
    aspect: float = 2.39

    def axes(self) -> Floats:
        """(3, 3) float32: rows are the camera's right, up and forward in the world."""
        ahead = np.array(self.forward, np.float64)
        ahead /= np.linalg.norm(ahead)
        right = np.cross(ahead, np.array(self.up, np.float64))
        length = np.linalg.norm(right)
        right = right / length if length > 1e-6 else np.array([0.0, -1.0, 0.0])
        return np.stack([right, np.cross(right, ahead), ahead]).astype(np.float32)

    def rays(self, height: int, width: int) -> Floats:
        """(height, width, 3) float32: world vectors through the pixels' centres, one metre deep along ``forward``."""
        wide = np.float32(SENSOR_MM / self.lens_mm)
        x = ((np.arange(width, dtype=np.float32) + 0.5) / width - 0.5) * wide
        y = (0.5 - (np.arange(height, dtype=np.float32) + 0.5) / height) * wide / np.float32(self.aspect)
        right, up, ahead = self.axes()
        across = x[:, None] * right + ahead
        return np.asarray(across[None, :, :] + (y[:, None] * up)[:, None, :], np.float32)
