"""A row of a person's own shot list, as it was written; what it leaves open is None or empty."""

from __future__ import annotations

from throughline.film.record import Record
from throughline.film.shot import Angle, Move, Size


class ShotRow(Record):
    """One shot as a person listed it: ``file`` and ``line`` say where. ``shot`` is the number as written ("4-020",
    "3B"); ``lines`` are script lines, ``dialogue`` and ``description`` words to find its place in the scene by.
    ``seconds`` and ``frames`` may both be given; ``notes`` as written."""

    file: str
    line: int
    scene: str
    shot: str = ""
    size: Size | None = None
    angle: Angle | None = None
    move: Move | None = None
    lens_mm: int | None = None
    subjects: tuple[str, ...] | None = None
    description: str = ""
    dialogue: str = ""
    seconds: float | None = None
    frames: int | None = None
    plate: str | None = None
    lines: tuple[int, ...] = ()
    notes: str | None = None
