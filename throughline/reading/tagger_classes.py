"""English words by likeness of meaning, for the tagger: what it learned of one word holds for those used alike.

The table holds the keys of word stems, not the words: each stem's class of 1,024, and for those the classes of 256 and
of 64 they belong to. How it was made stands in ``docs/decisions/2026-11-22-breakdown-labels.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from zlib import crc32

TABLE = "tagger_words.npz"
_AROUND = (-4, -3, -2, 2, 3, 4)


class Classes(NamedTuple):
    """Where a word belongs: its class of 1,024, of 256 and of 64."""

    fine: int
    middle: int
    wide: int


@cache
def _table() -> tuple[Mapping[int, int], list[int], list[int]]:
    import numpy as np

    with files("throughline.reading.data").joinpath(TABLE).open("rb") as file, np.load(file) as saved:
        fine = dict(zip(saved["keys"].tolist(), saved["fine"].tolist(), strict=True))
        return fine, saved["middle"].tolist(), saved["wide"].tolist()


@lru_cache(maxsize=50000)
def word_classes(stem: str) -> Classes | None:
    """The classes of an English word, by its stem (a compound's last part where the whole is unknown), or None."""
    fine, middle, wide = _table()
    found = fine.get(crc32(stem.encode()))
    if found is None and "-" in stem:
        found = fine.get(crc32(stem.rsplit("-", 1)[1].encode()))
    return None if found is None else Classes(found, middle[found], wide[found])


def alike(stems: Sequence[str], n: int, known: str, determiner: str, shapes: str) -> list[str]:
    """The features by meaning of token ``n``: its own classes, its neighbours', and those of what stands around.

    ``known`` are the categories that the departments' tables give it, ``shapes`` its own shape and the next one's.
    """
    own, before, after = _at(stems, n), _at(stems, n - 1), _at(stems, n + 1)
    out = []
    if own:
        out += [f"m1={own.fine}", f"m2={own.middle}", f"m3={own.wide}", f"m2c={own.middle}|{known}"]
        out += [f"m3d={own.wide}|{determiner}", f"m3s={own.wide}|{shapes}"]
    if before:
        out += [f"m-1={before.middle}", f"mm-={before.wide}|{own.wide if own else ''}"]
    if after:
        out += [f"m+1={after.middle}", f"mm+={own.wide if own else ''}|{after.wide}"]
    for step in _AROUND:
        told = _at(stems, n + step)
        if told:
            out.append(f"m{'<' if step < 0 else '>'}={told.middle}")
    return out


def _at(stems: Sequence[str], place: int) -> Classes | None:
    return word_classes(stems[place]) if 0 <= place < len(stems) else None
