"""Lines spoken by scratch voices so that they fit their place in the cut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile
from scipy.signal import resample_poly

from throughline.engines.contracts import NotCapable, Speaker, SpeechRequest, Voice
from throughline.sound.cast_voices import STAND_IN
from throughline.sound.sayable import sayable
from throughline.sound.waves import SAMPLE_RATE, Wave, band, echoing, generator, level, soft_edges

FASTEST = 330
TRIES = 3
SPOKEN_DB = -21.0
PLOSIVE = 0.5


def speakable(speaker: Speaker, voice: Voice, warn: Callable[[str], None]) -> Voice:
    """The voice, or where the engine has none for its language the same voice in English, announced."""
    with TemporaryDirectory(prefix="throughline-voice-") as folder:
        try:
            speaker.speak(SpeechRequest(text="a", voice=voice, out=str(Path(folder) / "trial.wav")))
        except NotCapable as error:
            warn(f"{error}; an English voice stands in")
            return Voice(language=STAND_IN, pitch=voice.pitch, rate=voice.rate, variant=voice.variant)
    return voice


def spoken(speaker: Speaker, text: str, voice: Voice, room: float) -> Wave:
    """The line as a 48 kHz wave, silence trimmed, spoken faster where it would not fit ``room`` seconds.

    A line that is too long even at the fastest that can be followed keeps its end: it is longer than ``room``.

    Raises:
        EngineError: the voice engine failed.
    """
    plain = sayable(text)
    if not any(letter.isalnum() for letter in plain):
        return np.zeros(1)
    wave, rate = _said(speaker, plain, voice), voice.rate
    for _ in range(TRIES):
        length = len(wave) / SAMPLE_RATE
        if length <= room or room <= 0 or rate >= FASTEST:
            break
        rate = min(FASTEST, round(rate * length / room * 1.04) + 1)
        wave = _said(speaker, plain, Voice(language=voice.language, pitch=voice.pitch, rate=rate,
                                           variant=voice.variant))
    return _evened(wave) if len(wave) > 100 else wave


def _evened(wave: Wave) -> Wave:
    """Speech at SPOKEN_DB while it sounds (pauses do not count), thump below 90 Hz removed, ends without a click."""
    clean = band(wave, 90, None)
    frame = SAMPLE_RATE // 50
    whole = clean[:len(clean) // frame * frame].reshape(-1, frame)
    power = (whole**2).mean(axis=1) if len(whole) else np.array([float(np.mean(clean**2))])
    active = power[power > power.max() * 1e-3]
    clean = clean * (10 ** (SPOKEN_DB / 20) / max(1e-9, float(np.sqrt(active.mean()))))
    return soft_edges(np.asarray(np.tanh(clean / PLOSIVE) * PLOSIVE), 0.004)


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
