"""The package's page of the effects bid: the traditional way beside this system's, low, base and high."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from throughline.film.budget import Budget, Range, VfxShotBid
from throughline.film.dossier import BidPart, Grid
from throughline.production.package_money import digits, units
from throughline.production.package_words import say
from throughline.production.vfx_bid_table import asset_word, kind_word

LOW, BASE, HIGH = range(3)
MOST_KINDS = 14


def bid_part(budget: Budget, language: str) -> BidPart | None:
    """The effects bid: man-days, price and weeks the traditional way beside this system's; by kind of effect; None
    where nothing has one."""
    bids = budget.vfx
    if not bids:
        return None
    currency = budget.currency
    rows = [(say("bid_days", language), *_each(bids, lambda bid: bid.days, _one)),
            (say("bid_price", language, currency=currency), *_each(bids, lambda bid: bid.price, _money(language)))]
    if any(budget.vfx_weeks):
        rows.append((say("bid_weeks", language), *map(_one, budget.vfx_weeks)))
    rows += [(say("bid_hours", language), *_each(bids, lambda bid: bid.own_hours, _one)),
             (say("bid_own", language, currency=currency), *_each(bids, lambda bid: bid.own_price, _money(language)))]
    if any(budget.vfx_own_weeks):
        rows.append((say("bid_own_weeks", language), *map(_one, budget.vfx_own_weeks)))
    summary = Grid(columns=("", say("low", language), say("base", language), say("high", language)),
                   kinds=("text", "number", "number", "number"), rows=tuple(rows))
    shots = [bid for bid in bids if not bid.asset]
    note = say("bid_note", language, measured=sum(bid.measured for bid in shots), of=len(shots))
    return BidPart(shots=len(shots), summary=summary, kinds=_kinds(bids, currency, language), note=note)


def days(bids: Iterable[VfxShotBid]) -> Range:
    """The man-days of all bids."""
    low, base, high = (sum(bid.days[case] for bid in bids) for case in (LOW, BASE, HIGH))
    return low, base, high


def _each(bids: Sequence[VfxShotBid], of: Callable[[VfxShotBid], Range], text: Callable[[float], str]) -> list[str]:
    return [text(sum(of(bid)[case] for bid in bids)) for case in (LOW, BASE, HIGH)]


def _kinds(bids: Sequence[VfxShotBid], currency: str, language: str) -> Grid:
    """The bid by what the shots hold, the most work first; things built once for all shots stand by themselves."""
    found: dict[str, list[VfxShotBid]] = {}
    for bid in bids:
        name = asset_word(bid.shot, language) if bid.asset else ", ".join(kind_word(kind, language)
                                                                          for kind in bid.kinds)
        found.setdefault(name[:1].upper() + name[1:], []).append(bid)
    ordered = sorted(found.items(), key=lambda entry: (-days(entry[1])[BASE], entry[0]))
    rest = [bid for _, group in ordered[MOST_KINDS:] for bid in group]
    groups = [*ordered[:MOST_KINDS], *([(say("other_effects", language), rest)] if rest else [])]
    columns = (say("effect", language), say("shots", language), say("bid_days", language),
               say("bid_price", language, currency=currency), say("bid_hours", language),
               say("bid_own", language, currency=currency))
    return Grid(columns=columns, kinds=("text", *("number",) * 5),
                rows=tuple(_row(name, group, language) for name, group in groups),
                total=_row(say("total", language), bids, language))


def _row(name: str, bids: Sequence[VfxShotBid], language: str) -> tuple[str, ...]:
    money = _money(language)
    return (name, str(sum(not bid.asset for bid in bids) or "–"), _one(sum(bid.days[BASE] for bid in bids)),
            money(sum(bid.price[BASE] for bid in bids)), _one(sum(bid.own_hours[BASE] for bid in bids)),
            money(sum(bid.own_price[BASE] for bid in bids)))


def _money(language: str) -> Callable[[float], str]:
    """How a price is shown: nothing at all is a price whose rates are open."""
    return lambda value: digits(units(value)) if units(value) else say("open_amount", language)


def _one(value: float) -> str:
    return f"{value:,.1f}"
