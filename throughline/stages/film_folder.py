"""A user's film on disk: its settings, its screenplay, its cast sheets, its overrides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from throughline.film.errors import InputError
from throughline.film.settings import CastSheet, Settings
from throughline.film.shot_row import ShotRow
from throughline.formats.corrections import Correction, read_corrections
from throughline.formats.film_toml import line_of, read_cast_sheet, read_settings
from throughline.formats.shot_table import read_shot_table

SUFFIXES = (".fountain", ".fdx", ".pdf", ".txt")


@dataclass(frozen=True)
class FilmFolder:
    """The film in a folder. ``sheets`` are the cast sheets by character name."""

    path: Path
    settings: Settings
    screenplay: Path
    sheets: dict[str, CastSheet]

    @property
    def build(self) -> Path:
        return self.path / "build"

    @property
    def out(self) -> Path:
        return self.build / "out"

    @property
    def decisions(self) -> Path:
        return self.path / "reviews.db"

    def corrections(self) -> tuple[Correction, ...]:
        """What a person corrected of the breakdown, in corrections.csv.

        Raises:
            InputError: it is wrong; with its row.
        """
        file = self.path / "corrections.csv"
        return read_corrections(file) if file.exists() else ()

    def shot_table(self) -> tuple[ShotRow, ...]:
        """A person's own shot list, in shots.csv.

        Raises:
            InputError: it is wrong; with its row.
        """
        file = self.path / "shots.csv"
        return read_shot_table(file) if file.exists() else ()

    def shot_sheet_path(self, shot: str) -> Path:
        """Where a person's own sheet of a shot lies."""
        return self.path / "shots" / f"{shot}.toml"

    def overrides(self) -> dict[tuple[str, str], Path]:
        """The folders with an artist's own files, by shot id and stage; empty ones stand for nothing."""
        found = {}
        for folder in sorted((self.path / "overrides").glob("*/*")):
            if folder.is_dir() and any(not file.name.startswith(".") for file in folder.iterdir()):
                found[folder.parent.name, folder.name] = folder
        return found


def open_film(path: Path) -> FilmFolder:
    """The film in the folder ``path``.

    Raises:
        InputError: no film is there, its film.toml or a cast sheet is wrong, or it has no one screenplay.
    """
    if not path.is_dir():
        raise InputError("no such folder", file=str(path), remedy="make a film with: throughline new FOLDER SCRIPT")
    toml = path / "film.toml"
    settings = read_settings(toml) if toml.exists() else Settings()
    sheets = {}
    for file in sorted((path / "cast").glob("*.toml")):
        sheet = read_cast_sheet(file)
        if sheet.name.casefold() in sheets:
            raise InputError(f"a second sheet for {sheet.name}", file=str(file), line=line_of(file, "name"),
                             remedy="keep one of the two")
        sheets[sheet.name.casefold()] = sheet
    film = FilmFolder(path, settings, _screenplay(path, settings), sheets)
    _check_plates(film)
    return film


def _screenplay(path: Path, settings: Settings) -> Path:
    if settings.film.screenplay is not None:
        toml = path / "film.toml"
        line = line_of(toml, "screenplay", "film")
        named = inside(path, settings.film.screenplay, line)
        if not named.is_file():
            raise InputError(f"the screenplay “{settings.film.screenplay}” is not there", file=str(toml), line=line,
                             remedy="correct film.screenplay or put the file there")
        return named
    found = sorted(file for file in path.glob("screenplay*") if file.suffix.lower() in SUFFIXES and file.is_file())
    if not found:
        raise InputError("no screenplay here", file=str(path),
                         remedy="put screenplay.fountain, .fdx, .pdf or .txt there, or run: throughline new")
    if len(found) > 1:
        names = ", ".join(file.name for file in found)
        raise InputError(f"more than one screenplay: {names}", file=str(path),
                         remedy='say which in film.toml: [film] screenplay = "..."')
    return found[0]


def inside(folder: Path, name: str, line: int | None = None) -> Path:
    """The path of ``name``, which film.toml gives in its ``line``, in ``folder``.

    Raises:
        InputError: it leads outside the folder.
    """
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise InputError(f"“{name}” leads outside the film", file=str(folder / "film.toml"), line=line,
                         remedy="keep the film's files in its own folder")
    return target


def _check_plates(film: FilmFolder) -> None:
    for name, file in sorted(film.settings.plates.items()):
        if file == "stand-in":
            continue
        toml = film.path / "film.toml"
        line = line_of(toml, name, "plates")
        if not inside(film.path, file, line).is_file():
            raise InputError(f"the plate “{name}” is missing: {file}", file=str(toml), line=line,
                             remedy='put the footage there, or say "stand-in" to have one rendered')
