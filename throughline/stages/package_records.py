"""What the package stage is told: plain records, so that planning loads no stage."""

from __future__ import annotations

from throughline.film.blocking import Blocking
from throughline.film.disclosure import DisclosureRow
from throughline.film.package import PackageSettings
from throughline.film.record import Record


class StillParams(Record):
    """A shot's still to be rendered: its blocking, engine, size in pixels, the film's rate ("24"); ``plate`` "stand-in"
    or "footage" where the shot is made on one."""

    blocking: Blocking
    engine: str
    width: int
    height: int
    rate: str
    plate: str | None = None


class StillFigure(Record):
    """Somebody or something in a still: from where to where across the picture (0 to 1, beyond it where cut off), and
    how high in parts of the picture."""

    name: str
    left: float
    right: float
    height: float


class StillSheet(Record):
    """Who stands where in each still of a shot, in their order."""

    figures: tuple[tuple[StillFigure, ...], ...]


class PackageParams(Record):
    """The package: the film's title as its documents show it, the screenplay's author ("" where the title page names
    none), the film's language ("ko", "en"; the other one is made beside it), the picture's aspect, package.toml with
    the comparables, and the ledger's rows for the disclosure in the order of the stages."""

    title: str
    author: str
    language: str
    aspect: float
    settings: PackageSettings = PackageSettings()
    disclosure: tuple[DisclosureRow, ...] = ()
