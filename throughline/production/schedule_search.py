"""The search for a good schedule: a first plan, bettered part by part, each part as well as CP-SAT can do it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from throughline.production.schedule_cost import Plan, plan_of, work_days
from throughline.production.schedule_model import Block, improved
from throughline.production.schedule_problem import Problem

SEED = 11
ROUNDS, PATIENCE = 40, 16
EFFORT = 0.1
WINDOW, ORDERED = 5, 12

Listen = Callable[[float], None]


def best_plan(problem: Problem, start: Sequence[int], bound: int, rounds: int = ROUNDS,
              listen: Listen = lambda _: None) -> Plan:
    """The best plan found from ``start``; the same on every machine. The search ends at a plan that costs ``bound``.

    Raises:
        ValueError: the start cannot be worked.
    """
    plan = plan_of(problem, start)
    if plan is None:
        raise ValueError("the start cannot be worked")
    draw = random.Random(SEED)
    idle = 0
    for number in range(rounds):
        if plan.cost - problem.unit // 2 < bound or idle >= PATIENCE:
            break
        days, whole = _neighbourhood(problem, plan, draw, number)
        blocks = _blocks(plan, days, whole)
        found = compacted(problem, improved(problem, plan, blocks, days, EFFORT)) if len(days) > 1 else plan
        idle = 0 if found.cost < plan.cost else idle + 1
        plan = found
        listen((number + 1) / rounds)
    return plan


def compacted(problem: Problem, plan: Plan) -> Plan:
    """The plan with idle days closed up, where that costs nothing."""
    number = 0
    while number <= max(plan.slots):
        if plan.modes[number] is None:
            moved = plan_of(problem, [slot - (slot > number) for slot in plan.slots])
            if moved is not None and moved.cost <= plan.cost:
                plan = moved
                continue
        number += 1
    return plan


def _blocks(plan: Plan, days: Sequence[int], whole: bool) -> list[Block]:
    """The tasks of some days, one by one or by whole days."""
    loads: dict[int, list[int]] = {day: [] for day in days}
    for task, slot in enumerate(plan.slots):
        if slot in loads:
            loads[slot].append(task)
    if whole:
        return [tuple(load) for load in loads.values() if load]
    return [(task,) for load in loads.values() for task in load]


def _neighbourhood(problem: Problem, plan: Plan, draw: random.Random, number: int) -> tuple[list[int], bool]:
    """Some days to do anew, and whether as whole days in another order."""
    end = min(len(problem.slots), max(plan.slots) + 3)
    broken = [task for task, slot in enumerate(plan.slots) if problem.breaks(task, slot)]
    if broken and number % 2:
        return _mending(problem, plan, draw, draw.choice(broken), end), False
    choice = number % 4
    if choice == 0:
        begin = draw.randrange(max(1, end - ORDERED + 1))
        return list(range(begin, min(end, begin + ORDERED))), True
    if choice == 1:
        begin = draw.randrange(max(1, end - WINDOW + 1))
        return list(range(begin, min(end, begin + WINDOW))), False
    if choice == 2:
        place = problem.tasks[draw.randrange(len(problem.tasks))].place
        days = sorted({slot for task, slot in enumerate(plan.slots) if problem.tasks[task].place == place})
    else:
        waits = [days for days in work_days(problem, plan.slots) if len(days) > 1 and days[-1] - days[0] >= len(days)]
        days = list(draw.choice(waits)) if waits else list(range(end))
    return sorted(_some(draw, days, end)), False


def _some(draw: random.Random, days: Sequence[int], end: int) -> set[int]:
    """So many of the days, others drawn to them where there are few."""
    found = set(draw.sample(list(days), min(WINDOW, len(days))))
    while len(found) < min(WINDOW, end):
        found.add(draw.randrange(end))
    return found


def _mending(problem: Problem, plan: Plan, draw: random.Random, task: int, end: int) -> list[int]:
    """The day of a task that breaks a wish, some on which it would break none, and others."""
    good = [slot for slot in range(len(problem.slots)) if not problem.breaks(task, slot)]
    found = {plan.slots[task], *draw.sample(good, min(3, len(good)))}
    while len(found) < min(WINDOW + 1, end):
        found.add(draw.randrange(end))
    return sorted(found)
