"""Every benchmark, one JSON line each: ``python -m benchmarks``."""

import subprocess
import sys
from pathlib import Path

NOT_BENCHMARKS = {"__init__", "__main__", "line", "long_film", "varied_script", "keyed_gait", "effect_strips"}

status = 0
for file in sorted(Path(__file__).parent.glob("*.py")):
    if file.stem not in NOT_BENCHMARKS:
        status |= subprocess.run([sys.executable, "-m", f"benchmarks.{file.stem}", "--json"]).returncode
sys.exit(status)
