"""What things cost: the newest rate in force for an item, in the budget's currency; or what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from throughline.film.budget import Budget
from throughline.film.rates import BudgetSettings, Exchange, Rate
from throughline.film.story import Breakdown
from throughline.production.accounts import Item, item_named, items
from throughline.production.budget_money import in_force


@dataclass(frozen=True)
class Price:
    """A rate found: for the item ``item``, in the budget's currency (None where it or its exchange rate is open).

    ``lacking`` is the currency whose exchange rate is not given.
    """

    item: str
    rate: float | None
    unit: str
    row: Rate | None = None
    exchange: Exchange | None = None
    lacking: str = ""

    @property
    def quoted(self) -> tuple[float | None, str]:
        """The rate as given and its currency, where that is another than the budget's; else (None, "")."""
        return (self.row.rate, self.row.currency) if self.row and self.exchange else (None, "")


@dataclass(frozen=True)
class RateCard:
    """The rate table as it stands on a date, for a budget in one currency."""

    rates: tuple[Rate, ...]
    exchange: tuple[Exchange, ...]
    currency: str
    as_of: str

    def price(self, names: Sequence[str], item: Item, suggested: str) -> Price:
        """The price by the first of ``names`` that has one; where none has, open under the name ``suggested``."""
        row = next((row for name in names if (row := self.row(name, item.account)) is not None), None)
        if row is None or row.rate is None:
            return Price(suggested, None, item.unit)
        if row.currency == self.currency or row.unit == "percent":
            return Price(row.item, row.rate, row.unit, row)
        exchange = self.exchanged(row.currency)
        if exchange is None:
            return Price(row.item, None, row.unit, row, lacking=row.currency)
        return Price(row.item, row.rate * exchange.rate, row.unit, row, exchange)

    def row(self, name: str, account: str) -> Rate | None:
        """The newest row for the name that holds on the date: one for this account before one for all."""
        rows = [row for row in self.rates if row.rate is not None and row.item.casefold() == name.casefold()]
        for wanted in (account, ""):
            found = in_force([row for row in rows if row.account == wanted], self.as_of,
                             lambda row: (row.start, row.end))
            if found is not None:
                return found
        return None

    def exchanged(self, currency: str) -> Exchange | None:
        """The newest exchange rate for a currency that was known on the date."""
        rows = [row for row in self.exchange if row.currency == currency]
        return in_force(rows, self.as_of, lambda row: (row.date, ""))

    def has(self, name: str, account: str) -> bool:
        return self.row(name, account) is not None


def rates_to_fill(budget: Budget, rates: Iterable[Rate], settings: BudgetSettings) -> tuple[Rate, ...]:
    """A rate table of exactly the items that the budget needs: with the rates in force, and empty where one is open;
    a note says what each stands for."""
    card = RateCard(tuple(rates), settings.exchange, budget.currency, budget.as_of)
    lines = [(line.item, account.number, line.text, line.unit) for account in budget.accounts for line in account.lines
             if line.item and line.basis != "pay"]
    lines += [(rate.item, "5500", rate.title, "") for rate in budget.vfx_rates]
    found: dict[str, Rate] = {}
    for item, account, text, unit in lines:
        if item in found:
            continue
        known = card.row(item, account)
        if known is None:
            own = items()[(item_named(item) or (item, ""))[0]]
            known = Rate(item=item, unit=unit if unit in own.units else own.unit, rate=None, currency=budget.currency)
        found[item] = msgspec.structs.replace(known, item=item, note=known.note or f"{account} {text}")
    return tuple(found.values())


def unused(budget: Budget, breakdown: Breakdown, rates: Iterable[Rate], settings: BudgetSettings) -> tuple[str, ...]:
    """A line for each thing that a person prices or counts and the film does not have: "cast: HAUEN"."""
    used = {line.item.casefold() for account in budget.accounts for line in account.lines}
    used |= {rate.item.casefold() for rate in budget.vfx_rates}
    strange = dict.fromkeys(rate.item for rate in rates if ":" in rate.item and rate.item.casefold() not in used)
    crowds = {role.name.casefold() for scene in breakdown.scenes for role in scene.roles if role.crowd}
    return (*(f"rates.csv: “{item}” is nothing that the film has; the row is not used" for item in strange),
            *(f"budget.toml [extras]: “{name}” is no crowd of the film" for name in settings.extras
              if name.casefold() not in crowds),
            *(f"budget.toml [vfx.creatures]: “{name}” is nobody in the film" for name in settings.vfx.creatures
              if name.casefold() not in {fact.name.casefold() for fact in breakdown.cast}))
