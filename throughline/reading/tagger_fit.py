"""The tagger's weights fitted to rows: a conditional random field by stochastic gradient descent, row by row."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.picture.kernel import kernel

Weights = NDArray[np.float32]
Counts = NDArray[np.int64]
_LEAST_SLOPE = 1e-3
"""Labels whose chance is this near the truth are left as they are: most of the 55 labels of most tokens."""

_MOST = 4.0
"""The largest score of one label following another. More would only be taken back from the label's own score, and as
features are hidden now and then the two would drive each other up without end."""


@kernel
def marginals(scores: NDArray[np.float64], step: NDArray[np.float64], pairs: NDArray[np.float64]) -> float:
    """The log of the sum over all labellings of one row, by forward and backward sums.

    ``scores`` (tokens, labels) are replaced by each label's chance; the expected count of one label after another is
    added to ``pairs`` (labels, labels). ``step`` is the exponential of the scores of one label after another.
    """
    many, labels = scores.shape
    forward = np.empty((many, labels))
    norm = np.empty(many)
    total = 0.0
    for at in range(many):
        top = scores[at].max()
        total += top
        for label in range(labels):
            scores[at, label] = np.exp(scores[at, label] - top)
        before = step[0] if at == 0 else np.dot(forward[at - 1], step)
        size = 0.0
        for label in range(labels):
            forward[at, label] = before[label] * scores[at, label]
            size += forward[at, label]
        norm[at] = size
        total += np.log(size)
        for label in range(labels):
            forward[at, label] /= size
    back = np.ones(labels)
    for at in range(many - 1, -1, -1):
        carried = scores[at] * back / norm[at]
        for label in range(labels):
            scores[at, label] = forward[at, label] * back[label]
        if at:
            for one in range(labels):
                chance = forward[at - 1, one]
                if chance > 1e-6:
                    for other in range(labels):
                        pairs[one, other] += chance * step[one, other] * carried[other]
            back = np.dot(step, carried)
        else:
            for other in range(labels):
                pairs[0, other] += step[0, other] * carried[other]
    return total


@kernel
def summed(
    first: int, last: int, cuts: Counts, seen: NDArray[np.int32], shown: NDArray[np.bool_], state: Weights, scale: float
) -> NDArray[np.float64]:
    """(tokens, columns) the sums of the weights of the shown features of the tokens from ``first`` to ``last``."""
    columns = state.shape[1]
    sums = np.zeros((last - first, columns))
    for at in range(first, last):
        here = np.zeros(columns, np.float32)
        for place in range(cuts[at], cuts[at + 1]):
            if shown[place - cuts[first]]:
                here += state[seen[place]]
        for column in range(columns):
            sums[at - first, column] = scale * here[column]
    return sums


@kernel
def step_down(
    first: int, last: int, cuts: Counts, seen: NDArray[np.int32], shown: NDArray[np.bool_], state: Weights,
    slopes: NDArray[np.float64], length: float,
) -> None:
    """The weights of the shown features moved against ``slopes`` (tokens, columns) by ``length``."""
    for at in range(first, last):
        for column in range(state.shape[1]):
            slope = slopes[at - first, column]
            if abs(slope) > _LEAST_SLOPE:
                for place in range(cuts[at], cuts[at + 1]):
                    if shown[place - cuts[first]]:
                        state[seen[place], column] -= np.float32(length * slope)


@kernel
def descend(
    order: Counts, starts: Counts, cuts: Counts, seen: NDArray[np.int32], told: Counts, state: Weights,
    mixed: NDArray[np.float64], follow: NDArray[np.float64], barred: NDArray[np.float64], shrink: float,
    rates: NDArray[np.float64], hidden: float, seed: int,
) -> float:
    """One pass over the rows in ``order``; ``state``, ``mixed`` and ``follow`` are changed. Returns the summed loss.

    ``starts`` cuts tokens into rows, ``cuts`` the features ``seen`` into tokens. A token's score of a label is the sum
    of its features' ``state`` (features, labels + units) in the label's column, and what ``mixed`` (units, labels)
    makes of the hyperbolic tangents of the sums in the columns of the units. ``shrink`` is the penalty's share of a
    row; ``rates`` the length of the step at each row. Each time a row is met ``hidden`` of its features are left
    out, drawn from ``seed``, so that none is relied on alone: what is learned is for sums of ``1 - hidden`` of them.
    ``state`` is held as ``state * scale`` during the pass, so that shrinking all weights costs one multiplication.
    """
    labels = follow.shape[0]
    scale, loss = 1.0, 0.0
    np.random.seed(seed)
    for turn in range(len(order)):
        row, rate = order[turn], rates[turn]
        first, last = starts[row], starts[row + 1]
        shown = np.random.random(cuts[last] - cuts[first]) >= hidden
        slopes = summed(first, last, cuts, seen, shown, state, scale)
        units = np.tanh(slopes[:, labels:])
        scores = slopes[:, :labels] + np.dot(units, mixed)
        pairs = np.zeros((labels, labels))
        gold, before = 0.0, 0
        for at in range(first, last):
            gold += scores[at - first, told[at]] + follow[before, told[at]]
            pairs[before, told[at]] -= 1.0
            before = told[at]
        loss += marginals(scores, np.exp(follow + barred), pairs) - gold
        scale *= 1.0 - rate * shrink
        for at in range(first, last):
            scores[at - first, told[at]] -= 1.0
        slopes[:, :labels] = scores
        slopes[:, labels:] = np.dot(scores, mixed.T) * (1.0 - units * units)
        mixed -= rate * (np.dot(units.T, scores) + shrink * mixed)
        step_down(first, last, cuts, seen, shown, state, slopes, rate / scale)
        for one in range(labels):
            for other in range(labels):
                now = follow[one, other] - rate * (pairs[one, other] + shrink * follow[one, other])
                follow[one, other] = min(max(now, -_MOST), _MOST)
    state *= np.float32(scale)
    return loss
