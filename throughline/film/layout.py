"""What the layout of a shot worked out: camera, light, where subjects stand on the screen, who steps when."""

from __future__ import annotations

from throughline.film.effect import EffectSound
from throughline.film.record import Record
from throughline.film.setplan import Lamp, Mood


class CameraSample(Record):
    """The camera at one frame: metres, radians, mm on a 36 mm wide sensor."""

    position: tuple[float, float, float]
    look: tuple[float, float, float]
    roll: float
    lens_mm: float


class Footstep(Record):
    """A foot that lands: local frame, whose, at what speed in m/s, how far from the camera in metres."""

    frame: int
    who: str
    speed: float
    distance: float


class ScreenBox(Record):
    """A subject on the screen at a frame: x and y from -1 to 1 (right and up), its depth in metres; ``visible``
    is the share of its box that lies inside the picture."""

    frame: int
    x0: float
    y0: float
    x1: float
    y1: float
    depth: float
    visible: float


class ScreenTrack(Record):
    """A subject's boxes at some frames of the shot: for arrows on boards, reframing, and the critic."""

    name: str
    kind: str
    boxes: tuple[ScreenBox, ...]


class LayoutSheet(Record):
    """The layout's figures of one shot. ``lamps`` holds for every frame the lights that effects give off; ``sounds``
    what simulated effects (``simulated``: their places in the blocking) are heard as, at the shot's own frames."""

    shot: str
    frames: int
    rate_num: int
    rate_den: int
    aspect: float
    camera: tuple[CameraSample, ...]
    mood: Mood
    lamps: tuple[tuple[Lamp, ...], ...]
    footsteps: tuple[Footstep, ...]
    tracks: tuple[ScreenTrack, ...]
    warnings: tuple[str, ...] = ()
    sounds: tuple[EffectSound, ...] = ()
    simulated: tuple[int, ...] = ()
