"""A shot in the making: what it covers and shows before it has frames and an id."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from throughline.directing.vocabulary import BLASTS
from throughline.film.record import Record
from throughline.film.shot import Angle, Move, Size
from throughline.film.story import Beat, BeatKind, EffectWish, Event, Wish


class Purpose(StrEnum):
    """Why the shot is there."""

    OPENING = "opening"
    ACTION = "action"
    SPEECH = "speech"
    REACTION = "reaction"
    INSERT = "insert"
    POINT_OF_VIEW = "point of view"
    SECOND_ANGLE = "second angle"
    TITLE = "title"


class Speech(Record):
    """A speech or a part of one. ``first`` and ``last`` say whether it begins and ends the speech."""

    beat: int
    speaker: str
    text: str
    line: int
    off_screen: bool = False
    parenthetical: str | None = None
    dual: bool = False
    first: bool = True
    last: bool = True


class Going(Record):
    """An effect in a shot; ``under_way`` seconds since it went off when the shot begins, None: it goes off in it."""

    effect: EffectWish
    under_way: float | None = None


class Draft(Record):
    """A shot without frames. ``place`` is its position among its scene's drafts of the same sort, which varies it;
    ``step`` its position in the conversation, ``part`` its part of a broken speech; ``side`` where the camera stands
    to the movement (a manner word); ``plays`` false: the shot only shows the place of its beat, another plays it;
    ``opens``: the first of its scene, with action in it; ``pressed``: something fast or violent is near, ``quiet``:
    nothing such is in its scene; ``frames``: the length that a person set."""

    purpose: Purpose
    beats: tuple[Beat, ...]
    subjects: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    speeches: tuple[Speech, ...] = ()
    effects: tuple[Going, ...] = ()
    wish: Wish | None = None
    size: Size = Size.MS
    angle: Angle = Angle.EYE
    move: Move = Move.STATIC
    over: str | None = None
    side: str | None = None
    place: int = 0
    step: int = 0
    part: int = 0
    hold: float = 0.0
    tempo: float = 1.0
    opens: bool = False
    pressed: bool = False
    quiet: bool = False
    plays: bool = True
    frames: int | None = None

    @property
    def title(self) -> str | None:
        """The text on the picture, where a beat of the shot asks for one."""
        return next((beat.text for beat in self.beats if beat.kind is BeatKind.TITLE), None)

    @property
    def blasts(self) -> tuple[Going, ...]:
        """The effects that the shot is about: asked for, or too large to be weather."""
        return tuple(going for going in self.effects if going.effect.explicit or going.effect.kind in BLASTS)

    @property
    def text(self) -> str:
        """The action's words that the shot covers."""
        return " ".join(beat.text for beat in self.beats if beat.kind is BeatKind.ACTION)


def changed(draft: Draft, **fields: object) -> Draft:
    """``draft`` with some fields replaced."""
    return msgspec.structs.replace(draft, **fields)


def speech_of(beat: Beat) -> Speech:
    """The whole speech of a dialogue beat."""
    return Speech(beat=beat.index, speaker=beat.speaker or "", text=" ".join(beat.text.split()), line=beat.line,
                  off_screen=beat.off_screen, parenthetical=beat.parenthetical, dual=beat.dual)


def unique(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names in order, each once."""
    return tuple(dict.fromkeys(names))
