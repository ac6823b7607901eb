"""What stands in front of the camera in one shot, as plain values in metres, radians and frames.

The world: Z up, metres. A body or a vehicle at facing 0 looks along +X with its left side at +Y; facing grows
counter-clockwise seen from above. Frames are local to the shot, from 0.
"""

from __future__ import annotations

from enum import StrEnum

from throughline.film.record import Record
from throughline.film.shot import EffectCue, Shot
from throughline.film.story import SetKind, TimeOfDay


class SetRef(Record):
    """Which set to build: the same reference builds the same set, to the byte.

    ``features`` are plain words that the set must have (gate, tower, desk, bed, table, bookshelves, crosswalk,
    shops, trees, stairs ...); words it does not know are ignored with a note.
    """

    kind: SetKind
    time: TimeOfDay
    fog: bool = False
    otherworld: bool = False
    indoors: bool = False
    features: tuple[str, ...] = ()
    seed: int = 0
    name: str = ""


class Look(Record):
    """A person's or creature's outside: what the bodies are built and dressed from (a cast sheet resolved).

    ``kind`` is person, reaper, or a creature's name. Colours are sRGB hex ("#7a1f1f"). ``head`` is an animal for
    a reaper (stag, crow, ox, fox, goat, horse). ``top``/``bottom``/``outer``/``hair`` name garments and hair that
    world.wardrobe knows.
    """

    name: str
    kind: str = "person"
    age: int = 35
    sex: str = "male"
    height_m: float = 1.72
    build: str = "average"
    skin: str = "#c99a78"
    hair: str = "short"
    hair_colour: str = "#17120f"
    top: str = "shirt"
    top_colour: str = "#6b7f94"
    bottom: str = "trousers"
    bottom_colour: str = "#2b2f38"
    outer: str | None = None
    outer_colour: str = "#3a3a3a"
    shoes_colour: str = "#1c1a19"
    head: str | None = None
    seed: int = 0


class Waypoint(Record):
    """Where something is at a frame. ``facing`` None: along the path."""

    frame: float
    x: float
    y: float
    z: float = 0.0
    facing: float | None = None


class Act(StrEnum):
    """What a body is asked to do beside travelling its path; walking and running follow from the path's speed."""

    STAND = "stand"
    SIT = "sit"
    LIE = "lie"
    RISE = "rise"
    CROUCH = "crouch"
    KNEEL = "kneel"
    FALL = "fall"
    STUMBLE = "stumble"
    JUMP = "jump"
    LOOK = "look"
    TALK = "talk"
    SHOUT = "shout"
    POINT = "point"
    REACH = "reach"
    HOLD = "hold"
    STRIKE = "strike"
    COVER = "cover"
    EMBRACE = "embrace"
    WRITE = "write"
    DRIVE = "drive"
    GLIDE = "glide"
    HIT = "hit"
    THROWN = "thrown"
    TOUCH = "touch"
    GRAB = "grab"
    HANDS = "hands"
    SUPPORT = "support"
    CARRY = "carry"
    DRAG = "drag"
    PICK = "pick"
    PLACE = "place"
    GIVE = "give"
    OPEN = "open"
    PUSH = "push"


class Moment(Record):
    """An act over inclusive frames; ``frame_in`` of 0 or less: already so when the shot begins.

    ``at`` is the world point looked at, pointed to, reached for, sat on (seat height in z).
    ``left`` true: with the left hand. ``push`` is what strikes the body: the velocity (m/s) of the car that hits it
    (HIT), the impulse (N s) of the blast that throws it (THROWN) or of a shove that fells it (FALL).

    ``partner`` is who is touched (TOUCH, GRAB, HANDS, EMBRACE, SUPPORT, CARRY, DRAG) or given to (GIVE): the one who
    acts has the moment, the other needs none. ``part`` says where: shoulder, arm, back, waist, chest, head (TOUCH);
    wrist, arm, collar (GRAB); arms, shoulder, back (CARRY). ``thing`` is the prop that is picked up, put down or given;
    it is taken and let go in the middle of the moment. OPEN and PUSH keep a hand at ``at``; a door's leaf turns about
    the upright line through ``hinge`` (x, y) by ``strength`` radians (above 0: to the left seen from above).
    """

    act: Act
    frame_in: float
    frame_out: float
    at: tuple[float, float, float] | None = None
    left: bool = False
    strength: float = 1.0
    push: tuple[float, float, float] | None = None
    partner: str | None = None
    part: str = "shoulder"
    thing: str | None = None
    hinge: tuple[float, float] | None = None


class Performance(Record):
    """One body's part in the shot: its look, its path in time, its acts. The whole input of the motion model."""

    name: str
    look: Look
    path: tuple[Waypoint, ...]
    moments: tuple[Moment, ...] = ()
    manner: str = "neutral"
    seed: int = 0


class Vehicle(Record):
    """A vehicle in the shot. ``kind``: sedan, suv, taxi, bus, truck, police, van, motorcycle. ``crash_frame`` and
    ``burning`` say when its body is dented and whether it burns."""

    name: str
    kind: str
    colour: str
    path: tuple[Waypoint, ...]
    crash_frame: float | None = None
    burning: bool = False
    lights: bool = True


class Prop(Record):
    """A thing that the action names: ``kind`` is a plain word; ``holder`` names who has it in the right hand."""

    name: str
    kind: str
    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    facing: float = 0.0
    holder: str | None = None


class PlacedEffect(Record):
    """An effect with its place: the cue, where in metres, the seed."""

    cue: EffectCue
    x: float
    y: float
    z: float
    facing: float = 0.0
    seed: int = 0


class FramingStyle(StrEnum):
    """How the camera stands to what it shows."""

    ESTABLISH = "establish"
    SINGLE = "single"
    OVER = "over"
    GROUP = "group"
    SIDE = "side"
    FRONT = "front"
    BACK = "back"
    PASS = "pass"
    INSERT = "insert"
    VEHICLE = "vehicle"
    EFFECT = "effect"


class Framing(Record):
    """What the camera is to do, before it is solved against the bodies' real motion.

    ``subjects`` are names of performances, vehicles or props in this blocking, the most important first;
    ``partner`` is whom the subject faces or whose shoulder is looked over. ``line`` is the unit direction of the
    line of action on the ground and ``side`` (+1 left of it, -1 right of it) where every camera of the scene stands.
    ``point`` is the place that must be seen: an effect, a tower, the heart of the set. ``turn`` is by how many degrees
    counter-clockwise the camera goes round its subject from where the style would have it, for the cut's sake.
    """

    style: FramingStyle
    subjects: tuple[str, ...] = ()
    partner: str | None = None
    line: tuple[float, float] = (1.0, 0.0)
    side: int = -1
    point: tuple[float, float, float] | None = None
    reach_m: float = 6.0
    shake: float = 0.0
    turn: float = 0.0


class Blocking(Record):
    """Everything in front of the camera in one shot, and what the camera is to do: the whole input of layout.

    ``gone`` names features of the set (tower, gate) that fell in an earlier shot.
    """

    shot: Shot
    set: SetRef
    performances: tuple[Performance, ...]
    vehicles: tuple[Vehicle, ...]
    props: tuple[Prop, ...]
    effects: tuple[PlacedEffect, ...]
    framing: Framing
    gone: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
