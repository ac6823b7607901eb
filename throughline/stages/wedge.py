"""The wedge stage: each effect of a shot in three sizes, seen through the shot's own camera, on one sheet."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from throughline.build.execute import Context
from throughline.picture.lettering import fitted, font
from throughline.stages.effect_orders import heading
from throughline.stages.grading import graded
from throughline.stages.layout_sheet import read_sheet
from throughline.stages.records import PrevisParams
from throughline.stages.wedge_records import WedgeParams, WedgeRow

FILE = "wedge.png"
COLUMNS = 8
MARGIN, GAP, BAND, LINE, HEAD = 36, 8, 46, 26, 74
INK, GREY, PALE, PAPER, SET = (28, 28, 30), (110, 110, 112), (236, 236, 234), (255, 255, 255), (24, 82, 140)


def make_wedge(context: Context) -> dict[str, float | int | str]:
    """Reads the layouts and effects of its rows; gives wedge.png."""
    params = context.params
    if not isinstance(params, WedgeParams):
        raise TypeError("the wedge stage needs WedgeParams")
    strips = []
    for number, row in enumerate(params.rows):
        strips.append(_strip(context, params, row, number))
        context.progress((number + 1) / len(params.rows), f"{row.name} {row.size_m:g} m")
    _sheet(context.name, params, strips).save(context.out / FILE, compress_level=6)
    return {"rows": len(strips), "columns": max(len(strip) for strip in strips)}


def moments(frames: int, first: int, columns: int = COLUMNS) -> list[int]:
    """The frames of a shot that show an effect which goes off at ``first``: close together at its start, to the end."""
    start = min(max(0, first), frames - 1)
    shares = (np.arange(columns) / max(1, columns - 1)) ** 1.5
    return sorted({start + round(float(share) * (frames - 1 - start)) for share in shares})


def _strip(context: Context, params: WedgeParams, row: WedgeRow, number: int) -> list[tuple[int, Image.Image]]:
    """A row's frames, with their numbers."""
    inputs = {key.partition(":")[2]: path for key, path in context.inputs.items() if key.startswith(f"{number}:")}
    inputs["layout"] = context.inputs[f"layout:{number}"]
    sheet = read_sheet(inputs["layout"])
    seen = PrevisParams(blocking=row.blocking, title=params.title, engine=params.engine, width=params.width,
                        height=params.height, rate=params.rate)
    frames = moments(sheet.frames, row.blocking.effects[row.number].cue.frame)
    return [(frame, Image.fromarray(picture)) for frame, picture in graded(seen, sheet, inputs, frames)]


def _sheet(shot: str, params: WedgeParams, strips: list[list[tuple[int, Image.Image]]]) -> Image.Image:
    columns = max(len(strip) for strip in strips)
    wide = 2 * MARGIN + columns * params.width + (columns - 1) * GAP
    high = 2 * MARGIN + HEAD + len(strips) * (BAND + params.height + LINE + GAP)
    page = Image.new("RGB", (wide, high), PAPER)
    pen = ImageDraw.Draw(page)
    pen.text((MARGIN, MARGIN), fitted(f"{params.title}   {shot}   effects to choose from", "bold", 38,
                                      wide - 2 * MARGIN - 500), fill=INK, font=font("bold", 38))
    pen.text((wide - MARGIN, MARGIN + 8), "preview, a quarter of the cells", fill=GREY, font=font("sans", 26),
             anchor="ra")
    y = MARGIN + HEAD
    for row, strip in zip(params.rows, strips, strict=True):
        pen.rectangle((MARGIN, y, wide - MARGIN, y + BAND - 8), fill=PALE)
        middle = y + (BAND - 8) / 2
        pen.text((MARGIN + 12, middle), f"{row.name}, {row.size_m:g} m", fill=INK, font=font("bold", 26), anchor="lm")
        told = f"shots/{shot}.toml:   [{heading(row.name)}]   size_m = {row.size_m:g}"
        told = "as the film has it" if row.now else told
        pen.text((wide - MARGIN - 12, middle), told, fill=GREY if row.now else SET, font=font("sans", 24), anchor="rm")
        y += BAND
        for column, (frame, picture) in enumerate(strip):
            x = MARGIN + column * (params.width + GAP)
            page.paste(picture, (x, y))
            pen.text((x, y + params.height + 2), f"frame {frame}", fill=GREY, font=font("sans", 18))
        y += params.height + LINE + GAP
    return page
