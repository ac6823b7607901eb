"""The skeleton animation of a USD file, read onto a rig: metres, Z up, placed in the world as its stage places it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from throughline.film.errors import InputError
from throughline.motion.capture.clip import Floats
from throughline.motion.capture.rig import Rig

if TYPE_CHECKING:
    from pxr import Gf, Usd, UsdSkel

LAY_DOWN = np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, -1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
"""A stage with Y up, brought to Z up; row vectors as in USD."""
HOUR = 100_000


def read_usd_skel(path: Path) -> Rig:
    """The take of the first animated skeleton in a USD file. Its rest is the bind pose in the skeleton's own space.

    Raises:
        InputError: no USD, no skeleton with an animation, no frames, or a number that is none.
    """
    from pxr import Tf, Usd, UsdGeom

    try:
        stage = Usd.Stage.Open(str(path))
    except Tf.ErrorException as error:
        raise InputError("cannot be read as USD", file=str(path), remedy="export it again") from error
    query = _animated(stage, path)
    times, rate = _times(stage, query, path)
    joints = [str(joint) for joint in query.GetJointOrder()]
    parents = tuple(query.GetTopology().GetParent(number) for number in range(len(joints)))
    unit = UsdGeom.GetStageMetersPerUnit(stage)
    upright = UsdGeom.GetStageUpAxis(stage) == UsdGeom.Tokens.y
    skeleton = query.GetSkeleton()
    rows = []
    for time in times:
        local = _matrices(query.ComputeJointLocalTransforms(time))
        placed = _matrices([UsdGeom.XformCache(time).GetLocalToWorldTransform(skeleton.GetPrim())])[0]
        placed = placed @ LAY_DOWN if upright else placed
        roots = np.array(parents) < 0
        local[roots] = local[roots] @ placed
        rows.append(local)
    moved = np.stack(rows)
    if not np.isfinite(moved).all():
        raise InputError("a frame holds what is no number", file=str(path), remedy="export it again")
    turns, shifts = _parted(moved)
    rest_turns, rest_shifts = _parted(_rest(query, parents))
    names = tuple(joint.rpartition("/")[2] for joint in joints)
    return Rig(path.stem, "usd", rate, names, parents, turns, shifts * unit, rest_turns, rest_shifts * unit)


def _animated(stage: Usd.Stage, path: Path) -> UsdSkel.SkeletonQuery:
    """The first skeleton that an animation moves."""
    from pxr import Usd, UsdSkel

    cache = UsdSkel.Cache()
    found = False
    for prim in stage.Traverse(Usd.TraverseInstanceProxies()):
        if prim.IsA(UsdSkel.Root):
            cache.Populate(UsdSkel.Root(prim), Usd.TraverseInstanceProxies())
        if prim.IsA(UsdSkel.Skeleton):
            found = True
            query = cache.GetSkelQuery(UsdSkel.Skeleton(prim))
            if query and query.GetAnimQuery() and query.GetAnimQuery().GetJointTransformTimeSamples():
                return query
    what = "its skeleton has no animation" if found else "has no skeleton below a SkelRoot"
    raise InputError(what, file=str(path), remedy="export the armature with its animation (SkelRoot, Skeleton, "
                                                  "SkelAnimation)")


def _times(stage: Usd.Stage, query: UsdSkel.SkeletonQuery, path: Path) -> tuple[Floats, float]:
    """The time codes of the frames, from the stage's start to the last key, and how many of them make a second."""
    samples = query.GetAnimQuery().GetJointTransformTimeSamples()
    first = stage.GetStartTimeCode() if stage.HasAuthoredTimeCodeRange() else samples[0]
    last = max(samples[-1], first)
    rate, step = stage.GetTimeCodesPerSecond(), stage.GetTimeCodesPerSecond() / stage.GetFramesPerSecond()
    if not 0.0 < rate < np.inf or not 0.0 < step < np.inf or (last - first) / step > HOUR:
        raise InputError(f"its frames run from {first:g} to {last:g} at {rate:g} a second", file=str(path),
                         remedy="give the stage its start, end and time codes a second")
    return first + step * np.arange(int(np.floor((last - first) / step + 1e-6)) + 1), rate / step


def _rest(query: UsdSkel.SkeletonQuery, parents: Sequence[int]) -> Floats:
    """The bind pose as matrices (N, 4, 4) from the parent; where there is none, the rest pose."""
    bind = _matrices(query.GetJointWorldBindTransforms())
    if len(bind) != len(parents):
        return _matrices(query.ComputeJointLocalTransforms(0.0, atRest=True))
    skel = _matrices(query.GetSkeleton().GetBindTransformsAttr().Get())
    return np.stack([skel[n] if parent < 0 else skel[n] @ np.linalg.inv(skel[parent])
                     for n, parent in enumerate(parents)])


def _matrices(found: Sequence[Gf.Matrix4d] | None) -> Floats:
    return np.array(found, dtype=np.float64).reshape(-1, 4, 4)


def _parted(matrices: Floats) -> tuple[Floats, Floats]:
    """Quaternions (..., 4) and shifts (..., 3) of matrices for row vectors, without their scale."""
    from scipy.spatial.transform import Rotation

    axes = matrices[..., :3, :3]
    axes = axes / np.maximum(np.linalg.norm(axes, axis=-1, keepdims=True), 1e-12)
    turns = Rotation.from_matrix(np.swapaxes(axes, -1, -2).reshape(-1, 3, 3)).as_quat()
    return turns.reshape(*matrices.shape[:-2], 4), matrices[..., 3, :3].copy()
