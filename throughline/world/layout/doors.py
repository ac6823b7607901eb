"""Doors that somebody opens in a shot: their leaves turn with the hand, and go on when it has let go."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pxr import Gf, Usd, UsdGeom

from throughline.film.blocking import Moment, Performance
from throughline.film.setplan import Leaf
from throughline.motion.contact_hands import opening
from throughline.world.camera.track import Points
from throughline.world.leaves import opened
from throughline.world.prim_names import prim_name

COASTS, WITHIN_S = 4.5, 0.8
"""A leaf that is let go turns this many times further, most of it within that time."""


def swing_doors(stage: Usd.Stage, leaves: Sequence[Leaf], performances: Sequence[Performance], frames: int,
                rate: float) -> None:
    """Turns the set's ``leaves`` about their hinges in time with the moments that open them."""
    for leaf in leaves:
        moments = opened(leaf, performances)
        if moments:
            _turn(stage, leaf, np.sum([turned(moment, frames, rate) for moment in moments], axis=0))


def turned(moment: Moment, frames: int, rate: float) -> Points:
    """By how many radians (F,) a leaf has turned that the moment opens."""
    times = np.arange(frames) / rate
    gone = np.maximum(times - (moment.frame_out + 1.0) / rate, 0.0)
    return np.asarray(opening(moment, times, rate) + COASTS * moment.strength * (1.0 - np.exp(-gone / WITHIN_S)))


def _turn(stage: Usd.Stage, leaf: Leaf, angles: Points) -> None:
    prim = UsdGeom.Xformable(stage.OverridePrim(f"/Shot/Set/{prim_name(leaf.name)}"))
    hinge = Gf.Vec3d(*leaf.hinge, 0.0)
    prim.AddTranslateOp(opSuffix="hinge").Set(hinge)
    turn = prim.AddRotateZOp()
    prim.AddTranslateOp(opSuffix="hinge", isInverseOp=True)
    for frame, angle in enumerate(np.degrees(angles)):
        turn.Set(float(angle), frame)
