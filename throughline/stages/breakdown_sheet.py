"""The breakdown's workbook: what every department must bring, to be filtered, printed and carried about."""

from __future__ import annotations

from throughline.build.execute import Context
from throughline.film.company import Company
from throughline.formats.breakdown_xlsx import write_breakdown
from throughline.production.strips import board_order
from throughline.stages.reader_records import BreakdownSheetParams
from throughline.stages.records import read_shots


def make_breakdown_sheet(context: Context) -> dict[str, float | int | str]:
    """Reads a shots product; gives breakdown.xlsx."""
    params = context.params
    if not isinstance(params, BreakdownSheetParams):
        raise TypeError("the breakdown sheet needs BreakdownSheetParams")
    shot_list, broken, _numbering = read_shots(context.inputs["shots"])
    board = params.board or board_order(broken, Company())
    book = write_breakdown(broken, shot_list, params.title, params.language, board)
    (context.out / "breakdown.xlsx").write_bytes(book)
    return {"scenes": len(broken.scenes), "elements": sum(len(scene.items) for scene in broken.scenes),
            "needs": sum(len(scene.needs) for scene in broken.scenes)}
