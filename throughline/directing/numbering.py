"""Scene and shot ids that survive a script's drafts: the same content keeps its id, the new takes A-numbers, the
removed is retired and its id never comes again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from throughline.directing.alignment import aligned, shared
from throughline.film.record import Record
from throughline.film.shot import Shot, ShotList, Size
from throughline.film.story import BeatKind, Breakdown, SceneReading
from throughline.production.revision_numbers import inserted

STEP = 10
_DIGITS = re.compile(r"\d+")
_SAME_SCENE = 0.3
_SAME_SHOT = 0.35


class SceneMark(Record):
    """What a scene of the previous draft was: its id, its place, what is in it; ``numbered`` where the script itself
    gave it its number."""

    id: str
    place: str
    texts: tuple[str, ...]
    numbered: bool = False


class ShotMark(Record):
    """What a shot of the previous draft was about: ``sort`` (speech, voice, insert, silent), who, which words."""

    id: str
    scene: str
    sort: str
    subjects: tuple[str, ...]
    speakers: tuple[str, ...]
    action: str
    texts: tuple[str, ...]


class Numbering(Record):
    """The numbers that a draft gave, to be kept beside it: what every scene and shot was about, and which ids are
    retired. ``numbering_of`` makes it, ``shots`` takes it. ``locked`` once the scene numbers are those of a shoot."""

    scenes: tuple[SceneMark, ...] = ()
    shots: tuple[ShotMark, ...] = ()
    retired: tuple[str, ...] = ()
    retired_scenes: tuple[str, ...] = ()
    locked: bool = False


class Changes(Record):
    """What a new draft did to the shots of the old one, by id."""

    kept: tuple[str, ...]
    changed: tuple[str, ...]
    added: tuple[str, ...]
    omitted: tuple[str, ...]


def numbering_of(shot_list: ShotList, breakdown: Breakdown, previous: Numbering | None = None) -> Numbering:
    """The numbers of ``shot_list``, made from ``breakdown`` with ``previous``; what is gone since is retired."""
    breakdown = renumbered(breakdown, previous)
    scenes = tuple(_scene_mark(scene) for scene in breakdown.scenes)
    texts = {scene.scene: _texts(scene) for scene in breakdown.scenes}
    marks = tuple(_mark(shot, texts.get(shot.scene, {})) for shot in shot_list.shots)
    retired, retired_scenes = set(), set()
    if previous is not None:
        retired = {*previous.retired, *(mark.id for mark in previous.shots)} - {mark.id for mark in marks}
        retired_scenes = {*previous.retired_scenes, *(mark.id for mark in previous.scenes)}
        retired_scenes -= {mark.id for mark in scenes}
    return Numbering(scenes=scenes, shots=marks, retired=tuple(sorted(retired)),
                     retired_scenes=tuple(sorted(retired_scenes)), locked=previous is not None and previous.locked)


def renumbered(breakdown: Breakdown, numbering: Numbering | None) -> Breakdown:
    """``breakdown`` with scene ids that are unique and, where a scene of the previous draft is still there, its own.

    A number that the script itself gives goes before all where numbers are ``locked``, and before that where the
    script holds on to its numbers, see ``_holds``. Else a scene is what it was by its content, so that a script whose
    scenes are counted anew loses nothing that hangs on them. What is new comes between its neighbours by the rules of
    locked numbers. Doing it twice changes nothing more. Everything that joins shots to scenes must use the renumbered
    breakdown.
    """
    old = numbering.scenes if numbering else ()
    marks = tuple(_scene_mark(scene) for scene in breakdown.scenes)
    same = _same_scenes(old, marks)
    given = _explicit(marks) if numbering is None or numbering.locked or _holds(old, marks, same) else {}
    used = {name.casefold() for name in given.values()}
    for index, at in sorted(_same_scenes(old, marks, given).items()):
        if old[at].id.casefold() not in used:
            given.setdefault(index, old[at].id)
    taken = {mark.id for mark in old} | set(numbering.retired_scenes if numbering else ()) | set(given.values())
    ids: list[str] = []
    following = _following(given, len(marks))
    for index, mark in enumerate(marks):
        name = given.get(index) or _scene_id(mark, ids, following[index], taken)
        taken.add(name)
        ids.append(name)
    if all(scene.scene == name for scene, name in zip(breakdown.scenes, ids, strict=True)):
        return breakdown
    scenes = tuple(msgspec.structs.replace(scene, scene=name)
                   for scene, name in zip(breakdown.scenes, ids, strict=True))
    return msgspec.structs.replace(breakdown, scenes=scenes)


def numbered(shot_list: ShotList, breakdown: Breakdown, numbering: Numbering | None) -> ShotList:
    """``shot_list`` with every shot's id, scene by scene; ``breakdown`` is the renumbered one."""
    texts = {scene.scene: _texts(scene) for scene in breakdown.scenes}
    old: dict[str, list[ShotMark]] = defaultdict(list)
    for mark in numbering.shots if numbering else ():
        old[mark.scene].append(mark)
    retired: dict[str, set[str]] = defaultdict(set)
    for name in numbering.retired if numbering else ():
        scene, _, number = name.rpartition("-")
        retired[scene].add(number)
    made: list[Shot] = []
    by_scene: dict[str, list[Shot]] = defaultdict(list)
    for shot in shot_list.shots:
        by_scene[shot.scene].append(shot)
    for scene, scene_shots in by_scene.items():
        marks = [_mark(shot, texts.get(scene, {})) for shot in scene_shots]
        ids = _shot_ids(old[scene], marks, retired[scene])
        made.extend(msgspec.structs.replace(shot, id=f"{scene}-{name}")
                    for shot, name in zip(scene_shots, ids, strict=True))
    return msgspec.structs.replace(shot_list, shots=tuple(made))


