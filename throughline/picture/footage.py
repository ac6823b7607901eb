"""Footage that somebody else made: any clip that ffmpeg reads, as frames of the film's size and rate."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Generator, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from throughline.film.errors import InputError
from throughline.picture.video import QUIET, program

Picture = NDArray[np.uint8]


def frames(path: Path, size: tuple[int, int], rate: Fraction, *, fill: bool = False) -> Generator[Picture, None, None]:
    """The clip's frames (H, W, 3) uint8 sRGB of ``size`` (width, height) at ``rate``, whole on black where its aspect
    is another one, or with ``fill`` cut at its edges instead.

    Raises:
        InputError: it is no clip, or broken. EngineError: ffmpeg is missing.
    """
    width, height = size
    ratio, edge = ("increase", f"crop={width}:{height}") if fill else \
        ("decrease", f"pad={width}:{height}:(ow-iw)/2:(oh-ih)/2")
    fit = (f"fps={rate},scale={width}:{height}:force_original_aspect_ratio={ratio}:flags=area,{edge},setsar=1,"
           "format=rgb24")
    command = [program(), *QUIET, "-xerror", "-protocol_whitelist", "file,pipe", "-threads", "1", "-i", f"file:{path}",
               "-map", "0:v:0", "-vf", fit, "-f", "rawvideo", "-"]
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=words)
        try:
            yield from _pictures(process, width, height)
            status = process.wait()
        finally:
            process.kill()
            process.wait()
        words.seek(0)
        lines = [line.strip() for line in words.read().decode(errors="replace").splitlines() if line.strip()]
    if status != 0:
        raise InputError(f"cannot be read as moving pictures ({lines[-1] if lines else 'no message'})",
                         file=str(path), remedy="give an MP4 or MOV that plays")


def _pictures(process: subprocess.Popen[bytes], width: int, height: int) -> Iterator[Picture]:
    pipe = process.stdout
    assert pipe is not None
    with pipe:
        while len(content := pipe.read(width * height * 3)) == width * height * 3:
            yield np.frombuffer(content, np.uint8).reshape(height, width, 3).copy()
