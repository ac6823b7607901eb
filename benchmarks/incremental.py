"""One changed line of dialogue in a film of 1,500 shots: seconds to plan, shots touched, shots rebuilt."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.line import Figures, report
from benchmarks.long_film import fill, make_long_film

OLD, NEW = "They're still there, 7 of them.", "They are still right there behind us, 7 of them."


def measure() -> Figures:
    with TemporaryDirectory(prefix="throughline-bench-") as folder:
        film = make_long_film(Path(folder) / "film")
        fill(film)
        script = film / "screenplay.fountain"
        text = script.read_text(encoding="utf-8")
        if text.count(OLD) != 1:
            raise RuntimeError(f"the line to change stands {text.count(OLD)} times")
        script.write_text(text.replace(OLD, NEW), encoding="utf-8")
        start = time.perf_counter()
        dry = _build(film, "--dry-run")
        planned = time.perf_counter() - start
        touched = {entry["task"].split("/")[1] for entry in dry["stale"]}
        start = time.perf_counter()
        built = _build(film)
        rebuilt = {name.split("/")[1] for name in built["made"] if name.startswith(("layout/", "sound/"))}
        return {"plan_s": round(planned, 3), "build_s": round(time.perf_counter() - start, 3),
                "touched": len(touched), "rebuilt": len(rebuilt), "total_shots": _count(film)}


def _build(film: Path, *options: str) -> dict:
    command = [sys.executable, "-m", "throughline", "build", "layout", "sound", "--film", str(film), "--json", *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _count(film: Path) -> int:
    with (film / "build/out/shots.csv").open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


if __name__ == "__main__":
    report("incremental", measure)
