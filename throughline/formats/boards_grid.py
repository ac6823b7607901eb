"""How many panels stand on a page and how large: the measures of every layout for pictures of any shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

WIDTH, HEIGHT = 273.0, 184.0
"""A4 landscape without its margins, mm."""
GUTTER, ROW_GAP, WORD_GAP, BAND = 7.0, 4.0, 3.5, 8.4
NAME_LINE, SETUP_LINE = 5.4, 3.6
SPLIT_FROM = 120.0
WIDER = (1.0, 1.15, 1.3, 1.5)
TALK = 1.7
"""How many times its least the room for words may grow at the picture's cost, where a film says much."""
GRIDS = {"1": (1, 62.0, 36.0, 10.0), "2": (2, 52.0, 30.0, 9.5), "3": (3, 48.0, 26.0, 9.0), "4": (4, 42.0, 22.0, 8.4),
         "6": (6, 34.0, 17.0, 7.4), "9": (9, 29.0, 11.5, 6.6)}
"""By name: panels a page, the least width and height in mm that words have beside and under a picture, type in pt."""
KONTI = "konti"
LAYOUTS = (*GRIDS, KONTI)
NARROWEST, WIDEST = 1.0, 3.0
Needed = Callable[[float, float], float]


class Grid(NamedTuple):
    """A layout worked out: columns, the least height of a row, the picture's and the words' widths in mm, whether
    words stand ``beside`` the picture, whether dialogue stands in a column of its own (``split``), type in points, and
    the height of the lines over the picture, ``double`` where the set-up has a line of its own."""

    columns: int
    row: float
    picture: float
    words: float
    beside: bool
    split: bool
    size: float
    head: float
    double: bool


def grid(layout: str, aspect: float, needed: Needed, double: bool = False) -> Grid:
    """The grid of ``layout`` ("1", "2", "3", "4", "6", "9") whose pictures of this aspect are largest.

    ``needed`` says how high, in mm, most panels' words are in a width in mm and a type size in points.
    """
    count, least_width, least_height, size = GRIDS[layout]
    head = NAME_LINE + (SETUP_LINE if double else 0.0)
    best: Grid | None = None
    for columns in (divisor for divisor in range(1, count + 1) if count % divisor == 0):
        rows = count // columns
        wide = (WIDTH - (columns - 1) * GUTTER) / columns
        high = (HEIGHT - min(rows, 2) * BAND - (rows - 1) * ROW_GAP) / rows
        under = min(max(needed(wide, size), least_height), TALK * least_height)
        frame = high - head
        column = next((least_width * share for share in WIDER if needed(least_width * share, size) < frame),
                      least_width * TALK)
        for picture, beside in ((min(wide - WORD_GAP - column, frame * aspect), True),
                                (min(wide, (frame - under) * aspect), False)):
            if picture > 0 and (best is None or picture > best.picture + 0.5):
                words = wide - picture - WORD_GAP if beside else wide
                best = Grid(columns, high, picture, words, beside, words > SPLIT_FROM, size, head, double)
    if best is None:
        raise ValueError(f"no room for {count} pictures {aspect} wide")
    return best


def konti_picture(aspect: float) -> float:
    """The picture's width in mm on the Korean sheet: as wide as its column, narrower where it would be too high."""
    return min(76.0, 50.0 * aspect)
