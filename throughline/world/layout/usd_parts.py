"""Sets and bodies as USD files: meshes with baked colour, skeletons with their skins. Z up, metres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from pxr import Gf, Sdf, Usd, UsdGeom, UsdSkel, Vt

from throughline.motion.skeleton import INDEX, JOINTS, PARENTS
from throughline.world.mesh import Mesh, SkinnedBody
from throughline.world.prim_names import prim_name

EYES = ("LeftEye", "RightEye")
"""The joints of eyes that turn, below the head."""


def new_stage(path: Path, root: str, kind: str = "Xform") -> Usd.Stage:
    """An empty stage with the house's axes and units and a default prim."""
    stage = Usd.Stage.CreateNew(str(path))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    prim = stage.DefinePrim(f"/{root}", kind)
    stage.SetDefaultPrim(prim)
    return stage


def define_mesh(stage: Usd.Stage, path: str, mesh: Mesh) -> UsdGeom.Mesh:
    """A mesh prim with vertex colours."""
    prim = UsdGeom.Mesh.Define(stage, path)
    prim.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(mesh.points, dtype=np.float32)))
    prim.CreateFaceVertexCountsAttr(Vt.IntArray.FromNumpy(np.ascontiguousarray(mesh.counts, dtype=np.int32)))
    prim.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(np.ascontiguousarray(mesh.corners, dtype=np.int32)))
    prim.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
    prim.CreateOrientationAttr(UsdGeom.Tokens.rightHanded)
    prim.CreateDoubleSidedAttr(True)
    if len(mesh.points):
        low, high = mesh.points.min(axis=0), mesh.points.max(axis=0)
        prim.CreateExtentAttr([Gf.Vec3f(*map(float, low)), Gf.Vec3f(*map(float, high))])
    colour = UsdGeom.PrimvarsAPI(prim).CreatePrimvar("displayColor", Sdf.ValueTypeNames.Color3fArray,
                                                     UsdGeom.Tokens.vertex)
    colour.Set(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(mesh.colours, dtype=np.float32)))
    if mesh.smooth:
        prim.CreateInterpolateBoundaryAttr(UsdGeom.Tokens.edgeAndCorner)
        prim.CreateNormalsAttr(Vt.Vec3fArray.FromNumpy(vertex_normals(mesh)))
        prim.SetNormalsInterpolation(UsdGeom.Tokens.vertex)
    return prim


def show(prim: UsdGeom.Imageable, shown: np.ndarray) -> None:
    """Makes a prim visible in the frames in which it is ``shown`` (F,)."""
    if shown.all():
        return
    attribute = prim.CreateVisibilityAttr()
    for frame, visible in enumerate(shown):
        if frame == 0 or visible != shown[frame - 1]:
            attribute.Set(UsdGeom.Tokens.inherited if visible else UsdGeom.Tokens.invisible, frame)


def vertex_normals(mesh: Mesh) -> np.ndarray:
    """Area-weighted unit normals (N, 3) float32."""
    starts = np.concatenate([[0], np.cumsum(mesh.counts)[:-1]])
    normals = np.zeros_like(mesh.points, dtype=np.float64)
    points = mesh.points.astype(np.float64)
    for extra in range(int(mesh.counts.max(initial=3)) - 2):
        faces = starts[mesh.counts >= 3 + extra]
        a, b, c = mesh.corners[faces], mesh.corners[faces + 1 + extra], mesh.corners[faces + 2 + extra]
        normal = np.cross(points[b] - points[a], points[c] - points[a])
        for corner in (a, b, c):
            np.add.at(normals, corner, normal)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(length, 1e-12), dtype=np.float32)


def write_meshes(path: Path, root: str, meshes: Sequence[Mesh]) -> None:
    """A USD file of meshes under ``/root``."""
    stage = new_stage(path, root)
    for mesh in meshes:
        define_mesh(stage, f"/{root}/{prim_name(mesh.name)}", mesh)
    stage.GetRootLayer().Save()


def joint_paths(eyes: bool = False) -> list[str]:
    """The skeleton's joints as USD names them, with ``eyes`` those of the eyeballs after them."""
    paths: list[str] = []
    for name, parent in zip(JOINTS, PARENTS, strict=True):
        paths.append(name if parent < 0 else f"{paths[parent]}/{name}")
    return [*paths, *(f"{paths[INDEX['Head']]}/{eye}" for eye in EYES)] if eyes else paths


