"""The budget of a film: its accounts from breakdown, shots and schedule, with fringes, contingency and bond."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from throughline.film.budget import Budget, BudgetAccount, BudgetFringe, BudgetLine, VfxRate
from throughline.film.rates import BudgetSettings, Exchange, MeasuredShot, Rate
from throughline.film.schedule import Schedule
from throughline.film.shot import ShotList
from throughline.film.story import Breakdown
from throughline.production.accounts import chart, item_word, items
from throughline.production.budget_film import Film
from throughline.production.budget_globals import base_globals, money_globals
from throughline.production.budget_lines import MACHINE_ITEM, Ledger, numbered
from throughline.production.budget_measures import Measures
from throughline.production.budget_money import rounded
from throughline.production.budget_rates import RateCard
from throughline.production.budget_words import listed, say
from throughline.production.fringes import fringes_on, pay_under
from throughline.production.vfx_bid import MACHINE, REVIEWER, Bid, bid_for, priced
from throughline.production.vfx_bid_table import department_word, departments
from throughline.production.vfx_bid_wants import practical_of

DIRECT = ("above", "production", "post")
CURRENCY = {"ko": "KRW"}
CAP, BOND = 0.10, (0.03, 0.06)
EVER = "9999-12-31"


@dataclass(frozen=True)
class BudgetBasis:
    """What a budget is drawn up from. ``language`` is that of its texts ("ko", "en")."""

    shot_list: ShotList
    breakdown: Breakdown
    schedule: Schedule
    settings: BudgetSettings
    rates: tuple[Rate, ...]
    title: str
    language: str
    measured: tuple[MeasuredShot, ...] = ()


def budget_of(basis: BudgetBasis) -> Budget:
    """The budget: every quantity from the film, every rate from the rate table, what is open listed."""
    film = Film(basis.shot_list, basis.breakdown, basis.schedule, basis.settings.vfx.creatures)
    settings, language = basis.settings, basis.language[:2]
    as_of = settings.as_of or next((day.date for day in basis.schedule.days if day.date), EVER)
    currency = settings.currency or CURRENCY.get(language, "USD")
    card = RateCard(basis.rates, settings.exchange, currency, as_of)
    practical = practical_of(film, settings.vfx.practical)
    bid = bid_for(film, settings, practical, basis.measured, language)
    scenes = tuple(dict.fromkeys(shot.scene for shot in film.shot_list.shots
                                 if shot.id in {row.shot for row in bid.shots}))
    given = base_globals(film, settings, language)
    fringes = fringes_on(settings, as_of)
    ledger = Ledger(Measures(film, given, settings, card, language, practical, scenes), fringes, bid)
    laid = tuple(fringe for _, fringe in fringes)
    accounts = _with_fringes(ledger.accounts(), laid, settings, language)
    accounts = _with_shares(accounts)
    rates = _vfx_rates(ledger, language)
    money_globals(given, settings, laid, _used(accounts, rates, card), language)
    contingency, bond, total = _on_top(accounts, settings)
    budget = Budget(
        title=basis.title, currency=currency, as_of=as_of if as_of != EVER else "", accounts=accounts,
        contingency_rate=rounded(settings.contingency.percent / 100, 8), contingency=contingency,
        bond_rate=rounded(settings.bond.percent / 100, 8), bond=bond, total=total,
        vfx=priced(bid, rates, language), globals=tuple(given.rows.values()), fringes=laid,
        marketing=settings.marketing, contingency_without=settings.contingency.without,
        bond_without=settings.bond.without, vfx_rates=rates, vfx_weeks=bid.weeks, vfx_own_weeks=bid.own_weeks,
        vfx_case=f"{settings.vfx.method} {settings.vfx.case}")
    return msgspec.structs.replace(budget, open=_open(budget, film, settings, ledger, bid, language))


def _with_fringes(accounts: Sequence[BudgetAccount], fringes: Sequence[BudgetFringe], settings: BudgetSettings,
                  language: str) -> tuple[BudgetAccount, ...]:
    """The accounts with a line for each fringe that pay of their section bears, in the section's fringe account."""
    holders = {account.number for account in chart() if account.fringes}
    made = []
    for account in accounts:
        if account.number not in holders:
            made.append(account)
            continue
        lines = []
        for fringe in fringes:
            pay = sum(pay_under(line, fringe, settings.work) for other in accounts
                      if other.section == account.section for line in other.lines)
            if pay:
                lines.append(BudgetLine(text=fringe.name, quantity=rounded(pay, 2), unit="of pay", rate=fringe.share,
                                        amount=rounded(rounded(pay, 2) * fringe.share), source=say(language, "pay"),
                                        rate_source=fringe.source, item=fringe.key, basis="pay"))
        made.append(msgspec.structs.replace(account, lines=numbered(account.number, iter(lines))))
    return tuple(made)


