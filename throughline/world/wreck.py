"""What a crash and a fire leave of a car: crazed glass, airbags, a bare engine, torn-off panels, soot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from throughline.world.carbody import BodyShape, Triple, curve, half_width, on_side, windscreen
from throughline.world.shapes import Piece, balls, box, f32, join, noise, patch, quads, rng, tube
from throughline.world.vehicletrim import wheel

DOOR = (0.30, 0.92)
"""From which height to what share of the belt's a door reaches."""
TORN = ("door_left", "door_right", "bonnet", "boot", "wheel")


def crazed(shape: BodyShape, struck: tuple[float, float], name: str) -> Piece:
    """A windscreen that is broken but held by its film: facets that each catch the light otherwise, smallest and
    whitest about where it was ``struck`` (shares -1 to 1 across, 0 to 1 up), a web of cracks out from there."""
    random, at = rng("crazed", name), windscreen(shape)
    across, up = 84, 48
    u, v = np.linspace(0, at.shape[1] - 1, across + 1), np.linspace(0, at.shape[0] - 1, up + 1)
    lattice = _resampled(at, v, u) + np.array([0.010, 0.0, 0.014])
    x, y = np.meshgrid((np.arange(across) + 0.5) / across * 2 - 1, 1 - (np.arange(up) + 0.5) / up)
    near = np.array(struck) + random.normal(0.0, (0.26, 0.20), (500, 2))
    seeds = np.concatenate([np.column_stack([random.uniform(-1, 1, 260), random.uniform(0, 1, 260)]), near])
    away = np.hypot(x[..., None] - seeds[:, 0], 0.7 * (y[..., None] - seeds[:, 1]))
    cell = np.argmin(away, axis=-1)
    reach = np.hypot(x - struck[0], 0.7 * (y - struck[1]))
    hit = np.exp(-reach / 0.30)
    tone = random.uniform(0.0, 1.0, len(seeds))[cell] ** 2.2
    spokes = np.sort(random.uniform(-np.pi, np.pi, 17))
    turn = np.arctan2(0.7 * (y - struck[1]), x - struck[0]) + 0.12 * np.sin(9.0 * reach + 4.0 * struck[0])
    off = np.abs((turn[..., None] - spokes + np.pi) % (2 * np.pi) - np.pi).min(axis=-1) * reach
    ring = np.abs((reach - 0.08) % 0.15 - 0.075)
    web = (off < 0.012) | ((ring > 0.066) & (reach < 0.62))
    light = 0.03 + (0.05 + 0.30 * hit) * tone + 0.22 * hit + web * (0.10 + 0.25 * hit)
    for axis in (0, 1):
        step = np.gradient(lattice, axis=axis) * random.uniform(-0.42, 0.42, (up + 1, across + 1, 1))
        step[[0, -1]], step[:, [0, -1]] = 0.0, 0.0
        lattice = lattice + step
    high = 1 - np.linspace(0, 1, up + 1)[:, None]
    wide = np.linspace(-1, 1, across + 1)[None, :]
    dent = -0.07 * np.exp(-((wide - struck[0]) ** 2 + (high - struck[1]) ** 2) / 0.12)
    lattice = lattice + dent[..., None] * np.array([0.8, 0.0, 0.6])
    faces = np.stack([lattice[:-1, :-1], lattice[1:, :-1], lattice[1:, 1:], lattice[:-1, 1:]], axis=2).reshape(-1, 4, 3)
    return quads(faces, light.reshape(-1, 1) * np.array([0.90, 1.0, 0.99]))


