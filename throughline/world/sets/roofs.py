"""Korean tiled roofs: concave slopes, eaves that turn up at the corners, rafters in red and green under them."""

from __future__ import annotations

import numpy as np

from throughline.world.shapes import Piece, f32, join, patch, quads, tube

TILE = (0.055, 0.058, 0.062)
RIDGE = (0.16, 0.16, 0.155)


def slopes(length: float, width: float, rise: float, ridge: float, *, lift: float = 0.9, rows: int = 8,
           rib: float = 0.42, tile: tuple[float, float, float] = TILE) -> list[Piece]:
    """The four slopes (+Y, -Y, +X, -X) of a hipped roof over ``length`` by ``width`` at z = 0, its ridge ``ridge``
    long at ``rise``. A ``ridge`` of 0 makes a pavilion's roof; eaves are level but for the upturned corners."""
    return [_slope(length, width, rise, ridge, side, along, lift, rows, rib, tile)
            for along in (True, False) for side in (1, -1)]


def _slope(length: float, width: float, rise: float, ridge: float, side: int, along: bool, lift: float, rows: int,
           rib: float, tile: tuple[float, float, float]) -> Piece:
    span, depth, top = (length, width, ridge) if along else (width, length, 0.0)
    ribs = max(4, round(span / rib))
    s = np.linspace(-1, 1, 2 * ribs + 1)[:, None]
    t = np.linspace(0, 1, rows + 1)[None, :]
    end = 0.0 if along else ridge / 2
    across = s * ((1 - t) * span / 2 + t * top / 2)
    out = (1 - t) * depth / 2 + t * end
    z = rise * (0.72 * t + 0.28 * t ** 2.4) + lift * np.abs(s) ** 3.2 * (1 - t) ** 2
    out = out * (1 + 0.05 * np.abs(s) ** 4 * (1 - t))
    wave = (np.arange(2 * ribs + 1) % 2)[:, None]
    z = z + 0.075 * wave
    x, y = (across, side * np.broadcast_to(out, across.shape)) if along else (
        side * np.broadcast_to(out, across.shape), across)
    at = np.stack([x, y, z], axis=-1)
    outward = (along and side < 0) or (not along and side > 0)
    shade = f32(tile) * (0.62 + 0.75 * wave)[..., None] * np.ones((1, rows + 1, 1))
    return patch(at if outward else at[::-1], shade)


def eaves(length: float, width: float, lift: float = 0.9, inset: float = 1.5, drop: float = 0.55) -> Piece:
    """The underside of a roof's edge from the wall plate outward, with rafters in dancheong red and green."""
    made = []
    for along in (True, False):
        span, depth = (length, width) if along else (width, length)
        for side in (1, -1):
            count = max(6, round(span / 0.5))
            s = np.linspace(-1, 1, 2 * count + 1)[:, None]
            t = np.linspace(0, 1, 3)[None, :]
            across = s * (span / 2 - inset * t)
            out = depth / 2 * (1 + 0.05 * np.abs(s) ** 4 * (1 - t)) - inset * t
            z = lift * np.abs(s) ** 3.2 * (1 - t) ** 2 - 0.10 - drop * (0.35 + 0.65 * t)
            z = z - 0.10 * (np.arange(2 * count + 1) % 2)[:, None]
            out = np.broadcast_to(side * out, across.shape)
            at = np.stack([across, out, z] if along else [out, across, z], axis=-1)
            outward = (along and side > 0) or (not along and side < 0)
            pattern = np.where((np.arange(2 * count + 1) % 2)[:, None, None], f32([0.24, 0.05, 0.03]),
                               f32([0.03, 0.13, 0.10]))
            made.append(patch(at if outward else at[::-1], np.broadcast_to(pattern, at.shape)))
            made.append(_fascia(at[:, 0], side, along, lift, s[:, 0]))
    return join(made)


def _fascia(edge: np.ndarray, side: int, along: bool, lift: float, s: np.ndarray) -> Piece:
    """The face of the eave between its underside and the tiles' ends."""
    top = edge.copy()
    top[:, 2] = lift * np.abs(s) ** 3.2 + 0.02
    corners = np.stack([edge[:-1], edge[1:], top[1:], top[:-1]], axis=1)
    outward = (along and side < 0) or (not along and side > 0)
    return quads(corners if outward else corners[:, ::-1], (0.10, 0.055, 0.04))


def ridges(length: float, width: float, rise: float, ridge: float, lift: float = 0.9) -> Piece:
    """The white-mortared main ridge and the four hips that curve down to the corners."""
    made = []
    if ridge > 0:
        x = np.linspace(-ridge / 2 - 0.2, ridge / 2 + 0.2, 9)
        up = rise + 0.12 + 0.35 * (np.abs(x) / (ridge / 2 + 0.2)) ** 4
        made.append(tube(np.column_stack([x, np.zeros(9), up]), 0.26, RIDGE, sides=6))
    t = np.linspace(0, 1, 9)
    for sx in (1, -1):
        for sy in (1, -1):
            x = sx * ((1 - t) * length / 2 * (1 + 0.05 * (1 - t)) + t * ridge / 2)
            y = sy * (1 - t) * width / 2 * (1 + 0.05 * (1 - t))
            z = rise * (0.72 * t + 0.28 * t ** 2.4) + lift * (1 - t) ** 2 + 0.14
            made.append(tube(np.column_stack([x, y, z]), 0.16, RIDGE, sides=6))
    return join(made)
