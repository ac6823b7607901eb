"""Tables that people keep: what is read, and what is said of each mistake."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.film.errors import InputError
from throughline.formats.csv_table import parse_rows, read_rows

CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20).map(str.strip)


@given(st.lists(st.tuples(CELL, CELL), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_what_a_spreadsheet_wrote_is_read(pairs: list[tuple[str, str]], mark: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark)
    writer.writerow(["Item", "Rate"])
    writer.writerows(pairs)
    rows = parse_rows("\ufeff" + text.getvalue(), "rates.csv", ("item", "rate"))
    kept = [pair for pair in pairs if any(pair) and not pair[0].startswith("#")]
    assert [(row.text("item"), row.text("rate")) for row in rows] == kept


def test_rows_know_their_line_past_remarks_and_line_breaks_in_cells() -> None:
    text = '# prices\nitem,note\nlamp,"warm\nlight"\n\n# more\ncrane,\n'
    rows = parse_rows(text, "rates.csv", ("item",), ("note",))
    assert [(row.text("item"), row.line) for row in rows] == [("lamp", 3), ("crane", 7)]


@pytest.mark.parametrize(("text", "line", "words"), [
    ("", 1, "empty"), ("# only a remark\n", 1, "empty"), ("name\nlamp\n", 1, "no column item"),
    ("item,colour\nlamp,red\n", 1, "unknown column “colour”"), ("item,item\na,b\n", 1, "twice"),
    ("item,note\nlamp,a,b\n", 2, "3 cells"), ('item,note\nlamp,"open\n', 2, "")])
def test_a_wrong_table_is_one_line_with_its_row(text: str, line: int, words: str) -> None:
    if not words:
        assert parse_rows(text, "rates.csv", ("item",), ("note",))[0].line == line
        return
    with pytest.raises(InputError) as caught:
        parse_rows(text, "rates.csv", ("item",), ("note",))
    assert caught.value.line == line and words in str(caught.value) and "\n" not in str(caught.value)


def test_numbers() -> None:
    rows = parse_rows("item;rate\na;1,250.50\nb;12%\nc;\nd;dear\ne;1e99\n", "rates.csv", ("item", "rate"))
    assert [row.number("rate") for row in rows[:3]] == [1250.5, 0.12, None]
    for row in rows[3:]:
        with pytest.raises(InputError, match=f"rates.csv:{row.line}: rate"):
            row.number("rate")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_bytes(b"item\n\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        read_rows(tmp_path / "rates.csv", ("item",))
    with pytest.raises(InputError, match="cannot be read"):
        read_rows(tmp_path / "absent.csv", ("item",))
