"""The words of a note become an order, Korean and English alike."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.directing.shots import size_of
from throughline.film.effect import EffectChoice
from throughline.reading.entities import Registry
from throughline.reading.wishes import asked
from throughline.stages.effect_words import merged, said


@pytest.mark.parametrize(("word", "choice"), [
    ("6 s", EffectChoice(seconds=6.0)), ("6초", EffectChoice(seconds=6.0)),
    ("lasts 2.5 sec", EffectChoice(seconds=2.5)),
    ("to the left", EffectChoice(direction="left")), ("왼쪽으로", EffectChoice(direction="left")),
    ("straight up", EffectChoice(direction="up")), ("뒤로", EffectChoice(direction="back")),
    ("seed 4", EffectChoice(seed=4)), ("시드 4", EffectChoice(seed=4)),
    ("orange dust", EffectChoice(colour="#c9793a")), ("검은 연기", EffectChoice(colour="#201d1c")),
    ("dust #8a7f70", EffectChoice(colour="#8a7f70")),
    ("wind 3 m/s", EffectChoice(wind=(0.0, -3.0))), ("바람 초속 3미터", EffectChoice(wind=(0.0, -3.0))),
    ("wind 3 m/s from the back", EffectChoice(wind=(3.0, 0.0))),
    ("바람 2 m/s 오른쪽에서", EffectChoice(wind=(0.0, 2.0))),
])
def test_a_word_decides(word: str, choice: EffectChoice) -> None:
    assert said((word,), 0.0).choice == choice


def test_the_wind_turns_with_what_the_effect_happens_to() -> None:
    wind = said(("wind 4 m/s",), math.pi / 2).choice.wind
    assert wind == pytest.approx((4.0, 0.0), abs=1e-5)


def test_a_collapse_reads_its_ways_itself_and_never_a_measure() -> None:
    words = ("6 s", "falls to the left", "9 m", "seed 4", "floor by floor", "from the fourth")
    found = said(words, 0.0, breaks=True)
    assert found.choice == EffectChoice(seconds=6.0, seed=4)
    assert found.rest == ("falls to the left", "floor by floor", "from the fourth")


def test_what_is_not_known_stays() -> None:
    assert said(("large", "6 kg", "gate tower"), 0.0) == (EffectChoice(), ("large", "6 kg", "gate tower"))


@given(st.lists(st.text(max_size=20), max_size=6), st.floats(-4, 4))
def test_any_words_are_read(words: list[str], facing: float) -> None:
    found = said(words, facing)
    assert set(found.rest) <= set(words)


def test_the_first_choice_wins() -> None:
    assert merged(EffectChoice(seed=1), EffectChoice(seed=2, seconds=3.0)) == EffectChoice(seed=1, seconds=3.0)


@pytest.mark.parametrize(("words", "metres"), [((), 7.0), (("large",), 11.9), (("크게",), 11.9), (("9 m",), 9.0),
                                               (("크게", "9미터"), 9.0), (("작은",), 3.5), (("12 metres wide",), 12.0)])
def test_how_large(words: tuple[str, ...], metres: float) -> None:
    assert size_of("explosion", words) == pytest.approx(metres)


@pytest.mark.parametrize(("note", "kind"), [("vfx: gas main, 5 m", "gas_main"), ("효과: 횃불", "torch"),
                                            ("vfx: car explosion", "explosion"), ("효과: 굴뚝 연기", "chimney_smoke"),
                                            ("vfx: smoke", "smoke"), ("효과: 폭발, 6초", "explosion")])
def test_a_note_names_its_kind(note: str, kind: str) -> None:
    effect = asked(note, 3, Registry()).effect
    assert effect is not None and effect.kind == kind


def test_an_unknown_effect_lists_the_known() -> None:
    found = asked("vfx: explodoration, car", 14, Registry())
    assert found.effect is None
    (complaint,) = found.complaints
    assert complaint.startswith("line 14: no effect is 'explodoration'; known are")
    assert all(kind in complaint for kind in ("explosion", "gas main", "ghost mist", "collapse"))
