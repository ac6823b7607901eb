"""What gas does where it is: fuel burns to heat, soot and expansion; heat radiates away; smoke thins; dust settles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

from throughline.effects.pyro.bands import Real, banded
from throughline.picture.kernel import kernel

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
SOOT, HEAT, FUEL, DUST = range(4)
AMBIENT_K = 290.0


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


@kernel
def _thinned(gas: Floats, i: int, j: int, k: int, ratio: int, keep: Real) -> None:
    """What expands is thinner for it."""
    for number in range(ratio * ratio * ratio):
        a, b, c = i + number // (ratio * ratio), j + (number // ratio) % ratio, k + number % ratio
        gas[a, b, c, 0] *= keep
        gas[a, b, c, 2] *= keep
        gas[a, b, c, 3] *= keep


@kernel
def _reacted(start: int, stop: int, gas: Floats, live: Mask, ratio: int, dt: Real, have: tuple[Real, ...],
             bare: Floats, lift: Floats, wanted: Floats, full: Mask) -> None:
    """``start`` to ``stop`` are coarse rows; each does the fine cells within its cells."""
    burn, rich, lit, heat, peak, soot, expansion, radiant, loss, _, fade, settle, up, weight, dust_weight = have
    keep_heat, keep_soot = np.float32(np.exp(-loss * dt)), np.float32(np.exp(-fade * dt))
    keep_dust = np.float32(np.exp(-settle * dt))
    share = np.float32(1.0 / (ratio * ratio * ratio))
    cooling, zero, least = np.float32(3.0 * radiant * dt), np.float32(0.0), np.float32(1.5e-3)
    burn, rich, lit, heat, peak = (np.float32(burn * dt), np.float32(rich), np.float32(lit), np.float32(heat),
                                   np.float32(peak))
    soot, swell = np.float32(soot), np.float32(expansion / dt)
    up, weight, dust_weight = np.float32(up), np.float32(weight), np.float32(dust_weight)
    for p in range(start, stop):
        for q in range(lift.shape[1]):
            for r in range(lift.shape[2]):
                lift[p, q, r] = zero
                full[p, q, r] = False
                if not live[p, q, r]:
                    continue
                pull, grown, any_gas = zero, zero, False
                sent = cooling * bare[p, q, r]
                for number in range(ratio * ratio * ratio):
                    i = p * ratio + number // (ratio * ratio)
                    j = q * ratio + (number // ratio) % ratio
                    k = r * ratio + number % ratio
                    s, t, f, d = gas[i, j, k, 0], gas[i, j, k, 1], gas[i, j, k, 2], gas[i, j, k, 3]
                    if s < least and t < np.float32(8.0) and f < least and d < least:
                        gas[i, j, k, 0] = gas[i, j, k, 1] = gas[i, j, k, 2] = gas[i, j, k, 3] = zero
                        continue
                    any_gas = True
                    if f > least and t > lit:
                        eaten = min(f, burn * rich / (rich + f) * (np.float32(0.3) + f))
                        f -= eaten
                        t += eaten * heat * max(zero, np.float32(1.0) - t / peak)
                        s += eaten * soot
                        grown += eaten * swell
                    warm = t * np.float32(1e-3)
                    t = t * keep_heat / (np.float32(1.0) + sent * warm * warm * warm) ** np.float32(1.0 / 3.0)
                    s *= keep_soot
                    d *= keep_dust
                    gas[i, j, k, 0], gas[i, j, k, 1], gas[i, j, k, 2], gas[i, j, k, 3] = s, t, f, d
                    pull += up * t / (t + np.float32(300.0)) - weight * s - dust_weight * d
                lift[p, q, r] = pull * share
                wanted[p, q, r] += grown * share
                full[p, q, r] = any_gas
                if any_gas and wanted[p, q, r] > zero:
                    _thinned(gas, p * ratio, q * ratio, r * ratio, ratio, np.exp(-wanted[p, q, r] * np.float32(dt)))


def reacted(gas: Floats, live: Mask, ratio: int, dt: float, chemistry: Chemistry, edge: float,
            wanted: Floats) -> tuple[Floats, Mask]:
    """Lets ``gas`` (fine X, Y, Z, 4: soot 1/m, kelvin above the air's, fuel, dust 1/m) react in place for ``dt``
    seconds and adds its expansion, 1/s, to ``wanted`` (coarse, cells' edge ``edge``). Returns, coarse, the pull upwards
    in m/s2 and which cells hold anything."""
    lift, full = np.empty(wanted.shape, np.float32), np.empty(wanted.shape, np.bool_)
    bare = _bare(gas, ratio, round(2.0 * chemistry.skin / edge))
    banded(_reacted, wanted.shape[0], gas, live, ratio, dt, tuple(chemistry), bare, lift, wanted, full)
    return lift, full


def _bare(gas: Floats, ratio: int, wide: int) -> Floats:
    """How freely each coarse cell radiates: hot gas within hot gas gets back what it sends."""
    if wide < 2:
        return np.ones([part // ratio for part in gas.shape[:3]], np.float32)
    hot = np.minimum(gas[::ratio, ::ratio, ::ratio, HEAT] * np.float32(1.0 / 500.0), np.float32(1.0))
    about = uniform_filter(hot, 2 * (wide // 2) + 1, mode="nearest")
    return np.asarray(np.float32(0.25) + np.float32(3.85) * np.square(np.float32(1.0) - about), np.float32)
