"""Emphasis, notes and boneyard inside a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.generated_screenplays import lines
from throughline.formats import inline
from throughline.formats.inline import Aside, Run


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("*it*", [Run("it", italic=True)]),
        ("**bold** x", [Run("bold", bold=True), Run(" x")]),
        ("***both***", [Run("both", bold=True, italic=True)]),
        ("_under_", [Run("under", underline=True)]),
        ("_**a** b_", [Run("a", bold=True, underline=True), Run(" b", underline=True)]),
        ("**a *b***", [Run("a ", bold=True), Run("b", bold=True, italic=True)]),
        ("He dialed *69 and then *23, and then hung up.", [Run("He dialed *69 and then *23, and then hung up.")]),
        ("He dialed \\*69 and *then* \\*23", [Run("He dialed *69 and "), Run("then", italic=True), Run(" *23")]),
        ("*not over\nlines*", [Run("*not over\nlines*")]),
        ("2 * 3 * 4", [Run("2 * 3 * 4")]),
        ("________", [Run("________")]),
        ("**a***b*", [Run("a", bold=True), Run("b", italic=True)]),
        ("", []),
    ],
)
def test_emphasis_is_read_as_fountain_describes_it(text: str, runs: list[Run]) -> None:
    assert list(inline.runs(text)) == runs


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("She waits [[Dir: why?]] by the door.", "She waits by the door."),
        ("He runs [[n]].", "He runs."),
        ("[[shot: CU]] He runs", "He runs"),
        ("He runs.\n[[shot: CU]]\nHe stops.", "He runs.\nHe stops."),
        ("a /* cut */ b", "a b"),
        ("a[[1]] [[2]] b", "a b"),
        ("open [[ never shut", "open [[ never shut"),
        ("two [[paragraphs\n\nare no]] note", "two [[paragraphs\n\nare no]] note"),
        ("\\[[literal]]", "[[literal]]"),
        ("C:\\\\temp", "C:\\temp"),
        ("뛰어! *지금*", "뛰어! 지금"),
    ],
)
def test_plain_is_what_an_audience_reads(text: str, plain: str) -> None:
    assert inline.plain(text) == plain


def test_notes_are_given_in_order_and_boneyard_is_not_one() -> None:
    text = "a [[shot: CU, 85mm]] b /* [[gone]] */ c [[over\nlines]]"
    assert inline.notes(text) == ("shot: CU, 85mm", "over\nlines")


STYLED = st.builds(
    Run, st.text("ab*_\\[]/# .가\n", min_size=1, max_size=6), st.booleans(), st.booleans(), st.booleans())


@given(st.lists(STYLED, max_size=6))
@settings(max_examples=400, deadline=None)
def test_runs_keep_their_words_and_the_style_of_every_letter(parts: list[Run]) -> None:
    back = inline.runs(inline.from_runs(parts))
    assert "".join(run.text for run in back) == "".join(run.text for run in parts)
    letters = [(c, r.bold, r.italic, r.underline) for r in parts for c in r.text if not c.isspace()]
    assert [(c, r.bold, r.italic, r.underline) for r in back for c in r.text if not c.isspace()] == letters


@given(st.lists(STYLED, max_size=4), st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=3))
@settings(max_examples=400, deadline=None)
def test_asides_come_back_at_their_place_in_the_plain_text(parts: list[Run], places: list[tuple[int, bool]]) -> None:
    plain = "".join(run.text for run in parts)
    asides = [Aside(bone, "n", min(at, len(plain))) for at, bone in sorted(places)]
    back, found = inline.parsed(inline.from_runs(parts, asides))
    if "\n" not in plain and "  " not in plain and plain == plain.strip():
        assert "".join(run.text for run in back) == plain
        assert [(a.boneyard, a.text) for a in found] == [(a.boneyard, a.text) for a in asides]
    text = inline.from_runs(back, found)
    assert inline.from_runs(*inline.parsed(text)) == text


@given(lines(noted=True))
@settings(max_examples=300, deadline=None)
def test_respelling_changes_neither_words_nor_notes(text: str) -> None:
    again = inline.from_runs(*inline.parsed(text))
    assert (inline.plain(again), inline.notes(again)) == (inline.plain(text), inline.notes(text))
