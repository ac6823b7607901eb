"""How loud a mix is to a listener, and the gain that brings it to a programme's loudness; piece by piece, so that a
feature's sound never stands in memory whole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from throughline.sound.waves import SAMPLE_RATE

Stereo = NDArray[np.floating]
PROGRAMME_LUFS = -18.0
MOST_DB = 9.0
HOP = SAMPLE_RATE // 10
PIECE = HOP * 100
HOPS_A_BLOCK = 4
SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
LOW_CUT = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


def pieces(wave: Stereo) -> Iterator[NDArray[np.float64]]:
    """The (N, 2) wave in runs of ten seconds, float64."""
    for start in range(0, len(wave), PIECE):
        yield np.asarray(wave[start:start + PIECE], dtype=np.float64)


def _hop_energies(wave: Stereo) -> NDArray[np.float64]:
    """The K-weighted energy of every 100 ms, both channels together."""
    shelf, cut = np.zeros((2, 2)), np.zeros((2, 2))
    found = []
    for piece in pieces(wave):
        heard, shelf = lfilter(*SHELF, piece, axis=0, zi=shelf)
        heard, cut = lfilter(*LOW_CUT, heard, axis=0, zi=cut)
        power = np.zeros(-(-len(heard) // HOP) * HOP)
        power[:len(heard)] = (heard**2).sum(axis=1)
        found.append(power.reshape(-1, HOP).sum(axis=1))
    return np.concatenate(found) if found else np.zeros(0)


def loudness(wave: Stereo) -> float:
    """Integrated loudness in LUFS of a (N, 2) wave at 48 kHz; -70 where there is nothing to hear.

    Source: ITU-R BS.1770-4: K-weighting, blocks of 400 ms every 100 ms, gates at -70 LUFS and 10 LU below the mean.
    """
    hops = _hop_energies(wave)
    hops = np.concatenate([hops, np.zeros(max(0, HOPS_A_BLOCK - len(hops)))])
    power = np.convolve(hops, np.ones(HOPS_A_BLOCK), mode="valid") / (HOPS_A_BLOCK * HOP)
    level = -0.691 + 10 * np.log10(np.maximum(power, 1e-12))
    kept = power[level > -70.0]
    if not len(kept):
        return -70.0
    gate = -0.691 + 10 * np.log10(kept.mean()) - 10.0
    return float(-0.691 + 10 * np.log10(kept[-0.691 + 10 * np.log10(kept) > gate].mean()))


def programme_gain(wave: Stereo) -> float:
    """What to multiply the wave by to come to PROGRAMME_LUFS, MOST_DB at most either way; 1 where it is silent."""
    found = loudness(wave)
    if found <= -60.0:
        return 1.0
    return float(10 ** (float(np.clip(PROGRAMME_LUFS - found, -MOST_DB, MOST_DB)) / 20))
