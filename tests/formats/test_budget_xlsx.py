"""The budget as a workbook: what LibreOffice calculates is the record, to the unit; what a person fills in counts."""

from __future__ import annotations

import io
import re
from pathlib import Path

import msgspec
import openpyxl
import pdfplumber
import pytest

from tests.office import calculated, converted, needs_office
from tests.production.budget_case import RATES, SETTINGS, basis
from throughline.film.budget import SECTIONS, Budget
from throughline.film.rates import BudgetSettings, VfxSection
from throughline.formats.budget_xlsx import write_budget, write_vfx_bid
from throughline.production.budget import budget_of

CASES = {
    "english": ({}, "en"),
    "korean, own way": ({"language": "ko", "settings": msgspec.structs.replace(
        SETTINGS, vfx=VfxSection(method="own", case="high"), contingency=msgspec.structs.replace(
            SETTINGS.contingency, without=("1300",)))}, "ko"),
    "dollars, high": ({"settings": msgspec.structs.replace(
        SETTINGS, currency="USD", vfx=VfxSection(case="high"),
        exchange=(msgspec.structs.replace(SETTINGS.exchange[0], currency="KRW", rate=0.00072),))}, "en"),
    "nothing known": ({"rates": (), "settings": BudgetSettings()}, "ko")}


SLOW = ("english", "dollars, high")


def values(page: object) -> dict[str, list[object]]:
    """The rows of a sheet by what stands in their first cell."""
    return {str(row[0]): list(row) for row in page.iter_rows(values_only=True) if row[0]}  # type: ignore[attr-defined]


@pytest.fixture(scope="module", params=[pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else [])
                                        for name in CASES])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
         ) -> tuple[Budget, openpyxl.Workbook, Path]:
    changed, language = CASES[request.param]
    budget = budget_of(basis(**changed))
    folder = tmp_path_factory.mktemp("budget")
    path = folder / "budget.xlsx"
    path.write_bytes(write_budget(budget, language))
    return budget, calculated(path, folder), path


@needs_office
def test_every_figure_is_the_records(case: tuple[Budget, openpyxl.Workbook, Path]) -> None:
    budget, book, _ = case
    top, accounts, detail = (values(page) for page in book.worksheets[:3])
    for account in budget.accounts:
        assert top[account.number][2] == accounts[account.number][3] == detail[account.number][6] == account.total
        for line in account.lines:
            row = detail[line.number]
            assert row[2] == pytest.approx(line.quantity, abs=1e-9), line
            assert (row[5] or 0) == pytest.approx(line.rate or 0, rel=1e-12), line
            assert row[6] == accounts[line.number][2] == line.amount, line
    named = {name: book[place.split("!")[0].strip("'")][place.split("!")[1].replace("$", "")].value
             for name, found in book.defined_names.items() for place in [found.attr_text]}
    assert [named[f"total_{section}"] for section in SECTIONS] == [budget.section(section) for section in SECTIONS]
    assert (named["contingency"], named["bond"], named["grand_total"]) == (
        budget.contingency, budget.bond, budget.total)
    assert named["open_rates"] == sum(line.rate is None for account in budget.accounts for line in account.lines)
    for row in budget.globals:
        assert named[row.name] == row.value


@needs_office
def test_no_cell_is_an_error(case: tuple[Budget, openpyxl.Workbook, Path]) -> None:
    _, book, _ = case
    wrong = [f"{page.title}!{cell.coordinate}: {cell.value}" for page in book.worksheets for row in page.iter_rows()
             for cell in row if isinstance(cell.value, str) and re.match(r"#|Err:", cell.value)]
    assert not wrong


@needs_office
def test_no_column_is_too_narrow_for_its_figures(tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    path.write_bytes(write_budget(budget_of(basis(language="ko")), "ko"))
    with pdfplumber.open(converted(path, "pdf", tmp_path)) as pdf:
        assert not [page.page_number for page in pdf.pages if "###" in (page.extract_text() or "")]
        assert len(pdf.pages) < 20


@needs_office
def test_the_bid_calculates_to_the_record(case: tuple[Budget, openpyxl.Workbook, Path]) -> None:
    budget, book, _ = case
    bid = values(book.worksheets[3])
    for row in budget.vfx:
        cells = bid[row.shot][2:]
        assert cells[0:3] == pytest.approx(row.days, abs=0.011)
        assert cells[6:9] == pytest.approx(row.own_hours, abs=0.011)
        for found, price in zip(cells[3:6] + cells[9:12], row.price + row.own_price, strict=True):
            assert found == pytest.approx(price, abs=1) if price else isinstance(found, str)
    weeks = next(row for key, row in bid.items() if key in ("Calendar weeks", "소요 기간 (주)"))
    assert tuple(weeks[2:5]) == pytest.approx(budget.vfx_weeks)
    assert tuple(weeks[8:11]) == pytest.approx(budget.vfx_own_weeks)


@needs_office
def test_a_rate_and_a_global_filled_in_the_sheet_change_every_total(tmp_path: Path) -> None:
    budget = budget_of(basis(rates=tuple(row for row in RATES if row.item != "gaffer")))
    path = tmp_path / "budget.xlsx"
    path.write_bytes(write_budget(budget, "en"))
    book = openpyxl.load_workbook(path)
    detail, top = book["Detail"], book["Top sheet"]
    row = next(cells[0].row for cells in detail.iter_rows() if cells[1].value == "Gaffer")
    assert detail.cell(row, 6).value is None
    detail.cell(row, 6).value = 333_333
    days = next(cells[1] for cells in book["Globals"].iter_rows() if cells[3].value == "shoot_days")
    days.value = 4
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    found = values(calculated(filled, tmp_path)["Detail"])
    assert found[detail.cell(row, 1).value][6] == 333_333 * (4 + 2 + 1)
    assert top.max_row > 40


@pytest.mark.slow
@needs_office
def test_the_bid_alone_calculates_too(tmp_path: Path) -> None:
    budget = budget_of(basis())
    path = tmp_path / "vfxbid.xlsx"
    path.write_bytes(write_vfx_bid(budget, "en"))
    bid = values(calculated(path, tmp_path)["VFX bid"])
    assert bid["3-020"][6] == pytest.approx(next(row.price[1] for row in budget.vfx if row.shot == "3-020"), abs=1)


def test_a_text_that_begins_like_a_formula_stays_a_text() -> None:
    budget = budget_of(basis(title="=1+1"))
    book = openpyxl.load_workbook(io.BytesIO(write_budget(budget, "en")))
    assert book["Top sheet"]["A1"].data_type == "s"


def test_the_same_budget_gives_the_same_bytes() -> None:
    budget = budget_of(basis())
    assert write_budget(budget, "ko") == write_budget(budget, "ko")