def _with_shares(accounts: Sequence[BudgetAccount]) -> tuple[BudgetAccount, ...]:
    """The accounts with the lines reckoned that are a share of the direct cost."""
    cost = sum(account.total for account in accounts if account.section in DIRECT)

    def reckoned(line: BudgetLine) -> BudgetLine:
        if line.basis != "cost":
            return line
        return msgspec.structs.replace(line, quantity=cost, amount=rounded(cost * (line.rate or 0.0)))

    return tuple(msgspec.structs.replace(account, lines=tuple(map(reckoned, account.lines))) for account in accounts)


def _on_top(accounts: Sequence[BudgetAccount], settings: BudgetSettings) -> tuple[float, float, float]:
    """Contingency on the cost, bond on cost and contingency, and the grand total."""
    def base(without: Sequence[str]) -> float:
        return sum(account.total for account in accounts if account.number not in without)

    contingency = rounded(base(settings.contingency.without) * rounded(settings.contingency.percent / 100, 8))
    bond = rounded((base(settings.bond.without) + contingency) * rounded(settings.bond.percent / 100, 8))
    return contingency, bond, base(()) + contingency + bond


def _vfx_rates(ledger: Ledger, language: str) -> tuple[VfxRate, ...]:
    """What a day of every department that the bid needs costs, and an hour of machine."""
    needed = {name for row in ledger.bid.shots for name, _ in row.departments} | ({REVIEWER} if ledger.bid.shots else
                                                                                 set())
    names = [name for name in departments() if name in needed]
    if any(any(row.machine_hours) for row in ledger.bid.shots):
        names.append(MACHINE)
    found = []
    for name in names:
        price = ledger.bid_price(name)
        title = items()[MACHINE_ITEM].title(language) if name == MACHINE else department_word(name, language)
        found.append(VfxRate(department=name, title=title, item=price.item, rate=price.rate,
                             source=price.row.source if price.row else "", quoted=price.quoted[0],
                             quoted_in=price.quoted[1]))
    return tuple(found)


def _used(accounts: Sequence[BudgetAccount], rates: Sequence[VfxRate], card: RateCard) -> tuple[Exchange, ...]:
    """The exchange rates that some line is reckoned with."""
    codes = dict.fromkeys([line.quoted_in for account in accounts for line in account.lines if line.quoted_in] +
                          [rate.quoted_in for rate in rates if rate.quoted_in])
    return tuple(found for code in codes if (found := card.exchanged(code)) is not None)


def _open(budget: Budget, film: Film, settings: BudgetSettings, ledger: Ledger, bid: Bid, language: str
          ) -> tuple[str, ...]:
    """Every blank, a line each: first what makes quantities, then rates by account, then what is laid on top."""
    found = []
    if not film.schedule.days:
        found.append(say(language, "open_schedule"))
    elif film.unscheduled:
        found.append(say(language, "open_days", scenes=listed(film.unscheduled, language)))
    found += ledger.blanks()
    held = {line.item for account in budget.accounts for line in account.lines if line.basis == "bid"}
    for rate in budget.vfx_rates:
        if rate.rate is None and rate.item not in held:
            key = "open_machine" if rate.department == MACHINE else "open_vfx"
            found.append(say(language, key, title=rate.title, item=item_word(rate.item, language)))
    found += [say(language, "open_kind", shot=shot, kind=kind) for shot, kind in bid.unknown]
    if not settings.fringe:
        found.append(say(language, "open_fringes"))
    percent, bond = budget.contingency_rate, budget.bond_rate
    if percent > CAP:
        found.append(say(language, "open_contingency", percent=percent * 100))
    if settings.bond == BudgetSettings().bond:
        found.append(say(language, "open_bond", percent=bond * 100))
    elif bond and not BOND[0] <= bond <= BOND[1]:
        found.append(say(language, "open_bond_range", percent=bond * 100))
    if language == "ko" and budget.marketing is None:
        found.append(say(language, "open_marketing"))
    return tuple(found)
