"""Which visual effects each shot holds: from its cues, the scene's needs, the breakdown's tags, its creatures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from throughline.film.shot import Shot, Size
from throughline.film.story import EffectNeed, SceneReading
from throughline.production.budget_film import PRACTICAL, VISUAL, Film, effect_kind
from throughline.production.vfx_bid_table import table

LEVELS = ("low", "medium", "high")
USUAL = "medium"
CREATURES = {"head": "head_replacement", "whole": "creature", "none": ""}
WIDE = frozenset({Size.ESTABLISHING, Size.ELS, Size.LS})
Practical = Callable[[str, str, str], bool]


@dataclass(frozen=True)
class Wanted:
    """An effect in a shot: its kind, how many of it, how hard it is ("" where nothing says)."""

    kind: str
    count: int = 1
    level: str = ""


def practical_of(film: Film, chosen: tuple[str, ...] | None) -> Practical:
    """Whether a kind of effect is made on the set, by kind, scene and how hard it is: as ``chosen``; else where the
    breakdown lists it among the special effects and it is not hard."""
    listed = {(scene.scene, _one(effect_kind(item))) for scene in film.breakdown.scenes for item in scene.items
              if item.category in PRACTICAL}
    if chosen is not None:
        kinds = {_one(kind) for kind in chosen}
        return lambda kind, scene, level: _one(kind) in kinds
    return lambda kind, scene, level: (scene, _one(kind)) in listed and level in ("", LEVELS[0])


def wanted(film: Film, practical: Practical) -> Mapping[str, tuple[Wanted, ...]]:
    """The visual effects of every shot that has some, by shot, each kind once."""
    by_scene: dict[str, list[Shot]] = {}
    for shot in film.shot_list.shots:
        by_scene.setdefault(shot.scene, []).append(shot)
    creatures = film.creatures()
    found: dict[str, tuple[Wanted, ...]] = {}
    for scene, shots in by_scene.items():
        asked = _of_scene(film.scenes.get(scene), shots, {name: CREATURES[film.way(name)] for name in creatures})
        for shot in shots:
            kinds = {_one(cue.kind): Wanted(_one(cue.kind)) for cue in shot.effects}
            seen = [CREATURES[film.way(name)] for name in dict.fromkeys(shot.subjects) if name in creatures]
            kinds |= {kind: Wanted(kind, count=seen.count(kind)) for kind in dict.fromkeys(seen) if kind}
            for want in asked.get(shot.id, ()):
                kinds[want.kind] = _joined(kinds.get(want.kind), want)
            found[shot.id] = tuple(want for want in kinds.values() if not practical(want.kind, scene, want.level))
    return {shot.id: found[shot.id] for shot in film.shot_list.shots if found[shot.id]}


def kind_in(name: str) -> str:
    """The kind of effect that an element's name tells ("Big explosion": explosion); the name itself where none."""
    words = name.casefold().replace("_", " ")
    return next((kind for kind in table()["kind"] if kind.replace("_", " ") in words), name)


def _of_scene(scene: SceneReading | None, shots: Sequence[Shot], made: Mapping[str, str]
              ) -> Mapping[str, list[Wanted]]:
    """What the scene's needs and the writer's own tags ask of each shot. ``made`` is the kind of effect that each
    creature is."""
    found: dict[str, list[Wanted]] = {}
    if scene is None:
        return found
    tags = [EffectNeed(kind=kind_in(item.name), complexity="", line=item.line) for item in scene.items
            if item.category == VISUAL and item.source == "tag"]
    for need in (*scene.needs, *tags):
        kind = made.get(need.at or "", _one(need.kind)) if need.kind == "creature" else _one(need.kind)
        if not kind:
            continue
        for shot in _asked(kind, need.line, shots):
            found.setdefault(shot.id, []).append(Wanted(kind, level=need.complexity))
    return found


def _asked(kind: str, line: int, shots: Sequence[Shot]) -> Iterable[Shot]:
    """The shots that a need of the scene is for: every one, or every wide one, where its kind is so; else those that
    already show it; else those that cover its line, or the next that comes."""
    scope = table()["kind"].get(kind, {}).get("scope", "line")
    if scope == "scene":
        return [shot for shot in shots if shot.size is not Size.INSERT]
    if scope == "wide" and (wide := [shot for shot in shots if shot.size in WIDE]):
        return wide
    showing = [shot for shot in shots if any(_one(cue.kind) == kind for cue in shot.effects)]
    covering = [shot for shot in shots if line in shot.lines]
    later = [shot for shot in shots if shot.lines and max(shot.lines) >= line]
    return [shot for shot in showing if shot in covering] or showing or covering or later[:1] or shots[-1:]


def _joined(known: Wanted | None, want: Wanted) -> Wanted:
    """The effect asked for twice: the harder of the two."""
    if known is None:
        return want
    level = max(known.level, want.level, key=lambda level: LEVELS.index(level) if level in LEVELS else -1)
    return Wanted(want.kind, known.count, level)


def _one(kind: str) -> str:
    """A kind under the name that the departments use."""
    return str(table()["renamed"].get(kind, kind))
