"""Rooms: walls with windows and doorways cut in, floors, ceilings, curtains, and the world outside the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from throughline.film.blocking import SetRef
from throughline.film.setplan import Box
from throughline.world.mesh import Mesh
from throughline.world.sets.draft import Triple, tone
from throughline.world.sets.lighting import Lighting, Opening, lit_mesh
from throughline.world.sets.mood import lamps_lit, mood
from throughline.world.shapes import (
    DARK,
    Floats,
    Piece,
    box,
    boxes,
    f32,
    fractal,
    join,
    moved,
    noise,
    patch,
    quads,
    rng,
    transformed,
)

WOOD: Triple = (0.22, 0.125, 0.065)
PLASTER: Triple = (0.50, 0.47, 0.42)


@dataclass(frozen=True)
class Hole:
    """A window or door in a wall: which wall, from ``a0`` to ``a1`` along it and ``z0`` to ``z1`` up."""

    wall: str
    a0: float
    a1: float
    z0: float
    z1: float
    door: bool = False


@dataclass(frozen=True)
class Shell:
    """A room's box: extent (x0, y0, x1, y1), height, holes, and the reflectances of its surfaces."""

    extent: tuple[float, float, float, float]
    height: float
    holes: tuple[Hole, ...]
    wall: Triple = PLASTER
    floor: Triple = WOOD
    ceiling: Triple = (0.55, 0.54, 0.51)
    panel: Triple | None = None
    step: float = 0.28
    seed: int = 0


def openings(shell: Shell) -> tuple[Opening, ...]:
    """The windows as the holes that daylight comes through."""
    x0, y0, x1, y1 = shell.extent
    plane = {"north": (1, y1), "south": (1, y0), "east": (0, x1), "west": (0, x0)}
    return tuple(Opening(plane[h.wall][0], plane[h.wall][1], (h.a0, h.z0), (h.a1, h.z1))
                 for h in shell.holes if not h.door)


def window_lights(shell: Shell, sky: Triple, power: float) -> list[tuple[float, float, float, Triple]]:
    """Places and colours of the soft light that the sky sends in through every window."""
    x0, y0, x1, y1 = shell.extent
    found = []
    for h in shell.holes:
        if h.door:
            continue
        middle, z, area = (h.a0 + h.a1) / 2, (h.z0 + h.z1) / 2, (h.a1 - h.a0) * (h.z1 - h.z0)
        at = {"north": (middle, y1 - 0.25), "south": (middle, y0 + 0.25), "east": (x1 - 0.25, middle),
              "west": (x0 + 0.25, middle)}[h.wall]
        found.append((at[0], at[1], z, tone(sky, power * area)))
    return found


def _lattice(low: float, high: float, step: float, edges: Sequence[float]) -> Floats:
    even = np.linspace(low, high, max(2, int(np.ceil((high - low) / step)) + 1))
    clear = even[[all(abs(v - e) > step * 0.3 for e in edges) for v in even]] if len(edges) else even
    return np.unique(np.concatenate([clear, [low, high], [e for e in edges if low < e < high]])).astype(np.float32)


def wall(shell: Shell, name: str) -> Piece:
    """One wall seen from inside, with its holes, their reveals and frames, and a skirting board."""
    x0, y0, x1, y1 = shell.extent
    low, high = (x0, x1) if name in ("north", "south") else (y0, y1)
    holes = [h for h in shell.holes if h.wall == name]
    a = _lattice(low, high, shell.step, [e for h in holes for e in (h.a0, h.a1)])
    z = _lattice(0.0, shell.height, shell.step, [*(e for h in holes for e in (h.z0, h.z1)),
                                                *([1.0] if shell.panel else [])])
    aa, zz = np.meshgrid(a, z, indexing="ij")
    mid_a, mid_z = (a[:-1] + a[1:]) / 2, (z[:-1] + z[1:]) / 2
    keep = np.ones((len(a) - 1, len(z) - 1), np.bool_)
    for h in holes:
        keep &= ~(((mid_a > h.a0) & (mid_a < h.a1))[:, None] & ((mid_z > h.z0) & (mid_z < h.z1))[None, :])
    flat = np.stack([aa, np.zeros_like(aa), zz], axis=-1)
    stain = 1 + 0.10 * fractal(flat * f32(0.9), shell.seed + len(name), 3) - 0.12 * np.exp(-zz / 0.5)
    colour = np.broadcast_to(f32(shell.wall), (*aa.shape, 3)) * stain[..., None]
    if shell.panel:
        colour = np.where((zz < 0.999)[..., None], f32(shell.panel) * stain[..., None], colour)
    parts = [patch(flat, colour, keep=keep)]
    for h in holes:
        parts += _hole(h)
    gaps = sorted((h.a0, h.a1) for h in holes if h.z0 < 0.12)
    runs, at = [], low
    for start, end in gaps:
        runs.append((at, start))
        at = end
    parts += [box((p, -0.025, 0), (q, 0.0, 0.11), tone(WOOD, 0.8)) for p, q in [*runs, (at, high)]]
    return on_wall(shell, name, join(parts))


