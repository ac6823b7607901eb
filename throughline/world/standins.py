"""Stand-ins of effects, frame by frame, until a simulation takes their place: big, noisy, lit, and seen by an audience."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from throughline.film.blocking import PlacedEffect, SetRef
from throughline.film.errors import InputError
from throughline.film.setplan import Lamp
from throughline.world import blast
from throughline.world.billows import Air
from throughline.world.mesh import Mesh
from throughline.world.sets.mood import mood
from throughline.world.shapes import Piece, as_mesh, moved

RATE = 24.0
Parts = list[tuple[str, Piece]]
_MADE: dict[str, Callable[[float, float, int, Air], Parts]] = {"explosion": blast.explosion, "car_explosion": blast.explosion}


def known() -> tuple[str, ...]:
    """The kinds of effect that have a stand-in."""
    return tuple(_MADE)


def build(effect: PlacedEffect, frame: int, ref: SetRef | None = None) -> tuple[Mesh, ...]:
    """The stand-in's meshes at a local frame, at 24 frames a second, their light baked in.

    Before ``effect.cue.frame`` there is nothing, but for what an effect destroys (a collapse's tower, whole).
    ``ref`` is the set it happens in, for its light; without one a neutral dusk is taken.

    Raises:
        InputError: no stand-in is known for the effect's kind.
    """
    if effect.cue.kind not in _MADE:
        raise InputError(f"unknown effect '{effect.cue.kind}'", remedy=f"use one of: {', '.join(_MADE)}")
    seconds = (frame - effect.cue.frame) / RATE
    air = Air() if ref is None else _air(ref)
    parts = _MADE[effect.cue.kind](seconds, effect.cue.size_m, effect.seed, air) if seconds >= 0 else []
    place = (effect.x, effect.y, effect.z)
    return tuple(as_mesh(moved(piece, place, effect.facing), name, smooth=True) for name, piece in parts
                 if len(piece.points))


def light(effect: PlacedEffect, frame: int) -> Lamp | None:
    """The lamp that the effect is at a local frame, or None when it gives no light."""
    seconds = (frame - effect.cue.frame) / RATE
    power = 6.0 * effect.cue.size_m ** 2 * blast.brightness(seconds)
    if power < 0.5:
        return None
    return Lamp(x=effect.x, y=effect.y, z=effect.z + 0.4 * effect.cue.size_m, colour=(power, 0.5 * power, 0.18 * power))


def _air(ref: SetRef) -> Air:
    found = mood(ref)
    return Air(found.ambient, found.key, found.key_colour)


__all__ = ["build", "known", "light", "np", "replace"]
