"""Live-action plates: footage read at the film's size and rate, lens distortion, and what is rendered laid over it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from fractions import Fraction
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from throughline.film.errors import InputError
from throughline.picture import footage

Picture = NDArray[np.uint8]
STAND_IN_DISTORTION = -0.045
OVERLAID = ("Cast", "Vehicles", "Props", "Effects")


def taken(path: Path, frames: int, size: tuple[int, int], rate: Fraction) -> Generator[Picture, None, None]:
    """The first ``frames`` frames of a plate as (H, W, 3) uint8 sRGB, at the film's rate, filling ``size``.

    Raises:
        InputError: it cannot be read, or is shorter than the shot.
        EngineError: ffmpeg is missing.
    """
    count = 0
    with closing(footage.frames(path, size, rate, fill=True)) as pictures:
        for picture in islice(pictures, frames):
            count += 1
            yield picture
    if count < frames:
        raise InputError(f"the plate has {count} frames where the shot needs {frames}", file=str(path),
                         remedy="give a longer take or shorten the shot")


def distorted(picture: NDArray[np.generic], strength: float) -> NDArray[np.generic]:
    """The picture through a lens that bends straight lines: one radial term, ``strength`` below 0 is barrel.

    Source: Brown (1966), first radial coefficient, on the half diagonal.
    """
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    cx, cy = (width - 1) / 2, (height - 1) / 2
    reach = float(np.hypot(cx, cy))
    u, v = (x - cx) / reach, (y - cy) / reach
    square = u * u + v * v
    bend = 1.0 + strength * square
    return np.asarray(cv2.remap(picture, cx + u * bend * reach, cy + v * bend * reach, cv2.INTER_LINEAR,
                                borderMode=cv2.BORDER_REFLECT_101))


def overlay(plate: Picture, rendered: Picture, ids: NDArray[np.integer], names: Sequence[str],
            strength: float) -> Picture:
    """What is rendered (cast, vehicles, props, effects) over the plate, bent as its lens is, its edge a pixel soft.

    ``ids`` (H, W) and ``names`` are a render's ID pass; ``strength`` as for ``distorted``.
    """
    numbers = [number + 1 for number, name in enumerate(names) if name.startswith(OVERLAID)]
    cover = cv2.GaussianBlur(np.isin(ids, numbers).astype(np.float32), (0, 0), 0.7)
    if strength:
        cover, rendered = np.asarray(distorted(cover, strength)), np.asarray(distorted(rendered, strength))
    alpha = cover[..., None]
    return np.asarray(np.round(plate * (1 - alpha) + rendered * alpha), dtype=np.uint8)


def photographed(picture: Picture, seed: int, frame: int) -> Picture:
    """A rendered picture as a camera would have taken it: bent by the lens, a little soft, with grain of its own."""
    soft = cv2.GaussianBlur(np.asarray(distorted(picture, STAND_IN_DISTORTION)), (0, 0), 0.6)
    random = np.random.Generator(np.random.PCG64([seed, frame]))
    grain = cv2.GaussianBlur(random.standard_normal(soft.shape[:2]).astype(np.float32), (0, 0), 0.7)[..., None] * 7.0
    return np.asarray(np.clip(soft + grain, 0, 255), dtype=np.uint8)