def on_wall(shell: Shell, name: str, piece: Piece) -> Piece:
    """``piece``, drawn along X as it is seen from inside and outwards along +Y, where the wall stands."""
    x0, y0, x1, y1 = shell.extent
    turn, offset = {"north": (0.0, (0, y1, 0)), "south": (np.pi, (0, y0, 0)), "west": (np.pi / 2, (x0, 0, 0)),
                    "east": (-np.pi / 2, (x1, 0, 0))}[name]
    return moved(_mirrored(piece) if name in ("south", "east") else piece, offset, turn)


def at_wall(shell: Shell, name: str, along: float, out: float) -> tuple[float, float]:
    """The place ``along`` a wall, ``out`` metres outwards of its inner face."""
    x0, y0, x1, y1 = shell.extent
    return {"north": (along, y1 + out), "south": (along, y0 - out), "west": (x0 - out, along),
            "east": (x1 + out, along)}[name]


def _mirrored(piece: Piece) -> Piece:
    """``piece`` mirrored along its wall, so that positions along the wall keep their sign after the turn."""
    return transformed(piece, np.diag([-1.0, 1.0, 1.0]))


def _hole(h: Hole) -> list[Piece]:
    depth, frame = 0.22, (0.30, 0.28, 0.25) if not h.door else tone(WOOD, 0.8)
    a0, a1, z0, z1 = h.a0, h.a1, h.z0, h.z1
    reveal = tone(WOOD, 0.7) if h.door else (0.42, 0.40, 0.37)
    parts = [quads([[(a0, 0, z0), (a1, 0, z0), (a1, depth, z0), (a0, depth, z0)],
                    [(a0, depth, z1), (a1, depth, z1), (a1, 0, z1), (a0, 0, z1)],
                    [(a0, 0, z0), (a0, depth, z0), (a0, depth, z1), (a0, 0, z1)],
                    [(a1, depth, z0), (a1, 0, z0), (a1, 0, z1), (a1, depth, z1)]], reveal)]
    rim = 0.07
    parts.append(boxes([(a0 - rim, -0.03, z0 - (0 if h.door else rim)), (a1, -0.03, z0), (a0 - rim, -0.03, z1)],
                       [(a0, 0.02, z1), (a1 + rim, 0.02, z1), (a1 + rim, 0.02, z1 + rim)], frame))
    if h.door:
        return parts
    parts.append(box((a0 - rim, -0.12, z0 - 0.05), (a1 + rim, 0.02, z0), frame))
    panes = max(2, round((a1 - a0) / 0.85))
    for n in range(panes + 1):
        at = a0 + (a1 - a0) * n / panes
        parts.append(box((at - 0.025, 0.10, z0), (at + 0.025, 0.15, z1), frame))
    parts.append(boxes([(a0, 0.10, z0), (a0, 0.10, z1 - 0.05)], [(a1, 0.15, z0 + 0.05), (a1, 0.15, z1)], frame))
    return parts


def curtain(a0: float, a1: float, z0: float, z1: float, colour: Triple, seed: int = 0) -> Piece:
    """A curtain hanging in folds along X at y = 0."""
    s, t = np.linspace(0, 1, 25)[:, None], np.linspace(0, 1, 7)[None, :]
    x = a0 + (a1 - a0) * s * np.ones_like(t)
    y = 0.055 * np.sin(s * (a1 - a0) * 26) * (0.6 + 0.4 * (1 - t)) + 0.02 * noise(
        np.stack([s * 3 + seed, s * 0, s * 0], -1)) * np.ones_like(t)
    z = z0 + (z1 - z0) * t * np.ones_like(s)
    fold = 0.72 + 0.28 * np.sin(s * (a1 - a0) * 26 + 1.2) * np.ones_like(t)
    return patch(np.stack([x, y, z], -1), f32(colour) * fold[..., None])


