"""Breakdown elements: what every department must bring, by category, each with the line that names it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from throughline.film.screenplay import Element, ElementKind, Scene
from throughline.film.story import Beat, Item, Role, Verb
from throughline.formats import inline
from throughline.reading import lexicon, titles
from throughline.reading.entities import Registry
from throughline.reading.facts import garments

CATEGORIES = (
    "Cast Members",
    "Background Actors",
    "Stunts",
    "Vehicles",
    "Props",
    "Special Effects",
    "Wardrobe",
    "Makeup/Hair",
    "Animals",
    "Animal Wranglers",
    "Camera",
    "Grip",
    "Electric",
    "Sound",
    "Music",
    "Art Department",
    "Set Dressing",
    "Greenery",
    "Security",
    "Special Equipment",
    "Additional Labor",
    "Visual Effects",
    "Mechanical Effects",
    "Notes",
    "Comments",
    "Miscellaneous",
    "Other",
)
"""The names of the categories 100 to 126, in order."""
_FIRST = 100
_ID = {name.lower(): _FIRST + number for number, name in enumerate(CATEGORIES)}
_OTHER_NAMES = {
    "cast": 100,
    "extras": 101,
    "background": 101,
    "animal handler": 109,
    "animal wrangler": 109,
    "makeup": 107,
    "hair": 107,
    "sfx": 105,
    "vfx": 121,
    "wardrobe/costume": 106,
    "costume": 106,
    "set decoration": 116,
    "art dept": 115,
    "props/set": 104,
}
_STUNTS = frozenset({Verb.FALL, Verb.JUMP, Verb.CRASH, Verb.STRIKE, Verb.EXPLODE})
_DIGITAL = frozenset({"explosion", "collapse", "glow", "lightning", "flood", "debris"})
_MAKEUP = {
    "blood": ("blood", "bloody", "bleeding", "bleeds", "피투성이", "핏자국", "피를", "피가"),
    "wound": ("wound", "wounded", "cut on", "bruise", "bruised", "상처", "멍"),
    "scar": ("scar", "scarred", "흉터"),
    "beard": ("beard", "bearded", "수염"),
    "tattoo": ("tattoo", "tattooed", "문신"),
    "braid": ("braid", "braids", "땋은 머리"),
    "wig": ("wig", "가발"),
    "burns": ("burnt face", "화상"),
    "fangs": ("fangs", "송곳니"),
    "sweat": ("sweating", "땀"),
}
_SOUND = {
    "bell": ("bell", "bells", "종소리"),
    "siren": ("siren", "sirens", "사이렌"),
    "gunshot": ("gunshot", "gunshots", "총성"),
    "scream": ("screams", "비명"),
    "phone ring": ("phone rings", "phone ringing", "전화벨", "벨소리"),
    "thunder": ("thunder", "천둥"),
}
_MUSIC = {"music": ("music", "음악"), "song": ("song", "sings", "노래")}
_GREENS = {
    "tree": ("tree", "trees", "나무", "가로수"),
    "flowers": ("flower", "flowers", "꽃", "꽃다발"),
    "grass": ("grass", "잔디", "갈대"),
    "plants": ("plant", "plants", "화분", "bushes", "bush"),
}
_EQUIPMENT = {"crane": "crane up crane down", "dolly": "push in pull out track lead follow", "drone": "bird's-eye"}


_GROUPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "makeup": _MAKEUP,
    "sound": _SOUND,
    "music": _MUSIC,
    "greens": _GREENS,
}


@cache
def _words(group: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, lexicon.pattern(words)) for name, words in _GROUPS[group].items())


@cache
def _sieve(group: str) -> Callable[[str], bool]:
    return lexicon.sieve(word for words in _GROUPS[group].values() for word in words)


def items(scene: Scene, beats: Sequence[Beat], roles: Sequence[Role], registry: Registry) -> tuple[Item, ...]:
    """The breakdown elements of a scene by category, then in script order. A writer's own tag goes first."""
    tagged = list(_tags(scene))
    names = {item.name.lower() for item in tagged}
    found: dict[tuple[int, str], Item] = {(item.category, item.name.lower()): item for item in tagged}
    for item in [*_people(roles, beats, registry), *_beat_items(beats, registry), *_action_items(scene)]:
        if item.name.lower() not in names:
            found.setdefault((item.category, item.name.lower()), item)
    return tuple(sorted(found.values(), key=lambda item: (item.category, item.line, item.name)))


def _tags(scene: Scene) -> Iterable[Item]:
    for element in [*([scene.heading] if scene.heading else []), *scene.elements]:
        for tag in element.tags:
            low = tag.category.lower()
            yield Item(
                category=_ID.get(low, _OTHER_NAMES.get(low, 126)), name=tag.name, line=element.line, source="tag"
            )


def _people(roles: Sequence[Role], beats: Sequence[Beat], registry: Registry) -> Iterable[Item]:
    wrangled = frozenset(lexicon.table("people")["animals"]["wrangled"])
    for role in roles:
        entity = registry.entities.get(role.name)
        kind = entity.kind if entity else "person"
        if kind in wrangled:
            yield Item(category=108, name=role.name, line=role.line)
            yield Item(category=109, name=f"{kind} wrangler", line=role.line)
            continue
        yield Item(category=101 if role.crowd else 100, name=role.name, line=role.line)
        if kind != "person":
            yield Item(category=121, name=f"{role.name} ({kind})", line=role.line)
    for beat in beats:
        for event in beat.events:
            for name in (*event.who, *([event.target] if event.target else [])):
                if name in registry.entities and registry.entities[name].category == "vehicle":
                    yield Item(category=103, name=name, line=event.line)


def _beat_items(beats: Sequence[Beat], registry: Registry) -> Iterable[Item]:
    for beat in beats:
        for event in beat.events:
            if event.verb in _STUNTS and event.who:
                acting = [name for name in event.who if name in registry.entities]
                if acting:
                    yield Item(category=102, name=f"{' and '.join(acting)}: {event.verb.value}", line=event.line)
        for effect in beat.effects:
            name = f"{effect.kind} ({effect.at})" if effect.at else effect.kind
            yield Item(category=121 if effect.kind in _DIGITAL else 105, name=name, line=effect.line or beat.line)
        if beat.wish is not None:
            for gear, moves in _EQUIPMENT.items():
                if (beat.wish.move and beat.wish.move in moves) or (
                    gear == "drone" and beat.wish.angle == "bird's-eye"
                ):
                    yield Item(category=119, name=gear, line=beat.wish.line)


def _action_items(scene: Scene) -> Iterable[Item]:
    for element in scene.elements:
        if element.kind is ElementKind.ACTION:
            yield from _element_items(element)


def _element_items(element: Element) -> Iterable[Item]:
    text = inline.plain(element.text).lower()
    if titles.is_labelled(inline.plain(element.text)):
        return

    def line_of(at: int) -> int:
        return element.line + text.count("\n", 0, at)

    for match in lexicon.thing_pattern().finditer(text):
        name, section = lexicon.things()[match[0]]
        if section in {"props", "set_dressing"}:
            yield Item(category=104 if section == "props" else 116, name=name, line=line_of(match.start()))
    for garment in garments(text):
        yield Item(category=106, name=garment, line=line_of(max(0, text.find(garment.split()[-1]))))
    for group, category in (("makeup", 107), ("sound", 113), ("music", 114), ("greens", 117)):
        if not _sieve(group)(text):
            continue
        for name, pattern in _words(group):
            found = pattern.search(text)
            if found:
                yield Item(category=category, name=name, line=line_of(found.start()))
