"""How fast gas is simulated and photographed, how well it keeps its mass and fits, and by how much it beats a rival.

The rival is Blender's Mantaflow, played frame by frame (its bake operator does not run without a screen), where
``THROUGHLINE_MANTAFLOW`` names a Blender that holds it or one is on the path: the same cells, all of them, the same
frames, one step a frame, in the same run. Mantaflow writes its cache as it goes; ours is handed over in memory.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.line import Figures, report
from throughline.effects.pyro.grid import Grid, Lattice, empty
from throughline.effects.pyro.react import Chemistry
from throughline.effects.pyro.sources import Emitter, Sources, stamps
from throughline.effects.pyro.step import Manner, Spare, advance
from throughline.effects.volume import Volume

GRIDS = (128, 192, 256)
SIDE = 8.0
RATE = 24.0
RIVAL_CELLS, RIVAL_FRAMES, TRIES = 96, 12, 3
SOURCE = Sources((Emitter((0.0, 0.0, 1.6), (1.2, 1.2, 1.2), 0.0, 1e6, soot=20.0, heat=1200.0, fuel=6.0),))
_BAKE = """
import bpy, json, sys, time
cells, frames, cache = int(sys.argv[-3]), int(sys.argv[-2]), sys.argv[-1]
for found in list(bpy.data.objects):
    bpy.data.objects.remove(found)
bpy.ops.mesh.primitive_cube_add(size=8, location=(0, 0, 4))
box = bpy.context.object
box.modifiers.new("gas", "FLUID").fluid_type = "DOMAIN"
gas = box.modifiers["gas"].domain_settings
gas.domain_type, gas.resolution_max, gas.use_adaptive_domain, gas.use_noise = "GAS", cells, False, False
gas.cache_directory, gas.cache_type, gas.cache_frame_start, gas.cache_frame_end = cache, "REPLAY", 1, frames + 1
gas.vorticity, gas.use_adaptive_timesteps, gas.timesteps_min, gas.timesteps_max = 0.3, False, 1, 1
bpy.ops.mesh.primitive_uv_sphere_add(radius=1.2, location=(0, 0, 1.6))
bpy.context.object.modifiers.new("gas", "FLUID").fluid_type = "FLOW"
flow = bpy.context.object.modifiers["gas"].flow_settings
flow.flow_type, flow.flow_behavior = "BOTH", "INFLOW"
bpy.context.scene.frame_set(1)
wall, cpu = time.perf_counter(), time.process_time()
for frame in range(2, frames + 2):
    bpy.context.scene.frame_set(frame)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
held = box.evaluated_get(bpy.context.evaluated_depsgraph_get()).modifiers["gas"].domain_settings
print("RIVAL", json.dumps({"wall": wall, "cpu": cpu, "cells": len(held.density_grid), "mass": sum(held.density_grid),
                           "version": bpy.app.version_string}))
"""


def _box(cells: int, ratio: int = 1) -> tuple[Grid, Lattice]:
    half = cells // ratio // 2
    lattice = Lattice((0.0, 0.0, 0.0), SIDE / cells, ratio, (-half, -half, 0), (half, half, 2 * half))
    grid = empty((-half, -half, 0), (half, half, 2 * half), lattice, (0.0, 0.0, 0.0), ())
    return grid, lattice


def _steps(cells: int, count: int, ratio: int = 1) -> tuple[float, float, float, float, Grid, Lattice]:
    """Wall and processor seconds a step of the whole box, every cell worked on; the worst cell's divergence left, 1/s,
    and its root mean square as a share of what there was."""
    (grid, lattice), manner = _box(cells, ratio), Manner(Chemistry(skin=0.4), 0.8, 5.0, 0.2)
    spare, wall, cpu, worst, share = Spare.of(grid), [], [], 0.0, 0.0
    for number in range(count + 1):
        grid.live[:] = True
        rows = stamps(SOURCE, number / RATE, (number + 1) / RATE)
        start, start_cpu = time.perf_counter(), time.process_time()
        left, rest = advance(grid, spare, lattice, manner, rows, number / RATE, 1 / RATE, 1, dense=True)
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - start_cpu)
        worst, share = max(worst, left), max(share, rest)
    return min(wall[1:]), min(cpu[1:]), worst, share, grid, lattice


def _mass_error(cells: int = 96, steps: int = 48) -> float:
    """The share of a puff of smoke that two seconds of buoyant, whirling flow gain or lose."""
    grid, lattice = _box(cells, 2)
    manner = Manner(Chemistry(lit=1e9, radiant=0.0, loss=0.1, fade=0.0, settle=0.0, weight=0.0), 0.8, 5.0, 0.2)
    spare, puff = Spare.of(grid), Emitter((0.0, 0.0, 2.0), (1.0, 1.0, 1.0), 0.0, 0.04, soot=80.0, heat=200.0)
    before = 0.0
    for number in range(steps):
        rows = stamps(Sources((puff,)), number / RATE, (number + 1) / RATE)
        advance(grid, spare, lattice, manner, rows, number / RATE, 1 / RATE, 1)
        before = before or float(grid.gas[..., 0].sum(dtype=np.float64))
    return abs(float(grid.gas[..., 0].sum(dtype=np.float64)) / before - 1.0)


def _mantaflow() -> dict[str, float | str] | str:
    """What the rival took, or why there is none."""
    blender = os.environ.get("THROUGHLINE_MANTAFLOW") or shutil.which("blender")
    if blender is None:
        return "none: no Blender with Mantaflow on the path, nor named by THROUGHLINE_MANTAFLOW"
    why = ""
    for number in range(TRIES):
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "play.py"
            script.write_text(_BAKE, encoding="utf-8")
            done = subprocess.run([blender, "-b", "--factory-startup", "-noaudio", "--python", str(script), "--",
                                   str(RIVAL_CELLS), str(RIVAL_FRAMES), str(Path(folder) / "cache")],
                                  capture_output=True, text=True, timeout=1200, check=False)
        for line in done.stdout.splitlines():
            if line.startswith("RIVAL "):
                found: dict[str, float | str] = json.loads(line[6:])
                if float(found["mass"]) > 0:
                    return {**found, "tries": number + 1}
        why = (done.stderr.strip() or done.stdout.strip() or "nothing said").splitlines()[-1]
    return f"none: Mantaflow did not run in {TRIES} tries ({why})"


def _ours_beside_rival() -> tuple[float, float]:
    """Wall and processor seconds for the rival's frames."""
    (grid, lattice), manner = _box(RIVAL_CELLS), Manner(Chemistry(), 0.8, 0.0, 0.0)
    spare = Spare.of(grid)
    start, cpu = 0.0, 0.0
    for number in range(RIVAL_FRAMES + 1):
        if number == 1:
            start, cpu = time.perf_counter(), time.process_time()
        rows = stamps(SOURCE, number / RATE, (number + 1) / RATE)
        advance(grid, spare, lattice, manner, rows, number / RATE, 1 / RATE, 1, dense=True)
    return time.perf_counter() - start, time.process_time() - cpu


