"""Where the eyes look: one fixation after the other, each held in the world while the head turns.

Source: saccade length from A. T. Bahill, M. R. Clark, L. Stark, "The main sequence", Math. Biosci. 24, 1975; looking at
a face between the eyes and the mouth and away while speaking after A. Kendon, Acta Psychologica 26, 1967.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from throughline.motion.acts import BEFORE_ALL, Span
from throughline.motion.look import LOOKING
from throughline.motion.path import Floats, smooth
from throughline.motion.pose import conjugate
from throughline.motion.skeleton import rotate
from throughline.motion.speech import Utterance

REACTION_S = 0.04
"""From the moment an act asks for a look until the eyes set off."""
YAW_LIMIT, UP_LIMIT, DOWN_LIMIT = np.radians(28.0), np.radians(22.0), np.radians(28.0)
NEAREST_M = 0.22
AHEAD_M = 3.5
COMFORT = np.radians(17.0)
"""Without a target, eyes turned further than this in their sockets go elsewhere."""
SACCADE_S, SACCADE_S_A_DEGREE = 0.021, 0.0022
TREMOR = np.radians(0.2)
FACE_M = ((0.0, 0.033, 0.0, 0.40), (0.0, -0.033, 0.0, 0.40), (0.0, 0.0, -0.075, 0.20))
"""What is looked at in a face, across and up from between the eyes, and how often: each eye, the mouth."""
NEAR_M = 0.75
"""What is looked at nearer than this is read, from left to right."""


@dataclass(frozen=True)
class Fixation:
    """From ``start`` on the eyes rest on the world point ``at``, having come from ``angle`` away."""

    start: float
    at: Floats
    angle: float


@dataclass(frozen=True)
class Head:
    """The head in frames: the world place (F, 3) between the eyes and the head's turn (F, 4), at ``time`` (F,)."""

    time: Floats
    place: Floats
    turn: Floats

    def at(self, second: float) -> int:
        """The frame at or before a second."""
        return int(np.clip(np.searchsorted(self.time, second + 1e-9, side="right") - 1, 0, len(self.time) - 1))

    def sees(self, frame: int, point: Floats) -> Floats:
        """The direction (3,) of a world point in the head's own axes, unit."""
        gap = rotate(conjugate(self.turn[frame]), point - self.place[frame])
        return np.asarray(gap / max(float(np.linalg.norm(gap)), 1e-9))


def fixations(acts: list[Span], head: Head, lines: tuple[Utterance, ...], steady: bool,
              dice: np.random.Generator) -> list[Fixation]:
    """Every fixation of the shot in order. What the acts look at comes first; a ``steady`` stare never wanders."""
    looks = [span for span in acts if span.act in LOOKING and span.at is not None]
    out: list[Fixation] = []
    now, last, resting = float(head.time[0]), float(head.time[-1]), False
    while now <= last:
        frame = head.at(now)
        span = _looked_at(looks, now)
        point, lasting, resting = _next(span, now, head, frame, lines, steady, resting, dice)
        if out:
            seen, before = head.sees(frame, point), head.sees(frame, out[-1].at)
            angle = float(np.arccos(np.clip(seen @ before, -1.0, 1.0)))
        else:
            angle = 0.0
        out.append(Fixation(now, point, angle))
        ends = [one.start + REACTION_S for one in looks if one.start + REACTION_S > now + 1e-6]
        ends += [one.end + 0.12 for one in looks if one.end + 0.12 > now + 1e-6]
        until = min([now + lasting, *ends])
        now = until if span is not None else _strained(head, point, now, until)
    return out


def _looked_at(looks: list[Span], now: float) -> Span | None:
    """What is looked at: of the acts that go on, the one that began last."""
    active = [span for span in looks if span.start + REACTION_S <= now + 1e-6 and now < span.end + 0.12 - 1e-6]
    return max(active, key=lambda span: (span.start, looks.index(span)), default=None)


