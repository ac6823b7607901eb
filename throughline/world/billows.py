"""Clouds as meshes: cauliflower lumps with shaded folds for smoke and dust, glowing through their cracks for fire."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.world.shapes import Floats, Piece, Reals, f32, join, normals, patch, quads, rng, sphere


@dataclass(frozen=True)
class Cloud:
    """Lumps still to be lit: their geometry, soft normals (N, 3), depth in a fold (N,) 0 to 1, which lump (N,)."""

    piece: Piece
    facing: Floats
    fold: Floats
    lump: NDArray[np.int64]


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


LOBES = ((11, 0.56, 0.46), (38, 0.86, 0.22))  # how many, how far out, how large: each octave needs finer cells


@dataclass(frozen=True)
class Lump:
    """A cauliflower about the origin: points (N, 3), soft normals (N, 3), depth in a fold (N,), triangles (T, 3)."""

    points: Floats
    facing: Floats
    fold: Floats
    triangles: NDArray[np.int32]


@lru_cache(maxsize=32)
def _template(level: int, variant: int, shreds: bool) -> Lump:
    """A lump of lobes upon lobes; with ``shreds``, flecks about its outline so that it does not end in an edge."""
    unit, triangles = sphere(level)
    random = rng("lump", variant)
    best, second = np.full(len(unit), 0.72), np.full(len(unit), 0.72)
    owner = unit.astype(np.float64)
    for count, out, half in LOBES[:1 if level < 3 else 2]:
        directions = random.normal(size=(count, 3))
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        for direction in directions:
            at, ball = out * float(random.uniform(0.88, 1.12)), half * float(random.uniform(0.8, 1.2))
            along = unit @ direction
            inside = ball ** 2 - at ** 2 * (1 - along ** 2)
            reach = np.where((inside > 0) & (along > 0), at * along + np.sqrt(np.maximum(inside, 0)), 0.0)
            higher = reach > best
            second = np.where(higher, best, np.maximum(second, reach))
            owner = np.where(higher[:, None], unit * reach[:, None] - at * direction, owner)
            best = np.maximum(best, reach)
    fold = np.clip(1 - (best - second) / 0.10, 0, 1) * np.clip((1.05 - best) / 0.25 + 0.35, 0, 1)
    facing = owner / np.maximum(np.linalg.norm(owner, axis=1, keepdims=True), 1e-6) + 0.8 * unit
    facing /= np.linalg.norm(facing, axis=1, keepdims=True)
    points = unit * (best / 0.98)[:, None]
    count = (0, 10, 36, 90)[min(level, 3)] if shreds else 0
    chosen = random.integers(len(unit), size=count)
    loose, across = _flecks(points[chosen], unit[chosen], facing[chosen], random)
    corners = len(unit) + np.arange(4 * count).reshape(-1, 4)
    faces = np.concatenate([triangles, corners[:, [0, 1, 2]], corners[:, [0, 2, 3]]])
    return Lump(f32(np.concatenate([points, loose])), f32(np.concatenate([facing, across])),
                f32(np.concatenate([fold, np.zeros(len(loose))])), faces.astype(np.int32))


def _flecks(points: Reals, outward: Reals, facing: Reals, random: np.random.Generator) -> tuple[Reals, Reals]:
    """Small ragged quads (4 K, 3) just off the surface at ``points`` (K, 3), and their normals."""
    count = len(points)
    across = np.cross(outward, random.normal(size=(count, 3)))
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-6)
    up = outward + 0.5 * random.normal(size=(count, 3))
    up /= np.maximum(np.linalg.norm(up, axis=1, keepdims=True), 1e-6)
    size = random.uniform(0.015, 0.05, (count, 1))
    middle = points + outward * random.uniform(0.0, 0.10, (count, 1))
    ring = [middle - across * size, middle - up * size * 0.6, middle + across * size * 0.8, middle + up * size]
    return np.stack(ring, axis=1).reshape(-1, 3), np.repeat(facing, 4, axis=0)


def lumps(centres: ArrayLike, radii: ArrayLike, seeds: ArrayLike, *, level: int | NDArray[np.integer] = 2,
          phase: float = 0.0, shreds: bool = False) -> Cloud:
    """Cauliflower lumps at ``centres`` (K, 3), ``radii`` (K,) or (K, 3), each its own by ``seeds`` (K,).

    ``level`` (one or K) is how finely each is cut, 20 * 4 ** level triangles; ``phase`` in radians rolls each about
    an axis of its own; ``shreds`` frays their outlines.
    """
    at = np.asarray(centres, np.float32).reshape(-1, 3)
    radius = np.asarray(radii, np.float32)
    radius = np.broadcast_to(radius[:, None] if radius.ndim == 1 else radius, (len(at), 3))
    levels = np.broadcast_to(np.asarray(level), (len(at),)).tolist()
    points, facing, folds, faces, start = [], [], [], [], 0
    for centre, size, seed, fine in zip(at, radius, np.asarray(seeds, np.float64).ravel(), levels, strict=True):
        whole = int(seed)
        lump = _template(fine, whole % 6, shreds)
        turn = turned(np.array([np.sin(2.4 * whole), np.cos(2.4 * whole), np.sin(1.3 * whole)]), 2.1 * whole + phase)
        points.append(centre + (lump.points @ turn.T) * size)
        facing.append(lump.facing @ turn.T)
        folds.append(lump.fold)
        faces.append(lump.triangles + np.int32(start))
        start += len(lump.points)
    corners = np.concatenate(faces)
    piece = Piece(np.concatenate(points).astype(np.float32), np.full(len(corners), 3, np.int32),
                  corners.reshape(-1).astype(np.int32), np.ones((start, 3), np.float32),
                  np.zeros((start, 3), np.float32))
    return Cloud(piece, np.concatenate(facing).astype(np.float32), np.concatenate(folds),
                 np.repeat(np.arange(len(at)), [len(fold) for fold in folds]))


def bank(centres: Reals, radii: Reals, step: float) -> Cloud:
    """The body of a cloud that lies on the ground under its lumps ((K, 3) and (K,)): it fills the gaps between them.

    ``step`` is the lattice's width in metres.
    """
    low, high = (centres[:, :2] - 2 * radii[:, None]).min(axis=0), (centres[:, :2] + 2 * radii[:, None]).max(axis=0)
    x, y = np.meshgrid(np.arange(low[0], high[0] + step, step), np.arange(low[1], high[1] + step, step), indexing="ij")
    top, near = np.full(x.shape, -1.0), np.full(x.shape, 3.0)
    for (cx, cy, cz), radius in zip(centres, radii, strict=True):
        away = np.hypot(x - cx, y - cy) / radius
        top = np.maximum(top, cz + radius * (0.50 - 0.58 * away ** 2))
        near = np.minimum(near, away)
    some = np.maximum(np.maximum(top[:-1, :-1], top[1:, 1:]), np.maximum(top[1:, :-1], top[:-1, 1:])) > 0
    piece = patch(np.stack([x, y, np.maximum(top, -0.3)], -1), (1.0, 1.0, 1.0), keep=some)
    where = np.stack([x, y, np.maximum(top, -0.3)], -1)
    fold = patch(where, np.broadcast_to(np.clip((near - 0.55) * 1.3, 0, 0.9)[..., None], where.shape), keep=some)
    facing = normals(piece)
    return Cloud(piece, facing, np.ascontiguousarray(fold.colours[:, 0]), np.zeros(len(facing), np.int64))


def turned(axis: NDArray[np.floating], angle: float) -> Floats:
    """The rotation matrix (3, 3) by ``angle`` radians about ``axis`` (3,)."""
    x, y, z = np.asarray(axis, np.float64) / max(float(np.linalg.norm(axis)), 1e-9)
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k)


def shaded(cloud: Cloud, colour: ArrayLike, air: Air, *, glow: ArrayLike = 0.0,
           fire: tuple[float, float, float, float] | None = None) -> Piece:
    """The cloud as smoke or dust of ``colour`` ((3,) or a point) lit by ``air``, dark in its folds, plus ``glow``.

    ``fire`` (x, y, z, power): a fire that lights it from there in orange.
    """
    piece, facing, fold = cloud.piece, cloud.facing, cloud.fold
    sky = (0.58 + 0.42 * facing[:, 2]) * (1 - 0.45 * fold)
    key = np.array(air.key, np.float32) / f32(np.linalg.norm(air.key))
    wrapped = np.clip((facing @ key + 0.4) / 1.4, 0, 1) * (1 - 0.35 * fold)
    light = sky[:, None] * f32(air.ambient) + wrapped[:, None] * f32(air.key_colour)
    if fire is not None and fire[3] > 0:
        way = f32(fire[:3]) - piece.points
        square = (way * way).sum(axis=1)
        towards = np.clip((facing * way).sum(axis=1) / np.sqrt(square + 1e-3) * 0.7 + 0.3, 0, 1)
        light = light + (towards * fire[3] / (square + 4.0))[:, None] * f32([1.0, 0.42, 0.12])
    shown = np.asarray(colour, np.float32) * light + np.asarray(glow, np.float32)
    return Piece(piece.points, piece.counts, piece.corners, shown.astype(np.float32), np.zeros_like(piece.points))


def burning(cloud: Cloud, heat: Floats, air: Air, soot: float = 0.05) -> Piece:
    """The cloud as a fireball: ``heat`` (points,) shows brightest in its folds; what has cooled is lit soot."""
    warm = heat * (0.74 + 0.55 * cloud.fold)
    return shaded(cloud, (soot, soot * 0.92, soot * 0.86), air, glow=fire_colour(warm))


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
