"""The sounds of a line: without a gap over its whole length, stressed, the same each time, in Korean and English."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines import espeak_worker
from throughline.engines.contracts import NotCapable
from throughline.engines.espeak_phones import timed_sounds
from throughline.sound import phonemes as module
from throughline.sound.letters import is_vowel
from throughline.sound.phonemes import Phone, phonemes, phonemes_by_letters

LINES = [("엄마, 어디 갔었어?", "ko"), ("Mama, where have you been?", "en")]
needs_espeak = pytest.mark.skipif(espeak_worker.library() is None, reason="espeak-ng's library is not installed")


def fills(found: tuple[Phone, ...], seconds: float) -> None:
    assert found[0].begin == 0.0 and found[-1].end == pytest.approx(seconds)
    assert all(one.end == two.begin for one, two in pairwise(found))
    assert all(phone.end > phone.begin for phone in found)


@needs_espeak
@pytest.mark.parametrize("seconds", [0.7, 3.0])
@pytest.mark.parametrize(("text", "language"), LINES)
def test_the_sounds_fill_the_line(text: str, language: str, seconds: float) -> None:
    found = phonemes(text, language, seconds)
    fills(found, seconds)
    assert found == phonemes(text, language, seconds)
    assert any(phone.stress == 2 and is_vowel(phone.symbol) for phone in found)
    assert sum(phone.symbol == "m" for phone in found) >= 2


@needs_espeak
def test_a_short_line_is_not_drawn_out_and_a_long_one_is_pressed() -> None:
    free, tight = phonemes("Mama, where?", "en", 5.0), phonemes("Mama, where?", "en", 0.5)
    assert not free[-1].symbol and free[-1].end - free[-1].begin > 3.0
    assert tight[-1].symbol and [one.symbol for one in tight] == [one.symbol for one in free[:-1]]


@needs_espeak
def test_an_unknown_voice_is_refused() -> None:
    with pytest.raises(NotCapable, match="xx"):
        timed_sounds("a", "xx", 165)


def test_without_espeak_the_letters_rule_and_somebody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise NotCapable("espeak-ng's library is not installed")

    monkeypatch.setattr(module, "timed_sounds", none)
    told: list[str] = []
    assert phonemes("엄마", "ko", 1.0, warn=told.append) == phonemes_by_letters("엄마", 1.0)
    assert len(told) == 1 and "letters" in told[0]


def test_letters_know_the_lips_of_both_languages() -> None:
    korean = [phone.symbol for phone in phonemes_by_letters("엄마 밥 주세요", 2.0)]
    assert korean[:4] == ["ʌ", "m", "m", "a"] and "p" in korean and "u" in korean
    english = [phone.symbol for phone in phonemes_by_letters("Mama beats the fish", 2.0)]
    assert english[0] == "m" and {"b", "iː", "θ", "f", "ʃ"} <= set(english)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40), seconds=st.floats(0.05, 20.0))
def test_any_text_fills_its_time(text: str, seconds: float) -> None:
    fills(phonemes_by_letters(text, seconds), seconds)
