"""Talking: the jaw's syllables, the head's accents and the hands that go with the words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from throughline.film.blocking import Act
from throughline.motion.acts import BEFORE_ALL, Span, envelope
from throughline.motion.acts_arms import blend
from throughline.motion.path import Floats, smooth
from throughline.motion.pose import COLUMN

DEGREE = np.pi / 180.0


class Said(NamedTuple):
    """When the person speaks, in seconds, with how much gesture, and the ``accents``: when the stressed syllables
    begin; none where the words are not known."""

    start: float
    end: float
    strength: float
    accents: tuple[float, ...] = ()


def speech(acts: list[Span], spoken: tuple[tuple[float, float], ...], rate: float,
           accents: tuple[float, ...] = ()) -> list[Said]:
    """Everything that the person says, in order; ``accents`` are the stressed syllables of all of it, in seconds."""
    said = [(first / rate, (last + 1) / rate) for first, last in spoken]
    out = []
    for start, end in said:
        strength = 0.6
        for span in acts:
            if span.act in (Act.TALK, Act.SHOUT) and span.start < end and span.end > start:
                strength = abs(span.strength)
        out.append(Said(start, end, strength, tuple(when for when in accents if start <= when < end)))
    for span in acts:
        covered = any(start < span.end and end > span.start for start, end in said)
        if span.act is Act.TALK and not covered:
            out.append(Said(max(span.start, -1.0), span.end, abs(span.strength)))
    return sorted(out)


def jaw(acts: list[Span], said: list[Said], time: Floats, dice: np.random.Generator) -> Floats:
    """How far the mouth is open (F,), 0 to 1: about five syllables a second, uneven, with short stops."""
    out = np.zeros_like(time)
    tempo, phase = float(dice.uniform(4.4, 5.4)), dice.uniform(0.0, 2.0 * np.pi, 4)
    for start, end, *_ in said:
        since = time - start
        angle = 2.0 * np.pi * tempo * since + 1.1 * np.sin(2.0 * np.pi * 1.3 * since + phase[0])
        loud = 0.45 + 0.25 * np.sin(2.0 * np.pi * 1.05 * since + phase[1])
        loud += 0.2 * np.sin(2.0 * np.pi * 2.3 * since + phase[2])
        stops = smooth(2.2 + 3.0 * np.sin(2.0 * np.pi * 0.42 * since + phase[3]))
        out = np.maximum(out, envelope(time, start, end, 0.06, 0.1) * stops * loud * (0.5 - 0.5 * np.cos(angle)))
    for span in acts:
        if span.act is Act.SHOUT:
            shake = 0.9 + 0.1 * np.sin(2.0 * np.pi * 6.1 * time + phase[0])
            out = np.maximum(out, envelope(time, span.start, span.end, 0.15, 0.25) * shake)
    return np.clip(out, 0.0, 1.0)


BEAT_S = 0.12
"""From the begin of a stroke until its first beat falls."""


def _strokes(said: Said, dice: np.random.Generator) -> list[tuple[float, float]]:
    """Times of gestures and how long their stroke is held, every one to two and a half seconds, each with its beat on
    a stressed syllable; with a rest of the hands now and then."""
    out: list[tuple[float, float]] = []
    now = max(said.start, -3.0) + float(dice.uniform(0.05, 0.35))
    while now < said.end - 0.25 and len(out) < 400:
        hold, pause, rests = float(dice.uniform(0.35, 0.9)), float(dice.uniform(0.55, 1.5)), float(dice.uniform())
        if said.accents:
            on = next((when for when in said.accents if when - BEAT_S >= now), None)
            if on is None:
                break
            now = on - BEAT_S
        if rests > 0.22:
            out.append((now, hold))
        now += hold + pause
    return out


def gestures(rows: Floats, acts: list[Span], said: list[Said], time: Floats, dice: np.random.Generator) -> None:
    """Adds head accents and hand gestures to the rows (F, len(NAMES)), in place."""
    blocked = {"l_": np.zeros_like(time), "r_": np.zeros_like(time)}
    for span in acts:
        if span.act in (Act.HOLD, Act.POINT, Act.REACH, Act.DRIVE, Act.WRITE, Act.COVER, Act.EMBRACE, Act.STRIKE):
            both = span.act in (Act.DRIVE, Act.COVER, Act.EMBRACE)
            for short in ("l_", "r_"):
                if both or (short == "l_") == span.left:
                    away = envelope(time, span.start - 0.4, span.end + 0.4, 0.3, 0.3)
                    blocked[short] = np.maximum(blocked[short], away)
    upright = 1.0 - smooth((np.abs(rows[:, COLUMN["pelvis_pitch"]]) - 0.5) / 0.4)
    running = 1.0 - smooth((rows[:, COLUMN["r_elbow"]] - 1.0) / 0.4) * (1.0 - rows[:, COLUMN["full"]])
    for each in said:
        _head(rows, time, each, dice)
        strength = each.strength
        for when, hold in _strokes(each, dice):
            leading = "r_" if dice.uniform() < 0.68 else "l_"
            shape = {name: float(dice.uniform(low, high)) for name, low, high in _SHAPE}
            both = float(dice.uniform()) < 0.35
            for short, share in ((leading, 1.0), ("l_" if leading == "r_" else "r_", 0.8 if both else 0.0)):
                weight = _stroke(time, when, hold) * min(strength, 1.3) ** 0.5 * share
                free = weight * upright * running * (1.0 - blocked[short])
                _gesture(rows, short, np.clip(free, 0.0, 1.0), shape, time - when)
    for span in acts:
        if span.act is Act.SHOUT:
            _shout(rows, time, span, blocked)


_SHAPE = (("swing", 12.0, 38.0), ("out", 10.0, 24.0), ("twist", -34.0, 14.0), ("elbow", 74.0, 102.0),
          ("pronate", -45.0, 30.0), ("wrist", -24.0, 8.0), ("beat", 4.0, 10.0))


def _stroke(time: Floats, when: float, hold: float) -> Floats:
    return np.asarray(smooth((time - when + 0.3) / 0.42) * smooth((when + hold + 0.62 - time) / 0.62))


def _gesture(rows: Floats, short: str, weight: Floats, shape: dict[str, float], since: Floats) -> None:
    if not weight.any():
        return
    pulse = np.exp(-(((since - BEAT_S) / 0.09) ** 2)) + 0.7 * np.exp(-(((since - 0.5) / 0.1) ** 2))
    beat = shape["beat"] * pulse
    goal: dict[str, float | Floats] = {
        "swing": shape["swing"] - 0.4 * beat, "out": shape["out"], "twist": shape["twist"],
        "elbow": shape["elbow"] - 1.4 * beat, "pronate": shape["pronate"], "wrist": shape["wrist"] + 1.2 * beat,
    }
    blend(rows, short, goal, weight)
    rows[:, COLUMN["spine_yaw"]] += (2.0 if short == "r_" else -2.0) * DEGREE * weight


def _nods(said: Said, dice: np.random.Generator) -> list[float]:
    """When the head nods: on most stressed syllables, or every half to one second where the words are not known."""
    if said.accents:
        return [when + 0.04 for when in said.accents if dice.uniform() < 0.65]
    out, now = [], max(said.start, -3.0) + 0.1
    while now < said.end:
        out.append(now)
        now += float(dice.uniform(0.38, 1.1))
    return out


def _head(rows: Floats, time: Floats, said: Said, dice: np.random.Generator) -> None:
    """Nods on stressed words, a slow tilt, and now and then a turn."""
    start, end, strength, _ = said
    speaking = envelope(time, start, end, 0.2, 0.4)
    nods = np.zeros_like(time)
    for now in _nods(said, dice):
        size = float(dice.uniform(2.0, 5.5))
        nods += size * (np.exp(-(((time - now) / 0.11) ** 2)) - 0.45 * np.exp(-(((time - now - 0.24) / 0.16) ** 2)))
    tilt = np.sin(2.0 * np.pi * 0.31 * (time - start) + float(dice.uniform(0.0, 6.28)))
    turn = np.sin(2.0 * np.pi * 0.23 * (time - start) + float(dice.uniform(0.0, 6.28)))
    power = (0.5 + 0.6 * min(strength, 1.5)) * speaking * DEGREE
    rows[:, COLUMN["neck_pitch"]] += nods * power
    rows[:, COLUMN["spine_pitch"]] += 0.35 * nods * power
    rows[:, COLUMN["neck_roll"]] += 3.0 * tilt * power
    rows[:, COLUMN["neck_yaw"]] += 4.0 * turn * power


def _shout(rows: Floats, time: Floats, span: Span, blocked: dict[str, Floats]) -> None:
    start = span.start if span.start > BEFORE_ALL else -5.0
    weight = envelope(time, start, span.end, 0.22, 0.45) * min(abs(span.strength), 1.3)
    shake = np.sin(2.0 * np.pi * 5.3 * time) * 0.8
    rows[:, COLUMN["spine_pitch"]] += (9.0 + shake) * DEGREE * weight
    rows[:, COLUMN["neck_pitch"]] -= (15.0 - shake) * DEGREE * weight
    for short in ("l_", "r_"):
        free = weight * 0.7 * (1.0 - blocked[short]) * (1.0 - 0.5 * rows[:, COLUMN["full"]])
        goal = {"swing": -4.0, "out": 22.0, "elbow": 48.0, "twist": -18.0, "pronate": 40.0, "shrug": 6.0}
        blend(rows, short, goal, free)
