"""Labelled script lines: their plain text, the elements marked in it, and which rows are held out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from importlib.resources import files
from typing import NamedTuple

from throughline.film.errors import InputError

FOLDER = "throughline.reading.labelled"
FIRST, LAST = 100, 126
LATER = "-more-"
_MARK = re.compile(r"\{(\d{3}):([^{}]*)\}")
_PARTS = 5


class Span(NamedTuple):
    """An element in a text: where it begins and ends, and its category (100 to 126)."""

    start: int
    end: int
    category: int


class Row(NamedTuple):
    """A script line with its elements. ``held_out`` rows are for measuring only; ``later`` ones were written after the
    held-out rows that the aim of the reader is measured on, and are measured apart."""

    text: str
    spans: tuple[Span, ...]
    language: str
    held_out: bool
    later: bool = False


def is_held_out(text: str) -> bool:
    """True for one row in five, by the digest of its plain text (NFC, white space as single spaces)."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return int(hashlib.sha256(plain.encode()).hexdigest(), 16) % _PARTS == 0


def parse(line: str, language: str, file: str = "", number: int | None = None) -> Row:
    """The row that ``line`` says.

    Raises:
        InputError: for a mark that is not ``{NNN:words}`` with NNN from 100 to 126, or has no words.
    """
    line = unicodedata.normalize("NFC", line.strip())
    text, spans, at = "", [], 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        category, words = int(match[1]), match[2]
        if not FIRST <= category <= LAST or not words.strip():
            raise _wrong(line, file, number)
        spans.append(Span(len(text), len(text) + len(words), category))
        text += words
        at = match.end()
    text += line[at:]
    if "{" in text or "}" in text:
        raise _wrong(line, file, number)
    return Row(text, tuple(spans), language, is_held_out(text))


def _wrong(line: str, file: str, number: int | None) -> InputError:
    return InputError(
        f"a mark is not {{NNN:words}}: {line}", file=file or None, line=number, remedy="NNN is 100 to 126; no nesting"
    )


def read_rows(languages: Iterable[str] = ("en", "ko")) -> tuple[Row, ...]:
    """All labelled rows in the order of their files; a text that comes twice counts once."""
    found: dict[str, Row] = {}
    folder = files(FOLDER)
    for language in languages:
        names = sorted(entry.name for entry in folder.iterdir() if re.fullmatch(rf"{language}-.+\.txt", entry.name))
        for name in names:
            lines = folder.joinpath(name).read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines, 1):
                if line.strip() and not line.lstrip().startswith("#"):
                    row = parse(line, language, name, number)._replace(later=LATER in name)
                    found.setdefault(row.text, row)
    return tuple(found.values())
