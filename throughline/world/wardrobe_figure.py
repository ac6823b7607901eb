"""The figure that clothes are cut on: a body's close-fitting suit with finer faces, landmarks, and cutting lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix

from throughline.world.body_shape import Shape, basis
from throughline.world.wardrobe_shell import Field, Floats, Ints, Shell, averaging, normals, subdivided, triangles

SMOOTHING = 4


@dataclass(frozen=True)
class Figure:
    """A shape with its suit: ``suit`` the surface close to the skin, ``mean`` its averaging operator, lengths in units
    of ``size`` (1 for a body of 1.72 m); ``neck`` the radius of the neck in metres."""

    shape: Shape
    suit: Shell
    normal: Floats
    mean: csr_matrix
    size: float
    neck: float

    def z(self, joint: str) -> float:
        return float(self.shape.joint(joint)[2])


@lru_cache(maxsize=1)
def _pattern() -> tuple[csr_matrix, Ints, csr_matrix, Floats]:
    """What is the same for every body: subdivision, triangles, averaging, softened weights."""
    quads = basis().faces["suit"]
    count = basis().weights["suit"].shape[0]
    finer, faces = subdivided(quads, count)
    mean = averaging(faces, finer.shape[0])
    weights = finer @ basis().weights["suit"]
    for _ in range(SMOOTHING):
        weights = 0.5 * weights + 0.5 * (mean @ weights)
    return finer, triangles(faces), mean, np.asarray(weights)


def figure(shape: Shape, height: float) -> Figure:
    """The figure of ``shape``, whose look asked for ``height`` metres."""
    finer, faces, mean, weights = _pattern()
    points = finer @ shape.block("suit")
    for _ in range(3):
        points = 0.5 * points + 0.5 * (mean @ points)
    suit = Shell(points, faces, weights, np.full(points.shape, 0.5))
    base = shape.joint("Neck") + np.array([0.0, 0.0, 0.03]) * height / 1.72
    near = points[(np.abs(points - base)[:, 1:] < np.array([0.12, 0.016]) * height / 1.72).all(axis=1)]
    return Figure(shape, suit, normals(points, faces), mean, height / 1.72, float(np.ptp(near[:, 1])) * 0.5)


def drape(one: Figure, ease: Floats | float, *, bridge: int = 6) -> Floats:
    """Points (N, 3) of cloth at least ``ease`` metres off the suit, stretched over hollows by ``bridge`` passes."""
    least = np.broadcast_to(np.asarray(ease, np.float64), len(one.suit.points))
    cloth = one.suit.points + one.normal * least[:, None]
    for _ in range(bridge):
        cloth = 0.35 * cloth + 0.65 * (one.mean @ cloth)
        lack = least - ((cloth - one.suit.points) * one.normal).sum(axis=1)
        cloth = cloth + one.normal * np.maximum(lack, 0.0)[:, None]
    return np.asarray(cloth)


def both(*fields: Field) -> Field:
    """Inside all of the fields."""
    return lambda points: np.minimum.reduce([field(points) for field in fields])


def either(*fields: Field) -> Field:
    """Inside any of the fields."""
    return lambda points: np.maximum.reduce([field(points) for field in fields])


def inverse(field: Field) -> Field:
    return lambda points: -field(points)


def above(z: float) -> Field:
    return lambda points: points[:, 2] - z


def below(z: float) -> Field:
    return lambda points: z - points[:, 2]


def within(y: float) -> Field:
    """Nearer to the middle plane than ``y`` metres."""
    return lambda points: y - np.abs(points[:, 1])


def ahead(x: float) -> Field:
    return lambda points: points[:, 0] - x


def sleeve(one: Figure, length: float) -> Field:
    """Sleeves to ``length``: 0 at the shoulder, 1 at the elbow, 2 at the wrist. Only arms reach so far sideways."""
    stops = [float(one.shape.joint(name)[1]) for name in ("LeftUpperArm", "LeftLowerArm", "LeftHand")]
    end = float(np.interp(length, [0.0, 1.0, 2.0], stops)) + max(0.0, length - 2.0) * (stops[2] - stops[1])
    low = one.z("LeftUpperArm") - 0.2 * one.size
    return lambda points: np.where(points[:, 2] > low, end - np.abs(points[:, 1]), 1.0)


def neckline(one: Figure, drop: float, *, tilt: float = 0.55, wide: float = 0.0) -> Field:
    """Outside the neck's hole, or below the plane that closes it: ``drop`` metres under the neck joint, falling by
    ``tilt`` to the front; ``wide`` metres widen the hole."""
    base, top = one.shape.joint("Neck"), one.shape.joint("Head")
    centre = base - np.array([0.0, 0.0, drop * one.size])
    up = np.array([tilt, 0.0, 1.0]) / np.hypot(tilt, 1.0)
    slope, radius = (top[0] - base[0]) / (top[2] - base[2]), one.neck + (0.006 + wide) * one.size

    def field(points: Floats) -> Floats:
        off = points[:, 0] - base[0] - slope * (points[:, 2] - base[2])
        outside = np.maximum(np.hypot(off / 1.1, points[:, 1]) - radius, -(points - centre) @ up)
        return np.minimum(outside, base[2] + 0.065 * one.size - points[:, 2])

    return field


def opening(one: Figure, bottom: float, width: float) -> Field:
    """Inside a V at the front that starts at height ``bottom`` (z) and is ``width`` wide to each side at the neck."""
    top = one.z("Neck")
    middle = float(one.shape.joint("UpperChest")[0])

    def field(points: Floats) -> Floats:
        reach = (points[:, 2] - bottom) / max(top - bottom, 1e-3) * width
        return np.minimum(reach - np.abs(points[:, 1]), points[:, 0] - middle + 0.02)

    return field
