"""The shot list as a workbook: in script order, in the order of shooting, and the coverage as a lined script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from throughline.directing.setups import Setup, setups
from throughline.film.shot import Shot, ShotList
from throughline.film.story import Beat, Breakdown, SceneReading
from throughline.formats import shotlist_words as words
from throughline.formats.breakdown_words import tongue
from throughline.formats.sheet_pages import Paged
from throughline.formats.shot_words import angle_word, effect_words, move_word, setting_word, time_word
from throughline.formats.tables import SHORT_SIZES, equipment
from throughline.formats.workbook import (
    BAND,
    BORDER,
    FACE,
    INK,
    PLAIN,
    TITLE,
    fill,
    heading,
    put,
    saved,
    sheet,
    workbook,
)
from throughline.reading.element_words import ElementWords

SHOT_WIDTHS = (6.0, 8.5, 7.0, 8.5, 9.0, 11.0, 6.0, 16.0, 36.0, 34.0, 7.0, 15.0, 15.0, 22.0)
SETUP_WIDTHS = (5.0, 7.0, 16.0, 21.0, 7.0, 10.0, 17.0, 12.0, 20.0, 44.0, 8.0, 18.0, 6.0)
LINE_WIDTHS = (6.0, 14.0, 58.0, 6.0)
ACROSS, CELL, WORDS = 24, 3.6, 44
TITLES = 3
ON, OFF, BARE, GREY = "22303C", "5A6873", "F6C9C4", "6B747C"
SECONDS = "0.0"
TWO_LINES = "\n"


def shotlist_xlsx(shot_list: ShotList, breakdown: Breakdown, title: str, language: str) -> bytes:
    """The workbook's bytes. ``breakdown`` is the one that the shots were made from, ``language`` that of the labels.

    Sheet 1 has every shot in script order, sheet 2 the set-ups in the order in which a crew would shoot them, sheet 3
    by scene which lines of the script each shot covers.
    """
    writer = _Book(shot_list, breakdown, title, language)
    writer.script_order()
    writer.shooting_order()
    writer.coverage()
    return saved(writer.book, title)


class _Book:
    """The workbook while it is written."""

    def __init__(self, shot_list: ShotList, breakdown: Breakdown, title: str, language: str):
        self.book = workbook()
        self.book._named_styles["Normal"].font = PLAIN  # columns are measured in its figures, in every program alike
        self._tongue, self._language, self._title = tongue(language), language, title
        self._list, self._broken, self._names = shot_list, breakdown, ElementWords(breakdown, language)
        self._scenes = {scene.scene: scene for scene in breakdown.scenes}
        self._vehicles = set(breakdown.vehicles)
        self._setups = setups(shot_list, breakdown)
        self._label = {shot: setup.label for setup in self._setups for shot in setup.shots}
        self._shots = {shot.id: shot for shot in shot_list.shots}

    def script_order(self) -> None:
        page, paged = self._page("shots", 0, SHOT_WIDTHS)
        row, columns = TITLES, len(SHOT_WIDTHS)
        opened: set[str] = set()
        for shot in self._list.shots:
            begins = shot.scene not in opened
            if begins:
                opened.add(shot.scene)
                row = self._band(page, paged, row + 1, self._heading(shot.scene), columns)
            row += 1
            values = self._shot_row(shot)
            put(page, row, values, formats=[None] * 6 + ["0", None, None, None, SECONDS])
            _centred(page, row, (1, 2, 3, 4, 7, 11))
            paged.row(row, values, not begins)
        page.freeze_panes = f"C{TITLES + 1}"
        paged.finish(columns, row)

    def shooting_order(self) -> None:
        page, paged = self._page("setups", 1, SETUP_WIDTHS)
        row, columns, before = TITLES, len(SETUP_WIDTHS), ""
        for number, setup in enumerate(self._setups, start=1):
            where, begins = self._set_name(setup), self._set_name(setup) != before
            if begins:
                row = self._band(page, paged, row + 1, self._set_heading(setup), columns)
            row, before = row + 1, where
            values = self._setup_row(number, setup)
            put(page, row, values, formats=[None] * 10 + [SECONDS])
            _centred(page, row, (1, 2, 5, 6, 8, 11))
            paged.row(row, values, not begins)
        page.freeze_panes = f"C{TITLES + 1}"
        paged.finish(columns, row)

    def coverage(self) -> None:
        widths = (*LINE_WIDTHS, *[CELL] * ACROSS)
        page, paged = self._page("coverage", 2, widths)
        page.merge_cells(start_row=TITLES, end_row=TITLES, start_column=len(LINE_WIDTHS) + 1, end_column=len(widths))
        row = TITLES
        for scene in self._broken.scenes:
            shots = [shot for shot in self._list.shots if shot.scene == scene.scene]
            for first in range(0, max(1, len(shots)), ACROSS):
                row = self._lined(page, paged, row + 1, scene, shots[first:first + ACROSS], first > 0)
        page.freeze_panes = f"A{TITLES + 1}"
        paged.finish(len(widths), row, filtered=False)

    def _page(self, name: str, index: int, widths: Sequence[float]) -> tuple[Worksheet, Paged]:
        page = sheet(self.book, words.SHEETS[self._tongue][index], widths)
        paged = Paged(page, widths, TITLES)
        page.cell(1, 1, f"{self._title} · {words.SHEETS[self._tongue][index]}").font = TITLE
        page.row_dimensions[1].height = 24
        total = self._total(self._list.shots, len(self._setups))
        page.cell(2, 1, f"{total}. {words.REMARKS[self._tongue][name]}").font = Font(name=FACE, size=9, color=GREY)
        heads = words.COLUMNS[self._tongue][name]
        heads = (*heads, *[""] * (len(widths) - len(heads)))
        heading(page, TITLES, heads)
        paged.height(TITLES, heads)
        return page, paged

    def _total(self, shots: Sequence[Shot], setups: int) -> str:
        seconds = round(float(sum(shot.frames for shot in shots) / self._list.rate))
        return words.TOTAL[self._tongue].format(shots=len(shots), setups=setups,
                                                minutes=f"{seconds // 60}:{seconds % 60:02d}")

    def _band(self, page: Worksheet, paged: Paged, row: int, text: str, columns: int) -> int:
        """A heading over the rows of a scene or a set; the row it stands in."""
        put(page, row, [text, *[None] * (columns - 1)], bold=True, colour=BAND)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        page.cell(row, 1).alignment = Alignment(vertical="center")
        paged.row(row, [], True)
        return row

    def _heading(self, scene: str) -> str:
        found = self._scenes.get(scene)
        return f"{scene}. {found.heading.text}" if found else scene

    def _shot_row(self, shot: Shot) -> list[Any]:
        language = self._language
        dialogue = "\n".join(f"{self._speaker(line.speaker, line.off_screen)}: {line.text}" for line in shot.spoken)
        notes = [words.WISH[self._tongue].format(shot.wish) if shot.wish else "",
                 words.OVER[self._tongue].format(shot.over) if shot.over else "",
                 *(words.TEXT[self._tongue].format(card.text) for card in shot.titles), shot.notes]
        return [shot.scene, shot.id, self._label.get(shot.id, ""), SHORT_SIZES[shot.size],
                angle_word(shot.angle, language) or words.EYE[self._tongue], move_word(shot.move, language),
                shot.lens_mm, self._subjects([shot]), shot.action, dialogue, float(shot.frames / self._list.rate),
                self._equipment(shot), self._effects(shot), "\n".join(filter(None, notes))]

    def _speaker(self, name: str, off_screen: bool) -> str:
        return words.OFF[self._tongue].format(name) if off_screen else name

    def _equipment(self, shot: Shot) -> str:
        return words.equipment_word(equipment(shot, self._scenes.get(shot.scene), self._vehicles), self._tongue)

    def _effects(self, shot: Shot) -> str:
        plate = words.PLATE[self._tongue].format(shot.plate) if shot.plate else ""
        return ", ".join(filter(None, (effect_words(shot, self._language), plate)))

    def _set_name(self, setup: Setup) -> str:
        return (f"{setting_word(setup.setting, self._language)}. {setup.place} · "
                f"{time_word(setup.time, self._language)}")

    def _set_heading(self, setup: Setup) -> str:
        """The set with what is shot there: set-ups, shots, screen time."""
        mine = [other for other in self._setups if self._set_name(other) == self._set_name(setup)]
        shots = [self._shots[shot] for other in mine for shot in other.shots]
        return f"{self._set_name(setup)}   ({self._total(shots, len(mine))})"

    def _setup_row(self, number: int, setup: Setup) -> list[Any]:
        shots = [self._shots[shot] for shot in setup.shots]
        lenses = sorted({shot.lens_mm for shot in shots})
        seconds = sum(float(shot.frames / self._list.rate) for shot in shots)
        return [number, setup.label, _in_lines(setup.shots), self._direction(setup),
                f"{lenses[0]}–{lenses[-1]}" if len(lenses) > 1 else str(lenses[0]),
                words.HEIGHTS[self._tongue][setup.height], ", ".join(dict.fromkeys(map(self._equipment, shots))),
                ", ".join(dict.fromkeys(SHORT_SIZES[shot.size] for shot in shots)),
                self._subjects(shots),
                "\n".join(map(_told, shots)), seconds,
                ", ".join(dict.fromkeys(filter(None, map(self._effects, shots)))), None]

    def _direction(self, setup: Setup) -> str:
        names = words.DIRECTIONS[self._tongue]
        if setup.side:
            return names[setup.side].format(self._names.thing(setup.towards))
        return names.get(setup.towards, self._names.thing(setup.towards))

    def _subjects(self, shots: Sequence[Shot]) -> str:
        """Whom or what shots show, each once."""
        return ", ".join(dict.fromkeys(self._names.thing(name, shot.scene, min(shot.lines, default=0))
                                       for shot in shots for name in shot.subjects))

    def _lined(self, page: Worksheet, paged: Paged, row: int, scene: SceneReading, shots: Sequence[Shot],
               continued: bool) -> int:
        """A scene's script, a column a shot; the last row written."""
        text = self._heading(scene.scene) + (f" {words.CONTINUED[self._tongue]}" if continued else "")
        put(page, row, [text, *[None] * (len(LINE_WIDTHS) - 1)], bold=True, colour=BAND)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(LINE_WIDTHS))
        page.cell(row, 1).alignment = Alignment(vertical="center", wrap_text=True)
        paged.row(row, [TWO_LINES], True)
        for column, shot in enumerate(shots, start=len(LINE_WIDTHS) + 1):
            cell = page.cell(row, column, shot.id.removeprefix(f"{scene.scene}-"))
            cell.font, cell.fill, cell.border = Font(name=FACE, size=8, color=INK), fill(BAND), BORDER
            cell.alignment = Alignment(text_rotation=90, horizontal="center", vertical="center")
        for beat in scene.beats:
            row += 1
            covering = [shot for shot in self._list.shots if shot.scene == scene.scene and beat.index in shot.beats]
            values = [beat.line or None, self._speaker(beat.speaker, beat.off_screen) if beat.speaker else None,
                      beat.text, len(covering)]
            put(page, row, values, colour=None if covering else BARE)
            _centred(page, row, (1, 4))
            paged.row(row, values, False)
            for column, shot in enumerate(shots, start=len(LINE_WIDTHS) + 1):
                _mark(page, row, column, shot, beat)
        return row


