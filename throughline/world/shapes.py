"""Building blocks of geometry: boxes, grids, tubes, lathes and lumps with a reflectance and a glow a vertex."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.world.mesh import Mesh

Floats = NDArray[np.float32]
Reals = NDArray[np.floating[Any]]
DARK = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Piece:
    """Geometry before it is lit. ``points`` (N, 3) metres, ``counts`` (F,) and ``corners`` as in world.mesh.Mesh,
    ``colours`` (N, 3) linear Rec.709 reflectance, ``glow`` (N, 3) linear emission."""

    points: Floats
    counts: NDArray[np.int32]
    corners: NDArray[np.int32]
    colours: Floats
    glow: Floats


def rng(*names: object) -> np.random.Generator:
    """A random generator that depends on ``names`` alone, the same on every machine."""
    digest = hashlib.sha256("/".join(str(name) for name in names).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "little")))


def f32(value: ArrayLike) -> Floats:
    """``value`` as a float32 array."""
    return np.asarray(value, np.float32)


def spread(value: ArrayLike, count: int) -> Floats:
    """``value`` (3,) or (count, 3) as an array (count, 3)."""
    return np.ascontiguousarray(np.broadcast_to(np.asarray(value, np.float32), (count, 3)))


def quads(corners: ArrayLike, colour: ArrayLike, glow: ArrayLike = DARK) -> Piece:
    """Loose quads from ``corners`` (Q, 4, 3); ``colour`` and ``glow`` are (3,), (Q, 3) or (Q, 4, 3)."""
    points = np.asarray(corners, np.float32).reshape(-1, 4, 3)
    count = len(points)

    def paint(value: ArrayLike) -> Floats:
        array = np.asarray(value, np.float32)
        if array.ndim == 2:
            array = array[:, None, :]
        return np.ascontiguousarray(np.broadcast_to(array, (count, 4, 3))).reshape(-1, 3)

    return Piece(points.reshape(-1, 3), np.full(count, 4, np.int32), np.arange(4 * count, dtype=np.int32),
                 paint(colour), paint(glow))


_BOX = np.array([[0, 3, 2, 1], [4, 5, 6, 7], [0, 1, 5, 4], [2, 3, 7, 6], [1, 2, 6, 5], [3, 0, 4, 7]])
_UNIT = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1]], np.float32)


def boxes(low: ArrayLike, high: ArrayLike, colour: ArrayLike, glow: ArrayLike = DARK, *, bottom: bool = True) -> Piece:
    """Axis-aligned boxes from ``low`` (K, 3) to ``high`` (K, 3), one colour a box; ``bottom`` False leaves it open."""
    lo, hi = np.asarray(low, np.float32).reshape(-1, 3), np.asarray(high, np.float32).reshape(-1, 3)
    faces = _BOX if bottom else _BOX[1:]
    at = lo[:, None, :] + (hi - lo)[:, None, :] * _UNIT[None]
    count = len(lo)
    each = len(faces)
    return quads(at[:, faces, :].reshape(-1, 4, 3), np.repeat(spread(colour, count), each, axis=0),
                 np.repeat(spread(glow, count), each, axis=0))


def box(low: ArrayLike, high: ArrayLike, colour: ArrayLike, glow: ArrayLike = DARK) -> Piece:
    """One axis-aligned box."""
    return boxes(f32(low)[None], f32(high)[None], colour, glow)


def patch(points: ArrayLike, colour: ArrayLike, glow: ArrayLike = DARK, *, wrap: bool = False,
          keep: NDArray[np.bool_] | None = None) -> Piece:
    """A surface through a lattice of points (U, V, 3), its outside where du x dv points.

    ``colour`` and ``glow`` are (3,) or (U, V, 3); ``wrap`` joins the last V column to the first; ``keep``
    (U-1, V-1 or V) says which faces stay.
    """
    at = np.asarray(points, np.float32)
    rows, columns = at.shape[:2]
    index = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
    if wrap:
        index = np.concatenate([index, index[:, :1]], axis=1)
    faces = np.stack([index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]], axis=-1)
    kept = faces.reshape(-1, 4) if keep is None else faces[keep]

    def paint(value: ArrayLike) -> Floats:
        full = np.broadcast_to(np.asarray(value, np.float32), (rows, columns, 3))
        return np.ascontiguousarray(full.reshape(-1, 3))

    piece = Piece(at.reshape(-1, 3), np.full(len(kept), 4, np.int32), np.ascontiguousarray(kept.reshape(-1)),
                  paint(colour), paint(glow))
    return piece if keep is None else compact(piece)


def compact(piece: Piece) -> Piece:
    """``piece`` without the points that no face uses."""
    used, corners = np.unique(piece.corners, return_inverse=True)
    return Piece(piece.points[used], piece.counts, corners.astype(np.int32), piece.colours[used], piece.glow[used])


def rectangle(origin: ArrayLike, across: ArrayLike, up: ArrayLike, colour: ArrayLike, step: float = 0.0,
              glow: ArrayLike = DARK) -> Piece:
    """A rectangle spanned by ``across`` and ``up``, cut into cells of at most ``step`` metres (0: one face)."""
    o, a, u = (np.asarray(v, np.float32) for v in (origin, across, up))
    cells = [max(1, int(np.ceil(np.linalg.norm(v) / step))) if step > 0 else 1 for v in (a, u)]
    s, t = (np.linspace(0, 1, n + 1, dtype=np.float32) for n in cells)
    return patch(o + s[:, None, None] * a + t[None, :, None] * u, colour, glow)


def tube(path: ArrayLike, radius: ArrayLike, colour: ArrayLike, *, sides: int = 6, glow: ArrayLike = DARK) -> Piece:
    """A round bar along ``path`` (P, 3) of ``radius`` (one or P numbers), open at its ends."""
    at = np.asarray(path, np.float32)
    along = np.gradient(at, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    mean = np.abs(along).mean(axis=0)
    helper = np.eye(3, dtype=np.float32)[int(np.argmin(mean))]
    u = np.cross(along, helper)
    u /= np.maximum(np.linalg.norm(u, axis=1, keepdims=True), 1e-9)
    v = np.cross(along, u)
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False, dtype=np.float32)
    r = np.broadcast_to(np.asarray(radius, np.float32), (len(at),))[:, None, None]
    ring = np.cos(angle)[None, :, None] * u[:, None] + np.sin(angle)[None, :, None] * v[:, None]
    return patch((at[:, None] + r * ring)[:, ::-1], colour, glow, wrap=True)


def lathe(profile: ArrayLike, colour: ArrayLike, *, sides: int = 12, glow: ArrayLike = DARK) -> Piece:
    """A body of revolution round Z from ``profile`` (P, 2) of radius and height, from the bottom up."""
    turned = np.asarray(profile, np.float32)
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False, dtype=np.float32)
    at = np.empty((len(turned), sides, 3), np.float32)
    at[..., 0] = turned[:, :1] * np.cos(angle)
    at[..., 1] = turned[:, :1] * np.sin(angle)
    at[..., 2] = turned[:, 1:]
    return patch(at[:, ::-1], colour, glow, wrap=True)


def prism(outline: ArrayLike, z0: float, z1: float, colour: ArrayLike, glow: ArrayLike = DARK) -> Piece:
    """A counter-clockwise ``outline`` (P, 2) in x, y raised from z0 to z1, with a top and a bottom."""
    flat = np.asarray(outline, np.float32)
    count = len(flat)
    low, high = (np.column_stack([flat, np.full(count, z, np.float32)]) for z in (z0, z1))
    following = np.roll(np.arange(count), -1)
    sides = quads(np.stack([low, low[following], high[following], high], axis=1), colour, glow)
    caps = Piece(np.concatenate([low[::-1], high]), np.full(2, count, np.int32),
                 np.arange(2 * count, dtype=np.int32), spread(colour, 2 * count), spread(glow, 2 * count))
    return join([sides, caps])


@lru_cache(maxsize=4)
def sphere(level: int) -> tuple[Floats, NDArray[np.int32]]:
    """An icosphere of radius 1: points (N, 3) and triangles (T, 3), 20 * 4 ** level of them."""
    g = (1 + 5 ** 0.5) / 2
    points = [(-1, g, 0), (1, g, 0), (-1, -g, 0), (1, -g, 0), (0, -1, g), (0, 1, g), (0, -1, -g), (0, 1, -g),
              (g, 0, -1), (g, 0, 1), (-g, 0, -1), (-g, 0, 1)]
    faces = np.array([(0, 11, 5), (0, 5, 1), (0, 1, 7), (0, 7, 10), (0, 10, 11), (1, 5, 9), (5, 11, 4), (11, 10, 2),
                      (10, 7, 6), (7, 1, 8), (3, 9, 4), (3, 4, 2), (3, 2, 6), (3, 6, 8), (3, 8, 9), (4, 9, 5),
                      (2, 4, 11), (6, 2, 10), (8, 6, 7), (9, 8, 1)], np.int64)
    at = np.array(points, float)
    for _ in range(level):
        edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
        unique, which = np.unique(edges, axis=0, return_inverse=True)
        middle = len(at) + which.reshape(3, -1)
        at = np.concatenate([at, (at[unique[:, 0]] + at[unique[:, 1]]) / 2])
        a, b, c = faces.T
        ab, bc, ca = middle
        faces = np.concatenate([np.stack(f, 1) for f in ((a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca))])
    at /= np.linalg.norm(at, axis=1, keepdims=True)
    return at.astype(np.float32), faces.astype(np.int32)


def balls(centres: ArrayLike, radii: ArrayLike, colour: ArrayLike, *, level: int = 1, rough: float = 0.0,
          seed: int = 0, glow: ArrayLike = DARK) -> Piece:
    """Spheres at ``centres`` (K, 3), radii (K,) or (K, 3), displaced by ``rough`` of their radius in billows."""
    at = np.asarray(centres, np.float32).reshape(-1, 3)
    count = len(at)
    r = np.asarray(radii, np.float32)
    r = np.broadcast_to(r[:, None] if r.ndim == 1 else r, (count, 3))
    unit, triangles = sphere(level)
    points: Reals = np.broadcast_to(unit, (count, *unit.shape))
    if rough > 0:
        offset = rng("balls", seed).uniform(-50, 50, (count, 1, 3)).astype(np.float32)
        bumps = np.abs(noise(points * 1.7 + offset, seed)) + 0.5 * np.abs(noise(points * 3.9 + offset, seed + 1))
        points = points * (1 - rough + 1.6 * rough * bumps)[..., None]
    points = at[:, None] + points * r[:, None]
    corners = (triangles[None] + (np.arange(count, dtype=np.int32) * len(unit))[:, None, None]).reshape(-1)
    return Piece(points.reshape(-1, 3).astype(np.float32), np.full(count * len(triangles), 3, np.int32), corners,
                 np.repeat(spread(colour, count), len(unit), axis=0), np.repeat(spread(glow, count), len(unit), axis=0))


def leaves(centres: ArrayLike, radii: ArrayLike, count: int, size: float, colour: ArrayLike, seed: int) -> Piece:
    """``count`` leaves of about ``size`` metres over the surfaces of ellipsoids (K,), lighter above and outside.

    ``radii`` is (K,) or (K, 3).
    """
    random = rng("leaves", seed)
    at = np.asarray(centres, np.float64).reshape(-1, 3)
    r = np.asarray(radii, np.float64)
    r = np.broadcast_to(r[:, None] if r.ndim == 1 else r, (len(at), 3))
    which = random.integers(len(at), size=count)
    out = random.normal(size=(count, 3))
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    depth = random.uniform(0.72, 1.10, (count, 1))
    middle = at[which] + out * r[which] * depth
    u = np.cross(out, random.normal(size=(count, 3)))
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    v = np.cross(out, u) + 0.6 * random.normal(size=(count, 3))
    v /= np.linalg.norm(v, axis=1, keepdims=True)
    wide, tall = (size * random.uniform(0.5, 1.2, (count, 1)) * share for share in (0.5, 0.8))
    corners = np.stack([middle - v * tall, middle + u * wide, middle + v * tall, middle - u * wide], axis=1)
    light = (0.55 + 0.45 * out[:, 2:]) * (0.35 + 0.75 * (depth - 0.72) / 0.38) * random.uniform(0.75, 1.3, (count, 1))
    return quads(corners, np.asarray(colour) * (0.35 + 1.0 * light))


def cushion(half: ArrayLike, colour: ArrayLike, squareness: float = 0.45, level: int = 2) -> Piece:
    """A box of soft stuff about the origin, its corners rounded, its sides swelling; ``half`` (3,) its half sizes."""
    unit, triangles = sphere(level)
    soft = np.sign(unit) * np.abs(unit) ** squareness
    shade = f32(colour) * (0.78 + 0.32 * unit[:, 2:])
    return Piece(f32(soft * f32(half)), np.full(len(triangles), 3, np.int32), triangles.reshape(-1), f32(shade),
                 np.zeros_like(unit))


def noise(points: NDArray[np.floating], seed: int = 0) -> Floats:
    """Smooth noise from -1 to 1 at ``points`` (..., 3), one bump a unit of length."""
    at = np.asarray(points, np.float32)
    base = np.floor(at)
    f = at - base
    f = f * f * (3 - 2 * f)
    i = base.astype(np.int64).astype(np.uint32)
    total = np.zeros(at.shape[:-1], np.float32)
    for corner in range(8):
        bits = ((corner >> 2) & 1, (corner >> 1) & 1, corner & 1)
        weight = np.ones(at.shape[:-1], np.float32)
        h = np.full(at.shape[:-1], (seed * 0x9E3779B1 + 0x7F4A7C15) & 0xFFFFFFFF, np.uint32)
        for axis, (bit, prime) in enumerate(zip(bits, (0x8DA6B343, 0xD8163841, 0xCB1AB31F), strict=True)):
            weight = weight * (f[..., axis] if bit else 1 - f[..., axis])
            h ^= (i[..., axis] + np.uint32(bit)) * np.uint32(prime)
        h ^= h >> np.uint32(15)
        h *= np.uint32(0x2C1B3C6D)
        h ^= h >> np.uint32(12)
        h *= np.uint32(0x297A2D39)
        h ^= h >> np.uint32(15)
        total += weight * (h.astype(np.float32) * f32(2 / 0xFFFFFFFF) - 1)
    return total


def fractal(points: NDArray[np.floating], seed: int = 0, octaves: int = 4) -> Floats:
    """Noise of several octaves at ``points`` (..., 3), about -1 to 1."""
    at = np.asarray(points, np.float32)
    return sum((noise(at * f32(2 ** n), seed + n) * f32(0.5 ** n) for n in range(octaves)),
               np.zeros(at.shape[:-1], np.float32)) / f32(2 - 0.5 ** (octaves - 1)) * f32(1.4)


def join(pieces: Iterable[Piece]) -> Piece:
    """All pieces as one."""
    parts = [piece for piece in pieces if len(piece.points)]
    if not parts:
        nothing, none = np.zeros((0, 3), np.float32), np.zeros(0, np.int32)
        return Piece(nothing, none, none, nothing, nothing)
    starts = np.cumsum([0, *(len(part.points) for part in parts[:-1])])
    return Piece(np.concatenate([part.points for part in parts]), np.concatenate([part.counts for part in parts]),
                 np.concatenate([part.corners + np.int32(start) for part, start in zip(parts, starts, strict=True)]),
                 np.concatenate([part.colours for part in parts]), np.concatenate([part.glow for part in parts]))


def moved(piece: Piece, offset: ArrayLike = DARK, turn: float = 0.0, scale: ArrayLike = 1.0) -> Piece:
    """``piece`` scaled, turned counter-clockwise round Z by ``turn`` radians, then shifted by ``offset``."""
    c, s = np.cos(turn), np.sin(turn)
    matrix = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) * np.broadcast_to(np.asarray(scale, float), (3,))
    return transformed(piece, matrix, offset)


def transformed(piece: Piece, matrix: NDArray[np.floating], offset: ArrayLike = DARK) -> Piece:
    """``piece`` with its points multiplied by ``matrix`` (3, 3) and shifted by ``offset``; mirrored faces turn over."""
    points = piece.points @ np.asarray(matrix, np.float32).T + np.asarray(offset, np.float32)
    result = replace(piece, points=points.astype(np.float32))
    return flipped(result) if np.linalg.det(matrix) < 0 else result


def flipped(piece: Piece) -> Piece:
    """``piece`` with every face looking the other way."""
    ends = np.cumsum(piece.counts)
    face = np.repeat(np.arange(len(piece.counts)), piece.counts)
    order = (ends - piece.counts)[face] + ends[face] - 1 - np.arange(len(piece.corners))
    return replace(piece, corners=piece.corners[order])


def normals(piece: Piece) -> Floats:
    """Unit normals (N, 3) of the points, averaged over their faces by area."""
    starts = np.concatenate([[0], np.cumsum(piece.counts)[:-1]]).astype(np.int64)
    if not len(starts):
        return np.zeros((0, 3), np.float32)
    following = np.arange(len(piece.corners)) + 1
    following[np.cumsum(piece.counts) - 1] = starts
    first = piece.points[np.repeat(piece.corners[starts], piece.counts)]
    a, b = piece.points[piece.corners] - first, piece.points[piece.corners[following]] - first
    area = np.add.reduceat(np.cross(a, b), starts, axis=0)
    each = np.repeat(area, piece.counts, axis=0)
    total = np.stack([np.bincount(piece.corners, each[:, axis], len(piece.points)) for axis in range(3)], axis=1)
    return f32(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12))


def as_mesh(piece: Piece, name: str, colours: Floats | None = None, *, smooth: bool = False) -> Mesh:
    """A finished mesh of ``piece``: ``colours`` (N, 3) where lit, else reflectance plus glow."""
    shown = piece.colours + piece.glow if colours is None else colours
    return Mesh(name, piece.points, piece.counts, piece.corners, np.ascontiguousarray(shown, np.float32), smooth)
