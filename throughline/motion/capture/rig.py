"""A take on whatever skeleton its file has, and what of it is a person: carried over to our joints' names and axes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from throughline.film.errors import InputError
from throughline.motion.capture.clip import Clip, Floats
from throughline.motion.ik import cross, unit
from throughline.motion.pose import conjugate
from throughline.motion.skeleton import INDEX, default_rest, multiply, rotate

WORDS: dict[str, tuple[str, ...]] = {
    "Hips": ("hips", "hip", "root", "pelvis"), "Spine": ("spine", "lowerback", "waist", "spine1"),
    "Chest": ("chest", "upperback", "spine01", "spine2"), "UpperChest": ("upperchest", "thorax", "spine02", "spine3"),
    "Neck": ("neck", "lowerneck", "necktwist01"), "Head": ("head",),
    "Shoulder": ("shoulder", "clavicle"), "UpperArm": ("upperarm", "humerus", "arm"),
    "LowerArm": ("lowerarm", "radius", "forearm"), "Hand": ("hand",),
    "UpperLeg": ("upperleg", "femur", "thigh", "upleg"), "LowerLeg": ("lowerleg", "tibia", "calf", "leg", "shin"),
    "Foot": ("foot",), "Toes": ("toes", "toebase", "toe"),
}
LIMBS = (("UpperArm", "LowerArm", "Hand"), ("UpperLeg", "LowerLeg", "Foot"))
PREFIXES = ("mixamorig", "ccbase", "bip01", "def")


@dataclass(frozen=True)
class Rig:
    """A take as its file has it, in the file's own axes and metres: joints' ``names`` and ``parents`` (parents first),
    local ``turns`` (F, N, 4) quaternions and ``shifts`` (F, N, 3) from the parent; ``rest_turns`` (N, 4) and
    ``rest_shifts`` (N, 3) the same at rest; ``rate`` frames a second."""

    name: str
    source: str
    rate: float
    names: tuple[str, ...]
    parents: tuple[int, ...]
    turns: Floats
    shifts: Floats
    rest_turns: Floats
    rest_shifts: Floats

    @property
    def frames(self) -> int:
        return len(self.turns)

    def world(self) -> tuple[Floats, Floats]:
        """Places (F, N, 3) and rotations (F, N, 4) of all joints."""
        return stood(self.parents, self.turns, self.shifts)

    def rest(self) -> tuple[Floats, Floats]:
        """Places (N, 3) and rotations (N, 4) at rest."""
        places, turns = stood(self.parents, self.rest_turns[None], self.rest_shifts[None])
        return places[0], turns[0]


def stood(parents: tuple[int, ...], turns: Floats, shifts: Floats) -> tuple[Floats, Floats]:
    """World places and rotations of joints from local ones."""
    places, world = np.empty_like(shifts), np.empty_like(turns)
    for joint, parent in enumerate(parents):
        if parent < 0:
            places[:, joint], world[:, joint] = shifts[:, joint], turns[:, joint]
        else:
            places[:, joint] = places[:, parent] + rotate(world[:, parent], shifts[:, joint])
            world[:, joint] = multiply(world[:, parent], turns[:, joint])
    return places, world


def known_names(names: tuple[str, ...]) -> dict[str, int]:
    """Which joint of the file each of ours is."""
    plain = {_plain(name): number for number, name in reversed(list(enumerate(names)))}
    found: dict[str, int] = {}
    for part, words in WORDS.items():
        for side in ("Left", "Right") if part in ("Shoulder",) or any(part in limb for limb in LIMBS) or \
                part == "Toes" else ("",):
            keys = [form for word in words for form in _forms(word, side)]
            hit = next((plain[key] for key in keys if key in plain), None)
            if hit is not None and hit not in found.values():
                found[side + part] = hit
    return found


def _plain(name: str) -> str:
    word = "".join(letter for letter in name.lower() if letter.isalnum())
    for prefix in PREFIXES:
        word = word.removeprefix(prefix)
    return word


def _forms(word: str, side: str) -> list[str]:
    if not side:
        return [word]
    short = side[0].lower()
    return [side.lower() + word, short + word, word + short, word + side.lower()]


def humanoid(rig: Rig) -> Clip:
    """The take on our joints, in our axes.

    The rest pose of the file may be any in which a person stands or hangs with the arms out or down: every bone is
    turned the shortest way from our T-pose to it.

    Raises:
        InputError: the skeleton has no hips or no two legs by names that we know.
    """
    found = known_names(rig.names)
    wanted = [f"{side}{part}" for side in ("Left", "Right") for part in LIMBS[1]]
    missing = [name for name in ("Hips", *wanted) if name not in found]
    if missing:
        raise InputError(f"no person: no joint is known as {', '.join(missing)}", file=rig.name,
                         remedy="the file is read, but only a human skeleton can be carried over")
    places, turns = rig.world()
    rest_places, rest_turns = _best_rest(rig, found, places, turns)
    basis = _axes(rest_places, found)
    names = tuple(found)
    at = [found[name] for name in names]
    relative = np.asarray(multiply(turns[:, at], conjugate(rest_turns[at])[None]), dtype=np.float64)
    relative = _rebased(relative, basis)
    aside = _corrections(rest_places @ basis.T, found)
    out = np.asarray(multiply(relative, np.stack([aside.get(name, np.array([0.0, 0.0, 0.0, 1.0]))
                                                  for name in names])[None]))
    ground = min(float((rest_places @ basis.T)[found[f"{side}Foot"], 2]) for side in ("Left", "Right"))
    legs = float((rest_places @ basis.T)[found["Hips"], 2]) - ground
    height = legs / (1.0 - float(default_rest()[INDEX["LeftFoot"], 2] / default_rest()[0, 2]))
    hips = places[:, found["Hips"]] @ basis.T
    return Clip(rig.name, rig.source, rig.rate, names, out, hips, height)


def _best_rest(rig: Rig, found: dict[str, int], places: Floats, turns: Floats) -> tuple[Floats, Floats]:
    """The rest pose: the file's own, or its first frame where that is more of a person standing straight."""
    own = rig.rest()
    return max((own, (places[0], turns[0])), key=lambda pose: round(_straightness(pose[0], found), 2))


