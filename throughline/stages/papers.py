"""The production office's papers as tasks: script, sheets, plans, schedule, budget, investment package."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from throughline.build.ledger import Ledger
from throughline.build.stage import Made, Task
from throughline.build.store import Store
from throughline.film.company import Company
from throughline.film.package import PackageSettings
from throughline.film.rates import BudgetSettings, MeasuredShot, Rate
from throughline.film.record import Record
from throughline.stages.board_book import author_of
from throughline.stages.budget_records import BudgetParams
from throughline.stages.disclosed import disclosed
from throughline.stages.film_folder import FilmFolder
from throughline.stages.package_records import PackageParams
from throughline.stages.pipeline import SHOT_STAGES, Inputs, Story
from throughline.stages.plans_records import plans_params
from throughline.stages.reader_records import BreakdownSheetParams
from throughline.stages.schedule_records import ScheduleParams
from throughline.stages.script_records import script_task
from throughline.stages.shotlist_records import ShotlistSheetParams

PAPERS = ("script", "breakdown_sheet", "shotlist_sheet", "plans", "schedule", "budget", "package")
VERSIONS = {"breakdown_sheet": 3, "shotlist_sheet": 4, "plans": 2, "schedule": 4, "budget": 3, "package": 4}
_SHOTS = ("shots", Made("shots/film"))


class Office(Record):
    """What the production office works from, as the film folder's own tables say it."""

    company: Company = Company()
    budget: BudgetSettings = BudgetSettings()
    rates: tuple[Rate, ...] = ()
    package: PackageSettings = PackageSettings()


def open_office(film: FilmFolder, papers: Collection[str]) -> Office:
    """What schedule.toml, budget.toml, rates.csv, package.toml and comparables.csv say, as far as ``papers`` need it.

    Raises:
        InputError: one of them is wrong; with its file and line.
    """
    from throughline.formats.budget_toml import read_budget_settings
    from throughline.formats.comparables_csv import read_comparables
    from throughline.formats.package_toml import read_package
    from throughline.formats.rates_csv import read_rates
    from throughline.formats.schedule_toml import read_company

    office = Office()
    if not set(papers) & set(PAPERS):
        return office
    named = {name: film.path / name for name in
             ("schedule.toml", "budget.toml", "rates.csv", "package.toml", "comparables.csv")}
    company = read_company(named["schedule.toml"]) if named["schedule.toml"].exists() else office.company
    budget = read_budget_settings(named["budget.toml"]) if named["budget.toml"].exists() else office.budget
    rates = read_rates(named["rates.csv"]) if named["rates.csv"].exists() else office.rates
    package = read_package(named["package.toml"]) if named["package.toml"].exists() else office.package
    if named["comparables.csv"].exists():
        package = msgspec.structs.replace(package, comparables=read_comparables(named["comparables.csv"]))
    return Office(company=company, budget=budget, rates=rates, package=package)


def paper_tasks(film: FilmFolder, story: Story, office: Office, store: Store, ledger: Ledger,
                made: Collection[str]) -> list[Task]:
    """The tasks of all papers. ``made`` are the ids of the shots' tasks that have a product, which the plans and the
    package show."""
    title, language = story.title, story.staging.language
    shots = [shot.id for shot in story.shot_list.shots]
    width, height = film.settings.size(film.settings.picture.previs_width)
    package = PackageParams(title=title, author=author_of(story.screenplay), language=language, aspect=width / height,
                            settings=office.package, disclosure=disclosed(film, ledger, shots))
    budget = BudgetParams(settings=office.budget, rates=office.rates, title=title, language=language,
                          measured=_measured(ledger, shots))
    schedule = ("schedule", Made("schedule/film"))
    pictures = (*_of(shots, "board", made), *_of(shots, "still", made))
    return [
        script_task(film, story, store),
        _paper("breakdown_sheet", "breakdown_sheet:make_breakdown_sheet", (_SHOTS,),
               BreakdownSheetParams(title=title, language=language, board=_board(story, office)), 3.0),
        _paper("shotlist_sheet", "shotlist_sheet:make_shotlist_sheet", (_SHOTS,),
               ShotlistSheetParams(title=title, language=language), 3.0),
        _paper("plans", "plans:make_plans", _of(shots, "layout", made),
               plans_params(story, film.settings, units=film.settings.boards.units), 5.0),
        _paper("schedule", "schedule:make_schedule", (_SHOTS,),
               ScheduleParams(company=office.company, title=title, language=language), 20.0),
        _paper("budget", "budget:make_budget", (_SHOTS, schedule), budget, 4.0),
        _paper("package", "package:make_package",
               (_SHOTS, ("staging", Made("staging/film")), schedule, ("budget", Made("budget/film")), *pictures),
               package, 25.0)]


def _paper(stage: str, function: str, inputs: Inputs, params: msgspec.Struct, weight: float) -> Task:
    return Task(stage=stage, version=VERSIONS.get(stage, 1), name="film", function=f"throughline.stages.{function}",
                params=params, inputs=inputs, weight=weight)


def _of(shots: Collection[str], stage: str, made: Collection[str], name: str | None = None) -> Inputs:
    return tuple((f"{name or stage}:{shot}", Made(f"{stage}/{shot}")) for shot in shots if f"{stage}/{shot}" in made)


def _board(story: Story, office: Office) -> tuple[str, ...]:
    from throughline.production.strips import board_order

    return board_order(story.breakdown, office.company)


def _measured(ledger: Ledger, shots: Collection[str]) -> tuple[MeasuredShot, ...]:
    """What the products that the shots now have took to make, in whole seconds."""
    keys, found = ledger.last_keys(), []
    for shot in shots:
        for stage in SHOT_STAGES:
            work = ledger.of(keys[f"{stage}/{shot}"]) if f"{stage}/{shot}" in keys else None
            if work is not None:
                found.append(MeasuredShot(shot=shot, stage=stage, seconds=float(round(work.wall))))
    return tuple(found)
