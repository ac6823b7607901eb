"""The one line that every benchmark prints: its name, its figures, the machine they were taken on."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable

import psutil

Figures = dict[str, object]


def machine() -> dict[str, object]:
    """What a reader must know to compare: processor count, memory, Python."""
    return {"cores": os.cpu_count(), "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
            "python": platform.python_version(), "system": platform.system(), "processor": platform.machine()}


def report(name: str, measure: Callable[[], Figures]) -> None:
    """Measure and print: JSON with ``--json``, else a line a figure."""
    figures = measure()
    if "--json" in sys.argv[1:]:
        print(json.dumps({"bench": name, "figures": figures, "machine": machine()}, sort_keys=True))
        return
    print(name)
    for key, value in figures.items():
        print(f"  {key}: {value}")
