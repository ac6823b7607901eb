"""The second reading as tasks: one a scene, kept apart by nothing but the scene's words and who reads them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from throughline.build.ledger import Ledger
from throughline.build.plan import Plan
from throughline.build.stage import Made, Task
from throughline.build.store import Store
from throughline.engines.contracts import EngineIdentity
from throughline.engines.llm_cost import check_cap
from throughline.film.reader import LlmSection
from throughline.film.screenplay import Screenplay
from throughline.formats.scene_text import numbered_scenes
from throughline.stages.reader_records import LlmReadingParams

ENGINE = "llm"
TIMEOUT = 240.0


def reading_tasks(screenplay: Screenplay, language: str, section: LlmSection,
                  identity: EngineIdentity) -> dict[int, Task]:
    """By index of the scene, the task that has it read; scenes of equal words share the work."""
    return {scene.index: Task(stage="llm_reading", version=1, name=f"scene-{scene.index + 1}", engine=identity,
                              function="throughline.stages.llm_reading:make_llm_reading", resource="network",
                              params=LlmReadingParams(engine=ENGINE, section=section, text=scene.text),
                              weight=8.0, timeout=TIMEOUT)
            for scene in numbered_scenes(screenplay, language)}


def merging_task(readings: Mapping[int, Task]) -> Task:
    """The task that puts the readings that were made into the breakdown."""
    scenes = tuple((f"scene:{index}", Made(task.id, "reading.json")) for index, task in sorted(readings.items()))
    return Task(stage="merged_breakdown", version=1, name="film",
                function="throughline.stages.llm_reading:make_merged_breakdown",
                inputs=(("breakdown", Made("breakdown/film", "breakdown.json")),
                        ("screenplay", Made("screenplay/film", "screenplay.json")), *scenes))


def keep_under_cap(tasks: Collection[Task], section: LlmSection, store: Store, ledger: Ledger,
                   cap: float | None) -> float:
    """The most that those of the ``tasks`` that are not in the store can cost; to be called before any of them runs.

    Raises:
        InputError: it does not fit under what the film's ledger leaves of the cap.
    """
    stale = {state.task for state in Plan(list(tasks)).status(store, ledger) if not state.fresh}
    texts = [task.params.text for task in tasks
             if task.id in stale and isinstance(task.params, LlmReadingParams)]
    return check_cap(texts, section, ledger.spent(), cap)
