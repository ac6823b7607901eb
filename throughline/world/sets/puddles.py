"""Water standing on the road: the ground cut open along smooth shores, and the street upside down under it.

A mirror needs no help from the renderer when what it shows is built: every bright face of the street is turned over
about the water's plane, so a reflection stands where it should for every camera, at its true distance in the fog.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from throughline.film.setplan import Box
from throughline.world.mesh import Mesh
from throughline.world.shapes import (
    Floats,
    Piece,
    Reals,
    boxes,
    compact,
    f32,
    fractal,
    join,
    noise,
    patch,
    quads,
    transformed,
)

Field = Callable[[Reals], Floats]
Paint = Callable[[Reals], Floats]
FINE = (4, 3)


def shores(seed: int, half: float, wetness: float) -> Field:
    """A field over points (..., 3) that is above 0 where water stands: along the kerbs and in the wheels' tracks."""
    def field(points: Reals) -> Floats:
        x, y = points[..., 0], points[..., 1]
        flat = np.stack([x * f32(0.13), y * f32(0.42), np.zeros_like(x)], axis=-1)
        level = fractal(flat, seed + 31, 2) + f32(0.05) * noise(flat * f32(5.0), seed + 32)
        kerb = np.exp(-((half - 0.9 - np.abs(y)) / 1.3) ** 2) * 0.35
        track = 0.16 * np.exp(-((np.abs(np.abs(y) - 3.3) - 1.0) / 0.5) ** 2)
        rim = np.clip((np.abs(y) - (half - 0.25)) * 8, 0, 4)
        return np.asarray(level + kerb + track - rim - (0.62 - 0.5 * wetness) - np.clip(np.abs(x - 4) / 12 - 4, 0, 4),
                          np.float32)
    return field


def opened(xs: Floats, ys: Floats, height: Callable[[Floats, Floats], Floats], paint: Paint, field: Field) -> Piece:
    """A lattice of ground with its cells under water left out, the shore cut finely; ``paint`` colours points."""
    x, y = np.meshgrid(xs, ys, indexing="ij")
    at = np.stack([x, y, height(x, y)], axis=-1).astype(np.float32)
    level = field(at)
    corners = np.stack([level[:-1, :-1], level[1:, :-1], level[1:, 1:], level[:-1, 1:]], axis=-1)
    dry, wet = (corners < 0).all(axis=-1), (corners > 0).all(axis=-1)
    dry, wet = np.asarray(dry), np.asarray(wet)
    coarse = patch(at, paint(at), keep=dry)
    i, j = np.nonzero(~dry & ~wet)
    fine = [_shore(xs, ys, i, j, height, paint, field)] if len(i) else []
    return join([coarse, *fine])


def _shore(xs: Floats, ys: Floats, i: NDArray[np.intp], j: NDArray[np.intp], height: Callable[[Floats, Floats], Floats],
           paint: Paint, field: Field) -> Piece:
    """The cells (i, j) cut into smaller ones whose corners are drawn onto the shore; those under water left out."""
    u, v = np.linspace(0, 1, FINE[0] + 1, dtype=np.float32), np.linspace(0, 1, FINE[1] + 1, dtype=np.float32)
    x = xs[i][:, None, None] + (xs[i + 1] - xs[i])[:, None, None] * u[None, :, None] + 0 * v
    y = ys[j][:, None, None] + (ys[j + 1] - ys[j])[:, None, None] * v[None, None, :] + 0 * u[None, :, None]
    at = np.stack([x, y, height(x, y)], axis=-1).astype(np.float32)
    step = f32(0.02)
    level = field(at)
    slope = np.stack([(field(at + step * axis) - level) / step for axis in np.eye(3, dtype=np.float32)[:2]], axis=-1)
    push = -level[..., None] * slope / np.maximum((slope * slope).sum(axis=-1, keepdims=True), 1e-4)
    inner = np.zeros(level.shape, np.bool_)
    inner[:, 1:-1, 1:-1] = True
    near = (np.abs(push[..., 0]) < 0.16) & (np.abs(push[..., 1]) < 0.085) & inner
    at[..., :2] += np.where(near[..., None], push, 0)
    middle = (at[:, :-1, :-1] + at[:, 1:, :-1] + at[:, 1:, 1:] + at[:, :-1, 1:]) / 4
    keep = field(middle) < 0
    faces = np.stack([at[:, :-1, :-1], at[:, 1:, :-1], at[:, 1:, 1:], at[:, :-1, 1:]], axis=-2)[keep]
    return quads(faces, paint(faces))


def upside_down(meshes: Sequence[Mesh], houses: Sequence[Box], shade: Floats, *, strength: float = 0.5,
                reach: float = 66.0) -> Piece:
    """What the water mirrors: the bright faces of ``meshes`` turned over, before the dark bodies of the ``houses``."""
    parts = [_bright(mesh, strength, reach) for mesh in meshes]
    near = [house for house in houses if max(abs(house.x0), abs(house.x1)) < reach + 20]
    parts.append(boxes([(h.x0 + 0.3, h.y0 + 0.3, -h.height) for h in near],
                       [(h.x1 - 0.3, h.y1 - 0.3, -0.4) for h in near], shade))
    return join(parts)


def _bright(mesh: Mesh, strength: float, reach: float) -> Piece:
    """The faces of ``mesh`` that would show in water, turned over about z = 0 and dimmed."""
    ends = np.cumsum(mesh.counts)
    starts = ends - mesh.counts
    level = np.maximum.reduceat(mesh.colours.max(axis=1)[mesh.corners], starts)
    first = mesh.points[mesh.corners[starts]]
    chosen = (level > 0.17) & (np.abs(first[:, 0]) < reach) & (np.abs(first[:, 1]) < 16) & (first[:, 2] > 0.3)
    counts = mesh.counts[chosen]
    index = np.concatenate([np.arange(s, e) for s, e in zip(starts[chosen], ends[chosen], strict=True)]
                           or [np.zeros(0, np.int64)])
    piece = Piece(mesh.points, counts, mesh.corners[index], mesh.colours * f32(strength),
                  np.zeros_like(mesh.colours))
    return transformed(compact(piece), np.diag([1.0, 1.0, -1.0])) if len(counts) else join([])
