"""Lines spoken by the real espeak-ng: they fit, they sit at one level, unknown languages are announced."""

from __future__ import annotations

import numpy as np
import pytest

from throughline.engines.contracts import Voice
from throughline.engines.espeak import EspeakSpeaker
from throughline.sound.cast_voices import voice_for
from throughline.sound.sayable import sayable
from throughline.sound.voices import SPOKEN_DB, from_elsewhere, speakable, spoken
from throughline.sound.waves import SAMPLE_RATE

SPEAKER = EspeakSpeaker()
LINE = "나는 그날 밤 광화문에서 너를 기다리고 있었어."


def test_a_line_is_spoken_faster_to_fit_its_place() -> None:
    voice = voice_for("하나", "ko", 28, "female")
    free = spoken(SPEAKER, LINE, voice, 20.0)
    tight = spoken(SPEAKER, LINE, voice, len(free) / SAMPLE_RATE * 0.75)
    assert len(tight) <= len(free) * 0.76


@pytest.mark.parametrize(("language", "text"), [("ko", LINE), ("en", "I was waiting for you that night.")])
def test_speech_sits_at_its_level_and_begins_and_ends_in_silence(language: str, text: str) -> None:
    wave = spoken(SPEAKER, text, voice_for("HANA", language, 30, "female"), 9.0)
    frames = wave[:len(wave) // 960 * 960].reshape(-1, 960)
    power = (frames**2).mean(axis=1)
    assert abs(10 * np.log10(power[power > power.max() * 1e-3].mean()) - SPOKEN_DB) < 2.0
    assert abs(wave[0]) < 1e-3 and abs(wave[-1]) < 1e-3 and np.abs(wave).max() <= 0.5


def test_a_voice_off_screen_is_thinner_and_rings_on() -> None:
    wave = spoken(SPEAKER, LINE, voice_for("하나", "ko", 28, "female"), 9.0)
    away = from_elsewhere(wave, "하나")
    low, low_away = (np.abs(np.fft.rfft(w))[: int(200 * len(w) / SAMPLE_RATE)].mean() / np.abs(np.fft.rfft(w)).mean()
                     for w in (wave, away))
    assert low_away < 0.5 * low
    assert len(away) > len(wave) + SAMPLE_RATE // 2


def test_a_language_without_a_voice_is_announced_and_english_stands_in() -> None:
    heard: list[str] = []
    voice = speakable(SPEAKER, voice_for("ZED", "tlh-none", None, None), heard.append)
    assert voice.language == "en-us"
    assert len(heard) == 1 and "tlh-none" in heard[0]
    assert speakable(SPEAKER, Voice(language="ko"), heard.append).language == "ko" and len(heard) == 1


def test_voices_differ_by_who_speaks() -> None:
    made = {voice_for(name, "ko", age, sex) for name, age, sex in
            (("하나", 28, "female"), ("민호", 40, "male"), ("소년", 9, "male"), ("노인", 80, "male"))}
    assert len(made) == 4
    assert voice_for("소년", "ko", 9, "male").pitch > voice_for("노인", "ko", 80, "male").pitch
    assert voice_for("X", "en", None, None, pitch=77, variant="m3").pitch == 77


def test_what_is_not_spoken_is_left_out() -> None:
    assert sayable("*Wait* (beat) [[note]] for _me_ [sighs]") == "Wait for me"
    assert len(spoken(SPEAKER, "(…)", Voice(language="ko"), 2.0)) == 1
