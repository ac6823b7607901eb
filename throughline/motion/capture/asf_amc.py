"""Takes of the CMU laboratory as it recorded them: a skeleton (ASF) and the angles of a take (AMC)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

from throughline.film.errors import InputError
from throughline.motion.capture.clip import Floats
from throughline.motion.capture.rig import Rig

INCH_M = 0.0254
RATE = 120.0


@dataclass
class _Bone:
    name: str
    direction: Floats = field(default_factory=lambda: np.zeros(3))
    length: float = 0.0
    axis: Floats = field(default_factory=lambda: np.zeros(3))
    order: str = "XYZ"
    free: tuple[str, ...] = ()


def read_asf_amc(path: Path, skeleton: Path | None = None) -> Rig:
    """The take in an AMC file; its ASF file lies beside it with the same first number (02_01.amc: 02.asf).

    Raises:
        InputError: no skeleton, or a line of either file cannot be read.
    """
    skeleton = skeleton or path.with_name(path.stem.split("_")[0] + ".asf")
    if not skeleton.is_file():
        raise InputError(f"the skeleton {skeleton.name} is not beside the take", file=str(path))
    bones, parents, unit, degrees = _skeleton(skeleton)
    tables = _frames(path, bones)
    count = len(next(iter(tables.values())))
    names = list(bones)
    turns, shifts = np.zeros((count, len(names), 4)), np.zeros((count, len(names), 3))
    for joint, name in enumerate(names):
        bone, angles = bones[name], tables.get(name, np.zeros((count, 0)))
        frame = Rotation.from_euler(bone.order.lower(), bone.axis, degrees=degrees)
        spun = np.zeros((count, 3))
        for column, word in enumerate(bone.free):
            if word.startswith("r"):
                spun[:, "xyz".index(word[1])] = angles[:, column]
            else:
                shifts[:, joint, "xyz".index(word[1])] = angles[:, column] * unit
        turns[:, joint] = (frame * Rotation.from_euler("xyz", spun, degrees=degrees) * frame.inv()).as_quat()
        if parents[joint] >= 0:
            above = bones[names[parents[joint]]]
            shifts[:, joint] += above.direction * above.length * unit
    rest_shifts = shifts[0].copy()
    rest_shifts[0] = 0.0
    rest_turns = np.zeros((len(names), 4))
    rest_turns[:, 3] = 1.0
    return Rig(path.stem, "asf/amc", RATE, tuple(names), tuple(parents), turns, shifts, rest_turns, rest_shifts)


def _skeleton(path: Path) -> tuple[dict[str, _Bone], list[int], float, bool]:
    """The bones in an order in which parents come first, their parents, metres per unit, whether angles are degrees."""
    section, bones, tree = "", {"root": _Bone("root")}, dict[str, str]()
    unit, degrees, bone = INCH_M / 0.45, True, bones["root"]
    for number, line in enumerate(_lines(path), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0].startswith(":"):
            section = words[0][1:]
            continue
        try:
            if section == "units" and words[0] == "length":
                unit = INCH_M / float(words[1])
            elif section == "units" and words[0] == "angle":
                degrees = words[1].startswith("deg")
            elif section == "root" and words[0] == "order":
                bones["root"].free = tuple(word.lower() for word in words[1:])
            elif section == "bonedata":
                bone = _bone_line(words, bones, bone)
            elif section == "hierarchy" and words[0] not in ("begin", "end"):
                tree |= {child: words[0] for child in words[1:]}
        except (IndexError, ValueError) as error:
            raise InputError("the skeleton cannot be read", file=str(path), line=number) from error
    ordered = {"root": bones["root"]}
    while len(ordered) < len(bones):
        more = {name: bones[name] for name, parent in tree.items() if parent in ordered and name not in ordered}
        if not more:
            raise InputError("a bone of the skeleton hangs on nothing", file=str(path))
        ordered |= more
    names = list(ordered)
    return ordered, [-1] + [names.index(tree[name]) for name in names[1:]], unit, degrees


def _bone_line(words: list[str], bones: dict[str, _Bone], bone: _Bone) -> _Bone:
    if words[0] == "name":
        bone = bones.setdefault(words[1], _Bone(words[1]))
    elif words[0] == "direction":
        bone.direction = np.array([float(word) for word in words[1:4]])
    elif words[0] == "length":
        bone.length = float(words[1])
    elif words[0] == "axis":
        bone.axis, bone.order = np.array([float(word) for word in words[1:4]]), words[4]
    elif words[0] == "dof":
        bone.free = tuple(word.lower() for word in words[1:])
    return bone


def _frames(path: Path, bones: dict[str, _Bone]) -> dict[str, Floats]:
    rows: dict[str, list[list[float]]] = {}
    count = 0
    for number, line in enumerate(_lines(path), start=1):
        words = line.split()
        if not words or words[0][0] in "#:":
            continue
        if len(words) == 1 and words[0].isdigit():
            count += 1
            continue
        if words[0] not in bones or len(words) - 1 != len(bones[words[0]].free):
            raise InputError(f"{words[0]} is no bone of the skeleton with {len(words) - 1} angles", file=str(path),
                             line=number)
        try:
            rows.setdefault(words[0], []).append([float(word) for word in words[1:]])
        except ValueError as error:
            raise InputError("an angle is no number", file=str(path), line=number) from error
    if count < 2 or any(len(values) != count for values in rows.values()) or "root" not in rows:
        raise InputError("the take has frames without all their bones, or none", file=str(path))
    return {name: np.array(values) for name, values in rows.items()}


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="latin-1").splitlines()
    except OSError as error:
        raise InputError(f"cannot be opened: {error}", file=str(path)) from error
