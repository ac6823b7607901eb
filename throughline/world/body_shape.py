"""A human body from the baked basis: a sum of shapes for sex, age, build and face, brought into the T-pose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import Look
from throughline.film.errors import InputError
from throughline.motion.skeleton import INDEX, JOINTS
from throughline.world.body_hands import hand_poses
from throughline.world.shapes import rng

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
AGES = ((1.0, "baby"), (10.0, "child"), (25.0, "young"), (90.0, "old"))
BUILDS = {
    "average": {}, "slim": {"thin": 0.55}, "thin": {"thin": 0.85}, "heavy": {"heavy": 0.75}, "fat": {"heavy": 1.0},
    "strong": {"strong": 0.7}, "muscular": {"strong": 1.0}, "stocky": {"heavy": 0.45, "strong": 0.5},
    "athletic": {"strong": 0.4},
}
IDENTITY_SHARE = 0.55


@dataclass(frozen=True)
class Basis:
    """The baked basis: ``template`` (P, 3), ``deltas`` by name (3, P) int16 with a scale, blocks, faces, weights;
    ``fingers`` (N, 30) are those of the finger bones over the skin."""

    template: Floats
    deltas: dict[str, tuple[NDArray[np.int16], float]]
    blocks: dict[str, slice]
    faces: dict[str, Ints]
    weights: dict[str, Floats]
    fingers: Floats
    regions: dict[str, Floats]
    left_eye: NDArray[np.bool_]


@dataclass(frozen=True)
class Shape:
    """One body in the T-pose, metres, feet on z = 0, facing +X.

    ``points`` (P, 3) of all blocks; ``joints`` (22, 3); ``crown`` the top of the head; ``acts`` offsets (P, 3) of
    expressions and hands by name, in the same space.
    """

    basis: Basis
    points: Floats
    joints: Floats
    crown: Floats
    acts: dict[str, Floats]
    adult: float

    def block(self, name: str) -> Floats:
        return self.points[self.basis.blocks[name]]

    def joint(self, name: str) -> Floats:
        return np.asarray(self.joints[INDEX[name]])


@lru_cache(maxsize=1)
def basis() -> Basis:
    """The basis that ships with the package."""
    with np.load(Path(__file__).parent / "data" / "body.npz") as saved:
        names = [str(name) for name in saved["names"]]
        scales, deltas = saved["scale"], saved["deltas"]
        blocks = {key.removeprefix("block_"): slice(*saved[key].tolist()) for key in saved if key.startswith("block_")}
        weights = {name: saved[f"weights_{name}"].astype(np.float64) for name in ("skin", "suit")}
        fingers = saved["weights_fingers"] / 255.0
        return Basis(
            saved["template"].astype(np.float64),
            {name: (deltas[k], float(scales[k])) for k, name in enumerate(names)},
            blocks,
            {name: saved[f"faces_{name}"].astype(np.int64) for name in ("skin", "suit", "teeth")},
            {name: value / value.sum(axis=1, keepdims=True) for name, value in weights.items()},
            fingers,
            {key.removeprefix("region_"): saved[key] / 255.0 for key in saved if key.startswith("region_")},
            saved["left_eye"],
        )


def age_shares(age: float) -> dict[str, float]:
    """How much of each baked age a person of ``age`` years is; the shares sum to 1."""
    years = [year for year, _ in AGES]
    place = float(np.clip(age, years[0], years[-1]))
    upper = int(np.clip(np.searchsorted(years, place), 1, len(years) - 1))
    share = (place - years[upper - 1]) / (years[upper] - years[upper - 1])
    return {AGES[upper - 1][1]: 1.0 - share, AGES[upper][1]: share}


def recipe(look: Look) -> dict[str, float]:
    """The coefficient of every named shape for ``look``; faces differ by ``look.seed`` and ``look.name``.

    Raises:
        InputError: a sex or build that is not known.
    """
    if look.sex not in ("male", "female"):
        raise InputError(f"{look.name}: unknown sex {look.sex!r}", remedy="use male or female")
    if look.build not in BUILDS:
        raise InputError(f"{look.name}: unknown build {look.build!r}", remedy=f"use one of {', '.join(BUILDS)}")
    dice = rng("body", look.name, look.seed)
    asian = float(dice.uniform(0.55, 1.0))
    parts = {"asian": asian, "caucasian": (1.0 - asian) * float(dice.uniform(0.3, 1.0))}
    parts |= {name: share + float(dice.uniform(-0.08, 0.08)) for name, share in BUILDS[look.build].items()}
    amounts: dict[str, float] = {}
    for age, share in age_shares(look.age).items():
        amounts[f"{look.sex}-{age}"] = share
        for name, part in parts.items():
            amounts[f"{look.sex}-{age}+{name}"] = share * part
    outlines = [name for name in basis().deltas if name.startswith("face:") and "-" not in name]
    amounts[outlines[int(dice.integers(len(outlines)))]] = float(dice.uniform(0.15, 0.45))
    pairs = sorted({name.rsplit("-", 1)[0] for name in basis().deltas if name.startswith("face:") and "-" in name})
    for pair in pairs:
        value = float(np.clip(dice.normal(0.0, 0.45), -0.9, 0.9)) * IDENTITY_SHARE
        amounts[f"{pair}-{'incr' if value > 0 else 'decr'}"] = abs(value)
    return {name: amount for name, amount in amounts.items() if name in basis().deltas}


def shape(look: Look, bony: bool = False) -> Shape:
    """The body of ``look`` in the T-pose, ``look.height_m`` tall from sole to crown; ``bony`` hands are drawn out."""
    base = basis()
    amounts = recipe(look)
    points = base.template + _sum(amounts)
    skin = base.blocks["skin"]
    tall = {name: share for age, share in age_shares(look.age).items()
            if (name := f"{look.sex}-{age}+tall") in base.deltas}
    tall = {name: age_shares(look.age)[name.split("-")[1].split("+")[0]] for name in tall}
    points = _towards_height(points, _sum(tall), look.height_m, skin)
    factor = look.height_m / float(np.ptp(points[skin, 2]))
    acts = {name.removeprefix("act:"): _sum({name: factor}) for name in base.deltas if name.startswith("act:")}
    adult = min(1.0, sum(share for age, share in age_shares(look.age).items() if age in ("young", "old")))
    return _stand(points * factor, acts, adult, bony)


def _sum(amounts: dict[str, float]) -> Floats:
    base = basis()
    total = np.zeros_like(base.template)
    for name, amount in amounts.items():
        offsets, scale = base.deltas[name]
        total += (amount * scale) * offsets.T
    return total


def _towards_height(points: Floats, tall: Floats, height: float, skin: slice) -> Floats:
    """Half of the way to ``height`` by longer limbs rather than by scale."""
    low, high = np.ptp(points[skin, 2]), np.ptp((points + tall)[skin, 2])
    if high - low < 1e-3:
        return points
    return np.asarray(points + tall * float(np.clip(0.5 * (height - low) / (high - low), -1.0, 1.0)))


def _stand(points: Floats, acts: dict[str, Floats], adult: float, bony: bool) -> Shape:
    """The T-pose of a body given in MakeHuman's rest pose."""
    base = basis()
    rest = points[base.blocks["joints"]]
    joints, turns = _straight(points, rest[: len(JOINTS)])
    table = np.zeros((len(points), len(JOINTS)))
    for name, weights in base.weights.items():
        table[base.blocks[name]] = weights
    for name in ("eyes", "teeth"):
        table[base.blocks[name], INDEX["Head"]] = 1.0
    table[base.blocks["joints"], INDEX["Head"]] = 1.0
    left, right = np.split(np.arange(len(points))[base.blocks["fingers"]], 2)
    table[left, INDEX["LeftHand"]] = table[right, INDEX["RightHand"]] = 1.0
    matrix = np.einsum("pj,jab->pab", table, turns)
    shift = table @ (rest[: len(JOINTS)] - np.einsum("jab,jb->ja", turns, joints))
    inverse = np.linalg.inv(matrix)
    moved = np.einsum("pab,pb->pa", inverse, points - shift)
    moved[base.blocks["joints"]][: len(JOINTS)] = joints
    origin = np.array([joints[0, 0], joints[0, 1], moved[base.blocks["skin"], 2].min()])
    acts = {name: np.einsum("pab,pb->pa", inverse, value) for name, value in acts.items()}
    moved, joints = moved - origin, joints - origin
    skin, fingers = base.blocks["skin"], base.blocks["fingers"]
    if bony:
        for block in (skin, fingers):
            moved[block] = _drawn_out(moved[block], joints)
    moved[skin], shapes = hand_poses(moved[skin], moved[fingers], base.fingers)
    for name, offsets in shapes.items():
        acts[name] = np.zeros_like(moved)
        acts[name][skin] = offsets
    return Shape(base, moved, joints, moved[base.blocks["joints"]][-1], acts, adult)


