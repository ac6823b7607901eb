"""Contact sheets: every panel once, eight a row, scenes apart, none cropped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from throughline.picture.contact_sheet import GAP, HEAD, LABEL, MARGIN, WIDTH, Cell, contact_sheets
from throughline.picture.layers import digest, fitted, flattened


def cells(folder: Path, *scenes: int) -> list[Cell]:
    found = []
    for scene, count in enumerate(scenes, start=1):
        for number in range(count):
            file = folder / f"{scene}-{number}.png"
            Image.new("RGB", (239, 100), (10 * scene, 200, number)).save(file)
            found.append(Cell(file, f"{scene}-{number}", "2 s", f"{scene}. 실외" if number == 0 else ""))
    return found


def test_every_scene_begins_a_row_of_eight_and_every_panel_is_there(tmp_path: Path) -> None:
    sheet = next(contact_sheets(cells(tmp_path, 10, 3), "도시", 2.39))
    pixels = np.asarray(sheet)
    assert sheet.width == WIDTH and sheet.height < 1200
    found = {colour for _count, colour in sheet.getcolors(1 << 24) or ()}
    assert {(10 * scene, 200, number) for scene, count in ((1, 10), (2, 3)) for number in range(count)} <= found
    wide = (WIDTH - 2 * MARGIN - 7 * GAP) // 8
    high = round(wide / 2.39)
    second = np.argwhere((pixels == (10, 200, 8)).all(axis=2))
    assert second[:, 1].min() - MARGIN < 5 and second[:, 0].min() - MARGIN - HEAD > high + LABEL
    assert (np.ptp(second[:, 1]) + 5, np.ptp(second[:, 0]) + 5) >= (wide, high)
    third = np.argwhere((pixels == (20, 200, 0)).all(axis=2))
    assert third[:, 1].min() - MARGIN < 5 and third[:, 0].min() > second[:, 0].max()


def test_a_long_film_goes_on_over_more_sheets(tmp_path: Path) -> None:
    sheets = list(contact_sheets(cells(tmp_path, *[8] * 14), "도시", 1.33))
    assert len(sheets) > 1 and all(sheet.height <= 2480 for sheet in sheets)


def test_a_drawing_of_another_shape_is_whole_on_white() -> None:
    square = Image.new("RGB", (100, 100), "black")
    page = np.asarray(fitted(square, (200, 100)))
    assert (page[:, 60:140] == 0).all() and (page[:, :45] == 255).all()


def test_layers_lie_over_each_other_as_opaque_as_they_are(tmp_path: Path) -> None:
    Image.new("RGB", (40, 20), (0, 0, 0)).save(tmp_path / "below.png")
    top = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    top.paste((255, 0, 0, 255), (0, 0, 20, 20))
    top.save(tmp_path / "top.png")
    layers = [(tmp_path / "below.png", 0.5), (tmp_path / "top.png", 1.0)]
    page = flattened(layers, (40, 20))
    assert page.getpixel((30, 10)) in [(127,) * 3, (128,) * 3] and page.getpixel((10, 10)) == (255, 0, 0)
    assert digest(page) == digest(flattened(layers, (40, 20))) != digest(flattened(layers[::-1], (40, 20)))
