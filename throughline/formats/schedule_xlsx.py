"""schedule.xlsx: stripboard, one-liner, shooting schedule, day-out-of-days and summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from throughline.film.company import Company
from throughline.film.schedule import Schedule, ShootDay, Strip, Work
from throughline.film.story import Breakdown, SceneReading, Setting, TimeOfDay
from throughline.formats.dood_xlsx import dood_sheet, summary_sheet
from throughline.formats.schedule_labels import category, day_of, day_total, inside, label, time_of_day
from throughline.formats.sheet_pages import Paged
from throughline.formats.tables import pages
from throughline.formats.workbook import BAND, HEAD, LIGHT, PLAIN, TITLE, heading, put, saved, sheet, workbook

WHITE, YELLOW, BLUE, GREEN, BLACK, MOVE = "FFFFFF", "FFF1A6", "CBDFF5", "CBE8C4", "000000", "D9D2E9"
MOST_COLUMNS = 24
COLUMN, NARROW = 4.2, 3.4
TITLE_HEIGHT = 24.0


def schedule_workbook(schedule: Schedule, breakdown: Breakdown, company: Company, language: str) -> bytes:
    """The schedule's workbook as XLSX, its labels in ``language`` ("en", "ko"); the same schedule, the same bytes."""
    book = workbook()
    _stripboard(book, schedule, language)
    _oneliner(book, schedule, language)
    _shooting(book, schedule, breakdown, language)
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


class _Days:
    """A sheet of rows day by day while it is written: a day's first row stays with its heading, its end with its last.
    """

    def __init__(self, page: Worksheet, widths: Sequence[float], titles: int):
        self.page, self.row, self._columns, self._bound = page, titles, len(widths), False
        self._paged = Paged(page, widths, titles)

    def head(self, row: int, texts: Sequence[str], least: float = 0.0) -> None:
        """A row of the sheet's head."""
        self._paged.height(row, texts, least=least)

    def strip(self, values: Sequence[Any], colour: str) -> None:
        """A scene's row."""
        self.row += 1
        put(self.page, self.row, values, colour=colour)
        self._paged.row(self.row, values, not self._bound)
        self._bound = False

    def banner(self, words: str, colour: str, dark: bool = False, begins: bool = False) -> None:
        """A row across the whole sheet: one that ``begins`` stays with the row below it, another with that above."""
        self.row += 1
        put(self.page, self.row, [words, *[None] * (self._columns - 1)], bold=True, colour=colour)
        self.page.merge_cells(start_row=self.row, start_column=1, end_row=self.row, end_column=self._columns)
        self.page.cell(self.row, 1).alignment = Alignment(vertical="center")
        if dark:
            self.page.cell(self.row, 1).font = LIGHT
        self._paged.row(self.row, [], begins and not self._bound)
        self._bound = begins

    def centred(self, columns: Iterable[int]) -> None:
        """The cells of the last row in these columns, in their middle."""
        for column in columns:
            self.page.cell(self.row, column).alignment = Alignment(horizontal="center", vertical="top")

    def finish(self) -> None:
        self._paged.finish(self._columns, self.row, filtered=False)


def _stripboard(book: Workbook, schedule: Schedule, language: str) -> None:
    strips = {strip.scene: strip for strip in schedule.strips}
    board = [row.name for row in schedule.cast]
    shown = board[:MOST_COLUMNS]
    extra = len(board) > MOST_COLUMNS
    widths = [8, 6, 8, 40, 7, 6, *[NARROW if len(shown) > 12 else COLUMN] * len(shown), *[9] * extra, 22]
    page = sheet(book, label("stripboard", language), widths)
    days = _Days(page, widths, 3)
    titles = [label(key, language) for key in ("scene", "inside", "time", "set", "pages", "minutes")]
    page.cell(1, 1, schedule.title).font = TITLE
    page.cell(2, 1, label("colours", language)).font = PLAIN
    names = [f"{number}  {name}" for number, name in enumerate(shown, start=1)]
    heading(page, 3, [*titles, *names, *[label("others", language)] * extra, label("location", language)])
    for column in range(7, 7 + len(shown)):
        page.cell(3, column).alignment = Alignment(text_rotation=90, vertical="bottom", horizontal="center")
    days.head(1, [], TITLE_HEIGHT)
    days.head(2, [])
    days.head(3, [], min(150, max([60, *(12 + 6.2 * _wide(name) for name in names)])))
    for number, day in enumerate(schedule.days):
        _board_day(days, day, strips, board, language)
        following = schedule.days[number + 1] if number + 1 < len(schedule.days) else None
        off = [] if following is None or not day.date else [
            text for text in schedule.calendar if day.date < text < following.date]
        if off:
            days.banner(label("off", language, days=", ".join(day_of(text, language) for text in off)), BAND)
    page.freeze_panes = "E4"
    days.finish()


