"""The whole car-explosion shot from words to composited frames, in a fresh folder: a scene with a note is read, staged,
simulated, laid out, rendered, lit, composited and encoded: 72 frames at 1280x536.

``wall_s`` is the build's, ``peak_mb`` the most memory that all its processes hold together (shared pages counted each
time), ``stage_s`` the seconds of each stage by its own clock, ``cpu_s`` the processors' of all stages.
"""

from __future__ import annotations

import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.film import resident
from benchmarks.line import Figures, report
from throughline.picture import footage
from throughline.stages.film_folder import open_film
from throughline.stages.produce import workshop

SIZE, FRAMES = (1280, 536), 72
SCRIPT = """Title: The Blast

EXT. STREET - NIGHT

[[shot: long, 28mm, static, 3s]] [[vfx: car explosion, sedan, large]]
The sedan explodes.
"""
SETTINGS = f"""[picture]
previs_width = {SIZE[0]}
"""
"""Everything else as a film has it that says nothing, the effects' detail too."""


def measure() -> Figures:
    with TemporaryDirectory(prefix="throughline-bench-") as folder:
        film = Path(folder) / "film"
        film.mkdir()
        (film / "screenplay.fountain").write_text(SCRIPT, encoding="utf-8")
        (film / "film.toml").write_text(SETTINGS, encoding="utf-8")
        start, peak = time.perf_counter(), 0
        command = [sys.executable, "-m", "throughline", "build", "previs", "--film", str(film), "--json"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as build:
            while build.poll() is None:
                peak = max(peak, resident(build.pid))
                time.sleep(0.25)
        wall = time.perf_counter() - start
        if build.returncode:
            raise SystemExit(f"the build ended with {build.returncode}")
        clips = sorted((film / "build" / "out" / "shots").glob("*.mp4")) or sorted((film / "build/out").glob("*.mp4"))
        seconds, processor = _stages(film)
        return {"wall_s": round(wall, 1), "peak_mb": round(peak / 2**20), "frames": _frames(clips[0]),
                "size": f"{SIZE[0]}x{SIZE[1]}", "cpu_s": processor, "stage_s": seconds}


def _frames(clip: Path) -> int:
    return sum(1 for _ in footage.frames(clip, SIZE, Fraction(24)))


def _stages(film: Path) -> tuple[dict[str, float], float]:
    """Wall seconds by stage, in the order of the work, and the processors' seconds of all."""
    seconds: dict[str, float] = {}
    processor = 0.0
    with workshop(open_film(film)) as shop:
        for key in shop.ledger.last_keys().items():
            work = shop.ledger.of(key[1])
            if work is not None:
                stage = key[0].partition("/")[0]
                seconds[stage] = round(seconds.get(stage, 0.0) + work.wall, 1)
                processor += work.cpu
    return seconds, round(processor, 1)


if __name__ == "__main__":
    report("explosion_shot", measure)
