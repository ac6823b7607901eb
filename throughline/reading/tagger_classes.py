"""English words by likeness of meaning, for the tagger: what it learned of one word holds for those used alike.

The table holds the keys of word stems, not the words: each stem's class of 1,024, and for those the classes of 256 and
of 64 they belong to. How it was made stands in ``docs/decisions/2026-11-22-breakdown-labels.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from zlib import crc32

TABLE = "tagger_words.npz"


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
