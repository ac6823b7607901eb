"""What the sheets of a budget share: names of cells, money, the cells to be filled; and the plain sheets."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from throughline.film.budget import Budget, BudgetGlobal
from throughline.formats.budget_words import word
from throughline.formats.workbook import PLAIN, TITLE, fill, heading, put, sheet, workbook
from throughline.production.accounts import unit_word
from throughline.production.budget_money import sign

BRIGHT = PatternFill("solid", start_color="FFF2A8", end_color="FFF2A8")
PERCENT = "0.0##%_ "
LINE = 13.0
"""Points from line to line of the sheets' text."""
CHARACTER, PADDING = 5.25, 3.75
"""Points that a character of a column's width takes, and what a column takes beside them."""
SIDE_MARGIN, END_MARGIN = 29.0, 41.0


@dataclass
class Sheets:
    """The workbook that is made of a budget, and the language of its headings."""

    book: Workbook
    budget: Budget
    language: str

    def name(self, key: str) -> str:
        """What a sheet is called."""
        return word(key, self.language)

    def named(self, name: str, page: Worksheet, cell: str) -> None:
        """Give a cell ("$C$4") a name that formulas know it by."""
        self.book.defined_names[name] = DefinedName(name, attr_text=f"'{page.title}'!{cell}")

    def to_fill(self, page: Worksheet, cells: str) -> None:
        """Colour these cells for as long as they are empty."""
        first = cells.partition(":")[0]
        page.conditional_formatting.add(cells, FormulaRule(formula=[f"LEN({first})=0"], fill=BRIGHT))

    def unit(self, unit: str) -> str:
        return unit_word(unit, self.language)


def titled(page: Worksheet, text: str) -> None:
    """Write the title of a sheet; it stays a text whatever it begins with."""
    cell = page.cell(1, 1, text)
    cell.font, cell.data_type = TITLE, "s"


def money_format(currency: str, value: float | None = None) -> str:
    """The number format of an amount in a currency; of a rate with cents where ``value`` has some."""
    cents = ".00" if value is not None and value % 1 else ""
    plain = f'"{sign(currency)}"#,##0{cents}'
    return f'{plain}_ ;-{plain}_ ;"–"_ ;@_ '


def quantity_format(value: float) -> str:
    """The number format of a quantity: whole where it is whole."""
    return "#,##0_ " if value % 1 == 0 else "#,##0.0#_ "


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column so many characters wide; a Korean letter is as wide as two."""
    room = max(width - 2, 1.0)
    count = 0
    for paragraph in text.split("\n"):
        used, count = 0.0, count + 1
        for part in paragraph.split(" "):
            long = sum(1.75 if unicodedata.east_asian_width(letter) in "WF" else 0.92 for letter in part)
            if used and used + 1 + long > room:
                count, used = count + 1, 0.0
            count += int(long // (room + 0.01))
            used += long + (1 if used else 0)
    return count


def polish(page: Worksheet, first: int, last: int | None = None, headings: int = 1, columns: int | None = None) -> None:
    """Set the rows from ``first`` on as high as their texts are, figures to the right and the ``headings`` over them
    as well; only the first ``columns``, where not all are printed."""
    columns = columns or page.max_column
    widths = [page.column_dimensions[get_column_letter(column)].width for column in range(1, columns + 1)]
    merged = {cell for cells in page.merged_cells.ranges for row in cells.rows for cell in row}
    figures: set[int] = set()
    for cells in page.iter_rows(min_row=first, max_row=last, max_col=columns):
        most = 1
        for cell in cells:
            value = cell.value
            if value is None or (cell.row, cell.column) in merged:
                continue
            figure = not isinstance(value, str) or (cell.data_type == "f" and not value.startswith('="'))
            if figure:
                figures.add(cell.column)
            else:
                most = max(most, lines_of(value, widths[cell.column - 1]))
            cell.alignment = Alignment(horizontal="right" if figure else "left", vertical="top",
                                       indent=0 if figure else 1, wrap_text=not figure)
        if page.row_dimensions[cells[0].row].height is None:
            page.row_dimensions[cells[0].row].height = LINE * most + 3
    for row in range(first, first + headings):
        for column in range(1, columns + 1):
            if (row, column) not in merged:
                figure = column in figures
                page.cell(row, column).alignment = Alignment(horizontal="right" if figure else "left",
                                                             vertical="center", indent=int(not figure), wrap_text=True)


def paged(page: Worksheet, columns: int, header: int, apart: Collection[int], together: Collection[int]) -> None:
    """Break the page before each row of ``apart`` and wherever one is full; a row of ``together`` stays with the two
    after it. Rows up to ``header`` stand on every page."""
    wide = sum(page.column_dimensions[get_column_letter(column)].width * CHARACTER + PADDING
               for column in range(1, columns + 1))
    sides = (842.0, 595.0) if page.page_setup.orientation == "landscape" else (595.0, 842.0)
    scale = min(1.0, (sides[0] - 2 * SIDE_MARGIN) / wide)
    heights = {row: page.row_dimensions[row].height or LINE + 3 for row in range(1, page.max_row + 1)}
    room = (sides[1] - 2 * END_MARGIN) / scale - sum(heights[row] for row in range(1, header + 1))
    used = 0.0
    for row in range(header + 1, page.max_row + 1):
        needed = sum(heights.get(row + step, 0.0) for step in range(3 if row in together else 1))
        if used and (row in apart or used + needed > room):
            page.row_breaks.append(Break(id=row - 1))
            used = 0.0
        used += heights[row]


def new_book() -> Workbook:
    """A workbook whose column widths are counted in the letters that its cells are written in."""
    book = workbook()
    book._named_styles["Normal"].font = copy(PLAIN)
    return book


def add_globals(sheets: Sheets, rows: Iterable[BudgetGlobal]) -> None:
    """The sheet of figures that lines are reckoned with: each value is a cell with a name."""
    page = sheet(sheets.book, sheets.name("globals"), (44, 16, 10, 24, 58))
    titled(page, sheets.name("globals"))
    heading(page, 3, [word(key, sheets.language) for key in ("figure", "value", "unit", "name", "origin")])
    for number, row in enumerate(rows, start=4):
        put(page, number, (row.text, row.value, "" if row.unit in ("percent", "money") else sheets.unit(row.unit),
                           row.name, row.source), formats=(None, _value_format(row, sheets.budget.currency)))
        page.cell(number, 2).fill = fill("E4EFE7")
        sheets.named(row.name, page, f"$B${number}")
    page.print_title_rows = "3:3"
    polish(page, 3)


def add_open(sheets: Sheets) -> None:
    """The sheet of what a person must still give, with room to write who and until when."""
    page = sheet(sheets.book, sheets.name("open"), (6, 96, 30), landscape=False)
    titled(page, word("to_give", sheets.language))
    heading(page, 3, [word(key, sheets.language) for key in ("number", "text", "who")])
    blanks = sheets.budget.open or (word("all_given", sheets.language),)
    for number, blank in enumerate(blanks, start=1):
        put(page, number + 3, (number if sheets.budget.open else "", blank, None))
    page.print_title_rows = "3:3"
    polish(page, 3)


def _value_format(row: BudgetGlobal, currency: str) -> str:
    if row.unit == "percent":
        return PERCENT
    return money_format(currency, row.value) if row.unit == "money" else quantity_format(row.value)
