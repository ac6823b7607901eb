"""The drafts of a film's screenplay: locking its scene numbers, issuing a revision, reading a draft beside the film."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from throughline.build.ledger import Ledger
from throughline.build.lock import build_lock
from throughline.build.store import Store
from throughline.directing.numbering import Numbering, ShotMark, changes, renumbered
from throughline.film.errors import InputError
from throughline.film.record import dump, load
from throughline.film.screenplay import Screenplay
from throughline.film.story import Breakdown
from throughline.formats import fountain
from throughline.formats.film_toml import line_of
from throughline.formats.pagination import Sheet
from throughline.production.revision import Draft, Revision, revision
from throughline.production.revision_issue import DraftRecord, Earlier, colour_after, issue
from throughline.review.decisions import Decisions
from throughline.review.drafts import Drafts, KeptDraft, now
from throughline.stages.film_folder import FilmFolder
from throughline.stages.pipeline import Story, read_story
from throughline.stages.produce import Workshop
from throughline.stages.script_records import FOLDER, colour_of, header_of, omitted_of, script_digest

NUMBERS = ("film", "script")
CORRECTIONS = "corrections.csv"


@dataclass(frozen=True)
class Kept:
    """A draft that was kept, with what is known of it; ``lines`` are what a person should know besides."""

    draft: KeptDraft
    record: DraftRecord
    lines: tuple[str, ...] = ()


def lock_film(shop: Workshop, numbers: str | None = None, name: str = "") -> Kept:
    """Lock the film's scene numbers: its screenplay is issued as the white draft.

    ``numbers`` says whose: "film" as the film has them, "script" as the script itself gives them and, where it gives
    none, counted; decisions and overrides then go with their shots. Without it the film's, where both agree.

    Raises:
        InputError: they are locked already, or film and script disagree.
    """
    drafts = Drafts(shop.film.decisions)
    with build_lock(shop.film.build / "lock"):
        if _locked(drafts):
            raise InputError("the scene numbers are locked already", file=str(shop.film.decisions),
                             remedy="throughline drafts lists the drafts; throughline revise issues the next")
        if numbers not in (None, *NUMBERS):
            raise InputError(f"--numbers {numbers}", remedy=f"one of {', '.join(NUMBERS)}")
        story = read_story(shop.film, shop.store, shop.ledger)
        own = _own_numbers(story)
        renamed: dict[str, str] = {}
        if numbers == "script":
            renamed = {scene.scene: number for scene, number in zip(story.breakdown.scenes, own, strict=True)}
        elif numbers is None:
            _agree(story, own, shop.film)
        numbering = _renamed(load(story.numbering, Numbering), renamed)
        shots = {mark.id: _id(mark.id, renamed) for mark in load(story.numbering, Numbering).shots}
        moved = {old: new for old, new in shots.items() if old != new}
        kept = _kept(shop.film, story, shop.film.screenplay, msgspec.structs.replace(numbering, locked=True), name,
                     "white", moved)
        _move_overrides(shop.film.path, moved)
        drafts.keep(kept.draft, moved)
    return kept


def unlock_film(shop: Workshop) -> KeptDraft:
    """Take the lock back: the white draft is forgotten, scenes are numbered as they were before it. Gives that draft.

    Raises:
        InputError: nothing is locked, or a colour was issued since, so that the numbers are on people's paper.
    """
    drafts = Drafts(shop.film.decisions)
    with build_lock(shop.film.build / "lock"):
        if not _locked(drafts):
            raise InputError("the scene numbers are not locked", file=str(shop.film.decisions),
                             remedy="throughline lock locks them")
        white = drafts.kept()[-1]
        record = load(white.record, DraftRecord)
        if white.colour != "white":
            raise InputError(f"the {white.colour} draft was issued with the locked numbers",
                             file=str(shop.film.decisions), remedy="go on with throughline revise")
        drafts.take_back(white, dict(record.renamed))
        _move_overrides(shop.film.path, {new: old for old, new in record.renamed})
        for copy in sorted((shop.film.path / FOLDER).glob(f"{Path(white.file).stem}.*")):
            copy.unlink()
    return white


def revise_film(shop: Workshop, script: Path, name: str = "") -> Kept | None:
    """Make ``script`` the film's screenplay and keep it as the next draft; None where the last draft says the same.

    Nothing is changed where the script cannot be read.

    Raises:
        InputError: it cannot be read, or reviews.db cannot be used.
    """
    film, drafts = shop.film, Drafts(shop.film.decisions)
    read_draft(script)
    with build_lock(film.build / "lock"):
        last = next(iter(drafts.kept()[-1:]), None)
        current = read_story(film, shop.store, shop.ledger)
        lines: list[str] = []
        if last is None and script_digest(current.screenplay) != script_digest(read_draft(script)):
            before = _kept(film, current, film.screenplay, load(current.numbering, Numbering), "", "", {})
            drafts.keep(before.draft)
        elif last is not None and script_digest(current.screenplay) not in {draft.digest for draft in drafts.kept()}:
            lines += _set_aside(film, script, len(drafts.kept()) + 1)
        with drafted(shop, script, current.numbering) as story:
            if last is not None and last.digest == script_digest(story.screenplay):
                _install(film, script)
                return None
            numbering = load(story.numbering, Numbering)
            old = load(last.numbering if last is not None else current.numbering, Numbering)
            if old.locked:
                _same_numbers(old, numbering, story, script)
            renamed = _gone_on(old, numbering)
            issued = sum(load(draft.record, DraftRecord).locked for draft in drafts.kept())
            colour = colour_after(issued) if numbering.locked else ""
            kept = _kept(film, story, script, numbering, name, colour, renamed, current)
            _install(film, script)
        _move_overrides(film.path, renamed)
        drafts.keep(kept.draft, renamed)
        return replace(kept, lines=tuple(lines))


@contextmanager
def drafted(shop: Workshop, script: Path, numbering: bytes) -> Iterator[Story]:
    """The film as it would be with the screenplay ``script``, its numbers following ``numbering``; read aside, so
    that nothing of the film is touched. Where the film has a second reader of scripts, what that answered before is
    looked up in the film's own store, and the draft's reading is left there.

    Raises:
        InputError: the script cannot be read.
    """
    with TemporaryDirectory(prefix="throughline-draft-") as made:
        aside = replace(shop.film, path=Path(made), screenplay=script)
        if (shop.film.path / CORRECTIONS).exists():
            shutil.copyfile(shop.film.path / CORRECTIONS, aside.path / CORRECTIONS)
        Decisions(aside.decisions).keep_numbering("before", numbering)
        own = None if shop.film.settings.engines.reader is not None else Store(aside.build / "store")
        ledger = Ledger(aside.build / "ledger.db")
        try:
            yield read_story(aside, own or shop.store, ledger)
        finally:
            ledger.close()
            if own is not None:
                own.close()


def read_draft(file: Path) -> Screenplay:
    """The screenplay in a file; its reader is loaded only now, which takes its time.

    Raises:
        InputError: it cannot be read.
    """
    from throughline.formats import read_screenplay

    return read_screenplay(file)


def _locked(drafts: Drafts) -> bool:
    return any(load(draft.record, DraftRecord).locked for draft in drafts.kept())


def _own_numbers(story: Story) -> tuple[str, ...]:
    """The numbers that the script itself gives its scenes, counted where it gives none."""
    raw = load(story.products["breakdown"].path("breakdown.json").read_bytes(), Breakdown)
    return tuple(scene.scene for scene in renumbered(raw, None).scenes)


def _agree(story: Story, own: tuple[str, ...], film: FilmFolder) -> None:
    """Raises InputError where the script numbers a scene otherwise than the film."""
    for scene, number in zip(story.breakdown.scenes, own, strict=True):
        if scene.numbered and scene.scene != number:
            raise InputError(f"the script calls a scene {number} that the film has as {scene.scene}",
                             file=str(film.screenplay), line=scene.line,
                             remedy="lock --numbers script (decisions and overrides go with their shots), or "
                                    "--numbers film")


def _id(shot: str, scenes: Mapping[str, str]) -> str:
    scene, _, number = shot.rpartition("-")
    return f"{scenes.get(scene, scene)}-{number}"


def _renamed(numbering: Numbering, scenes: Mapping[str, str]) -> Numbering:
    """The numbering with other scene numbers; without any, as it is. Numbers that were never locked are not retired."""
    if not scenes:
        return numbering
    named = {old: old for old in numbering.retired_scenes} | dict(scenes)
    return Numbering(
        scenes=tuple(msgspec.structs.replace(mark, id=named[mark.id]) for mark in numbering.scenes),
        shots=tuple(msgspec.structs.replace(mark, id=_id(mark.id, named), scene=named[mark.scene])
                    for mark in numbering.shots))


def _gone_on(old: Numbering, new: Numbering) -> dict[str, str]:
    """Shots that are as they were but in another scene, as when one is cut in two: old id, new id."""
    stayed = {mark.id for mark in new.shots}
    before = {mark.id for mark in old.shots}
    free = [mark for mark in old.shots if mark.id not in stayed]
    found: dict[str, str] = {}
    for mark in new.shots:
        if mark.id not in before:
            same = next((one for one in free if _about(one) == _about(mark)), None)
            if same is not None:
                free.remove(same)
                found[same.id] = mark.id
    return found


def _about(mark: ShotMark) -> ShotMark:
    return msgspec.structs.replace(mark, id="", scene="")


def _same_numbers(old: Numbering, new: Numbering, story: Story, script: Path) -> None:
    """Raises InputError where the script gives a scene that is as it was another number, though numbers are locked."""
    was: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for mark in old.scenes:
        was.setdefault((mark.place, mark.texts), []).append(mark.id)
    for mark, scene in zip(new.scenes, story.breakdown.scenes, strict=True):
        ids = was.get((mark.place, mark.texts), [])
        if mark.numbered and mark.texts and ids and mark.id not in ids:
            raise InputError(f"the script calls scene {ids[0]} now {mark.id}, but the scene numbers are locked",
                             file=str(script), line=scene.line,
                             remedy="lock the numbers in the writing program too, or leave them out of the script")


def _kept(film: FilmFolder, story: Story, source: Path, numbering: Numbering, name: str, colour: str,
          renamed: Mapping[str, str], before: Story | None = None) -> Kept:
    """The draft written to drafts/, and what is to be kept of it."""
    drafts = Drafts(film.decisions).kept()
    records = [load(draft.record, DraftRecord) for draft in drafts]
    ids = tuple(mark.id for mark in numbering.scenes)
    made, number, locked = now(), len(drafts) + 1, numbering.locked
    header = header_of(colour, made[:10], name, story.breakdown.language) if colour else ""
    draft = KeptDraft(number=number, made=made, colour=colour, name=name, digest=script_digest(story.screenplay),
                      file="", record=b"", numbering=dump(numbering))
    file = _write(film, f"{number:02d}-{colour_of(draft)}", _numbered(story.screenplay, ids, locked), source)
    text = Draft(read_draft(film.path / FOLDER / file), ids)
    last = None if not drafts else Earlier(
        Draft(read_draft(film.path / FOLDER / drafts[-1].file), records[-1].scenes), records[-1].omitted,
        records[-1].pages)
    omitted = omitted_of(records, ids) if locked else ()
    done = issue(text, Sheet(colour=colour or "white", header=header), omitted,
                 last if records and records[-1].locked else None, locked)
    changed = revision(last.draft, text) if last is not None else Revision()
    shots = changes(before.shot_list, story.shot_list) if before is not None else None
    record = DraftRecord(
        header=header, locked=locked, scenes=ids, omitted=omitted, pages=done.issued,
        eighths=tuple(scene.eighths for scene in story.breakdown.scenes), new=changed.new, changed=changed.changed,
        moved=changed.moved, gone=changed.gone, shots_new=shots.added if shots else (),
        shots_changed=shots.changed if shots else (), shots_gone=shots.omitted if shots else (),
        renamed=tuple(sorted(renamed.items())))
    return Kept(msgspec.structs.replace(draft, file=file, record=dump(record)), record)


def _numbered(screenplay: Screenplay, ids: tuple[str, ...], locked: bool) -> Screenplay:
    """The screenplay with its scenes' locked numbers in their headings."""
    if not locked:
        return screenplay
    done = issue(Draft(screenplay, ids), Sheet(), ())
    return done.screenplay


