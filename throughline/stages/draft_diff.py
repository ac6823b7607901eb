"""What another draft means for a film: its scenes and shots, and what would have to be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from throughline.build.ledger import Ledger
from throughline.build.plan import Plan, Status
from throughline.directing.numbering import changes
from throughline.film.errors import InputError
from throughline.film.record import Record
from throughline.film.story import SceneReading
from throughline.formats.pagination_blocks import scene_indices
from throughline.production.revision import Draft, Revision, revision, said
from throughline.production.revision_order import in_order
from throughline.review.drafts import Drafts, KeptDraft
from throughline.stages.drafts import drafted
from throughline.stages.film_folder import FilmFolder
from throughline.stages.pipeline import SHOT_STAGES, Story, chosen_engines, cut_tasks, read_story, shot_tasks
from throughline.stages.produce import Workshop
from throughline.stages.records import without_lines
from throughline.stages.script_records import FOLDER, colour_of


class ChangedLine(Record):
    """A paragraph that is new or rewritten: its line in the script, its text."""

    line: int
    text: str


class SceneChange(Record):
    """A scene in two drafts: ``what`` became of it (new, changed, moved, gone, "moved, changed"), its heading, its
    eighths before and after (None where it is not there), the paragraphs that changed."""

    scene: str
    what: str
    heading: str
    before: int | None
    after: int | None
    lines: tuple[ChangedLine, ...] = ()


class ShotChanges(Record):
    """Shots by what became of them."""

    kept: tuple[str, ...]
    changed: tuple[str, ...]
    new: tuple[str, ...]
    moved: tuple[str, ...]
    gone: tuple[str, ...]


class Redo(Record):
    """What of a stage would be made again: the shots (or parts), expected seconds of work, money."""

    stage: str
    names: tuple[str, ...]
    seconds: float
    cost: float


class DraftDiff(Record):
    """All that differs between two drafts. ``waiting`` counts what is not made as it is, whatever the draft;
    ``decided`` are shots that changed or are gone though somebody decided about them or overrode something."""

    old: str
    new: str
    scenes: tuple[SceneChange, ...]
    unchanged: int
    eighths_before: int
    eighths_after: int
    shots: ShotChanges
    redo: tuple[Redo, ...]
    waiting: int
    decided: tuple[str, ...]

    @property
    def seconds(self) -> float:
        return sum(row.seconds for row in self.redo)

    @property
    def cost(self) -> float:
        return sum(row.cost for row in self.redo)


@dataclass(frozen=True)
class _Side:
    """One draft of the two."""

    label: str
    story: Story


def diff_draft(shop: Workshop, draft: str) -> DraftDiff:
    """What differs between the film and ``draft``: from the film to a script file, or from a kept draft to the film.

    Nothing is built, and nothing of the film is changed.

    Raises:
        InputError: no such draft, or it cannot be read.
    """
    film = shop.film
    here = _Side(f"the film's {film.screenplay.name}", read_story(film, shop.store, shop.ledger))
    kept = _named(film, draft)
    if kept is not None:
        with drafted(shop, film.path / FOLDER / kept.file, kept.numbering) as story:
            return _difference(shop, _Side(Path(kept.file).stem, story), here)
    file = Path(draft)
    if not file.is_file():
        known = ", ".join(_names(one)[0] for one in Drafts(film.decisions).kept())
        raise InputError(f"there is no draft {draft}", remedy="name a script file" + (f" or one of {known}" if known
                                                                                   else ""))
    with drafted(shop, file, here.story.numbering) as story:
        return _difference(shop, here, _Side(draft, story))


def _named(film: FilmFolder, draft: str) -> KeptDraft | None:
    """The kept draft of that name: its file's, its number, its colour, or what a person called it."""
    return next((one for one in reversed(Drafts(film.decisions).kept()) if draft in _names(one)), None)


def _names(draft: KeptDraft) -> tuple[str, ...]:
    return tuple(filter(None, (Path(draft.file).stem, draft.file, str(draft.number), f"{draft.number:02d}",
                               draft.colour, colour_of(draft), draft.name)))


def _difference(shop: Workshop, old: _Side, new: _Side) -> DraftDiff:
    ids = [tuple(scene.scene for scene in side.story.breakdown.scenes) for side in (old, new)]
    found = revision(Draft(old.story.screenplay, ids[0]), Draft(new.story.screenplay, ids[1]))
    scenes = tuple(_scenes(old.story, new.story, found))
    shots = _shots(old.story, new.story)
    redo, waiting = _redo(shop, old.story, new.story, shots)
    return DraftDiff(
        old=old.label, new=new.label, scenes=scenes,
        unchanged=len(new.story.breakdown.scenes) - sum(scene.after is not None for scene in scenes),
        eighths_before=sum(scene.eighths for scene in old.story.breakdown.scenes),
        eighths_after=sum(scene.eighths for scene in new.story.breakdown.scenes),
        shots=shots, redo=redo, waiting=waiting, decided=_decided(shop.film, shots))


