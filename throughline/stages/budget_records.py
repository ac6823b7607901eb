"""What the budget stage is told: plain records, so that planning loads no stage."""

from __future__ import annotations

from throughline.film.rates import BudgetSettings, MeasuredShot, Rate
from throughline.film.record import Record


class BudgetParams(Record):
    """budget.toml and rates.csv as values, the film's title, the language of the sheets ("ko", "en"), and what was
    measured of the shots so far."""

    settings: BudgetSettings
    rates: tuple[Rate, ...]
    title: str
    language: str
    measured: tuple[MeasuredShot, ...] = ()
