"""Days of work out of a plan: the order of scenes within a day, times, meal, wrap."""

from __future__ import annotations

from collections.abc import Sequence

from throughline.film.schedule import ShootDay, Strip, Work
from throughline.production.schedule_cost import Plan
from throughline.production.schedule_dates import time_of
from throughline.production.schedule_problem import DAWN, DAY, MODES, NIGHT, SPLIT, SUNRISE, SUNSET, Problem, call
from throughline.production.talent import Talent, best_order

MEAL_FROM, MEAL_BY = 270, 360
WIDTH = 4096
LIT_FROM = {(DAY, "dusk"): SUNSET - 30, (SPLIT, "dusk"): SUNSET - 30, (SPLIT, "night"): SUNSET + 30,
            (NIGHT, "dawn"): 24 * 60 + SUNRISE - 60}
EARLY = {DAWN: {"dawn"}, DAY: set[str](), SPLIT: {"day"}, NIGHT: {"dusk"}}
LATE = {DAWN: {"dusk"}, DAY: {"dusk"}, SPLIT: {"dusk", "night"}, NIGHT: {"dawn"}}
LATEST = 23 * 60 + 30  # a night that ends with dawn is called later, so that nobody waits for it
LIGHTS = {DAWN: ("dawn", "day", "any", "dusk", "night"), DAY: ("dawn", "day", "any", "dusk", "night"),
          SPLIT: ("day", "dusk", "any", "night", "dawn"),
          NIGHT: ("dusk", "night", "any", "dawn", "day")}


def days_of_plan(problem: Problem, plan: Plan, strips: Sequence[Strip]) -> tuple[ShootDay, ...]:
    """The shooting days in their order."""
    loads: dict[int, list[int]] = {}
    for task, slot in enumerate(plan.slots):
        loads.setdefault(slot, []).append(task)
    return tuple(_day(problem, number, slot, loads[slot], plan.modes[slot] or MODES[0], strips)
                 for number, slot in enumerate(sorted(loads), start=1))


def _day(problem: Problem, number: int, slot: int, load: Sequence[int], mode: str,
         strips: Sequence[Strip]) -> ShootDay:
    order = in_order(problem, load, mode)
    begin = call(problem.hours, mode)
    if mode == NIGHT and any(problem.tasks[task].light == DAWN for task in order):
        begin = min(LATEST, begin + problem.capacity - _worked(problem, order))
    rows, meal, wrap = _clocked(problem, order, begin, mode)
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


def _clocked(problem: Problem, order: Sequence[int], begin: int, mode: str) -> tuple[list[tuple[int, int]], int, int]:
    """When each task begins, the meal (-1: none) and the wrap, in minutes after midnight.

    What needs dusk, dark or dawn waits for it as far as the day's length allows.
    """
    hours = problem.hours
    end = call(hours, mode) + round(hours.length * 60)
    left = _worked(problem, order)
    now, place, meal, rows = begin + hours.prepare_minutes, problem.tasks[order[0]].place, -1, []
    for task in order:
        told = problem.tasks[task]
        moving = problem.moving[told.place] if told.place != place else 0
        if meal < 0 and now - begin >= MEAL_FROM and now + moving + told.minutes - begin > MEAL_BY:
            meal, now = now, now + hours.meal_minutes
        now, place, left = now + moving, told.place, left - moving
        wait = min(LIT_FROM.get((mode, told.light), 0) - now, end - now - left)
        if meal < 0 and hours.meal_minutes <= wait:
            meal = max(now, min(begin + MEAL_FROM, now + wait - hours.meal_minutes))
        elif meal < 0 and now + left - begin > MEAL_BY:
            wait = min(wait, end - now - left - hours.meal_minutes)
        now += max(0, wait)
        rows.append((task, now))
        now, left = now + told.minutes, left - told.minutes
        if meal < 0 and now - begin > MEAL_BY:
            meal, now = begin + MEAL_BY, now + hours.meal_minutes
    return rows, meal, now


def _worked(problem: Problem, order: Sequence[int]) -> int:
    """Minutes of work with the moves between places."""
    places = list(dict.fromkeys(problem.tasks[task].place for task in order))
    return sum(problem.tasks[task].minutes for task in order) + sum(problem.moving[place] for place in places[1:])


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
