"""A screenplay from a PDF, by where its lines stand on the page (US layout), or by S# rules when it is Korean."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import msgspec

from throughline.film.errors import InputError
from throughline.film.screenplay import Screenplay
from throughline.formats import korean
from throughline.formats.fdx_title import placed
from throughline.formats.pdf_layout import Layout
from throughline.formats.pdf_rows import Row, rows


def read(path: Path) -> Screenplay:
    """The screenplay in the PDF at ``path``. An element's line counts the text lines of the PDF as extracted.

    Page numbers, running heads, ``(MORE)`` and ``(CONTINUED)`` are dropped; scene numbers in the margins are used.

    Raises:
        InputError: not a readable PDF, locked with a password, or one without text (a scan).
    """
    path = Path(path)
    found = rows(path)
    if not found:
        raise InputError("a PDF without text (a scan?)", file=str(path),
                         remedy="export the PDF from the writing program")
    numbered = sum(1 for row in found if korean.heading(row.text, True) is not None and row.text[0] in "Ss#씬신＃Ｓ")
    if numbered and not all(row.text.isascii() for row in found):
        return _korean(found, str(path))
    title = _title_rows(found)
    fields = placed((row.centred, row.text) for row in _spaced(title)) if title else ()
    return Screenplay(title_page=fields, elements=Layout(found[len(title) :]).elements(), source="pdf")


def _title_rows(found: list[Row]) -> list[Row]:
    """The rows of the first page when it is a title page."""
    first = [row for row in found if row.page == 0]
    centred = sum(row.centred for row in first)
    if not first or len(first) == len(found) or len(first) > 30 or centred * 2 < len(first):
        return []
    return [] if any(korean.heading(row.text, True) for row in first) else first


def _spaced(title: list[Row]) -> list[Row]:
    """The rows with an empty one wherever the page has a gap."""
    out: list[Row] = []
    for row in title:
        if out and row.top - out[-1].top > 1.6 * row.height:
            out.append(Row(page=0, number=0, top=row.top, height=row.height, segments=(), width=row.width))
        out.append(row)
    return out


def _korean(found: list[Row], file: str) -> Screenplay:
    """S# text from rows: a wide gap is a tab, an indented row goes on with the speech above it."""
    left = min(row.x0 for row in found)
    pitch = sorted(b.top - a.top for a, b in pairwise(found) if b.page == a.page and b.top > a.top)
    usual = pitch[len(pitch) // 4] if pitch else 20.0
    lines: list[str] = []
    numbers: list[int] = []
    for index, row in enumerate(found):
        before = found[index - 1] if index else None
        if before is not None and before.page == row.page and row.top - before.top > 1.5 * usual:
            lines.append("")
            numbers.append(row.number)
        lines.append(("\t" if row.x0 - left > 1.5 * row.height else "") + "\t".join(s.text for s in row.segments))
        numbers.append(row.number)
    parsed = korean.read("\n".join(lines), file)
    elements = tuple(msgspec.structs.replace(e, line=numbers[min(e.line, len(numbers)) - 1]) for e in parsed.elements)
    return Screenplay(title_page=parsed.title_page, elements=elements, source="pdf")
