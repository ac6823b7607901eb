"""Rows of text from a PDF: what stands on one line of a page, in segments parted by wide gaps."""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from throughline.film.errors import InputError
from throughline.formats.inline import Run

PAGES = 1000
_BROKEN = (PSException, PdfminerException, ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError,
           RecursionError, OverflowError, NotImplementedError, ZeroDivisionError, struct.error, zlib.error, EOFError)
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–(]?\s*\d{1,4}\s*[-–).]?\s*(?:(?:of|/)\s*\d{1,4})?|[ivxlc]{1,6}\.?", re.IGNORECASE)
_CONTINUED = re.compile(r"\(?CONTINUED\)?:?(?:\s*\(\d+\))?|\(계속\)", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Segment:
    """Text without a wide gap in it: its place in points from the left, and its runs."""

    x0: float
    x1: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Row:
    """A line of a page: page index, running number from 1, points from the top, size of its letters, page width."""

    page: int
    number: int
    top: float
    height: float
    segments: tuple[Segment, ...]
    width: float

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @property
    def x0(self) -> float:
        return self.segments[0].x0 if self.segments else 0.0

    @property
    def x1(self) -> float:
        return self.segments[-1].x1 if self.segments else 0.0

    @property
    def centred(self) -> bool:
        return abs((self.x0 + self.x1) / 2 - self.width / 2) < 30


def rows(path: Path) -> list[Row]:
    """Every row of the PDF without page numbers, running heads and CONTINUED marks; empty for a scan.

    Raises:
        InputError: missing, not a readable PDF, locked, or over 1000 pages.
    """
    file = str(path)
    try:
        with pdfplumber.open(path) as opened:
            if len(opened.pages) > PAGES:
                raise InputError(f"too large: {len(opened.pages)} pages, the limit is {PAGES}", file=file)
            pages = []
            for index, page in enumerate(opened.pages):
                pages.append((float(page.height), _page_rows(page.chars, index, float(page.width))))
                page.close()
    except InputError:
        raise
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=file) from error
    except _BROKEN as error:
        locked = isinstance(error, PDFPasswordIncorrect) or isinstance(error.__context__, PDFPasswordIncorrect)
        locked = locked or any(isinstance(part, PDFPasswordIncorrect) for part in error.args)
        what = "locked with a password" if locked else "not a readable PDF"
        raise InputError(what, file=file, remedy="export the screenplay again without protection") from error
    found = [row for height, page_rows in _without_heads(pages) for row in page_rows]
    return [replace(row, number=index) for index, row in enumerate(found, 1)]


def _page_rows(chars: Sequence[dict[str, Any]], index: int, width: float) -> list[Row]:
    """The characters of a page as rows from the top, each in segments from the left."""
    upright = [char for char in chars if char.get("upright", True) and _CONTROLS.sub("", char["text"])]
    lines: list[tuple[float, list[dict[str, Any]]]] = []
    for char in sorted(upright, key=lambda char: (char["top"] + char["bottom"]) / 2):
        middle = (char["top"] + char["bottom"]) / 2
        if lines and middle - lines[-1][0] < 0.4 * max(char["size"], 4.0):
            lines[-1][1].append(char)
        else:
            lines.append((middle, [char]))
    found: list[Row] = []
    for middle, line in lines:
        segments = _segments(sorted(line, key=lambda char: char["x0"]))
        if segments:
            size = max(char["size"] for char in line)
            found.append(Row(page=index, number=0, top=middle, height=float(size), segments=segments, width=width))
    return found


def _segments(line: Sequence[dict[str, Any]]) -> tuple[Segment, ...]:
    found: list[Segment] = []
    here: list[Run] = []
    start = end = 0.0
    for char in line:
        text = _CONTROLS.sub("", char["text"])
        if text.isspace():
            continue
        size = max(float(char["size"]), 1.0)
        gap = float(char["x0"]) - end
        if here and gap > 1.6 * size:
            found.append(_segment(start, end, here))
            here = []
        elif here and gap > 0.18 * size:
            text = " " + text
        if not here:
            start = float(char["x0"])
        font = _SUBSET.sub("", str(char.get("fontname", ""))).lower()
        here.append(Run(text, bold="bold" in font, italic="italic" in font or "oblique" in font))
        end = float(char["x1"])
    if here:
        found.append(_segment(start, end, here))
    return tuple(found)


def _segment(x0: float, x1: float, parts: Sequence[Run]) -> Segment:
    merged: list[Run] = []
    for run in parts:
        if merged and (merged[-1].bold, merged[-1].italic) == (run.bold, run.italic):
            merged[-1] = replace(merged[-1], text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return Segment(x0, x1, tuple(merged))


def _without_heads(pages: Sequence[tuple[float, list[Row]]]) -> Iterable[tuple[float, list[Row]]]:
    """The pages without page numbers, repeated heads and feet, and CONTINUED marks."""
    repeated: Counter[str] = Counter()
    for height, page in pages:
        repeated.update({_shape(row.text) for row in page if _in_margin(row, height)})
    limit = max(2, len(pages) // 8)
    for height, page in pages:
        kept = []
        for row in page:
            text = row.text.strip()
            margin = _in_margin(row, height)
            running = margin and (_PAGE_NUMBER.fullmatch(text) is not None or repeated[_shape(text)] >= limit)
            if running or _CONTINUED.fullmatch(text):
                continue
            continued = [s for s in row.segments if not _CONTINUED.fullmatch(s.text.strip()) and s.text.strip("* ")]
            if len(continued) == len(row.segments):
                kept.append(row)
            elif any(not re.fullmatch(r"\d{1,4}[A-Z]?\.?", segment.text) for segment in continued):
                kept.append(replace(row, segments=tuple(continued)))
        yield height, kept


def _in_margin(row: Row, height: float) -> bool:
    return row.top < 66 or row.top > height - 60


def _shape(text: str) -> str:
    """What a running head repeats from page to page: its text without page numbers."""
    return " ".join(re.sub(r"\d+\.?", " ", text).split())
