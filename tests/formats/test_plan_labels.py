"""Labels on a plan: never on each other, never off the paper, near what they name."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.formats.plan_labels import Label, overlap, place

FRAME = (0.0, 0.0, 200.0, 120.0)
points = st.tuples(st.floats(5, 195), st.floats(5, 115))
labels = st.builds(Label, anchor=points, lines=st.just(("x",)), size=st.tuples(st.floats(4, 30), st.floats(2, 7)),
                   style=st.just("name"), clear=st.floats(0, 4), optional=st.booleans())


@given(st.lists(labels, max_size=18), st.lists(points, max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_label_lies_on_another_or_on_a_symbol_or_off_the_paper(wanted: list[Label],
                                                                 symbols: list[tuple[float, float]]) -> None:
    taken = [(x - 2, y - 2, x + 2, y + 2) for x, y in symbols]
    laid, lost = place(wanted, FRAME, taken, [])
    boxes = [entry.box for entry in laid]
    assert len(laid) + lost <= len(wanted) and lost <= sum(not label.optional for label in wanted)
    for index, box in enumerate(boxes):
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= 200 and box[3] <= 120
        assert not any(overlap(box, other) for other in [*taken, *boxes[index + 1:]])
    assert laid == place(wanted, FRAME, taken, [])[0]


def test_a_label_stands_by_its_anchor_and_keeps_off_lines() -> None:
    label = Label((100, 60), ("A",), (10, 4), "name")
    near = place([label], FRAME, [], [])[0][0]
    assert math.dist(((near.box[0] + near.box[2]) / 2, (near.box[1] + near.box[3]) / 2), (100, 60)) < 8
    assert near.leader is None
    line = [(100 + step, 60.0) for step in range(40)]
    beside = place([label], FRAME, [], line)[0][0]
    assert not any(beside.box[0] < x < beside.box[2] and beside.box[1] < y < beside.box[3] for x, y in line)


def test_a_label_pushed_away_gets_a_leader_and_a_full_paper_says_so() -> None:
    label = Label((100, 60), ("A",), (10, 4), "name")
    pushed = place([label], FRAME, [(80, 45, 120, 75)], [])[0][0]
    assert pushed.leader is not None and not overlap(pushed.box, (80, 45, 120, 75))
    laid, lost = place([label, Label((100, 60), ("B",), (10, 4), "name", optional=True)], FRAME, [FRAME], [])
    assert (laid, lost) == ([], 1)


def test_a_name_stands_inside_what_it_names_where_there_is_room() -> None:
    label = Label((100, 60), ("desk",), (10, 4), "piece", inside=True, optional=True)
    assert place([label], FRAME, [], [])[0][0].box == (95, 58, 105, 62)
    assert place([label], FRAME, [(98, 59, 102, 61)], [])[0][0].box != (95, 58, 105, 62)
