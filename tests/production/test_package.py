"""The content of the package: sums that are the budget's own, blanks for what nobody gave, both languages."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import msgspec
import pytest

from tests.production import package_case as case
from throughline.film.budget import BudgetLine
from throughline.film.disclosure import Nature, SourceType
from throughline.film.dossier import Dossier, State
from throughline.film.finance import FinanceSettings, Scenarios
from throughline.film.package import PackageSettings, PackageWords
from throughline.production.disclosure import disclosure
from throughline.production.package import dossier
from throughline.production.package_money import day, days_span, full, percent, shares, short, span, units


def number(text: str) -> int:
    return int(text.replace(",", "").replace("−", "-")) if any(mark.isdigit() for mark in text) else 0


def made(language: str = "en", **changes: object) -> Dossier:
    return dossier(case.material(**changes), case.gallery(), language)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_sum_is_the_budgets_own(language: str) -> None:
    content, budget = made(language), case.budget()
    for grid in (content.budget.accounts, content.budget.short):
        strong = {grid.rows[index] for index in grid.strong}
        plain = [row for row in grid.rows if row not in strong]
        assert sum(number(row[2]) for row in plain) == budget.total == number(grid.total[2])
    assert [number(row[2]) for row in content.budget.accounts.rows if row[0] == "1400"] == [6_800_000]
    assert sum(piece.amount.value for piece in content.budget.slices) == budget.total
    assert sum(number(row[3]) for row in content.plan.sources.rows) == number(content.plan.sources.total[3])
    assert content.plan.cost.value == budget.total + (budget.marketing or 0)
    assert sum(number(piece.share.rstrip("%")) for piece in content.plan.slices) == 100


def test_a_long_top_sheet_is_drawn_together_and_still_adds_up() -> None:
    account = case.budget().accounts[3]
    many = tuple(msgspec.structs.replace(account, number=str(2000 + step), lines=(BudgetLine(
        text="x", quantity=1, unit="day", rate=1000.0 + step, amount=1000.0 + step),)) for step in range(40))
    whole = sum(entry.total for entry in many)
    short_sheet = made(budget=msgspec.structs.replace(case.budget(), accounts=many, contingency=0.0, total=whole)
                       ).budget.short
    assert len(short_sheet.rows) <= 20
    plain = [row for index, row in enumerate(short_sheet.rows) if index not in short_sheet.strong]
    assert sum(number(row[2]) for row in plain) == whole


def test_what_nobody_gave_is_an_open_blank_and_is_listed() -> None:
    content = made(settings=PackageSettings(), author="")
    for passage in (content.logline, content.statement, content.look, content.audience, content.rights,
                    content.disclosure.author, content.disclosure.consent, content.team_open, content.comparables_open):
        assert passage.state is State.OPEN and passage.text.startswith("[open: ")
        assert any(passage.text in line for line in content.open)
    assert content.comparables is None and not content.team
    korean = made("ko", settings=PackageSettings())
    assert korean.statement.text == "[미정: 감독의 말]"
    assert len(korean.open) == len(made("en", settings=PackageSettings()).open)


def test_a_synopsis_is_drafted_from_the_script_and_says_so() -> None:
    draft = made(settings=PackageSettings()).synopsis
    assert draft.state is State.SCRIPT and "Scene 2 happens at the net loft." in draft.text and draft.note
    assert made().synopsis.state is State.GIVEN


def test_the_persons_words_stand_in_the_other_language_too() -> None:
    english, korean = made("en"), made("ko")
    assert english.logline.text.startswith("A net-mender") and korean.logline.text.startswith("그물")
    assert korean.look.text == english.look.text == "Salt, rope and early light."
    assert korean.words["budget"] == "예산 총괄" and korean.facts[0].label == "가편집 길이"


def test_break_even_and_downside_are_shown_plainly() -> None:
    content = made()
    assert content.korea is not None
    low, _base, high = content.korea.cases
    assert low.gain.value < 0 < high.gain.value and low.size == "9,000 admissions"
    assert str(abs(low.gain.value))[:3] in low.gain.short.replace(".", "").replace(",", "")
    risk = content.risks[0]
    assert low.invested.short in risk.risk and low.returned.short in risk.risk and "lose" in risk.risk
    assert "assumptions" in content.korea.basis
    assert content.korea.own_break_even is not None  # a grant is in the film


def test_without_admissions_the_scenarios_are_an_illustration() -> None:
    settings = PackageSettings(finance=FinanceSettings(scenarios=Scenarios()))
    content = made(settings=settings)
    assert content.korea is not None and "not a forecast" in content.korea.basis
    sizes = [number(entry.size.split()[0]) for entry in content.korea.cases]
    assert sizes[1] == number(content.korea.break_even.value.split()[0]) and sizes[2] == 2 * sizes[1]
    assert content.korea.cases[1].gain.value >= 0


def test_a_budget_without_prices_has_no_break_even() -> None:
    bare = tuple(msgspec.structs.replace(account, lines=tuple(msgspec.structs.replace(line, rate=None, amount=0.0)
                                                              for line in account.lines))
                 for account in case.budget().accounts)
    empty = msgspec.structs.replace(case.budget(), accounts=bare, contingency=0.0, total=0.0, marketing=None, vfx=())
    content = made(budget=empty)
    assert content.budget.total.short == "[open]" and content.plan.cost.exact == "[open]"
    assert content.korea is not None and content.korea.break_even.value == "[open]" and not content.korea.cases
    assert content.bid is None and not content.budget.slices


def test_a_budget_in_dollars_has_no_korean_waterfall() -> None:
    content = made(budget=case.budget("USD"))
    assert content.korea is None and content.plan.cost.short.startswith("$") and content.plan.grant == ""


def test_only_the_persons_own_comparables_are_shown() -> None:
    settings = msgspec.structs.replace(case.settings(), comparables=case.comparables())
    grid = made(settings=settings).comparables
    assert grid is not None and len(grid.rows) == 1
    assert "a table made for this test" in grid.rows[0] and "KRW 1,000,000,000" in grid.rows[0]


def test_the_schedule_is_the_schedules_own() -> None:
    content, schedule = made(), case.schedule()
    assert content.schedule.facts[0].value == "3" and content.facts[-1] == content.schedule.facts[0]
    assert [row[3] for row in content.schedule.days.rows] == ["1", "2", "3"]
    assert content.schedule.days.total[4] == "2 4/8" and sum(day.eighths for day in schedule.days) == 20
    shoot = next(bar for bar in content.timeline if bar.own)
    assert (shoot.start, shoot.end, shoot.dates) == ("2026-09-01", "2026-09-03", "1 – 3 September 2026")
    assert "Pre-production, Release" in content.timeline_open.text


def test_a_schedule_without_dates_leaves_the_shoot_open() -> None:
    undated = msgspec.structs.replace(case.schedule(), calendar=(), days=tuple(
        msgspec.structs.replace(day, date="") for day in case.schedule().days))
    content = made(schedule=undated)
    assert not any(bar.own for bar in content.timeline) and "Shoot" in content.timeline_open.text
    assert content.schedule.days.rows[0][1] == "[open]"
    assert content.schedule.cells[0].date == ""


def test_the_disclosure_counts_the_ledger() -> None:
    clean, mixed = disclosure(case.ledger()), disclosure(case.ledger(generative=True))
    assert (clean.products, clean.generative, clean.approved) == (18, 0, 9)
    assert mixed.generative_shots == ("3-010",) and [use.generative for use in mixed.tools] == [False, False, True]
    assert "Nothing generative" in made().disclosure.headline
    both = (*case.ledger(), msgspec.structs.replace(case.ledger()[0], tool="motion networks",
                                                    nature=Nature.TRAINED_HERE, source_type=SourceType.TRAINED))
    assert (disclosure(both).products, disclosure(both).trained_here, disclosure(both).generative) == (18, 1, 0)
    assert "1 hold the work of networks" in made(disclosure=both).disclosure.headline
    assert "1 of 19" in made(disclosure=case.ledger(generative=True)).disclosure.headline
    assert "No product" in made(disclosure=()).disclosure.headline
    assert [note.as_of for note in made().disclosure.notes][:2] == ["22 January 2026", "2 August 2026"]


def test_characters_speak_in_the_scripts_own_words() -> None:
    mina = made().characters[0]
    assert mina.name == "MINA" and mina.quote == "MINA (40) mends a net at the harbour."
    assert mina.line == "31 years old · yellow oilskin" and mina.colours[0] == "#d9a514"
    assert made(settings=PackageSettings(en=PackageWords(title="Nets"))).title == "Nets"


def test_every_label_has_both_languages() -> None:
    content = files("throughline.production").joinpath("data/package_words.toml").read_text(encoding="utf-8")
    for key, texts in tomllib.loads(content).items():
        assert len(texts) == 2 and all(texts), key
        assert texts[0].count("{") == texts[1].count("{"), key


def test_a_third_language_is_refused() -> None:
    with pytest.raises(ValueError, match="Korean"):
        made("fr")


@pytest.mark.parametrize(("value", "currency", "korean", "english"), [
    (9_702, "KRW", "9,702원", "₩9,702"), (84_500_000, "KRW", "8,450만 원", "₩84.5 million"),
    (99_995_000, "KRW", "1억 원", "₩100 million"),
    (165_572_000, "KRW", "1억 6,557만 원", "₩165.6 million"),
    (1_234_567_890, "KRW", "12.3억 원", "₩1.23 billion"),
    (-45_000_000, "KRW", "−4,500만 원", "−₩45 million"), (1_250_000, "USD", "125만 달러", "$1.25 million")])
def test_money_is_written_as_readers_write_it(value: int, currency: str, korean: str, english: str) -> None:
    assert short(value, currency, "ko") == korean and short(value, currency, "en") == english
    assert full(9_702, "KRW", "ko") == "9,702원"


def test_shares_add_up_and_dates_are_short() -> None:
    assert shares([1, 1, 1]) == ["34%", "33%", "33%"] and shares([0, 0]) == ["", ""]
    assert percent(1, 3) == "33.3%" and percent(1.0) == "100%" and units(-2.5) == -3
    assert span("2026-03-01", "2026-05-02", "en") == "March – May 2026"
    assert days_span("2026-10-12", "2026-11-16", "ko") == "2026년 10월 12일 – 11월 16일"
    assert day("2024", "ko") == "2024년"
