"""What the stages are told and what the reading stages leave: plain records, so that planning loads no stage."""

from __future__ import annotations

from pathlib import Path

import msgspec

from throughline.directing.numbering import Numbering, content
from throughline.engines.contracts import EngineIdentity, Voice
from throughline.film.blocking import Blocking, Look
from throughline.film.record import Record, load
from throughline.film.settings import CastSheet
from throughline.film.shot import Shot, ShotList
from throughline.film.shot_row import ShotRow
from throughline.film.story import Breakdown
from throughline.formats.corrections import Correction


class ShotParams(Record):
    """What the shots stage is told beside the breakdown: the numbers given before, a person's corrections, the
    directing style, and the rows of a person's own shot list, which wins."""

    rate: str
    title: str
    numbering: Numbering | None = None
    corrections: tuple[Correction, ...] = ()
    style: str = "classical"
    rows: tuple[ShotRow, ...] = ()


class StagingParams(Record):
    """What the staging stage is told beside the shots: cast sheets, the language that is spoken, the picture's
    aspect."""

    sheets: tuple[CastSheet, ...]
    language: str | None
    aspect: float = 2.39


class NamedVoice(Record):
    name: str
    voice: Voice


class Staging(Record):
    """The whole film staged: a blocking a shot in the order of the cut, every look by name, every voice."""

    blockings: tuple[Blocking, ...]
    looks: tuple[Look, ...]
    voices: tuple[NamedVoice, ...]
    language: str


class LayoutParams(Record):
    """A shot to be laid out: its blocking, the film's rate ("24") and aspect; the speech engine's name and the voices
    of those who speak in it, by which their lips move; without them lips follow the letters of the lines. ``solver`` is
    who computes falls, None where nobody can fall."""

    blocking: Blocking
    rate: str
    aspect: float
    speech: str = ""
    voices: tuple[NamedVoice, ...] = ()
    solver: EngineIdentity | None = None


class BoardParams(Record):
    """A shot to be drawn: its blocking, the engine's name, the panel's size in pixels."""

    blocking: Blocking
    engine: str
    width: int
    height: int


class AnimaticParams(Record):
    """A shot to be timed: the shot, the film's title for the slate, size, rate ("24")."""

    shot: Shot
    title: str
    width: int
    height: int
    rate: str


class PrevisParams(Record):
    """A shot to be seen in motion: its blocking, the film's title for the slate, engine, size, rate
    ("24"); ``plate`` "stand-in" or "footage" where the shot is made on one."""

    blocking: Blocking
    title: str
    engine: str
    width: int
    height: int
    rate: str
    plate: str | None = None


class PlateParams(Record):
    """A stand-in plate to be taken: the shot's id, engine, size, rate ("24")."""

    shot: str
    engine: str
    width: int
    height: int
    rate: str


class SoundParams(Record):
    """A shot to be heard: its blocking, the speech engine's name, the voices of those who speak in it."""

    blocking: Blocking
    engine: str
    voices: tuple[NamedVoice, ...]


class OverrideParams(Record):
    """An artist's own files: the stage they stand in for, the shot, the title for its slate, the film's size and
    rate ("24")."""

    stage: str
    shot: Shot
    title: str
    width: int
    height: int
    rate: str


class HeadedShot(Record):
    """A shot with the heading of the scene that it opens, "" where it opens none, and the heading's parts in words;
    ``sounds`` are what the breakdown hears in it."""

    shot: Shot
    heading: str
    place: str = ""
    time: str = ""
    setting: str = ""
    sounds: tuple[str, ...] = ()


class BoardsParams(Record):
    """The book: title, author, language of its labels, aspect, rate, the shots in order, the script's draft, and the
    layout: panels a page ("1", "2", "3", "4", "6", "9") or "konti"."""

    title: str
    subtitle: str
    language: str
    aspect: float
    rate: float
    shots: tuple[HeadedShot, ...]
    draft: str = ""
    layout: str = "6"


class EditShot(Record):
    """A shot in the cut: id, frames, and which of its clips is used ("clean", "slate"; None where it has none)."""

    id: str
    frames: int
    source: str | None


class EditParams(Record):
    """A cut: the file's name, its shots in order, rate ("24"), and the picture's size without bars."""

    file: str
    shots: tuple[EditShot, ...]
    rate: str
    width: int
    height: int
    bars: bool


def read_shots(folder: Path) -> tuple[ShotList, Breakdown, bytes]:
    """The shot list, the renumbered breakdown and the saved numbering in a shots product's folder."""
    return (load((folder / "shots.json").read_bytes(), ShotList),
            load((folder / "scenes.json").read_bytes(), Breakdown), (folder / "numbering.json").read_bytes())


def without_lines(blocking: Blocking) -> Blocking:
    """The blocking without its places in the script, which shift when lines are added before it."""
    return msgspec.structs.replace(blocking, shot=content(blocking.shot), warnings=())
