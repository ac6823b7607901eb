"""Proved lower bounds of what any plan costs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from throughline.production.schedule_cost import Plan, fits, kinds
from throughline.production.schedule_pricing import Load, load_cost, overpriced
from throughline.production.schedule_problem import Problem

ROUNDS, GROWN = 2, 8
FIRST, RADIUS = 0.85, 0.3


def quick_bound(problem: Problem) -> int:
    """A cost that no plan goes below, waiting and nights left out, at once.

    A company move brings two places into one day; so with few moves the days are many and everybody works on a day for
    each of their places, and with many moves the moves cost. The cheapest number of moves is taken.
    """
    tasks, places = problem.tasks, range(len(problem.places))

    def days(minutes: int) -> int:
        return math.ceil(minutes / problem.capacity)

    total = sum(task.minutes for task in tasks)
    eighths = 0 if problem.eighths is None else math.ceil(sum(task.eighths for task in tasks) / problem.eighths)
    visits = sum(days(sum(task.minutes for task in tasks if task.place == place)) for place in places)
    people = []
    for who, rate in enumerate(problem.work):
        own = [task for task in tasks if who in task.cast]
        at = sum(days(sum(task.minutes for task in own if task.place == place)) for place in places)
        people.append((rate, days(sum(task.minutes for task in own)), at))
    costs = []
    for moves in range(visits):
        needed = max(days(total + min(problem.moving) * moves), eighths, visits - moves)
        pay = sum(rate * max(few, at - moves) for rate, few, at in people)
        costs.append(problem.day * needed + problem.move * moves + pay)
    return min(costs)


def lower_bound(problem: Problem, plan: Plan) -> int:
    """A cost that no plan goes below, waiting and nights left out: the better of ``quick_bound`` and of prices of the
    scenes that no day's work is worth more than it costs.

    Prices begin as the shares of the scenes in what ``plan``'s days cost, and are raised where days have room, by
    linear programming within a trusted distance; every round is made certain by CP-SAT.
    """
    quick = quick_bound(problem)
    loads = _days(plan)
    columns = dict.fromkeys([*loads, *((task,) for task in range(len(problem.tasks)))])
    centre, best, radius, guess = FIRST * _shares(problem, loads), 0.0, RADIUS, 1.0
    for _ in range(ROUNDS):
        columns.update(dict.fromkeys(_grown(problem, centre)))
        prices = _raised(problem, list(columns), centre, radius)
        for _ in range(GROWN):
            more = [load for load in _grown(problem, prices) if load not in columns]
            if not more:
                break
            columns.update(dict.fromkeys(more))
            prices = _raised(problem, list(columns), centre, radius)
        whole = [int(price) for price in prices]
        factor, found = overpriced(problem, whole, guess)
        guess = max(1.0, factor * 0.98)
        columns.update(dict.fromkeys(found))
        if sum(whole) / factor > best:
            best, centre = sum(whole) / factor, np.array(whole) / factor
        else:
            radius /= 2
    return max(quick, math.floor(best))


def _days(plan: Plan) -> list[Load]:
    loads: dict[int, list[int]] = {}
    for task, slot in enumerate(plan.slots):
        loads.setdefault(slot, []).append(task)
    return [tuple(load) for load in loads.values()]


def _shares(problem: Problem, loads: Sequence[Load]) -> NDArray[np.float64]:
    """What each task bears of its day's cost: of the day and its moves by minutes, of everybody's pay among theirs."""
    shares = np.zeros(len(problem.tasks))
    for load in loads:
        minutes = {task: problem.tasks[task].minutes for task in load}
        people = sorted({who for task in load for who in problem.tasks[task].cast})
        common = load_cost(problem, load) - sum(problem.work[who] for who in people)
        for task in load:
            shares[task] += common * minutes[task] / sum(minutes.values())
        for who in people:
            own = [task for task in load if who in problem.tasks[task].cast]
            for task in own:
                shares[task] += problem.work[who] * minutes[task] / sum(minutes[other] for other in own)
    return shares


def _raised(problem: Problem, columns: Sequence[Load], centre: NDArray[np.float64],
            radius: float) -> NDArray[np.float64]:
    """The highest prices near ``centre`` that make none of the columns worth more than it costs."""
    rows = np.repeat(np.arange(len(columns)), [len(load) for load in columns])
    tasks = np.concatenate([np.array(load) for load in columns])
    matrix = csr_matrix((np.ones(len(rows)), (rows, tasks)), shape=(len(columns), len(centre)))
    least, room = centre * (1 - radius), np.maximum(centre * radius, problem.day / 50)
    solved = linprog(-np.ones(len(centre)), A_ub=matrix, b_ub=[load_cost(problem, load) for load in columns],
                     bounds=np.stack([least, centre + room], axis=1), method="highs")
    return np.asarray(solved.x) if solved.status == 0 else centre


def _grown(problem: Problem, prices: NDArray[np.float64]) -> list[Load]:
    """Days worth more than they cost, grown from every task by what adds most for its minutes."""
    found = []
    for seed in range(len(problem.tasks)):
        load, people = [seed], set(problem.tasks[seed].cast)
        places = {problem.tasks[seed].place}
        minutes = problem.tasks[seed].minutes
        while True:
            best, chosen = 0.0, -1
            for task, told in enumerate(problem.tasks):
                moved = told.place not in places
                longer = told.minutes + problem.moving[told.place] * moved
                if task in load or minutes + longer > problem.capacity:
                    continue
                gain = prices[task] - problem.move * moved - sum(problem.work[who] for who in told.cast
                                                                 if who not in people)
                if gain > best * longer and kinds(problem, [*load, task]):
                    best, chosen = gain / longer, task
            if chosen < 0 or not fits(problem, [*load, chosen]):
                break
            load.append(chosen)
            people |= set(problem.tasks[chosen].cast)
            minutes += problem.tasks[chosen].minutes + problem.moving[problem.tasks[chosen].place] * (
                problem.tasks[chosen].place not in places)
            places.add(problem.tasks[chosen].place)
        if sum(prices[task] for task in load) > load_cost(problem, load):
            found.append(tuple(sorted(load)))
    return found
