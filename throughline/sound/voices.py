"""Whose scratch voice is whose, and lines spoken so that they fit their place in the cut."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile
from scipy.signal import resample_poly

from throughline.engines.contracts import Speaker, SpeechRequest, Voice
from throughline.sound.waves import SAMPLE_RATE, Wave, band, echoing, generator, level

LANGUAGES = {"ko": "ko", "en": "en-us", "ja": "ja", "ru": "ru", "fr": "fr-fr", "de": "de", "es": "es", "it": "it",
             "zh": "cmn", "uk": "uk"}
PLAIN_RATE, FASTEST = 165, 260
SPOKEN_DB = -21.0


def voice_for(name: str, language: str, age: int | None, sex: str | None, pitch: int | None = None,
              variant: str | None = None) -> Voice:
    """A character's voice: pitch by sex and age, a variant of his own by name."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:2], "big")
    years = 35 if age is None else age
    if pitch is None:
        pitch = {"female": 58, "male": 32}.get(sex or "", 44) + (14 if years < 13 else 5 if years < 22 else
                                                                 -5 if years > 60 else 0)
        pitch += number % 9 - 4
    if variant is None:
        variant = f"f{1 + number % 4}" if sex == "female" else f"m{1 + number % 7}"
    return Voice(language=LANGUAGES.get(language, "en-us"), pitch=max(0, min(99, pitch)), rate=PLAIN_RATE,
                 variant=variant)


def spoken(speaker: Speaker, text: str, voice: Voice, room: float) -> Wave:
    """The line as a 48 kHz wave, silence trimmed, spoken faster where it would not fit ``room`` seconds.

    Raises:
        EngineError: the voice engine failed.
    """
    wave = _said(speaker, text, voice)
    length = len(wave) / SAMPLE_RATE
    if length > room > 0:
        rate = min(FASTEST, round(voice.rate * length / room * 1.04))
        faster = Voice(language=voice.language, pitch=voice.pitch, rate=rate, variant=voice.variant)
        wave = _said(speaker, text, faster)
    return level(wave, SPOKEN_DB) if len(wave) > 100 else wave


def _said(speaker: Speaker, text: str, voice: Voice) -> Wave:
    with TemporaryDirectory(prefix="throughline-voice-") as folder:
        file = speaker.speak(SpeechRequest(text=text, voice=voice, out=str(Path(folder) / "line.wav")))
        wave, rate = soundfile.read(file, dtype="float64", always_2d=True)
    mono = wave.mean(axis=1)
    if rate != SAMPLE_RATE:
        divisor = int(np.gcd(SAMPLE_RATE, rate))
        mono = resample_poly(mono, SAMPLE_RATE // divisor, rate // divisor)
    loud = np.flatnonzero(np.abs(mono) > 0.003)
    return mono[loud[0]:loud[-1] + 1] if len(loud) else np.zeros(1)


def from_elsewhere(wave: Wave, name: str) -> Wave:
    """A voice off screen: thinner, with the space it comes from around it."""
    thin = band(wave, 320, 3400)
    return level(echoing(thin, generator("elsewhere", name), 1.1, 0.45), SPOKEN_DB - 1.5)
