"""What the tables know of words, for the tagger: the departments' things, kinds of things, classes of verbs, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from throughline.reading import lexicon
from throughline.reading.tagger_tokens import Token, english_stem, tokens

TABLES = "tagger_tables.json"
_LONGEST = 4


def _words(told: str) -> Iterable[str]:
    return (word for part in told.split(",") if (word := part.strip()))


class Tables(msgspec.Struct, frozen=True):
    """``departments``: stemmed phrase to the categories that its things commonly belong to, joined by ``+``;
    ``longest``: how many tokens the longest of those phrases has that begins with a stem; ``kinds``: stem to the kinds
    of thing that it names; ``english``: verb stem to the classes of what is done with or by things (handle, wear, ride,
    lie, shine ...); ``korean``: those classes and how an eojeol of them begins; ``common``: words that are no names
    though a sentence may begin with them."""

    departments: dict[str, str]
    longest: dict[str, int]
    kinds: dict[str, str]
    english: dict[str, str]
    korean: dict[str, list[str]]
    common: dict[str, int]


@cache
def _tables() -> Tables:
    data = files("throughline.reading.data").joinpath(TABLES).read_bytes()
    return msgspec.json.decode(data, type=Tables)


def packed_tables() -> bytes:
    """The tables file of the word tables as they stand: reading it takes a tenth of the time of making it."""
    phrases = dict(sorted(_departments().items()))
    longest: dict[str, int] = {}
    for phrase in phrases:
        parts = phrase.split(" ")
        longest[parts[0]] = max(longest.get(parts[0], 0), min(len(parts), _LONGEST))
    told = lexicon.table("departments")
    korean = {name: list(_words(words)) for name, words in told["verbs"]["korean"].items()}
    common = dict.fromkeys(sorted(_words(told["names"]["common"])), 1)
    kinds_of = dict(sorted(_kinds().items()))
    return msgspec.json.encode(Tables(phrases, longest, kinds_of, _english_verbs(), korean, common))


def _departments() -> Mapping[str, str]:
    found: dict[str, dict[str, None]] = {}

    def learn(words: Iterable[str], category: str) -> None:
        for word in words:
            key = " ".join(token.stem for token in tokens(word.strip()))
            if key:
                found.setdefault(key, {})[category] = None
            # A Korean compound may end in what looks like a particle; it is known whole as well.
            if lexicon.HANGUL.search(word):
                found.setdefault(word.strip(), {})[category] = None

    table = lexicon.table("departments")
    for language in ("english", "korean"):
        for category, words in table[language].items():
            learn(words.split(","), category)
    for category, source in (("103", lexicon.vehicle_kinds()), ("106", lexicon.clothes())):
        learn(source, category)
    for word, (_, section) in lexicon.things().items():
        if section in {"props", "set_dressing"}:
            learn([word], "104" if section == "props" else "116")
    learn(lexicon.crowd_nouns(), "101")
    for noun, (kind, _) in lexicon.person_nouns().items():
        learn([noun], "100" if kind == "person" else f"k{kind}")
    learn(lexicon.body_parts(), "body")
    return {key: "+".join(sorted(value)) for key, value in found.items()}


def known_classes(found: Sequence[Token]) -> list[tuple[str, str]]:
    """For each token the categories of the longest known phrase over it, and its place there: B, I or S (alone)."""
    table, longest = _tables().departments, _tables().longest
    out = [("", "")] * len(found)
    n = 0
    while n < len(found):
        size, classes = 0, ""
        for length in range(min(longest.get(found[n].stem, 0), len(found) - n), 0, -1):
            classes = table.get(" ".join([token.stem for token in found[n : n + length]]), "")
            if classes:
                size = length
                break
        if not classes:
            classes, size = table.get(found[n].text, ""), 1
        if classes:
            for place in range(size):
                out[n + place] = (classes, "S" if size == 1 else "BI"[min(place, 1)])
        n += size
    return out


@lru_cache(maxsize=20000)
def ending_class(stem: str) -> str:
    """The categories of the longest known noun that ``stem`` ends with (소방호스 -> 호스, lightbox -> box)."""
    return _by_ending(stem, _tables().departments)


@lru_cache(maxsize=20000)
def kinds(stem: str) -> tuple[str, ...]:
    """The kinds of thing that a word is (food, furniture, weapon ...), by the whole of it or else by its ending."""
    table = _tables().kinds
    told = table.get(stem) or _by_ending(stem, table)
    return tuple(told.split("+")) if told else ()


def _by_ending(stem: str, table: Mapping[str, str]) -> str:
    least = 2 if lexicon.HANGUL.search(stem) else 3
    return next((told for cut in range(1, len(stem) - least + 1) if (told := table.get(stem[cut:]))), "")


def _kinds() -> Mapping[str, str]:
    found: dict[str, dict[str, None]] = {}
    for name, words in lexicon.table("tagger_things").items():
        for word in _words(words):
            key = word if lexicon.HANGUL.search(word) else english_stem(word.lower())
            if " " not in key:
                found.setdefault(key, {})[name] = None
    table = {key: "+".join(value) for key, value in found.items()}
    return {key: told for key, told in table.items() if _by_ending(key, table) != told}


def common() -> Mapping[str, int]:
    """Words that are no names though a sentence may begin with them."""
    return _tables().common


@cache
def given_names() -> frozenset[str]:
    """Given names, in lower case."""
    names = lexicon.table("people")["given_names"]
    return frozenset(names["female"]) | frozenset(names["male"])


def english_verbs() -> Mapping[str, str]:
    """English verb stem to the classes of what is done with or by things: handle, wear, ride, lie, shine ..."""
    return _tables().english


def _english_verbs() -> dict[str, str]:
    found: dict[str, dict[str, None]] = {}
    for name, words in lexicon.table("departments")["verbs"]["english"].items():
        for word in _words(words):
            found.setdefault(english_stem(word), {})[name] = None
    return {stem: "+".join(names) for stem, names in found.items()}


@cache
def staged() -> frozenset[str]:
    """Stems of the English verbs that the reading stages."""
    events = lexicon.table("english_verbs")["events"].values()
    return frozenset(english_stem(line.split()[0]) for lines in events for line in lines)


@cache
def _korean_verbs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile("|".join(re.escape(word) for word in words))) for name, words in _tables().korean.items()
    )


@lru_cache(maxsize=20000)
def korean_verb(text: str) -> str:
    """The classes of the Korean verb that an eojeol is, joined by ``+``."""
    return "+".join(name for name, pattern in _korean_verbs() if pattern.match(text))
