"""Two trunks side by side or breast to breast: an embrace, and one who holds the other up while they walk."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from throughline.film.blocking import Moment
from throughline.motion.contact_body import SIDES, UP, Toucher, helped, lay, lean, nearer
from throughline.motion.contact_hands import nearest_side
from throughline.motion.contact_skin import Pad, Skin, body_pad
from throughline.motion.ik import Floats, cross, unit
from throughline.motion.skeleton import INDEX, rotate

TRUNK = tuple(INDEX[name] for name in ("Hips", "Spine", "Chest", "UpperChest"))
SAMPLES, BANDS = 240, 7
MOST_M = 0.24
"""Hips come together by no more than this; further apart, people must step nearer."""
TOUCH_M = 0.004


def trunk_points(skin: Skin) -> tuple[Floats, NDArray[np.int64]]:
    """Some points (N, 3) at rest of the trunk's surface and the joints (N,) that move them the most."""
    strongest = skin.joints[np.arange(len(skin.joints)), skin.weights.argmax(axis=1)]
    mine = np.flatnonzero(np.isin(strongest, TRUNK))
    kept = mine[np.linspace(0, len(mine) - 1, min(SAMPLES, len(mine))).astype(int)]
    return skin.points[kept], strongest[kept].astype(np.int64)


def overlap(one: Toucher, other: Toucher, along: Floats) -> Floats:
    """How far (F,) metres the trunks are in one another along the level directions (F, 3) from ``one`` to the
    ``other``; below 0 how far apart they are."""
    reach = []
    for body, sign in ((one, 1.0), (other, -1.0)):
        points, joints = trunk_points(body.skin)
        world = body.posed.places[:, joints] + rotate(body.posed.turns[:, joints], points - body.of.rest[joints])
        reach.append((sign * (world @ along[:, :, None])[..., 0], world[..., 2]))
    low = np.maximum(reach[0][1].min(axis=1), reach[1][1].min(axis=1))
    high = np.minimum(reach[0][1].max(axis=1), reach[1][1].max(axis=1))
    step = np.maximum(high - low, 0.05) / BANDS
    deepest = np.full(len(along), -np.inf)
    for band in range(BANDS):
        bottom, top = low + (band - 0.3) * step, low + (band + 1.3) * step
        ends = [np.where((z >= bottom[:, None]) & (z <= top[:, None]), far, -np.inf).max(axis=1) for far, z in reach]
        deepest = np.maximum(deepest, ends[0] + ends[1])
    return np.where(np.isfinite(deepest), deepest, 0.0)


def pressed(one: Toucher, other: Toucher, weight: Floats, gap: float = TOUCH_M) -> None:
    """Brings both bodies together, or apart, over their feet, until their trunks are ``gap`` m apart."""
    for _ in range(2):
        along = (other.joint("Chest") - one.joint("Chest")) * np.array([1.0, 1.0, 0.0])
        along = unit(gaussian_filter1d(along, 0.2 * one.rate, axis=0, mode="nearest"))
        depth = overlap(one, other, along) + gap
        depth = np.clip(gaussian_filter1d(depth, 0.06 * one.rate, mode="nearest"), -2.0 * MOST_M, 2.0 * MOST_M)
        half = 0.5 * depth * weight
        nearer(one, -along * half[:, None])
        nearer(other, along * half[:, None])


def _left(body: Toucher) -> Floats:
    forth = body.ahead()
    return cross(np.broadcast_to(UP, forth.shape), forth)


def _on(pad: Pad, body: Toucher) -> tuple[Floats, Floats]:
    return pad.at(body.posed.places, body.posed.turns, body.of.rest)


def embrace(moment: Moment, one: Toucher, other: Toucher, weight: Floats) -> None:
    """Both in each other's arms: left arms over shoulders, right arms round the ribs, heads past one another."""
    power = weight[:, None] * min(max(moment.strength, 0.3), 1.2)
    for body in (one, other):
        lean(body, 0.13 * _left(body) * power, head=0.35)
        lean(body, -0.09 * body.ahead() * power, head=-0.9)
        nearer(body, 0.035 * body.of.size * _left(body) * power)
    pressed(one, other, weight)
    for body, whom in ((one, other), (other, one)):
        for side, part in ((1, "back"), (0, "blade")):
            place, normal = _on(body_pad(whom.skin, whom.of.rest, part, 1 - side), whom)
            sign = 1.0 - 2.0 * side
            left = _left(body)
            over = 1.0 if part == "blade" else -0.5
            pole = sign * left - 0.15 * body.ahead() + (0.1 * over - 0.2) * UP
            fingers = -sign * left * (0.9 if side else 0.5) + UP * (0.15 if side else -0.7)
            lay(body, side, place, normal, weight, pole, fingers)


def support(moment: Moment, one: Toucher, other: Toucher, weight: Floats) -> None:
    """``one`` holds the ``other`` up: an arm round his back, his arm over the shoulders, its wrist held."""
    near, on = nearest_side(one, other.joint("Chest")), nearest_side(other, one.joint("Chest"))
    power = weight[:, None]
    sign = 1.0 - 2.0 * on
    lean(other, (0.2 * _left(other) - 0.16 * sign * other.ahead()) * power, head=-0.7)
    nearer(other, (0.04 * sign * _left(other) - 0.05 * UP) * other.of.size * power)
    lean(one, (0.05 * _left(one) + 0.05 * (1.0 - 2.0 * near) * -one.ahead()) * power)
    pressed(one, other, weight, 0.02)
    far = 1 - near
    place, normal = _on(body_pad(one.skin, one.of.rest, "collar", far), one)
    pole = sign * _left(other) * 0.8 - 0.5 * other.ahead() + 0.35 * UP
    lay(other, on, place + 0.05 * normal, normal, weight, pole, one.ahead() * 0.6 - UP)
    place, normal = _on(body_pad(other.skin, other.of.rest, "waist", 1 - on), other)
    helped(one, near, place, weight, hips=False)
    place, normal = _on(body_pad(other.skin, other.of.rest, "waist", 1 - on), other)
    lay(one, near, place, normal, weight, -_left(one) * 0.0 - one.ahead() - 0.3 * UP, one.ahead() + 0.2 * UP)
    _wrist_held(one, other, far, on, weight)


def _wrist_held(one: Toucher, other: Toucher, hand: int, on: int, weight: Floats) -> None:
    wrist, elbow = other.joint(f"{SIDES[on]}Hand"), other.joint(f"{SIDES[on]}LowerArm")
    axis = unit(wrist - elbow)
    normal = unit(one.ahead() - 0.2 * UP)
    normal = unit(normal - (normal * axis).sum(axis=-1, keepdims=True) * axis)
    place = wrist - 0.05 * one.of.size * axis + 0.032 * one.of.size * normal
    sign = 1.0 - 2.0 * hand
    lay(one, hand, place, normal, weight, -UP + 0.5 * sign * _left(one), UP - 0.5 * sign * _left(one))
