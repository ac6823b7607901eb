"""A person's own shot list wins: every row of it becomes that shot, with what the script says at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from throughline.directing.beats import effects_of, subjects_of
from throughline.directing.draft import Draft, Going, Purpose, changed, speech_of, unique
from throughline.directing.matching import alike, places
from throughline.directing.pace import speech_seconds
from throughline.directing.scene import SceneView
from throughline.film.errors import InputError
from throughline.film.shot import Shot, ShotList, Size
from throughline.film.shot_row import ShotRow
from throughline.film.story import Beat, BeatKind
from throughline.production.revision_numbers import inserted

SAME_WORDS = 0.5
NEARLY = 0.006
_ID = re.compile(r"[^\w]+")
_PREFIX = re.compile(r"^(?:wish: [^;]*|over [^;]*)$")


@dataclass(frozen=True)
class Own:
    """What we would shoot of a scene: its view, its drafts, and their shots with ids."""

    view: SceneView
    drafts: tuple[Draft, ...]
    shots: tuple[Shot, ...]

    def at(self, name: str) -> int | None:
        """The position of the shot with that id."""
        return next((index for index, shot in enumerate(self.shots) if shot.id == name), None)

    def covering(self, beat: Beat) -> Draft:
        """Our first draft that covers a beat, else the first of all."""
        return next((draft for draft in self.drafts if any(one.index == beat.index for one in draft.beats)),
                    self.drafts[0])


def check_scenes(rows: Iterable[ShotRow], scenes: Sequence[str]) -> None:
    """Raises InputError for a row of a scene that the script does not have."""
    for row in rows:
        if row.scene not in scenes:
            raise InputError(f"there is no scene {row.scene}", file=row.file, line=row.line,
                             remedy=f"the script's scenes go from {scenes[0]} to {scenes[-1]}")


def own_drafts(own: Own, rows: Sequence[ShotRow], rate: Fraction) -> list[Draft]:
    """A draft for every row of the scene, in the order of the rows."""
    positions = [_same_shot(own, row) for row in rows]
    kept = {at for at in positions if at is not None}
    claimed = {beat.index for at in kept for beat in own.drafts[at].beats}
    open_rows = [row for row, at in zip(rows, positions, strict=True) if at is None]
    names = [role.name for role in own.view.reading.roles]
    found = iter(places(open_rows, own.view.beats, claimed, names))
    spoken = {speech.beat for at in kept for speech in own.drafts[at].speeches}
    made: list[Draft] = []
    last = own.view.beats[0] if own.view.beats else own.drafts[0].beats[0]
    for row, at in zip(rows, positions, strict=True):
        draft = own.drafts[at] if at is not None else _new(row, next(found), last, own, spoken)
        last = draft.beats[-1]
        spoken |= {speech.beat for speech in draft.speeches}
        made.append(_told(draft, row, own.view, rate, own.shots[at] if at is not None else None))
    return made


def own_shots(made: Sequence[Shot], rows: Sequence[ShotRow], own: Own) -> list[Shot]:
    """The shots made of the rows' drafts with what else the rows say: number, lens, words, plate, notes."""
    taken = {shot_id(row) for row in rows if row.shot}
    numbers: list[str] = []
    for index, row in enumerate(rows):
        if row.shot:
            numbers.append(shot_id(row).removeprefix(f"{row.scene}-"))
            continue
        after = next((shot_id(later).removeprefix(f"{row.scene}-") for later in rows[index + 1:] if later.shot), None)
        used = {name.removeprefix(f"{row.scene}-") for name in taken} | set(numbers)
        numbers.append(f"{10 * (index + 1):03d}" if not taken else
                       inserted(numbers[-1] if numbers else None, after, used))
    return [_written(shot, row, number, own) for shot, row, number in zip(made, rows, numbers, strict=True)]


def remarks(rows: Sequence[ShotRow], made: ShotList, views: Mapping[str, SceneView]) -> tuple[str, ...]:
    """A line for everything of the rows' scenes that no row covers, for words cut off, for names of nobody."""
    found: list[str] = []
    for scene in unique(tuple(row.scene for row in rows)):
        mine, view = [row for row in rows if row.scene == scene], views[scene]
        shots = [shot for shot in made.shots if shot.scene == scene]
        covered = {beat for shot in shots for beat in shot.beats}
        found += [f"{mine[0].file}: scene {scene}, script line {beat.line}: no shot covers “{_words(beat)}”"
                  for beat in view.beats if beat.index not in covered]
        found += [f"{row.file}:{row.line}: nobody in scene {scene} is called {name}" for row in mine
                  for name in _nobodies(row, view)]
        for shot, row in zip(shots, mine, strict=True):
            needed = sum(speech_seconds(line.text, view.cast.language) for line in shot.spoken)
            if row.seconds is not None and needed > float(shot.frames / made.rate) + NEARLY:
                found.append(f"{row.file}:{row.line}: shot {shot.id} is too short for its words, which take "
                             f"{needed:.1f} s")
    return tuple(found)


def _words(beat: Beat) -> str:
    words = f"{beat.speaker}: {beat.text}" if beat.speaker else beat.text
    return words if len(words) < 60 else f"{words[:57]}..."


