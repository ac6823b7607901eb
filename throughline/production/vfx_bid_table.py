"""The table of the bid: man-days by kind of effect, factors, own figures; and what kinds are called."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from throughline.film.budget import Range

NOTHING: Range = (0.0, 0.0, 0.0)


@cache
def table() -> Mapping[str, Any]:
    """vfx_bid.toml as it is written."""
    text = files("throughline.production.data").joinpath("vfx_bid.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def kind_word(kind: str, language: str) -> str:
    """What a kind of effect is called."""
    row = table()["kind"].get(table()["renamed"].get(kind, kind))
    return kind.replace("_", " ") if row is None else str(row["ko" if language == "ko" else "en"])


def asset_word(name: str, language: str) -> str:
    """What is built once for all shots, which a bid in either language names ("creature build: FOX"), in this one."""
    for row in table()["asset"].values():
        for title in (row["en"], row["ko"]):
            if name == title or name.startswith(f"{title}: "):
                return str(row["ko" if language == "ko" else "en"]) + name.removeprefix(title)
    return name


def department_word(department: str, language: str) -> str:
    """What a department is called."""
    return str(table()["department"][department]) if language == "ko" else department


def factor_word(name: str, language: str) -> str:
    """What a factor, or another remark of the bid, is called."""
    return str(table()["word"][name]["ko" if language == "ko" else "en"])


def departments() -> tuple[str, ...]:
    """The departments in the order of the work."""
    return tuple(table()["department"])


def source_word(language: str) -> str:
    """Where the man-days come from."""
    return str(table()["source_ko" if language == "ko" else "source_en"])


def each_case(figure: Callable[[int], float]) -> Range:
    """The figure of the low, the base and the high case (0, 1, 2)."""
    return figure(0), figure(1), figure(2)
