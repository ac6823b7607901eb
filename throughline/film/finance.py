"""The money of a film: what it is raised from, on what terms receipts are shared, and where each of them goes."""

from __future__ import annotations

from enum import StrEnum

from throughline.film.record import Record


class SourceKind(StrEnum):
    """What kind of money a source is. Grants, pre-sales, tax credits and goods in kind are not paid back."""

    EQUITY = "equity"
    GRANT = "grant"
    PRESALE = "pre-sale"
    TAX = "tax credit"
    IN_KIND = "in kind"
    LOAN = "loan"
    GAP = "gap"


class SourceStatus(StrEnum):
    """How far a source is, from a wish to money in the bank."""

    OPEN = "open"
    APPLIED = "applied"
    OFFERED = "offered"
    COMMITTED = "committed"
    PAID = "paid"


LENT = frozenset({SourceKind.LOAN, SourceKind.GAP})
NOT_PAID_BACK = frozenset({SourceKind.GRANT, SourceKind.PRESALE, SourceKind.TAX, SourceKind.IN_KIND})
SECURED = frozenset({SourceStatus.COMMITTED, SourceStatus.PAID})


class FinanceSource(Record):
    """A line of the finance plan; ``amount`` None while it is not known; ``name_ko`` names it in Korean where the
    person gives that too."""

    name: str
    kind: SourceKind
    amount: int | None = None
    status: SourceStatus = SourceStatus.OPEN
    note: str = ""
    name_ko: str = ""


class KoreaTerms(Record):
    """How a ticket sold in Korea is shared, each as a part of what is left before it, in this order: value added tax
    (in the price), film fund, the cinema's half, the distributor's fee; then advertising and cost are recouped and
    the profit is shared. ``as_of`` dates the rates, ``source`` says where they are from."""

    ticket_price: int = 9702
    vat: float = 0.10
    film_fund: float = 0.03
    cinema: float = 0.50
    distributor: float = 0.10
    investors: float = 0.60
    producer: float = 0.40
    currency: str = "KRW"
    as_of: str = "2024"
    source: str = ""


class GrantTerms(Record):
    """KOFIC's grant for films of middle budget: for negative costs between ``least`` and ``most``, up to ``share`` of
    them and at most ``limit``."""

    least: int = 2_000_000_000
    most: int = 8_000_000_000
    share: float = 0.30
    limit: int = 1_500_000_000
    currency: str = "KRW"
    as_of: str = "2026"
    source: str = ""


class InternationalTerms(Record):
    """How receipts outside Korea are shared, in this order: distributor's fee, sales commission (20 to 35 %), expenses
    up to a cap, representative (5 to 15 %), debt, equity up to ``equity_return`` of what was put in (110 to 120 %),
    then investors and producer. Where the person gives no rate, the middle of the usual range stands; a fee or a cap
    of None has no usual figure and is an open blank, counted as nothing."""

    distributor: float | None = None
    sales: float = 0.275
    expenses_cap: int | None = None
    representative: float = 0.10
    equity_return: float = 1.15
    investors: float = 0.50
    producer: float = 0.50
    as_of: str = "2026"
    source: str = ""


class Scenarios(Record):
    """Admissions that the person assumes; None: shown as multiples of break-even, and said to be so."""

    low: int | None = None
    base: int | None = None
    high: int | None = None


class FinanceSettings(Record):
    """[finance] of package.toml. ``sample`` true where the values are made up to show the form, which every document
    then says. What prints and advertising cost stands in the budget."""

    sample: bool = False
    sources: tuple[FinanceSource, ...] = ()
    korea: KoreaTerms = KoreaTerms()
    grant: GrantTerms = GrantTerms()
    international: InternationalTerms = InternationalTerms()
    scenarios: Scenarios = Scenarios()


class Comparable(Record):
    """A film to compare with, as the person's own table gives it; ``source`` says where the row is from."""

    title: str
    year: int
    country: str
    source: str
    budget: float | None = None
    currency: str = ""
    admissions: int | None = None
    gross: float | None = None
    note: str = ""


class Party(StrEnum):
    """Who a part of the receipts goes to."""

    STATE = "state"
    FUND = "film fund"
    CINEMA = "cinemas"
    DISTRIBUTOR = "distributor"
    SALES = "sales agent"
    EXPENSES = "expenses"
    REPRESENTATIVE = "representative"
    LENDERS = "lenders"
    INVESTORS = "investors"
    PRODUCER = "producer"


class Tier(Record):
    """A step of a waterfall: what it pays (``key``), to whom, how much, and what is left after it."""

    key: str
    party: Party
    amount: int
    left: int


class Stake(Record):
    """What has to come back: advertising, loans, the investors' own money in the negative cost, and the money that is
    in the film but is not paid back (grants, pre-sales, tax credits, goods)."""

    advertising: int
    debt: int
    equity: int
    not_paid_back: int

    @property
    def cost(self) -> int:
        """The total cost of the film: negative cost and advertising."""
        return self.advertising + self.debt + self.equity + self.not_paid_back

    @property
    def recouped(self) -> int:
        """What the receipts must pay back before there is a profit."""
        return self.advertising + self.debt + self.equity


class Waterfall(Record):
    """Receipts shared out to the last unit of the currency. ``admissions`` is None outside cinemas.

    The tiers' amounts add up to ``gross``. ``invested`` is what investors put in (advertising and equity), ``returned``
    what they get.
    """

    gross: int
    tiers: tuple[Tier, ...]
    invested: int
    returned: int
    admissions: int | None = None

    @property
    def gain(self) -> int:
        """What investors win, or lose where it is negative."""
        return self.returned - self.invested

    def paid(self, key: str) -> int:
        """What the tier ``key`` pays, 0 where there is none."""
        return sum(tier.amount for tier in self.tiers if tier.key == key)

    def to(self, party: Party) -> int:
        """All that a party gets."""
        return sum(tier.amount for tier in self.tiers if tier.party is party)
