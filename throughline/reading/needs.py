"""What a scene asks of the effects departments: kinds, how hard each is, and the words that say why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from throughline.film.shot import Move, Size
from throughline.film.story import Beat, BeatKind, EffectNeed, Heading, Role, SetKind, Setting, TimeOfDay, Verb
from throughline.reading import lexicon
from throughline.reading.entities import Registry

_CLOSE = frozenset({Size.ECU, Size.CU, Size.MCU, Size.INSERT})
_LEVELS = ((3.0, "high"), (1.5, "medium"))
_LONG = 3
_MANY, _VERY_MANY = 50, 300
_BEFORE, _AFTER = 28, 14
_HELD_BY_ACTORS = frozenset(
    {"explosion", "fire", "debris", "collapse", "creature", "water", "flood", "glow", "smoke", "transformation",
     "blood"}
)
_LIT = frozenset({"creature", "set_extension", "explosion", "collapse", "driving_plate", "crowd", "digital_double"})
_GROWS = frozenset({"explosion", "collapse", "fire"})
_NUMBER_WORDS = {
    "dozens": 48, "hundreds": 300, "thousands": 3000, "tens of thousands": 30000, "millions": 100000, "army": 1000,
    "armies": 3000, "legion": 1000, "legions": 3000, "horde": 300, "hordes": 300, "battalion": 500, "수십": 50,
    "수백": 300, "수천": 3000, "수만": 30000, "수십만": 100000, "군대": 1000, "대군": 3000,
}  # fmt: skip
_COUNT = re.compile(r"(\d[\d,]*)\s*(?:여\s*)?(?:명|인|people|men|women|soldiers|extras|protesters|guests|[a-z]+s\b)")


@dataclass
class _Asked:
    """A need as it gathers over the beats of a scene."""

    kind: str
    at: str | None
    line: int
    beats: dict[int, None] = field(default_factory=dict)
    up: dict[str, None] = field(default_factory=dict)
    down: dict[str, None] = field(default_factory=dict)
    built: dict[str, None] = field(default_factory=dict)
    actors: dict[str, None] = field(default_factory=dict)
    people: int = 0
    close: bool = False
    moving: bool = False
    together: int = 1


def needs(
    heading: Heading, beats: Sequence[Beat], roles: Sequence[Role], kind: SetKind, otherworld: bool, registry: Registry
) -> tuple[EffectNeed, ...]:
    """The effect needs of a scene in script order, one for each kind and what it happens to, Korean as English.

    ``low``, ``medium`` and ``high`` weigh the kind itself, size words, what is destroyed, contact with actors,
    the number of people, night, close-ups, a moving camera, and over how many beats it goes on.
    """
    found: dict[tuple[str, str | None], _Asked] = {}
    for beat in beats:
        if beat.kind is BeatKind.ACTION:
            _read(beat, found, registry)
    _of_the_place(found, heading, beats, roles, kind, otherworld)
    if any(need == "wire" for need, _ in found):
        first = next(asked for asked in found.values() if asked.kind == "wire")
        found.setdefault(("clean_up", None), _Asked("clean_up", first.at, first.line, dict(first.beats)))
    korean = bool(lexicon.HANGUL.search(heading.text + "".join(beat.text for beat in beats[:3])))
    night = heading.time is TimeOfDay.NIGHT
    made = [_need(asked, night, korean) for asked in _merged(found)]
    return tuple(sorted(made, key=lambda need: (need.line, need.kind, need.at or "")))


def _read(beat: Beat, found: dict[tuple[str, str | None], _Asked], registry: Registry) -> None:
    """What one sentence asks, and its words of size, contact and camera."""
    lower = beat.text.lower()
    asked: dict[tuple[str, str | None], int] = {}
    renamed = lexicon.table("needs")["renamed"]
    for effect in beat.effects:
        asked.setdefault((renamed.get(effect.kind, effect.kind), effect.at), effect.line or beat.line)
    names = [name for event in beat.events for name in (*event.who, *([event.target] if event.target else []))]
    vehicles = [name for name in names if _category(name, registry) == "vehicle"]
    people = [name for name in names if _category(name, registry) in {"cast", "group", "crowd"}]
    creatures = [name for name in names if _is_creature(name, registry)]
    for name in creatures:
        asked.setdefault(("creature", name), beat.line)
    for kind, table, pattern in _patterns():
        subject = {"vehicle": vehicles, "person": people}.get(table.get("needs", ""))
        if subject == [] or (kind == "creature" and creatures) or not _asks(pattern, lower):
            continue
        grown = next(iter(vehicles or people), None) if kind in _GROWS else None
        at = subject[0] if subject else grown
        if not any(known == kind for known, _ in asked):
            asked[kind, at] = beat.line
    for verb, kind in ((Verb.CRASH, "vehicle_stunt"),):
        if vehicles and any(event.verb is verb for event in beat.events) and not any(k == kind for k, _ in asked):
            asked[kind, vehicles[0]] = beat.line
    for (kind, at), line in asked.items():
        entry = found.setdefault((kind, at), _Asked(kind, at, line))
        _note(entry, beat, lower, [name for name in people if name not in creatures], len(asked))


def _note(entry: _Asked, beat: Beat, lower: str, people: Sequence[str], together: int) -> None:
    """Takes down what the beat says of how large, how close and how long."""
    size = lexicon.table("needs")["size"]
    entry.beats[beat.index] = None
    entry.up.update(dict.fromkeys(_words("up").findall(lower)))
    entry.down.update(dict.fromkeys(_words("down").findall(lower)))
    if entry.kind in _GROWS:
        target = (entry.at or lower).lower()
        entry.built.update({word: None for word in size["built"] if _words("built").search(target) and word in target})
    for effect in beat.effects:
        if effect.kind == entry.kind:
            entry.up.update(dict.fromkeys(word for word in effect.words if word in size["up"] or word == "large"))
    if entry.kind in _HELD_BY_ACTORS:
        entry.actors.update(dict.fromkeys(name for name in people if name != entry.at))
    if entry.kind == "crowd":
        entry.people = max(entry.people, _people(lower))
    if beat.wish is not None:
        entry.close |= beat.wish.size in _CLOSE
        entry.moving |= beat.wish.move is not None and beat.wish.move != Move.STATIC
    entry.together = max(entry.together, together)


def _of_the_place(
    found: dict[tuple[str, str | None], _Asked],
    heading: Heading,
    beats: Sequence[Beat],
    roles: Sequence[Role],
    kind: SetKind,
    otherworld: bool,
) -> None:
    """What the place itself asks: the world beyond the set, the road behind a car's windows."""
    line = beats[0].line if beats else 0
    told = "\n".join(beat.text.lower() for beat in beats if beat.kind is BeatKind.ACTION)
    every = dict.fromkeys(beat.index for beat in beats)
    if otherworld:
        asked = found.setdefault(("set_extension", None), _Asked("set_extension", None, line))
        asked.at, asked.beats = heading.place, every
    still = lexicon.pattern(lexicon.table("needs")["still"]["words"])
    said = f"{heading.text.lower()} {told}"
    if kind is SetKind.CAR and heading.setting is not Setting.EXT and not still.search(said):
        asked = _Asked("driving_plate", heading.place, line, every)
        asked.people = len([role for role in roles if not role.crowd])
        found[("driving_plate", heading.place)] = asked


