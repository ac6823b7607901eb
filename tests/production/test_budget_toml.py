"""budget.toml: what is read, and what is said of each mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from throughline.film.errors import InputError
from throughline.formats.budget_toml import read_budget_settings
from throughline.formats.rates_csv import read_rates

EXAMPLE = Path(__file__).parents[2] / "examples" / "crossing"


def read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "budget.toml"
    path.write_text(text, encoding="utf-8")
    return read_budget_settings(path)


def test_the_examples_figures_are_read_and_every_one_is_called_a_sample() -> None:
    settings = read_budget_settings(EXAMPLE / "budget.toml")
    assert settings.currency == "KRW" and settings.contingency.percent == 10
    sample = "sample value for the example film"
    given = (*settings.fringe, *settings.exchange, settings.bond, settings.contingency)
    assert {row.source for row in given} == {sample}
    rates = read_rates(EXAMPLE / "rates.csv")
    assert len(rates) > 80 and {row.source for row in rates} == {sample}


@pytest.mark.parametrize(("text", "line", "words"), [
    ("as_of = \"today\"", 1, "2026-03-02"), ("currency = \"won\"", 1, "ISO code"), ("marketing = -1", 1, "money"),
    ("\n[bond]\npercent = 80", 3, "percent of the cost"), ("[work]\nhold = 2.0", 2, "share of the day rate"),
    ("[vfx]\nmethod = \"cheap\"", 2, "traditional, own"), ("[vfx]\ncase = \"best\"", 2, "low, base, high"),
    ("[crew]\ngafer = 2", 2, "near it: gaffer"), ("[crew]\ngaffer = -2", 2, "how many"),
    ("[extras]\nMARCHERS = -4", 2, "how many people"), ("[post]\nedit_weeks = -1", 2, "0 or more"),
    ("[[exchange]]\ncurrency = \"USD\"\nrate = 0\ndate = \"2026-01-01\"", 3, "one unit"),
    ("[[exchange]]\ncurrency = \"USD\"\nrate = 1380\ndate = \"soon\"", 4, "2026-03-02"),
    ("[[fringe]]\nname = \"a\"\npercent = 4\n[[fringe]]\nname = \"b\"\npercent = 400", 6, "percent of the pay"),
    ("[[fringe]]\nname = \"a\"\npercent = 4\ngroups = [\"all\"]", 4, "above, cast, crew, post"),
    ("[[fringe]]\nname = \"a\"\npercent = 4\nper = \"year\"", 4, "picture, day, week, month"),
    ("[[fringe]]\nname = \"a\"\npercent = 4\nsince = \"2026-02-01\"\nuntil = \"2026-01-01\"", 5, "before it begins"),
    ("[vfx.days]\nsmoke = -2", 2, "man-days"), ("colour = 1", 1, "unknown key"),
    ("[work]\nprep_days = \"two\"", 2, "prep_days")])
def test_a_wrong_value_is_one_line_with_its_place(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert caught.value.line == line, str(caught.value)
    assert words in str(caught.value) and "\n" not in str(caught.value)
