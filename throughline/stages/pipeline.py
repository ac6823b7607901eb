"""The film as a plan: which tasks there are, what each is told, what goes into it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from throughline.build.errors import StoreError
from throughline.build.keys import digest
from throughline.build.ledger import Ledger
from throughline.build.plan import Plan
from throughline.build.run import make, run
from throughline.build.stage import File, Made, Product, Task
from throughline.build.store import Store
from throughline.directing.numbering import Numbering
from throughline.engines import gas, physics
from throughline.engines.contracts import EngineIdentity
from throughline.engines.discovery import renderer, script_reader, speaker
from throughline.film.blocking import Blocking, Look, SetRef
from throughline.film.record import load
from throughline.film.screenplay import Screenplay
from throughline.film.settings import Settings
from throughline.film.shot import Shot, ShotList
from throughline.film.story import Breakdown
from throughline.formats.inline import plain
from throughline.review.decisions import Decisions
from throughline.stages.board_book import boards_params
from throughline.stages.effect_tasks import EffectTasks
from throughline.stages.film_folder import FilmFolder, inside
from throughline.stages.override_names import MOTION
from throughline.stages.package_records import StillParams
from throughline.stages.records import (
    AnimaticParams,
    BoardParams,
    EditParams,
    EditShot,
    LayoutParams,
    NamedVoice,
    OverrideParams,
    PlateParams,
    PrevisParams,
    ShotParams,
    SoundParams,
    Staging,
    StagingParams,
    read_shots,
)

READING = ("screenplay", "breakdown", "shots", "staging")
CUTS = ("boards", "animatic", "previs", "film")
SHOT_STAGES = ("layout", "board", "animatic_clip", "previs_clip", "sound")
READING_VERSIONS = {"screenplay": 1, "breakdown": 6, "shots": 7, "staging": 5}
MODULES = {"screenplay": "story:make_screenplay", "breakdown": "story:make_breakdown", "shots": "story:make_shots",
           "staging": "staging:make_staging"}
SHOT_VERSIONS = {"layout": 7, "sound": 2, "board": 3, "previs_clip": 3, "still": 3}
BOARD_FRAMES, STILL_FRAMES = 2, 4
Inputs = tuple[tuple[str, Made | File], ...]


@dataclass(frozen=True)
class Story:
    """The film as read and staged, with the tasks of that and the products that hold it, by stage."""

    screenplay: Screenplay
    breakdown: Breakdown
    shot_list: ShotList
    staging: Staging
    numbering: bytes
    products: Mapping[str, Product]
    tasks: tuple[Task, ...]

    @property
    def title(self) -> str:
        return self.shot_list.title


def read_story(film: FilmFolder, store: Store, ledger: Ledger, *, asking: bool = False) -> Story:
    """The film read and staged, from the store where nothing changed.

    Where film.toml names a second reader of scripts it is asked only when ``asking``, since that may cost money; else
    what it answered before is used.

    Raises:
        InputError: the screenplay cannot be read, or asking would cost more than the cap. EngineError: the second
            reader is not ready. BuildError: the store or ledger fails.
    """
    reader = _Reader(store, ledger)
    script = reader.make("screenplay", (("script", store.file(film.screenplay)),))
    screenplay = load(script.path("screenplay.json").read_bytes(), Screenplay)
    title = film.settings.film.title or plain(screenplay.title)
    read = reader.make("breakdown", (("screenplay", Made("screenplay/film", "screenplay.json")),))
    if film.settings.engines.reader is not None:
        read = reader.second(film.settings, screenplay, read, asking)
    saved = Decisions(film.decisions).numbering_before(read.digest)
    shots = reader.make("shots", (("breakdown", Made(read.task, "breakdown.json")),),
                        ShotParams(rate=film.settings.film.rate, title=title,
                                   numbering=load(saved, Numbering) if saved else None,
                                   corrections=film.corrections(), style=film.settings.film.style,
                                   rows=film.shot_table()))
    staged = reader.make("staging", (("shots", Made("shots/film")),),
                         StagingParams(sheets=tuple(film.sheets.values()), language=film.settings.film.language,
                                       aspect=film.settings.film.aspect))
    shot_list, breakdown, new_numbering = read_shots(shots.folder)
    staging = load(staged.path("staging.json").read_bytes(), Staging)
    return Story(screenplay, breakdown, shot_list, staging, new_numbering, reader.products, tuple(reader.tasks))


class _Reader:
    """Makes the stages that planning itself needs, one after the other, and keeps their tasks and products."""

    def __init__(self, store: Store, ledger: Ledger):
        self._store, self._ledger = store, ledger
        self.tasks: list[Task] = []
        self.products: dict[str, Product] = {}

    def make(self, stage: str, inputs: Inputs, params: msgspec.Struct | None = None) -> Product:
        task = Task(stage=stage, version=READING_VERSIONS[stage], name="film",
                    function=f"throughline.stages.{MODULES[stage]}", params=params, inputs=inputs)
        self.products[stage] = make(task, self._store, self._ledger, given=_given(self.products))
        self.tasks.append(task)
        return self.products[stage]

    def second(self, settings: Settings, screenplay: Screenplay, first: Product, asking: bool) -> Product:
        """The breakdown with what the film's second reader found in the scenes that it has read."""
        from throughline.stages.reader_tasks import keep_under_cap, merging_task, reading_tasks

        language = load(first.path("breakdown.json").read_bytes(), Breakdown).language
        identity = script_reader(settings.engines.reader or "", settings.llm).identity
        readings = reading_tasks(screenplay, language, settings.llm, identity)
        plan = Plan(readings.values())
        if asking:
            keep_under_cap(readings.values(), settings.llm, self._store, self._ledger, settings.limits.cost_cap)
            run(plan, self._store, self._ledger, jobs=settings.limits.jobs)
        standing = plan.status(self._store, self._ledger)
        read = {index: task for index, task in readings.items() if task.id in standing.products}
        self.tasks.extend(dict.fromkeys(read.values()))
        given = _given(self.products) | {task.id: Product(task.id, standing.products[task.id], self._store)
                                         for task in read.values()}
        task = merging_task(read)
        self.products[task.stage] = make(task, self._store, self._ledger, given=given)
        self.tasks.append(task)
        return self.products[task.stage]


