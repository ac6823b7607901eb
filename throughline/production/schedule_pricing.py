"""The day's work that is dearest for its price: what proves how cheap a schedule can be."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from throughline.production.schedule_problem import LIGHTS, MODES, Problem

EFFORT = 3.0
FINE = 1000

Load = tuple[int, ...]


def load_cost(problem: Problem, load: Sequence[int]) -> int:
    """What a day of these tasks costs at least: the day, its moves, and the pay of who works."""
    tasks = [problem.tasks[task] for task in load]
    people = {who for task in tasks for who in task.cast}
    moves = len({task.place for task in tasks}) - 1
    return problem.day + problem.move * moves + sum(problem.work[who] for who in people)


def overpriced(problem: Problem, prices: Sequence[int], guess: float) -> tuple[float, list[Load]]:
    """By how much at most the tasks of any one day are priced above what the day costs, as a factor of at least one,
    with days found on the way. Prices divided by the factor add up to no more than any schedule costs. ``guess`` is
    where to begin; where it is too high, it is what comes back.

    Source: Farley, A note on bounding a class of linear programming problems including cutting stock problems,
    Operations Research 1990.
    """
    load, excess = _dearest(problem, prices, guess)
    certain = guess + max(0.0, excess) / problem.day
    if not load or excess <= 0:
        return certain, [load] if load else []
    ratio = max(1.0, sum(prices[task] for task in load) / load_cost(problem, load))
    closer, excess = _dearest(problem, prices, ratio)
    return min(certain, ratio + max(0.0, excess) / problem.day), [load, closer] if closer else [load]


def _dearest(problem: Problem, prices: Sequence[int], factor: float) -> tuple[Load, float]:
    """The day whose prices exceed ``factor`` times its cost most, and a proved upper bound of the excess."""
    model = cp_model.CpModel()
    tasks = list(enumerate(problem.tasks))
    taken = [model.new_bool_var(f"task{task}") for task, _ in tasks]
    places = {place: model.new_bool_var(f"place{place}") for place in range(len(problem.places))}
    first = {place: model.new_bool_var(f"first{place}") for place in places}
    people = [model.new_bool_var(f"who{who}") for who in range(len(problem.names))]
    modes = {mode: model.new_bool_var(mode) for mode in MODES}
    model.add_exactly_one(modes.values())
    for task, told in tasks:
        model.add_implication(taken[task], places[told.place])
        for who in told.cast:
            model.add_implication(taken[task], people[who])
    model.add_at_most_one(first.values())
    for place in places:
        model.add_implication(first[place], places[place])
    minutes = sum(told.minutes * taken[task] for task, told in tasks)
    moving = sum(problem.moving[place] * (places[place] - first[place]) for place in places)
    model.add(minutes + moving <= problem.capacity)
    if problem.eighths is not None:
        model.add(sum(told.eighths * taken[task] for task, told in tasks) <= problem.eighths)
    for light in LIGHTS:
        lit = sum(told.minutes * taken[task] for task, told in tasks if told.light == light)
        model.add(lit <= sum(problem.rooms[mode, light] * modes[mode] for mode in MODES))
    scale = round(FINE * factor)
    worth = sum(FINE * prices[task] * taken[task] for task, _ in tasks)
    paid = (problem.move * (sum(places.values()) - 1) + problem.day
            + sum(pay * people[who] for who, pay in enumerate(problem.work)))
    model.maximize(worth - scale * paid)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = EFFORT
    status = solver.solve(model)
    load = () if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE) else tuple(
        task for task, chosen in enumerate(taken) if solver.boolean_value(chosen))
    rounding = problem.day * abs(factor - scale / FINE)
    return load, solver.best_objective_bound / FINE + rounding
