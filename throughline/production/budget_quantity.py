"""Quantities that know how they were reckoned: a value, and the same as a spreadsheet formula of named globals."""

from __future__ import annotations

from dataclasses import dataclass, field

from throughline.film.budget import BudgetGlobal
from throughline.film.rates import WorkSection
from throughline.production.accounts import TIME, days_in
from throughline.production.budget_money import rounded, rounded_up
from throughline.production.fringes import DAYS


@dataclass(frozen=True)
class Quantity:
    """How much: the value, its formula ("" where it is a plain number), and where it comes from in words."""

    value: float
    formula: str = ""
    source: str = ""

    def said(self, source: str) -> Quantity:
        return Quantity(self.value, self.formula, source)


@dataclass(frozen=True)
class Lot:
    """What an item of the chart is needed for: one thing by name, or all that no thing is named of.

    ``things`` are the names that it stands for together; ``kinds`` the names that price it after its own, ``people``
    how many (None: as the chart says), ``text`` what the line is called after its title.
    """

    quantity: Quantity
    thing: str = ""
    text: str = ""
    things: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    people: float | None = None
    own: bool = False


@dataclass
class Globals:
    """The figures that many lines are reckoned with, by name, in the order they were first given."""

    rows: dict[str, BudgetGlobal] = field(default_factory=dict)

    def give(self, name: str, text: str, value: float, unit: str = "", source: str = "") -> Quantity:
        """The figure as a quantity; it stands on the sheet of globals from now on."""
        self.rows[name] = BudgetGlobal(name=name, text=text, value=value, unit=unit, source=source)
        return Quantity(value, name, source)

    def value(self, name: str) -> float:
        return self.rows[name].value


def hired(given: Globals, prep: float, wrap: float) -> tuple[Quantity, float, float]:
    """The days of a hire that works these shares of the days of preparation and wrap; and those two by themselves."""
    before, prep_formula = _share(given, prep, "prep_days")
    after, wrap_formula = _share(given, wrap, "wrap_days")
    formula = "+".join(filter(None, ("shoot_days", prep_formula, wrap_formula)))
    return Quantity(given.value("shoot_days") + before + after, formula), before, after


def _share(given: Globals, share: float, name: str) -> tuple[float, str]:
    """Whole days of a share of a global, and the formula of them."""
    if share in (0.0, 1.0):
        return (given.value(name), name) if share else (0.0, "")
    return rounded_up(share * given.value(name)), f"ROUNDUP({share:g}*{name},0)"


def in_unit(quantity: Quantity, own: str, unit: str, work: WorkSection) -> Quantity:
    """The quantity, counted in its ``own`` unit, in another: time in time, anything as a whole ("flat")."""
    if unit == own:
        return quantity
    if unit not in TIME or own not in TIME:
        return Quantity(1.0, "", quantity.source)
    one, other = (days_in(name, work.days_a_week, work.hours_a_day) for name in (own, unit))
    formula = f"ROUND(({quantity.formula or format(quantity.value, '.12g')})*{DAYS[own]}/{DAYS[unit]},2)"
    return Quantity(rounded(quantity.value * one / other, 2), formula, quantity.source)
