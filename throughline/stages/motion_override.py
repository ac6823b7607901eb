"""An animator's own motion in place of ours: overrides/SHOT/motion/NAME.bvh or a USD skeleton, for whom it names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import Blocking, Performance
from throughline.film.errors import InputError
from throughline.motion.capture.bvh import read_bvh
from throughline.motion.capture.takeover import taken_over
from throughline.motion.capture.usd_skel import read_usd_skel
from throughline.motion.export import file_name
from throughline.motion.skeleton import Motion
from throughline.motion.travel import along
from throughline.stages.override_names import EXPECTED, MOTION, check_name
from throughline.world.creatures_kinds import BEASTS

FAR_M = 3.0


def own_motions(folder: Path | None, blocking: Blocking, bodies: Mapping[str, NDArray[np.float32]], rate: Fraction,
                warn: Callable[[str], None]) -> dict[str, Motion]:
    """The motions, by performer's name, that an animator's files in ``folder`` hold, on the bodies' rest places.

    Raises:
        InputError: a file that cannot be used, or that names nobody in the shot.
    """
    if folder is None:
        return {}
    parts, frames, found = {part.name: part for part in blocking.performances}, blocking.shot.frames, {}
    for name, file in whose(folder, parts).items():
        floor = along(parts[name].path, frames)[:, 2]
        try:
            rig = (read_bvh if file.suffix.lower() == ".bvh" else read_usd_skel)(file)
            taken = taken_over(rig, bodies[name], frames, float(rate), floor)
            if not taken.exact and parts[name].look.kind in BEASTS:
                raise InputError(f"cannot be carried over to a {parts[name].look.kind}",
                                 remedy="animate the skeleton that throughline export motion writes")
        except InputError as error:
            raise InputError(error.what, file=str(file), line=error.line,
                             remedy=error.remedy or "export it again from your program") from error
        for note in (*taken.notes, *_elsewhere(parts[name], taken.motion)):
            warn(f"{blocking.shot.id}: {file.name} {note}")
        found[name] = taken.motion
    return found


def whose(folder: Path, names: Collection[str]) -> dict[str, Path]:
    """The file of everybody of ``names`` who has one in ``folder``.

    Raises:
        InputError: a file of no known kind, of nobody, or a second one of somebody.
    """
    called = {_plain(file_name(name)): name for name in names}
    found: dict[str, Path] = {}
    for file in sorted(folder.iterdir()):
        if file.name.startswith("."):
            continue
        try:
            check_name(MOTION, file.name)
        except InputError as error:
            raise InputError("is no motion", file=str(file), remedy=f"a motion is {EXPECTED[MOTION]}") from error
        name = called.get(_plain(file.stem))
        if name is None:
            there = ", ".join(map(file_name, names)) or "nobody"
            raise InputError(f"nobody in the shot is called {file.stem}", file=str(file),
                             remedy=f"name it after whom it moves: {there}")
        if name in found:
            raise InputError(f"a second motion for {name} beside {found[name].name}", file=str(file),
                             remedy="keep one of the two")
        found[name] = file
    return found


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _elsewhere(part: Performance, motion: Motion) -> tuple[str, ...]:
    """A line where a file starts far from where the shot has its performer."""
    mark = along(part.path, 1)[0]
    far = float(np.linalg.norm(motion.root[0, :2] - mark[:2]))
    if far < FAR_M:
        return ()
    return (f"starts {far:.1f} m from the mark of {part.name} (x {mark[0]:.2f}, y {mark[1]:.2f} m); it is shown where "
            "the file has it",)
