"""One scene understood, from nothing but itself and what the script says of the things that it can name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from throughline.film.record import Record
from throughline.film.screenplay import Element, ElementKind, Scene
from throughline.film.story import Beat, BeatKind, Heading, Presence, Role, SceneReading, SetKind
from throughline.formats import inline
from throughline.reading import beats as beats_of
from throughline.reading.entities import Entity, Registry
from throughline.reading.items import items
from throughline.reading.needs import needs
from throughline.reading.sets import SetChoice

_SYNOPSIS = 160
S = TypeVar("S")


class SceneOrder(Record):
    """All that reading one scene depends on. Lines are counted from the scene's own first line; an entity's is 0 where
    an earlier scene brought it, and one beyond the scene where a later one does."""

    elements: tuple[Element, ...]
    heading: Element | None
    known: Heading
    kind: SetKind
    features: tuple[str, ...]
    fog: bool
    otherworld: bool
    entities: tuple[Entity, ...]
    aliases: tuple[tuple[str, tuple[str, ...]], ...]
    earlier: tuple[str, ...]


Read = Callable[[SceneOrder], SceneReading]


def order_of(scene: Scene, known: Heading, chosen: SetChoice, registry: Registry,
             earlier: tuple[str, ...]) -> SceneOrder:
    """The scene as an order to be read."""
    away = 1 - scene.line
    last = max((element.line for element in scene.elements), default=scene.line)
    after = last + 1 + max((element.text.count("\n") for element in scene.elements if element.line == last), default=0)
    entities = tuple(entity._replace(line=0 if entity.line < scene.line else min(entity.line, after) + away)
                     for entity in registry.entities.values())
    moved: tuple[Element, ...] = shifted(scene.elements, away)
    return SceneOrder(
        elements=moved, heading=_unpaged(shifted(scene.heading, away)), known=known, kind=chosen.kind,
        features=chosen.features, fog=chosen.fog, otherworld=chosen.otherworld, entities=entities,
        aliases=tuple((alias, tuple(names)) for alias, names in registry.aliases.items()), earlier=earlier)


def _unpaged(heading: Element | None) -> Element | None:
    """The heading without its page and length, which the scenes before it decide."""
    return heading and msgspec.structs.replace(heading, page=None, length=None)


def read_scene(order: SceneOrder) -> SceneReading:
    """The scene of ``order`` understood; its id, its place in the script, its eighths and its day are left open."""
    registry = Registry({entity.name: entity for entity in order.entities},
                        {alias: list(names) for alias, names in order.aliases})
    scene = Scene(index=0, number=None, heading=order.heading, elements=order.elements)
    vehicle = None
    if order.kind is SetKind.CAR:
        inside = [
            m.names[0]
            for m in registry.mentions(order.known.place.lower())
            if registry.entities[m.names[0]].category == "vehicle"
        ]
        vehicle = inside[0] if inside else None
    beats = beats_of.beats(scene, registry, vehicle, order.earlier)
    roles = _roles(beats, registry)
    return SceneReading(
        scene="",
        index=0,
        heading=order.known,
        line=scene.line,
        set_kind=order.kind,
        features=order.features,
        fog=order.fog,
        otherworld=order.otherworld,
        roles=roles,
        beats=beats,
        items=items(scene, beats, roles, registry),
        eighths=0,
        synopsis=_synopsis(scene, beats),
        needs=needs(order.known, beats, roles, order.kind, order.otherworld, registry),
    )


def shifted(record: S, by: int) -> S:
    """``record`` with every ``line`` in it moved by so many lines; 0, which is no line, stays."""
    if isinstance(record, tuple):
        return tuple(shifted(part, by) for part in record)  # type: ignore[return-value]
    if not isinstance(record, msgspec.Struct) or not by:
        return record
    changed = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if name == "line":
            changed[name] = value + by if value else value
        elif value and isinstance(value, msgspec.Struct | tuple):
            changed[name] = shifted(value, by)
    return msgspec.structs.replace(record, **changed) if changed else record


def _synopsis(scene: Scene, beats: Sequence[Beat]) -> str:
    """The writer's own synopsis of the scene, else its first action."""
    for element in scene.elements:
        if element.kind is ElementKind.SYNOPSIS:
            return inline.plain(element.text).strip().lstrip("= ").strip()
    first = next((beat.text for beat in beats if beat.kind is BeatKind.ACTION), "")
    return first if len(first) <= _SYNOPSIS else first[:_SYNOPSIS].rsplit(" ", 1)[0] + " …"


def _roles(beats: Sequence[Beat], registry: Registry) -> tuple[Role, ...]:
    """Who is in the scene, in the order of their first beat."""
    found: dict[str, Role] = {}
    rank = {Presence.HEARD: 0, Presence.SEEN: 1, Presence.SPEAKS: 2}

    def take(name: str, presence: Presence, line: int) -> None:
        entity = registry.entities.get(name)
        if entity is None or entity.category == "vehicle":
            return
        known = found.get(name)
        if known is None or rank[presence] > rank[known.presence]:
            found[name] = Role(
                name=name, presence=presence, line=known.line if known else line, crowd=entity.category == "crowd"
            )

    for beat in beats:
        for event in beat.events:
            for name in (
                *event.who,
                *(
                    (event.target or "").split(" and ")
                    if event.target not in registry.entities
                    else [event.target or ""]
                ),
            ):
                take(name, Presence.SEEN, event.line)
        if beat.speaker:
            take(beat.speaker, Presence.HEARD if beat.off_screen else Presence.SPEAKS, beat.line)
    return tuple(found.values())
