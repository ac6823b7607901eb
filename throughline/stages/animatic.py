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
from throughline.film.record import Record
from throughline.film.shot import Move, Shot
from throughline.picture import burnin, video

Picture = NDArray[np.uint8]
ZOOM = {Move.PUSH_IN: (1.0, 1.12), Move.ZOOM_IN: (1.0, 1.14), Move.FOLLOW: (1.0, 1.05), Move.PULL_OUT: (1.12, 1.0),
        Move.ZOOM_OUT: (1.14, 1.0), Move.LEAD: (1.04, 1.0)}
SLIDE = {Move.PAN_LEFT: (-1, 0), Move.PAN_RIGHT: (1, 0), Move.TRACK: (1, 0), Move.TILT_UP: (0, -1),
         Move.TILT_DOWN: (0, 1), Move.CRANE_UP: (0, -1), Move.CRANE_DOWN: (0, 1), Move.ORBIT: (1, 0)}
SLIDE_ZOOM = 1.07


class AnimaticParams(Record):
    """A shot to be timed: the shot, the film's title for the slate, size, rate ("24")."""

    shot: Shot
    title: str
    width: int
    height: int
    rate: str


def make_animatic(context: Context) -> dict[str, float | int | str]:
    """Reads a board; gives clean.mp4 and slate.mp4 of the shot's length and the previs's size."""
    params = context.params
    if not isinstance(params, AnimaticParams):
        raise TypeError("the animatic stage needs AnimaticParams")
    panels = [_panel(file) for file in sorted(context.inputs["board"].glob("panel_*.png"))]
    if not panels:
        raise ValueError(f"{params.shot.id}: the board has no panel; put panel_1.png into overrides/"
                         f"{params.shot.id}/board or remove that folder")
    rate = Fraction(params.rate)
    video.encode(_timed(panels, params), context.out / "clean.mp4", rate)
    video.encode(_slated(panels, params, rate), context.out / "slate.mp4", rate)
    return {"panels": len(panels), "frames": params.shot.frames}


def _panel(file: Path) -> Picture:
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB"))


def _timed(panels: list[Picture], params: AnimaticParams) -> Iterator[Picture]:
    frames = params.shot.frames
    for number in range(frames):
        panel = panels[min(len(panels) - 1, number * len(panels) // frames)]
        picture = _moved(panel, params, number / max(1, frames - 1))
        burnin.titles(picture, params.shot.titles, number)
        yield picture


def _moved(panel: Picture, params: AnimaticParams, share: float) -> Picture:
    """The panel at the animatic's size, drawn nearer or along as the camera moves."""
    start, end = ZOOM.get(params.shot.move, (1.0, 1.0))
    zoom = start + (end - start) * share
    along = SLIDE.get(params.shot.move)
    if along:
        zoom = SLIDE_ZOOM
    height, width = panel.shape[:2]
    scale = params.width / width * zoom
    reach = (zoom - 1) * params.width / 2
    dx = (along[0] if along else 0) * (share * 2 - 1) * reach
    dy = (along[1] if along else 0) * (share * 2 - 1) * reach * params.height / params.width
    matrix = np.array([[scale, 0, params.width / 2 - scale * width / 2 - dx],
                       [0, params.height * zoom / height, params.height / 2 - params.height * zoom / 2 - dy]])
    moved = cv2.warpAffine(panel, matrix, (params.width, params.height), flags=cv2.INTER_AREA if scale >= 1 else
                           cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(moved)


def _slated(panels: list[Picture], params: AnimaticParams, rate: Fraction) -> Iterator[Picture]:
    for number, picture in enumerate(_timed(panels, params)):
        canvas = burnin.with_bars(picture)
        burnin.slate(canvas, params.shot, params.title, "ANIMATIC", number, number, rate)
        yield canvas
