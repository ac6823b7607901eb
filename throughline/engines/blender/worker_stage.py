"""A USD stage as Blender objects that follow its time. Runs inside Blender; imports nothing of Throughline.

The stage is read with the USD library that ships inside Blender and written to meshes by whole arrays: exact prim
names and object groups, skinning by UsdSkel itself, and varying topology, which Blender's own importer blurs.
"""

import bpy
import numpy as np
from mathutils import Matrix
from pxr import Usd, UsdGeom, UsdLux, UsdSkel

GREY = 0.18
MOST_GROUPS = 2047  # whole numbers that a half float holds exactly
BAKED = ("Set", "Effects")  # their displayColor is light already, not reflectance


class StageError(ValueError):
    """The stage cannot be rendered; the message says which prim and why."""


def _group(path):
    """The name under which a prim is one object in the ID pass: 'Cast/JIN', 'Set/Tower', 'Vehicles/Taxi'."""
    parts = str(path).strip("/").split("/")[1:]
    return "/".join(parts[:2]) if len(parts) > 1 else parts[0]


def _colours(prim, time, points, counts, corners):
    """(domain, RGBA float32) of displayColor, per point or per corner; grey where the prim has none."""
    primvar = UsdGeom.PrimvarsAPI(prim).FindPrimvarWithInheritance("displayColor")
    values = primvar.ComputeFlattened(time) if primvar and primvar.HasValue() else None
    rgb = np.full((1, 3), GREY, np.float32) if values is None or not len(values) else np.array(values, np.float32)
    if len(rgb) == points:
        domain = "POINT"
    elif len(rgb) == len(corners):
        domain = "CORNER"
    elif len(rgb) == len(counts):
        domain, rgb = "CORNER", np.repeat(rgb, counts, axis=0)
    elif len(rgb) == 1:
        domain, rgb = "POINT", np.repeat(rgb, points, axis=0)
    else:
        raise StageError(f"{prim.GetPath()}: displayColor has {len(rgb)} values for {points} points")
    rgba = np.ones((len(rgb), 4), np.float32)
    rgba[:, :3] = rgb
    return domain, np.nan_to_num(rgba, posinf=65000.0)


def _topology(prim, gprim, time, points):
    counts = np.array(gprim.GetFaceVertexCountsAttr().Get(time) or [], np.int32)
    corners = np.array(gprim.GetFaceVertexIndicesAttr().Get(time) or [], np.int32)
    if counts.sum() != len(corners) or (counts < 3).any():
        raise StageError(f"{prim.GetPath()}: its faces do not add up to its corners")
    if len(corners) and (corners.min() < 0 or corners.max() >= points):
        raise StageError(f"{prim.GetPath()}: a face names a point that does not exist")
    return counts, corners


