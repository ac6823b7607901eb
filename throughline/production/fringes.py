"""Fringes: what is laid on pay by law or contract, as percent by group up to a ceiling."""

from __future__ import annotations

from throughline.film.budget import BudgetFringe, BudgetLine
from throughline.film.rates import BudgetSettings, Fringe, WorkSection
from throughline.production.accounts import TIME, days_in
from throughline.production.budget_money import in_force, rounded, rounded_up

DAYS = {"day": "1", "week": "days_a_week", "month": "(days_a_week*52/12)", "hour": "(1/hours_a_day)"}
"""Days of work in a unit of time, as a formula of the budget's globals."""


def fringes_on(settings: BudgetSettings, as_of: str) -> tuple[tuple[Fringe, BudgetFringe], ...]:
    """The fringes in force on the date, the newest of a name, in the order that their names first stand in."""
    found = []
    for name in dict.fromkeys(fringe.name for fringe in settings.fringe):
        rows = [fringe for fringe in settings.fringe if fringe.name == name]
        newest = in_force(rows, as_of, lambda fringe: (fringe.since, fringe.until))
        if newest is not None:
            found.append(newest)
    return tuple((fringe, BudgetFringe(key=f"fringe_{number}", name=fringe.name, share=rounded(fringe.percent / 100, 8),
                                       ceiling=fringe.ceiling, per=fringe.per, source=fringe.source or fringe.since))
                 for number, fringe in enumerate(found, start=1))


def borne(group: str, fringes: tuple[tuple[Fringe, BudgetFringe], ...]) -> tuple[str, ...]:
    """The names of the fringes that the pay of a group bears."""
    return tuple(fringe.name for fringe, _ in fringes if group and group in fringe.groups)


def pay_under(line: BudgetLine, fringe: BudgetFringe, work: WorkSection) -> float:
    """How much of a line's amount bears the fringe: all of it, or what its people earn up to the ceiling."""
    if fringe.name not in line.fringes:
        return 0.0
    return line.amount if fringe.ceiling is None else min(line.amount, fringe.ceiling * periods(line, fringe, work))


def periods(line: BudgetLine, fringe: BudgetFringe, work: WorkSection) -> float:
    """How often the ceiling counts for a line: for each person once, or once for each period that they begin."""
    if fringe.per == "picture" or line.unit not in TIME:
        return line.times
    unit, period = (days_in(name, work.days_a_week, work.hours_a_day) for name in (line.unit, fringe.per))
    return line.times * rounded_up(line.quantity * unit / period)


def periods_formula(unit: str, per: str, quantity: str, times: str) -> str:
    """``periods`` as a formula of a line whose quantity and times stand in these cells."""
    if per == "picture" or unit not in TIME:
        return times
    return f"{times}*ROUNDUP({quantity}*{DAYS[unit]}/{DAYS[per]},0)"
