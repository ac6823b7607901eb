"""Bakes the sculpted creatures: ``python -m throughline.world.creatures_bake OUT`` writes OUT/creatures.npz.

Needs no extra: the sculptures are this package's own, meshed here from signed distances.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from throughline.motion.skeleton import JOINTS
from throughline.world.body_reduce import reduce_mesh
from throughline.world.creatures_beasts import BEASTS
from throughline.world.creatures_clay import Beast, Sheet
from throughline.world.creatures_heads import HEADS, Head, Tube
from throughline.world.creatures_sculpt import crevices, surface
from throughline.world.shapes import fractal, sphere
from throughline.world.wardrobe_shell import Floats, Ints, Shell, lined, normals

STEP, KEEP = 0.0054, 6500
QUANTUM = 5e-5


def tube_mesh(tube: Tube) -> tuple[Floats, Ints, Floats]:
    """Points, triangles and colours of a horn or strand, closed at its tip."""
    knots = np.array(tube.path)
    along = np.linspace(0.0, 1.0, len(knots))
    strand = tube.root / np.linalg.norm(np.diff(knots, axis=0), axis=1).sum() < 0.075 and tube.colour == tube.end
    sides = 5 if strand else 9
    count = 9 if strand else max(10, 5 * len(knots), 3 * tube.rings)
    t = np.linspace(0.0, 1.0, count)
    path = CubicSpline(along, knots)(t)
    way = np.gradient(path, axis=0)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    u = np.cross(way, np.array([0.13, 0.21, 0.97]))
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    v = np.cross(way, u)
    radius = (tube.root + (tube.tip - tube.root) * t ** 0.8) * np.where(t > 0.985, 0.2, 1.0)
    radius = radius * (1.0 + (0.10 * np.abs(np.sin(np.pi * tube.rings * t)) if tube.rings else 0.0) * (1.0 - 0.6 * t))
    angle = np.linspace(0.0, 2.0 * np.pi, sides, endpoint=False)
    ring = np.cos(angle)[None, :, None] * u[:, None] + np.sin(angle)[None, :, None] * v[:, None]
    points = path[:, None] + radius[:, None, None] * ring
    points = points + 0.10 * radius[:, None, None] * fractal(points * 45.0, 9)[..., None] * ring
    row, k = np.divmod(np.arange((count - 1) * sides), sides)
    a, b = row * sides + k, row * sides + (k + 1) % sides
    faces = np.concatenate([np.stack([a, b, b + sides], 1), np.stack([a, b + sides, a + sides], 1)])
    shade = np.array(tube.colour) + (np.array(tube.end) - np.array(tube.colour)) * (t ** 1.5)[:, None]
    groove = (0.72 + 0.4 * np.abs(np.sin(np.pi * tube.rings * t)))[:, None] if tube.rings else np.ones((count, 1))
    colours = np.repeat(shade * groove, sides, axis=0) * (1.0 + 0.25 * fractal(points.reshape(-1, 3) * 60.0, 4))[:,
        None]
    return points.reshape(-1, 3), faces, colours


def head_mesh(head: Head) -> tuple[Floats, Ints, Floats]:
    """Points, triangles and colours of a whole head; the eyes' colours exceed 1."""
    points, faces = surface(head.clay, np.array([-0.20, -0.26, -0.26]), np.array([0.46, 0.26, 0.36]), STEP)
    shade = crevices(points, faces, normals(points, faces), 0.006)
    shade = shade * (1.0 + 0.16 * fractal(points * 30.0, 12)) * (0.9 + 0.1 * fractal(points * 110.0, 13))
    colours = head.clay.colours(points, head.base) * np.clip(shade, 0.25, 1.4)[:, None]
    kept, left = reduce_mesh(points, faces, np.ones(len(points)), KEEP)
    lookup = np.zeros(len(points), dtype=np.int64)
    lookup[kept] = np.arange(len(kept))
    parts = [(points[kept], lookup[left], colours[kept])]
    parts += [tube_mesh(tube) for tube in head.tubes]
    unit, ball = sphere(1)
    for side in (1.0, -1.0):
        centre = np.array(head.eye) * [1.0, side, 1.0]
        parts.append((centre + unit * head.eye_radius, ball.astype(np.int64), np.tile(np.array(head.glow),
            (len(unit), 1))))
    starts = np.cumsum([0, *(len(part[0]) for part in parts)])
    return (np.concatenate([part[0] for part in parts]),
            np.concatenate([part[1] + start for part, start in zip(parts, starts, strict=False)]),
            np.concatenate([part[2] for part in parts]))


