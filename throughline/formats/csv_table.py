"""CSV tables that people keep: named columns in, rows with their line out, every mistake with file and row."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from throughline.film.errors import InputError

LIMIT = 20_000_000


@dataclass(frozen=True)
class Row:
    """A row of a table: its line in the file and its cells, stripped, by column name in lower case."""

    file: str
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def number(self, column: str) -> float | None:
        """The cell as a number ("1,250.50" and "12%" too, the latter as 0.12), None where it is empty.

        Raises:
            InputError: it is no number.
        """
        text = self.text(column).replace(",", "").replace("_", "")
        if not text:
            return None
        try:
            value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError as error:
            raise self.wrong(column, "write a number: 450000, or leave it empty while it is not known") from error
        if not abs(value) < 1e15:
            raise self.wrong(column, "write a finite number")
        return value

    def wrong(self, column: str, remedy: str) -> InputError:
        """The complaint about a cell."""
        return InputError(f"{column}: “{self.text(column)}” cannot be used", file=self.file, line=self.line,
                          remedy=remedy)


def read_rows(path: Path, needed: Sequence[str], known: Collection[str] = ()) -> list[Row]:
    """The rows of the CSV at ``path`` that are not empty; comma, semicolon or tab between cells, UTF-8.

    Column names are compared in lower case; lines that begin with "#" are remarks.

    Raises:
        InputError: not there, not UTF-8, a needed column is missing, one that is neither needed nor known, a row with
            more cells than columns.
    """
    try:
        if path.stat().st_size > LIMIT:
            raise InputError("larger than 20 MB", file=str(path), remedy="this is not a table of a film")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8 text", file=str(path), remedy="save it as CSV UTF-8") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
    return parse_rows(text, str(path), needed, known)


def parse_rows(text: str, file: str, needed: Sequence[str], known: Collection[str] = ()) -> list[Row]:
    """``read_rows`` of a text; ``file`` is for messages.

    Raises:
        InputError: as read_rows.
    """
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    skipped = next((index for index, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if skipped is None:
        raise InputError("empty", file=file, line=1, remedy=f"its first row names the columns: {', '.join(needed)}")
    reader = csv.reader(io.StringIO("".join(lines[skipped:])), delimiter=_delimiter(lines[skipped]))
    rows: list[Row] = []
    columns: list[str] = []
    line = skipped + 1
    try:
        for cells in reader:
            first, line = line, skipped + reader.line_num + 1
            if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                continue
            if not columns:
                columns = _columns(cells, file, first, needed, known)
            else:
                rows.append(_row(cells, columns, file, first))
    except csv.Error as error:
        raise InputError(f"not a table: {error}", file=file, line=line, remedy="save it as CSV") from error
    return rows


def _delimiter(header: str) -> str:
    return max(",;\t", key=lambda mark: (header.count(mark), mark == ","))


def _columns(cells: Sequence[str], file: str, line: int, needed: Sequence[str], known: Collection[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    remedy = f"columns: {', '.join([*needed, *(name for name in known if name not in needed)])}"
    missing = [name for name in needed if name not in columns]
    if missing:
        raise InputError(f"no column {', '.join(missing)}", file=file, line=line, remedy=remedy)
    strange = [name for name in columns if name and name not in needed and name not in known]
    if strange:
        raise InputError(f"unknown column “{strange[0]}”", file=file, line=line, remedy=remedy)
    twice = [name for name in columns if name and columns.count(name) > 1]
    if twice:
        raise InputError(f"column {twice[0]} is there twice", file=file, line=line, remedy="keep one of the two")
    return columns


def _row(cells: Sequence[str], columns: Sequence[str], file: str, line: int) -> Row:
    extra = [cell for cell in cells[len(columns):] if cell.strip()]
    if extra:
        raise InputError(f"{len(cells)} cells in a table of {len(columns)} columns", file=file, line=line,
                         remedy="put a text that holds commas in quotes")
    return Row(file, line, {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name})
