"""Workbooks: texts stay texts, formulas count, the same content gives the same bytes."""

from __future__ import annotations

import time
from pathlib import Path

from tests.office import calculated, needs_office
from throughline.formats.workbook import Formula, heading, put, saved, sheet, workbook


def _book() -> bytes:
    book = workbook()
    page = sheet(book, "Costs", (20, 10))
    heading(page, 1, ("Item", "Cost"))
    put(page, 2, ("=HYPERLINK(1)", 40), formats=(None, "#,##0"))
    put(page, 3, ("-lamp", 2))
    put(page, 4, ("all", Formula("=SUM(B2:B3)")), bold=True)
    return saved(book, "A film")


def test_the_same_content_is_the_same_bytes() -> None:
    first = _book()
    time.sleep(2.1)
    assert _book() == first


@needs_office
def test_texts_are_texts_and_formulas_count(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(_book())
    page = calculated(tmp_path / "a.xlsx", tmp_path)["Costs"]
    assert [cell.value for cell in page["A"]] == ["Item", "=HYPERLINK(1)", "-lamp", "all"]
    assert page["B4"].value == 42
