"""The sheets of schedule.xlsx that count: day-out-of-days, and the schedule in figures with what is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from throughline.film.company import Company
from throughline.film.schedule import CastDays, Schedule
from throughline.formats.schedule_labels import MONTHS, WEEKDAYS, day_of, label
from throughline.formats.tables import pages
from throughline.formats.workbook import BAND, BOLD, PLAIN, TITLE, Formula, fill, heading, put, sheet

CODE_COLOURS = {"SW": "BFE3C0", "W": "DDF0DD", "WF": "BFE3C0", "SWF": "BFE3C0", "PW": "BFE3C0", "H": "FFE3B3",
                "D": "E0E0E0", "TR": "D6E4F5", "FT": "EADCF4", "R": "EADCF4"}
WORKING = '{"SW","W","WF","SWF","PW"}'
FIXED, COLUMNS_A_PAGE = 3, 35


def dood_sheet(book: Workbook, schedule: Schedule, company: Company, language: str) -> None:
    """The day-out-of-days: a row a member of the cast, a column a date; the totals are formulas."""
    count = len(schedule.calendar)
    page = sheet(book, label("dood", language), [5, 20, 18, *[4.6] * count, 7, 7, 7, 7, 13, 13])
    page.cell(1, 1, f"{schedule.title}  {label('dood', language)}").font = TITLE
    page.cell(2, 1, label("legend", language)).font = PLAIN
    numbers = {day.date: day.number for day in schedule.days if day.date}
    columns = [numbers.get(text) for text in schedule.calendar] if numbers else list(range(1, count + 1))
    tops = [label(key, language) for key in ("work", "hold", "travel", "total", "start_date", "finish")]
    heading(page, 3, ["", "", label("day", language), *["" if number is None else str(number) for number in columns],
                      *[""] * 6])
    heading(page, 4, [label("number", language), label("role", language), label("performer", language),
                      *(_short(text, language) for text in schedule.calendar), *tops])
    for column in (1, *range(FIXED + 1, FIXED + 7 + count)):
        for row in (3, 4):
            page.cell(row, column).alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    page.row_dimensions[4].height = 42 if numbers else 16
    performers = {player.name.casefold(): player.performer for player in company.cast}
    for row, told in enumerate(schedule.cast, start=5):
        _row(page, row, told, performers.get(told.name.casefold(), ""),
             [number is not None for number in columns], language)
    _totals(page, len(schedule.cast) + 5, count, language)
    page.freeze_panes, page.print_title_rows = page.cell(5, FIXED + 1), "3:4"
    page.print_title_cols = "A:C"
    page.page_setup.fitToWidth = -(-max(count, 1) // COLUMNS_A_PAGE)


def _row(page: Worksheet, row: int, told: CastDays, performer: str, shot: Sequence[bool], language: str) -> None:
    """A member of the cast; dates that nothing is shot on (``shot`` False) are grey."""
    count = len(shot)
    first, last = get_column_letter(FIXED + 1), get_column_letter(FIXED + max(count, 1))
    span = f"{first}{row}:{last}{row}"
    work, hold, travel = (get_column_letter(FIXED + count + step) for step in (1, 2, 3))
    put(page, row, [told.number, told.name, performer, *(code or None for code in told.codes),
                    Formula(f"=SUM(COUNTIF({span},{WORKING}))"), Formula(f'=COUNTIF({span},"H")'),
                    Formula(f'=COUNTIF({span},"TR")'), Formula(f"={work}{row}+{hold}{row}+{travel}{row}"),
                    day_of(told.start, language), day_of(told.finish, language)])
    for column in (1, *range(FIXED + count + 1, FIXED + count + 7)):
        page.cell(row, column).alignment = Alignment(horizontal="center")
    for column, code in enumerate(told.codes, start=FIXED + 1):
        cell = page.cell(row, column)
        cell.alignment = Alignment(horizontal="center")
        if code or not shot[column - FIXED - 1]:
            cell.fill = fill(CODE_COLOURS.get(code, BAND))


def _totals(page: Worksheet, row: int, count: int, language: str) -> None:
    """How many of the cast work on each date, and the sums of the totals."""
    if row == 5:
        return
    letters = [get_column_letter(column) for column in range(FIXED + 1, FIXED + count + 5)]
    cells = [Formula(f"=SUM(COUNTIF({letter}5:{letter}{row - 1},{WORKING}))") for letter in letters[:count]]
    sums = [Formula(f"=SUM({letter}5:{letter}{row - 1})") for letter in letters[count:]]
    put(page, row, ["", label("total", language), "", *cells, *sums, "", ""], bold=True, colour=BAND)
    for column in range(FIXED + 1, FIXED + 5 + count):
        page.cell(row, column).alignment = Alignment(horizontal="center")


def _short(text: str, language: str) -> str:
    """A date for a narrow column, its parts one under the other."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    weekday = WEEKDAYS["ko" if language[:2] == "ko" else "en"][day.weekday()]
    month = f"{day.month}월" if language[:2] == "ko" else MONTHS[day.month - 1]
    return f"{weekday}\n{day.day}\n{month}"


def summary_sheet(book: Workbook, schedule: Schedule, language: str) -> None:
    """The schedule in figures, the wishes it does not keep, and the blanks that a person must fill."""
    page = sheet(book, label("summary", language), [52, 62], landscape=False)
    page.cell(1, 1, f"{schedule.title}  {label('summary', language)}").font = TITLE
    row = _pairs(page, 3, (label("figures", language), ""), _figures(schedule, language))
    unmet = [(wish.wish, wish.why) for wish in schedule.unmet] or [(label("nothing_unmet", language), "")]
    row = _pairs(page, row + 1, (label("unmet", language), label("why", language)), unmet)
    blanks = [(line.partition(": ")[0], line.partition(": ")[2]) for line in schedule.open]
    _pairs(page, row + 1, (label("open", language), ""), blanks or [(label("nothing_open", language), "")])


def _figures(schedule: Schedule, language: str) -> list[tuple[str, str]]:
    days = schedule.days
    unit = label("points", language) if schedule.currency == "XXX" else schedule.currency
    eighths = sum(day.eighths for day in days)
    found = [("days", str(len(days))), ("nights", str(sum(day.kind == "night" for day in days))),
             ("splits", str(sum(day.kind == "split" for day in days))),
             ("moves", str(sum(len(day.locations) - 1 for day in days))), ("scenes", str(len(schedule.strips))),
             ("pages", pages(eighths)), ("pages_day", pages(round(eighths / len(days))) if days else "0"),
             ("cast_days", str(sum(row.worked for row in schedule.cast))),
             ("held_days", str(sum(row.held for row in schedule.cast))),
             ("cost", f"{schedule.cost:,.0f} {unit}"), ("bound", f"{schedule.bound:,.0f} {unit}"),
             ("proved", label("yes" if schedule.proved else "no", language))]
    if not schedule.proved and schedule.bound > 0:
        found.append(("gap", f"{100 * (schedule.cost - schedule.bound) / schedule.bound:.1f} %"))
    return [(label(key, language), value) for key, value in found]


def _pairs(page: Worksheet, row: int, top: tuple[str, str], rows: list[tuple[str, str]]) -> int:
    """A heading and rows of two cells; gives the row after them."""
    heading(page, row, top)
    for words, value in rows:
        row += 1
        put(page, row, [words, value])
        page.cell(row, 1).font = BOLD if not value else PLAIN
    return row + 1
