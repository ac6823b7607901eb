"""What a crash strews over the road: cubes of glass, bits of plastic, a bumper, and the black marks of tyres."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.effects.vehicles.build import Build
from throughline.effects.vehicles.crash import Blow
from throughline.effects.vehicles.drive import Drive
from throughline.effects.vehicles.flight import thrown
from throughline.effects.vehicles.path import Reals
from throughline.world.shapes import rng

GLASS, PLASTIC, LAMP = (0.42, 0.50, 0.49), (0.018, 0.018, 0.019), (0.55, 0.55, 0.52)
BOX = np.array([[-1, -1, -1], [1, -1, -1], [1, 1, -1], [-1, 1, -1], [-1, -1, 1], [1, -1, 1], [1, 1, 1], [-1, 1, 1]],
               float)
FACES = np.array([[0, 3, 2, 1], [4, 5, 6, 7], [0, 1, 5, 4], [2, 3, 7, 6], [1, 2, 6, 5], [3, 0, 4, 7]])
MARKS_FROM, MARK_LIFT = 1.6, 0.012
MARK: tuple[float, float, float] = (0.022, 0.022, 0.023)


@dataclass(frozen=True)
class Scatter:
    """Boxy pieces as one mesh: ``points`` (K, V, 3) in the world from frame ``first`` on, a frame each, ``corners``
    (Q, 4), ``colours`` (V, 3) reflectance."""

    first: int
    points: NDArray[np.float32]
    corners: NDArray[np.int32]
    colours: NDArray[np.float32]


def scattered(blow: Blow, build: Build, way: Drive, paint: tuple[float, float, float], frames: int, rate: float,
              name: str) -> Scatter | None:
    """The debris of a blow from its frame on (of an earlier one: as it lies); None of one too slight for any."""
    if blow.deep < 0.06:
        return None
    random = rng("debris", name)
    glass, bits = round(30 + 260 * min(blow.deep, 0.6)), round(8 + 50 * min(blow.deep, 0.6))
    half, start, velocity, colours = _pieces(blow, build, glass, bits, paint, random)
    first = max(0, math.floor(blow.frame))
    at = min(max(0, first - 1), len(way.yaw) - 1)
    c, s = math.cos(way.yaw[at]), math.sin(way.yaw[at])
    turn = np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    past = (way.place[at] - way.place[max(0, at - 1)]) * rate
    velocity = velocity @ turn + 0.4 * past * random.uniform(0.3, 1.1, (len(half), 1))
    velocity[:, 2] = np.abs(velocity[:, 2])
    spin = random.normal(0.0, 9.0, half.shape)
    settled = 60 if blow.frame < 0 else 0
    flown = thrown(start @ turn + way.place[at], velocity, spin, half[:, 2], np.zeros(len(half)),
                   frames - first + settled, rate, float(way.place[at, 2]))
    return _boxes(flown.place[settled:], flown.turn[settled:], half, colours, first, int(flown.rests.max()) - settled,
                  random)


def _pieces(blow: Blow, build: Build, glass: int, bits: int, paint: tuple[float, float, float],
            random: np.random.Generator) -> tuple[Reals, Reals, Reals, Reals]:
    """Half sizes, starts and velocities in the car's own space, colours, of all pieces."""
    count = glass + bits
    half = np.concatenate([random.uniform(0.006, 0.013, (glass, 3)),
                           np.column_stack([random.uniform(0.03, 0.13, bits), random.uniform(0.015, 0.06, bits),
                                            np.full(bits, 0.006)])])
    half[glass:glass + 2] = ((0.09, 0.30, 0.02), (0.08, 0.22, 0.02))
    way = np.array(blow.way)
    side = np.array([-way[1], way[0]])
    spread = random.uniform(-1.0, 1.0, count)
    start = np.array([blow.x, blow.y]) + 0.75 * spread[:, None] * side - 0.05 * way
    high = np.concatenate([random.uniform(0.75, 1.15, glass), random.uniform(0.35, 0.75, bits)])
    into = np.concatenate([random.uniform(-0.1, 1.4, glass), np.zeros(bits)])
    start = np.clip(start + into[:, None] * way, (-0.5 * build.length, -0.55 * build.width),
                    (0.5 * build.length, 0.55 * build.width))
    burst = 0.24 * blow.speed + 0.8
    velocity = np.column_stack([
        -way[0] * burst * random.uniform(-0.2, 0.9, count) + side[0] * burst * spread * random.uniform(0.3, 1.2, count),
        -way[1] * burst * random.uniform(-0.2, 0.9, count) + side[1] * burst * spread * random.uniform(0.3, 1.2, count),
        burst * random.uniform(0.05, 0.75, count)])
    kinds = random.random(bits)
    colours = np.concatenate([np.array(GLASS) * random.uniform(0.5, 1.5, (glass, 1)),
                              np.where((kinds < 0.5)[:, None], PLASTIC, np.where((kinds < 0.8)[:, None], paint, LAMP))])
    colours[glass:glass + 2] = paint
    return half, np.column_stack([start, high]), velocity, colours


