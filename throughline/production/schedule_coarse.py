"""The coarse search: the problem laid out for the kernel, and the plan that comes back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from throughline.production.schedule_kernel import DRAWS, FAR, Days, Facts, annealed, put
from throughline.production.schedule_problem import DAY, LIGHTS, LONG, MODES, Problem

STEPS, MOST_STEPS = 2_000, 250_000  # a task; in all
HEATS = (0.5, 0.5, 0.4, 0.3, 0.2, 0.2)  # of a company move: what a change may cost at first, run by run
SEED = 88172645463325252


def coarse(problem: Problem, start: Sequence[int]) -> list[int]:
    """The slots of a plan far better than ``start`` by runs of small changes, each from the best of the one before and
    cooler; the same every time."""
    facts = facts_of(problem)
    steps = min(MOST_STEPS, STEPS * len(problem.tasks))
    slots = np.array(start, np.int64)
    logs = np.round(-1000 * np.log((np.arange(DRAWS) + 0.5) / DRAWS)).astype(np.int64)
    for run, heat in enumerate(HEATS):
        days = days_of(facts, slots, len(problem.slots))
        slots = annealed(facts, days, slots, steps, problem.move * heat, logs, SEED + run)
    return [int(slot) for slot in slots]


def facts_of(problem: Problem) -> Facts:
    """The problem as arrays."""
    tasks, slots = problem.tasks, problem.slots

    def row(values: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(values, np.int64).reshape(len(values))

    firsts = np.cumsum([0, *(len(task.cast) for task in tasks)])
    breaks = [[problem.broken * problem.breaks(task, slot) for slot in range(len(slots))] for task in range(len(tasks))]
    follows = [[[int(problem.follows(one, two, slot.gap)) for two in MODES] for one in MODES] for slot in slots]
    return Facts(
        minutes=row([task.minutes for task in tasks]), eighths=row([task.eighths for task in tasks]),
        place=row([task.place for task in tasks]),
        lit=row([LIGHTS.index(task.light) + 1 if task.light in LIGHTS else 0 for task in tasks]),
        rooms=np.array([[problem.rooms[mode, light] for light in LIGHTS] for mode in MODES], np.int64),
        odd=row([int(task.light == "any" and task.natural == DAY) for task in tasks]),
        before=row([number - 1 if task.part > 1 else -1 for number, task in enumerate(tasks)]),
        first=firsts.astype(np.int64), cast=row([who for task in tasks for who in task.cast]),
        breaks=np.array(breaks, np.int64), follows=np.array(follows, np.int64), moving=row(problem.moving),
        work=row(problem.work), hold=row(problem.hold),
        drop=row([FAR if drop is None else drop for drop in problem.drop]),
        limits=row([problem.wishes.minutes.get(who, FAR) for who in range(len(problem.names))]),
        weights=row([problem.day, problem.idle, problem.move, problem.switch, problem.unnatural,
                     problem.broken * LONG]),
        caps=row([problem.capacity, FAR if problem.eighths is None else problem.eighths]))


def days_of(facts: Facts, slots: np.ndarray[tuple[int], np.dtype[np.int64]], count: int) -> Days:
    """What a plan's days come to."""
    people, places = len(facts.work), len(facts.moving)
    shapes = (count, count, (count, len(LIGHTS)), count, (count, places), (people, count), (people, count), count)
    days = Days(*(np.zeros(shape, np.int64) for shape in shapes))
    for task, slot in enumerate(slots):
        put(facts, days, task, int(slot), 1)
    return days