def _next(span: Span | None, now: float, head: Head, frame: int, lines: tuple[Utterance, ...], steady: bool,
          away: bool, dice: np.random.Generator) -> tuple[Floats, float, bool]:
    """Where the eyes go now, for how long, and whether that is away from what they should look at."""
    lasting = float(np.clip(dice.lognormal(0.0, 0.5), 0.5, 3.0))
    roll, across, up = float(dice.uniform()), float(dice.normal()), float(dice.normal())
    if span is None or span.at is None:
        speaking = any(line.start <= now < line.end for line in lines)
        wide = 0.35 if steady or speaking else 1.0
        return _ahead(head, frame, 7.5 * wide * across, -2.0 + 3.0 * wide * up), lasting, False
    point = np.array(span.at)
    gap = point - head.place[frame]
    distance = max(float(np.linalg.norm(gap)), 1e-6)
    if distance < NEAREST_M:
        point, distance = head.place[frame] + gap / distance * NEAREST_M, NEAREST_M
    speaking = any(line.start - 0.2 <= now < line.end for line in lines)
    settled = span.start <= BEFORE_ALL or now > span.start + 1.2
    if not steady and not away and settled and roll < (0.22 if speaking else 0.08):
        turn = np.radians([9.0 + 3.0 * abs(across), 4.0 + 4.0 * abs(up)]) * [1.0 if across > 0.0 else -1.0, 1.0]
        return _aside(head, frame, point, turn[0], turn[1]), 0.35 + 0.5 * lasting / 3.0, True
    if distance < NEAR_M:
        step = np.radians(-5.0 + 2.5 * (int(now / 0.28) % 5))
        return _aside(head, frame, point, -step, 0.0), 0.28, False
    part = FACE_M[int(np.searchsorted(np.cumsum([row[3] for row in FACE_M]), min(roll, 0.999)))]
    sideways = np.cross([0.0, 0.0, 1.0], gap / distance)
    return point + part[1] * sideways + np.array([0.0, 0.0, part[2]]), lasting, False


def _ahead(head: Head, frame: int, across: float, up: float) -> Floats:
    """A point before the head, by degrees to the left and up; the eyes stay level though the head tilts."""
    forward = rotate(head.turn[frame], np.array([1.0, 0.0, 0.0]))
    yaw, pitch = float(np.arctan2(forward[1], forward[0])), float(np.arcsin(np.clip(forward[2], -1.0, 1.0)))
    yaw, pitch = yaw + np.radians(across), 0.8 * pitch + np.radians(up)
    way = np.array([np.cos(pitch) * np.cos(yaw), np.cos(pitch) * np.sin(yaw), np.sin(pitch)])
    return np.asarray(head.place[frame] + AHEAD_M * way)


def _aside(head: Head, frame: int, point: Floats, left: float, down: float) -> Floats:
    """The point turned about the eyes by angles to the left and down."""
    gap = point - head.place[frame]
    sideways = np.cross([0.0, 0.0, 1.0], gap)
    return np.asarray(point + np.tan(left) * sideways - np.tan(down) * np.linalg.norm(gap) * np.array([0.0, 0.0, 1.0]))


def _strained(head: Head, point: Floats, now: float, until: float) -> float:
    """``until``, or before it the time when the head has turned too far from the point for comfort."""
    for frame in range(head.at(now) + 3, head.at(until) + 1):
        if head.sees(frame, point)[0] < np.cos(COMFORT):
            return float(head.time[frame])
    return until


def directions(found: list[Fixation], head: Head, sockets: Floats, dice: np.random.Generator) -> Floats:
    """Yaw to the left and pitch down (F, 2, 2) in radians of the left and right eye in their sockets.

    ``sockets`` (2, 3) are the eyes' centres from between them, in the head's axes. The eyes hold their fixation
    whatever the head does, within what eyes can turn.
    """
    starts = np.array([one.start for one in found])
    which = np.clip(np.searchsorted(starts, head.time + 1e-9, side="right") - 1, 0, len(found) - 1)
    points = np.array([one.at for one in found])
    length = np.array([SACCADE_S + SACCADE_S_A_DEGREE * np.degrees(min(one.angle, YAW_LIMIT)) for one in found])
    tremor = dice.normal(0.0, TREMOR, (len(found), 2))
    gone = smooth((head.time - starts[which]) / length[which])
    back = conjugate(head.turn)
    out = np.zeros((len(head.time), 2, 2))
    for side, socket in enumerate(sockets):
        angles = []
        for number in (np.maximum(which - 1, 0), which):
            gap = rotate(back, points[number] - head.place) - socket
            yaw = np.arctan2(gap[:, 1], np.maximum(gap[:, 0], 1e-6))
            pitch = np.arctan2(-gap[:, 2], np.hypot(np.maximum(gap[:, 0], 1e-6), gap[:, 1]))
            angles.append(_within(np.stack([yaw, pitch], axis=-1)) + tremor[number])
        out[:, side] = angles[0] + (angles[1] - angles[0]) * gone[:, None]
    return out


def _within(angles: Floats) -> Floats:
    """Yaw and pitch (F, 2) that eyes can have: the same direction, less far."""
    limit = np.stack([np.full(len(angles), YAW_LIMIT), np.where(angles[:, 1] > 0.0, DOWN_LIMIT, UP_LIMIT)], axis=-1)
    far = np.linalg.norm(angles / limit, axis=1, keepdims=True)
    return np.asarray(angles / np.maximum(far, 1.0))
