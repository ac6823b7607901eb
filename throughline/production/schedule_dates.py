"""Dates and times of a shoot: which dates are worked, which spans hold them, clocks as minutes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, timedelta

from throughline.film.company import Company, Place, Player, Span
from throughline.formats.daylight import sun_times

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKEND = ("saturday", "sunday")
FIRST_GAP = 7
SPARE, LEAST_SPARE, MOST = 1.2, 4, 500


def clock(text: str) -> int:
    """Minutes after midnight of a time "07:30"."""
    hour, minute = text.split(":")[:2]
    return int(hour) * 60 + int(minute)


def time_of(minutes: int) -> str:
    """A time of the day "07:30" of minutes after midnight, those of the next day too."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def sun_of(company: Company, day: str) -> tuple[int, int] | None:
    """Sunrise and sunset of an ISO date, in minutes after midnight, where the first location stands whose place on
    earth is known; None where none is, or the day is not."""
    for place in company.locations:
        rise, fall = sun_times(place, day)
        if rise:
            return clock(rise), clock(fall) + (24 * 60 if fall < rise else 0)
    return None


def within(day: str, spans: Iterable[Span]) -> bool:
    """Whether an ISO date lies in one of the spans, their ends among them."""
    return any(first <= day <= last for first, last in spans)


def is_off(day: str, company: Company) -> bool:
    """Whether nobody works on an ISO date, by weekday or by name."""
    if day in company.extra_dates:
        return False
    weekday = WEEKDAYS[date.fromisoformat(day).weekday()]
    return day in company.dates_off or weekday in (WEEKEND if company.days_off is None else company.days_off)


def free(day: str, who: Player | Place) -> bool:
    """Whether a performer can work, or a location can be shot at, on an ISO date."""
    return (not who.available or within(day, who.available)) and not within(day, who.away)


def shooting_dates(company: Company, days: int) -> list[tuple[str, int, bool]]:
    """Enough dates to shoot ``days`` days on, as (ISO date, calendar days since the one before, whether the date is not
    wanted: after the wished end, or a day off that a scene is pinned to).

    Without a first date they are "" in weeks of as many days as are worked a week.
    """
    wanted = math.ceil(days * SPARE) + LEAST_SPARE
    if not company.start:
        off = 2 if company.days_off is None else len(company.days_off)
        week = 7 - off
        count = min(MOST, max(wanted, *(pin.day or 0 for pin in company.pins), 0))
        return [("", FIRST_GAP if not number else 1 if number % week else 1 + off, False)
                for number in range(count)]
    pinned = {pin.date for pin in company.pins if pin.date >= company.start}
    latest = max([*pinned, *_openings(company)], default="")
    highest = max((pin.day or 0 for pin in company.pins), default=0)
    found: list[tuple[str, int, bool]] = []
    day, before, good = date.fromisoformat(company.start), None, 0
    while len(found) < MOST and (good < max(wanted, highest) or day.isoformat() <= latest):
        text = day.isoformat()
        off = is_off(text, company)
        if not off or text in pinned:
            late = bool(company.end) and text > company.end
            found.append((text, FIRST_GAP if before is None else (day - before).days, off or late))
            before, good = day, good + (not off)
        day += timedelta(days=1)
    return found


def _openings(company: Company) -> list[str]:
    """The first dates from the start on that performers and locations have, with some room behind them."""
    found = []
    for spans in (*(player.available for player in company.cast), *(place.available for place in company.locations)):
        firsts = sorted(max(first, company.start) for first, last in spans if last >= company.start)
        if firsts and firsts[0] > company.start:
            found.append((date.fromisoformat(firsts[0]) + timedelta(days=14)).isoformat())
    return found
