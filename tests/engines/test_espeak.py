"""espeak-ng as a Speaker: the real program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from throughline.engines.contracts import NotCapable, NotConfigured, Speaker, SpeechRequest, Voice
from throughline.engines.espeak import EspeakSpeaker


def said(folder: Path, text: str, voice: Voice, name: str = "line.wav") -> np.ndarray:
    file = EspeakSpeaker().speak(SpeechRequest(text=text, voice=voice, out=str(folder / name)))
    return soundfile.read(file)[0]


def test_it_is_a_speaker_with_a_version() -> None:
    assert isinstance(EspeakSpeaker(), Speaker)
    assert EspeakSpeaker().identity.version[0].isdigit()


@pytest.mark.parametrize(("language", "text"), [("ko", "정말 그 사람이 맞아?"), ("en-us", "Is it really him?")])
def test_a_line_is_heard_and_is_the_same_twice(tmp_path: Path, language: str, text: str) -> None:
    first, _again = (said(tmp_path, text, Voice(language=language), name) for name in ("a.wav", "b.wav"))
    assert np.abs(first).max() > 0.1 and len(first) > 10_000
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_rate_and_pitch_change_the_line(tmp_path: Path) -> None:
    text = "Nobody leaves the room before I say so."
    slow, fast = (said(tmp_path, text, Voice(language="en-us", rate=rate)) for rate in (120, 300))
    assert len(fast) < 0.6 * len(slow)
    low, high = (said(tmp_path, text, Voice(language="en-us", pitch=pitch)) for pitch in (5, 95))
    assert len(low) != len(high) or not np.array_equal(low, high)


def test_text_that_looks_like_an_option_is_only_text(tmp_path: Path) -> None:
    assert len(said(tmp_path, "--voices; $(id) 'quoted' -w x", Voice(language="en-us"))) > 10_000


def test_a_language_it_does_not_have_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(NotCapable, match="'xx'"):
        said(tmp_path, "hm", Voice(language="xx"))


def test_without_the_program_the_error_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotConfigured, match="apt-get install espeak-ng"):
        said(tmp_path, "hm", Voice(language="ko"))