def floor(shell: Shell, kind: str = "boards") -> Piece:
    """The floor: boards, tiles or carpet, fine enough to hold pools of light."""
    x0, y0, x1, y1 = shell.extent
    step = 0.115 if (x1 - x0) * (y1 - y0) < 80 else 0.24
    x, y = np.meshgrid(f32(np.arange(x0, x1 + step, step)).clip(x0, x1),
                       f32(np.arange(y0, y1 + step, step)).clip(y0, y1), indexing="ij")
    flat = np.stack([x, y, np.zeros_like(x)], axis=-1)
    if kind == "boards":
        plank = np.stack([np.floor(x / 1.3 + 0.37 * np.floor(y / step)), np.floor(y / step), np.zeros_like(x)], -1)
        level = 1 + 0.20 * noise(plank * f32(1.7) + 0.5, shell.seed) + 0.08 * noise(flat * f32([2, 9, 1]))
    elif kind == "tiles":
        level = np.where((np.floor(x / 0.6) + np.floor(y / 0.6)) % 2, 1.06, 0.92) + 0.05 * noise(flat * f32(1.3))
    else:
        level = 1 + 0.12 * fractal(flat * f32(1.1), 3) + 0.10 * noise(flat * f32(9))
    return patch(flat, f32(shell.floor) * level[..., None].astype(np.float32))


def ceiling(shell: Shell) -> Piece:
    """The ceiling, seen from below, with a cornice."""
    x0, y0, x1, y1 = shell.extent
    x, y = np.meshgrid(_lattice(x0, x1, 0.45, []), _lattice(y0, y1, 0.45, []), indexing="ij")
    at = np.stack([x, y, np.full_like(x, shell.height)], axis=-1)
    return patch(at[::-1], shell.ceiling)


def outside(shell: Shell, ref: SetRef) -> Piece:
    """What is seen through the windows: sky with roofs by day, a city of lit windows by night."""
    air, x0, y0, x1, y1 = mood(ref), *shell.extent
    parts, random = [], rng("outside", ref.seed)
    for name in sorted({h.wall for h in shell.holes if not h.door}):
        turn, offset = {"north": (0.0, (0, y1 + 9, 0)), "south": (np.pi, (0, y0 - 9, 0)),
                        "west": (np.pi / 2, (x0 - 9, 0, 0)), "east": (-np.pi / 2, (x1 + 9, 0, 0))}[name]
        power = 2.4 if not lamps_lit(ref) else 1.0
        top, low = tone(air.sky_top, power), tone(air.sky_horizon, power)
        view = [quads([[(-30, 0, -8), (30, 0, -8), (30, 0, 16), (-30, 0, 16)]], DARK, [[low, low, top, top]])]
        for n in range(14):
            a, width, tall = -26 + n * 3.9, float(random.uniform(2.5, 4.5)), float(random.uniform(0.2, 5.0))
            shade = tone(air.sky_horizon, 0.55 if not lamps_lit(ref) else 0.25)
            view.append(box((a, -1.2 - (n % 3), -8), (a + width, -0.6 - (n % 3), tall), DARK, shade))
            if lamps_lit(ref):
                for _ in range(9):
                    u, v = float(random.uniform(0.2, width - 0.5)), float(random.uniform(-3, tall - 0.5))
                    colour: Triple = ((1.6, 1.0, 0.5), (1.2, 1.3, 1.4), (1.7, 0.8, 0.3))[int(random.integers(3))]
                    view.append(quads([[(a + u, -1.22 - (n % 3), v), (a + u + 0.3, -1.22 - (n % 3), v),
                                        (a + u + 0.3, -1.22 - (n % 3), v + 0.35), (a + u, -1.22 - (n % 3), v + 0.35)]],
                                      DARK, colour))
        parts.append(moved(join(view), offset, turn))
    return join(parts)


def finished(shell: Shell, lighting: Lighting, ref: SetRef, ground: str = "boards",
             hung: Mapping[str, Piece] = MappingProxyType({})) -> list[Mesh]:
    """The room's meshes: four walls with what is ``hung`` on them by name, floor, ceiling, and the view outside."""
    walls = {name: wall(shell, name) for name in ("north", "south", "east", "west")}
    found = [lit_mesh(join([piece, hung[name]]) if name in hung else piece, f"wall_{name}", lighting)
             for name, piece in walls.items()]
    found.append(lit_mesh(floor(shell, ground), "floor", lighting))
    found.append(lit_mesh(ceiling(shell), "ceiling", lighting))
    view = outside(shell, ref)
    return [*found, lit_mesh(view, "outside", lighting)] if len(view.points) else found


def furniture_boxes(parts: Sequence[tuple[str, float, float, float, float, float]]) -> tuple[Box, ...]:
    """Obstacles from (name, x0, y0, x1, y1, height)."""
    return tuple(Box(x0=a, y0=b, x1=c, y1=d, height=h, name=name) for name, a, b, c, d, h in parts)
