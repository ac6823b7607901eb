"""The breakdown tagger: a small linear-chain model, trained in this repository, that marks elements in script lines."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from throughline.reading.tagger_classes import TABLE
from throughline.reading.tagger_features import TEMPLATES, keys
from throughline.reading.tagger_lexicon import TABLES
from throughline.reading.tagger_rows import Span
from throughline.reading.tagger_tokens import Token, spans_of, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LABELS = 55
"""Outside, and the beginning and inside of each of the 27 categories."""
WEIGHTS = "tagger.npz"
_NEVER = -1e4
_ROWS_AT_ONCE = 512
_TOKENS_AT_ONCE = 128
"""So few that their weights stay in the processor's cache."""
_ENDINGS = 1 << 22


class Model(NamedTuple):
    """The weights: ``keys`` in rising order are the features of the rows of ``state`` (features, 55 + units), whole
    numbers of the features' ``scale``; ``met`` tells which endings of a key there are. A token's score of a label is
    the sum of its features' weights of it and what ``mixed`` (units, 55) makes of the hyperbolic tangents of their
    sums in the units; ``follow`` (55, 55) is the score of one label after another, far below 0 where it may not."""

    keys: NDArray[np.uint32]
    met: NDArray[np.bool_]
    state: NDArray[np.int8]
    scale: NDArray[np.float32]
    mixed: NDArray[np.float32]
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
        return unpacked(dict(saved))


def unpacked(arrays: Mapping[str, NDArray[np.generic]]) -> Model:
    """The model of a weights file's arrays: keys, small whole numbers with a scale for each feature, mixed, follow."""
    import numpy as np

    rows = arrays["keys"].astype(np.uint32)
    met = np.zeros(_ENDINGS, np.bool_)
    met[rows & (_ENDINGS - 1)] = True
    return Model(rows, met, arrays["state"].astype(np.int8, copy=False), arrays["scale"].astype(np.float32),
                 arrays["mixed"].astype(np.float32), arrays["follow"].astype(np.float32) + allowed())


@cache
def identity() -> str:
    """The digest of the weights, the templates and the words: what a stage's key must hold, since others read
    otherwise."""
    data = files("throughline.reading.data")
    told = (data.joinpath(name).read_bytes() for name in (WEIGHTS, TABLE, f"{TEMPLATES}.toml", TABLES))
    return hashlib.sha256(b"".join(told)).hexdigest()


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
    found = [tokens(line.text) for line in lines]
    scores = scored(keys(found, [_known(line, row) for line, row in zip(lines, found, strict=True)]), using)
    told = decode(scores, [len(row) for row in found], using.follow)
    return [spans_of(row, labels) for row, labels in zip(found, told, strict=True)]


def scored(seen: NDArray[np.uint32], using: Model) -> NDArray[np.float32]:
    """(tokens, 55) the scores of tokens by their features ``seen`` (tokens, templates)."""
    import numpy as np

    flat = seen.ravel()
    maybe = np.flatnonzero(using.met[flat & (_ENDINGS - 1)])
    asked = flat[maybe]
    rows = np.minimum(np.searchsorted(using.keys, asked), len(using.keys) - 1)
    hit = using.keys[rows] == asked
    token = maybe[hit] // seen.shape[1]
    rows = rows[hit]
    out = np.zeros((len(seen), using.state.shape[1]), np.float32)
    starts = np.flatnonzero(np.diff(token, prepend=-1))
    for low in range(0, len(starts), _TOKENS_AT_ONCE):
        cuts = starts[low : low + _TOKENS_AT_ONCE]
        end = starts[low + _TOKENS_AT_ONCE] if low + _TOKENS_AT_ONCE < len(starts) else len(rows)
        here = rows[cuts[0] : end]
        out[token[cuts]] = np.add.reduceat(using.state[here] * using.scale[here, None], cuts - cuts[0], axis=0)
    made: NDArray[np.float32] = np.tanh(out[:, LABELS:]) @ using.mixed
    return out[:, :LABELS] + made


def _known(line: Line, found: Sequence[Token]) -> dict[int, str]:
    """The class letters of the tokens that the registry knows."""
    return {
        n: letter
        for start, end, letter in line.known
        for n, token in enumerate(found)
        if token.start < end and token.end > start
    }


def decode(scores: NDArray[np.float32], lengths: Sequence[int], follow: NDArray[np.float32]) -> list[list[int]]:
    """The best labels of each row by Viterbi. ``scores`` (tokens, 55) are those of all rows, one after another."""
    import numpy as np

    longest = max(lengths, default=0)
    if longest == 0:
        return [[] for _ in lengths]
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    order = np.argsort(-np.asarray(lengths), kind="stable")
    steps = np.zeros((longest, len(lengths), LABELS), np.int8)
    best = np.zeros((len(lengths), LABELS), np.float32)
    going_on = np.searchsorted(-np.asarray(lengths)[order], -np.arange(longest), side="left").tolist()
    before = np.ascontiguousarray(follow.T)[None]
    for place in range(longest):
        live = going_on[place]
        here = scores[starts[order[:live]] + place]
        if place == 0:
            best[:live] = here + follow[0]
            continue
        options = best[:live, None, :] + before
        steps[place, :live] = options.argmax(axis=2)
        best[:live] = options.max(axis=2) + here
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
