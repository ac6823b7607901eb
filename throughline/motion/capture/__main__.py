"""python -m throughline.motion.capture FOLDER: every take in a folder, how clean it is, and why not where it is not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from throughline.film.errors import InputError
from throughline.motion.capture.asf_amc import read_asf_amc
from throughline.motion.capture.bvh import read_bvh
from throughline.motion.capture.clip import Clip
from throughline.motion.capture.glb import read_glb
from throughline.motion.capture.o3de import read_o3de
from throughline.motion.capture.quality import Quality, clip_quality, rig_quality
from throughline.motion.capture.rig import Rig, humanoid
from throughline.motion.skeleton import default_rest

ENDINGS = (".npz", ".bvh", ".amc", ".glb")


def takes(path: Path) -> Iterator[Clip | Rig]:
    """The takes in a file, those of persons as clips.

    Raises:
        InputError: the file cannot be read.
    """
    ending = path.suffix.lower()
    if ending == ".npz":
        yield read_o3de(path)
        return
    rigs = read_glb(path) if ending == ".glb" else ((read_bvh if ending == ".bvh" else read_asf_amc)(path),)
    for rig in rigs:
        try:
            yield humanoid(rig)
        except InputError:
            yield rig


def line(take: Clip | Rig, found: Quality) -> str:
    """One take's line: its figures, then what is wrong with it."""
    kind = take.source if isinstance(take, Clip) else f"{take.source}, no person"
    feet = f"  slide {found.slide_cm_s:5.1f} cm/s  sinks {found.sinks_cm:4.1f} cm" if found.person else ""
    faults = found.faults()
    verdict = "left out: " + "; ".join(faults) if faults else "clean"
    return f"{take.name} ({kind})  {found.seconds:.1f} s at {take.rate:.0f}{feet}  jerk {found.jerk:.0f}  {verdict}"


def main(folder: Path) -> int:
    """Prints a line for every take; 1 where a file cannot be read."""
    rest, failed = default_rest(), 0
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    if not files:
        print(f"{folder}: no takes ({', '.join(ENDINGS)})")
        return 1
    for path in files:
        try:
            for take in takes(path):
                print(line(take, clip_quality(take, rest) if isinstance(take, Clip) else rig_quality(take)))
        except InputError as error:
            failed = 1
            print(f"{path.name}  cannot be read: {error}")
    return failed


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print("python -m throughline.motion.capture FOLDER")
        sys.exit(2)
    sys.exit(main(Path(sys.argv[1])))