def _boxes(place: Reals, turn: Reals, half: Reals, colours: Reals, first: int, moving: int,
           random: np.random.Generator) -> Scatter:
    from scipy.spatial.transform import Rotation  # heavy to load

    moving = int(np.clip(moving, 1, len(place)))
    shape = BOX * half[:, None] * random.uniform(0.55, 1.15, (len(half), 8, 3))
    shape[:, :, 2] = (BOX * half[:, None])[:, :, 2]
    points, floor = np.empty((moving, len(half) * 8, 3), np.float32), float((place[:, :, 2] - half[:, 2]).min())
    for n in range(moving):
        spun = np.einsum("nij,nkj->nki", Rotation.from_quat(turn[n]).as_matrix(), shape) + place[n][:, None]
        spun[:, :, 2] = np.maximum(spun[:, :, 2], floor)
        points[n] = spun.reshape(-1, 3)
    corners = (FACES[None] + (8 * np.arange(len(half)))[:, None, None]).reshape(-1, 4).astype(np.int32)
    return Scatter(first, points, corners, np.repeat(colours, 8, axis=0).astype(np.float32))


def skid_marks(way: Drive, build: Build) -> list[Scatter]:
    """Rubber left on the road by every wheel that slides: a strip that grows frame by frame."""
    found = []
    c, s = np.cos(way.yaw), np.sin(way.yaw)
    for number, (x, y, _) in enumerate(build.wheels):
        at = np.stack([way.place[:, 0] + c * x - s * y, way.place[:, 1] + s * x + c * y], axis=1)
        slides = (way.slip[:, number] > MARKS_FROM) & (way.travel[:, number] < 0.3)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], slides, [False]]).astype(int)))
        for begin, end in edges.reshape(-1, 2).tolist():
            if end - begin >= 2:
                found.append(_strip(at[begin:end], way.place[begin:end, 2], begin))
    return found


def _strip(at: Reals, high: Reals, first: int) -> Scatter:
    """A strip along places (K, 2), drawn out as far as each frame has come."""
    step = np.gradient(at, axis=0)
    long = np.linalg.norm(step, axis=1, keepdims=True)
    side = 0.095 * np.column_stack([-step[:, 1], step[:, 0]]) / np.maximum(long, 1e-9)
    rim = np.stack([at + side, at - side], axis=1)
    flat = np.concatenate([rim, np.broadcast_to(high[:, None, None] + MARK_LIFT, (len(at), 2, 1))], axis=2)
    count = len(at)
    points = np.stack([flat[np.minimum(np.arange(count), frame)] for frame in range(count)]).reshape(count, -1, 3)
    base = 2 * np.arange(count - 1)[:, None]
    corners = np.concatenate([base, base + 1, base + 3, base + 2], axis=1).astype(np.int32)
    fade = np.clip(np.minimum(np.arange(count), np.arange(count)[::-1]) / 2.0, 0.3, 1.0)
    colours = np.repeat(np.array(MARK) / fade[:, None] ** 0.5, 2, axis=0)
    return Scatter(first, points.astype(np.float32), corners, colours.astype(np.float32))