def cut_product(story: Story, store: Store, ledger: Ledger) -> Product:
    """The cut for editing programs and the shot list as a table; not needed to plan.

    Raises:
        BuildError: the store or ledger fails.
    """
    return make(Task(stage="cut", version=2, name="film", function="throughline.stages.story:make_cut",
                     inputs=(("shots", Made("shots/film")),)), store, ledger, given=_given(story.products))


def _given(products: Mapping[str, Product]) -> dict[str, Product]:
    return {product.task: product for product in products.values()}


@dataclass(frozen=True)
class Engines:
    """Which engines serve the film, and who they are."""

    render: str
    speech: str
    render_identity: EngineIdentity
    speech_identity: EngineIdentity
    effects_identity: EngineIdentity | None

    @property
    def resource(self) -> str:
        return "blender" if self.render == "blender" else "cpu"


def chosen_engines(film: FilmFolder, chosen: Mapping[str, str]) -> Engines:
    """The film's engines, ``chosen`` ("render", "speech", "effects") before film.toml.

    Raises:
        EngineError: one of them is unknown or not ready.
    """
    render = chosen.get("render", film.settings.engines.render)
    speech = chosen.get("speech", film.settings.engines.speech)
    effects = gas.identity(chosen.get("effects", film.settings.engines.effects))
    return Engines(render, speech, renderer(render).identity, speaker(speech).identity, effects)


def shot_tasks(film: FilmFolder, story: Story, engines: Engines, store: Store) -> list[Task]:
    """Every task that makes the film's shots: sets, bodies, layouts, boards, clips, sound."""
    maker = _ShotTasks(film, story, engines, store)
    return [task for blocking in story.staging.blockings for task in maker.of(blocking)]


def shot_plan(film: FilmFolder, story: Story, engines: Engines, store: Store) -> Plan:
    """The plan of ``shot_tasks``."""
    return Plan(shot_tasks(film, story, engines, store))


def unnamed_plates(film: FilmFolder, story: Story) -> list[str]:
    """A line for every shot that asks for a plate which film.toml does not name; such a shot is all rendered."""
    return [f"{shot.id}: the plate “{shot.plate}” is not in film.toml, so everything is rendered; to use footage add "
            f'under [plates]: {shot.plate} = "plates/FILE" (or "stand-in")'
            for shot in story.shot_list.shots if shot.plate and shot.plate not in film.settings.plates]


