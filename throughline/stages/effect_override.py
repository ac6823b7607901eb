"""An artist's own effects in place of ours: overrides/SHOT/effects/NAME.0001.vdb ... and NAME.usdc, in that shot."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from throughline.build.execute import Context
from throughline.build.stage import File, Input, Made, Task
from throughline.film.blocking import Blocking
from throughline.film.effect import EffectOrder, EffectSheet
from throughline.film.errors import InputError
from throughline.film.record import Record, dump
from throughline.film.setplan import Colour, Lamp
from throughline.stages.effect_orders import BREAKS, FRAMES, PIECES, SHEET, SIMULATED, EffectParams, names, read_effect
from throughline.stages.override_names import EFFECTS, EXPECTED, check_name

if TYPE_CHECKING:
    from pxr import Usd

FIRST = 1
"""The number of the VDB file that is the effect's frame 0."""
_NAME = re.compile(r"(?P<name>.+?)(?:\.(?P<number>[0-9]{1,6})\.vdb|\.usd[ac]?)", re.IGNORECASE)


class OwnEffectParams(Record):
    """An artist's own effect: the shot's frames from its frame 0 on, its order, the VDB files in the order of the
    frames, the USD file with what breaks, both named in the folder."""

    frames: int
    effect: EffectParams
    volumes: tuple[str, ...] = ()
    pieces: str | None = None


@dataclass(frozen=True)
class Own:
    """What an artist's folder has of one effect."""

    volumes: tuple[str, ...] = ()
    pieces: str | None = None


def file_name(name: str) -> str:
    """What the files of an effect are called: as it is called in the shot, "_" for a space."""
    return name.replace(" ", "_")


def own_effects(folder: Path, blocking: Blocking) -> dict[str, Own]:
    """What ``folder`` has, by what the effects are called in the shot.

    Raises:
        InputError: a file of no known kind, of no simulated effect of the shot, or frames that are missing.
    """
    called = {file_name(name): name for effect, name in zip(blocking.effects, names(blocking.effects), strict=True)
              if effect.cue.kind in SIMULATED}
    gas: dict[str, dict[int, str]] = {}
    pieces: dict[str, str] = {}
    for file in sorted(folder.iterdir()):
        if file.name.startswith("."):
            continue
        try:
            check_name(EFFECTS, file.name)
        except InputError as error:
            raise InputError("is no effect", file=str(file), remedy=f"an effect is {EXPECTED[EFFECTS]}") from error
        match = _NAME.fullmatch(file.name)
        assert match is not None, "check_name has read it"
        name = called.get(file_name(match["name"]))
        if name is None:
            raise InputError(f"shot {blocking.shot.id} has no simulated effect “{match['name']}”", file=str(file),
                             remedy=f"name it after the effect: {', '.join(called) or 'it has none'}")
        if match["number"] is None and name in pieces:
            raise InputError(f"a second file for the pieces of {name} beside {pieces[name]}", file=str(file),
                             remedy="keep one of the two")
        if match["number"] is None:
            pieces[name] = file.name
        else:
            gas.setdefault(name, {})[int(match["number"])] = file.name
    for name, files in gas.items():
        missing = [number for number in range(FIRST, max(files) + 1) if number not in files]
        if missing or min(files) < FIRST:
            number = missing[0] if missing else min(files)
            raise InputError(f"{name} has no file {FIRST:04d}" if number == FIRST else
                             f"{name} has {len(files)} frames up to {max(files):04d}, and {number:04d} is missing"
                             if missing else f"{name} begins with {number:04d}",
                             file=str(folder), remedy=f"number the files without a gap from {FIRST:04d}, which is the "
                             "frame in which the effect goes off")
    return {name: Own(tuple(file for _, file in sorted(gas.get(name, {}).items())), pieces.get(name))
            for name in (*gas, *(name for name in pieces if name not in gas))}


def own_task(blocking: Blocking, number: int, effect: EffectParams, own: Own, folder: File) -> Task:
    """The task that takes over an artist's effect; what the artist does not bring, or what a collapse alone can tell
    (its sounds, what it strikes), is that of ours."""
    name, cue = names(blocking.effects)[number], blocking.effects[number].cue
    inputs: list[tuple[str, Input]] = [("override", folder)]
    if not own.volumes or effect.order.kind in BREAKS:
        inputs.append(("ours", Made(f"effect/{effect.name}")))
    return Task(stage="own_effect", version=1, name=f"{blocking.shot.id} {name}",
                function="throughline.stages.effect_override:take_effect", inputs=tuple(inputs),
                params=OwnEffectParams(frames=blocking.shot.frames - cue.frame, effect=effect, volumes=own.volumes,
                                       pieces=own.pieces), weight=1.0 + 0.2 * len(own.volumes))


