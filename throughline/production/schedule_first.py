"""A first plan to better: scenes of a place and light fill days, the days in the order that holds the cast least."""

from __future__ import annotations

from collections.abc import Sequence

from throughline.production.schedule_cost import fits, kinds
from throughline.production.schedule_problem import DAWN, DAY, NIGHT, SPLIT, Problem
from throughline.production.talent import Talent, best_order

WIDTH = 2000
MOST = 62
KINDS = {"dawn": DAWN, "dusk": SPLIT, "night": NIGHT}


def day_loads(problem: Problem) -> list[list[int]]:
    """Days' work in an order that can be worked, from the early calls to the nights: tasks by index, no wish looked
    at."""
    row = []
    for kind in (DAWN, DAY, SPLIT, NIGHT):
        full: list[list[int]] = []
        rest: list[list[int]] = []
        for place in range(len(problem.places)):
            own = [task for task, told in enumerate(problem.tasks)
                   if told.place == place and KINDS.get(told.light, DAY) == kind]
            packed = _packed(problem, sorted(own, key=lambda task: (-problem.tasks[task].minutes, task)), kind)
            full += packed[:-1]
            rest += packed[-1:]
        rest.sort(key=lambda load: (-sum(problem.tasks[task].minutes for task in load), load))
        row += _ordered(problem, full + _joined(problem, rest, kind))
    return row


def first_slots(problem: Problem, loads: Sequence[Sequence[int]]) -> list[int]:
    """The slot of every task: one day after another, the parts of a scene in their order."""
    slots = [0] * len(problem.tasks)
    for day, load in enumerate(loads):
        for task in load:
            slots[task] = day
    for task, told in enumerate(problem.tasks):
        if told.part == 1 and told.parts > 1:
            slots[task:task + told.parts] = sorted(slots[task:task + told.parts])
    return slots


def _packed(problem: Problem, tasks: Sequence[int], kind: str) -> list[list[int]]:
    """The tasks in days, each in the first that has room."""
    days: list[list[int]] = []
    for task in tasks:
        day = next((day for day in days if _together(problem, [*day, task], kind)), None)
        if day is None:
            days.append([task])
        else:
            day.append(task)
    return days


def _joined(problem: Problem, loads: Sequence[list[int]], kind: str) -> list[list[int]]:
    days: list[list[int]] = []
    for load in loads:
        day = next((day for day in days if _together(problem, day + load, kind)), None)
        if day is None:
            days.append(list(load))
        else:
            day += load
    return days


def _together(problem: Problem, load: Sequence[int], kind: str) -> bool:
    """Whether tasks fit a kind of day, no two of them parts of one scene."""
    scenes = [problem.tasks[task].strip for task in load]
    return len(set(scenes)) == len(scenes) and fits(problem, load) and kind in kinds(problem, load)


def _ordered(problem: Problem, loads: list[list[int]]) -> list[list[int]]:
    """The days in the order that costs least in waiting, as far as a narrow search sees."""
    if not 2 < len(loads) <= MOST or len(problem.names) > MOST:
        return loads
    casts = tuple(tuple(sorted({who for task in load for who in problem.tasks[task].cast})) for load in loads)
    order = best_order(Talent(durations=(1,) * len(loads), casts=casts, rates=problem.hold), WIDTH)
    return [loads[day] for day in order.scenes]
