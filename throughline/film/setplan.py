"""What staging must know of a set without building it: where one can walk, sit, drive, and how it is lit."""

from __future__ import annotations

from throughline.film.blocking import SetRef
from throughline.film.record import Record

Colour = tuple[float, float, float]


class Spot(Record):
    """A named place: seat, bed, door, desk, table, counter, entrance, exit, curb, gate, tower, lookout, altar ...

    ``z`` is the height of what is used there (a seat's, a bed's); ``facing`` is how one who uses it looks.
    """

    name: str
    x: float
    y: float
    z: float = 0.0
    facing: float = 0.0


class Lane(Record):
    """A driving lane: its centre line from (x0, y0) to (x1, y1), driven in that direction."""

    x0: float
    y0: float
    x1: float
    y1: float


class Box(Record):
    """A thing that people and cameras stay out of: an axis-aligned footprint and its height, metres."""

    x0: float
    y0: float
    x1: float
    y1: float
    height: float
    name: str = ""


class Leaf(Record):
    """A door's leaf: its mesh, the wall that it hangs in, the upright line that it turns about, its handle in metres,
    and which way it opens: 1 to the left seen from above, -1 to the right."""

    name: str
    wall: str
    hinge: tuple[float, float]
    handle: tuple[float, float, float]
    turn: float


class Lamp(Record):
    """A point of light: place in metres, linear Rec.709 colour times power (irradiance at 1 m)."""

    x: float
    y: float
    z: float
    colour: Colour


class Mood(Record):
    """Light, air and grade of a set: linear Rec.709 colours, ``key`` a unit vector towards the key light.

    ``fog_density`` is extinction per metre beyond ``fog_start`` metres; ``exposure`` is in stops; ``bloom``,
    ``grain`` and ``vignette`` go from 0 to 1; ``tint`` multiplies the shadows' colour.
    """

    sky_top: Colour
    sky_horizon: Colour
    key: tuple[float, float, float]
    key_colour: Colour
    ambient: Colour
    fog_colour: Colour
    fog_density: float = 0.0
    fog_start: float = 0.0
    exposure: float = 0.0
    tint: Colour = (1.0, 1.0, 1.0)
    bloom: float = 0.3
    grain: float = 0.2
    vignette: float = 0.3
    moon: tuple[float, float, float] | None = None
    clouds: float = 0.0


class SetPlan(Record):
    """A set as staging sees it. ``extent`` is (x0, y0, x1, y1) of the walkable ground; its main direction is +X.

    ``raised`` are footprints that one walks on at their ``height``: pavements, platforms; elsewhere the ground is 0.
    """

    ref: SetRef
    extent: tuple[float, float, float, float]
    spots: tuple[Spot, ...]
    lanes: tuple[Lane, ...]
    obstacles: tuple[Box, ...]
    lamps: tuple[Lamp, ...]
    mood: Mood
    ceiling: float | None = None
    raised: tuple[Box, ...] = ()
    leaves: tuple[Leaf, ...] = ()
