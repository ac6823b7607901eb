"""Hands: laid on somebody, closed round a wrist, one in another, on a handle, a wall or a thing that is picked up."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from throughline.film.blocking import Act, Moment
from throughline.motion.contact_body import COMFORT, SIDES, UP, Toucher, helped, lay
from throughline.motion.contact_skin import body_pad, girth
from throughline.motion.ik import Floats, cross, unit
from throughline.motion.path import smooth
from throughline.motion.skeleton import INDEX

GRIP = 0.86
"""Where a forearm is gripped: this part of the way from the elbow to the wrist."""
LOW_M = 0.36
"""How far under the shoulders two people's joined hands hang."""
HELPS_M, FADES_M = 0.22, 0.25
"""Two arms and leaning bodies reach this much further than the arms; a contact fades over so much before that."""
APART_M = 0.16
"""How far apart the hands are between which a thing passes."""


def pole_of(body: Toucher, side: int, goal: Floats) -> Floats:
    """Where an elbow points (F, 3) that reaches for ``goal`` (F, 3): down, outwards, the more the higher it reaches."""
    name, sign = SIDES[side], 1.0 - 2.0 * side
    forth = body.ahead()
    left = cross(np.broadcast_to(UP, forth.shape), forth)
    high = smooth((goal[:, 2] - body.joint(f"{name}UpperArm")[:, 2] + 0.35) / 0.6)[:, None]
    return np.asarray(-UP * (1.0 - 0.35 * high) + left * sign * (0.35 + 0.35 * high) - 0.35 * forth)


def nearest_side(body: Toucher, towards: Floats) -> int:
    """The side (0 left, 1 right) of a body on which the places (F, 3) lie, on the whole."""
    forth = body.ahead()
    aside = cross(np.broadcast_to(UP, forth.shape), forth)
    return 0 if float(((towards - body.joint("Chest")) * aside).sum(axis=-1).mean()) >= 0.0 else 1


def laid_on(moment: Moment, one: Toucher, other: Toucher, weight: Floats) -> None:
    """A hand of ``one`` on a part of the ``other``."""
    side = 0 if moment.left else 1
    on = nearest_side(other, one.joint(f"{SIDES[side]}UpperArm"))
    found = body_pad(other.skin, other.of.rest, moment.part, on)
    place, _ = found.at(other.posed.places, other.posed.turns, other.of.rest)
    helped(one, side, place, weight)
    place, normal = found.at(other.posed.places, other.posed.turns, other.of.rest)
    lay(one, side, place, normal, weight, pole_of(one, side, place))


def in_reach(one: Toucher, other: Toucher, sides: tuple[int, int], weight: Floats) -> Floats:
    """The weight (F,) of a contact of two arms, none where people are too far apart for them."""
    gap = other.joint(f"{SIDES[sides[1]]}UpperArm") - one.joint(f"{SIDES[sides[0]]}UpperArm")
    most = one.of.arm_m + other.of.arm_m + HELPS_M
    near = smooth((most - np.linalg.norm(gap, axis=-1)) / FADES_M)
    return np.asarray(weight * gaussian_filter1d(near, 0.1 * one.rate, mode="nearest"))


def _between(one: Floats, other: Floats, low: float, reaches: tuple[float, float]) -> Floats:
    """A place (F, 3) that hands from both shoulders (F, 3) reach, ``low`` m under them."""
    place = 0.5 * (one + other) - UP * low
    for _ in range(4):
        for shoulder, reach in ((one, reaches[0]), (other, reaches[1])):
            gap = place - shoulder
            away = np.linalg.norm(gap, axis=-1, keepdims=True)
            place = shoulder + gap * np.minimum(1.0, reach / np.maximum(away, 1e-6))
    return np.asarray(place)


def _sides(moment: Moment, one: Toucher, other: Toucher) -> tuple[int, int]:
    """The holder's hand, and the side of the ``other`` that is nearest to it."""
    side = 0 if moment.left else 1
    return side, nearest_side(other, one.joint("Chest"))


