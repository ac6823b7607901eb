"""Train the breakdown tagger: ``python -m throughline.reading.train`` writes ``reading/data/tagger.npz``.

A linear-chain conditional random field over the labelled rows that are not held out, fitted by L-BFGS with an L2
penalty from zero weights; then small weights are dropped and the rest rounded to eight bits. Nothing is drawn at
random, so the same rows give the same file. ``_BOLD`` takes from the score of no element, so that as many elements are
missed as are found wrongly; it and the penalty were chosen by cross-validation within the training rows.
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
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from throughline.reading.tagger import LABELS, WEIGHTS, allowed
from throughline.reading.tagger_features import features, keys
from throughline.reading.tagger_rows import Row, read_rows
from throughline.reading.tagger_tokens import Token, labels, tokens
from throughline.reading.tagger_varied import varied

Array = NDArray[np.float64]
_LEAST = 2
_SWAPS = 2
_PENALTY = 1.3
_STEPS = 80
_KEPT = 0.02
_BOLD = 0.6
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
    """The rows as written; English ones with their things swapped as well; and once more with names that are known."""
    found = [(0, row) for row in rows]
    found += [(0, varied(row, copy)) for copy in range(_SWAPS) for row in rows if row.language == "en" and row.spans]
    return found + [(1, row) for row in rows if any(span.category in _KNOWN for span in row.spans)]


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


def fit(taught: Lessons, penalty: float = _PENALTY, steps: int = _STEPS) -> tuple[Array, Array]:
    """The state weights (features, 55) and those of one label following another (55, 55)."""
    many = taught.seen.shape[1]
    turned = taught.seen.T.tocsr()
    gold = np.zeros((len(taught.told), LABELS))
    gold[np.arange(len(taught.told)), taught.told] = 1.0
    barred = allowed().astype(np.float64)
    pairs = _pairs(taught)

    def loss(flat: Array) -> tuple[float, Array]:
        state, follow = flat[: many * LABELS].reshape(many, LABELS), flat[many * LABELS :].reshape(LABELS, LABELS)
        scores = np.asarray(taught.seen @ state)
        total, expected, expected_pairs = _expected(scores, taught.lengths, follow + barred)
        value = total - float((scores * gold).sum()) - float((follow * pairs).sum())
        value += penalty / 2 * float(flat @ flat)
        slope = np.concatenate([np.asarray(turned @ (expected - gold)).ravel(), (expected_pairs - pairs).ravel()])
        return value, slope + penalty * flat

    done = minimize(
        loss, np.zeros(many * LABELS + LABELS * LABELS), jac=True, method="L-BFGS-B",
        options={"maxiter": steps, "maxcor": 6}
    )
    best: Array = done.x
    return best[: many * LABELS].reshape(many, LABELS), best[many * LABELS :].reshape(LABELS, LABELS)


def _pairs(taught: Lessons) -> Array:
    """(55, 55) how often each label follows each; a row's first follows label 0."""
    out = np.zeros((LABELS, LABELS))
    at = 0
    for length in taught.lengths:
        row = taught.told[at : at + length]
        np.add.at(out, (np.concatenate([[0], row[:-1]]), row), 1.0)
        at += length
    return out


def _expected(scores: Array, lengths: Sequence[int], follow: Array) -> tuple[float, Array, Array]:
    """The rows' summed log partition, each token's label probabilities, and the expected pairs of labels."""
    step = np.exp(follow)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    sizes = np.asarray(lengths)
    expected, pairs, total = np.zeros_like(scores), np.zeros_like(follow), 0.0
    top = scores.max(axis=1, keepdims=True)
    likely = np.exp(scores - top)
    total += float(top.sum())
    for length in sorted(set(lengths)):
        at = starts[sizes == length][:, None] + np.arange(length)[None]
        here = likely[at]
        forward = np.empty_like(here)
        norm = np.empty(here.shape[:2])
        before = np.repeat(step[0][None], len(at), axis=0)
        for place in range(length):
            raw = before * here[:, place]
            norm[:, place] = raw.sum(axis=1)
            forward[:, place] = raw / norm[:, place, None]
            before = forward[:, place] @ step
        total += float(np.log(norm).sum())
        back = np.ones((len(at), LABELS))
        for place in range(length - 1, -1, -1):
            expected[at[:, place]] = forward[:, place] * back
            carried = here[:, place] * back / norm[:, place, None]
            if place:
                pairs += step * (forward[:, place - 1].T @ carried)
            else:
                pairs[0] += step[0] * carried.sum(axis=0)
            back = carried @ step.T
    return total, expected, pairs


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
