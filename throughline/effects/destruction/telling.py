"""What a collapse tells the others: dust for the solver of gas, sounds, what strikes whom and how hard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction import placing
from throughline.effects.destruction.bonds import Bonds
from throughline.effects.destruction.dust import dust
from throughline.effects.destruction.landing import Impact, impacts
from throughline.effects.destruction.pieces import Pieces
from throughline.effects.destruction.solve import Break
from throughline.effects.destruction.structure import GLASS
from throughline.effects.sources import DustSource
from throughline.film.effect import EffectOrder, EffectPush, EffectSound

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
HEAVY = 60.0
MOST_PUSHES, MOST_SOUNDS = 80, 24


@dataclass(frozen=True)
class Told:
    """All that a collapse tells."""

    dust: tuple[DustSource, ...]
    impacts: tuple[Impact, ...]
    sounds: tuple[EffectSound, ...]
    pushes: tuple[EffectPush, ...]


def told(order: EffectOrder, found: Pieces, held: Bonds, breaks: list[Break], poses: Reals, speeds: Reals,
         loose: Ints, rate: float) -> Told:
    """What is told of a run; everything in the world."""
    strikes = impacts(order, found, poses, speeds)
    dusty = dust(order, found, held, breaks, poses, speeds, strikes, rate)
    heavy = sorted(strikes, key=lambda hit: (-hit.kg * float(np.linalg.norm(hit.velocity)), hit.frame, hit.place))
    pushes = [EffectPush(frame=hit.frame, x=hit.place[0], y=hit.place[1], z=hit.place[2], impulse=0.0,
                         reach_m=round(0.6 + 0.25 * (hit.kg / 400.0) ** (1 / 3), 3), velocity=hit.velocity, kg=hit.kg)
              for hit in heavy[:MOST_PUSHES] if hit.kg >= HEAVY]
    pushes.sort(key=lambda push: (push.frame, push.x, push.y))
    return Told(dusty, tuple(strikes), _sounds(order, found, breaks, held, heavy, loose, rate), tuple(pushes))


def _sounds(order: EffectOrder, found: Pieces, breaks: list[Break], held: Bonds, heavy: list[Impact], loose: Ints,
            rate: float) -> tuple[EffectSound, ...]:
    """The rumble from the first break to the last, the hardest blows, the glass."""
    if not breaks:
        return ()
    first, last = breaks[0].second, max(breaks[-1].second, max((h.frame / rate for h in heavy), default=0.0))
    made = [EffectSound(kind="collapse", frame=round(first * rate, 3), x=order.x, y=order.y,
                        z=order.z + 0.3 * order.size_m, size_m=order.size_m, seconds=round(last - first + 1.0, 3))]
    taken: list[float] = []
    for hit in heavy:
        if len(taken) < MOST_SOUNDS and all(abs(hit.frame - other) > 0.12 * rate for other in taken):
            taken.append(hit.frame)
            x, y, z = hit.place
            made.append(EffectSound(kind="impact", frame=hit.frame, x=x, y=y, z=z,
                                    size_m=round((hit.kg / 2000.0) ** (1 / 3), 3), seconds=0.6))
    panes = np.flatnonzero((found.kind == GLASS) & (loose <= loose.max(initial=0)))
    for frame in np.unique(loose[panes] // max(1, int(0.25 * rate)))[:MOST_SOUNDS]:
        mine = panes[loose[panes] // max(1, int(0.25 * rate)) == frame]
        if loose[mine].min() * 1.0 / rate > last + 0.5:
            continue
        x, y, z = (round(float(v), 4) for v in placing.at(found.centre[mine].mean(axis=0), order))
        made.append(EffectSound(kind="glass", frame=float(loose[mine].min()), x=x, y=y, z=z,
                                size_m=round(float(np.sqrt(len(mine))), 3), seconds=1.2))
    return tuple(sorted(made, key=lambda sound: (sound.frame, sound.kind, sound.x)))
