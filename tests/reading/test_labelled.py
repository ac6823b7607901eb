"""The labelled script lines: every row can be read, none stands twice, every category is there in both languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

import pytest

from throughline.reading.items import CATEGORIES

MARK = re.compile(r"\{(\d{3}):([^{}]+)\}")
LEAST_ROWS = {"en": 18000, "ko": 10000}
LEAST_A_CATEGORY = 12
HANGUL = re.compile(r"[가-힣]")


@cache
def _rows(language: str) -> tuple[tuple[str, str], ...]:
    """(file:line, row) of all rows of a language."""
    folder = files("throughline.reading").joinpath("labelled")
    found = []
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.startswith(f"{language}-") and file.name.endswith(".txt"):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
                if line.strip() and not line.startswith("#"):
                    found.append((f"{file.name}:{number}", line))
    return tuple(found)


def _plain(row: str) -> str:
    return " ".join(unicodedata.normalize("NFC", MARK.sub(r"\2", row)).split())


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_row_can_be_read(language: str) -> None:
    for place, row in _rows(language):
        assert not re.search(r"[{}]", MARK.sub("", row)), f"{place}: a mark is not closed or stands in another"
        assert row == unicodedata.normalize("NFC", row), f"{place}: not NFC"
        assert row == row.strip(), f"{place}: space at an end"
        for category, words in MARK.findall(row):
            assert 100 <= int(category) < 100 + len(CATEGORIES), f"{place}: no category {category}"
            assert words == words.strip(" ,"), f"{place}: “{words}” takes in what is beside it"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_row_stands_twice(language: str) -> None:
    twice = [row for row, often in Counter(_plain(row) for _, row in _rows(language)).items() if often > 1]
    assert not twice


@pytest.mark.parametrize("language", ["en", "ko"])
def test_there_are_enough_of_every_kind(language: str) -> None:
    rows = [row for _, row in _rows(language)]
    assert len(rows) >= LEAST_ROWS[language]
    counts = Counter(int(category) for row in rows for category, _ in MARK.findall(row))
    few = {number: counts[number] for number in range(100, 127) if counts[number] < LEAST_A_CATEGORY}
    assert not few
    assert 0.15 <= sum(not MARK.search(row) for row in rows) / len(rows) <= 0.3


def test_korean_marks_leave_out_the_particle() -> None:
    """A noun's particle stands outside the mark: {104:칼}을, never {104:칼을} (가을 is a name)."""
    nouns = {100, 101, 103, 104, 106, 108, 116, 117}
    wrong = [place for place, row in _rows("ko") for category, words in MARK.findall(row)
             if int(category) in nouns and re.search(r"(?<!가)(?<=[가-힣])(을|를|에서|에게|으로)$", words)]
    assert not wrong
    assert all(HANGUL.search(row) or "." in row for _, row in _rows("ko"))