def _meeting(one: Toucher, other: Toucher, sides: tuple[int, int], low: float, weight: Floats, reach: float) -> Floats:
    """Where the two hands meet (F, 3), both bodies bent towards it; steadied against the bodies' bounce."""
    def place() -> Floats:
        first = one.joint(f"{SIDES[sides[0]]}UpperArm")
        second = other.joint(f"{SIDES[sides[1]]}UpperArm")
        reaches = (COMFORT * one.of.arm_m, COMFORT * reach * other.of.arm_m)
        return np.asarray(gaussian_filter1d(_between(first, second, low, reaches), 0.06 * one.rate, axis=0,
                                            mode="nearest"))

    for body, side in ((one, sides[0]), (other, sides[1])):
        helped(body, side, place(), weight)
    return place()


def grab(moment: Moment, one: Toucher, other: Toucher, weight: Floats) -> None:
    """A hand of ``one`` round the wrist or the upper arm of the ``other``, or in his collar."""
    if moment.part == "collar":
        _collar(moment, one, other, weight)
        return
    side, on = _sides(moment, one, other)
    name = SIDES[on]
    weight = in_reach(one, other, (side, on), weight)
    if moment.part != "arm":
        meet = _meeting(one, other, (side, on), LOW_M * one.of.size, weight, GRIP)
        upper = other.joint(f"{name}UpperArm")
        wrist = meet + unit(meet - upper) * (1.0 - GRIP) * 0.5 * other.of.arm_m
        _led(other, on, wrist, weight)
    joint, part = (f"{name}UpperArm", 0.72) if moment.part == "arm" else (f"{name}LowerArm", GRIP)
    place, normal = _round(one, other, side, joint, part)
    helped(one, side, place, weight)
    place, normal = _round(one, other, side, joint, part)
    along = unit(other.posed.places[:, INDEX[joint] + 1] - other.joint(joint))
    across = cross(along, normal)
    own = place - one.joint(f"{SIDES[side]}UpperArm")
    across = across * np.sign((across * own).sum(axis=-1).mean() or 1.0)
    lay(one, side, place, normal, weight, pole_of(one, side, place), across + 0.5 * unit(own))


def _collar(moment: Moment, one: Toucher, other: Toucher, weight: Floats) -> None:
    for side in (0, 1):
        found = body_pad(other.skin, other.of.rest, "collar", 1 - side)
        place, _ = found.at(other.posed.places, other.posed.turns, other.of.rest)
        helped(one, side, place, weight)
        place, normal = found.at(other.posed.places, other.posed.turns, other.of.rest)
        lay(one, side, place, normal, weight, pole_of(one, side, place), UP + 0.0 * place)


def _round(one: Toucher, other: Toucher, side: int, joint: str, part: float) -> tuple[Floats, Floats]:
    """The place (F, 3) on a limb of the ``other`` on the side from which ``one`` takes hold, and its normal."""
    start, end = other.joint(joint), other.posed.places[:, INDEX[joint] + 1]
    axis, middle = unit(end - start), start + part * (end - start)
    towards = one.joint(f"{SIDES[side]}UpperArm") - middle + 0.25 * UP
    normal = unit(towards - (towards * axis).sum(axis=-1, keepdims=True) * axis)
    normal = unit(gaussian_filter1d(normal, 0.1 * one.rate, axis=0, mode="nearest"))
    return middle + normal * girth(other.skin, other.of.rest, joint, part), normal


def _led(body: Toucher, side: int, wrist: Floats, weight: Floats) -> None:
    """Leads a held arm so that its wrist is at (F, 3); the hand hangs on as the forearm goes."""
    name, under = SIDES[side], body.palms[side]
    forearm = wrist - body.joint(f"{name}UpperArm")
    normal = unit(cross(unit(forearm), np.broadcast_to(UP, forearm.shape)) * (1.0 - 2.0 * side) + 0.2 * UP)
    centre = wrist + unit(forearm) * abs(float(under.centre[1])) - normal * under.depth_m
    lay(body, side, centre, normal, weight, pole_of(body, side, wrist))


