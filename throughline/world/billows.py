"""Clouds as meshes: cauliflower lumps with shaded folds for smoke and dust, glowing through their cracks for fire."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.world.shapes import Floats, Piece, noise, normals, sphere

RAMP = np.array([0.0, 0.22, 0.38, 0.58, 0.80, 1.05, 1.5])
FIRE = np.array([(0, 0, 0), (0.05, 0.004, 0.0), (0.55, 0.055, 0.005), (1.9, 0.42, 0.03), (4.2, 1.5, 0.20),
                 (7.5, 4.2, 1.3), (11.0, 8.8, 5.2)])


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


def lumps(centres: ArrayLike, radii: ArrayLike, seeds: ArrayLike, *, level: int = 2, phase: float = 0.0,
          rough: float = 0.55) -> tuple[Piece, Floats, NDArray[np.int64]]:
    """Cauliflower lumps at ``centres`` (K, 3), ``radii`` (K,) or (K, 3), each with its own of ``seeds`` (K,).

    Returns the piece (white), how deep in a fold each point lies (0 on a crown to 1 in a crack), and its lump.
    ``phase`` rolls the folds inwards as time goes.
    """
    at = np.asarray(centres, np.float32).reshape(-1, 3)
    count = len(at)
    radius = np.asarray(radii, np.float32)
    radius = np.broadcast_to(radius[:, None] if radius.ndim == 1 else radius, (count, 3))
    unit, triangles = sphere(level)
    offset = np.asarray(seeds, np.float32).reshape(-1, 1, 1) * np.float32([7.13, 3.77, 5.31])
    where = unit[None] * np.float32(1.55) + offset + np.float32([0, 0, -phase])
    bulge = np.abs(noise(where, 11)) + 0.5 * np.abs(noise(where * 2.1, 12))
    if level > 1:
        bulge = bulge + 0.25 * np.abs(noise(where * 4.3, 13))
    bulge = np.clip(bulge / 0.75, 0, 1.25)
    points = at[:, None] + unit[None] * radius[:, None] * (1 - 0.55 * rough + rough * bulge)[..., None]
    corners = triangles[None] + (np.arange(count, dtype=np.int32) * len(unit))[:, None, None]
    total = count * len(unit)
    piece = Piece(points.reshape(-1, 3).astype(np.float32), np.full(count * len(triangles), 3, np.int32),
                  corners.reshape(-1).astype(np.int32), np.ones((total, 3), np.float32), np.zeros((total, 3), np.float32))
    crack = np.clip(1.15 - 1.5 * bulge, 0, 1).reshape(-1).astype(np.float32)
    return piece, crack, np.repeat(np.arange(count), len(unit))


def shaded(piece: Piece, crack: Floats, colour: ArrayLike, air: Air, *, glow: ArrayLike = 0.0,
           fire: tuple[float, float, float, float] | None = None) -> Piece:
    """``piece`` as smoke or dust of ``colour`` ((3,) or a point) lit by ``air``, dark in its folds, plus ``glow``.

    ``fire`` (x, y, z, power): a fire that lights it from there in orange.
    """
    facing = normals(piece)
    sky = (0.55 + 0.45 * facing[:, 2]) * (1 - 0.60 * crack)
    key = np.array(air.key, np.float32) / np.float32(np.linalg.norm(air.key))
    wrapped = np.clip((facing @ key + 0.35) / 1.35, 0, 1) * (1 - 0.5 * crack)
    light = sky[:, None] * np.float32(air.ambient) + wrapped[:, None] * np.float32(air.key_colour)
    if fire is not None and fire[3] > 0:
        way = np.float32(fire[:3]) - piece.points
        square = (way * way).sum(axis=1)
        towards = np.clip((facing * way).sum(axis=1) / np.sqrt(square + 1e-3) * 0.7 + 0.3, 0, 1)
        light = light + (towards * fire[3] / (square + 2.0))[:, None] * np.float32([1.0, 0.42, 0.12])
    shown = np.asarray(colour, np.float32) * light + np.asarray(glow, np.float32)
    return Piece(piece.points, piece.counts, piece.corners, shown.astype(np.float32), np.zeros_like(piece.points))


def burning(piece: Piece, crack: Floats, heat: Floats, air: Air, soot: float = 0.05) -> Piece:
    """``piece`` as a fireball: ``heat`` (points,) shows brightest in its cracks; what has cooled is lit soot."""
    warm = heat * (0.62 + 0.75 * crack)
    return shaded(piece, crack, (soot, soot * 0.92, soot * 0.86), air, glow=fire_colour(warm))


def streaks(start: ArrayLike, end: ArrayLike, width: float, colour: ArrayLike) -> Piece:
    """Thin crossed ribbons from ``start`` (K, 3) to ``end`` (K, 3): sparks, rain, tracer."""
    from throughline.world.shapes import join, quads
    a, b = np.asarray(start, np.float32).reshape(-1, 3), np.asarray(end, np.float32).reshape(-1, 3)
    along = b - a
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
    helper = np.where(np.abs(along[:, 2:]) > 0.9, np.float32([1, 0, 0]), np.float32([0, 0, 1]))
    u = np.cross(along, helper)
    u = u / np.maximum(np.linalg.norm(u, axis=1, keepdims=True), 1e-6) * np.float32(width / 2)
    v = np.cross(along, u)
    return join([quads(np.stack([a - s, a + s, b + s * 0.4, b - s * 0.4], axis=1), colour) for s in (u, v)])
