"""Sculpting in signed distance: round cones, lumps, smooth joins and cuts, and the surface of what results.

Used when creatures are baked; nothing here runs when a film is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numba import njit
from numpy.typing import NDArray

from throughline.world.shapes import fractal
from throughline.world.wardrobe_shell import Floats, Ints, averaging

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Stroke:
    """One act of sculpting. ``a`` to ``b`` with radii ``ra`` and ``rb`` (metres); ``squash`` divides the axes before
    measuring; ``blend`` is the width of the join, ``cut`` removes. ``colour`` paints what it made; ``joint`` moves it.
    """

    a: tuple[float, float, float]
    b: tuple[float, float, float]
    ra: float
    rb: float
    blend: float = 0.02
    cut: bool = False
    colour: Colour | None = None
    joint: str = "Head"
    squash: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass
class Clay:
    """Strokes in the order they are made; ``rough`` metres of surface detail at ``grain`` bumps a metre; ``scale`` is
    how much larger than a person's head the thing is, ``bleed`` how far colours run into each other."""

    strokes: list[Stroke] = field(default_factory=list)
    rough: float = 0.0015
    grain: float = 60.0
    seed: int = 0
    scale: float = 1.0
    bleed: float = 0.006

    def add(self, path: Sequence[tuple[float, float, float]], radii: Sequence[float] | float, *, mirror: bool = False,
            **style: object) -> None:
        """A chain of round cones through ``path``; ``mirror`` makes it on the other side too. One point: a ball."""
        points = list(path) if len(path) > 1 else [path[0], path[0]]
        wide = [float(radii)] * len(points) if isinstance(radii, (int, float)) else [float(r) for r in radii]
        wide = wide if len(wide) == len(points) else wide * 2
        for side in (1.0, -1.0) if mirror else (1.0,):
            flipped = [(x, y * side, z) for x, y, z in points]
            given = dict(style)
            if side < 0 and isinstance(given.get("joint"), str):
                given["joint"] = str(given["joint"]).replace("Left", "Right")
            for a, b, ra, rb in zip(flipped, flipped[1:], wide, wide[1:], strict=False):
                self.strokes.append(Stroke(a, b, ra, rb, **given))  # type: ignore[arg-type]

    def distance(self, points: Floats) -> Floats:
        """Signed distance (N,) of ``points`` (N, 3), negative inside."""
        table = np.array([(*stroke.a, *stroke.b, *stroke.squash, stroke.ra, stroke.rb, stroke.blend, float(stroke.cut))
                          for stroke in self.strokes])
        return np.asarray(_fold(np.ascontiguousarray(points), table)
                          - self.rough * fractal(points * self.grain, self.seed, 3))

    def colours(self, points: Floats, base: Colour) -> Floats:
        """The colour (N, 3) of the strokes nearest to surface ``points``."""
        total, share = np.tile(np.array(base), (len(points), 1)) * 1e-3, np.full(len(points), 1e-3)
        for stroke in self.strokes:
            near = np.exp(-np.clip(np.abs(cone(points, stroke)) / self.bleed, 0.0, 30.0))
            total += near[:, None] * np.array(stroke.colour or base)
            share += near
        return np.asarray(total / share[:, None])

    def weights(self, points: Floats, joints: Sequence[str], soft: float) -> Floats:
        """How much (N, J) every joint moves ``points``, by the nearest strokes; ``soft`` metres of blending."""
        best = np.full((len(points), len(joints)), 10.0)
        for stroke in self.strokes:
            if not stroke.cut:
                column = joints.index(stroke.joint)
                best[:, column] = np.minimum(best[:, column], np.maximum(cone(points, stroke), 0.0))
        nearest = best.min(axis=1, keepdims=True)
        share = np.exp(-(best - nearest) / soft)
        share[share < 0.02] = 0.0
        return np.asarray(share / share.sum(axis=1, keepdims=True))


def cone(points: Floats, stroke: Stroke) -> Floats:
    """Signed distance (N,) to a round cone, in the squashed space of the stroke."""
    squash = np.array(stroke.squash)
    a, b = np.array(stroke.a) / squash, np.array(stroke.b) / squash
    offset, axis = points / squash - a, b - a
    length = float(axis @ axis)
    t = np.clip(offset @ axis / length, 0.0, 1.0) if length > 1e-12 else np.zeros(len(points))
    radius = stroke.ra + (stroke.rb - stroke.ra) * t
    return np.asarray((np.linalg.norm(offset - t[:, None] * axis, axis=1) - radius) * squash.min())


