"""comparables.csv: the films that a package compares itself with, each with the source of its figures."""

from __future__ import annotations

from pathlib import Path

from throughline.film.errors import InputError
from throughline.film.finance import Comparable
from throughline.formats.csv_table import Row, read_rows

NEEDED = ("title", "year", "country", "source")
KNOWN = ("budget", "currency", "admissions", "gross", "note")
FIRST_FILM = 1895


def read_comparables(path: Path) -> tuple[Comparable, ...]:
    """The films of the table at ``path``, in its order.

    Raises:
        InputError: no table of these columns, or a row without title, year, country or source, with an amount of no
            currency, or with a figure that cannot be; with its file and row.
    """
    return tuple(_comparable(row) for row in read_rows(path, NEEDED, KNOWN))


def _comparable(row: Row) -> Comparable:
    for column in NEEDED:
        if not row.text(column):
            raise InputError(f"{row.text('title') or 'this film'} has no {column}", file=row.file, line=row.line,
                             remedy="say where the figures are from" if column == "source" else f"give its {column}")
    year = _whole(row, "year")
    if year is None or not FIRST_FILM <= year <= 2200:
        raise row.wrong("year", "give the year of release: 2019")
    budget, gross = _positive(row, "budget"), _positive(row, "gross")
    currency = row.text("currency").upper()
    if (budget is not None or gross is not None) and not (len(currency) == 3 and currency.isascii()
                                                          and currency.isalpha()):
        raise row.wrong("currency", "give the currency of budget and gross: KRW, USD")
    return Comparable(title=row.text("title"), year=year, country=row.text("country"), source=row.text("source"),
                      budget=budget, currency=currency, admissions=_whole(row, "admissions"), gross=gross,
                      note=row.text("note"))


def _positive(row: Row, column: str) -> float | None:
    value = row.number(column)
    if value is not None and value < 0:
        raise row.wrong(column, "give a figure that is not negative")
    return value


def _whole(row: Row, column: str) -> int | None:
    value = _positive(row, column)
    if value is not None and value != int(value):
        raise row.wrong(column, "give a whole number")
    return None if value is None else int(value)
