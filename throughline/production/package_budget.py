"""The package's budget pages: top sheet and finance plan. Every sum is the budget's own."""

from __future__ import annotations

from throughline.film.budget import SECTIONS, Budget, BudgetAccount
from throughline.film.dossier import Amount, BudgetPart, Grid, PlanPart, Slice
from throughline.film.finance import FinanceSettings, FinanceSource
from throughline.production.accounts import chart
from throughline.production.finance import grant_at_most, raised, secured
from throughline.production.package_money import amount, day, digits, percent, share, shares, short, units
from throughline.production.package_story import blank
from throughline.production.package_words import say

SHORT = 20
"""Rows that a slide has room for."""


def budget_part(budget: Budget, language: str) -> BudgetPart:
    """The top sheet: accounts under their sections with the sections' sums, what is laid on top, the grand total."""
    rows: list[tuple[str, ...]] = []
    strong = []
    pieces: list[tuple[str, int]] = []
    for section in SECTIONS:
        accounts = [account for account in budget.accounts if account.section == section and account.lines]
        if not accounts:
            continue
        rows += [_account_row(account, budget.total, language) for account in accounts]
        total = units(sum(units(account.total) for account in accounts))
        pieces.append((say(f"section_{section}", language), total))
        rows.append(("", say("sum_of", language, what=pieces[-1][0]), priced(total, budget.currency, language).exact,
                     share(total, budget.total)))
        strong.append(len(rows) - 1)
    for name, value, rate in (("contingency", budget.contingency, budget.contingency_rate),
                              ("bond", budget.bond, budget.bond_rate)):
        if units(value):
            pieces.append((say(name, language), units(value)))
            rows.append(("", say("with_rate", language, what=pieces[-1][0], rate=percent(rate)), digits(units(value)),
                         share(value, budget.total)))
    pieces = [piece for piece in pieces if piece[1]]
    parts = shares([value for _, value in pieces])
    slices = tuple(Slice(label=name, amount=amount(value, budget.currency, language), share=part)
                   for (name, value), part in zip(pieces, parts, strict=True))
    total_row = ("", say("grand_total", language), priced(budget.total, budget.currency, language).exact,
                 share(budget.total, budget.total))
    grid = Grid(columns=(say("account", language), say("title_column", language), budget.currency,
                         say("share", language)),
                kinds=("text", "text", "number", "number"), rows=tuple(rows), total=total_row, strong=tuple(strong),
                note=say("open_lines", language) if any(row[1].endswith("†") for row in rows) else "")
    return BudgetPart(total=priced(budget.total, budget.currency, language), slices=slices, accounts=grid,
                      short=_drawn_together(grid, language),
                      as_of=day(budget.as_of, language) if budget.as_of else "", open=budget.open)


def priced(value: float, currency: str, language: str) -> Amount:
    """The amount; an open blank where nothing has a price yet."""
    if units(value):
        return amount(value, currency, language)
    unknown = say("open_amount", language)
    return Amount(value=0, exact=unknown, short=unknown)


def _drawn_together(grid: Grid, language: str) -> Grid:
    """The table in at most ``SHORT`` rows: the least accounts of each section become one row of their sum."""
    room = SHORT - len(grid.strong)
    figures = [_figure(row[2]) for row in grid.rows]
    plain = [index for index, row in enumerate(grid.rows) if row[0]]
    if len(grid.rows) <= SHORT:
        return grid
    kept = set(sorted(plain, key=lambda index: (-figures[index], index))[:max(0, room - 2 * len(grid.strong))])
    rows: list[tuple[str, ...]] = []
    strong, small = [], []
    for index, row in enumerate(grid.rows):
        if index in plain and index not in kept:
            small.append(index)
            continue
        if index in grid.strong:
            if small:
                rows.append(("", say("other_accounts", language, count=len(small)),
                             digits(sum(figures[of] for of in small)) if any(figures) else rows[-1][2],
                             share(sum(figures[of] for of in small), _figure(grid.total[2]))))
            strong.append(len(rows))
            small = []
        rows.append(row)
    return Grid(columns=grid.columns, kinds=grid.kinds, rows=tuple(rows), total=grid.total, strong=tuple(strong),
                note=grid.note)


