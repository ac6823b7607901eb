"""Light baked into vertex colours: sky and sun with the shadows of boxes, pools of lamps, dark corners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from throughline.film.setplan import Box, Lamp, Mood
from throughline.world.mesh import Mesh
from throughline.world.shapes import Floats, Piece, Reals, as_mesh, f32, normals


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


def hidden(points: Floats, towards: Reals, blocks: NDArray[np.float32], limit: Reals | float) -> NDArray[np.bool_]:
    """True where the ray from ``points`` (N, 3) along ``towards`` (N, 3) or (3,) meets a block before ``limit``."""
    result = np.zeros(len(points), np.bool_)
    ways = np.broadcast_to(towards, points.shape)
    inverse = 1 / np.where(np.abs(ways) < 1e-6, f32(1e-6), ways)
    columns = [(np.ascontiguousarray(points[:, a]), np.ascontiguousarray(inverse[:, a])) for a in range(3)]
    for block in blocks:
        near, far = np.full(len(points), -0.02, np.float32), np.full(len(points), limit, np.float32)
        for axis, (at, over) in enumerate(columns):
            a, b = (block[axis] - at) * over, (block[axis + 3] - at) * over
            near, far = np.maximum(near, np.minimum(a, b)), np.minimum(far, np.maximum(a, b))
        result |= (far > near) & (far > 0.05)
    return result


def sunlit(points: Floats, facing: Floats, lighting: Lighting) -> Floats:
    """How much of the key light (0 to 1) arrives at ``points`` (N, 3) with normals ``facing`` (N, 3)."""
    key = np.array(lighting.mood.key, np.float32)
    amount: Floats = np.clip(facing @ key, 0, 1).astype(np.float32)
    up = np.flatnonzero(amount > 0)
    if not len(up):
        return amount
    start = points[up] + facing[up] * f32(0.03)
    if lighting.openings is not None:
        amount[up] *= through(start, key, lighting.openings)
    blocks = block_array(lighting.blockers)
    if len(blocks) and max(lighting.mood.key_colour) > 0.12:
        amount[up] *= ~hidden(start, key, blocks, 400.0)
    return f32(amount)


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
            fall = f32(0.35 + 0.25 * min(box.height, 4.0))
            dark[near] *= 1 - f32(lighting.contact) * np.exp(-distance / fall)
        left[ground] *= dark
    left *= np.where(facing[:, 2] < -0.6, f32(0.55), f32(1.0))
    return left


def lamplight(points: Floats, facing: Floats, lighting: Lighting) -> Floats:
    """Irradiance (N, 3) from every lamp."""
    total = np.zeros((len(points), 3), np.float32)
    blocks = block_array(lighting.blockers)
    x, y, z = (np.ascontiguousarray(points[:, axis]) for axis in range(3))
    for light in lighting.lights:
        near = np.flatnonzero((np.abs(x - light.x) < light.reach) & (np.abs(y - light.y) < light.reach))
        dx, dy, dz = light.x - x[near], light.y - y[near], light.z - z[near]
        square = dx * dx + dy * dy + dz * dz
        inside = np.flatnonzero(square < light.reach ** 2)
        if not len(inside):
            continue
        near, square = near[inside], square[inside]
        way = np.stack([dx[inside], dy[inside], dz[inside]], axis=1) / np.sqrt(square + f32(1e-4))[:, None]
        turned = facing[near]
        facing_it = turned[:, 0] * way[:, 0] + turned[:, 1] * way[:, 1] + turned[:, 2] * way[:, 2]
        amount = np.clip(facing_it * 0.88 + 0.12, 0, 1)
        amount = amount * (1 - square / light.reach ** 2) ** 2 / (square + 0.12)
        if light.down:
            amount *= np.clip(way[:, 2], 0, 1) ** 1.5
        if light.shadows and len(blocks):
            bright = np.flatnonzero(amount > 1e-4)
            start = points[near[bright]] + turned[bright] * f32(0.03)
            blocked = hidden(start, way[bright], blocks, np.sqrt(square[bright]))
            amount[bright] *= np.where(blocked, f32(0.12), f32(1.0))
        total[near] += amount[:, None].astype(np.float32) * np.array(light.colour, np.float32)
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
