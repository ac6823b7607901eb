"""schedule.xlsx: stripboard, one-liner, shooting schedule, day-out-of-days and summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from throughline.film.company import Company
from throughline.film.schedule import Schedule, ShootDay, Strip, Work
from throughline.film.story import Breakdown, SceneReading, Setting, TimeOfDay
from throughline.formats.dood_xlsx import dood_sheet, summary_sheet
from throughline.formats.schedule_labels import category, day_of, day_total, inside, label, time_of_day
from throughline.formats.tables import pages
from throughline.formats.workbook import BAND, HEAD, LIGHT, PLAIN, TITLE, heading, put, saved, sheet, workbook

WHITE, YELLOW, BLUE, GREEN, BLACK, MOVE = "FFFFFF", "FFF1A6", "CBDFF5", "CBE8C4", "000000", "D9D2E9"
MOST_COLUMNS = 24
COLUMN, NARROW = 4.2, 3.4


def schedule_workbook(schedule: Schedule, breakdown: Breakdown, company: Company, language: str) -> bytes:
    """The schedule's workbook as XLSX, its labels in ``language`` ("en", "ko"); the same schedule, the same bytes."""
    book = workbook()
    stripboard = sheet(book, label("stripboard", language), [])
    _stripboard(stripboard, schedule, language)
    _oneliner(sheet(book, label("oneliner", language), [7, 6, 8, 26, 42, 7, 7, 16, 22]), schedule, language)
    _shooting(sheet(book, label("shooting", language), [8, 8, 8, 30, 7, 18, 44]), schedule, breakdown, language)
    dood_sheet(book, schedule, company, language)
    summary_sheet(book, schedule, language)
    return saved(book, f"{schedule.title} {label('shooting', language)}".strip())


def colour_of(strip: Strip) -> str:
    """A strip's colour: white INT/DAY, yellow EXT/DAY, blue INT/NIGHT, green EXT/NIGHT."""
    night = strip.time is TimeOfDay.NIGHT
    if strip.setting is Setting.INT:
        return BLUE if night else WHITE
    return GREEN if night else YELLOW


def scene_name(work: Work, language: str) -> str:
    """The scene's number, with its part where it takes several days."""
    return work.scene if work.parts == 1 else (
        f"{work.scene} {label('part', language, part=work.part, of=work.parts)}")


def day_name(day: ShootDay, language: str) -> str:
    """A day's number, date, kind and hours in a line."""
    return " · ".join(filter(None, (
        label("day_start", language, day=day.number), day_of(day.date, language), label(f"kind_{day.kind}", language),
        f"{label('call', language)} {day.call} – {label('wrap', language)} {day.wrap}")))


def _stripboard(page: Worksheet, schedule: Schedule, language: str) -> None:
    strips = {strip.scene: strip for strip in schedule.strips}
    board = [row.name for row in schedule.cast]
    shown = board[:MOST_COLUMNS]
    extra = len(board) > MOST_COLUMNS
    widths = [8, 6, 8, 40, 7, 6, *[NARROW if len(shown) > 12 else COLUMN] * len(shown), *[9] * extra, 22]
    for index, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    titles = [label(key, language) for key in ("scene", "inside", "time", "set", "pages", "minutes")]
    page.cell(1, 1, schedule.title).font = TITLE
    page.cell(2, 1, label("colours", language)).font = PLAIN
    names = [f"{number}  {name}" for number, name in enumerate(shown, start=1)]
    heading(page, 3, [*titles, *names, *[label("others", language)] * extra, label("location", language)])
    for column in range(7, 7 + len(shown)):
        page.cell(3, column).alignment = Alignment(text_rotation=90, vertical="bottom", horizontal="center")
    page.row_dimensions[3].height = min(150, max([60, *(12 + 6.2 * _wide(name) for name in names)]))
    row = 4
    for number, day in enumerate(schedule.days):
        row = _board_day(page, row, day, strips, board, language)
        following = schedule.days[number + 1] if number + 1 < len(schedule.days) else None
        off = [] if following is None or not day.date else [
            text for text in schedule.calendar if day.date < text < following.date]
        if off:
            words = label("off", language, days=", ".join(day_of(text, language) for text in off))
            row = _banner(page, row, len(widths), words, BAND, dark=False)
    page.freeze_panes, page.print_title_rows = "E4", "3:3"


def _board_day(page: Worksheet, row: int, day: ShootDay, strips: Mapping[str, Strip], board: Sequence[str],
               language: str) -> int:
    """The strips of a day and the black one that ends it; gives the next row."""
    shown, extra = board[:MOST_COLUMNS], len(board) > MOST_COLUMNS
    width = 7 + len(shown) + extra
    place = day.work[0].location if day.work else ""
    for work in day.work:
        strip = strips[work.scene]
        if work.location != place:
            place = work.location
            row = _banner(page, row, width, label("move", language, name=place), MOVE, dark=False)
        marks = [board.index(name) + 1 if name in strip.cast else None for name in shown]
        rest = ", ".join(str(board.index(name) + 1) for name in strip.cast if name not in shown)
        told = f"{strip.set_name}\n{strip.synopsis}" if strip.synopsis else strip.set_name
        if strip.pinned:
            told = f"● {label('pinned', language)}  {told}"
        put(page, row, [scene_name(work, language), inside(strip, language), time_of_day(strip, language), told,
                        pages(work.eighths), work.minutes, *marks, *[rest] * extra,
                        _where(strip, work.location, language)], colour=colour_of(strip))
        for column in range(7, 7 + len(shown)):
            page.cell(row, column).alignment = Alignment(horizontal="center", vertical="top")
        page.row_dimensions[row].height = _height(told, 40, 3)
        row += 1
    words = " · ".join(filter(None, (label("end_of_day", language, day=day.number), day_of(day.date, language),
                                     label(f"kind_{day.kind}", language), day_total(day, language))))
    return _banner(page, row, width, words, BLACK, dark=True)


