"""Who is in a scene, corrected: roles, deeds and the cast follow what a person says."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence

import msgspec

from throughline.film.story import Beat, Breakdown, CharacterFact, Event, Presence, Role, SceneReading

CAST, CROWD = 100, 101
CATEGORIES = (CAST, CROWD)


def speaks(scene: SceneReading, name: str) -> str:
    """The canonical name of who is called ``name`` and speaks in the scene, else ""."""
    return next((beat.speaker for beat in scene.beats if beat.speaker and _same(beat.speaker, name)), "")


def replaced(scene: SceneReading, old: str, new: str | None) -> SceneReading:
    """The scene where ``new`` is and does what ``old`` was and did; with None nobody does."""
    if not any(_same(role.name, old) for role in scene.roles):
        return scene

    def name(given: str) -> str | None:
        return new if _same(given, old) else given

    roles = [msgspec.structs.replace(role, name=called) for role in scene.roles if (called := name(role.name))]
    beats = tuple(_beat(beat, old, new) for beat in scene.beats)
    return msgspec.structs.replace(scene, roles=_once(roles), beats=beats)


def present(scene: SceneReading, name: str, line: int, crowd: bool) -> SceneReading:
    """The scene with ``name`` among its roles, as a crowd or as one of the cast."""
    roles = [msgspec.structs.replace(role, crowd=crowd) if _same(role.name, name) else role for role in scene.roles]
    roles.append(Role(name=name, presence=Presence.SEEN, line=line, crowd=crowd))
    return msgspec.structs.replace(scene, roles=_once(roles))


def spelt(breakdown: Breakdown, scenes: Sequence[SceneReading], renamed: Sequence[str]) -> list[SceneReading]:
    """The corrected scenes with everybody's name spelt in one way: as a cue has it, else as a person's last row that
    renames to it, else as the cast list has it, else as it is first met."""
    spellings: dict[str, str] = {}
    for name in [*(beat.speaker for scene in scenes for beat in scene.beats if beat.speaker), *reversed(renamed),
                 *(fact.name for fact in breakdown.cast), *(role.name for scene in scenes for role in scene.roles)]:
        spellings.setdefault(name_key(name), name)
    found = list(scenes)
    for at, scene in enumerate(found):
        for old in sorted({name for name in _named(scene) if spellings.get(name_key(name), name) != name}):
            scene = _respelt(scene, old, spellings[name_key(old)])
        found[at] = scene
    return found


def _named(scene: SceneReading) -> Iterable[str]:
    """Every name of somebody in the scene, as it stands there."""
    yield from (role.name for role in scene.roles)
    yield from (item.name for item in scene.items if item.category in CATEGORIES)
    for event in (event for beat in scene.beats for event in beat.events):
        yield from event.who
        yield from () if event.target is None else (event.target,)


def _respelt(scene: SceneReading, old: str, new: str) -> SceneReading:
    items = [msgspec.structs.replace(item, name=new) if item.category in CATEGORIES and item.name == old else item
             for item in scene.items]
    roles = [msgspec.structs.replace(role, name=new) if role.name == old else role for role in scene.roles]
    beats = tuple(_beat(beat, old, new) for beat in scene.beats)
    return msgspec.structs.replace(scene, items=tuple(items), roles=tuple(roles), beats=beats)


def cast(breakdown: Breakdown, scenes: Sequence[SceneReading],
         renamed: Collection[tuple[str, str]]) -> tuple[CharacterFact, ...]:
    """The cast of the corrected scenes; who was renamed keeps what the script says of them."""
    facts = {name_key(fact.name): fact for fact in breakdown.cast}
    for old, new in renamed:
        fact = facts.get(name_key(old))
        if fact is not None and name_key(new) not in facts:
            facts[name_key(new)] = msgspec.structs.replace(fact, name=new, aliases=(*fact.aliases, fact.name))
    names = dict.fromkeys(role.name for scene in scenes for role in scene.roles if not role.crowd)
    lines = {role.name: role.line for scene in reversed(scenes) for role in scene.roles}
    return tuple(msgspec.structs.replace(facts[name_key(name)], name=name) if name_key(name) in facts
                 else CharacterFact(name=name, line=lines[name]) for name in names)


def _beat(beat: Beat, old: str, new: str | None) -> Beat:
    events = [changed for event in beat.events if (changed := _event(event, old, new))]
    return msgspec.structs.replace(beat, events=tuple(events))


def _event(event: Event, old: str, new: str | None) -> Event | None:
    """The event done by or to ``new``; None where nobody is left who does it."""
    who = tuple(called for name in event.who if (called := new if _same(name, old) else name))
    if event.who and not who:
        return None
    target = new if event.target is not None and _same(event.target, old) else event.target
    return msgspec.structs.replace(event, who=who, target=target)


def _once(roles: Iterable[Role]) -> tuple[Role, ...]:
    found: dict[str, Role] = {}
    for role in roles:
        found.setdefault(name_key(role.name), role)
    return tuple(found.values())


def name_key(text: str) -> str:
    """What names are compared by: neither case, spaces nor the way that Korean letters are put together tells."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _same(one: str, other: str) -> bool:
    return name_key(one) == name_key(other)
