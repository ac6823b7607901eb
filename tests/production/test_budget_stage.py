"""The budget stage on files: what it leaves, and what it warns of."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tests.production.budget_case import RATES, SETTINGS, basis, breakdown, rate, schedule, shot_list
from throughline.build.execute import Context, Job
from throughline.build.keys import encode
from throughline.film.budget import Budget
from throughline.film.record import dump, load
from throughline.formats.rates_csv import read_rates
from throughline.production.budget import budget_of
from throughline.stages.budget import make_budget
from throughline.stages.budget_records import BudgetParams


def context(folder: Path, params: BudgetParams) -> Context:
    for name, files in (("shots", {"shots.json": dump(shot_list()), "scenes.json": dump(breakdown()),
                                   "numbering.json": b""}), ("schedule", {"schedule.json": dump(schedule())})):
        (folder / name).mkdir()
        for file, content in files.items():
            (folder / name / file).write_bytes(content)
    (folder / "out").mkdir()
    job = Job(task="budget/film", stage="budget", name="film", function="", key="", seed=0, engine_class=None,
              params_class="throughline.stages.budget_records:BudgetParams", params=encode(params), engine=b"",
              inputs=tuple((name, str(folder / name)) for name in ("shots", "schedule")), guarded=())
    return Context(job, folder / "out", lambda fraction, words: None)


def test_the_stage_leaves_record_workbooks_and_template(tmp_path: Path) -> None:
    rates = (*RATES, rate("cast: NOBODY", 5.0))
    given = context(tmp_path, BudgetParams(settings=SETTINGS, rates=rates, title="Two Nights", language="en"))
    figures = make_budget(given)
    budget = load((given.out / "budget.json").read_bytes(), Budget)
    assert budget == budget_of(basis(rates=rates))
    assert figures == {"total": budget.total, "currency": "KRW", "open": len(budget.open)}
    assert {path.name for path in given.out.iterdir()} == {"budget.json", "budget.xlsx", "vfxbid.xlsx",
                                                           "rates-to-fill.csv"}
    template = read_rates(given.out / "rates-to-fill.csv")
    assert {row.item for row in template if row.rate is None} and "cast: PARK" in {row.item for row in template}
    assert given.warnings[0] == "rates.csv: “cast: NOBODY” is nothing that the film has; the row is not used"
    row, blank = next((row, rate) for row, rate in enumerate(template, start=2) if rate.rate is None)
    assert given.warnings[1].startswith(f"rates-to-fill.csv:{row}: no rate for {blank.item}"), given.warnings
    assert len(given.warnings) == 2


def test_a_korean_template_is_in_korean_and_reads_back(tmp_path: Path) -> None:
    given = context(tmp_path, BudgetParams(settings=msgspec.structs.replace(SETTINGS, extras={}), rates=(),
                                           title="두 밤", language="ko"))
    make_budget(given)
    text = (given.out / "rates-to-fill.csv").read_text(encoding="utf-8-sig")
    assert "조명감독,일,,KRW" in text and "출연: MINA,일,,KRW" in text
    assert {"gaffer", "cast: MINA"} <= {row.item for row in read_rates(given.out / "rates-to-fill.csv")}
