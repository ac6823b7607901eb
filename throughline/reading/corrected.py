"""A breakdown with a person's corrections, which win over every reader of the script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from throughline.film.story import Breakdown, EffectNeed, Item, SceneReading
from throughline.formats.corrections import EVERY_SCENE, Action, Correction
from throughline.formats.tables import CATEGORIES
from throughline.reading import corrected_people as people
from throughline.reading.corrected_people import name_key
from throughline.reading.element_words import ElementWords

PERSON = "person"
"""What ``Item.source`` says of an element that a person added, named or put into its category."""
EFFECTS = frozenset({102, 105, 121, 122})


def corrected(breakdown: Breakdown, corrections: Sequence[Correction]) -> tuple[Breakdown, tuple[str, ...]]:
    """The breakdown with ``corrections`` made in their order, and a line for each that finds nothing to correct.

    Scenes are found by their ids, so the breakdown must be the renumbered one. The roles follow: somebody removed,
    added or renamed under Cast Members or Background Actors is so in the scene; whoever speaks stays, since the
    screenplay says so. An effect that is removed is gone from the effect needs too.
    """
    scenes = list(breakdown.scenes)
    warnings: list[str] = []
    words = ElementWords(breakdown, "ko")
    for correction in corrections:
        wanted = name_key(correction.scene)
        chosen = [at for at, scene in enumerate(scenes) if wanted in (EVERY_SCENE, name_key(scene.scene))]
        refusals = [] if chosen else [f"there is no scene {correction.scene}"]
        done = False
        for at in chosen:
            made = _corrected(scenes[at], correction, words)
            if isinstance(made, str):
                refusals.append(made)
            else:
                scenes[at], done = made, True
        if not done:
            warnings.append(f"{correction.file}:{correction.row}: {refusals[0]}; the row is kept until it fits again")
    if all(new is old for new, old in zip(scenes, breakdown.scenes, strict=True)):
        return breakdown, tuple(warnings)
    renamed = [(made.element, made.name) for made in corrections if made.name]
    scenes = people.spelt(breakdown, scenes, [name for _, name in renamed])
    cast = people.cast(breakdown, scenes, renamed)
    return msgspec.structs.replace(breakdown, scenes=tuple(scenes), cast=cast), tuple(warnings)


def _corrected(scene: SceneReading, correction: Correction, words: ElementWords) -> SceneReading | str:
    """The scene with one correction made, or why it cannot be."""
    if correction.action is Action.ADD:
        return _added(scene, correction, words)
    found = _named(scene, correction, words)
    needs = _needs(scene, correction) if correction.action is Action.REMOVE else ()
    if not found and not needs:
        own = None if correction.action is Action.CATEGORY else correction.category
        where = f" in {CATEGORIES[own]}" if own else ""
        return f"scene {scene.scene} has no element “{correction.element}”{where}"
    refused = _refusal(scene, found, correction)
    if refused:
        return refused
    rest = [item for item in scene.items if item not in found]
    if correction.action is Action.REMOVE:
        scene = msgspec.structs.replace(scene, needs=tuple(need for need in scene.needs if need not in needs))
        return _people_follow(_with(scene, rest), found, ())
    changed = [_changed(item, correction) for item in found]
    return _people_follow(_with(scene, [*rest, *changed]), found, changed)


def _changed(item: Item, correction: Correction) -> Item:
    if correction.action is Action.RENAME:
        return msgspec.structs.replace(item, name=correction.name, source=PERSON)
    return msgspec.structs.replace(item, category=correction.category or item.category, source=PERSON)


def _added(scene: SceneReading, correction: Correction, words: ElementWords) -> SceneReading:
    category = correction.category or 0
    known = [item for item in _named(scene, correction, words) if item.category == category]
    line = correction.line or _line(scene, correction)
    ours = [msgspec.structs.replace(item, source=PERSON)
            for item in known or [Item(category=category, name=correction.element, line=line)]]
    return _people_follow(_with(scene, [*(item for item in scene.items if item not in known), *ours]), (), ours)


def _line(scene: SceneReading, correction: Correction) -> int:
    """The first line of the scene that names the element, else the scene's own."""
    words = name_key(correction.element)
    return next((beat.line for beat in scene.beats if words in name_key(beat.text)), scene.line)


def _named(scene: SceneReading, correction: Correction, words: ElementWords) -> list[Item]:
    """The elements that the row means: by name, or as a Korean sheet names them, in its category; at its line where
    one stands there."""
    own = correction.category if correction.action in (Action.REMOVE, Action.RENAME) else None
    wanted = name_key(correction.element)
    found = [item for item in scene.items if own in (None, item.category)
             and wanted in (name_key(item.name), name_key(words.element(item, scene.scene)))]
    return [item for item in found if item.line == correction.line] or found


def _needs(scene: SceneReading, correction: Correction) -> tuple[EffectNeed, ...]:
    if correction.category is not None and correction.category not in EFFECTS:
        return ()
    words = name_key(correction.element)
    found = [need for need in scene.needs if words in (name_key(need.kind), name_key(need.kind.replace("_", " ")),
                                                       name_key(f"{need.kind} ({need.at})"))]
    return tuple([need for need in found if need.line == correction.line] or found)


def _refusal(scene: SceneReading, found: Sequence[Item], correction: Correction) -> str:
    """Why somebody cannot go: the screenplay has them speak."""
    stays = correction.action is Action.CATEGORY and correction.category in people.CATEGORIES
    if stays or not any(item.category in people.CATEGORIES for item in found):
        return ""
    speaker = people.speaks(scene, correction.element)
    return f"{speaker} speaks in scene {scene.scene}: change the character's cue in the screenplay" if speaker else ""


def _people_follow(scene: SceneReading, before: Sequence[Item], after: Sequence[Item]) -> SceneReading:
    """The scene whose roles are as its corrected elements say."""
    gone = [item for item in before if item.category in people.CATEGORIES]
    here = [item for item in after if item.category in people.CATEGORIES]
    for old in gone:
        scene = people.replaced(scene, old.name, here[0].name if here else None)
    for item in here:
        scene = people.present(scene, item.name, item.line, crowd=item.category == people.CROWD)
    return scene


def _with(scene: SceneReading, items: Iterable[Item]) -> SceneReading:
    """The scene with these elements, none of them twice, in the order of a breakdown; a person's own goes first."""
    kept: dict[tuple[int, str], Item] = {}
    for item in sorted(items, key=lambda item: item.source != PERSON):
        kept.setdefault((item.category, name_key(item.name)), item)
    ordered = sorted(kept.values(), key=lambda item: (item.category, item.line, item.name))
    return msgspec.structs.replace(scene, items=tuple(ordered))
