"""How a manner of moving shows: what "tired" or "proud" does to posture, arms and steps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Manner:
    """Angles in degrees. ``spine`` and ``head`` add to pitch; ``elbow``, ``shrug`` and ``out`` to the arms;
    ``swing``, ``bounce`` and ``width`` multiply; ``rate`` multiplies the step rate; ``drop`` bends the knees (part
    of the leg); ``sway`` metres of wandering off the path; ``limp`` from 0 to 1; ``restless`` multiplies small
    movement."""

    spine: float = 0.0
    head: float = 0.0
    elbow: float = 0.0
    shrug: float = 0.0
    fore: float = 0.0
    out: float = 0.0
    swing: float = 1.0
    bounce: float = 1.0
    width: float = 1.0
    rate: float = 1.0
    drop: float = 0.0
    sway: float = 0.0
    limp: float = 0.0
    restless: float = 1.0


MANNERS: dict[str, Manner] = {
    "neutral": Manner(),
    "tired": Manner(spine=11, head=12, fore=10, swing=0.6, bounce=0.8, width=1.15, rate=0.97, drop=0.012,
                    restless=0.7),
    "afraid": Manner(spine=8, head=-4, elbow=38, shrug=10, fore=10, swing=0.5, width=0.9, rate=1.05, drop=0.02,
                     restless=2.0),
    "proud": Manner(spine=-6, head=-4, fore=-8, shrug=-2, out=4, swing=1.2, bounce=1.1, rate=0.97),
    "drunk": Manner(spine=5, head=8, out=10, swing=0.9, bounce=1.2, width=2.2, rate=0.95, sway=0.14, drop=0.015,
                    restless=2.2),
    "old": Manner(spine=24, head=-15, elbow=22, fore=10, swing=0.5, bounce=0.6, width=1.3, rate=1.06, drop=0.035),
    "limping": Manner(spine=5, head=4, out=4, swing=0.8, width=1.2, rate=0.97, limp=1.0, drop=0.01),
}


def manner(word: str) -> Manner:
    """The Manner of a word; one that is not known moves as neutral (``motion.warnings`` says so)."""
    return MANNERS.get(word.strip().lower(), MANNERS["neutral"])