@njit(cache=True)  # type: ignore[untyped-decorator]
def _fold(points: Floats, strokes: Floats) -> Floats:
    """The signed distance of ``points`` after all ``strokes`` (S, 13) in order."""
    found = np.empty(len(points))
    for n in range(len(points)):
        total = 10.0
        for stroke in strokes:
            length, along = 0.0, 0.0
            for k in range(3):
                axis = (stroke[3 + k] - stroke[k]) / stroke[6 + k]
                length += axis * axis
                along += (points[n, k] - stroke[k]) / stroke[6 + k] * axis
            t = min(max(along / length, 0.0), 1.0) if length > 1e-12 else 0.0
            far = 0.0
            for k in range(3):
                off = (points[n, k] - stroke[k] - t * (stroke[3 + k] - stroke[k])) / stroke[6 + k]
                far += off * off
            squash = min(stroke[6], stroke[7], stroke[8])
            each = (np.sqrt(far) - stroke[9] - (stroke[10] - stroke[9]) * t) * squash
            blend = stroke[11]
            if stroke[12] > 0.5:
                h = min(max(0.5 - 0.5 * (total + each) / blend, 0.0), 1.0)
                total = total + (-each - total) * h + blend * h * (1.0 - h)
            else:
                h = min(max(0.5 + 0.5 * (total - each) / blend, 0.0), 1.0)
                total = total + (each - total) * h - blend * h * (1.0 - h)
        found[n] = total
    return found


def surface(clay: Clay, low: Floats, high: Floats, step: float) -> tuple[Floats, Ints]:
    """Points (N, 3) and triangles (T, 3) of the zero surface inside the box, cells ``step`` metres wide.

    Source: Gibson, "Constrained elastic surface nets", MERL TR99-24, 1999 (naive surface nets, no relaxation).
    """
    axes = [np.arange(a, b + step, step) for a, b in zip(low, high, strict=True)]
    shape = tuple(len(axis) for axis in axes)
    value = _sampled(clay, axes, step)
    cells = tuple(n - 1 for n in shape)
    corner = [(i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)]
    at = [value[i:i + cells[0], j:j + cells[1], k:k + cells[2]] for i, j, k in corner]
    negative = np.stack([one < 0 for one in at])
    active = negative.any(axis=0) & ~negative.all(axis=0)
    total, count = np.zeros((*cells, 3)), np.zeros(cells)
    for one, first in enumerate(corner):
        for two in range(one + 1, 8):
            second = corner[two]
            if sum(abs(p - q) for p, q in zip(first, second, strict=True)) != 1:
                continue
            cross = negative[one] != negative[two]
            t = np.where(cross, at[one] / np.where(cross, at[one] - at[two], 1.0), 0.0)
            place = np.array(first) + t[..., None] * (np.array(second) - np.array(first))
            total += np.where(cross[..., None], place, 0.0)
            count += cross
    number = np.full(cells, -1)
    number[active] = np.arange(int(active.sum()))
    where = np.argwhere(active)
    points = np.array(low) + (where + total[active] / count[active][:, None]) * step
    return points, _net(value, number)


def _sampled(clay: Clay, axes: list[Floats], step: float, coarse: int = 4) -> Floats:
    """The distance on the grid of ``axes``: everywhere on every fourth point, in full only near the surface."""
    wide = [axis[::coarse] for axis in axes]
    rough = clay.distance(np.stack(np.meshgrid(*wide, indexing="ij"), axis=-1).reshape(-1, 3))
    rough = rough.reshape(tuple(len(axis) for axis in wide))
    near = np.abs(rough) < coarse * step * 1.75
    value = rough
    for axis, fine in enumerate(axes):
        value = np.repeat(value, coarse, axis=axis).take(np.arange(len(fine)), axis=axis)
        near = np.repeat(near | np.roll(near, -1, axis=axis), coarse, axis=axis).take(np.arange(len(fine)), axis=axis)
    where = np.argwhere(near)
    points = np.stack([axes[k][where[:, k]] for k in range(3)], axis=1)
    parts = np.array_split(points, max(1, len(points) // 100000))
    value[near] = np.concatenate([clay.distance(part) for part in parts])
    return value


def _net(value: Floats, number: Ints) -> Ints:
    """Triangles between the cells round every grid edge that crosses the surface."""
    faces: list[NDArray[np.int64]] = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        near = [slice(1, -1)] * 3
        near[axis] = slice(0, -1)
        far = list(near)
        far[axis] = slice(1, None)
        here, there = value[tuple(near)] < 0, value[tuple(far)] < 0
        for start, flip in ((here & ~there, False), (~here & there, True)):
            base = np.argwhere(start)
            for other in (u, v):
                base[:, other] += 1
            step_u, step_v = np.eye(3, dtype=int)[u], np.eye(3, dtype=int)[v]
            quad = [number[tuple((base - du * step_u - dv * step_v).T)] for du, dv in ((1, 1), (0, 1), (0, 0), (1, 0))]
            a, b, c, d = quad[::-1] if flip else quad
            faces += [np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)]
    joined = np.concatenate(faces)
    return joined[(joined >= 0).all(axis=1)]


def crevices(points: Floats, faces: Ints, normal: Floats, reach: float, passes: int = 10) -> Floats:
    """A shade (N,) that darkens hollows and lights ridges ``reach`` metres high."""
    mean, far = averaging(faces, len(points)), points
    for _ in range(passes):
        far = mean @ far
    height = ((points - far) * normal).sum(axis=1) / reach
    return np.asarray(np.clip(1.0 + 0.55 * height, 0.35, 1.25))
