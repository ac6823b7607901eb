"""Loudness against ffmpeg's own meter."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from throughline.sound.loudness import PROGRAMME_LUFS, loudness, programme_gain
from throughline.sound.mix import limited, write_wav


def ebur128(path: Path) -> float:
    said = subprocess.run(["ffmpeg", "-hide_banner", "-nostats", "-nostdin", "-i", str(path), "-af", "ebur128", "-f",
                           "null", "-"], capture_output=True, text=True, check=True).stderr
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])


@pytest.mark.parametrize("pauses", [False, True])
def test_it_agrees_with_ffmpeg(tmp_path: Path, pauses: bool) -> None:
    wave = np.random.default_rng(3).normal(0, 0.06, (48000 * 6, 2))
    if pauses:
        wave[48000 * 2:48000 * 4] *= 0.001
    soundfile.write(tmp_path / "a.wav", wave, 48000, subtype="PCM_24")
    assert abs(loudness(wave) - ebur128(tmp_path / "a.wav")) < 0.2


def test_a_mix_comes_to_the_programmes_loudness_but_silence_stays() -> None:
    wave = np.random.default_rng(3).normal(0, 0.05, (48000 * 3, 2))
    assert abs(loudness(wave * programme_gain(wave)) - PROGRAMME_LUFS) < 0.1
    assert programme_gain(np.zeros((48000, 2))) == 1.0
    assert loudness(np.zeros((100, 2))) == -70.0


def test_a_long_wave_is_written_in_pieces_as_it_would_be_whole(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    wave = np.clip(random.normal(0, 0.25, (48000 * 21, 2)), -2, 2)
    write_wav(tmp_path / "a.wav", wave, 1.5)
    read, rate = soundfile.read(tmp_path / "a.wav", always_2d=True)
    assert rate == 48000 and len(read) == len(wave)
    assert np.abs(read - limited(wave * 1.5)).max() < 1e-4
