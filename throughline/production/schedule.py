"""The shooting schedule of a film: strips put on days so that days, moves and waiting cost least."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from throughline.film.company import Company, Player
from throughline.film.schedule import Schedule, Strip
from throughline.production.dood import calendar_of, day_out_of_days
from throughline.production.schedule_bound import lower_bound, quick_bound
from throughline.production.schedule_coarse import coarse
from throughline.production.schedule_cost import Plan, plan_of
from throughline.production.schedule_days import days_of_plan
from throughline.production.schedule_first import day_loads, first_slots
from throughline.production.schedule_problem import Problem, problem_of
from throughline.production.schedule_search import best_plan
from throughline.production.schedule_unmet import unmet_wishes
from throughline.production.schedule_words import say

NO_CURRENCY = "XXX"
MANY = 4


def schedule(strips: Sequence[Strip], company: Company, title: str = "", language: str = "en",
             listen: Callable[[float], None] = lambda _: None) -> Schedule:
    """The schedule of ``strips`` (see ``production.strips``) as a company's settings want it; the same every time.

    Wishes that cannot be kept (pins, availability, the last day, hours on set) are in ``unmet``, each with what stands
    against it. ``listen`` hears how much is done, from 0 to 1.

    Raises:
        ValueError: the hours leave no rest between two days of the same kind, so that no two can follow.
    """
    if not strips:
        return Schedule(title=title, calendar=(), strips=(), days=(), cast=(), currency=NO_CURRENCY, cost=0.0,
                        bound=0.0, proved=True)
    problem, plan, least = solved(strips, company, listen)
    days = days_of_plan(problem, plan, strips)
    calendar = calendar_of(days, company)
    cast = day_out_of_days(problem.names, days, strips, calendar, company)
    cost, bound = (_rounded(problem, value) for value in (plan.cost - plan.broken, least))
    return Schedule(
        title=title, calendar=calendar, strips=tuple(strips), days=days, cast=cast,
        currency=(company.costs.currency or NO_CURRENCY) if problem.money else NO_CURRENCY,
        cost=cost, bound=bound, proved=bound == cost and not plan.broken,
        unmet=unmet_wishes(problem, plan, strips, days, company, language), open=_open(problem, strips, company,
                                                                                      language))


def solved(strips: Sequence[Strip], company: Company, listen: Callable[[float], None]) -> tuple[Problem, Plan, int]:
    """The problem, the best plan found for it, and a proved lower bound of what its days and pay cost."""
    problem = problem_of(strips, company)
    loads = day_loads(problem)
    if len(loads) > len(problem.slots):
        problem = problem_of(strips, company, len(loads))
    start = first_slots(problem, loads)
    if plan_of(problem, start) is None:
        raise ValueError("the hours of a day leave no rest before the next: shorten [hours] length or turnaround")
    quick = quick_bound(problem)
    plan = best_plan(problem, coarse(problem, start), quick, listen=listen)
    bound = quick if plan.cost - problem.unit // 2 < quick else lower_bound(problem, plan)
    return problem, plan, min(bound, plan.cost - plan.broken)


def _rounded(problem: Problem, weight: int) -> float:
    """A weight in money, or in cast days to the hundredth; what only decides between equals falls away."""
    return float(round(weight / problem.unit)) if problem.money else round(weight / problem.unit, 2)


def _players(problem: Problem, company: Company) -> list[Player]:
    players = {player.name.casefold(): player for player in company.cast}
    return [players.get(name.casefold(), Player(name=name)) for name in problem.names]


def _open(problem: Problem, strips: Sequence[Strip], company: Company, language: str) -> tuple[str, ...]:
    """What a person must still give, a line each."""
    found = [] if company.start else [say("start", language)]
    unnamed = dict.fromkeys(strip.location for strip in strips if not strip.located)
    found += [say("location", language, name=name) for name in unnamed]
    used = {strip.location for strip in strips if strip.located}
    for place in company.locations:
        if place.name in used:
            near = place.hospital or company.contacts.hospital
            found += [say(key, language, name=place.name) for key, value in (("address", place.address),
                                                                             ("hospital", near)) if not value]
    unpaid = [player.name for player in _players(problem, company) if player.day_rate is None]
    if len(unpaid) > MANY:
        names = ", ".join(unpaid[:MANY]) + " …"
        found.append(say("rates", language, count=len(unpaid), names=names))
    else:
        found += [say("rate", language, name=name) for name in unpaid]
    costs = company.costs
    return (*found, *(say(key, language) for key, value in (("day", costs.day), ("move", costs.move),
                                                            ("currency", costs.currency)) if value is None))