class _ShotTasks:
    """Makes the tasks of one shot after the other; sets and bodies that were given before are not given again."""

    def __init__(self, film: FilmFolder, story: Story, engines: Engines, store: Store):
        self._film, self._story, self._engines, self._store = film, story, engines, store
        self._overrides = film.overrides()
        self._voices = {voice.name: voice for voice in story.staging.voices}
        self._sets: dict[SetRef, Task] = {}
        self._bodies: dict[Look, Task] = {}
        self._effects = EffectTasks(film, story.staging, lambda folder: _own(folder, store), engines.effects_identity)

    def of(self, staged: Blocking) -> Iterator[Task]:
        settings, engines, blocking = self._film.settings, self._engines, self._effects.blockings[staged.shot.id]
        shot = blocking.shot
        inputs: list[tuple[str, Made | File]] = []
        yield from self._parts(blocking, inputs)
        inputs.extend(self._own_motion(shot))
        if refused := self._effects.refused(blocking):
            yield refused
            inputs.append(("sheet", Made(refused.id)))
        effects = self._effects.inputs(blocking)
        yield from self._effects.new(blocking)
        inputs.extend(effects)
        seconds = float(shot.frames / settings.rate)
        width, height = settings.size(settings.picture.previs_width)
        board_width, board_height = settings.size(settings.picture.boards_width)
        rate, title = settings.film.rate, self._story.title
        layout = (("layout", Made(f"layout/{shot.id}")),)
        plate, footage = self._plate(shot)
        behind = (*footage, *effects)
        if plate == "stand-in":
            yield self._rendered(shot, "plate", "plate:make_plate", layout, 5.0 * seconds, shot.frames,
                                 PlateParams(shot=shot.id, engine=engines.render, width=width, height=height,
                                             rate=rate))
        tasks = (
            self._task(shot, "layout", "layout:make_layout", tuple(inputs), 1.0 + 0.4 * seconds,
                       LayoutParams(blocking=blocking, rate=rate, aspect=width / height, speech=engines.speech,
                                    voices=self._speaking(shot), solver=physics.identity(blocking)),
                       engines.speech_identity),
            self._rendered(shot, "board", "board:make_board", (*layout, *effects), 3.0, BOARD_FRAMES,
                           BoardParams(blocking=blocking, engine=engines.render, width=board_width,
                                       height=board_height)),
            self._task(shot, "animatic_clip", "animatic:make_animatic", (("board", Made(f"board/{shot.id}")),),
                       0.4 * seconds,
                       AnimaticParams(shot=shot, title=title, width=width, height=height, rate=rate)),
            self._rendered(shot, "previs_clip", "previs:make_previs", (*layout, *behind), 7.0 * seconds, shot.frames,
                           PrevisParams(blocking=blocking, title=title, engine=engines.render, width=width,
                                        height=height, rate=rate, plate=plate)),
            self._task(shot, "sound", "sound:make_sound", layout, 1.0,
                       SoundParams(blocking=blocking, engine=engines.speech, voices=self._speaking(shot)),
                       engines.speech_identity))
        yield from (self._overridden(task, shot) for task in tasks)
        still_width, still_height = settings.size(settings.picture.stills_width)
        yield self._rendered(shot, "still", "package_still:make_still", (*layout, *behind), 8.0, STILL_FRAMES,
                             StillParams(blocking=blocking, engine=engines.render, width=still_width,
                                         height=still_height, rate=rate, plate=plate))

    def _plate(self, shot: Shot) -> tuple[str | None, Inputs]:
        """Whether a shot is made on footage or on a stand-in for it, and where that is."""
        file = None if shot.plate is None else self._film.settings.plates.get(shot.plate)
        if file is None:
            return None, ()
        if file == "stand-in":
            return "stand-in", (("plate", Made(f"plate/{shot.id}", "plate.mp4")),)
        return "footage", (("plate", self._store.file(inside(self._film.path, file))),)

    def _parts(self, blocking: Blocking, inputs: list[tuple[str, Made | File]]) -> Iterator[Task]:
        """The tasks of the set and the bodies, where they are new; ``inputs`` are told of all."""
        place = self._sets.get(blocking.set)
        if place is None:
            place = self._sets[blocking.set] = _set_task(blocking.set)
            yield place
        inputs.append(("set", Made(place.id, "set.usdc")))
        for performance in blocking.performances:
            body = self._bodies.get(performance.look)
            if body is None:
                body = self._bodies[performance.look] = _body_task(performance.look)
                yield body
            inputs.append((f"body:{performance.name}", Made(body.id)))

    def _own_motion(self, shot: Shot) -> Inputs:
        """An animator's own motion for performers of a shot."""
        folder = self._overrides.get((shot.id, MOTION))
        return () if folder is None else ((MOTION, _own(folder, self._store)),)

    def _speaking(self, shot: Shot) -> tuple[NamedVoice, ...]:
        names = sorted({line.speaker for line in shot.spoken})
        return tuple(self._voices[name] for name in names if name in self._voices)

    def _task(self, shot: Shot, stage: str, function: str, inputs: Inputs, weight: float,
              params: msgspec.Struct, engine: EngineIdentity | None = None) -> Task:
        return Task(stage=stage, version=SHOT_VERSIONS.get(stage, 1), name=shot.id,
                    function=f"throughline.stages.{function}", params=params, inputs=inputs, weight=weight,
                    engine=engine)

    def _rendered(self, shot: Shot, stage: str, function: str, inputs: Inputs, weight: float,
                  frames: int, params: msgspec.Struct) -> Task:
        task = self._task(shot, stage, function, inputs, weight, params, self._engines.render_identity)
        limit = self._film.settings.limits.frame_seconds * (frames + 1)
        return msgspec.structs.replace(task, resource=self._engines.resource, timeout=limit)

    def _overridden(self, task: Task, shot: Shot) -> Task:
        """``task``, or where an artist's own files stand in for it, the task that takes these over."""
        folder = self._overrides.get((shot.id, task.stage))
        if folder is None:
            return task
        settings = self._film.settings
        width, height = settings.size(settings.picture.previs_width)
        params = OverrideParams(stage=task.stage, shot=shot, title=self._story.title, width=width, height=height,
                                rate=settings.film.rate)
        return self._task(shot, task.stage, "overrides:take_over", (("override", _own(folder, self._store)),), 1.0,
                          params)


