"""callsheets.pdf: a call sheet for every shooting day, as a crew reads it the evening before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from throughline.film.company import Company, Place, Player
from throughline.film.schedule import Schedule, ShootDay, Strip, Work
from throughline.film.story import Breakdown, SceneReading
from throughline.formats.callsheet_words import SHEET, say
from throughline.formats.daylight import sun_times
from throughline.formats.schedule_labels import category, day_of, day_total, hours, inside, time_of_day
from throughline.formats.schedule_xlsx import colour_of, scene_name
from throughline.formats.tables import pages
from throughline.formats.typeset import typeset

TEMPLATE = Path(__file__).with_name("callsheets.typ")
CALL_STEP = 5
DRESS = 15  # minutes from the make-up chair to the set


@dataclass(frozen=True)
class _Film:
    """What every sheet looks things up in."""

    schedule: Schedule
    company: Company
    language: str
    strips: Mapping[str, Strip]
    scenes: Mapping[str, SceneReading]
    players: Mapping[str, Player]
    places: Mapping[str, Place]
    board: Mapping[str, int]


def callsheets(schedule: Schedule, breakdown: Breakdown, company: Company, language: str) -> bytes:
    """A PDF with a call sheet a shooting day, in ``language`` ("en", "ko"); what nobody has given is a line to write
    on. The same schedule gives the same bytes.

    Raises:
        InputError: a font is not installed.
    """
    film = _Film(schedule, company, language, {strip.scene: strip for strip in schedule.strips},
                 {scene.scene: scene for scene in breakdown.scenes},
                 {player.name.casefold(): player for player in company.cast},
                 {place.name: place for place in company.locations}, {row.name: row.number for row in schedule.cast})
    days = [_sheet(film, day, schedule.days[number + 1] if number + 1 < len(schedule.days) else None)
            for number, day in enumerate(schedule.days)]
    words = SHEET["ko" if language[:2] == "ko" else "en"]
    return typeset(TEMPLATE, {"title": schedule.title or say("untitled", language), "language": language[:2],
                              "words": words, "days": days})


def _sheet(film: _Film, day: ShootDay, following: ShootDay | None) -> dict[str, object]:
    count = len(film.schedule.days)
    return {
        "company": film.company.contacts.company, "number": say("day_of", film.language, day=day.number, count=count),
        "head": _head(film, day), "big": _warning(film, day), "locations": _locations(film, day),
        "scenes": _scenes(film, day),
        "total": day_total(day, film.language),
        "cast": _cast(film, day), "background": _background(film, day), "departments": _departments(film, day),
        "next": [] if following is None else _next(film, following),
        "next_title": "" if following is None else say("next", film.language, day=following.number, date=day_of(
            following.date, film.language) or say("date_open", film.language), call=following.call),
        "sign": [(say(key, film.language), getattr(film.company.contacts, key))
                 for key in ("first_assistant", "producer", "production_office")]}


def _head(film: _Film, day: ShootDay) -> list[tuple[str, str]]:
    """The boxes at the top: what the crew must know to be there."""
    place = film.places.get(day.locations[0])
    rise, fall = sun_times(place, day.date)
    contacts = film.company.contacts
    hospital = (place.hospital if place is not None else "") or contacts.hospital
    values = {"date": day_of(day.date, film.language), "crew_call": day.call,
              "first_shot": day.work[0].start if day.work else "", "meal": day.meal or say("no_meal", film.language),
              "wrap": day.wrap, "kind": say(f"kind_{day.kind}", film.language), "sunrise": rise, "sunset": fall,
              "weather": "", "hospital": hospital, "base": contacts.base, "director": contacts.director}
    return [(say(key, film.language), value) for key, value in values.items()]


def _warning(film: _Film, day: ShootDay) -> str:
    """What nobody may overlook: stunts, fire, guns, weapons, animals, children, nights that turn to dawn."""
    found = []
    for number, key in ((102, "stunts"), (105, "effects"), (108, "animals")):
        scenes = [work.scene for work in day.work if any(
            item.category == number for item in film.scenes[work.scene].items)]
        if scenes:
            found.append(say(key, film.language, scenes=", ".join(scenes)))
    return " · ".join(found)


def _locations(film: _Film, day: ShootDay) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for number, name in enumerate(day.locations, start=1):
        place = film.places.get(name)
        sets = ", ".join(dict.fromkeys(film.strips[work.scene].set_name for work in day.work if work.location == name))
        rows.append((str(number), place.name if place else "", sets, place.address if place else "",
                     place.parking if place else ""))
    return rows


def _scenes(film: _Film, day: ShootDay) -> list[list[object]]:
    """The day's scenes with a line for every move and for the meal."""
    rows: list[list[object]] = []
    place, meal = day.locations[0], day.meal
    for number, work in enumerate(day.work):
        strip = film.strips[work.scene]
        if work.location != place:
            place = work.location
            rows.append([say("move", film.language, name=place)])
        rows.append([
            scene_name(work, film.language), f"{inside(strip, film.language)}\n{time_of_day(strip, film.language)}",
            (strip.set_name, strip.synopsis), pages(work.eighths),
            ", ".join(str(film.board[name]) for name in strip.cast) or "–", work.start,
            hours(work.minutes, film.language), _notes(film, day, work, strip), f"#{colour_of(strip).lower()}"])
        after = day.work[number + 1].start if number + 1 < len(day.work) else day.wrap
        if meal and _since(day, work.start) < _since(day, meal) < _since(day, after):
            rows.append([say("meal_at", film.language, time=meal)])
            meal = ""
    return rows


