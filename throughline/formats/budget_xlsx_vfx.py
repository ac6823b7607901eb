"""The sheets of the bid for the visual effects: both ways side by side, man-days by department, own time."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from throughline.film.budget import VfxRate, VfxShotBid
from throughline.formats.budget_words import word
from throughline.formats.budget_xlsx_cells import Sheets, money_format, polish, titled
from throughline.formats.workbook import BAND, LIGHT, PLAIN, Formula, heading, put, sheet
from throughline.production.vfx_bid import CASES, MACHINE, REVIEWER
from throughline.production.vfx_bid_table import kind_word, source_word

DAYS, HOURS, FACTOR = "#,##0.00_ ", "#,##0.0_ ", "0.00_ "
RATE_ROW, FIRST = 4, 5
DEPARTMENTS = 5
UPRIGHT = 78.0
"""Points that the names of departments take upright."""


@dataclass(frozen=True)
class Placed:
    """Where the man-days stand: the cells of a department's quantity and rate, by department."""

    quantity: str
    rate: str


def add_bid(sheets: Sheets) -> dict[str, Placed]:
    """The three sheets of the bid; gives the cells that the budget's lines take quantity and rate from."""
    rows = sheets.budget.vfx
    if not rows:
        page = sheet(sheets.book, sheets.name("bid"), (80,))
        titled(page, f"{sheets.budget.title}: {sheets.name('bid')}")
        page.cell(3, 1, word("no_effects", sheets.language)).font = PLAIN
        return {}
    bid = sheet(sheets.book, sheets.name("bid"), (28, 24, *[8] * 3, *[14.5] * 3, *[10.5] * 3, *[14.5] * 3))
    days, rates = _add_days(sheets)
    own, own_rates = _add_own(sheets, rates)
    _add_sides(bid, sheets, days, own, rates, own_rates)
    return _placed(sheets, days, own, rates, own_rates, FIRST + len(rows))


def _rated(sheets: Sheets) -> list[VfxRate]:
    """The departments of the bid, without the machine."""
    return [rate for rate in sheets.budget.vfx_rates if rate.department != MACHINE]


def _add_days(sheets: Sheets) -> tuple[Worksheet, dict[str, str]]:
    """Man-days by shot and department; gives the sheet and the cells of the rates."""
    language, budget = sheets.language, sheets.budget
    departments = _rated(sheets)
    page = sheet(sheets.book, sheets.name("days"), (28, 22, 7, 7, *[9.5] * len(departments), 10, 44))
    titled(page, f"{budget.title}: {sheets.name('days')}")
    heading(page, 3, [word("shot", language), word("effects", language), word("factor_low", language),
                      word("factor_high", language), *(rate.title for rate in departments), word("sum", language),
                      word("factors", language)])
    money = money_format(budget.currency)
    put(page, RATE_ROW, (word("day_rate", language), "", None, None, *map(_rate, departments), None, None),
        bold=True, formats=[None] * 4 + [money] * len(departments))
    first, last = (get_column_letter(column) for column in (DEPARTMENTS, DEPARTMENTS + len(departments) - 1))
    sheets.to_fill(page, f"{first}{RATE_ROW}:{last}{RATE_ROW}")
    formats = [None, None, FACTOR, FACTOR, *[DAYS] * (len(departments) + 1)]
    for number, row in enumerate(budget.vfx, start=FIRST):
        held = dict(row.departments)
        low, base, high = row.days
        put(page, number, (row.shot, _kinds(row, language), low / base if base else 1.0, high / base if base else 1.0,
                           *(held.get(rate.department) for rate in departments),
                           Formula(f"=SUM({first}{number}:{last}{number})"), row.note), formats=formats,
            colour=BAND if row.asset else None)
    end = FIRST + len(budget.vfx) - 1
    for offset, case in enumerate(CASES):
        number = end + 1 + offset
        put(page, number, (word("department_total", language, case=word(case, language)), "", None, None, *(
            Formula(_department_total(get_column_letter(column), case, end))
            for column in range(DEPARTMENTS, DEPARTMENTS + len(departments))),
            Formula(f"=SUM({first}{number}:{last}{number})"), None), bold=True, formats=formats)
    page.print_title_rows, page.freeze_panes = f"3:{RATE_ROW}", f"C{FIRST}"
    for column in range(DEPARTMENTS, DEPARTMENTS + len(departments)):
        page.cell(3, column).alignment = Alignment(text_rotation=90, horizontal="center", vertical="bottom")
    page.row_dimensions[3].height = UPRIGHT
    for column in (1, 2, DEPARTMENTS + len(departments) + 1):
        page.cell(3, column).alignment = Alignment(horizontal="left", vertical="center", indent=1, wrap_text=True)
    polish(page, RATE_ROW, headings=0)
    cells = {rate.department: f"'{page.title}'!${get_column_letter(DEPARTMENTS + index)}${RATE_ROW}"
             for index, rate in enumerate(departments)}
    return page, cells


