"""The shot list's workbook: script order, shooting order, coverage."""

from __future__ import annotations

from throughline.build.execute import Context
from throughline.formats.shotlist_xlsx import shotlist_xlsx
from throughline.stages.records import read_shots
from throughline.stages.shotlist_records import ShotlistSheetParams


def make_shotlist_sheet(context: Context) -> dict[str, float | int | str]:
    """Reads a shots product; gives shotlist.xlsx."""
    params = context.params
    if not isinstance(params, ShotlistSheetParams):
        raise TypeError("the shot list's workbook needs ShotlistSheetParams")
    shot_list, broken, _numbering = read_shots(context.inputs["shots"])
    book = shotlist_xlsx(shot_list, broken, params.title, params.language)
    (context.out / "shotlist.xlsx").write_bytes(book)
    return {"shots": len(shot_list.shots), "scenes": len(broken.scenes)}
