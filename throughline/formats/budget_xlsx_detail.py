"""The sheets of a budget's lines: quantity x times x rate by formulas, and the accounts that they add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from throughline.film.budget import BudgetAccount, BudgetFringe, BudgetLine
from throughline.formats.budget_words import word
from throughline.formats.budget_xlsx_cells import PERCENT, Sheets, money_format, paged, polish, quantity_format, titled
from throughline.formats.budget_xlsx_vfx import Placed as Bidden
from throughline.formats.workbook import BAND, PLAIN, Formula, heading, put
from throughline.production.fringes import periods_formula

HEADINGS = ("number", "text", "quantity", "unit", "times", "rate", "amount", "source", "rate_source")
SHOWN = len(HEADINGS)
FIRST_FRINGE = SHOWN + 2


@dataclass
class Placed:
    """Where the detail stands: for each account the rows of its lines, and the cells of its amounts by line."""

    page: str
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)

    def blanks(self) -> dict[str, str]:
        """The cells of each account's rates."""
        return {number: f"'{self.page}'!$F${first}:$F${last}" for number, (first, last) in self.rows.items()}


def add_detail(page: Worksheet, sheets: Sheets, bid: Mapping[str, Bidden]) -> Placed:
    """Every line of every account; ``bid`` are the cells of the bid by department."""
    language, budget = sheets.language, sheets.budget
    titled(page, f"{budget.title}: {sheets.name('detail')}")
    fringes = [word("base_of", language, name=fringe.name) for fringe in budget.fringes]
    heading(page, 3, [word(key, language) for key in HEADINGS])
    for column, text in enumerate(fringes, start=FIRST_FRINGE):
        cell = page.cell(3, column, text)
        cell.font, cell.alignment = PLAIN, Alignment(wrap_text=True)
        page.column_dimensions[get_column_letter(column)].width = 15
    placed = Placed(page.title)
    row, section = 3, ""
    sections: list[int] = []
    headers: list[int] = []
    spans = _rows(budget.accounts)
    for account in budget.accounts:
        if account.section != section:
            section, row = account.section, row + 1
            sections.append(row)
            put(page, row, (word(section, language), *[None] * (SHOWN - 1)), bold=True, colour="DCE3E9")
            page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=SHOWN)
        headers.append(row + 1)
        row = _account(page, sheets, account, row + 1, placed, spans, bid)
    page.print_title_rows, page.freeze_panes = "3:3", "C4"
    page.print_area = f"A1:{get_column_letter(SHOWN)}{row}"
    polish(page, 3, columns=SHOWN)
    paged(page, SHOWN, 3, sections[1:], (*sections, *headers))
    return placed


def _rows(accounts: tuple[BudgetAccount, ...]) -> dict[str, tuple[int, int]]:
    """First and last row of each section, as the detail will stand."""
    spans: dict[str, tuple[int, int]] = {}
    row = 3
    for account in accounts:
        if account.section not in spans:
            row += 1
            spans[account.section] = (row, row)
        row += 1 + len(account.lines)
        spans[account.section] = (spans[account.section][0], row)
    return spans


def _account(page: Worksheet, sheets: Sheets, account: BudgetAccount, row: int, placed: Placed,
             spans: Mapping[str, tuple[int, int]], bid: Mapping[str, Bidden]) -> int:
    """The account's heading with its total, and its lines; gives the last row."""
    budget = sheets.budget
    money = money_format(budget.currency)
    first, last = row + 1, row + len(account.lines)
    total = Formula(f"=SUM(G{first}:G{last})") if account.lines else 0
    put(page, row, (account.number, account.title, None, None, None, None, total, None, None), bold=True, colour=BAND,
        formats=(None, None, None, None, None, None, money))
    for number, line in enumerate(account.lines, start=first):
        _line(page, sheets, line, number, spans[account.section], bid)
    if account.lines:
        placed.rows[account.number] = (first, last)
        sheets.to_fill(page, f"F{first}:F{last}")
        page.row_dimensions.group(first, last, outline_level=1, hidden=False)
    return last


