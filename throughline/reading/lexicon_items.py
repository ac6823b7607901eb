"""Elements that the word tables find in a line: things, garments, make-up, sounds, music, greens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from throughline.reading import lexicon

_MAKEUP = {
    "blood": ("blood", "bloody", "bleeding", "bleeds", "피투성이", "핏자국", "피를", "피가"),
    "wound": ("wound", "wounded", "cut on", "bruise", "bruised", "상처", "멍"),
    "scar": ("scar", "scarred", "흉터"),
    "beard": ("beard", "bearded", "수염"),
    "tattoo": ("tattoo", "tattooed", "문신"),
    "braid": ("braid", "braids", "땋은 머리"),
    "wig": ("wig", "가발"),
    "burns": ("burnt face", "화상"),
    "fangs": ("fangs", "송곳니"),
    "sweat": ("sweating", "땀"),
}
_SOUND = {
    "bell": ("bell", "bells", "종소리"),
    "siren": ("siren", "sirens", "사이렌"),
    "gunshot": ("gunshot", "gunshots", "총성"),
    "scream": ("screams", "비명"),
    "phone ring": ("phone rings", "phone ringing", "전화벨", "벨소리"),
    "thunder": ("thunder", "천둥"),
}
_MUSIC = {"music": ("music", "음악"), "song": ("song", "sings", "노래")}
_GREENS = {
    "tree": ("tree", "trees", "나무", "가로수"),
    "flowers": ("flower", "flowers", "꽃", "꽃다발"),
    "grass": ("grass", "잔디", "갈대"),
    "plants": ("plant", "plants", "화분", "bushes", "bush"),
}
_GROUPS: tuple[tuple[int, Mapping[str, tuple[str, ...]]], ...] = (
    (107, _MAKEUP),
    (113, _SOUND),
    (114, _MUSIC),
    (117, _GREENS),
)
# The set as it is built: a breakdown lists it with the place, not as dressing.
_BUILT = frozenset({"door", "window", "stairs", "wall", "floor", "gate", "glass wall"})


class Match(NamedTuple):
    """A stretch of a line that the tables know: where, its category, and its plain name."""

    start: int
    end: int
    category: int
    name: str


def groups() -> tuple[Mapping[str, tuple[str, ...]], ...]:
    """The tables of make-up, sounds, music and greens: plain word to the words that name it."""
    return tuple(group for _, group in _GROUPS)


@cache
def _words(category: int) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, lexicon.pattern(words)) for name, words in dict(_GROUPS)[category].items())


@cache
def _sieve(category: int) -> Callable[[str], bool]:
    return lexicon.sieve(word for words in dict(_GROUPS)[category].values() for word in words)


@cache
def _garments() -> re.Pattern[str]:
    colours, clothes = (
        sorted(table, key=lambda word: (-len(word), word)) for table in (lexicon.colours(), lexicon.clothes())
    )
    latin = "|".join(re.escape(word) for word in clothes if not lexicon.HANGUL.search(word))
    hangul = "|".join(re.escape(word) for word in clothes if lexicon.HANGUL.search(word))
    return re.compile(
        rf"(?:(?<![\w가-힣])(?P<colour>{'|'.join(map(re.escape, colours))})색?[\s,]+(?:[a-z가-힣-]+\s+)??)?(?<![\w-])"
        rf"(?P<garment>(?:{latin})(?=(?:s|es)?(?![\w-]))|(?:{hangul})(?=을|를|에|의|이|가|과|와|차림|\s|,|\)|$|\.))"
    )


def matches(text: str) -> list[Match]:
    """Everything the tables know in ``text``, in order; of a group of words (make-up, sound ...) the first."""
    lower = text.lower()
    found = []
    for match in lexicon.thing_pattern().finditer(lower):
        name, section = lexicon.things()[match[0]]
        if section in {"props", "set_dressing"} and name not in _BUILT:
            found.append(Match(match.start(), match.end(), 104 if section == "props" else 116, name))
    for match in _garments().finditer(lower):
        garment = lexicon.clothes()[match["garment"]]
        colour = lexicon.colours()[match["colour"]] if match["colour"] else ""
        found.append(Match(match.start(), match.end(), 106, f"{colour} {garment}".strip()))
    for category, _ in _GROUPS:
        if _sieve(category)(lower):
            for name, pattern in _words(category):
                hit = pattern.search(lower)
                if hit:
                    found.append(Match(hit.start(), hit.end(), category, name))
    return sorted(found)
