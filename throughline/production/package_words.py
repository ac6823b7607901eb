"""The labels and sentences of the package's documents, in English and Korean, kept as data beside this module."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files

OWN_WORDS = ("effect", "stage", "size", "move", "tool")
"""Kinds of label whose unknown ones are shown as they are, since engines and scripts bring words of their own."""


def say(key: str, language: str, /, **values: object) -> str:
    """The label or sentence ``key`` in the language, with its values.

    Raises:
        KeyError: there is no such label.
    """
    words = _words()
    if key not in words:
        kind, _, name = key.partition("_")
        if kind in OWN_WORDS:
            return name if kind == "tool" else name.replace("_", " ")
    text = words[key][language == "ko"]
    return text.format(**values) if values else text


def stage_word(stage: str, language: str) -> str:
    """What the work of a stage is called within a sentence."""
    return say(f"stage_{stage}", language).lower()


def labels(language: str) -> dict[str, str]:
    """The labels that the documents' own pages need, by name."""
    prefix = "page_"
    return {key.removeprefix(prefix): texts[language == "ko"] for key, texts in _words().items()
            if key.startswith(prefix)}


@functools.cache
def _words() -> dict[str, tuple[str, str]]:
    content = files("throughline.production").joinpath("data/package_words.toml").read_text(encoding="utf-8")
    return {key: (texts[0], texts[1]) for key, texts in tomllib.loads(content).items()}
