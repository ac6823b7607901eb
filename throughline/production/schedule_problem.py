"""The schedule as numbers: what there is to shoot, the days for it, what stands in the way, what it costs."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median
from typing import Any

from throughline.film.company import Company, Hours, Player
from throughline.film.schedule import Strip
from throughline.film.story import TimeOfDay
from throughline.production.schedule_dates import clock, free, shooting_dates, sun_of

DAWN, DAY, SPLIT, NIGHT = "dawn", "day", "split", "night"
MODES = (DAY, DAWN, SPLIT, NIGHT)
DUSK = "dusk"
DARK = 25  # minutes from sunset until it is dark
LIGHTS = (DAY, NIGHT, DAWN, DUSK)
# Minutes of low sun that a crew can make of a dawn or a dusk.
TWILIGHT = {(DAWN, DAWN): 240, (NIGHT, DAWN): 75, (DAY, DUSK): 180, (SPLIT, DUSK): 240, (NIGHT, DUSK): 75}
SUNRISE, SUNSET = 6 * 60, 18 * 60
CAST_DAY = 1000  # what a cast day weighs while rates are not known, and in proportion:
MONEY = 100  # what a unit of the currency weighs where they are; ties are decided by less
SHOOTING_DAY, MOVE, SWITCH, UNNATURAL = 20.0, 2.0, 1.0, 0.25
IDLE = 0.5
PINNED, CLOSED, AWAY, LONG, UNWANTED = 1000, 400, 200, 100, 20


@dataclass(frozen=True)
class Task:
    """A scene, or the part of one that fits a day. ``cast`` and ``place`` are indices, ``strip`` its strip's."""

    strip: int
    part: int
    parts: int
    minutes: int
    eighths: int
    cast: tuple[int, ...]
    place: int
    light: str
    natural: str


@dataclass(frozen=True)
class Slot:
    """A day that can be shot on: its date ("" unknown), calendar days since the slot before, whether it is not wanted
    (after the wished end, or a day off that a scene is pinned to)."""

    date: str
    gap: int
    unwanted: bool = False