def _figure(text: str) -> int:
    """A table's figure as a number again; a blank is nothing."""
    return int(text.replace(",", "")) if text.replace(",", "").isdigit() else 0


def _account_row(account: BudgetAccount, whole: float, language: str) -> tuple[str, ...]:
    """An account; one with blanks is marked, one of blanks alone shows no figure."""
    title = account_title(account, language)
    if _holds_blank(account) and not units(account.total):
        return account.number, title, say("open_amount", language), ""
    return (account.number, title + (" †" if _holds_blank(account) else ""), digits(units(account.total)),
            share(account.total, whole))


def _holds_blank(account: BudgetAccount) -> bool:
    return any(line.rate is None for line in account.lines)


def account_title(account: BudgetAccount, language: str) -> str:
    """The account's name in the language where the chart of accounts has its number, else as the budget has it."""
    return next((known.title(language) for known in chart() if known.number == account.number), account.title)


def plan_part(finance: FinanceSettings, budget: Budget, language: str) -> PlanPart:
    """The finance plan: total cost, sources with their state, what is still to be raised (which may be too much)."""
    currency, negative = budget.currency, units(budget.total)
    advertising = None if budget.marketing is None else amount(budget.marketing, currency, language)
    cost = negative + (advertising.value if advertising else 0)
    missing = cost - raised(finance)
    rows = [_source_row(source, cost, language) for source in finance.sources]
    pieces = [(_named(source, language), source.amount) for source in finance.sources if source.amount]
    if missing:
        name = say("to_raise" if missing > 0 else "too_much", language)
        rows.append((name, "", say("status_open", language) if missing > 0 else "", digits(missing),
                     share(missing, cost)))
    if missing > 0:
        pieces.append((say("to_raise", language), missing))
    columns = (say("source", language), say("kind", language), say("status", language), currency,
               say("share", language))
    grid = Grid(columns=columns, kinds=("text", "text", "text", "number", "number"), rows=tuple(rows),
                total=(say("total_cost", language), "", "", priced(cost, currency, language).exact,
                       share(cost, cost)))
    parts = shares([value for _, value in pieces])
    slices = tuple(Slice(label=name, amount=amount(value, currency, language), share=part)
                   for (name, value), part in zip(pieces, parts, strict=True))
    return PlanPart(cost=priced(cost, currency, language), negative=priced(negative, currency, language),
                    advertising=advertising, sources=grid, slices=slices,
                    secured=amount(secured(finance), currency, language),
                    pending=amount(raised(finance) - secured(finance), currency, language),
                    to_raise=amount(max(0, missing), currency, language) if cost else priced(0, currency, language),
                    grant=_grant(finance, budget, language),
                    open=blank(say("sources", language), language, say("fill_sources", language)))


def _source_row(source: FinanceSource, cost: int, language: str) -> tuple[str, ...]:
    named = _named(source, language)
    name = f"{named} ({source.note})" if source.note else named
    value = say("open_amount", language) if source.amount is None else digits(source.amount)
    return (name, say(f"source_{source.kind.name.lower()}", language),
            say(f"status_{source.status.value}", language), value,
            "" if source.amount is None else share(source.amount, cost))


def _named(source: FinanceSource, language: str) -> str:
    return source.name_ko or source.name if language == "ko" else source.name


def _grant(finance: FinanceSettings, budget: Budget, language: str) -> str:
    """A sentence on KOFIC's grant: what it could come to, or why it does not apply."""
    terms = finance.grant
    most = grant_at_most(terms, units(budget.total), budget.currency)
    if most is None:
        return ""
    key = "grant_fits" if most else "grant_outside"
    return say(key, language, least=short(terms.least, terms.currency, language), as_of=day(terms.as_of, language),
               most=short(terms.most, terms.currency, language), share=percent(terms.share),
               limit=short(terms.limit, terms.currency, language),
               amount=short(most, terms.currency, language), cost=short(units(budget.total), budget.currency, language))