def _straightness(places: Floats, found: dict[str, int]) -> float:
    """How straight legs and back are, 0 to 1."""
    out = []
    for side in ("Left", "Right"):
        hip, knee, foot = (places[found[side + part]] for part in LIMBS[1])
        out.append(float(unit(knee - hip) @ unit(foot - knee)))
    top = places[found["Head"]] if "Head" in found else places[found["Hips"]]
    middle = 0.5 * sum(places[found[f"{side}Foot"]] for side in ("Left", "Right"))
    hips = places[found["Hips"]]
    return float(np.mean(out)) + 0.5 * float(unit(top - hips) @ unit(hips - middle))


def _axes(places: Floats, found: dict[str, int]) -> Floats:
    """Rows: ahead, left and up of the person at rest, each snapped to an axis of the file."""
    left = places[found["LeftUpperLeg"]] - places[found["RightUpperLeg"]]
    feet = 0.5 * sum(places[found[f"{side}Foot"]] for side in ("Left", "Right"))
    up = places[found["Hips"]] - feet
    up = np.sign(up[np.argmax(np.abs(up))]) * np.eye(3)[np.argmax(np.abs(up))]
    left = left - up * (left @ up)
    left = np.sign(left[np.argmax(np.abs(left))]) * np.eye(3)[np.argmax(np.abs(left))]
    return np.stack([cross(left, up), left, up])


def _rebased(turns: Floats, basis: Floats) -> Floats:
    """Rotations (..., 4) of the file's axes in ours; ``basis`` is a rotation matrix."""
    return np.concatenate([turns[..., :3] @ basis.T, turns[..., 3:]], axis=-1)


def _corrections(places: Floats, found: dict[str, int]) -> dict[str, Floats]:
    """For every bone of the limbs: the turn from our rest direction to the file's, our axes."""
    ours, out = default_rest().astype(np.float64), {}
    for side in ("Left", "Right"):
        for limb in LIMBS:
            for one, other in pairwise(side + part for part in limb):
                if one in found and other in found:
                    out[one] = between(ours[INDEX[other]] - ours[INDEX[one]], places[found[other]] - places[found[one]])
            last = side + limb[2]
            if limb[2] == "Hand" and side + limb[1] in out:
                out[last] = out[side + limb[1]]
    return out


def between(first: Floats, second: Floats) -> Floats:
    """The shortest turn (4,) from one direction (3,) to another."""
    one, other = unit(first), unit(second)
    axis, cosine = cross(one, other), float(one @ other)
    if cosine < -0.9999:
        axis, cosine = cross(one, np.array([1.0, 0.0, 0.0]) if abs(one[0]) < 0.9 else np.array([0.0, 1.0, 0.0])), -1.0
        return np.concatenate([unit(axis), [0.0]])
    out = np.concatenate([axis, [1.0 + cosine]])
    return np.asarray(out / np.linalg.norm(out))
