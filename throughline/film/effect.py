"""An effect as it is ordered, whatever shots see it, and what simulating it tells the other stages.

World: Z up, metres, seconds. Frame 0 is the frame in which the effect goes off.
"""

from __future__ import annotations

from throughline.film.record import Record
from throughline.film.setplan import Box, Colour, Lamp

Vector = tuple[float, float, float]


class EffectOrder(Record):
    """One effect to simulate.

    ``kind`` names a preset; ``size_m`` is what it says of it (a fireball's width, a tower's height, a cloud's width).
    ``facing`` is the heading of what it happens to, radians; ``direction`` a unit vector in which it goes off, None:
    as the preset has it. ``colour`` is the linear Rec.709 albedo of its smoke or dust, None: the preset's. ``wind`` is
    in m/s. ``words`` are what the script or a person asked of it ("falls to the left", "from the fourth floor").
    ``obstacles`` are what stops and turns it, the ground at z 0 apart. ``detail`` multiplies the number of cells along
    an edge: 1 final, 0.25 preview.
    """

    kind: str
    x: float
    y: float
    z: float = 0.0
    facing: float = 0.0
    size_m: float = 6.0
    seconds: float = 4.0
    rate_num: int = 24
    rate_den: int = 1
    direction: Vector | None = None
    colour: Colour | None = None
    wind: Vector = (0.0, 0.0, 0.0)
    words: tuple[str, ...] = ()
    obstacles: tuple[Box, ...] = ()
    seed: int = 0
    detail: float = 1.0


class EffectChoice(Record):
    """What a person decides for an effect of a shot, in the shot's own sheet; None follows the script.

    ``direction`` is "up", "down", "left", "right", "forward" or "back", as seen along the heading of what the effect
    happens to, or a vector; ``colour`` "#rrggbb" (sRGB) of its smoke or dust; ``wind`` m/s along X and Y; ``frame`` the
    local frame in which it goes off; ``words`` stand for the script's.
    """

    kind: str | None = None
    size_m: float | None = None
    seconds: float | None = None
    frame: int | None = None
    direction: str | Vector | None = None
    colour: str | None = None
    wind: tuple[float, float] | None = None
    words: tuple[str, ...] | None = None
    seed: int | None = None


class EffectSound(Record):
    """Something heard: ``kind`` explosion, burst, crash, collapse, impact, glass, debris, fire or whoosh, at a frame
    and a place; ``size_m`` says how large the thing is, ``seconds`` how long it lasts."""

    kind: str
    frame: float
    x: float
    y: float
    z: float
    size_m: float
    seconds: float = 0.0


class EffectPush(Record):
    """What an effect does to bodies and cars about it: at ``frame`` a push away from (x, y, z) of ``impulse`` N s on a
    body of a square metre at one metre, falling with the square of the distance, felt out to ``reach_m``; with
    ``velocity`` a mass of ``kg`` that strikes at that speed there instead."""

    frame: float
    x: float
    y: float
    z: float
    impulse: float
    reach_m: float
    velocity: Vector | None = None
    kg: float = 0.0


class EffectSheet(Record):
    """What a simulated effect tells: its frames, the lamps it is in each, its sounds and pushes, warnings, figures."""

    order: EffectOrder
    frames: int
    lamps: tuple[tuple[Lamp, ...], ...] = ()
    sounds: tuple[EffectSound, ...] = ()
    pushes: tuple[EffectPush, ...] = ()
    warnings: tuple[str, ...] = ()
    cells: int = 0
    peak_mb: float = 0.0