def _notes(film: _Film, day: ShootDay, work: Work, strip: Strip) -> str:
    """What is out of the ordinary about shooting a scene on this day."""
    found = [say("setups", film.language, count=strip.setups)] if strip.setups else []
    night = strip.time.value == "night"
    if strip.light == "any" and night and day.kind in ("dawn", "day"):
        found.append(say("black_out", film.language))
    if strip.light == "any" and not night and day.kind == "night":
        found.append(say("day_for_night", film.language))
    if strip.light in ("dawn", "dusk"):
        found.append(say(f"at_{strip.light}", film.language))
    return "\n".join(found)


def _since(day: ShootDay, clock: str) -> int:
    """Minutes since the call of a time of the day."""
    hour, minute = (int(part) for part in clock.split(":"))
    first_hour, first_minute = (int(part) for part in day.call.split(":"))
    return (hour * 60 + minute - first_hour * 60 - first_minute) % (24 * 60)


def _cast(film: _Film, day: ShootDay) -> list[tuple[str, ...]]:
    """Who is called when: on set for their first scene, in the chair and picked up before."""
    rows: list[tuple[str, ...]] = []
    codes = {row.name: _code(film.schedule, row.codes, day) for row in film.schedule.cast}
    for name, number in sorted(film.board.items(), key=lambda entry: entry[1]):
        own = [work for work in day.work if name in film.strips[work.scene].cast]
        if not own:
            continue
        player = film.players.get(name.casefold(), Player(name=name))
        on_set = _minutes(own[0].start)
        chair = _earlier(on_set, player.makeup_minutes + DRESS)
        pickup = _earlier(chair, player.pickup_minutes)
        done = _clock(_minutes(own[-1].start) + own[-1].minutes + _meal_within(film, day, own[-1]))
        rows.append((str(number), name, player.performer, codes[name], _clock(pickup), _clock(chair), _clock(on_set),
                     done, ", ".join(work.scene for work in own)))
    return rows


def _meal_within(film: _Film, day: ShootDay, work: Work) -> int:
    """Minutes that a meal takes out of the middle of a scene."""
    begin = _since(day, work.start)
    within = bool(day.meal) and begin < _since(day, day.meal) < begin + work.minutes
    return film.company.hours.meal_minutes if within else 0


def _code(schedule: Schedule, codes: Sequence[str], day: ShootDay) -> str:
    at = schedule.calendar.index(day.date) if day.date else day.number - 1
    return codes[at]


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _earlier(minutes: int, by: int) -> int:
    return (minutes - by) // CALL_STEP * CALL_STEP


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _background(film: _Film, day: ShootDay) -> list[tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for work in day.work:
        items = [item.name for item in film.scenes[work.scene].items if item.category == 101]
        for name in dict.fromkeys([*film.strips[work.scene].background, *items]):
            found.setdefault(name, []).append(work.scene)
    return [(name, ", ".join(scenes), "") for name, scenes in found.items()]


def _departments(film: _Film, day: ShootDay) -> list[tuple[str, str]]:
    """What each department must bring, with the scenes that ask for it."""
    found: dict[int, dict[str, list[str]]] = {}
    for work in day.work:
        for item in film.scenes[work.scene].items:
            if item.category not in (100, 101):
                scenes = found.setdefault(item.category, {}).setdefault(item.name, [])
                if work.scene not in scenes:
                    scenes.append(work.scene)
    rows = [(category(number, film.language), " · ".join(f"{name} ({', '.join(scenes)})"
                                                         for name, scenes in found[number].items()))
            for number in sorted(found)]
    return rows or [(say("none", film.language), "")]


def _next(film: _Film, day: ShootDay) -> list[tuple[str, ...]]:
    """The next day's scenes, so that everybody can prepare."""
    return [(scene_name(work, film.language),
             f"{inside(film.strips[work.scene], film.language)} {time_of_day(film.strips[work.scene], film.language)}",
             film.strips[work.scene].set_name, pages(work.eighths),
             ", ".join(str(film.board[name]) for name in film.strips[work.scene].cast) or "–", work.location)
            for work in day.work]
