"""The breakdown tagger: a small linear-chain model, trained in this repository, that marks elements in script lines."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from throughline.reading.tagger_features import features, keys
from throughline.reading.tagger_rows import Span
from throughline.reading.tagger_tokens import spans_of, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LABELS = 55
"""Outside, and the beginning and inside of each of the 27 categories."""
WEIGHTS = "tagger.npz"
_NEVER = -1e4
_ROWS_AT_ONCE = 512


class Model(NamedTuple):
    """The weights: ``index`` from a feature's number to its row of ``state``; shapes (features, 55) and (55, 55)."""

    index: Mapping[int, int]  # type: ignore[assignment]
    state: NDArray[np.float32]
    follow: NDArray[np.float32]


class Line(NamedTuple):
    """A script line to be read. ``known`` tells stretches that the registry knows: (start, end, class letter)."""

    text: str
    known: tuple[tuple[int, int, str], ...] = ()


@cache
def model() -> Model:
    """The trained weights that ship with the package."""
    import numpy as np

    with files("throughline.reading.data").joinpath(WEIGHTS).open("rb") as file, np.load(file) as saved:
        state = saved["state"].astype(np.float32) * saved["scale"].astype(np.float32)[:, None]
        return Model({int(key): row for row, key in enumerate(saved["keys"])}, state, saved["follow"])


@cache
def identity() -> str:
    """The digest of the weights: what a stage's key must hold, since other weights read otherwise."""
    return hashlib.sha256(files("throughline.reading.data").joinpath(WEIGHTS).read_bytes()).hexdigest()


def allowed() -> NDArray[np.float32]:
    """(55, 55) zeros where one label may follow another, else a large negative number: an inside follows its own."""
    import numpy as np

    out = np.zeros((LABELS, LABELS), np.float32)
    for inside in range(2, LABELS, 2):
        out[:, inside] = _NEVER
        out[inside - 1, inside] = out[inside, inside] = 0.0
    return out


def tag(lines: Sequence[Line], using: Model | None = None) -> list[list[Span]]:
    """The elements in each of ``lines``, in order, none overlapping another."""
    out: list[list[Span]] = []
    for low in range(0, len(lines), _ROWS_AT_ONCE):
        out.extend(_tag(lines[low : low + _ROWS_AT_ONCE], using or model()))
    return out


def _tag(lines: Sequence[Line], using: Model) -> list[list[Span]]:
    import numpy as np

    found = [tokens(line.text) for line in lines]
    rows: list[int] = []
    cuts = [0]
    for line, row in zip(lines, found, strict=True):
        known = {
            n: letter
            for start, end, letter in line.known
            for n, token in enumerate(row)
            if token.start < end and token.end > start
        }
        for seen in features(row, known):
            rows.extend(using.index[key] for key in keys(seen) if key in using.index)
            cuts.append(len(rows))
    picked = using.state[np.asarray(rows, np.int64)].astype(np.float64)
    sums = np.vstack([np.zeros((1, LABELS)), np.cumsum(picked, axis=0)]) if rows else np.zeros((1, LABELS))
    scores = sums[np.asarray(cuts[1:], np.int64)] - sums[np.asarray(cuts[:-1], np.int64)]
    told = decode(scores, [len(row) for row in found], using.follow.astype(np.float64) + allowed())
    return [spans_of(row, labels) for row, labels in zip(found, told, strict=True)]


def decode(scores: NDArray[np.float64], lengths: Sequence[int], follow: NDArray[np.float64]) -> list[list[int]]:
    """The best labels of each row by Viterbi. ``scores`` (tokens, 55) are those of all rows, one after another."""
    import numpy as np

    longest = max(lengths, default=0)
    if longest == 0:
        return [[] for _ in lengths]
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    order = np.argsort(-np.asarray(lengths), kind="stable")
    steps = np.zeros((longest, len(lengths), LABELS), np.int8)
    best = np.full((len(lengths), LABELS), 2 * _NEVER)
    sized = np.asarray(lengths)[order]
    best[:, :] = 0.0
    for place in range(longest):
        live = int(np.searchsorted(-sized, -place, side="left"))
        here = scores[starts[order[:live]] + place]
        if place == 0:
            best[:live] = here + follow[0]
            continue
        options = best[:live, :, None] + follow[None]
        steps[place, :live] = options.argmax(axis=1)
        best[:live] = options.max(axis=1) + here
    out: list[list[int]] = [[] for _ in lengths]
    for rank, row in enumerate(order):
        length = lengths[row]
        if not length:
            continue
        label = int(best[rank].argmax())
        path = [label]
        for place in range(length - 1, 0, -1):
            label = int(steps[place, rank, label])
            path.append(label)
        out[row] = path[::-1]
    return out
