"""Sound made from nothing: seeded noise, filters, envelopes. 48 kHz, float64 mono, full scale 1.0."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

SAMPLE_RATE = 48_000
Wave = NDArray[np.float64]


def generator(*names: object) -> np.random.Generator:
    """A random generator of its own for whatever ``names`` say, the same on every machine."""
    seed = hashlib.sha256("\0".join(map(str, names)).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(seed[:8], "big")))


def seconds(length: float) -> int:
    return max(1, round(length * SAMPLE_RATE))


def white(samples: int, random: np.random.Generator) -> Wave:
    return random.standard_normal(samples)


def band(wave: Wave, low: float | None, high: float | None, order: int = 2) -> Wave:
    """The wave between two frequencies in Hz; None leaves that side open."""
    nyquist = SAMPLE_RATE / 2
    if low and high:
        sections = butter(order, [low / nyquist, min(0.99, high / nyquist)], "bandpass", output="sos")
    elif high:
        sections = butter(order, min(0.99, high / nyquist), "lowpass", output="sos")
    elif low:
        sections = butter(order, low / nyquist, "highpass", output="sos")
    else:
        return wave
    return np.asarray(sosfilt(sections, wave))


def level(wave: Wave, decibels: float) -> Wave:
    """The wave with its root mean square at ``decibels`` below full scale."""
    power = float(np.sqrt(np.mean(wave**2)))
    return wave if power < 1e-12 else wave * (10 ** (decibels / 20) / power)


def peak(wave: Wave, height: float) -> Wave:
    top = float(np.abs(wave).max())
    return wave if top < 1e-12 else wave * (height / top)


def decay(samples: int, half_life: float, attack: float = 0.002) -> Wave:
    """An envelope: up within ``attack`` seconds, then down by half every ``half_life``."""
    times = np.arange(samples) / SAMPLE_RATE
    return np.minimum(1.0, times / max(1e-4, attack)) * 0.5 ** (np.maximum(0.0, times - attack) / half_life)


def swell(samples: int, share: float = 0.3) -> Wave:
    """An envelope that rises over the first ``share`` and falls to the end, without a corner."""
    times = np.linspace(0.0, 1.0, samples)
    rise = np.clip(times / share, 0, 1)
    fall = np.clip((1 - times) / (1 - share), 0, 1)
    return np.sin(rise * np.pi / 2) ** 2 * np.sin(fall * np.pi / 2) ** 1.5


def tone(frequency: Wave | float, samples: int) -> Wave:
    """A sine whose frequency in Hz may change sample by sample."""
    steps = np.broadcast_to(np.asarray(frequency, dtype=np.float64), (samples,))
    return np.sin(2 * np.pi * np.cumsum(steps) / SAMPLE_RATE)


def soft_clip(wave: Wave, drive: float = 1.0) -> Wave:
    return np.asarray(np.tanh(wave * drive) / np.tanh(max(1e-6, drive)))


def echoing(wave: Wave, random: np.random.Generator, length: float, wet: float) -> Wave:
    """The wave in a space: convolved with ``length`` seconds of decaying noise; longer by the tail."""
    tail = band(white(seconds(length), random), 150, 5200) * decay(seconds(length), length / 6)
    tail /= max(1e-9, float(np.sqrt(np.sum(tail**2))))
    wetted = fftconvolve(wave, tail)
    dry = np.zeros_like(wetted)
    dry[:len(wave)] = wave
    return np.asarray(dry * (1 - wet * 0.5) + wetted * wet)


def soft_edges(wave: Wave, length: float) -> Wave:
    """The wave faded in and out over ``length`` seconds, so that it begins and ends without a click."""
    edge = min(len(wave) // 2, seconds(length))
    if edge < 1:
        return wave
    ramp = np.sin(np.linspace(0.0, np.pi / 2, edge)) ** 2
    faded = wave.copy()
    faded[:edge] *= ramp
    faded[len(faded) - edge:] *= ramp[::-1]
    return faded
