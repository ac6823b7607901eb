"""Panels crushed by a blow: shortened along it, folded in sharp pleats, the bonnet buckled up about its middle."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from throughline.effects.vehicles.crash import Blow
from throughline.world.shapes import Piece, join, noise, normals, rng

Reals = NDArray[np.float64]
Field = Callable[[Reals], Reals]
FINE_M, PASSES = 0.13, 3
SHARP = math.radians(12.0)
BARE = np.array([0.13, 0.13, 0.135])
PLEAT_M, BRIGHTEST = 0.19, 0.85


def crush_field(blow: Blow, size: tuple[float, float, float], name: str) -> Field:
    """The function that says by how much each point (N, 3) of a vehicle's body is displaced by a blow, metres (N, 3).

    Metal within the crush length gives way along the blow in proportion, most on its line, so that what is in front is
    pushed onto what is behind; what has to go somewhere goes into pleats across it and, of the bonnet or boot lid, up.
    """
    seed = int(rng("crush", name).integers(1 << 16))
    way = np.array([*blow.way, 0.0])
    side = np.array([-way[1], way[0], 0.0])
    length, _, height = size
    long = float(np.clip(2.3 * blow.deep + 0.25, 0.4, 0.42 * length))

    def field(at: Reals) -> Reals:
        away = at - np.array([blow.x, blow.y, 0.0])
        into, across = away @ way, away @ side
        share = _across(across + 0.12 * facets(at * 2.3, seed), blow)
        inside = np.clip(1.0 - np.clip(into, 0.0, None) / long, 0.0, 1.0)
        low = np.clip((height * 0.98 - at[:, 2]) / (0.42 * height), 0.0, 1.0)
        strain = share * inside * low
        moved = blow.deep * strain
        pleat = _pleats(into - 0.10 * across + 0.06 * facets(at * 3.1, seed + 2), strain)
        depth = min(0.055, 0.12 * blow.deep)
        found = moved[:, None] * way
        found += (depth * pleat * np.clip(across / 0.2, -1.0, 1.0))[:, None] * side
        found[:, 2] += depth * 0.8 * pleat * np.clip((at[:, 2] - 0.35 * height) / (0.2 * height), -0.5, 1.0)
        found[:, 2] += _lid(at, into, strain, blow, height)
        pull = np.clip(np.abs(across) - blow.wide, 0.0, None) / (0.5 + blow.deep)
        found += (-np.sign(across) * 0.22 * blow.deep * np.exp(-((pull - 0.5) / 0.5) ** 2) * inside * low
                  * (blow.wide < 0.4))[:, None] * side
        jag = np.stack([facets(at * 6.7, seed + 5 + n) for n in range(3)], axis=1)
        return np.asarray(found + 0.018 * (min(blow.deep, 0.5) / 0.5) * strain[:, None] * jag)

    return field


def _across(across: Reals, blow: Blow) -> Reals:
    """(N,) how much of the depth is felt to the side of the blow's line: all of it over its width, then falling in a
    straight fold, as sheet does that is held at its ends."""
    beyond = np.clip(np.abs(across) - blow.wide, 0.0, None)
    return np.clip(1.0 - beyond / (0.45 + 0.9 * blow.deep), 0.0, 1.0)


def _pleats(along: Reals, strain: Reals) -> Reals:
    """(N,) -1 to 1: folds with straight flanks, deeper and closer where there is more strain."""
    phase = along / PLEAT_M
    saw = 2.0 * np.abs(2.0 * (phase - np.floor(phase + 0.5))) - 1.0
    return np.asarray(saw * np.clip(1.6 * strain, 0.0, 1.0))


def _lid(at: Reals, into: Reals, strain: Reals, blow: Blow, height: float) -> Reals:
    """(N,) by how much the bonnet (or boot lid) rises: two flat halves about a ridge, as long as they were before."""
    if abs(blow.way[0]) < 0.6 or blow.deep < 0.12:
        return np.zeros(len(at))
    lid = 1.15 if blow.way[0] < 0 else 0.7
    half = lid / 2
    rise = 0.62 * math.sqrt(max(0.0, half ** 2 - max(half - blow.deep / 2, 0.12) ** 2))
    ridge = np.clip(1.0 - np.abs(into - 0.5 * lid) / half, 0.0, 1.0)
    upper = np.clip((at[:, 2] - 0.50 * height) / (0.08 * height), 0.0, 1.0)
    upper = upper * np.clip((0.73 * height - at[:, 2]) / (0.05 * height), 0.0, 1.0)
    middle = np.clip(1.15 - np.abs(at[:, 1]) / 0.95, 0.0, 1.0)
    return np.asarray(rise * ridge * upper * middle * np.clip(1.5 * strain + 0.35, 0.0, 1.0) * (strain > 0))


def facets(at: Reals, seed: int) -> Reals:
    """(N,) noise that is flat within facets and breaks between them."""
    return np.asarray(noise(np.floor(at * 2.0) / 2.0 + 0.25 * noise(at, seed)[:, None], seed), np.float64)


def ready(body: Piece, field: Field) -> Piece:
    """``body`` cut finely enough where the field bends it, its points parted along the creases that will be sharp."""
    for _ in range(PASSES):
        body = _finer(body, field)
    body = _triangles(body, field)
    return creased(body, body.points + field(body.points.astype(np.float64)), field)


def bared(body: Piece, field: Field, name: str) -> Piece:
    """``body`` in the colours that it has once crushed: each facet mirrors another part of the world, folds are dark,
    paint is gone here and there along them; lamps that are struck are dead."""
    seed = int(rng("bare", name).integers(1 << 16))
    at = body.points.astype(np.float64)
    moved = field(at)
    hurt = np.clip(np.linalg.norm(moved, axis=1) / 0.20, 0.0, 1.0)
    before, after = normals(body), normals(replace(body, points=(at + moved).astype(np.float32)))
    turned = np.clip(1.0 - np.einsum("ij,ij->i", before, after), 0.0, 1.0)
    mirrors = np.clip(_mirrored(after) / _mirrored(before), 0.25, 2.6)
    tone = 1.0 + (mirrors - 1.0) * hurt
    worn = np.clip(1.4 * turned - 0.35, 0.0, 1.0) * (facets(at * 5.0, seed) > 0.25) * hurt
    worn = 0.8 * worn[:, None] * (body.colours.max(axis=1, keepdims=True) > 0.03)
    dead = np.where(hurt[:, None] > 0.12, 0.0, 1.0)
    lit = np.minimum(body.colours * tone[:, None], np.maximum(body.colours, BRIGHTEST))
    colours = lit * (1 - worn) + BARE * worn
    return replace(body, colours=colours.astype(np.float32), glow=(body.glow * dead).astype(np.float32))


def _mirrored(normal: NDArray[np.floating]) -> Reals:
    """(N,) how bright what paint mirrors is along a normal: the sky above, a bright edge under it, the dark street."""
    up = np.asarray(normal, np.float64)[:, 2]
    glint = np.exp(-((up - 0.62) / 0.14) ** 2)
    return 0.45 + 0.40 * np.clip(1.4 * up + 0.25, 0.0, 1.0) + 0.55 * glint + 0.18 * np.asarray(normal)[:, 0]


def _finer(body: Piece, field: Field) -> Piece:
    """``body`` with the long faces that are bent cut in four (quads) or in four triangles."""
    starts = np.concatenate([[0], np.cumsum(body.counts)[:-1]]).astype(np.int64)
    kept, made = [], []
    for corners in (3, 4):
        faces = np.flatnonzero(body.counts == corners)
        index = body.corners[starts[faces][:, None] + np.arange(corners)]
        places = body.points[index].astype(np.float64)
        edge = np.linalg.norm(places - np.roll(places, -1, axis=1), axis=2).max(axis=1)
        shift = field(places.reshape(-1, 3)).reshape(places.shape)
        bent = np.linalg.norm(shift, axis=2).max(axis=1) > 0.006
        cut = bent & (edge > FINE_M)
        kept.append((faces[~cut], corners))
        if cut.any():
            made.append(_cut(body, index[cut]))
    others = np.flatnonzero((body.counts != 3) & (body.counts != 4))
    stay = np.sort(np.concatenate([*(faces for faces, _ in kept), others]))
    if not made:
        return body
    pick = np.concatenate([np.arange(starts[face], starts[face] + body.counts[face]) for face in stay]) \
        if len(stay) else np.zeros(0, np.int64)
    whole = Piece(body.points, body.counts[stay], body.corners[pick], body.colours, body.glow)
    return welded(join([whole, *made]))


def _cut(body: Piece, index: NDArray[np.int32]) -> Piece:
    """Faces (K, 3 or 4) each cut in four at the middles of their edges."""
    def mixed(values: NDArray[np.float32]) -> NDArray[np.float32]:
        corner = values[index].astype(np.float64)
        middle = 0.5 * (corner + np.roll(corner, -1, axis=1))
        return np.concatenate([corner, middle, corner.mean(axis=1, keepdims=True)], axis=1).astype(np.float32)

    count, sides = index.shape
    if sides == 4:
        faces = np.array([[0, 4, 8, 7], [4, 1, 5, 8], [8, 5, 2, 6], [7, 8, 6, 3]])
    else:
        faces = np.array([[0, 3, 5], [3, 1, 4], [5, 4, 2], [3, 4, 5]])
    points = mixed(body.points)
    each = points.shape[1]
    corners = (faces[None] + (np.arange(count) * each)[:, None, None]).reshape(-1).astype(np.int32)
    return Piece(points.reshape(-1, 3), np.full(count * 4, sides, np.int32), corners,
                 mixed(body.colours).reshape(-1, 3), mixed(body.glow).reshape(-1, 3))


def _triangles(body: Piece, field: Field) -> Piece:
    """``body`` with the quads that are bent cut along one diagonal or the other, as sheet folds."""
    starts = np.concatenate([[0], np.cumsum(body.counts)[:-1]]).astype(np.int64)
    quads = np.flatnonzero(body.counts == 4)
    index = body.corners[starts[quads][:, None] + np.arange(4)]
    shift = field(body.points[index].reshape(-1, 3).astype(np.float64)).reshape(*index.shape, 3)
    bent = np.linalg.norm(shift, axis=2).max(axis=1) > 0.006
    index, cut = index[bent], quads[bent]
    if not len(cut):
        return body
    at = body.points[index].astype(np.float64) + shift[bent]
    first = np.linalg.norm(at[:, 0] - at[:, 2], axis=1) <= np.linalg.norm(at[:, 1] - at[:, 3], axis=1)
    faces = np.where(first[:, None, None], index[:, [[0, 1, 2], [0, 2, 3]]], index[:, [[0, 1, 3], [1, 2, 3]]])
    keep = np.ones(len(body.counts), bool)
    keep[cut] = False
    corners = body.corners[np.repeat(keep, body.counts)]
    return replace(body, counts=np.concatenate([body.counts[keep], np.full(2 * len(cut), 3, np.int32)]),
                   corners=np.concatenate([corners, faces.reshape(-1)]).astype(np.int32))


def welded(body: Piece) -> Piece:
    """``body`` with points that are the same in place and colour made one, and those of no face left out."""
    used = np.zeros(len(body.points), bool)
    used[body.corners] = True
    rows = np.concatenate([np.round(body.points, 5), np.round(body.colours, 4), np.round(body.glow, 3)], axis=1)
    rows[~used] = 1e6
    _, first, into = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(first), np.int64)
    rank[order] = np.arange(len(first))
    pick = first[order]
    return Piece(body.points[pick], body.counts, rank[into.reshape(-1)][body.corners].astype(np.int32),
                 body.colours[pick], body.glow[pick])


def creased(body: Piece, bent: NDArray[np.floating], field: Field) -> Piece:
    """``body`` with its points parted between faces that meet at a sharp edge once they lie as ``bent``: metal shows
    creases where rubber shows waves. Only where the field moves anything."""
    moves = np.linalg.norm(field(body.points.astype(np.float64)), axis=1) > 0.004
    before, after = _edges(body), _edges(replace(body, points=bent.astype(np.float32)))
    sharp = (after > SHARP) & (after > 1.5 * before) & moves[body.corners]
    loose = np.flatnonzero(sharp)
    corners = body.corners.copy()
    corners[loose] = len(body.points) + np.arange(len(loose), dtype=np.int32)
    origin = body.corners[loose]
    return Piece(np.concatenate([body.points, body.points[origin]]), body.counts, corners,
                 np.concatenate([body.colours, body.colours[origin]]), np.concatenate([body.glow, body.glow[origin]]))


def _edges(body: Piece) -> Reals:
    """(corners,) by how many radians a face turns away from the mean of those about its corner."""
    mean = normals(body)
    starts = np.concatenate([[0], np.cumsum(body.counts)[:-1]]).astype(np.int64)
    a, b, c = (body.points[body.corners[starts + n]].astype(np.float64) for n in range(3))
    face = np.cross(b - a, c - a)
    face /= np.maximum(np.linalg.norm(face, axis=1, keepdims=True), 1e-12)
    each = np.repeat(face, body.counts, axis=0)
    return np.asarray(np.arccos(np.clip(np.einsum("ij,ij->i", each, mean[body.corners]), -1.0, 1.0)))
