"""The text of a schedule.toml beside its values: tables to records, every complaint with its line."""

from __future__ import annotations

import re
from datetime import date
from typing import TypeVar

import msgspec

from throughline.film.errors import InputError
from throughline.film.record import Record

R = TypeVar("R", bound=Record)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KOREAN_WEEKDAYS = dict(zip("월화수목금토일", WEEKDAYS, strict=True))
AMOUNTS: dict[str, tuple[float, float, str]] = {
    "length": (1, 24, "give hours from call to wrap: 12"), "meal_minutes": (0, 240, "give minutes: 60"),
    "prepare_minutes": (0, 240, "give minutes: 30"),
    "turnaround": (0, 24, "give hours: 11"), "move_minutes": (0, 600, "give minutes: 60"),
    "pages": (0.125, 50, "give pages a day: 4.5"), "day": (0, 1e12, "give money, or a day's number from 1"),
    "move": (0, 1e12, "give money"), "switch": (0, 1e12, "give money"), "day_rate": (0, 1e12, "give money a day"),
    "hold_rate": (0, 1e12, "give money a day"), "drop_after": (1, 365, "give held days: 10"),
    "max_hours": (0.5, 24, "give hours on set: 8"), "makeup_minutes": (0, 600, "give minutes: 45"),
    "pickup_minutes": (0, 600, "give minutes: 45"), "minutes": (5, 20_000, "give minutes of shooting: 180"),
    "latitude": (-90, 90, "give degrees north: 37.57"), "longitude": (-180, 180, "give degrees east: 126.98"),
    "utc_offset": (-12, 14, "give hours ahead of UTC: 9")}


class Source:
    """The text that values came from, for complaints with a line."""

    def __init__(self, text: str, file: str):
        self.file = file
        self.text = text.splitlines()

    def line(self, key: str, begin: int = 0) -> int | None:
        """The line that gives ``key`` (or a section of that name) at or after line ``begin``, in one section."""
        for number, line in enumerate(self.text[max(begin - 1, 0):], start=max(begin, 1)):
            bare = line.strip()
            if bare.startswith("[") and bare.strip("[] ").split("#")[0].strip("[] ") == key:
                return number
            if begin and number > begin and re.match(r"\[[^\d\"']", bare):
                return None
            if re.match(rf"[\"']?{re.escape(key)}[\"']?\s*=", bare):
                return number
        return None

    def wrong(self, what: str, remedy: str, key: str = "", begin: int = 0) -> InputError:
        """The complaint, at the line of ``key`` of the entry that begins at ``begin``."""
        return InputError(what, file=self.file, line=(self.line(key, begin) if key else None) or begin or None,
                          remedy=remedy)

    def record(self, value: object, kind: type[R], where: str, begin: int | None) -> R:
        """The record in a table of the file."""
        try:
            made = msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            message = str(error).replace("`", "").replace("Object contains unknown field", "unknown key")
            message = message.replace("Object missing required field", "missing key")
            what, _, place = message.partition(" - at $.")
            unknown = re.search(r"(?:field|key) (\w+)", what)
            key = re.split(r"[.\[]", place)[0] if place else unknown.group(1) if unknown else ""
            names = ", ".join(name for name in kind.__struct_fields__ if name not in ("line", "file"))
            what = what[0].lower() + what[1:]
            raise self.wrong(" ".join(filter(None, (where, f"{key}:" if place else "", what))),
                             f"known keys: {names}" if not place else "correct the value", key, begin or 0) from error
        self._amounts(made, where, begin or 0)
        return made

    def rows(self, tables: object, kind: type[R], key: str) -> tuple[R, ...]:
        """The records of an array of tables, each with the line that it begins on."""
        begins = [number for number, line in enumerate(self.text, start=1)
                  if re.match(rf"\[\[\s*{key}\s*\]\]", line.strip())]
        if not isinstance(tables, list) or len(begins) != len(tables):
            raise self.wrong(f"{key} is not a list of entries", f"begin every entry with a line [[{key}]]", key)
        return tuple(self.record({**table, "line": begin}, kind, f"[[{key}]]", begin)
                     for table, begin in zip(tables, begins, strict=True))

    def weekdays(self, names: object) -> tuple[str, ...]:
        """Weekdays in English."""
        found = []
        for name in names if isinstance(names, list) else [names]:
            word = str(name).strip().casefold()
            day = KOREAN_WEEKDAYS.get(word[:1], next((day for day in WEEKDAYS if len(word) > 2 and
                                                       day.startswith(word)), None))
            if day is None:
                raise self.wrong(f"days_off: “{name}” is no weekday", f"write {', '.join(WEEKDAYS)}", "days_off")
            found.append(day)
        if len(set(found)) == 7:
            raise self.wrong("days_off: no day is left to shoot on", "leave out a weekday", "days_off")
        return tuple(found)

    def _amounts(self, made: Record, where: str, begin: int) -> None:
        for name in made.__struct_fields__:
            value = getattr(made, name)
            if name in AMOUNTS and value is not None:
                least, most, remedy = AMOUNTS[name]
                if not least <= value <= most:
                    raise self.wrong(f"{where} {name}: {value:g} is not possible", remedy, name, begin)

    def day(self, value: str, key: str, begin: int = 0) -> date:
        """The date that a text gives."""
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.wrong(f"{key}: “{value}” is no date", "write it as 2026-11-02", key, begin) from error
