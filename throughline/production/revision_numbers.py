"""Numbers that are locked: what comes between two of them is lettered, and how they follow each other.

After 10 comes 10A, then 10B; between 10 and 10A comes 10aA; before 1 comes A1, and before A1 comes AA1. Scenes, shots
and the pages of a locked script are all numbered so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count, islice, product

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The alphabet without I and O, which read as numbers."""
_LAST, _TRIED = 1 << 30, 600
_PARTS = re.compile(r"([A-Za-z]*)(\d+)(.*)", re.DOTALL)


def inserted(before: str | None, after: str | None, taken: Iterable[str]) -> str:
    """A new number after ``before`` and before ``after`` that is none of ``taken``.

    Numbers that differ only by case are taken as equal, since file systems do. The number stands between its
    neighbours in ``number_order`` wherever these are such numbers, in order themselves.
    """
    used = {name.casefold() for name in taken}
    free = list(islice((name for name in _between(before, after) if name.casefold() not in used), _TRIED))
    low = number_order(before) if before is not None else None
    high = number_order(after) if after is not None else None
    if low is not None and high is not None and not low < high:
        high = None
    return next((name for name in free if (low is None or low < number_order(name))
                 and (high is None or number_order(name) < high)), free[0])


def number_order(number: str) -> tuple[int, tuple[int, ...], tuple[int, ...], str]:
    """A key that sorts numbers as a locked script has them: AA1, A1, 1, 1aA, 1A, 1AA, 1B, 2; without digits last."""
    match = _PARTS.fullmatch(number)
    if match is None:
        return _LAST, (), (), number
    prefix, digits, suffix = match.groups()
    return int(digits), (*_ranks(prefix), _LAST), _ranks(suffix), number


def _ranks(letters: str) -> tuple[int, ...]:
    """Small letters before capitals."""
    return tuple(ord(letter) - (1000 if letter.islower() else 0) for letter in letters)


def _between(before: str | None, after: str | None) -> Iterator[str]:
    """Candidates, the most usual first; not all of them are between."""
    if before is None:
        yield from (f"{letters}{after or 1}" for letters in _letters())
        return
    if after is not None and after != before and after.startswith(before):
        yield from (f"{before}{letters.lower()}{after[len(before):]}" for letters in LETTERS)
    if (first := re.fullmatch(r"([A-Z]*)([A-Z])(\d+)", before)) is not None:
        yield from (f"{first[1]}{letter}{first[3]}" for letter in LETTERS if letter > first[2])
    if (last := re.fullmatch(r"(.*\d.*)([A-Z])", before)) is not None:
        yield from (f"{last[1]}{letter}" for letter in LETTERS if letter > last[2])
    within = after is not None and after.startswith(before)
    yield from (f"{before}{'a' * size}{(after or '')[len(before):]}" for size in count(2)) if within else (
        f"{before}{letters}" for letters in _letters())


def _letters() -> Iterator[str]:
    """A, B ... Z, AA, AB ... without end."""
    for size in count(1):
        yield from map("".join, product(LETTERS, repeat=size))
