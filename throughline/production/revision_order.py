"""Which of the things that two drafts share still follow each other as they did."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def in_order(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """The most names that stand in both in one order; the others moved. Of equals those that come first in ``new``."""
    place = {name: at for at, name in enumerate(old)}
    names = [name for name in new if name in place]
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for at, name in enumerate(names):
        size = bisect_left(ends, place[name])
        before.append(tails[size - 1] if size else -1)
        ends[size:size + 1] = [place[name]]
        tails[size:size + 1] = [at]
    found: list[str] = []
    at = tails[-1] if tails else -1
    while at >= 0:
        found.append(names[at])
        at = before[at]
    return tuple(reversed(found))
