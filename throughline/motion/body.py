"""From rows of a pose, planned feet and wanted hands to the joints of one particular body."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from throughline.motion.acts_arms import Hand
from throughline.motion.gait_feet import Foot, Leg, planted, sole
from throughline.motion.gait_steps import Steps
from throughline.motion.ik import Limb, chain, two_bone
from throughline.motion.learned.walk import Walk
from throughline.motion.path import Floats
from throughline.motion.pose import COLUMN, axis_turn, conjugate, mix, quaternions
from throughline.motion.skeleton import INDEX, JOINTS, PARENTS, multiply, rotate

SIDES = ("Left", "Right")
ARM_JOINTS = [INDEX[side + part] for side in SIDES for part in ("Shoulder", "UpperArm", "LowerArm", "Hand")]
STRAIGHT, STRAIGHTEST, LIMIT = 0.9955, 0.997, 0.9985  # of a leg's length: bearing, at most bearing, ever
EASE = (0.9990, 0.9993, 0.99945)
"""The same of somebody who stands at ease, whose knee is bent by some five degrees."""
TOE_OUT = 0.14
"""How far toes point outwards from heel to ball, radians."""
LOWERED = 0.25
"""Hips come down for the feet by no more than this part of the leg; a print beyond that is not reached."""
AHEAD_S = 0.07
"""Hips begin to come down for a foot so long before they must."""
SWUNG = 0.985
"""From here on a swinging leg resists being stretched."""
_FLESH_M = {  # how far the body reaches below a joint that rests on the ground, for 1.72 m
    "Hips": 0.110, "Spine": 0.105, "Chest": 0.115, "UpperChest": 0.115, "Neck": 0.055, "Head": 0.085,
    "Shoulder": 0.06, "UpperArm": 0.06, "LowerArm": 0.042, "UpperLeg": 0.085, "LowerLeg": 0.058, "Foot": 0.045,
    "Toes": 0.02,
}


@dataclass(frozen=True)
class Build:
    """What of a body's proportions the motion needs, from its rest positions ``rest`` (J, 3) metres."""

    rest: Floats
    leg_m: float
    arm_m: float
    size: float
    legs: tuple[Limb, Limb]
    arms: tuple[Limb, Limb]
    flesh: Floats

    @property
    def hips_m(self) -> float:
        return float(self.rest[0, 2])

    @property
    def seat_flesh_m(self) -> float:
        return 0.105 * self.size


def build(rest: NDArray[np.float32]) -> Build:
    """The Build of a body with these rest positions."""
    places = rest.astype(np.float64)

    def limb(names: tuple[str, str, str], middle: float) -> Limb:
        a, b, c = (places[INDEX[name]] for name in names)
        return Limb(b - a, c - b, np.array([middle, 0.0, 0.0]))

    legs = [limb((f"{side}UpperLeg", f"{side}LowerLeg", f"{side}Foot"), 1.0) for side in SIDES]
    arms = [limb((f"{side}UpperArm", f"{side}LowerArm", f"{side}Hand"), -1.0) for side in SIDES]
    size = float(places[INDEX["Head"], 2]) / 1.54
    flesh = np.array([_FLESH_M.get(name.removeprefix("Left").removeprefix("Right"), np.nan) for name in JOINTS]) * size
    return Build(places, legs[0].length, arms[0].length, size, (legs[0], legs[1]), (arms[0], arms[1]), flesh)


@dataclass
class Posed:
    """Joints over frames while they are being set: ``root`` (F, 3), ``local`` (F, J, 4), and in the world
    ``places`` (F, J, 3) and ``turns`` (F, J, 4)."""

    root: Floats
    local: Floats
    places: Floats
    turns: Floats

    def move(self, shift: Floats) -> None:
        """Moves the whole body by (F, 3)."""
        self.root = self.root + shift
        self.places += shift[:, None, :]

    def follow(self, joints: tuple[int, ...], rest: Floats) -> None:
        """Recomputes world places and turns of ``joints`` from their parents and local rotations."""
        for joint in joints:
            parent = PARENTS[joint]
            offset = (rest[joint] - rest[parent])[None, :]
            self.places[:, joint] = self.places[:, parent] + rotate(self.turns[:, parent], offset)
            self.turns[:, joint] = multiply(self.turns[:, parent], self.local[:, joint])


