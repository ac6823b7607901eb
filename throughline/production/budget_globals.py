"""The figures that many lines of a budget share: days, weeks, heads at the table, percentages, exchange rates."""

from __future__ import annotations

from collections.abc import Sequence

from throughline.film.budget import BudgetFringe
from throughline.film.rates import BudgetSettings, Exchange
from throughline.production.accounts import Item, item_named, lines
from throughline.production.budget_film import Film
from throughline.production.budget_money import rounded, rounded_up
from throughline.production.budget_quantity import Globals
from throughline.production.budget_words import global_word, period_word, say

LEAST_PREP = 5.0
WRAP_SHARE = 0.25
POST = {"edit_weeks": 0.16, "sound_weeks": 0.1, "mix_days": 0.1, "grade_days": 0.1}
"""Weeks and days of finishing for a minute of film, where a person gives none: a feature of 100 minutes is cut in 16
weeks, its sound made in 10, mixed in 10 days and graded in 10. Our own rule of thumb, said so on the line."""


def base_globals(film: Film, settings: BudgetSettings, language: str) -> Globals:
    """The globals that quantities are reckoned with."""
    given = Globals()
    main = [day for day in film.schedule.days if day.unit == "main"]
    second = len(film.schedule.days) - len(main)
    days = float(len(main))

    def give(name: str, value: float, unit: str, source: str) -> None:
        given.give(name, global_word(name, language), value, unit, source)

    give("shoot_days", days, "day", say(language, "days", n=len(main)))
    give("second_unit_days", float(second), "day", say(language, "days", n=second))
    give("night_shoot_days", float(sum(day.night for day in main)), "day", say(language, "stripboard"))
    work = settings.work
    for name, chosen, assumed in (("prep_days", work.prep_days, max(LEAST_PREP, days)),
                                  ("wrap_days", work.wrap_days, max(1.0, rounded_up(days * WRAP_SHARE)))):
        give(name, assumed if chosen is None else chosen, "day",
             say(language, "work", key=name) if chosen is None else say(language, "given"))
    give("days_a_week", work.days_a_week, "day", say(language, "assumed"))
    give("hours_a_day", work.hours_a_day, "hour", say(language, "assumed"))
    give("hold_share", work.hold, "", say(language, "assumed"))
    minutes = rounded(film.minutes, 1)
    give("running_minutes", minutes, "minute", say(language, "minutes"))
    for name, share in POST.items():
        chosen = getattr(settings.post, name)
        give(name, max(1.0, rounded_up(film.minutes * share)) if chosen is None else chosen,
             "week" if name.endswith("weeks") else "day",
             say(language, "post", key=name) if chosen is None else say(language, "given"))
    heads = rounded_up(_seated(settings) + _cast_a_day(film, days))
    give("table_heads", heads, "", say(language, "meals", n=heads))
    give("vfx_artists", settings.vfx.artists, "", say(language, "assumed"))
    give("vfx_machines", settings.vfx.machines, "", say(language, "assumed"))
    return given


def money_globals(given: Globals, settings: BudgetSettings, fringes: Sequence[BudgetFringe],
                  exchanges: Sequence[Exchange], language: str) -> None:
    """Add percentages, exchange rates and fringes."""
    for name, share in (("contingency_rate", settings.contingency), ("bond_rate", settings.bond)):
        said = ", ".join(filter(None, (share.source, share.date))) or say(language, "assumed")
        given.give(name, global_word(name, language), rounded(share.percent / 100, 8), "percent", said)
    for row in exchanges:
        given.give(f"fx_{row.currency}", global_word("exchange", language, code=row.currency), row.rate, "",
                   ", ".join(filter(None, (row.date, row.source))))
    for fringe in fringes:
        given.give(fringe.key, fringe.name, fringe.share, "percent", fringe.source)
        if fringe.ceiling is not None:
            given.give(f"{fringe.key}_ceiling", global_word("ceiling", language, fringe=fringe.name,
                                                                   per=period_word(fringe.per, language)),
                       fringe.ceiling, "money", fringe.source)


def _seated(settings: BudgetSettings) -> float:
    """Crew at the table on a day of shooting, with the size that the settings give each kind."""
    sizes = {named[0]: count for name, count in settings.crew.items() if (named := item_named(name)) is not None}

    def count(item: Item) -> float:
        return sizes.get(item.item, item.people) if item.seat and item.by in ("hire", "one", "shoot_days") else 0.0

    return sum(count(item) for _, item in lines())


def _cast_a_day(film: Film, days: float) -> float:
    """How many of the cast work on a day, on the average."""
    return sum(row.worked for row in film.schedule.cast) / days if days else 0.0
