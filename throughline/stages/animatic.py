"""The animatic stage: a shot's panels for its time, with the camera's move drawn over them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from throughline.build.execute import Context
from throughline.film.errors import InputError
from throughline.film.shot import Move
from throughline.picture import burnin, video
from throughline.stages.records import AnimaticParams

Picture = NDArray[np.uint8]
ZOOM = {Move.PUSH_IN: (1.0, 1.12), Move.ZOOM_IN: (1.0, 1.14), Move.FOLLOW: (1.0, 1.05), Move.PULL_OUT: (1.12, 1.0),
        Move.ZOOM_OUT: (1.14, 1.0), Move.LEAD: (1.04, 1.0)}
SLIDE = {Move.PAN_LEFT: (-1, 0), Move.PAN_RIGHT: (1, 0), Move.TRACK: (1, 0), Move.TILT_UP: (0, -1),
         Move.TILT_DOWN: (0, 1), Move.CRANE_UP: (0, -1), Move.CRANE_DOWN: (0, 1), Move.ORBIT: (1, 0)}
SLIDE_ZOOM = 1.07
FINE = 1.04
PAPER = (248, 245, 238)


def make_animatic(context: Context) -> dict[str, float | int | str]:
    """Reads a board; gives clean.mp4 and slate.mp4 of the shot's length and the previs's size."""
    params = context.params
    if not isinstance(params, AnimaticParams):
        raise TypeError("the animatic stage needs AnimaticParams")
    panels = [_panel(file, params) for file in sorted(context.inputs["board"].glob("panel_*.png"))]
    if not panels:
        raise InputError(f"{params.shot.id}: the board has no panel",
                         remedy=f"put panel_1.png into overrides/{params.shot.id}/board or remove that folder")
    rate = Fraction(params.rate)
    video.encode(_timed(panels, params), context.out / "clean.mp4", rate)
    video.encode(_slated(panels, params, rate), context.out / "slate.mp4", rate)
    return {"panels": len(panels), "frames": params.shot.frames}


def _panel(file: Path, params: AnimaticParams) -> Picture:
    """The panel FINE times the animatic's size, on paper where its aspect is another one (an artist's own).

    It is brought near its final size here, once: lines then neither shimmer nor crawl while the camera moves.
    """
    with Image.open(file) as image:
        panel = np.asarray(image.convert("RGB"))
    width, height = round(params.width * FINE), round(params.height * FINE)
    scale = min(width / panel.shape[1], height / panel.shape[0])
    if abs(panel.shape[1] * scale - width) < 4 and abs(panel.shape[0] * scale - height) < 4:
        return _resized(panel, width, height)
    inner = _resized(panel, round(panel.shape[1] * scale), round(panel.shape[0] * scale))
    page = np.full((height, width, 3), PAPER, np.uint8)
    top, left = (height - inner.shape[0]) // 2, (width - inner.shape[1]) // 2
    page[top:top + inner.shape[0], left:left + inner.shape[1]] = inner
    return page


def _resized(picture: Picture, width: int, height: int) -> Picture:
    way = cv2.INTER_AREA if width < picture.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (width, height), interpolation=way), np.uint8)


def _timed(panels: list[Picture], params: AnimaticParams) -> Iterator[Picture]:
    frames = params.shot.frames
    for number in range(frames):
        panel = panels[min(len(panels) - 1, number * len(panels) // frames)]
        picture = _moved(panel, params, number / max(1, frames - 1))
        burnin.titles(picture, params.shot.titles, number)
        yield picture


def _moved(panel: Picture, params: AnimaticParams, share: float) -> Picture:
    """The panel at the animatic's size, drawn nearer or along as the camera moves; ``share`` of the way, eased."""
    eased = share * share * (3 - 2 * share)
    start, end = ZOOM.get(params.shot.move, (1.0, 1.0))
    zoom, (side, down) = start + (end - start) * eased, (0, 0)
    if params.shot.move in SLIDE:
        zoom, (side, down) = SLIDE_ZOOM, SLIDE[params.shot.move]
    height, width = panel.shape[:2]
    reach = (zoom - 1) / 2 * (2 * eased - 1)
    scale_x, scale_y = params.width / width * zoom, params.height / height * zoom
    matrix = np.array([[scale_x, 0, params.width / 2 - scale_x * width / 2 - side * reach * params.width],
                       [0, scale_y, params.height / 2 - scale_y * height / 2 - down * reach * params.height]])
    moved = cv2.warpAffine(panel, matrix, (params.width, params.height), flags=cv2.INTER_LANCZOS4,
                           borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(moved)


def _slated(panels: list[Picture], params: AnimaticParams, rate: Fraction) -> Iterator[Picture]:
    for number, picture in enumerate(_timed(panels, params)):
        canvas = burnin.with_bars(picture)
        burnin.slate(canvas, params.shot, params.title, "ANIMATIC", number, number, rate)
        yield canvas
