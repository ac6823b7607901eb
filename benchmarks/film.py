"""The example film from nothing: wall seconds, and the most memory that all its processes hold together."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks.line import Figures, report

EXAMPLE = Path(__file__).parent.parent / "examples/crossing"


def measure() -> Figures:
    with TemporaryDirectory(prefix="throughline-bench-") as folder:
        film = Path(shutil.copytree(EXAMPLE, Path(folder) / "film", ignore=shutil.ignore_patterns("build", "reviews*")))
        start, peak = time.perf_counter(), 0
        command = [sys.executable, "-m", "throughline", "build", "--film", str(film), "--json"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as build:
            while build.poll() is None:
                peak = max(peak, resident(build.pid))
                time.sleep(0.5)
        wall = time.perf_counter() - start
    return {"wall_s": round(wall, 1), "peak_mb": round(peak / 2**20), "status": build.returncode}


def resident(process: int) -> int:
    """Bytes resident in a process and all its children, shared pages counted each time."""
    try:
        root = psutil.Process(process)
        return sum(_of(each) for each in (root, *root.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def _of(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


if __name__ == "__main__":
    report("film", measure)
