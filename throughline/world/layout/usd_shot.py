"""The stage of one shot: set, cast on their skeletons' animation, vehicles, props, effects, camera, lights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from pxr import Gf, Sdf, Usd, UsdGeom, UsdLux, UsdSkel, Vt

from throughline.film.blocking import PlacedEffect, Prop, SetRef
from throughline.film.setplan import SetPlan
from throughline.motion.face_shapes import SHAPES, Face
from throughline.motion.hand_shapes import HAND_SHAPES, Hands
from throughline.motion.skeleton import INDEX, PARENTS, Motion
from throughline.world import props as prop_shop
from throughline.world import standins
from throughline.world.camera.track import SENSOR_MM, CameraTrack, Points
from throughline.world.layout.usd_parts import define_mesh, joint_paths, new_stage, show
from throughline.world.layout.usd_vehicle import add_vehicle
from throughline.world.mesh import Mesh
from throughline.world.prim_names import prim_name
from throughline.world.puffs_light import Puffs

__all__ = ["CastMember", "add_camera", "add_effect", "add_lights", "add_member", "add_prop", "add_set", "add_vehicle",
           "drive_set", "open_shot"]


@dataclass(frozen=True)
class CastMember:
    """A performer ready for the stage: its body file relative to the stage, rest joints, the centres of the eyeballs
    that turn (2, 3) or (0, 3), motion, face, hands and light."""

    name: str
    file: str
    rest: np.ndarray
    eyes: np.ndarray
    motion: Motion
    face: Face
    hands: Hands
    light: np.ndarray


def open_shot(path: Path, frames: int, rate: Fraction) -> Usd.Stage:
    stage = new_stage(path, "Shot")
    stage.SetStartTimeCode(0)
    stage.SetEndTimeCode(frames - 1)
    stage.SetTimeCodesPerSecond(float(rate))
    stage.SetFramesPerSecond(float(rate))
    return stage


def add_set(stage: Usd.Stage, file: str, hidden: Sequence[str]) -> None:
    """The set by reference, without the pieces that this shot does without (a wall the camera looks through)."""
    stage.DefinePrim("/Shot/Set", "Xform").GetReferences().AddReference(f"./{file}")
    for name in hidden:
        stage.OverridePrim(f"/Shot/Set/{prim_name(name)}").SetActive(False)


def drive_set(stage: Usd.Stage, file: str, meshes: Sequence[str], ride: Sequence[str], frames: int,
              rate: Fraction, speed: float) -> None:
    """A drive seen from inside: what belongs to the car stands still, the street goes by at ``speed`` m/s."""
    street = stage.GetPrimAtPath("/Shot/Set")
    moved = UsdGeom.Xformable(street).AddTranslateOp()
    reach = speed * frames / float(rate)
    for frame in range(frames):
        moved.Set(Gf.Vec3d(reach * 0.5 - speed * frame / float(rate), 0.0, 0.0), frame)
    car = stage.DefinePrim("/Shot/Vehicles/Ride", "Xform")
    car.GetReferences().AddReference(f"./{file}")
    for name in meshes:
        holder = "/Shot/Set" if name in ride else "/Shot/Vehicles/Ride"
        stage.OverridePrim(f"{holder}/{prim_name(name)}").SetActive(False)


def add_member(stage: Usd.Stage, member: CastMember) -> None:
    """A cast member by reference, his skeleton animated, his colours lit for where he stands."""
    root = f"/Shot/Cast/{prim_name(member.name)}"
    prim = stage.DefinePrim(root, "SkelRoot")
    prim.GetReferences().AddReference(f"./{member.file}")
    prim.SetCustomDataByKey("name", member.name)
    animation = UsdSkel.Animation.Define(stage, f"{root}/Motion")
    _body_moves(animation, member)
    _shapes_move(animation, member.face, member.hands)
    skeleton = stage.OverridePrim(f"{root}/Skeleton")
    UsdSkel.BindingAPI.Apply(skeleton).CreateAnimationSourceRel().SetTargets([Sdf.Path(f"{root}/Motion")])
    _light(stage, prim, member.light)


def _body_moves(animation: UsdSkel.Animation, member: CastMember) -> None:
    """Every joint's place and turn in every frame, those of the eyeballs last."""
    head, motion = member.rest[INDEX["Head"]], member.motion
    offsets = np.array([member.rest[i] - (member.rest[p] if p >= 0 else 0.0) for i, p in enumerate(PARENTS)])
    offsets = np.concatenate([offsets, member.eyes - head]).astype(np.float32)
    turns = motion.rotations
    if len(member.eyes):
        turns = np.concatenate([turns, member.face.eyes], axis=1)
    turns = np.ascontiguousarray(turns, dtype=np.float32)
    animation.CreateJointsAttr(Vt.TokenArray(joint_paths(len(member.eyes) > 0)))
    animation.CreateScalesAttr(Vt.Vec3hArray([Gf.Vec3h(1, 1, 1)] * len(offsets)))
    spins, places = animation.CreateRotationsAttr(), animation.CreateTranslationsAttr()
    for frame in range(len(motion.root)):
        offsets[0] = motion.root[frame]
        places.Set(Vt.Vec3fArray.FromNumpy(offsets.copy()), frame)
        spins.Set(Vt.QuatfArray.FromNumpy(turns[frame]), frame)


