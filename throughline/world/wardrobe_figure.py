"""The figure that clothes are cut on: a body's close-fitting suit with finer faces, landmarks, and cutting lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix

from throughline.world.body_shape import Shape, basis
from throughline.world.wardrobe_shell import Field, Floats, Ints, Shell, averaging, normals, subdivided, triangles

SMOOTHING = 4


@dataclass(frozen=True)
class Figure:
    """A shape with its suit: ``suit`` the surface close to the skin, ``mean`` its averaging operator, lengths in units
    of ``size`` (1 for a body of 1.72 m); ``neck`` the half breadth of the neck in metres;
    ``collar`` its nape and its pit, between which a plain neckline lies; ``known`` keeps what
    was draped."""

    shape: Shape
    suit: Shell
    normal: Floats
    mean: csr_matrix
    size: float
    neck: float
    collar: tuple[Floats, Floats]
    known: dict[tuple[object, ...], tuple[Floats, Floats]] = field(default_factory=dict, compare=False)

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
    size, base = height / 1.72, shape.joint("Neck")
    slim = points[np.abs(points[:, 1]) < 0.012 * size]
    nape = slim[np.abs(slim[:, 2] - base[2] - 0.030 * size) < 0.02 * size]
    pit = slim[np.abs(slim[:, 2] - base[2] + 0.024 * size) < 0.02 * size]
    collar = nape[nape[:, 0].argmin()] * [1.0, 0.0, 1.0], pit[pit[:, 0].argmax()] * [1.0, 0.0, 1.0]
    near = points[(np.abs(points - base - [0, 0, 0.03 * size])[:, 1:] < np.array([0.12, 0.016]) * size).all(axis=1)]
    return Figure(shape, suit, normals(points, faces), mean, size, float(np.ptp(near[:, 1])) * 0.5, collar)


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


def neckline(one: Figure, drop: float, *, tilt: float = 0.0, wide: float = 0.0) -> Field:
    """All but what is inside and above the neck's hole: ``drop`` lowers it, ``wide`` widens it, both in metres;
    ``tilt`` lowers its front further."""
    nape, pit = one.collar
    middle, ahead_axis = 0.5 * (nape + pit), pit - nape
    half = float(np.linalg.norm(ahead_axis)) * 0.5
    ahead_axis = ahead_axis / (2.0 * half) - np.array([0.0, 0.0, tilt])
    ahead_axis /= np.linalg.norm(ahead_axis)
    up = np.cross(ahead_axis, np.array([0.0, 1.0, 0.0]))
    a, b = half + 0.004, one.neck * 1.06 + 0.004

    def inside(points: Floats) -> Floats:
        offset = points - middle
        rise = np.maximum(offset @ up, 0.0)
        flat = np.hypot(offset @ ahead_axis / (a + 0.9 * rise), offset[:, 1] / (b + 0.15 * rise))
        return np.asarray(np.maximum((flat - 1.0) * min(a, b) - wide * one.size, -(offset @ up) - drop * one.size))

    return inside


def opening(one: Figure, bottom: float, width: float) -> Field:
    """Inside a V at the front that starts at height ``bottom`` (z) and is ``width`` wide to each side at the neck."""
    top = one.z("Neck")
    middle = float(one.shape.joint("UpperChest")[0])

    def inside(points: Floats) -> Floats:
        reach = (points[:, 2] - bottom) / max(top - bottom, 1e-3) * width
        return np.asarray(np.minimum(reach - np.abs(points[:, 1]), points[:, 0] - middle + 0.02))

    return inside
