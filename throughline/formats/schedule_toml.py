"""schedule.toml: what a person sets for the shooting, every mistake with its line and what would be right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from throughline.film.company import Company, Contacts, Costs, Hours, Pin, Place, Player, SceneWish
from throughline.film.errors import InputError
from throughline.film.record import Record
from throughline.formats.film_toml import settings_text
from throughline.formats.schedule_checks import check
from throughline.formats.schedule_source import Source

TABLES: dict[str, tuple[str, type[Record]]] = {
    "cast": ("cast", Player), "location": ("locations", Place), "pin": ("pins", Pin), "scene": ("scenes", SceneWish)}
SECTIONS: dict[str, type[Record]] = {"hours": Hours, "costs": Costs, "contacts": Contacts}
PLAIN = ("start", "end", "days_off", "dates_off", "extra_dates")


def read_company(path: Path) -> Company:
    """The company's settings in a schedule.toml; dates as TOML dates or as text, weekdays in English or Korean.

    Raises:
        InputError: not TOML, an unknown key, a wrong type, a date that no calendar has, an end before its start, the
            same thing said twice; with its line.
    """
    return parse_company(settings_text(path), str(path))


def parse_company(text: str, file: str) -> Company:
    """``read_company`` of a text; ``file`` is for messages and kept in the settings.

    Raises:
        InputError: as read_company.
    """
    source = Source(text, file)
    try:
        table = _plain(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise InputError(f"not valid TOML: {str(error).split(' (at')[0]}", file=file,
                         line=int(found.group(1)) if found else len(text.splitlines()),
                         remedy="correct this line; a date is written 2026-11-02") from error
    known = (*PLAIN, *SECTIONS, *TABLES)
    for key in table:
        if key not in known:
            raise InputError(f"unknown key “{key}”", file=file, line=source.line(key),
                             remedy=f"known keys: {', '.join(known)}")
    values: dict[str, Any] = {key: table[key] for key in PLAIN if key in table}
    for key, kind in SECTIONS.items():
        if key in table:
            values[key] = source.record(table[key], kind, f"[{key}]", source.line(key))
    for key, (field, row_kind) in TABLES.items():
        values[field] = source.rows(table.get(key, []), row_kind, key)
    if "days_off" in values:
        values["days_off"] = source.weekdays(values["days_off"])
    company = source.record({**values, "file": Path(file).name}, Company, "", None)
    check(company, source)
    return company


def _plain(value: Any) -> Any:
    """The value with dates as ISO text."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, time):
        return value.isoformat()[:5]
    return value.isoformat()[:10] if isinstance(value, date) else value
