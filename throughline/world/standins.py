"""Stand-ins of effects, frame by frame, until a simulation takes their place: what is hard of them, and their light.

What is soft (fire, smoke, dust) is in ``throughline.world.puffs``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from throughline.film.blocking import PlacedEffect, SetRef
from throughline.film.errors import InputError
from throughline.film.setplan import Lamp
from throughline.film.story import SetKind
from throughline.world import blast, bursts, downfall, elements
from throughline.world.billows import Air
from throughline.world.mesh import Mesh
from throughline.world.sets import landmark, temple
from throughline.world.sets.breakable import Tower
from throughline.world.sets.mood import lamps_lit, mood, wrong
from throughline.world.shapes import Piece, as_mesh, moved

RATE = 24.0
Parts = list[tuple[str, Piece]]
Effect = Callable[[float, float, int, Air], Parts]
_MADE: dict[str, Effect] = {
    "explosion": blast.explosion, "car_explosion": blast.explosion, "fire": elements.fire,
    "crash": bursts.crash, "debris": bursts.debris, "sparks": bursts.sparks, "rain": elements.rain,
    "glow": bursts.glow, "shield": bursts.glow, "magic": bursts.glow,
    "lightning": bursts.lightning,
    "flood": elements.flood, "wind": elements.wind, "blood": bursts.blood,
}
SOFT = ("smoke", "dust", "muzzle_flash", "gunfire", "snow", "ash", "embers", "mist", "ghost_mist", "flash")
STANDING = ("collapse", "destruction")
HEIGHT = {"muzzle_flash": 1.4, "gunfire": 1.4}
_FIRE = (1.0, 0.5, 0.18)


def known() -> tuple[str, ...]:
    """The kinds of effect that have a stand-in."""
    return (*_MADE, *SOFT, *STANDING)


def build(effect: PlacedEffect, frame: int, ref: SetRef | None = None) -> tuple[Mesh, ...]:
    """The meshes of what is hard in an effect at a local frame, at 24 frames a second, their light baked in.

    Before ``effect.cue.frame`` there is nothing, but for what an effect destroys (a collapse's tower, whole).
    ``ref`` is the set that it happens in, for its light; without one a neutral dusk is taken.

    Raises:
        InputError: no stand-in is known for the effect's kind.
    """
    kind = effect.cue.kind
    if kind not in known():
        raise InputError(f"unknown effect '{kind}'", remedy=f"use one of: {', '.join(known())}")
    seconds = (frame - effect.cue.frame) / RATE
    if kind in SOFT or (seconds < 0 and kind not in STANDING):
        return ()
    air, size = light_about(ref), max(effect.cue.size_m, 0.2)
    if kind in STANDING:
        parts = downfall.collapse(standing(ref), seconds, effect.seed, air,
                                  drained=ref is not None and wrong(ref))
        turn = 0.0
    else:
        parts, turn = _MADE[kind](seconds, size, effect.seed, air), effect.facing
    place = (effect.x, effect.y, effect.z + (HEIGHT.get(kind, 0.0) if effect.z < 0.3 else 0.0))
    return tuple(as_mesh(moved(piece, place, turn), name, smooth=kind not in STANDING or name != "feature_falling")
                 for name, piece in parts if len(piece.points))


def light(effect: PlacedEffect, frame: int) -> Lamp | None:
    """The lamp that the effect is at a local frame, or None when it gives no light."""
    kind, size, t = effect.cue.kind, effect.cue.size_m, (frame - effect.cue.frame) / RATE
    if t < 0:
        return None
    flicker = 1.0 + 0.18 * np.sin(23.0 * t + effect.seed) + 0.12 * np.sin(41.0 * t)
    power, colour, height = {
        "explosion": (2.6 * size ** 2 * blast.brightness(t), _FIRE, 0.4 * size),
        "car_explosion": (2.6 * size ** 2 * blast.brightness(t), _FIRE, 0.4 * size),
        "fire": (1.1 * size ** 1.6 * flicker, _FIRE, 0.4 * size),
        "muzzle_flash": (9.0 * np.exp(-t / 0.03), _FIRE, 1.4), "gunfire": (9.0 * np.exp(-t / 0.03), _FIRE, 1.4),
        "sparks": (6.0 * np.exp(-t / 0.2), _FIRE, 0.8), "crash": (7.0 * np.exp(-t / 0.15), _FIRE, 0.8),
        "flash": (90.0 * np.exp(-t / 0.07), (0.95, 1.0, 1.0), 1.2),
        "lightning": (5000.0 * np.exp(-t / 0.12) * (int(t * RATE) not in (3, 4, 7)), (0.8, 0.9, 1.0), 18.0),
        **dict.fromkeys(("glow", "shield", "magic"), (4.0 * flicker, (0.3, 0.9, 1.0), 0.2 * size)),
    }.get(kind, (0.0, _FIRE, 0.0))
    if power < 0.3:
        return None
    r, g, b = (float(power * c) for c in colour)
    return Lamp(x=effect.x, y=effect.y, z=effect.z + float(height), colour=(r, g, b))


def standing(ref: SetRef | None) -> Tower:
    """What comes down in the set: a temple's gate, else the tower at the street's end."""
    if ref is not None and ref.kind == SetKind.TEMPLE:
        return temple.gate()
    return landmark.tower(ref is not None and lamps_lit(ref))


def light_about(ref: SetRef | None) -> Air:
    """The light of the set about an effect, a neutral dusk without one; lamps that burn warm its smoke."""
    if ref is None:
        return Air()
    found = mood(ref)
    warm = (0.105, 0.080, 0.055) if lamps_lit(ref) and ref.kind not in (SetKind.FIELD, SetKind.TEMPLE) else (0.0,) * 3
    r, g, b = (a + w for a, w in zip(found.ambient, warm, strict=True))
    return Air((r, g, b), found.key, found.key_colour)
