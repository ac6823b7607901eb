"""Lids and brows: when a person blinks, how lids follow the eyes, brows that go with the words and with fear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from throughline.motion.path import Floats, smooth
from throughline.motion.speech import Utterance, accents, pauses, voiced_until

SHUTTING_S, SHUT_S, OPENING_S = 0.10, 0.045, 0.20
GAP_S = (2.0, 6.0)
REST_S = 0.7
"""No blink follows another sooner."""
WITH_GAZE, IN_PAUSE, WITH_GAZE_ANGLE = 0.5, 0.55, np.radians(18.0)
AWAKE = 0.10
"""How wide the eyes of a waking person are open beyond the body's rest."""


@dataclass(frozen=True)
class Mood:
    """What a manner of moving does to lids and brows: parts of the shapes, held all the time."""

    wide: float = AWAKE
    droop: float = 0.0
    brows: float = 0.0
    blinks: float = 1.0


MOODS = {"afraid": Mood(wide=0.40, brows=0.45, blinks=0.6), "tired": Mood(wide=0.0, droop=0.30, blinks=1.2),
         "drunk": Mood(wide=0.0, droop=0.42, brows=0.12, blinks=1.1), "old": Mood(wide=0.03, droop=0.12),
         "proud": Mood(wide=0.06, droop=0.06, brows=0.08)}


def mood(manner: str) -> Mood:
    return MOODS.get(manner.strip().lower(), Mood())


def blinks(seconds: float, shifts: list[tuple[float, float]], lines: tuple[Utterance, ...],
           staring: list[tuple[float, float]], of: Mood, dice: np.random.Generator) -> list[float]:
    """When the lids meet, in seconds up to ``seconds``: every two to six, and more often as the eyes go elsewhere
    (``shifts``: when, by what angle) and where speech pauses; never while ``staring``."""
    asked = [(when, WITH_GAZE) for when, angle in shifts if angle > WITH_GAZE_ANGLE]
    asked += [(start + 0.08, IN_PAUSE) for line in lines for start, _ in pauses(line)]
    chances = [(when, dice.uniform() < share) for when, share in sorted(asked)]
    out: list[float] = []
    last, following = -REST_S, float(dice.uniform(-0.5, 3.5))
    while True:
        due = next((when for when, wanted in chances if wanted and last + REST_S < when < following), following)
        if due > seconds:
            return out
        last = due
        if not any(start - 0.1 <= due <= end for start, end in staring):
            out.append(due)
        following = due + float(np.clip(dice.lognormal(1.25, 0.35), *GAP_S)) / of.blinks


def shut(when: list[float], time: Floats, rate: float) -> Floats:
    """How far the lids are shut (F,), wholly for at least a frame of each blink."""
    out = np.zeros_like(time)
    for blink in when:
        on_frame = round(blink * rate) / rate
        since = time - on_frame
        down = smooth((since + SHUTTING_S) / SHUTTING_S)
        out = np.maximum(out, down * smooth((OPENING_S + SHUT_S - since) / OPENING_S))
    return out


def asleep(ranges: tuple[tuple[float, float], ...], time: Floats) -> Floats:
    """Eyes kept shut (F,) in ``ranges`` of seconds, opened slowly with a flutter."""
    out = np.zeros_like(time)
    for start, end in ranges:
        slow = 1.0 - smooth((time - end) / 0.7)
        flutter = 0.25 * np.exp(-(((time - end - 0.55) / 0.09) ** 2))
        out = np.maximum(out, smooth((time - start) / 0.3) * np.clip(slow + flutter * (time > end), 0.0, 1.0))
    return out


def brows(time: Floats, lines: tuple[Utterance, ...], of: Mood, dice: np.random.Generator) -> tuple[Floats, Floats]:
    """How far the brows are up and down (F,): some stressed words, the end of a question, shouting, and the mood."""
    up, down = np.full_like(time, of.brows), np.zeros_like(time)
    for when in accents(lines):
        size, takes = float(dice.uniform(0.15, 0.45)), dice.uniform() < 0.32
        if takes:
            up += size * smooth((time - when + 0.12) / 0.16) * smooth((when + 0.42 - time) / 0.3)
    for line in lines:
        end = voiced_until(line)
        if line.asks:
            rise = line.start + 0.5 * (end - line.start)
            up += 0.5 * smooth((time - rise) / 0.35) * smooth((end + 0.6 - time) / 0.45)
        if line.loud:
            down += 0.6 * smooth((time - line.start + 0.2) / 0.25) * smooth((end + 0.5 - time) / 0.4)
    return np.clip(up * (1.0 - 0.6 * np.minimum(down, 1.0)), 0.0, 1.0), np.clip(down, 0.0, 1.0)
