"""The previs stage: every frame of a shot rendered, lit, graded, and encoded clean and with its slate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from throughline.build.execute import Context
from throughline.picture import burnin, video
from throughline.stages.grading import graded
from throughline.stages.layout_sheet import read_sheet
from throughline.stages.records import PrevisParams

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
        for number, picture in graded(params, sheet, context.inputs, range(sheet.frames)):
            burnin.titles(picture, params.blocking.shot.titles, number)
            count += 1
            context.progress(count / sheet.frames, f"frame {count} of {sheet.frames}")
            yield picture

    pictures = list(frames())
    video.encode(pictures, context.out / "clean.mp4", rate)
    video.encode(slated(pictures, params, rate), context.out / "slate.mp4", rate)
    return {"frames": len(pictures), "brightness": round(float(np.mean([p.mean() for p in pictures])) / 255, 4)}


def slated(pictures: list[Picture], params: PrevisParams, rate: Fraction) -> Iterator[Picture]:
    for number, picture in enumerate(pictures):
        canvas = burnin.with_bars(picture)
        burnin.slate(canvas, params.blocking.shot, params.title, "PREVIS", number, number, rate)
        yield canvas