def _department_total(column: str, case: str, end: int) -> str:
    cells = f"{column}{FIRST}:{column}{end}"
    if case == "base":
        return f"=SUM({cells})"
    factor = "C" if case == "low" else "D"
    return f"=ROUND(SUMPRODUCT({cells},{factor}{FIRST}:{factor}{end}),4)"


def _add_own(sheets: Sheets, rates: dict[str, str]) -> tuple[Worksheet, dict[str, str]]:
    """Machine and artist time of the own way; gives the sheet and the cells of its two rates."""
    language, budget = sheets.language, sheets.budget
    page = sheet(sheets.book, sheets.name("own"), (28, 11, *[10] * 9, 46))
    titled(page, f"{budget.title}: {sheets.name('own')}")
    groups = [f"{word(key, language)}, {word(case, language)}" for key in ("machine", "artist", "both")
              for case in CASES]
    heading(page, 3, [word("shot", language), word("measured", language), *groups, word("factors", language)])
    machine = next((rate for rate in budget.vfx_rates if rate.department == MACHINE), None)
    reviewer = rates.get(REVIEWER)
    money = money_format(budget.currency)
    put(page, RATE_ROW, (word("rate", language), "", _rate(machine) if machine else None, None, None,
                         Formula(f'=IF(LEN({reviewer})=0,"",{reviewer})') if reviewer else None,
                         *[None] * 6), bold=True, formats=[None, None, money, None, None, money])
    sheets.to_fill(page, f"C{RATE_ROW}")
    sheets.to_fill(page, f"F{RATE_ROW}")
    formats = [None, None, *[HOURS] * 3, *[DAYS] * 3, *[HOURS] * 3]
    for number, row in enumerate(budget.vfx, start=FIRST):
        both = [Formula(f"={machine_column}{number}+{artist}{number}*hours_a_day")
                for machine_column, artist in zip("CDE", "FGH", strict=True)]
        put(page, number, (row.shot, "✓" if row.measured else "", *row.machine_hours, *row.artist_days, *both,
                           row.note if row.measured else ""), formats=formats, colour=BAND if row.asset else None)
    end = FIRST + len(budget.vfx) - 1
    put(page, end + 1, (word("total", language), "", *(Formula(f"=ROUND(SUM({column}{FIRST}:{column}{end}),2)")
                                                       for column in "CDEFGHIJK"), None), bold=True, formats=formats)
    page.print_title_rows, page.freeze_panes = f"3:{RATE_ROW}", f"C{FIRST}"
    _remark(page, end + 3, 12, word("own_note", language))
    polish(page, 3)
    return page, {MACHINE: f"'{page.title}'!$C${RATE_ROW}", REVIEWER: f"'{page.title}'!$F${RATE_ROW}"}


def _add_sides(page: Worksheet, sheets: Sheets, days: Worksheet, own: Worksheet, rates: dict[str, str],
               own_rates: dict[str, str]) -> None:
    """Both bids side by side, a row a shot, with totals and calendar weeks."""
    language, budget = sheets.language, sheets.budget
    titled(page, f"{budget.title}: {sheets.name('bid')}")
    method, case = budget.vfx_case.split()
    held = word("traditional" if method == "traditional" else "method_own", language)
    page.cell(2, 1, word("case", language, case=f"{held}, {word(case, language)}")).font = PLAIN
    _two_headings(page, language, any(row.measured for row in budget.vfx))
    formats = [None, None, *[DAYS] * 3, *[money_format(budget.currency)] * 3, *[HOURS] * 3,
               *[money_format(budget.currency)] * 3]
    departments = [rate.department for rate in _rated(sheets)]
    for number, row in enumerate(budget.vfx, start=FIRST):
        put(page, number, (row.shot, _kinds(row, language), *_traditional(days, departments, number, language),
                           *_own(own, own_rates, number, language)), formats=formats,
            colour=BAND if row.asset else None)
    end = FIRST + len(budget.vfx) - 1
    pending = word("pending", language)

    def total(column: str) -> Formula:
        cells = f"{column}{FIRST}:{column}{end}"
        return Formula(f'=IF(COUNTIF({cells},"{pending}")>0,"{pending}",SUM({cells}))')

    put(page, end + 1, (word("total", language), "", *(total(column) for column in "CDEFGHIJKLMN")), bold=True,
        formats=formats, colour=BAND)
    assets = sum(row.asset for row in budget.vfx)
    put(page, end + 2, (word("weeks", language), "", *(_weeks(column, assets, end) for column in "CDE"), *[None] * 3,
                        *(_own_weeks(own, column, end + 1) for column in range(3)), *[None] * 3), bold=True,
        formats=[None, None, *[HOURS] * 3, *[None] * 3, *[HOURS] * 3])
    artists = next((row.value for row in budget.globals if row.name == "vfx_artists"), 1.0)
    _remark(page, end + 4, 14, word("bid_note", language, source=source_word(language), artists=artists))
    _remark(page, end + 5, 14, word("own_note", language))
    page.print_title_rows, page.freeze_panes = "3:4", f"C{FIRST}"
    polish(page, 3, headings=2)