@dataclass(frozen=True)
class Wishes:
    """What a person wants, as numbers: task to slot; (cast, slot) and (place, slot) that are not to be; minutes a cast
    member may be on set."""

    pins: dict[int, int] = field(default_factory=dict)
    away: frozenset[tuple[int, int]] = frozenset()
    closed: frozenset[tuple[int, int]] = frozenset()
    minutes: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Everything the search knows. Pay and weights are whole numbers, ``unit`` of which are one of the currency (where
    ``money``) or one cast day; ``capacity`` is minutes of work a day; ``suns`` are sunrise and sunset of every slot in
    minutes after midnight, ``sunlit`` whether they are those of a known place and date."""

    tasks: tuple[Task, ...]
    slots: tuple[Slot, ...]
    suns: tuple[tuple[int, int], ...]
    sunlit: bool
    names: tuple[str, ...]
    places: tuple[str, ...]
    moving: tuple[int, ...]
    work: tuple[int, ...]
    hold: tuple[int, ...]
    drop: tuple[int | None, ...]
    day: int
    move: int
    switch: int
    unnatural: int
    capacity: int
    eighths: int | None
    hours: Hours
    wishes: Wishes
    unit: int
    money: bool

    @cached_property
    def rooms(self) -> dict[tuple[str, str], int]:
        """Minutes that a kind of day has for scenes of a light; 0 where it has none."""
        sun = self.suns[0] if self.sunlit else None
        return {(mode, light): room_for(self.hours, mode, light, sun) for mode in MODES for light in LIGHTS}

    @cached_property
    def idle(self) -> int:
        return round(self.day * IDLE)

    @cached_property
    def broken(self) -> int:
        """What a broken wish of weight one costs: more than any schedule could save by it."""
        return self.day + sum(self.work) + self.move + self.switch

    def follows(self, before: str, after: str, gap: int) -> bool:
        """Whether the rest between the two kinds of day, ``gap`` calendar days apart, is long enough."""
        length = self.hours.length * 60
        return 24 * 60 * gap + call(self.hours, after) - call(self.hours, before) - length >= self.hours.turnaround * 60

    def breaks(self, task: int, slot: int) -> int:
        """The weight of the wishes that shooting a task in a slot breaks."""
        told, wishes = self.tasks[task], self.wishes
        weight = UNWANTED if self.slots[slot].unwanted else 0
        if wishes.pins.get(task, slot) != slot:
            weight += PINNED
        if (told.place, slot) in wishes.closed:
            weight += CLOSED
        return weight + AWAY * sum((who, slot) in wishes.away for who in told.cast)


def call(hours: Hours, mode: str) -> int:
    """The minute of the day that work begins at."""
    return clock({DAWN: hours.dawn_call, DAY: hours.day_call, SPLIT: hours.split_call, NIGHT: hours.night_call}[mode])


def room_for(hours: Hours, mode: str, light: str, sun: tuple[int, int] | None = None) -> int:
    """Minutes of work by a light ("any" for made light) in a kind of day; ``sun`` is sunrise and sunset where the place
    and the season are known, else a day is as long as the hours are."""
    rise, fall = sun or (SUNRISE, SUNSET)
    whole, before_dark = hours.working_minutes, max(0, fall - clock(hours.split_call))
    if light == "any":
        return whole
    if light in (DAWN, DUSK):
        return min(whole, TWILIGHT.get((mode, light), 0))
    if mode == SPLIT:
        return min(whole, before_dark) if light == DAY else max(0, whole - before_dark)
    if (mode == NIGHT) != (light == NIGHT):
        return 0
    if sun is None:
        return whole
    ready = max(rise, call(hours, mode) + hours.prepare_minutes)
    lit = 24 * 60 - fall + rise - 2 * DARK if light == NIGHT else fall - ready
    return max(60, min(whole, lit - hours.meal_minutes))


def problem_of(strips: Sequence[Strip], company: Company, days: int = 0) -> Problem:
    """The problem that strips and a company's settings are, with slots for at least so many ``days``."""
    names = board(strips, company)
    places = tuple(dict.fromkeys(strip.location for strip in strips))
    hours = company.hours
    capacity = hours.working_minutes
    pages = None if hours.pages is None else max(1, round(hours.pages * 8))
    players = {player.name.casefold(): player for player in company.cast}
    cast = [players.get(name.casefold(), Player(name=name)) for name in names]
    limits = {who: min(capacity, round(player.max_hours * 60)) for who, player in enumerate(cast)
              if player.max_hours is not None}
    season = sun_of(company, company.start)
    tasks = tuple(task for index, strip in enumerate(strips)
                  for task in _parts(index, strip, names, places, hours, limits, season))
    slots = tuple(Slot(*slot) for slot in shooting_dates(company, max(days, _days_needed(tasks, capacity, pages))))
    found = {place.name: place.move_minutes for place in company.locations}
    moving = tuple(hours.move_minutes if found.get(name) is None else int(found[name] or 0) for name in places)
    wishes = Wishes(pins=_pins(tasks, strips, slots, company), minutes=limits,
                    away=frozenset((who, index) for index, slot in enumerate(slots) if slot.date
                                   for who, player in enumerate(cast) if not free(slot.date, player)),
                    closed=frozenset((places.index(place.name), index) for index, slot in enumerate(slots) if slot.date
                                     for place in company.locations
                                     if place.name in places and not free(slot.date, place)))
    weights = _weights(cast, company)
    suns = tuple(sun_of(company, slot.date) or (SUNRISE, SUNSET) for slot in slots)
    return Problem(tasks=tasks, slots=slots, suns=suns, sunlit=season is not None, names=names, places=places,
                   moving=moving, wishes=wishes, hours=hours, capacity=capacity, eighths=pages,
                   drop=tuple(player.drop_after for player in cast), **weights)


def board(strips: Sequence[Strip], company: Company) -> tuple[str, ...]:
    """The cast in the order of their board numbers: as every strip has them, else as schedule.toml names them, else
    by the number of their scenes."""
    scenes: dict[str, int] = {}
    after: dict[str, set[str]] = {}
    waits: dict[str, int] = {}
    for strip in strips:
        for name in strip.cast:
            scenes[name] = scenes.get(name, 0) + 1
        for one, two in zip(strip.cast, strip.cast[1:], strict=False):
            if two not in after.setdefault(one, set()):
                after[one].add(two)
                waits[two] = waits.get(two, 0) + 1
    ranks = {player.name.casefold(): rank for rank, player in enumerate(company.cast)}
    keys = {name: (ranks.get(name.casefold(), len(ranks)), -count, first)
            for first, (name, count) in enumerate(scenes.items())}
    ready = [(keys[name], name) for name in scenes if not waits.get(name)]
    heapq.heapify(ready)
    found = []
    while ready:
        _, name = heapq.heappop(ready)
        found.append(name)
        for other in sorted(after.get(name, ())):
            waits[other] -= 1
            if not waits[other]:
                heapq.heappush(ready, (keys[other], other))
    return (*found, *sorted(set(scenes) - set(found), key=lambda name: keys[name]))


