"""Light baked into vertex colours: sky and sun with the shadows of boxes, pools of lamps, dark corners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from throughline.film.setplan import Box, Lamp, Mood
from throughline.world.mesh import Mesh
from throughline.world.shapes import Floats, Piece, as_mesh, normals


@dataclass(frozen=True)
class Light:
    """A lamp as it is baked: where, its colour (irradiance at 1 m), how far it reaches, and whether it is shaded
    so that it shines ``down`` only, or blocked by the boxes (``shadows``)."""

    x: float
    y: float
    z: float
    colour: tuple[float, float, float]
    reach: float = 14.0
    down: bool = False
    shadows: bool = False

    @property
    def lamp(self) -> Lamp:
        return Lamp(x=self.x, y=self.y, z=self.z, colour=self.colour)


@dataclass(frozen=True)
class Opening:
    """A hole in a wall that sunlight passes: the wall's plane (axis 0 or 1, at ``plane``) and the hole in it."""

    axis: int
    plane: float
    low: tuple[float, float]
    high: tuple[float, float]


@dataclass(frozen=True)
class Lighting:
    """All that lights a set. ``blockers`` cast the key's shadow; ``openings`` not None: the key comes through them
    only, and the sky's light too; ``contact`` is how dark the feet of walls are."""

    mood: Mood
    lights: tuple[Light, ...] = ()
    blockers: tuple[Box, ...] = ()
    openings: tuple[Opening, ...] | None = None
    contact: float = 0.45
    floor: float = 0.0
    tall: tuple[Box, ...] = field(default=())


def block_array(blockers: Sequence[Box]) -> NDArray[np.float32]:
    """Boxes as (K, 6) float32: x0, y0, z0, x1, y1, z1."""
    return np.array([(b.x0, b.y0, -0.5, b.x1, b.y1, b.height) for b in blockers], np.float32).reshape(-1, 6)


def hidden(points: Floats, towards: Floats, blocks: NDArray[np.float32], limit: Floats | float) -> NDArray[np.bool_]:
    """True where the ray from ``points`` (N, 3) along ``towards`` (N, 3) or (3,) meets a block before ``limit``."""
    result = np.zeros(len(points), np.bool_)
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = 1.0 / np.where(np.abs(towards) < 1e-6, np.float32(1e-6), towards)
        for block in blocks:
            a, b = (block[:3] - points) * inverse, (block[3:] - points) * inverse
            near = np.minimum(a, b).max(axis=1)
            far = np.maximum(a, b).min(axis=1)
            result |= (far > np.maximum(near, 0.05)) & (near < limit) & (near > -0.02)
    return result


def sunlit(points: Floats, facing: Floats, lighting: Lighting) -> Floats:
    """How much of the key light (0 to 1) arrives at ``points`` (N, 3) with normals ``facing`` (N, 3)."""
    key = np.array(lighting.mood.key, np.float32)
    amount = np.clip(facing @ key, 0, 1).astype(np.float32)
    up = np.flatnonzero(amount > 0)
    if not len(up):
        return amount
    start = points[up] + facing[up] * np.float32(0.03)
    if lighting.openings is not None:
        amount[up] *= through(start, key, lighting.openings)
    blocks = block_array(lighting.blockers)
    if len(blocks):
        amount[up] *= ~hidden(start, key, blocks, 400.0)
    return amount


def through(points: Floats, key: Floats, openings: Iterable[Opening]) -> Floats:
    """1 where the way from ``points`` along ``key`` passes one of the openings, soft at their edges, else 0."""
    result = np.zeros(len(points), np.float32)
    for hole in openings:
        slope = key[hole.axis]
        if abs(slope) < 1e-3:
            continue
        way = (hole.plane - points[:, hole.axis]) / slope
        across = points[:, 1 - hole.axis] + way * key[1 - hole.axis]
        height = points[:, 2] + way * key[2]
        inside = np.minimum(np.minimum(across - hole.low[0], hole.high[0] - across),
                            np.minimum(height - hole.low[1], hole.high[1] - height))
        result = np.maximum(result, np.clip(inside / 0.08 + 0.5, 0, 1) * (way > -0.05))
    return result


