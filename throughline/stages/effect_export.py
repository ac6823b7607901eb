"""The simulated effects of a shot, handed on: VDB sequences, pieces and sheets, and one USD stage that has them all."""

from __future__ import annotations

import math
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from throughline.effects.usd_volume import FIELDS, add_volume
from throughline.film.blocking import Blocking
from throughline.film.effect import EffectOrder, EffectSheet
from throughline.stages.effect_orders import FRAMES, PIECES, SHEET, names, read_effect
from throughline.stages.effect_override import FIRST, albedos, file_name
from throughline.world.prim_names import prim_name

if TYPE_CHECKING:
    from throughline.effects.volume import Volume
    from throughline.engines.blender.volumes import VolumeWorker

STAGE = "effects.usda"


def export_effects(blocking: Blocking, products: Mapping[int, Path], to: Path, worker: VolumeWorker) -> list[Path]:
    """Writes into ``to`` what is simulated for a shot, ``products`` by the effect's place in the blocking: the files of
    each effect as overrides/SHOT/effects takes them, NAME.json with its sheet, and effects.usda; their paths.

    The stage has the shot's own time codes; NAME.0001.vdb is the frame in which the effect goes off.
    Raises:
        InputError: a product's file is broken. EngineError: there is no Blender, or it failed.
    """
    from pxr import Sdf, Usd, UsdGeom

    to.mkdir(parents=True, exist_ok=True)
    stage, files = Usd.Stage.CreateInMemory(), list[Path]()
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    stage.SetDefaultPrim(UsdGeom.Xform.Define(stage, "/Effects").GetPrim())
    stage.SetStartTimeCode(0)
    stage.SetEndTimeCode(blocking.shot.frames - 1)
    for number, name in enumerate(names(blocking.effects)):
        if number not in products:
            continue
        sheet, first = read_effect(products[number]), blocking.effects[number].cue.frame
        rate = sheet.order.rate_num / sheet.order.rate_den
        stage.SetTimeCodesPerSecond(rate)
        stage.SetFramesPerSecond(rate)
        root, plain = f"/Effects/{prim_name(name)}", file_name(name)
        UsdGeom.Xform.Define(stage, root)
        volumes, stuffs = _volumes(products[number] / FRAMES, sheet, to, plain, worker)
        for grids in stuffs if volumes else ():
            add_volume(stage, f"{root}/{grids[0].replace('density', 'gas')}", volumes, first, beside=to, fields=grids)
        if (products[number] / PIECES).exists():
            files.append(Path(shutil.copyfile(products[number] / PIECES, to / f"{plain}.usdc")))
            pieces = stage.DefinePrim(f"{root}/pieces", "Xform")
            pieces.GetReferences().AddReference(f"./{plain}.usdc", layerOffset=Sdf.LayerOffset(first))
        (to / f"{plain}.json").write_bytes(msgspec.json.format((products[number] / SHEET).read_bytes(), indent=1))
        files += [*volumes, to / f"{plain}.json"]
    stage.GetRootLayer().Export(str(to / STAGE))
    return [to / STAGE, *files]


def _volumes(folder: Path, sheet: EffectSheet, to: Path, name: str,
             worker: VolumeWorker) -> tuple[list[Path], list[list[str]]]:
    """The VDB files of an effect's gas, and the grids of each of its stuffs, smoke and dust; a stuff that a frame has
    not got is empty there, so that no number and no grid is missing."""
    from throughline.effects.vdb import write_vdb
    from throughline.effects.volume import read

    stuffs, paths = albedos(sheet.order), list[Path]()
    known = [{"density"} if not place else set[str]() for place in range(len(stuffs))]
    for number, file in enumerate(sorted(folder.glob("*.npz"))):
        held: list[Volume | None] = [None] * len(stuffs)
        for volume in read(file):
            place = min(range(len(stuffs)), key=lambda at: math.dist(stuffs[at], volume.albedo))
            held[place] = volume
            known[place] |= {"density"} | {grid for grid, values in (("temperature", volume.heat),
                                                                     ("vel", volume.velocity)) if values is not None}
        paths += write_vdb([[_nothing(sheet.order) if volume is None else volume for volume in held]], to,
                           FIRST + number, name=name, worker=worker)
    return paths, [[grid + ("" if not place else f"_{place + 1}") for grid in FIELDS if grid in grids]
                   for place, grids in enumerate(known) if grids]


def _nothing(order: EffectOrder) -> Volume:
    from throughline.effects.volume import Volume

    return Volume(np.zeros((2, 2, 2), np.float32), None, None, (order.x, order.y, order.z), 0.5)
