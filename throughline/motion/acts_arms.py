"""What hands and trunk do over the legs: hold, reach, point, write, drive, cover, embrace, strike, stumble, jump."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from throughline.film.blocking import Act
from throughline.motion.acts import BEFORE_ALL, Span, envelope
from throughline.motion.path import Floats
from throughline.motion.pose import COLUMN
from throughline.motion.skeleton import INDEX

DEGREE = np.pi / 180.0
GRAVITY = 9.81
JUMP_M = 0.34
CROUCH_S = 0.36
REACHING = frozenset({Act.REACH, Act.PICK, Act.PLACE, Act.OPEN, Act.PUSH})
"""Acts in which a hand goes to the act's point."""
_HOLD = {"swing": 14.0, "out": 9.0, "twist": -16.0, "elbow": 86.0, "pronate": 4.0, "wrist": 0.0}
_EMBRACE = {"swing": 62.0, "out": 24.0, "twist": -50.0, "elbow": 62.0, "pronate": 30.0, "wrist": 14.0}
_POINT_WAY = {"swing": 30.0, "out": 10.0, "elbow": 70.0, "pronate": 40.0, "wrist": -4.0}


@dataclass(frozen=True)
class Hand:
    """A hand that must be somewhere: ``side`` 0 left, 1 right; ``weight`` (F,); ``place`` (F, 3) world metres;
    ``pole`` (F, 3) where the elbow points."""

    side: int
    weight: Floats
    place: Floats
    pole: Floats


def blend(rows: Floats, short: str, goal: Mapping[str, float | Floats], weight: Floats) -> None:
    """Brings the arm ``short`` (l_, r_) of the rows to the angles ``goal`` in degrees by ``weight`` (F,), in place."""
    for name, value in goal.items():
        column = rows[:, COLUMN[short + name]]
        column += (value * DEGREE - column) * weight
    rows[:, COLUMN[short + "arm"]] = np.maximum(rows[:, COLUMN[short + "arm"]], weight)


def _add(rows: Floats, name: str, degrees: Floats | float) -> None:
    rows[:, COLUMN[name]] += np.asarray(degrees) * DEGREE


def rows_of_acts(rows: Floats, acts: list[Span], time: Floats, root: Floats, heading: Floats, arm_m: float) -> None:
    """Lays the acts of trunk and arms over the rows (F, len(NAMES)), in place."""
    for span in acts:
        short = "l_" if span.left else "r_"
        power = min(abs(span.strength), 1.5)
        if span.act is Act.HOLD:
            blend(rows, short, _HOLD, envelope(time, span.start, span.end, 0.45, 0.5))
        elif span.act is Act.POINT:
            weight = envelope(time, span.start, span.end, 0.45, 0.55)
            blend(rows, short, _POINT_WAY, weight)
            _add(rows, "spine_yaw", (-8.0 if span.left else 8.0) * weight)
        elif span.act in REACHING and span.at is not None:
            _reach(rows, span, time, root, heading, arm_m)
        elif span.act is Act.WRITE:
            weight = envelope(time, span.start, span.end, 0.6, 0.6)
            for name, value in (("spine_pitch", 13.0), ("neck_pitch", 24.0), ("neck_roll", 4.0)):
                _add(rows, name, value * weight)
        elif span.act is Act.EMBRACE:
            weight = envelope(time, span.start, span.end, 0.7, 0.7)
            blend(rows, "l_", _EMBRACE, weight)
            blend(rows, "r_", {**_EMBRACE, "swing": 78.0, "elbow": 50.0}, weight)
            for name, value in (("spine_pitch", 9.0), ("neck_pitch", 8.0), ("neck_yaw", 22.0), ("neck_roll", -8.0)):
                _add(rows, name, value * weight)
        elif span.act is Act.COVER:
            weight = envelope(time, span.start, span.end, 0.28, 0.6)
            for name, value in (("spine_pitch", 30.0), ("neck_pitch", 22.0)):
                _add(rows, name, value * weight * power)
            _add(rows, "l_shrug", 14.0 * weight)
            _add(rows, "r_shrug", 14.0 * weight)
            rows[:, COLUMN["drop"]] += 0.10 * weight * power * (1.0 - rows[:, COLUMN["full"]])
        elif span.act is Act.STRIKE:
            _strike(rows, span, time)
        elif span.act is Act.STUMBLE:
            _stumble(rows, span, time)
        elif span.act is Act.JUMP:
            _jump(rows, span, time)


