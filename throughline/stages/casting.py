"""Who plays in the film: a look and a voice for everybody, from the script, the cast sheets, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from throughline.engines.contracts import Voice
from throughline.film.blocking import Look
from throughline.film.settings import CastSheet
from throughline.film.story import Breakdown, CharacterFact
from throughline.sound.cast_voices import voice_for
from throughline.world.wardrobe_casting import crowd_look, look_for

CROWD_SIZE = 8
SHEET_LOOKS = ("kind", "age", "sex", "height_m", "build", "skin", "hair", "hair_colour", "top", "top_colour", "bottom",
               "bottom_colour", "outer", "outer_colour", "shoes_colour", "head")


@dataclass(frozen=True)
class Company:
    """``looks`` of everybody who can be seen, group members included; ``groups`` of names; ``voices`` by speaker."""

    looks: Mapping[str, Look]
    groups: Mapping[str, tuple[str, ...]]
    voices: Mapping[str, Voice]


def company(breakdown: Breakdown, sheets: Mapping[str, CastSheet], language: str) -> Company:
    """The film's company. A cast sheet decides wherever it says something."""
    looks: dict[str, Look] = {}
    groups: dict[str, tuple[str, ...]] = {}
    names = [fact.name for fact in breakdown.cast]
    index = 0
    for fact in breakdown.cast:
        count = _count(fact)
        if count:
            members = _members(fact, count, breakdown.cast)
            groups[fact.name] = members
            for member in members:
                if member not in names:
                    looks[member] = _look(fact, member, index, sheets)
                    index += 1
            continue
        looks[fact.name] = _look(fact, fact.name, index, sheets)
        index += 1
    _crowds(breakdown, looks, groups)
    voices = {fact.name: _voice(fact, looks.get(fact.name), sheets, language) for fact in breakdown.cast}
    for scene in breakdown.scenes:
        for beat in scene.beats:
            if beat.speaker and beat.speaker not in voices:
                voices[beat.speaker] = voice_for(beat.speaker, language, None, None)
    return Company(looks, groups, voices)


def _count(fact: CharacterFact) -> int:
    found = next((re.fullmatch(r"count:(\d+)", word) for word in fact.words if word.startswith("count:")), None)
    return int(found.group(1)) if found else 0


def _members(fact: CharacterFact, count: int, cast: tuple[CharacterFact, ...]) -> tuple[str, ...]:
    """The individuals of a group's kind that the script names; numbered ones where it names none."""
    alike = [other.name for other in cast if other is not fact and not _count(other) and other.kind == fact.kind
             and fact.kind != "person"]
    if alike:
        return tuple(alike[:max(count, len(alike))])
    return tuple(f"{fact.name} {number + 1}" for number in range(min(count, CROWD_SIZE)))


def _look(fact: CharacterFact, name: str, index: int, sheets: Mapping[str, CastSheet]) -> Look:
    look = look_for(msgspec.structs.replace(fact, name=name), index)
    sheet = sheets.get(name.casefold())
    if sheet is None:
        return look
    wished = {field: getattr(sheet, field) for field in SHEET_LOOKS if getattr(sheet, field) is not None}
    return msgspec.structs.replace(look, **wished)


def _crowds(breakdown: Breakdown, looks: dict[str, Look], groups: dict[str, tuple[str, ...]]) -> None:
    for scene in breakdown.scenes:
        for role in scene.roles:
            if role.crowd and role.name not in groups and role.name not in looks:
                members = tuple(f"{role.name} {number + 1}" for number in range(CROWD_SIZE))
                groups[role.name] = members
                for number, member in enumerate(members):
                    looks[member] = msgspec.structs.replace(crowd_look(number * 7 + len(role.name)), name=member)


def _voice(fact: CharacterFact, look: Look | None, sheets: Mapping[str, CastSheet], language: str) -> Voice:
    sheet = sheets.get(fact.name.casefold())
    age = look.age if look else fact.age
    sex = fact.sex or (look.sex if look else None)
    return voice_for(fact.name, language, age, sex, sheet.voice_pitch if sheet else None,
                     sheet.voice_variant if sheet else None)
