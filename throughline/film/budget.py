"""The budget: accounts with their lines, what is laid on top of them, and the bid for the visual effects."""

from __future__ import annotations

from throughline.film.record import Record


class BudgetLine(Record):
    """One line of an account: ``quantity`` of ``unit``, ``times`` as often, at ``rate``; ``amount`` is their product
    rounded to the currency's unit. ``rate`` None is an open blank, counted as nothing and listed. ``source`` says
    where quantity and rate come from; ``fringes`` names the fringes that the line bears."""

    text: str
    quantity: float
    unit: str
    rate: float | None
    amount: float
    times: float = 1.0
    source: str = ""
    fringes: tuple[str, ...] = ()


class BudgetAccount(Record):
    """An account ("1400", "Cast") in its section: "above", "production", "post" or "other"."""

    number: str
    title: str
    section: str
    lines: tuple[BudgetLine, ...]

    @property
    def total(self) -> float:
        return sum(line.amount for line in self.lines)


class VfxShotBid(Record):
    """A shot's effects bid twice: man-days the traditional way with their price, and hours of machine and artist with
    theirs as this system measured or estimates; each is (low, base, high)."""

    shot: str
    kinds: tuple[str, ...]
    days: tuple[float, float, float]
    price: tuple[float, float, float]
    own_hours: tuple[float, float, float]
    own_price: tuple[float, float, float]
    measured: bool = False
    note: str = ""


class Budget(Record):
    """A whole budget in one currency, as of a date. ``contingency`` and ``bond`` are amounts at the rates given.

    ``total`` is the grand total; ``open`` are the blanks that a person must still fill, a line each.
    """

    title: str
    currency: str
    as_of: str
    accounts: tuple[BudgetAccount, ...]
    contingency_rate: float
    contingency: float
    bond_rate: float
    bond: float
    total: float
    vfx: tuple[VfxShotBid, ...] = ()
    open: tuple[str, ...] = ()

    def section(self, name: str) -> float:
        """The total of the accounts of a section."""
        return sum(account.total for account in self.accounts if account.section == name)
