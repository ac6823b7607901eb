"""Volumes in a USD stage: a prim whose fields name one VDB file a frame, for any renderer that reads UsdVol."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pxr import Usd, UsdVol

FIELDS = ("density", "temperature", "vel")


def add_volume(stage: Usd.Stage, path: str, files: Sequence[Path], start: int, *, beside: Path,
               fields: Sequence[str] = FIELDS) -> UsdVol.Volume:
    """A ``Volume`` prim at ``path`` that shows ``files``, one a frame from time code ``start`` on, and nothing before
    and after.

    The files are named from the folder ``beside``, where the stage's layer will be; ``fields`` are the grids they hold.
    Raises:
        ValueError: there is no file.
    """
    from pxr import Sdf, Usd, UsdGeom, UsdVol

    if not files:
        raise ValueError(f"no VDB files for {path}")
    volume = UsdVol.Volume.Define(stage, path)
    names = [os.path.relpath(file.absolute(), beside.absolute()) for file in files]
    paths = [Sdf.AssetPath(name if name.startswith("..") else f"./{name}") for name in names]
    for field in fields:
        asset = UsdVol.OpenVDBAsset.Define(stage, f"{path}/{field}")
        asset.CreateFieldNameAttr(field)
        asset.CreateFieldDataTypeAttr("float3" if field.startswith("vel") else "float")
        if field.startswith("vel"):
            asset.CreateVectorDataRoleHintAttr("Vector")
        attribute = asset.CreateFilePathAttr()
        for number, name in enumerate(paths):
            attribute.Set(name, Usd.TimeCode(start + number))
        volume.CreateFieldRelationship(field, asset.GetPath())
    seen = UsdGeom.Imageable(volume).CreateVisibilityAttr()
    seen.Set(UsdGeom.Tokens.invisible, Usd.TimeCode(start - 1))
    seen.Set(UsdGeom.Tokens.inherited, Usd.TimeCode(start))
    seen.Set(UsdGeom.Tokens.invisible, Usd.TimeCode(start + len(files)))
    return volume
