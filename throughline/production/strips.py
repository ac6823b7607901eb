"""Strips: what each scene asks of a shooting day, from the breakdown, the shot list and what a person knows better."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from throughline.directing.setups import scene_setups
from throughline.film.company import Company, Place, SceneWish
from throughline.film.errors import InputError
from throughline.film.schedule import Strip
from throughline.film.shot import Move, Shot, ShotList
from throughline.film.story import Breakdown, Presence, SceneReading, SetKind, Setting, TimeOfDay

# Minutes a crew of a feature plans for, to be corrected a scene in schedule.toml: 20 to 30 set-ups fill a day.
SETUP_INSIDE, SETUP_OUTSIDE, SETUP_IN_CAR = 18, 22, 26
AGAIN = 4  # another piece of the film from a set-up that stands
DARK = 1.2  # lights to place and move outside at night
MOVES = {Move.STATIC: 0, Move.CRANE_UP: 20, Move.CRANE_DOWN: 20, Move.HANDHELD: 0, Move.ZOOM_IN: 0, Move.ZOOM_OUT: 0,
         Move.PAN_LEFT: 0, Move.PAN_RIGHT: 0, Move.TILT_UP: 0, Move.TILT_DOWN: 0}
RIGGED = 6
ELEMENTS = {101: 15, 102: 40, 103: 8, 105: 25, 108: 30, 119: 10, 121: 8, 122: 20}
LEAST, STEP = 20, 5
PLAYED = ("person", "reaper")


def strips(breakdown: Breakdown, shots: ShotList, company: Company) -> tuple[Strip, ...]:
    """A strip a scene, in the order of the script.

    Raises:
        InputError: schedule.toml names a scene, a character or a set that the script has not; with its line.
    """
    check_names(breakdown, company)
    board = board_order(breakdown, company)
    groups = masters([scene.heading.place for scene in breakdown.scenes])
    wishes = {wish.scene.casefold(): wish for wish in company.scenes}
    pinned = {pin.scene.casefold() for pin in company.pins}
    found: dict[str, list[Shot]] = {}
    for shot in shots.shots:
        found.setdefault(shot.scene, []).append(shot)
    made = []
    for scene in breakdown.scenes:
        wish = wishes.get(scene.scene.casefold(), SceneWish(scene=scene.scene))
        master = groups[scene.heading.place]
        place = _place(scene.heading.place, master, wish, company)
        roles = {role.name for role in scene.roles if role.presence is not Presence.HEARD}
        own = found.get(scene.scene, [])
        made.append(Strip(
            scene=scene.scene, heading=scene.heading.text, setting=scene.heading.setting, time=scene.heading.time,
            set_name=scene.heading.place, location=place.name if place else master, located=place is not None,
            eighths=scene.eighths, minutes=wish.minutes or minutes(scene, own), setups=len(scene_setups(scene, own)),
            cast=tuple(name for name in board if name in roles), script_day=scene.script_day, synopsis=scene.synopsis,
            pinned=scene.scene.casefold() in pinned, light=wish.light or light(scene, place),
            background=tuple(role.name for role in scene.roles if role.crowd)))
    return tuple(made)


def board_order(breakdown: Breakdown, company: Company) -> tuple[str, ...]:
    """Who is played on set, in the order of their board numbers: whom schedule.toml names first in its order, then by
    the number of scenes and speeches."""
    told = {player.name.casefold(): player.on_set for player in company.cast}
    vehicles = set(breakdown.vehicles)
    facts = {fact.name: fact for fact in breakdown.cast}
    scenes: dict[str, int] = {}
    for scene in breakdown.scenes:
        for role in scene.roles:
            kind = facts[role.name].kind if role.name in facts else "person"
            on_set = told.get(role.name.casefold())
            played = kind in PLAYED if on_set is None else on_set
            if played and not role.crowd and role.name not in vehicles and role.presence is not Presence.HEARD:
                scenes[role.name] = scenes.get(role.name, 0) + 1
    ranks = {player.name.casefold(): rank for rank, player in enumerate(company.cast)}
    first = {name: rank for rank, name in enumerate(scenes)}
    speeches = {name: facts[name].speeches if name in facts else 0 for name in scenes}
    return tuple(sorted(scenes, key=lambda name: (ranks.get(name.casefold(), len(ranks)),
                                                  -scenes[name] - speeches[name], first[name])))


def minutes(scene: SceneReading, shots: list[Shot]) -> int:
    """Estimated minutes of shooting: set-ups by where they stand, rigs for the camera, and what the elements take."""
    in_car = scene.set_kind is SetKind.CAR
    inside = scene.heading.setting is Setting.INT and not in_car
    each = SETUP_IN_CAR if in_car else SETUP_INSIDE if inside else SETUP_OUTSIDE
    standing = scene_setups(scene, shots)
    total = float(each * len(standing) + AGAIN * (len(shots) - len(standing)))
    if not inside and scene.heading.time is TimeOfDay.NIGHT:
        total *= DARK
    total += sum(MOVES.get(move, RIGGED) for move in {shot.move for shot in shots})
    total += sum(ELEMENTS.get(category, 0) for category, _ in {(item.category, item.name) for item in scene.items})
    return max(LEAST, STEP * round(total / STEP))


def light(scene: SceneReading, place: Place | None) -> str:
    """What must be outside the set: "day", "night", "dawn", "dusk", or "any" where light is made (rooms, studios)."""
    inside = scene.heading.setting is Setting.INT and scene.set_kind is not SetKind.CAR
    return "any" if inside or (place is not None and place.studio) else str(scene.heading.time)


def masters(places: Iterable[str]) -> dict[str, str]:
    """Every place to the place it is part of: "CROSSWALK, OLD TOWN" and "OLD TOWN" are one, as are the rooms of
    "MARIA'S HOUSE - KITCHEN" and "MARIA'S HOUSE - HALL"."""
    whole = {_plain(place): place for place in reversed(list(dict.fromkeys(places)))}
    heads: dict[str, int] = {}
    parted = {place: [part.strip() for part in re.split(r"\s+[-–—/]+\s+|,\s*|--+", place) if part.strip()]
              for place in whole.values()}
    for parts in parted.values():
        if len(parts) > 1:
            heads[_plain(parts[0])] = heads.get(_plain(parts[0]), 0) + 1
    found = {}
    for place, parts in parted.items():
        inner = reversed(parts) if len(parts) > 1 else ()
        named = next((whole[_plain(part)] for part in inner if _plain(part) in whole), None)
        shared = parts[0] if len(parts) > 1 and heads[_plain(parts[0])] > 1 else place
        found[_plain(place)] = named or shared
    return {place: found[_plain(place)] for place in places}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _place(name: str, master: str, wish: SceneWish, company: Company) -> Place | None:
    if wish.location is not None:
        return next(place for place in company.locations if _plain(place.name) == _plain(wish.location))
    for candidate in (name, master):
        for place in company.locations:
            if _plain(candidate) in (_plain(part) for part in place.sets):
                return place
    return None


def check_names(breakdown: Breakdown, company: Company) -> None:
    """Passes where every scene, character and set that schedule.toml names is in the script.

    Raises:
        InputError: one is not; with its line and the nearest name that is.
    """
    scenes = [scene.scene for scene in breakdown.scenes]
    roles = list(dict.fromkeys(role.name for scene in breakdown.scenes for role in scene.roles))
    names = list(dict.fromkeys([*roles, *(fact.name for fact in breakdown.cast)]))
    places = [scene.heading.place for scene in breakdown.scenes]
    sets = list(dict.fromkeys([*places, *masters(places).values()]))
    located = [place.name for place in company.locations]
    for pin in company.pins:
        _known(pin.scene, "scene", scenes, company.file, pin.line)
    for wish in company.scenes:
        _known(wish.scene, "scene", scenes, company.file, wish.line)
        if wish.location is not None:
            _known(wish.location, "location", located, company.file, wish.line)
    for player in company.cast:
        _known(player.name, "character", names, company.file, player.line)
    for place in company.locations:
        for part in place.sets:
            _known(part, "set", sets, company.file, place.line)


WHERE: Mapping[str, str] = {"scene": "the script has no scene", "character": "the script has no character",
                            "set": "no heading of the script names the set", "location": "no [[location]] is named"}


def _known(name: str, kind: str, known: list[str], file: str, line: int) -> None:
    if _plain(name) in {_plain(other) for other in known}:
        return
    near = difflib.get_close_matches(_plain(name), [_plain(other) for other in known], n=1, cutoff=0.5)
    like = next((other for other in known if near and _plain(other) == near[0]), None)
    some = ", ".join(known[:8]) + (" …" if len(known) > 8 else "")
    raise InputError(f"{WHERE[kind]} “{name}”", file=file, line=line or None,
                     remedy=f"did you mean “{like}”?" if like else f"known: {some or 'none'}")
