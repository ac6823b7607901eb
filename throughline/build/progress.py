"""How far a build is: the events it tells, and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from statistics import median

import msgspec

from throughline.build.stage import Task


class EventKind(StrEnum):
    STARTED = "started"
    PROGRESS = "progress"
    FINISHED = "finished"
    CACHED = "cached"
    FAILED = "failed"
    BLOCKED = "blocked"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a task. ``done`` of ``total`` tasks are settled, for good or ill.

    ``seconds_left`` is for the whole build. ``fraction`` and ``words`` are what a task says of itself; ``reason`` is
    why it failed or was not made.
    """

    kind: EventKind
    task: str
    done: int
    total: int
    seconds_left: float
    fraction: float | None = None
    words: str = ""
    reason: str = ""


Listener = Callable[[Event], None]


def expected_seconds(task: Task, paces: Mapping[str, float]) -> float:
    """What making ``task`` should take: its weight at the pace its stage is known to have."""
    return task.weight * paces.get(task.stage, 1.0)


class Estimate:
    """The time that a build has left, kept up to date as tasks start and end."""

    def __init__(self, tasks: Iterable[Task], paces: Mapping[str, float], jobs: int, resources: Mapping[str, int]):
        self._paces = dict(paces)
        self._jobs = max(1, jobs)
        self._resources = resources
        self._seen: dict[str, list[float]] = {}
        self._weights: dict[tuple[str, str], float] = {}
        self._running: dict[str, tuple[Task, float]] = {}
        for task in tasks:
            self._weights[task.stage, task.resource] = self._weights.get((task.stage, task.resource), 0.0) + task.weight

    def start(self, task: Task) -> None:
        self._running[task.id] = (task, time.monotonic())

    def end(self, task: Task, wall: float | None = None) -> None:
        """``task`` needs no more time; ``wall`` seconds if it was made, which teaches the pace of its stage."""
        self._running.pop(task.id, None)
        self._weights[task.stage, task.resource] = self._weights.get((task.stage, task.resource), 0.0) - task.weight
        if wall is not None and task.weight > 0:
            seen = self._seen.setdefault(task.stage, [])
            seen.append(wall / task.weight)
            self._paces[task.stage] = median(seen[-25:])

    def left(self) -> float:
        """Seconds until the build ends: the work left shared by all jobs, or queued for its scarcest resource."""
        total = 0.0
        queues: dict[str, float] = {}
        for (stage, resource), weight in self._weights.items():
            seconds = max(0.0, weight) * self._paces.get(stage, 1.0)
            total += seconds
            queues[resource] = queues.get(resource, 0.0) + seconds
        now = time.monotonic()
        for task, began in self._running.values():
            spent = min(now - began, expected_seconds(task, self._paces))
            total -= spent
            queues[task.resource] -= spent
        shares = [queues[name] / min(limit, self._jobs) for name, limit in self._resources.items() if name in queues]
        return max([0.0, total / self._jobs, *shares])