def _own(folder: Path, store: Store) -> File:
    """The artist's folder as an input; one that cannot be read fails its own task alone, in the build."""
    try:
        return store.file(folder)
    except StoreError:
        return File(folder.absolute(), "unreadable")


def _set_task(ref: SetRef) -> Task:
    return Task(stage="set", version=3, name=f"{ref.kind}-{digest(ref)[:8]}",
                function="throughline.stages.parts:make_set", params=ref, weight=4.0)


def _body_task(look: Look) -> Task:
    return Task(stage="body", version=3, name=f"{digest(look)[:12]}", function="throughline.stages.parts:make_body",
                params=look, weight=1.0)


def cut_tasks(film: FilmFolder, story: Story, made: Collection[str]) -> list[Task]:
    """The tasks that join what is made: boards, animatic, previs, film. ``made`` are the ids of the shots' tasks that
    have a product; where a shot lacks one, the cut takes the best that it has."""
    settings, shots = film.settings, story.shot_list.shots
    width, height = settings.size(settings.picture.previs_width)
    inputs = tuple((f"{stage}:{shot.id}", Made(f"{stage}/{shot.id}")) for shot in shots
                   for stage in ("board", "layout") if f"{stage}/{shot.id}" in made)
    tasks = [Task(stage="boards", version=2, name="film", function="throughline.stages.boards:make_boards",
                  params=boards_params(story, settings, layout=settings.boards.layout), inputs=inputs, weight=5.0)]
    for name, order, source in (("animatic", ("animatic_clip",), "slate"), ("previs", ("previs_clip",), "slate"),
                                ("film", ("previs_clip", "animatic_clip"), "clean")):
        tasks.append(_edit_task(story, made, name, order, source, settings.film.rate, (width, height)))
    return tasks


def _edit_task(story: Story, made: Collection[str], name: str, order: tuple[str, ...], source: str, rate: str,
               size: tuple[int, int]) -> Task:
    rows, inputs = [], []
    for shot in story.shot_list.shots:
        best = next((f"{stage}/{shot.id}" for stage in order if f"{stage}/{shot.id}" in made), None)
        rows.append(EditShot(id=shot.id, frames=shot.frames, source=source if best else None))
        if best:
            inputs.append((f"clip:{shot.id}", Made(best)))
        if f"sound/{shot.id}" in made:
            inputs.append((f"sound:{shot.id}", Made(f"sound/{shot.id}")))
    return Task(stage=name, version=1, name="film", function="throughline.stages.edit:make_edit",
                params=EditParams(file=f"{name}.mp4", shots=tuple(rows), rate=rate, width=size[0], height=size[1],
                                  bars=source == "slate"),
                inputs=tuple(inputs), weight=4.0)
