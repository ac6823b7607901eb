"""Seconds to photograph a fireball of 192 x 192 x 192 cells, ours and Cycles', with all that each does by itself."""

from __future__ import annotations

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from scipy.ndimage import gaussian_filter

from benchmarks.line import Figures, report
from throughline.effects.vdb import write_vdb
from throughline.effects.volume import Volume
from throughline.engines.blender.hero import render_hero
from throughline.engines.blender.install import find
from throughline.engines.blender.volumes import volume_worker
from throughline.picture.march import Light, march
from throughline.picture.view import View

LIGHT = Light(key=(-0.45, 0.54, 0.71), irradiance=(2.2, 2.0, 1.7), sky=(0.55, 0.65, 0.8), ground=(0.4, 0.4, 0.35))
CYCLES = (320, 180)  # pixels: at 960x540 it takes minutes
SAMPLES = 32


def view() -> View:
    """A camera 18 m from the middle of a fireball that fills half of its height."""
    return View(position=(-4.0, 0.0, 1.7), forward=(1.0, 0.0, 0.24), lens_mm=35.0, aspect=16 / 9)


def fireball(side: int = 192, wide: float = 12.0) -> Volume:
    """A ball of lumps with a hot inside, a skin of soot, and gas that flies apart."""
    random = np.random.Generator(np.random.PCG64(20260103))
    lumps = sum(gaussian_filter(random.standard_normal((side,) * 3).astype(np.float32), side / cells, mode="wrap")
                * (side / cells) ** 1.5 / 2 ** octave for octave, cells in enumerate((12, 24, 48, 96)))
    cell = wide / side
    axis = (np.arange(side, dtype=np.float32) + 0.5) * cell - wide / 2
    x, y, z = np.meshgrid(axis, axis, axis, indexing="ij")
    inside = 0.36 * wide - np.sqrt(x * x + y * y + z * z) + 0.05 * wide * lumps / np.float32(np.std(lumps))
    density = np.clip(inside / 0.4, 0, 1) * np.float32(5.0)
    heat = np.where(inside > 0.15, np.clip(500 + 900 * inside, 0, 2000), 0).astype(np.float32)
    flying = np.stack([1.5 * x, 1.5 * y, 1.5 * z + 4], axis=-1)[::2, ::2, ::2]
    return Volume(density.astype(np.float32), heat, np.ascontiguousarray(flying, np.float32), (14.0, -wide / 2, 0.0),
                  cell, (0.22, 0.2, 0.19))


def timings() -> dict[str, float]:
    """Seconds of the marcher at 960x540 and 1920x1080, of wall and of processor; Cycles' at CYCLES and a pixel's ratio,
    where there is a Blender."""
    gas, found = fireball(), {}
    for name, (width, height) in {"march_960": (960, 540), "march_1080": (1920, 1080)}.items():
        depth = np.full((height, width), np.inf, np.float32)
        march([gas], depth[::8, ::8], view(), LIGHT)  # compiled
        wall, work = [], []
        for _ in range(3):
            started, spent = time.perf_counter(), time.process_time()
            march([gas], depth, view(), LIGHT)
            wall.append(time.perf_counter() - started)
            work.append(time.process_time() - spent)
        found[f"{name}_s"], found[f"{name}_cpu_s"] = round(min(wall), 3), round(min(work), 3)
    if find() is not None:
        found.update(_cycles(gas, found["march_960_cpu_s"] / (960 * 540)))
    return found


def _cycles(gas: Volume, ours: float) -> dict[str, float]:
    """Cycles' seconds on the same gas without motion, and how many times ours, processor seconds a pixel."""
    with TemporaryDirectory(prefix="throughline-bench-") as folder, volume_worker() as worker:
        files = write_vdb([[gas]], Path(folder), 0, worker=worker)
        hero = render_hero(None, files, 0, CYCLES, SAMPLES, view=view(), light=LIGHT, albedo=[gas.albedo],
                           out=Path(folder) / "hero.exr", worker=worker)
    cores = len(os.sched_getaffinity(0))
    return {"cycles_s": round(hero.seconds, 2), "cycles_pixels": float(CYCLES[0] * CYCLES[1]),
            "cycles_samples": float(SAMPLES),
            "ratio_cycles_pixel": round(hero.seconds * cores / (CYCLES[0] * CYCLES[1]) / ours, 1)}


def measure() -> Figures:
    return dict(timings())


if __name__ == "__main__":
    report("pyro_march", measure)
