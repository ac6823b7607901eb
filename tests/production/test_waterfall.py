"""Where receipts go: to the last unit, in order, and from exactly how many tickets a film breaks even."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.film.finance import (
    FinanceSettings,
    FinanceSource,
    GrantTerms,
    InternationalTerms,
    KoreaTerms,
    Party,
    SourceKind,
    SourceStatus,
    Stake,
)
from throughline.production.finance import grant_at_most, raised, secured, stake
from throughline.production.waterfall import (
    break_even_admissions,
    break_even_receipts,
    international,
    korea,
    per_admission,
)

rates = st.integers(0, 60).map(lambda percent: percent / 100)
money = st.integers(0, 10**11)
stakes = st.builds(Stake, advertising=money, debt=money, equity=money, not_paid_back=money)
korean = st.builds(KoreaTerms, ticket_price=st.integers(1, 50_000), vat=rates, film_fund=rates, cinema=rates,
                   distributor=rates)
abroad = st.builds(InternationalTerms, distributor=st.none() | rates, sales=rates, representative=rates,
                   expenses_cap=st.none() | money, equity_return=st.sampled_from((1.0, 1.1, 1.15, 1.2)))


def test_a_korean_ticket_of_2024_leaves_about_3850_won() -> None:
    parts = dict(per_admission(KoreaTerms()))
    assert parts["vat"] == 882 and parts["cinema"] == Fraction("4277.7")
    assert float(parts["net"]) == pytest.approx(3849.93)
    assert sum(parts.values()) == 9702


@given(st.integers(0, 5_000_000), korean, stakes)
def test_what_is_paid_is_what_came_in(admissions: int, terms: KoreaTerms, back: Stake) -> None:
    flow = korea(admissions, terms, back)
    assert flow.gross == admissions * terms.ticket_price == sum(tier.amount for tier in flow.tiers)
    assert all(tier.amount >= 0 for tier in flow.tiers) and flow.tiers[-1].left == 0
    assert flow.returned == flow.to(Party.INVESTORS) and flow.gain == flow.returned - flow.invested
    assert flow.paid("advertising") <= back.advertising and flow.paid("cost") <= back.equity
    if flow.paid("cost") < back.equity:
        assert flow.paid("profit_investors") == flow.paid("profit_producer") == 0


@given(korean, st.integers(1, 10**12))
def test_break_even_is_the_first_ticket_that_pays_all_back(terms: KoreaTerms, cost: int) -> None:
    least = break_even_admissions(terms, cost)
    assert least is not None and least > 0
    whole = Stake(advertising=0, debt=0, equity=cost, not_paid_back=0)
    assert korea(least, terms, whole).paid("cost") == cost
    assert korea(least - 1, terms, whole).paid("cost") < cost


@given(abroad, stakes)
def test_break_even_abroad_is_the_first_unit_that_pays_all_back(terms: InternationalTerms, back: Stake) -> None:
    least = break_even_receipts(terms, back)
    assert least is not None

    def returned(receipts: int) -> int:
        flow = international(receipts, terms, back)
        return flow.paid("advertising") + flow.paid("debt") + flow.paid("cost")

    assert returned(least) == back.recouped
    assert least == 0 or returned(least - 1) < back.recouped


@given(st.integers(0, 10**12), abroad, stakes)
def test_abroad_too_nothing_is_lost_and_equity_comes_before_profit(receipts: int, terms: InternationalTerms,
                                                                  back: Stake) -> None:
    flow = international(receipts, terms, back)
    assert sum(tier.amount for tier in flow.tiers) == receipts
    assert flow.paid("expenses") <= (terms.expenses_cap or 0)
    if flow.paid("profit_producer"):
        assert flow.paid("cost") == back.equity
        assert flow.paid("premium") == pytest.approx(back.equity * (terms.equity_return - 1), abs=1)


def test_profit_is_shared_sixty_to_forty_and_a_flop_loses_money() -> None:
    back = Stake(advertising=100_000_000, debt=0, equity=400_000_000, not_paid_back=0)
    hit, flop = korea(1_000_000, KoreaTerms(), back), korea(20_000, KoreaTerms(), back)
    profit = hit.paid("profit_investors") + hit.paid("profit_producer")
    assert hit.paid("profit_investors") == pytest.approx(0.6 * profit, abs=1)
    assert flop.returned == korea(20_000, KoreaTerms(), back).paid("advertising") < flop.invested
    assert flop.gain == flop.returned - 500_000_000 < 0


def test_nothing_comes_back_where_cinemas_keep_all() -> None:
    assert break_even_admissions(KoreaTerms(cinema=1.0), 1) is None
    assert break_even_receipts(InternationalTerms(sales=1.0), Stake(advertising=0, debt=0, equity=1,
                                                                   not_paid_back=0)) is None


def test_negative_receipts_are_refused() -> None:
    nothing = Stake(advertising=0, debt=0, equity=0, not_paid_back=0)
    with pytest.raises(ValueError, match="negative"):
        korea(-1, KoreaTerms(), nothing)
    with pytest.raises(ValueError, match="negative"):
        international(-1, InternationalTerms(), nothing)


def test_grants_are_not_paid_back_and_what_is_missing_is_equity() -> None:
    sources = (FinanceSource(name="fund", kind=SourceKind.GRANT, amount=30, status=SourceStatus.PAID),
               FinanceSource(name="bank", kind=SourceKind.LOAN, amount=20),
               FinanceSource(name="friend", kind=SourceKind.EQUITY, amount=10, status=SourceStatus.COMMITTED),
               FinanceSource(name="unknown", kind=SourceKind.EQUITY))
    finance = FinanceSettings(sources=sources)
    back = stake(finance, negative=100, advertising=15)
    assert (back.not_paid_back, back.debt, back.equity, back.advertising) == (30, 20, 50, 15)
    assert back.cost == 115 and back.recouped == 85
    assert raised(finance) == 60 and secured(finance) == 40
    assert stake(finance, negative=25).equity == 0


@pytest.mark.parametrize(("cost", "most"), [(1_999_999_999, 0), (2_000_000_000, 600_000_000),
                                            (8_000_000_000, 1_500_000_000), (8_000_000_001, 0)])
def test_the_grant_has_bounds_and_a_limit(cost: int, most: int) -> None:
    assert grant_at_most(GrantTerms(), cost, "KRW") == most
    assert grant_at_most(GrantTerms(), cost, "USD") is None
