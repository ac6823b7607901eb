"""The chart of accounts: which accounts a budget has, what stands in each, and what the items are called."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from throughline.film.record import Record

TIME = ("day", "week", "month", "hour")
WEEKS_A_MONTH = 52 / 12
UNITS_BY_MEASURE = {
    "one": "flat", "cost": "flat", "edit_weeks": "week", "sound_weeks": "week", "minutes": "minute", "cards": "card",
    "built_sets": "set", "location_count": "place", "moves": "move", "meals": "meal", "extras_meals": "meal",
    "seen_cast": "role", "voice_roles": "role", "crowds": "person-day",
    **dict.fromkeys(("art", "dressing", "greens", "props", "wardrobe", "makeup", "grips", "electrics", "cameras",
                     "music", "others"), "piece")}


class Item(Record):
    """What a line of an account is: its name in the rate table, titles, and where its quantity comes from (``by``).

    ``prep`` and ``wrap`` are the shares of those days that a hire works, ``group`` whose fringes the pay bears,
    ``seat`` whether the person eats at the table; ``of`` is the kind that a class of it prices.
    """

    item: str
    en: str
    ko: str
    by: str = ""
    unit: str = ""
    account: str = ""
    prep: float = 0.0
    wrap: float = 0.0
    people: float = 1.0
    group: str = ""
    seat: bool = False
    of: str = ""

    def title(self, language: str) -> str:
        return self.ko if language == "ko" else self.en

    @property
    def units(self) -> tuple[str, ...]:
        """The units that it may be priced in, its own first."""
        if self.by == "cost":
            return ("flat", "percent")
        if self.by == "bid":
            return (self.unit,)
        return tuple(dict.fromkeys((self.unit, *(TIME if self.unit in TIME else ()), "flat")))


class Account(Record):
    """An account of the chart; ``fringes`` where it holds the fringes of its section."""

    number: str
    section: str
    en: str
    ko: str
    fringes: bool = False
    lines: tuple[Item, ...] = ()

    def title(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


@cache
def _table() -> Mapping[str, Any]:
    text = files("throughline.production.data").joinpath("accounts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def chart() -> tuple[Account, ...]:
    """Every account in the order of the budget."""
    return tuple(Account(**{**row, "lines": tuple(_item(line, row["number"]) for line in row.get("lines", ()))})
                 for row in _table()["account"])


def _item(line: Mapping[str, Any], account: str) -> Item:
    unit = line.get("unit") or UNITS_BY_MEASURE.get(line["by"], "day")
    return Item(**{**line, "unit": unit, "account": account})


@cache
def items() -> Mapping[str, Item]:
    """Every item that can be priced, by its name; classes of a kind among them."""
    found = {item.item: item for account in chart() for item in account.lines}
    for row in _table()["class"]:
        kind = found[row["of"]]
        found[row["item"]] = Item(**{**row, "by": kind.by, "unit": row.get("unit", kind.unit),
                                     "account": kind.account})
    return found


@cache
def _names() -> Mapping[str, str]:
    """Every name an item goes by, folded, to the item: its own, and its titles."""
    found: dict[str, str] = {}
    for name, item in items().items():
        for word in (item.ko, item.en, name):
            found[fold(word)] = name
    return found


def fold(name: str) -> str:
    """The name as it is compared: without case, with single spaces."""
    return " ".join(name.casefold().split())


def item_named(text: str) -> tuple[str, str] | None:
    """The item and the one thing of it that "prop: phone" names, ("prop", "phone"); None where there is no such item.

    Titles in English and Korean name an item too: "소품: 전화기".
    """
    kind, _, thing = text.partition(":")
    name = _names().get(fold(kind))
    return None if name is None else (name, " ".join(thing.split()))


def item_word(item: str, language: str) -> str:
    """An item as the reader calls it: "prop: phone", "소품: phone"; ``item_named`` reads either."""
    kind, colon, thing = item.partition(": ")
    return f"{items()[kind].ko}{colon}{thing}" if language == "ko" else item


def near(text: str) -> tuple[str, ...]:
    """Names of items that are like ``text``, the nearest first."""
    close = difflib.get_close_matches(fold(text.partition(":")[0]), list(_names()), n=4, cutoff=0.5)
    return tuple(dict.fromkeys(_names()[name] for name in close))


def unit_word(unit: str, language: str) -> str:
    """A unit in the reader's language."""
    return str(_table()["units"].get(unit, unit)) if language == "ko" else unit


@cache
def _units() -> Mapping[str, str]:
    table = _table()["units"]
    return {**{fold(word): unit for unit, word in table.items()}, **{fold(unit): unit for unit in table},
            **{f"{fold(unit)}s": unit for unit in table if " " not in unit}}


def unit_named(text: str) -> str | None:
    """The unit that a person wrote ("day", "Days", "일"); None where it is none."""
    return _units().get(fold(text))


def days_in(unit: str, days_a_week: float, hours_a_day: float) -> float:
    """How many days of work a unit of time is."""
    return {"day": 1.0, "week": days_a_week, "month": days_a_week * WEEKS_A_MONTH, "hour": 1 / hours_a_day}[unit]


def lines() -> Iterator[tuple[Account, Item]]:
    """Every account with every item of it, in order."""
    for account in chart():
        for item in account.lines:
            yield account, item
