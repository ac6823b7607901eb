"""Looking: the eyes go first (motion.face_gaze), then the head, then the chest, the hips a little; nobody's neck turns
further than it can, and for what is nearly ahead it hardly turns at all."""

from __future__ import annotations

import numpy as np

from throughline.film.blocking import Act
from throughline.motion.acts import BEFORE_ALL, Span, envelope
from throughline.motion.path import Floats, smooth, wrap
from throughline.motion.pose import COLUMN

HEAD_LIMIT = 1.25
CHEST_LIMIT = 0.85
PITCH_LIMIT = (-0.75, 0.8)
HEAD_LATE_S, CHEST_LATE_S = 0.12, 0.30
"""How long after the eyes head and chest set off."""
LOOKING = {Act.LOOK: 1.0, Act.POINT: 0.85, Act.TALK: 0.7, Act.SHOUT: 0.7, Act.REACH: 0.8, Act.STRIKE: 0.8,
           Act.PICK: 0.9, Act.PLACE: 0.9, Act.OPEN: 0.5}


def bearing(at: tuple[float, float, float], eyes: Floats, heading: Floats) -> tuple[Floats, Floats]:
    """Yaw to the left and pitch downwards (F,) from ``eyes`` (F, 3) facing ``heading`` to a point.

    A point behind stays on the side on which it was first seen.
    """
    gap = np.array(at) - eyes
    flat = np.hypot(gap[:, 0], gap[:, 1])
    yaw = np.unwrap(wrap(np.arctan2(gap[:, 1], gap[:, 0]) - heading))
    near = smooth(flat / 0.25)
    return yaw * near, np.arctan2(-gap[:, 2], np.maximum(flat, 0.2))


def _of_head(angle: Floats) -> Floats:
    """The head's part of a turn (F,): half of a small one, which eyes do alone, nearly all of a large one.

    Source: D. Guitton, M. Volle, "Gaze control in humans", J. Neurophysiol. 58, 1987.
    """
    return np.asarray(angle * (0.5 + 0.42 * smooth((np.abs(angle) - 0.17) / 0.7)))


def _at(time: Floats, second: float) -> int:
    return int(np.clip(np.searchsorted(time, second), 0, len(time) - 1))


def apply(rows: Floats, acts: list[Span], time: Floats, eyes: Floats, heading: Floats) -> None:
    """Turns head, chest and hips of the rows (F, len(NAMES)) towards what the acts look at, in place."""
    for span in acts:
        share = LOOKING.get(span.act)
        if share is None or span.at is None:
            continue
        share *= min(abs(span.strength), 1.0)
        yaw, pitch = bearing(span.at, eyes, heading)
        already = span.start <= BEFORE_ALL
        begin, late = (span.start, span.start) if already else (span.start + HEAD_LATE_S, span.start + CHEST_LATE_S)
        turn_s = 0.26 + 0.16 * np.minimum(np.abs(yaw), 1.8)
        head = envelope(time, begin, span.end + 0.1, float(turn_s[_at(time, begin)]), 0.4) * share
        chest = envelope(time, late, span.end + 0.25, 0.6, 0.6) * share
        free = 1.0 - 0.6 * rows[:, COLUMN["full"]] * np.abs(np.sin(rows[:, COLUMN["pelvis_pitch"]]))
        body_yaw = CHEST_LIMIT * np.tanh(0.45 * yaw / CHEST_LIMIT) * free
        head_yaw = np.clip(_of_head(yaw - body_yaw), -HEAD_LIMIT, HEAD_LIMIT) * free
        steady = rows[:, COLUMN["neck_yaw"]]
        rows[:, COLUMN["neck_yaw"]] = np.clip(steady * (1.0 - 0.5 * head) + head_yaw * head, -HEAD_LIMIT, HEAD_LIMIT)
        rows[:, COLUMN["spine_yaw"]] += 0.75 * body_yaw * chest
        rows[:, COLUMN["pelvis_yaw"]] += 0.25 * body_yaw * chest
        down = np.clip(pitch, *PITCH_LIMIT)
        lean = rows[:, COLUMN["pelvis_pitch"]] + rows[:, COLUMN["spine_pitch"]]
        level = np.clip(down - lean, -1.0, 0.9)
        rows[:, COLUMN["neck_pitch"]] += (level - rows[:, COLUMN["neck_pitch"]]) * head * free
        rows[:, COLUMN["neck_roll"]] += 0.08 * np.sin(yaw) * head
