"""The plate stage: stand-in footage for a shot that waits for its own, the empty set as a camera would take it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from throughline.build.execute import Context
from throughline.engines.contracts import Pass
from throughline.picture import plates, video
from throughline.picture.look import grade
from throughline.stages.board import seed_of_shot
from throughline.stages.layout_sheet import read_sheet
from throughline.stages.records import PlateParams
from throughline.stages.rendering import rendered, view_of

BARE = """#usda 1.0
(
    defaultPrim = "Shot"
    metersPerUnit = 1
    upAxis = "Z"
    startTimeCode = 0
    endTimeCode = {last}
    timeCodesPerSecond = {rate}
    framesPerSecond = {rate}
    subLayers = [@{stage}@]
)

over "Shot"
{{
    over "Cast" (active = false) {{}}
    over "Vehicles" (active = false) {{}}
    over "Props" (active = false) {{}}
    over "Effects" (active = false) {{}}
}}
"""


def make_plate(context: Context) -> dict[str, float | int | str]:
    """Reads a layout; gives plate.mp4: its set alone, through its camera, with lens distortion and grain."""
    params = context.params
    if not isinstance(params, PlateParams):
        raise TypeError("the plate stage needs PlateParams")
    count = video.encode(_taken(params, context.inputs["layout"]), context.out / "plate.mp4", Fraction(params.rate),
                         crf=12)
    return {"frames": count}


def _taken(params: PlateParams, layout: Path) -> Iterator[NDArray[np.uint8]]:
    sheet, seed = read_sheet(layout), seed_of_shot(f"plate/{params.shot}")
    with TemporaryDirectory(prefix="throughline-plate-") as folder:
        stage = Path(folder) / "bare.usda"
        stage.write_text(BARE.format(stage=layout / "shot.usdc", last=sheet.frames - 1,
                                     rate=float(Fraction(params.rate))), encoding="utf-8")
        for frame in rendered(params.engine, stage, range(sheet.frames), (params.width, params.height),
                              (Pass.COLOUR, Pass.DEPTH)):
            view = view_of(sheet.camera[frame.number], sheet.aspect)
            picture = grade(frame.passes[Pass.COLOUR], frame.passes[Pass.DEPTH], sheet.mood, view, frame.number, seed)
            yield plates.photographed(np.ascontiguousarray(picture), seed, frame.number)
