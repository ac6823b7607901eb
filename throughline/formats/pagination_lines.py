"""The paragraphs of a screenplay as lines of a page's columns: words wrapped, styles and places in the text kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import inline
from throughline.formats.inline import Run
from throughline.formats.pagination_layout import Column

_IDEOGRAPHS = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_OPENING = r"「『（〈《【“‘(\["
_TOKEN = re.compile(rf"(?:[{_IDEOGRAPHS}](?:[^\w\s{_OPENING}])*|[^\s{_IDEOGRAPHS}]+)[^\S\n]*|[^\S\n]+|\n")
"""A word and the space behind it; kana and ideographs, which no space parts, are words of one letter that keep the
closing marks behind them."""
_SENTENCE = re.compile(r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bSt)(?<!\bMrs)[.!?…。！？]+[\"”’'」』)）\]]*"
                       r"(?:\s+|$|(?<=[。！？])(?=\S))|\n")
CAPITALS = frozenset({Kind.SCENE_HEADING, Kind.CHARACTER, Kind.TRANSITION})
MADE = -1
"""The element of a piece that pagination itself wrote."""


@dataclass(frozen=True)
class Piece:
    """Text in a line from a column on: its styled runs, and which characters of which element's printed text it is."""

    column: int
    runs: tuple[Run, ...]
    element: int
    begin: int
    end: int

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Line:
    """A row of a page. ``number`` is the scene number in the margins; ``made`` is true for a row that pagination
    wrote itself, (MORE) or a name that comes again."""

    row: int
    kind: Kind
    scene: int
    pieces: tuple[Piece, ...]
    number: str | None = None
    made: bool = False

    @property
    def text(self) -> str:
        """The line as typed, its pieces in their columns."""
        out = ""
        for piece in self.pieces:
            out = out.ljust(piece.column) + piece.text
        return out


def printed(text: str, kind: Kind) -> tuple[Run, ...]:
    """The styled runs of an element's text as they are printed."""
    runs = inline.runs(text)
    if kind in CAPITALS:
        runs = tuple(replace(run, text=_capitals(run.text)) for run in runs)
    if kind is Kind.LYRICS:
        runs = tuple(replace(run, italic=True) for run in runs)
    return runs


def _capitals(text: str) -> str:
    """In capitals, letter for letter."""
    return "".join(big if len(big := letter.upper()) == 1 else letter for letter in text)


@dataclass(frozen=True)
class Part:
    """A paragraph, or what of it stands on one page: from ``begin`` to ``end`` of the text of ``runs``."""

    kind: Kind
    element: int
    runs: tuple[Run, ...]
    column: Column
    begin: int
    end: int

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def pieces(self) -> list[Piece]:
        """One piece a row."""
        text, spans = self.text, []
        for begin, end in wrapped(self.text[self.begin:self.end], self.column.width):
            spans.append((self.begin + begin, self.begin + end))
        found = []
        for begin, end in spans:
            shown = columns(text[begin:end])
            first = self.column.first
            if self.kind is Kind.TRANSITION:
                first += max(0, self.column.width - shown)
            elif self.kind is Kind.CENTERED:
                first += max(0, (self.column.width - shown) // 2)
            elif self.kind is Kind.PARENTHETICAL and begin > self.begin:
                first += 1
            found.append(Piece(first, _cut(self.runs, begin, end), self.element, begin, end))
        return found

    def ends(self) -> list[int]:
        """Where a sentence ends within the part, but for its last one."""
        ends = [self.begin + match.end() for match in _SENTENCE.finditer(self.text[self.begin:self.end])]
        return [end for end in ends if self.begin < end < self.end]

    def cut(self, at: int) -> tuple[Part, Part]:
        """What stands before and what from ``at`` on."""
        return replace(self, end=at), replace(self, begin=at)


def columns(text: str) -> int:
    """How many columns ``text`` takes: a wide East Asian letter takes two, a combining mark none."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 0 if unicodedata.combining(letter) else 1
               for letter in text)


def wrapped(text: str, width: int) -> list[tuple[int, int]]:
    """Where each row of ``text`` begins and ends in it, the space at its end not counted; never none."""
    rows: list[tuple[int, int]] = []
    begin = end = at = used = 0
    for token, size in _tokens(text, width):
        word = len(token.rstrip())
        if token == "\n":
            rows.append((begin, end))
            begin = end = at + 1
            used = 0
        elif word and used and used + columns(token[:word]) > width:
            rows.append((begin, end))
            begin, end, used = at, at + word, size
        else:
            end = at + word if word else end
            used += size
        at += len(token)
    if end > begin or not rows:
        rows.append((begin, end))
    return rows


def _tokens(text: str, width: int) -> Iterator[tuple[str, int]]:
    """Words with the space behind them; one that is wider than a row comes in pieces that fit."""
    for match in _TOKEN.finditer(text):
        token = match[0]
        while columns(token.rstrip()) > width:
            size, count = 0, 0
            while size + columns(token[count]) <= width:
                size += columns(token[count])
                count += 1
            yield token[:max(1, count)], size
            token = token[max(1, count):]
        yield token, columns(token)


def _cut(runs: Sequence[Run], begin: int, end: int) -> tuple[Run, ...]:
    found, at = [], 0
    for run in runs:
        text = run.text[max(0, begin - at):max(0, end - at)]
        if text:
            found.append(replace(run, text=text))
        at += len(run.text)
    return tuple(found)
