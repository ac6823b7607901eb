"""What a shot's people walk on, fall on and strike: the level ground, its raised footprints, its obstacles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import Vehicle
from throughline.film.setplan import Box, SetPlan

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ground:
    """Ground at ``height`` metres; ``raised`` footprints are walked on at theirs, ``obstacles`` stand fast on it, and
    ``vehicles`` are those that may hit somebody."""

    raised: tuple[Box, ...] = ()
    obstacles: tuple[Box, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    height: float = 0.0

    def level(self, x: Floats, y: Floats) -> Floats:
        """The height (...,) of what one walks on at places x and y (...,)."""
        out = np.full(np.broadcast(x, y).shape, self.height)
        for box in self.raised:
            inside = (x >= box.x0) & (x <= box.x1) & (y >= box.y0) & (y <= box.y1)
            out = np.where(inside, np.maximum(out, box.height), out)
        return out

    def near(self, x: float, y: float, reach: float) -> Ground:
        """The same ground with only those boxes that come within ``reach`` metres of a place."""
        def close(box: Box) -> bool:
            return (box.x0 - reach <= x <= box.x1 + reach) and (box.y0 - reach <= y <= box.y1 + reach)

        return Ground(tuple(filter(close, self.raised)), tuple(filter(close, self.obstacles)), self.vehicles,
                      self.height)


FLAT = Ground()


def of_set(plan: SetPlan, vehicles: tuple[Vehicle, ...] = ()) -> Ground:
    """The ground of a set: its pavements, platforms and all that one does not walk through; and the shot's vehicles."""
    return Ground(plan.raised, plan.obstacles, vehicles)
