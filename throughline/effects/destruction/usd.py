"""A collapse as USD: a mesh for every piece, carried by its own transform, which any tool opens. Z up, metres.

A time code is a frame. Transforms and colours are written only where they leave the straight way between samples.
"""

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
from throughline.effects.destruction.transforms import carried, chips, plates, samples, turned

Reals = NDArray[np.float64]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Shade = Callable[[Reals, Reals, Reals], Reals]
BATCH = 8
PLACE_M, LIGHT = 0.02, 0.2
BITS_M, BITS_OFF = 0.08, 0.10


@dataclass(frozen=True)
class Batch:
    """Bits that make one mesh: ``name``, ``points`` (F, V, 3) float32, ``counts`` and ``corners``, ``colours``
    (faces, 3) linear Rec.709 reflectance."""

    name: str
    points: Floats
    counts: Ints
    corners: Ints
    colours: Reals


def write(found: Collapse, path: Path, shade: Shade | None = None, *, first: int = 0,
          frames: int | None = None) -> None:
    """Writes the collapse to ``path`` under /Ruin, its frame 0 at time code ``first``.

    Colours are reflectance, one a face, where ``shade`` is None. Else ``shade`` gives the light of faces as (places
    (K, 3), unit normals (K, 3), reflectance (K, 3)) -> colours (K, 3), as the pieces' faces lie in every frame, and as
    those of bits lie when they come up. ``frames`` ends the stage (all of the collapse).
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
    """Defines the meshes of a collapse on a stage, below ``root``: pieces by storey, glass apart; bits and shards by
    when they come up."""
    pieces, start = found.pieces, np.concatenate([[0], np.cumsum(found.pieces.counts)])
    glass = pieces.kind == GLASS
    for level in np.unique(pieces.level):
        for kind, chosen in (("Storey", ~glass), ("Glass", glass)):
            mine = np.flatnonzero(chosen & (pieces.level == level))
            if len(mine):
                UsdGeom.Xform.Define(stage, f"{root}/{kind}_{level:02d}")
            for piece in mine:
                _piece(stage, f"{root}/{kind}_{level:02d}/Piece_{piece:04d}", found, int(piece), start, shade, first)
    for batch in batches(found):
        _bits_mesh(stage, f"{root}/{batch.name}", batch, shade, first)


def _piece(stage: Usd.Stage, path: str, found: Collapse, piece: int, start: Ints, shade: Shade | None,
           first: int) -> None:
    """A piece as a mesh about its own middle, carried to where it is."""
    pieces, moves = found.pieces, found.moves[:, piece].astype(np.float64)
    point, face = slice(*pieces.first_point[piece:piece + 2]), slice(*pieces.first_face[piece:piece + 2])
    arm, counts = pieces.points[point] - pieces.centre[piece], pieces.counts[face]
    corners = pieces.corners[start[face.start]:start[face.stop]] - pieces.first_point[piece]
    mesh = _mesh(stage, path, counts, corners)
    mesh.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(arm.astype(np.float32)))
    mesh.CreateExtentAttr(_extent(arm))
    frames = samples(moves, float(np.linalg.norm(arm, axis=1).max(initial=0.0)), PLACE_M)
    place, turn = mesh.AddTranslateOp(UsdGeom.XformOp.PrecisionFloat), mesh.AddOrientOp(UsdGeom.XformOp.PrecisionHalf)
    still = len(frames) == 2 and np.array_equal(moves[0], moves[-1])
    for frame in frames[:1] if still else frames:
        x, y, z, w = map(float, moves[frame, 3:])
        time = Usd.TimeCode.Default() if still else Usd.TimeCode(first + int(frame))
        place.Set(Gf.Vec3f(*map(float, moves[frame, :3])), time)
        turn.Set(Gf.Quath(w, x, y, z), time)
    if found.gone[piece] < len(moves):
        seen = mesh.CreateVisibilityAttr()
        seen.Set(UsdGeom.Tokens.inherited, first)
        seen.Set(UsdGeom.Tokens.invisible, first + int(found.gone[piece]))
    _painted(mesh, arm, counts, corners, moves, pieces.colours[face], pieces.glow[face], frames, shade, first)


def _painted(mesh: UsdGeom.Mesh, arm: Reals, counts: Ints, corners: Ints, moves: Reals, colours: Reals, glow: Reals,
             frames: Ints, shade: Shade | None, first: int) -> None:
    """Gives a piece its colours, and the light of every way that it lies, where light is asked for."""
    colour = _colour(mesh)
    if shade is None:
        colour.Set(Vt.Vec3fArray.FromNumpy((colours + glow).astype(np.float32)))
        return
    _, normal, middle = flats(arm, counts, corners)
    ways, places = turned(normal, moves[frames]), turned(middle, moves[frames]) + moves[frames, None, :3]
    shape = (len(frames), len(counts), 3)
    lit = np.asarray(shade(places.reshape(-1, 3), ways.reshape(-1, 3), np.tile(colours, (len(frames), 1))))
    lit = lit.reshape(shape) + glow
    change = np.abs(lit - lit[:1]).max(axis=(1, 2)) > LIGHT * float(lit[0].mean())
    if not change.any():
        colour.Set(Vt.Vec3fArray.FromNumpy(lit[0].astype(np.float32)))
        return
    last = 0
    for number, frame in enumerate(frames):
        ends = number in (0, len(frames) - 1)
        if ends or float(np.abs(lit[number] - lit[last]).max()) > LIGHT * float(lit[last].mean()):
            colour.Set(Vt.Vec3fArray.FromNumpy(lit[number].astype(np.float32)), first + int(frame))
            last = number


def batches(found: Collapse) -> Iterator[Batch]:
    """The meshes of bits and shards, by when they come up."""
    bits = found.debris
    for name, chosen in (("Bits", ~bits.shard), ("Shards", bits.shard)):
        when = bits.born // BATCH
        for number in np.unique(when[chosen & (bits.born < len(found.moves))]):
            yield _bits(found, f"{name}_{number:02d}", np.flatnonzero(chosen & (when == number)))


def _bits(found: Collapse, name: str, mine: Ints) -> Batch:
    bits = found.debris
    shape = plates if bits.shard[mine[0]] else chips
    arm, of, counts, corners = shape(bits.half[mine].astype(np.float64), found.order.seed)
    at = carried(arm, of, bits.moves[:, mine].astype(np.float64))
    unborn = np.arange(len(at))[:, None] < bits.born[mine][of][None]
    at = np.where(unborn[..., None], bits.moves[:, mine, :3][:, of], at)
    faces = len(counts) // len(mine)
    return Batch(name, at, counts, corners, np.repeat(bits.colour[mine].astype(np.float64), faces, axis=0))


def _bits_mesh(stage: Usd.Stage, path: str, batch: Batch, shade: Shade | None, first: int) -> None:
    mesh = _mesh(stage, path, batch.counts, batch.corners)
    points, extent = mesh.CreatePointsAttr(), mesh.CreateExtentAttr()
    for frame in straight(batch.points):
        now = np.ascontiguousarray(batch.points[frame])
        points.Set(Vt.Vec3fArray.FromNumpy(now), first + frame)
        extent.Set(_extent(now), first + frame)
    colours = batch.colours
    if shade is not None:
        _, normal, middle = flats(batch.points[-1].astype(np.float64), batch.counts, batch.corners)
        colours = np.asarray(shade(middle, normal, colours))
    _colour(mesh).Set(Vt.Vec3fArray.FromNumpy(colours.astype(np.float32)))


def straight(points: Floats) -> list[int]:
    """The frames of ``points`` (F, V, 3) to write so that nearly all of what is between them, drawn straight from one
    to the next, is off by less than BITS_M."""
    found, last = [0], len(points) - 1
    while found[-1] < last:
        start, end = found[-1], found[-1] + 1
        while end < last and _even(points[start:end + 2]):
            end += 1
        found.append(end)
    return found


def _even(points: Floats) -> bool:
    span = len(points) - 1
    for step in sorted({1, span // 2, span - 1}):
        share = np.float32(step / span)
        off = np.abs(points[step] - (points[0] + share * (points[-1] - points[0]))).max(axis=1)
        if np.count_nonzero(off > BITS_M) > BITS_OFF * len(off):
            return False
    return True


def _mesh(stage: Usd.Stage, path: str, counts: Ints, corners: Ints) -> UsdGeom.Mesh:
    mesh = UsdGeom.Mesh.Define(stage, path)
    mesh.CreateFaceVertexCountsAttr(Vt.IntArray.FromNumpy(counts.astype(np.int32)))
    mesh.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(corners.astype(np.int32)))
    mesh.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
    mesh.CreateDoubleSidedAttr(True)
    return mesh


def _colour(mesh: UsdGeom.Mesh) -> UsdGeom.Primvar:
    return UsdGeom.PrimvarsAPI(mesh).CreatePrimvar("displayColor", Sdf.ValueTypeNames.Color3fArray,
                                                   UsdGeom.Tokens.uniform)


def _extent(points: Reals | Floats) -> list[Gf.Vec3f]:
    return [Gf.Vec3f(*map(float, points.min(axis=0))), Gf.Vec3f(*map(float, points.max(axis=0)))]
