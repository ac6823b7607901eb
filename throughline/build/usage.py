"""What work took: seconds of clock and CPU, and memory, of this process and its children."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import psutil

_MAXRSS_UNIT = 2**20 if sys.platform == "darwin" else 2**10


class Meter:
    """Starts measuring when it is made.

    CPU seconds count children that ended during the work and those that live on, such as a renderer that serves many
    tasks. Peak memory adds up the peaks of this process and its living children (an upper bound, they may not peak
    together); where the system cannot reset peaks it is the highest since the process began.
    """

    def __init__(self) -> None:
        self._pids = tuple(_descendants())
        _reset_peaks(self._pids)
        self._reaped_peak = _reaped_peak()
        self._cpu = _cpu(self._pids)
        self._began = time.monotonic()

    def read(self) -> tuple[float, float, float]:
        """Wall seconds, CPU seconds and peak memory (MiB) since the start."""
        wall = time.monotonic() - self._began
        pids = tuple(_descendants())
        peak = sum(_peak(pid) for pid in ("self", *pids))
        reaped = _reaped_peak()
        if reaped > self._reaped_peak:
            peak += reaped
        return wall, max(0.0, _cpu(pids) - self._cpu), peak


def _cpu(pids: tuple[str, ...]) -> float:
    own, reaped = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    total = own.ru_utime + own.ru_stime + reaped.ru_utime + reaped.ru_stime
    for pid in pids:
        try:
            times = psutil.Process(int(pid)).cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system
    return float(total)


def _descendants(pid: str = "self") -> list[str]:
    found: list[str] = []
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found.extend((thread / "children").read_text().split())
    except OSError:
        return [str(child.pid) for child in psutil.Process().children(recursive=True)] if pid == "self" else []
    for child in tuple(found):
        found.extend(_descendants(child))
    return found


def _reset_peaks(pids: tuple[str, ...]) -> None:
    for pid in ("self", *pids):
        try:
            Path(f"/proc/{pid}/clear_refs").write_text("5")
        except OSError:
            return


def _peak(pid: str) -> float:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 2**10
    except OSError:
        pass
    if pid == "self":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS_UNIT / 2**20
    return 0.0


def _reaped_peak() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _MAXRSS_UNIT / 2**20
