"""How openly hot gas lies: within hot gas it gets back what it sends."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro.bands import banded
from throughline.effects.pyro.lanes import inlined, lent
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
Whole = NDArray[np.int32]
HEAT = 1
GLOWS = 500.0  # kelvin above the air's from which on gas sends back all that it gets
LEVELS = 1023.0  # of heat: whole numbers, whose running sums are the same wherever they begin
WIDEST = 60  # cells: what the sums of whole numbers hold


@inlined
def _begun(total: Whole, row: Whole, times: Any) -> None:
    for k in range(len(total)):
        total[k] = times * row[k]


@inlined
def _added(total: Whole, row: Whole, times: Any) -> None:
    for k in range(len(total)):
        total[k] += times * row[k]


@inlined
def _along(cells: Whole, reach: int, out: Whole) -> None:
    """``out`` gets the sum within ``reach`` cells; beyond the ends it goes on as there."""
    last = len(cells) - 1
    total = reach * cells[0]
    for k in range(reach):
        total += cells[min(k, last)]
    for k in range(len(cells)):
        total += cells[min(k + reach, last)]
        out[k] = total
        total -= cells[max(k - reach, 0)]


@kernel
def _summed(start: int, stop: int, gas: Floats, ratio: int, reach: int, sums: Whole) -> None:
    """``sums`` gets how hot it is within ``reach`` cells of each coarse cell along y and z."""
    gas, sums, ny, nz = lent(gas), lent(sums), sums.shape[1], sums.shape[2]
    hot, total, rows = np.empty(nz, np.int32), np.empty(nz, np.int32), np.empty((ny, nz), np.int32)
    scale, most, none, half = np.float32(LEVELS / GLOWS), np.float32(LEVELS), np.float32(0.0), np.float32(0.5)
    plus, minus = np.int32(1), np.int32(-1)
    for i in range(start, stop):
        for j in range(ny):
            cells = gas[i * ratio, j * ratio]
            for k in range(nz):
                hot[k] = np.int32(max(none, min(most, scale * cells[k * ratio, HEAT])) + half)
            _along(hot, reach, rows[j])
        _begun(total, rows[0], np.int32(reach))
        for j in range(reach):
            _added(total, rows[min(j, ny - 1)], plus)
        for j in range(ny):
            _added(total, rows[min(j + reach, ny - 1)], plus)
            _begun(sums[i, j], total, plus)
            _added(total, rows[max(j - reach, 0)], minus)


@kernel
def _opened(start: int, stop: int, sums: Whole, reach: int, bare: Floats) -> None:
    """``start`` to ``stop`` are of the second axis; what lies about a cell along the first is added up here."""
    sums, bare = lent(sums), lent(bare)
    last, wide = sums.shape[0] - 1, 2 * reach + 1
    total, share = np.empty(sums.shape[2], np.int32), np.float32(1.0 / (LEVELS * wide * wide * wide))
    plus, minus = np.int32(1), np.int32(-1)
    for j in range(start, stop):
        _begun(total, sums[0, j], np.int32(reach))
        for i in range(reach):
            _added(total, sums[min(i, last), j], plus)
        for i in range(last + 1):
            _added(total, sums[min(i + reach, last), j], plus)
            out = bare[i, j]
            for k in range(len(out)):
                away = np.float32(1.0) - share * np.float32(total[k])
                out[k] = np.float32(0.25) + np.float32(3.85) * (away * away)
            _added(total, sums[max(i - reach, 0), j], minus)


def openness(gas: Floats, ratio: int, cells: float, bare: Floats, sums: Whole) -> None:
    """Fills ``bare`` (coarse) with how freely each cell radiates: 0.25 deep within ``cells`` of hot gas, 1 in its plane
    skin, up to 4 where nothing hot is near. ``sums``, of the same shape, is worked in."""
    reach = min(round(2.0 * cells) // 2, WIDEST)
    if reach < 1:
        bare[:] = 1.0
        return
    banded(_summed, sums.shape[0], gas, ratio, reach, sums)
    banded(_opened, sums.shape[1], sums, reach, bare)
