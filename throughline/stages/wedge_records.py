"""What the wedge stage is told: plain records, so that planning loads no stage."""

from __future__ import annotations

from throughline.film.blocking import Blocking
from throughline.film.record import Record


class WedgeRow(Record):
    """One size of one effect: what the effect is called, its number among the shot's, metres, and whether that is what
    the film has now; ``blocking`` is the shot with it."""

    name: str
    number: int
    size_m: float
    now: bool
    blocking: Blocking


class WedgeParams(Record):
    """The wedges of a shot: its rows, the film's title, engine, size in pixels of a cell, rate ("24"); ``plate`` as in
    PrevisParams. Row R reads the inputs "layout:R" and "R:effect:N"."""

    rows: tuple[WedgeRow, ...]
    title: str
    engine: str
    width: int
    height: int
    rate: str
    plate: str | None = None