class Piece:
    """One USD mesh and its Blender object; geometry is made when first seen and dropped when hidden for good use."""

    def __init__(self, prim, number, lit, skinning, collections):
        self.prim, self.gprim, self.skinning = prim, UsdGeom.Mesh(prim), skinning
        self.mesh = bpy.data.meshes.new("m")
        self.object = bpy.data.objects.new("o", self.mesh)
        self.object.color = (1.0, 1.0, float(number), 1.0)
        self.object.hide_render = True
        for collection in collections:
            collection.objects.link(self.object)
        self.built_at = None
        self.matrix = None
        varying = [a.ValueMightBeTimeVarying() for a in (
            self.gprim.GetFaceVertexCountsAttr(), self.gprim.GetFaceVertexIndicesAttr(),
            UsdGeom.PrimvarsAPI(prim).GetPrimvar("displayColor").GetAttr()) if a]
        self.rebuilt = any(varying)
        self.lit = lit
        self.box = None
        self.moved = skinning is not None or self.gprim.GetPointsAttr().ValueMightBeTimeVarying()
        self.flickers = self._visibility_varies()

    def _visibility_varies(self):
        prim = self.prim
        while prim and not prim.IsPseudoRoot():
            attribute = UsdGeom.Imageable(prim).GetVisibilityAttr()
            if attribute and attribute.ValueMightBeTimeVarying():
                return True
            prim = prim.GetParent()
        return False

    def _points(self, time):
        points = np.array(self.gprim.GetPointsAttr().Get(time) or [], np.float32).reshape(-1, 3)
        if self.skinning is None:
            return points
        query, skeleton = self.skinning
        transforms = skeleton.ComputeSkinningTransforms(time)
        if transforms is None:
            raise StageError(f"{skeleton.GetPrim().GetPath()}: no joint transforms at frame {time.GetValue()}")
        skinned = self.gprim.GetPointsAttr().Get(time)
        if not query.ComputeSkinnedPoints(transforms, skinned, time):
            raise StageError(f"{self.prim.GetPath()}: its skin weights do not fit its skeleton")
        return np.array(skinned, np.float32)

    def _placed(self, time):
        points = self._points(time)
        self.box = np.stack([points.min(axis=0), points.max(axis=0)]) if len(points) else np.zeros((2, 3))
        return points

    def _build(self, time):
        points = self._placed(time)
        counts, corners = _topology(self.prim, self.gprim, time, len(points))
        domain, rgba = _colours(self.prim, time, len(points), counts, corners)
        mesh = self.mesh
        mesh.clear_geometry()
        mesh.vertices.add(len(points))
        mesh.loops.add(len(corners))
        mesh.polygons.add(len(counts))
        mesh.vertices.foreach_set("co", points.ravel())
        mesh.loops.foreach_set("vertex_index", corners)
        starts = np.zeros(len(counts), np.int32)
        np.cumsum(counts[:-1], out=starts[1:])
        mesh.polygons.foreach_set("loop_start", starts)
        if self._smooth():
            mesh.shade_smooth()
        else:
            mesh.shade_flat()
        colour = mesh.color_attributes.new("displayColor", "FLOAT_COLOR", domain)
        colour.data.foreach_set("color", rgba.ravel())
        mesh.color_attributes.active_color = colour
        mesh.color_attributes.render_color_index = 0
        mesh.update(calc_edges=True)

    def _smooth(self):
        scheme = self.gprim.GetSubdivisionSchemeAttr().Get()
        return self.skinning is not None or self.gprim.GetNormalsAttr().HasValue() or (
            self.gprim.GetSubdivisionSchemeAttr().HasAuthoredValue() and scheme != UsdGeom.Tokens.none)

    def follow(self, time, transforms):
        """Shows the piece as it is at a time code."""
        hidden = self.gprim.ComputeVisibility(time) == UsdGeom.Tokens.invisible
        if hidden != self.object.hide_render:
            self.object.hide_render = hidden
        if hidden:
            if self.flickers and self.built_at is not None:
                self.mesh.clear_geometry()
                self.built_at = None
            return
        if self.built_at is None or (self.rebuilt and self.built_at != time):
            self._build(time)
        elif self.moved and self.built_at != time:
            self.mesh.vertices.foreach_set("co", self._placed(time).ravel())
            self.mesh.update()
        self.built_at = time
        source = self.prim if self.skinning is None else self.skinning[1].GetPrim()
        matrix = np.array(transforms.GetLocalToWorldTransform(source)).T
        if self.matrix is None or not np.array_equal(matrix, self.matrix):
            self.object.matrix_world = Matrix(matrix.tolist())
            self.matrix = matrix

    def bounds(self):
        """(2, 3): the world box round the piece as it is now, or None while it is hidden."""
        if self.built_at is None or self.object.hide_render:
            return None
        x, y, z = np.meshgrid(*self.box.T, indexing="ij")
        corners = np.stack([x.ravel(), y.ravel(), z.ravel()], axis=1) @ self.matrix[:3, :3].T + self.matrix[:3, 3]
        return np.stack([corners.min(axis=0), corners.max(axis=0)])


