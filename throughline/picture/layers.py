"""Drawings in layers: laid together over white, and told apart by a digest of what is seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from throughline.film.errors import InputError

MOST_PIXELS = 120_000_000


def flattened(layers: Iterable[tuple[Path, float]], size: tuple[int, int]) -> Image.Image:
    """The layers (file, opacity) from below over white, RGB, every one brought to ``size``.

    Raises:
        InputError: a layer cannot be read as a picture.
    """
    page = Image.new("RGBA", size, "white")
    for file, opacity in layers:
        drawn = opened(file).convert("RGBA")
        if drawn.size != size:
            drawn = drawn.resize(size, Image.Resampling.LANCZOS)
        if opacity < 1.0:
            drawn.putalpha(drawn.getchannel("A").point([round(level * opacity) for level in range(256)]))
        page.alpha_composite(drawn)
    return page.convert("RGB")


def opened(file: Path) -> Image.Image:
    """The picture in a file, read whole.

    Raises:
        InputError: it is none, or absurdly large.
    """
    try:
        with Image.open(file) as image:
            if image.width * image.height > MOST_PIXELS:
                raise InputError(f"is {image.width} × {image.height} pixels", file=str(file),
                                 remedy="save it smaller")
            image.load()
            return image.copy()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("cannot be read as a picture", file=str(file), remedy="save it as PNG again") from error


def fitted(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture whole within ``size``, RGB, on white where its shape is another."""
    clear = picture.mode in ("RGBA", "LA", "PA", "P")
    flat = picture.convert("RGBA" if clear else "RGB")
    share = min(size[0] / flat.width, size[1] / flat.height)
    inner = max(1, round(flat.width * share)), max(1, round(flat.height * share))
    if abs(inner[0] - size[0]) <= 2 and abs(inner[1] - size[1]) <= 2:
        inner = size
    small = flat.resize(inner, Image.Resampling.LANCZOS, reducing_gap=3.0)
    page = Image.new("RGB", size, "white")
    page.paste(small, ((size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2), small if clear else None)
    return page


def digest(picture: Image.Image) -> str:
    """SHA-256 of a picture's size and colours, however its file is packed."""
    return hashlib.sha256(f"{picture.width}x{picture.height}:".encode() + picture.convert("RGB").tobytes()).hexdigest()
