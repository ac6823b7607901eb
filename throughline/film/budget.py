"""The budget: accounts with their lines, what is laid on top of them, and the bid for the visual effects."""

from __future__ import annotations

from throughline.film.record import Record

Range = tuple[float, float, float]
SECTIONS = ("above", "production", "post", "other")


class BudgetLine(Record):
    """One line of an account: ``quantity`` of ``unit``, ``times`` as often, at ``rate``; ``amount`` is their product
    rounded to the currency's unit. ``rate`` None is an open blank, counted as nothing and listed. ``source`` says
    where the quantity comes from, ``rate_source`` the rate; ``fringes`` names the fringes that the line bears.

    ``number`` is the detail account ("1401"), ``item`` the row of the rate table that prices it. ``formula`` gives
    the quantity in names of the budget's globals ("shoot_days+3"), "" where it is a plain number. ``quoted`` is the
    rate as given where that is in another currency, ``quoted_in``. ``basis`` says what the quantity is drawn from:
    "" the film, "pay" (a fringe: the pay that bears it), "cost" (a share of the cost above, in production and in
    post), "bid" (the bid for the visual effects, by ``department``).
    """

    text: str
    quantity: float
    unit: str
    rate: float | None
    amount: float
    times: float = 1.0
    source: str = ""
    rate_source: str = ""
    fringes: tuple[str, ...] = ()
    number: str = ""
    item: str = ""
    formula: str = ""
    quoted: float | None = None
    quoted_in: str = ""
    basis: str = ""
    department: str = ""


class BudgetAccount(Record):
    """An account ("1400", "Cast") in its section: "above", "production", "post" or "other"."""

    number: str
    title: str
    section: str
    lines: tuple[BudgetLine, ...]

    @property
    def total(self) -> float:
        return sum(line.amount for line in self.lines)


class BudgetGlobal(Record):
    """A figure that many lines are reckoned with, by its name in formulas ("shoot_days", "fx_USD")."""

    name: str
    text: str
    value: float
    unit: str = ""
    source: str = ""


class BudgetFringe(Record):
    """A fringe as it is laid on the lines that bear it: share of pay (0.045), and the pay of one person that it stops
    at, "" or for each "picture", "day", "week" or "month". ``key`` is its name in formulas ("fringe_1")."""

    key: str
    name: str
    share: float
    ceiling: float | None = None
    per: str = "picture"
    source: str = ""


class VfxShotBid(Record):
    """A shot's effects bid twice: man-days the traditional way with their price, and hours of machine and artist with
    theirs as this system measured or estimates; each is (low, base, high).

    ``shot`` is a shot's id, or where ``asset`` is set the name of what is built once for all shots (a creature,
    research for a collapse). ``departments`` are the base man-days by department; a price with a rate still open is
    0 and ``note`` says so. ``own_hours`` are ``machine_hours`` and the hours of ``artist_days`` together.
    """

    shot: str
    kinds: tuple[str, ...]
    days: Range
    price: Range
    own_hours: Range
    own_price: Range
    measured: bool = False
    note: str = ""
    asset: bool = False
    departments: tuple[tuple[str, float], ...] = ()
    machine_hours: Range = (0.0, 0.0, 0.0)
    artist_days: Range = (0.0, 0.0, 0.0)


class VfxRate(Record):
    """What a department's day, or a machine's hour ("machine"), costs in the budget's currency; None while open.
    ``item``, ``quoted`` and ``quoted_in`` are as in a line."""

    department: str
    title: str
    item: str
    rate: float | None
    source: str = ""
    quoted: float | None = None
    quoted_in: str = ""


class Budget(Record):
    """A whole budget in one currency, as of a date. ``contingency`` and ``bond`` are amounts at the rates given.

    ``total`` is the grand total, the negative cost; ``open`` are the blanks that a person must still fill, a line
    each. The accounts in ``contingency_without`` and ``bond_without`` do not count for those. ``marketing`` is what
    prints and advertising cost beside it (P&A), None while it is open. ``vfx_weeks`` and ``vfx_own_weeks`` are the
    calendar time of the two bids, ``vfx_case`` which of them the accounts hold ("traditional base").
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
    globals: tuple[BudgetGlobal, ...] = ()
    fringes: tuple[BudgetFringe, ...] = ()
    marketing: float | None = None
    contingency_without: tuple[str, ...] = ()
    bond_without: tuple[str, ...] = ()
    vfx_rates: tuple[VfxRate, ...] = ()
    vfx_weeks: Range = (0.0, 0.0, 0.0)
    vfx_own_weeks: Range = (0.0, 0.0, 0.0)
    vfx_case: str = ""

    def section(self, name: str) -> float:
        """The total of the accounts of a section."""
        return sum(account.total for account in self.accounts if account.section == name)
