"""The package's recoupment pages: terms with their dates, break-even, and three scenarios, the downside among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from throughline.film.budget import Budget
from throughline.film.dossier import Amount, Case, Fact, Grid, Passage, ReturnPart, Step
from throughline.film.finance import FinanceSettings, InternationalTerms, KoreaTerms, Stake, Waterfall
from throughline.production import waterfall
from throughline.production.package_money import amount, day, digits, full, percent
from throughline.production.package_story import blank
from throughline.production.package_words import say

MULTIPLES = (("low", Fraction(1, 2)), ("base", Fraction(1)), ("high", Fraction(2)))
GROUPS = {"vat": "public", "fund": "public", "cinema": "cinemas", "distributor": "distribution",
          "sales": "distribution", "expenses": "distribution", "representative": "distribution",
          "advertising": "recouped", "debt": "recouped", "cost": "recouped", "premium": "profit_investors",
          "profit_investors": "profit_investors", "profit_producer": "profit_producer"}


def korea_part(finance: FinanceSettings, stake: Stake, budget: Budget, language: str) -> ReturnPart | None:
    """Recoupment in Korean cinemas; None where the budget is in another currency than the ticket's price."""
    currency = budget.currency
    terms = finance.korea
    if currency != terms.currency:
        return None
    whole = waterfall.break_even_admissions(terms, stake.cost)
    own = waterfall.break_even_admissions(terms, stake.recouped)
    if whole is None or own is None or not stake.cost:
        return _unknown(say("korea_heading", language), "break_even", _korea_terms(terms, language),
                        _unit(terms, language), language)
    given = finance.scenarios
    chosen = {name: getattr(given, name) for name, _ in MULTIPLES}
    illustrated = given.base is None
    cases = []
    for name, factor in MULTIPLES:
        admissions = int(factor * whole) if illustrated else chosen[name]
        size = say("admissions", language, count=digits(admissions))
        made = waterfall.korea(admissions, terms, stake)
        cases.append(_case(say(name, language), size, made, currency, language))
    fact = Fact(label=say("break_even", language), value=say("admissions", language, count=digits(whole)))
    other = Fact(label=say("own_break_even", language), value=say("admissions", language, count=digits(own)))
    return ReturnPart(heading=say("korea_heading", language), terms=_korea_terms(terms, language),
                      unit=_unit(terms, language), break_even=fact, own_break_even=other if own != whole else None,
                      cases=tuple(cases), table=_table(cases, language, currency),
                      basis=say("basis_multiples" if illustrated else "basis_given", language),
                      note=_note(stake, budget, language), open=_open(language))


def _note(stake: Stake, budget: Budget, language: str) -> str:
    """What makes the true break-even higher than the one computed."""
    notes = [] if stake.advertising else [say("no_advertising", language)]
    blank = any(line.rate is None for account in budget.accounts for line in account.lines)
    return " ".join([*notes, *([say("incomplete", language)] if blank else [])])


def international_part(finance: FinanceSettings, stake: Stake, currency: str, language: str) -> ReturnPart:
    """Recoupment from sales outside Korea alone, at half, once and twice the receipts that pay everybody back."""
    terms = finance.international
    least = waterfall.break_even_receipts(terms, stake)
    if not stake.cost:
        return _unknown(say("international_heading", language), "break_even_receipts",
                        _sales_terms(terms, currency, language), None, language)
    cases = []
    for name, factor in MULTIPLES if least is not None else ():
        receipts = int(factor * (least or 0))
        made = waterfall.international(receipts, terms, stake)
        size = say("receipts", language, amount=full(receipts, currency, language))
        cases.append(_case(say(name, language), size, made, currency, language))
    value = say("never", language) if least is None else full(least, currency, language)
    return ReturnPart(heading=say("international_heading", language), terms=_sales_terms(terms, currency, language),
                      unit=None, break_even=Fact(label=say("break_even_receipts", language), value=value),
                      own_break_even=None, cases=tuple(cases), table=_table(cases, language, currency),
                      basis=say("basis_receipts", language), note=say("international_note", language),
                      open=_open(language))


def _unknown(heading: str, label: str, terms: Grid, unit: Grid | None, language: str) -> ReturnPart:
    """A market's terms, while the budget has no price to break even on."""
    fact = Fact(label=say(label, language), value=say("open_amount", language))
    return ReturnPart(heading=heading, terms=terms, unit=unit, break_even=fact, own_break_even=None, cases=(),
                      table=Grid(columns=(), kinds=(), rows=()), basis="", note=say("no_cost", language),
                      open=_open(language))


