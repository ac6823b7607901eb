"""What a crash and a fire do to a vehicle's body."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from throughline.world.shapes import Piece, f32, join, noise, quads, rng


def crumpled(body: Piece, size: tuple[float, float, float], name: str) -> Piece:
    """``body`` with its front pushed in by up to 0.6 m and folded, the bonnet thrown up, cracks over the windscreen."""
    length, width, height = size
    at = body.points.astype(np.float64)
    seed = int(rng("crash", name).integers(1 << 16))
    front = length / 2
    depth = min(1.5, 0.32 * length)
    into = np.clip((at[:, 0] - (front - depth)) / depth, 0, 1)
    offset = float(rng("side", name).uniform(-0.35, 0.35))
    hit = 0.60 + 0.30 * np.cos((at[:, 1] - offset * width) / width * np.pi)
    folds = noise(at * np.array([5.0, 3.2, 4.0]), seed)
    crease = np.abs(np.sin(at[:, 0] * 11.0 + 2.0 * noise(at * 2.0, seed + 1)))
    moved = at.copy()
    moved[:, 0] -= into ** 1.4 * hit * min(0.62, 0.14 * length) - 0.05 * into * folds
    moved[:, 1] += into * (0.10 * folds + 0.05 * np.sign(at[:, 1]) * crease)
    bonnet = into * np.clip((at[:, 2] - 0.48 * height) / (0.14 * height), 0, 1) * (at[:, 2] < 0.8 * height)
    moved[:, 2] += bonnet * (0.34 * np.sin(np.clip(into, 0, 1) * np.pi) + 0.10 * crease)
    moved[:, 2] += into * 0.06 * folds - 0.05 * into
    bare = np.clip(into * (0.6 * crease + 0.5 * folds), 0, 0.75)[:, None]
    colours = body.colours * (1 - bare) + np.array([0.10, 0.10, 0.105]) * bare
    dead = np.where(at[:, :1] > 0, 0.0, 0.5)
    bent = replace(body, points=moved.astype(np.float32), colours=colours.astype(np.float32),
                   glow=(body.glow * dead).astype(np.float32))
    return join([faceted(bent, into > 0.04), _cracks(size, name)])


def faceted(body: Piece, where: NDArray[np.bool_]) -> Piece:
    """``body`` with sharp edges between all faces whose points are ``where`` (N,): folded sheet, not rubber."""
    starts = np.concatenate([[0], np.cumsum(body.counts)[:-1]])
    sharp = np.logical_and.reduceat(where[body.corners], starts)
    loose = np.flatnonzero(np.repeat(sharp, body.counts))
    origin = body.corners[loose]
    corners = body.corners.copy()
    corners[loose] = len(body.points) + np.arange(len(loose), dtype=np.int32)
    return Piece(np.concatenate([body.points, body.points[origin]]), body.counts, corners,
                 np.concatenate([body.colours, body.colours[origin]]), np.concatenate([body.glow, body.glow[origin]]))


def _cracks(size: tuple[float, float, float], name: str) -> Piece:
    """A web of white cracks about where the windscreen is."""
    length, width, height = size
    random = rng("cracks", name)
    low = np.array([0.235 * length, 0.0, 0.67 * height])
    along = np.array([-0.17 * length, 0.0, 0.28 * height])
    across = np.array([0.0, 0.36 * width, 0.0])
    centre = random.uniform(-0.4, 0.4), random.uniform(0.3, 0.6)
    made = []
    angles = np.sort(random.uniform(0, 2 * np.pi, 13))
    for angle in angles:
        reach = float(random.uniform(0.25, 0.6))
        last = np.array(centre)
        for step in (0.35, 0.7, 1.0):
            bend = angle + float(random.uniform(-0.25, 0.25))
            tip = np.array(centre) + np.array([np.cos(bend), 0.8 * np.sin(bend)]) * reach * step
            made.append((last, tip))
            last = tip
    for ring in (0.10, 0.22):
        ends = [np.array(centre) + np.array([np.cos(a), 0.8 * np.sin(a)]) * ring for a in angles]
        made += list(zip(ends, [*ends[1:], ends[0]], strict=True))
    faces = []
    for start, end in made:
        a, b = np.clip(start, (-0.95, 0.04), (0.95, 0.96)), np.clip(end, (-0.95, 0.04), (0.95, 0.96))
        side = np.array([-(b - a)[1], (b - a)[0]])
        side = side / max(float(np.linalg.norm(side)), 1e-6) * 0.006
        rim = [a - side, b - side, b + side, a + side]
        faces.append([low + along * v + across * u + np.array([0.012, 0, 0.02]) for u, v in rim])
    return quads(np.array(faces), (0.55, 0.60, 0.62))


def charred(body: Piece, name: str) -> Piece:
    """``body`` burnt out: black and rust-brown, grey ash on top, a last ember here and there."""
    seed = int(rng("fire", name).integers(1 << 16))
    at = body.points
    patchy = 0.5 + 0.5 * noise(at * f32(3.1), seed)
    rust = np.clip(noise(at * f32(1.7), seed + 1), 0, 1)[:, None]
    ash = np.clip((at[:, 2:] - 0.7) / 0.8, 0, 1) * np.clip(noise(at * f32(6), seed + 2), 0, 1)[:, None]
    colours = 0.012 + 0.012 * patchy[:, None] + rust * np.array([0.055, 0.022, 0.009]) + ash * 0.10
    ember = np.clip(noise(at * f32(9.3), seed + 3) - 0.66, 0, 1)[:, None] * np.array([9.0, 2.0, 0.3])
    return replace(body, colours=colours.astype(np.float32), glow=ember.astype(np.float32))
