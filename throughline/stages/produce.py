"""Building a film: the story is read, the shots are made side by side, the cuts are joined, the results laid out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from throughline.build.errors import full_message
from throughline.build.ledger import Ledger
from throughline.build.lock import build_lock
from throughline.build.plan import Plan, State, Status
from throughline.build.progress import Event
from throughline.build.run import run
from throughline.build.schedule import Report
from throughline.build.stage import Product, Task
from throughline.build.store import Store
from throughline.film.errors import InputError
from throughline.review.decisions import Decisions
from throughline.stages.film_folder import FilmFolder
from throughline.stages.override_names import MOTION
from throughline.stages.papers import PAPERS, Office, open_office, paper_tasks
from throughline.stages.pipeline import (
    CUTS,
    READING,
    SHOT_STAGES,
    Story,
    chosen_engines,
    cut_product,
    cut_tasks,
    read_story,
    shot_tasks,
    unnamed_plates,
)
from throughline.stages.publishing import publish, publish_clips
from throughline.stages.shot_sheets import strange_decisions

NEEDS = {"boards": ("board",), "animatic": ("animatic_clip", "sound"), "previs": ("previs_clip", "sound"),
         "film": ("previs_clip", "animatic_clip", "sound"), "layout": ("layout",), "sound": ("sound",),
         "plans": ("layout",), "effects": ("layout",), "package": ("board", "still"), "stills": ("still",)}
SHOWN = 8
JOINS = {**{cut: (cut,) for cut in CUTS}, "script": ("script",), "breakdown": ("breakdown_sheet",),
         "shots": ("shotlist_sheet",), "plans": ("plans",), "schedule": ("schedule",),
         "budget": ("schedule", "budget"),
         "package": ("breakdown_sheet", "shotlist_sheet", "schedule", "budget", "package")}
"""What a target asks for besides the shots' own products: the stages that join them to a cut or a paper."""
TARGETS = (*READING, "layout", "sound", "stills", "effects", *(name for name in JOINS if name not in READING))
PUBLISHED = {"boards": {"boards.pdf": "boards.pdf"}, "animatic": {"animatic.mp4": "animatic.mp4"},
             "previs": {"previs.mp4": "previs.mp4"}, "film": {"film.mp4": "film.mp4", "mix.wav": "mix.wav"},
             "plans": {"plans.pdf": "plans.pdf"}}
STORY_FILES = {"screenplay": {"screenplay.fountain": "screenplay.fountain"},
               "cut": {"cut.otio": "cut.otio", "cut.edl": "cut.edl", "shots.csv": "shots.csv",
                       "breakdown.csv": "breakdown.csv"}}


@dataclass(frozen=True)
class Outcome:
    """How a build went: ids of the tasks that were made, how many were as they were, lines for a person on what
    failed and on what to know, the ``files`` in build/out."""

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
    """What a person asked to be built; without targets everything, without shots all of them. ``jobs``
    worker processes, 0 to do all in this one, None as film.toml says. ``wedge``: in place of all that, the sizes of
    the shots' effects to choose from."""

    targets: tuple[str, ...] = ()
    shots: tuple[str, ...] | None = None
    engines: Mapping[str, str] = field(default_factory=dict)
    jobs: int | None = None
    wedge: bool = False

    def joins(self) -> tuple[str, ...]:
        """The stages of cuts and papers that are asked for; without targets all cuts and no paper."""
        wanted = {stage for target in self.targets or CUTS for stage in JOINS.get(target, ())}
        return tuple(stage for stage in (*CUTS, *PAPERS) if stage in wanted)

    def stages(self) -> tuple[str, ...]:
        names = self.targets or CUTS
        return tuple(dict.fromkeys(stage for name in names for stage in NEEDS.get(name, ())))


def check_targets(targets: Collection[str]) -> None:
    """Raises InputError for a target that cannot be built."""
    for target in targets:
        if target not in TARGETS:
            raise InputError(f"“{target}” cannot be built", remedy=f"one of: {', '.join(TARGETS)}")


def check_shots(shots: Collection[str], story: Story) -> None:
    """Raises InputError for a shot that the film does not have."""
    known = [shot.id for shot in story.shot_list.shots]
    for name in shots:
        if name not in known:
            raise InputError(f"there is no shot {name}", remedy=f"shots go from {known[0]} to {known[-1]}" if known else
                             "the script has none")


