"""A set's own building, as it stands, taken apart into what it is made of."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from throughline.effects.destruction.materials import INDEX, MATERIALS, seen_as
from throughline.effects.destruction.measures import flats
from throughline.effects.destruction.structure import (
    COLUMN,
    GLASS,
    ROOF,
    SLAB,
    TRIM,
    WALL,
    Building,
    Element,
    Skin,
    solid,
)
from throughline.world.sets.breakable import Tower

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
SMALL = 0.035
FLAT = 0.03


def from_tower(tower: Tower) -> Building:
    """The building that a set shows as ``tower``, same silhouette, same colours, with the floors and columns that
    its walls hide."""
    mesh = _Soup(tower)
    elements = [element for part in mesh.parts() for element in mesh.element(part)]
    floors = tuple(float(min(e.low[2] for e in elements if e.level == level)) for level in range(
        int(tower.levels.max()) + 1))
    return Building((*elements, *_hidden(elements, floors, tower)), floors, float(tower.breaks),
                    (float(tower.half), float(tower.half)))


class _Soup:
    """A tower's faces, and which of them hang together."""

    def __init__(self, tower: Tower):
        piece = tower.piece
        self.points, self.counts = piece.points.astype(np.float64), piece.counts.astype(np.int64)
        self.corners, self.starts = piece.corners.astype(np.int64), np.concatenate([[0], np.cumsum(piece.counts)])
        self.colours, self.glow = piece.colours.astype(np.float64), piece.glow.astype(np.float64)
        self.chunk = tower.chunk[piece.corners[self.starts[:-1]]].astype(np.int64)
        self.levels = tower.levels
        self.within = np.stack([self.points.min(axis=0), self.points.max(axis=0)])

    def parts(self) -> list[list[Ints]]:
        """Faces by part: what hangs together, and the small bits of a chunk as one."""
        key = np.round(self.points[self.corners], 3)
        chunk = np.repeat(self.chunk, self.counts)
        _, weld = np.unique(np.column_stack([key, chunk]), axis=0, return_inverse=True)
        weld = weld.reshape(-1)
        face = np.repeat(np.arange(len(self.counts)), self.counts)
        total = len(self.counts) + int(weld.max()) + 1
        graph = coo_matrix((np.ones(len(face)), (face, len(self.counts) + weld)), shape=(total, total))
        label = connected_components(graph, directed=False)[1][:len(self.counts)]
        order = np.argsort(label, kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
        groups.sort(key=lambda faces: int(faces[0]))
        parts: list[list[Ints]] = []
        small: dict[int, list[Ints]] = {}
        for faces in groups:
            at = self.points[self._corners(faces)]
            if np.prod(np.maximum(np.ptp(at, axis=0), 0.05)) < SMALL and not self._pane(faces):
                small.setdefault(int(self.chunk[faces[0]]), []).append(faces)
            else:
                parts.append([faces])
        return parts + [small[number] for number in sorted(small)]

    def _corners(self, faces: Ints) -> Ints:
        return np.concatenate([self.corners[self.starts[f]:self.starts[f + 1]] for f in faces])

    def _pane(self, faces: Ints) -> bool:
        colour = self.colours[self._corners(faces)].mean(axis=0, keepdims=True)
        return bool(seen_as(colour)[0] == INDEX["glass"]) and len(faces) <= 2

    def element(self, groups: list[Ints]) -> list[Element]:
        """A part as an element: a solid where it is convex, else a skin."""
        faces = np.concatenate(groups)
        corners = self._corners(faces)
        colour, glow = self.colours[corners].mean(axis=0), self.glow[corners].mean(axis=0)
        material = int(seen_as(colour[None])[0])
        used, local = np.unique(corners, return_inverse=True)
        points, counts = self.points[used], self.counts[faces]
        low, high = points.min(axis=0), points.max(axis=0)
        level = int(self.levels[self.chunk[faces[0]]])
        area, normal, middle = flats(points, counts, local.astype(np.int64))
        offset = (normal * middle).sum(axis=1)
        convex = len(groups) == 1 and (high - low).min() > FLAT and len(counts) >= 5 and bool(
            (points @ normal.T - offset <= 2e-3)[:, area > 1e-8].all())
        if convex:
            slanted = (np.abs(normal).max(axis=1) < 0.9999) & (area > 1e-8)
            planes = np.column_stack([normal, offset])[slanted]
            planes = planes[np.unique(np.round(planes, 4), axis=0, return_index=True)[1]]
            return [Element(_kind(material, low, high), material, level, low, high, colour, glow, planes)]
        kind = GLASS if material == INDEX["glass"] and len(counts) <= 2 else _kind(material, low, high)
        where = np.cumsum(np.concatenate([[0], counts]))[:-1]
        paint = np.add.reduceat(self.colours[corners], where, axis=0) / counts[:, None]
        light = np.add.reduceat(self.glow[corners], where, axis=0) / counts[:, None]
        skin = thickened(points, counts, local.astype(np.int64), paint, light, material, self.within)
        half = np.maximum((skin.points.max(axis=0) - skin.points.min(axis=0)) / 2, 0.03)
        centre = (skin.points.max(axis=0) + skin.points.min(axis=0)) / 2
        return [Element(kind if len(groups) == 1 else TRIM, material, level, centre - half, centre + half, colour, glow,
                        np.zeros((0, 4)), skin)]


def _kind(material: int, low: Reals, high: Reals) -> int:
    """What a part is by what it is made of and its proportions."""
    x, y, z = high - low
    if MATERIALS[material].name == "tile":
        return ROOF
    if z < 0.65 and min(x, y) > 0.9:
        return SLAB
    return COLUMN if z > 2.2 * max(x, y) else WALL


def thickened(points: Reals, counts: Ints, corners: Ints, colours: Reals, glow: Reals, material: int,
              within: Reals) -> Skin:
    """An open surface given its material's thickness behind it, in the box ``within`` (2, 3); one that is closed
    already, as it is."""
    _, weld = np.unique(np.round(points, 3), axis=0, return_inverse=True)
    starts = np.cumsum(np.concatenate([[0], counts]))
    after = np.concatenate([np.roll(corners[a:b], -1) for a, b in itertools.pairwise(starts)])
    weld = weld.reshape(-1)
    here, there = weld[corners], weld[after]
    edges, back = here * len(points) + there, there * len(points) + here
    rim = ~np.isin(edges, back)
    inner = np.zeros(len(counts), bool)
    if not rim.any():
        return Skin(points, counts, corners, colours, glow, inner)
    area, normal, _ = flats(points, counts, corners)
    way = (area[:, None] * normal).sum(axis=0)
    way = way / max(float(np.linalg.norm(way)), 1e-9)
    behind = np.clip(points - way * MATERIALS[material].thick, *within)
    shift = len(points)
    face = np.repeat(np.arange(len(counts)), counts)
    backs = np.concatenate([corners[a:b][::-1] + shift for a, b in itertools.pairwise(starts)])
    sides = np.stack([corners[rim], corners[rim] + shift, after[rim] + shift, after[rim]], axis=1)
    fresh = np.broadcast_to(0.6 * colours.mean(axis=0) + 0.4 * np.array(MATERIALS[material].inner), (1, 3))
    amount = int(rim.sum())
    return Skin(np.concatenate([points, behind]), np.concatenate([counts, counts, np.full(amount, 4)]),
                np.concatenate([corners, backs, sides.reshape(-1)]),
                np.concatenate([colours, np.repeat(fresh, len(counts), axis=0), colours[face[rim]]]),
                np.concatenate([glow, np.zeros((len(counts) + amount, 3))]),
                np.concatenate([inner, ~inner, np.zeros(amount, bool)]))


def _hidden(elements: list[Element], floors: tuple[float, ...], tower: Tower) -> list[Element]:
    """Columns under the floors' slabs, and slabs where a storey shows none, inside walls that hide them."""
    made, half = [], 0.62 * tower.half
    if len(floors) < 4:
        return []
    for level in range(1, len(floors) - 1):
        z0, z1 = floors[level], floors[level + 1]
        slabs = [e for e in elements if e.level == level and e.kind == SLAB
                 and max(abs(e.low[0]), abs(e.high[0]), abs(e.low[1]), abs(e.high[1])) < tower.half]
        top = max((float(e.high[2]) for e in slabs), default=z0 + 0.35)
        if not slabs:
            made += [solid(SLAB, "concrete", level, (x, y, z0), (x + 2 * half / 2, y + 2 * half / 2, top),
                           (0.21, 0.20, 0.18)) for x in (-half, 0.0) for y in (-half, 0.0)]
        for x in (-half / 2, half / 2):
            for y in (-half / 2, half / 2):
                made.append(solid(COLUMN, "concrete", level, (x - 0.3, y - 0.3, top), (x + 0.3, y + 0.3, z1),
                                  (0.24, 0.23, 0.21)))
    made += [solid(WALL, "plaster", level, (-half, -0.09, floors[level] + 0.36), (half, 0.09, floors[level + 1]),
                   (0.42, 0.39, 0.34)) for level in range(1, len(floors) - 2)]
    return made
