"""A 120-page script: seconds to read it, to break it down into shots, memory, and a build with nothing to do."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.line import Figures, report
from benchmarks.long_film import fill, make_long_film

CHILD = """
import resource, sys, time
from pathlib import Path
from throughline.formats import read_screenplay
from throughline.reading import breakdown
from throughline.directing import shots
path = Path(sys.argv[1])
start = time.perf_counter(); screenplay = read_screenplay(path); read = time.perf_counter()
found = shots(breakdown(screenplay), 24); end = time.perf_counter()
print(read - start, end - start, len(found.shots), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measure() -> Figures:
    with TemporaryDirectory(prefix="throughline-bench-") as folder:
        film = make_long_film(Path(folder) / "film")
        runs = [_child(film / "screenplay.fountain") for _ in range(3)]
        fill(film)
        noop = min(_noop(film) for _ in range(3))
    best = sorted(runs)[len(runs) // 2]
    return {"read_s": round(best[0], 3), "plan_s": round(best[1], 3), "shots": int(best[2]),
            "peak_mb": round(best[3]), "noop_s": round(noop, 3),
            "own_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def _child(path: Path) -> tuple[float, ...]:
    done = subprocess.run([sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, check=True)
    return tuple(map(float, done.stdout.split()))


def _noop(film: Path) -> float:
    """Wall seconds of the whole command on a film whose shots are all made."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "throughline", "build", "layout", "--film", str(film), "--json"], check=True,
                   capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    report("screenplay", measure)
