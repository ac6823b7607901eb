"""The sheet of figures in a layout product, read without loading what makes one."""

from __future__ import annotations

from pathlib import Path

from throughline.film.layout import LayoutSheet
from throughline.film.record import load
from throughline.film.shot import Shot


def read_sheet(folder: Path) -> LayoutSheet:
    """The sheet in a layout product's folder.

    Raises:
        RecordError: it is none. OSError: there is none.
    """
    return load((folder / "layout.json").read_bytes(), LayoutSheet)


def lens_words(shot: Shot, sheet: LayoutSheet | None) -> str:
    """The focal length in whole millimetres, "35 mm", and of a zoom both ends, "35–50 mm": what the camera was solved
    with where the layout is made, what the shot list asks for where not."""
    if sheet is None or not sheet.camera:
        return f"{shot.lens_mm} mm"
    ends = [max(1, round(sample.lens_mm)) for sample in (sheet.camera[0], sheet.camera[-1])]
    return f"{ends[0]} mm" if ends[0] == ends[1] else f"{ends[0]}–{ends[1]} mm"
