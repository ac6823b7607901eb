"""The tagger's features: templates over what is seen of a word and around it, each feature a number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

from throughline.reading import lexicon, tagger_context, tagger_words
from throughline.reading.tagger_tokens import Token

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TEMPLATES = "tagger_features"
_COLUMNS = {name: place for place, name in enumerate((*tagger_words.COLUMNS, *tagger_context.COLUMNS))}
_FIELD = re.compile(r"([a-z_0-9]+?)(\*?)([+-]\d)?")
_MARGIN = 4
_MANY = 4
_EDGE = tagger_words.number("<>")
_NOTHING = tagger_words.NOTHING


@cache
def templates() -> tuple[tuple[int, tuple[tuple[int, int], ...]], ...]:
    """Each template's seed and its fields: a column and how many tokens away. A ``name*`` stands for each of the
    columns ``name_1``, ``name_2`` ... which share a seed.

    Raises:
        ValueError: for a field that no column is called by.
    """
    lines = [line.split("#")[0].strip() for line in lexicon.table(TEMPLATES)["templates"].splitlines()]
    found = []
    for template in filter(None, lines):
        choices: list[tuple[tuple[int, int], ...]] = [()]
        for field in template.split():
            match = _FIELD.fullmatch(field)
            if match is None:
                raise ValueError(f"{TEMPLATES}: {field} is no field")
            names = [f"{match[1]}_{n}" for n in range(1, _MANY + 1)] if match[2] else [match[1]]
            columns = [_COLUMNS[name] for name in names if name in _COLUMNS]
            if not columns:
                raise ValueError(f"{TEMPLATES}: no column {match[1]}")
            choices = [(*one, (column, int(match[3] or 0))) for one in choices for column in columns]
        found += [(crc32(template.encode()), choice) for choice in choices]
    return tuple(found)


def keys(rows: Sequence[Sequence[Token]], known: Sequence[Mapping[int, str]]) -> NDArray[np.uint32]:
    """(tokens, templates) the features of all tokens of ``rows``, one row after another; 0 where a template's first
    field is of the other language or all its fields say nothing. ``known`` holds what the registry knows of each row's
    tokens (see ``contexts``)."""
    import numpy as np

    columns, here = _columns(rows, known)
    out = np.zeros((len(here), len(templates())), np.uint32)
    for places, seeds, fields in _by_length():
        value = np.repeat(seeds[:, None], len(here), axis=1)
        says = np.zeros(value.shape, np.bool_)
        for column, away in fields:
            seen = columns[column[:, None], here + away[:, None]]
            says |= seen > _NOTHING
            value ^= seen
            value *= np.uint64(0x9E3779B97F4A7C15)
            value ^= value >> np.uint64(32)
        first, steps = fields[0]
        says &= columns[first[:, None], here + steps[:, None]] > 0
        out[:, places] = np.where(says, np.maximum(value & np.uint64(0xFFFFFFFF), 1), 0).T
    return out


@cache
def _by_length() -> tuple[tuple[NDArray[np.int64], NDArray[np.uint64], list[tuple[NDArray[np.int64], ...]]], ...]:
    """The templates by how many fields they have: their places, seeds, and of each field the columns and steps."""
    import numpy as np

    found: list[tuple[NDArray[np.int64], NDArray[np.uint64], list[tuple[NDArray[np.int64], ...]]]] = []
    for length in sorted({len(fields) for _, fields in templates()}):
        places = [place for place, (_, fields) in enumerate(templates()) if len(fields) == length]
        chosen = np.array([templates()[place][1] for place in places], np.int64)
        seeds = np.array([templates()[place][0] for place in places], np.uint64)
        found.append((np.array(places, np.int64), seeds, [(chosen[:, n, 0], chosen[:, n, 1]) for n in range(length)]))
    return tuple(found)


def _columns(
    rows: Sequence[Sequence[Token]], known: Sequence[Mapping[int, str]]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """(columns, places) all columns over the rows with a margin around each, and the places of the tokens."""
    import numpy as np

    of_word: dict[str, int] = {"": 0}
    numbers = [(_EDGE,) + (0,) * (len(tagger_words.COLUMNS) - 1)]
    margin, blank = [0] * _MARGIN, [(0,) * len(tagger_context.COLUMNS)] * _MARGIN
    words, around = [*margin], [*blank]
    here: list[int] = []
    for row, told in zip(rows, known, strict=True):
        seen = [tagger_words.word(token) for token in row]
        here.extend(range(len(words), len(words) + len(row)))
        for token, word in zip(row, seen, strict=True):
            place = of_word.setdefault(token.text, len(numbers))
            if place == len(numbers):
                numbers.append(word.numbers)
            words.append(place)
        around += tagger_context.contexts(row, seen, told)
        words += margin
        around += blank
    by_word = np.array(numbers, np.uint64).T[:, np.array(words)]
    return np.concatenate([by_word, np.array(around, np.uint64).T]), np.array(here, np.int64)