def _reach(rows: Floats, span: Span, time: Floats, root: Floats, heading: Floats, arm_m: float) -> None:
    """Leans and, for what lies low, bends the knees, as far as the arm is too short."""
    weight = envelope(time, span.start, span.end, 0.6, 0.6)
    gap = np.array(span.at) - root
    forth = gap[:, 0] * np.cos(heading) + gap[:, 1] * np.sin(heading)
    aside = -gap[:, 0] * np.sin(heading) + gap[:, 1] * np.cos(heading)
    below = np.maximum(-gap[:, 2] - 1.25 * arm_m, 0.0)  # what lies lower than the hips
    lean = np.clip(0.95 * (np.sqrt(forth**2 + aside**2 + gap[:, 2] ** 2) - 0.92 * arm_m) / arm_m, 0.0, 1.0)
    free = weight * (1.0 - 0.7 * rows[:, COLUMN["full"]])
    rows[:, COLUMN["pelvis_pitch"]] += 0.4 * lean * free
    rows[:, COLUMN["spine_pitch"]] += 0.55 * lean * weight
    rows[:, COLUMN["neck_pitch"]] -= 0.5 * lean * weight
    rows[:, COLUMN["drop"]] += np.clip(0.5 * below / arm_m, 0.0, 0.4) * free
    rows[:, COLUMN["spine_yaw"]] += (12.0 if not span.left else -12.0) * DEGREE * weight


def _track(time: Floats, start: float, lasting: float, keys: tuple[tuple[float, float], ...]) -> Floats:
    from scipy.interpolate import PchipInterpolator  # heavy to load

    marks = np.array(keys)
    return np.asarray(PchipInterpolator(marks[:, 0], marks[:, 1])(np.clip((time - start) / lasting, 0.0, 1.0)))


def _strike(rows: Floats, span: Span, time: Floats) -> None:
    lasting = float(np.clip(span.end - span.start, 0.55, 1.4))
    turn = _track(time, span.start, lasting, ((0, 0), (0.34, -1), (0.52, 1), (0.66, 0.85), (1, 0))) * span.strength
    sign = -1.0 if span.left else 1.0
    _add(rows, "spine_yaw", sign * 30.0 * turn)
    _add(rows, "pelvis_yaw", sign * 9.0 * turn)
    _add(rows, "neck_yaw", -sign * 32.0 * turn)
    _add(rows, "spine_pitch", 8.0 * turn)
    rows[:, COLUMN["ahead"]] += 0.09 * turn
    rows[:, COLUMN["drop"]] += 0.04 * np.abs(turn)
    guard = "r_" if span.left else "l_"
    held = {"swing": 26.0, "out": 12.0, "elbow": 112.0, "twist": -30.0, "pronate": 10.0}
    blend(rows, guard, held, np.abs(turn) * 0.9)


def _stumble(rows: Floats, span: Span, time: Floats) -> None:
    lasting = float(np.clip(span.end - span.start, 0.9, 2.0))
    power = min(abs(span.strength), 1.4)
    lurch = ((0.0, 0.0), (0.14, 0.35), (0.36, 1.0), (0.6, 0.55), (0.78, 0.12), (1.0, 0.0))
    waving = ((0.0, 0.0), (0.12, 0.6), (0.3, 1.0), (0.52, -0.5), (0.72, 0.35), (1.0, 0.0))
    trunk, flail = (power * _track(time, span.start, lasting, keys) for keys in (lurch, waving))
    dip = power * _track(time, span.start, lasting, ((0, 0), (0.2, 0.3), (0.42, 1), (0.68, 0.25), (1, 0)))
    for name, value in (("pelvis_pitch", 19.0), ("spine_pitch", 33.0), ("neck_pitch", -34.0)):
        _add(rows, name, value * trunk)
    _add(rows, "spine_roll", 9.0 * flail)
    _add(rows, "spine_yaw", -10.0 * flail)
    rows[:, COLUMN["drop"]] += 0.095 * dip
    rows[:, COLUMN["ahead"]] += 0.13 * trunk
    spread = np.abs(flail)
    for short, sign in (("l_", 1.0), ("r_", -1.0)):
        _add(rows, short + "swing", 52.0 * trunk + sign * 44.0 * flail)
        _add(rows, short + "out", 44.0 * np.maximum(spread, 0.7 * trunk))
        _add(rows, short + "elbow", 16.0 * trunk)
        _add(rows, short + "wrist", -22.0 * trunk)


