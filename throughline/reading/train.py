"""Train the breakdown tagger: ``python -m throughline.reading.train`` writes ``reading/data/tagger.npz``.

A linear-chain conditional random field over the labelled rows that are not held out, fitted by gradient descent with
an L2 penalty from zero weights; then small weights are dropped and the rest rounded to eight bits. The order of the
rows is drawn from a fixed seed, so the same rows give the same file. ``_BOLD`` takes from the score of no element, so
that as many elements are missed as are found wrongly; it, the penalty and what is hidden were chosen by
cross-validation within the training rows.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from throughline.reading.tagger import LABELS, WEIGHTS, allowed
from throughline.reading.tagger_features import features, keys
from throughline.reading.tagger_fit import descend
from throughline.reading.tagger_rows import Row, read_rows
from throughline.reading.tagger_tokens import Token, labels, tokens

Array = NDArray[np.float64]
_LEAST = 2
_PENALTY = 1.0
_HIDDEN = 0.3
_PASSES = 20
_AVERAGED = 6
_RATE = 0.1
_SEED = 1
_KEPT = 0.02
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
    seen: list[list[int]] = []
    told: list[int] = []
    lengths = []
    for copy, row in copies(rows):
        found = tokens(row.text)
        if found:
            seen.extend(keys(one) for one in features(found, known_by_name(row, found, copy)))
            told.extend(labels(found, row.spans))
            lengths.append(len(found))
    counts = Counter(key for one in seen for key in one)
    names = np.array(sorted(key for key, count in counts.items() if count >= _LEAST), np.uint32)
    index = {int(key): place for place, key in enumerate(names)}
    columns = [[index[key] for key in one if key in index] for one in seen]
    cuts = np.cumsum([0, *map(len, columns)])
    flat = np.fromiter((column for one in columns for column in one), np.int64)
    matrix = csr_matrix((np.ones(len(flat)), flat, cuts), shape=(len(seen), len(names)))
    return Lessons(matrix, np.array(told, np.int64), tuple(lengths), names)


def fit(taught: Lessons) -> tuple[Array, Array]:
    """The state weights (features, 55) and those of one label following another (55, 55), the mean of the last passes.

    Rows are taken in an order that is drawn anew for each pass from a fixed seed, ``_HIDDEN`` of their features left
    out; steps grow shorter as it goes on.
    """
    many = len(taught.lengths)
    starts = np.concatenate([[0], np.cumsum(taught.lengths)]).astype(np.int64)
    cuts, seen = taught.seen.indptr.astype(np.int64), taught.seen.indices.astype(np.int32)
    state, follow = np.zeros((taught.seen.shape[1], LABELS), np.float32), np.zeros((LABELS, LABELS))
    shrink, drawn = _PENALTY / many, np.random.default_rng(_SEED)
    barred = allowed().astype(np.float64)
    sums = np.zeros(state.shape), np.zeros(follow.shape)
    for turn in range(_PASSES):
        rates = (_RATE / (1 + _RATE * shrink * (np.arange(many) + turn * many))).astype(np.float64)
        order = drawn.permutation(many).astype(np.int64)
        descend(order, starts, cuts, seen, taught.told, state, follow, barred, shrink, rates, _HIDDEN, turn)
        if turn >= _PASSES - _AVERAGED:
            sums[0][:] += state
            sums[1][:] += follow
    return (1 - _HIDDEN) * sums[0] / _AVERAGED, sums[1] / _AVERAGED


def small(names: NDArray[np.uint32], state: Array, follow: Array) -> dict[str, NDArray[np.generic]]:
    """The arrays of the weights file: eight-bit weights, a scale for each feature, features of no weight left out."""
    state = np.where(np.abs(state) < _KEPT, 0.0, state)
    kept = np.abs(state).max(axis=1) > 2 * _KEPT
    state, names = state[kept], names[kept]
    scale = (np.abs(state).max(axis=1) / 127).astype(np.float32)
    return {
        "keys": names,
        "scale": scale,
        "state": np.rint(state / scale[:, None].astype(np.float64)).astype(np.int8),
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
    state, follow = fit(taught)
    for bias in np.flatnonzero(np.isin(taught.names, keys(["biase", "biask"]))):
        state[bias, 0] -= _BOLD
    return small(taught.names, state, follow)


def main() -> None:
    """Trains on the labelled rows and writes the weights file, or the file named on the command line."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "data" / WEIGHTS
    body = packed(train(read_rows()))
    path.write_bytes(body)
    print(f"{path}: {len(body):,} bytes")


if __name__ == "__main__":
    main()