def _parts(index: int, strip: Strip, names: Sequence[str], places: Sequence[str], hours: Hours,
           limits: dict[int, int], sun: tuple[int, int] | None) -> list[Task]:
    """The scene as one task, or as parts of equal length where it takes more than a day of anybody who is in it, or
    more of a light than a day has."""
    cast = tuple(sorted(names.index(name) for name in strip.cast))
    room = min([max(room_for(hours, mode, strip.light, sun) for mode in MODES),
                *(limits[who] for who in cast if who in limits)])
    count = max(math.ceil(strip.minutes / room),
                1 if hours.pages is None else math.ceil(strip.eighths / max(1, round(hours.pages * 8))))
    natural = "night" if strip.time is TimeOfDay.NIGHT else "day"
    return [Task(strip=index, part=part + 1, parts=count, minutes=_share(strip.minutes, part, count),
                 eighths=_share(strip.eighths, part, count), cast=cast, place=places.index(strip.location),
                 light=strip.light, natural=natural) for part in range(count)]


def _share(whole: int, part: int, count: int) -> int:
    return whole * (part + 1) // count - whole * part // count


def _days_needed(tasks: Sequence[Task], capacity: int, pages: int | None) -> int:
    """At least so many days, each place's light by light."""
    groups: dict[tuple[int, str], list[Task]] = {}
    for task in tasks:
        groups.setdefault((task.place, task.light), []).append(task)
    minutes = sum(math.ceil(sum(task.minutes for task in group) / capacity * 4) for group in groups.values()) / 4
    eighths = 0.0 if pages is None else sum(task.eighths for task in tasks) / pages
    return math.ceil(max(minutes, eighths))


def _pins(tasks: Sequence[Task], strips: Sequence[Strip], slots: Sequence[Slot], company: Company) -> dict[int, int]:
    """The slots that scenes are pinned to, by task; a scene of several days begins on its pin. A pin to a date without
    a slot is none: the unmet wishes say so."""
    dates = {slot.date: index for index, slot in enumerate(slots) if slot.date}
    pins = {pin.scene.casefold(): pin for pin in company.pins}
    found = {}
    for number, task in enumerate(tasks):
        pin = pins.get(strips[task.strip].scene.casefold())
        if pin is not None and task.part == 1:
            slot = dates.get(pin.date) if pin.date else (pin.day or 1) - 1
            if slot is not None and slot < len(slots):
                found[number] = slot
    return found


def _weights(cast: Sequence[Player], company: Company) -> dict[str, Any]:
    """What everything costs: money where all of it is known, else cast days that what is known is measured in."""
    known = [player.day_rate for player in cast if player.day_rate is not None]
    unit = median(known) if known else 1.0
    money = _priced(cast, company)
    scale = MONEY if money else CAST_DAY / max(unit, 1e-9)
    pay = [unit if player.day_rate is None else player.day_rate for player in cast]
    held = [rate if player.hold_rate is None else player.hold_rate for rate, player in zip(pay, cast, strict=True)]

    def weight(told: float | None, days: float) -> int:
        return round(scale * (unit * days if told is None else told))

    return {"unit": MONEY if money else CAST_DAY, "money": money,
            "work": tuple(round(scale * rate) for rate in pay), "hold": tuple(round(scale * rate) for rate in held),
            "day": weight(company.costs.day, SHOOTING_DAY), "move": weight(company.costs.move, MOVE),
            "switch": 1 if money and company.costs.switch is None else weight(company.costs.switch, SWITCH),
            "unnatural": 1 if money else weight(None, UNNATURAL)}


def _priced(cast: Sequence[Player], company: Company) -> bool:
    """Whether everything that is weighed has a price, so that the cost is money."""
    costs = company.costs
    return (costs.currency is not None and costs.day is not None and costs.move is not None
            and all(player.day_rate is not None for player in cast))
