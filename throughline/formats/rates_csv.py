"""rates.csv, the rate table that a person keeps: rows in and out, every mistake with its row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from throughline.film.rates import Rate
from throughline.formats.csv_table import Row, read_rows
from throughline.production.accounts import chart, item_named, item_word, items, near, unit_named, unit_word
from throughline.production.budget_money import CURRENCIES, is_date

NEEDED = ("item", "unit", "rate", "currency")
KNOWN = ("account", "from", "to", "source", "note")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_rates(path: Path) -> tuple[Rate, ...]:
    """The rows of the rate table at ``path`` in their order, items and units under their own names.

    A row without a rate is one still to be filled.

    Raises:
        InputError: no such table; or a row with an item, unit, currency, account or date that there is not, a rate
            that is no number or below nought, an end before its start, or the same as another row; with its line.
    """
    rates: list[Rate] = []
    lines: dict[tuple[str, str, str], int] = {}
    for row in read_rows(path, NEEDED, KNOWN):
        rate = _rate(row)
        key = (rate.item.casefold(), rate.account, rate.start)
        if rate.rate is not None and lines.setdefault(key, row.line) != row.line:
            raise row.wrong("item", f"line {lines[key]} already prices it from the same day: change one of the two, or "
                            "give the newer one its own date in “from”")
        rates.append(rate)
    return tuple(rates)


def write_rates(rates: Iterable[Rate], language: str = "en") -> str:
    """A rate table that reads back as ``rates``: CSV, UTF-8 with a byte order mark, items and units as a reader of
    the ``language`` calls them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*NEEDED, *KNOWN))
    for rate in rates:
        writer.writerow([_held(cell) for cell in (
            item_word(rate.item, language), unit_word(rate.unit, language), _number(rate), rate.currency,
            rate.account, rate.start, rate.end, rate.source, rate.note)])
    return "\ufeff" + text.getvalue()


def _rate(row: Row) -> Rate:
    item = _item(row)
    unit = _unit(row, item.partition(":")[0])
    start, end = _date(row, "from"), _date(row, "to")
    if start and end and end < start:
        raise row.wrong("to", f"a rate cannot end before it begins ({start})")
    account = row.text("account")
    if account and account not in {account.number for account in chart()}:
        raise row.wrong("account", f"accounts: {', '.join(account.number for account in chart())}")
    rate = row.number("rate")
    if rate is not None and rate < 0:
        raise row.wrong("rate", "write what it costs, or leave it empty while it is not known")
    if rate is not None and (unit == "percent") != row.text("rate").endswith("%"):
        if unit != "percent":
            raise row.wrong("rate", f"write money for a {unit}, or “percent” as the unit")
        rate /= 100
    return Rate(item=item, unit=unit, rate=rate, currency=_currency(row), account=account, start=start, end=end,
                source=_freed(row.text("source")), note=_freed(row.text("note")))


def _item(row: Row) -> str:
    """The item under its own name; a thing of it after a colon."""
    named = item_named(row.text("item"))
    if named is None:
        like = near(row.text("item"))
        raise row.wrong("item", f"near it: {', '.join(like)}" if like else
                        "take the items of build/out/rates-to-fill.csv")
    item, thing = named
    return f"{item}: {thing}" if thing else item


def _unit(row: Row, item: str) -> str:
    unit = unit_named(row.text("unit"))
    known = items()[item].units
    if unit not in known:
        raise row.wrong("unit", f"{item} is priced by: {', '.join(known)}")
    return unit


def _currency(row: Row) -> str:
    currency = row.text("currency").upper()
    if currency not in CURRENCIES:
        raise row.wrong("currency", "write an ISO code: KRW, USD, EUR")
    return currency


def _date(row: Row, column: str) -> str:
    text = row.text(column)
    if text and not is_date(text):
        raise row.wrong(column, "write a day as 2026-03-02, or leave it empty")
    return text


def _number(rate: Rate) -> str:
    if rate.rate is None:
        return ""
    return f"{rate.rate * 100:.12g}%" if rate.unit == "percent" else f"{rate.rate:.15g}"


def _held(cell: str) -> str:
    """The cell, held back from being read as a formula by a spreadsheet program."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _freed(cell: str) -> str:
    """The cell without what held it back from being read as a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