def trunk(rows: Floats, heading: Floats, floor: Floats, seat: Floats, ground: Floats, of: Build) -> Posed:
    """The body posed by its rows alone: standing, sitting or resting on the ground; ``floor`` (F, 3) is its path."""
    local = quaternions(rows, heading)
    places, turns = chain(np.zeros((len(rows), 3)), local, of.rest)
    forth, left = np.cos(heading), np.sin(heading)
    ahead, aside = rows[:, COLUMN["ahead"]], rows[:, COLUMN["aside"]]
    root = floor.copy()
    root[:, 0] += ahead * forth - aside * left
    root[:, 1] += ahead * left + aside * forth
    lying, sitting = rows[:, COLUMN["ground"]], rows[:, COLUMN["seat"]]
    standing = floor[:, 2] + of.hips_m - rows[:, COLUMN["drop"]] * of.leg_m
    resting = ground - _lowest(rows, places, turns, of)
    upright = np.clip(1.0 - lying - sitting, 0.0, 1.0)
    root[:, 2] = standing * upright + resting * lying + seat * sitting
    unplanted = rows[:, COLUMN["full"]] * (1.0 - 0.5 * (rows[:, COLUMN["l_plant"]] + rows[:, COLUMN["r_plant"]]))
    root[:, 2] += np.maximum(resting - root[:, 2], 0.0) * np.clip(2.0 * unplanted, 0.0, 1.0) * (1.0 - sitting)
    posed = Posed(np.zeros((len(rows), 3)), local, places, turns)
    posed.move(root)
    return posed


def carried(posed: Posed, walk: Walk, rows: Floats, heading: Floats, gliding: Floats, of: Build) -> Posed:
    """The body as it walks, with the rows laid over it: what they add to a plain stand is added; where a posture or
    gliding rules the body, and where an act rules an arm, they are ``posed`` by the rows alone."""
    full = np.maximum(rows[:, COLUMN["full"]], gliding)
    plain = quaternions(np.zeros_like(rows), heading)
    local = np.empty_like(posed.local)
    for joint in range(len(JOINTS)):
        side = JOINTS[joint][0].lower()
        ruled = np.maximum(full, rows[:, COLUMN[f"{side}_arm"]]) if joint in ARM_JOINTS else full
        added = multiply(posed.local[:, joint], conjugate(plain[:, joint]))
        local[:, joint] = mix(np.asarray(multiply(added, walk.local[:, joint])), posed.local[:, joint], ruled)
    root = walk.root.copy()
    forth, left = np.cos(heading), np.sin(heading)
    ahead, aside = rows[:, COLUMN["ahead"]], rows[:, COLUMN["aside"]]
    root[:, 0] += ahead * forth - aside * left
    root[:, 1] += ahead * left + aside * forth
    root[:, 2] -= rows[:, COLUMN["drop"]] * of.leg_m
    root = root * (1.0 - full)[:, None] + posed.root * full[:, None]
    places, turns = chain(root, local, of.rest)
    return Posed(root, local, places, turns)


def _sole(turn: Floats, number: int, of: Build) -> Floats:
    """How far (F,) below the ankle a turned foot's heel, ball or toes reach (negative)."""
    joint, toes = of.rest[INDEX[f"{SIDES[number]}Foot"]], of.rest[INDEX[f"{SIDES[number]}Toes"]]
    length = float(toes[0] - joint[0])
    points = ((-0.32 * length, 0.0, -joint[2]), (length, 0.0, -joint[2]), (1.4 * length, 0.0, 0.3 * toes[2] - joint[2]))
    return np.asarray(np.min([rotate(turn, np.array(point))[:, 2] for point in points], axis=0))


def _lowest(rows: Floats, places: Floats, turns: Floats, of: Build) -> Floats:
    """The lowest reach of the flesh (F,) of what no plan carries; a planted leg is set elsewhere and does not count."""
    low = places[..., 2] - of.flesh
    for number, side in enumerate(SIDES):
        planted, ankle = rows[:, COLUMN[f"{side[0].lower()}_plant"]], INDEX[f"{side}Foot"]
        low[:, ankle] = np.minimum(low[:, ankle], places[:, ankle, 2] + _sole(turns[:, ankle], number, of))
        for part in ("LowerLeg", "Foot", "Toes"):
            low[:, INDEX[side + part]] += of.leg_m * planted
    return np.asarray(low[:, np.isfinite(of.flesh)].min(axis=1))


