"""throughline new: a film's folder from a screenplay."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from throughline.cli.report import one_line_errors, say
from throughline.film.errors import InputError
from throughline.film.settings import FilmSection, Settings
from throughline.formats import read_screenplay
from throughline.formats.film_toml import write_settings


def new(folder: Annotated[Path, typer.Argument(help="The folder to make.")],
        script: Annotated[Path, typer.Argument(help="A screenplay: .fountain, .fdx, .pdf, .txt.")]) -> None:
    """Make a film from a screenplay.

    Example: throughline new my-film script.fountain && throughline build --film my-film
    """
    with one_line_errors():
        screenplay = read_screenplay(script)
        if folder.exists() and any(folder.iterdir()):
            raise InputError("the folder is not empty", file=str(folder), remedy="name a new one")
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"screenplay{script.suffix.lower()}"
        shutil.copyfile(script, target)
        settings = msgspec.structs.replace(Settings(), film=FilmSection(title=screenplay.title))
        (folder / "film.toml").write_text(write_settings(settings), encoding="utf-8")
        for name in ("cast", "plates", "overrides"):
            (folder / name).mkdir()
        say(f"{folder}: {screenplay.title}, {len(screenplay.elements)} elements")
        say(f"now: throughline build --film {folder}")
