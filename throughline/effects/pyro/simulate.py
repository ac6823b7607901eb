"""An effect simulated frame by frame: what a stage calls."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro import checkpoint
from throughline.effects.pyro.forces import centred
from throughline.effects.pyro.glow import lamps
from throughline.effects.pyro.grid import Cell, Grid, Lattice, empty, fitted, needed
from throughline.effects.pyro.preset import Preset
from throughline.effects.pyro.presets import preset
from throughline.effects.pyro.react import AMBIENT_K, DUST, HEAT, SOOT
from throughline.effects.pyro.rim import calmed
from throughline.effects.pyro.solver import NUMBA, Solver
from throughline.effects.pyro.sources import Sources, bounds, stamps
from throughline.effects.pyro.step import fastest, substeps
from throughline.effects.volume import Volume, cropped
from throughline.film.effect import EffectOrder
from throughline.film.errors import InputError
from throughline.film.setplan import Box, Lamp

Floats = NDArray[np.float32]
RATIO = 2
DARK_K, BRIGHT_K = 1020.0, 1220.0  # no glow below the one; above the other all of it
GLOWS_K = 640.0  # what the photography takes for the first glow
LEAST = 4e-3  # 1/m: thinner gas is not handed on
SAFE = 0.7  # of the memory that is free
LEAST_CELLS = 8


@dataclass(frozen=True)
class FrameNotes:
    """What a frame tells beside its volumes: the lamps that its fire is, cells and steps it took, the fastest air in
    m/s, and the divergence left by the pressure as a share of what there was."""

    frame: int
    lamps: tuple[Lamp, ...]
    cells: int
    steps: int
    speed: float
    divergence: float


@dataclass(frozen=True)
class Plan:
    """An order made ready: its preset, the lattice that its cells are of, the walls that stop it, its frames."""

    order: EffectOrder
    preset: Preset
    lattice: Lattice
    walls: tuple[Box, ...]
    frames: int

    @property
    def cells(self) -> int:
        """The fine cells of the whole box that it may get to fill."""
        return int(np.prod(np.subtract(self.lattice.most, self.lattice.least))) * self.lattice.ratio ** 3


def planned(order: EffectOrder, sources: Sources | None = None) -> Plan:
    """What simulating ``order`` takes; ``sources``, in the world's metres, stand in for the preset's own.

    Raises:
        InputError: an unknown kind, no size, no time, or a place that is no number.
    """
    _check(order)
    found = preset(order)
    if sources is not None:
        found = replace(found, sources=sources, before=0.0)
    ratio = RATIO
    cell = order.size_m / max(LEAST_CELLS, found.cells * order.detail)
    seconds = order.seconds + found.before
    drift = [0.5 * part * seconds for part in order.wind]
    wide, high = found.reach[0] * order.size_m, found.reach[1] * order.size_m
    low = np.array([order.x - wide, order.y - wide, order.z - wide])
    top = np.array([order.x + wide, order.y + wide, order.z + high])
    if sources is not None and (held := bounds(stamps(sources, -1.0, sources.until() + 1e-6))):
        low, top = np.minimum(low, held[0] - 0.25 * wide), np.maximum(top, held[1] + 0.25 * wide)
    low, top = low + np.minimum(drift, 0.0), top + np.maximum(drift, 0.0)
    lattice = Lattice((order.x, order.y, 0.0), cell, ratio, (-2**30, -2**30, 0), (2**30, 2**30, 2**30))
    least, most = lattice.within(low, top)
    least, most = _blocks(least, most)
    here = (order.x, order.y)
    walls = tuple(box for box in order.obstacles if not (box.x0 <= here[0] <= box.x1 and box.y0 <= here[1] <= box.y1
                                                         and order.z <= box.height))
    frames = max(1, math.ceil(order.seconds * order.rate_num / order.rate_den))
    return Plan(order, found, replace(lattice, least=least, most=most), walls, frames)


def order_cells(order: EffectOrder, sources: Sources | None = None) -> tuple[int, int]:
    """The most fine cells and bytes that simulating ``order`` may come to.

    Raises:
        InputError: as ``planned`` does.
    """
    cells = planned(order, sources).cells
    return cells, int(cells * NUMBA.cell_bytes)


def simulate(order: EffectOrder, sources: Sources | None = None, state: Path | None = None,
             solver: Solver = NUMBA) -> Iterator[tuple[tuple[Volume, ...], FrameNotes]]:
    """The effect's volumes and notes, frame after frame from the one in which it goes off; frames without gas have no
    volume. Smoke with its fire is one volume, dust another.

    ``sources``, in the world's metres and seconds from frame 0, stand in for the preset's own. ``state`` is a file in
    which the simulation is kept after every frame that was taken from the iterator; where it is there, from the same
    order and solver, the first frame is the one after the last kept, the same as if nothing had stopped it.

    Raises:
        InputError: an unknown kind, no size, no time, a place that is no number, or more cells than memory holds.
    """
    plan = planned(order, sources)
    for each in dict.fromkeys((NUMBA, solver)):
        _fits(plan, each)
    return _frames(plan, state, solver)


def _frames(plan: Plan, state: Path | None, solver: Solver) -> Iterator[tuple[tuple[Volume, ...], FrameNotes]]:
    key = checkpoint.key_of(plan.order, plan.preset.sources, plan.lattice, solver.name)
    kept = None if state is None else checkpoint.load(state, key, plan.lattice, plan.walls)
    interval = plan.order.rate_den / plan.order.rate_num
    if kept is None:
        grid, first = _begun(plan), 0
        warm = round(plan.preset.before / interval)
        for number in range(warm):
            grid, _ = _frame(plan, solver, grid, plan.preset.before + (number - warm) * interval, interval)
    else:
        grid, first = kept[0], kept[1] + 1
    for frame in range(first, plan.frames):
        grid, notes = _frame(plan, solver, grid, plan.preset.before + frame * interval, interval)
        volumes = _volumes(plan, grid)
        glowing = tuple(lamp for volume in volumes for lamp in lamps(volume))
        yield volumes, replace(notes, frame=frame, lamps=glowing)
        if state is not None:
            checkpoint.save(state, key, grid, frame)
    if state is not None:
        state.unlink(missing_ok=True)


def _frame(plan: Plan, solver: Solver, grid: Grid, start: float, interval: float) -> tuple[Grid, FrameNotes]:
    """The grid after a frame's time from ``start`` seconds on."""
    lattice, preset = plan.lattice, plan.preset
    rows = stamps(preset.sources, start, start + interval)
    held = bounds(rows)
    speed = fastest(grid, rows)
    travel = int(np.ceil(min(speed, 60.0) * interval / lattice.edge)) + 1
    grid = fitted(grid, needed(grid, None if held is None else lattice.within(*held), travel), lattice,
                  plan.order.wind, plan.walls)
    count = substeps(speed, interval, lattice.edge)
    dt, divergence = interval / count, 0.0
    if grid.live.any() or len(rows):
        calmed(grid, plan.order.wind)
        steps = [(now, stamps(preset.sources, now, now + dt)) for now in
                 (start + number * dt for number in range(count))]
        divergence = solver.frame(grid, lattice, preset.manner, steps, dt, plan.order.seed)
    return grid, FrameNotes(0, (), grid.gas[..., 0].size, count, speed, divergence)


