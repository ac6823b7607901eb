"""Where receipts go, tier after tier to the last unit of the currency, and from how many tickets a film breaks even."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from throughline.film.finance import InternationalTerms, KoreaTerms, Party, Stake, Tier, Waterfall


def korea(admissions: int, terms: KoreaTerms, stake: Stake) -> Waterfall:
    """The receipts of ``admissions`` tickets in Korean cinemas, shared out.

    Raises:
        ValueError: fewer than no admissions.
    """
    if admissions < 0:
        raise ValueError("admissions cannot be negative")
    flow = _Flow(admissions * terms.ticket_price)
    flow.pay("vat", Party.STATE, _part(flow.left, _rate(terms.vat) / (1 + _rate(terms.vat))))
    flow.pay("fund", Party.FUND, _part(flow.left, _rate(terms.film_fund)))
    flow.pay("cinema", Party.CINEMA, _part(flow.left, _rate(terms.cinema)))
    flow.pay("distributor", Party.DISTRIBUTOR, _part(flow.left, _rate(terms.distributor)))
    flow.pay("advertising", Party.INVESTORS, stake.advertising)
    flow.pay("debt", Party.LENDERS, stake.debt)
    flow.pay("cost", Party.INVESTORS, stake.equity)
    flow.share(_rate(terms.investors))
    return flow.ended(stake, admissions)


def international(receipts: int, terms: InternationalTerms, stake: Stake) -> Waterfall:
    """Receipts of sales outside Korea, shared out.

    Raises:
        ValueError: receipts below nothing.
    """
    if receipts < 0:
        raise ValueError("receipts cannot be negative")
    flow = _Flow(receipts)
    flow.pay("distributor", Party.DISTRIBUTOR, _part(flow.left, _rate(terms.distributor or 0.0)))
    flow.pay("sales", Party.SALES, _part(flow.left, _rate(terms.sales)))
    flow.pay("expenses", Party.EXPENSES, terms.expenses_cap or 0)
    flow.pay("representative", Party.REPRESENTATIVE, _part(flow.left, _rate(terms.representative)))
    flow.pay("advertising", Party.INVESTORS, stake.advertising)
    flow.pay("debt", Party.LENDERS, stake.debt)
    flow.pay("cost", Party.INVESTORS, stake.equity)
    flow.pay("premium", Party.INVESTORS, _part(stake.equity, max(Fraction(0), _rate(terms.equity_return) - 1)))
    flow.share(_rate(terms.investors))
    return flow.ended(stake, None)


def break_even_admissions(terms: KoreaTerms, amount: int) -> int | None:
    """The fewest tickets from which ``amount`` comes back after tax, fund, cinema and distributor; None where no number
    of tickets would do."""
    stake = Stake(advertising=0, debt=0, equity=amount, not_paid_back=0)
    return _fewest(lambda tickets: korea(tickets, terms, stake).paid("cost") >= amount, _per_ticket(terms))


def break_even_receipts(terms: InternationalTerms, stake: Stake) -> int | None:
    """The least receipts outside Korea from which debt, advertising and equity come back; None where none would do."""
    kept = (1 - _rate(terms.distributor or 0.0)) * (1 - _rate(terms.sales)) * (1 - _rate(terms.representative))

    def whole(receipts: int) -> bool:
        flow = international(receipts, terms, stake)
        return flow.paid("advertising") + flow.paid("debt") + flow.paid("cost") >= stake.recouped

    return _fewest(whole, kept)


def per_admission(terms: KoreaTerms) -> tuple[tuple[str, Fraction], ...]:
    """What a ticket is made of, exactly: (tier's key, units of the currency), the last is what is left for recoupment
    ("net")."""
    left, rows = Fraction(terms.ticket_price), []
    for key, rate in (("vat", _rate(terms.vat) / (1 + _rate(terms.vat))), ("fund", _rate(terms.film_fund)),
                      ("cinema", _rate(terms.cinema)), ("distributor", _rate(terms.distributor))):
        rows.append((key, left * rate))
        left -= left * rate
    return (*rows, ("net", left))


class _Flow:
    """Money that runs down the tiers."""

    def __init__(self, gross: int):
        self.gross = self.left = gross
        self.tiers: list[Tier] = []

    def pay(self, key: str, party: Party, due: int) -> None:
        """Pay what is due, or what there is."""
        amount = min(self.left, due)
        self.left -= amount
        self.tiers.append(Tier(key=key, party=party, amount=amount, left=self.left))

    def share(self, investors: Fraction) -> None:
        """Share the rest, which is the profit."""
        profit = self.left
        self.pay("profit_investors", Party.INVESTORS, _part(profit, investors))
        self.pay("profit_producer", Party.PRODUCER, self.left)

    def ended(self, stake: Stake, admissions: int | None) -> Waterfall:
        returned = sum(tier.amount for tier in self.tiers if tier.party is Party.INVESTORS)
        return Waterfall(gross=self.gross, tiers=tuple(self.tiers), invested=stake.advertising + stake.equity,
                         returned=returned, admissions=admissions)


def _rate(value: float) -> Fraction:
    """The rate as it is written: 0.1 is a tenth."""
    return Fraction(str(value))


def _part(amount: int, rate: Fraction) -> int:
    """The part of a whole amount, rounded half up to a whole unit; what is left never shrinks as the amount grows."""
    return (2 * amount * rate.numerator + rate.denominator) // (2 * rate.denominator)


def _per_ticket(terms: KoreaTerms) -> Fraction:
    return per_admission(terms)[-1][1]


def _fewest(enough: Callable[[int], bool], kept: Fraction) -> int | None:
    """The least whole number that is enough; None where nothing is kept of any. ``enough`` holds for all above it."""
    if enough(0):
        return 0
    if kept <= 0:
        return None
    high = 1
    while not enough(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
