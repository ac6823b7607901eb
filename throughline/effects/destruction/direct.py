"""What is asked of a collapse, in words, Korean or English."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.film.effect import EffectOrder

Reals = NDArray[np.float64]
FLOORS, TOPPLE, PANCAKE, HOLE = "floors", "topple", "pancake", "hole"

_MANNERS = (
    (HOLE, r"\bhole\b|\bpunch|smash\w* through|crash\w* through|bursts? through|구멍|뚫"),
    (PANCAKE, r"pancake|straight down|collaps\w* on itself|팬케이크|주저앉|폭삭|수직으로"),
    (FLOORS, r"(floor|stor(e)?y) (by|after) (floor|stor(e)?y)|progressive|층층이|한\s?층씩|층마다|층부터|차례로"),
    (TOPPLE, r"toppl|tips? over|keels? over|falls? over|falls? to|sideways|넘어|쓰러|기울"),
)
_SIDES = (
    (90.0, r"\b(to|on) (the|its) left\b|\bleftwards?\b|왼쪽|왼편|좌측"),
    (-90.0, r"\b(to|on) (the|its) right\b|\brightwards?\b|오른쪽|오른편|우측"),
    (0.0, r"\bforwards?\b|to the front|앞으로|앞쪽|정면"),
    (180.0, r"\bbackwards?\b|to the (back|rear)|뒤로|뒤쪽"),
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
             "twelfth")
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SINO = ("일", "이", "삼", "사", "오", "육", "칠", "팔", "구", "십")
_NATIVE = ("첫", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열")


@dataclass(frozen=True)
class Direction:
    """How it comes down: ``manner`` FLOORS, TOPPLE, PANCAKE or HOLE; ``storey`` the floor where it begins, counted
    from 1, None where nobody says; ``way`` (2,) the unit direction over the ground, in the world, None: none."""

    manner: str
    storey: int | None
    way: tuple[float, float] | None


def direction(order: EffectOrder) -> Direction:
    """The order's words, and its direction, understood. Left and right are the building's own."""
    said = " ".join(order.words).lower()
    manner = next((name for name, pattern in _MANNERS if re.search(pattern, said)), None)
    side = next((angle for angle, pattern in _SIDES if re.search(pattern, said)), None)
    way = None
    if side is not None:
        heading = order.facing + np.radians(side)
        way = float(np.cos(heading)), float(np.sin(heading))
    elif order.direction is not None and np.hypot(*order.direction[:2]) > 1e-6:
        x, y = order.direction[:2] / np.hypot(*order.direction[:2])
        way = float(x), float(y)
    if manner is None:
        manner = TOPPLE if side is not None else FLOORS
    return Direction(manner, storey(said), way)


def storey(said: str) -> int | None:
    """The number of the floor that is named, counted from 1, or None."""
    found = re.search(r"(\d+)\s*(?:st|nd|rd|th)?[- ](?:floor|stor|level)|(?:floor|level|storey|story)\s+(\d+)|"
                      r"(\d+)\s*층", said)
    if found:
        return max(1, int(next(group for group in found.groups() if group)))
    for words, pattern in ((_ORDINALS, r"\b{}\b(?=\s+(?:floor|stor|level)|\s*(?:$|[,.]))"),
                           (_COUNTED, r"(?:floor|level|storey|story)\s+{}\b"),
                           (_NATIVE, r"{}\s*번째\s*층"), (_SINO, r"(?<![가-힣]){}\s?층")):
        for number, word in enumerate(words, 1):
            if re.search(pattern.format(word), said):
                return number
    return None