def _resampled(at: NDArray[np.float64], rows: NDArray[np.float64], columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """A lattice (U, V, 3) at fractional rows and columns."""
    i, j = np.minimum(rows.astype(int), at.shape[0] - 2), np.minimum(columns.astype(int), at.shape[1] - 2)
    a, b = (rows - i)[:, None, None], (columns - j)[None, :, None]
    corner = at[i][:, j] * (1 - b) + at[i][:, j + 1] * b
    other = at[i + 1][:, j] * (1 - b) + at[i + 1][:, j + 1] * b
    return np.asarray(corner * (1 - a) + other * a)


def airbag(radii: Triple) -> Piece:
    """An airbag about the origin, full, its seams seen."""
    bag = balls([(0.0, 0.0, 0.0)], [radii], (0.74, 0.73, 0.70), level=2)
    fold = 0.03 * noise(bag.points * f32(14.0), 3)[:, None]
    return replace(bag, points=f32(bag.points * (1.0 + fold)), colours=f32(bag.colours * (1.0 - 3.0 * np.abs(fold))))


def engine_bay(shape: BodyShape) -> Piece:
    """What is under the bonnet: a dark tray, the engine, battery, cooler and hoses."""
    back, front = shape.screen[1] + 0.02, shape.length / 2 - 0.18
    high = float(curve(shape.top, np.array([front]))[0])
    wide = 0.72 * shape.width / 2
    iron, dull = (0.05, 0.05, 0.052), (0.022, 0.022, 0.024)
    middle = 0.5 * (back + front)
    parts = [quads([[(back, -wide, high - 0.30), (front, -wide, high - 0.34), (front, wide, high - 0.34),
                     (back, wide, high - 0.30)]], (0.008,) * 3),
             box((middle - 0.26, -0.34, high - 0.34), (middle + 0.22, 0.30, high - 0.11), iron),
             box((middle - 0.16, -0.26, high - 0.11), (middle + 0.12, 0.18, high - 0.07), (0.09, 0.09, 0.095)),
             box((back + 0.06, 0.40, high - 0.34), (back + 0.32, 0.62, high - 0.12), dull),
             box((front - 0.10, -0.52, high - 0.36), (front - 0.04, 0.52, high - 0.06), (0.03, 0.03, 0.03))]
    for y, bend in ((-0.42, 0.10), (0.30, -0.08)):
        hose = np.array([(front - 0.1, y, high - 0.12), (middle + 0.2, y + bend, high - 0.06),
                         (middle - 0.2, y + 2 * bend, high - 0.10), (back + 0.05, y, high - 0.16)])
        parts.append(tube(hose, 0.028, dull, sides=6))
    return join(parts)


def opened(body: Piece, shape: BodyShape) -> Piece:
    """``body`` without the front doors, the bonnet and the boot lid."""
    starts = np.concatenate([[0], np.cumsum(body.counts)[:-1]]).astype(np.int64)
    at = np.add.reduceat(body.points[body.corners].astype(np.float64), starts, axis=0) / body.counts[:, None]
    x, y, z = at.T
    top, wide = curve(shape.top, x), half_width(shape, x)
    back, front = _door(shape)
    doors = (x > back) & (x < front) & (np.abs(y) > 0.80 * wide) & (z > DOOR[0]) & (z < top + 0.02)
    lids = ((x > shape.screen[1] + 0.02) & (x < shape.length / 2 - 0.10)) | (
        (x < shape.rear[0] - 0.02) & (x > -shape.length / 2 + 0.06))
    gone = doors | (lids & (z > top - 0.07) & (np.abs(y) < 0.86 * wide))
    keep = np.repeat(~gone, body.counts)
    return replace(body, counts=body.counts[~gone], corners=body.corners[keep])


def _door(shape: BodyShape) -> tuple[float, float]:
    return shape.pillars[-1] + 0.03, shape.screen[1] - 0.14


def torn(kind: str, shape: BodyShape | None, name: str) -> Piece:
    """A panel that was torn off, burnt, about its own middle with its flat side down: a door, the bonnet, the boot
    lid, a wheel, else a scrap of sheet."""
    random = rng("torn", kind, name)
    if shape is None or kind not in TORN:
        side = np.linspace(-1, 1, 5)
        x, y = np.meshgrid(side, side, indexing="ij")
        flat = np.stack([0.5 * x * random.uniform(0.7, 1.0), 0.32 * y + 0.08 * x, 0.0 * x], axis=-1)
    elif kind == "wheel":
        lying = wheel(shape.wheel, 0.215)
        return charred(replace(lying, points=lying.points[:, [0, 2, 1]] * f32((1, -1, 1))), name)
    elif kind.startswith("door"):
        back, front = _door(shape)
        xs = np.linspace(back, front, 9)
        rows = [on_side(shape, xs, np.full(9, z)) for z in np.linspace(DOOR[0], 0.97 * float(
            curve(shape.top, np.array([0.0]))[0]), 6)]
        flat = np.stack(rows, axis=1).astype(np.float64)[:, :, [0, 2, 1]]
    else:
        ends = (shape.screen[1] + 0.02, shape.length / 2 - 0.10) if kind == "bonnet" else (
            -shape.length / 2 + 0.06, shape.rear[0] - 0.02)
        x, y = np.meshgrid(np.linspace(*ends, 9), np.linspace(-0.80, 0.80, 7), indexing="ij")
        flat = np.stack([x, y, curve(shape.top, x.reshape(-1)).reshape(x.shape) - 0.05 * y ** 2], axis=-1)
    flat = flat - flat.reshape(-1, 3).mean(axis=0)
    bent = 0.10 * noise(flat * 2.3, int(random.integers(1 << 16)))
    flat[..., 2] += bent + float(random.uniform(-0.12, 0.12)) * flat[..., 0] ** 2
    under = flat - np.array([0.0, 0.0, 0.035])
    return charred(join([patch(flat, (0.03, 0.03, 0.03)), patch(under[:, ::-1], (0.02, 0.02, 0.02))]), name)


def charred(body: Piece, name: str) -> Piece:
    """``body`` burnt out: black and rust-brown, grey ash on top, a last ember here and there."""
    seed = int(rng("fire", name).integers(1 << 16))
    at = body.points
    patchy = 0.5 + 0.5 * noise(at * f32(3.1), seed)
    rust = np.clip(noise(at * f32(1.7), seed + 1), 0, 1)[:, None]
    ash = np.clip((at[:, 2:] - 0.7) / 0.8, 0, 1) * np.clip(noise(at * f32(6), seed + 2), 0, 1)[:, None]
    colours = 0.012 + 0.012 * patchy[:, None] + rust * np.array([0.038, 0.019, 0.010]) + ash * 0.10
    glows = np.clip(noise(at * f32(13.0), seed + 3) - 0.76, 0, 1)[:, None] * (patchy > 0.6)[:, None]
    ember = glows * _small(body)[:, None] * np.array([8.0, 1.7, 0.25])
    return replace(body, colours=colours.astype(np.float32), glow=ember.astype(np.float32))


def _small(body: Piece) -> NDArray[np.bool_]:
    """(N,) whether all faces at a point are small enough to glow in spots."""
    starts = np.concatenate([[0], np.cumsum(body.counts)[:-1]]).astype(np.int64)
    at = body.points[body.corners]
    reach = np.maximum.reduceat(at, starts, axis=0) - np.minimum.reduceat(at, starts, axis=0)
    wide = np.repeat(np.linalg.norm(reach, axis=1) > 0.16, body.counts)
    found = np.ones(len(body.points), bool)
    found[body.corners[wide]] = False
    return found
