"""package.toml and comparables.csv: what is right is read, what is wrong is said in one line with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from throughline.film.errors import InputError
from throughline.film.finance import SourceKind, SourceStatus
from throughline.formats.comparables_csv import read_comparables
from throughline.formats.package_toml import read_package

EXAMPLE = Path(__file__).parents[2] / "examples" / "crossing" / "package.toml"

WHOLE = '''as_of = "2026-05-02"

[en]
logline = "A net-mender waits."

[[en.team]]
name = "Ana Lim"
role = "Director"
credits = ["Low Tide (2021)"]

[ko]
logline = "그물을 깁는 사람이 기다린다."

[finance]
sample = true

[[finance.sources]]
name = "Fund"
kind = "grant"
amount = 20_000_000
status = "committed"

[[finance.sources]]
name = "Investor"
kind = "equity"

[finance.korea]
investors = 0.7
producer = 0.3
as_of = "2026-01-01"

[[timeline]]
phase = "post"
start = "2026-10-01"
end = "2027-02-28"

[pictures]
cover = "1-010"
'''


def refused(folder: Path, text: str, name: str = "package.toml") -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_package(file) if name.endswith("toml") else read_comparables(file)
    line = str(error.value)
    assert "\n" not in line and name in line
    return line.split(name + ":", 1)[1]


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "package.toml").write_text(WHOLE, encoding="utf-8")
    found = read_package(tmp_path / "package.toml")
    assert found.words("ko").logline.startswith("그물") and found.words("en").team[0].credits == ("Low Tide (2021)",)
    fund, investor = found.finance.sources
    assert (fund.kind, fund.status, fund.amount) == (SourceKind.GRANT, SourceStatus.COMMITTED, 20_000_000)
    assert investor.amount is None and investor.status is SourceStatus.OPEN
    assert found.finance.korea.ticket_price == 9702 and found.finance.korea.investors == 0.7
    assert found.pictures.cover == "1-010" and found.timeline[0].end == "2027-02-28"


def test_an_empty_file_is_all_blank(tmp_path: Path) -> None:
    (tmp_path / "package.toml").write_text("", encoding="utf-8")
    assert read_package(tmp_path / "package.toml").as_of is None


def test_the_examples_package_says_that_its_values_are_samples() -> None:
    found = read_package(EXAMPLE)
    assert found.finance.sample and found.en.logline and found.ko.logline
    assert not found.en.statement and not found.ko.statement  # a person's words are nobody else's to write


@pytest.mark.parametrize(("old", "new", "at", "words"), [
    ('as_of = "2026-05-02"', 'as_of = "2026-02-30"', 'as_of = "2026-02-30"', "is no date"),
    ('start = "2026-10-01"', 'start = "next autumn"', 'start = "next autumn"', "is no date"),
    ('end = "2027-02-28"', 'end = "2026-09-30"', 'end = "2026-09-30"', "before it starts"),
    ("investors = 0.7", "investors = 0.8", "investors = 0.8", "add up to 110%"),
    ("amount = 20_000_000", "amount = -5", "amount = -5", "not possible"),
    ('kind = "equity"', 'kind = "equity"\namount = -7', "amount = -7", "not possible"),
    ("investors = 0.7", "investors = 0.7\nvat = 10", "vat = 10", "is no share"),
    ("investors = 0.7", "investors = 0.7\nticket_price = -1", "ticket_price = -1", "not possible"),
    ("investors = 0.7", "investors = 0.7\nvat = nan", "vat = nan", "is no share"),
    ('phase = "post"', 'phase = "wrap party"', 'phase = "wrap party"', "has no name"),
    ('kind = "equity"', 'kind = "lottery"', 'kind = "lottery"', "invalid enum value"),
    ("amount = 20_000_000", 'amount = "much"', 'amount = "much"', "expected"),
    ("sample = true", "sampel = true", "sampel = true", "unknown key"),
    ("[pictures]", "[finance.scenarios]\nlow = 900\nbase = 100\nhigh = 1000\n[pictures]", "low = 900", "more than"),
    ("[pictures]", "[finance.scenarios]\nlow = 900\n[pictures]", "low = 900", "scenario is missing"),
    ("[pictures]", "[finance.international]\nequity_return = 115\n[pictures]", "equity_return = 115", "not possible"),
    ("[pictures]", "[finance.grant]\nleast = 9\nmost = 8\n[pictures]", "least = 9", "more than most"),
    ('cover = "1-010"', "cover = 1-010", "cover = 1-010", "not valid TOML"),
])
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, old: str, new: str, at: str, words: str) -> None:
    text = WHOLE.replace(old, new, 1)
    line = text.splitlines().index(at) + 1
    said = refused(tmp_path, text)
    assert words in said and said.startswith(f"{line}:"), said


def test_comparables_belong_in_their_table(tmp_path: Path) -> None:
    said = refused(tmp_path, '[[comparables]]\ntitle = "X"\nyear = 2019\ncountry = "KR"\nsource = "s"\n')
    assert "comparables.csv" in said and said.startswith("1:")


TABLE = "title,year,country,budget,currency,admissions,gross,source,note\n"


def test_comparables_are_read_with_their_source(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(TABLE + 'Low Tide,2021,KR,"1,200,000,000",krw,85000,,KOBIS 2021,mixed success\n'
                                    "Ebb,2024,FR,,,,,press book,\n", encoding="utf-8")
    tide, ebb = read_comparables(tmp_path / "c.csv")
    assert (tide.budget, tide.currency, tide.admissions, tide.gross) == (1.2e9, "KRW", 85_000, None)
    assert ebb.budget is None and ebb.source == "press book"


@pytest.mark.parametrize(("row", "words"), [
    ("Low Tide,2021,KR,1,KRW,1,1,,", "has no source"), ("Low Tide,21,KR,,,,,press,", "year"),
    ("Low Tide,2021,KR,-5,KRW,,,press,", "not negative"), ("Low Tide,2021,KR,5,,,,press,", "currency"),
    ("Low Tide,2021,KR,,,1.5,,press,", "whole number"), ("Low Tide,2021,,,,,,press,", "has no country")])
def test_a_row_that_cannot_be_used_is_refused_with_its_row(tmp_path: Path, row: str, words: str) -> None:
    said = refused(tmp_path, TABLE + "Ebb,2024,FR,,,,,press book,\n" + row + "\n", "comparables.csv")
    assert words in said and said.startswith("3:"), said
