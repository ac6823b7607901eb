"""python -m benchmarks.destruction [--json]: breaking a building into cells, solving its fall, plain Bullet beside it.

Bullet gets the same pieces, the same bonds, the same storey cut away, over the same frames, in a real Blender; where
there is none ``ratio_bullet_4000`` is null. Times are wall clock; ``cpu_ms`` and ``bullet_cpu_ms`` are processor time.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.line import Figures, report
from throughline.effects.destruction.blocks import building
from throughline.effects.destruction.bonds import Bonds, bonds
from throughline.effects.destruction.fracture import broken
from throughline.effects.destruction.pieces import Pieces, pieces
from throughline.effects.destruction.solve import Ruin
from throughline.engines.blender.install import find
from throughline.engines.contracts import EngineError

CELLS = (1000, 5000, 20000)
PIECES = (500, 1000, 4000)
FRAMES, RATE, INNER = 48, 24, 4
HEIGHT = 20.0
BLOW = 120.0  # Bullet's threshold is an impulse in a substep
SCRIPT = Path(__file__).with_name("destruction_bullet.py")


def fracture() -> dict[str, float]:
    """Seconds to break a box of 10 x 10 x 40 m, by cells."""
    random, found = np.random.default_rng(1), {}
    box = np.array([10.0, 10.0, 40.0])
    broken(np.zeros(3), box, random.random((20, 3)) * box)
    for count in CELLS:
        seeds = random.random((count, 3)) * box
        begun = time.perf_counter()
        broken(np.zeros(3), box, seeds)
        found[str(count)] = round(time.perf_counter() - begun, 3)
    return found


def case(count: int) -> tuple[Pieces, Bonds, NDArray[np.int64]]:
    """A building in pieces, its bonds, and those of its second storey, which are cut."""
    stands = building(HEIGHT)
    found = pieces(stands, count, 1, np.array([stands.breaks]))
    held = bonds(found)
    height = found.centre[:, 2]
    storey = (height > stands.floors[1] + 0.3) & (height < stands.floors[2])
    cut = storey[held.pair[:, 0]] | (storey[held.pair[:, 1]] & (held.pair[:, 1] >= 0))
    return found, held, np.flatnonzero(cut)


def falling(count: int) -> tuple[int, float, float]:
    """Pieces, and wall and processor milliseconds a frame, of the collapse from its beat on."""
    found, held, cut = case(count)
    ruin = Ruin(found, held)
    ruin.cut(cut)
    begun, worked = time.perf_counter(), time.process_time()
    for _ in range(FRAMES * INNER):
        ruin.step(1.0 / (RATE * INNER))
    return len(found), 1000 * (time.perf_counter() - begun) / FRAMES, 1000 * (time.process_time() - worked) / FRAMES


def bullet(count: int) -> dict[str, float] | None:
    """What plain Bullet takes of the same, or None where there is no Blender."""
    try:
        blender = find()
    except EngineError:
        return None
    if blender is None:
        return None
    found, held, cut = case(count)
    kept = held.pair[:, 1] >= 0
    kept[cut] = False
    start = (blender.executable, "-I", str(SCRIPT)) if blender.kind == "module" else (
        blender.executable, "--background", "--factory-startup", "--python", str(SCRIPT), "--")
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "building.npz"
        np.savez(told, points=found.hull, first_point=found.first_hull, mass=found.mass, pair=held.pair[kept],
                 limit=held.strength[kept, 1] / BLOW)
        done = subprocess.run([*start, str(told), str(FRAMES), str(RATE)], capture_output=True, text=True, check=True,
                              timeout=900)
    line = next(text for text in reversed(done.stdout.splitlines()) if text.startswith("{"))
    return dict(json.loads(line))


def drift() -> float:
    """Millimetres that a building moves that nobody touches for ten seconds; infinite when anything breaks."""
    found, held, _ = case(1000)
    ruin = Ruin(found, held)
    for _ in range(10 * RATE * INNER):
        if ruin.step(1.0 / (RATE * INNER)) is not None:
            return float("inf")
    return float(1000 * np.abs(ruin.places() - found.centre).max())


def freefall() -> float:
    """How far from a falling body's true drop a building cut off from the ground is after half a second."""
    found, held, _ = case(500)
    up, planes = np.array([0.0, 0.0, 20.0]), found.planes.copy()
    planes[:, 3] += 20.0 * planes[:, 2]
    lifted = replace(found, hull=found.hull + up, centre=found.centre + up, planes=planes)
    ruin = Ruin(lifted, held)
    ruin.cut(np.flatnonzero(held.pair[:, 1] < 0))
    for _ in range(RATE * INNER // 2):
        ruin.step(1.0 / (RATE * INNER))
    dropped = (lifted.centre - ruin.places())[:, 2].mean()
    return float(abs(dropped / (0.5 * 9.81 * 0.25) - 1.0))


def measure() -> Figures:
    """All figures; the solver's kernels are compiled before the clock runs."""
    falling(60)
    frame, cpu, sizes = {}, {}, {}
    for count in PIECES:
        made, wall, work = falling(count)
        frame[str(count)], cpu[str(count)], sizes[str(count)] = round(wall, 1), round(work, 1), made
    rival = bullet(PIECES[-1])
    figures: Figures = {"fracture_s": fracture(), "frame_ms": frame, "cpu_ms": cpu, "pieces": sizes,
                        "bullet_ms_4000": None, "ratio_bullet_4000": None, "ratio_wall_4000": None}
    if rival is not None:
        figures |= {"bullet_ms_4000": round(rival["ms"], 1), "bullet_cpu_ms_4000": round(rival["cpu_ms"], 1),
                    "ratio_wall_4000": round(rival["ms"] / frame[str(PIECES[-1])], 2),
                    "ratio_bullet_4000": round(rival["cpu_ms"] / cpu[str(PIECES[-1])], 2)}
    return figures | {"standing_drift_mm": drift(), "freefall_error": round(freefall(), 6)}


if __name__ == "__main__":
    report("destruction", measure)