def beast_mesh(beast: Beast, keep: int) -> tuple[Floats, Ints, Floats, Floats]:
    """Points, triangles, colours and joint weights (N, 22) of a whole beast."""
    ends = np.array([[stroke.a, stroke.b] for stroke in beast.clay.strokes if not stroke.cut]).reshape(-1, 3)
    margin = max(max(stroke.ra, stroke.rb) for stroke in beast.clay.strokes) + 3.0 * beast.step
    points, faces = surface(beast.clay, ends.min(axis=0) - margin, ends.max(axis=0) + margin, beast.step)
    shade = crevices(points, faces, normals(points, faces), 1.2 * beast.step)
    size = 1.0 / beast.clay.scale
    shade = shade * (1.0 + 0.20 * fractal(points * 22.0 * size, 12)) * (0.9 + 0.12 * fractal(points * 90.0 * size, 13))
    colours = beast.clay.colours(points, beast.base) * np.clip(shade, 0.25, 1.4)[:, None]
    kept, left = reduce_mesh(points, faces, np.where(points[:, 0] > beast.rest["Neck"][0], 4.0, 1.0), keep)
    lookup = np.zeros(len(points), dtype=np.int64)
    lookup[kept] = np.arange(len(kept))
    weights = beast.clay.weights(points[kept], JOINTS, 0.012 * beast.clay.scale)
    parts = [(points[kept], lookup[left], colours[kept], weights)]
    for tube, joint in beast.tubes:
        parts.append((*tube_mesh(tube), np.eye(len(JOINTS))[JOINTS.index(joint)]))
    for sheet in beast.sheets:
        parts.append((*_sheet_mesh(sheet), np.eye(len(JOINTS))[JOINTS.index(sheet.joint)]))
    unit, ball = sphere(1)
    for side in (1.0, -1.0):
        parts.append((np.array(beast.eye) * [1.0, side, 1.0] + unit * beast.eye_radius, ball.astype(np.int64),
                      np.tile(np.array(beast.glow), (len(unit), 1)), np.eye(len(JOINTS))[JOINTS.index("Head")]))
    starts = np.cumsum([0, *(len(part[0]) for part in parts)])
    return (np.concatenate([part[0] for part in parts]),
            np.concatenate([part[1] + start for part, start in zip(parts, starts, strict=False)]),
            np.concatenate([part[2] for part in parts]),
            np.concatenate([np.broadcast_to(part[3], (len(part[0]), len(JOINTS))) for part in parts]))


def _sheet_mesh(sheet: Sheet) -> tuple[Floats, Ints, Floats]:
    """A sheet with two sides, 1.5 cm apart."""
    grid = np.array(sheet.rows)
    rows, columns = grid.shape[:2]
    row, k = np.divmod(np.arange((rows - 1) * (columns - 1)), columns - 1)
    a, b = row * columns + k, (row + 1) * columns + k
    faces = np.concatenate([np.stack([a, b, b + 1], 1), np.stack([a, b + 1, a + 1], 1)])
    points = grid.reshape(-1, 3)
    blank = np.zeros((len(points), len(JOINTS)))
    both = lined(Shell(points, faces, blank, np.zeros_like(points)), 0.015)
    vein = 0.75 + 0.5 * np.abs(fractal(both.points * 3.0, 6)) + 0.25 * fractal(both.points * 14.0, 7)
    return both.points, both.faces, np.array(sheet.colour) * np.clip(vein, 0.3, 1.6)[:, None]


def packed(name: str, points: Floats, faces: Ints, colours: Floats, weights: Floats | None = None
           ) -> dict[str, NDArray[np.generic]]:
    """A mesh as small integers under keys "NAME.what": a twentieth of a millimetre, square-root colours."""
    found: dict[str, NDArray[np.generic]] = {
        f"{name}.points": np.round(points / QUANTUM).astype(np.int32 if np.abs(points).max() > 1.6 else np.int16),
        f"{name}.faces": faces.astype(np.uint16),
        f"{name}.colours": np.round(np.sqrt(np.clip(colours, 0.0, 8.0)) * 20000).astype(np.uint16),
    }
    if weights is not None:
        found[f"{name}.weights"] = np.round(weights * 255).astype(np.uint8)
    return found


def bake(out: Path, only: list[str]) -> dict[str, int]:
    """Writes every head (or those in ``only``) into ``out``; returns vertices by name."""
    saved: dict[str, NDArray[np.generic]] = {}
    sizes = {}
    for name, make in HEADS.items():
        if only and name not in only:
            continue
        points, faces, colours = head_mesh(make())
        saved |= packed(f"head {name}", points, faces, colours)
        sizes[name] = len(points)
    for name, shape_beast in BEASTS.items():
        if only and name not in only:
            continue
        beast = shape_beast()
        points, faces, colours, weights = beast_mesh(beast, KEEP)
        joints = beast.joints()
        ground = np.array([0.0, 0.0, _ground(points, weights)])
        saved |= packed(name, points - ground, faces, colours, weights)
        saved[f"{name}.rest"] = np.round((joints - ground) / QUANTUM).astype(np.int32)
        saved[f"{name}.height"] = np.array(beast.height - ground[2])
        sizes[name] = len(points)
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "creatures.npz", **saved)  # type: ignore[arg-type]
    note = {"file": "creatures.npz", "made_by": "python -m throughline.world.creatures_bake",
            "licence": "Apache-2.0", "source": "sculpted in throughline/world/creatures_*.py", "joints": list(JOINTS)}
    (out / "creatures.json").write_text(json.dumps(note, indent=1) + "\n")
    return sizes


def _ground(points: Floats, weights: Floats) -> float:
    """The lowest point of the hind feet."""
    feet = weights[:, [JOINTS.index(f"{side}{part}") for side in ("Left", "Right") for part in ("Foot", "Toes")]]
    return float(points[feet.sum(axis=1) > 0.5, 2].min())


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python -m throughline.world.creatures_bake OUT [HEAD ...]")
    print(json.dumps(bake(Path(sys.argv[1]), sys.argv[2:])))
