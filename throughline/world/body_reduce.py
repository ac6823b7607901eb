"""Fewer triangles for the same form: half-edge collapse by quadric error, so kept vertices keep their own motion."""

from __future__ import annotations

import heapq
import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Place = tuple[float, float, float]


def reduce_mesh(points: Floats, triangles: Ints, weight: Floats, keep: int) -> tuple[Ints, Ints]:
    """The kept vertices (ascending indices) and the triangles over them in the old numbering.

    ``weight`` (V,) multiplies the cost of removing a vertex; infinity keeps it. A vertex is only ever merged into a
    neighbour, so every blend shape and skin weight of the kept ones stays exact.

    Source: Garland, Heckbert, "Surface simplification using quadric error metrics", SIGGRAPH 1997.
    """
    return _Collapser(points, triangles, weight).run(keep)


class _Collapser:
    def __init__(self, points: Floats, triangles: Ints, weight: Floats) -> None:
        self.points, self.weight = points, weight
        self.places: list[Place] = [(float(x), float(y), float(z)) for x, y, z in points]
        self.faces = [tuple(int(v) for v in face) for face in triangles]
        self.alive = [True] * len(self.faces)
        self.around: list[set[int]] = [set() for _ in points]
        for number, face in enumerate(self.faces):
            for vertex in face:
                self.around[vertex].add(number)
        self.quadrics = _quadrics(points, triangles)
        self.stamp = [0] * len(points)
        self.heap: list[tuple[float, int, int, int]] = []

    def neighbours(self, vertex: int) -> set[int]:
        found = {other for face in self.around[vertex] for other in self.faces[face]}
        found.discard(vertex)
        return found

    def push(self, vertex: int) -> None:
        if not np.isfinite(self.weight[vertex]):
            return
        best = min(((self.cost(vertex, other), other) for other in self.neighbours(vertex)), default=None)
        if best is not None and np.isfinite(best[0]):
            heapq.heappush(self.heap, (best[0], vertex, best[1], self.stamp[vertex]))

    def cost(self, vertex: int, other: int) -> float:
        shared = self.neighbours(vertex) & self.neighbours(other)
        if len(shared) != 2 or len(self.neighbours(other)) + len(self.neighbours(vertex)) > 16:
            return float("inf")
        end = self.places[other]
        for number in self.around[vertex]:
            face = self.faces[number]
            if other not in face and _turns(self.places, face, vertex, end):
                return float("inf")
        place = np.append(self.points[other], 1.0)
        error = float(place @ (self.quadrics[vertex] + self.quadrics[other]) @ place)
        length = math.dist(self.places[vertex], end)
        return (max(error, 0.0) + 1e-9 * length * length) * float(self.weight[vertex])

    def run(self, keep: int) -> tuple[Ints, Ints]:
        left = sum(1 for faces in self.around if faces)
        for vertex in range(len(self.points)):
            if self.around[vertex]:
                self.push(vertex)
        while left > keep and self.heap:
            _, vertex, other, stamp = heapq.heappop(self.heap)
            if stamp != self.stamp[vertex] or not self.around[vertex]:
                continue
            touched = self.neighbours(vertex)
            self.collapse(vertex, other)
            left -= 1
            for one in sorted(touched):
                self.stamp[one] += 1
                self.push(one)
        kept = np.array([v for v, faces in enumerate(self.around) if faces])
        return kept, np.array([face for face, alive in zip(self.faces, self.alive, strict=True) if alive])

    def collapse(self, vertex: int, other: int) -> None:
        for number in sorted(self.around[vertex]):
            face = self.faces[number]
            if other in face:
                self.alive[number] = False
                for one in face:
                    self.around[one].discard(number)
            else:
                self.faces[number] = tuple(other if v == vertex else v for v in face)
                self.around[other].add(number)
        self.around[vertex] = set()
        self.quadrics[other] += self.quadrics[vertex]


def _turns(places: list[Place], face: tuple[int, ...], vertex: int, end: Place) -> bool:
    """Whether the triangle turns by more than about 70 degrees when its corner ``vertex`` moves to ``end``."""
    before = _normal(*(places[v] for v in face))
    after = _normal(*(end if v == vertex else places[v] for v in face))
    dot = sum(one * two for one, two in zip(before, after, strict=True))
    return dot < 0.35 * math.hypot(*before) * math.hypot(*after)


def _normal(a: Place, b: Place, c: Place) -> Place:
    ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    vx, vy, vz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    return uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx


def _quadrics(points: Floats, triangles: Ints) -> Floats:
    a, b, c = (points[triangles[:, k]] for k in range(3))
    normal = np.cross(b - a, c - a)
    area = np.linalg.norm(normal, axis=1, keepdims=True)
    normal = normal / np.maximum(area, 1e-15)
    plane = np.concatenate([normal, -(normal * a).sum(axis=1, keepdims=True)], axis=1)
    each = plane[:, :, None] * plane[:, None, :] * area[:, :, None]
    total = np.zeros((len(points), 4, 4))
    for k in range(3):
        np.add.at(total, triangles[:, k], each)
    return total