def _line(page: Worksheet, sheets: Sheets, line: BudgetLine, row: int, span: tuple[int, int],
          bid: Mapping[str, Bidden]) -> None:
    budget = sheets.budget
    share = line.basis in ("pay", "cost")
    money = money_format(budget.currency)
    put(page, row, (line.number, line.text, _quantity(line, span, budget.fringes, bid), sheets.unit(line.unit),
                    line.times or None, _rate(line, bid), Formula(f"=ROUND(C{row}*E{row}*N(F{row}),0)"), line.source,
                    line.rate_source),
        formats=(None, None, money if share else quantity_format(line.quantity), None, quantity_format(line.times),
                 PERCENT if share else money_format(budget.currency, line.rate), money))
    if line.times == 0:
        sheets.to_fill(page, f"E{row}")
    for column, fringe in enumerate(budget.fringes, start=FIRST_FRINGE):
        if fringe.name in line.fringes:
            cell = page.cell(row, column, _borne(line, fringe, row))
            cell.font, cell.number_format = PLAIN, money_format(budget.currency)


def _quantity(line: BudgetLine, span: tuple[int, int], fringes: tuple[BudgetFringe, ...], bid: Mapping[str, Bidden]
              ) -> Formula | float:
    """The quantity: drawn from what the line stands on, a formula of globals, or a number."""
    if line.basis == "pay":
        index = next(index for index, fringe in enumerate(fringes) if fringe.key == line.item)
        column = get_column_letter(FIRST_FRINGE + index)
        return Formula(f"=ROUND(SUM({column}{span[0]}:{column}{span[1]}),2)")
    if line.basis == "cost":
        return Formula("=total_above+total_production+total_post")
    if line.basis == "bid":
        return Formula(f"={bid[line.department].quantity}")
    return Formula(f"={line.formula}") if line.formula else line.quantity


def _rate(line: BudgetLine, bid: Mapping[str, Bidden]) -> Formula | float | None:
    if line.basis == "pay":
        return Formula(f"={line.item}")
    if line.basis == "bid":
        cell = bid[line.department].rate
        return Formula(f'=IF(LEN({cell})=0,"",{cell})')
    if line.quoted is not None:
        return Formula(f"={line.quoted:.15g}*fx_{line.quoted_in}")
    return line.rate


def _borne(line: BudgetLine, fringe: BudgetFringe, row: int) -> str:
    """How much of the line bears the fringe."""
    if fringe.ceiling is None:
        return f"=G{row}"
    often = periods_formula(line.unit, fringe.per, f"C{row}", f"E{row}")
    return f"=MIN(G{row},{fringe.key}_ceiling*{often})"


def add_accounts(page: Worksheet, sheets: Sheets, placed: Placed) -> dict[str, str]:
    """Every account with its detail accounts, from the detail; gives the cell of each account's total."""
    language, budget = sheets.language, sheets.budget
    titled(page, f"{budget.title}: {sheets.name('accounts')}")
    heading(page, 3, [word(key, language) for key in ("number", "text", "amount", "total")])
    money = money_format(budget.currency)
    totals: dict[str, str] = {}
    headers: list[int] = []
    row = 3
    for account in budget.accounts:
        row += 1
        header = row
        headers.append(row)
        details = _details(account, placed)
        for number, text, cells in details:
            row += 1
            put(page, row, (number, text, Formula(f"={cells}"), None), formats=(None, None, money))
        total = Formula(f"=SUM(C{header + 1}:C{row})") if details else 0
        put(page, header, (account.number, account.title, None, total), bold=True, colour=BAND,
            formats=(None, None, None, money))
        totals[account.number] = f"'{page.title}'!$D${header}"
    page.print_title_rows, page.freeze_panes = "3:3", "C4"
    polish(page, 3)
    paged(page, 4, 3, (), headers)
    return totals


def _details(account: BudgetAccount, placed: Placed) -> list[tuple[str, str, str]]:
    """The detail accounts of an account: number, text, and the sum of their cells in the detail."""
    first = placed.rows.get(account.number, (0, 0))[0]
    found: dict[str, tuple[str, list[str]]] = {}
    for row, line in enumerate(account.lines, start=first):
        found.setdefault(line.number, (line.text, []))[1].append(f"'{placed.page}'!$G${row}")
    return [(number, text, "+".join(cells)) for number, (text, cells) in found.items()]
