"""What a budget's lines say of where their figures come from, in the reader's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

MOST = 6


@cache
def _table() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = files("throughline.production.data").joinpath("budget_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(language: str, phrase: str, /, **figures: object) -> str:
    """The phrase with its figures."""
    return _word("phrase", phrase, language).format(**figures)


def global_word(name: str, language: str, **figures: object) -> str:
    """What a global is called."""
    return _word("global", name, language).format(**figures)


def period_word(per: str, language: str) -> str:
    """A period that a ceiling counts for."""
    return _word("period", per, language)


def stunt_words(name: str, language: str) -> str:
    """A stunt as the breakdown names it ("JUN: fall") in words."""
    who, _, verb = name.rpartition(": ")
    known = _word("stunt", verb, language) if verb in _table()["stunt"] else verb
    return f"{who}, {known}" if who else known


def _word(section: str, name: str, language: str) -> str:
    return _table()[section][name]["ko" if language == "ko" else "en"]


def listed(names: Sequence[object], language: str, most: int = MOST) -> str:
    """Names with commas, the first few and how many more."""
    shown = [str(name) for name in names[:most]]
    if len(names) > most:
        shown[-1] += f" {say(language, 'more', n=len(names) - most)}"
    return ", ".join(shown)
