"""The shot list's workbook as a stage: a shots product in, shotlist.xlsx out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.directing.scripts import act, event, film, say, scene
from throughline import directing
from throughline.build.execute import Context
from throughline.directing.numbering import numbering_of
from throughline.film.record import dump
from throughline.stages.shotlist_records import ShotlistSheetParams
from throughline.stages.shotlist_sheet import make_shotlist_sheet

FILM = film(scene("1", "room", act("ANA sits.", event("sit", "ANA")), say("ANA", "Who is it?"), say("BEN", "Me.")))


class _Given:
    def __init__(self, folder: Path, params: object):
        self.params, self.inputs, self.out = params, {"shots": folder / "shots"}, folder / "out"


def given(folder: Path, params: object) -> Context:
    made = directing.shots(FILM)
    for name in ("shots", "out"):
        (folder / name).mkdir()
    (folder / "shots/shots.json").write_bytes(dump(made))
    (folder / "shots/scenes.json").write_bytes(dump(FILM))
    (folder / "shots/numbering.json").write_bytes(dump(numbering_of(made, FILM)))
    return _Given(folder, params)  # type: ignore[return-value]


def test_it_writes_the_workbook_and_its_figures(tmp_path: Path) -> None:
    context = given(tmp_path, ShotlistSheetParams(title="Room", language="en"))
    assert make_shotlist_sheet(context) == {"shots": len(directing.shots(FILM).shots), "scenes": 1}
    book = openpyxl.load_workbook(tmp_path / "out/shotlist.xlsx")
    assert book.sheetnames == ["Shot list", "Set-up order", "Coverage"]


def test_other_params_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        make_shotlist_sheet(given(tmp_path, None))
