"""What hangs from the hips: skirts, coat tails and robes, grown from a garment's lower edge round both legs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from throughline.motion.skeleton import INDEX
from throughline.world.shapes import rng
from throughline.world.wardrobe_figure import Figure
from throughline.world.wardrobe_shell import Floats, Ints, Shell, border, normals

DIRECTIONS = 72


@dataclass(frozen=True)
class Fall:
    """How cloth falls: ``hem`` (z, metres), ``flare`` metres outward a metre of fall, ``folds`` count and ``depth``
    (metres at the hem), ``fray`` metres of ragged hem, ``ease`` metres off the legs."""

    hem: float
    flare: float = 0.12
    folds: int = 11
    depth: float = 0.012
    fray: float = 0.0
    ease: float = 0.015
    rows: int = 16
    straight: float = 0.0


def skirted(one: Figure, upper: Shell, waist: float, fall: Fall, colour: Floats, key: str,
            thickness: float = 0.006) -> tuple[Shell, Shell]:
    """``upper`` (open at z = ``waist``) with the cloth that goes on from that edge down to the hem, and its lining.

    Its vertices follow the hips above and the legs below: the left leg on the left, both in the middle.
    """
    ring = _lower_edge(upper, waist)
    top = upper.points[ring]
    centre = np.array([float(one.shape.joint("Hips")[0]), 0.0])
    angle = np.arctan2(top[:, 1], top[:, 0] - centre[0])
    rows = np.linspace(0.0, 1.0, fall.rows + 1)[1:]
    dice = rng("skirt", key)
    phase = dice.uniform(0.0, 2.0 * np.pi, 3)
    ragged = fall.fray * np.abs(np.sin(angle * 17 + phase[0]) * np.sin(angle * 41 + phase[1])
                                + 0.6 * np.sin(angle * 97 + phase[2]))
    start = np.hypot(top[:, 0] - centre[0], top[:, 1])
    radius, points, before = start.copy(), [top], waist
    for row in rows:
        z = waist + (fall.hem - waist) * row
        body = _hull(one, z, centre, angle) + fall.ease
        grown = radius + fall.flare * (before - z) * (1.0 - fall.straight * row)
        radius = np.maximum(grown, body)
        depth = fall.depth * row ** 0.8
        wave = np.sin(fall.folds * angle + phase[0] + 0.6 * np.sin(3 * angle + phase[1])) + 0.4 * np.sin(
            2.3 * fall.folds * angle + phase[2])
        wide = radius + depth * (wave + 0.6)
        drop = ragged * np.clip((row - 0.8) / 0.2, 0.0, 1.0)
        points.append(np.stack([centre[0] + wide * np.cos(angle), wide * np.sin(angle),
                                np.full(len(angle), z) + drop], axis=1))
        before = z
    grid = np.stack(points)
    weights = _weights(one, grid, upper.weights[ring], waist)
    fade = (1.0 - 0.22 * np.r_[0.0, rows])[:, None] * np.ones(len(ring))
    crease = 1.0 + 0.22 * np.stack([np.zeros(len(ring)), *[np.clip(
        np.sin(fall.folds * angle + phase[0] + 0.6 * np.sin(3 * angle + phase[1])), -1.0, 0.4) * r for r in rows]])
    colours = np.broadcast_to(np.asarray(colour, np.float64), (*grid.shape[:2], 3)) * (fade * crease)[:, :, None]
    sheet = Shell(grid.reshape(-1, 3), _grid_faces(len(grid), len(ring)), weights.reshape(-1, weights.shape[-1]),
                  colours.reshape(-1, 3))
    lining = replace(sheet, points=sheet.points - normals(sheet.points, sheet.faces) * thickness,
                     faces=sheet.faces[:, ::-1], colours=sheet.colours * 0.4)
    return _welded(upper, ring, sheet), lining


def _welded(upper: Shell, ring: Ints, sheet: Shell) -> Shell:
    """``upper`` and ``sheet`` as one surface: the sheet's first row is the upper's ``ring``."""
    start = len(upper.points)
    lookup = np.concatenate([ring, start + np.arange(len(sheet.points) - len(ring))])
    points = np.concatenate([upper.points, sheet.points[len(ring):]])
    faces = np.concatenate([upper.faces, lookup[sheet.faces]])
    out = normals(points, faces)
    if upper.out is not None:
        out[:start] = upper.out
    return Shell(points, faces, np.concatenate([upper.weights, sheet.weights[len(ring):]]),
                 np.concatenate([upper.colours, sheet.colours[len(ring):]]), out)


def _lower_edge(shell: Shell, z: float) -> Ints:
    """Vertices of the open edge at height ``z``, counter-clockwise seen from above, one after the other."""
    edges = border(shell.faces)
    edges = edges[(np.abs(shell.points[edges, 2] - z) < 1e-3).all(axis=1)]
    following = dict(edges[:, ::-1].tolist())
    best: list[int] = []
    left = set(following)
    while left:
        first = min(left)
        chain, at = [], first
        while at in left:
            left.discard(at)
            chain.append(at)
            at = following.get(at, -1)
        best = max(best, chain, key=len)
    ring = np.array(best)
    angle = np.unwrap(np.arctan2(shell.points[ring, 1], shell.points[ring, 0]))
    return ring if angle[-1] > angle[0] else ring[::-1]


def _hull(one: Figure, z: float, centre: Floats, angle: Floats) -> Floats:
    """Distance from ``centre`` to the convex outline of the body at height ``z`` in directions ``angle`` (K,)."""
    points = one.suit.points
    near = points[(np.abs(points[:, 2] - z) < 0.03 * one.size) & (np.abs(points[:, 1]) < 0.4 * one.size), :2] - centre
    if len(near) < 8:
        return np.zeros(len(angle))
    fan = np.linspace(-np.pi, np.pi, DIRECTIONS, endpoint=False)
    reach = (near @ np.stack([np.cos(fan), np.sin(fan)])).max(axis=0)
    facing = np.cos(angle[:, None] - fan[None, :])
    return np.asarray(np.where(facing > 0.08, reach / np.maximum(facing, 0.08), np.inf).min(axis=1))


def _weights(one: Figure, grid: Floats, top: Floats, waist: float) -> Floats:
    hip, knee, ankle = (one.z(f"Left{name}") for name in ("UpperLeg", "LowerLeg", "Foot"))
    z, y = grid[:, :, 2], grid[:, :, 1]
    weights = np.zeros((*grid.shape[:2], top.shape[1]))
    down = np.clip((hip + 0.06 * one.size - z) / (hip + 0.06 * one.size - (0.55 * knee + 0.45 * hip)), 0.0, 1.0)
    leg = 0.88 * down * down * (3.0 - 2.0 * down)
    low = np.clip((knee + 0.10 * one.size - z) / (knee + 0.10 * one.size - ankle), 0.0, 1.0)
    lower = 0.55 * low * low * (3.0 - 2.0 * low)
    across = np.clip(0.5 + y / (0.20 * one.size), 0.0, 1.0)
    left = across * across * (3.0 - 2.0 * across)
    for side, share in (("Left", left), ("Right", 1.0 - left)):
        weights[:, :, INDEX[f"{side}UpperLeg"]] = leg * (1.0 - lower) * share
        weights[:, :, INDEX[f"{side}LowerLeg"]] = leg * lower * share
    weights[:, :, INDEX["Hips"]] = 1.0 - leg
    blend = np.clip((waist - z) / (0.10 * one.size), 0.0, 1.0)[:, :, None]
    return np.asarray(top[None] * (1.0 - blend) + weights * blend)


def _grid_faces(rows: int, columns: int) -> Ints:
    row, k = np.divmod(np.arange((rows - 1) * columns), columns)
    a, b = row * columns + k, row * columns + (k + 1) % columns
    return np.concatenate([np.stack([a, a + columns, b + columns], 1), np.stack([a, b + columns, b], 1)])
