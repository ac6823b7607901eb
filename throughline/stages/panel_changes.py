"""What was drawn and written in a Storyboarder project since we exported it, board by board and shot by shot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from throughline.formats.storyboarder import Board, Exported, Project

HALF_FRAME = 0.5
WORDS = ("dialogue", "action", "notes")


@dataclass(frozen=True)
class Drawn:
    """A board as it came back: its number in the file, what we exported of it (None: made there), whether its drawing
    is another."""

    number: int
    board: Board
    before: Exported | None
    redrawn: bool


@dataclass(frozen=True)
class ShotChange:
    """What changed in a shot: its boards in their order now, whether its panels are others, and a line for a person on
    everything that was written or timed anew."""

    shot: str
    boards: tuple[Drawn, ...]
    redrawn: bool
    words: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """All that changed: shots, boards made there that belong to no shot of ours, and whether shots change places."""

    shots: tuple[ShotChange, ...]
    unplaced: tuple[Drawn, ...]
    moved: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.shots or self.unplaced or self.moved)


def changes(project: Project, images: Path) -> Changes:
    """What is other in the project than when it was exported; ``images`` is the folder of its pictures.

    Raises:
        InputError: a picture that cannot be read.
    """
    known = {entry.uid: entry for entry in project.exported}
    groups: dict[str, list[Drawn]] = {entry.shot: [] for entry in project.exported}
    unplaced: list[Drawn] = []
    shot: str | None = None
    for number, board in enumerate(project.boards, start=1):
        before = known.get(board.uid)
        drawn = Drawn(number, board, before, _redrawn(board, before, project, images))
        if before is not None:
            shot = before.shot
        elif board.new_shot:
            shot = None
        if shot is None:
            unplaced.append(drawn)
        else:
            groups[shot].append(drawn)
    found = [_shot_change(name, drawn, project) for name, drawn in groups.items()]
    return Changes(tuple(change for change in found if change.redrawn or change.words), tuple(unplaced),
                   _moved(groups, project))


def _redrawn(board: Board, before: Exported | None, project: Project, images: Path) -> bool:
    from throughline.picture.layers import digest, flattened

    return before is None or digest(flattened(((images / layer.url, layer.opacity) for layer in board.layers),
                                              project.size)) != before.drawing


def _shot_change(shot: str, drawn: list[Drawn], project: Project) -> ShotChange:
    exported = [entry for entry in project.exported if entry.shot == shot]
    if not drawn:
        return ShotChange(shot, (), False, ("all its boards were taken out",))
    same = [entry.board.uid for entry in drawn] == [entry.uid for entry in exported]
    words = [line for entry in drawn if entry.before is not None for line in _words(entry, len(exported))]
    words += [f"new board, {name}: {getattr(entry.board, name)}" for entry in drawn if entry.before is None
              for name in WORDS if getattr(entry.board, name)]
    length, was = sum(entry.board.duration for entry in drawn), sum(entry.duration for entry in exported)
    if abs(length - was) > HALF_FRAME / project.fps * 1000:
        words.append(f"length {length / 1000:.2f} s instead of {was / 1000:.2f} s")
    return ShotChange(shot, tuple(drawn), not same or any(entry.redrawn for entry in drawn), tuple(words))


def _words(drawn: Drawn, panels: int) -> list[str]:
    """A line for every text of a board that was written anew."""
    before, where = drawn.before, f"panel {drawn.before.panel}, " if drawn.before and panels > 1 else ""
    said = []
    for name in WORDS:
        now, was = getattr(drawn.board, name).strip(), getattr(before, name).strip()
        if now != was:
            added = now.removeprefix(was).strip() if was and now.startswith(was) else now
            said.append(f"{where}{name}: {added or '(emptied)'}")
    return said


def _moved(groups: Mapping[str, list[Drawn]], project: Project) -> tuple[str, ...]:
    """The shots that no longer come in the order in which they were exported, as they come now."""
    before = [shot for shot in groups if groups[shot]]
    now = sorted(before, key=lambda shot: groups[shot][0].number)
    return tuple(shot for shot, was in zip(now, before, strict=True) if shot != was)
