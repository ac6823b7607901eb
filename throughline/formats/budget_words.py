"""What the sheets of a budget are called, in English and Korean."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("throughline.formats").joinpath("budget_words.toml").read_text(encoding="utf-8"))


def word(key: str, language: str, **figures: object) -> str:
    """A heading or remark of the budget's sheets."""
    return _table()[key]["ko" if language == "ko" else "en"].format(**figures)
