"""corrections.csv: what a person changed in the breakdown, row by row, in English or Korean."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from pathlib import Path

from throughline.film.errors import InputError
from throughline.film.record import Record
from throughline.formats.csv_table import Row, read_rows
from throughline.formats.tables import CATEGORIES

NEEDED = ("scene", "category", "element", "action")
KOREAN_COLUMNS = {"씬": "scene", "분류": "category", "요소": "element", "처리": "action", "줄": "line",
                  "이름": "name", "비고": "note"}
_HEADER = f"its first row names the columns: {', '.join(NEEDED)} (or 씬, 분류, 요소, 처리)"
EVERY_SCENE = "*"
KOREAN_CATEGORIES: dict[int, str] = {
    100: "출연", 101: "보조출연", 102: "스턴트", 103: "차량", 104: "소품", 105: "특수효과", 106: "의상",
    107: "분장·미용", 108: "동물", 109: "동물 조련", 110: "촬영", 111: "그립", 112: "조명", 113: "사운드", 114: "음악",
    115: "미술", 116: "세트 장식", 117: "조경", 118: "안전·경비", 119: "특수장비", 120: "추가 인력", 121: "시각효과",
    122: "기계 특수효과", 123: "메모", 124: "코멘트", 125: "기타 잡항", 126: "기타",
}
"""The categories as a Korean production office calls them."""
_ALSO = {
    "cast": 100, "배우": 100, "등장인물": 100, "인물": 100, "extras": 101, "background": 101, "엑스트라": 101,
    "stunt": 102, "액션": 102, "vehicle": 103, "자동차": 103, "prop": 104, "sfx": 105, "특효": 105,
    "특수 효과": 105, "costume": 106, "makeup": 107, "hair": 107, "분장": 107, "미용": 107, "헤어": 107, "animal": 108,
    "동물 훈련사": 109, "동물 담당": 109, "카메라": 110, "electrics": 112, "lighting": 112, "음향": 113,
    "동시녹음": 113, "미술팀": 115, "세트 드레싱": 116, "세트장식": 116, "장식": 116, "greens": 117, "식물": 117,
    "안전": 118, "경비": 118, "보안": 118, "특수 장비": 119, "추가인력": 120, "vfx": 121, "시각 효과": 121,
    "기계효과": 122, "기계 효과": 122, "노트": 123,
}


class Action(StrEnum):
    """ADD an element to a scene; REMOVE it; give it another CATEGORY; RENAME it."""

    ADD = "add"
    REMOVE = "remove"
    CATEGORY = "category"
    RENAME = "rename"


_ACTIONS = {**{action.value: action for action in Action}, "추가": Action.ADD, "삭제": Action.REMOVE,
            "제거": Action.REMOVE, "분류": Action.CATEGORY, "분류 변경": Action.CATEGORY, "분류변경": Action.CATEGORY,
            "이름": Action.RENAME, "이름 변경": Action.RENAME, "이름변경": Action.RENAME}


class Correction(Record):
    """A row. ``scene`` is a scene's id or "*" for every scene; ``category`` is the element's own, or for CATEGORY the
    one that it is given, None where the row names none; ``name`` is what RENAME calls it; ``line`` the script line
    where it was; ``row`` the line in ``file`` that says so."""

    scene: str
    element: str
    action: Action
    category: int | None = None
    line: int | None = None
    name: str = ""
    note: str = ""
    file: str = "corrections.csv"
    row: int = 0


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The corrections in the table at ``path``, in its order.

    Raises:
        InputError: no table, or a row that says nothing that can be done; with file and row.
    """
    try:
        rows = read_rows(path, (), (*NEEDED, "line", "name", "note", *KOREAN_COLUMNS))
    except InputError as error:
        if error.what != "empty":
            raise
        raise InputError("empty", file=error.file, line=error.line, remedy=_HEADER) from error
    return tuple(_correction(_in_english(row)) for row in rows)


def category_id(text: str) -> int | None:
    """The id of a category written as its id ("104") or by its English or Korean name; None where it is none."""
    return _CATEGORY_IDS.get(_key(text))


def _key(text: str) -> str:
    return re.sub(r"[\s/·,&]+", "", unicodedata.normalize("NFC", text)).casefold()


_CATEGORY_IDS = {_key(name): number for name, number in (
    *((name, number) for table in (CATEGORIES, KOREAN_CATEGORIES) for number, name in table.items()),
    *((str(number), number) for number in CATEGORIES), *_ALSO.items())}


def _in_english(row: Row) -> Row:
    """The row under the English column names.

    Raises:
        InputError: a column is there in both languages, or one that every row needs is in neither.
    """
    cells: dict[str, str] = {}
    for column, text in row.cells.items():
        name = KOREAN_COLUMNS.get(column, column)
        if name in cells:
            raise InputError(f"the columns {name} and {column} are the same", file=row.file, line=row.line,
                             remedy="keep one of the two")
        cells[name] = text
    missing = [name for name in NEEDED if name not in cells]
    if missing:
        raise InputError(f"no column {', '.join(missing)}", file=row.file, line=row.line,
                         remedy=_HEADER)
    return Row(row.file, row.line, cells)


def _correction(row: Row) -> Correction:
    def need(column: str, remedy: str) -> str:
        text = unicodedata.normalize("NFC", " ".join(row.text(column).split()))
        if not text:
            raise InputError(f"{column} is empty", file=row.file, line=row.line, remedy=remedy)
        return text

    action = _ACTIONS.get(" ".join(need("action", "add, remove, category or rename").lower().split()))
    if action is None:
        raise row.wrong("action", "add, remove, category or rename (추가, 삭제, 분류, 이름)")
    category = category_id(row.text("category"))
    if category is None and row.text("category"):
        raise row.wrong("category", "write its id, 100 to 126, or its name: Props, 소품")
    if category is None and action in (Action.ADD, Action.CATEGORY):
        raise InputError("category is empty", file=row.file, line=row.line,
                         remedy=f"{action.value} needs the category that the element belongs to")
    name = need("name", "rename needs the new name there") if action is Action.RENAME else ""
    return Correction(scene=_scene(need("scene", "write the scene's number, or * for every scene")),
                      element=need("element", "write its name as the breakdown does"), action=action,
                      category=category, line=_line(row), name=name, note=row.text("note"), file=Path(row.file).name,
                      row=row.line)


def _scene(text: str) -> str:
    """A scene's id without the marks that it is written with: "S#12." is 12."""
    bare = re.sub(r"^(?:s?#\.?|씬|scene\b)\s*", "", text, flags=re.IGNORECASE).rstrip(".").strip()
    return EVERY_SCENE if bare.casefold() in (EVERY_SCENE, "all", "전체") else bare or text


def _line(row: Row) -> int | None:
    value = row.number("line")
    if value is not None and not (value > 0 and value == int(value)):
        raise row.wrong("line", "write the script's line number, or leave it empty")
    return None if value is None else int(value)
