"""package.toml: what a person says of the film and its money, every mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import msgspec

from throughline.film.errors import InputError
from throughline.film.finance import FinanceSettings
from throughline.film.package import PHASES, PackageSettings
from throughline.formats.film_toml import read_table

MOST = 10**15
RATES = {"finance.korea": ("vat", "film_fund", "cinema", "distributor", "investors", "producer"),
         "finance.grant": ("share",), "finance.international": ("distributor", "sales", "representative", "investors",
                                                               "producer")}
AMOUNTS = {"finance.korea": ("ticket_price",),
           "finance.grant": ("least", "most", "limit"), "finance.international": ("expenses_cap",),
           "finance.scenarios": ("low", "base", "high")}


def read_package(path: Path) -> PackageSettings:
    """The settings in a package.toml; the comparables are in a table of their own.

    Raises:
        InputError: not TOML, an unknown key, a wrong type, a date that is none, an amount below nothing, a share that
            is none or shares that do not add up to the whole; with file and line.
    """
    text = _Lines(path)
    try:
        settings = read_table(path, PackageSettings)
    except InputError as error:
        found = re.search(r"([a-z_.]+)(?:\[(\d+)\])?\.?([a-z_]*)", error.what) if error.line is None else None
        if found is None:
            raise
        raise InputError(error.what, file=error.file, remedy=error.remedy,
                         line=text.line(found.group(3), found.group(1), int(found.group(2) or 0))) from error
    if settings.comparables:
        raise text.refuse("comparables are not given here", "", "comparables",
                          "put them into comparables.csv, a row a film with its source")
    _check_dates(settings, text)
    _check_money(settings.finance, text)
    return settings


class _Lines:
    """The file's lines, to point at the one that is wrong."""

    def __init__(self, path: Path):
        self._path = path
        self._lines: list[str] = []
        if path.is_file():
            self._lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()

    def line(self, key: str, section: str, index: int = 0) -> int | None:
        """The line of ``key`` in the section (the ``index``-th of that name), or of the section's own head."""
        inside, seen, head = not section, -1, None
        for number, line in enumerate(self._lines, start=1):
            bare = line.strip()
            if re.match(r"\[+[^\]]+\]+\s*(#.*)?$", bare):
                inside = bare.split("#")[0].strip("[] ") == section
                seen += inside
                if inside and seen == index:
                    head = number
            elif inside and max(seen, 0) == index and re.match(rf"[\"']?{re.escape(key)}[\"']?\s*=", bare):
                return number
        return head

    def refuse(self, what: str, key: str, section: str, remedy: str, index: int = 0) -> InputError:
        return InputError(what, file=str(self._path), line=self.line(key, section, index), remedy=remedy)


def _check_dates(settings: PackageSettings, text: _Lines) -> None:
    def day(value: str, key: str, section: str, index: int = 0) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise text.refuse(f"{key} “{value}” is no date", key, section, 'write it as "2027-03-01"',
                              index) from None

    if settings.as_of is not None:
        day(settings.as_of, "as_of", "")
    for index, phase in enumerate(settings.timeline):
        start, end = (day(value, key, "timeline", index) for key, value in (("start", phase.start),
                                                                            ("end", phase.end)))
        if end < start:
            raise text.refuse(f"{phase.phase} ends on {phase.end}, before it starts on {phase.start}", "end",
                              "timeline", "give the later date as its end", index)
        if phase.phase not in PHASES and not phase.text.strip():
            raise text.refuse(f"phase “{phase.phase}” has no name", "phase", "timeline",
                              f"use one of {', '.join(PHASES)}, or give it a text", index)


def _check_money(finance: FinanceSettings, text: _Lines) -> None:
    for section, key, value in _given(finance, AMOUNTS):
        if not 0 <= value <= MOST:
            raise text.refuse(f"{key} {value} is not possible", key, section, "give an amount that is not negative")
    for section, key, value in _given(finance, RATES):
        if not 0 <= value <= 1:
            raise text.refuse(f"{key} {value} is no share", key, section, "write a tenth as 0.1")
    for index, source in enumerate(finance.sources):
        if source.amount is not None and not 0 <= source.amount <= MOST:
            raise text.refuse(f"{source.name}: amount {source.amount} is not possible", "amount", "finance.sources",
                              "give an amount that is not negative", index)
    for section, terms in (("korea", finance.korea), ("international", finance.international)):
        whole = Fraction(str(terms.investors)) + Fraction(str(terms.producer))
        if whole != 1:
            raise text.refuse(f"investors {terms.investors:.0%} and producer {terms.producer:.0%} add up to "
                              f"{float(whole):.0%}", "investors", f"finance.{section}",
                              "give two shares that add up to 100 %")
    if not finance.korea.ticket_price:
        raise text.refuse("ticket_price 0 is no price", "ticket_price", "finance.korea", "give won: 9702")
    if not 1 <= finance.international.equity_return <= 3:
        raise text.refuse(f"equity_return {finance.international.equity_return} is not possible", "equity_return",
                          "finance.international", "give 1.1 to 1.2 for 110 to 120 %")
    _check_order(finance, text)


def _check_order(finance: FinanceSettings, text: _Lines) -> None:
    named = [(key, getattr(finance.scenarios, key)) for key in ("low", "base", "high")]
    given = [(key, value) for key, value in named if value is not None]
    if given and len(given) < 3:
        missing = next(key for key, value in named if value is None)
        raise text.refuse(f"the {missing} scenario is missing", given[0][0], "finance.scenarios",
                          "give low, base and high admissions, or none of them")
    for (lower, less), (upper, more) in pairwise(given):
        if less > more:
            raise text.refuse(f"{lower} {less} is more than {upper} {more}", lower, "finance.scenarios",
                              "give low, base and high in this order")
    if finance.grant.least > finance.grant.most:
        raise text.refuse(f"least {finance.grant.least} is more than most {finance.grant.most}", "least",
                          "finance.grant", "exchange the two")


def _given(finance: FinanceSettings, keys: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, float]]:
    """Every figure of these keys that is not None, with its section and key."""
    for section, names in keys.items():
        record: msgspec.Struct = finance
        for step in section.split(".")[1:]:
            record = getattr(record, step)
        for name in names:
            value = getattr(record, name)
            if value is not None:
                yield section, name, value
