"""The finance plan in figures: what has to come back, what is raised, what a grant could be."""

from __future__ import annotations

from fractions import Fraction

from throughline.film.finance import (
    LENT,
    NOT_PAID_BACK,
    SECURED,
    FinanceSettings,
    GrantTerms,
    SourceKind,
    Stake,
)


def stake(finance: FinanceSettings, negative: int, advertising: int = 0) -> Stake:
    """What has to come back for a film of this negative cost and this P&A. What no source pays for is counted as
    investors' money; sources beyond the cost do not make it larger."""
    gifts = min(negative, raised(finance, NOT_PAID_BACK))
    debt = min(negative - gifts, raised(finance, LENT))
    return Stake(advertising=advertising, debt=debt, equity=negative - gifts - debt, not_paid_back=gifts)


def raised(finance: FinanceSettings, kinds: frozenset[SourceKind] | None = None) -> int:
    """The sum of the sources, of these kinds only where they are given."""
    return sum(source.amount or 0 for source in finance.sources if kinds is None or source.kind in kinds)


def secured(finance: FinanceSettings) -> int:
    """The sum of the sources that are committed or paid."""
    return sum(source.amount or 0 for source in finance.sources if source.status in SECURED)


def grant_at_most(terms: GrantTerms, negative: int, currency: str) -> int | None:
    """What the grant could come to for this negative cost, 0 where the cost is outside its bounds; None where the
    budget is in another currency."""
    if currency != terms.currency:
        return None
    if not terms.least <= negative <= terms.most:
        return 0
    return min(terms.limit, int(Fraction(str(terms.share)) * negative))
