"""Long tables on paper: a scale that fits the columns, heights that fit the words, blocks that stay on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from throughline.formats.text_width import lines

PAPER_W, PAPER_H = 276.7, 180.0
"""Millimetres of a landscape A4 page within the margins of ``workbook.sheet``, its footer left free."""
FIGURE = 6.2
"""Pixels of a figure of the normal style, which widths are counted in, where a program makes it narrow."""
SHARES = tuple(step / 20 for step in range(20, 9, -1))
"""How full pages are made where filling each would leave the last one nearly empty: with less than ``SPARSE``."""
SPARSE = 0.35
LINE, PAD = 13.5, 4.0
SIZE = 9.0
_MOST = 409.0
_POINT = 25.4 / 72


class Paged:
    """A table that is written from its header row on and then laid out on pages.

    Rows from the first to ``titles`` are printed on every page; the columns are those of ``widths`` (characters).
    """

    def __init__(self, page: Worksheet, widths: Sequence[float], titles: int):
        self._page, self._titles = page, titles
        self._room = [(width * FIGURE - 3) / 96 * 25.4 for width in widths]
        across = sum(widths) * FIGURE / 96 * 25.4
        self._scale = min(1.0, PAPER_W / across)
        page.page_margins.header = page.page_margins.footer = 0.25
        page.print_title_rows = f"1:{titles}"
        page.oddFooter.left.text, page.oddFooter.left.size = "&A", 8
        self._blocks: list[tuple[int, float]] = []
        self._heads = 0.0

    def height(self, row: int, values: Sequence[Any], size: float = SIZE, least: float = 0.0) -> float:
        """Sets the row as high as its longest cell needs, and no less than ``least``; points."""
        most = max((lines(value, size, room) for value, room in zip(values, self._room, strict=False)
                    if isinstance(value, str)), default=1)
        high = min(_MOST, max(least, LINE * max(1, most) * size / SIZE + PAD))
        self._page.row_dimensions[row].height = high
        if row <= self._titles:
            self._heads += high
        return high

    def row(self, row: int, values: Sequence[Any], begins: bool) -> None:
        """A row of the table; ``begins`` a block that is kept on one page where it fits on one."""
        high = self.height(row, values)
        if begins or not self._blocks:
            self._blocks.append((row, high))
        else:
            first, sofar = self._blocks[-1]
            self._blocks[-1] = (first, sofar + high)

    def finish(self, columns: int, last: int, filtered: bool = True) -> None:
        """The page breaks, the filter over the table where it is ``filtered``, and what is printed."""
        room = PAPER_H / _POINT / self._scale - self._heads
        breaks, full = self._broken(room, room)
        if full < SPARSE:
            even = [found for found, _ in (self._broken(room, room * share) for share in SHARES)
                    if len(found) == len(breaks)]
            breaks = even[-1]
        for row in breaks:
            self._page.row_breaks.append(Break(id=row))
        letter = get_column_letter(columns)
        if filtered:
            self._page.auto_filter.ref = f"A{self._titles}:{letter}{max(last, self._titles + 1)}"
        self._page.print_area = f"A1:{letter}{max(last, self._titles + 1)}"

    def _broken(self, room: float, wanted: float) -> tuple[list[int], float]:
        """The rows after which a page ends that has ``room`` points and of them is to use ``wanted``; and how full the
        last one is."""
        breaks, used = [], 0.0
        for first, high in self._blocks:
            if used and used + high > wanted and (high <= room or used > 0.7 * room):
                breaks.append(first - 1)
                used = 0.0
            used = used + high if used + high <= room else (used + high) % room
        return breaks, used / room
