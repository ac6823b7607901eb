"""Which of the old is which of the new: two sequences matched by content, first the equal, then the alike in order."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

T = TypeVar("T")


def aligned(old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable], alike: Callable[[T, T], float],
            least: float) -> dict[int, int]:
    """Old position for every new position that continues one. Equal runs at both ends hold first, then the best
    alignment in order (``alike`` from 0 to 1, at least ``least``), then equals that moved."""
    found: dict[int, int] = {}
    old_keys, new_keys = [key(one) for one in old], [key(one) for one in new]
    begin, ends = 0, min(len(old), len(new))
    while begin < ends and old_keys[begin] == new_keys[begin]:
        found[begin] = begin
        begin += 1
    tail = 0
    while tail < ends - begin and old_keys[-1 - tail] == new_keys[-1 - tail]:
        found[len(new) - 1 - tail] = len(old) - 1 - tail
        tail += 1
    rows, columns = range(begin, len(old) - tail), range(begin, len(new) - tail)
    scores = {(row, column): 1.5 if old_keys[row] == new_keys[column] else alike(old[row], new[column])
              for row in rows for column in columns}
    found.update(_in_order(rows, columns, {pair: score for pair, score in scores.items() if score >= least}))
    _moved(found, old_keys, new_keys)
    return found


def _in_order(rows: range, columns: range, scores: dict[tuple[int, int], float]) -> dict[int, int]:
    """The matches in order with the greatest sum of scores (Needleman and Wunsch without a price for gaps)."""
    best = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for i, row in enumerate(rows, 1):
        for j, column in enumerate(columns, 1):
            diagonal = best[i - 1][j - 1] + scores[row, column] if (row, column) in scores else 0.0
            best[i][j] = max(best[i - 1][j], best[i][j - 1], diagonal)
    found: dict[int, int] = {}
    i, j = len(rows), len(columns)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            found[columns[j - 1]] = rows[i - 1]
            i, j = i - 1, j - 1
    return found


def _moved(found: dict[int, int], old_keys: list[Hashable], new_keys: list[Hashable]) -> None:
    used = set(found.values())
    left: dict[Hashable, deque[int]] = defaultdict(deque)
    for position, key in enumerate(old_keys):
        if position not in used:
            left[key].append(position)
    for position, key in enumerate(new_keys):
        if position not in found and left[key]:
            found[position] = left[key].popleft()


def shared(one: Sequence[str], other: Sequence[str]) -> float:
    """How much of their words two texts share, 0 to 1 (Dice)."""
    mine, yours = set(one), set(other)
    if not mine and not yours:
        return 1.0
    return 2 * len(mine & yours) / (len(mine) + len(yours))
