"""Long tables on paper: rows fill pages, a last page is not nearly empty, blocks stay whole."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from throughline.formats.sheet_pages import PAPER_H, Paged
from throughline.formats.workbook import sheet

ROOM = PAPER_H / 25.4 * 72


def pages(heights: list[float]) -> list[list[float]]:
    """The rows of these heights, a block each, by page."""
    page = sheet(Workbook(), "rows", (20.0, 20.0))
    paged = Paged(page, (20.0, 20.0), 1)
    paged.height(1, ("one", "two"))
    made = []
    for row, high in enumerate(heights, start=2):
        paged.row(row, ["\n".join("x" * round(high))], True)
        made.append(page.row_dimensions[row].height)
    paged.finish(2, len(heights) + 1)
    ends = [0, *(entry.id - 1 for entry in page.row_breaks.brk), len(heights)]
    return [made[a:b] for a, b in pairwise(ends)]


def test_a_few_rows_too_many_are_spread_evenly() -> None:
    found = pages([2] * 18)
    assert len(found) == 2 and sum(found[0]) < 1.5 * sum(found[1]), "not a full page and two rows"


def test_full_pages_stay_full() -> None:
    found = pages([2] * 25)
    assert len(found) == 2 and sum(found[0]) > 0.9 * ROOM - 40


@given(st.lists(st.integers(1, 6), min_size=1, max_size=60))
def test_no_page_is_fuller_than_the_paper_and_none_is_empty(lines: list[int]) -> None:
    found = pages([float(count) for count in lines])
    assert all(part and sum(part) <= ROOM for part in found)
    assert sum(map(len, found)) == len(lines)