class Stage:
    """An open stage: its pieces in the scene, its groups' names, its camera and lights by time."""

    def __init__(self, path, camera_path, everything, moving, still):
        self.usd = Usd.Stage.Open(path)
        self.camera = UsdGeom.Camera(self.usd.GetPrimAtPath(camera_path))
        if not self.camera:
            raise StageError(f"no camera at {camera_path}")
        self.scale = UsdGeom.GetStageMetersPerUnit(self.usd)
        skinned = self._skinned()
        self.names, self.pieces = [], []
        meshes = [prim for prim in Usd.PrimRange(self.usd.GetPseudoRoot(), Usd.TraverseInstanceProxies())
                  if prim.IsA(UsdGeom.Mesh) and UsdGeom.Imageable(prim).ComputePurpose() not in ("guide", "proxy")]
        whole_set = len({_group(prim.GetPath()) for prim in meshes}) > MOST_GROUPS
        for prim in meshes:
            name = _group(prim.GetPath())
            name = name.split("/")[0] if whole_set else name
            if name not in self.names:
                self.names.append(name)
            number = 1 + self.names.index(name)
            lit = name.split("/")[0] not in BAKED
            shadow = [moving] if lit else [still] if name.split("/")[0] == "Set" else []
            self.pieces.append(Piece(prim, number, lit, skinned.get(prim.GetPath()), [everything, *shadow]))
        self.lights = [prim for prim in Usd.PrimRange(self.usd.GetPseudoRoot(), Usd.TraverseInstanceProxies())
                       if prim.HasAPI(UsdLux.LightAPI)]

    def _skinned(self):
        found = {}
        self.skeletons = UsdSkel.Cache()
        for prim in Usd.PrimRange(self.usd.GetPseudoRoot(), Usd.TraverseInstanceProxies()):
            if not prim.IsA(UsdSkel.Root):
                continue
            root = UsdSkel.Root(prim)
            self.skeletons.Populate(root, Usd.TraverseInstanceProxies())
            for binding in self.skeletons.ComputeSkelBindings(root, Usd.TraverseInstanceProxies()):
                skeleton = self.skeletons.GetSkelQuery(binding.GetSkeleton())
                for target in binding.GetSkinningTargets():
                    found[target.GetPrim().GetPath()] = target, skeleton
        return found

    def follow(self, frame):
        """Moves every piece to a frame; returns the camera and the lights then, as plain values in metres."""
        time = Usd.TimeCode(frame)
        transforms = UsdGeom.XformCache(time)
        for piece in self.pieces:
            piece.follow(time, transforms)
        return self._view(time), self._rig(time, transforms)

    def moving_boxes(self):
        """The world boxes [(2, 3)] of cast, vehicles and props that are to be seen now."""
        boxes = [piece.bounds() for piece in self.pieces if piece.lit]
        return [box for box in boxes if box is not None]

    def stands(self):
        """For every name the middle (3,) of its box halfway through the stage, or None where it then has none."""
        self.follow(np.floor((self.usd.GetStartTimeCode() + self.usd.GetEndTimeCode() + 1) / 2))
        places = []
        for number in range(1, len(self.names) + 1):
            boxes = [box for piece in self.pieces if piece.lit and piece.object.color[2] == number
                     if (box := piece.bounds()) is not None]
            places.append(np.concatenate(boxes).mean(axis=0).tolist() if boxes else None)
        return places

    def _view(self, time):
        camera = self.camera.GetCamera(time)
        frustum = camera.frustum
        near, far = camera.clippingRange.min, camera.clippingRange.max
        return {
            "world": np.array(camera.transform).T.tolist(),
            "wide": camera.horizontalAperture / max(camera.focalLength, 1e-6),
            "shift": [camera.horizontalApertureOffset / camera.horizontalAperture,
                      camera.verticalApertureOffset / camera.horizontalAperture],
            "near": max(near, 1e-3), "far": max(far, near + 1.0),
            "orthographic": frustum.projectionType != frustum.Perspective,
        }

    def _rig(self, time, transforms):
        rig = {"key": [], "ambient": [], "lamps": []}
        for prim in self.lights:
            if UsdGeom.Imageable(prim).ComputeVisibility(time) == UsdGeom.Tokens.invisible:
                continue
            light = UsdLux.LightAPI(prim)
            strength = light.GetIntensityAttr()
            power = strength.Get(time) if strength.HasAuthoredValue() else 1.0  # the schema's 50000 is nobody's wish
            power *= 2.0 ** light.GetExposureAttr().Get(time)
            colour = (np.array(light.GetColorAttr().Get(time)) * power).tolist()
            matrix = np.array(transforms.GetLocalToWorldTransform(prim))
            if prim.IsA(UsdLux.DistantLight):
                towards = matrix[2, :3] / np.linalg.norm(matrix[2, :3])
                shadow = UsdLux.ShadowAPI(prim).GetShadowEnableAttr()
                cast = shadow.Get(time) if shadow and shadow.HasAuthoredValue() else True
                rig["key"].append({"towards": towards.tolist(), "colour": colour, "shadow": bool(cast)})
            elif prim.IsA(UsdLux.DomeLight):
                rig["ambient"].append(colour)
            else:
                rig["lamps"].append({"at": matrix[3, :3].tolist(), "colour": colour})
        return rig

    def close(self):
        """Takes everything of the stage out of Blender's memory."""
        for piece in self.pieces:
            bpy.data.objects.remove(piece.object)
            bpy.data.meshes.remove(piece.mesh)
        self.pieces, self.skeletons, self.usd = [], None, None