def _photographed(grid: Grid, lattice: Lattice) -> tuple[float, float]:
    """Seconds to photograph the gas at 960x540 and 1920x1080."""
    from throughline.effects.pyro.forces import centred
    from throughline.picture.march import Light, march
    from throughline.picture.view import View

    corner = lattice.corner(grid.low)
    heat = grid.gas[..., 1] + np.float32(290.0)
    volume = Volume(np.ascontiguousarray(grid.gas[..., 0]), np.where(heat > 700, heat, np.float32(0.0)),
                    centred(*grid.faces), (float(corner[0]), float(corner[1]), float(corner[2])), lattice.cell)
    light = Light((0.5, -0.35, 0.79), (1.0, 0.93, 0.82), (0.28, 0.34, 0.45), (0.2, 0.18, 0.16))
    view, taken = View((0.0, -14.0, 3.0), (0.0, 1.0, 0.05), lens_mm=35, aspect=16 / 9), []
    for width, height in ((96, 54), (960, 540), (1920, 1080)):
        depth = np.full((height, width), np.inf, np.float32)
        start = time.perf_counter()
        march([volume], depth, view, light)
        taken.append(time.perf_counter() - start)
    return taken[1], taken[2]


def measure() -> Figures:
    """The figures; ``mvox_s`` counts cells of a uniform grid, air and gas alike on it, none left out."""
    _steps(32, 2)
    rate, cpu_rate, worst, share = {}, {}, 0.0, 0.0
    shot: tuple[float, float] = (0.0, 0.0)
    for cells in GRIDS:
        wall, cpu, left, rest, grid, lattice = _steps(cells, 5)
        rate[str(cells)], cpu_rate[str(cells)] = round(cells ** 3 / wall / 1e6, 2), round(cells ** 3 / cpu / 1e6, 2)
        worst, share = max(worst, left), max(share, rest)
        if cells == 192:
            shot = _photographed(grid, lattice)
        del grid
    fine = _steps(192, 5, 2)[0]
    figures: Figures = {
        "mvox_s": rate, "mvox_cpu_s": cpu_rate, "mvox_s_coarse_air_192": round(192 ** 3 / fine / 1e6, 2),
        "divergence": {"worst_1_s": worst, "rms_share": share}, "mass_error": round(_mass_error(), 6),
        "march_960_s": round(shot[0], 3), "march_1080_s": round(shot[1], 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}
    rival = _mantaflow()
    if isinstance(rival, str):
        return {**figures, "ratio_rival": None, "rival": rival}
    wall, cpu = _ours_beside_rival()
    share_of = RIVAL_CELLS ** 3 / float(rival["cells"])
    return {**figures, "ratio_rival": round(share_of * float(rival["wall"]) / wall, 2),
            "ratio_rival_cpu": round(share_of * float(rival["cpu"]) / cpu, 2),
            "rival": f"Mantaflow in Blender {rival['version']}, {RIVAL_CELLS}^3, {RIVAL_FRAMES} frames, "
                     f"{float(rival['wall']):.1f} s wall, {float(rival['cpu']):.1f} s CPU, try {rival['tries']}; "
                     f"ours {wall:.1f} s wall, {cpu:.1f} s CPU"}


if __name__ == "__main__":
    report("pyro", measure)