def changes(old: ShotList, new: ShotList) -> Changes:
    """What became of the old list's shots in the new one: kept as they are, changed, added, omitted."""
    before = {shot.id: shot for shot in old.shots}
    after = {shot.id: shot for shot in new.shots}
    return Changes(
        kept=tuple(name for name, shot in after.items() if name in before and content(before[name]) == content(shot)),
        changed=tuple(name for name, shot in after.items()
                      if name in before and content(before[name]) != content(shot)),
        added=tuple(name for name in after if name not in before),
        omitted=tuple(name for name in before if name not in after))


def content(shot: Shot) -> Shot:
    """``shot`` without its places in the script (line numbers, beat indices), which shift when lines are added before
    it: what its picture and sound depend on."""
    return msgspec.structs.replace(
        shot, lines=(), beats=(), spoken=tuple(msgspec.structs.replace(line, line=0) for line in shot.spoken),
        cues=tuple(msgspec.structs.replace(cue, line=0) for cue in shot.cues))


def _texts(scene: SceneReading) -> dict[int, str]:
    return {beat.index: f"{beat.speaker}: {beat.text}" if beat.kind is BeatKind.DIALOGUE else beat.text
            for beat in scene.beats}


def _scene_mark(scene: SceneReading) -> SceneMark:
    heading = scene.heading
    return SceneMark(id=scene.scene, place=f"{heading.setting} {heading.place} {heading.time}",
                     texts=tuple(_texts(scene).values()), numbered=scene.numbered)


def _explicit(marks: tuple[SceneMark, ...]) -> dict[int, str]:
    """The numbers that the script itself gives, by place; of two scenes with one number the first has it."""
    found: dict[int, str] = {}
    used: set[str] = set()
    for index, mark in enumerate(marks):
        if mark.numbered and mark.id.casefold() not in used:
            found[index] = mark.id
            used.add(mark.id.casefold())
    return found


def _holds(old: tuple[SceneMark, ...], new: tuple[SceneMark, ...], same: dict[int, int]) -> bool:
    """Whether the script holds on to its numbers: no scene that is as it was bears another one than before."""
    kept = [(old[at], new[index]) for index, at in same.items()
            if new[index].numbered and old[at].numbered and old[at].texts == new[index].texts]
    return bool(kept) and all(before.id == after.id for before, after in kept)


def _same_scenes(old: tuple[SceneMark, ...], new: tuple[SceneMark, ...],
                 given: dict[int, str] | None = None) -> dict[int, int]:
    """Old position for every new scene that continues one: equals first, then the most alike wherever they stand.

    Scenes whose id is ``given`` are left out, and so are the old ones with these ids.
    """
    found: dict[int, int] = {}
    given = given or {}
    named_ids = set(given.values())
    equal: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for position, mark in enumerate(old):
        if mark.id not in named_ids:
            equal[mark.place, mark.texts].append(position)
    for position, mark in enumerate(new):
        same = equal[mark.place, mark.texts] if position not in given else []
        if same:
            named = next((at for at in same if old[at].id == mark.id), same[0])
            same.remove(named)
            found[position] = named
    used = set(found.values())
    free = [at for at in range(len(old)) if at not in used and old[at].id not in named_ids]
    pairs = sorted(((_alike_scenes(old[at], new[position]), -abs(at - position), position, at)
                    for position in range(len(new)) if position not in found and position not in given
                    for at in free), reverse=True)
    for score, _, position, at in pairs:
        if score >= _SAME_SCENE and position not in found and at not in used:
            found[position] = at
            used.add(at)
    _rewritten(old, new, found, set(given))
    return found


