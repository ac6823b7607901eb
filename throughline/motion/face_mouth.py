"""Lips and jaw from the sounds of the lines: every sound pulls the mouth its way for a while, the strongest pull wins.

Source: M. M. Cohen, D. W. Massaro, "Modeling coarticulation in synthetic visual speech", Models and Techniques in
Computer Animation, 1993: overlapping dominance functions D = a exp(-r |t|).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from throughline.motion.path import Floats, smooth
from throughline.motion.speech import Utterance
from throughline.sound.phonemes import Phone

CHANNELS = ("jaw", "wide", "round", "seal", "tuck", "teeth")
RATES = {"jaw": 20.0, "wide": 16.0, "round": 12.0, "seal": 34.0, "tuck": 30.0, "teeth": 22.0}
"""How fast a sound's pull on each channel fades, a second: lips round early, shut late."""
FREE = 0.18
"""The pull of a sound on a channel that it does not care for; but whatever is no bilabial parts the lips."""
EARLY_S = 0.025
"""The mouth is seen at a sound a little before it is heard."""
SILENT_PULL = 0.55
TALKED, SHOUTED = 0.8, 1.3
"""How far the jaw goes in talk and in shouting, of what VISEMES say."""
TOUCH = 0.3
"""Lips that are pulled together less than this do not touch."""
SHUT_SHARE = 0.75
"""The part of a bilabial in which the lips touch; the rest is their parting."""


@dataclass(frozen=True)
class Viseme:
    """Where a sound takes the mouth, 0 to 1 a channel; None where the sound does not care. ``pull`` is how strongly."""

    jaw: float | None = None
    wide: float | None = None
    round: float | None = None
    seal: float | None = None
    tuck: float | None = None
    teeth: float | None = None
    pull: float = 1.0


REST = Viseme(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SILENT_PULL)
VISEMES: dict[str, Viseme] = {
    "a": Viseme(0.52, 0.1, 0.0), "ɑ": Viseme(0.55, 0.0, 0.05), "ɐ": Viseme(0.50, 0.1, 0.0), "æ": Viseme(0.46, 0.4, 0.0),
    "ʌ": Viseme(0.40, 0.0, 0.12), "ɔ": Viseme(0.40, 0.0, 0.5), "ɒ": Viseme(0.48, 0.0, 0.3),
    "ə": Viseme(0.22, 0.05, 0.05, pull=0.7), "ɚ": Viseme(0.20, 0.0, 0.35), "ɜ": Viseme(0.26, 0.0, 0.3),
    "e": Viseme(0.25, 0.5, 0.0, teeth=0.1), "ɛ": Viseme(0.32, 0.4, 0.0), "ɪ": Viseme(0.17, 0.4, 0.0),
    "i": Viseme(0.12, 0.75, 0.0, teeth=0.2), "ᵻ": Viseme(0.15, 0.3, 0.0, pull=0.7),
    "o": Viseme(0.26, 0.0, 0.7), "u": Viseme(0.12, 0.0, 0.95), "ʊ": Viseme(0.16, 0.0, 0.65),
    "ɯ": Viseme(0.10, 0.45, 0.0, teeth=0.1), "ɨ": Viseme(0.12, 0.4, 0.0), "y": Viseme(0.12, 0.0, 0.85),
    "ø": Viseme(0.24, 0.0, 0.7), "œ": Viseme(0.30, 0.0, 0.6), "ɤ": Viseme(0.28, 0.2, 0.0),
    "m": Viseme(0.05, seal=1.0), "b": Viseme(0.07, seal=1.0), "p": Viseme(0.07, seal=1.0),
    "f": Viseme(0.09, 0.1, 0.0, 0.0, 1.0), "v": Viseme(0.09, 0.1, 0.0, 0.0, 0.9),
    "w": Viseme(0.10, 0.0, 0.95, 0.0, pull=0.9), "ɥ": Viseme(0.10, 0.0, 0.9, 0.0, pull=0.9),
    "θ": Viseme(0.16, teeth=0.35, pull=0.8), "ð": Viseme(0.16, teeth=0.3, pull=0.6),
    "t": Viseme(0.11, teeth=0.2, pull=0.6), "d": Viseme(0.12, teeth=0.2, pull=0.6),
    "n": Viseme(0.13, teeth=0.15, pull=0.55), "l": Viseme(0.18, teeth=0.1, pull=0.5),
    "ɾ": Viseme(0.15, pull=0.45), "r": Viseme(0.15, pull=0.5),
    "ɹ": Viseme(0.14, round=0.4, pull=0.6),
    "s": Viseme(0.05, 0.3, None, 0.0, teeth=0.5, pull=0.8), "z": Viseme(0.06, 0.3, None, 0.0, teeth=0.45, pull=0.8),
    "ʃ": Viseme(0.08, None, 0.5, 0.0, teeth=0.5), "ʒ": Viseme(0.08, None, 0.5, 0.0, teeth=0.45),
    "ɕ": Viseme(0.07, 0.3, 0.1, 0.0, teeth=0.5, pull=0.8),
    "k": Viseme(0.18, pull=0.4), "ɡ": Viseme(0.18, pull=0.4), "ŋ": Viseme(0.20, pull=0.4),
    "x": Viseme(0.20, pull=0.4), "q": Viseme(0.18, pull=0.3),
    "h": Viseme(None, pull=0.15), "j": Viseme(0.10, 0.55, 0.0, 0.0, pull=0.7),
}
AFFRICATES = {"tʃ": "ʃ", "dʒ": "ʒ", "tɕ": "ɕ", "dʑ": "ɕ", "ts": "s", "dz": "z"}
NOBODYS = Viseme(0.15, pull=0.3)
"""A sound that the table does not know: the mouth a little open."""