def _told(shot: Shot) -> str:
    """What happens in the shot in a line, with the first words that are said in it."""
    said = shot.spoken[0].text if shot.spoken else ""
    begun = said if len(said) <= WORDS else f"{said[:WORDS].rsplit(' ', 1)[0]} …"
    return f"{shot.id.rpartition('-')[2]}  {shot.action}" + (f" “{begun}”" if said else "")


def _centred(page: Worksheet, row: int, columns: Sequence[int]) -> None:
    for column in columns:
        page.cell(row, column).alignment = Alignment(horizontal="center", vertical="top", wrap_text=True)


def _mark(page: Worksheet, row: int, column: int, shot: Shot, beat: Beat) -> None:
    cell = page.cell(row, column)
    cell.border = BORDER
    if beat.index not in shot.beats:
        return
    heard = [line for line in shot.spoken if line.line == beat.line]
    off = bool(heard) and all(line.off_screen or line.speaker not in shot.subjects for line in heard)
    cell.fill = PatternFill("mediumGray", start_color=OFF) if off else fill(ON)


def _in_lines(ids: Sequence[str]) -> str:
    """Shot ids two a line, so that none is broken at its hyphen."""
    return ",\n".join(", ".join(ids[at:at + 2]) for at in range(0, len(ids), 2))
