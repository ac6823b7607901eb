"""What the package says of the story: the person's words, else the script's own, else an open blank marked so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from throughline.film.blocking import Look
from throughline.film.dossier import Character, Count, Fact, Passage, Place, State, Still, Tint
from throughline.film.package import PackageSettings
from throughline.film.shot import ShotList
from throughline.film.story import BeatKind, Breakdown, CharacterFact, Presence, SceneReading
from throughline.formats.tables import pages
from throughline.production.package_money import clock
from throughline.production.package_words import say

Counts = tuple[Count, ...]
SHOWN_CAST = 6
SHOWN_PLACES = 6
WORN = (("outer", "outer_colour"), ("top", "top_colour"), ("bottom", "bottom_colour"))


def passage(settings: PackageSettings, key: str, language: str) -> Passage:
    """The person's words ``key`` in the language, else in the other one, else the open blank."""
    heading = say(f"heading_{key}", language)
    other = "en" if language == "ko" else "ko"
    for asked in (language, other):
        text = str(getattr(settings.words(asked), key)).strip()
        if text:
            return Passage(heading=heading, text=text, state=State.GIVEN)
    return blank(heading, language, say("fill", language, key=key, language=language))


def blank(heading: str, language: str, note: str) -> Passage:
    """An open blank for what nobody has given yet."""
    name = heading if language == "ko" else heading[0].lower() + heading[1:]
    return Passage(heading=heading, text=say("open", language, what=name), state=State.OPEN, note=note)


def synopsis(settings: PackageSettings, breakdown: Breakdown, language: str) -> Passage:
    """The person's synopsis, else the scenes' own first lines one after another, said to be from the script."""
    given = passage(settings, "synopsis", language)
    lines = [scene.synopsis.strip() for scene in breakdown.scenes if scene.synopsis.strip()]
    if given.state is State.GIVEN or not lines:
        return given
    return Passage(heading=given.heading, text=" ".join(lines), state=State.SCRIPT, note=say("from_script", language))


def facts(breakdown: Breakdown, shots: ShotList, language: str) -> tuple[Fact, ...]:
    """The film in figures: length of the cut, pages, scenes, shots."""
    seconds = float(shots.frames / shots.rate)
    eighths = sum(scene.eighths for scene in breakdown.scenes)
    return (Fact(label=say("length", language), value=clock(seconds, language)),
            Fact(label=say("pages", language), value=pages(eighths)),
            Fact(label=say("scenes", language), value=str(len(breakdown.scenes))),
            Fact(label=say("shots", language), value=str(len(shots.shots))))


def characters(breakdown: Breakdown, shots: ShotList, looks: Iterable[Look], stills: Mapping[str, tuple[Still, ...]],
               language: str) -> tuple[tuple[Character, ...], tuple[str, ...]]:
    """The cast by their weight in the film: those with a picture (all, where nobody has one), and the names of the
    rest."""
    worn = {look.name: look for look in looks}
    ordered = weighted_cast(breakdown, shots)
    seen = [fact for fact in ordered if fact.name in stills or not stills][:SHOWN_CAST]
    shown: list[Character] = []
    for fact in seen:
        quote = _introduction(fact, _scenes_of(fact, breakdown), {character.quote for character in shown})
        shown.append(_character(fact, breakdown, worn.get(fact.name), stills.get(fact.name, ()), quote, language))
    named = {character.name for character in shown}
    return tuple(shown), tuple(fact.name for fact in ordered if fact.name not in named)


def weighted_cast(breakdown: Breakdown, shots: ShotList) -> list[CharacterFact]:
    """The cast, who is in most shots and says most first; equal ones in the order of the script."""
    framed = Counter(name for shot in shots.shots for name in shot.subjects)
    return sorted(breakdown.cast, key=lambda fact: (-(framed[fact.name] + 2 * fact.speeches), fact.line, fact.name))


