"""What a plan (a set seen from above, with cast and cameras) holds, in metres and radians; x to the east, y north."""

from __future__ import annotations

import math

from throughline.film.record import Record

Point = tuple[float, float]
FOOT = 0.3048
HAND = 0.1
UNITS = ("m", "ft")


class Area(Record):
    """A footprint on the ground: "ground", "pavement", "zebra", "wall", "opening" (a window), "door" or "piece"."""

    kind: str
    corners: tuple[Point, ...]
    name: str = ""
    height: float = 0.0


class Lane(Record):
    """The middle of a driving lane, in the direction it is driven."""

    start: Point
    end: Point


class Path(Record):
    """Where somebody or something is in a shot: places in time and how it is turned at the first and the last;
    ``speed`` is the highest in m/s."""

    shot: str
    points: tuple[Point, ...]
    facing: tuple[float, float] = (0.0, 0.0)
    speed: float = 0.0


class Top(Record):
    """A person ("person", "lying"), "vehicle" or "prop" from above: length along its facing, width, its paths."""

    name: str
    kind: str
    length: float
    width: float
    paths: tuple[Path, ...]


class Mark(Record):
    """A named place ("spot"), a "lamp", or an effect ("effect") that reaches ``radius`` metres."""

    kind: str
    name: str
    at: Point
    radius: float = 0.0
    shot: str = ""


class PlanCamera(Record):
    """A shot's camera: its path, and at its first and last frame heading, half field of view as seen from above, tilt,
    height over the ground that it stands on, lens in mm, distance to ``subject``.

    ``field`` is the whole horizontal angle of view at both ends; ``travel`` is in metres, ``speed`` the highest in m/s.
    """

    shot: str
    points: tuple[Point, ...]
    heading: tuple[float, float]
    half: tuple[float, float]
    tilt: tuple[float, float]
    height: tuple[float, float]
    lens: tuple[float, float]
    field: tuple[float, float]
    distance: tuple[float, float]
    subject: str
    travel: float
    speed: float
    size: str
    move: str
    seconds: float


class PlanView(Record):
    """A scene's set, cast, vehicles, effects and cameras. ``key`` is where the key light comes from: heading in the
    plan, height over the horizon; None where the set has none."""

    scene: str
    heading: str
    areas: tuple[Area, ...]
    lanes: tuple[Lane, ...]
    tops: tuple[Top, ...]
    marks: tuple[Mark, ...]
    cameras: tuple[PlanCamera, ...]
    key: tuple[float, float] | None = None


def length_words(metres: float, units: str) -> str:
    """A length as a crew writes it: "3.4 m", "11'-2\""."""
    if units == "m":
        return f"{metres:.1f} m"
    inches = round(abs(metres) / FOOT * 12)
    return f"{'-' if metres < 0 and inches else ''}{inches // 12}'-{inches % 12}\""


def speed_words(speed: float, units: str) -> str:
    """A speed in m/s, or from 5 m/s on in km/h or mph: "1.2 m/s", "43 km/h"."""
    if units == "m":
        return f"{speed:.1f} m/s" if speed < 5 else f"{speed * 3.6:.0f} km/h"
    return f"{speed / FOOT:.1f} ft/s" if speed < 5 else f"{speed * 2.23694:.0f} mph"


def length_change(ends: tuple[float, float], units: str) -> str:
    """A length at the first and the last frame; what changes by less than a hand counts as one."""
    return length_words(ends[0], units) if abs(ends[1] - ends[0]) < HAND else change_words(
        *(length_words(end, units) for end in ends))


def angle_change(ends: tuple[float, float]) -> str:
    """An angle at the first and the last frame in degrees; what changes by less than two counts as one."""
    return degrees(ends[0]) if abs(ends[1] - ends[0]) < math.radians(2) else change_words(*map(degrees, ends))


def change_words(start: str, end: str) -> str:
    """ "3.4 m", or where it changes "3.4 → 1.2 m"."""
    if start == end:
        return start
    unit = f" {end.rpartition(' ')[2]}" if " " in end else ""
    return f"{start.removesuffix(unit) if unit else start} → {end}"


def degrees(angle: float) -> str:
    return f"{round(math.degrees(angle))}°"


def box_of(points: list[Point]) -> tuple[float, float, float, float]:
    """x0, y0, x1, y1 about points, of which there is at least one."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
