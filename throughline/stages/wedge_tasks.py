"""The wedge of a shot's effects as tasks: each simulated in three sizes, small and fast, each in the shot's layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from throughline.build.stage import Made, Task
from throughline.film.blocking import Blocking
from throughline.film.errors import InputError
from throughline.film.settings import Settings, ShotSheet
from throughline.stages.effect_orders import effect_params, names
from throughline.stages.effect_tasks import effect_task
from throughline.stages.film_folder import FilmFolder
from throughline.stages.pipeline import Engines, Inputs, Story
from throughline.stages.records import LayoutParams
from throughline.stages.shot_sheets import decided
from throughline.stages.wedge_records import WedgeParams, WedgeRow

SIZES = (0.7, 1.0, 1.4)
DETAIL = 0.25
WIDTH = 400


def wedge_tasks(film: FilmFolder, story: Story, engines: Engines, tasks: Sequence[Task],
                shots: Sequence[str] | None) -> list[Task]:
    """The tasks of the wedges of ``shots`` (None: all that have simulated effects), which need ``tasks``, the shots'.

    Raises:
        InputError: a shot that was named has no simulated effect, or a layout of the artist's own.
    """
    layouts = {task.name: task for task in tasks if task.stage == "layout"}
    settings = _preview(film.settings)
    sheets = decided(film, story.staging).sheets
    found: dict[str, Task] = {}
    for name in [shot.id for shot in story.shot_list.shots] if shots is None else shots:
        layout = layouts[name]
        simulated = [source for source, _ in layout.inputs if source.startswith("effect:")]
        if simulated and isinstance(layout.params, LayoutParams):
            for task in _of(layout, layout.params, sheets, settings, story.title, engines):
                found.setdefault(task.id, task)
        elif shots is not None:
            raise InputError(f"{name} has a layout of your own, so no size of its effects can be tried in it"
                             if not isinstance(layout.params, LayoutParams) else
                             f"{name} has no simulated effect", remedy="throughline status lists the shots")
    return list(found.values())


def _preview(settings: Settings) -> Settings:
    detail = min(DETAIL, settings.effects.detail)
    return msgspec.structs.replace(settings, effects=msgspec.structs.replace(settings.effects, detail=detail))


def _of(layout: Task, params: LayoutParams, sheets: dict[str, ShotSheet], settings: Settings, title: str,
        engines: Engines) -> Iterator[Task]:
    """The tasks of one shot: effects, layouts, and the sheet."""
    blocking, rows, inputs = params.blocking, list[WedgeRow](), list[tuple[str, Made]]()
    kept = tuple(each for each in layout.inputs if not each[0].startswith("effect:"))
    for number, name in enumerate(names(blocking.effects)):
        if f"effect:{number}" not in dict(layout.inputs):
            continue
        for share in SIZES:
            sized = _sized(blocking, number, share)
            orders = effect_params((sized,), settings, sheets)
            made: Inputs = tuple((f"effect:{at}", Made(f"effect/{order.name}")) for (_, at), order in orders.items())
            yield from (effect_task(order, engines.effects_identity) for order in orders.values())
            row, size = len(rows), sized.effects[number].cue.size_m
            own = msgspec.structs.replace(layout, name=f"{layout.name} {name} {size:g} m", inputs=(*kept, *made),
                                          params=msgspec.structs.replace(params, blocking=sized))
            yield own
            inputs += [(f"layout:{row}", Made(own.id)), *((f"{row}:{key}", source) for key, source in made
                                                          if isinstance(source, Made))]
            rows.append(WedgeRow(name=name, number=number, size_m=size, now=share == 1.0, blocking=sized))
    width = min(WIDTH, settings.picture.previs_width)
    wide, high = settings.size(width)
    limit = settings.limits.frame_seconds * (8 * len(rows) + 1)
    yield Task(stage="wedge", version=1, name=layout.name, function="throughline.stages.wedge:make_wedge",
               params=WedgeParams(rows=tuple(rows), title=title, engine=engines.render, width=wide, height=high,
                                  rate=settings.film.rate),
               inputs=tuple(inputs), engine=engines.render_identity, resource=engines.resource, timeout=limit,
               weight=10.0 * len(rows))


def _sized(blocking: Blocking, number: int, share: float) -> Blocking:
    """The blocking with one effect larger or smaller."""
    effects = list(blocking.effects)
    cue = effects[number].cue
    effects[number] = msgspec.structs.replace(effects[number], cue=msgspec.structs.replace(
        cue, size_m=round(share * cue.size_m, 2)))
    return msgspec.structs.replace(blocking, effects=tuple(effects))
