"""Speech fits its voice; clauses keep every word; lengths are drawn from the shot's own content."""

from __future__ import annotations

import shutil
import statistics
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.directing.pace import clauses, event_seconds, parts, reading_seconds, speech_seconds, spread
from throughline.film.story import Event, Verb

SENTENCES = {
    "en": ("Go.", "Mom?", "Who is it?", "I never wanted the house.", "Take the left stairs, not the right ones.",
           "She said she would be here by nine, and it is nearly ten.", "Wait. Wait! There is somebody on the roof.",
           "Every one of those letters was written by the same hand, and it was not his.",
           "The number is 4471.", "You don't have to like it; you only have to sign."),
    "ko": ("응.", "거기 누구세요?", "나는 그 집을 원한 적이 없어.", "오른쪽 말고 왼쪽 계단으로 가.",
           "아홉 시까지 온다더니 벌써 열 시가 다 됐어.", "잠깐. 잠깐만! 지붕 위에 누가 있어.",
           "그 편지들은 모두 한 사람이 썼는데, 그 사람 글씨는 아니었어.", "번호는 4471이야.",
           "좋아할 필요는 없고 서명만 하면 돼."),
}
WORDS = st.text(st.sampled_from("abe gon, wir. tha 가나 닿, 고 지만. ?!—-"), min_size=1, max_size=120)


def espeak_seconds(text: str, language: str) -> float:
    asked = ["espeak-ng", "-v", language, "-s", "165", "--stdout", text]
    sound = subprocess.run(asked, capture_output=True, check=True)
    at = sound.stdout.index(b"data") + 8
    return (len(sound.stdout) - at) / 2 / int.from_bytes(sound.stdout[24:28], "little")


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_scratch_speech_fits_and_wastes_little(language: str) -> None:
    slack = [speech_seconds(text, language) - espeak_seconds(text, language) for text in SENTENCES[language]]
    assert min(slack) > -0.05 and statistics.mean(slack) < 0.7


@given(WORDS, st.sampled_from(["en", "ko"]), st.integers(1, 6))
def test_clauses_and_parts_keep_every_word(text: str, language: str, count: int) -> None:
    whole = " ".join(text.split())
    assert " ".join(clauses(text, language)) == whole or not whole
    made = parts(text, count, language)
    assert " ".join(made) == whole and len(made) <= count


@given(WORDS, WORDS)
def test_more_words_never_take_less_time(text: str, more: str) -> None:
    assert speech_seconds(f"{text}a {more}") >= speech_seconds(f"{text}a") - 1e-9


def test_long_speech_splits_evenly_at_its_marks() -> None:
    text = "I came by the river, past the mill. Nobody saw me, I think. The dog did, but he knows me. So I went in."
    made = parts(text, 3)
    assert len(made) == 3 and all(part[-1] in ".," for part in made)
    seconds = [speech_seconds(part) for part in made]
    assert max(seconds) < 2 * min(seconds)


def test_a_korean_sentence_splits_at_its_joints() -> None:
    text = ("아버지가 이 집을 지으실 때 모두에게 백 년은 간다고 하셨는데 "
            "강물이 하루에 한 계단씩 올라왔고 우리는 창문으로 나왔어")
    made = parts(text, 3, "ko")
    assert len(made) >= 2 and made[0].endswith(("데", "고"))


def test_slow_action_takes_longer_than_fast() -> None:
    slow, fast = (event_seconds(Event(verb=Verb.WALK, manner=(word,))) for word in ("slowly", "fast"))
    assert fast < event_seconds(Event(verb=Verb.WALK)) < slow


def test_reading_time_grows_with_the_text_and_counts_hangul_heavier() -> None:
    assert reading_seconds("BELL") == 2.0
    assert reading_seconds("종이 울릴 때까지 시간이 있다 서둘러라") > reading_seconds("abcde fghij klmno pqr")


def test_the_spread_is_lognormal_around_one() -> None:
    factors = [spread(f"shot {index}", 0.3) for index in range(2000)]
    assert statistics.mean(factors) == pytest.approx(1.0, abs=0.03)
    assert 0.2 < statistics.stdev(factors) < 0.32 and min(factors) > 0.5
    assert spread("a") == spread("a") != spread("b")


@pytest.mark.parametrize(("text", "least"), [("...", 0.5), ("ここはどこ", 1.0), ("Где все люди?", 1.0), ("CPR", 0.9)])
def test_any_script_takes_time(text: str, least: float) -> None:
    assert least <= speech_seconds(text) < 3
