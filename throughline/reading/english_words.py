"""English word forms: every form of every verb that staging knows, and the classes of function words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from throughline.film.story import Verb
from throughline.reading import lexicon

_VOWELS = "aeiou"
_DOUBLING = frozenset(
    {
        "admit",
        "begin",
        "commit",
        "control",
        "forget",
        "occur",
        "prefer",
        "refer",
        "regret",
        "submit",
        "permit",
        "transmit",
        "handicap",
        "pin",
        "unzip",
        "overtake",
    }
)


class Form(NamedTuple):
    """A form of a verb. ``tense``: base, s, past, part (past participle), pastpart (both), ing."""

    lemma: str
    tense: str


@cache
def senses() -> Mapping[str, tuple[lexicon.Sense, ...]]:
    """Lemma to what it means."""
    return lexicon.senses(lexicon.table("english_verbs")["events"])


@cache
def vehicle_senses() -> Mapping[str, tuple[lexicon.Sense, ...]]:
    """Lemma to what it means when a vehicle does it."""
    return lexicon.senses(lexicon.table("english_verbs")["vehicle"])


@cache
def states() -> Mapping[str, Verb]:
    """Adjectives and participles that say how somebody is, to the verb of that state."""
    return {word: Verb(verb) for verb, words in lexicon.table("english_verbs")["state"].items() for word in words}


@cache
def verb_forms() -> Mapping[str, tuple[Form, ...]]:
    """Every form of every known verb (lower case) to what it can be."""
    irregular = lexicon.table("english_verbs")["irregular"]
    found: dict[str, list[Form]] = {}

    def add(form: str, lemma: str, tense: str) -> None:
        entry = Form(lemma, tense)
        known = found.setdefault(form, [])
        if entry not in known:
            known.append(entry)

    for lemma in sorted(set(senses()) | set(vehicle_senses()) | set(irregular)):
        add(lemma, lemma, "base")
        add(_s_form(lemma), lemma, "s")
        add(_ing_form(lemma), lemma, "ing")
        if lemma in irregular:
            past, *rest = irregular[lemma].split()
            add(past, lemma, "past" if rest else "pastpart")
            for participle in rest:
                add(participle, lemma, "part")
        else:
            add(_ed_form(lemma), lemma, "pastpart")
    for form, lemma in (
        ("is", "be"),
        ("are", "be"),
        ("am", "be"),
        ("were", "be"),
        ("'s", "be"),
        ("'re", "be"),
        ("has", "have"),
        ("does", "do"),
    ):
        add(form, lemma, "s")
    return {form: tuple(options) for form, options in found.items()}


def _s_form(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    return lemma[:-1] + "ies" if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS else lemma + "s"


def _ed_form(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    return _doubled(lemma) + "ed"


def _ing_form(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be":
        return lemma[:-1] + "ing"
    return _doubled(lemma) + "ing"


def _doubled(lemma: str) -> str:
    """The lemma with its last consonant doubled where English does (stop, grab; begin)."""
    closed = len(lemma) > 2 and lemma[-1] not in _VOWELS + "wxyh" and lemma[-2] in _VOWELS and lemma[-3] not in _VOWELS
    closed = (
        closed or lemma.endswith(("quit", "quip")) or (len(lemma) == 2 and lemma[-1] in "tp" and lemma[0] in _VOWELS)
    )
    syllables = sum(
        1 for i, c in enumerate(lemma) if c in _VOWELS + "y" and (i == 0 or lemma[i - 1] not in _VOWELS + "y")
    )
    return lemma + lemma[-1] if closed and (syllables == 1 or lemma in _DOUBLING) else lemma


@cache
def word_class(name: str) -> frozenset[str]:
    """The function words of a class: determiner, preposition, be ..."""
    return frozenset(lexicon.table("english_words")["classes"][name])


@cache
def manner_of() -> Mapping[str, str]:
    """An adverb to its manner."""
    return {word: name for name, words in lexicon.table("english_words")["manner"].items() for word in words}


@cache
def manner_phrases() -> tuple[tuple[str, str], ...]:
    """Phrases that say how (``from the side``) with their manner, the longest first."""
    pairs = [
        (phrase, name) for name, phrases in lexicon.table("english_words")["phrases"].items() for phrase in phrases
    ]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))
