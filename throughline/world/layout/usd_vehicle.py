"""A vehicle on the stage: carried on its path, its wheels and body their own xforms, its crash as point samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from pxr import Gf, Usd, UsdGeom, Vt

from throughline.effects.vehicles.appear import Moving, State, Wheel, appearance
from throughline.effects.vehicles.debris import Scatter
from throughline.film.blocking import Vehicle
from throughline.film.effect import EffectOrder, EffectPush
from throughline.motion.ground import FLAT, Ground
from throughline.world.layout.usd_parts import define_mesh, show, vertex_normals
from throughline.world.mesh import Mesh
from throughline.world.prim_names import prim_name
from throughline.world.shapes import Piece


def add_vehicle(stage: Usd.Stage, vehicle: Vehicle, frames: int, burnt_from: float | None, light: np.ndarray,
                ground: Ground = FLAT, blast: tuple[EffectOrder, float] | None = None,
                impacts: Sequence[EffectPush] = ()) -> tuple[str, ...]:
    """Adds a vehicle as effects.vehicles has it and returns its warnings. ``light`` (3,) falls on it."""
    rate = Fraction(stage.GetTimeCodesPerSecond()).limit_denominator(1001)
    seen = appearance(vehicle, frames, rate, ground, burnt_from, blast, impacts)
    root = f"/Shot/Vehicles/{prim_name(vehicle.name)}"
    body = UsdGeom.Xform.Define(stage, root)
    move, turn = body.AddTranslateOp(), body.AddRotateXYZOp()
    for frame, (place, angles) in enumerate(zip(seen.place, np.degrees(seen.turn), strict=True)):
        if frame == 0 or not _same(seen.place, seen.turn, frame):
            move.Set(Gf.Vec3d(*map(float, place)), frame)
            turn.Set(Gf.Vec3f(*map(float, angles)), frame)
    for state in seen.states:
        _add_state(stage, f"{root}/{state.name}", state, light)
    if seen.strewn or seen.marks or seen.loose:
        _add_strewn(stage, f"{root}_debris", [*seen.strewn, *seen.marks], frames, light)
    for part in seen.loose:
        holder = _add_moving(stage, f"{root}_debris/{prim_name(part.name)}", part, light)
        show(holder, np.arange(frames) >= seen.since)
    return seen.warnings


def _same(place: np.ndarray, turn: np.ndarray, frame: int) -> bool:
    """Whether nothing changes about a frame, so that it needs no sample of its own."""
    near = slice(frame - 1, frame + 2)
    return bool((place[near] == place[frame]).all() and (turn[near] == turn[frame]).all())


def _add_state(stage: Usd.Stage, path: str, state: State, light: np.ndarray) -> None:
    show(UsdGeom.Xform.Define(stage, path), state.shown)
    for part in state.parts:
        _add_moving(stage, f"{path}/{prim_name(part.name)}", part, light)
    for wheel in state.wheels:
        _add_wheel(stage, f"{path}/{prim_name(wheel.name)}", wheel, light)


def _add_moving(stage: Usd.Stage, path: str, part: Moving, light: np.ndarray) -> UsdGeom.Xform:
    holder = UsdGeom.Xform.Define(stage, path)
    if part.matrices is not None:
        matrix = holder.AddTransformOp()
        for frame, rows in enumerate(part.matrices):
            if frame in (0, len(part.matrices) - 1) or (rows != part.matrices[frame - 1]).any() \
                    or (rows != part.matrices[frame + 1]).any():
                matrix.Set(Gf.Matrix4d(*map(float, rows.T.reshape(-1))), frame)
    prim = define_mesh(stage, f"{path}/Mesh", _lit(part.piece, light))
    if len(part.bends) == 1:
        _bend(prim, part.piece, part.bends[0][1], Usd.TimeCode.Default())
    else:
        for frame, points in part.bends:
            _bend(prim, part.piece, points, Usd.TimeCode(frame))
    return holder


def _bend(prim: UsdGeom.Mesh, piece: Piece, points: np.ndarray, time: Usd.TimeCode) -> None:
    prim.GetPointsAttr().Set(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(points)), time)
    bent = Mesh("Mesh", points, piece.counts, piece.corners, piece.colours, smooth=True)
    prim.GetNormalsAttr().Set(Vt.Vec3fArray.FromNumpy(vertex_normals(bent)), time)


def _add_wheel(stage: Usd.Stage, path: str, wheel: Wheel, light: np.ndarray) -> None:
    holder = UsdGeom.Xform.Define(stage, path)
    move, turn, roll = holder.AddTranslateOp(), holder.AddRotateZOp(), holder.AddRotateYOp()
    steered, spun = np.degrees(wheel.steer), np.degrees(wheel.spin)
    for frame in range(len(wheel.spin)):
        before = max(0, frame - 1)
        if frame == 0 or (wheel.place[frame] != wheel.place[before]).any():
            move.Set(Gf.Vec3d(*map(float, wheel.place[frame])), frame)
        turn.Set(float(steered[frame]), frame)
        roll.Set(float(math.fmod(spun[frame], 360.0)), frame)
    define_mesh(stage, f"{path}/Mesh", _lit(wheel.piece, light))


def _lit(piece: Piece, light: np.ndarray) -> Mesh:
    """The piece in the light that falls on it; what glows itself does so as it did."""
    shown = piece.colours + piece.glow
    emits = (shown > 1.0).any(axis=1, keepdims=True)
    colours = np.where(emits, shown, shown * light)
    return Mesh("Mesh", piece.points, piece.counts, piece.corners, colours.astype(np.float32), smooth=True)


def _add_strewn(stage: Usd.Stage, path: str, strewn: Sequence[Scatter], frames: int, light: np.ndarray) -> None:
    UsdGeom.Xform.Define(stage, path)
    for number, part in enumerate(strewn):
        counts = np.full(len(part.corners), 4, np.int32)
        mesh = Mesh("Mesh", part.points[0], counts, part.corners.reshape(-1).astype(np.int32),
                    (part.colours * light).astype(np.float32))
        prim = define_mesh(stage, f"{path}/Strewn_{number}", mesh)
        show(prim, np.arange(frames) >= part.first)
        for step, points in enumerate(part.points):
            if part.first + step < frames:
                prim.GetPointsAttr().Set(Vt.Vec3fArray.FromNumpy(points), part.first + step)