def _character(fact: CharacterFact, breakdown: Breakdown, look: Look | None, stills: tuple[Still, ...], quote: str,
               language: str) -> Character:
    scenes = _scenes_of(fact, breakdown)
    line = [say("years", language, age=fact.age)] if fact.age is not None else []
    line += [word for word in fact.words if breakdown.language != "ko" or not word.isascii()]
    spoken = say("silent" if not fact.speeches else "one_speech" if fact.speeches == 1 else "speeches", language,
                 count=fact.speeches)
    presence = f"{say('presence', language, scenes=len(scenes), of=len(breakdown.scenes))} · {spoken}"
    return Character(name=fact.name, line=" · ".join(line), quote=quote, presence=presence, colours=_colours(look),
                     stills=stills)


def _colours(look: Look | None) -> tuple[str, ...]:
    """The colours that somebody wears, outside first."""
    if look is None:
        return ()
    worn = [getattr(look, colour) for garment, colour in WORN if getattr(look, garment) not in (None, "none")]
    return tuple(dict.fromkeys([*worn, look.hair_colour] if look.kind == "person" else [look.outer_colour]))


def _scenes_of(fact: CharacterFact, breakdown: Breakdown) -> list[SceneReading]:
    return [scene for scene in breakdown.scenes if any(role.name == fact.name for role in scene.roles)]


def _introduction(fact: CharacterFact, scenes: Iterable[SceneReading], told: Collection[str]) -> str:
    """The script's own sentence that brings somebody in: the one with the age, else the first that names them and is
    not ``told`` of somebody else yet."""
    names = [name.casefold() for name in (fact.name, *fact.aliases)]
    named = [beat.text for scene in scenes for beat in scene.beats if beat.kind is BeatKind.ACTION
             and any(name in beat.text.casefold() for name in names)]
    presented = [text for text in named if any(f"{name}(" in text.casefold().replace(" (", "(") for name in names)]
    fresh = [text for text in named if text not in told]
    return (presented or fresh or named or [""])[0]


def places(breakdown: Breakdown, stills: Mapping[str, tuple[Still, ...]], tints: Mapping[str, tuple[Tint, ...]],
           language: str) -> tuple[Place, ...]:
    """The places of the story that have pictures, the most played first, each in the script's own words."""
    by_place: dict[str, list[SceneReading]] = {}
    for scene in breakdown.scenes:
        by_place.setdefault(scene.heading.place, []).append(scene)
    ordered = sorted(by_place.items(), key=lambda entry: -sum(scene.eighths for scene in entry[1]))
    found = []
    for name, scenes in ordered:
        if name not in stills:
            continue
        settings = dict.fromkeys(say(f"setting_{scene.heading.setting.value}", language) for scene in scenes)
        times = dict.fromkeys(say(f"time_{scene.heading.time.value}", language) for scene in scenes)
        numbers = ", ".join(scene.scene for scene in scenes)
        line = " · ".join((" / ".join(settings), ", ".join(times), say("in_scenes", language, scenes=numbers)))
        quote = next((beat.text for scene in scenes for beat in scene.beats if beat.kind is BeatKind.ACTION), "")
        found.append(Place(name=name, line=line, quote=quote, tints=tints.get(name, ()), stills=stills[name]))
    return tuple(found[:SHOWN_PLACES])


def counts(shots: ShotList, stills: Mapping[str, Still], language: str) -> tuple[Counts, Counts, Counts]:
    """How many shots are of each size, lens and movement: sizes and movements most used first, lenses by length."""
    sizes = Counter(shot.size.value for shot in shots.shots)
    lenses = Counter(shot.lens_mm for shot in shots.shots)
    moves = Counter(shot.move.value for shot in shots.shots)

    def ranked(found: Counter[str], prefix: str) -> tuple[Count, ...]:
        ordered = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
        return tuple(Count(label=say(f"{prefix}_{name}", language), value=value,
                           still=stills.get(name) if prefix == "size" else None) for name, value in ordered)

    return (ranked(sizes, "size"), tuple(Count(label=f"{lens} mm", value=lenses[lens]) for lens in sorted(lenses)),
            ranked(moves, "move"))


def speaking(breakdown: Breakdown) -> int:
    """How many of the cast speak."""
    return len({role.name for scene in breakdown.scenes for role in scene.roles if role.presence is not Presence.SEEN})
