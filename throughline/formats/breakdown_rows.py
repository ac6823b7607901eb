"""What the breakdown workbook's rows say: each element's words in the script, each need's shots, each role's work."""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from throughline.film.shot import Shot, ShotList
from throughline.film.story import (
    BeatKind,
    Breakdown,
    CharacterFact,
    EffectNeed,
    Item,
    Presence,
    SceneReading,
)

OF_THE_PLACE = frozenset({"set_extension", "driving_plate"})
"""Needs of a whole scene, which every shot of it has."""


@dataclass(frozen=True)
class ElementRow:
    """An element over the whole film: its category, name, ids of the scenes in order, the first line that names it."""

    category: int
    name: str
    scenes: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class CastRow:
    """A role over the whole film. ``heard`` are the scenes where only the voice is; ``eighths`` of all its scenes;
    ``seconds`` of the shots that it is in or speaks in."""

    name: str
    fact: CharacterFact | None
    scenes: tuple[str, ...]
    heard: frozenset[str]
    eighths: int
    speeches: int
    seconds: Fraction


class Words:
    """What the script says on a line of a scene."""

    def __init__(self, scene: SceneReading):
        self._heading = (scene.line, scene.heading.text)
        self._beats = sorted(scene.beats, key=lambda beat: (beat.line, beat.index))
        self._lines = [beat.line for beat in self._beats]
        self._notes: dict[int, dict[str, None]] = {}
        for beat in scene.beats:
            wishes = [(beat.wish.line, beat.wish.text)] if beat.wish is not None else []
            asked = [(wish.line, ", ".join(["vfx: " + wish.kind, *([wish.at] if wish.at else []), *wish.words]))
                     for wish in beat.effects if wish.explicit]
            for line, text in [*wishes, *asked]:
                self._notes.setdefault(line, {})[text] = None

    def at(self, line: int, name: str = "") -> str:
        """The sentence that stands on ``line`` (or begins before it and goes on to it), the one that names ``name``
        where there are several; a heading, a speech with its speaker, what a note asks for."""
        if line in self._notes and line not in self._lines:
            return " · ".join(self._notes[line])
        if line <= self._heading[0] or not self._beats:
            return self._heading[1]
        last = bisect.bisect_right(self._lines, line) - 1
        if last < 0:
            return self._heading[1]
        here = [beat for beat in self._beats if beat.line == self._lines[last]]
        named = [beat for beat in here if name and name.casefold() in beat.text.casefold()]
        return "  ".join(f"{beat.speaker}: {beat.text}" if beat.kind is BeatKind.DIALOGUE else beat.text
                         for beat in named or here)


def by_category(breakdown: Breakdown) -> tuple[ElementRow, ...]:
    """Every element once, by category, then by how many scenes need it, then by name."""
    found: dict[tuple[int, str], tuple[str, int, dict[str, None]]] = {}
    for scene in breakdown.scenes:
        for item in scene.items:
            row = found.setdefault((item.category, item.name.casefold()), (item.name, item.line, {}))
            row[2][scene.scene] = None
    rows = [ElementRow(category, name, tuple(scenes), line)
            for (category, _), (name, line, scenes) in found.items()]
    return tuple(sorted(rows, key=lambda row: (row.category, -len(row.scenes), row.name.casefold())))


def shots_of(need: EffectNeed, shots: Iterable[Shot]) -> tuple[str, ...]:
    """The ids of the shots of a scene that a need falls on: by its line, its effect, or whom it happens to."""
    return tuple(shot.id for shot in shots
                 if need.kind in OF_THE_PLACE or need.line in shot.lines
                 or any(cue.kind == need.kind and need.at in (None, cue.at) for cue in shot.effects)
                 or (need.kind == "creature" and need.at in shot.subjects))


def runs(chosen: Sequence[str], shots: Sequence[Shot], to: str) -> str:
    """Shots of a scene with three and more in a row drawn together: "4-010 to 4-050, 4-080"."""
    places = {shot.id: place for place, shot in enumerate(shots)}
    found: list[list[str]] = []
    for name in chosen:
        if found and places[name] == places[found[-1][-1]] + 1:
            found[-1].append(name)
        else:
            found.append([name])
    return ", ".join(to.format(run[0], run[-1]) if len(run) > 2 else ", ".join(run) for run in found)


def by_scene(shot_list: ShotList) -> Mapping[str, tuple[Shot, ...]]:
    """The shots of every scene in the order of the cut."""
    found: dict[str, list[Shot]] = {}
    for shot in shot_list.shots:
        found.setdefault(shot.scene, []).append(shot)
    return {scene: tuple(shots) for scene, shots in found.items()}


def seconds(shots: Iterable[Shot], shot_list: ShotList) -> Fraction:
    """How long shots are on the screen."""
    return Fraction(sum(shot.frames for shot in shots)) / shot_list.rate


def cast_rows(breakdown: Breakdown, shot_list: ShotList, board: Sequence[str]) -> tuple[CastRow, ...]:
    """Everybody who is no crowd and no vehicle: those of ``board`` in its order, then by scenes and appearance."""
    facts = {fact.name: fact for fact in breakdown.cast}
    scenes: dict[str, list[SceneReading]] = {}
    heard: dict[str, set[str]] = {}
    speeches: dict[str, int] = {}
    for scene in breakdown.scenes:
        for role in scene.roles:
            if not role.crowd and role.name not in breakdown.vehicles:
                scenes.setdefault(role.name, []).append(scene)
                if role.presence is Presence.HEARD:
                    heard.setdefault(role.name, set()).add(scene.scene)
        for beat in scene.beats:
            if beat.speaker:
                speeches[beat.speaker] = speeches.get(beat.speaker, 0) + 1
    ranks = {name: rank for rank, name in enumerate(board)}
    order = sorted(scenes, key=lambda name: (ranks.get(name, len(ranks)), -len(scenes[name])))
    return tuple(CastRow(name, facts.get(name), tuple(scene.scene for scene in scenes[name]),
                         frozenset(heard.get(name, ())), sum(scene.eighths for scene in scenes[name]),
                         speeches.get(name, 0), seconds(_with(name, shot_list.shots), shot_list)) for name in order)


def _with(name: str, shots: Collection[Shot]) -> list[Shot]:
    return [shot for shot in shots
            if name in shot.subjects or any(line.speaker == name for line in shot.spoken)]


def ordered(items: Iterable[Item]) -> list[Item]:
    """Elements as a breakdown sheet has them: by category, then as the script names them."""
    return sorted(items, key=lambda item: (item.category, item.line, item.name.casefold()))
