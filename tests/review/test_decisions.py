"""What people decide is kept, in order, and never lost to a damaged or locked file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from throughline.film.errors import InputError
from throughline.review.decisions import Decisions


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reviews.db"


def test_decisions_come_back_in_order(path: Path) -> None:
    decisions = Decisions(path)
    assert decisions.of() == () and not path.exists()
    first = decisions.add("note", "1-010", "Ines", "더 길게")
    second = decisions.add("approve", "2-010", "Jun", stage="board", product="abc")
    assert Decisions(path).of() == (first, second)
    assert Decisions(path).of("2-010") == (second,)
    with pytest.raises(InputError, match="no kind of decision"):
        decisions.add("praise", "1-010", "Ines")


def test_the_numbering_of_the_draft_before(path: Path) -> None:
    decisions = Decisions(path)
    assert decisions.numbering_before("a") is None
    for source, record in (("a", b"1"), ("a", b"1"), ("b", b"2"), ("a", b"3")):
        decisions.keep_numbering(source, record)
    assert decisions.numbering_before("a") == b"2"
    assert decisions.numbering_before("b") == b"3"
    assert decisions.numbering_before("c") == b"3"


def test_building_again_writes_nothing(path: Path) -> None:
    Decisions(path).keep_numbering("a", b"1")
    before = path.read_bytes()
    Decisions(path).keep_numbering("a", b"1")
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database " * 500, b"SQLite format 3\x00" + bytes(5000)])
def test_a_file_that_is_none_is_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for attempt in (lambda: Decisions(path).of(), lambda: Decisions(path).add("note", "1-010", "Ines", "words")):
        with pytest.raises(InputError, match=r"reviews\.db"):
            attempt()
    assert path.read_bytes() == content


def test_a_file_that_another_holds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Decisions(path).add("note", "1-010", "Ines", "words")
    monkeypatch.setattr("throughline.review.decisions.PATIENCE", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(InputError, match="try again"):
        Decisions(path).add("note", "1-010", "Ines", "more")
    holder.close()
    assert len(Decisions(path).of()) == 1
