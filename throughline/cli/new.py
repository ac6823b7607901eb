"""throughline new: a film's folder from a screenplay."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from throughline.cli.report import JsonOption, one_line_errors, say, say_json
from throughline.film.errors import InputError
from throughline.film.settings import FilmSection, Settings
from throughline.formats.film_toml import write_settings
from throughline.formats.inline import plain
from throughline.stages.film_folder import SUFFIXES


def new(folder: Annotated[Path, typer.Argument(help="The folder to make.")],
        script: Annotated[Path, typer.Argument(help="A screenplay: .fountain, .fdx, .pdf, .txt.")],
        as_json: JsonOption = False) -> None:
    """Make a film from a screenplay.

    Example: throughline new my-film script.fountain
    """
    from throughline.formats import read_screenplay

    with one_line_errors(as_json):
        screenplay = read_screenplay(script)
        title = plain(screenplay.title)
        if folder.exists() and not folder.is_dir():
            raise InputError("there is a file of that name", file=str(folder), remedy="name another folder")
        if folder.exists() and any(folder.iterdir()):
            raise InputError("the folder is not empty", file=str(folder), remedy="name a new one")
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"screenplay{script.suffix.lower()}"
        shutil.copyfile(script, target)
        named = None if target.suffix in SUFFIXES else target.name
        settings = msgspec.structs.replace(Settings(), film=FilmSection(title=title, screenplay=named))
        (folder / "film.toml").write_text(write_settings(settings), encoding="utf-8")
        for name in ("cast", "plates", "overrides"):
            (folder / name).mkdir()
        if as_json:
            say_json({"folder": str(folder), "title": title, "screenplay": str(target)})
            return
        say(f"{folder}: {title}, {len(screenplay.elements)} elements")
        say(f"now: throughline build --film {folder}")
