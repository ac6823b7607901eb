"""What a scene says happens: who, where, when, and beat by beat, as the reader of scripts understood it."""

from __future__ import annotations

from enum import StrEnum

from throughline.film.record import Record


class Setting(StrEnum):
    INT = "int"
    EXT = "ext"
    INT_EXT = "int_ext"


class TimeOfDay(StrEnum):
    DAY = "day"
    NIGHT = "night"
    DAWN = "dawn"
    DUSK = "dusk"


class Heading(Record):
    """A scene heading understood. ``place`` is the place as written; ``time`` is resolved (CONTINUOUS inherits)."""

    text: str
    setting: Setting
    place: str
    time: TimeOfDay
    flashback: bool = False


class SetKind(StrEnum):
    """The kinds of set that the world can build."""

    STREET = "street"
    ALLEY = "alley"
    ROAD = "road"
    ROOM = "room"
    OFFICE = "office"
    HALL = "hall"
    FIELD = "field"
    TEMPLE = "temple"
    BETWEEN = "between"
    CAR = "car"


class Verb(StrEnum):
    """What can be done on screen. The vocabulary of staging: every action sentence becomes some of these."""

    STAND = "stand"
    WALK = "walk"
    RUN = "run"
    ENTER = "enter"
    EXIT = "exit"
    APPROACH = "approach"
    FLEE = "flee"
    PURSUE = "pursue"
    GLIDE = "glide"
    STOP = "stop"
    TURN = "turn"
    LOOK = "look"
    SIT = "sit"
    LIE = "lie"
    RISE = "rise"
    WAKE = "wake"
    CROUCH = "crouch"
    KNEEL = "kneel"
    FALL = "fall"
    STUMBLE = "stumble"
    JUMP = "jump"
    POINT = "point"
    REACH = "reach"
    HOLD = "hold"
    EMBRACE = "embrace"
    STRIKE = "strike"
    CARRY = "carry"
    TALK = "talk"
    SHOUT = "shout"
    WRITE = "write"
    READ = "read"
    DRIVE = "drive"
    CRASH = "crash"
    EXPLODE = "explode"
    BURN = "burn"
    COLLAPSE = "collapse"
    APPEAR = "appear"
    VANISH = "vanish"
    BE = "be"


class Event(Record):
    """One thing that happens. ``who`` are names of cast, crowd, vehicles or things, as canonical names.

    ``target`` is the canonical name or plain word of what it is done to or towards; ``manner`` are plain English
    words (fast, slowly, left, right, up, down, away, towards_camera, past_camera, from_side, from_front, behind);
    ``line`` is the script line that says it, ``text`` the clause.
    """

    verb: Verb
    who: tuple[str, ...] = ()
    target: str | None = None
    manner: tuple[str, ...] = ()
    line: int = 0
    text: str = ""


class BeatKind(StrEnum):
    ACTION = "action"
    DIALOGUE = "dialogue"
    TITLE = "title"
    TRANSITION = "transition"


class Wish(Record):
    """A director's own wish about a shot, from ``[[shot: CU, 85mm, push in]]``, CLOSE ON, INSERT and the like.

    Every field that is None was not wished. ``size``/``angle``/``move`` hold the values of the enums in film.shot.
    """

    size: str | None = None
    angle: str | None = None
    move: str | None = None
    lens_mm: int | None = None
    seconds: float | None = None
    subject: str | None = None
    plate: str | None = None
    line: int = 0
    text: str = ""


class EffectWish(Record):
    """An effect asked for, by ``[[vfx: explosion, car]]`` or by the action's words; ``at`` names what it happens to."""

    kind: str
    at: str | None = None
    words: tuple[str, ...] = ()
    explicit: bool = False
    line: int = 0


class Beat(Record):
    """The smallest piece of a scene that a shot can cover: a sentence of action, or one speech, or a text on screen.

    For DIALOGUE: ``speaker`` is canonical, ``text`` plain words, ``parenthetical`` as written, ``off_screen`` for
    (O.S.), (V.O.), (E), (N); ``dual`` when it is spoken over the previous speech.
    """

    index: int
    kind: BeatKind
    text: str
    line: int
    events: tuple[Event, ...] = ()
    speaker: str | None = None
    parenthetical: str | None = None
    off_screen: bool = False
    dual: bool = False
    wish: Wish | None = None
    effects: tuple[EffectWish, ...] = ()


class Presence(StrEnum):
    SPEAKS = "speaks"
    SEEN = "seen"
    HEARD = "heard"


class Role(Record):
    """Somebody (or a crowd) in the scene: canonical name, how present, first line that names them."""

    name: str
    presence: Presence
    line: int
    crowd: bool = False


class Item(Record):
    """A breakdown element: category id (100 to 126, Final Draft's order), name, and the line that names it."""

    category: int
    name: str
    line: int
    source: str = "lexicon"


class EffectNeed(Record):
    """What a scene asks of the effects departments: a kind (explosion, fire, smoke, collapse, creature, crowd,
    vehicle_stunt, wire, set_extension, screen_replacement, rain, blood, gunfire, weightless ...), what it happens to,
    how hard it is ("low", "medium", "high"), the words that say why, and the line that asks for it."""

    kind: str
    complexity: str
    line: int
    at: str | None = None
    why: str = ""


class SceneReading(Record):
    """A scene understood. ``scene`` is its id; ``set_kind`` and ``features`` say which set fits the heading.

    ``script_day`` counts the story's days from 1; ``needs`` are its effect needs; ``numbered`` is true where the script
    itself gives the scene its number.
    """

    scene: str
    index: int
    heading: Heading
    line: int
    set_kind: SetKind
    features: tuple[str, ...]
    fog: bool
    otherworld: bool
    roles: tuple[Role, ...]
    beats: tuple[Beat, ...]
    items: tuple[Item, ...]
    eighths: int
    synopsis: str = ""
    script_day: int = 1
    needs: tuple[EffectNeed, ...] = ()
    numbered: bool = False


class CharacterFact(Record):
    """What the script says of a character, gathered over the whole script; None where it says nothing."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "person"
    age: int | None = None
    sex: str | None = None
    words: tuple[str, ...] = ()
    line: int = 0
    speeches: int = 0


class Breakdown(Record):
    """A whole screenplay understood: scenes in order, the cast with what is said of them, vehicles by name."""

    language: str
    scenes: tuple[SceneReading, ...]
    cast: tuple[CharacterFact, ...]
    vehicles: tuple[str, ...] = ()
