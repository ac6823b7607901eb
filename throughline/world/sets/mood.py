"""The air of a place: sky, key light, ambient, fog and grade for every time of day, indoors, and in between."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from throughline.film.blocking import SetRef
from throughline.film.setplan import Mood
from throughline.film.story import SetKind, TimeOfDay

Triple = tuple[float, float, float]


def unit(x: float, y: float, z: float) -> Triple:
    """The unit vector along (x, y, z)."""
    length = float(np.sqrt(x * x + y * y + z * z))
    return x / length, y / length, z / length


_OUTDOORS: dict[TimeOfDay, Mood] = {
    TimeOfDay.DAY: Mood(
        sky_top=(0.20, 0.40, 0.82), sky_horizon=(0.72, 0.84, 0.95), key=unit(-0.35, -0.62, 0.78),
        key_colour=(2.35, 2.10, 1.75), ambient=(0.50, 0.60, 0.76), fog_colour=(0.66, 0.76, 0.86),
        fog_density=0.0014, fog_start=30, bloom=0.12, grain=0.12, vignette=0.2, clouds=0.45),
    TimeOfDay.NIGHT: Mood(
        sky_top=(0.005, 0.009, 0.022), sky_horizon=(0.034, 0.031, 0.047), key=unit(-0.45, 0.40, 0.80),
        key_colour=(0.036, 0.052, 0.090), ambient=(0.032, 0.040, 0.068), fog_colour=(0.026, 0.027, 0.042),
        fog_density=0.0055, fog_start=10, tint=(0.86, 0.96, 1.14), bloom=0.55, grain=0.3, vignette=0.4, clouds=0.3),
    TimeOfDay.DAWN: Mood(
        sky_top=(0.15, 0.22, 0.42), sky_horizon=(0.98, 0.60, 0.40), key=unit(0.82, 0.42, 0.24),
        key_colour=(1.75, 0.98, 0.55), ambient=(0.26, 0.30, 0.42), fog_colour=(0.62, 0.46, 0.40),
        fog_density=0.0050, fog_start=12, tint=(0.95, 0.97, 1.08), bloom=0.3, grain=0.18, vignette=0.28, clouds=0.5),
    TimeOfDay.DUSK: Mood(
        sky_top=(0.045, 0.065, 0.17), sky_horizon=(0.78, 0.30, 0.17), key=unit(0.85, -0.36, 0.20),
        key_colour=(0.95, 0.42, 0.20), ambient=(0.13, 0.14, 0.23), fog_colour=(0.22, 0.15, 0.17),
        fog_density=0.0048, fog_start=12, tint=(0.94, 0.95, 1.1), bloom=0.42, grain=0.22, vignette=0.34, clouds=0.6),
}
_INDOORS: dict[TimeOfDay, dict[str, Any]] = {
    TimeOfDay.DAY: {"key_colour": (3.2, 2.85, 2.35), "ambient": (0.40, 0.41, 0.43), "key": unit(-0.30, 0.80, 0.60)},
    TimeOfDay.NIGHT: {"key_colour": (0.10, 0.15, 0.26), "ambient": (0.075, 0.078, 0.100),
                      "key": unit(-0.25, 0.80, 0.70)},
    TimeOfDay.DAWN: {"key_colour": (2.3, 1.30, 0.72), "ambient": (0.20, 0.18, 0.20), "key": unit(-0.35, 0.85, 0.38)},
    TimeOfDay.DUSK: {"key_colour": (1.7, 0.72, 0.32), "ambient": (0.12, 0.105, 0.13), "key": unit(-0.35, 0.85, 0.34)},
}
_BETWEEN = Mood(
    sky_top=(0.040, 0.058, 0.056), sky_horizon=(0.255, 0.290, 0.255), key=unit(0.86, 0.12, 0.40),
    key_colour=(0.62, 0.70, 0.62), ambient=(0.085, 0.103, 0.098), fog_colour=(0.200, 0.228, 0.204),
    fog_density=0.0105, fog_start=10, tint=(0.86, 1.02, 0.98), bloom=0.42, grain=0.34, vignette=0.5, clouds=0.85)


def mood(ref: SetRef) -> Mood:
    """The light, air and grade of the set that ``ref`` names."""
    if wrong(ref):
        return _BETWEEN if not ref.indoors else msgspec.structs.replace(_BETWEEN, fog_density=0.02, moon=None)
    found = _OUTDOORS[TimeOfDay(ref.time)]
    if ref.indoors:
        found = msgspec.structs.replace(found, **_INDOORS[TimeOfDay(ref.time)], fog_density=0.0, clouds=0.2)
    elif ref.time == TimeOfDay.NIGHT and not ref.fog:
        found = msgspec.structs.replace(found, moon=unit(0.80, 0.42, 0.34))
    if ref.fog:
        soft = tuple(0.35 * value for value in found.key_colour)
        found = msgspec.structs.replace(found, fog_density=0.024 if not ref.indoors else 0.015, fog_start=4.0,
                                        key_colour=soft, clouds=0.95, moon=None)
    return found


def wrong(ref: SetRef) -> bool:
    """True in the city between the living and the dead."""
    return ref.otherworld or ref.kind == SetKind.BETWEEN


def lamps_lit(ref: SetRef) -> bool:
    """True when lamps and windows burn: at night, at dusk and before the sun is up, never in between."""
    return ref.time != TimeOfDay.DAY and not wrong(ref)
