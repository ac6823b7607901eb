"""Which wishes stand against one another: the smallest set that CP-SAT proves cannot be kept together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ortools.sat.python import cp_model

from throughline.production.schedule_cost import kinds
from throughline.production.schedule_problem import MODES, Problem

Wish = tuple[str, int]
PIN, PLAYER, PLACE, HOURS, DATES = "pin", "player", "place", "hours", "dates"
EFFORT = 4.0


def conflict(problem: Problem, wish: Wish, kept: Sequence[Wish]) -> tuple[Wish, ...] | None:
    """The least of the wishes that are ``kept`` that leave no way to keep ``wish`` too, empty where it cannot be kept
    by itself; None where that is not proved. Only scenes that wishes are about are looked at, so what is found holds.
    """
    found = _core(problem, [wish, *(other for other in kept if other != wish)])
    if found is None:
        return None
    for other in [other for other in found if other != wish]:
        smaller = _core(problem, [part for part in found if part != other])
        found = found if smaller is None else smaller
    return tuple(other for other in found if other != wish) if wish in found else None


def wishes_of(problem: Problem) -> list[Wish]:
    """Every wish that there is: a pin by its task, somebody's dates or hours, a place's dates, the shoot's dates."""
    wishes = problem.wishes
    found = [(PIN, task) for task in sorted(wishes.pins)]
    found += [(PLACE, place) for place in sorted({place for place, _ in wishes.closed})]
    found += [(PLAYER, who) for who in sorted({who for who, _ in wishes.away})]
    found += [(HOURS, who) for who in sorted(wishes.minutes)]
    return found + [(DATES, 0)] * any(slot.unwanted for slot in problem.slots)


def against(problem: Problem, task: int, slot: int) -> list[Wish]:
    """The wishes that shooting a task in a slot breaks."""
    told, wishes = problem.tasks[task], problem.wishes
    found = [(PIN, task)] * (wishes.pins.get(task, slot) != slot)
    found += [(PLACE, told.place)] * ((told.place, slot) in wishes.closed)
    found += [(PLAYER, who) for who in told.cast if (who, slot) in wishes.away]
    return found + [(DATES, 0)] * problem.slots[slot].unwanted


def _core(problem: Problem, wishes: Sequence[Wish]) -> list[Wish] | None:
    """Wishes among these that cannot all be kept; None where that is not proved."""
    model = cp_model.CpModel()
    kept = {wish: model.new_bool_var(f"{wish[0]}{wish[1]}") for wish in wishes}
    tasks = [task for task, told in enumerate(problem.tasks)
             if any(against(problem, task, slot) for slot in range(len(problem.slots)))
             or any(who in problem.wishes.minutes for who in told.cast)]
    days = range(len(problem.slots))
    put = {(task, day): model.new_bool_var(f"put{task}_{day}") for task in tasks for day in days}
    for task in tasks:
        model.add_exactly_one(put[task, day] for day in days)
        for day in days:
            for wish in against(problem, task, day):
                if wish in kept:
                    model.add_bool_or([put[task, day].negated(), kept[wish].negated()])
    _days(model, problem, tasks, put)
    for who, limit in problem.wishes.minutes.items():
        if (HOURS, who) in kept:
            own = [task for task in tasks if who in problem.tasks[task].cast]
            for day in days:
                model.add(sum(problem.tasks[task].minutes * put[task, day] for task in own) <= limit).only_enforce_if(
                    kept[HOURS, who])
    model.add_assumptions(list(kept.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    if solver.solve(model) != cp_model.INFEASIBLE:
        return None
    names = {variable.index: wish for wish, variable in kept.items()}
    return [names[index] for index in solver.sufficient_assumptions_for_infeasibility()]


def _days(model: cp_model.CpModel, problem: Problem, tasks: Sequence[int],
          put: dict[tuple[int, int], cp_model.IntVar]) -> None:
    """What always holds: room in a day, light, rest between days, parts in their order."""
    days = range(len(problem.slots))
    barred = {task: [mode for mode in MODES if mode not in kinds(problem, [task])] for task in tasks}
    modes = {(day, mode): model.new_bool_var(f"{mode}{day}") for day in days for mode in MODES}
    for day in days:
        model.add_at_most_one(modes[day, mode] for mode in MODES)
        model.add(sum(problem.tasks[task].minutes * put[task, day] for task in tasks) <= problem.capacity)
        for task in tasks:
            allowed = [modes[day, mode] for mode in MODES if mode not in barred[task]]
            model.add_bool_or([put[task, day].negated(), *allowed])
    for one, two in pairwise(days):
        for before in MODES:
            for after in MODES:
                if not problem.follows(before, after, problem.slots[two].gap):
                    model.add_bool_or([modes[one, before].negated(), modes[two, after].negated()])
    for task in tasks:
        if problem.tasks[task].part > 1 and (task - 1, 0) in put:
            model.add(sum(day * put[task - 1, day] for day in days) + 1 <= sum(day * put[task, day] for day in days))

