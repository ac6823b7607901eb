"""Drawings that come back from Storyboarder: they stand in for the film's panels, and what was written is kept."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from throughline.formats.storyboarder import IMAGES, Project, read_project
from throughline.review.decisions import Decisions
from throughline.stages.panel_changes import Changes, Drawn, ShotChange, changes

Find = Callable[[str], Path | None]
TOLD = "Storyboarder, "


@dataclass
class Taken:
    """How an import went: shots whose panels were replaced, notes kept, lines for a person on all that needs one."""

    replaced: list[str] = field(default_factory=list)
    notes: int = 0
    told: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def take_panels(file: Path, film: Path, shots: Mapping[str, str], board_of: Find, decisions: Decisions, person: str,
                replace: bool = False) -> Taken:
    """Takes in what was drawn and written in a Storyboarder project, and says how that went.

    ``film`` is its folder, ``shots`` the ids of its shots with their actions, ``board_of`` the folder with a shot's
    newest panels. Nothing is written before the whole project was read. A drawing of ours that was changed here as
    well stays, unless ``replace``.

    Raises:
        InputError: the project or one of its pictures cannot be used.
    """
    project = read_project(file)
    found = changes(project, file.parent / IMAGES)
    taken = Taken()
    with TemporaryDirectory(prefix="throughline-import-") as folder:
        prepared = [(change, _prepared(change, project, file.parent / IMAGES, board_of, Path(folder)))
                    for change in found.shots if change.redrawn and change.boards]
        strays = [(drawn, _drawing(drawn, project, file.parent / IMAGES, Path(folder))) for drawn in found.unplaced]
        for change, panels in prepared:
            _replace(change, panels, film, change.shot in shots, replace, taken)
        _keep_strays(strays, film / "drawings" / file.stem, film, taken)
    _keep_notes(found, shots, decisions, person, taken)
    if found.moved:
        taken.told.append(f"shots in another order there ({', '.join(found.moved)}); the film's order is the script's")
    return taken


def _prepared(change: ShotChange, project: Project, images: Path, board_of: Find, folder: Path) -> list[Path]:
    """All panels of a shot as they shall be, as files in ``folder``: those that were not drawn on are the film's own
    where these are still what was exported."""
    now = board_of(change.shot)
    panels = []
    for drawn in change.boards:
        own = None if now is None or drawn.before is None or drawn.redrawn else now / f"panel_{drawn.before.panel}.png"
        if own is not None and drawn.before is not None and own.is_file() and _sha256(own) == drawn.before.source:
            panels.append(own)
        else:
            panels.append(_drawing(drawn, project, images, folder))
    return panels


def _drawing(drawn: Drawn, project: Project, images: Path, folder: Path) -> Path:
    from throughline.picture.layers import flattened

    target = folder / f"{drawn.number}.png"
    page = flattened(((images / layer.url, layer.opacity) for layer in drawn.board.layers), project.size)
    page.save(target, compress_level=6)
    return target


def _replace(change: ShotChange, panels: list[Path], film: Path, known: bool, replace: bool, taken: Taken) -> None:
    """Lays a shot's panels in its override folder, each whole or not at all."""
    folder = film / "overrides" / change.shot / "board"
    wanted = {f"panel_{number}.png": panel for number, panel in enumerate(panels, start=1)}
    there = {file.name: _sha256(file) for file in sorted(folder.glob("panel_*.png"))}
    if there == {name: _sha256(panel) for name, panel in wanted.items()}:
        return
    exported = {drawn.before.source for drawn in change.boards if drawn.before}
    if there and not replace and not set(there.values()) <= exported:
        taken.conflicts.append(change.shot)
        taken.told.append(f"{change.shot}: its panels were replaced here too since the export; yours in {folder} stay "
                          "(import again with --replace to take Storyboarder's)")
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, panel in wanted.items():
        shutil.copyfile(panel, folder / f".{name}.new")
        os.replace(folder / f".{name}.new", folder / name)
    for name in there.keys() - wanted.keys():
        (folder / name).unlink()
    taken.replaced.append(change.shot)
    if not known:
        taken.told.append(f"{change.shot}: the film no longer has this shot; its drawings are kept in {folder}")


def _keep_strays(strays: list[tuple[Drawn, Path]], folder: Path, film: Path, taken: Taken) -> None:
    """Boards that belong to no shot are kept as pictures, and said."""
    for drawn, panel in strays:
        folder.mkdir(parents=True, exist_ok=True)
        uid = "".join(letter for letter in drawn.board.uid if letter.isalnum())
        target = folder / f"board-{drawn.number}-{uid}.png"
        shutil.copyfile(panel, target)
        said = " ".join(filter(None, (drawn.board.action, drawn.board.dialogue, drawn.board.notes)))
        taken.told.append(f"board {drawn.number} is of no shot of the film{f' ({said})' if said else ''}; kept as "
                          f"{target.relative_to(film)}; to use it: throughline override SHOT board with it as "
                          "panel_1.png")


def _keep_notes(found: Changes, shots: Mapping[str, str], decisions: Decisions, person: str, taken: Taken) -> None:
    """What was written or timed there becomes notes, each once however often a file is taken in."""
    for change in found.shots:
        before = {decision.text for decision in decisions.of(change.shot)} if change.words else set()
        for line in change.words:
            gone = "" if change.shot in shots else " (the film no longer has this shot)"
            taken.told.append(f"{change.shot}: {line}{gone}; kept as a note")
            if TOLD + line not in before:
                decisions.add("note", change.shot, person, TOLD + line, "board")
                taken.notes += 1


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
