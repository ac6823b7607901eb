"""What is written over pictures: slate and timecode for previs and animatic; titles and subtitles for the film."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray

from throughline.film.shot import Shot, TitleCard
from throughline.picture.lettering import fitted, lay, spaced, wrapped, written

Picture = NDArray[np.uint8]
Cover = NDArray[np.float32]
BAR, SMALLEST_BAR = 0.095, 20
LETTER = 0.56
GROUND = 14
INK, PALE = (238, 238, 233), (162, 166, 172)
TITLE, TITLE_SPACING, FADE = (242, 240, 234), 0.14, 8


def timecode(frame: int, rate: Fraction) -> str:
    """HH:MM:SS:FF of a film frame, counted at the nearest whole rate (non-drop).

    Source: SMPTE ST 12-1, non-drop-frame counting.
    """
    base = round(rate)
    seconds, frames = divmod(frame, base)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{frames:02d}"


def bar_height(height: int) -> int:
    """Even height in pixels of one bar beside a picture ``height`` high."""
    return max(SMALLEST_BAR, round(height * BAR / 2) * 2)


def with_bars(picture: Picture) -> Picture:
    """The picture between two dark bars that carry the slate: (H + 2 bars, W, 3), even height."""
    height, width = picture.shape[:2]
    bar = bar_height(height)
    canvas = np.full((height + 2 * bar, width, 3), GROUND, dtype=np.uint8)
    canvas[bar:bar + height] = picture
    return canvas


def _bar_of(canvas_height: int) -> int:
    """The height of a bar of a canvas made by ``with_bars``."""
    near = round(canvas_height / (1 + 2 * BAR) / 2) * 2
    for height in (near, *(near + step for step in (-2, 2, -4, 4, -6, 6))):
        if height + 2 * bar_height(height) == canvas_height:
            return bar_height(height)
    return SMALLEST_BAR


def slate(canvas: Picture, shot: Shot, title: str, label: str, frame: int, film_frame: int, rate: Fraction) -> None:
    """Burn slate and timecode into the bars of a canvas from ``with_bars``, in place.

    Above: shot, title, ``label``. Below: size, lens and move, the frame's number in the shot, the film's timecode.
    """
    height = canvas.shape[0]
    bar = _bar_of(height)
    size = round(bar * LETTER)
    framing = f"{shot.size.name}   {shot.lens_mm} mm   {shot.move.value}"
    _row(canvas, (shot.id, "bold", INK), (title, "sans", PALE), (label, "bold", PALE), size, bar // 2)
    _row(canvas, (framing, "sans", PALE), (f"{frame + 1:03d} / {shot.frames:03d}", "sans", PALE),
         (timecode(film_frame, rate), "bold", INK), size, height - bar // 2)


Word = tuple[str, str, tuple[int, int, int]]


def _row(canvas: Picture, left: Word, middle: Word, right: Word, size: int, y: int) -> None:
    """Three texts on one line, ``y`` its middle; the middle one gives way (smaller, then cut) where room is short."""
    width, pad = canvas.shape[1], round(size * 0.8)
    sides = [written(text, face, size) for text, face, _ in (left, right)]
    room = width - 2 * pad - 2 * max(side.shape[1] for side in sides) - 2 * size
    top = y - sides[0].shape[0] // 2
    lay(canvas, sides[0], pad, top, left[2])
    lay(canvas, sides[1], width - pad - sides[1].shape[1], top, right[2])
    text = fitted(middle[0], middle[1], size, room)
    if text:
        cover = written(text, middle[1], size)
        lay(canvas, cover, (width - cover.shape[1]) // 2, top, middle[2])


def titles(picture: Picture, cards: Sequence[TitleCard], frame: int) -> None:
    """Draw the texts on screen that are due at a local frame, centred, letter-spaced, fading in and out, in place."""
    for card in cards:
        if card.frame_in <= frame <= card.frame_out:
            fade = min(1.0, (frame - card.frame_in + 1) / FADE, (card.frame_out - frame + 1) / FADE)
            cover, shadow = _title(card.text, *picture.shape[:2])
            lay(picture, shadow, 0, 0, (0, 0, 0), fade * fade * (3 - 2 * fade))
            lay(picture, cover, 0, 0, TITLE, fade * fade * (3 - 2 * fade))


@functools.lru_cache(maxsize=16)
def _title(text: str, height: int, width: int) -> tuple[Cover, Cover]:
    """Coverage (H, W) of a title in the picture's middle, and of the soft shadow under it."""
    size = max(12, round(height * 0.078))
    most = int(width * 0.80)
    lines = [line for part in text.splitlines() or [text] for line in wrapped(part, "title", size, most, TITLE_SPACING)]
    step = round(size * 1.6)
    while len(lines) * step > height * 0.86 and size > 12:
        size = max(12, round(size * 0.88))
        step = round(size * 1.6)
        lines = [line for part in text.splitlines() for line in wrapped(part, "title", size, most, TITLE_SPACING)]
    cover = np.zeros((height, width), np.float32)
    y = (height - len(lines) * step) // 2
    for line in lines:
        word = spaced(line, "title", size, TITLE_SPACING)
        _into(cover, word, (width - word.shape[1]) // 2, y + (step - word.shape[0]) // 2)
        y += step
    wide, near = cv2.GaussianBlur(cover, (0, 0), size * 0.42), cv2.GaussianBlur(cover, (0, 0), max(0.8, size * 0.06))
    return cover, np.asarray(np.clip(wide * 1.7 + near * 0.8, 0, 0.80), np.float32)


def _into(cover: Cover, word: Cover, x: int, y: int) -> None:
    height, width = cover.shape
    x0, y0, x1, y1 = max(0, x), max(0, y), min(width, x + word.shape[1]), min(height, y + word.shape[0])
    if x1 > x0 and y1 > y0:
        part = word[y0 - y:y1 - y, x0 - x:x1 - x]
        cover[y0:y1, x0:x1] = np.maximum(cover[y0:y1, x0:x1], part)