def viseme(symbol: str) -> Viseme:
    """The mouth of an IPA symbol; of a diphthong or a long sound that of its first letter, REST for silence."""
    if not symbol:
        return REST
    plain = AFFRICATES.get(symbol[:2], symbol)
    return next((VISEMES[letter] for letter in plain if letter in VISEMES), NOBODYS)


def seals(phone: Phone) -> bool:
    """Whether the lips must be shut for a sound."""
    return viseme(phone.symbol).seal == 1.0


def mouth(lines: tuple[Utterance, ...], time: Floats, dice: np.random.Generator) -> tuple[Floats, Floats]:
    """The channels (F, len(CHANNELS)) at ``time`` (F,) in seconds, 0 to 1, and how far the lines rule the mouth (F,).

    In every bilabial at least one frame has the lips wholly shut.
    """
    out, ruled = np.zeros((len(time), len(CHANNELS))), np.zeros(len(time))
    for line in lines:
        parts = [part for phone in line.phones for part in _parts(phone)]
        life = dice.uniform(0.88, 1.12, len(parts))
        rule = smooth((time - line.start + 0.15) / 0.12) * smooth((line.end + 0.3 - time) / 0.25)
        near = np.flatnonzero(rule > 0.0)
        if not len(near) or not any(phone.symbol for phone in line.phones):
            continue
        rows = _pulled(line, parts, life, time[near] + EARLY_S)
        seal = CHANNELS.index("seal")
        rows[:, seal] = smooth((rows[:, seal] - TOUCH) / (1.0 - 2.0 * TOUCH))
        _shut(rows, line, time[near])
        share = rule[near, None]
        out[near] = out[near] * (1.0 - share) + rows * share
        ruled = np.maximum(ruled, rule)
    return np.clip(out, 0.0, 1.0), ruled


def _parts(phone: Phone) -> list[Phone]:
    """A diphthong as its two ends; any other sound as it is."""
    ends = [letter for letter in phone.symbol if letter in VISEMES]
    if len(ends) < 2 or phone.symbol[:2] in AFFRICATES:
        return [phone]
    middle = phone.begin + 0.55 * (phone.end - phone.begin)
    return [Phone(phone.begin, middle, ends[0], phone.stress), Phone(middle, phone.end, ends[-1], phone.stress)]


def _pulled(line: Utterance, parts: list[Phone], life: Floats, time: Floats) -> Floats:
    """The sounds' targets (T, len(CHANNELS)) weighted by their dominance at every time."""
    first, last = Phone(-0.5, 0.0, ""), Phone(line.end - line.start, line.end - line.start + 0.5, "")
    every = [first, *parts, last]
    begin = np.array([line.start + part.begin for part in every])
    end = np.array([line.start + part.end for part in every])
    middle, half = 0.5 * (begin + end), 0.5 * (end - begin)
    away = np.maximum(np.abs(time[:, None] - middle) - 0.55 * half, 0.0)
    scale = np.concatenate([[1.0], life, [1.0]])
    faces = [viseme(part.symbol) for part in every]
    out = np.zeros((len(time), len(CHANNELS)))
    for number, name in enumerate(CHANNELS):
        wished = [getattr(face, name) for face in faces]
        target = np.array([0.0 if one is None else one for one in wished])
        free = 1.0 if name == "seal" else FREE
        pull = np.array([face.pull * (free if one is None else 1.0) for face, one in zip(faces, wished, strict=True)])
        if name == "jaw":
            strong = np.array([1.12 if part.stress == 2 else 0.86 for part in every])
            target = np.minimum(target * strong * scale * (SHOUTED if line.loud else TALKED), 0.85)
        dominance = pull * np.exp(-RATES[name] * away)
        out[:, number] = (dominance * target).sum(axis=1) / np.maximum(dominance.sum(axis=1), 1e-9)
    return out


def _shut(rows: Floats, line: Utterance, time: Floats) -> None:
    """Shuts the lips in every bilabial, at the nearest frame where it falls between two, in place."""
    seal = CHANNELS.index("seal")
    for phone in line.phones:
        if seals(phone):
            begin = line.start + phone.begin
            end = begin + SHUT_SHARE * (phone.end - phone.begin)
            inside = (time >= begin) & (time < end)
            if not inside.any():
                inside[np.abs(time - 0.5 * (begin + end)).argmin()] = True
            rows[inside, seal] = 1.0
