"""The shot list and the cut: what each shot shows, how, and for how long."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from throughline.film.record import Record


class Size(StrEnum):
    ECU = "extreme close-up"
    CU = "close-up"
    MCU = "medium close-up"
    MS = "medium"
    MLS = "medium long"
    LS = "long"
    ELS = "extreme long"
    ESTABLISHING = "establishing"
    OTS = "over the shoulder"
    TWO = "two-shot"
    INSERT = "insert"


class Angle(StrEnum):
    EYE = "eye"
    LOW = "low"
    HIGH = "high"
    BIRD = "bird's-eye"
    WORM = "worm's-eye"
    DUTCH = "dutch"


class Move(StrEnum):
    STATIC = "static"
    PUSH_IN = "push in"
    PULL_OUT = "pull out"
    PAN_LEFT = "pan left"
    PAN_RIGHT = "pan right"
    TILT_UP = "tilt up"
    TILT_DOWN = "tilt down"
    TRACK = "track"
    LEAD = "lead"
    FOLLOW = "follow"
    CRANE_UP = "crane up"
    CRANE_DOWN = "crane down"
    ORBIT = "orbit"
    HANDHELD = "handheld"
    ZOOM_IN = "zoom in"
    ZOOM_OUT = "zoom out"


class SpokenLine(Record):
    """A speech (or part of one) heard in a shot. Frames are inclusive and local to the shot, from 0."""

    speaker: str
    text: str
    frame_in: int
    frame_out: int
    line: int
    off_screen: bool = False
    parenthetical: str | None = None


class EffectCue(Record):
    """An effect that goes off in the shot at a local frame: kind, what or who it happens to, size in metres."""

    kind: str
    frame: int
    at: str | None = None
    size_m: float = 6.0
    words: tuple[str, ...] = ()


class TitleCard(Record):
    """A text on the picture, part of the film (not a burn-in), shown over inclusive local frames."""

    text: str
    frame_in: int
    frame_out: int


class Cue(Record):
    """What a subject does in a time of the shot, from the reading's events: inclusive local frames.

    ``clause`` are the script's words for what hands do, which say who and what is touched and where; else empty.
    """

    verb: str
    who: tuple[str, ...]
    frame_in: int
    frame_out: int
    target: str | None = None
    manner: tuple[str, ...] = ()
    line: int = 0
    clause: str = ""


class Shot(Record):
    """One shot, as on a shot list. ``id`` is "SCENE-NNN" ("12A-030"); ``frames`` its length in the cut.

    ``beats`` index into the scene reading's beats that this shot covers; ``lines`` are script line numbers.
    ``subjects`` are canonical names in frame, the most important first; ``over`` is whose shoulder an OTS looks over.
    ``plate`` names the plate a live-action shot is made on.
    """

    id: str
    scene: str
    frames: int
    size: Size
    angle: Angle
    move: Move
    lens_mm: int
    subjects: tuple[str, ...]
    action: str
    over: str | None = None
    beats: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    spoken: tuple[SpokenLine, ...] = ()
    cues: tuple[Cue, ...] = ()
    effects: tuple[EffectCue, ...] = ()
    titles: tuple[TitleCard, ...] = ()
    plate: str | None = None
    wish: str | None = None
    notes: str = ""


class ShotList(Record):
    """Every shot of the film in the order of the cut, at an exact frame rate given as numerator and denominator."""

    title: str
    rate_num: int
    rate_den: int
    shots: tuple[Shot, ...]

    @property
    def rate(self) -> Fraction:
        return Fraction(self.rate_num, self.rate_den)

    @property
    def frames(self) -> int:
        return sum(shot.frames for shot in self.shots)
