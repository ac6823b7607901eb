"""Contact sheets: many panels on one picture, under the headings of their scenes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from throughline.picture.layers import fitted, opened
from throughline.picture.lettering import fitted as cut_to
from throughline.picture.lettering import font

WIDTH, HIGH = 3508, 2480
"""A3 landscape at 212 dots an inch, A4 at 300."""
MARGIN, GAP, LABEL, BAND, HEAD = 70, 20, 40, 62, 96
INK, GREY, PALE = (28, 28, 30), (110, 110, 112), (234, 234, 234)


@dataclass(frozen=True)
class Cell:
    """A panel: its file, its shot's name, a word at its right ("2.8 s"), the heading of the scene that begins here."""

    file: Path
    name: str
    side: str
    heading: str = ""


def contact_sheets(cells: Sequence[Cell], title: str, aspect: float, columns: int = 8) -> Iterator[Image.Image]:
    """The sheets, RGB, as wide as A3 landscape and no higher; every scene begins a row of ``columns`` panels.

    Raises:
        InputError: a panel that cannot be read, no Noto CJK font.
    """
    wide = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) // columns
    size = wide, max(1, round(wide / aspect))
    pages = list(_pages(list(_rows(cells, columns)), size[1] + LABEL + GAP))
    for number, page in enumerate(pages, start=1):
        yield _sheet(page, size, title, f"{number} / {len(pages)}")


Row = tuple[str, list[Cell]]


def _rows(cells: Sequence[Cell], columns: int) -> Iterator[Row]:
    """Rows of panels, each with the heading that stands over it."""
    row: Row = ("", [])
    for cell in cells:
        if row[1] and (cell.heading or len(row[1]) == columns):
            yield row
            row = ("", [])
        if cell.heading:
            row = (cell.heading, [])
        row[1].append(cell)
    if row[1]:
        yield row


def _pages(rows: Sequence[Row], high: int) -> Iterator[list[Row]]:
    page: list[Row] = []
    used = 0
    for row in rows:
        need = high + (BAND if row[0] else 0)
        if page and used + need > HIGH - 2 * MARGIN - HEAD + GAP:
            yield page
            page, used = [], 0
        page.append(row)
        used += need
    if page:
        yield page


def _sheet(rows: Sequence[Row], size: tuple[int, int], title: str, count: str) -> Image.Image:
    page = Image.new("RGB", (WIDTH, HIGH), "white")
    pen = ImageDraw.Draw(page)
    pen.text((MARGIN, MARGIN - 10), cut_to(title, "bold", 46, WIDTH - 2 * MARGIN - 300), fill=INK,
             font=font("bold", 46))
    pen.text((WIDTH - MARGIN, MARGIN), count, fill=GREY, font=font("sans", 34), anchor="ra")
    y = MARGIN + HEAD
    for heading, cells in rows:
        if heading:
            pen.rectangle((MARGIN, y, WIDTH - MARGIN, y + BAND - 18), fill=PALE)
            pen.text((MARGIN + 14, y + (BAND - 18) / 2), cut_to(heading, "bold", 28, WIDTH - 2 * MARGIN - 28), fill=INK,
                     font=font("bold", 28), anchor="lm")
            y += BAND
        for column, cell in enumerate(cells):
            x = MARGIN + column * (size[0] + GAP)
            pen.text((x, y + LABEL - 10), cell.name, fill=INK, font=font("bold", 24), anchor="ls")
            pen.text((x + size[0], y + LABEL - 10), cell.side, fill=GREY, font=font("sans", 22), anchor="rs")
            page.paste(fitted(opened(cell.file), size), (x, y + LABEL))
            pen.rectangle((x, y + LABEL, x + size[0] - 1, y + LABEL + size[1] - 1), outline=INK, width=2)
        y += LABEL + size[1] + GAP
    return page.crop((0, 0, WIDTH, min(HIGH, y - GAP + MARGIN)))
