"""Train the breakdown tagger: ``python -m throughline.reading.train`` writes ``reading/data/tagger.npz``.

A linear-chain conditional random field over the labelled rows that are not held out, whose scores come from a linear
part and one layer of units, fitted by gradient descent with an L2 penalty; ``_FITS`` fits from different seeds are
averaged, small weights dropped and the rest rounded to five bits. The order of the rows is drawn from the seeds, so
the same rows give the same file. ``_BOLD`` takes from the score of no element, so that as many elements are missed as
are found wrongly; it, the rate, the penalty and what is hidden were chosen by cross-validation within the training
rows.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from throughline.reading.tagger import LABELS, WEIGHTS, allowed
from throughline.reading.tagger_features import keys
from throughline.reading.tagger_fit import descend
from throughline.reading.tagger_lexicon import TABLES, packed_tables
from throughline.reading.tagger_rows import Row, read_rows
from throughline.reading.tagger_tokens import Token, labels, tokens

Array = NDArray[np.float64]
_LEAST = 2
_PENALTY = 1.0
_HIDDEN = 0.3
_PASSES = 20
_AVERAGED = 6
_RATE = 0.03
_FITS = 3
_UNITS = 32
_SPREAD = 0.05
_KEPT = 0.03
_LEVELS = 15
_BOLD = 0.5
_KNOWN = {100: "c", 101: "g", 103: "v", 108: "a"}


@dataclass(frozen=True)
class Lessons:
    """All tokens of the training rows: sparse features (tokens, features), labels, and the rows' lengths."""

    seen: csr_matrix
    told: NDArray[np.int64]
    lengths: tuple[int, ...]
    names: NDArray[np.uint32]


def known_by_name(row: Row, found: Sequence[Token], copy: int) -> Mapping[int, str]:
    """What a script's registry would know of a row: of the first copy nothing, of the others two in three of the
    people, groups, vehicles and animals."""
    return {
        n: _KNOWN[span.category]
        for span in row.spans
        if copy and span.category in _KNOWN and crc32(f"{span.start}{copy}{row.text}".encode()) % 3
        for n, token in enumerate(found)
        if token.start < span.end and token.end > span.start
    }


def copies(rows: Sequence[Row]) -> list[tuple[int, Row]]:
    """The rows as written, and those with people, vehicles or animals once more with some of them known by name."""
    return [(0, row) for row in rows] + [(1, row) for row in rows if any(span.category in _KNOWN for span in row.spans)]


def lessons(rows: Sequence[Row]) -> Lessons:
    """The training rows in all their copies as arrays; features that come once are left out."""
    told: list[int] = []
    rows_of, known = [], []
    for copy, row in copies(rows):
        found = tokens(row.text)
        if found:
            rows_of.append(found)
            known.append(known_by_name(row, found, copy))
            told.extend(labels(found, row.spans))
    seen = keys(rows_of, known)
    names, counts = np.unique(seen, return_counts=True)
    names = names[(counts >= _LEAST) & (names > 0)]
    places = np.minimum(np.searchsorted(names, seen), len(names) - 1)
    kept = names[places] == seen
    cuts = np.concatenate([[0], np.cumsum(kept.sum(axis=1))])
    matrix = csr_matrix((np.ones(cuts[-1]), places[kept], cuts), shape=(len(seen), len(names)))
    return Lessons(matrix, np.array(told, np.int64), tuple(map(len, rows_of)), names)


def fit(taught: Lessons, seed: int = 1) -> tuple[Array, Array, Array]:
    """The weights of the features (features, 55 + units), of the units (units, 55) and of one label following another
    (55, 55), the mean of the last passes.

    Rows are taken in an order that is drawn anew for each pass from ``seed``, ``_HIDDEN`` of their features left
    out; steps grow shorter as it goes on.
    """
    many = len(taught.lengths)
    starts = np.concatenate([[0], np.cumsum(taught.lengths)]).astype(np.int64)
    cuts, seen = taught.seen.indptr.astype(np.int64), taught.seen.indices.astype(np.int32)
    shrink, drawn = _PENALTY / many, np.random.default_rng(seed)
    state, follow = np.zeros((taught.seen.shape[1], LABELS + _UNITS), np.float32), np.zeros((LABELS, LABELS))
    state[:, LABELS:] = _SPREAD * drawn.normal(size=(len(state), _UNITS))
    mixed = drawn.normal(size=(_UNITS, LABELS)) / np.sqrt(_UNITS)
    barred = allowed().astype(np.float64)
    sums = np.zeros(state.shape), np.zeros(mixed.shape), np.zeros(follow.shape)
    for turn in range(_PASSES):
        rates = (_RATE / (1 + _RATE * shrink * (np.arange(many) + turn * many))).astype(np.float64)
        order = drawn.permutation(many).astype(np.int64)
        descend(order, starts, cuts, seen, taught.told, state, mixed, follow, barred, shrink, rates, _HIDDEN, turn)
        if turn >= _PASSES - _AVERAGED:
            for total, now in zip(sums, (state, mixed, follow), strict=True):
                total += now
    return (1 - _HIDDEN) * sums[0] / _AVERAGED, sums[1] / _AVERAGED, sums[2] / _AVERAGED


def several(taught: Lessons) -> tuple[Array, Array, Array]:
    """``_FITS`` fits from different seeds as one that scores as they do in the mean: their units stand side by side."""
    fits = [fit(taught, seed) for seed in range(1, _FITS + 1)]
    plain = np.mean([state[:, :LABELS] for state, _, _ in fits], axis=0)
    state = np.hstack([plain, *(state[:, LABELS:] for state, _, _ in fits)])
    mixed = np.vstack([mixed for _, mixed, _ in fits]) / _FITS
    return state, mixed, np.asarray(np.mean([follow for _, _, follow in fits], axis=0))


def small(names: NDArray[np.uint32], state: Array, mixed: Array, follow: Array) -> dict[str, NDArray[np.generic]]:
    """The arrays of the weights file: whole weights up to ``_LEVELS``, a scale for each feature, and no feature without
    a weight."""
    state = np.where(np.abs(state) < _KEPT, 0.0, state)
    kept = np.abs(state[:, :LABELS]).max(axis=1) > 2 * _KEPT
    state, names = state[kept], names[kept]
    scale = (np.abs(state).max(axis=1) / _LEVELS).astype(np.float32)
    return {
        "keys": names,
        "scale": scale,
        "state": np.rint(state / scale[:, None].astype(np.float64)).astype(np.int8),
        "mixed": mixed.astype(np.float32),
        "follow": follow.astype(np.float32),
    }


def packed(arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    """The bytes of the weights file: a compressed npz without dates."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            body = io.BytesIO()
            np.save(body, arrays[name], allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), body.getvalue(), compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def train(rows: Sequence[Row]) -> dict[str, NDArray[np.generic]]:
    """The weights learned from the rows that are not held out."""
    taught = lessons([row for row in rows if not row.held_out])
    state, mixed, follow = several(taught)
    follow[:, 0] -= _BOLD
    return small(taught.names, state, mixed, follow)


def main() -> None:
    """Writes the tables file, trains on the labelled rows and writes the weights file, or that named on the command
    line."""
    data = Path(__file__).parent / "data"
    (data / TABLES).write_bytes(packed_tables())
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else data / WEIGHTS
    body = packed(train(read_rows()))
    path.write_bytes(body)
    print(f"{path}: {len(body):,} bytes")


if __name__ == "__main__":
    main()
