"""The production office's papers of a whole small film: they are all made, say the same, and are made again only
where something changed."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import openpyxl
import pytest

from tests.small_film import made, make_film
from throughline.film.budget import Budget
from throughline.film.record import Record, load
from throughline.film.schedule import Schedule
from throughline.stages.film_folder import open_film
from throughline.stages.produce import workshop

R = TypeVar("R", bound=Record)
PAPERS = ("deck.pptx", "lookbook.pdf", "plan.pdf", "onepager.pdf", "schedule.xlsx", "callsheets.pdf", "budget.xlsx",
          "breakdown.xlsx", "shotlist.xlsx", "vfxbid.xlsx", "rates-to-fill.csv")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    film = make_film(tmp_path_factory.mktemp("films") / "my-film")
    outcome = made(film, "package", "schedule", "budget")
    assert not outcome.failed
    return film


def _record(film: Path, task: str, file: str, kind: type[R]) -> R:
    with workshop(open_film(film)) as shop:
        key = shop.ledger.last_keys()[task]
        manifest = shop.store.look(key)
        assert manifest is not None
        return load((shop.store.folder_of(manifest) / file).read_bytes(), kind)


def test_every_paper_lies_in_out_in_both_languages(film: Path) -> None:
    out = film / "build/out"
    assert [name for name in PAPERS if not (out / name).is_file()] == []
    other = [folder.name for folder in out.iterdir() if folder.name in ("ko", "en")]
    assert len(other) == 1
    assert {file.name for file in (out / other[0]).iterdir()} == {"deck.pptx", "lookbook.pdf", "plan.pdf",
                                                                  "onepager.pdf"}


def test_papers_without_a_persons_word_invent_nothing(film: Path) -> None:
    budget = _record(film, "budget/film", "budget.json", Budget)
    assert budget.total == 0 and budget.open
    assert all(line.rate is None for account in budget.accounts for line in account.lines if line.amount == 0)
    schedule = _record(film, "schedule/film", "schedule.json", Schedule)
    assert schedule.open and {strip.scene for strip in schedule.strips} == {"1", "2"}


def test_nothing_is_made_twice_and_a_rate_touches_only_money(film: Path) -> None:
    assert made(film, "package", "schedule", "budget").made == ()
    rows = openpyxl.load_workbook(film / "build/out/budget.xlsx").sheetnames
    assert rows
    text = (film / "build/out/rates-to-fill.csv").read_text(encoding="utf-8-sig").splitlines()
    head = text[0].split(",")
    row = next(line for line in text[1:] if line.strip())
    cells = row.split(",")
    cells[head.index("rate")], cells[head.index("currency")] = "1000", "USD"
    (film / "rates.csv").write_text("\n".join([text[0], ",".join(cells)]) + "\n", encoding="utf-8")
    again = made(film, "package", "schedule", "budget")
    assert set(again.made) == {"budget/film", "package/film"}
    assert _record(film, "budget/film", "budget.json", Budget).total > 0
