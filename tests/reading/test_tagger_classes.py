"""Words by likeness of meaning and by their letters: what the tagger sees of words it never met."""

from __future__ import annotations

import pytest

from throughline.reading.tagger_classes import word_classes
from throughline.reading.tagger_korean import name_like, roots


@pytest.mark.parametrize(("one", "other"), [("cleric", "clergyman"), ("plummet", "plunge"), ("chrysler", "cadillac")])
def test_words_used_alike_share_a_class(one: str, other: str) -> None:
    first, second = word_classes(one), word_classes(other)
    assert first is not None
    assert first == second
    assert first != word_classes("tuesday")


def test_a_compound_is_known_by_its_last_part_and_an_unknown_word_not_at_all() -> None:
    assert word_classes("zqxv-sword") == word_classes("sword")
    assert word_classes("zqxv") is None


@pytest.mark.parametrize(("one", "other"), [("떨어진다", "떨어져"), ("매달린", "매달려"), ("튄다", "튀는")])
def test_forms_of_a_korean_verb_share_a_root(one: str, other: str) -> None:
    assert set(roots(one)) & set(roots(other))


@pytest.mark.parametrize(
    ("word", "told"), [("서연", ("name=g2",)), ("김민준", ("name=fg",)), ("박", ("name=f",)), ("책상", ())]
)
def test_korean_names_are_told_by_their_syllables(word: str, told: tuple[str, ...]) -> None:
    assert name_like(word) == told
