"""Doors of rooms: leaves that turn on their hinges, what they open on to."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from throughline.film.setplan import Leaf
from throughline.world.mesh import Mesh
from throughline.world.sets.draft import Triple, tone
from throughline.world.sets.interior import WOOD, Hole, Shell, at_wall, on_wall
from throughline.world.sets.lighting import Lighting, lit_mesh
from throughline.world.shapes import Piece, box, f32, join, patch

DOUBLE_M = 1.4
"""From this width on a door has two leaves."""
FACE, BACK = 0.04, 0.09
HANDLE_UP, HANDLE_IN, HANDLE_OUT = 1.02, 0.12, -0.03
PASSAGE_M, BESIDE_M = 1.7, 0.5
PLASTER: Triple = (0.40, 0.38, 0.34)
BRASS: Triple = (0.35, 0.30, 0.18)


def leaves(shell: Shell) -> tuple[Leaf, ...]:
    """The leaves of the room's doors; each opens outwards."""
    found = []
    for name, hole, hinge, edge in _hung(shell):
        inwards = 1.0 if hinge < edge else -1.0
        handle = at_wall(shell, hole.wall, edge - inwards * HANDLE_IN, HANDLE_OUT)
        line = at_wall(shell, hole.wall, hinge, BACK)
        out = np.subtract(at_wall(shell, hole.wall, hinge, 1.0), at_wall(shell, hole.wall, hinge, 0.0))
        way = np.subtract(handle, line)
        turn = float(np.sign(way[0] * out[1] - way[1] * out[0]))
        found.append(Leaf(name=name, wall=hole.wall, hinge=line, handle=(*handle, HANDLE_UP), turn=turn))
    return tuple(found)


def meshes(shell: Shell, lighting: Lighting) -> list[Mesh]:
    """A mesh for each of the ``leaves``, and ``passage_WALL`` behind each door."""
    found = [lit_mesh(on_wall(shell, hole.wall, _leaf(hole, hinge, edge)), name, lighting)
             for name, hole, hinge, edge in _hung(shell)]
    return found + [lit_mesh(on_wall(shell, hole.wall, _passage(hole)), f"passage_{hole.wall}", lighting)
                    for hole in shell.holes if hole.door]


def _hung(shell: Shell) -> Iterator[tuple[str, Hole, float, float]]:
    """Every leaf's name, its doorway, and where along the wall it hangs and ends."""
    for hole in shell.holes:
        for number, (hinge, edge) in enumerate(_spans(hole) if hole.door else (), start=1):
            yield f"door_{hole.wall}" if number == 1 else f"door_{hole.wall}_{number}", hole, hinge, edge


def _spans(hole: Hole) -> list[tuple[float, float]]:
    """Where along the wall each leaf hangs and where it ends."""
    if hole.a1 - hole.a0 < DOUBLE_M:
        return [(hole.a0, hole.a1)]
    middle = (hole.a0 + hole.a1) / 2
    return [(hole.a0, middle), (hole.a1, middle)]


def _leaf(hole: Hole, hinge: float, edge: float) -> Piece:
    """A panelled leaf with a lever on either face."""
    a0, a1, tall = min(hinge, edge), max(hinge, edge), hole.z1 - hole.z0
    parts = [box((a0, FACE, hole.z0), (a1, BACK, hole.z1), WOOD)]
    for low, high in ((0.1, 0.41), (0.48, 0.89)):
        for near, far in ((FACE - 0.015, FACE), (BACK, BACK + 0.015)):
            parts.append(box((a0 + 0.12, near, hole.z0 + low * tall), (a1 - 0.12, far, hole.z0 + high * tall),
                             tone(WOOD, 0.72)))
    inwards = -1.0 if edge == a1 else 1.0
    for near, far in ((HANDLE_OUT - 0.01, FACE), (BACK, 2 * BACK - FACE + 0.01)):
        grip = (near, near + 0.02) if near < FACE else (far - 0.02, far)
        neck, tip = sorted((edge + inwards * 0.07, edge + inwards * 0.095)), edge + inwards * 0.19
        low, high = sorted((edge + inwards * 0.07, tip))
        parts += [box((neck[0], near, HANDLE_UP - 0.012), (neck[1], far, HANDLE_UP + 0.012), BRASS),
                  box((low, grip[0], HANDLE_UP - 0.011), (high, grip[1], HANDLE_UP + 0.011), BRASS)]
    return join(parts)


def _passage(hole: Hole) -> Piece:
    """The way outside: floor, ceiling and three walls, as dim as what reaches them."""
    low, high, near, far, top = hole.a0 - BESIDE_M, hole.a1 + BESIDE_M, 0.22, 0.22 + PASSAGE_M, hole.z1 + 0.25
    a, y, z = (np.arange(start, end + 0.29, 0.3).clip(start, end) for start, end in
               ((low, high), (near, far), (0.0, top)))

    def sheet(first: np.ndarray, second: np.ndarray, order: str, level: float, colour: Triple) -> Piece:
        one, other = np.meshgrid(first, second, indexing="ij")
        axes = {order[0]: one, order[1]: other}
        at = np.stack([axes.get(axis, np.full_like(one, level)) for axis in "ayz"], -1)
        dim = 0.8 / (1.0 + 1.1 * (at[..., 1] - near))
        return patch(at, f32(colour) * dim[..., None].astype(np.float32))

    return join([sheet(a, z, "az", far, PLASTER), sheet(y, z, "yz", low, PLASTER),
                 sheet(y[::-1], z, "yz", high, PLASTER),
                 sheet(a, y, "ay", 0.0, tone(WOOD, 0.8)), sheet(a[::-1], y, "ay", top, PLASTER)])
