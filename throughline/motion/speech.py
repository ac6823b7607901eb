"""What a body says and when: the lines of a shot as sounds in seconds, and the syllables that it stresses."""

from __future__ import annotations

from dataclasses import dataclass

from throughline.sound.phonemes import Phone

APART_S = 0.22
"""Stressed syllables nearer to each other than this are one accent."""
PAUSE_S = 0.12


@dataclass(frozen=True)
class Utterance:
    """A line spoken on screen from ``start`` to ``end``, in seconds of the shot; ``phones`` count from ``start``.

    ``asks`` and ``loud``: it is a question, it is shouted.
    """

    start: float
    end: float
    phones: tuple[Phone, ...]
    asks: bool = False
    loud: bool = False


def accents(lines: tuple[Utterance, ...]) -> tuple[float, ...]:
    """When the stressed syllables begin, in seconds of the shot, in order."""
    out: list[float] = []
    for line in lines:
        for phone in line.phones:
            when = line.start + phone.begin
            if phone.stress == 2 and phone.symbol and (not out or when - out[-1] >= APART_S):
                out.append(when)
    return tuple(out)


def pauses(line: Utterance) -> tuple[tuple[float, float], ...]:
    """The silences within a line and after it, in seconds of the shot."""
    return tuple((line.start + phone.begin, line.start + phone.end) for phone in line.phones
                 if not phone.symbol and phone.end - phone.begin >= PAUSE_S)


def voiced_until(line: Utterance) -> float:
    """When the last sound of a line ends, in seconds of the shot."""
    return max((line.start + phone.end for phone in line.phones if phone.symbol), default=line.start)