def _begun(plan: Plan) -> Grid:
    middle, _ = plan.lattice.within(np.array([plan.order.x, plan.order.y, plan.order.z]),
                                    np.array([plan.order.x, plan.order.y, plan.order.z]))
    low = tuple(min(part, most - 8) for part, most in zip(middle, plan.lattice.most, strict=True))
    first: Cell = (low[0] // 8 * 8, low[1] // 8 * 8, low[2] // 8 * 8)
    return empty(first, (first[0] + 8, first[1] + 8, first[2] + 8), plan.lattice, plan.order.wind, plan.walls)


def _volumes(plan: Plan, grid: Grid) -> tuple[Volume, ...]:
    corner = plan.lattice.corner(grid.low)
    origin = (float(corner[0]), float(corner[1]), float(corner[2]))
    air = centred(*grid.faces)
    found = []
    soot = _edged(grid.gas[..., SOOT], plan.preset.edge)
    heat = _glowing(grid.gas[..., HEAT] + np.float32(AMBIENT_K))
    if soot.max() > LEAST or heat.any():
        found.append(cropped(Volume(soot, heat if heat.any() else None, air, origin, plan.lattice.cell,
                                    plan.order.colour or plan.preset.soot), LEAST))
    dust = _edged(grid.gas[..., DUST], plan.preset.edge)
    if dust.max() > LEAST:
        albedo = plan.preset.dust if plan.preset.sources.smokes() else plan.order.colour or plan.preset.dust
        found.append(cropped(Volume(dust, None, air, origin, plan.lattice.cell, albedo), LEAST))
    return tuple(found)


def _edged(density: Floats, edge: float) -> Floats:
    """``density`` with less where it is thin beside ``edge``."""
    return np.ascontiguousarray(density if edge <= 0 else density * (density / (density + np.float32(edge))))


def _glowing(kelvin: Floats) -> Floats:
    """The heat that is seen: a film exposed for the flame has nothing of the dull red that is below it."""
    slope = np.float32((BRIGHT_K - GLOWS_K) / (BRIGHT_K - DARK_K))
    dull = np.float32(BRIGHT_K) - (np.float32(BRIGHT_K) - kelvin) * slope
    # on below the first glow to nothing: a cell that is cut off makes a hard edge between cells
    return np.asarray(np.minimum(kelvin, np.maximum(dull, np.float32(0.0))), np.float32)


def _blocks(least: Cell, most: Cell) -> tuple[Cell, Cell]:
    """The limits in whole blocks of eight cells."""
    low = tuple(part // 8 * 8 for part in least)
    high = tuple(-(-part // 8) * 8 for part in most)
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def _check(order: EffectOrder) -> None:
    numbers = (order.x, order.y, order.z, order.facing, order.seconds, order.detail, *order.wind,
               *(order.direction or ()), *(order.colour or ()))
    what = f"the effect '{order.kind}'"
    if not (math.isfinite(order.size_m) and order.size_m > 0):
        raise InputError(f"{what} has the size {order.size_m:g} m", remedy="give it a size above 0 m")
    if not all(math.isfinite(number) for number in numbers):
        raise InputError(f"{what} has a place, time or direction that is no number", remedy="give plain numbers")
    if order.seconds <= 0 or order.detail <= 0 or order.rate_num <= 0 or order.rate_den <= 0:
        raise InputError(f"{what} lasts {order.seconds:g} s at detail {order.detail:g}", remedy="give both above 0")
    if order.direction is not None and not any(order.direction):
        raise InputError(f"{what} goes off in the direction 0 0 0", remedy="give a direction, or none")


def _fits(plan: Plan, solver: Solver) -> None:
    """Raises where the cells do not fit the solver's memory that is free."""
    free = SAFE * solver.free()
    need = plan.cells * solver.cell_bytes
    if need <= free:
        return
    fits = math.floor(100 * plan.order.detail * (free / need) ** (1 / 3)) / 100
    raise InputError(f"the effect '{plan.order.kind}' of {plan.order.size_m:g} m at detail {plan.order.detail:g} may "
                     f"need {need / 2**30:.1f} GB of {solver.memory} and {free / 2**30:.1f} GB are free",
                     remedy=f"detail {fits:g} fits" if fits > 0 else "make it smaller, or give it a detail that fits")