def write_body(path: Path, body: SkinnedBody) -> None:
    """A USD file of a skinned body: ``/Body`` a SkelRoot with its Skeleton and meshes."""
    stage = new_stage(path, "Body", "SkelRoot")
    skeleton = UsdSkel.Skeleton.Define(stage, "/Body/Skeleton")
    skeleton.CreateJointsAttr(Vt.TokenArray(joint_paths(len(body.eyes) > 0)))
    rest = body.rest.astype(np.float64)
    parents = PARENTS
    if len(body.eyes):
        rest = np.concatenate([rest, body.eyes.astype(np.float64)])
        parents = (*PARENTS, INDEX["Head"], INDEX["Head"])
    bind = [Gf.Matrix4d(1.0).SetTranslate(Gf.Vec3d(*map(float, place))) for place in rest]
    local = [Gf.Matrix4d(1.0).SetTranslate(Gf.Vec3d(*map(float, rest[i] - (rest[p] if p >= 0 else 0.0))))
             for i, p in enumerate(parents)]
    skeleton.CreateBindTransformsAttr(Vt.Matrix4dArray(bind))
    skeleton.CreateRestTransformsAttr(Vt.Matrix4dArray(local))
    for mesh in body.meshes:
        prim = define_mesh(stage, f"/Body/{prim_name(mesh.name)}", mesh)
        indices, weights = body.weights[mesh.name]
        binding = UsdSkel.BindingAPI.Apply(prim.GetPrim())
        binding.CreateSkeletonRel().SetTargets([Sdf.Path("/Body/Skeleton")])
        binding.CreateJointIndicesPrimvar(False, indices.shape[1]).Set(
            Vt.IntArray.FromNumpy(np.ascontiguousarray(indices.reshape(-1), dtype=np.int32)))
        binding.CreateJointWeightsPrimvar(False, weights.shape[1]).Set(
            Vt.FloatArray.FromNumpy(np.ascontiguousarray(weights.reshape(-1), dtype=np.float32)))
        binding.CreateGeomBindTransformAttr(Gf.Matrix4d(1.0))
        if mesh.name in body.face:
            _blend_shapes(stage, binding, prim.GetPath(), body.face[mesh.name])
    stage.GetRootLayer().Save()


def _blend_shapes(stage: Usd.Stage, binding: UsdSkel.BindingAPI, path: Sdf.Path,
                  shapes: Mapping[str, np.ndarray]) -> None:
    """The blend shapes of a mesh, each by the points that it moves."""
    targets, names = [], []
    for name, offsets in shapes.items():
        moved = np.flatnonzero(np.abs(offsets).max(axis=1) > 0.0).astype(np.int32)
        if not len(moved):
            continue
        shape = UsdSkel.BlendShape.Define(stage, path.AppendChild(name))
        shape.CreateOffsetsAttr(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(offsets[moved], dtype=np.float32)))
        shape.CreatePointIndicesAttr(Vt.IntArray.FromNumpy(moved))
        targets.append(shape.GetPath())
        names.append(name)
    if names:
        binding.CreateBlendShapesAttr(Vt.TokenArray(names))
        binding.CreateBlendShapeTargetsRel().SetTargets(targets)


def eye_centres(path: Path) -> np.ndarray:
    """Where the eyeballs (2, 3) of a body from ``write_body`` lie at rest; (0, 3) where it has none that turn."""
    stage = Usd.Stage.Open(str(path))
    skeleton = UsdSkel.Skeleton(stage.GetPrimAtPath("/Body/Skeleton"))
    joints = [str(joint).rpartition("/")[2] for joint in skeleton.GetJointsAttr().Get()]
    if EYES[0] not in joints:
        return np.zeros((0, 3))
    bind = skeleton.GetBindTransformsAttr().Get()
    return np.array([bind[joints.index(name)].ExtractTranslation() for name in EYES], dtype=np.float64)


def mesh_names(path: Path) -> list[str]:
    """The names of the meshes right under the root of a file from ``write_meshes``."""
    stage = Usd.Stage.Open(str(path))
    return [prim.GetName() for prim in stage.GetDefaultPrim().GetChildren()]
