"""Storyboard panels a minute of the example film, and seconds from the command to the first panel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.line import Figures, report

EXAMPLE = Path(__file__).parent.parent / "examples/crossing"


def measure() -> Figures:
    with TemporaryDirectory(prefix="throughline-bench-") as folder:
        film = Path(shutil.copytree(EXAMPLE, Path(folder) / "film", ignore=shutil.ignore_patterns("build")))
        start = time.perf_counter()
        command = [sys.executable, "-m", "throughline", "build", "boards", "--film", str(film)]
        first = 0.0
        with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as build:
            if build.stderr is None:
                raise RuntimeError("no progress to read")
            for line in build.stderr:
                if not first and "] board/" in line:
                    first = time.perf_counter() - start
        whole = time.perf_counter() - start
        panels = len(list((film / "build/store/products").rglob("panels/*.png")))
    return {"panels_per_min": round(panels / whole * 60, 1), "first_panel_s": round(first, 2), "panels": panels,
            "whole_s": round(whole, 1)}


if __name__ == "__main__":
    report("boards", measure)