def _open(language: str) -> Passage:
    return blank(say("break_even_name", language), language, say("no_cost", language))


def _case(name: str, size: str, made: Waterfall, currency: str, language: str) -> Case:
    def money(value: int) -> Amount:
        return amount(value, currency, language)

    steps = tuple(Step(label=say(f"tier_{tier.key}", language), group=GROUPS[tier.key], amount=money(tier.amount))
                  for tier in made.tiers)
    multiple = f"{made.returned / made.invested:.2f}×" if made.invested else ""
    return Case(name=name, size=size, counted=made.admissions is not None, gross=money(made.gross), steps=steps,
                invested=money(made.invested), returned=money(made.returned), gain=money(made.gain), multiple=multiple)


def _table(cases: Sequence[Case], language: str, currency: str) -> Grid:
    """The scenarios side by side: receipts, every tier, and what it comes to for investors."""
    if not cases:
        return Grid(columns=(), kinds=(), rows=())
    kept = [index for index, _ in enumerate(cases[0].steps) if any(case.steps[index].amount.value for case in cases)]

    def row(label: str, of: Callable[[Case], str]) -> tuple[str, ...]:
        return (label, *(of(case) for case in cases))

    counted = [row(say("size", language), lambda case: case.size)] if cases[0].counted else []
    rows = [*counted, row(say("gross", language), lambda case: case.gross.exact)]
    for index in kept:
        rows.append((cases[0].steps[index].label, *(case.steps[index].amount.exact for case in cases)))
    rows += [row(say("invested", language), lambda case: case.invested.exact),
             row(say("returned", language), lambda case: case.returned.exact),
             row(say("multiple", language), lambda case: case.multiple)]
    first = len(rows) - 3
    return Grid(columns=(currency, *(case.name for case in cases)), kinds=("text", *("number",) * len(cases)),
                rows=tuple(rows), strong=(len(counted), first),
                total=row(say("gain", language), lambda case: case.gain.exact))


def _korea_terms(terms: KoreaTerms, language: str) -> Grid:
    rows = ((say("ticket_price", language), full(terms.ticket_price, terms.currency, language)),
            (say("tier_vat", language), say("in_price", language, rate=percent(terms.vat))),
            (say("tier_fund", language), percent(terms.film_fund)),
            (say("tier_cinema", language), percent(terms.cinema)),
            (say("tier_distributor", language), percent(terms.distributor)),
            (say("profit_split", language), f"{percent(terms.investors)} / {percent(terms.producer)}"))
    return _terms(rows, terms.as_of, terms.source, language)


def _sales_terms(terms: InternationalTerms, currency: str, language: str) -> Grid:
    unknown = say("open_rate", language)
    fee = unknown if terms.distributor is None else percent(terms.distributor)
    cap = unknown if terms.expenses_cap is None else full(terms.expenses_cap, currency, language)
    rows = ((say("tier_distributor", language), fee),
            (say("tier_sales", language), say("usual", language, rate=percent(terms.sales), range="20–35%")),
            (say("tier_expenses", language), cap),
            (say("tier_representative", language), say("usual", language, rate=percent(terms.representative),
                                                       range="5–15%")),
            (say("equity_return", language), say("usual", language, rate=percent(terms.equity_return),
                                                 range="110–120%")),
            (say("profit_split", language), f"{percent(terms.investors)} / {percent(terms.producer)}"))
    return _terms(rows, terms.as_of, terms.source, language)


def _terms(rows: tuple[tuple[str, str], ...], as_of: str, source: str, language: str) -> Grid:
    note = say("terms_note", language, as_of=day(as_of, language), source=source or say("our_facts", language))
    return Grid(columns=(say("term", language), say("rate", language)), kinds=("text", "number"), rows=rows, note=note)


def _unit(terms: KoreaTerms, language: str) -> Grid:
    """What is left of one ticket, to a tenth of a won."""
    rows: list[tuple[str, ...]] = [(say("ticket_price", language), digits(terms.ticket_price) + ".0", "100%")]
    parts = waterfall.per_admission(terms)
    for key, value in parts[:-1]:
        rows.append((say(f"tier_{key}", language), f"−{float(value):,.1f}", percent(float(value), terms.ticket_price)))
    net = parts[-1][1]
    return Grid(columns=(say("per_ticket", language), terms.currency, say("share", language)),
                kinds=("text", "number", "number"), rows=tuple(rows),
                total=(say("net", language), f"{float(net):,.1f}", percent(float(net), terms.ticket_price)))


