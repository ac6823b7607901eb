"""A small stage written as layout writes them: ground, a wall, somebody who walks, a car, a flame, lights, a camera.

The camera stands at (-4, 0, 1) looking along +X with a 36 mm lens, so the wall's face at x = 6 is 10 m deep and the
picture is as wide as it is far.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pxr import Gf, Sdf, Usd, UsdGeom, UsdLux, UsdSkel, Vt

from throughline.motion.skeleton import JOINTS, PARENTS

FRAMES = 8
WALL_DEPTH = 10.0
GLOW = (6.0, 3.0, 1.5)
REST = np.array([
    (0, 0, .95), (0, 0, 1.05), (0, 0, 1.18), (0, 0, 1.3), (0, 0, 1.45), (0, 0, 1.55),
    (0, .05, 1.4), (0, .18, 1.4), (0, .46, 1.4), (0, .7, 1.4), (0, -.05, 1.4), (0, -.18, 1.4), (0, -.46, 1.4),
    (0, -.7, 1.4), (0, .1, .92), (0, .1, .5), (0, .1, .08), (.13, .1, .02), (0, -.1, .92), (0, -.1, .5),
    (0, -.1, .08), (.13, -.1, .02)], np.float64)


def box(low: tuple[float, ...], high: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Points (8, 3) and faces (6, 4), counter-clockwise from outside."""
    points = np.array([[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
    faces = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    return points, faces


def mesh(stage: Usd.Stage, path: str, points: np.ndarray, faces: np.ndarray, colour: object) -> UsdGeom.Mesh:
    made = UsdGeom.Mesh.Define(stage, path)
    made.CreateSubdivisionSchemeAttr("none")
    shape(made, points, faces, colour, Usd.TimeCode.Default())
    return made


def shape(made: UsdGeom.Mesh, points: np.ndarray, faces: np.ndarray, colour: object, time: Usd.TimeCode) -> None:
    made.CreatePointsAttr().Set(Vt.Vec3fArray.FromNumpy(points.astype(np.float32)), time)
    made.CreateFaceVertexCountsAttr().Set(Vt.IntArray([faces.shape[1]] * len(faces)), time)
    made.CreateFaceVertexIndicesAttr().Set(Vt.IntArray.FromNumpy(faces.ravel().astype(np.int32)), time)
    colours = UsdGeom.PrimvarsAPI(made).CreatePrimvar("displayColor", Sdf.ValueTypeNames.Color3fArray, "vertex")
    rows = np.broadcast_to(np.asarray(colour, np.float32), (len(points), 3))
    colours.Set(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(rows)), time)


def write(path: Path, *, lights: bool = True, extra: int = 0) -> Path:
    """``path``, written: frames 0 to FRAMES - 1; ``extra`` more small pieces of set far behind the camera."""
    stage = Usd.Stage.CreateNew(str(path))
    UsdGeom.SetStageUpAxis(stage, "Z")
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    stage.SetStartTimeCode(0)
    stage.SetEndTimeCode(FRAMES - 1)
    stage.SetTimeCodesPerSecond(24)
    stage.SetDefaultPrim(UsdGeom.Xform.Define(stage, "/Shot").GetPrim())
    for number in range(extra):
        mesh(stage, f"/Shot/Set/Extra_{number:04d}", *box((-50, number, 0), (-49, number + .5, 1)), (.2, .2, .2))
    mesh(stage, "/Shot/Set/Ground", *box((-20, -20, -1), (20, 20, 0)), (.2, .2, .2))
    mesh(stage, "/Shot/Set/Wall", *box((6, -6, 0), (7, 0, 4)), (.3, .25, .2))
    mesh(stage, "/Shot/Set/Lamp", *box((5.5, 1, 2), (6, 2, 3)), GLOW)
    _walker(stage)
    _car(stage)
    _flame(stage)
    camera = UsdGeom.Camera.Define(stage, "/Shot/Camera")
    camera.CreateHorizontalApertureAttr(.36)
    camera.CreateFocalLengthAttr(.36)
    camera.CreateClippingRangeAttr(Gf.Vec2f(.1, 1000))
    look = Gf.Matrix4d(1).SetLookAt(Gf.Vec3d(-4, 0, 1), Gf.Vec3d(6, 0, 1), Gf.Vec3d(0, 0, 1)).GetInverse()
    camera.AddTransformOp().Set(look)
    if lights:
        _lights(stage)
    stage.GetRootLayer().Save()
    return path


def _walker(stage: Usd.Stage) -> None:
    """Somebody 0.5 m wide at y = 1.5 who walks 0.25 m a frame along +X from x = 0, his trunk bound to his hips."""
    root = "/Shot/Cast/JIN"
    UsdSkel.BindingAPI.Apply(UsdSkel.Root.Define(stage, root).GetPrim())
    names: list[str] = []
    for joint, parent in zip(JOINTS, PARENTS, strict=True):
        names.append(joint if parent < 0 else f"{names[parent]}/{joint}")
    local = [REST[i] - (REST[p] if p >= 0 else 0.0) for i, p in enumerate(PARENTS)]
    skeleton = UsdSkel.Skeleton.Define(stage, f"{root}/Skeleton")
    skeleton.CreateJointsAttr(names)
    skeleton.CreateBindTransformsAttr([Gf.Matrix4d(1).SetTranslate(Gf.Vec3d(*map(float, row))) for row in REST])
    skeleton.CreateRestTransformsAttr([Gf.Matrix4d(1).SetTranslate(Gf.Vec3d(*map(float, row))) for row in local])
    motion = UsdSkel.Animation.Define(stage, f"{root}/Motion")
    motion.CreateJointsAttr(names)
    motion.CreateScalesAttr(Vt.Vec3hArray([Gf.Vec3h(1, 1, 1)] * len(names)))
    for frame in range(FRAMES):
        places = np.array(local, np.float32)
        places[0] = (.25 * frame, 1.5, .95)
        motion.CreateTranslationsAttr().Set(Vt.Vec3fArray.FromNumpy(places), frame)
        motion.CreateRotationsAttr().Set(Vt.QuatfArray([Gf.Quatf(1, 0, 0, 0)] * len(names)), frame)
    UsdSkel.BindingAPI.Apply(skeleton.GetPrim()).CreateAnimationSourceRel().SetTargets([motion.GetPath()])
    body = mesh(stage, f"{root}/Body", *box((-.1, -.25, 0), (.1, .25, 1.75)), (.4, .1, .1))
    binding = UsdSkel.BindingAPI.Apply(body.GetPrim())
    binding.CreateJointIndicesPrimvar(False, 1).Set(Vt.IntArray([0] * 8))
    binding.CreateJointWeightsPrimvar(False, 1).Set(Vt.FloatArray([1.0] * 8))
    binding.CreateSkeletonRel().SetTargets([skeleton.GetPath()])


def _car(stage: Usd.Stage) -> None:
    """A box that moves by its Xform 0.5 m a frame along -Y."""
    body = UsdGeom.Xform.Define(stage, "/Shot/Vehicles/TAXI/whole/body")
    move = body.AddTranslateOp()
    for frame in range(FRAMES):
        move.Set(Gf.Vec3d(3, 2.6 - .5 * frame, 0), frame)
    mesh(stage, "/Shot/Vehicles/TAXI/whole/body/Mesh", *box((-.8, -.5, .2), (.8, .5, .75)), (.5, .4, .05))


def _flame(stage: Usd.Stage) -> None:
    """One mesh a frame, seen in its frame only, and one mesh whose points, faces and colours change with time."""
    changing = UsdGeom.Mesh.Define(stage, "/Shot/Effects/dust/Mesh")
    changing.CreateSubdivisionSchemeAttr("none")
    for frame in range(FRAMES):
        group = UsdGeom.Xform.Define(stage, f"/Shot/Effects/fire/f{frame:04d}")
        shown = group.CreateVisibilityAttr()
        if frame:
            shown.Set("invisible", 0)
        shown.Set("inherited", frame)
        shown.Set("invisible", frame + 1)
        high = 1.0 + .25 * frame
        mesh(stage, f"/Shot/Effects/fire/f{frame:04d}/Mesh", *box((2, -2, 0), (2.5, -1.5, high)), (8, 3, 1))
        points, faces = box((2, -3.2, 0), (2.5, -2.8, high))
        if frame % 2:
            faces = np.concatenate([faces[:, :3], faces[:, [0, 2, 3]]])
        shape(changing, points, faces, (.05 * frame, .1, .2), Usd.TimeCode(frame))


def _lights(stage: Usd.Stage) -> None:
    key = UsdLux.DistantLight.Define(stage, "/Shot/Lights/Key")
    key.CreateColorAttr(Gf.Vec3f(2, 1.8, 1.5))
    towards = Gf.Vec3d(-.5, .3, .8).GetNormalized()
    key.AddTransformOp().Set(Gf.Matrix4d(1).SetRotate(Gf.Rotation(Gf.Vec3d(0, 0, 1), towards)))
    UsdLux.DomeLight.Define(stage, "/Shot/Lights/Sky").CreateColorAttr(Gf.Vec3f(.4, .45, .55))
    lamp = UsdLux.SphereLight.Define(stage, "/Shot/Lights/Lamp_000")
    lamp.CreateColorAttr(Gf.Vec3f(3, 2, 1))
    lamp.AddTranslateOp().Set(Gf.Vec3d(5.5, 1.5, 2.5))
