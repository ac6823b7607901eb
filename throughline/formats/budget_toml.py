"""budget.toml: what a person says of a budget beside its rates, every mistake with its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from throughline.film.errors import InputError
from throughline.film.rates import BudgetSettings
from throughline.formats.film_toml import line_of, read_table
from throughline.production.accounts import item_named, near
from throughline.production.budget_film import CREATURE_WAYS
from throughline.production.budget_money import CURRENCIES, is_date

GROUPS = ("above", "cast", "crew", "post")
PERIODS = ("picture", "day", "week", "month")
METHODS = ("traditional", "own")
CASES = ("low", "base", "high")


def read_budget_settings(path: Path) -> BudgetSettings:
    """The settings in a budget.toml.

    Raises:
        InputError: not TOML, an unknown key, a wrong type, a date, currency, percentage or item that there is not;
            with its line.
    """
    settings = read_table(path, BudgetSettings)
    for section, key, value, wrong, remedy in _findings(settings):
        if wrong:
            raise InputError(f"{section + '.' if section else ''}{key}: {value!r} cannot be used", file=str(path),
                             line=_line(path, section, key, value), remedy=remedy)
    return settings


Finding = tuple[str, str, object, bool, str]


def _findings(settings: BudgetSettings) -> Iterator[Finding]:
    """Every value as (section, key, value, whether it is wrong, remedy)."""
    day = "write a day as \"2026-03-02\""
    if settings.as_of is not None:
        yield "", "as_of", settings.as_of, not is_date(settings.as_of), day
    if settings.currency is not None:
        yield "", "currency", settings.currency, settings.currency not in CURRENCIES, "write an ISO code: KRW, USD"
    if settings.marketing is not None:
        yield "", "marketing", settings.marketing, settings.marketing < 0, "give an amount of money"
    for name, share in (("contingency", settings.contingency), ("bond", settings.bond)):
        yield name, "percent", share.percent, not 0 <= share.percent <= 50, "give percent of the cost: 10"
        yield name, "date", share.date, bool(share.date) and not is_date(share.date), day
    yield from _plain(settings)
    yield from _lists(settings, day)


def _plain(settings: BudgetSettings) -> Iterator[Finding]:
    work, post, vfx = settings.work, settings.post, settings.vfx
    yield "work", "days_a_week", work.days_a_week, not 1 <= work.days_a_week <= 7, "give 1 to 7"
    yield "work", "hours_a_day", work.hours_a_day, not 1 <= work.hours_a_day <= 24, "give 1 to 24"
    yield "work", "hold", work.hold, not 0 <= work.hold <= 1, "give a share of the day rate: 0 to 1"
    for section, record, keys in (("work", work, ("prep_days", "wrap_days")),
                                  ("post", post, ("edit_weeks", "sound_weeks", "mix_days", "grade_days"))):
        for key in keys:
            value = getattr(record, key)
            yield section, key, value, value is not None and not 0 <= value <= 2000, "give 0 or more"
    yield "vfx", "method", vfx.method, vfx.method not in METHODS, f"one of: {', '.join(METHODS)}"
    yield "vfx", "case", vfx.case, vfx.case not in CASES, f"one of: {', '.join(CASES)}"
    for key, count in (("artists", vfx.artists), ("machines", vfx.machines)):
        yield "vfx", key, count, not 1 <= count <= 100_000, "give 1 or more"
    for name, way in vfx.creatures.items():
        yield "vfx.creatures", name, way, way not in CREATURE_WAYS, f"one of: {', '.join(CREATURE_WAYS)}"
    for kind, days in vfx.days.items():
        yield "vfx.days", kind, days, not 0 <= days <= 10_000, "give man-days for a shot"
    for name, count in settings.crew.items():
        named = item_named(name)
        like = near(name)
        yield "crew", name, name, named is None, f"near it: {', '.join(like)}" if like else "take an item of rates.csv"
        yield "crew", name, count, not 0 <= count <= 1000, "say how many: 0 to 1000"
    for name, count in settings.extras.items():
        yield "extras", name, count, not 0 <= count <= 1_000_000, "say how many people"


def _lists(settings: BudgetSettings, day: str) -> Iterator[Finding]:
    for exchange in settings.exchange:
        yield "exchange", "currency", exchange.currency, exchange.currency not in CURRENCIES, "write an ISO code: USD"
        yield "exchange", "rate", exchange.rate, not 0 < exchange.rate < 1e9, "give what one unit of it costs: 1380"
        yield "exchange", "date", exchange.date, not is_date(exchange.date), day
    for fringe in settings.fringe:
        yield "fringe", "name", fringe.name, not fringe.name.strip(), "name it"
        yield "fringe", "percent", fringe.percent, not 0 <= fringe.percent <= 100, "give percent of the pay: 4.5"
        yield ("fringe", "ceiling", fringe.ceiling, fringe.ceiling is not None and not fringe.ceiling > 0,
               "give the pay that it stops at")
        yield "fringe", "per", fringe.per, fringe.per not in PERIODS, f"one of: {', '.join(PERIODS)}"
        for group in fringe.groups:
            yield "fringe", "groups", group, group not in GROUPS, f"some of: {', '.join(GROUPS)}"
        for key, text in (("since", fringe.since), ("until", fringe.until)):
            yield "fringe", key, text, bool(text) and not is_date(text), day
        yield ("fringe", "until", fringe.until, bool(fringe.until) and fringe.until < fringe.since,
               "it cannot end before it begins")


def _line(path: Path, section: str, key: str, value: object) -> int | None:
    """The line that gives the value; in a list of tables the first that gives ``key`` just so."""
    if section not in ("exchange", "fringe"):
        return line_of(path, key, section)
    inside = False
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        bare = line.strip()
        if bare.startswith("["):
            inside = bare == f"[[{section}]]"
        name, _, given = bare.partition("=")
        if inside and name.strip() == key and (str(value) in given or _same(given, value)):
            return number
    return line_of(path, section)


def _same(given: str, value: object) -> bool:
    try:
        return float(given.partition("#")[0].replace("_", "")) == value
    except ValueError:
        return False
