"""Meshes as the GPU takes them: triangles in blocks that can be left out, smooth normals, buffers made when drawn.

What is the same in two stages is made once: forms are kept by the digest of their arrays.
"""

import hashlib

import gpu
import numpy as np
from mathutils import Vector
from mathutils.geometry import tessellate_polygon

BLOCK = 512  # triangles that are drawn or left out together
KEPT_BYTES = 300_000_000


def triangles(points, counts, corners):
    """(T, 3) places in ``corners`` of the triangles of faces with ``counts`` corners each, in the faces' order."""
    starts = np.cumsum(counts) - counts
    faces, parts = [], []
    for size in np.unique(counts):
        chosen = np.flatnonzero(counts == size)
        first = starts[chosen]
        if size == 3:
            made = first[:, None] + np.arange(3)
        elif size == 4:
            made = _quads(points[corners[first[:, None] + np.arange(4)]]) + np.repeat(first, 2)[:, None]
        else:
            cut = [_cut(points[corners[start:start + size]]) + start for start in first]
            chosen, made = np.repeat(chosen, [len(part) for part in cut]), np.concatenate(cut)
        faces.append(np.repeat(chosen, 2) if size == 4 else chosen)
        parts.append(made)
    if not parts:
        return np.zeros((0, 3), np.int64)
    return np.concatenate(parts)[np.argsort(np.concatenate(faces), kind="stable")]


def _quads(quad):
    """(2 Q, 3): two triangles of each of ``quad`` (Q, 4, 3), cut so that a bent-in corner stays bent in."""
    side, across, other = (quad[:, k] - quad[:, 0] for k in (1, 2, 3))
    bent = (np.cross(side, across) * np.cross(other, across)).sum(axis=1) > 0
    return np.where(bent[:, None, None], [[0, 1, 3], [1, 2, 3]], [[0, 1, 2], [0, 2, 3]]).reshape(-1, 3)


def _cut(polygon):
    made = tessellate_polygon([[Vector(point) for point in polygon.tolist()]])
    return np.array(made, np.int64).reshape(-1, 3)


def bends(points, faces):
    """(V, 3) float32: the mean direction of the triangles round every point, by their areas."""
    a, b, c = points[faces[:, 0]], points[faces[:, 1]], points[faces[:, 2]]
    u, v = b - a, c - a
    cross = (u[:, 1] * v[:, 2] - u[:, 2] * v[:, 1], u[:, 2] * v[:, 0] - u[:, 0] * v[:, 2],
             u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])
    out = np.empty((len(points), 3), np.float32)
    corners = faces.T.ravel()
    for axis in range(3):
        out[:, axis] = np.bincount(corners, np.tile(cross[axis], 3), len(points))
    return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-20)


def _near_together(middles):
    """The order along a Z-shaped curve through ``middles`` (T, 3)."""
    low, high = middles.min(axis=0), middles.max(axis=0)
    cell = ((middles - low) / max(1e-9, float((high - low).max())) * 1023).astype(np.uint64)
    code = np.zeros(len(middles), np.uint64)
    for bit in range(10):
        for axis in range(3):
            code |= ((cell[:, axis] >> np.uint64(bit)) & np.uint64(1)) << np.uint64(3 * bit + axis)
    return np.argsort(code, kind="stable")


class Form:
    """A mesh: points (V, 3), triangles (T, 3) in blocks with ``boxes`` (B, 2, 3), colours (V, 3) and normals.

    ``still``: its points never change, so that blocks and buffers stay.
    """

    def __init__(self, points, faces, colours, smooth, still):
        self.smooth, self.points, self.still = smooth, points, still
        middles = points[faces].mean(axis=1) if len(faces) else np.zeros((0, 3))
        if still and len(faces) > BLOCK:
            faces = faces[_near_together(middles)]
        self.faces, self.colours = faces.astype(np.uint32), colours
        self.bent = None
        self.bytes = 2 * (points.nbytes + colours.nbytes + self.faces.nbytes)
        self._elements = self._tints = None
        self._batches = {}
        self._measure()

    def _measure(self):
        if not len(self.faces):
            self.boxes = np.zeros((0, 2, 3))
        elif self.still:
            starts = np.arange(0, len(self.faces), BLOCK)
            low, high = self.points[self.faces].min(axis=1), self.points[self.faces].max(axis=1)
            self.boxes = np.stack([np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)], axis=1)
        else:
            self.boxes = np.stack([self.points.min(axis=0), self.points.max(axis=0)])[None]

    def move(self, points, bent=None):
        """Puts the points elsewhere; ``bent`` (V, 3) are their normals then, worked out from the points otherwise."""
        self.points, self.bent, self._batches = points, bent, {}
        self._measure()

    def runs(self, seen):
        """[(first corner, corners)] of the blocks that are ``seen`` (B,), neighbours taken together."""
        if not self.still and len(seen) and seen[0]:
            return [(0, 3 * len(self.faces))]
        edge = np.flatnonzero(np.diff(np.concatenate([[0], seen.astype(np.int8), [0]])))
        total = len(self.faces)
        return [(3 * BLOCK * int(a), 3 * (min(total, BLOCK * int(b)) - BLOCK * int(a)))
                for a, b in zip(edge[::2], edge[1::2], strict=True)]

    def batch(self, whole):
        """The GPU's batch, of the points alone or of the ``whole`` with colours and, if smooth, normals."""
        if whole not in self._batches:
            if self._elements is None:
                self._elements = gpu.types.GPUIndexBuf(type="TRIS", seq=np.ascontiguousarray(self.faces))
            made = gpu.types.GPUBatch(type="TRIS", buf=_buffer("pos", self.points), elem=self._elements)
            if whole:
                self._tints = self._tints or _buffer("colour", self.colours)
                made.vertbuf_add(self._tints)
            if whole and self.smooth:
                made.vertbuf_add(_buffer("normal", bends(self.points, self.faces) if self.bent is None else self.bent))
            self._batches[whole] = made
        return self._batches[whole]


def _buffer(name, rows):
    layout = gpu.types.GPUVertFormat()
    layout.attr_add(id=name, comp_type="F32", len=3, fetch_mode="FLOAT")
    made = gpu.types.GPUVertBuf(layout, max(1, len(rows)))
    if len(rows):
        made.attr_fill(name, np.ascontiguousarray(rows, np.float32))
    return made


def shaped(points, counts, corners, domain, colours, smooth, still):
    """A Form of faces; ``colours`` (., 3) by "POINT" or "CORNER", in which case no two corners share a point."""
    cut = triangles(points, counts, corners)
    if domain == "CORNER":
        return Form(np.ascontiguousarray(points[corners]), cut, colours, smooth, still)
    return Form(points, corners[cut], colours, smooth, still)


class Library:
    """Still forms by the digest of what they are made of; those that were not asked for longest are let go."""

    def __init__(self):
        self.forms = {}

    def form(self, points, counts, corners, domain, colours, smooth):
        digest = hashlib.blake2b(f"{domain} {smooth} {points.shape} {colours.shape} {counts.shape}".encode())
        for rows in (points, counts, corners, colours):
            digest.update(np.ascontiguousarray(rows))
        key = digest.digest()
        found = self.forms.pop(key, None) or shaped(points, counts, corners, domain, colours, smooth, True)
        self.forms[key] = found
        return found

    def tidy(self):
        """Lets go of the oldest until what is kept is within bounds."""
        total = sum(form.bytes for form in self.forms.values())
        for key in list(self.forms):
            if total <= KEPT_BYTES:
                return
            total -= self.forms.pop(key).bytes
