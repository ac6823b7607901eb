"""The tagger's features: of a row alone whatever stands beside it, the same on every run, told from the templates."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.reading import tagger_context, tagger_words
from throughline.reading.tagger_features import keys, templates
from throughline.reading.tagger_lexicon import TABLES, kinds, known_classes, packed_tables
from throughline.reading.tagger_tokens import tokens
from throughline.reading.tagger_words import word

LINES = st.lists(st.text(alphabet="aeE drops the cup. knife, 컵을 든다! (9-b)", min_size=1, max_size=30), max_size=5)


def _context(text: str, column: str) -> list[int]:
    found = tokens(text)
    place = tagger_context.COLUMNS.index(column)
    return [told[place] for told in tagger_context.contexts(found, [word(token) for token in found])]


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_a_row_has_the_same_features_alone_and_among_others(lines: list[str]) -> None:
    rows = [tokens(line) for line in lines]
    alone = [keys([row], [{}]) for row in rows]
    together = keys(rows, [{}] * len(rows))
    assert together.shape == (sum(map(len, rows)), len(templates()))
    np.testing.assert_array_equal(together, np.vstack([np.zeros((0, len(templates())), np.uint32), *alone]))


def test_no_two_templates_are_the_same() -> None:
    assert len(set(templates())) == len(templates())


def test_what_the_registry_knows_is_seen_beside_it_too() -> None:
    row = tokens("Anna drops the cup.")
    plain, known = keys([row], [{}]), keys([row], [{0: "c"}])
    changed = (plain != known).any(axis=1)
    assert changed.tolist() == [True, True, False, False, False]


def test_a_clause_is_of_the_one_who_acts_and_ends_at_a_mark() -> None:
    agents = _context("She lifts the cup. The cup falls.", "agent")
    assert agents[1] == agents[3] == tagger_words.number("one")
    assert agents[5] == tagger_words.NOTHING
    lifted, fallen = _context("She lifts the cup. The cup.", "governor")[3:7:3]
    assert lifted == tagger_words.number("lift")
    assert fallen == tagger_words.NOTHING


def test_a_verb_is_seen_from_afar_no_further_than_six_words() -> None:
    left = _context("She holds a very old and very dull grey cup.", "left")
    assert left[2] == left[7] != tagger_words.NOTHING
    assert left[8] == tagger_words.NOTHING


@pytest.mark.parametrize(
    ("stem", "kind"), [("tankard", "vessel"), ("뚝배기", "vessel"), ("쇠주전자", "vessel"), ("zqxv", "")]
)
def test_things_have_kinds_by_themselves_or_by_what_they_end_with(stem: str, kind: str) -> None:
    assert (kind in kinds(stem)) if kind else kinds(stem) == ()


def test_the_longest_known_phrase_counts() -> None:
    told = known_classes(tokens("a fortune teller"))
    assert told[0] == ("", "")
    assert [place for _, place in told[1:]] == ["B", "I"]
    assert "100" in told[1][0]


def test_the_tables_file_holds_what_the_word_tables_say() -> None:
    assert files("throughline.reading.data").joinpath(TABLES).read_bytes() == packed_tables()