def haste(acts: list[Span], time: Floats) -> Floats:
    """By how much steps come faster (T,): a body that trips catches itself with short quick steps."""
    out = np.ones_like(time)
    for span in acts:
        if span.act is Act.STUMBLE:
            out += 0.45 * min(abs(span.strength), 1.4) * envelope(time, span.start, span.end + 0.2, 0.3, 0.5)
    return out


def flight_seconds(span: Span) -> tuple[float, float]:
    """When a jump leaves the ground and when it lands."""
    lift = span.start + CROUCH_S
    return lift, lift + 2.0 * float(np.sqrt(2.0 * JUMP_M * min(abs(span.strength), 2.0) / GRAVITY))


def jump_height(acts: list[Span], time: Floats) -> Floats:
    """How far jumps carry the whole body off the ground (F,), metres: bodies in flight fall as stones do."""
    out = np.zeros_like(time)
    for span in acts:
        if span.act is Act.JUMP:
            lift, land = flight_seconds(span)
            since = np.clip(time - lift, 0.0, land - lift)
            out = np.maximum(out, 0.5 * GRAVITY * since * (land - lift - since))
    return out


def _jump(rows: Floats, span: Span, time: Floats) -> None:
    from scipy.interpolate import PchipInterpolator  # heavy to load

    lift, land = flight_seconds(span)
    marks = np.array([span.start, lift - 0.16, lift, 0.5 * (lift + land), land, land + 0.15, land + 0.62])
    free = 1.0 - rows[:, COLUMN["full"]]

    def over(*values: float) -> Floats:
        inside = np.clip(time, marks[0], marks[-1])
        return np.asarray(PchipInterpolator(marks, np.array(values))(inside)) * free

    rows[:, COLUMN["drop"]] += over(0.0, 0.24, -0.005, 0.16, 0.01, 0.2, 0.0)
    rows[:, COLUMN["heel"]] += over(0.0, 0.1, 0.95, 0.6, 0.35, 0.0, 0.0)
    _add(rows, "pelvis_pitch", over(0, 26, 4, 10, 8, 24, 0))
    _add(rows, "spine_pitch", over(0, 20, -4, 8, 8, 20, 0))
    _add(rows, "neck_pitch", over(0, -30, -6, -4, -6, -28, 0))
    rows[:, COLUMN["ahead"]] -= over(0.0, 0.07, 0.0, 0.0, 0.0, 0.06, 0.0)
    for short in ("l_", "r_"):
        _add(rows, short + "swing", over(0, -52, 92, 62, 48, 30, 0))
        _add(rows, short + "elbow", over(0, 16, 24, 30, 34, 30, 0))
        _add(rows, short + "out", over(0, 6, 14, 20, 16, 10, 0))


def hands(acts: list[Span], time: Floats, positions: Floats, turns_forth: Floats, heading: Floats, arm_m: float,
          ) -> list[Hand]:
    """The places that hands must reach, given joints' world ``positions`` (F, J, 3) with the trunk posed.

    ``turns_forth`` (F, 2, 3) are the directions forwards and upwards of the head.
    """
    forth = np.stack([np.cos(heading), np.sin(heading), np.zeros_like(heading)], axis=-1)
    left = np.stack([-np.sin(heading), np.cos(heading), np.zeros_like(heading)], axis=-1)
    up = np.array([0.0, 0.0, 1.0])
    out: list[Hand] = []
    for span in acts:
        side, sign = (0, 1.0) if span.left else (1, -1.0)
        shoulder = positions[:, INDEX["LeftUpperArm" if span.left else "RightUpperArm"]]
        down = -up + 0.35 * sign * left - 0.3 * forth
        if span.act is Act.POINT:
            goal = np.array(span.at) if span.at is not None else shoulder + forth
            aim = goal - shoulder
            aim = aim / np.maximum(np.linalg.norm(aim, axis=-1, keepdims=True), 1e-6)
            turned = np.clip((aim * forth).sum(axis=-1, keepdims=True) + 0.6, 0.0, 1.0)
            place = shoulder + aim * (0.965 * arm_m)
            out.append(Hand(side, envelope(time, span.start, span.end, 0.45, 0.55) * turned[:, 0], place, down))
        elif span.act in REACHING and span.at is not None:
            weight = envelope(time, span.start, span.end, 0.6, 0.6)
            out.append(Hand(side, weight, np.broadcast_to(np.array(span.at), shoulder.shape), down))
        elif span.act is Act.WRITE:
            out += _writing(span, time, positions, (forth, left), arm_m)
        elif span.act is Act.DRIVE:
            out += _wheel(span, time, positions, (forth, left), arm_m)
        elif span.act is Act.COVER:
            weight = envelope(time, span.start, span.end, 0.28, 0.6)
            head = positions[:, INDEX["Head"]]
            for each, way in ((0, 1.0), (1, -1.0)):
                place = head + arm_m * (0.27 * turns_forth[:, 1] - 0.05 * turns_forth[:, 0] + 0.09 * way * left)
                out.append(Hand(each, weight, place, forth * 0.7 + 0.8 * way * left - 0.2 * up))
        elif span.act is Act.STRIKE:
            out.append(_blow(span, time, shoulder, (forth, left), arm_m))
    return out


