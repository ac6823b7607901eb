"""The shooting schedule: a strip a scene, the days they are shot on, and who works when."""

from __future__ import annotations

from throughline.film.record import Record
from throughline.film.story import Setting, TimeOfDay


class Strip(Record):
    """A scene on the stripboard. ``cast`` are canonical names in board-number order; ``minutes`` is the estimated
    shooting time; ``location`` is where the set is shot; ``pinned`` where a person fixed its day."""

    scene: str
    heading: str
    setting: Setting
    time: TimeOfDay
    set_name: str
    location: str
    eighths: int
    minutes: int
    cast: tuple[str, ...]
    script_day: int = 1
    synopsis: str = ""
    pinned: bool = False


class ShootDay(Record):
    """A day of shooting: its number from 1, ISO date, scenes in the order of work, call and wrap ("18:00"), totals.

    ``locations`` in the order of the day; a second one is a company move.
    """

    number: int
    date: str
    locations: tuple[str, ...]
    scenes: tuple[str, ...]
    call: str
    wrap: str
    eighths: int
    minutes: int
    night: bool = False
    unit: str = "main"


class CastDays(Record):
    """A row of the day-out-of-days: board number from 1, name, a code (SW, W, H, D, PW, WF, SWF, TR, FT, R or "")
    for every date of the schedule's calendar, and the totals; ``hold_cost`` is the pay for held days."""

    number: int
    name: str
    codes: tuple[str, ...]
    start: str
    finish: str
    worked: int
    held: int
    travelled: int = 0
    hold_cost: float = 0.0


class Unmet(Record):
    """A wish that the schedule could not keep, and what stands against it."""

    wish: str
    why: str


class Schedule(Record):
    """A whole schedule. ``calendar`` are all ISO dates from the first to the last day, days off among them.

    ``cost`` is what was minimised (talent pay and hold, moves), ``bound`` a proved lower bound of it, equal where
    ``proved``. ``currency`` is a three-letter code; ``open`` are facts that a person must still give.
    """

    title: str
    calendar: tuple[str, ...]
    strips: tuple[Strip, ...]
    days: tuple[ShootDay, ...]
    cast: tuple[CastDays, ...]
    currency: str
    cost: float
    bound: float
    proved: bool
    unmet: tuple[Unmet, ...] = ()
    open: tuple[str, ...] = ()
