"""schedule.toml: values as a person writes them, and every mistake with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.film.company import Company
from throughline.film.errors import InputError
from throughline.formats.schedule_toml import parse_company, read_company

EXAMPLE = Path(__file__).parents[2] / "examples/crossing/schedule.toml"
WHOLE = """start = 2026-11-02
end = "2026-12-20"
days_off = ["토", "sunday"]
dates_off = [2026-11-20]

[hours]
length = 11.5
day_call = 06:30:00

[costs]
currency = "KRW"
day = 12_000_000

[[cast]]
name = "하은"
day_rate = 900_000
available = [[2026-11-02, 2026-11-20], ["2026-12-01", "2026-12-05"]]
max_hours = 6

[[location]]
name = "세트장"
sets = ["거실", "부엌"]

[[pin]]
scene = "12A"
date = 2026-11-04

[[pin]]
scene = "3"
day = 2
"""


def test_everything_is_read() -> None:
    company = parse_company(WHOLE, "film/schedule.toml")
    assert (company.start, company.end, company.days_off) == ("2026-11-02", "2026-12-20", ("saturday", "sunday"))
    assert company.hours.length == 11.5 and company.hours.day_call == "06:30"
    assert company.costs.day == 12_000_000 and company.costs.move is None
    player = company.cast[0]
    assert player.available[1] == ("2026-12-01", "2026-12-05") and player.line == 14 and player.on_set is None
    assert company.locations[0].sets == ("거실", "부엌")
    assert [(pin.scene, pin.date, pin.day, pin.line) for pin in company.pins] == [
        ("12A", "2026-11-04", None, 24), ("3", "", 2, 28)]
    assert company.file == "schedule.toml"


def test_an_empty_file_wants_nothing() -> None:
    assert parse_company("", "schedule.toml") == Company()


def test_the_example_is_a_sample_and_says_so() -> None:
    company = read_company(EXAMPLE)
    assert company.start and company.pins and "SAMPLE" in EXAMPLE.read_text(encoding="utf-8")


@pytest.mark.parametrize(("text", "wrong"), [
    ("start = 2026-02-30", ":1: not valid TOML.*2026-11-02"),
    ('x = 1\nstart = "2026-02-30"', ":1: unknown key “x”"),
    ('\nstart = "2026-02-30"', ":2: start: “2026-02-30” is no date"),
    ('start = 2026-11-02\nend = 2026-11-01', ":2: end: 2026-11-01 is before the start"),
    ('days_off = ["funday"]', ":1: days_off: “funday” is no weekday"),
    ('days_off = ["월","화","수","목","금","토","일"]', "no day is left"),
    ('[hours]\nlength = 30', r":2: \[hours\] length: 30"),
    ('[hours]\nlength = 15', r":2: \[hours\] 15 h of work and 11 h of rest"),
    ('[hours]\n\nday_call = "25:00"', ":3: .*25:00.* is no time"),
    ('[hours]\nlunch = 3', r":2: \[hours\] unknown key lunch; known keys: length"),
    ('[[cast]]\nname = "A"\n[[cast]]\nname = "a"', ":4: .*in line 1 already"),
    ('[[cast]]\nname = "A"\n\n[[cast]]\nname = "B"\nday_rate = "x"', r":6: \[\[cast\]\] day_rate: expected"),
    ('[[cast]]\nname = "A"\n[[cast]]\nname = "B"\navailable = [[2026-11-05, 2026-11-02]]', ":5: B: available ends"),
    ('[[cast]]\nname = "A"\naway = [["2026-11-05", "2026-11-31"]]', ":3: away: “2026-11-31” is no date"),
    ('[[cast]]\nday_rate = 3', r":1: \[\[cast\]\] missing key name"),
    ('[[pin]]\nscene = "1"', ":2: .*give one of date and day"),
    ('[[pin]]\nscene = "1"\nday = 1\n[[pin]]\nscene = "1"\nday = 2', ":5: .*in line 1 already"),
    ('[[location]]\nname="A"\nsets=["X"]\n[[location]]\nname="B"\nsets=["x"]', ":6: .*“x” is in line 1 already"),
    ('[costs]\ncurrency = "won"', r":2: \[costs\] currency: “won” is no currency"),
    ('[[scene]]\nscene = "1"\nlight = "pink"', ":3: .*“pink” is unknown"),
    ('[[location]]\nname = "A"\nlatitude = 91.0', ":3: .*latitude: 91"),
    ('cast = 3', ":1: cast is not a list of entries"),
    ('start = 3', ":1: .*expected str"),
])
def test_a_mistake_is_named_with_its_line(text: str, wrong: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_company(text, "film/schedule.toml")
    assert re.search(wrong, str(caught.value)) and "\n" not in str(caught.value), str(caught.value)


def test_a_file_that_is_not_text_or_not_there(tmp_path: Path) -> None:
    file = tmp_path / "schedule.toml"
    with pytest.raises(InputError, match="cannot be read"):
        read_company(file)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        read_company(file)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.sampled_from(["", "]", '"', "=", "[[", "9", "\n", "늦"])),
                max_size=4))
def test_damage_is_a_complaint_or_a_company(cuts: list[tuple[int, str]]) -> None:
    text = WHOLE
    for at, put in cuts:
        text = text[:at] + put + text[at + 1:]
    try:
        assert isinstance(parse_company(text, "schedule.toml"), Company)
    except InputError as error:
        assert "schedule.toml" in str(error)
