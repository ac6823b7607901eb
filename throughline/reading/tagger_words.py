"""What the tagger sees of a word by itself: its letters, stem and particle, classes of meaning and kinds of thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from throughline.reading import lexicon, tagger_lexicon
from throughline.reading.tagger_classes import word_classes
from throughline.reading.tagger_korean import name_like, roots
from throughline.reading.tagger_tokens import Token, english_stem

COLUMNS = (
    "stem", "josa", "shape", "english", "korean", "low", "x2", "x3", "x4", "staged", "given", "common", "hyphen",
    "meaning1", "meaning2", "meaning3", "verb", "verb_1", "verb_2", "kind_1", "kind_2", "end", "text",
    "first1", "first2", "last1", "last2", "last3", "stem_last1", "stem_last2", "stem_last3", "syllables",
    "root_1", "root_2", "root_3", "root_4", "name_1", "name_2", "gram_1", "gram_2", "gram_3", "gram_4",
)  # fmt: skip
"""The names of ``Word.numbers``, in order; ``_1`` to ``_4`` are those of which a word may have several."""
NOTHING = 1
"""The number of what a word has not, where others of its language have it."""
_VERB_END = re.compile(r"(?:다|고|며|면서|자|는|은|던|지만|어|아|서|려|채|듯|ㄴ다)$")
_STOPS = frozenset(".;:!?()")


class Word(NamedTuple):
    """A word by itself. ``numbers`` are what the features are made of (0: it has none of the kind); the rest is what
    the words around it look at: ``verb`` the classes of the verb it is, ``end`` the categories of the noun it ends
    with, ``ending`` the beginning and end of a Korean eojeol that ends like a verb."""

    numbers: tuple[int, ...]
    stem: str
    josa: str
    shape: str
    stop: bool
    verb: str
    end: str
    ending: tuple[str, str]


@lru_cache(maxsize=200_000)
def number(told: str) -> int:
    """A text as a number, the same on every machine: 0 for an empty one, ``NOTHING`` for ``-``, else above that."""
    return NOTHING if told == "-" else crc32(told.encode()) + 2 if told else 0


def shape(text: str) -> str:
    """How a word is written: ko, 9, a mark itself, AA, A, Aa or aa."""
    if lexicon.HANGUL.search(text):
        return "ko"
    if text[0].isdigit():
        return "9"
    if not text[0].isalnum():
        return text[0]
    if text.isupper():
        return "AA" if len(text) > 1 else "A"
    return "Aa" if text[0].isupper() else "aa"


_words: dict[str, Word] = {}
_REMEMBERED = 100_000


def word(token: Token) -> Word:
    """What is seen of a token by itself; remembered by its text."""
    found = _words.get(token.text)
    if found is None:
        if len(_words) > _REMEMBERED:
            _words.clear()
        found = _words[token.text] = _word(token)
    return found


def _word(token: Token) -> Word:
    form = shape(token.text)
    seen, verb = _korean(token) if form == "ko" else _english(token)
    end = tagger_lexicon.ending_class(token.stem)
    seen |= {"stem": token.stem, "josa": token.josa or "-", "shape": form, "end": end, "verb": verb or "-"}
    seen |= _several("verb", (verb or "-").split("+"), 2) | _several("kind", tagger_lexicon.kinds(token.stem), 2)
    ending = (token.text[:2], token.text[-2:]) if _VERB_END.search(token.text) else ("", "")
    numbers = tuple(number(seen.get(name, "")) for name in COLUMNS)
    return Word(numbers, token.stem, token.josa, form, form in _STOPS, verb, end, ending)


def _english(token: Token) -> tuple[dict[str, str], str]:
    low = token.text.lower()
    alike = word_classes(token.stem)
    seen = {"english": "yes", "low": low, "x2": low[-2:], "x3": low[-3:], "x4": low[-4:]}
    if alike is not None:
        seen |= {"meaning1": f"{alike.fine}", "meaning2": f"{alike.middle}", "meaning3": f"{alike.wide}"}
    if "-" in low:
        seen["hyphen"] = english_stem(low.rsplit("-", 1)[1])
    tells = {"staged": token.stem in tagger_lexicon.staged(), "given": low in tagger_lexicon.given_names(),
             "common": low in tagger_lexicon.common()}
    seen |= {name: "yes" if told else "-" for name, told in tells.items()}
    return seen, tagger_lexicon.english_verbs().get(token.stem, "")


def _korean(token: Token) -> tuple[dict[str, str], str]:
    text, stem = token.text, token.stem
    seen = {"korean": "yes", "text": text, "first1": stem[:1], "first2": stem[:2], "last1": text[-1:],
            "last2": text[-2:], "last3": text[-3:], "stem_last1": stem[-1:], "stem_last2": stem[-2:],
            "stem_last3": stem[-3:], "syllables": f"{min(len(stem), 5)}"}
    seen |= _several("root", roots(text), 4) | _several("name", name_like(stem), 2)
    seen |= _several("gram", (stem[at : at + 2] for at in range(len(stem) - 1)), 4)
    return seen, tagger_lexicon.korean_verb(text)


def _several(name: str, told: Iterable[str], most: int) -> dict[str, str]:
    return {f"{name}_{place}": one for place, one in zip(range(1, most + 1), told, strict=False)}
