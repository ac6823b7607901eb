"""Projects of the Storyboarder program: NAME.storyboarder (JSON) with its pictures in images/ beside it.

Written and read from what the program writes itself: a board's drawing is in layers, each a PNG of the project's size,
that lie over white from "shot-generator" up to "notes". What we exported is listed under "throughline", a key that the
program leaves as it is, so that a file which comes back tells what was drawn since.
Source: github.com/wonderunit/storyboarder, src/js/models/board.js and src/js/exporters/common.js (what is stored).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from throughline.film.errors import InputError
from throughline.film.record import Record

ENDING = ".storyboarder"
IMAGES = "images"
VERSION, NEWEST = "3.0.0", 3
HIGH = 900
LAYERS = ("shot-generator", "reference", "fill", "tone", "pencil", "ink", "notes")
PAINTED = ("fill", "tone", "pencil", "ink")
FAINT = {"reference": 0.75}
"""How opaque the program shows a layer that says nothing of it; all others are wholly so."""
LIMIT = 100_000_000
DEFAULT_MS = 2000
SAVE = "open it in Storyboarder and save it again"
_ID = re.compile(r"[^./\\:\x00-\x1f][^/\\:\x00-\x1f]*")
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Layer(Record):
    """A layer of a board: its name, its file in images/, how opaque it is."""

    name: str
    url: str
    opacity: float


class Board(Record):
    """A board: its stable ``uid``, whether a shot begins with it, length in ms, its texts, its layers from below."""

    uid: str
    new_shot: bool
    duration: int
    dialogue: str
    action: str
    notes: str
    layers: tuple[Layer, ...]


class Exported(Record):
    """What a board was when we exported it: ``drawing`` is the digest of its picture, ``source`` that of our file."""

    uid: str
    shot: str
    panel: int
    duration: int
    dialogue: str
    action: str
    notes: str
    drawing: str
    source: str


class Project(Record):
    """A project: width over height, frames a second, its boards in order, and what we once exported to it."""

    aspect: float
    fps: float
    boards: tuple[Board, ...]
    exported: tuple[Exported, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of its layers in pixels."""
        return size_of(self.aspect)


def size_of(aspect: float) -> tuple[int, int]:
    """(width, height) in pixels of the layers of a project of this aspect."""
    return (int(HIGH * aspect), HIGH) if aspect >= 1 else (HIGH, int(HIGH / aspect))


def uids(names: Sequence[str]) -> list[str]:
    """Five letters and digits for every name, as the program has them: the same name the same, and no two alike."""
    found: list[str] = []
    for name in names:
        attempt = 0
        while (uid := _uid(f"{name}#{attempt}" if attempt else name)) in found:
            attempt += 1
        found.append(uid)
    return found


