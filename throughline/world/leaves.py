"""Who opens which of a set's doors."""

from __future__ import annotations

import math
from collections.abc import Iterable

from throughline.film.blocking import Act, Moment, Performance
from throughline.film.setplan import Leaf

SAME_M = 0.02


def opened(leaf: Leaf, performances: Iterable[Performance]) -> list[Moment]:
    """The moments in which somebody opens the leaf."""
    return [moment for part in performances for moment in part.moments if moment.act is Act.OPEN
            and moment.hinge is not None and math.dist(moment.hinge, leaf.hinge) < SAME_M]
