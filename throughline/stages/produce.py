"""Building a film: the story is read, the shots are made side by side, the cuts are joined, the results laid out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from throughline.build.ledger import Ledger
from throughline.build.plan import Plan, Status
from throughline.build.progress import Event, EventKind
from throughline.build.run import run
from throughline.build.schedule import Report
from throughline.build.stage import Product
from throughline.build.store import Store
from throughline.film.errors import InputError
from throughline.review.decisions import Decisions
from throughline.stages.film_folder import FilmFolder
from throughline.stages.pipeline import (
    CUTS,
    READING,
    Engines,
    Story,
    chosen_engines,
    cut_tasks,
    publish,
    read_story,
    shot_plan,
)

NEEDS = {"boards": ("board",), "animatic": ("animatic_clip", "sound"), "previs": ("previs_clip", "sound"),
         "film": ("previs_clip", "animatic_clip", "sound"), "layout": ("layout",), "sound": ("sound",)}
TARGETS = (*READING, "layout", "sound", *CUTS)
PUBLISHED = {"boards": {"boards.pdf": "boards.pdf"}, "animatic": {"animatic.mp4": "animatic.mp4"},
             "previs": {"previs.mp4": "previs.mp4"}, "film": {"film.mp4": "film.mp4", "mix.wav": "mix.wav"}}
STORY_FILES = {"screenplay": {"screenplay.fountain": "screenplay.fountain"},
               "breakdown": {"breakdown.csv": "breakdown.csv"},
               "shots": {"cut.otio": "cut.otio", "cut.edl": "cut.edl", "shots.csv": "shots.csv"}}


@dataclass(frozen=True)
class Outcome:
    """How a build went. ``files`` lie in build/out; ``failed`` and ``warnings`` are lines for a person."""

    story: Story
    made: tuple[str, ...]
    cached: int
    failed: tuple[str, ...]
    warnings: tuple[str, ...]
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Workshop:
    """An opened film: its folder, store and ledger."""

    film: FilmFolder
    store: Store
    ledger: Ledger


@contextmanager
def workshop(film: FilmFolder) -> Iterator[Workshop]:
    """The film's store and ledger, closed at the end.

    Raises:
        BuildError: they cannot be opened.
    """
    film.build.mkdir(parents=True, exist_ok=True)
    store = Store(film.build / "store")
    try:
        ledger = Ledger(film.build / "ledger.db")
        try:
            yield Workshop(film, store, ledger)
        finally:
            ledger.close()
    finally:
        store.close()


@dataclass
class Wish:
    """What a person asked to be built."""

    targets: tuple[str, ...] = ("film",)
    shots: tuple[str, ...] | None = None
    engines: Mapping[str, str] = field(default_factory=dict)
    jobs: int | None = None

    def cuts(self) -> tuple[str, ...]:
        wanted = set(self.targets) if self.targets else set(CUTS)
        return tuple(cut for cut in CUTS if cut in wanted)

    def stages(self) -> tuple[str, ...]:
        names = self.targets or CUTS
        return tuple(dict.fromkeys(stage for name in names for stage in NEEDS.get(name, ())))


def check_wish(wish: Wish, story: Story) -> None:
    """Raises InputError for a target or a shot that there is not."""
    for target in wish.targets:
        if target not in TARGETS:
            raise InputError(f"“{target}” cannot be built", remedy=f"one of: {', '.join(TARGETS)}")
    known = [shot.id for shot in story.shot_list.shots]
    for name in wish.shots or ():
        if name not in known:
            raise InputError(f"there is no shot {name}", remedy=f"shots go from {known[0]} to {known[-1]}")


def build_film(shop: Workshop, wish: Wish, listen: Callable[[Event], None]) -> Outcome:
    """Make what the wish asks for and lay it out under build/out.

    One shot's failure never stops the rest; the cuts take the best that every shot has.

    Raises:
        InputError, EngineError, BuildError: nothing can be built at all; one line says why.
    """
    story = read_story(shop.film, shop.store, shop.ledger)
    check_wish(wish, story)
    files = [path for stage, names in STORY_FILES.items() for path in publish(shop.film, story.products[stage], names)]
    warnings = [line for product in story.products.values() for line in product.warnings]
    Decisions(shop.film.decisions).keep_numbering(story.products["breakdown"].digest, story.numbering)
    stages = wish.stages()
    if not stages:
        return Outcome(story, (), len(story.products), (), tuple(warnings), tuple(files))
    engines = chosen_engines(shop.film, wish.engines)
    jobs = wish.jobs or shop.film.settings.limits.jobs
    plan = shot_plan(shop.film, story, engines)
    wanted = _targets(plan, stages, wish.shots)
    report = run(plan, shop.store, shop.ledger, targets=wanted, jobs=jobs, on_event=listen)
    second, joined = _join(shop, story, plan, report, wish, jobs, listen)
    for cut in wish.cuts():
        product = second.products.get(f"{cut}/film") if second else None
        if product is not None:
            files.extend(publish(shop.film, product, PUBLISHED[cut]))
            warnings.extend(product.warnings)
    warnings.extend(line for product in report.products.values() for line in product.warnings)
    failed = [*_failures(report), *(_failures(second) if second else ())]
    made = (*report.made, *(name for name in (second.made if second else ()) if name in joined))
    cached = len(report.cached)
    return Outcome(story, made, cached, tuple(failed), tuple(dict.fromkeys(warnings)), tuple(files))


def _targets(plan: Plan, stages: Collection[str], shots: Collection[str] | None) -> list[str]:
    return [task.id for task in plan.tasks.values()
            if task.stage in stages and (shots is None or task.name in shots)]


def _join(shop: Workshop, story: Story, plan: Plan, report: Report, wish: Wish, jobs: int,
          listen: Callable[[Event], None]) -> tuple[Report | None, set[str]]:
    """Run the cuts over whatever the shots have, those of earlier builds included."""
    if not wish.cuts():
        return None, set()
    made = set(report.products)
    if wish.shots is not None:
        made |= {state.task for state in plan.status(shop.store, shop.ledger) if state.fresh}
    cuts = [task for task in cut_tasks(shop.film, story, made) if task.stage in wish.cuts()]
    whole = Plan([*(task for task in plan.tasks.values() if task.id in made), *cuts])
    names = {task.id for task in cuts}

    def only_cuts(event: Event) -> None:
        if event.task in names and event.kind is not EventKind.CACHED:
            listen(event)

    return run(whole, shop.store, shop.ledger, targets=sorted(names), jobs=jobs, on_event=only_cuts), names


def _failures(report: Report) -> list[str]:
    lines = [f"{failure.task}: {failure.reason}" for failure in report.failed]
    return lines


def film_status(shop: Workshop, wish: Wish) -> tuple[Story, Status]:
    """The story, and how every task of the wish stands: fresh, or stale and why; nothing is made but the reading.

    Raises:
        InputError, EngineError, BuildError: as build_film.
    """
    story = read_story(shop.film, shop.store, shop.ledger)
    check_wish(wish, story)
    engines = chosen_engines(shop.film, wish.engines)
    plan = shot_plan(shop.film, story, engines)
    everything = Plan([*plan.tasks.values(),
                       *(task for task in cut_tasks(shop.film, story, plan.tasks) if task.stage in wish.cuts())])
    wanted = _targets(plan, wish.stages(), wish.shots) + [f"{cut}/film" for cut in wish.cuts()]
    return story, everything.status(shop.store, shop.ledger, wanted)


def product_of(shop: Workshop, story: Story, engines: Engines, task: str) -> Product | None:
    """The product that a task's present inputs have in the store, or None."""
    plan = shot_plan(shop.film, story, engines)
    status = plan.status(shop.store, shop.ledger, [task])
    manifest = status.products.get(task)
    return None if manifest is None else Product(task, manifest, shop.store)
