"""The breakdown tagger: a small linear-chain model, trained in this repository, that marks elements in script lines."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from throughline.reading.tagger_classes import TABLE
from throughline.reading.tagger_features import features, key
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
_REMEMBERED = 500_000


class Places(dict[str, int]):
    """From a feature to its row of the weights, remembered once asked: most features of a script come again."""

    def __init__(self, rows: Mapping[int, int]) -> None:
        super().__init__()
        self.rows, self.nothing = rows, len(rows)

    def __missing__(self, feature: str) -> int:
        if len(self) > _REMEMBERED:
            self.clear()
        row = self[feature] = self.rows.get(key(feature), self.nothing)
        return row


class Model(NamedTuple):
    """The weights: ``places`` from a feature to its row of ``state`` (features + 1, 55), whose last row is of features
    never met and all zeros; ``follow`` (55, 55) is that of one label after another."""

    places: Places
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
        return unpacked(dict(saved))


def unpacked(arrays: Mapping[str, NDArray[np.generic]]) -> Model:
    """The model of a weights file's arrays: keys, eight-bit state with a scale for each feature, follow."""
    import numpy as np

    state = arrays["state"].astype(np.float32) * arrays["scale"].astype(np.float32)[:, None]
    index = dict(zip(arrays["keys"].tolist(), range(len(state)), strict=True))
    state = np.vstack([state, np.zeros((1, LABELS), np.float32)])
    return Model(Places(index), state, arrays["follow"].astype(np.float32))


@cache
def identity() -> str:
    """The digest of the weights and the word classes: what a stage's key must hold, since others read otherwise."""
    data = files("throughline.reading.data")
    return hashlib.sha256(b"".join(data.joinpath(name).read_bytes() for name in (WEIGHTS, TABLE))).hexdigest()


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
    place = using.places.__getitem__
    rows: list[int] = []
    cuts: list[int] = []
    for line, row in zip(lines, found, strict=True):
        for seen in features(row, _known(line, row)):
            cuts.append(len(rows))
            rows.extend(map(place, seen))
    if not cuts:
        return [[] for _ in lines]
    scores = np.add.reduceat(using.state[np.asarray(rows, np.int32)], np.asarray(cuts, np.int64), axis=0)
    told = decode(scores, [len(row) for row in found], using.follow + allowed())
    return [spans_of(row, labels) for row, labels in zip(found, told, strict=True)]


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
    sized = np.asarray(lengths)[order]
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