def shot_id(row: ShotRow) -> str:
    """The id of a row's shot: the scene, and its number as written ("20" is 020, "4B" in scene 4 is B)."""
    number = row.shot.strip()
    if number.startswith(f"{row.scene}-"):
        number = number.removeprefix(f"{row.scene}-")
    elif re.fullmatch(rf"{re.escape(row.scene)}[^\W\d]+", number):
        number = number.removeprefix(row.scene)
    number = _ID.sub("", number) or "A"
    return f"{row.scene}-{number.zfill(3) if number.isdigit() else number}"


def _nobodies(row: ShotRow, view: SceneView) -> list[str]:
    """The row's subjects that are written as people are, in capitals, and that the scene has nobody for."""
    here = {role.name for role in view.reading.roles}
    return [name for name in row.subjects or () if name.isupper() and view.cast.known(name) not in here]


def _same_shot(own: Own, row: ShotRow) -> int | None:
    """The position of our shot that the row is, by its number and what it says; None where it is another."""
    at = own.at(shot_id(row)) if row.shot else None
    if at is None:
        return None
    shot = own.shots[at]
    plain = not row.lines and not row.description
    same = set(row.lines) == set(shot.lines) if row.lines else alike(row.description, shot.action) >= SAME_WORDS
    return at if plain or same else None


def _new(row: ShotRow, beats: tuple[Beat, ...], last: Beat, own: Own, spoken: set[int]) -> Draft:
    """A draft of beats that the row covers; a row that covers none shows the place of the beat before it."""
    model = own.covering(beats[0] if beats else last)
    if not beats:
        return Draft(purpose=Purpose.OPENING, beats=(last,), plays=False, size=Size.LS, tempo=model.tempo)
    speeches = tuple(speech_of(beat) for beat in beats if beat.kind is BeatKind.DIALOGUE and beat.index not in spoken)
    events = tuple(event for beat in beats for event in beat.events)
    effects = tuple(Going(effect=effect) for beat in beats for effect in effects_of(beat))
    voices = unique(tuple(speech.speaker for speech in speeches if not speech.off_screen))
    subjects = subjects_of(events, own.view) or voices or model.subjects
    if voices and not events:
        subjects = unique((*voices, *(name for name in model.subjects if name not in voices)))
        subjects = subjects[:2] if row.size in (Size.TWO, Size.OTS) else voices
    purpose = Purpose.INSERT if row.size is Size.INSERT and not speeches else \
        Purpose.SPEECH if speeches and not events else Purpose.ACTION
    return Draft(purpose=purpose, beats=beats, subjects=subjects, events=events, speeches=speeches, effects=effects,
                 wish=next((beat.wish for beat in beats if beat.wish), None), size=model.size, angle=model.angle,
                 move=model.move, side=model.side, tempo=model.tempo)


def _told(draft: Draft, row: ShotRow, view: SceneView, rate: Fraction, shot: Shot | None) -> Draft:
    """The draft as the row has it."""
    fields: dict[str, object] = {"frames": _frames(row, rate, shot)}
    if row.subjects is not None:
        fields["subjects"] = unique(tuple(view.cast.known(name) for name in row.subjects))
    for name in ("size", "angle", "move"):
        if getattr(row, name) is not None:
            fields[name] = getattr(row, name)
    told = changed(draft, **fields)
    if told.size is not Size.OTS:
        return changed(told, over=None)
    others = told.subjects[1:]
    return changed(told, over=told.over if told.over in others else next(iter(others), told.over))


def _frames(row: ShotRow, rate: Fraction, shot: Shot | None) -> int | None:
    """The length that the row sets; where seconds and frames say different things, the one that was changed."""
    timed = None if row.seconds is None else max(1, round(Fraction(row.seconds).limit_denominator(1000) * rate))
    if shot is None:
        return timed if timed is not None else row.frames
    if row.seconds is not None and abs(row.seconds - float(shot.frames / rate)) > NEARLY:
        return timed
    return row.frames if row.frames is not None and row.frames != shot.frames else None


def _written(shot: Shot, row: ShotRow, number: str, own: Own) -> Shot:
    fields: dict[str, object] = {"id": f"{row.scene}-{number}"}
    if row.lens_mm is not None:
        fields["lens_mm"] = row.lens_mm
    if row.description:
        fields["action"] = row.description
    if row.plate is not None:
        fields["plate"] = row.plate
    if row.notes is not None:
        at = own.at(shot_id(row)) if row.shot else None
        fields["notes"] = _notes(row.notes, own.shots[at] if at is not None else shot)
    return msgspec.structs.replace(shot, **fields)


def _notes(written: str, shot: Shot) -> str:
    """The notes without what the exported table puts before them: the director's wish, the shoulder looked over."""
    rest = written
    for prefix in (f"wish: {shot.wish}" if shot.wish else "", f"over {shot.over}" if shot.over else ""):
        if prefix and rest.startswith(prefix):
            rest = rest.removeprefix(prefix).removeprefix("; ")
    kept = [part for part in rest.split("; ") if rest is not written or not _PREFIX.match(part)]
    return "; ".join(kept)
