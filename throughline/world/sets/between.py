"""The city between the living and the dead: the same street, wrong. Dead signs, walled doors, ash, a city overhead."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np

from throughline.film.blocking import SetRef
from throughline.film.setplan import SetPlan
from throughline.world.mesh import Mesh
from throughline.world.sets import street
from throughline.world.sets.facade import Building, Life, building
from throughline.world.sets.lighting import Lighting, lit_mesh
from throughline.world.sets.mood import mood
from throughline.world.sets.signs import SignState
from throughline.world.shapes import Floats, Piece, balls, boxes, f32, fractal, join, moved, rng, transformed, tube

LEAN = 0.045


def _ref(ref: SetRef) -> SetRef:
    return msgspec.structs.replace(ref, otherworld=True)


def plan(ref: SetRef) -> SetPlan:
    """The street's own plan, under another sky."""
    return msgspec.structs.replace(street.plan(_ref(ref)), ref=ref)


def build(ref: SetRef) -> tuple[Mesh, ...]:
    """The street of the same seed, drained and leaning, with what floats above it and the city that hangs overhead."""
    wrong = _ref(ref)
    meshes = [_drained(mesh, wrong.seed) for mesh in street.build(wrong)]
    lighting = Lighting(mood(wrong))
    return (*meshes, lit_mesh(_floating(wrong.seed), "floating", lighting),
            lit_mesh(_hanging(wrong.seed), "hanging_city", lighting), lit_mesh(_ring(), "sky_ring", lighting),
            lit_mesh(_ash(wrong.seed), "ash", lighting))


def _drained(mesh: Mesh, seed: int) -> Mesh:
    """``mesh`` with its colour gone sick and, for the houses, walls that lean in over the street."""
    colours = sickened(mesh.colours)
    points = mesh.points
    if mesh.name == "buildings":
        points = points.copy()
        lean = LEAN * (1 + 0.8 * np.sin(points[:, 0] * 0.09 + seed))
        near = np.abs(points[:, 1]) < 30
        points[:, 1] -= np.where(near, np.sign(points[:, 1]) * lean * np.maximum(points[:, 2] - 3.0, 0), 0)
        points[:, 0] += np.where(near, 0.012 * points[:, 2] * np.sin(points[:, 0] * 0.05 + 2.0), 0)
    if mesh.name == "ground":
        ash = np.clip(0.55 + 0.9 * fractal(points * f32([0.16, 0.22, 0]), seed + 21, 3), 0, 1)[:, None]
        colours = colours * (1 - 0.75 * ash) + f32([0.115, 0.125, 0.115]) * ash
    return replace(mesh, points=points.astype(np.float32), colours=colours.astype(np.float32))


def sickened(colours: Floats) -> Floats:
    """Colours (N, 3) with most of their hue gone and what is left gone sick."""
    grey = colours @ f32([0.30, 0.55, 0.15])
    return np.asarray(0.18 * colours + 0.82 * grey[:, None] * f32([0.96, 1.04, 0.95]), np.float32)


def _floating(seed: int) -> Piece:
    """Slabs, bricks and a few poles that never came down, hanging in the air over the road."""
    random = rng("floating", seed)
    count = 130
    at = np.column_stack([random.uniform(-30, 64, count), random.uniform(-10, 10, count),
                          random.uniform(4.5, 26, count)])
    size = 0.10 + 0.9 * random.random((count, 3)) ** 3.0 * np.array([1.4, 1.0, 0.5])
    pieces = []
    made = boxes(-size / 2, size / 2, f32([0.17, 0.18, 0.17]) * random.uniform(0.5, 1.2, (count, 1)))
    for n in range(count):
        part = slice(24 * n, 24 * n + 24)
        axis = random.normal(size=3)
        axis /= np.linalg.norm(axis)
        c, s = np.cos(angle := float(random.uniform(0, 3))), np.sin(angle)
        k = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
        made.points[part] = made.points[part] @ (np.eye(3) + s * k + (1 - c) * k @ k).T.astype(np.float32) + at[n]
    pieces.append(made)
    rubble = random.uniform((-50, -12, 0.0), (60, 12, 0.15), (60, 3))
    pieces.append(balls(rubble, random.uniform(0.05, 0.3, 60), (0.15, 0.16, 0.15), level=1, rough=0.3, seed=seed))
    return join(pieces)


def _hanging(seed: int) -> Piece:
    """Another city, upside down in the sky along the street, its roofs pointing at us."""
    random, pieces = rng("hanging", seed), []
    life = Life(windows=0.0, signs=SignState(0.0, True), sky=(0.05, 0.06, 0.05), wrong=True, detail=False)
    for side in (1, -1):
        x = -40.0
        while x < 110:
            width = float(random.uniform(11, 17))
            built = Building(width=width, depth=12.0, storeys=int(random.integers(4, 13)), style="punched",
                             wall=(0.24, 0.25, 0.24), seed=int(random.integers(1 << 30)), shops=False)
            piece = building(built, life)
            y = float(random.uniform(11, 17))
            placed = moved(piece, (x if side > 0 else x + width, side * y, 0), 0.0 if side > 0 else np.pi)
            pieces.append(placed)
            x += width + float(random.uniform(0.5, 7.0))
    city = join(pieces)
    tilt = 0.10
    flip = np.array([[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)],
                     [0, np.sin(tilt), np.cos(tilt)]]) @ np.diag([1.0, 1.0, -1.0])
    return transformed(city, flip, (6.0, 0.0, 88.0))


def _ring() -> Piece:
    """The pale ring that hangs over the end of the street, broken in one place, with a finer one inside it."""
    turn = np.linspace(0.35, 2 * np.pi - 0.05, 110)
    made = []
    for radius, thick, glow in ((33.0, 1.0, 1.7), (27.5, 0.22, 0.8)):
        path = np.stack([0.12 * radius * np.sin(turn), radius * np.cos(turn), radius * np.sin(turn)], 1)
        width = thick * (0.8 + 0.3 * np.sin(3 * turn + 1))
        made.append(tube(path, width, (0.0, 0.0, 0.0), sides=6, glow=f32([0.92, 1.0, 0.93]) * f32(glow)))
    return moved(join(made), (132.0, 3.0, 45.0))


def _ash(seed: int) -> Piece:
    """Flakes of ash in the air, still."""
    random = rng("ash", seed)
    at = random.uniform((-25, -12, 0.3), (45, 12, 12), (700, 3))
    size = random.uniform(0.008, 0.03, (700, 1)) * np.array([1.0, 1.0, 0.25])
    return boxes(at - size, at + size, (0.30, 0.31, 0.29))
