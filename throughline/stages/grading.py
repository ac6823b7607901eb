"""A shot's finished frames: rendered, lit by its effects, graded, and laid over the plate where it is made on one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from throughline.engines.contracts import Pass
from throughline.film.layout import LayoutSheet
from throughline.picture import plates
from throughline.picture.look import grade
from throughline.stages.board import seed_of_shot
from throughline.stages.package_records import StillParams
from throughline.stages.records import PrevisParams
from throughline.stages.rendering import rendered, view_of
from throughline.stages.volumes import marked, volumes

Picture = NDArray[np.uint8]


def graded(params: PrevisParams | StillParams, sheet: LayoutSheet, inputs: Mapping[str, Path],
           frames: Sequence[int]) -> Iterator[tuple[int, Picture]]:
    """The shot's ``frames``, in rising order, with their numbers: (H, W, 3) uint8 sRGB, without titles. ``inputs`` are
    the layout, the simulated effects, and the plate where the shot is made on one."""
    stage, plate = inputs["layout"] / "shot.usdc", inputs.get("plate")
    seed, size = seed_of_shot(params.blocking.shot.id), (params.width, params.height)
    passes = (Pass.COLOUR, Pass.DEPTH) if plate is None else (Pass.COLOUR, Pass.DEPTH, Pass.ID)
    behind = None if plate is None else plates.taken(plate, max(frames, default=0) + 1, size, Fraction(params.rate))
    soft, shown = volumes(stage, sheet, params.blocking, inputs, seed), 0
    for frame in rendered(params.engine, stage, frames, size, passes):
        view = view_of(sheet.camera[frame.number], sheet.aspect)
        lit, layer = soft.seen(frame)
        colour, depth = lit.passes[Pass.COLOUR], frame.passes[Pass.DEPTH]
        picture = np.ascontiguousarray(grade(colour, depth, sheet.mood, view, frame.number, seed, layer))
        if behind is not None:
            known = marked(frame, layer)
            ground = next(islice(behind, frame.number - shown, None))
            shown = frame.number + 1
            picture = plates.overlay(ground, picture, known.passes[Pass.ID], known.names,
                                     plates.STAND_IN_DISTORTION if params.plate == "stand-in" else 0.0)
        yield frame.number, picture
