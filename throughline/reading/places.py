"""Which kind of set a place's name asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from throughline.film.story import SetKind
from throughline.reading import lexicon


@cache
def _kinds() -> tuple[re.Pattern[str], Mapping[str, SetKind]]:
    places = lexicon.table("places")
    words: dict[str, SetKind] = {}
    for section in ("kinds", "kinds_other"):
        for kind, entries in places[section].items():
            for word in entries:
                words.setdefault(word, SetKind(kind))
    ordered = sorted(words, key=lambda word: (-len(word), word))
    latin = "|".join(re.escape(word) for word in ordered if not lexicon.HANGUL.search(word))
    hangul = "|".join(re.escape(word) for word in ordered if lexicon.HANGUL.search(word))
    # Hangul compounds end with what they are (종합병원), so a place word of two syllables may end a longer word.
    return re.compile(
        rf"(?<!\w)(?:{latin})s?(?!\w)|(?:(?<![가-힣])|(?<=[가-힣])(?=[가-힣]{{2}}))(?:{hangul})(?![가-힣])"
    ), words


def place_words(place: str) -> list[tuple[str, SetKind]]:
    """The place words in ``place`` (lower case) with their kinds of set, in order."""
    found, words = _kinds()
    out = []
    for match in found.finditer(place):
        word = match[0] if match[0] in words else match[0].removesuffix("s")
        out.append((word, words[word]))
    return out


def place_kind(place: str) -> SetKind | None:
    """The kind of set that ``place`` names, or None. A world between worlds outdoes all; else the last word decides."""
    found = place_words(place)
    if any(kind is SetKind.BETWEEN for _, kind in found):
        return SetKind.BETWEEN
    return found[-1][1] if found else None