def build_film(shop: Workshop, wish: Wish, listen: Callable[[Event], None]) -> Outcome:
    """Make what the wish asks for and lay it out under build/out.

    One shot's failure never stops the rest; the cuts take the best that every shot has.

    Raises:
        InputError, EngineError, BuildError: nothing can be built at all; one line says why.
    """
    check_targets(wish.targets)
    with build_lock(shop.film.build / "lock"):
        story = read_story(shop.film, shop.store, shop.ledger, asking=True)
        check_shots(wish.shots or (), story)
        Decisions(shop.film.decisions).keep_numbering(story.products["breakdown"].digest, story.numbering)
        read = {**story.products, "cut": cut_product(story, shop.store, shop.ledger)}
        files = [path for stage, names in STORY_FILES.items()
                 for path in publish(shop.film.out, read[stage], names, shop.store)]
        warnings = [line for product in story.products.values() for line in product.warnings]
        warnings += unnamed_plates(shop.film, story)
        warnings += strange_decisions(shop.film, [shot.id for shot in story.shot_list.shots])
        report = _run(shop, story, wish, listen)
        for stage in wish.joins():
            product = report.products.get(f"{stage}/film")
            if product is not None:
                files.extend(publish(shop.film.out, product, _published(stage, product), shop.store))
        for product in report.products.values() if wish.wedge else ():
            if product.task.startswith("wedge/"):
                files.extend(publish(shop.film.out / "wedges", product,
                                     {"wedge.png": f"{product.task.partition('/')[2]}.png"}, shop.store))
        if "film" in wish.joins():
            shots = [shot.id for shot in story.shot_list.shots]
            publish_clips(shop.film.out, shots, _best_clips(story, report), shop.store)
    warnings.extend(line for product in report.products.values() for line in product.warnings)
    failed = _failures(report)
    return Outcome(story, report.made, len(report.cached), failed, tuple(dict.fromkeys(warnings)), tuple(files))


def _published(stage: str, product: Product) -> Mapping[str, str]:
    """What of a product people look for, and under which name; of a paper all that is not for machines."""
    paper = {name: name for name in product.files if not name.endswith(".json")}
    return PUBLISHED.get(stage, paper)


def _failures(report: Report) -> tuple[str, ...]:
    """A line a failure: the task, why, and which other shots lack something by it."""
    lines = []
    for failure in report.failed:
        name = failure.task.partition("/")[2]
        waiting = [blocked.task.split("/") for blocked in report.blocked if blocked.because == f"{failure.task} failed"]
        shots = list(dict.fromkeys(shot for kind, shot in waiting if kind in SHOT_STAGES and shot != name))
        more = f" and {len(shots) - SHOWN} more" if len(shots) > SHOWN else ""
        lines.append(f"{failure.task}: {failure.reason}" +
                     (f"; shots that wait for it: {', '.join(shots[:SHOWN])}{more}" if shots else ""))
    return tuple(lines)


def _run(shop: Workshop, story: Story, wish: Wish, listen: Callable[[Event], None]) -> Report:
    """Make the shots' tasks and the cuts. Where a shot fails, the cuts are made once more of what there is."""
    if not wish.stages() and not wish.joins():
        return Report((), (), (), (), {})
    office = open_office(shop.film, wish.joins())
    tasks, wanted, usable = _choice(shop, story, wish)
    jobs = shop.film.settings.limits.jobs if wish.jobs is None else wish.jobs

    def made(usable: Collection[str], wanted: Collection[str]) -> Report:
        plan, targets = _whole(shop, story, office, wish, tasks, usable)
        return run(plan, shop.store, shop.ledger, targets=[*wanted, *targets], jobs=jobs, on_event=listen)

    report = _shots_first(shop, wish, tasks, usable, wanted, jobs, listen)
    report = made(usable, wanted) if report is None else _joined(report, made(set(report.products), ()))
    full = full_message(shop.store.folder)
    lost = {failure.task for failure in report.failed} | {blocked.task for blocked in report.blocked}
    joins = {f"{stage}/film" for stage in (*CUTS, *PAPERS)}
    if not lost - joins or any(failure.reason == full for failure in report.failed):
        return report
    return _joined(report, made(set(report.products), ()))


