"""The rate table: what is read of it, what is said of each mistake, and that it reads back as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.film.errors import InputError
from throughline.film.rates import Rate
from throughline.formats.rates_csv import read_rates, write_rates
from throughline.production.accounts import items

HEAD = "item,unit,rate,currency,account,from,to,source,note\n"
TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Z")), max_size=12)
DAYS = ("", "2026-01-01", "2026-03-02", "2027-12-31")


@st.composite
def tables(draw: st.DrawFn) -> list[Rate]:
    rows = []
    for item in draw(st.lists(st.sampled_from(sorted(items())), unique=True, max_size=8)):
        unit = draw(st.sampled_from(items()[item].units))
        amount = draw(st.none() | st.integers(0, 10**9).map(float) | st.floats(0, 1e6).map(lambda x: round(x, 2)))
        if unit == "percent" and amount is not None:
            amount = round(amount % 100, 3) / 100
        begin, end = sorted((draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))), key=lambda day: day or "0")
        thing = draw(st.sampled_from(("", "HAEUN", "하은", "red coat")))
        rows.append(Rate(item=f"{item}: {thing}" if thing else item, unit=unit, rate=amount,
                         currency=draw(st.sampled_from(("KRW", "USD", "EUR"))), start=begin,
                         end=end if begin or not end else "", account=draw(st.sampled_from(("", "1400"))),
                         source=draw(TEXT), note=draw(TEXT)))
    return rows


@given(tables(), st.sampled_from(("en", "ko")))
def test_a_rate_table_reads_back(tmp_path_factory: pytest.TempPathFactory, rates: list[Rate], language: str) -> None:
    path = tmp_path_factory.mktemp("rates") / "rates.csv"
    path.write_text(write_rates(rates, language), encoding="utf-8", newline="")
    read = read_rates(path)
    assert [row.rate for row in read] == pytest.approx([row.rate for row in rates])
    assert [(row.item, row.unit, row.currency, row.account, row.start, row.end, row.source, row.note) for row in read] \
        == [(row.item, row.unit, row.currency, row.account, row.start, row.end, row.source, row.note) for row in rates]


def read(tmp_path: Path, *rows: str) -> tuple[Rate, ...]:
    path = tmp_path / "rates.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return read_rates(path)


def test_items_go_by_english_and_korean_names(tmp_path: Path) -> None:
    rows = read(tmp_path, "조명감독,일,350000,krw", "Gaffer,days,360000,KRW,,2026-02-01", "출연: 하은,일,900000,KRW",
                "insurance,percent,1.5,KRW", "overhead,percent,2%,KRW", "crane,day,,KRW")
    assert [row.item for row in rows] == ["gaffer", "gaffer", "cast: 하은", "insurance", "overhead", "crane"]
    assert [row.unit for row in rows[:2]] == ["day", "day"] and rows[0].currency == "KRW"
    assert [row.rate for row in rows[3:]] == [0.015, 0.02, None]


@pytest.mark.parametrize(("row", "words"), [
    ("gaffer,day,dear,KRW", "write a number"), ("gaffer,day,-5,KRW", "what it costs"),
    ("gaffer,day,1,WON", "ISO code"), ("gafer,day,1,KRW", "near it: gaffer"), ("qqqq,day,1,KRW", "rates-to-fill.csv"),
    ("gaffer,mile,1,KRW", "priced by: day, week, month, hour, flat"), ("gaffer,day,2%,KRW", "write money for a day"),
    ("gaffer,day,1,KRW,,2026-05-01,2026-04-01", "cannot end before it begins"),
    ("gaffer,day,1,KRW,,1 May,", "2026-03-02"), ("gaffer,day,1,KRW,,2026-02-30,", "2026-03-02"),
    ("gaffer,day,1,KRW,9999", "accounts: 1100")])
def test_a_wrong_row_is_one_line_with_file_and_row(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, "director,flat,1,KRW", row)
    assert caught.value.line == 3 and "rates.csv:3" in str(caught.value)
    assert words in str(caught.value) and "\n" not in str(caught.value)


def test_two_rates_from_one_day_are_refused_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"rates.csv:3: .*line 2 already prices it"):
        read(tmp_path, "gaffer,day,1,KRW,,2026-01-01", "조명감독,day,2,KRW,,2026-01-01")
    assert len(read(tmp_path, "gaffer,day,1,KRW", "gaffer,day,2,KRW,,2026-01-01", "gaffer,day,2,KRW,3200")) == 3
