"""One moving body as a contact bends it: hips that come nearer over feet that stay, a trunk that leans, arms that
reach, hands that lie on what they touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.transform import Rotation

from throughline.motion import contact_wrist as wrist
from throughline.motion.acts_arms import Hand
from throughline.motion.body import Build, Posed, arms, build
from throughline.motion.contact_skin import Palm, Skin, palm
from throughline.motion.ik import Floats, chain, continuous, cross, parted, two_bone, unit
from throughline.motion.path import smooth
from throughline.motion.pose import SHARES, TORSO, axis_turn, conjugate, mix
from throughline.motion.skeleton import INDEX, Motion, multiply, rotate

SIDES = ("Left", "Right")
UP = np.array([0.0, 0.0, 1.0])
COMFORT = 0.94
"""An arm that reaches is no straighter than this part of its length as long as clavicle and trunk can help."""
CLAVICLE, LEAN, NEARER_M = 0.3, 0.42, 0.16
"""How far clavicle and trunk (radians) and hips (m) help an arm that is too short."""
LEG = 0.9985
"""A leg is no straighter than this part of its length, as ``motion.body`` leaves it."""
ELBOW_S = 0.12
"""Where an arm's line nearly meets its pole, the elbow keeps to where it was and will be some such time away."""
SETTLES = 6
"""Rounds in which arm and wrist find how far each goes."""
TWIST_SHARE = 0.55
"""How much of a hand's turn about its forearm the forearm itself makes."""


@dataclass
class Toucher:
    """A body in a contact: its joints while they are being set, its proportions and its skin."""

    posed: Posed
    of: Build
    skin: Skin
    palms: tuple[Palm, Palm]
    contacts: NDArray[np.bool_]
    jaw: NDArray[np.float32]
    rate: float

    def joint(self, name: str) -> Floats:
        """World places (F, 3) of a joint."""
        return self.posed.places[:, INDEX[name]]

    def axis(self, name: str, way: tuple[float, float, float]) -> Floats:
        """World directions (F, 3) of an axis of a joint."""
        return np.asarray(rotate(self.posed.turns[:, INDEX[name]], np.array(way)[None, :]))

    def again(self) -> None:
        """Recomputes every joint from the root and the local rotations."""
        self.posed.places, self.posed.turns = chain(self.posed.root, self.posed.local, self.of.rest)

    def ahead(self) -> Floats:
        """The level direction (F, 3) in which the chest looks, without the quick turns of each step."""
        flat = self.axis("Chest", (1.0, 0.0, 0.0)) * np.array([1.0, 1.0, 0.0])
        return unit(gaussian_filter1d(flat, 0.12 * self.rate, axis=0, mode="nearest"))

    def moved(self) -> Motion:
        """The motion as it now is."""
        return Motion(self.posed.root.astype(np.float32), continuous(self.posed.local).astype(np.float32),
                      self.contacts, self.jaw)


def toucher(motion: Motion, rest: NDArray[np.float32], skin: Skin, rate: float) -> Toucher:
    """The body of ``motion``, ready to be bent."""
    of = build(rest)
    root, local = motion.root.astype(np.float64), motion.rotations.astype(np.float64)
    posed = Posed(root, local, *chain(root, local, of.rest))
    palms = (palm(skin, of.rest, 0, of.size), palm(skin, of.rest, 1, of.size))
    return Toucher(posed, of, skin, palms, motion.contacts.copy(), motion.jaw, rate)


def nearer(body: Toucher, shift: Floats) -> None:
    """Moves the hips by ``shift`` (F, 3) over feet that stay where they are."""
    feet = [(body.joint(f"{side}Foot").copy(), body.posed.turns[:, INDEX[f"{side}Foot"]].copy()) for side in SIDES]
    body.posed.move(shift)
    body.posed.move(-UP * _sunk(body, [place for place, _ in feet])[:, None])
    for number, side in enumerate(SIDES):
        upper, knee, foot, toes = (INDEX[f"{side}{part}"] for part in ("UpperLeg", "LowerLeg", "Foot", "Toes"))
        forth = np.array([1.0, 0.0, 0.0])
        pole = rotate(body.posed.turns[:, upper], forth) + 0.5 * rotate(body.posed.turns[:, knee], forth)
        place, turn = feet[number]
        first, second = two_bone(body.of.legs[number], body.posed.places[:, upper], place, pole)
        body.posed.local[:, upper] = multiply(conjugate(body.posed.turns[:, 0]), first)
        body.posed.local[:, knee] = multiply(conjugate(first), second)
        body.posed.local[:, foot] = multiply(conjugate(second), turn)
        body.posed.follow((upper, knee, foot, toes), body.of.rest)


def _sunk(body: Toucher, feet: list[Floats]) -> Floats:
    """How far (F,) the hips must come down for both feet to be within the legs' reach."""
    need = np.zeros(len(body.posed.root))
    for side, place in zip(SIDES, feet, strict=True):
        gap = body.joint(f"{side}UpperLeg") - place
        flat = np.hypot(gap[:, 0], gap[:, 1])
        need = np.maximum(need, gap[:, 2] - np.sqrt(np.maximum((LEG * body.of.leg_m) ** 2 - flat**2, 0.0)))
    need = np.where(np.isfinite(need), np.clip(need, 0.0, 0.2), 0.0)
    return np.asarray(np.maximum(gaussian_filter1d(need, 0.05 * body.rate, mode="nearest"), need))


def lean(body: Toucher, turn: Floats, head: float = 0.6) -> None:
    """Turns the trunk by rotation vectors (F, 3) in the world, spread over the spine; the head gives ``head`` of it
    back."""
    for joint, share in zip(TORSO, SHARES, strict=True):
        _turned(body, joint, share * turn)
    body.again()
    _turned(body, INDEX["Neck"], -head * turn)
    body.again()