def _drawn_out(points: Floats, joints: Floats) -> Floats:
    """Points (N, 3) with the hands long and thin."""
    wrist = joints[INDEX["LeftHand"]]
    past = np.maximum(np.abs(points[:, 1]) - wrist[1], 0.0)
    thin = np.where(past > 0.0, 1.0 - 0.22 * np.clip(past / 0.06, 0.0, 1.0), 1.0)
    out = points.copy()
    out[:, 1] += np.sign(points[:, 1]) * past * 0.5
    for axis in (0, 2):
        out[:, axis] = wrist[axis] + (points[:, axis] - wrist[axis]) * thin
    return out


def _straight(points: Floats, rest: Floats) -> tuple[Floats, Floats]:
    """Joint places (J, 3) of the T-pose and each joint's rotation (J, 3, 3) from the T-pose to the baked pose."""
    joints, turns = rest.copy(), np.tile(np.eye(3), (len(JOINTS), 1, 1))
    skin, weights = points[basis().blocks["skin"]], basis().weights["skin"]
    for side, out in (("Left", 1.0), ("Right", -1.0)):
        arm = [INDEX[side + name] for name in ("UpperArm", "LowerArm", "Hand")]
        share = weights[:, arm[2]]
        palm = (skin * share[:, None]).sum(axis=0) / share.sum()
        aim = np.array([0.0, out, 0.0])
        ends = [rest[arm[1]], rest[arm[2]], palm]
        for joint, end in zip(arm, ends, strict=True):
            turns[joint] = _between(aim, end - rest[joint])
        for joint, child in pairwise(arm):
            joints[child] = joints[joint] + aim * np.linalg.norm(rest[child] - rest[joint])
        leg = [INDEX[side + name] for name in ("UpperLeg", "LowerLeg", "Foot", "Toes")]
        down = np.array([0.0, 0.0, -1.0])
        for joint, child in pairwise(leg[:3]):
            turns[joint] = _between(down, rest[child] - rest[joint])
            joints[child] = joints[joint] + down * np.linalg.norm(rest[child] - rest[joint])
        ahead = (rest[leg[3]] - rest[leg[2]]) * [1.0, 1.0, 0.0]
        turns[leg[2]] = turns[leg[3]] = _between(np.array([1.0, 0.0, 0.0]), ahead)
        joints[leg[3]] = joints[leg[2]] + turns[leg[2]].T @ (rest[leg[3]] - rest[leg[2]])
    return joints, turns


def _between(start: Floats, end: Floats) -> Floats:
    """The smallest rotation (3, 3) that turns direction ``start`` into ``end``."""
    one, two = start / np.linalg.norm(start), end / np.linalg.norm(end)
    axis, dot = np.cross(one, two), float(one @ two)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.asarray(np.eye(3) + cross + cross @ cross / (1.0 + dot))
