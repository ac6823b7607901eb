"""The budget as a workbook that calculates: top sheet from accounts, accounts from the detail, all by formulas."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from throughline.film.budget import SECTIONS, Budget
from throughline.formats import workbook as book_of
from throughline.formats.budget_words import word
from throughline.formats.budget_xlsx_cells import Sheets, add_globals, add_open, money_format, new_book, polish, titled
from throughline.formats.budget_xlsx_detail import add_accounts, add_detail
from throughline.formats.budget_xlsx_vfx import add_bid
from throughline.formats.workbook import BAND, BOLD, PLAIN, Formula, put, sheet

SHARED = ("days_a_week", "hours_a_day", "vfx_artists", "vfx_machines")
RULE = Side(style="medium", color="1F2328")
SHARE = '=IF(grand_total=0,"",C{row}/grand_total)'


def write_budget(budget: Budget, language: str) -> bytes:
    """The workbook (XLSX) of a budget: top sheet, accounts, detail, bid for the effects, globals, what is open.

    ``language`` is that of the headings ("ko", "en"). Rates that are open are empty cells to be filled.
    """
    book = new_book()
    sheets = Sheets(book, budget, language[:2])
    top = sheet(book, sheets.name("top"), (10, 62, 26, 12, 12), landscape=False)
    accounts = sheet(book, sheets.name("accounts"), (9, 52, 18, 20), landscape=False)
    detail = sheet(book, sheets.name("detail"), (8, 36, 15, 9, 11, 15, 17, 47, 33))
    bid = add_bid(sheets)
    add_globals(sheets, budget.globals)
    placed = add_detail(detail, sheets, bid)
    totals = add_accounts(accounts, sheets, placed)
    _add_top(top, sheets, totals, placed.blanks())
    add_open(sheets)
    return book_of.saved(book, budget.title)


def write_vfx_bid(budget: Budget, language: str) -> bytes:
    """The bid for the visual effects as a workbook of its own, to be handed to those who are to make them."""
    book = new_book()
    sheets = Sheets(book, budget, language[:2])
    add_bid(sheets)
    shared = {*SHARED, *(f"fx_{rate.quoted_in}" for rate in budget.vfx_rates if rate.quoted_in)}
    add_globals(sheets, tuple(row for row in budget.globals if row.name in shared))
    return book_of.saved(book, budget.title)


def _add_top(page: Worksheet, sheets: Sheets, totals: dict[str, str], blanks: dict[str, str]) -> None:
    """``totals`` are the cells of the accounts' totals, ``blanks`` the cells of the rates of their lines."""
    budget, language = sheets.budget, sheets.language
    row = header = _head(page, sheets) + 2
    book_of.heading(page, row, [word(key, language) for key in ("number", "category", "total", "share", "blank")])
    page.print_title_rows = f"{row}:{row}"
    formats = (None, None, money_format(budget.currency), "0.0%_ ", '0_ ;-0_ ;""')
    cells: dict[str, str] = {}
    for section in SECTIONS:
        row += 1
        put(page, row, ("", word(section, language), None, None, None), bold=True, colour=BAND)
        first = row + 1
        for account in (account for account in budget.accounts if account.section == section):
            row += 1
            cells[account.number] = f"C{row}"
            blank = blanks.get(account.number)
            put(page, row, (account.number, account.title, Formula(f"={totals[account.number]}"),
                            Formula(SHARE.format(row=row)), Formula(f"=COUNTBLANK({blank})") if blank else None),
                formats=formats)
        last, row = row, row + 1
        put(page, row, ("", word("section_total", language, section=word(section, language)),
                        Formula(f"=SUM(C{first}:C{last})"), Formula(SHARE.format(row=row)),
                        Formula(f"=SUM(E{first}:E{last})")), bold=True, formats=formats)
        sheets.named(f"total_{section}", page, f"$C${row}")
        sheets.named(f"open_{section}", page, f"$E${row}")
    last = _on_top(page, row + 2, sheets, cells, formats)
    polish(page, header, last)
    _foot(page, last + 2, language)
    page.page_setup.fitToHeight, page.print_options.horizontalCentered = 1, True


def _head(page: Worksheet, sheets: Sheets) -> int:
    """The title and what the budget stands on; gives the last row."""
    budget, language = sheets.budget, sheets.language
    titled(page, budget.title)
    page.cell(2, 1, word("budget", language)).font = BOLD
    page.cell(3, 1, word("facts", language, as_of=budget.as_of or word("undated", language),
                         currency=budget.currency)).font = PLAIN
    given = {row.name for row in budget.globals}
    facts = [(key, name) for key, name in (("shooting", "shoot_days"), ("nights", "night_shoot_days"),
                                           ("running", "running_minutes")) if name in given]
    page.cell(4, 1, "=" + "&".join(f'"{word(key, language)}"&{name}' for key, name in
                                   (*facts, ("open_count", "open_rates")))).font = PLAIN
    return 4


def _on_top(page: Worksheet, row: int, sheets: Sheets, cells: dict[str, str], formats: tuple[str | None, ...]) -> int:
    """Contingency, bond, grand total and what stands beside it; gives the last row."""
    budget, language = sheets.budget, sheets.language
    direct = "+".join(f"total_{section}" for section in SECTIONS)

    def less(without: tuple[str, ...]) -> str:
        return direct + "".join(f"-{cells[number]}" for number in without if number in cells)

    rows = (("direct", f"={direct}", "total_direct", ""),
            ("contingency", f"=ROUND(({less(budget.contingency_without)})*contingency_rate,0)", "contingency",
             "contingency_rate"),
            ("bond", f"=ROUND(({less(budget.bond_without)}+contingency)*bond_rate,0)", "bond", "bond_rate"),
            ("grand", "=total_direct+contingency+bond", "grand_total", ""))
    for key, formula, name, rate in rows:
        opens = Formula("=" + "+".join(f"open_{section}" for section in SECTIONS)) if key == "grand" else None
        title = Formula(f'="{word(key, language)} ("&ROUND({rate}*100,2)&"%)"') if rate else word(key, language)
        put(page, row, ("", title, Formula(formula), Formula(SHARE.format(row=row)), opens),
            bold=key in ("direct", "grand"), colour=BAND if key == "grand" else None, formats=formats)
        sheets.named(name, page, f"$C${row}")
        row += 1
    sheets.named("open_rates", page, f"$E${row - 1}")
    for column in range(1, 6):
        page.cell(row - 1, column).border = Border(top=RULE, bottom=RULE)
    if language == "ko" or budget.marketing is not None:
        put(page, row, ("", word("marketing", language), budget.marketing, None, None), formats=formats)
        sheets.to_fill(page, f"C{row}")
        put(page, row + 1, ("", word("whole", language), Formula(f"=grand_total+N(C{row})"), None, None), bold=True,
            colour=BAND, formats=formats)
        row += 2
    return row - 1


def _foot(page: Worksheet, row: int, language: str) -> None:
    for key in ("nothing", "cap"):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=5)
        cell = page.cell(row, 1, word(key, language))
        cell.font, cell.alignment = PLAIN, Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[row].height = 26
        row += 1
    for key in ("prepared", "approved"):
        row += 2
        page.cell(row, 1, word(key, language)).font = PLAIN
        page.cell(row, 3, word("date", language)).font = PLAIN
        for column in range(1, 6):
            page.cell(row, column).border = Border(bottom=Side(style="thin", color="1F2328"))
        page.row_dimensions[row].height = 22
