"""Words on pictures: fonts found on the system, text drawn once and laid over frames."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from throughline.film.errors import InputError

FACES = {
    "sans": ("NotoSansCJK-Regular.ttc", "NotoSansCJKkr-Regular.otf", "NotoSansKR-Regular.ttf"),
    "bold": ("NotoSansCJK-Bold.ttc", "NotoSansCJKkr-Bold.otf", "NotoSansKR-Bold.ttf"),
    "serif": ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"),
    "title": ("NotoSerifCJK-SemiBold.ttc", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc"),
}
ROOTS = ("/usr/share/fonts", "/usr/local/share/fonts")
KOREAN_FACE = 1


@functools.cache
def font_file(face: str) -> Path:
    """The file of a face ("sans", "bold", "serif", "title") that has Korean.

    Raises:
        InputError: no such font is installed.
    """
    roots = [Path(root) for root in ROOTS] + [Path.home() / ".local/share/fonts", Path.home() / ".fonts"]
    for name in FACES[face]:
        for root in roots:
            found = sorted(root.rglob(name)) if root.is_dir() else []
            if found:
                return found[0]
    raise InputError(f"no font “{FACES[face][0]}” is installed", remedy="run: throughline setup")


@functools.lru_cache(maxsize=64)
def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    file = font_file(face)
    return ImageFont.truetype(str(file), size, index=KOREAN_FACE if file.suffix == ".ttc" else 0)


@functools.lru_cache(maxsize=512)
def written(text: str, face: str, size: int) -> NDArray[np.float32]:
    """The coverage (h, w) float32 from 0 to 1 of a line of text, tight to its height with room for accents."""
    style = font(face, size)
    width = max(1, int(style.getlength(text)) + 2)
    image = Image.new("L", (width, int(size * 1.45)))
    ImageDraw.Draw(image).text((1, 0), text, fill=255, font=style)
    return np.asarray(image, dtype=np.float32) / 255.0


@functools.lru_cache(maxsize=64)
def spaced(text: str, face: str, size: int, spacing: float) -> NDArray[np.float32]:
    """As ``written``, with ``spacing`` times the size between letters."""
    style = font(face, size)
    gap = size * spacing
    image = Image.new("L", (max(1, int(_length(text, style, gap)) + 2), int(size * 1.45)))
    pen = ImageDraw.Draw(image)
    for number, letter in enumerate(text):
        pen.text((1 + style.getlength(text[:number]) + gap * number, 0), letter, fill=255, font=style)
    return np.asarray(image, dtype=np.float32) / 255.0


def _length(text: str, style: ImageFont.FreeTypeFont, gap: float) -> float:
    return style.getlength(text) + gap * max(0, len(text) - 1)


def fitted(text: str, face: str, size: int, width: int) -> str:
    """The text, its end cut to an ellipsis where it is wider than ``width`` pixels; "" where nothing has room."""
    style = font(face, size)
    if style.getlength(text) <= width:
        return text
    kept = text
    while kept and style.getlength(kept.rstrip() + "…") > width:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept.strip() else ""


def wrapped(text: str, face: str, size: int, width: int, spacing: float = 0.0) -> list[str]:
    """The text broken into lines no wider than ``width`` pixels, between words, inside a word only if it must."""
    style, lines, gap = font(face, size), [""], size * spacing
    for word in text.split():
        trial = f"{lines[-1]} {word}".strip()
        if _length(trial, style, gap) <= width:
            lines[-1] = trial
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and _length(lines[-1] + letter, style, gap) > width:
                lines.append("")
            lines[-1] += letter
    return [line for line in lines if line]


def lay(picture: NDArray[np.uint8], coverage: NDArray[np.float32], x: int, y: int,
        colour: tuple[int, int, int] = (255, 255, 255), strength: float = 1.0) -> None:
    """Paint text coverage onto (H, W, 3) sRGB bytes in place, clipped at the picture's edges."""
    height, width = picture.shape[:2]
    x0, y0 = max(0, x), max(0, y)
    x1, y1 = min(width, x + coverage.shape[1]), min(height, y + coverage.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    alpha = (coverage[y0 - y:y1 - y, x0 - x:x1 - x] * strength)[..., None]
    under = picture[y0:y1, x0:x1].astype(np.float32)
    picture[y0:y1, x0:x1] = np.round(under * (1 - alpha) + np.array(colour, dtype=np.float32) * alpha).astype(np.uint8)