def take_effect(context: Context) -> dict[str, float | int | str]:
    """Reads the artist's files; gives an effect's product made of them.

    Raises:
        InputError: a file that cannot be used; names it.
    """
    params = context.params
    if not isinstance(params, OwnEffectParams):
        raise TypeError("an artist's effect needs OwnEffectParams")
    folder, ours = context.inputs["override"], context.inputs.get("ours")
    order = params.effect.order
    sheet = _sheet_of(order) if ours is None else read_effect(ours)
    (context.out / FRAMES).mkdir()
    if params.volumes:
        lamps, cells = _taken_gas(context, [folder / name for name in params.volumes], order)
        sheet = msgspec.structs.replace(sheet, frames=len(lamps), lamps=lamps, cells=cells)
    elif ours is not None:
        shutil.copytree(ours / FRAMES, context.out / FRAMES, dirs_exist_ok=True)
    if params.pieces is not None:
        _taken_pieces(folder / params.pieces, context.out / PIECES)
    elif ours is not None and (ours / PIECES).exists():
        shutil.copyfile(ours / PIECES, context.out / PIECES)
    (context.out / SHEET).write_bytes(dump(sheet))
    if 0 < len(params.volumes) < params.frames:
        context.warn(f"{context.name}: your files have {len(params.volumes)} of {params.frames} frames; the last one "
                     "is held")
    return {"frames": sheet.frames, "volumes": len(params.volumes)}


def _sheet_of(order: EffectOrder) -> EffectSheet:
    """What an effect of gas tells by its order alone."""
    from throughline.stages.effect_sounds import pushes_of, sounds_of

    return EffectSheet(order=order, frames=0, pushes=pushes_of(order), sounds=sounds_of(order))


def _taken_gas(context: Context, files: list[Path], order: EffectOrder) -> tuple[tuple[tuple[Lamp, ...], ...], int]:
    """The lamps of every frame, and the most cells of one; the volumes go into the product."""
    from throughline.effects import volume
    from throughline.effects.pyro.glow import lamps
    from throughline.effects.vdb import read_volumes
    from throughline.engines.blender.volumes import volume_worker

    colours, found, most = albedos(order), [], 0
    with volume_worker() as worker:
        for number, file in enumerate(files):
            volumes = [each for each in map(volume.cropped, read_volumes(file, worker=worker, albedos=colours))
                       if each.density.any() or each.heat is not None]
            volume.write(context.out / FRAMES / f"{number:04d}.npz", volumes)
            found.append(tuple(lamp for each in volumes for lamp in lamps(each)))
            most = max(most, sum(each.density.size for each in volumes))
            context.progress((number + 1) / len(files), file.name)
    return tuple(found), most


def albedos(order: EffectOrder) -> tuple[Colour, ...]:
    """The colours of an effect's smoke and dust, which a VDB does not hold, as its preset has them."""
    from throughline.effects.pyro.presets import preset

    known = preset(order)
    smoke, dust = order.colour or known.soot, known.dust if known.sources.smokes() else order.colour or known.dust
    return (smoke, dust) if known.sources.smokes() else (dust,)


def _taken_pieces(file: Path, target: Path) -> None:
    """Copies what breaks, whole in itself, Z up and in metres, under its default prim."""
    from pxr import Gf, Sdf, Tf, Usd, UsdGeom

    try:
        stage = Usd.Stage.Open(str(file))
    except Tf.ErrorException as error:
        raise InputError("is no USD stage", file=str(file), remedy="export it again as USD") from error
    roots = [prim for prim in stage.GetPseudoRoot().GetChildren() if prim.IsDefined()]
    root = stage.GetDefaultPrim() or (roots[0] if len(roots) == 1 else None)
    if not root or not any(prim.IsA(UsdGeom.Gprim) for prim in Usd.PrimRange(root)):
        raise InputError("has no default prim with geometry under it", file=str(file),
                         remedy="put the pieces under one root and make it the stage's default prim")
    _check_points(root, file)
    scale, lying = UsdGeom.GetStageMetersPerUnit(stage), UsdGeom.GetStageUpAxis(stage) == UsdGeom.Tokens.y
    layer = stage.Flatten(addSourceFileComment=False)
    whole = Usd.Stage.CreateInMemory()
    whole.SetStartTimeCode(stage.GetStartTimeCode())
    whole.SetEndTimeCode(stage.GetEndTimeCode())
    whole.SetTimeCodesPerSecond(stage.GetTimeCodesPerSecond())
    whole.SetFramesPerSecond(stage.GetFramesPerSecond())
    UsdGeom.SetStageUpAxis(whole, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(whole, 1.0)
    top = UsdGeom.Xform.Define(whole, "/Ruin")
    whole.SetDefaultPrim(top.GetPrim())
    Sdf.CopySpec(layer, root.GetPath(), whole.GetRootLayer(), Sdf.Path("/Ruin/Own"))
    if lying or scale != 1.0:
        turn = Gf.Matrix4d().SetRotate(Gf.Rotation(Gf.Vec3d.XAxis(), 90.0 if lying else 0.0))
        top.MakeMatrixXform().Set(Gf.Matrix4d().SetScale(scale) * turn)
    whole.Flatten(addSourceFileComment=False).Export(str(target))


def _check_points(root: Usd.Prim, file: Path) -> None:
    import numpy as np
    from pxr import Usd, UsdGeom

    for prim in Usd.PrimRange(root):
        if not prim.IsA(UsdGeom.PointBased):
            continue
        points = UsdGeom.PointBased(prim).GetPointsAttr()
        for time in points.GetTimeSamples() or [Usd.TimeCode.Default()]:
            if points.HasValue() and not np.isfinite(np.array(points.Get(time), dtype=np.float64)).all():
                raise InputError(f"{prim.GetPath()} has points that are no numbers, at {time}", file=str(file),
                                 remedy="export it again")
