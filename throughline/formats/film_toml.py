"""film.toml and the cast sheets: TOML to values, every mistake with its line and what would be right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from throughline.film.errors import InputError
from throughline.film.reader import LlmSection
from throughline.film.record import Record
from throughline.film.settings import LAYOUTS, SOLVERS, STYLES, UNITS, CastSheet, Settings

R = TypeVar("R", bound=Record)
LIMIT = 1_000_000
COLOURS = ("skin", "hair_colour", "top_colour", "bottom_colour", "outer_colour", "shoes_colour")
RANGES = {"age": (0, 150, "give years: 0 to 150"), "height_m": (0.3, 30.0, "give metres: 0.3 to 30"),
          "voice_pitch": (0, 99, "give 0 to 99")}


def read_settings(path: Path) -> Settings:
    """The settings in a film.toml.

    Raises:
        InputError: not TOML, an unknown key, a wrong type, a rate or size that no film has; with its line.
    """
    settings = read_table(path, Settings)
    _check(settings, path)
    return settings


def read_cast_sheet(path: Path) -> CastSheet:
    """A character's sheet from cast/NAME.toml.

    Raises:
        InputError: as read_settings.
    """
    sheet = read_table(path, CastSheet)
    text = settings_text(path)

    def refuse(key: str, remedy: str) -> None:
        raise InputError(f"{key}: {getattr(sheet, key)!r} is not possible", file=str(path), line=_line(text, key, ""),
                         remedy=remedy)

    for key in COLOURS:
        colour = getattr(sheet, key)
        if colour is not None and re.fullmatch(r"#[0-9a-fA-F]{6}", colour) is None:
            refuse(key, 'write a colour as "#7a1f1f"')
    for key, (least, most, remedy) in RANGES.items():
        value = getattr(sheet, key)
        if value is not None and not least <= value <= most:
            refuse(key, remedy)
    if not sheet.name.strip():
        refuse("name", "write the name as the script does")
    return sheet


def read_table(path: Path, kind: type[R]) -> R:
    """The record of ``kind`` in the TOML file ``path``.

    Raises:
        InputError: not TOML, an unknown key, a wrong type; with its line.
    """
    text = settings_text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise InputError(f"not valid TOML: {str(error).split(' (at')[0]}", file=str(path),
                         line=int(found.group(1)) if found else len(text.splitlines()) or 1,
                         remedy="correct this line") from error
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise _complaint(str(error), text, path, kind) from error


def line_of(path: Path, key: str, section: str = "") -> int | None:
    """The line of the file at ``path`` that gives ``key`` in ``section``; None where there is none."""
    return _line(settings_text(path), key, section) if path.exists() else None


def settings_text(path: Path) -> str:
    """The text of a settings file.

    Raises:
        InputError: it cannot be read, is not UTF-8, or is too large to be one.
    """
    try:
        if path.stat().st_size > LIMIT:
            raise InputError("larger than 1 MB", file=str(path), remedy="this is not a settings file")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8 text", file=str(path), remedy="save it as UTF-8") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error


def _complaint(message: str, text: str, path: Path, kind: type[Record]) -> InputError:
    """The library's finding in the film's words, with the line of the key."""
    where = re.search(r"`\$\.?([^`]*)`$", message)
    dotted = where.group(1) if where else ""
    unknown = re.search(r"unknown field `([^`]+)`", message)
    if unknown:
        known = ", ".join(_fields(kind, dotted))
        section = f" in [{dotted}]" if dotted else ""
        return InputError(f"unknown key “{unknown.group(1)}”{section}", file=str(path),
                          line=_line(text, unknown.group(1), dotted), remedy=f"known keys: {known}")
    lacking = re.search(r"missing required field `([^`]+)`", message)
    if lacking:
        return InputError(f"{lacking.group(1)} is missing" + (f" in [{dotted}]" if dotted else ""), file=str(path),
                          line=1, remedy=f"write a line: {lacking.group(1)} = ...")
    what = message.split(" - at")[0].replace("`", "")
    what = what[0].lower() + what[1:]
    return InputError(f"{dotted or 'the file'}: {what}", file=str(path),
                      line=_line(text, dotted.split(".")[-1], ".".join(dotted.split(".")[:-1])),
                      remedy="correct the value")


def _fields(kind: type[Any], dotted: str) -> list[str]:
    for step in filter(None, dotted.split(".")):
        field = next((field for field in msgspec.structs.fields(kind) if field.name == step), None)
        if field is None or not (isinstance(field.type, type) and issubclass(field.type, msgspec.Struct)):
            break
        kind = field.type
    return [field.name for field in msgspec.structs.fields(kind)]


def _line(text: str, key: str, section: str) -> int | None:
    inside = not section
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        if bare.startswith("["):
            inside = bare.strip("[] ") == section if section else inside
            if not section and bare.strip("[] ") == key:
                return number
        elif inside and re.match(rf"[\"']?{re.escape(key)}[\"']?\s*=", bare):
            return number
    return None


def _check_numbers(settings: Settings, refuse: Callable[[str, str, str, str], None]) -> None:
    """Limits and the effects' detail."""
    if not settings.limits.frame_seconds > 0:
        refuse(f"limits.frame_seconds {settings.limits.frame_seconds} is no time", "frame_seconds", "limits",
               "give seconds: 120")
    if not 0 <= settings.limits.cost_cap < float("inf"):
        refuse(f"limits.cost_cap {settings.limits.cost_cap} is no sum", "cost_cap", "limits", "give 0 or more")
    if not 0.02 <= settings.effects.detail <= 4:
        refuse(f"effects.detail {settings.effects.detail} is out of range", "detail", "effects", "give 0.02 to 4")
    if not 1 <= settings.limits.jobs <= 256:
        refuse(f"limits.jobs {settings.limits.jobs} is out of range", "jobs", "limits", "give 1 to 256")