def _two_headings(page: Worksheet, language: str, measured: bool) -> None:
    groups = ("trad_days", "trad_price", "own_hours", "own_price")
    said = {key: word("estimate", language) for key in groups[2:] if not measured}
    heading(page, 3, ["", "", *(text for key in groups for text in (word(key, language) + said.get(key, ""), "", ""))])
    heading(page, 4, [word("shot", language), word("effects", language),
                      *(word(case, language) for _ in groups for case in CASES)])
    for column in (3, 6, 9, 12):
        page.merge_cells(start_row=3, start_column=column, end_row=3, end_column=column + 2)
        page.cell(3, column).font = LIGHT
        page.cell(3, column).alignment = Alignment(horizontal="center")


def _traditional(days: Worksheet, departments: list[str], row: int, language: str) -> list[Formula]:
    """Man-days and price of a shot, low, base and high, from the sheet of man-days."""
    first, last, total = (get_column_letter(DEPARTMENTS + offset) for offset in (
        0, len(departments) - 1, len(departments)))
    page = f"'{days.title}'!"
    base = f"{page}${total}{row}"
    factors = (f"*{page}$C{row}", "", f"*{page}$D{row}")
    work, rates = f"{page}${first}{row}:${last}{row}", f"{page}${first}${RATE_ROW}:${last}${RATE_ROW}"
    lacking = f"OR({base}=0,SUMPRODUCT(({work}>0)*(LEN({rates})=0))>0)"
    pending = word("pending", language)
    return [*(Formula(f"=ROUND({base}{factor},2)") for factor in factors),
            *(Formula(f'=IF({lacking},"{pending}",SUMPRODUCT({work},{rates}){factor})') for factor in factors)]


def _own(own: Worksheet, rates: dict[str, str], row: int, language: str) -> list[Formula]:
    """Hours and price of the own way, low, base and high."""
    page, pending = f"'{own.title}'!", word("pending", language)
    machine, artist = rates[MACHINE], rates[REVIEWER]

    def price(hours: str, days: str) -> Formula:
        return Formula(f'=IF(OR(LEN({artist})=0,AND({page}{hours}{row}>0,LEN({machine})=0)),"{pending}",'
                       f"{page}{hours}{row}*N({machine})+{page}{days}{row}*N({artist}))")

    return [*(Formula(f"={page}{column}{row}") for column in "IJK"),
            *(price(hours, days) for hours, days in zip("CDE", "FGH", strict=True))]


def _weeks(column: str, assets: int, end: int) -> Formula:
    """Calendar weeks of the traditional way: the longest build, then the shots by all artists."""
    build = f"MAX({column}{FIRST}:{column}{FIRST + assets - 1})/days_a_week+" if assets else ""
    shots = f"SUM({column}{FIRST + assets}:{column}{end})" if FIRST + assets <= end else "0"
    return Formula(f"=ROUNDUP({build}{shots}/(vfx_artists*days_a_week),1)")


def _own_weeks(own: Worksheet, case: int, total: int) -> Formula:
    page = f"'{own.title}'!"
    return Formula(f"=ROUNDUP(MAX({page}{'CDE'[case]}{total}/(vfx_machines*168),"
                   f"{page}{'FGH'[case]}{total}/(vfx_artists*days_a_week)),1)")


def _placed(sheets: Sheets, days: Worksheet, own: Worksheet, rates: dict[str, str], own_rates: dict[str, str],
            total: int) -> dict[str, Placed]:
    """The cells of the bid that the budget holds."""
    method, case = sheets.budget.vfx_case.split()
    index = CASES.index(case)
    if method == "own":
        return {MACHINE: Placed(f"'{own.title}'!${'CDE'[index]}${total}", own_rates[MACHINE]),
                REVIEWER: Placed(f"'{own.title}'!${'FGH'[index]}${total}", own_rates[REVIEWER])}
    return {rate.department: Placed(f"'{days.title}'!${get_column_letter(DEPARTMENTS + column)}${total + index}",
                                    rates[rate.department]) for column, rate in enumerate(_rated(sheets))}


def _rate(rate: VfxRate) -> Formula | float | None:
    return Formula(f"={rate.quoted:.15g}*fx_{rate.quoted_in}") if rate.quoted is not None else rate.rate


def _kinds(row: VfxShotBid, language: str) -> str:
    return ", ".join(kind_word(kind, language) for kind in row.kinds)


def _remark(page: Worksheet, row: int, columns: int, text: str) -> None:
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    cell = page.cell(row, 1, text)
    cell.font, cell.alignment = PLAIN, Alignment(wrap_text=True, vertical="top")
    page.row_dimensions[row].height = 30
