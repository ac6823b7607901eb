"""The plain text of a paragraph cut into sentences, each with its line, and the notes that stand between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from throughline.film.screenplay import Element
from throughline.formats import inline

_END = re.compile(r"(?:[.!?…。！？]+[\"'”’)\]」』]*(?=\s|$)|[。！？](?=\S))")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|st|jr|sr|vs|etc|no|lt|sgt|capt|col|gen|prof|rev|[a-z]|[a-z]\.[a-z](?:\.[a-z])?)$",
    re.IGNORECASE,
)
_CAPS_LINE = re.compile(r"^[^a-z가-힣]*[A-Z][^a-z가-힣]*$")
_SHOUTED = re.compile(r"[A-Z]{3}")


class Note(NamedTuple):
    """What a ``[[note]]`` says, the plain text's place where it stands, and the line."""

    text: str
    at: int
    line: int


class Sentence(NamedTuple):
    """A sentence, where it begins in the plain text, and its line in the script."""

    text: str
    start: int
    line: int


def plain_and_notes(element: Element) -> tuple[str, tuple[Note, ...]]:
    """The element's text as read aloud, and its notes with their places in it."""
    runs, asides = inline.parsed(element.text)
    text = "".join(run.text for run in runs)
    notes = tuple(Note(aside.text, aside.at, _note_line(element, aside.text)) for aside in asides if not aside.boneyard)
    return text, notes


def _note_line(element: Element, note: str) -> int:
    at = element.text.find(note)
    return element.line + element.text.count("\n", 0, at) if at > 0 else element.line


def sentences(text: str, line: int) -> list[Sentence]:
    """The sentences of ``text``, whose first line is ``line``. A line that only wraps does not end a sentence."""
    found = []
    for start, end in _paragraph_spans(text):
        for low, high in _cuts(text, start, end):
            piece = text[low:high]
            clean = " ".join(piece.split())
            if clean:
                at = low + len(piece) - len(piece.lstrip())
                found.append(Sentence(clean, at, line + text.count("\n", 0, at)))
    return found


def _paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between line breaks that end a thought: an empty line, or a line in capitals before one that is not."""
    start = at = 0
    lines = text.split("\n")
    for index, line in enumerate(lines):
        at += len(line) + 1
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is None:
            yield start, len(text)
        elif not line.strip() or _is_slug(line, following):
            yield start, at
            start = at


def _is_slug(line: str, following: str) -> bool:
    stripped = line.strip()
    return bool(
        _CAPS_LINE.match(stripped)
        and _SHOUTED.search(stripped)
        and not stripped.endswith((",", "-", "–"))
        and not _CAPS_LINE.match(following.strip())
        and following.strip()[:1].isupper()
    )


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    low = start
    for match in _END.finditer(text, start, end):
        before, after = text[low : match.start()], text[match.end() : end].lstrip()
        if not after:
            break
        if match[0].startswith(".") and (
            _ABBREVIATION.search(before)
            and not after[:1].isspace()
            and len(match[0]) == 1
            and not _sentence_like(before)
        ):
            continue
        if match[0].startswith(("..", "…")) and after[:1].islower():
            continue
        yield low, match.end()
        low = match.end()
    yield low, end


def _sentence_like(before: str) -> bool:
    """True when a single capital before the stop is a word (``Plan B.``), not an initial."""
    words = before.split()
    return bool(words) and len(words) > 2 and words[-1] in {"I", "A", "B", "no"}
