"""throughline export: what is built, handed on: boards, panels, contact sheets, plans, Storyboarder, motion, VFX."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from throughline.build.run import make
from throughline.build.stage import Made, Product, Task
from throughline.cli.report import HERE, FilmOption, JsonOption, one_line_errors, say, say_json
from throughline.film.errors import InputError
from throughline.film.shot import Shot
from throughline.formats.boards_grid import LAYOUTS
from throughline.stages.board_book import boards_params, scene_heading
from throughline.stages.film_folder import open_film
from throughline.stages.pipeline import Story
from throughline.stages.plans_records import plans_params
from throughline.stages.produce import Wish, Workshop, film_status, workshop

UNITS = ("m", "ft")
NEEDED = {"boards": "board", "panels": "board", "contact": "board", "storyboarder": "board", "plans": "layout",
          "motion": "layout", "effects": "layout"}
TARGET = {"board": "boards", "layout": "layout"}
SHOWN = 6


@dataclass(frozen=True)
class Order:
    """An export as it was asked for: the opened film, its story, the shots, what is built of them, how and where to."""

    shop: Workshop
    story: Story
    shots: Sequence[Shot]
    products: Mapping[str, Product]
    layout: str
    units: str
    whole: bool
    to: Path | None

    def folders(self, stage: str) -> dict[str, Path]:
        """Of every shot, in order, where the product of a stage lies."""
        return {shot.id: self.products[f"{stage}/{shot.id}"].folder for shot in self.shots
                if f"{stage}/{shot.id}" in self.products}

    def at(self, name: str) -> Path:
        """Where to write: what was asked for, or ``name`` in build/out, told apart where only some shots are in it."""
        return self.to if self.to is not None else self.shop.film.out / name.format("" if self.whole else "-selected")


def export(
    kind: Annotated[str, typer.Argument(help=f"What to write: {', '.join(NEEDED)}.", show_default=False)],
    film: FilmOption = HERE,
    shots: Annotated[str | None, typer.Option(help="Only these shots: 1-010,1-020.")] = None,
    scene: Annotated[str | None, typer.Option(help="Only this scene: 4.")] = None,
    layout: Annotated[str | None, typer.Option(help=f"Boards: panels a page, or the Korean sheet: "
                                                    f"{', '.join(LAYOUTS)}.", show_default="6")] = None,
    units: Annotated[str | None, typer.Option(help="Plans: m or ft.", show_default="m")] = None,
    to: Annotated[Path | None, typer.Option(help="Where to write.", show_default="build/out")] = None,
    as_json: JsonOption = False,
) -> None:
    """Write boards, panels, contact sheets, plans, a Storyboarder project, motion or effects from what is built.

    Example: throughline export boards --layout konti --shots 1-010,1-020 --film my-film

    Example: throughline export plans --units ft --film my-film

    Example: throughline export motion --shots 1-010 --film my-film

    Example: throughline export effects --shots 1-020 --to from-us --film my-film
    """
    with one_line_errors(as_json):
        _check(kind, layout, units)
        with workshop(open_film(film)) as shop:
            story, found = film_status(shop, Wish(("boards", "layout", "sound")))
            chosen = _chosen(story, shots, scene)
            products = {name: Product(task=name, manifest=manifest, store=shop.store)
                        for name, manifest in found.products.items()}
            order = Order(shop, story, chosen, products, layout or "6", units or "m", shots is None and scene is None,
                          to)
            missing = [shot.id for shot in chosen if f"{NEEDED[kind]}/{shot.id}" not in products]
            if len(missing) == len(chosen):
                raise InputError(f"no {NEEDED[kind]} is made of {_some(missing)} as the film now is",
                                 remedy=f"run: throughline build {TARGET[NEEDED[kind]]}")
            files = WRITERS[kind](order)
        _tell(kind, files, missing, as_json)


def _check(kind: str, layout: str | None, units: str | None) -> None:
    if kind not in NEEDED:
        raise InputError(f"“{kind}” cannot be exported", remedy=f"one of: {', '.join(NEEDED)}")
    for name, value, owner, known in (("layout", layout, "boards", LAYOUTS), ("units", units, "plans", UNITS)):
        if value is not None and kind != owner:
            raise InputError(f"--{name} is for {owner}, not for {kind}", remedy="leave it out")
        if value is not None and value not in known:
            raise InputError(f"--{name} {value} is not known", remedy=f"one of: {', '.join(known)}")


def _chosen(story: Story, shots: str | None, scene: str | None) -> list[Shot]:
    """The shots asked for, in the order of the cut."""
    every = story.shot_list.shots
    if shots is not None and scene is not None:
        raise InputError("--shots and --scene together", remedy="give one of the two")
    if scene is not None:
        found = [shot for shot in every if shot.scene == scene]
        if not found:
            scenes = list(dict.fromkeys(shot.scene for shot in every))
            raise InputError(f"there is no scene {scene} with shots", remedy=f"one of: {', '.join(scenes)}")
        return found
    if shots is None:
        if not every:
            raise InputError("the film has no shots", remedy="write a scene into the screenplay")
        return list(every)
    names = shots.replace(",", " ").split()
    strange = [name for name in names if name not in {shot.id for shot in every}]
    if strange or not names:
        raise InputError(f"there is no shot {', '.join(strange)}" if strange else "--shots names no shot",
                         remedy="throughline status lists them")
    return [shot for shot in every if shot.id in names]


def _boards(order: Order) -> list[Path]:
    params = boards_params(order.story, order.shop.film.settings, [shot.id for shot in order.shots], order.layout)
    inputs = tuple((f"{stage}:{shot.id}", Made(f"{stage}/{shot.id}")) for shot in order.shots
                   for stage in ("board", "layout") if f"{stage}/{shot.id}" in order.products)
    task = Task(stage="boards", version=1, name=f"export-{order.layout}",
                function="throughline.stages.boards:make_boards", params=params, inputs=inputs)
    made = make(task, order.shop.store, order.shop.ledger, given=order.products)
    return [_copied(made.path("boards.pdf"), order.at(f"boards-{order.layout}{{}}.pdf"), "boards.pdf")]


def _plans(order: Order) -> list[Path]:
    params = plans_params(order.story, order.shop.film.settings, [shot.id for shot in order.shots], order.units)
    inputs = tuple((f"layout:{shot.id}", Made(f"layout/{shot.id}")) for shot in order.shots
                   if f"layout/{shot.id}" in order.products)
    task = Task(stage="plans", version=1, name=f"export-{order.units}",
                function="throughline.stages.plans:make_plans", params=params, inputs=inputs)
    made = make(task, order.shop.store, order.shop.ledger, given=order.products)
    if order.to is not None and order.to.suffix == ".pdf":
        return [_copied(made.path("plans.pdf"), order.to, "")]
    folder = order.at("plans{}")
    return [_copied(made.path(name), folder / name, "") for name in sorted(made.files, key=_natural)]


def _panels(order: Order) -> list[Path]:
    from throughline.stages.panel_export import export_panels

    return export_panels(order.folders("board"), order.at("panels{}"))


def _contact(order: Order) -> list[Path]:
    from throughline.picture.contact_sheet import Cell, contact_sheets
    from throughline.stages.panel_export import panel_files

    boards, rate = order.folders("board"), float(order.story.shot_list.rate)
    readings = {reading.scene: reading for reading in order.story.breakdown.scenes}
    cells = []
    for number, group in groupby((shot for shot in order.shots if shot.id in boards), key=lambda shot: shot.scene):
        heading = scene_heading(number, readings.get(number))
        for shot in group:
            files = panel_files(boards[shot.id])
            for index, file in enumerate(files, start=1):
                side = f"{shot.frames / rate:.1f} s" if index == 1 else ""
                cells.append(Cell(file, shot.id + (f" {index}/{len(files)}" if len(files) > 1 else ""), side, heading))
                heading = ""
    width, height = order.shop.film.settings.size(order.shop.film.settings.picture.boards_width)
    sheets = list(contact_sheets(cells, order.story.title, width / height))
    first = order.at("contact{}.png")
    first = first if first.suffix else first / "contact.png"
    first.parent.mkdir(parents=True, exist_ok=True)
    files = []
    for number, sheet in enumerate(sheets, start=1):
        files.append(first if len(sheets) == 1 else first.with_stem(f"{first.stem}-{number}"))
        sheet.save(files[-1], format="PNG", compress_level=6)
    return files


def _storyboarder(order: Order) -> list[Path]:
    from throughline.formats.storyboarder import ENDING
    from throughline.stages.layout_sheet import lens_words, read_sheet
    from throughline.stages.panel_export import Built, export_storyboarder

    name = re.sub(r"[^\w가-힣-]+", "-", order.story.title).strip("-") or "film"
    folder = order.at(f"storyboarder{{}}/{name}")
    path = folder if folder.suffix == ENDING else folder / f"{name}{ENDING}"
    layouts = order.folders("layout")
    lenses = {shot.id: lens_words(shot, read_sheet(layouts[shot.id])) for shot in order.shots if shot.id in layouts}
    width, height = order.shop.film.settings.size(order.shop.film.settings.picture.boards_width)
    built = Built(order.folders("board"), order.folders("sound"), lenses)
    return [export_storyboarder(order.shots, built, float(order.story.shot_list.rate), width / height,
                                order.story.staging.language, path)]


def _motion(order: Order) -> list[Path]:
    from throughline.motion.export import export_motion

    files = [file for shot, folder in order.folders("layout").items()
             for file in export_motion(folder / "shot.usdc", order.at("motion") / shot)]
    if not files:
        raise InputError(f"nobody is in {_some([shot.id for shot in order.shots])}", remedy="name a shot with people")
    return files


def _effects(order: Order) -> list[Path]:
    from throughline.engines.blender.volumes import volume_worker
    from throughline.stages.effect_export import export_effects
    from throughline.stages.pipeline import chosen_engines, shot_tasks
    from throughline.stages.records import LayoutParams

    film, chosen = order.shop.film, {shot.id for shot in order.shots}
    files, layouts = list[Path](), order.folders("layout")
    with volume_worker() as worker:
        for task in shot_tasks(film, order.story, chosen_engines(film, {}), order.shop.store):
            if task.stage != "layout" or task.name not in chosen or task.name not in layouts:
                continue
            found = {int(key.partition(":")[2]): order.products[source.task].folder for key, source in task.inputs
                     if key.startswith("effect:") and isinstance(source, Made)}
            if found and isinstance(task.params, LayoutParams):
                files += export_effects(task.params.blocking, found, order.at("effects") / task.name, worker)
    if not files:
        raise InputError(f"nothing is simulated in {_some([shot.id for shot in order.shots])}",
                         remedy="name a shot with an effect that is simulated")
    return files


WRITERS: dict[str, Callable[[Order], list[Path]]] = {
    "boards": _boards, "panels": _panels, "contact": _contact, "plans": _plans, "storyboarder": _storyboarder,
    "motion": _motion, "effects": _effects}


def _copied(file: Path, target: Path, name: str) -> Path:
    """The target, a copy of ``file``; a folder gets it under ``name``."""
    target = target / name if name and (target.is_dir() or not target.suffix) else target
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
    return target


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _tell(kind: str, files: Sequence[Path], missing: Sequence[str], as_json: bool) -> None:
    if as_json:
        say_json({"files": [str(file) for file in files], "missing": list(missing)})
        return
    for file in files[:SHOWN]:
        say(f"  {file}")
    if len(files) > SHOWN:
        say(f"  and {len(files) - SHOWN} more in {files[-1].parent}")
    if missing:
        stage = NEEDED[kind]
        say(f"left out, as the film now is without a {stage}: {', '.join(missing)}; run: throughline build "
            f"{TARGET[stage]} --shots {','.join(missing)}")
