"""The still stage: the frame that tells a shot, rendered as large as a printed page needs it, and who stands where."""

from __future__ import annotations

from PIL import Image

from throughline.build.execute import Context
from throughline.film.layout import LayoutSheet
from throughline.film.record import dump
from throughline.stages.board import panel_frames
from throughline.stages.grading import graded
from throughline.stages.layout_sheet import read_sheet
from throughline.stages.package_records import StillFigure, StillParams, StillSheet

BRIGHTEST = 20


def make_still(context: Context) -> dict[str, float | int | str]:
    """Reads a layout (and a plate where the shot is made on one); gives still_1.png and, where the shot changes enough,
    more of them, without titles, and still.json, which says who stands where in each."""
    params = context.params
    if not isinstance(params, StillParams):
        raise TypeError("the still stage needs StillParams")
    folder = context.inputs["layout"]
    sheet = read_sheet(folder)
    frames = _frames(params, sheet)
    figures = []
    made = graded(params, sheet, context.inputs, frames)
    for number, (frame, picture) in enumerate(made, start=1):
        Image.fromarray(picture).save(context.out / f"still_{number}.png", compress_level=6)
        figures.append(_figures(sheet, frame))
        context.progress(number / len(frames))
    (context.out / "still.json").write_bytes(dump(StillSheet(figures=tuple(figures))))
    return {"stills": len(frames)}


def _frames(params: StillParams, sheet: LayoutSheet) -> list[int]:
    """The frames of the boards, and where an effect goes off the one at its brightest."""
    last = sheet.frames - 1
    bright = [min(last, cue.frame + BRIGHTEST) for cue in params.blocking.shot.effects if cue.frame >= 0]
    return sorted({*panel_frames(params.blocking, sheet), *bright})


def _figures(sheet: LayoutSheet, frame: int) -> tuple[StillFigure, ...]:
    """Everybody seen at the frame, by the box of the layout that is nearest in time."""
    found = []
    for track in sheet.tracks:
        if not track.boxes:
            continue
        box = min(track.boxes, key=lambda box: (abs(box.frame - frame), box.frame))
        left, right = (box.x0 + 1) / 2, (box.x1 + 1) / 2
        if box.visible > 0 and right > 0 and left < 1:
            found.append(StillFigure(name=track.name, left=round(left, 4), right=round(right, 4),
                                     height=round((box.y1 - box.y0) / 2, 4)))
    return tuple(found)
