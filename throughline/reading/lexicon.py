"""The word tables of the reader, parsed once from ``reading/data``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from throughline.film.story import Verb

HANGUL = re.compile(r"[가-힣]")
_WORD = re.compile(r"[a-z]+")
_LATIN = re.compile(r"[a-zа-яё]", re.IGNORECASE)


@cache
def table(name: str) -> Mapping[str, Any]:
    """The TOML table ``name`` (without its ending) as it is written."""
    return tomllib.loads(files("throughline.reading.data").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


class Sense(NamedTuple):
    """What a verb entry means: the word of staging, its manner, and the words that must follow (or stand before)."""

    verb: Verb
    manner: tuple[str, ...]
    words: tuple[str, ...]


def senses(entries: Mapping[str, Iterable[str]], last_is_lemma: bool = False) -> dict[str, tuple[Sense, ...]]:
    """Lemma to its senses, those with the most words first. Korean entries end with the lemma, English begin so."""
    found: dict[str, list[Sense]] = {}
    for verb, lines in entries.items():
        for line in lines:
            left, _, manner = line.partition(" > ")
            words = left.split()
            lemma = words.pop(-1 if last_is_lemma else 0)
            found.setdefault(lemma, []).append(Sense(Verb(verb), tuple(manner.split()), tuple(words)))
    return {lemma: tuple(sorted(options, key=lambda sense: -len(sense.words))) for lemma, options in found.items()}


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of ``words`` whole (Hangul: from a word's start), the longest first, in lower case."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    latin = "|".join(re.escape(word) for word in ordered if _LATIN.search(word))
    other = "|".join(re.escape(word) for word in ordered if not _LATIN.search(word))
    parts = [rf"(?<![\w])(?:{latin})(?![\w])"] if latin else []
    if other:
        parts.append(rf"(?<![가-힣\w])(?:{other})")
    return re.compile("|".join(parts) if parts else r"(?!)")


def sieve(words: Iterable[str]) -> Callable[[str], bool]:
    """A quick test whether lower-case text can have any of ``words``: true wherever ``pattern(words)`` finds one."""
    known = set(words)
    first = frozenset(_WORD.findall(word)[0] for word in known if _WORD.match(word))
    rest = [re.escape(word) for word in sorted(known) if not _WORD.match(word)]
    other = re.compile("|".join(rest)) if rest else None

    def may(text: str) -> bool:
        return not first.isdisjoint(_WORD.findall(text)) or (other is not None and other.search(text) is not None)

    return may


@cache
def things() -> Mapping[str, tuple[str, str]]:
    """Any word for a thing, English or Korean, to its plain English word and its section of the table."""
    found: dict[str, tuple[str, str]] = {}
    for section in ("props", "set_dressing", "place", "intangible", "unseen"):
        for english, korean in table("things")[section].items():
            names = [name.strip() for name in english.split("|")]
            for name in [*names, *(word.strip() for word in korean.split(","))]:
                found.setdefault(name, (names[0], section))
    return found


@cache
def thing_pattern() -> re.Pattern[str]:
    """A pattern that finds any thing of ``things`` in lower-case text."""
    return pattern(word for word in things() if len(word) > 1 or not HANGUL.search(word))


@cache
def features() -> frozenset[str]:
    """The plain English words that a set can be asked to have."""
    return frozenset(table("things")["features"]["words"])


@cache
def clothes() -> Mapping[str, str]:
    """Any word for a garment to its English word."""
    return _reversed(table("people")["clothes"])


@cache
def colours() -> Mapping[str, str]:
    """Any word for a colour to its English word."""
    found = _reversed(table("people")["colours"])
    return {**found, **table("people")["colours_also"]}


def _reversed(entries: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for english, korean in entries.items():
        for word in [english, *(part.strip() for part in korean.split(","))]:
            found.setdefault(word, english)
    return found


@cache
def person_nouns() -> Mapping[str, tuple[str, str | None]]:
    """Any singular noun for a person or creature to its kind and its sex (None: either)."""
    people = table("people")
    found: dict[str, tuple[str, str | None]] = {}
    for language in ("english", "korean"):
        for sex in ("male", "female"):
            found.update({noun: ("person", sex) for noun in people[language][sex]})
        found.update({noun: ("person", None) for noun in people[language]["either"]})
        for kind, nouns in people[language]["kinds"].items():
            found.update({noun: (kind, None) for noun in nouns})
    return found


@cache
def crowd_nouns() -> frozenset[str]:
    """Nouns that mean a number of people whom nobody counts."""
    return frozenset(table("people")["english"]["crowd"]) | frozenset(table("people")["korean"]["crowd"])


@cache
def body_parts() -> frozenset[str]:
    """Words for parts of a body: what they do, their owner does."""
    return frozenset(table("people")["body"]["english"]) | frozenset(table("people")["body"]["korean"])


@cache
def vehicle_kinds() -> Mapping[str, str]:
    """Any noun for a vehicle to its kind."""
    return {noun: kind for kind, nouns in table("vehicles")["kinds"].items() for noun in nouns}
