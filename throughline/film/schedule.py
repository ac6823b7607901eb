"""The shooting schedule: a strip a scene, the days they are shot on, and who works when."""

from __future__ import annotations

from throughline.film.record import Record
from throughline.film.story import Setting, TimeOfDay


class Strip(Record):
    """A scene on the stripboard. ``cast`` are canonical names in board-number order; ``minutes`` is the estimated
    shooting time of its ``setups``; ``pinned`` where a person fixed its day.

    ``location`` is where the set is shot, the set's own name as long as nobody has named one (``located`` False).
    ``light`` is what the set must have outside: "day", "night", "dawn", "dusk", or "any" where it is made.
    """

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
    setups: int = 0
    light: str = "any"
    located: bool = False
    background: tuple[str, ...] = ()


class Work(Record):
    """What is shot of a scene in one day: from when ("08:30"), for how long, where; ``part`` of ``parts`` where it
    takes more than a day."""

    scene: str
    start: str
    minutes: int
    eighths: int
    location: str
    part: int = 1
    parts: int = 1


class ShootDay(Record):
    """A day of shooting: its number from 1, ISO date ("" while the first is not known), scenes in the order of work,
    call and wrap ("18:00"), totals.

    ``locations`` in the order of the day; a second one is a company move. ``kind`` is "dawn", "day", "split" or
    "night". ``work`` says the same scenes with their times; ``meal`` is when the meal begins.
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
    kind: str = "day"
    meal: str = ""
    work: tuple[Work, ...] = ()


class CastDays(Record):
    """A row of the day-out-of-days: board number from 1, name, a code (SW, W, H, D, PW, WF, SWF, TR, FT, R or "")
    for every date of the schedule's calendar, and the totals; ``hold_cost`` is the pay for held days, 0 where the day
    rate is not known. ``start`` and ``finish`` are ISO dates, "" while there are none. D is the first day that the
    performer is let go on, PW the one that picks them up again; between the two nothing is paid."""

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
    """A whole schedule. ``calendar`` are all ISO dates from the first to the last day, days off among them, and the
    dates before and after on which somebody travels, fits or rehearses. Where no first day is known it is "" for every
    shooting day.

    ``cost`` is what was minimised (shooting days, talent pay and hold, company moves, changes between day and night),
    ``bound`` a proved lower bound of it, equal where ``proved``. ``currency`` is a three-letter code, "XXX" (ISO 4217:
    none) while rates are not known and the parts are weighed against each other in cast days; ``open`` are facts that a
    person must still give.
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
