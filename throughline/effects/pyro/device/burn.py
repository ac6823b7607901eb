"""Kernels in which gas burns, cools and settles; what they do is what ``react`` does on the CPU."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

import warp as wp

from throughline.effects.pyro.device.kernel import Array, Counts, Gas, Mask, Scalars, kernel, launch
from throughline.effects.pyro.react import Chemistry
from throughline.effects.pyro.skin import GLOWS, LEVELS, WIDEST
from throughline.effects.pyro.skin import HEAT as HOT

if TYPE_CHECKING:
    Have: TypeAlias = Any
else:
    Have = wp.types.vector(15, wp.float32)
(BURN, RICH, LIT, HEAT, PEAK, SOOT, SWELL, COOLING, KEEP_HEAT, KEEP_SOOT, KEEP_DUST, UP, WEIGHT, DUST_WEIGHT,
 DT) = map(wp.constant, range(15))


def have(chemistry: Chemistry, dt: float) -> Any:
    """What the kernel takes of a chemistry, for steps of ``dt`` seconds."""
    of = chemistry
    return Have(of.burn * dt, of.rich, of.lit, of.heat, of.peak, of.soot, of.expansion / dt, 3.0 * of.radiant * dt,
                math.exp(-of.loss * dt), math.exp(-of.fade * dt), math.exp(-of.settle * dt), of.lift, of.weight,
                of.dust_weight, dt)


@kernel
def hot(gas: Gas, ratio: int, out: Counts) -> None:
    i, j, k = wp.tid()
    out[i, j, k] = int(wp.clamp(gas[i * ratio, j * ratio, k * ratio][HOT] * (LEVELS / GLOWS), 0.0, LEVELS))


@kernel
def counted(field: Counts, axis: int, reach: int, out: Counts) -> None:
    """The sum along an axis of the cells within ``reach``; beyond the box its last cells go on."""
    i, j, k = wp.tid()
    total = int(0)
    for n in range(-reach, reach + 1):
        if axis == 0:
            total += field[wp.clamp(i + n, 0, field.shape[0] - 1), j, k]
        elif axis == 1:
            total += field[i, wp.clamp(j + n, 0, field.shape[1] - 1), k]
        else:
            total += field[i, j, wp.clamp(k + n, 0, field.shape[2] - 1)]
    out[i, j, k] = total


@kernel
def opened(about: Counts, share: float, bare: Scalars) -> None:
    i, j, k = wp.tid()
    away = 1.0 - share * float(about[i, j, k])
    bare[i, j, k] = 0.25 + 3.85 * (away * away)


@kernel
def reacted(gas: Gas, live: Mask, ratio: int, of: Have, bare: Scalars, lift: Scalars, wanted: Scalars,
            full: Mask) -> None:
    """A thread does the fine cells within its coarse one."""
    p, q, r = wp.tid()
    lift[p, q, r] = 0.0
    full[p, q, r] = False
    if not live[p, q, r]:
        return
    pull, burnt = float(0.0), float(0.0)
    holds = bool(False)
    sent = of[COOLING] * bare[p, q, r]
    for n in range(ratio * ratio * ratio):
        i, j, k = p * ratio + n // (ratio * ratio), q * ratio + (n // ratio) % ratio, r * ratio + n % ratio
        here = gas[i, j, k]
        s, t, f, d = here[0], here[1], here[2], here[3]
        if s < 1.5e-3 and t < 8.0 and f < 1.5e-3 and d < 1.5e-3:
            gas[i, j, k] = wp.vec4(0.0, 0.0, 0.0, 0.0)
        else:
            holds = True
            if f > 1.5e-3 and t > of[LIT]:
                eaten = wp.min(f, of[BURN] * of[RICH] / (of[RICH] + f) * (0.3 + f))
                f = f - eaten
                t = t + eaten * of[HEAT] * wp.max(0.0, 1.0 - t / of[PEAK])
                s = s + eaten * of[SOOT]
                burnt += eaten * of[SWELL]
            warm = t * 1.0e-3
            t = t * of[KEEP_HEAT] / wp.pow(1.0 + sent * warm * warm * warm, 1.0 / 3.0)
            s = s * of[KEEP_SOOT]
            d = d * of[KEEP_DUST]
            gas[i, j, k] = wp.vec4(s, t, f, d)
            pull += of[UP] * t / (t + 300.0) - of[WEIGHT] * s - of[DUST_WEIGHT] * d
    share = 1.0 / float(ratio * ratio * ratio)
    swells = wanted[p, q, r] + burnt * share
    lift[p, q, r] = pull * share
    wanted[p, q, r] = swells
    full[p, q, r] = holds
    if holds and swells > 0.0:
        keep = wp.exp(-swells * of[DT])
        for n in range(ratio * ratio * ratio):
            i, j, k = p * ratio + n // (ratio * ratio), q * ratio + (n // ratio) % ratio, r * ratio + n % ratio
            gas[i, j, k] = wp.cw_mul(gas[i, j, k], wp.vec4(keep, 1.0, keep, keep))


def openness(gas: Array, ratio: int, cells: float, bare: Array, counts: tuple[Array, Array]) -> None:
    """Fills ``bare`` (coarse) with how freely each cell radiates, as ``skin.openness`` does; both ``counts`` are worked
    in."""
    reach = min(round(2.0 * cells) // 2, WIDEST)
    if reach < 1:
        bare.fill_(1.0)
        return
    found, other = counts
    launch(hot, bare.shape, bare.device, gas, ratio, found)
    for axis in range(3):
        launch(counted, bare.shape, bare.device, found, axis, reach, other)
        found, other = other, found
    launch(opened, bare.shape, bare.device, found, 1.0 / (LEVELS * (2 * reach + 1) ** 3), bare)