def _writing(span: Span, time: Floats, positions: Floats, frame: tuple[Floats, Floats], arm_m: float) -> list[Hand]:
    forth, left = frame
    hips = positions[:, 0]
    weight = envelope(time, span.start, span.end, 0.6, 0.6)
    up = np.array([0.0, 0.0, 1.0])
    table = hips + forth * 0.72 * arm_m + up * 0.42 * arm_m
    if span.at is not None:
        table = np.broadcast_to(np.array(span.at) + np.array([0.0, 0.0, 0.05]), hips.shape)
    line = (time / 2.6) % 1.0  # along a line, and back to the next one's beginning
    along = np.where(line < 0.88, line / 0.88, (1.0 - line) / 0.12) - 0.5
    wiggle = np.sin(2.0 * np.pi * 4.1 * time) * 0.006 + np.sin(2.0 * np.pi * 2.7 * time) * 0.004
    sign = 1.0 if span.left else -1.0
    stroke = (left * -0.13 * along[:, None] + forth * wiggle[:, None]) * (arm_m / 0.52)
    down = -up * 0.8 - 0.3 * forth
    return [
        Hand(0 if span.left else 1, weight, table + left * sign * 0.13 * arm_m + stroke, down + left * sign),
        Hand(1 if span.left else 0, weight, table - left * sign * 0.34 * arm_m - forth * 0.05, down - left * sign),
    ]


def _wheel(span: Span, time: Floats, positions: Floats, frame: tuple[Floats, Floats], arm_m: float) -> list[Hand]:
    forth, left = frame
    start = span.start if span.start > BEFORE_ALL else -10.0
    weight = envelope(time, start, span.end, 0.5, 0.5)
    heading = np.unwrap(np.arctan2(forth[:, 1], forth[:, 0]))
    turning = np.gradient(heading, time) if len(time) > 1 else np.zeros_like(time)
    wheel = np.clip(1.6 * turning, -0.9, 0.9) + 0.05 * np.sin(2.0 * np.pi * 0.43 * time) + 0.03 * np.sin(7.1 * time)
    hub = positions[:, 0] + forth * 0.66 * arm_m + np.array([0.0, 0.0, 0.56 * arm_m])
    out = []
    for side, sign in ((0, 1.0), (1, -1.0)):
        angle = 0.15 + sign * wheel
        place = hub + left * (sign * 0.33 * arm_m * np.cos(angle))[:, None]
        place[:, 2] += 0.33 * arm_m * np.sin(angle)
        pole = np.array([0.0, 0.0, -1.0]) + 0.6 * sign * left
        out.append(Hand(side, weight, place, pole))
    return out


def _blow(span: Span, time: Floats, shoulder: Floats, frame: tuple[Floats, Floats], arm_m: float) -> Hand:
    forth, left = frame
    lasting = float(np.clip(span.end - span.start, 0.55, 1.4))
    sign = 1.0 if span.left else -1.0
    up = np.array([0.0, 0.0, 1.0])
    goal = np.array(span.at) if span.at is not None else shoulder + forth
    aim = goal - shoulder
    aim = aim / np.maximum(np.linalg.norm(aim, axis=-1, keepdims=True), 1e-6)
    drawn = shoulder - forth * 0.28 * arm_m + up * 0.12 * arm_m + left * sign * 0.22 * arm_m
    go = _track(time, span.start, lasting, ((0, 0), (0.36, 0), (0.52, 1), (0.64, 0.95), (1, 0.1)))[:, None]
    arc = up * 0.1 * arm_m * np.sin(np.pi * go)
    weight = _track(time, span.start, lasting, ((0, 0), (0.3, 1), (0.7, 1), (1, 0)))
    place = drawn * (1.0 - go) + (shoulder + aim * 0.96 * arm_m) * go + arc
    return Hand(0 if span.left else 1, weight, place, -up + 0.8 * sign * left)
