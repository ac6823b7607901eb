"""What a person sets for the shooting: schedule.toml as values. Dates are ISO ("2026-11-02"), times "07:00".

``line`` is the line of the file that an entry begins on, 0 where it comes from no file.
"""

from __future__ import annotations

from throughline.film.record import Record

Span = tuple[str, str]


class Hours(Record):
    """[hours]: a day's length from call to wrap, meals included; minutes to prepare before the first scene; when each
    kind of day begins; the rest between wrap and the next call; ``pages`` a day at the most, None for as many as the
    hours hold. ``move_minutes`` is what a company move takes where the location does not say."""

    length: float = 12.0
    meal_minutes: int = 60
    prepare_minutes: int = 30
    turnaround: float = 11.0
    dawn_call: str = "04:30"
    day_call: str = "07:00"
    split_call: str = "13:00"
    night_call: str = "18:00"
    move_minutes: int = 60
    pages: float | None = None

    @property
    def working_minutes(self) -> int:
        """Minutes of a day to shoot and to move in."""
        return round(self.length * 60) - self.meal_minutes - self.prepare_minutes


class Costs(Record):
    """[costs]: ``day`` is what a shooting day costs whoever is in it, ``move`` a company move, ``switch`` a change
    between days and nights; None is not known.

    ``currency`` is a three-letter code."""

    currency: str | None = None
    day: float | None = None
    move: float | None = None
    switch: float | None = None


class Player(Record):
    """[[cast]]: who plays ``name`` and when. ``available`` are spans of dates, empty for always; ``away`` are taken out
    of them. ``hold_rate`` None is the day rate. ``drop_after`` held days in a row or more, the player is let go and
    picked up again, unpaid meanwhile. ``max_hours`` on set is for children. ``on_set`` says whether somebody plays the
    role on set; None: people do, beasts do not."""

    name: str
    performer: str = ""
    day_rate: float | None = None
    hold_rate: float | None = None
    available: tuple[Span, ...] = ()
    away: tuple[Span, ...] = ()
    travel: tuple[str, ...] = ()
    fittings: tuple[str, ...] = ()
    rehearsals: tuple[str, ...] = ()
    drop_after: int | None = None
    max_hours: float | None = None
    makeup_minutes: int = 45
    pickup_minutes: int = 45
    pickup: str = ""
    on_set: bool | None = None
    line: int = 0


class Place(Record):
    """[[location]]: where sets are shot. ``sets`` are places as the script's headings write them; ``studio`` says that
    day and night are made there."""

    name: str
    sets: tuple[str, ...] = ()
    address: str = ""
    hospital: str = ""
    parking: str = ""
    available: tuple[Span, ...] = ()
    away: tuple[Span, ...] = ()
    move_minutes: int | None = None
    studio: bool = False
    latitude: float | None = None
    longitude: float | None = None
    utc_offset: float | None = None
    line: int = 0


class Pin(Record):
    """[[pin]]: a scene fixed to a date or to the number of a shooting day."""

    scene: str
    date: str = ""
    day: int | None = None
    line: int = 0


class SceneWish(Record):
    """[[scene]]: what a person knows better of a scene: the minutes it takes, where it is shot, by which light
    ("day", "night", "any")."""

    scene: str
    minutes: int | None = None
    location: str | None = None
    light: str | None = None
    line: int = 0


class Contacts(Record):
    """[contacts]: what stands at the head of a call sheet; "" is an open blank."""

    company: str = ""
    director: str = ""
    producer: str = ""
    first_assistant: str = ""
    production_office: str = ""
    base: str = ""
    hospital: str = ""


class Company(Record):
    """A whole schedule.toml. ``days_off`` are weekdays ("saturday"), None for Saturday and Sunday; ``dates_off`` and
    ``extra_dates`` single dates without or with work; ``end`` is the last day wished."""

    file: str = "schedule.toml"
    start: str = ""
    end: str = ""
    days_off: tuple[str, ...] | None = None
    dates_off: tuple[str, ...] = ()
    extra_dates: tuple[str, ...] = ()
    hours: Hours = Hours()
    costs: Costs = Costs()
    contacts: Contacts = Contacts()
    cast: tuple[Player, ...] = ()
    locations: tuple[Place, ...] = ()
    pins: tuple[Pin, ...] = ()
    scenes: tuple[SceneWish, ...] = ()
