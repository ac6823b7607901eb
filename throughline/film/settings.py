"""What a person sets for a film: film.toml and the cast sheets, as values."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from throughline.film.effect import EffectChoice
from throughline.film.reader import LlmSection
from throughline.film.record import Record

STYLES = ("classical", "restless", "long-take")


class FilmSection(Record):
    """[film]: ``rate`` is frames a second, exact ("24", "25", "24000/1001"); ``language`` None: as the script's;
    ``style`` is how shots are made of scenes (``STYLES``)."""

    title: str | None = None
    screenplay: str | None = None
    language: str | None = None
    rate: str = "24"
    aspect: float = 2.39
    style: str = "classical"


class PictureSection(Record):
    """[picture]: widths in pixels; heights follow from the aspect, rounded to even."""

    previs_width: int = 640
    boards_width: int = 1280
    stills_width: int = 1920


LAYOUTS = ("1", "2", "3", "4", "6", "9", "konti")
UNITS = ("m", "ft")


class BoardsSection(Record):
    """[boards]: panels a page, or "konti" for the Korean sheet (``LAYOUTS``); the length that plans are drawn in
    (``UNITS``)."""

    layout: str = "6"
    units: str = "m"


SOLVERS = ("numba", "warp")


class EngineSection(Record):
    """[engines]: which engine serves a stage. ``effects`` is what gas is simulated by (``SOLVERS``): the processors, or
    an NVIDIA GPU. ``reader`` names one that reads every scene once more after the package's own reader, None for
    none."""

    render: str = "blender"
    speech: str = "espeak"
    effects: str = "numba"
    reader: str | None = None


class EffectsSection(Record):
    """[effects]: ``detail`` multiplies the cells along an edge of what is simulated: 1 final, 0.25 preview."""

    detail: float = 0.5


class LimitSection(Record):
    """[limits]: worker processes; seconds a rendered frame may take, on the average of a shot, before the render is
    ended; how much money engines may cost over the film's whole life, in its currency: nothing, until a person says."""

    jobs: int = 2
    frame_seconds: float = 120.0
    cost_cap: float = 0.0


class Settings(Record):
    """A film.toml. ``plates`` maps a plate's name to a footage file in the film folder, or "stand-in"."""

    film: FilmSection = FilmSection()
    picture: PictureSection = PictureSection()
    boards: BoardsSection = BoardsSection()
    engines: EngineSection = EngineSection()
    limits: LimitSection = LimitSection()
    effects: EffectsSection = EffectsSection()
    llm: LlmSection = LlmSection()
    plates: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def rate(self) -> Fraction:
        return Fraction(self.film.rate)

    def size(self, width: int) -> tuple[int, int]:
        """(width, height) in even pixels of a picture of the film's aspect."""
        even = width - width % 2
        height = round(even / self.film.aspect / 2) * 2
        return even, height


class ShotSheet(Record):
    """shots/ID.toml: what a person decides for one shot. ``effects`` by what each is called in the shot: its kind,
    "explosion", and with a number from the second of that kind on, "explosion 2"."""

    effects: dict[str, EffectChoice] = msgspec.field(default_factory=dict)


class CastSheet(Record):
    """cast/NAME.toml: how a character looks and sounds where a person decides; None follows the script."""

    name: str
    kind: str | None = None
    age: int | None = None
    sex: str | None = None
    height_m: float | None = None
    build: str | None = None
    skin: str | None = None
    hair: str | None = None
    hair_colour: str | None = None
    top: str | None = None
    top_colour: str | None = None
    bottom: str | None = None
    bottom_colour: str | None = None
    outer: str | None = None
    outer_colour: str | None = None
    shoes_colour: str | None = None
    head: str | None = None
    voice_pitch: int | None = None
    voice_variant: str | None = None
    notes: str = ""