def _scenes(old: Story, new: Story, found: Revision) -> list[SceneChange]:
    """The scenes that are not as they were: those of the new draft in its order, then those that are gone."""
    before = {scene.scene: scene for scene in old.breakdown.scenes}
    lines: dict[int, list[ChangedLine]] = {}
    where = scene_indices(new.screenplay)
    for at in sorted(found.marks):
        element = new.screenplay.elements[at]
        lines.setdefault(where[at], []).append(ChangedLine(line=element.line, text=said(element)))
    rows = []
    for at, scene in enumerate(new.breakdown.scenes):
        became = (("new", found.new), ("moved", found.moved), ("changed", found.changed))
        what = ", ".join(word for word, names in became if scene.scene in names)
        if what:
            rows.append(_scene(scene, what, before.get(scene.scene), scene.eighths,
                               tuple(lines.get(at, ())) if "changed" in what else ()))
    rows += [_scene(before[name], "gone", before[name], None) for name in found.gone]
    return rows


def _scene(scene: SceneReading, what: str, before: SceneReading | None, after: int | None,
           lines: tuple[ChangedLine, ...] = ()) -> SceneChange:
    return SceneChange(scene=scene.scene, what=what, heading=scene.heading.text, after=after, lines=lines,
                       before=before.eighths if before is not None else None)


def _shots(old: Story, new: Story) -> ShotChanges:
    """What became of the shots. One is as it was if its staging is too, which hangs on who else is in its scene."""
    found = changes(old.shot_list, new.shot_list)
    names = [[shot.id for shot in story.shot_list.shots] for story in (old, new)]
    both = set(names[0]) & set(names[1])
    still = set(in_order([name for name in names[0] if name in both], [name for name in names[1] if name in both]))
    staged = [{one.shot.id: without_lines(one) for one in story.staging.blockings} for story in (old, new)]
    kept = {name for name in found.kept if staged[0].get(name) == staged[1].get(name)}
    return ShotChanges(kept=tuple(name for name in names[1] if name in kept), new=found.added, gone=found.omitted,
                       changed=tuple(name for name in names[1] if name in both and name not in kept),
                       moved=tuple(name for name in names[1] if name in both and name not in still))


def _redo(shop: Workshop, old: Story, new: Story, shots: ShotChanges) -> tuple[tuple[Redo, ...], int]:
    """What the new draft makes stale of all that was made, and of stages in use for its new shots; and how much was
    stale without it."""
    was, now = _standing(shop, old), _standing(shop, new)
    made = {task for task in shop.ledger.last_keys() if task in was[1].states or task in now[1].states}
    used = {task.partition("/")[0] for task in made}
    wanted = [name for name, task in now[0].tasks.items()
              if name in made or (task.stage in used and task.name in shots.new)]
    stale = [name for name in now[0].wanted(wanted) if not now[1][name].fresh]
    before = {state.task for state in was[1].stale if state.task in made}
    prices = _prices(shop.ledger, made)
    rows: dict[str, list[str]] = {}
    for name in stale:
        if name not in before:
            rows.setdefault(now[0].tasks[name].stage, []).append(name)
    return tuple(Redo(stage=stage, names=tuple(name.partition("/")[2] for name in names),
                      seconds=sum(now[1][name].seconds for name in names),
                      cost=sum(prices.get(stage, 0.0) * now[0].tasks[name].weight for name in names))
                 for stage, names in rows.items()), len([name for name in stale if name in before])


def _standing(shop: Workshop, story: Story) -> tuple[Plan, Status]:
    """How everything that a story asks for stands in the film's store."""
    tasks = shot_tasks(shop.film, story, chosen_engines(shop.film, {}), shop.store)
    made = {task.id for task in tasks if task.stage in SHOT_STAGES}
    plan = Plan([*tasks, *cut_tasks(shop.film, story, made)])
    return plan, plan.status(shop.store, shop.ledger)


def _prices(ledger: Ledger, tasks: set[str]) -> Mapping[str, float]:
    """By stage, the mean money that a unit of a task's weight has cost; empty where nothing ever cost anything."""
    if not ledger.spent():
        return {}
    spent: dict[str, list[float]] = {}
    for task in sorted(tasks):
        for work in ledger.history(task):
            if work.ended == "made" and work.weight > 0:
                spent.setdefault(work.stage, []).append(work.cost / work.weight)
    return {stage: sum(costs) / len(costs) for stage, costs in spent.items()}


def _decided(film: FilmFolder, shots: ShotChanges) -> tuple[str, ...]:
    touched = {decision.shot for decision in Drafts(film.decisions).of()} | {shot for shot, _ in film.overrides()}
    return tuple(name for name in (*shots.changed, *shots.gone) if name in touched)


