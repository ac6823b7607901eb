"""Effects as soft puffs, frame by frame: fire, smoke, dust, mist and ash as an audience sees them, already lit."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from throughline.film.blocking import PlacedEffect, SetRef
from throughline.film.story import SetKind
from throughline.world import puffs_air, puffs_blast, puffs_dust, sets
from throughline.world.billows import Air
from throughline.world.puffs_form import Soft, joined, placed
from throughline.world.puffs_light import Puffs, lit
from throughline.world.standins import HEIGHT, RATE, STANDING, light_about, standing

__all__ = ["Puffs", "known", "puffs"]

Fires = list[tuple[float, float, float, float]]
_MADE: dict[str, Callable[[float, float, int], tuple[Soft, Fires]]] = {
    "explosion": puffs_blast.explosion, "car_explosion": puffs_blast.explosion, "fire": puffs_air.fire,
    "smoke": puffs_air.smoke, "crash": puffs_blast.crash, "mist": puffs_air.mist, "ghost_mist": puffs_air.mist,
    "debris": lambda t, size, seed: (puffs_blast.kicked(t, size, seed), []),
    "dust": lambda t, size, seed: (puffs_dust.dust(t, size, seed), []),
    "ash": partial(puffs_air.falling, "ash"), "embers": partial(puffs_air.falling, "embers"),
    "snow": partial(puffs_air.falling, "snow"), "muzzle_flash": puffs_blast.muzzle_flash,
    "gunfire": puffs_blast.muzzle_flash, "flash": puffs_blast.flash, "flood": puffs_air.spray,
    **dict.fromkeys(("glow", "shield", "magic"), puffs_air.glow),
}
FOGLIGHT = 0.8
LANDMARKS = ("tower", "gate")
LYING, SETTLED_S = frozenset({"mist", "ghost_mist"}), 8.0  # what lies there already when a shot begins with it


def known() -> tuple[str, ...]:
    """The kinds of effect that have soft parts."""
    return (*_MADE, *STANDING)


def puffs(effect: PlacedEffect, frame: int, ref: SetRef | None = None) -> Puffs:
    """The effect's puffs at a local frame, at 24 frames a second, in the light of the set ``ref``.

    None before ``effect.cue.frame``, and none ever for what is hard throughout (sparks, lightning, rain). The same
    puff has the same seed in every frame; each is born small or thin, and thins before it goes.
    """
    kind, seconds = effect.cue.kind, (frame - effect.cue.frame) / RATE
    if kind in LYING and effect.cue.frame <= 0:
        seconds += SETTLED_S
    size, air = max(effect.cue.size_m, 0.2), _air(ref)
    if seconds < 0 or kind not in known():
        return lit(joined([]), air, [], 1.0)
    if kind in STANDING:
        part: Soft = puffs_dust.collapse(standing(ref), seconds, size, effect.seed)
        fires: Fires = []
        turn, cell = 0.0, 1.5
    else:
        part, fires = _MADE[kind](seconds, size, effect.seed)
        turn, cell = _turn(effect, ref), max(0.1, 0.07 * size)
    place = (effect.x, effect.y, effect.z + (HEIGHT.get(kind, 0.0) if effect.z < 0.3 else 0.0))
    c, s = math.cos(turn), math.sin(turn)
    burning = [(place[0] + c * x - s * y, place[1] + s * x + c * y, place[2] + z, power) for x, y, z, power in fires]
    return lit(placed(part, place, turn), air, burning, cell)


def _air(ref: SetRef | None) -> Air:
    """The light on soft things: the set's, and in fog what the fog itself sends from all sides."""
    air = light_about(ref)
    if ref is None:
        return air
    found = sets.plan(ref).mood
    share = FOGLIGHT * min(1.0, found.fog_density / 0.02)
    r, g, b = (a + share * f for a, f in zip(air.ambient, found.fog_colour, strict=True))
    return replace(air, ambient=(r, g, b))


def _turn(effect: PlacedEffect, ref: SetRef | None) -> float:
    """Which way it goes: as it faces; a wall of dust away from the tower that it comes from."""
    if effect.cue.kind != "dust" or ref is None or ref.kind is SetKind.CAR:
        return effect.facing
    for spot in sets.plan(ref).spots:
        if spot.name in LANDMARKS and math.hypot(spot.x - effect.x, spot.y - effect.y) > 1.0:
            return math.atan2(effect.y - spot.y, effect.x - spot.x)
    return effect.facing
