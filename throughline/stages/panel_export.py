"""The panels of the film handed on: as files named by shot, and as a project of the Storyboarder program."""

from __future__ import annotations

import hashlib
import shutil
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from throughline.film.errors import InputError
from throughline.film.shot import Shot
from throughline.formats.shot_words import angle_word, move_word, size_word
from throughline.formats.storyboarder import (
    ENDING,
    IMAGES,
    Board,
    Exported,
    Layer,
    Project,
    image_name,
    project_json,
    read_project,
    size_of,
    uids,
)
from throughline.stages.panel_changes import changes

THUMBNAIL_HIGH = 120
POSTER_QUALITY = 90


@dataclass(frozen=True)
class Built:
    """What is built of shots, by id: folders of boards and sounds, and the lenses of the layouts in words."""

    boards: Mapping[str, Path]
    sounds: Mapping[str, Path] = field(default_factory=dict)
    lenses: Mapping[str, str] = field(default_factory=dict)


def panel_files(folder: Path) -> list[Path]:
    """The panels in a board product's folder, in their order."""
    return sorted(folder.glob("panel_*.png"), key=lambda file: (len(file.name), file.name))


def export_panels(boards: Mapping[str, Path], to: Path) -> list[Path]:
    """The panels as files in ``to``: SHOT.png, or SHOT_1.png, SHOT_2.png where a shot has several."""
    to.mkdir(parents=True, exist_ok=True)
    written = []
    for shot, folder in boards.items():
        files = panel_files(folder)
        for number, file in enumerate(files, start=1):
            target = to / (f"{shot}.png" if len(files) == 1 else f"{shot}_{number}.png")
            shutil.copyfile(file, target)
            written.append(target)
    return written


def export_storyboarder(shots: Sequence[Shot], built: Built, fps: float, aspect: float, language: str,
                        path: Path) -> Path:
    """The project written to ``path`` (NAME.storyboarder) with its pictures beside it.

    Raises:
        InputError: a project is there that was changed since it was exported and not imported yet.
    """
    _clear(path)
    images = path.parent / IMAGES
    images.mkdir(parents=True, exist_ok=True)
    drawn = [(shot, number, file, len(files)) for shot in shots if shot.id in built.boards
             for files in [panel_files(built.boards[shot.id])] for number, file in enumerate(files, start=1)]
    boards, heard, exported = [], {}, []
    names = uids([f"{shot.id}/{panel}" for shot, panel, _file, _count in drawn])
    for index, (uid, (shot, panel, file, count)) in enumerate(zip(names, drawn, strict=True), start=1):
        entry = Exported(uid=uid, shot=shot.id, panel=panel, duration=_length(shot, panel, count, fps),
                         drawing=_pictures(file, images, index, uid, size_of(aspect)),
                         source=hashlib.sha256(file.read_bytes()).hexdigest(),
                         **_words(shot, panel, count, built.lenses.get(shot.id, f"{shot.lens_mm} mm"), language))
        layer = Layer(name="reference", url=image_name(index, uid, "reference"), opacity=1.0)
        boards.append(Board(uid=uid, new_shot=panel == 1, duration=entry.duration, dialogue=entry.dialogue,
                            action=entry.action, notes=entry.notes, layers=(layer,)))
        exported.append(entry)
        if panel == 1 and shot.id in built.sounds:
            heard[uid] = _sound(built.sounds[shot.id], images, uid)
    project = Project(aspect=aspect, fps=fps, boards=tuple(boards), exported=tuple(exported))
    path.write_text(project_json(project, heard), encoding="utf-8")
    return path


def _clear(path: Path) -> None:
    """Takes away the pictures of a former export, where there is one.

    Raises:
        InputError: it was worked on since, of which the film knows nothing yet; or another project is there.
    """
    others = [file for file in sorted(path.parent.glob(f"*{ENDING}")) if file.name != path.name]
    if others:
        raise InputError(f"holds another project, {others[0].name}", file=str(path.parent),
                         remedy="name another folder with --to")
    if not path.exists():
        return
    images, project = path.parent / IMAGES, read_project(path)
    if changes(project, images):
        raise InputError("was changed in Storyboarder since it was exported", file=str(path),
                         remedy=f"take it in first (throughline import {path.name}), then use --to")
    for uid in {entry.uid for entry in project.exported if entry.uid.isalnum()}:
        for file in (*images.glob(f"board-*-{uid}*"), *images.glob(f"{uid}-audio.wav")):
            file.unlink()


def _length(shot: Shot, panel: int, count: int, fps: float) -> int:
    """A panel's share of its shot in ms; the shares of a shot add up to its length."""
    begin, end = (round(shot.frames * part / count / fps * 1000) for part in (panel - 1, panel))
    return end - begin


def _words(shot: Shot, panel: int, count: int, lens: str, language: str) -> dict[str, str]:
    """A board's texts; what the shot says and does stands with its first panel."""
    setup = (size_word(shot.size, language), angle_word(shot.angle, language), lens, move_word(shot.move, language))
    notes = f"{shot.id}{f' ({panel}/{count})' if count > 1 else ''} · {' · '.join(filter(None, setup))}"
    spoken = "\n".join(f"{line.speaker}: {line.text}" for line in shot.spoken)
    return {"dialogue": spoken if panel == 1 else "", "action": shot.action if panel == 1 else "", "notes": notes}


def _pictures(file: Path, images: Path, number: int, uid: str, size: tuple[int, int]) -> str:
    """The digest of the board's drawing; its layer, thumbnail and poster frame are written to ``images``."""
    from PIL import Image

    from throughline.picture.layers import digest, fitted, opened

    page = fitted(opened(file), size)
    page.save(images / image_name(number, uid, "reference"), compress_level=4)
    page.save(images / image_name(number, uid, "posterframe"), quality=POSTER_QUALITY)
    small = page.resize((round(THUMBNAIL_HIGH * size[0] / size[1]), THUMBNAIL_HIGH), Image.Resampling.LANCZOS)
    small.save(images / image_name(number, uid, "thumbnail"))
    return digest(page)


def _sound(folder: Path, images: Path, uid: str) -> tuple[str, int]:
    name = f"{uid}-audio.wav"
    shutil.copyfile(folder / "mix.wav", images / name)
    with wave.open(str(images / name)) as sound:
        return name, round(1000 * sound.getnframes() / sound.getframerate())
