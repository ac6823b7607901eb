"""When the sun rises and sets at a location."""

from __future__ import annotations

import math
from datetime import date

from throughline.film.company import Place

ZENITH = math.radians(90.833)


def sun_times(place: Place | None, day: str) -> tuple[str, str]:
    """Sunrise and sunset ("06:52", "17:21") in the clock of a location on an ISO date, to about two minutes; "" where
    latitude, longitude, clock or date are not known, or the sun does not rise or set.

    Source: NOAA Global Monitoring Laboratory, General Solar Position Calculations.
    """
    if place is None or not day or place.latitude is None or place.longitude is None or place.utc_offset is None:
        return "", ""
    turn = 2 * math.pi / 365 * (date.fromisoformat(day).timetuple().tm_yday - 1)
    equation = 229.18 * (0.000075 + 0.001868 * math.cos(turn) - 0.032077 * math.sin(turn)
                         - 0.014615 * math.cos(2 * turn) - 0.040849 * math.sin(2 * turn))
    tilt = (0.006918 - 0.399912 * math.cos(turn) + 0.070257 * math.sin(turn) - 0.006758 * math.cos(2 * turn)
            + 0.000907 * math.sin(2 * turn) - 0.002697 * math.cos(3 * turn) + 0.00148 * math.sin(3 * turn))
    north = math.radians(place.latitude)
    cosine = math.cos(ZENITH) / (math.cos(north) * math.cos(tilt)) - math.tan(north) * math.tan(tilt)
    if not -1 <= cosine <= 1:
        return "", ""
    half = 4 * math.degrees(math.acos(cosine))
    noon = 720 - 4 * place.longitude - equation + 60 * place.utc_offset
    return _clock(noon - half), _clock(noon + half)


def _clock(minutes: float) -> str:
    whole = round(minutes) % (24 * 60)
    return f"{whole // 60:02d}:{whole % 60:02d}"