def _merged(found: dict[tuple[str, str | None], _Asked]) -> Iterable[_Asked]:
    """A need that happens to nothing named is part of the first of its kind."""
    for (kind, at), asked in found.items():
        named = [other for (known, place), other in found.items() if known == kind and place is not None]
        if at is not None or not named:
            yield asked
            continue
        first = named[0]
        first.line = min(first.line, asked.line)
        for part in ("beats", "up", "down", "built", "actors"):
            getattr(first, part).update(getattr(asked, part))
        first.people = max(first.people, asked.people)
        first.close, first.moving = first.close or asked.close, first.moving or asked.moving


def _need(asked: _Asked, night: bool, korean: bool) -> EffectNeed:
    say = lexicon.table("needs")["why"]["korean" if korean else "english"]
    why: list[str] = []
    points = float(lexicon.table("needs")["points"].get(asked.kind, 0.5))

    def weigh(amount: float, reason: str, *words: object) -> None:
        nonlocal points
        points += amount
        why.append(say[reason].format(", ".join(map(str, words))))

    if asked.up:
        weigh(1.0, "large", *asked.up)
    elif asked.down:
        weigh(-0.5, "small", *asked.down)
    if asked.built:
        weigh(1.5, "built", next(iter(asked.built)))
    if asked.kind == "crowd":
        if asked.people:
            weigh(3.0 if asked.people >= _VERY_MANY else 1.5 if asked.people >= _MANY else 0.0, "people", asked.people)
        else:
            weigh(0.0, "uncounted")
    elif asked.kind == "driving_plate" and asked.people > 1:
        weigh(0.5, "many_cast", asked.people)
    if asked.actors:
        weigh(0.5 * min(2, len(asked.actors)), "touches", *asked.actors)
    if asked.close:
        weigh(0.5, "close")
    if asked.moving:
        weigh(0.5, "moving")
    if night and asked.kind in _LIT:
        weigh(0.5, "night")
    if len(asked.beats) >= _LONG:
        weigh(0.5, "long", len(asked.beats))
    if asked.together > 2:
        weigh(0.5, "together", asked.together)
    level = next((name for least, name in _LEVELS if points >= least), "low")
    return EffectNeed(kind=asked.kind, complexity=level, line=asked.line, at=asked.at,
                      why="; ".join(why) or say["plain"])


