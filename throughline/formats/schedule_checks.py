"""What the settings in a schedule.toml must hold to that no type can say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time

from throughline.film.company import Company, Place, Player
from throughline.formats.schedule_source import Source


def check(company: Company, source: Source) -> None:
    """Passes where the settings make sense together.

    Raises:
        InputError: a date that no calendar has, an end before its start, the same thing said twice; with its line.
    """
    for key, value in (("start", company.start), ("end", company.end)):
        if value:
            source.day(value, key)
    if company.start and company.end and company.end < company.start:
        raise source.wrong(f"end: {company.end} is before the start, {company.start}", "correct one of the two", "end")
    for key in ("dates_off", "extra_dates"):
        for value in getattr(company, key):
            source.day(value, key)
    both = sorted(set(company.dates_off) & set(company.extra_dates))
    if both:
        raise source.wrong(f"{both[0]} is both off and worked", "keep it in one of the two", "extra_dates")
    _check_hours(company, source)
    for player in company.cast:
        _check_spans(player, source)
    for place in company.locations:
        _check_spans(place, source)
    _check_twice(company, source)
    _check_scenes(company, source)


def _check_hours(company: Company, source: Source) -> None:
    begin = source.line("hours") or 0
    for key in ("dawn_call", "day_call", "split_call", "night_call"):
        value = getattr(company.hours, key)
        try:
            time.fromisoformat(value)
        except ValueError as error:
            raise source.wrong(f"[hours] {key}: “{value}” is no time", 'write it as "07:00"', key, begin) from error
    if company.hours.working_minutes < 60:
        raise source.wrong("[hours] no hour is left to shoot", "correct length or meal_minutes", "length", begin)
    if company.hours.length + company.hours.turnaround > 24:
        raise source.wrong(f"[hours] {company.hours.length:g} h of work and {company.hours.turnaround:g} h of rest are "
                           "more than a day", "shorten length or turnaround", "length", begin)
    currency = company.costs.currency
    if currency is not None and not re.fullmatch(r"[A-Z]{3}", currency):
        raise source.wrong(f"[costs] currency: “{currency}” is no currency", 'write its three letters: "KRW"',
                           "currency", source.line("costs") or 0)


def _check_scenes(company: Company, source: Source) -> None:
    for pin in company.pins:
        if (pin.date == "") == (pin.day is None):
            raise source.wrong(f"[[pin]] scene {pin.scene}: give one of date and day", "date = 2026-11-04 or day = 3",
                               "scene", pin.line)
        if pin.date:
            source.day(pin.date, "date", pin.line)
        elif pin.day is not None and pin.day < 1:
            raise source.wrong(f"[[pin]] day: {pin.day} is no shooting day", "count from 1", "day", pin.line)
    for wish in company.scenes:
        if wish.light not in (None, "day", "night", "any"):
            raise source.wrong(f"[[scene]] light: “{wish.light}” is unknown", 'write "day", "night" or "any"', "light",
                               wish.line)


def _check_spans(entry: Player | Place, source: Source) -> None:
    if not entry.name.strip():
        raise source.wrong("name: empty", "write the name", "name", entry.line)
    for key in ("available", "away"):
        for first, last in getattr(entry, key):
            if source.day(last, key, entry.line) < source.day(first, key, entry.line):
                raise source.wrong(f"{entry.name}: {key} ends {last}, before it begins {first}",
                                   "correct one of the two", key, entry.line)
    if isinstance(entry, Player):
        for key in ("travel", "fittings", "rehearsals"):
            for value in getattr(entry, key):
                source.day(value, key, entry.line)
    elif (entry.latitude is None) != (entry.longitude is None):
        raise source.wrong(f"{entry.name}: latitude and longitude belong together", "give both or none", "latitude",
                           entry.line)


def _check_twice(company: Company, source: Source) -> None:
    named: Sequence[tuple[str, str, Sequence[tuple[str, int]]]] = (
        ("[[cast]]", "name", [(entry.name, entry.line) for entry in company.cast]),
        ("[[location]]", "name", [(entry.name, entry.line) for entry in company.locations]),
        ("[[location]]", "sets", [(name, entry.line) for entry in company.locations for name in entry.sets]),
        ("[[pin]]", "scene", [(pin.scene, pin.line) for pin in company.pins]),
        ("[[scene]]", "scene", [(wish.scene, wish.line) for wish in company.scenes]))
    for table, key, entries in named:
        seen: dict[str, int] = {}
        for name, line in entries:
            if name.casefold() in seen:
                raise source.wrong(f"{table} {key}: “{name}” is in line {seen[name.casefold()]} already",
                                   "keep one of the two", key, line)
            seen[name.casefold()] = line
