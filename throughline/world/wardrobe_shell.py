"""Surfaces that clothes are cut from: triangles with skin weights that can be clipped, draped, rimmed and joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Field = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Shell:
    """``points`` (N, 3) metres, ``faces`` (T, 3) counter-clockwise from outside, ``weights`` (N, J) dense rows summing
    to 1, ``colours`` (N, 3) linear Rec.709 (above 1 it emits). ``out`` (N, 3), if known, are the unit normals of the
    surface that this one was cut from, which stay true along the cut."""

    points: Floats
    faces: Ints
    weights: Floats
    colours: Floats
    out: Floats | None = None

    def painted(self, colour: Sequence[float] | Floats) -> Shell:
        """The same surface in one colour (3,) or one a vertex (N, 3)."""
        return replace(self, colours=np.broadcast_to(np.asarray(colour, np.float64), self.points.shape).copy())


def normals(points: Floats, faces: Ints) -> Floats:
    """Unit vertex normals (N, 3), area-weighted."""
    a, b, c = points[faces[:, 0]], points[faces[:, 1]], points[faces[:, 2]]
    each = np.cross(b - a, c - a)
    total = np.stack([np.bincount(faces.ravel(), np.repeat(each[:, k], 3), len(points)) for k in range(3)], axis=1)
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-15))


def averaging(faces: Ints, count: int) -> csr_matrix:
    """The sparse operator (N, N) that replaces every vertex by the mean of its neighbours."""
    corners = faces.shape[1]
    one = np.concatenate([faces[:, k] for k in range(corners)])
    two = np.concatenate([faces[:, (k + 1) % corners] for k in range(corners)])
    matrix = csr_matrix((np.ones(2 * len(one)), (np.r_[one, two], np.r_[two, one])), shape=(count, count))
    matrix.data[:] = 1.0
    degree = np.asarray(matrix.sum(axis=1)).ravel()
    alone = csr_matrix((np.where(degree == 0, 1.0, 0.0), (np.arange(count), np.arange(count))), shape=(count, count))
    inverse = csr_matrix((1.0 / np.maximum(degree, 1.0), (np.arange(count), np.arange(count))), shape=(count, count))
    return inverse @ matrix + alone


def subdivided(quads: Ints, count: int) -> tuple[csr_matrix, Ints]:
    """The operator (N', N) that gives the points of a mesh of quads split in four, and the new quads (4 F, 4)."""
    edges = np.sort(np.stack([quads, np.roll(quads, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
    unique, place = np.unique(edges, axis=0, return_inverse=True)
    middle = count + place.reshape(-1, 4)
    centre = count + len(unique) + np.arange(len(quads))
    rows = np.r_[np.arange(count), np.repeat(count + np.arange(len(unique)), 2), np.repeat(centre, 4)]
    columns = np.r_[np.arange(count), unique.ravel(), quads.ravel()]
    values = np.r_[np.ones(count), np.full(2 * len(unique), 0.5), np.full(4 * len(quads), 0.25)]
    total = count + len(unique) + len(quads)
    faces = [np.stack([quads[:, k], middle[:, k], centre, middle[:, k - 1]], axis=1) for k in range(4)]
    return csr_matrix((values, (rows, columns)), shape=(total, count)), np.concatenate(faces)


def triangles(quads: Ints) -> Ints:
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def clip(shell: Shell, field: Floats, extra: Floats | None = None) -> tuple[Shell, Floats]:
    """The part where ``field`` (N,) >= 0, cut exactly along its zero line; and ``extra`` (N, ...) carried along."""
    value = np.where(np.abs(field) < 1e-4, 1e-7, field)
    inside = value > 0.0
    number = inside[shell.faces].sum(axis=1)
    whole = shell.faces[number == 3]
    cut = shell.faces[(number == 1) | (number == 2)]
    lone = np.where(inside[cut].sum(axis=1) == 1, inside[cut].argmax(axis=1), (~inside[cut]).argmax(axis=1))
    cut = np.take_along_axis(cut, (lone[:, None] + np.arange(3)) % 3, axis=1)
    ends = np.concatenate([cut[:, [0, 1]], cut[:, [0, 2]]])
    unique, place = np.unique(np.sort(ends, axis=1), axis=0, return_inverse=True)
    place = place.reshape(2, -1) + len(shell.points)
    share = value[unique[:, 0]] / (value[unique[:, 0]] - value[unique[:, 1]])
    one = inside[cut[:, 0]]
    kept = [whole, np.stack([cut[one, 0], place[0, one], place[1, one]], axis=1),
            np.stack([cut[~one, 1], cut[~one, 2], place[1, ~one]], axis=1),
            np.stack([cut[~one, 1], place[1, ~one], place[0, ~one]], axis=1)]
    faces = np.concatenate(kept)

    def carried(values: Floats) -> Floats:
        wide = share.reshape(-1, *([1] * (values.ndim - 1)))
        return np.concatenate([values, values[unique[:, 0]] * (1 - wide) + values[unique[:, 1]] * wide])

    extra = np.zeros(len(shell.points)) if extra is None else extra
    out = None if shell.out is None else carried(shell.out)
    full = Shell(carried(shell.points), faces, carried(shell.weights), carried(shell.colours), out)
    return _compact(full, carried(extra))


def _compact(shell: Shell, extra: Floats) -> tuple[Shell, Floats]:
    used = np.unique(shell.faces)
    lookup = np.zeros(len(shell.points), dtype=np.int64)
    lookup[used] = np.arange(len(used))
    out = None if shell.out is None else shell.out[used]
    return Shell(shell.points[used], lookup[shell.faces], shell.weights[used], shell.colours[used], out), extra[used]


def finer(shell: Shell, wanted: Floats, reach: float) -> Shell:
    """The triangles near where ``wanted`` (N,) > -``reach``, each split in four."""
    faces = shell.faces[(wanted[shell.faces] > -reach).any(axis=1)]
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    unique, place = np.unique(edges, axis=0, return_inverse=True)
    ab, bc, ca = place.reshape(3, -1) + len(shell.points)
    a, b, c = faces.T
    split = np.concatenate([np.stack(one, axis=1) for one in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))])

    def halved(values: Floats) -> Floats:
        return np.concatenate([values, values[unique].mean(axis=1)])

    out = None if shell.out is None else halved(shell.out)
    whole = Shell(halved(shell.points), split, halved(shell.weights), halved(shell.colours), out)
    return _compact(whole, np.zeros(len(whole.points)))[0]


def without(shell: Shell, hidden: Bools) -> Shell:
    """The surface less every triangle whose three corners are ``hidden`` (N,)."""
    faces = shell.faces[~hidden[shell.faces].all(axis=1)]
    return _compact(replace(shell, faces=faces), np.zeros(len(shell.points)))[0]


def border(faces: Ints) -> Ints:
    """The directed edges (E, 2) that only one triangle has."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    size = int(faces.max()) + 1 if len(faces) else 1
    forward, back = edges[:, 0] * size + edges[:, 1], edges[:, 1] * size + edges[:, 0]
    return edges[~np.isin(forward, back)]


def whole_pieces(shell: Shell, least: int = 24) -> Shell:
    """The surface less every separate piece of fewer than ``least`` triangles."""
    if len(shell.faces) == 0:
        return shell
    one, two = shell.faces[:, [0, 1]].ravel(), shell.faces[:, [1, 2]].ravel()
    count = len(shell.points)
    _, label = connected_components(csr_matrix((np.ones(len(one)), (one, two)), shape=(count, count)), directed=False)
    size = np.bincount(label[shell.faces[:, 0]], minlength=int(label.max()) + 1)
    return without(shell, size[label] < least)


def rimmed(shell: Shell, thickness: float, depth: float = 0.018, shade: float = 0.55) -> Shell:
    """The surface with its open edges turned in: a rim ``thickness`` wide and, if ``depth`` is not 0, a strip ``depth``
    deep behind it."""
    edges = border(shell.faces)
    if len(edges) == 0:
        return shell
    used = np.unique(edges)
    lookup = np.zeros(len(shell.points), dtype=np.int64)
    lookup[used] = np.arange(len(used))
    normal = (normals(shell.points, shell.faces) if shell.out is None else shell.out)[used]
    first = shell.points[used] - normal * thickness
    start = len(shell.points)
    a, b = lookup[edges[:, 0]] + start, lookup[edges[:, 1]] + start
    faces = [shell.faces, np.stack([edges[:, 1], edges[:, 0], a], 1), np.stack([edges[:, 1], a, b], 1)]
    points, shades = [first], [0.8]
    if depth > 0.0:
        deep_a, deep_b = a + len(used), b + len(used)
        faces += [np.stack([b, a, deep_a], 1), np.stack([b, deep_a, deep_b], 1)]
        points.append(first + _inward(shell, edges, used, normal) * depth - normal * 0.3 * thickness)
        shades.append(shade)
    return Shell(np.concatenate([shell.points, *points]), np.concatenate(faces),
                 np.concatenate([shell.weights, *[shell.weights[used]] * len(points)]),
                 np.concatenate([shell.colours, *[shell.colours[used] * value for value in shades]]))


def _inward(shell: Shell, edges: Ints, used: Ints, normal: Floats) -> Floats:
    along = shell.points[edges[:, 1]] - shell.points[edges[:, 0]]
    tangent = np.zeros_like(shell.points)
    np.add.at(tangent, edges[:, 0], along)
    np.add.at(tangent, edges[:, 1], along)
    across = np.cross(normal, tangent[used])
    return np.asarray(across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12))


def lined(shell: Shell, thickness: float, shade: float = 0.45) -> Shell:
    """The surface as a closed slab: an inner copy ``thickness`` behind it, darker, and the edges joined."""
    start = len(shell.points)
    inner = shell.points - normals(shell.points, shell.faces) * thickness
    edges = border(shell.faces)
    a, b = edges[:, 0], edges[:, 1]
    faces = [shell.faces, shell.faces[:, ::-1] + start, np.stack([b, a, a + start], 1),
             np.stack([b, a + start, b + start], 1)]
    return Shell(np.concatenate([shell.points, inner]), np.concatenate(faces),
                 np.concatenate([shell.weights, shell.weights]),
                 np.concatenate([shell.colours, shell.colours * shade]))


def join(shells: Sequence[Shell]) -> Shell:
    """All surfaces as one."""
    starts = np.cumsum([0, *(len(shell.points) for shell in shells)])
    return Shell(np.concatenate([shell.points for shell in shells]),
                 np.concatenate([shell.faces + start for shell, start in zip(shells, starts, strict=False)]),
                 np.concatenate([shell.weights for shell in shells]),
                 np.concatenate([shell.colours for shell in shells]))


def cavity(points: Floats, faces: Ints, mean: csr_matrix, reach: float) -> Floats:
    """A shade (N,) from about 0.6 in hollows to 1.1 on ridges ``reach`` metres high, for baked occlusion."""
    far = points
    for _ in range(6):
        far = mean @ far
    height = ((points - far) * normals(points, faces)).sum(axis=1)
    return np.asarray(np.clip(1.0 + 0.5 * np.clip(height / reach, -0.8, 0.2), 0.6, 1.1))
