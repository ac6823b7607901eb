"""What a person decided for single shots: shots/ID.toml and overrides/ID/effects; a mistake fails that shot alone."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from throughline.build.execute import Context
from throughline.build.stage import Task
from throughline.film.blocking import Blocking
from throughline.film.effect import EffectChoice
from throughline.film.errors import InputError
from throughline.film.record import Record
from throughline.film.settings import ShotSheet
from throughline.formats.film_toml import line_of, read_table
from throughline.stages.effect_orders import directed, heading
from throughline.stages.effect_override import Own, own_effects
from throughline.stages.film_folder import FilmFolder
from throughline.stages.override_names import EFFECTS
from throughline.stages.records import Staging, without_lines


class Refusal(Record):
    """A mistake in what a person decided for a shot, as it is told."""

    what: str
    file: str | None = None
    line: int | None = None
    remedy: str | None = None


@dataclass
class Decided:
    """By shot id: the blockings as they are directed, the sheets, the artist's own effects, and what is refused."""

    blockings: dict[str, Blocking] = field(default_factory=dict)
    sheets: dict[str, ShotSheet] = field(default_factory=dict)
    own: dict[str, dict[str, Own]] = field(default_factory=dict)
    refused: dict[str, Refusal] = field(default_factory=dict)


def decided(film: FilmFolder, staging: Staging) -> Decided:
    """What is decided for every shot; one whose files are wrong is as the script has it, and refused."""
    found, overrides = Decided(), film.overrides()
    for staged in staging.blockings:
        shot, blocking = staged.shot.id, without_lines(staged)
        file, folder = film.shot_sheet_path(shot), overrides.get((shot, EFFECTS))
        try:
            sheet = read_sheet(file) if file.exists() else None
            blocking = directed(blocking, sheet, file)
            if folder is not None:
                found.own[shot] = own_effects(folder, blocking)
            if sheet is not None:
                found.sheets[shot] = sheet
        except InputError as error:
            found.refused[shot] = Refusal(what=error.what, file=error.file, line=error.line, remedy=error.remedy)
        found.blockings[shot] = blocking
    return found


def read_sheet(file: Path) -> ShotSheet:
    """A shot's sheet.

    Raises:
        InputError: not TOML, an unknown key, a wrong type; with its line.
    """
    try:
        return read_table(file, ShotSheet)
    except InputError as error:
        if error.line is None:
            _refuse_choice(file)
        raise


def _refuse_choice(file: Path) -> None:
    """Raises for the first effect's table that is wrong: the whole file's complaint does not say whose it is."""
    effects = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("effects", {})
    for name, table in effects.items() if isinstance(effects, dict) else ():
        try:
            msgspec.convert(table, EffectChoice)
        except msgspec.ValidationError as error:
            what, _, where = str(error).replace("`", "").partition(" - at $")
            unknown, place = what.startswith("Object contains unknown field"), heading(name)
            key = what.rpartition(" ")[2] if unknown else where.lstrip(".").partition("[")[0]
            told = f"unknown key “{key}”" if unknown else f"{key}: {what[0].lower()}{what[1:]}"
            known = ", ".join(each.name for each in msgspec.structs.fields(EffectChoice))
            raise InputError(f"{place}: {told}", file=str(file), line=line_of(file, key, place) or line_of(file, place),
                             remedy=f"known keys: {known}" if unknown else "correct the value") from error


def refusal_task(shot: str, refusal: Refusal) -> Task:
    """The task that fails with what is wrong, so that what needs the shot waits and the rest of the film goes on."""
    return Task(stage="sheet", version=1, name=shot, function="throughline.stages.shot_sheets:refuse", params=refusal)


def refuse(context: Context) -> None:
    """Raises the refusal that it is told."""
    told = context.params
    if not isinstance(told, Refusal):
        raise TypeError("a refusal needs a Refusal")
    raise InputError(told.what, file=told.file, line=told.line, remedy=told.remedy)


def strange_decisions(film: FilmFolder, shots: Collection[str]) -> list[str]:
    """A line for every sheet, and every folder of own effects, of a shot that the film does not have."""
    remedy = f"shots go from {min(shots)} to {max(shots)}; throughline status lists them" if shots else "it has none"
    files = [file for file in sorted((film.path / "shots").glob("*.toml")) if file.stem not in shots]
    files += [folder for (shot, stage), folder in film.overrides().items() if stage == EFFECTS and shot not in shots]
    return [f"{file}: the film has no such shot, so nothing is taken from here; {remedy}" for file in files]