def _shapes_move(animation: UsdSkel.Animation, face: Face, hands: Hands) -> None:
    """The weights of the blend shapes of face and hands that are ever used."""
    names, table = (*SHAPES, *HAND_SHAPES), np.concatenate([face.weights, hands.weights], axis=1)
    used = np.flatnonzero(table.max(axis=0, initial=0.0) > 0.0)
    animation.CreateBlendShapesAttr(Vt.TokenArray([names[number] for number in used]))
    weights = animation.CreateBlendShapeWeightsAttr()
    rows = np.ascontiguousarray(table[:, used], dtype=np.float32)
    for frame, row in enumerate(rows):
        if frame in (0, len(rows) - 1) or (row != rows[frame - 1]).any() or (row != rows[frame + 1]).any():
            weights.Set(Vt.FloatArray.FromNumpy(row), frame)


def _light(stage: Usd.Stage, root: Usd.Prim, light: np.ndarray) -> None:
    for prim in Usd.PrimRange(root):
        if prim.IsA(UsdGeom.Mesh):
            attribute = prim.GetAttribute("primvars:displayColor")
            colours = np.array(attribute.Get(), dtype=np.float32)
            emits = (colours > 1.0).any(axis=1, keepdims=True)
            attribute.Set(Vt.Vec3fArray.FromNumpy(np.where(emits, colours, colours * light).astype(np.float32)))


def add_prop(stage: Usd.Stage, prop: Prop, hand: tuple[Points, Points] | None, light: np.ndarray) -> None:
    """A prop where it lies, or in its holder's hand: ``hand`` is (places (F, 3), turns (F, 4) x, y, z, w)."""
    path = f"/Shot/Props/{prim_name(prop.name)}"
    holder = UsdGeom.Xform.Define(stage, path)
    mesh = prop_shop.build(prop.kind)
    lit = Mesh(name="Mesh", points=mesh.points, counts=mesh.counts, corners=mesh.corners,
               colours=np.where((mesh.colours > 1).any(axis=1, keepdims=True), mesh.colours, mesh.colours * light),
               smooth=mesh.smooth)
    move, turn = holder.AddTranslateOp(), holder.AddOrientOp()
    if hand is None:
        move.Set(Gf.Vec3d(prop.x, prop.y, prop.z))
        turn.Set(Gf.Quatf(math.cos(prop.facing / 2), 0.0, 0.0, math.sin(prop.facing / 2)))
    else:
        for frame, (place, spin) in enumerate(zip(*hand, strict=True)):
            move.Set(Gf.Vec3d(*map(float, place)), frame)
            turn.Set(Gf.Quatf(float(spin[3]), *map(float, spin[:3])), frame)
    define_mesh(stage, f"{path}/Mesh", lit)


