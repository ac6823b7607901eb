"""The budget stage: what the film costs, as a record and as workbooks that calculate."""

from __future__ import annotations

from throughline.build.execute import Context
from throughline.film.record import dump, load
from throughline.film.schedule import Schedule
from throughline.formats.budget_xlsx import write_budget, write_vfx_bid
from throughline.formats.rates_csv import write_rates
from throughline.production.accounts import item_word
from throughline.production.budget import BudgetBasis, budget_of
from throughline.production.budget_rates import rates_to_fill, unused
from throughline.reading.element_words import STUNTS, THINGS, in_script_words
from throughline.stages.budget_records import BudgetParams
from throughline.stages.records import read_shots


def make_budget(context: Context) -> dict[str, float | int | str]:
    """Reads the shots and schedule.json; gives budget.json, budget.xlsx, vfxbid.xlsx and rates-to-fill.csv."""
    params = context.params
    if not isinstance(params, BudgetParams):
        raise TypeError("the budget stage needs BudgetParams")
    shot_list, breakdown, _numbering = read_shots(context.inputs["shots"])
    schedule = load((context.inputs["schedule"] / "schedule.json").read_bytes(), Schedule)
    language = params.language[:2]
    breakdown = in_script_words(breakdown, language, (STUNTS, *THINGS))
    budget = budget_of(BudgetBasis(shot_list=shot_list, breakdown=breakdown, schedule=schedule,
                                   settings=params.settings, rates=params.rates, title=params.title,
                                   language=language, measured=params.measured))
    for line in unused(budget, breakdown, params.rates, params.settings):
        context.warn(line)
    (context.out / "budget.json").write_bytes(dump(budget))
    (context.out / "budget.xlsx").write_bytes(write_budget(budget, language))
    (context.out / "vfxbid.xlsx").write_bytes(write_vfx_bid(budget, language))
    to_fill = rates_to_fill(budget, params.rates, params.settings)
    blank = [(row, rate) for row, rate in enumerate(to_fill, start=2) if rate.rate is None]
    if blank:
        row, rate = blank[0]
        context.warn(f"rates-to-fill.csv:{row}: no rate for {item_word(rate.item, language)}"
                     + (f", and {len(blank) - 1} more rows" if len(blank) > 1 else "")
                     + "; what has none counts as nothing: fill in and put the file in the film folder as rates.csv")
    (context.out / "rates-to-fill.csv").write_text(write_rates(to_fill, language), encoding="utf-8", newline="")
    return {"total": budget.total, "currency": budget.currency, "open": len(budget.open)}
