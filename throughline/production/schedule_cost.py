"""What a plan costs: its days and nights chosen best, its moves, who is paid for work and who for waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from throughline.production.schedule_problem import DAY, LIGHTS, LONG, MODES, NIGHT, Problem

FAR = 1 << 60


@dataclass(frozen=True)
class Plan:
    """Which slot every task is in, what kind of day each used slot is (None: idle), and what it all costs."""

    slots: tuple[int, ...]
    modes: tuple[str | None, ...]
    cost: int
    broken: int


def plan_of(problem: Problem, slots: Sequence[int]) -> Plan | None:
    """The plan of these slots with the cheapest kinds of day; None where the days cannot be worked."""
    loads: list[list[int]] = [[] for _ in problem.slots]
    for task, slot in enumerate(slots):
        loads[slot].append(task)
    if any(load and not fits(problem, load) for load in loads) or not _in_order(problem, slots):
        return None
    modes, light = _modes(problem, loads)
    if modes is None:
        return None
    used = [slot for slot, load in enumerate(loads) if load]
    cost = light + problem.day * len(used) + problem.idle * (used[-1] + 1 - used[0] - len(used)) + used[0]
    cost += sum(problem.move * (len({problem.tasks[task].place for task in load}) - 1) for load in loads if load)
    cost += sum(talent_pay(problem, who, at) for who, at in enumerate(work_days(problem, slots)))
    cost += problem.move * _spread(problem, slots)
    broken = problem.broken * _wishes(problem, slots, loads)
    return Plan(tuple(slots), modes, cost + broken, broken)


def work_days(problem: Problem, slots: Sequence[int]) -> list[list[int]]:
    """The slots that each member of the cast works in, in order."""
    found: list[set[int]] = [set() for _ in problem.names]
    for task, slot in zip(problem.tasks, slots, strict=True):
        for who in task.cast:
            found[who].add(slot)
    return [sorted(days) for days in found]


def talent_pay(problem: Problem, who: int, days: Sequence[int]) -> int:
    """What somebody who works on these days is paid, for waiting too; the longest wait is free where it may be."""
    waits = [later - sooner - 1 for sooner, later in pairwise(days)]
    held = sum(waits)
    drop = problem.drop[who]
    if drop is not None and waits and max(waits) >= drop:
        held -= max(waits)
    return problem.work[who] * len(days) + problem.hold[who] * held


def fits(problem: Problem, load: Sequence[int]) -> bool:
    """Whether the tasks can be shot in one day, moves between their places included."""
    tasks = [problem.tasks[task] for task in load]
    moves = sorted(problem.moving[place] for place in {task.place for task in tasks})[:-1]
    if sum(task.minutes for task in tasks) + sum(moves) > problem.capacity:
        return False
    return problem.eighths is None or sum(task.eighths for task in tasks) <= problem.eighths


def kinds(problem: Problem, load: Sequence[int]) -> list[str]:
    """The kinds of day that the tasks can be shot on by their light."""
    tasks = [problem.tasks[task] for task in load]
    lit = {light: sum(task.minutes for task in tasks if task.light == light) for light in LIGHTS}
    return [mode for mode in MODES if all(lit[light] <= problem.rooms[mode, light] for light in LIGHTS)]


def _modes(problem: Problem, loads: Sequence[Sequence[int]]) -> tuple[tuple[str | None, ...] | None, int]:
    """The cheapest kinds of day in a row that leave everybody their rest, and what they cost."""
    best: dict[str | None, tuple[int, tuple[str | None, ...]]] = {None: (0, ())}
    for number, load in enumerate(loads):
        grown: dict[str | None, tuple[int, tuple[str | None, ...]]] = {}
        for mode in kinds(problem, load) if load else [None]:
            own = problem.unnatural * sum(mode == NIGHT and problem.tasks[task].light == "any"
                                          and problem.tasks[task].natural == DAY for task in load)
            own += mode not in (None, DAY)  # by day where it is all the same
            for before, (cost, row) in best.items():
                if mode is not None and before is not None:
                    if not problem.follows(before, mode, problem.slots[number].gap):
                        continue
                    cost += problem.switch * (mode != before)
                if mode not in grown or cost + own < grown[mode][0]:
                    grown[mode] = cost + own, (*row, mode)
        if not grown:
            return None, FAR
        best = grown
    cost, row = min(best.values(), key=lambda entry: entry[0])
    return row, cost


def _in_order(problem: Problem, slots: Sequence[int]) -> bool:
    """Whether the parts of every scene of several days follow one another."""
    return all(slots[number - 1] < slots[number] for number, task in enumerate(problem.tasks) if task.part > 1)


def _spread(problem: Problem, slots: Sequence[int]) -> int:
    """Days that lie between the parts of scenes of several days."""
    return sum(slots[number] - slots[number - 1] - 1 for number, task in enumerate(problem.tasks) if task.part > 1)


def _wishes(problem: Problem, slots: Sequence[int], loads: Sequence[Sequence[int]]) -> int:
    """The weight of the wishes that are broken."""
    weight = sum(problem.breaks(task, slot) for task, slot in enumerate(slots))
    for who, limit in problem.wishes.minutes.items():
        for load in loads:
            worked = sum(problem.tasks[task].minutes for task in load if who in problem.tasks[task].cast)
            weight += LONG * (worked > limit)
    return weight
