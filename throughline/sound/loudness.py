"""How loud a mix is to a listener, and the mix brought to a programme's loudness."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from throughline.sound.waves import SAMPLE_RATE

Stereo = NDArray[np.float64]
PROGRAMME_LUFS = -18.0
MOST_DB = 9.0
SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
LOW_CUT = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


def loudness(wave: Stereo) -> float:
    """Integrated loudness in LUFS of a (N, 2) wave at 48 kHz; -70 where there is nothing to hear.

    Source: ITU-R BS.1770-4: K-weighting, blocks of 400 ms every 100 ms, gates at -70 LUFS and 10 LU below the mean.
    """
    heard = lfilter(*LOW_CUT, lfilter(*SHELF, wave, axis=0), axis=0)
    block, hop = round(0.4 * SAMPLE_RATE), round(0.1 * SAMPLE_RATE)
    if len(heard) < block:
        heard = np.concatenate([heard, np.zeros((block - len(heard), 2))])
    summed = np.concatenate([[0.0], np.cumsum((heard**2).sum(axis=1))])
    starts = np.arange(0, len(heard) - block + 1, hop)
    power = np.maximum(summed[starts + block] - summed[starts], 0.0) / block
    level = -0.691 + 10 * np.log10(np.maximum(power, 1e-12))
    kept = power[level > -70.0]
    if not len(kept):
        return -70.0
    gate = -0.691 + 10 * np.log10(kept.mean()) - 10.0
    return float(-0.691 + 10 * np.log10(kept[-0.691 + 10 * np.log10(kept) > gate].mean()))


def to_programme(wave: Stereo) -> Stereo:
    """The wave turned up or down towards PROGRAMME_LUFS, by MOST_DB at most: a silent film stays quiet."""
    found = loudness(wave)
    if found <= -60.0:
        return wave
    return np.asarray(wave * 10 ** (float(np.clip(PROGRAMME_LUFS - found, -MOST_DB, MOST_DB)) / 20))
