"""Workbooks (XLSX) of one look: header rows, money, dates, print set-up; the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

FACE = "Noto Sans CJK KR"
INK, HEAD, BAND, RULE = "1F2328", "22303C", "EEF1F4", "C9CED4"
EPOCH = datetime(2000, 1, 1)
THIN = Side(style="thin", color=RULE)
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
PLAIN = Font(name=FACE, size=9, color=INK)
BOLD = Font(name=FACE, size=9, color=INK, bold=True)
TITLE = Font(name=FACE, size=14, color=INK, bold=True)
LIGHT = Font(name=FACE, size=9, color="FFFFFF", bold=True)
_FORMULA = ("=", "+", "-", "@")


def fill(colour: str) -> PatternFill:
    """A solid fill of a colour "RRGGBB"."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def workbook() -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    book.remove(book.active)
    return book


def sheet(book: Workbook, name: str, widths: Sequence[float], landscape: bool = True) -> Worksheet:
    """A new sheet with columns of these widths (in characters), to be printed on A4 as wide as the page."""
    made = book.create_sheet(name[:31])
    for index, width in enumerate(widths, start=1):
        made.column_dimensions[get_column_letter(index)].width = width
    made.sheet_view.showGridLines = False
    made.page_setup.orientation = "landscape" if landscape else "portrait"
    made.page_setup.paperSize = made.PAPERSIZE_A4
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
    made.sheet_properties.pageSetUpPr.fitToPage = True
    made.page_margins.left = made.page_margins.right = 0.4
    made.page_margins.top = made.page_margins.bottom = 0.5
    made.oddFooter.center.text, made.oddFooter.center.size = "&P / &N", 8
    return made


def heading(page: Worksheet, row: int, texts: Sequence[str]) -> None:
    """A header row in white on dark."""
    for column, text in enumerate(texts, start=1):
        cell = page.cell(row, column, text)
        cell.font, cell.fill, cell.border = LIGHT, fill(HEAD), BORDER
        cell.alignment = Alignment(vertical="center", wrap_text=True)


def put(page: Worksheet, row: int, values: Iterable[Any], bold: bool = False, colour: str | None = None,
        formats: Sequence[str | None] = ()) -> None:
    """A row of cells from column A on; ``formats`` are number formats a column. None leaves a cell empty.

    A text is a text, even one that begins like a formula; a formula is given as ``Formula``.
    """
    for column, value in enumerate(values, start=1):
        cell = page.cell(row, column)
        if isinstance(value, Formula):
            cell.value = value.text
        else:
            cell.value = value
            if isinstance(value, str) and value.startswith(_FORMULA):
                cell.data_type = "s"
        cell.font, cell.border = (BOLD if bold else PLAIN), BORDER
        cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
        if colour is not None:
            cell.fill = fill(colour)
        if column <= len(formats) and formats[column - 1]:
            cell.number_format = formats[column - 1]


class Formula:
    """A formula for a cell: "=SUM(B2:B9)"."""

    def __init__(self, text: str):
        self.text = text


def saved(book: Workbook, title: str) -> bytes:
    """The workbook as XLSX, with no clock in it."""
    book.properties.title, book.properties.creator = title, ""
    book.properties.created = book.properties.modified = EPOCH
    raw = io.BytesIO()
    book.save(raw)
    return timeless(raw.getvalue())


def timeless(package: bytes) -> bytes:
    """An Office package (XLSX, PPTX) written again with fixed dates and no modification time of its own."""
    source = zipfile.ZipFile(io.BytesIO(package))
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "docProps/core.xml":
                body = _without_clock(body)
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, body)
    return raw.getvalue()


def _without_clock(core: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(core)
    for node in root:
        if etree.QName(node).localname in ("created", "modified"):
            node.text = "2000-01-01T00:00:00Z"
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
