"""A collapse as USD: plain meshes whose points move, which any tool opens. Z up, metres, a time code a frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pxr import Gf, Sdf, Usd, UsdGeom, Vt

from throughline.effects.destruction.collapse import Collapse
from throughline.effects.destruction.measures import flats
from throughline.effects.destruction.structure import GLASS
from throughline.effects.destruction.transforms import carried, octahedra, plates

Reals = NDArray[np.float64]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Shade = Callable[[Reals, Reals, Reals], Reals]
BATCH = 24


@dataclass(frozen=True)
class Batch:
    """Pieces that make one mesh: ``name``, ``points`` (F, V, 3) float32, ``counts`` and ``corners``, ``colours``
    (faces, 3) linear Rec.709 reflectance, ``glow`` (faces, 3) what shines of itself."""

    name: str
    points: Floats
    counts: Ints
    corners: Ints
    colours: Reals
    glow: Reals


def write(found: Collapse, path: Path, shade: Shade | None = None, *, first: int = 0,
          frames: int | None = None) -> None:
    """Writes the collapse to ``path`` under /Ruin, its frame 0 at time code ``first``.

    Colours are reflectance, one a face, where ``shade`` is None. Else ``shade`` gives the light of faces as (places
    (K, 3), unit normals (K, 3), reflectance (K, 3)) -> colours (K, 3), as the faces lie in every frame. ``frames``
    ends the stage (all of the collapse).
    """
    stage = Usd.Stage.CreateNew(str(path))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    root = UsdGeom.Xform.Define(stage, "/Ruin").GetPrim()
    stage.SetDefaultPrim(root)
    root.SetCustomDataByKey("effect", found.order.kind)
    rate = found.order.rate_num / found.order.rate_den
    stage.SetTimeCodesPerSecond(rate)
    stage.SetFramesPerSecond(rate)
    stage.SetStartTimeCode(first)
    stage.SetEndTimeCode(first + (len(found.moves) if frames is None else frames) - 1)
    add(stage, "/Ruin", found, shade, first)
    stage.GetRootLayer().Save()


def add(stage: Usd.Stage, root: str, found: Collapse, shade: Shade | None = None, first: int = 0) -> None:
    """Defines the meshes of a collapse on a stage, below ``root``."""
    for batch in batches(found):
        _define(stage, f"{root}/{batch.name}", batch, shade, first)


def batches(found: Collapse) -> Iterator[Batch]:
    """The meshes, one by one: pieces by storey, glass apart; bits and shards by when they come up."""
    pieces = found.pieces
    glass = pieces.kind == GLASS
    for level in np.unique(pieces.level):
        for kind, chosen in (("Storey", ~glass), ("Glass", glass)):
            mine = np.flatnonzero(chosen & (pieces.level == level))
            if len(mine):
                yield _pieces(found, f"{kind}_{level:02d}", mine)
    bits = found.debris
    for name, chosen in (("Bits", ~bits.shard), ("Shards", bits.shard)):
        when = bits.born // BATCH
        for number in np.unique(when[chosen & (bits.born < len(found.moves))]):
            yield _bits(found, f"{name}_{number:02d}", np.flatnonzero(chosen & (when == number)))


def _pieces(found: Collapse, name: str, mine: Ints) -> Batch:
    pieces = found.pieces
    points = np.concatenate([np.arange(pieces.first_point[p], pieces.first_point[p + 1]) for p in mine])
    faces = np.concatenate([np.arange(pieces.first_face[p], pieces.first_face[p + 1]) for p in mine])
    of = np.repeat(np.arange(len(mine)), np.diff(pieces.first_point)[mine])
    start = np.concatenate([[0], np.cumsum(pieces.counts)])
    corner = np.concatenate([np.arange(start[f], start[f + 1]) for f in faces])
    index = np.full(len(pieces.points), -1, np.int64)
    index[points] = np.arange(len(points))
    arm = pieces.points[points] - pieces.centre[mine][of]
    at = carried(arm, of, found.moves[:, mine].astype(np.float64))
    frames = np.arange(len(at))
    lost = frames[:, None] >= found.gone[mine][of][None]
    middle = found.moves[:, mine, :3][:, of]
    at = np.where(lost[..., None], middle, at)
    return Batch(name, at, pieces.counts[faces], index[pieces.corners[corner]], pieces.colours[faces],
                 pieces.glow[faces])


def _bits(found: Collapse, name: str, mine: Ints) -> Batch:
    bits = found.debris
    shape = plates if bits.shard[mine[0]] else octahedra
    arm, of, counts, corners = shape(bits.half[mine].astype(np.float64), found.order.seed)
    at = carried(arm, of, bits.moves[:, mine].astype(np.float64))
    unborn = np.arange(len(at))[:, None] < bits.born[mine][of][None]
    at = np.where(unborn[..., None], bits.moves[:, mine, :3][:, of], at)
    faces = len(counts) // len(mine)
    colours = np.repeat(bits.colour[mine].astype(np.float64), faces, axis=0)
    return Batch(name, at, counts, corners, colours, np.zeros_like(colours))


def _define(stage: Usd.Stage, path: str, batch: Batch, shade: Shade | None, first: int) -> None:
    mesh = UsdGeom.Mesh.Define(stage, path)
    mesh.CreateFaceVertexCountsAttr(Vt.IntArray.FromNumpy(batch.counts.astype(np.int32)))
    mesh.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(batch.corners.astype(np.int32)))
    mesh.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
    mesh.CreateOrientationAttr(UsdGeom.Tokens.rightHanded)
    mesh.CreateDoubleSidedAttr(True)
    points, extent = mesh.CreatePointsAttr(), mesh.CreateExtentAttr()
    colour = UsdGeom.PrimvarsAPI(mesh).CreatePrimvar("displayColor", Sdf.ValueTypeNames.Color3fArray,
                                                     UsdGeom.Tokens.uniform)
    if shade is None:
        colour.Set(Vt.Vec3fArray.FromNumpy((batch.colours + batch.glow).astype(np.float32)))
    last = len(batch.points) - 1
    for frame, now in enumerate(batch.points):
        moves = [frame + step for step in (-1, 1) if 0 <= frame + step <= last]
        if frame not in (0, last) and all(np.array_equal(now, batch.points[other]) for other in moves):
            continue
        points.Set(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(now)), first + frame)
        extent.Set([Gf.Vec3f(*map(float, now.min(axis=0))), Gf.Vec3f(*map(float, now.max(axis=0)))], first + frame)
        if shade is not None:
            colour.Set(Vt.Vec3fArray.FromNumpy(_shaded(batch, now, shade)), first + frame)


def _shaded(batch: Batch, points: Floats, shade: Shade) -> Floats:
    """The faces' colours as they are lit where they lie."""
    _, normal, middle = flats(points.astype(np.float64), batch.counts, batch.corners)
    return np.asarray(shade(middle, normal, batch.colours) + batch.glow, np.float32)
