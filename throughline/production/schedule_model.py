"""A part of the schedule as a model for CP-SAT: some blocks of tasks are free within some days, the rest stands."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ortools.sat.python import cp_model

from throughline.production.schedule_cost import Plan, plan_of, work_days
from throughline.production.schedule_problem import DAY, LIGHTS, LONG, MODES, NIGHT, Problem

Block = tuple[int, ...]


def improved(problem: Problem, plan: Plan, blocks: Sequence[Block], days: Sequence[int], effort: float) -> Plan:
    """The best plan found that differs from ``plan`` only in which of the slots ``days`` each of ``blocks`` is in, or
    ``plan``. ``effort`` is CP-SAT's deterministic time, so that the same call gives the same plan on any machine."""
    model = _Model(problem, plan, blocks, sorted(days))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return plan
    slots = list(plan.slots)
    for (number, day), chosen in model.put.items():
        if solver.boolean_value(chosen):
            for task in blocks[number]:
                slots[task] = day
    found = plan_of(problem, slots)
    return found if found is not None and found.cost <= plan.cost else plan


class _Model:
    """Variables: ``put`` a block in a slot; the kind of day of a slot; places and people at work in it."""

    def __init__(self, problem: Problem, plan: Plan, blocks: Sequence[Block], days: Sequence[int]):
        self.problem, self.plan, self.blocks, self.days = problem, plan, blocks, days
        self.model = cp_model.CpModel()
        self.terms: list[cp_model.LinearExprT] = []
        self.tasks = [[problem.tasks[task] for task in block] for block in blocks]
        self.free = {task for block in blocks for task in block}
        self.put = {(number, day): self._bool(f"put{number}_{day}") for number in range(len(blocks)) for day in days}
        for number, block in enumerate(blocks):
            self.model.add_exactly_one(self.put[number, day] for day in days)
            for day in days:
                self.model.add_hint(self.put[number, day], plan.slots[block[0]] == day)
                broken = sum(problem.breaks(task, day) for task in block)
                if broken:
                    self.terms.append(problem.broken * broken * self.put[number, day])
        self._light()
        self._room()
        self._people()
        self._parts()
        self.model.minimize(sum(self.terms))

    def _bool(self, name: str) -> cp_model.IntVar:
        return self.model.new_bool_var(name)

    def _light(self) -> None:
        """Kinds of day: by the light of what is in them, with rest between them."""
        self.mode = {(day, mode): self._bool(f"{mode}{day}") for day in self.days for mode in MODES}
        self.used = {day: self._bool(f"used{day}") for day in self.days}
        stands = [slot for task, slot in enumerate(self.plan.slots) if task not in self.free]
        begin, end = min(stands, default=0), max(stands, default=0)
        for day in self.days:
            here = [self.put[number, day] for number in range(len(self.blocks))]
            self.model.add(sum(self.mode[day, mode] for mode in MODES) == self.used[day])
            self.model.add_bool_or([*here, self.used[day].negated()])
            for number, block in enumerate(self.tasks):
                self.model.add_implication(self.put[number, day], self.used[day])
                strange = sum(task.light == "any" and task.natural == DAY for task in block)
                if strange and self.problem.unnatural:
                    shown = self._bool("")
                    self.model.add_bool_or([self.put[number, day].negated(), self.mode[day, NIGHT].negated(), shown])
                    self.terms.append(self.problem.unnatural * strange * shown)
            for light in LIGHTS:
                minutes = sum(sum(task.minutes for task in block if task.light == light) * self.put[number, day]
                              for number, block in enumerate(self.tasks))
                self.model.add(minutes <= sum(self.problem.rooms[mode, light] * self.mode[day, mode] for mode in MODES))
            self.terms += [self.mode[day, mode] for mode in MODES if mode != DAY]
            self.terms.append((self.problem.day - (self.problem.idle if begin < day < end else 0)) * self.used[day])
        for before, after in pairwise(range(min(self.days) - 1, max(self.days) + 2)):
            if 0 <= before and after < len(self.problem.slots) and (before in self.used or after in self.used):
                self._rest(before, after)

    def _rest(self, before: int, after: int) -> None:
        gap = self.problem.slots[after].gap
        for one in MODES:
            for two in MODES:
                if one == two and self.problem.follows(one, two, gap):
                    continue
                row = [literal for literal in (self._mode(before, one), self._mode(after, two)) if literal is not True]
                if not any(literal is False for literal in row):
                    self._never(row, one, two, gap)

    def _never(self, row: list[cp_model.IntVar | bool], one: str, two: str, gap: int) -> None:
        against = [literal.negated() for literal in row if not isinstance(literal, bool)]
        if not self.problem.follows(one, two, gap):
            self.model.add_bool_or(against)
        elif self.problem.switch:
            changed = self._bool("")
            self.model.add_bool_or([*against, changed])
            self.terms.append(self.problem.switch * changed)

    def _mode(self, day: int, mode: str) -> cp_model.IntVar | bool:
        return self.mode[day, mode] if day in self.used else self.plan.modes[day] == mode

    def _room(self) -> None:
        """What fits a day, with the moves between its places."""
        problem = self.problem
        for day in self.days:
            at: dict[int, cp_model.IntVar] = {}
            for number, block in enumerate(self.tasks):
                for place in sorted({task.place for task in block}):
                    there = at.setdefault(place, self._bool(f"at{place}_{day}"))
                    self.model.add_implication(self.put[number, day], there)
            first = {place: self._bool(f"first{place}_{day}") for place in at}
            for place in at:
                self.model.add_implication(first[place], at[place])
            self.model.add_at_most_one(first.values())
            minutes = sum(sum(task.minutes for task in block) * self.put[number, day]
                          for number, block in enumerate(self.tasks))
            moving = sum(problem.moving[place] * (at[place] - first[place]) for place in at)
            self.model.add(minutes + moving <= problem.capacity * self.used[day])
            self.terms += [problem.move * there for there in at.values()]
            self.terms.append(-problem.move * self.used[day])
            if problem.eighths is not None:
                self.model.add(sum(sum(task.eighths for task in block) * self.put[number, day]
                                   for number, block in enumerate(self.tasks)) <= problem.eighths)
            for who, limit in problem.wishes.minutes.items():
                on_set = sum(sum(task.minutes for task in block if who in task.cast) * self.put[number, day]
                             for number, block in enumerate(self.tasks))
                long = self._bool("")
                self.model.add(on_set <= limit).only_enforce_if(long.negated())
                self.terms.append(problem.broken * LONG * long)

    def _people(self) -> None:
        """Pay from everybody's first day to their last."""
        problem = self.problem
        standing = work_days(problem, self.plan.slots)
        fixed: dict[int, set[int]] = {}
        for task, slot in zip(range(len(problem.tasks)), self.plan.slots, strict=True):
            if task not in self.free:
                for who in problem.tasks[task].cast:
                    fixed.setdefault(who, set()).add(slot)
        moving = sorted({who for block in self.tasks for task in block for who in task.cast})
        for who in moving:
            own = fixed.get(who, set())
            low, high = min([*own, *self.days]), max([*own, *self.days])
            first = self.model.new_int_var(low, min(own, default=high), f"first{who}")
            last = self.model.new_int_var(max(own, default=low), high, f"last{who}")
            works = {day: self._bool(f"works{who}_{day}") for day in self.days if day not in own}
            for number, block in enumerate(self.tasks):
                if any(who in task.cast for task in block):
                    for day in works:
                        self.model.add_implication(self.put[number, day], works[day])
            for day, there in works.items():
                self.model.add(first <= day).only_enforce_if(there)
                self.model.add(last >= day).only_enforce_if(there)
            worked = len(own) + sum(works.values())
            self.terms.append(problem.hold[who] * (last - first + 1))
            self.terms.append((problem.work[who] - problem.hold[who]) * worked)
            if standing[who]:
                self.model.add_hint(first, standing[who][0])
                self.model.add_hint(last, standing[who][-1])

    def _parts(self) -> None:
        """Parts of a scene of several days in their order, close together."""
        where: dict[int, cp_model.LinearExprT] = {
            task: sum(day * self.put[number, day] for day in self.days)
            for number, block in enumerate(self.blocks) for task in block}
        for task, told in enumerate(self.problem.tasks):
            if told.part > 1 and (task in where or task - 1 in where):
                before = where.get(task - 1, self.plan.slots[task - 1])
                after = where.get(task, self.plan.slots[task])
                self.model.add(before + 1 <= after)
                self.terms.append(self.problem.move * (after - before - 1))
