"""A second reader's findings in the breakdown: above the first reader's, below the writer's tags and any person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from throughline.engines.contracts import ReadResult
from throughline.film.screenplay import ElementKind, Screenplay, scenes
from throughline.film.story import Breakdown, EffectNeed, Item, SceneReading
from throughline.formats.scene_text import numbered_scenes
from throughline.reading.corrected import PERSON
from throughline.reading.corrected_people import CATEGORIES as PEOPLE
from throughline.reading.corrected_people import name_key

SOURCE = "llm"
_ABOVE = frozenset({"tag", PERSON})


def merged(breakdown: Breakdown, scene_readings: Mapping[int, ReadResult], screenplay: Screenplay) -> Breakdown:
    """The breakdown with what was read of its scenes, by index of the scene; ``screenplay`` is the one both read.

    A finding whose words the first reader has in another category moves them there, except people; needs are added
    where no need of the kind is on the line; a synopsis stands unless the writer gave one.
    """
    lines = {scene.index: scene.lines for scene in numbered_scenes(screenplay, breakdown.language)}
    told = {scene.index for scene in scenes(screenplay)
            if any(element.kind is ElementKind.SYNOPSIS for element in scene.elements)}
    made = []
    for scene in breakdown.scenes:
        result = scene_readings.get(scene.index)
        if result is None or scene.index not in lines:
            made.append(scene)
            continue
        synopsis = scene.synopsis if scene.index in told else result.synopsis or scene.synopsis
        made.append(msgspec.structs.replace(scene, items=_items(scene, result, lines[scene.index]), synopsis=synopsis,
                                            needs=_needs(scene, result, lines[scene.index])))
    return msgspec.structs.replace(breakdown, scenes=tuple(made))


def _items(scene: SceneReading, result: ReadResult, lines: Sequence[int]) -> tuple[Item, ...]:
    kept = list(scene.items)
    for found in result.items:
        key = name_key(found.words)
        same = [item for item in kept if name_key(item.name) == key]
        settled = any(item.source in _ABOVE or item.category in (found.category, *PEOPLE) for item in same)
        if settled:
            continue
        kept = [item for item in kept if item not in same]
        kept.append(Item(category=found.category, name=found.words, line=lines[found.line - 1], source=SOURCE))
    return tuple(sorted(kept, key=lambda item: (item.category, item.line, item.name)))


def _needs(scene: SceneReading, result: ReadResult, lines: Sequence[int]) -> tuple[EffectNeed, ...]:
    kept = list(scene.needs)
    for found in result.needs:
        line = lines[found.line - 1]
        if not any(need.kind == found.kind and (need.line == line or (found.at and name_key(need.at or "") ==
                                                                      name_key(found.at))) for need in kept):
            kept.append(EffectNeed(kind=found.kind, complexity=found.complexity, line=line, at=found.at,
                                   why=f"“{found.words}”"))
    return tuple(sorted(kept, key=lambda need: (need.line, need.kind, need.at or "")))
