"""Which set a scene plays in: its kind, what it must have, whether fog or another world lies over it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from throughline.film.story import Heading, SetKind, Setting
from throughline.reading import lexicon
from throughline.reading.places import place_kind, place_words

_INDOORS = frozenset({SetKind.ROOM, SetKind.OFFICE, SetKind.HALL, SetKind.CAR})
_BUILT = frozenset({SetKind.ROOM, SetKind.OFFICE, SetKind.HALL})


class SetChoice(NamedTuple):
    """The set that fits a scene."""

    kind: SetKind
    features: tuple[str, ...]
    fog: bool
    otherworld: bool


@cache
def _air(name: str) -> re.Pattern[str]:
    return lexicon.pattern(lexicon.table("places")["air"][name])


def set_for(heading: Heading, words: str) -> SetChoice:
    """The set for ``heading`` whose action says ``words``.

    The place's name decides; where it names no known place, the place that the action names most often; else a
    room inside and a street outside. A building seen from outside is a street with that building's features.
    """
    place, told = heading.place.lower(), words.lower()
    kind = place_kind(place) or _told_kind(told, heading.setting)
    outside = kind in _BUILT and heading.setting is Setting.EXT
    if outside:
        kind = SetKind.STREET
    elif heading.setting is Setting.INT_EXT and any(other is SetKind.CAR for _, other in place_words(place)):
        kind = SetKind.CAR
    elif heading.setting is Setting.INT and kind in {SetKind.STREET, SetKind.ROAD, SetKind.ALLEY, SetKind.FIELD}:
        kind = _inside(place, kind)
    elif kind is SetKind.CAR and heading.setting is Setting.EXT:
        kind = SetKind.ROAD
    if kind is None:
        kind = SetKind.ROOM if heading.setting is Setting.INT else SetKind.STREET
    both = f"{heading.text.lower()}\n{told}"
    otherworld = kind is SetKind.BETWEEN or bool(_air("otherworld").search(both))
    return SetChoice(kind, _features(place, told, outside), bool(_air("fog").search(both)), otherworld)


def _inside(place: str, kind: SetKind) -> SetKind:
    """A place outdoors by its last word that the heading says is inside: ``INT. CAR - STREET`` is the car."""
    for _, other in reversed(place_words(place)):
        if other in _INDOORS:
            return other
    return SetKind.ROOM if kind in {SetKind.STREET, SetKind.FIELD} else kind


def _told_kind(told: str, setting: Setting) -> SetKind | None:
    wanted_inside = setting is Setting.INT
    found = Counter(
        kind
        for _, kind in place_words(told)
        if (kind in _INDOORS - {SetKind.CAR}) == wanted_inside and kind is not SetKind.CAR
    )
    return max(found, key=lambda kind: (found[kind], kind.value)) if found else None


def _features(place: str, told: str, outside: bool) -> tuple[str, ...]:
    """What the set must have, in the order that the script names it."""
    known, table = lexicon.features(), lexicon.table("places")["features"]
    found: dict[str, None] = {}
    for word, _ in () if outside else place_words(place):
        found.update(dict.fromkeys(table.get(word, ())))
    for match in lexicon.thing_pattern().finditer(f"{place}\n{told}"):
        name = lexicon.things()[match[0]][0]
        if name in known:
            found[name] = None
            if name == "gate tower":
                found.update({"gate": None, "tower": None})
            elif name == "clock tower":
                found["tower"] = None
    return tuple(found)