def _banner(page: Worksheet, row: int, width: int, words: str, colour: str, dark: bool) -> int:
    """A row across the whole sheet; gives the next row."""
    put(page, row, [words, *[None] * (width - 1)], bold=True, colour=colour)
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    page.cell(row, 1).alignment = Alignment(vertical="center")
    if dark:
        page.cell(row, 1).font = LIGHT
    page.row_dimensions[row].height = 16
    return row + 1


def _oneliner(page: Worksheet, schedule: Schedule, language: str) -> None:
    strips = {strip.scene: strip for strip in schedule.strips}
    board = {row.name: row.number for row in schedule.cast}
    page.cell(1, 1, f"{schedule.title}  {label('oneliner', language)}").font = TITLE
    heading(page, 2, [label(key, language) for key in ("scene", "inside", "time", "set", "synopsis", "pages", "start",
                                                       "cast", "location")])
    row = 3
    for day in schedule.days:
        row = _banner(page, row, 9, day_name(day, language), HEAD, dark=True)
        for work in day.work:
            strip = strips[work.scene]
            numbers = ", ".join(str(board[name]) for name in strip.cast)
            put(page, row, [scene_name(work, language), inside(strip, language), time_of_day(strip, language),
                            strip.set_name, strip.synopsis, pages(work.eighths), work.start, numbers,
                            _where(strip, work.location, language)], colour=colour_of(strip))
            page.row_dimensions[row].height = max(_height(strip.synopsis, 42, 4), _height(strip.set_name, 26, 4))
            row += 1
        row = _banner(page, row, 9, day_total(day, language), BAND, dark=False)
    page.freeze_panes, page.print_title_rows = "A3", "2:2"


def _shooting(page: Worksheet, schedule: Schedule, breakdown: Breakdown, language: str) -> None:
    """Every scene of every day with what each department must have there."""
    strips = {strip.scene: strip for strip in schedule.strips}
    scenes = {scene.scene: scene for scene in breakdown.scenes}
    board = {row.name: row.number for row in schedule.cast}
    page.cell(1, 1, f"{schedule.title}  {label('shooting', language)}").font = TITLE
    heading(page, 2, [label(key, language) for key in ("scene", "inside", "time", "set", "pages", "cast", "elements")])
    row = 3
    for day in schedule.days:
        row = _banner(page, row, 7, day_name(day, language), HEAD, dark=True)
        for work in day.work:
            strip = strips[work.scene]
            told = "\n".join(filter(None, (strip.set_name, strip.synopsis,
                                           f"{label('script_day', language)} {strip.script_day} · "
                                           f"{label('setups', language)} {strip.setups} · {work.start}, {work.minutes} "
                                           f"{label('minutes', language).lower()}")))
            cast = "\n".join(f"{board[name]} {name}" for name in strip.cast)
            needed = elements(scenes.get(work.scene), strip, language)
            put(page, row, [scene_name(work, language), inside(strip, language), time_of_day(strip, language), told,
                            pages(work.eighths), cast, needed], colour=colour_of(strip))
            page.row_dimensions[row].height = max(_height(told, 30, 9), _height(cast, 18, 30), _height(needed, 44, 30))
            row += 1
        row = _banner(page, row, 7, day_total(day, language), BAND, dark=False)
    page.freeze_panes, page.print_title_rows = "A3", "2:2"


def elements(scene: SceneReading | None, strip: Strip, language: str) -> str:
    """What the departments must bring, a line a category; the cast stands elsewhere."""
    found: dict[int, list[str]] = {}
    for item in () if scene is None else scene.items:
        if item.category != 100:
            found.setdefault(item.category, []).append(item.name)
    if strip.background and 101 not in found:
        found[101] = list(strip.background)
    return "\n".join(f"{category(number, language)}: {', '.join(dict.fromkeys(found[number]))}"
                     for number in sorted(found))


def _where(strip: Strip, name: str, language: str) -> str:
    return name if strip.located else f"{name} {label('unnamed', language)}"


def _wide(text: str) -> float:
    """The width of a text in letters, Korean ones counted twice."""
    return sum(1.9 if ord(letter) > 0x2E7F else 1 for letter in text)


def _height(text: str, width: float, most: int) -> float:
    """A row's height in points for a text in a column of ``width`` letters, at most so many lines."""
    count = sum(max(1, -(-int(_wide(line) * 0.82) // int(width))) for line in text.split("\n"))
    return 12.6 * min(most, count) + 3