def _write(film: FilmFolder, name: str, screenplay: Screenplay, source: Path) -> str:
    """The name of the draft's file in drafts/, written; beside it the script as it was given, where that is no
    Fountain."""
    folder = film.path / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.fountain").write_text(fountain.write(screenplay), encoding="utf-8")
    if source.suffix.lower() != ".fountain":
        shutil.copyfile(source, folder / f"{name}{source.suffix.lower()}")
    return f"{name}.fountain"


def _set_aside(film: FilmFolder, script: Path, number: int) -> list[str]:
    """Keep a copy of a screenplay that was changed since its last draft and is now replaced by another."""
    if script.resolve() == film.screenplay.resolve():
        return []
    copy = film.path / FOLDER / f"before-{number:02d}{film.screenplay.suffix}"
    shutil.copyfile(film.screenplay, copy)
    return [f"the film's screenplay had changes that were never issued; a copy is {copy}"]


def _install(film: FilmFolder, script: Path) -> None:
    """Put the script in the place of the film's screenplay."""
    if script.resolve() == film.screenplay.resolve():
        return
    target = film.screenplay.with_suffix(script.suffix.lower())
    shutil.copyfile(script, target)
    if target == film.screenplay:
        return
    toml = film.path / "film.toml"
    if film.settings.film.screenplay is not None and (line := line_of(toml, "screenplay", "film")) is not None:
        lines = toml.read_text(encoding="utf-8").split("\n")
        name = target.relative_to(film.path.resolve() if target.is_absolute() else film.path).as_posix()
        lines[line - 1] = f"screenplay = {json.dumps(name, ensure_ascii=False)}"
        toml.write_text("\n".join(lines), encoding="utf-8")
    film.screenplay.unlink()


def _move_overrides(film: Path, renamed: Mapping[str, str]) -> None:
    """Let artists' own files go with their shots."""
    folder = film / "overrides"
    moved = [(folder / old, folder / new) for old, new in sorted(renamed.items()) if (folder / old).is_dir()]
    for old, _ in moved:
        old.rename(old.with_name(f".{old.name}"))
    for old, new in moved:
        old.with_name(f".{old.name}").rename(new)
