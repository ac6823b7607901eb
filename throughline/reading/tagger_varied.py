"""Labelled rows said again of other things: each element swapped for another that the departments' table knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from zlib import crc32

from throughline.reading import lexicon
from throughline.reading.entities import has_final
from throughline.reading.tagger_rows import Row, Span

# Categories whose elements are nouns that may stand for one another; deeds and clauses are left as they are.
_SWAPPED = frozenset({100, 101, 103, 104, 106, 107, 108, 109, 111, 113, 114, 116, 117, 118, 119, 120})
_SHARE = 70
_PAIRS = (("이", "가"), ("은", "는"), ("을", "를"), ("과", "와"), ("으로", "로"), ("이나", "나"), ("이랑", "랑"))
_AN = re.compile(r"\b([Aa])(n?) $")


@cache
def _words(language: str) -> Mapping[int, tuple[str, ...]]:
    table = lexicon.table("departments")["english" if language == "en" else "korean"]
    found = {int(category): tuple(word.strip() for word in words.split(",")) for category, words in table.items()}
    return {category: words for category, words in found.items() if category in _SWAPPED}


@cache
def _names(language: str) -> tuple[str, ...]:
    table = lexicon.table("people")["given_names"]
    wanted = language == "ko"
    names = [*table["female"], *table["male"]]
    return tuple(name for name in names if name.isascii() != wanted and (not wanted or lexicon.HANGUL.search(name)))


def varied(row: Row, copy: int) -> Row:
    """The row with most of its things and people swapped, the same for the same ``copy``."""
    text, spans, at = "", [], 0
    for place, span in enumerate(row.spans):
        text += row.text[at : span.start]
        words = row.text[span.start : span.end]
        draw = crc32(f"{copy}/{place}/{row.text}".encode())
        swapped = _other(words, span.category, row.language, draw) if draw % 100 < _SHARE else words
        if row.language == "en" and swapped != words:
            text = _article(text, swapped)
        spans.append(Span(len(text), len(text) + len(swapped), span.category))
        text += swapped
        at = span.end
        if row.language == "ko" and swapped != words:
            particle, at = _particle(row.text, span.end, swapped)
            text += particle
    text += row.text[at:]
    return Row(text, tuple(spans), row.language, row.held_out)


def _other(words: str, category: int, language: str, draw: int) -> str:
    if category not in _SWAPPED:
        return words
    number = draw // 100
    if category == 100 and (language == "en" and words[0].isupper() and words.lower() not in _words("en")[100]):
        name = _names(language)[number % len(_names(language))]
        return name.upper() if words.isupper() else name.capitalize()
    options = _words(language)[category]
    if category == 100 and language == "ko" and number % 3:
        options = _names(language)
    chosen = options[number % len(options)]
    if language == "ko":
        return chosen
    if words.isupper() and len(words) > 1:
        return chosen.upper()
    return chosen[0].upper() + chosen[1:] if words[0].isupper() else chosen


def _article(text: str, following: str) -> str:
    """The text before an English word, with ``a`` or ``an`` as it asks for."""
    match = _AN.search(text)
    if not match:
        return text
    return f"{text[: match.start()]}{match[1]}{'n' if following[0].lower() in 'aeio' else ''} "


def _particle(text: str, end: int, swapped: str) -> tuple[str, int]:
    """The Korean particle after a swapped noun in the form that fits it, and where the old one ended."""
    match = re.match(r"[가-힣]+", text[end:])
    if not match or not lexicon.HANGUL.match(swapped[-1]):
        return "", end
    tail = match[0]
    final = has_final(swapped[-1])
    for closed, open_ in _PAIRS:
        if tail in (closed, open_):
            liquid = closed == "으로" and (ord(swapped[-1]) - 0xAC00) % 28 == 8
            return (closed if final and not liquid else open_), end + len(tail)
    return tail, end + len(tail)

