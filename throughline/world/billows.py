"""What effects share: the light about them, the colours of fire, turns, streaks of spark and rain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.world.shapes import Floats, Piece, f32, join, quads

RAMP = np.array([0.0, 0.22, 0.38, 0.58, 0.80, 1.05, 1.5])
FIRE = np.array([(0, 0, 0), (0.03, 0.003, 0.0), (0.24, 0.026, 0.003), (0.85, 0.18, 0.014), (1.9, 0.62, 0.075),
                 (3.8, 1.9, 0.45), (7.0, 5.4, 2.8)])


@dataclass(frozen=True)
class Air:
    """The light about an effect: ambient, key and its direction, linear Rec.709; what smoke and dust are seen by."""

    ambient: tuple[float, float, float] = (0.15, 0.16, 0.19)
    key: tuple[float, float, float] = (-0.35, -0.45, 0.82)
    key_colour: tuple[float, float, float] = (0.16, 0.17, 0.20)


def fire_colour(heat: ArrayLike) -> Floats:
    """The glow (..., 3) of fire for ``heat`` from 0 (soot) through 0.6 (orange) to 1.5 (white)."""
    value = np.asarray(heat, np.float64)
    return np.stack([np.interp(value, RAMP, FIRE[:, c]) for c in range(3)], axis=-1).astype(np.float32)


def turned(axis: NDArray[np.floating], angle: float) -> Floats:
    """The rotation matrix (3, 3) by ``angle`` radians about ``axis`` (3,)."""
    x, y, z = np.asarray(axis, np.float64) / max(float(np.linalg.norm(axis)), 1e-9)
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k)


def streaks(start: ArrayLike, end: ArrayLike, width: float, colour: ArrayLike) -> Piece:
    """Thin crossed ribbons from ``start`` (K, 3) to ``end`` (K, 3): sparks, rain, tracer."""
    a, b = np.asarray(start, np.float32).reshape(-1, 3), np.asarray(end, np.float32).reshape(-1, 3)
    along = b - a
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
    helper = np.where(np.abs(along[:, 2:]) > 0.9, f32([1, 0, 0]), f32([0, 0, 1]))
    u = np.cross(along, helper)
    u = u / np.maximum(np.linalg.norm(u, axis=1, keepdims=True), 1e-6) * f32(width / 2)
    v = np.cross(along, u)
    return join([quads(np.stack([a - s, a + s, b + s * 0.4, b - s * 0.4], axis=1), colour) for s in (u, v)])
