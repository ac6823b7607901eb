"""throughline note, approve, retake and override: what people decide about shots."""

from __future__ import annotations

import getpass
import shutil
from pathlib import Path
from typing import Annotated

import typer

from throughline.cli.build import FilmOption
from throughline.cli.report import one_line_errors, say
from throughline.film.errors import InputError
from throughline.review.decisions import Decisions
from throughline.stages.film_folder import FilmFolder, open_film
from throughline.stages.pipeline import SHOT_STAGES, Story, read_story
from throughline.stages.produce import workshop

ShotArgument = Annotated[str, typer.Argument(help="A shot's id: 1-010.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Who decides; you, if not said.")]
StageOption = Annotated[str | None, typer.Option("--stage", help=f"Of which product: {', '.join(SHOT_STAGES)}.")]


def _decide(kind: str, film: Path, shot: str, text: str, stage: str | None, by: str | None) -> None:
    with one_line_errors():
        folder = open_film(film)
        _known(folder, shot, stage)
        made = Decisions(folder.decisions).add(kind, shot, by or getpass.getuser(), text, stage)
        say(f"{made.kind} {made.number} on {shot} kept")


def _known(folder: FilmFolder, shot: str, stage: str | None) -> None:
    with workshop(folder) as shop:
        story: Story = read_story(folder, shop.store, shop.ledger)
    if shot not in {entry.id for entry in story.shot_list.shots}:
        raise InputError(f"there is no shot {shot}", remedy="throughline status lists them")
    if stage is not None and stage not in SHOT_STAGES:
        raise InputError(f"there is no stage {stage}", remedy=f"one of {', '.join(SHOT_STAGES)}")


def note(shot: ShotArgument, text: Annotated[str, typer.Argument(help="What you want to say.")],
         film: FilmOption = Path(), stage: StageOption = None, by: ByOption = None) -> None:
    """Keep a note on a shot.

    Example: throughline note 1-010 "hold two beats longer" --film my-film
    """
    _decide("note", film, shot, text, stage, by)


def approve(shot: ShotArgument, text: Annotated[str, typer.Argument(help="A word with it.")] = "",
            film: FilmOption = Path(), stage: StageOption = None, by: ByOption = None) -> None:
    """Approve a shot.

    Example: throughline approve 1-010 --stage board --film my-film
    """
    _decide("approve", film, shot, text, stage, by)


def retake(shot: ShotArgument, text: Annotated[str, typer.Argument(help="What must change.")],
           film: FilmOption = Path(), stage: StageOption = None, by: ByOption = None) -> None:
    """Ask for a shot to be made again differently.

    Example: throughline retake 1-010 "she must look at him" --film my-film
    """
    _decide("retake", film, shot, text, stage, by)


def override(shot: ShotArgument,
             stage: Annotated[str, typer.Argument(help=f"The stage it stands in for: {', '.join(SHOT_STAGES)}.")],
             files: Annotated[list[Path], typer.Argument(help="Your own files, under the product's names.")],
             film: FilmOption = Path()) -> None:
    """Put your own files in place of what a stage makes for a shot.

    Example: throughline override 1-010 board panel_1.png --film my-film
    """
    with one_line_errors():
        folder = open_film(film)
        _known(folder, shot, stage)
        target = folder.path / "overrides" / shot / stage
        for file in files:
            if not file.is_file():
                raise InputError("no such file", file=str(file))
        target.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copyfile(file, target / file.name)
        say(f"{target}: {len(files)} of your files stand in for {stage} of {shot}; now: throughline build")
