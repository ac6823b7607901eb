"""How the tagger is fitted: chances against all labellings counted out, and the same file from the same rows."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from throughline.reading.tagger import Line, allowed, tag, unpacked
from throughline.reading.tagger_fit import descend, marginals
from throughline.reading.tagger_rows import Row, Span, is_held_out, parse
from throughline.reading.train import lessons, packed, train


def _taught() -> list[Row]:
    things = ["lantern", "letter", "key", "rope", "map", "cup", "coin", "knife", "bottle", "book"]
    lines = [f"{verb} the {{104:{thing}}} {how}." for thing in things
             for verb in ("He lifts", "She drops") for how in ("slowly", "at last")]
    return [row for row in (parse(line, "en") for line in lines) if not row.held_out]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_chances_are_those_of_all_labellings(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    scores, follow = drawn.normal(size=(4, 3)), drawn.normal(size=(3, 3))
    chances, pairs, total = np.zeros((4, 3)), np.zeros((3, 3)), 0.0
    for told in product(range(3), repeat=4):
        steps = list(zip((0, *told), told, strict=False))
        weight = np.exp(sum(scores[at, label] for at, label in enumerate(told)) + sum(follow[one] for one in steps))
        total += weight
        chances[np.arange(4), told] += weight
        for one in steps:
            pairs[one] += weight
    found, counted = scores.copy(), np.zeros((3, 3))
    assert marginals(found, np.exp(follow), counted) == pytest.approx(np.log(total))
    np.testing.assert_allclose(found, chances / total, atol=1e-9)
    np.testing.assert_allclose(counted, pairs / total, atol=1e-4)


def test_the_same_rows_give_the_same_file_and_are_learned() -> None:
    rows = _taught()
    arrays = train(rows)
    assert packed(arrays) == packed(train(rows))
    text = "He lifts the lantern slowly."
    assert [span.category for span in tag([Line(text)], unpacked(arrays))[0]] == [104]


def test_held_out_rows_teach_nothing() -> None:
    rows = _taught()
    held = next(row for number in range(99) if is_held_out(text := f"He lifts the zither {number}.")
                for row in [Row(text, (Span(13, 19, 114),), "en", True)])
    assert packed(train(rows)) == packed(train([*rows, held]))


@pytest.mark.parametrize("rate", [1.0, 40.0])
def test_what_follows_what_cannot_run_away(rate: float) -> None:
    taught = lessons(_taught())
    many, labels, units = len(taught.lengths), 55, 4
    starts = np.concatenate([[0], np.cumsum(taught.lengths)]).astype(np.int64)
    state, mixed = np.zeros((taught.seen.shape[1], labels + units), np.float32), np.zeros((units, labels))
    follow = np.zeros((labels, labels))
    descend(np.arange(many), starts, taught.seen.indptr.astype(np.int64), taught.seen.indices.astype(np.int32),
            taught.told, state, mixed, follow, allowed().astype(np.float64), 1e-4, np.full(many, rate), 0.3, 0)
    assert 0.5 < np.abs(follow).max() <= 4.0