def occlusion(points: Floats, facing: Floats, lighting: Lighting) -> Floats:
    """Ambient light left (0 to 1) near the feet of walls, on the ground round boxes and under things."""
    height = points[:, 2] - lighting.floor
    wall = np.abs(facing[:, 2]) < 0.6
    left = np.where(wall, 1 - lighting.contact * np.exp(-np.maximum(height, 0) / 0.7), 1.0).astype(np.float32)
    ground = np.flatnonzero((facing[:, 2] > 0.6) & (height < 0.4))
    if len(ground):
        x, y = points[ground, 0], points[ground, 1]
        dark = np.ones(len(ground), np.float32)
        for box in (*lighting.blockers, *lighting.tall):
            dx = np.maximum(np.maximum(box.x0 - x, x - box.x1), 0)
            dy = np.maximum(np.maximum(box.y0 - y, y - box.y1), 0)
            near = np.flatnonzero((dx < 4) & (dy < 4))
            distance = np.hypot(dx[near], dy[near])
            fall = np.float32(0.35 + 0.25 * min(box.height, 4.0))
            dark[near] *= 1 - np.float32(lighting.contact) * np.exp(-distance / fall)
        left[ground] *= dark
    left *= np.where(facing[:, 2] < -0.6, np.float32(0.55), np.float32(1.0))
    return left


def lamplight(points: Floats, facing: Floats, lighting: Lighting) -> Floats:
    """Irradiance (N, 3) from every lamp."""
    total = np.zeros((len(points), 3), np.float32)
    blocks = block_array(lighting.blockers)
    for light in lighting.lights:
        at = np.array([light.x, light.y, light.z], np.float32)
        near = np.flatnonzero((np.abs(points - at) < light.reach).all(axis=1))
        way = at - points[near]
        square = (way * way).sum(axis=1)
        inside = square < light.reach ** 2
        near, way, square = near[inside], way[inside], square[inside]
        if not len(near):
            continue
        way /= np.sqrt(square + 1e-4)[:, None]
        amount = np.clip((facing[near] * way).sum(axis=1) * 0.88 + 0.12, 0, 1)
        amount = amount * (1 - square / light.reach ** 2) ** 2 / (square + 0.12)
        if light.down:
            amount *= np.clip(way[:, 2], 0, 1) ** 1.5
        if light.shadows and len(blocks):
            lit_now = np.flatnonzero(amount > 1e-4)
            start = points[near[lit_now]] + facing[near[lit_now]] * np.float32(0.03)
            blocked = hidden(start, way[lit_now], blocks, np.sqrt(square[lit_now]))
            amount[lit_now] *= np.where(blocked, np.float32(0.12), np.float32(1.0))
        total[near] += amount[:, None] * np.array(light.colour, np.float32)
    return total


def lit(piece: Piece, lighting: Lighting) -> Floats:
    """The colours (N, 3) of ``piece`` as ``lighting`` shows it: reflectance times irradiance, plus its glow."""
    facing = normals(piece)
    mood = lighting.mood
    open_sky = 0.62 + 0.38 * facing[:, 2]
    ambient = occlusion(piece.points, facing, lighting) * open_sky
    light = ambient[:, None] * np.array(mood.ambient, np.float32)
    light = light + sunlit(piece.points, facing, lighting)[:, None] * np.array(mood.key_colour, np.float32)
    return np.asarray(piece.colours * (light + lamplight(piece.points, facing, lighting)) + piece.glow, np.float32)


def lit_mesh(piece: Piece, name: str, lighting: Lighting, *, smooth: bool = False) -> Mesh:
    """A finished mesh of ``piece`` with the light baked in."""
    return as_mesh(piece, name, lit(piece, lighting), smooth=smooth)
