"""What an artist's own files are called, an animator's by who moves, and how they are put in their place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from throughline.film.errors import InputError

MOTION, EFFECTS = "motion", "effects"
"""Not stages: an animator's motion and an artist's effects go into the layout, for those whom their files name."""
NAMES = {"layout": r"(shot\.usdc|set\.usdc|layout\.json|cast/[^/]+\.usdc)", "board": r"panel_[1-9][0-9]*\.png",
         "animatic_clip": r"(clean|slate)\.mp4", "previs_clip": r"(clean|slate)\.mp4", "sound": r"mix\.wav",
         MOTION: r"[^/\\]+\.(?i:bvh|usda|usdc|usd)",
         EFFECTS: r"[^/\\]+(\.[0-9]{1,6}\.(?i:vdb)|\.(?i:usda|usdc|usd))"}
FIRST = {"layout": "shot.usdc", "board": "panel_1.png", "animatic_clip": "clean.mp4", "previs_clip": "clean.mp4",
         "sound": "mix.wav"}
EXPECTED = {"layout": "shot.usdc, layout.json and what they refer to", "board": "panel_1.png, panel_2.png ...",
            "animatic_clip": "clean.mp4 (and slate.mp4)", "previs_clip": "clean.mp4 (and slate.mp4)",
            "sound": "mix.wav", MOTION: "NAME.bvh or NAME.usdc, NAME as in the cast",
            EFFECTS: "NAME.0001.vdb, NAME.0002.vdb ... or NAME.usdc, NAME as the effect is called in the shot"}


def check_name(stage: str, name: str) -> None:
    """Raises InputError where a stage's product has no file of that name."""
    if re.fullmatch(NAMES[stage], name) is None:
        raise InputError(f"{name} is no file of {stage}", remedy=f"name it as the stage does: {EXPECTED[stage]}")


def take_files(files: Sequence[Path], target: Path, check: Callable[[Path], object]) -> list[str]:
    """Copies a person's files into ``target``, unless ``check`` refuses the folder as it would then be; gives their
    names.

    Raises:
        InputError: a file that is not there, or as ``check``.
    """
    for file in files:
        if not file.is_file():
            raise InputError("no such file", file=str(file))
    with TemporaryDirectory(prefix="throughline-override-") as scratch:
        standing = [file for file in sorted(target.glob("*")) if file.name not in {new.name for new in files}]
        for file in (*standing, *files):
            (Path(scratch) / file.name).symlink_to(file.resolve())
        try:
            check(Path(scratch))
        except InputError as error:
            named = {str(Path(scratch) / file.name): str(file) for file in (*standing, *files)} | {scratch: str(target)}
            raise InputError(error.what, file=named.get(str(error.file), error.file), remedy=error.remedy) from error
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        if not (target / file.name).exists() or not (target / file.name).samefile(file):
            shutil.copyfile(file, target / file.name)
    return [file.name for file in files]
