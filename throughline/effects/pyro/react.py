"""What gas does where it is: fuel burns to heat, soot and expansion; heat radiates away; smoke thins; dust settles."""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from throughline.effects.pyro.bands import Real, banded
from throughline.effects.pyro.lanes import alike, fours, inlined, put
from throughline.effects.pyro.skin import openness
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Rates: TypeAlias = tuple[np.float32, ...]
SOOT, HEAT, FUEL, DUST = range(4)
AMBIENT_K = 290.0
LEAST, COOL = np.float32(1.5e-3), np.float32(8.0)  # 1/m or a share, and kelvin: below, a cell is empty


class Chemistry(NamedTuple):
    """``burn`` is fuel burnt a second at full heat where there is air; ``rich`` the fuel at which half as much burns
    for want of air; ``lit`` the kelvin above the air's at which it catches. A unit of fuel gives ``heat`` K, ``soot``
    1/m, and ``expansion`` of its volume. ``radiant`` is the share of its heat that gas at 1000 K above the air loses a
    second by radiation where it lies open, a quarter of it where ``skin`` metres of hot gas lie about it; ``loss`` is
    by mixing; ``fade`` and ``settle`` what smoke and dust lose a second. ``lift`` and
    ``weight``, ``dust_weight`` give the pull in m/s2: of very hot gas, of 1/m of smoke and of dust."""

    burn: float = 4.0
    rich: float = 1.0
    lit: float = 250.0
    heat: float = 1500.0
    peak: float = 1950.0
    soot: float = 8.0
    expansion: float = 4.0
    radiant: float = 0.35
    loss: float = 0.25
    skin: float = 0.0
    fade: float = 0.03
    settle: float = 0.05
    lift: float = 16.0
    weight: float = 0.02
    dust_weight: float = 0.05


@inlined
def _thinned(gas: Floats, i: int, j: int, k: int, ratio: int, keep: Real) -> None:
    """What expands is thinner for it."""
    for a in range(i, i + ratio):
        for b in range(j, j + ratio):
            for c in range(k, k + ratio):
                gas[a, b, c, 0] *= keep
                gas[a, b, c, 2] *= keep
                gas[a, b, c, 3] *= keep


@inlined
def _changed(s: Real, t: Real, f: Real, d: Real, rates: Rates, sent: Real) -> tuple[Real, Real, Real, Real, Real]:
    """What becomes of a cell's soot, heat, fuel and dust, and how much it grows, 1/s."""
    burn, rich, lit, heat, peak, soot, swell, keep_heat, keep_soot, keep_dust, _, _, _ = rates
    one, grown = np.float32(1.0), np.float32(0.0)
    if f > LEAST and t > lit:
        eaten = min(f, burn * rich / (rich + f) * (np.float32(0.3) + f))
        f -= eaten
        t += eaten * heat * max(np.float32(0.0), one - t / peak)
        s += eaten * soot
        grown = eaten * swell
    warm = t * np.float32(1e-3)
    t = t * keep_heat / (one + sent * warm * warm * warm) ** np.float32(1.0 / 3.0)
    return s * keep_soot, t, f, d * keep_dust, grown


@kernel
def _reacted(start: int, stop: int, gas: Floats, live: Mask, ratio: int, dt: Real, rates: Rates, cooling: Real,
             bare: Floats, lift: Floats, wanted: Floats, full: Mask) -> None:
    """``start`` to ``stop`` are coarse rows; each does the fine cells within its cells."""
    share, zero = np.float32(1.0 / (ratio * ratio * ratio)), np.float32(0.0)
    up, weight, dust_weight = rates[10], rates[11], rates[12]
    for p in range(start, stop):
        for q in range(lift.shape[1]):
            for r in range(lift.shape[2]):
                pull, grown, any_gas = zero, zero, False
                if live[p, q, r]:
                    sent = cooling * bare[p, q, r]
                    for i in range(p * ratio, p * ratio + ratio):
                        for j in range(q * ratio, q * ratio + ratio):
                            for k in range(r * ratio, r * ratio + ratio):
                                s, t, f, d = gas[i, j, k, 0], gas[i, j, k, 1], gas[i, j, k, 2], gas[i, j, k, 3]
                                if s < LEAST and t < COOL and f < LEAST and d < LEAST:
                                    if s != zero or t != zero or f != zero or d != zero:
                                        put(gas, 4 * (gas.shape[2] * (i * gas.shape[1] + j) + k), alike(zero))
                                    continue
                                s, t, f, d, more = _changed(s, t, f, d, rates, sent)
                                put(gas, 4 * (gas.shape[2] * (i * gas.shape[1] + j) + k), fours(s, t, f, d))
                                any_gas = True
                                pull += up * t / (t + np.float32(300.0)) - weight * s - dust_weight * d
                                grown += more
                lift[p, q, r] = pull * share
                full[p, q, r] = any_gas
                wanted[p, q, r] += grown * share
                if any_gas and wanted[p, q, r] > zero:
                    _thinned(gas, p * ratio, q * ratio, r * ratio, ratio, np.exp(-wanted[p, q, r] * np.float32(dt)))


def _rates(have: Chemistry, dt: float) -> Rates:
    """What ``_cell`` takes, for a step of ``dt`` seconds."""
    found = (have.burn * dt, have.rich, have.lit, have.heat, have.peak, have.soot, have.expansion / dt,
             math.exp(-have.loss * dt), math.exp(-have.fade * dt), math.exp(-have.settle * dt), have.lift, have.weight,
             have.dust_weight)
    return tuple(np.float32(part) for part in found)


def reacted(gas: Floats, live: Mask, ratio: int, dt: float, chemistry: Chemistry, edge: float, wanted: Floats,
            lift: Floats, spare: tuple[Floats, Floats]) -> Mask:
    """Lets ``gas`` (fine X, Y, Z, 4: soot 1/m, kelvin above the air's, fuel, dust 1/m) react in place for ``dt``
    seconds and adds its expansion, 1/s, to ``wanted`` (coarse, cells' edge ``edge``). Fills ``lift``, coarse, with the
    pull upwards in m/s2 and returns which coarse cells hold anything; ``spare``, two like ``lift``, are worked in."""
    bare, full = spare[0], np.empty(wanted.shape, np.bool_)
    openness(gas, ratio, chemistry.skin / edge, bare, spare[1].view(np.int32))
    banded(_reacted, wanted.shape[0], gas, live, ratio, dt, _rates(chemistry, dt),
           np.float32(3.0 * chemistry.radiant * dt), bare, lift, wanted, full)
    return full
