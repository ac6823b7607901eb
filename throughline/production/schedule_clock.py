"""The clock of a shooting day: when it is called so that dawn, day, dusk and night fall where the sun has them, when
each scene begins, the meal, the wrap."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from throughline.production.schedule_problem import DARK, DAWN, DAY, DUSK, NIGHT, Problem, call

MEAL_FROM, MEAL_BY = 270, 360
MIDNIGHT = 24 * 60
# Minutes from sunrise or sunset: a dawn scene is set up before first light, a dusk scene before the sun is down.
DAWN_BEFORE, DAWN_AFTER, DUSK_BEFORE, DUSK_AFTER = 45, 60, 45, 35
STEP, ROUND = 15, 5
EARLIER, LATER = 120, 330
WRONG, WAITING, SHIFTED = 10.0, 1.0, 0.5  # what a minute weighs: shot in a wrong light, waited, called off the usual

Row = tuple[int, int]


def window(sun: tuple[int, int], mode: str, light: str) -> tuple[int, int] | None:
    """From when to when, in minutes after the midnight before the call, a kind of day has a light; None for made
    light. ``sun`` is sunrise and sunset."""
    rise, fall = sun
    next_day = MIDNIGHT if mode == NIGHT else 0
    return {DAWN: (rise - DAWN_BEFORE + next_day, rise + DAWN_AFTER + next_day), DAY: (rise, fall),
            DUSK: (fall - DUSK_BEFORE, fall + DUSK_AFTER), NIGHT: (fall + DARK, rise - DARK + MIDNIGHT)}.get(light)


def calls(problem: Problem, days: Sequence[tuple[int, str, Sequence[int]]]) -> list[int]:
    """When every day (its slot, its kind, its tasks in order) is called, in minutes after midnight: as its kind of day
    is, else as much sooner or later as its light asks and the rest before and after it allows."""
    length, rest = round(problem.hours.length * 60), round(problem.hours.turnaround * 60)
    usual = [call(problem.hours, mode) for _, mode, _ in days]
    between = [_apart(problem, one[0], two[0]) for one, two in pairwise(days)]
    latest = [begin + LATER for begin in usual]
    for at in reversed(range(len(between))):
        latest[at] = max(usual[at], min(latest[at], latest[at + 1] + between[at] - rest - length))
    found: list[int] = []
    soonest = 0
    for at, (slot, mode, order) in enumerate(days):
        first = max(soonest, usual[at] - EARLIER)
        tried = [begin for begin in range(usual[at] - EARLIER, latest[at] + 1, STEP) if begin >= first]
        begin = min(tried, key=lambda begin: _harm(problem, slot, mode, order, begin), default=usual[at])
        found.append(begin)
        if at < len(between):
            soonest = clocked(problem, slot, mode, order, begin)[2] + rest - between[at]
    return found


def clocked(problem: Problem, slot: int, mode: str, order: Sequence[int], begin: int) -> tuple[list[Row], int, int]:
    """When each task begins (task, minute), the meal (-1: none) and the wrap, in minutes after midnight.

    What needs a light waits for it as far as the day's length allows.
    """
    hours = problem.hours
    end = begin + round(hours.length * 60)
    left = worked(problem, order)
    now, place, meal = begin + hours.prepare_minutes, problem.tasks[order[0]].place, -1
    rows: list[Row] = []
    for task in order:
        told = problem.tasks[task]
        moving = problem.moving[told.place] if told.place != place else 0
        if meal < 0 and now - begin >= MEAL_FROM and now + moving + told.minutes - begin > MEAL_BY:
            meal, now = now, now + hours.meal_minutes
        now, place, left = now + moving, told.place, left - moving
        lit = window(problem.suns[slot], mode, told.light)
        wait = min((ROUND * -(-lit[0] // ROUND) if lit else 0) - now, end - now - left)
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


def worked(problem: Problem, order: Sequence[int]) -> int:
    """Minutes of work with the moves between places."""
    places = list(dict.fromkeys(problem.tasks[task].place for task in order))
    return sum(problem.tasks[task].minutes for task in order) + sum(problem.moving[place] for place in places[1:])


def _harm(problem: Problem, slot: int, mode: str, order: Sequence[int], begin: int) -> tuple[float, int]:
    """How bad a call is: work in a wrong light, waiting, an unusual hour; the earlier of equals."""
    rows, meal, wrap = clocked(problem, slot, mode, order, begin)
    wrong = 0
    for task, start in rows:
        told = problem.tasks[task]
        lit = window(problem.suns[slot], mode, told.light)
        if lit:
            wrong += told.minutes - max(0, min(start + told.minutes, lit[1]) - max(start, lit[0]))
    idle = wrap - begin - worked(problem, order) - problem.hours.prepare_minutes
    idle -= problem.hours.meal_minutes if meal >= 0 else 0
    return WRONG * wrong + WAITING * idle + SHIFTED * abs(begin - call(problem.hours, mode)), begin


def _apart(problem: Problem, before: int, after: int) -> int:
    """Minutes between the midnights of two slots."""
    return MIDNIGHT * sum(problem.slots[slot].gap for slot in range(before + 1, after + 1))
