"""What is written over pictures: slate and timecode for previs and animatic; titles and subtitles for the film."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from throughline.film.shot import Shot, TitleCard
from throughline.picture.lettering import lay, wrapped, written

Picture = NDArray[np.uint8]
BAR = 0.095
INK, PALE = (235, 235, 230), (160, 164, 170)


def timecode(frame: int, rate: Fraction) -> str:
    """HH:MM:SS:FF of a film frame, counted at the nearest whole rate (non-drop).

    Source: SMPTE ST 12-1, non-drop-frame counting.
    """
    base = round(rate)
    seconds, frames = divmod(frame, base)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{frames:02d}"


def with_bars(picture: Picture) -> Picture:
    """The picture between two dark bars that carry the slate: (H + 2 bars, W, 3), even height."""
    height, width = picture.shape[:2]
    bar = bar_height(height)
    canvas = np.full((height + 2 * bar, width, 3), 14, dtype=np.uint8)
    canvas[bar:bar + height] = picture
    return canvas


def bar_height(height: int) -> int:
    return max(16, round(height * BAR / 2) * 2)


def slate(canvas: Picture, shot: Shot, title: str, label: str, frame: int, film_frame: int, rate: Fraction) -> None:
    """Burn slate and timecode into the bars of a canvas from ``with_bars``, in place."""
    height, width = canvas.shape[:2]
    bar = round(height * BAR / (1 + 2 * BAR) / 2) * 2
    bar = max(16, bar)
    size = max(9, int(bar * 0.58))
    top, low, pad = (bar - int(size * 1.45)) // 2, height - bar + (bar - int(size * 1.45)) // 2, size // 2
    lens = f"{shot.size.name}  {shot.lens_mm} mm  {shot.move.value}"
    _left(canvas, f"{shot.id}", "bold", size, pad, top, INK)
    _middle(canvas, title, size, top)
    _right(canvas, label, "sans", size, width - pad, top, PALE)
    _left(canvas, lens, "sans", size, pad, low, PALE)
    _middle(canvas, f"{frame + 1:03d}/{shot.frames:03d}", size, low)
    _right(canvas, timecode(film_frame, rate), "bold", size, width - pad, low, INK)


def _left(canvas: Picture, text: str, face: str, size: int, x: int, y: int, colour: tuple[int, int, int]) -> None:
    lay(canvas, written(text, face, size), x, y, colour)


def _right(canvas: Picture, text: str, face: str, size: int, x: int, y: int, colour: tuple[int, int, int]) -> None:
    coverage = written(text, face, size)
    lay(canvas, coverage, x - coverage.shape[1], y, colour)


def _middle(canvas: Picture, text: str, size: int, y: int) -> None:
    coverage = written(text, "sans", size)
    lay(canvas, coverage, (canvas.shape[1] - coverage.shape[1]) // 2, y, PALE)


def titles(picture: Picture, cards: Sequence[TitleCard], frame: int) -> None:
    """Draw the texts on screen that are due at a local frame, centred, with a quarter-second fade, in place."""
    for card in cards:
        if not card.frame_in <= frame <= card.frame_out:
            continue
        fade = min(1.0, (frame - card.frame_in + 1) / 6, (card.frame_out - frame + 1) / 6)
        height, width = picture.shape[:2]
        size = max(12, int(height * 0.085))
        lines = wrapped(card.text, "sans", size, int(width * 0.82))
        y = int(height * 0.5 - len(lines) * size * 0.72)
        for line in lines:
            coverage = written(line, "sans", size)
            x = (width - coverage.shape[1]) // 2
            lay(picture, coverage, x + 1, y + 1, (0, 0, 0), fade * 0.8)
            lay(picture, coverage, x, y, (240, 238, 232), fade)
            y += int(size * 1.42)
