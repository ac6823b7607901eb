"""The motion of a laid-out shot, handed on to an animator: everybody's BVH, and a USD skeleton in its dressed body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from throughline.film.errors import InputError
from throughline.motion.capture.bvh import written
from throughline.motion.skeleton import JOINTS, Motion

if TYPE_CHECKING:
    from pxr import Usd

CAST = "/Shot/Cast"


@dataclass(frozen=True)
class Performed:
    """Somebody's motion as a shot has it: name, motion (contacts and jaw are not kept there and are empty here), the
    body's rest places (J, 3), frames a second."""

    name: str
    motion: Motion
    rest: NDArray[np.float32]
    rate: float


def performed(shot: Path) -> Iterator[Performed]:
    """Everybody whom the stage of a shot shows, to the last bit as it moves them.

    Raises:
        InputError: somebody's skeleton there lacks joints of ours.
    """
    from pxr import Usd, UsdSkel

    stage = Usd.Stage.Open(str(shot))
    frames = np.arange(stage.GetStartTimeCode(), stage.GetEndTimeCode() + 1.0)
    cache = UsdSkel.Cache()
    for prim in _cast(stage):
        cache.Populate(UsdSkel.Root(prim), Usd.PrimDefaultPredicate)
        skeletons = [each for each in Usd.PrimRange(prim) if each.IsA(UsdSkel.Skeleton)]
        query = cache.GetSkelQuery(UsdSkel.Skeleton(skeletons[0])) if skeletons else None
        moves = query.GetAnimQuery() if query else None
        order = [str(joint).rpartition("/")[2] for joint in query.GetJointOrder()] if query else []
        if not query or not moves or not set(JOINTS) <= set(order):
            raise InputError(f"{_name(prim)} has not the film's skeleton", file=str(shot))
        bind = np.array(query.GetJointWorldBindTransforms())[[order.index(name) for name in JOINTS], 3, :3]
        moved = [str(joint).rpartition("/")[2] for joint in moves.GetJointOrder()]
        at = [moved.index(name) for name in JOINTS]
        rows = [moves.ComputeJointLocalTransformComponents(frame) for frame in frames]
        root = np.array([np.array(places[at[0]]) for places, _, _ in rows], dtype=np.float32)
        turns = np.array([[(*spin.GetImaginary(), spin.GetReal()) for spin in spins] for _, spins, _ in rows],
                         dtype=np.float32)[:, at]
        empty = Motion(root, turns, np.zeros((len(root), 4), dtype=bool), np.zeros(len(root), dtype=np.float32))
        yield Performed(_name(prim), empty, bind.astype(np.float32), stage.GetTimeCodesPerSecond())


def file_name(name: str) -> str:
    """What somebody's files are called: the name, without what no file system allows."""
    return "".join("_" if letter in '/\\:*?"<>|' or ord(letter) < 32 else letter for letter in name).strip(" .") or "_"


def bvh_files(shot: Path, to: Path) -> list[Path]:
    """Writes NAME.bvh into ``to`` for everybody whom the stage of a shot shows; gives their paths."""
    to.mkdir(parents=True, exist_ok=True)
    files = []
    for one in performed(shot):
        files.append(to / f"{file_name(one.name)}.bvh")
        files[-1].write_text(written(one.motion, one.rest, one.rate), encoding="utf-8", newline="\n")
    return files


def export_motion(shot: Path, to: Path) -> list[Path]:
    """Writes NAME.bvh and NAME.usdc into ``to`` for everybody whom the stage of a shot shows; gives their paths."""
    from pxr import Usd

    files = bvh_files(shot, to)
    stage = Usd.Stage.Open(str(shot))
    for prim in _cast(stage):
        files.append(_usd(stage, prim, shot, to / f"{file_name(_name(prim))}.usdc"))
    return sorted(files)


def _cast(stage: Usd.Stage) -> list[Usd.Prim]:
    cast = stage.GetPrimAtPath(CAST)
    return list(cast.GetChildren()) if cast else []


def _name(prim: Usd.Prim) -> str:
    return str(prim.GetCustomDataByKey("name") or prim.GetName())


def _usd(stage: Usd.Stage, prim: Usd.Prim, shot: Path, target: Path) -> Path:
    """One performer's own stage, whole in itself: body, skeleton, animation, face; in plain colours, not the shot's
    light."""
    from pxr import Usd, UsdGeom

    alone = Usd.Stage.CreateInMemory()
    root = alone.DefinePrim(f"/{prim.GetName()}", "SkelRoot")
    root.GetReferences().AddReference(str(shot.absolute()), prim.GetPath())
    alone.SetDefaultPrim(root)
    for mesh in Usd.PrimRange(root):
        colour = mesh.GetAttribute("primvars:displayColor")
        if colour:
            colour.Set(colour.GetPropertyStack(Usd.TimeCode.Default())[-1].default)
    UsdGeom.SetStageUpAxis(alone, UsdGeom.GetStageUpAxis(stage))
    UsdGeom.SetStageMetersPerUnit(alone, UsdGeom.GetStageMetersPerUnit(stage))
    alone.SetStartTimeCode(stage.GetStartTimeCode())
    alone.SetEndTimeCode(stage.GetEndTimeCode())
    alone.SetTimeCodesPerSecond(stage.GetTimeCodesPerSecond())
    alone.SetFramesPerSecond(stage.GetFramesPerSecond())
    target.unlink(missing_ok=True)
    alone.Flatten(addSourceFileComment=False).Export(str(target))
    return target
