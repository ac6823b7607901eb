"""How wide words will be on paper, to plan with: no font is opened for it."""

from __future__ import annotations

import math
import unicodedata

POINT = 25.4 / 72
BOLD = 1.07
_ASCII = (22, 32, 47, 56, 56, 92, 68, 28, 34, 34, 47, 56, 28, 35, 28, 39, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 28,
          28, 56, 56, 56, 47, 95, 61, 66, 64, 69, 59, 55, 69, 73, 29, 54, 65, 54, 81, 72, 74, 63, 74, 64, 60, 60, 72,
          58, 88, 57, 53, 60, 34, 39, 34, 56, 56, 61, 56, 62, 51, 62, 55, 32, 56, 61, 28, 28, 55, 28, 93, 61, 61, 62,
          62, 39, 47, 38, 61, 52, 80, 50, 52, 48, 34, 27, 34, 56)
"""Advance widths of space to tilde in hundredths of the type size. Source: Noto Sans CJK KR Regular, hmtx table."""


def width(text: str, size: float, bold: bool = False) -> float:
    """The width in mm of a line of text in Noto Sans CJK KR of ``size`` points."""
    return sum(_em(letter) for letter in text) * size * POINT * (BOLD if bold else 1.0)


def lines(text: str, size: float, room: float) -> int:
    """How many lines ``text`` takes in ``room`` mm at ``size`` points, each a little short for its last word."""
    return sum(max(1, math.ceil(width(part, size) * 1.08 / room)) for part in text.split("\n")) if text else 0


def _em(letter: str) -> float:
    if " " <= letter <= "~":
        return _ASCII[ord(letter) - 32] / 100
    if letter in "·’‘°":
        return 0.57
    if "가" <= letter <= "힣":
        return 0.92
    return 1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.75