def _shots_first(shop: Workshop, wish: Wish, tasks: Collection[Task], usable: Collection[str],
                 wanted: Collection[str], jobs: int, listen: Callable[[Event], None]) -> Report | None:
    """How the making of the shots went, where papers are to tell what it took; None where nothing waits for that."""
    if not wanted or not set(wish.joins()) & set(PAPERS):
        return None
    plan = Plan(task for task in tasks if task.id in usable)
    return run(plan, shop.store, shop.ledger, targets=wanted, jobs=jobs, on_event=listen)


def _joined(first: Report, second: Report) -> Report:
    """Both reports as one."""
    made = (*first.made, *second.made)
    cached = (*first.cached, *(task for task in second.cached if task not in first.products))
    return Report(made, cached, (*first.failed, *second.failed), first.blocked, {**first.products, **second.products})


def _choice(shop: Workshop, story: Story, wish: Wish) -> tuple[list[Task], list[str], set[str]]:
    """All tasks of the shots, those that are wished, and those that a cut can take something from: all of them, or
    where only some shots are to be made, these and what is there of the others."""
    tasks = shot_tasks(shop.film, story, chosen_engines(shop.film, wish.engines), shop.store)
    stages, shots = wish.stages(), wish.shots
    if wish.wedge:
        from throughline.stages.wedge_tasks import wedge_tasks

        tasks = list({task.id: task for task in (*tasks, *wedge_tasks(
            shop.film, story, chosen_engines(shop.film, wish.engines), tasks, shots))}.values())
        stages = ("wedge",)
    wanted = [task.id for task in tasks if task.stage in stages and (shots is None or task.name in shots)]
    if shots is None:
        return tasks, wanted, {task.id for task in tasks}
    plan = Plan(tasks)
    fresh = {state.task for state in plan.status(shop.store, shop.ledger) if state.fresh}
    return tasks, wanted, fresh | set(plan.wanted(wanted))


def _whole(shop: Workshop, story: Story, office: Office, wish: Wish, tasks: Collection[Task],
           usable: Collection[str]) -> tuple[Plan, list[str]]:
    """The plan of the ``usable`` tasks, the reading, and the cuts and papers that join them, and these joins' ids."""
    wanted, joins = wish.joins(), list[Task]()
    if set(wanted) & set(CUTS):
        joins += cut_tasks(shop.film, story, usable)
    if set(wanted) & set(PAPERS):
        joins += paper_tasks(shop.film, story, office, shop.store, shop.ledger, usable)
    joins = [join for join in joins if join.stage in wanted]
    return Plan([*story.tasks, *(task for task in tasks if task.id in usable), *joins]), [join.id for join in joins]


def _best_clips(story: Story, report: Report) -> dict[str, Product]:
    """By shot, the clip that the film shows."""
    found = {}
    for shot in story.shot_list.shots:
        clips = (report.products.get(f"{stage}/{shot.id}") for stage in ("previs_clip", "animatic_clip"))
        best = next((clip for clip in clips if clip is not None), None)
        if best is not None:
            found[shot.id] = best
    return found


def film_status(shop: Workshop, wish: Wish) -> tuple[Story, Status]:
    """The story, and how every task of the wish stands: fresh, or stale and why; nothing is made but the reading.

    Raises:
        InputError, EngineError, BuildError: as build_film.
    """
    check_targets(wish.targets)
    story = read_story(shop.film, shop.store, shop.ledger)
    check_shots(wish.shots or (), story)
    if not wish.stages() and not wish.joins():
        return story, Status({}, {}, {})
    office = open_office(shop.film, wish.joins())
    tasks, wanted, usable = _choice(shop, story, wish)
    plan, targets = _whole(shop, story, office, wish, tasks, usable)
    found = plan.status(shop.store, shop.ledger, [*wanted, *targets])
    return story, msgspec.structs.replace(found, states={name: _said(state) for name, state in found.states.items()})


OVERRIDDEN = {"input override is new": "an override stands in", "input override changed": "the override changed",
              "input override is gone": "the override was taken away",
              f"input {MOTION} is new": "an animator's motion stands in",
              f"input {MOTION} changed": "the animator's motion changed",
              f"input {MOTION} is gone": "the animator's motion was taken away"}


def _said(state: State) -> State:
    """The state with all that an override does to a task said in one reason."""
    words = next((OVERRIDDEN[reason] for reason in state.reasons if reason in OVERRIDDEN), None)
    return state if words is None else msgspec.structs.replace(state, reasons=(words,))