def _category(name: str, registry: Registry) -> str:
    entity = registry.entities.get(name)
    return entity.category if entity else ""


def _is_creature(name: str, registry: Registry) -> bool:
    """True for a being that neither an actor nor a trained animal can be."""
    entity = registry.entities.get(name)
    wrangled = lexicon.table("people")["animals"]["wrangled"]
    played = lexicon.table("needs")["person_kinds"]["words"]
    return entity is not None and entity.category != "vehicle" and entity.kind not in {*wrangled, *played}


def _people(lower: str) -> int:
    """How many people the sentence counts; 0 where it does not."""
    counted = [int(match[1].replace(",", "")) for match in _COUNT.finditer(lower)]
    spoken = [number for word, number in _NUMBER_WORDS.items() if re.search(rf"(?<![a-z가-힣]){word}", lower)]
    return max([*counted, *spoken, 0])


@cache
def _patterns() -> tuple[tuple[str, dict[str, Any], re.Pattern[str]], ...]:
    out = []
    for kind, table in lexicon.table("needs")["kinds"].items():
        english = "|".join(table["english"])
        out.append((kind, table, re.compile(rf"(?<![\w-])(?:{english})(?![\w-])|{'|'.join(table['korean'])}")))
    return tuple(out)


@cache
def _words(name: str) -> re.Pattern[str]:
    return lexicon.pattern(lexicon.table("needs")["size"][name])


@cache
def _denials() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon.table("needs")["denied"]
    return re.compile(rf"\b(?:{'|'.join(words['english'])})\s+(?:\w+\s+)?$"), re.compile("|".join(words["korean"]))


def _asks(pattern: re.Pattern[str], lower: str) -> bool:
    """True where the words stand and are neither denied nor only compared with."""
    english, korean = _denials()
    for match in pattern.finditer(lower):
        before = lower[max(0, match.start() - _BEFORE) : match.start()]
        after = re.split(r"[.,]", lower[match.end() : match.end() + _AFTER])[0]
        if not english.search(before) and not (lexicon.HANGUL.search(match[0]) and korean.search(after)):
            return True
    return False
