"""What a person says of money: the rate table, and budget.toml with its fringes, exchange rates and assumptions."""

from __future__ import annotations

import msgspec

from throughline.film.record import Record


class Rate(Record):
    """A row of rates.csv: what one ``unit`` of an item costs. ``item`` is a kind ("gaffer") or one thing of a kind
    ("cast: HAEUN"); ``rate`` None is a row still to be filled. It holds from ``start`` to ``end`` (ISO dates, "" is
    without end), in ``account`` alone where that is named. A rate in percent is a share: 2 % is 0.02."""

    item: str
    unit: str
    rate: float | None
    currency: str
    account: str = ""
    start: str = ""
    end: str = ""
    source: str = ""
    note: str = ""


class Exchange(Record):
    """[[exchange]]: one unit of ``currency`` costs ``rate`` in the budget's currency, from ``date`` on."""

    currency: str
    rate: float
    date: str
    source: str = ""


class Fringe(Record):
    """[[fringe]]: ``percent`` laid on the pay of ``groups`` (above, cast, crew, post), of one person up to
    ``ceiling`` for each ``per`` (picture, day, week, month). Of several with one name the newest in force holds."""

    name: str
    percent: float
    groups: tuple[str, ...] = ("above", "cast", "crew", "post")
    ceiling: float | None = None
    per: str = "picture"
    since: str = ""
    until: str = ""
    source: str = ""


class Share(Record):
    """[contingency] and [bond]: ``percent`` of the cost, as agreed on ``date``; accounts
    in ``without`` are not counted."""

    percent: float
    date: str = ""
    source: str = ""
    without: tuple[str, ...] = ()


class WorkSection(Record):
    """[work]: days of work a week, hours a day; days of preparation and wrap (None: as many as the shoot asks for);
    ``hold`` is the share of the day rate that a held day is paid with."""

    days_a_week: float = 5.0
    hours_a_day: float = 12.0
    prep_days: float | None = None
    wrap_days: float | None = None
    hold: float = 1.0


class PostSection(Record):
    """[post]: weeks of editing and of sound work, days of mixing and grading; None follows the running time."""

    edit_weeks: float | None = None
    sound_weeks: float | None = None
    mix_days: float | None = None
    grade_days: float | None = None


class VfxSection(Record):
    """[vfx]: which bid the budget holds ("traditional" or "own"; "low", "base" or "high"), how many artists and
    machines work side by side, and man-days of a person's own by kind of effect, in place of the heuristics.

    ``practical`` are the kinds of effect that are made on the set; None: those that the breakdown lists as special
    effects and not as visual ones. ``creatures`` says by name how one is made: "head" (somebody performs it in a suit
    or robe and the head is replaced), "whole" (by computer) or "none" (masks and make-up); not named, "head" where the
    schedule has a performer, else "whole".
    """

    method: str = "traditional"
    case: str = "base"
    artists: float = 10.0
    machines: float = 1.0
    practical: tuple[str, ...] | None = None
    days: dict[str, float] = msgspec.field(default_factory=dict)
    creatures: dict[str, str] = msgspec.field(default_factory=dict)


class BudgetSettings(Record):
    """A budget.toml. ``as_of`` None is the first day of the schedule; ``currency`` None is the language's own.

    ``crew`` says how many of a kind work (0: none), ``extras`` how many people a crowd is, by the script's name,
    ``marketing`` what prints and advertising cost.
    """

    as_of: str | None = None
    currency: str | None = None
    marketing: float | None = None
    contingency: Share = Share(percent=10.0)
    bond: Share = Share(percent=3.0)
    work: WorkSection = WorkSection()
    post: PostSection = PostSection()
    vfx: VfxSection = VfxSection()
    exchange: tuple[Exchange, ...] = ()
    fringe: tuple[Fringe, ...] = ()
    crew: dict[str, float] = msgspec.field(default_factory=dict)
    extras: dict[str, float] = msgspec.field(default_factory=dict)


class MeasuredShot(Record):
    """What making a stage of a shot took, from the ledger: seconds of the wall's clock."""

    shot: str
    stage: str
    seconds: float
