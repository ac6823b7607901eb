"""The previs stage: every frame of a shot rendered, lit, graded, and encoded clean and with its slate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from throughline.build.execute import Context
from throughline.engines.contracts import Pass
from throughline.film.layout import LayoutSheet
from throughline.picture import burnin, plates, video
from throughline.picture.look import effect_light, grade
from throughline.stages.board import seed_of_shot
from throughline.stages.layout import read_sheet
from throughline.stages.records import PrevisParams
from throughline.stages.rendering import rendered, view_of
from throughline.stages.volumes import marked, volumes

Picture = NDArray[np.uint8]


def make_previs(context: Context) -> dict[str, float | int | str]:
    """Reads a layout; gives clean.mp4 (titles, no slate) and slate.mp4 (between bars)."""
    params = context.params
    if not isinstance(params, PrevisParams):
        raise TypeError("the previs stage needs PrevisParams")
    folder, rate = context.inputs["layout"], Fraction(params.rate)
    sheet = read_sheet(folder)
    count = 0

    def frames() -> Iterator[Picture]:
        nonlocal count
        for picture in graded(params, sheet, folder / "shot.usdc", context.inputs.get("plate")):
            count += 1
            context.progress(count / sheet.frames, f"frame {count} of {sheet.frames}")
            yield picture

    pictures = list(frames())
    video.encode(pictures, context.out / "clean.mp4", rate)
    video.encode(slated(pictures, params, rate), context.out / "slate.mp4", rate)
    return {"frames": len(pictures), "brightness": round(float(np.mean([p.mean() for p in pictures])) / 255, 4)}


def graded(params: PrevisParams, sheet: LayoutSheet, stage: Path, plate: Path | None = None) -> Iterator[Picture]:
    """The shot's finished frames (H, W, 3) uint8 sRGB with its titles; over ``plate`` where it has one."""
    seed = seed_of_shot(params.blocking.shot.id)
    passes = (Pass.COLOUR, Pass.DEPTH) if plate is None else (Pass.COLOUR, Pass.DEPTH, Pass.ID)
    behind = None if plate is None else plates.taken(plate, sheet.frames, (params.width, params.height),
                                                       Fraction(params.rate))
    soft = volumes(stage, sheet)
    for frame in rendered(params.engine, stage, range(sheet.frames), (params.width, params.height), passes):
        view = view_of(sheet.camera[frame.number], sheet.aspect)
        colour, depth = frame.passes[Pass.COLOUR], frame.passes[Pass.DEPTH]
        layer = soft.layer(frame)
        colour = effect_light(colour, depth, sheet.lamps[frame.number], view)
        picture = np.ascontiguousarray(grade(colour, depth, sheet.mood, view, frame.number, seed, layer))
        if behind is not None:
            shown = marked(frame, layer)
            picture = plates.overlay(next(behind), picture, shown.passes[Pass.ID], shown.names,
                                     plates.STAND_IN_DISTORTION if params.plate == "stand-in" else 0.0)
        burnin.titles(picture, params.blocking.shot.titles, frame.number)
        yield picture


def slated(pictures: list[Picture], params: PrevisParams, rate: Fraction) -> Iterator[Picture]:
    for number, picture in enumerate(pictures):
        canvas = burnin.with_bars(picture)
        burnin.slate(canvas, params.blocking.shot, params.title, "PREVIS", number, number, rate)
        yield canvas
