"""Days of work out of a plan: the order of scenes within a day, times, meal, wrap."""

from __future__ import annotations

from collections.abc import Sequence

from throughline.film.schedule import ShootDay, Strip, Work
from throughline.production.schedule_clock import calls, clocked
from throughline.production.schedule_cost import Plan
from throughline.production.schedule_dates import time_of
from throughline.production.schedule_problem import DAWN, DAY, MODES, NIGHT, SPLIT, Problem
from throughline.production.talent import Talent, best_order

WIDTH = 4096
EARLY = {DAWN: {"dawn"}, DAY: set[str](), SPLIT: {"day"}, NIGHT: {"dusk"}}
LATE = {DAWN: {"dusk"}, DAY: {"dusk"}, SPLIT: {"dusk", "night"}, NIGHT: {"dawn"}}
LIGHTS = {DAWN: ("dawn", "day", "any", "dusk", "night"), DAY: ("dawn", "day", "any", "dusk", "night"),
          SPLIT: ("day", "dusk", "any", "night", "dawn"),
          NIGHT: ("dusk", "night", "any", "dawn", "day")}


def days_of_plan(problem: Problem, plan: Plan, strips: Sequence[Strip]) -> tuple[ShootDay, ...]:
    """The shooting days in their order."""
    loads: dict[int, list[int]] = {}
    for task, slot in enumerate(plan.slots):
        loads.setdefault(slot, []).append(task)
    kinds = {slot: plan.modes[slot] or MODES[0] for slot in loads}
    days = [(slot, kinds[slot], in_order(problem, loads[slot], kinds[slot])) for slot in sorted(loads)]
    return tuple(_day(problem, number, day, begin, strips)
                 for number, (day, begin) in enumerate(zip(days, calls(problem, days), strict=True), start=1))


def _day(problem: Problem, number: int, day: tuple[int, str, Sequence[int]], begin: int,
         strips: Sequence[Strip]) -> ShootDay:
    slot, mode, order = day
    rows, meal, wrap = clocked(problem, slot, mode, order, begin)
    work = [_work(problem, task, start, strips) for task, start in rows]
    return ShootDay(
        number=number, date=problem.slots[slot].date, locations=tuple(dict.fromkeys(row.location for row in work)),
        scenes=tuple(row.scene for row in work), call=time_of(begin), wrap=time_of(wrap),
        eighths=sum(row.eighths for row in work), minutes=sum(row.minutes for row in work), night=mode == NIGHT,
        kind=mode, meal="" if meal < 0 else time_of(meal), work=tuple(work))


def _work(problem: Problem, task: int, start: int, strips: Sequence[Strip]) -> Work:
    told = problem.tasks[task]
    return Work(scene=strips[told.strip].scene, start=time_of(start), minutes=told.minutes, eighths=told.eighths,
                location=problem.places[told.place], part=told.part, parts=told.parts)


def in_order(problem: Problem, load: Sequence[int], mode: str) -> list[int]:
    """The day's tasks in the order of work: by light, place after place, and within a place so that the cast waits
    least."""
    lights = LIGHTS[mode]
    ranks: dict[int, tuple[int, int, int]] = {}
    for place in {problem.tasks[task].place for task in load}:
        own = [problem.tasks[task] for task in load if problem.tasks[task].place == place]
        lit = {task.light for task in own}
        when = 1 if lit & LATE[mode] else -1 if lit & EARLY[mode] else 0
        ranks[place] = (when, -sum(task.minutes for task in own), place)
    groups: dict[tuple[tuple[int, int, int], int], list[int]] = {}
    for task in load:
        told = problem.tasks[task]
        groups.setdefault((ranks[told.place], lights.index(told.light)), []).append(task)
    return [task for key in sorted(groups) for task in _least_waiting(problem, groups[key])]


def _least_waiting(problem: Problem, tasks: Sequence[int]) -> list[int]:
    """The tasks so that those who are in several wait least, as the board has them where it is all the same."""
    told = [problem.tasks[task] for task in tasks]
    order = best_order(Talent(durations=tuple(task.minutes for task in told), casts=tuple(task.cast for task in told),
                              rates=problem.work), WIDTH).scenes
    found = [tasks[number] for number in order]
    return found if found <= found[::-1] else found[::-1]
