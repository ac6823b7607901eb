"""Turbulence as a tile: a periodic, divergence-free vector noise, and a plain one for ragged edges."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
TILE = 64
_LOW, _HIGH = 4.0, 13.0


@lru_cache(maxsize=4)
def curl_tile(seed: int) -> Floats:
    """(64, 64, 64, 3) float32 of root mean square 1 a component: divergence-free, periodic, of waves 5 to 16 cells
    long with Kolmogorov's fall-off.

    Source: Bridson, Houriham, Nordenstam, Curl-Noise for Procedural Fluid Flow (2007), here made in Fourier space.
    """
    wave, length = _waves()
    rng = np.random.default_rng([seed, 1])
    potential = np.fft.fftn(rng.standard_normal((3, TILE, TILE, TILE)), axes=(1, 2, 3))
    inside = (length >= _LOW) & (length <= _HIGH)
    # energy a wave number falls with k^-5/3: amplitude a mode k^(-5/6 - 1), and the curl gives one k back
    potential *= np.where(inside, np.maximum(length, 1.0) ** (-5.0 / 6.0 - 2.0), 0.0)
    curl = 1j * np.cross(np.moveaxis(wave, 0, -1), np.moveaxis(potential, 0, -1))
    found = np.fft.ifftn(curl, axes=(0, 1, 2)).real
    found /= np.sqrt(np.mean(found ** 2, axis=(0, 1, 2)))
    return np.ascontiguousarray(found, np.float32)


@lru_cache(maxsize=4)
def wrapped(seed: int) -> Floats:
    """(65, 65, 65, 3) float32: ``curl_tile`` with its first cells again after its last, to be looked up between."""
    return np.ascontiguousarray(np.pad(curl_tile(seed), ((0, 1), (0, 1), (0, 1), (0, 0)), mode="wrap"))


@lru_cache(maxsize=4)
def value_tile(seed: int) -> Floats:
    """(64, 64, 64) float32, periodic, mean 0, root mean square 1: lumps 5 to 32 cells across."""
    _, length = _waves()
    rng = np.random.default_rng([seed, 2])
    spectrum = np.fft.fftn(rng.standard_normal((TILE,) * 3))
    spectrum *= np.where((length >= 2.0) & (length <= 12.0), np.maximum(length, 1.0) ** -1.9, 0.0)
    found = np.fft.ifftn(spectrum).real
    return np.ascontiguousarray(found / found.std(), np.float32)


def _waves() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    wave = np.stack(np.meshgrid(*[np.fft.fftfreq(TILE, 1.0 / TILE)] * 3, indexing="ij"))
    return wave, np.sqrt((wave ** 2).sum(axis=0))
