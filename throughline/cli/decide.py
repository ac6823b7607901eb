"""throughline note, approve, retake and override: what people decide about shots."""

from __future__ import annotations

import getpass
import os
import shutil
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from throughline.build.manifest import Manifest
from throughline.cli.report import HERE, FilmOption, JsonOption, one_line_errors, say, say_json
from throughline.film.errors import InputError
from throughline.review.decisions import Decisions
from throughline.stages.film_folder import open_film
from throughline.stages.override_names import EFFECTS, MOTION, check_name, take_files
from throughline.stages.pipeline import SHOT_STAGES, read_story
from throughline.stages.produce import Wish, Workshop, film_status, workshop

ShotArgument = Annotated[str, typer.Argument(help="A shot's id: 1-010.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Who decides; you, if not said.")]
StageOption = Annotated[str | None, typer.Option("--stage", help=f"Of which product: {', '.join(SHOT_STAGES)}.")]


def _decide(kind: str, film: Path, shot: str, text: str, stage: str | None, by: str | None, as_json: bool) -> None:
    with one_line_errors(as_json):
        folder = open_film(film)
        with workshop(folder) as shop:
            _known(shop, shot, stage)
            product = _product(shop, shot, stage)
        if kind == "approve" and stage is not None and product is None:
            raise InputError(f"{stage} of {shot} is not made, or the script changed since",
                             remedy="build it, look at it, then approve it")
        made = Decisions(folder.decisions).add(kind, shot, by or _person(), text, stage, product)
        if as_json:
            say_json(msgspec.to_builtins(made))
            return
        say(f"{made.kind} {made.number} on {shot} kept")


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"


def _known(shop: Workshop, shot: str, stage: str | None) -> None:
    if stage is not None and stage not in SHOT_STAGES:
        raise InputError(f"there is no stage {stage}", remedy=f"one of {', '.join(SHOT_STAGES)}")
    story = read_story(shop.film, shop.store, shop.ledger)
    if shot not in {entry.id for entry in story.shot_list.shots}:
        raise InputError(f"there is no shot {shot}", remedy="throughline status lists them")


def _product(shop: Workshop, shot: str, stage: str | None) -> str | None:
    """The digest of what a stage now has of a shot, None where it has nothing fresh."""
    if stage is None:
        return None
    _story, standing = film_status(shop, Wish((), (shot,)))
    manifest = standing.products.get(f"{stage}/{shot}")
    return manifest.digest if manifest else None


def note(shot: ShotArgument, text: Annotated[str, typer.Argument(help="What you want to say.")],
         film: FilmOption = HERE, stage: StageOption = None, by: ByOption = None, as_json: JsonOption = False) -> None:
    """Keep a note on a shot.

    Example: throughline note 1-010 "hold two beats longer" --film my-film
    """
    _decide("note", film, shot, text, stage, by, as_json)


def approve(shot: ShotArgument, text: Annotated[str, typer.Argument(help="A word with it.")] = "",
            film: FilmOption = HERE, stage: StageOption = None, by: ByOption = None,
            as_json: JsonOption = False) -> None:
    """Approve a shot, or one of its products as it now is.

    Example: throughline approve 1-010 --stage board --film my-film
    """
    _decide("approve", film, shot, text, stage, by, as_json)


def retake(shot: ShotArgument, text: Annotated[str, typer.Argument(help="What must change.")],
           film: FilmOption = HERE, stage: StageOption = None, by: ByOption = None,
           as_json: JsonOption = False) -> None:
    """Ask for a shot to be made again differently.

    Example: throughline retake 1-010 "she must look at him" --film my-film
    """
    _decide("retake", film, shot, text, stage, by, as_json)


def override(shot: ShotArgument,
             stage: Annotated[str, typer.Argument(
                 help=f"What it stands in for: {', '.join((*SHOT_STAGES, MOTION, EFFECTS))}.")],
             files: Annotated[list[Path] | None, typer.Argument(
                 help="Your own files, under the product's names; without any, a copy of the product to edit.",
                 show_default=False)] = None,
             film: FilmOption = HERE, as_json: JsonOption = False) -> None:
    """Put your own files in place of what a stage makes for a shot.

    Example: throughline override 1-010 board panel_1.png --film my-film

    Example: throughline override 1-010 motion --film my-film

    Example: throughline override 1-020 effects from-us/1-020/*.vdb --film my-film
    """
    with one_line_errors(as_json):
        folder = open_film(film)
        target = folder.path / "overrides" / shot / stage
        with workshop(folder) as shop:
            if stage == MOTION:
                names = _moves(shop, shot, files or [], target)
            elif stage == EFFECTS:
                names = _gas(shop, shot, files or [], target)
            else:
                _known(shop, shot, stage)
                names = _taken(shop, shot, stage, target) if not files else \
                    take_files(files, target, lambda folder: _named(stage, folder))
        if as_json:
            say_json({"folder": str(target), "files": names})
            return
        say(f"{target}: {', '.join(names)} stand in for {stage} of {shot}; now: throughline build")


def _moves(shop: Workshop, shot: str, files: list[Path], target: Path) -> list[str]:
    """The names of the animator's files, copied to ``target``; without any, everybody's BVH there to be edited."""
    from throughline.motion.export import bvh_files
    from throughline.stages.motion_override import whose

    _known(shop, shot, None)
    if files:
        story = read_story(shop.film, shop.store, shop.ledger)
        blocking = next(each for each in story.staging.blockings if each.shot.id == shot)
        return take_files(files, target, lambda folder: whose(folder, [part.name for part in blocking.performances]))
    layout = shop.store.folder_of(_standing(shop, shot, "layout", target))
    return [file.name for file in bvh_files(layout / "shot.usdc", target)]


def _gas(shop: Workshop, shot: str, files: list[Path], target: Path) -> list[str]:
    """The names of the artist's files, copied to ``target``."""
    from throughline.stages.effect_override import own_effects
    from throughline.stages.shot_sheets import decided

    _known(shop, shot, None)
    if not files:
        raise InputError("name the files that stand in for the shot's effects",
                         remedy=f"throughline export effects --shots {shot} writes ours, to begin from")
    story = read_story(shop.film, shop.store, shop.ledger)
    blocking = decided(shop.film, story.staging).blockings[shot]
    return take_files(files, target, lambda folder: own_effects(folder, blocking))


def _named(stage: str, folder: Path) -> None:
    for file in sorted(folder.iterdir()):
        if not file.name.startswith("."):
            check_name(stage, file.name)


def _taken(shop: Workshop, shot: str, stage: str, target: Path) -> list[str]:
    """The names of the product's files, copied to ``target`` to be edited."""
    manifest = _standing(shop, shot, stage, target)
    folder = shop.store.folder_of(manifest)
    for name in manifest.files:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, target / name)
    return list(manifest.files)


def _standing(shop: Workshop, shot: str, stage: str, target: Path) -> Manifest:
    """What a stage now has of a shot, to be edited in ``target``, where nothing of a person's may lie yet."""
    if target.exists() and any(target.iterdir()):
        raise InputError("your own files are there already", file=str(target), remedy="edit those, or remove them")
    _story, standing = film_status(shop, Wish((), (shot,)))
    manifest = standing.products.get(f"{stage}/{shot}")
    if manifest is None:
        raise InputError(f"{stage} of {shot} is not made yet", remedy="build it first, or name your own files")
    return manifest