def _uid(name: str) -> str:
    value = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return "".join(_LETTERS[value // 36 ** place % 36] for place in range(5))


def image_name(number: int, uid: str, layer: str = "") -> str:
    """The file of board ``number`` (from 1), of one of its layers, or its "thumbnail", "posterframe"."""
    ending = "jpg" if layer == "posterframe" else "png"
    return f"board-{number}-{uid}{f'-{layer}' if layer else ''}.{ending}"


def project_json(project: Project, sounds: dict[str, tuple[str, int]]) -> str:
    """The text of a .storyboarder file; ``sounds`` are by uid a file in images/ and its length in ms."""
    boards: list[dict[str, Any]] = []
    time = shot = letter = 0
    for number, board in enumerate(project.boards, start=1):
        shot, letter = (shot + 1, 0) if board.new_shot or not shot else (shot, letter + 1)
        entry: dict[str, Any] = {
            "uid": board.uid, "url": image_name(number, board.uid), "newShot": board.new_shot, "lastEdited": 0,
            "number": number, "shot": f"{shot}{_lettered(letter)}", "time": time, "duration": board.duration,
            "dialogue": board.dialogue, "action": board.action, "notes": board.notes,
            "layers": {layer.name: {"url": layer.url, "opacity": layer.opacity} for layer in board.layers}}
        if board.uid in sounds:
            file, length = sounds[board.uid]
            entry["audio"] = {"filename": file, "duration": length}
        boards.append(entry)
        time += board.duration
    told = {"version": VERSION, "aspectRatio": project.aspect, "fps": project.fps, "defaultBoardTiming": DEFAULT_MS,
            "boards": boards, "throughline": {"schema": 1, "boards": [
                {name: getattr(entry, name) for name in entry.__struct_fields__} for entry in project.exported]}}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _lettered(index: int) -> str:
    """A to Z, then AA ..."""
    return chr(65 + index) if index < 26 else _lettered(index // 26 - 1) + chr(65 + index % 26)


def read_project(path: Path) -> Project:
    """The project in a .storyboarder file; every picture that it names is there, in images/ beside it.

    Raises:
        InputError: no such file, no project, one of a newer program, or a picture that is missing or outside.
    """
    told = _parsed(path)
    _check_version(told.get("version"), path)
    rows = told.get("boards")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError("is no Storyboarder project: it lists no boards", file=str(path),
                         remedy="give the .storyboarder file of a scene")
    aspect = _number(told.get("aspectRatio"))
    if aspect is None or not 0.2 <= aspect <= 6:
        raise InputError("has no usable aspectRatio", file=str(path), remedy=SAVE)
    timing = _number(told.get("defaultBoardTiming")) or DEFAULT_MS
    boards = tuple(_board(row, number, timing, path) for number, row in enumerate(rows, start=1))
    twice = {board.uid for board in boards if sum(other.uid == board.uid for other in boards) > 1}
    if twice:
        raise InputError(f"two boards have the uid {min(twice)}", file=str(path),
                         remedy="open it in Storyboarder, duplicate one of the two and remove it")
    return Project(aspect=aspect, fps=_number(told.get("fps")) or 24.0, boards=boards,
                   exported=_exported(told.get("throughline"), path))


def _parsed(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise InputError("no such file", file=str(path), remedy="name the .storyboarder file")
    if path.stat().st_size > LIMIT:
        raise InputError("is too large for a Storyboarder project", file=str(path))
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError("is not text", file=str(path), remedy="give the .storyboarder file itself") from error
    except json.JSONDecodeError as error:
        raise InputError(f"is broken: {error.msg}", file=str(path), line=error.lineno,
                         remedy="restore it; Storyboarder keeps backups beside it") from error
    except RecursionError as error:
        raise InputError("is no Storyboarder project", file=str(path)) from error
    if not isinstance(told, dict):
        raise InputError("is no Storyboarder project", file=str(path), remedy="give the .storyboarder file of a scene")
    return told


def _check_version(version: object, path: Path) -> None:
    first = str(version).partition(".")[0]
    if version is not None and (not first.isdecimal() or int(first) > NEWEST):
        raise InputError(f"was written by Storyboarder {version}; versions up to {NEWEST} are known", file=str(path),
                         remedy=f"save it with Storyboarder {NEWEST}")


def _board(row: dict[str, Any], number: int, timing: float, path: Path) -> Board:
    uid = row.get("uid")
    if not isinstance(uid, str) or not uid:
        raise InputError(f"board {number} has no uid", file=str(path), remedy=SAVE)
    length = _number(row.get("duration"))
    words = {name: str(row.get(name) or "") for name in ("dialogue", "action", "notes")}
    return Board(uid=uid, new_shot=bool(row.get("newShot")), duration=round(timing if length is None else length),
                 layers=_layers(row, number, path), **words)


def _layers(row: dict[str, Any], number: int, path: Path) -> tuple[Layer, ...]:
    """The layers from below; before Storyboarder 1.7 what is drawn was in the board's own file."""
    given = row.get("layers")
    given = given if isinstance(given, dict) else {}
    found = []
    for name in LAYERS:
        entry = given.get(name)
        if isinstance(entry, dict):
            opacity = _number(entry.get("opacity"))
            found.append(Layer(name=name, url=_inside(entry.get("url"), number, path),
                               opacity=min(max(FAINT.get(name, 1.0) if opacity is None else opacity, 0.0), 1.0)))
    main = row.get("url")
    if isinstance(main, str) and not any(layer.name in PAINTED for layer in found):
        if _plain(main) and (path.parent / IMAGES / main).is_file():
            at = sum(layer.name != "notes" for layer in found)
            found.insert(at, Layer(name="main", url=_inside(main, number, path), opacity=1.0))
    return tuple(found)


def _plain(url: str) -> bool:
    return not any(mark in url for mark in ("/", "\\", "\0", ":")) and url not in ("", ".", "..")


def _inside(url: object, number: int, path: Path) -> str:
    """The name of a picture in images/, which is there.

    Raises:
        InputError: it leads elsewhere, or is missing.
    """
    folder = path.parent / IMAGES
    if not isinstance(url, str) or not _plain(url) or not (folder / url).resolve().is_relative_to(folder.resolve()):
        raise InputError(f"board {number} names a picture outside of {IMAGES}/: {url}", file=str(path),
                         remedy="keep a project's pictures in its own folder")
    if not (folder / url).is_file():
        raise InputError(f"board {number}: its picture {IMAGES}/{url} is missing", file=str(path),
                         remedy=f"bring the whole folder, {IMAGES}/ too")
    return url


def _exported(told: object, path: Path) -> tuple[Exported, ...]:
    rows = told.get("boards") if isinstance(told, dict) else None
    if rows is None:
        return ()
    try:
        found = msgspec.convert(rows, tuple[Exported, ...])
    except msgspec.ValidationError as error:
        raise InputError(f"its list of what was exported is damaged: {error}", file=str(path),
                         remedy='remove its key "throughline": every drawing then counts as new') from error
    strange = next((entry.shot for entry in found if _ID.fullmatch(entry.shot) is None), None)
    if strange is not None:
        raise InputError(f"“{strange}” is no shot's id", file=str(path), remedy="export the boards again")
    return found


def _number(value: object) -> float | None:
    """A number, which the program now and then writes as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if abs(found) < 1e12 else None