def standing(posed: Posed, walk: Walk, steps: Steps, time: Floats, rows: Floats, of: Build) -> tuple[Foot, Foot]:
    """Both feet on their prints, under the body as it is ``posed``."""
    out = []
    for side, plants in enumerate(steps.feet):
        under = sole(of.rest, side)
        own = abs(float(np.arctan2(under.ball[1], under.ball[0])))
        hip = posed.places[:, INDEX[f"{SIDES[side]}UpperLeg"]]
        leg = Leg(hip, *walk.ankles[side], rows[:, COLUMN["heel"]], of.leg_m)
        out.append(planted(leg, plants, time, under, (1.0 - 2.0 * side) * (TOE_OUT - own)))
    return out[0], out[1]


def _targets(posed: Posed, rows: Floats, feet: tuple[Foot, Foot]) -> list[tuple[Floats, Floats, Floats]]:
    """For each foot: the ankle's place (F, 3), the foot's turn (F, 4), how much it is planned and bears (F,)."""
    out = []
    for number, side in enumerate(SIDES):
        foot, planned = feet[number], rows[:, COLUMN[f"{side[0].lower()}_plant"]]
        joint = INDEX[f"{side}Foot"]
        loose, loose_turn = posed.places[:, joint], posed.turns[:, joint]
        place = loose + (foot.ankle - loose) * planned[:, None]
        out.append((place, mix(loose_turn, foot.turn, planned), planned * foot.bearing))
    return out


def lower(posed: Posed, rows: Floats, feet: tuple[Foot, Foot], still: Floats, of: Build, rate: float,
          ahead_s: float = AHEAD_S) -> None:
    """Lowers the hips so far that no standing leg is stretched straight, smoothly from ``ahead_s`` seconds before;
    who stands ``still`` (F,), 0 to 1, has straighter legs."""
    free = np.clip(1.0 - rows[:, COLUMN["seat"]] - rows[:, COLUMN["ground"]], 0.0, 1.0)
    targets = _targets(posed, rows, feet)

    def excess(straight: Floats, least: float) -> Floats:
        out = np.zeros(len(rows))
        for number, side in enumerate(SIDES):
            place, _, bearing = targets[number]
            hip = posed.places[:, INDEX[f"{side}UpperLeg"]]
            flat = np.hypot(*(hip - place)[:, :2].T)
            high = place[:, 2] + np.sqrt(np.maximum((straight * of.leg_m) ** 2 - flat**2, 0.0))
            weight = np.where(bearing >= least, bearing, 0.0)
            out = np.maximum(out, np.clip(hip[:, 2] - high, 0.0, LOWERED * of.leg_m) * weight)
        return out * free

    reach = max(1, round(ahead_s * rate))
    wanted = maximum_filter1d(excess(_eased(STRAIGHT, 0, still), 0.0), 2 * reach + 1, mode="nearest")
    wanted = gaussian_filter1d(wanted, 0.45 * reach, truncate=2.2, mode="nearest")
    shift = np.zeros_like(posed.root)
    shift[:, 2] = -wanted
    posed.move(shift)
    shift[:, 2] = -excess(_eased(STRAIGHTEST, 1, still), 0.999)
    posed.move(shift)


def _eased(plain: float, number: int, still: Floats) -> Floats:
    return plain + (EASE[number] - plain) * still


