"""A volume prim that names one VDB a frame, from the stage's own folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from pxr import Usd, UsdGeom, UsdVol

from throughline.effects.usd_volume import add_volume


def test_every_frame_names_its_file(tmp_path: Path) -> None:
    files = [tmp_path / "vdb" / f"blast.{frame:04d}.vdb" for frame in range(12, 15)]
    stage = Usd.Stage.CreateNew(str(tmp_path / "effects.usda"))
    add_volume(stage, "/Effects/Blast", files, 12, beside=tmp_path)
    stage.Save()
    again = Usd.Stage.Open(str(tmp_path / "effects.usda"))
    volume = UsdVol.Volume(again.GetPrimAtPath("/Effects/Blast"))
    assert sorted(volume.GetFieldPaths()) == ["density", "temperature", "vel"]
    for name, path in volume.GetFieldPaths().items():
        asset = UsdVol.OpenVDBAsset(again.GetPrimAtPath(path))
        assert asset.GetFieldNameAttr().Get() == name
        assert asset.GetFilePathAttr().Get(13).path == "./vdb/blast.0013.vdb"
        assert asset.GetFilePathAttr().GetTimeSamples() == [12, 13, 14]
    seen = UsdGeom.Imageable(volume).GetVisibilityAttr()
    assert [seen.Get(frame) for frame in (11, 12, 14, 15)] == ["invisible", "inherited", "inherited", "invisible"]


def test_no_files_are_no_volume(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no VDB files"):
        add_volume(Usd.Stage.CreateInMemory(), "/Effects/Blast", [], 1, beside=tmp_path)
