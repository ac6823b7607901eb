"""throughline import: drawings and notes that come back from the Storyboarder program."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import Annotated

import typer

from throughline.cli.report import FAILED, HERE, FilmOption, JsonOption, one_line_errors, say, say_json
from throughline.film.errors import InputError
from throughline.review.decisions import Decisions
from throughline.stages.film_folder import open_film
from throughline.stages.produce import Wish, Workshop, film_status, workshop

ENDING = ".storyboarder"


def import_(file: Annotated[Path, typer.Argument(help="A NAME.storyboarder file, with its images/ beside it.")],
            film: FilmOption = HERE,
            replace: Annotated[bool, typer.Option("--replace", help="Over panels of your own that were replaced here "
                                                                    "since the export, too.")] = False,
            by: Annotated[str | None, typer.Option("--by", help="Who drew; you, if not said.")] = None,
            as_json: JsonOption = False) -> None:
    """Take in what was drawn and written in Storyboarder: drawings replace panels, words are kept as notes.

    Example: throughline import Crossing.storyboarder --film my-film
    """
    from throughline.stages.panel_import import take_panels

    with one_line_errors(as_json):
        if file.suffix != ENDING:
            raise InputError("only Storyboarder's projects can be imported", file=str(file),
                             remedy=f"give a file that ends in {ENDING}")
        folder = open_film(film)
        with workshop(folder) as shop:
            shots, boards = _standing(shop)
            taken = take_panels(file, folder.path, shots, boards.get, Decisions(folder.decisions), by or _person(),
                                replace)
        if as_json:
            say_json({"replaced": taken.replaced, "notes": taken.notes, "told": taken.told,
                      "conflicts": taken.conflicts})
        else:
            for line in taken.told:
                say(line)
            say(f"{len(taken.replaced)} shots have new panels, {taken.notes} notes kept"
                + ("; now: throughline build boards" if taken.replaced else ""))
    if taken.conflicts:
        raise typer.Exit(FAILED)


def _standing(shop: Workshop) -> tuple[dict[str, str], dict[str, Path]]:
    """The film's shots with their actions, and where the newest boards of those that have one lie."""
    story, found = film_status(shop, Wish(("boards",)))
    shots = {shot.id: shot.action for shot in story.shot_list.shots}
    return shots, {shot: shop.store.folder_of(found.products[f"board/{shot}"]) for shot in shots
                   if f"board/{shot}" in found.products}


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
