"""The breakdown as a workbook (XLSX): scenes, elements with their script lines, categories, effect needs, cast."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment

from throughline.film.shot import Shot, ShotList
from throughline.film.story import Breakdown, Presence, SceneReading, Setting, TimeOfDay
from throughline.formats import breakdown_rows as rows
from throughline.formats.breakdown_words import (
    COLUMNS,
    NOTHING,
    REMARKS,
    RUN,
    SHEETS,
    VOICE,
    category_word,
    level_word,
    source_word,
    tongue,
)
from throughline.formats.sheet_pages import Paged
from throughline.formats.shot_words import setting_word, time_word
from throughline.formats.workbook import BOLD, PLAIN, TITLE, fill, heading, put, saved, sheet, workbook
from throughline.production.vfx_bid_table import kind_word
from throughline.reading.element_words import ElementWords, in_script_words

EIGHTHS, TIME = "# ?/8", "[m]:ss"
DAY = 86400
STRIPS = {(False, False): "FFFFFF", (True, False): "FFF3B0", (False, True): "CFE2F7", (True, True): "CFEBD2"}
"""The colour of a strip by (outside, at night): white, yellow, blue, green."""
LEVELS = {"high": "F7D6D0", "medium": "FBEBC8"}
OWN = "E3F1E6"
"""The colour behind an element that a person put there."""
_QUOTED = re.compile(r"(?<=\()[^()]*(?=\))")
CENTRE = Alignment(horizontal="center", vertical="top")
FIRST = 4
WIDTHS = {"scenes": (6, 26, 8, 8, 7, 21, 8, 6, 8, 27, 39), "elements": (7, 6, 20, 32, 8, 76, 16),
          "categories": (7, 24, 44, 8, 72, 10), "needs": (7, 18, 11, 22, 34, 8, 42, 22),
          "cast": (7, 25, 48, 8, 9, 10, 10, 46)}


def write_breakdown(breakdown: Breakdown, shot_list: ShotList, title: str, language: str,
                    board: Sequence[str] = ()) -> bytes:
    """The workbook as XLSX, the same bytes for the same film; labels in ``language`` ("ko..." or English).

    ``board`` are the names of the cast in the order of their board numbers; who is not among them has no number.
    """
    book = _Book(breakdown, shot_list, title, language, board)
    book.scenes()
    book.elements()
    book.categories()
    book.needs()
    book.cast()
    return saved(book.book, f"{title} - {SHEETS[book.tongue][0]}")


class _Book:
    """The workbook while it is written."""

    def __init__(self, breakdown: Breakdown, shot_list: ShotList, title: str, language: str, board: Sequence[str]):
        self.book: Workbook = workbook()
        self.book._named_styles["Normal"].font = PLAIN  # columns are measured in its figures, in every program alike
        self.tongue = tongue(language)
        self._broken, self._names = in_script_words(breakdown, language), ElementWords(breakdown, language)
        self._shots, self._title, self._language = shot_list, title, language
        self._board = tuple(board)
        self._numbers = {name: number for number, name in enumerate(self._board, start=1)}
        self._of: Mapping[str, tuple[Shot, ...]] = rows.by_scene(shot_list)
        self._words = {scene.scene: rows.Words(scene) for scene in breakdown.scenes}

    def scenes(self) -> None:
        table = []
        for scene in self._broken.scenes:
            shots = self._of.get(scene.scene, ())
            table.append((True, [
                _number(scene.scene), scene.heading.text, setting_word(scene.heading.setting, self._language),
                time_word(scene.heading.time, self._language), scene.script_day, scene.heading.place,
                scene.eighths / 8, len(shots), _days(rows.seconds(shots, self._shots)), self._in_scene(scene),
                scene.synopsis]))
        colours = [_strip(scene) for scene in self._broken.scenes]
        formats = (None, None, None, None, "0", None, EIGHTHS, "0", TIME)
        page = self._sheet("scenes", 0, table, formats, totals={7: EIGHTHS, 8: "0", 9: TIME})
        for row, colour in enumerate(colours, start=FIRST):
            for column in (1, 3, 4):
                page.cell(row, column).fill = fill(colour)
        page.freeze_panes = f"C{FIRST}"

    def elements(self) -> None:
        table, own = [], []
        for scene in self._broken.scenes:
            for place, item in enumerate(rows.ordered(scene.items)):
                table.append((place == 0, [
                    _number(scene.scene), item.category, category_word(item.category, self._language), item.name,
                    item.line or None, self._words[scene.scene].at(item.line, item.name),
                    source_word(item.source, self._language)]))
                own.append(item.source == "person")
        page = self._sheet("elements", 1, table)
        for row, by_person in enumerate(own, start=FIRST):
            if by_person:
                page.cell(row, 4).fill = page.cell(row, 7).fill = fill(OWN)
        page.freeze_panes = f"A{FIRST}"

    def categories(self) -> None:
        table, before = [], 0
        for row in rows.by_category(self._broken):
            table.append((row.category != before, [
                row.category, category_word(row.category, self._language), row.name, len(row.scenes),
                ", ".join(row.scenes), row.line or None]))
            before = row.category
        page = self._sheet("categories", 2, table)
        page.freeze_panes = f"A{FIRST}"

    def needs(self) -> None:
        table, levels = [], []
        for scene in self._broken.scenes:
            shots = self._of.get(scene.scene, ())
            for place, need in enumerate(scene.needs):
                falls = rows.runs(rows.shots_of(need, shots), shots, RUN[self.tongue])
                table.append((place == 0, [
                    _number(scene.scene), kind_word(need.kind, self.tongue),
                    level_word(need.complexity, self._language),
                    self._names.thing(need.at, scene.scene, need.line) if need.at else None,
                    _QUOTED.sub(lambda said: ", ".join(map(self._names.thing, said[0].split(", "))), need.why),
                    need.line or None, self._words[scene.scene].at(need.line, need.at or ""), falls]))
                levels.append(need.complexity)
        page = self._sheet("needs", 3, table)
        for row, level in enumerate(levels, start=FIRST):
            if level in LEVELS:
                page.cell(row, 3).fill = fill(LEVELS[level])
        page.freeze_panes = f"C{FIRST}"

    def cast(self) -> None:
        table = []
        for row in rows.cast_rows(self._broken, self._shots, self._board):
            scenes = [VOICE[self.tongue].format(name) if name in row.heard else name for name in row.scenes]
            table.append((True, [
                self._numbers.get(row.name), row.name, self._told(row), len(row.scenes), row.eighths / 8, row.speeches,
                _days(row.seconds), ", ".join(scenes)]))
        page = self._sheet("cast", 4, table, (None, None, None, "0", EIGHTHS, "0", TIME))
        page.freeze_panes = f"C{FIRST}"

    def _in_scene(self, scene: SceneReading) -> str:
        """The cast of a scene in the order of its board numbers, a voice as such."""
        cast = [role for role in scene.roles if not role.crowd and role.name not in self._broken.vehicles]
        names = []
        for role in sorted(cast, key=lambda role: self._numbers.get(role.name, len(self._numbers) + 1)):
            number = self._numbers.get(role.name)
            name = f"{number}. {role.name}" if number else role.name
            names.append(VOICE[self.tongue].format(name) if role.presence is Presence.HEARD else name)
        return ", ".join(names)

    def _told(self, row: rows.CastRow) -> str:
        """What the script says of a character, in one line."""
        fact = row.fact
        if fact is None:
            return ""
        words = [self._names.thing(word) for word in fact.words if not word.startswith("count:")]
        kind = [] if fact.kind == "person" else [self._names.kind(fact.kind)]
        return ", ".join([*kind, *([str(fact.age)] if fact.age is not None else []), *words])

    def _sheet(self, name: str, place: int, table: Sequence[tuple[bool, list[Any]]],
               formats: Sequence[str | None] = (), totals: Mapping[int, str] | None = None) -> Any:
        """A sheet: title, totals or a remark, header row 3, the table with its blocks, filter and page breaks."""
        widths, columns = WIDTHS[name], COLUMNS[self.tongue][name]
        page = sheet(self.book, SHEETS[self.tongue][place], widths)
        paged = Paged(page, widths, FIRST - 1)
        page.cell(1, 1, f"{self._title} · {SHEETS[self.tongue][place]}").font = TITLE
        page.row_dimensions[1].height = 26
        last = FIRST + max(1, len(table)) - 1
        for column, shape in (totals or {}).items():
            letter = page.cell(2, column).column_letter
            cell = page.cell(2, column, f"=SUBTOTAL(109,{letter}{FIRST}:{letter}{last})")
            cell.font, cell.number_format = BOLD, shape
        page.cell(2, 1, REMARKS[self.tongue][name]).font = PLAIN
        heading(page, FIRST - 1, columns)
        paged.height(FIRST - 1, columns)
        if not table:
            put(page, FIRST, [NOTHING[self.tongue]])
        for row, (begins, values) in enumerate(table, start=FIRST):
            put(page, row, values, formats=formats)
            for cell in page[row]:
                if not isinstance(cell.value, str) or cell.column == 1:
                    cell.alignment = CENTRE
            paged.row(row, values, begins)
            if begins and name in ("elements", "categories"):
                page.cell(row, 1).font = BOLD
        paged.finish(len(columns), last)
        return page


def _strip(scene: SceneReading) -> str:
    outside = scene.heading.setting is not Setting.INT
    return STRIPS[outside, scene.heading.time is TimeOfDay.NIGHT]


def _number(scene: str) -> int | str:
    """A scene's number as a number where it is one, so that sheets sort and no program complains."""
    return int(scene) if scene.isdigit() and not scene.startswith("0") else scene


def _days(seconds: Fraction) -> float:
    return float(seconds / DAY)