def _check(settings: Settings, path: Path) -> None:
    text = settings_text(path)

    def refuse(what: str, key: str, section: str, remedy: str) -> None:
        raise InputError(what, file=str(path), line=_line(text, key, section), remedy=remedy)

    try:
        rate = Fraction(settings.film.rate)
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if not 1 <= rate <= 240:
        refuse(f"film.rate “{settings.film.rate}” is no frame rate", "rate", "film",
               'write it as "24", "25" or "24000/1001"')
    if not 0.5 <= settings.film.aspect <= 4:
        refuse(f"film.aspect {settings.film.aspect} is no picture's", "aspect", "film", "give width over height: 2.39")
    for key in ("previs_width", "boards_width", "stills_width"):
        if not 64 <= getattr(settings.picture, key) <= 8192:
            refuse(f"picture.{key} {getattr(settings.picture, key)} is out of range", key, "picture",
                   "give 64 to 8192 pixels")
    if settings.film.style not in STYLES:
        refuse(f"film.style “{settings.film.style}” is not known", "style", "film", f"one of {', '.join(STYLES)}")
    for key, known in (("layout", LAYOUTS), ("units", UNITS)):
        if getattr(settings.boards, key) not in known:
            refuse(f"boards.{key} “{getattr(settings.boards, key)}” is not known", key, "boards",
                   f"one of {', '.join(known)}")
    _check_numbers(settings, refuse)
    if settings.engines.effects not in SOLVERS:
        refuse(f"engines.effects “{settings.engines.effects}” is not known", "effects", "engines",
               f"one of {', '.join(SOLVERS)}")
    if settings.engines.reader is not None and not (settings.llm.base_url and settings.llm.model):
        refuse(f"engines.reader “{settings.engines.reader}” does not know its server", "reader", "engines",
               "set [llm] base_url and model")



def write_settings(settings: Settings) -> str:
    """A film.toml that reads back as ``settings``, with its keys explained."""
    film, picture, limits = settings.film, settings.picture, settings.limits
    lines = ["# A Throughline film. Every key is optional.", "", "[film]"]
    for key, value in (("title", film.title), ("screenplay", film.screenplay), ("language", film.language)):
        if value is not None:
            lines.append(f"{key} = {_quoted(value)}")
    lines += [f"rate = {_quoted(film.rate)}           # frames a second, exact",
              f"aspect = {film.aspect}         # width : height",
              f"style = {_quoted(film.style)}   # of the shots: classical, restless, long-take", "",
              "[picture]", f"previs_width = {picture.previs_width}", f"boards_width = {picture.boards_width}",
              f"stills_width = {picture.stills_width}", "",
              "[boards]",
              f"layout = {_quoted(settings.boards.layout)}          # panels a page: 1, 2, 3, 4, 6, 9, or konti",
              f"units = {_quoted(settings.boards.units)}           # of plans: m or ft", "",
              "[engines]", f"render = {_quoted(settings.engines.render)}",
              f"speech = {_quoted(settings.engines.speech)}",
              f"effects = {_quoted(settings.engines.effects)}      # gas: numba, or warp on an NVIDIA GPU"]
    if settings.engines.reader is not None:
        lines.append(f"reader = {_quoted(settings.engines.reader)}")
    lines += ["", "[limits]", f"jobs = {limits.jobs}            # worker processes",
              f"frame_seconds = {limits.frame_seconds}   # a render that takes longer for a frame is ended",
              f"cost_cap = {limits.cost_cap}        # money that engines may cost in all", "",
              "[effects]", f"detail = {settings.effects.detail}        # of what is simulated: 1 final, 0.25 preview"]
    llm = {key: value for key, value in msgspec.structs.asdict(settings.llm).items() if value is not None}
    if settings.llm != LlmSection():
        lines += ["", "[llm]"]
        lines += [f"{key} = {_quoted(value) if isinstance(value, str) else value}" for key, value in llm.items()]
    if settings.plates:
        lines += ["", "[plates]"]
        lines += [f"{_quoted(name)} = {_quoted(file)}" for name, file in sorted(settings.plates.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string, which is JSON's with DEL escaped too. Source: TOML 1.0, String."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")