def _rewritten(old: tuple[SceneMark, ...], new: tuple[SceneMark, ...], found: dict[int, int], given: set[int]) -> None:
    """Take a scene as rewritten that has the heading of one that is missing, and beside it the same scene as that."""
    beside = {-1: -1, len(new): len(old), **found}
    used = set(found.values())
    for position, mark in enumerate(new):
        if position in found or position in given:
            continue
        at = next((at for at, before in enumerate(old) if at not in used and before.place == mark.place
                   and (beside.get(position - 1) == at - 1 or beside.get(position + 1) == at + 1)), None)
        if at is not None:
            found[position] = beside[position] = at
            used.add(at)


def _alike_scenes(old: SceneMark, new: SceneMark) -> float:
    return 0.72 * shared(old.texts, new.texts) + 0.2 * (old.place == new.place) + 0.1 * (old.id == new.id)


def _following(given: dict[int, str], count: int) -> list[str | None]:
    """For every position the next id that is already given after it."""
    found: list[str | None] = []
    following: str | None = None
    for index in reversed(range(count)):
        found.append(following)
        following = given.get(index, following)
    return found[::-1]


def _scene_id(mark: SceneMark, before: list[str], after: str | None, taken: set[str]) -> str:
    """The number of a new scene behind those of ``before``."""
    own, last = mark.id, before[-1] if before else None
    free = bool(own) and own.casefold() not in {name.casefold() for name in taken}
    if free and (mark.numbered or not own.isdigit()):
        return own
    if after is None and own.isdigit() and own not in before:
        following = _next_number(taken, 1, 1)
        return own if free and int(own) >= int(following) else following
    return inserted(last, after, taken)


def _next_number(taken: Iterable[str], step: int, width: int) -> str:
    highest = max((int(number) for name in taken for number in _DIGITS.findall(name)[:1]), default=0)
    return f"{(highest // step + 1) * step:0{width}d}"


def _mark(shot: Shot, texts: dict[int, str]) -> ShotMark:
    on_screen = any(not line.off_screen for line in shot.spoken)
    sort = "speech" if on_screen else "voice" if shot.spoken else "insert" if shot.size is Size.INSERT else "silent"
    said = tuple(f"{line.speaker}: {line.text}" for line in shot.spoken)
    return ShotMark(id=shot.id, scene=shot.scene, sort=sort, subjects=shot.subjects, action=shot.action,
                    speakers=tuple(line.speaker for line in shot.spoken),
                    texts=said + tuple(texts.get(beat, "") for beat in shot.beats if texts.get(beat, "") not in said))


def _alike_shots(old: ShotMark, new: ShotMark) -> float:
    if old.sort != new.sort:
        return 0.5 * (old.action == new.action and old.subjects[:1] == new.subjects[:1])
    words = shared(" ".join((*old.texts, old.action)).split(), " ".join((*new.texts, new.action)).split())
    same = 0.2 * (old.subjects[:1] == new.subjects[:1])
    if old.sort in ("speech", "voice"):
        return 0.55 * words + same + 0.25 * (old.speakers[:1] == new.speakers[:1])
    return max(0.75 * words, 0.6 * (old.action == new.action)) + same


def _key(mark: ShotMark) -> tuple[object, ...]:
    return mark.sort, mark.subjects, mark.speakers, mark.action, mark.texts


def _shot_ids(old: list[ShotMark], new: list[ShotMark], retired: set[str]) -> list[str]:
    numbers = [mark.id.rpartition("-")[2] for mark in old]
    given = {position: numbers[at] for position, at in aligned(old, new, _key, _alike_shots, _SAME_SHOT).items()}
    taken = {*numbers, *retired}
    following = _following(given, len(new))
    ids: list[str] = []
    for position in range(len(new)):
        after = following[position]
        name = given.get(position)
        if name is None:
            name = (_next_number(taken, STEP, 3) if after is None
                    else inserted(ids[-1] if ids else None, after, taken))
        taken.add(name)
        ids.append(name)
    return ids