def _board_day(days: _Days, day: ShootDay, strips: Mapping[str, Strip], board: Sequence[str], language: str) -> None:
    """The strips of a day and the black one that ends it."""
    shown, extra = board[:MOST_COLUMNS], len(board) > MOST_COLUMNS
    place = day.work[0].location if day.work else ""
    for work in day.work:
        strip = strips[work.scene]
        if work.location != place:
            place = work.location
            days.banner(label("move", language, name=place), MOVE, begins=True)
        marks = [board.index(name) + 1 if name in strip.cast else None for name in shown]
        rest = ", ".join(str(board.index(name) + 1) for name in strip.cast if name not in shown)
        told = f"{strip.set_name}\n{strip.synopsis}" if strip.synopsis else strip.set_name
        if strip.pinned:
            told = f"● {label('pinned', language)}  {told}"
        days.strip([scene_name(work, language), inside(strip, language), time_of_day(strip, language), told,
                    pages(work.eighths), work.minutes, *marks, *[rest] * extra,
                    _where(strip, work.location, language)], colour_of(strip))
        days.centred((5, 6, *range(7, 7 + len(shown))))
    words = " · ".join(filter(None, (label("end_of_day", language, day=day.number), day_of(day.date, language),
                                     label(f"kind_{day.kind}", language), day_total(day, language))))
    days.banner(words, BLACK, dark=True)


def _listed(book: Workbook, schedule: Schedule, name: str, columns: Sequence[str], widths: Sequence[float],
            language: str) -> _Days:
    """A sheet with its title and head, to be filled day by day."""
    page = sheet(book, label(name, language), widths)
    days = _Days(page, widths, 2)
    page.cell(1, 1, f"{schedule.title}  {label(name, language)}").font = TITLE
    heads = [label(key, language) for key in columns]
    heading(page, 2, heads)
    days.head(1, [], TITLE_HEIGHT)
    days.head(2, heads)
    page.freeze_panes = "A3"
    return days


def _oneliner(book: Workbook, schedule: Schedule, language: str) -> None:
    strips = {strip.scene: strip for strip in schedule.strips}
    board = {row.name: row.number for row in schedule.cast}
    days = _listed(book, schedule, "oneliner", ("scene", "inside", "time", "set", "synopsis", "pages", "start", "cast",
                                                "location"), (7, 6, 8, 26, 42, 7, 7, 16, 22), language)
    for day in schedule.days:
        days.banner(day_name(day, language), HEAD, dark=True, begins=True)
        for work in day.work:
            strip = strips[work.scene]
            numbers = ", ".join(str(board[name]) for name in strip.cast)
            days.strip([scene_name(work, language), inside(strip, language), time_of_day(strip, language),
                        strip.set_name, strip.synopsis, pages(work.eighths), work.start, numbers,
                        _where(strip, work.location, language)], colour_of(strip))
            days.centred((6, 7))
        days.banner(day_total(day, language), BAND)
    days.finish()


def _shooting(book: Workbook, schedule: Schedule, breakdown: Breakdown, language: str) -> None:
    """Every scene of every day with what each department must have there."""
    strips = {strip.scene: strip for strip in schedule.strips}
    scenes = {scene.scene: scene for scene in breakdown.scenes}
    board = {row.name: row.number for row in schedule.cast}
    days = _listed(book, schedule, "shooting", ("scene", "inside", "time", "set", "pages", "cast", "elements"),
                   (8, 8, 8, 30, 7, 18, 44), language)
    for day in schedule.days:
        days.banner(day_name(day, language), HEAD, dark=True, begins=True)
        for work in day.work:
            strip = strips[work.scene]
            told = "\n".join(filter(None, (strip.set_name, strip.synopsis,
                                           f"{label('script_day', language)} {strip.script_day} · "
                                           f"{label('setups', language)} {strip.setups} · {work.start}, {work.minutes} "
                                           f"{label('minutes', language).lower()}")))
            cast = "\n".join(f"{board[name]} {name}" for name in strip.cast)
            needed = elements(scenes.get(work.scene), strip, language)
            days.strip([scene_name(work, language), inside(strip, language), time_of_day(strip, language), told,
                        pages(work.eighths), cast, needed], colour_of(strip))
            days.centred((5,))
        days.banner(day_total(day, language), BAND)
    days.finish()


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