def add_effect(stage: Usd.Stage, effect: PlacedEffect, number: int, frames: int, place: SetRef,
               soft: Sequence[Puffs]) -> None:
    """An effect's stand-in: the hard meshes of every frame, each shown in its own frame only, and ``soft``, the puffs
    of every frame, as points for other tools."""
    root = f"/Shot/Effects/{prim_name(effect.cue.kind)}_{number}"
    UsdGeom.Xform.Define(stage, root)
    _add_puffs(stage, f"{root}/Puffs", soft)
    for frame in range(frames):
        meshes = standins.build(effect, frame, place)
        if not meshes:
            continue
        group = UsdGeom.Xform.Define(stage, f"{root}/f{frame:04d}")
        shown = np.zeros(frames, dtype=bool)
        shown[frame] = True
        show(group, shown)
        for mesh in meshes:
            define_mesh(stage, f"{root}/f{frame:04d}/{prim_name(mesh.name)}", mesh)


def _add_puffs(stage: Usd.Stage, path: str, frames: Sequence[Puffs]) -> None:
    """The puffs as points: their widths, their light as displayColor, their opacity."""
    if not any(len(cloud) for cloud in frames):
        return
    points = UsdGeom.Points.Define(stage, path)
    at, wide = points.CreatePointsAttr(), points.CreateWidthsAttr()
    colour = points.CreateDisplayColorPrimvar(UsdGeom.Tokens.vertex)
    cover = points.CreateDisplayOpacityPrimvar(UsdGeom.Tokens.vertex)
    for frame, cloud in enumerate(frames):
        if not len(cloud) and frame and not len(frames[frame - 1]):
            continue
        at.Set(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(cloud.centre)), frame)
        wide.Set(Vt.FloatArray.FromNumpy(np.ascontiguousarray(2 * cloud.radius)), frame)
        colour.Set(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(cloud.colour + cloud.emission)), frame)
        cover.Set(Vt.FloatArray.FromNumpy(np.ascontiguousarray(cloud.density)), frame)


def add_camera(stage: Usd.Stage, track: CameraTrack) -> None:
    """The camera, one sample a frame. Lens and aperture in tenths of a unit: 35 mm is 0.35 where a unit is a metre."""
    camera = UsdGeom.Camera.Define(stage, "/Shot/Camera")
    camera.CreateHorizontalApertureAttr(SENSOR_MM / 100.0)
    camera.CreateVerticalApertureAttr(track.sensor_height / 100.0)
    camera.CreateClippingRangeAttr(Gf.Vec2f(0.05, 2000.0))
    focal = camera.CreateFocalLengthAttr()
    matrix = camera.AddTransformOp()
    for frame in range(len(track.position)):
        right, up, forward = track.axes(frame)
        rows = [(*right, 0.0), (*up, 0.0), (*(-forward), 0.0), (*track.position[frame], 1.0)]
        matrix.Set(Gf.Matrix4d(*[float(value) for row in rows for value in row]), frame)
        focal.Set(float(track.lens[frame]) / 100.0, frame)


def add_lights(stage: Usd.Stage, plan: SetPlan) -> None:
    """The set's key, sky and lamps as USD lights, for renderers that light by them."""
    key = UsdLux.DistantLight.Define(stage, "/Shot/Lights/Key")
    key.CreateColorAttr(Gf.Vec3f(*plan.mood.key_colour))
    key.CreateAngleAttr(1.0)
    towards = Gf.Vec3d(*plan.mood.key)
    key.AddTransformOp().Set(Gf.Matrix4d(1.0).SetRotate(Gf.Rotation(Gf.Vec3d(0, 0, 1), towards)))
    sky = UsdLux.DomeLight.Define(stage, "/Shot/Lights/Sky")
    sky.CreateColorAttr(Gf.Vec3f(*plan.mood.ambient))
    for number, lamp in enumerate(plan.lamps):
        light = UsdLux.SphereLight.Define(stage, f"/Shot/Lights/Lamp_{number:03d}")
        light.CreateColorAttr(Gf.Vec3f(*lamp.colour))
        light.CreateRadiusAttr(0.15)
        light.AddTranslateOp().Set(Gf.Vec3d(lamp.x, lamp.y, lamp.z))
