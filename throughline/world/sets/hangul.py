"""Hangul drawn with strokes: syllables put together from their letters, for signboards that read.

Source: The Unicode Standard 15.0, section 3.12 (Hangul syllable decomposition).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from throughline.world.shapes import f32

Stroke = tuple[float, float, float, float]
Frame = tuple[float, float, float, float]

_RING = tuple((0.5 + 0.5 * np.cos(a), 0.5 + 0.5 * np.sin(a), 0.5 + 0.5 * np.cos(b), 0.5 + 0.5 * np.sin(b))
              for a, b in ((n * np.pi / 4, (n + 1) * np.pi / 4) for n in range(8)))
_SHORT_RING = tuple((x, 0.62 * y, u, 0.62 * v) for x, y, u, v in _RING)
_G: tuple[Stroke, ...] = ((0, 1, 1, 1), (1, 1, 1, 0))
_N: tuple[Stroke, ...] = ((0, 1, 0, 0), (0, 0, 1, 0))
_D: tuple[Stroke, ...] = ((0, 1, 1, 1), *_N)
_S: tuple[Stroke, ...] = ((0.5, 1, 0, 0), (0.5, 1, 1, 0))
LETTERS: dict[str, tuple[Stroke, ...]] = {
    "ㄱ": _G, "ㄴ": _N, "ㄷ": _D,
    "ㄹ": ((0, 1, 1, 1), (1, 1, 1, 0.5), (0, 0.5, 1, 0.5), (0, 0.5, 0, 0), (0, 0, 1, 0)),
    "ㅁ": ((0, 0, 1, 0), (0, 1, 1, 1), (0, 0, 0, 1), (1, 0, 1, 1)),
    "ㅂ": ((0, 0, 1, 0), (0, 0.5, 1, 0.5), (0, 0, 0, 1), (1, 0, 1, 1)),
    "ㅅ": _S, "ㅇ": _RING, "ㅈ": ((0, 1, 1, 1), *_S),
    "ㅊ": ((0.3, 1, 0.7, 1), (0, 0.76, 1, 0.76), (0.5, 0.76, 0, 0), (0.5, 0.76, 1, 0)),
    "ㅋ": (*_G, (0, 0.5, 1, 0.5)), "ㅌ": (*_D, (0, 0.5, 1, 0.5)),
    "ㅍ": ((0, 1, 1, 1), (0, 0, 1, 0), (0.28, 0, 0.28, 1), (0.72, 0, 0.72, 1)),
    "ㅎ": ((0.3, 1, 0.7, 1), (0, 0.78, 1, 0.78), *_SHORT_RING),
}
_FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_DOUBLE = {"ㄲ": "ㄱㄱ", "ㄸ": "ㄷㄷ", "ㅃ": "ㅂㅂ", "ㅆ": "ㅅㅅ", "ㅉ": "ㅈㅈ",
           "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ",
           "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
_LAST = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
# upright part (right of the first letter) and level part (under it) of each of the 21 vowels
_UPRIGHT = ("a", "ae", "ya", "yae", "o", "e", "yo", "ye", "", "a", "ae", "i", "", "", "o", "e", "i", "", "", "i", "i")
_LEVEL = ("", "", "", "", "", "", "", "", "up", "up", "up", "up", "up2", "down", "down", "down", "down", "down2", "bar",
          "bar", "")
_BAR: Stroke = (0.45, 0, 0.45, 1)
_TWO: tuple[Stroke, ...] = ((0.35, 0, 0.35, 1), (0.95, 0, 0.95, 1))
_UPRIGHTS: dict[str, tuple[Stroke, ...]] = {
    "a": (_BAR, (0.45, 0.5, 1, 0.5)), "ya": (_BAR, (0.45, 0.64, 1, 0.64), (0.45, 0.36, 1, 0.36)),
    "o": (_BAR, (-0.15, 0.5, 0.45, 0.5)), "yo": (_BAR, (-0.15, 0.64, 0.45, 0.64), (-0.15, 0.36, 0.45, 0.36)),
    "ae": (*_TWO, (0.35, 0.5, 0.95, 0.5)), "yae": (*_TWO, (0.35, 0.62, 0.95, 0.62), (0.35, 0.38, 0.95, 0.38)),
    "e": (*_TWO, (-0.2, 0.5, 0.35, 0.5)), "ye": (*_TWO, (-0.2, 0.62, 0.35, 0.62), (-0.2, 0.38, 0.35, 0.38)),
    "i": ((0.6, 0, 0.6, 1),),
}
_LEVELS: dict[str, tuple[Stroke, ...]] = {
    "up": ((0, 0.1, 1, 0.1), (0.5, 0.1, 0.5, 0.9)), "up2": ((0, 0.1, 1, 0.1), (0.32, 0.1, 0.32, 0.9),
                                                            (0.68, 0.1, 0.68, 0.9)),
    "down": ((0, 0.8, 1, 0.8), (0.5, 0.8, 0.5, 0)), "down2": ((0, 0.8, 1, 0.8), (0.32, 0.8, 0.32, 0),
                                                               (0.68, 0.8, 0.68, 0)),
    "bar": ((0, 0.5, 1, 0.5),),
}


def _placed(strokes: tuple[Stroke, ...], frame: Frame) -> list[Stroke]:
    x0, y0, x1, y1 = frame
    w, h = x1 - x0, y1 - y0
    return [(x0 + a * w, y0 + b * h, x0 + c * w, y0 + d * h) for a, b, c, d in strokes]


def _letter(letter: str, frame: Frame) -> list[Stroke]:
    if letter not in _DOUBLE:
        return _placed(LETTERS[letter], frame)
    x0, y0, x1, y1 = frame
    half = (x1 - x0) * 0.42
    pair = _DOUBLE[letter]
    return _placed(LETTERS[pair[0]], (x0, y0, x0 + half, y1)) + _placed(LETTERS[pair[1]], (x1 - half, y0, x1, y1))


def syllable(character: str) -> list[Stroke]:
    """The strokes (x0, y0, x1, y1) of a Hangul syllable in the unit square; nothing for any other character."""
    code = ord(character) - 0xAC00
    if not 0 <= code < 11172:
        return []
    first, vowel, last = _FIRST[code // 588], code % 588 // 28, _LAST[code % 28]
    floor = 0.06 if last == " " else 0.42
    upright, level = _UPRIGHT[vowel], _LEVEL[vowel]
    right = 0.60 if upright else 0.90
    bottom = floor + (0.94 - floor) * (0.45 if level else 0.06)
    strokes = _letter(first, (0.10, bottom, right - (0.06 if upright else 0.08), 0.93))
    if level:
        strokes += _placed(_LEVELS[level], (0.06, floor, right, bottom - 0.07))
    if upright:
        strokes += _placed(_UPRIGHTS[upright], (0.66, floor - 0.02, 0.96, 0.97))
    if last != " ":
        strokes += _letter(last, (0.18, 0.06, 0.86, 0.30))
    return strokes


@lru_cache(maxsize=512)
def outline(character: str, weight: float = 0.085) -> NDArray[np.float32]:
    """The quads (Q, 4, 2) that draw ``character`` in the unit square with strokes ``weight`` wide."""
    strokes = np.array(syllable(character), np.float32).reshape(-1, 2, 2)
    along = strokes[:, 1] - strokes[:, 0]
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
    side = np.stack([-along[:, 1], along[:, 0]], axis=1) * f32(weight / 2)
    cap = along * f32(weight / 2)
    start, end = strokes[:, 0] - cap, strokes[:, 1] + cap
    return np.stack([start - side, end - side, end + side, start + side], axis=1)


def written(text: str, *, upright: bool = False, weight: float = 0.085) -> NDArray[np.float32]:
    """The quads (Q, 4, 2) of ``text``, each letter 1 by 1 with its first at the origin; ``upright``: downwards."""
    parts = [outline(letter, weight) + f32([0, -n] if upright else [n, 0]) for n, letter in enumerate(text)]
    return np.concatenate(parts) if parts else np.zeros((0, 4, 2), np.float32)