def holding_hands(moment: Moment, one: Toucher, other: Toucher, weight: Floats) -> None:
    """A hand of each in the other's, hanging between them."""
    side, on = nearest_side(one, other.joint("Chest")), nearest_side(other, one.joint("Chest"))
    size = 0.5 * (one.of.size + other.of.size)
    weight = in_reach(one, other, (side, on), weight)
    meet = _meeting(one, other, (side, on), 1.05 * LOW_M * size, weight, 0.94)
    between = unit((other.joint("Chest") - one.joint("Chest")) * np.array([1.0, 1.0, 0.0]))
    forth = unit(one.ahead() + other.ahead())
    between = unit(between - 0.35 * forth)
    for body, hand, sign, ahead in ((one, side, -1.0, 0.02), (other, on, 1.0, -0.02)):
        fingers = -UP + (0.55 if sign < 0 else 0.3) * forth
        lay(body, hand, meet + ahead * forth * size, sign * -between, weight, pole_of(body, hand, meet), fingers)


def give(moment: Moment, one: Toucher, other: Toucher, weight: Floats) -> None:
    """A thing passes from a hand of ``one`` to the right hand of the ``other``."""
    side = 0 if moment.left else 1
    weight = in_reach(one, other, (side, 1), weight)
    meet = _meeting(one, other, (side, 1), 0.24 * one.of.size, weight, 0.98)
    line = unit((other.joint("Chest") - one.joint("Chest")) * np.array([1.0, 1.0, 0.0]))
    for body, hand, way in ((one, side, line), (other, 1, -line)):
        inwards = cross(np.broadcast_to(UP, way.shape), way) * (1.0 if hand == 1 else -1.0)
        place = meet - way * 0.5 * APART_M
        lay(body, hand, place, -(inwards + 0.4 * UP * (1.0 if body is one else 0.0)), weight,
            pole_of(body, hand, meet), way)


def on_thing(moment: Moment, body: Toucher, weight: Floats, time: Floats) -> None:
    """A hand where the moment's point is: on a handle that swings with its door, a wall, a car, a thing to pick up."""
    side = 0 if moment.left else 1
    place = np.broadcast_to(np.array(moment.at), (len(weight), 3)).copy()
    forth = unit((place - body.joint("Chest")) * np.array([1.0, 1.0, 0.0]))
    if moment.act is Act.OPEN and moment.hinge is not None:
        place = swung(moment, time, body.rate)
    if moment.act in (Act.PICK, Act.PLACE):
        normal, fingers = np.broadcast_to(UP, place.shape), forth - 0.15 * UP
    elif moment.act is Act.OPEN:
        normal, fingers = -forth + 0.6 * UP, cross(forth, np.broadcast_to(UP, forth.shape)) * (2.0 * side - 1.0)
        fingers = fingers + 0.8 * forth
    else:
        normal, fingers = -forth, UP + 0.25 * forth
    for hand in ((0, 1) if moment.act is Act.PUSH else (side,)):
        aside = cross(np.broadcast_to(UP, forth.shape), forth) * (1.0 - 2.0 * hand) * 0.17 * body.of.size
        there = place + aside * (moment.act is Act.PUSH)
        helped(body, hand, there, weight)
        lay(body, hand, there, unit(normal), weight, pole_of(body, hand, there), np.asarray(fingers))


def swung(moment: Moment, time: Floats, rate: float) -> Floats:
    """Where a door's handle is (F, 3) while the door is opened by the moment."""
    assert moment.at is not None and moment.hinge is not None
    angle = opening(moment, time, rate)
    gap = np.array(moment.at[:2]) - np.array(moment.hinge)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([moment.hinge[0] + cos * gap[0] - sin * gap[1], moment.hinge[1] + sin * gap[0] + cos * gap[1],
                     np.full_like(angle, moment.at[2])], axis=-1)


def opening(moment: Moment, time: Floats, rate: float) -> Floats:
    """By how much (F,) radians a door has turned: it moves while the hand is on it and stays so."""
    start, end = moment.frame_in / rate, (moment.frame_out + 1) / rate
    lead = min(0.5, 0.3 * (end - start))
    return np.asarray(moment.strength * smooth((time - start - lead) / max(end - start - 2.0 * lead, 0.1)))

