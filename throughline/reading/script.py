"""A whole screenplay understood: the breakdown, and what its notes ask that nobody understands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from throughline.film.screenplay import ElementKind, Scene, Screenplay, scenes
from throughline.film.story import (
    Breakdown,
    CharacterFact,
    Heading,
    SceneReading,
)
from throughline.formats import inline
from throughline.reading import cast, facts, wishes
from throughline.reading.cues import cue
from throughline.reading.days import script_days
from throughline.reading.eighths import eighths
from throughline.reading.entities import Registry
from throughline.reading.headings import heading
from throughline.reading.items import one_name_a_thing
from throughline.reading.language import screenplay_language
from throughline.reading.scenes import Read, order_of, read_scene, shifted
from throughline.reading.sets import SetChoice, set_for
from throughline.reading.text import Note, plain_and_notes, sentences
from throughline.reading.vehicles import fleet

Lines = list[tuple[int, str]]


def breakdown(screenplay: Screenplay, read: Read = read_scene) -> Breakdown:
    """Everything that ``screenplay`` says happens, scene by scene and beat by beat, with its cast and vehicles;
    ``read`` reads one scene (``read_scene``, or what keeps what that gave).

    Deterministic and offline; it never raises on a screenplay, whatever its text. A named group stands as one role
    with ``count:3`` in its words; where its members have names, the group's deeds are theirs.
    """
    found, action, registry = _named(screenplay)
    told = [line for scene in found for line in action[scene.index]]
    headings = _headings(found)
    sets = _sets(found, headings, action)
    days = script_days(found, headings)
    readings: list[SceneReading] = []
    lengths = eighths(screenplay)
    for scene, number in zip(found, _numbers(found), strict=True):
        earlier = tuple(role.name for role in readings[-1].roles) if readings else ()
        order = order_of(scene, headings[scene.index], sets[scene.index], registry, earlier)
        readings.append(msgspec.structs.replace(
            shifted(read(order), scene.line - 1), scene=number, index=scene.index, line=scene.line,
            numbered=scene.number is not None, eighths=lengths[scene.index], script_day=days[scene.index]))
    merged = one_name_a_thing([reading.items for reading in readings])
    readings = [msgspec.structs.replace(reading, items=own) for reading, own in zip(readings, merged, strict=True)]
    vehicles = tuple(entity.name for entity in registry.entities.values() if entity.category == "vehicle")
    return Breakdown(
        language=screenplay_language(screenplay),
        scenes=tuple(readings),
        cast=_cast(readings, registry, told),
        vehicles=vehicles,
    )


def complaints(screenplay: Screenplay) -> tuple[str, ...]:
    """What no shot or effect note can mean, one line each with the script's line and the words that are known."""
    _, _, registry = _named(screenplay)
    out: list[str] = []
    for element in screenplay.elements:
        if element.kind is ElementKind.NOTE:
            notes: Sequence[Note] = (Note(element.text.strip().removeprefix("[[").removesuffix("]]"), 0, element.line),)
        else:
            _, notes = plain_and_notes(element) if "[[" in element.text else ("", ())
        for note in notes:
            out.extend(wishes.asked(note.text, note.line, registry).complaints)
    return tuple(out)


@lru_cache(maxsize=1)
def _named(screenplay: Screenplay) -> tuple[tuple[Scene, ...], dict[int, Lines], Registry]:
    """The scenes, their action, and everybody and everything that the script names."""
    found = tuple(scenes(screenplay))
    action = {scene.index: _action(scene) for scene in found}
    return found, action, _registry(found, [line for scene in found for line in action[scene.index]])


def _action(scene: Scene) -> Lines:
    """The sentences of the scene's action with their lines."""
    out: Lines = []
    for element in scene.elements:
        if element.kind is ElementKind.ACTION:
            text, _ = plain_and_notes(element)
            out.extend((sentence.line, sentence.text) for sentence in sentences(text, element.line))
    return out


def _registry(found: Sequence[Scene], told: Lines) -> Registry:
    cues: dict[str, int] = {}
    for scene in found:
        for element in scene.elements:
            if element.kind is ElementKind.CHARACTER:
                name = cue(element).name
                if name:
                    cues.setdefault(name, element.line)
    places = [(scene.line, inline.plain(scene.heading.text)) for scene in found if scene.heading]
    return cast.registry(cues.items(), told, fleet(sorted([*told, *_car_places(places)], key=lambda entry: entry[0])))


def _car_places(places: Lines) -> Lines:
    """Headings that play in a vehicle name it: ``INT. WHITE SEDAN``."""
    return [(line, text.lower()) for line, text in places]


def _headings(found: Sequence[Scene]) -> dict[int, Heading]:
    out: dict[int, Heading] = {}
    previous: Heading | None = None
    for scene in found:
        previous = heading(scene.heading.text if scene.heading else "", previous)
        out[scene.index] = previous
    return out


def _sets(found: Sequence[Scene], headings: dict[int, Heading], action: dict[int, Lines]) -> dict[int, SetChoice]:
    """The set of every scene. Scenes at one place share its kind and all its features; fog is each scene's own."""
    at: dict[tuple[str, str], list[int]] = {}
    for scene in found:
        known = headings[scene.index]
        at.setdefault((known.setting.value, " ".join(known.place.lower().split())), []).append(scene.index)
    out: dict[int, SetChoice] = {}
    for indices in at.values():
        whole = set_for(headings[indices[0]], "\n".join(text for index in indices for _, text in action[index]))
        for index in indices:
            own = set_for(headings[index], "\n".join(text for _, text in action[index]))
            out[index] = SetChoice(whole.kind, whole.features, own.fog, whole.otherworld)
    return out


def _numbers(found: Sequence[Scene]) -> list[str]:
    """A scene's id: its number in the script, else its place in the order; never the same twice."""
    out: list[str] = []
    given = {scene.number.strip().strip(".#") for scene in found if scene.number}
    for scene in found:
        own = (scene.number or "").strip().strip(".#")
        name = own or str(scene.index + 1)
        while name in out or (not own and name in given):
            name += "X"
        out.append(name)
    return out


def _cast(readings: Sequence[SceneReading], registry: Registry, told: Lines) -> tuple[CharacterFact, ...]:
    """Everybody in any scene who is no crowd, in the order of appearance, with what the script says of them."""
    gathered = facts.Facts(registry)
    for _, text in told:
        gathered.read(text)
    pronouns = facts.pronoun_sexes(told, registry)
    speeches: dict[str, int] = {}
    names: dict[str, None] = {}
    for reading in readings:
        names.update(dict.fromkeys(role.name for role in reading.roles if not role.crowd))
        for beat in reading.beats:
            if beat.speaker:
                speeches[beat.speaker] = speeches.get(beat.speaker, 0) + 1
    return tuple(gathered.fact(registry.entities[name], speeches.get(name, 0), pronouns) for name in names)