def legs(posed: Posed, rows: Floats, feet: tuple[Foot, Foot], heading: Floats, ground: Floats, still: Floats,
         of: Build) -> NDArray[np.bool_]:
    """Sets both legs so that the feet are where they were planned; whether each foot got there, (F, 2)."""
    reached = np.ones((len(rows), 2), dtype=bool)
    for number, side in enumerate(SIDES):
        foot, planned = feet[number], rows[:, COLUMN[f"{side[0].lower()}_plant"]]
        place, turn, bearing = _targets(posed, rows, feet)[number]
        upper, knee, ankle, toes = (INDEX[f"{side}{part}"] for part in ("UpperLeg", "LowerLeg", "Foot", "Toes"))
        sign = 1.0 - 2.0 * number
        yaw = heading + 0.35 * rows[:, COLUMN["pelvis_yaw"]] + 0.5 * (foot.yaw - heading + sign * 0.16)
        forward = np.stack([np.cos(yaw), np.sin(yaw), np.full_like(yaw, 0.15)], axis=-1)
        own = sum(part * rotate(posed.turns[:, joint], np.array([1.0, 0.0, 0.0]))
                  for joint, part in ((upper, 1.0), (knee, 0.5)))
        pole = own + (forward - own) * (planned * rows[:, COLUMN["full"]])[:, None]
        handing = np.clip(25.0 * planned, 0.0, 1.0) * (1.0 - planned**8)  # between a posed and a planned foot
        sunk = np.maximum(ground - place[:, 2] - _sole(turn, number, of), 0.0)
        riding = rows[:, COLUMN["seat"]] * (1.0 - planned)  # on a low seat the legs fold
        place[:, 2] += sunk * np.maximum(rows[:, COLUMN["full"]] * handing, riding)
        planned_place = place
        place = _within(posed.places[:, upper], place, of.leg_m, bearing, still)
        first, second = two_bone(of.legs[number], posed.places[:, upper], place, pole)
        posed.local[:, upper] = multiply(conjugate(posed.turns[:, 0]), first)
        posed.local[:, knee] = multiply(conjugate(first), second)
        posed.local[:, ankle] = multiply(conjugate(second), turn)
        posed.local[:, toes] = axis_turn(1, foot.toes * planned)
        posed.follow((upper, knee, ankle, toes), of.rest)
        reached[:, number] = np.linalg.norm(posed.places[:, ankle] - planned_place, axis=-1) < 0.0015
    return reached


def _within(hip: Floats, place: Floats, leg_m: float, bearing: Floats, still: Floats) -> Floats:
    """The ankle's place (F, 3), brought in softly where a free leg would be stretched straight to reach it."""
    gap = place - hip
    distance = np.linalg.norm(gap, axis=-1) / leg_m
    limit = _eased(LIMIT, 2, still)
    free = SWUNG + (np.minimum(_eased(STRAIGHTEST, 1, still) + 5e-4, limit - 1e-4) - SWUNG) * np.clip(bearing, 0.0, 1.0)
    room = limit - free
    soft = free + room * (1.0 - np.exp(-np.maximum(distance - free, 0.0) / room))
    return np.asarray(hip + gap * (np.minimum(soft, distance) / np.maximum(distance, 1e-6))[:, None])


def arms(posed: Posed, wanted: list[Hand], of: Build) -> None:
    """Brings hands where they must be, each by its weight."""
    for hand in wanted:
        if hand.weight.any():
            _reach(posed, hand, of)


def hands_above(posed: Posed, rows: Floats, ground: Floats, of: Build) -> None:
    """Presses hands on the ground where the pose says so, and never lets them sink into it."""
    near = rows[:, COLUMN["full"]] * (1.0 - rows[:, COLUMN["seat"]])
    if not (near > 0.0).any():
        return
    for number, side in enumerate(SIDES):
        hand, elbow = INDEX[f"{side}Hand"], INDEX[f"{side}LowerArm"]
        place = posed.places[:, hand].copy()
        low = ground + 0.035 * of.size - place[:, 2]
        press = np.where(low > 0.0, 1.0, rows[:, COLUMN["palms"]])
        place[:, 2] += low * press
        middle = 0.5 * (posed.places[:, INDEX[f"{side}UpperArm"]] + posed.places[:, hand])
        pole = posed.places[:, elbow] - middle
        pole[:, 2] += 0.02
        _reach(posed, Hand(number, np.clip(near * press * 4.0, 0.0, 1.0), place, pole), of)


def _reach(posed: Posed, hand: Hand, of: Build) -> None:
    side = SIDES[hand.side]
    shoulder, upper, elbow, end = (INDEX[f"{side}{part}"] for part in ("Shoulder", "UpperArm", "LowerArm", "Hand"))
    first, second = two_bone(of.arms[hand.side], posed.places[:, upper], hand.place, hand.pole)
    first = mix(posed.turns[:, upper], first, hand.weight)
    second = mix(posed.turns[:, elbow], second, hand.weight)
    posed.local[:, upper] = multiply(conjugate(posed.turns[:, shoulder]), first)
    posed.local[:, elbow] = multiply(conjugate(first), second)
    posed.follow((upper, elbow, end), of.rest)
