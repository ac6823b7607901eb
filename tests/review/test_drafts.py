"""Drafts kept in reviews.db: in order, all or nothing, with the decisions about shots that go on under another id."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from throughline.film.errors import InputError
from throughline.review.decisions import Decisions
from throughline.review.drafts import Drafts, KeptDraft


def draft(number: int, colour: str = "white") -> KeptDraft:
    return KeptDraft(number=number, made="2026-11-22T10:00:00+00:00", colour=colour, name="", digest=f"d{number}",
                     file=f"{number:02d}-{colour}.fountain", record=b"{}", numbering=f"numbers {number}".encode())


def test_nothing_is_written_by_reading(tmp_path: Path) -> None:
    assert Drafts(tmp_path / "reviews.db").kept() == () and not (tmp_path / "reviews.db").exists()


def test_drafts_are_kept_in_order_beside_the_decisions(tmp_path: Path) -> None:
    path = tmp_path / "reviews.db"
    Decisions(path).add("note", "1-010", "Ines", "hold it")
    drafts = Drafts(path)
    drafts.keep(draft(1))
    drafts.keep(draft(2, "second blue"))
    assert Drafts(path).kept() == (draft(1), draft(2, "second blue"))
    assert [decision.text for decision in Decisions(path).of()] == ["hold it"]
    assert Decisions(path).numbering_before("another") == b"numbers 2"


def test_decisions_go_with_renamed_shots_all_at_once(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "reviews.db")
    for shot in ("1-010", "2-010", "3-010"):
        drafts.add("note", shot, "Ines", f"of {shot}")
    drafts.keep(draft(1), {"1-010": "2-010", "2-010": "1A-010"})
    assert [(entry.shot, entry.text) for entry in drafts.of()] == [
        ("2-010", "of 1-010"), ("1A-010", "of 2-010"), ("3-010", "of 3-010")]


def test_a_draft_that_cannot_be_kept_changes_nothing(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "reviews.db")
    drafts.add("note", "1-010", "Ines", "hold it")
    drafts.keep(draft(1))
    with pytest.raises(InputError):
        drafts.keep(msgspec.structs.replace(draft(1), numbering=b"other"), {"1-010": "9-010"})
    assert drafts.kept() == (draft(1),) and drafts.of()[0].shot == "1-010"
    assert drafts.numbering_before("x") == b"numbers 1"
