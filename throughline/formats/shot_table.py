"""A person's own shot list (shots.csv) as rows: the exported table after editing, or one with fewer columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from throughline.film.errors import InputError
from throughline.film.shot_row import ShotRow
from throughline.formats.csv_table import Row, read_rows
from throughline.formats.shot_terms import angle_meant, move_meant, size_meant

T = TypeVar("T")

HEADINGS: dict[str, tuple[str, ...]] = {
    "scene": ("scene", "sc", "씬", "씬 번호", "s#"),
    "shot": ("shot", "cut", "컷", "컷 번호", "숏", "c#"),
    "size": ("size", "사이즈", "샷 사이즈", "숏 사이즈"),
    "angle": ("angle", "앵글"),
    "move": ("movement", "move", "camera", "무브", "무브먼트", "카메라 무브"),
    "lens": ("lens (mm)", "lens", "렌즈", "렌즈 (mm)"),
    "subjects": ("subjects", "subject", "cast", "인물", "피사체"),
    "description": ("description", "action", "내용", "설명"),
    "dialogue": ("dialogue", "대사"),
    "duration": ("duration (s)", "duration", "length", "길이", "길이 (초)", "시간"),
    "frames": ("frames", "프레임"),
    "plate": ("plate", "플레이트"),
    "lines": ("script lines", "lines", "대본 줄"),
    "notes": ("notes", "비고", "메모"),
    "title": ("text on screen", "자막"),
    "effects": ("effects", "vfx", "효과", "특수효과"),
    "equipment": ("equipment", "장비"),
}
MEANT = {heading: column for column, headings in HEADINGS.items() for heading in headings}
SHORTEST_MM, LONGEST_MM = 6, 1200
MOST_SECONDS = 3600.0
_TOTAL = re.compile(r"\d+ shots|합계|계|total", re.IGNORECASE)
_HELD_BACK = re.compile(r"^'(?=[=+\-@\t\r])")


class _Headings(tuple[str, ...]):
    """The main headings, for messages; every other spelling of them is one too."""

    def __contains__(self, name: object) -> bool:
        return name in MEANT


def read_shot_table(path: Path) -> tuple[ShotRow, ...]:
    """The rows of a shot list in the order in which they stand; an empty scene is that of the row above.

    Any of the exported columns may be there, under English or Korean headings; only the scene must be. Text on screen,
    effects and equipment are read past: the first two are the script's, the third follows from the move.

    Raises:
        InputError: with its file and row: no table, an unknown or missing column, a size, angle, movement, lens,
            duration or line number that cannot be meant, a shot that is listed twice.
    """
    rows: list[ShotRow] = []
    for row in read_rows(path, (), _Headings(headings[0] for headings in HEADINGS.values())):
        cells = _cells(row)
        if not cells["scene"] and (_TOTAL.fullmatch(cells["shot"]) or not any(cells.values())):
            continue
        rows.append(_shot_row(row, cells, rows[-1].scene if rows else ""))
    taken: dict[tuple[str, str], int] = {}
    for one in rows:
        key = (one.scene, one.shot.casefold())
        if one.shot and key in taken:
            raise InputError(f"shot {one.shot} is listed twice (first in row {taken[key]})", file=one.file,
                             line=one.line, remedy="give it a number of its own, or leave the number empty")
        taken[key] = one.line
    return tuple(rows)


def _cells(row: Row) -> dict[str, str]:
    """The row's cells by our own column names; a heading in two languages counts once."""
    found = dict.fromkeys(HEADINGS, "")
    heading: dict[str, str] = {}
    for name in row.cells:
        column = MEANT[name]
        if column in heading:
            raise InputError(f"columns {heading[column]} and {name} are the same", file=row.file, line=row.line,
                             remedy="keep one of the two")
        heading[column] = name
        found[column] = _HELD_BACK.sub("", row.text(name))
    if "scene" not in heading:
        raise InputError("there is no column for the scene", file=row.file, line=1,
                         remedy="name one Scene (씬); all others may be left out")
    return found


def _shot_row(row: Row, cells: dict[str, str], above: str) -> ShotRow:
    scene = cells["scene"] or above
    if not scene:
        raise _wrong(row, "scene", "", "write the scene's number in the first row")
    names = tuple(name.strip() for name in re.split(r"[,;/\n]", cells["subjects"]) if name.strip())
    return ShotRow(
        file=row.file, line=row.line, scene=scene.removeprefix("S#").strip(" ."), shot=cells["shot"],
        size=_meant(row, cells, "size", size_meant, "ECU, CU, MCU, MS, MLS, LS, ELS, EST, OTS, 2-SHOT or INSERT"),
        angle=_meant(row, cells, "angle", angle_meant, "eye, low, high, bird's-eye, worm's-eye or dutch"),
        move=_meant(row, cells, "move", move_meant, "static, push in, pull out, pan left, track, handheld ..."),
        lens_mm=_lens(row, cells["lens"]), subjects=names or None, description=cells["description"],
        dialogue=cells["dialogue"], seconds=_seconds(row, cells["duration"]), frames=_frames(row, cells["frames"]),
        plate=cells["plate"] or None, lines=_lines(row, cells["lines"]), notes=cells["notes"] or None)


def _meant(row: Row, cells: dict[str, str], column: str, meaning: Callable[[str], T | None], known: str) -> T | None:
    written = cells[column]
    found = meaning(written) if written else None
    if written and found is None:
        raise _wrong(row, column, written, f"write {known}")
    return found


def _lens(row: Row, written: str) -> int | None:
    if not written:
        return None
    number = re.fullmatch(r"(\d{1,4})(?:\.0+)?\s*(?:mm|㎜|밀리)?", written.strip(), re.IGNORECASE)
    if number is None or not SHORTEST_MM <= int(number.group(1)) <= LONGEST_MM:
        raise _wrong(row, "lens", written, f"write whole millimetres from {SHORTEST_MM} to {LONGEST_MM}: 35")
    return int(number.group(1))


def _seconds(row: Row, written: str) -> float | None:
    if not written:
        return None
    clock = re.fullmatch(r"(?:(\d+):)?(\d+(?:\.\d+)?)\s*(?:s|sec|초)?", written.strip(), re.IGNORECASE)
    seconds = 60.0 * int(clock.group(1) or 0) + float(clock.group(2)) if clock else 0.0
    if not 0.0 < seconds <= MOST_SECONDS:
        raise _wrong(row, "duration", written, "write seconds: 3.5, or leave it empty")
    return seconds


def _frames(row: Row, written: str) -> int | None:
    if not written:
        return None
    if not re.fullmatch(r"\d{1,6}", written) or not int(written):
        raise _wrong(row, "frames", written, "write a whole number of frames, or leave it empty")
    return int(written)


def _lines(row: Row, written: str) -> tuple[int, ...]:
    found: list[int] = []
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*[-–~]\s*", "-", written))):
        span = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", part)
        if span is None or int(span.group(2) or span.group(1)) - int(span.group(1)) not in range(10_000):
            raise _wrong(row, "script lines", written, "write line numbers: 12, 14-16")
        found.extend(range(int(span.group(1)), int(span.group(2) or span.group(1)) + 1))
    return tuple(found)


def _wrong(row: Row, column: str, written: str, remedy: str) -> InputError:
    return InputError(f"{column}: “{written}” cannot be used", file=row.file, line=row.line, remedy=remedy)
