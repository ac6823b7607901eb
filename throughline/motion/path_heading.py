"""Which way a body faces along its path: a chain of headings, each crossfaded into the next over a believable turn."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from throughline.motion.path import Floats, Track, smooth, wrap

SIDESTEP_M = 1.5


def turn_seconds(angle: float) -> float:
    """How long a body takes to turn by ``angle`` radians."""
    return 0.4 + abs(angle) / 2.5


def _tangents(way: Track, time: Floats, direction: Floats) -> dict[int, Floats]:
    """For every stretch of movement, keyed by its first segment: the direction of travel (T,), its ends extended."""
    out: dict[int, Floats] = {}
    moving = way.moving
    first = None
    for segment in range(len(moving)):
        if not moving[segment]:
            first = None
            continue
        first = segment if first is None else first
        last = segment
        while last + 1 < len(moving) and moving[last + 1]:
            last += 1
        if first != segment:
            out[segment] = out[first]
            continue
        inside = (time >= way.time[first]) & (time <= way.time[last + 1])
        clear = inside & (np.hypot(direction[:, 0], direction[:, 1]) > 0.12)
        if not clear.any():
            out[segment] = np.zeros_like(time)
            continue
        angle = np.unwrap(np.arctan2(direction[clear, 1], direction[clear, 0]))
        full = np.interp(time, time[clear], angle)
        out[segment] = gaussian_filter1d(full, 0.13 / (time[1] - time[0]), mode="nearest")
    return out


def _sidesteps(way: Track) -> NDArray[np.bool_]:
    """Segments that are walked facing where the waypoints say, not where they lead."""
    known = np.isfinite(way.facing)
    moving = way.moving
    inner = np.zeros(len(way.time), dtype=bool)
    inner[1:-1] = moving[:-1] & moving[1:]
    both = known[:-1] & known[1:]
    alike = np.abs(wrap(np.where(both, way.facing[1:] - way.facing[:-1], 9.0))) < 0.6
    return np.asarray(moving & both & ((alike & (way.lengths < SIDESTEP_M)) | inner[:-1] | inner[1:]))


def _chain(way: Track, tangents: dict[int, Floats], time: Floats) -> list[tuple[str, float, Floats]]:
    """Headings in order: (kind, the second it belongs to, values (T,)); kind is facing or travel."""
    sidestep = _sidesteps(way)
    out: list[tuple[str, float, Floats]] = []
    for point in range(len(way.time)):
        if np.isfinite(way.facing[point]):
            out.append(("facing", float(way.time[point]), np.full_like(time, way.facing[point])))
        if point in tangents and not sidestep[point]:
            values = tangents[point]
            if not (out and out[-1][0] == "travel" and out[-1][2] is values):
                out.append(("travel", float(way.time[point]), values))
    return out or [("travel", float(time[0]), np.zeros_like(time))]


def _window(before: tuple[str, float, Floats], after: tuple[str, float, Floats], angle: float,
            rests: tuple[bool, bool], floor: float) -> tuple[float, float]:
    lasting = turn_seconds(angle)
    if before[0] == "facing" and after[0] == "facing":
        resting = rests[0]
        start = after[1] - lasting if resting else before[1]
        return max(start, before[1]), after[1]
    if after[0] == "facing":  # arriving: a small turn is done on arrival, a large one finishes on the spot
        late = 0.45 * lasting if abs(angle) > 1.0 and rests[1] else 0.0
        return max(after[1] + late - lasting, floor), after[1] + late
    start = max(after[1] - 0.35 * lasting, before[1] if before[0] == "facing" else -np.inf, floor)
    return start, start + lasting


def headings(way: Track, time: Floats, direction: Floats) -> Floats:
    """Heading (T,) radians, unwrapped: along the travel unless a waypoint faces elsewhere."""
    links = _chain(way, _tangents(way, time, direction), time)
    moving = np.concatenate([[False], way.moving, [False]])
    out = links[0][2].copy()
    floor = -np.inf
    for before, after in pairwise(links):
        middle = int(np.clip(np.searchsorted(time, after[1]), 0, len(time) - 1))
        raw = after[2] - before[2]
        whole = 2.0 * np.pi * np.round(raw[middle] / (2.0 * np.pi))
        angle = float(raw[middle] - whole)
        spots = [int(np.searchsorted(way.time, link[1])) for link in (before, after)]
        rests = tuple(not (moving[spot] and moving[spot + 1]) for spot in spots)
        start, end = _window(before, after, angle, (rests[0], rests[1]), floor)
        out = out + (raw - whole) * smooth((time - start) / max(end - start, 0.05))
        floor = end if after[0] == "facing" else -np.inf
    return out