def _turned(body: Toucher, joint: int, turn: Floats) -> None:
    world = Rotation.from_rotvec(turn).as_quat()
    own = multiply(world, body.posed.turns[:, joint])
    parent = body.posed.turns[:, joint] if joint == 0 else body.posed.turns[:, joint - 1]
    body.posed.local[:, joint] = multiply(conjugate(parent), own)
    spread = range(joint, INDEX["Head"] + 1)
    body.posed.follow(tuple(spread), body.of.rest)


def helped(body: Toucher, side: int, goal: Floats, weight: Floats, hips: bool = True) -> None:
    """Brings the shoulder nearer to ``goal`` (F, 3) where the arm is too short: clavicle, trunk, at last the hips."""
    name = SIDES[side]
    for how in ("clavicle", "lean", "hips"):
        gap = goal - body.joint(f"{name}UpperArm")
        away = np.linalg.norm(gap, axis=-1)
        short = np.maximum(away - COMFORT * body.of.arm_m, 0.0)
        short = gaussian_filter1d(short, 0.08 * body.rate, mode="nearest") * weight
        if float(short.max(initial=0.0)) < 1e-4:
            return
        flat = gap * np.array([1.0, 1.0, 0.0])
        if how == "clavicle":
            _clavicle(body, name, gap, short)
        elif how == "lean":
            high = body.joint(f"{name}UpperArm")[:, 2] - body.joint("Spine")[:, 2]
            angle = np.clip(short / np.maximum(high, 0.3) * 0.9, 0.0, LEAN)
            lean(body, cross(np.broadcast_to(UP, flat.shape), unit(flat)) * angle[:, None])
        elif hips:
            _hips_to(body, flat, smooth((body.joint("Hips")[:, 2] - goal[:, 2]) / 0.45), short)


def _hips_to(body: Toucher, flat: Floats, low: Floats, short: Floats) -> None:
    """Hips move along ``flat`` (F, 3), for what lies ``low`` (F,) down and back: who squats keeps over his feet."""
    most = NEARER_M * body.of.size
    way = unit(flat) * (1.0 - 1.3 * low)[:, None] - UP * (1.4 * low)[:, None]
    nearer(body, way * (most * np.tanh(short / most))[:, None])


def _clavicle(body: Toucher, name: str, gap: Floats, short: Floats) -> None:
    joint, upper = INDEX[f"{name}Shoulder"], INDEX[f"{name}UpperArm"]
    arm = body.posed.places[:, upper] - body.posed.places[:, joint]
    length = np.linalg.norm(arm, axis=-1)
    axis = unit(cross(arm, gap))
    angle = np.clip(short / np.maximum(length, 0.05), 0.0, CLAVICLE)
    own = multiply(Rotation.from_rotvec(axis * angle[:, None]).as_quat(), body.posed.turns[:, joint])
    body.posed.local[:, joint] = multiply(conjugate(body.posed.turns[:, INDEX["UpperChest"]]), own)
    body.posed.follow(tuple(INDEX[f"{name}{part}"] for part in ("Shoulder", "UpperArm", "LowerArm", "Hand")),
                      body.of.rest)


def lay(body: Toucher, side: int, place: Floats, normal: Floats, weight: Floats, pole: Floats,
        fingers: Floats | None = None) -> None:
    """Lays a palm on ``place`` (F, 3) of a surface with outward ``normal`` (F, 3), by ``weight`` (F,).

    ``pole`` (F, 3) is about where the elbow points; ``fingers`` (F, 3) about where the fingers do, else on as the
    forearm goes. Elbow and fingers turn from there as far as the wrist asks, which bends no further than wrists do.
    """
    name, under = SIDES[side], body.palms[side]
    lifted = place + normal * (0.10 * (1.0 - weight) * weight * 4.0)[:, None]
    shoulder = body.joint(f"{name}UpperArm")
    reach = wrist.Reach(side, body.of.arms[side], shoulder, lifted, normal, under.centre)
    along = unit(lifted - shoulder) if fingers is None else fingers
    pole, along = wrist.easiest(reach, weight, pole, along)
    pole = gaussian_filter1d(wrist.across(reach, pole), ELBOW_S * body.rate, axis=0, mode="nearest")
    turn, end = reach.hand(along)
    for _ in range(SETTLES):  # a wrist that does not bend so far: the arm makes up for it
        _, second = two_bone(reach.arm, shoulder, end, pole)
        bent = np.asarray(multiply(second, wrist.within(np.asarray(multiply(conjugate(second), turn)), side)))
        there = lifted - rotate(bent, under.centre[None, :])
        end = end + 0.6 * (there - end)
    arms(body.posed, [Hand(side, weight, there, pole)], body.of)
    turned_hand(body, side, bent, weight)


def turned_hand(body: Toucher, side: int, turn: Floats, weight: Floats) -> None:
    """Turns a hand to ``turn`` (F, 4) in the world by ``weight`` (F,); the forearm makes a part of the turn about
    itself."""
    elbow, hand = (INDEX[f"{SIDES[side]}{part}"] for part in ("LowerArm", "Hand"))
    local = np.asarray(multiply(conjugate(body.posed.turns[:, elbow]), turn))
    local = mix(body.posed.local[:, hand], local, weight)
    on_the_way = smooth(5.0 * weight) * smooth(10.0 * (1.0 - weight))
    local = mix(local, wrist.within(local, side), on_the_way)
    rolls = axis_turn(1, TWIST_SHARE * weight * parted(local)[1])
    body.posed.local[:, elbow] = multiply(body.posed.local[:, elbow], rolls)
    body.posed.local[:, hand] = multiply(conjugate(rolls), local)
    body.posed.follow((elbow, hand), body.of.rest)
