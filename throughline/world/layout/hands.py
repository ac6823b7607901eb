"""What a blocking puts into hands: the things somebody holds, from when to when, and how fingers lie round them."""

from __future__ import annotations

import numpy as np

from throughline.film.blocking import Blocking, Performance, Prop
from throughline.motion.contact_props import changes
from throughline.motion.hands import Held
from throughline.world import props as prop_shop

FLAT = 0.4
"""A thing whose grip is less thick than this part of its width is held flat, between thumb and fingers."""
NEAR_M = 0.05


def held_things(part: Performance, blocking: Blocking, rate: float) -> tuple[Held, ...]:
    """The things in ``part``'s hands, in seconds of the shot."""
    found = []
    for prop in blocking.props:
        passed = changes(prop, blocking.performances)
        for change, following in zip(passed, (*passed[1:], None), strict=True):
            if change.holder == part.name:
                end = np.inf if following is None else following.frame / rate
                found.append(Held(change.frame / rate, end, change.left, _pose(prop)))
    return tuple(found)


def _pose(prop: Prop) -> str:
    """How a thing is held, by the form of it where the hand is: round it, or flat."""
    points = prop_shop.build(prop.kind).points
    near = points[np.abs(points[:, 0]) < NEAR_M]
    wide, thick = (np.ptp(near[:, 1]), np.ptp(near[:, 2])) if len(near) > 3 else (0.0, 1.0)
    return "Hold" if thick < FLAT * wide else "Grip"
