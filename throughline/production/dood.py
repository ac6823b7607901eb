"""The day-out-of-days: who works, waits, travels, fits and rehearses on which date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from throughline.film.company import Company, Player
from throughline.film.schedule import CastDays, ShootDay, Strip
from throughline.production.schedule_dates import is_off


def calendar_of(days: Sequence[ShootDay], company: Company) -> tuple[str, ...]:
    """All ISO dates from the first shooting day to the last, and those before and after on which somebody travels, fits
    or rehearses; "" for every day where no first day is known."""
    dates = [day.date for day in days]
    if not all(dates):
        return tuple("" for _ in days)
    found = set()
    if dates:
        first, last = date.fromisoformat(min(dates)), date.fromisoformat(max(dates))
        found = {(first + timedelta(days=step)).isoformat() for step in range((last - first).days + 1)}
    for player in company.cast:
        found.update((*player.travel, *player.fittings, *player.rehearsals))
    return tuple(sorted(found))


def day_out_of_days(names: Sequence[str], days: Sequence[ShootDay], strips: Sequence[Strip], calendar: Sequence[str],
                    company: Company) -> tuple[CastDays, ...]:
    """A row for each of ``names``, in board order, a code for every date of the calendar."""
    casts = {strip.scene: strip.cast for strip in strips}
    players = {player.name.casefold(): player for player in company.cast}
    dated = all(day.date for day in days)
    places = [calendar.index(day.date) for day in days] if dated else list(range(len(days)))
    off = [dated and is_off(day, company) for day in calendar]
    rows = []
    for number, name in enumerate(names, start=1):
        at = [place for place, day in zip(places, days, strict=True)
              if any(name in casts[scene] for scene in day.scenes)]
        player = players.get(name.casefold(), Player(name=name))
        rows.append(_row(number, name, player, at, calendar, off))
    return tuple(rows)


def _row(number: int, name: str, player: Player, at: Sequence[int], calendar: Sequence[str],
         off: Sequence[bool]) -> CastDays:
    codes = [""] * len(calendar)
    for later in at:
        codes[later] = "W"
    _mark_waits(codes, at, off, player.drop_after)
    if at:
        codes[at[0]], codes[at[-1]] = ("SWF", "SWF") if len(at) == 1 else ("SW", "WF")
    _mark_plans(codes, player, calendar)
    held = codes.count("H")
    rate = player.day_rate if player.hold_rate is None else player.hold_rate
    return CastDays(number=number, name=name, codes=tuple(codes), start=calendar[at[0]] if at else "",
                    finish=calendar[at[-1]] if at else "", worked=len(at), held=held, travelled=codes.count("TR"),
                    hold_cost=held * (rate or 0.0))


def _mark_waits(codes: list[str], at: Sequence[int], off: Sequence[bool], drop: int | None) -> None:
    """Marks the days of waiting; the longest wait is a drop where it may be."""
    waits = [[day for day in range(sooner + 1, later) if not off[day]]
             for sooner, later in pairwise(at)]
    longest = max(waits, key=len, default=[])
    for wait, later in zip(waits, at[1:], strict=True):
        if drop is not None and wait is longest and len(wait) >= drop:
            codes[wait[0]], codes[later] = "D", "PW"
            continue
        for day in wait:
            codes[day] = "H"


def _mark_plans(codes: list[str], player: Player, calendar: Sequence[str]) -> None:
    """Marks fittings, rehearsals and travel on dates without work."""
    marks: Mapping[str, Sequence[str]] = {"FT": player.fittings, "R": player.rehearsals, "TR": player.travel}
    for code, dates in marks.items():
        for day in dates:
            if day in calendar and codes[calendar.index(day)] in ("", "H"):
                codes[calendar.index(day)] = code
