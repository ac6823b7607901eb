"""A USD stage as pieces that follow its time. Runs inside Blender; imports nothing of Throughline.

The stage is read with the USD library that ships inside Blender, by whole arrays: exact prim names and object groups,
skinning by UsdSkel itself, and varying topology, which Blender's own importer blurs.
"""

import os

import numpy as np
from pxr import Gf, Usd, UsdGeom, UsdLux, UsdSkel, Vt
from worker_form import bends, shaped

GREY = 0.18
MOST_GROUPS = 65534  # object numbers that the ID pass holds
BAKED = ("Set", "Effects")  # their displayColor is light already, not reflectance


class StageError(ValueError):
    """The stage cannot be rendered; the message says which prim and why."""


def _group(path):
    """The name under which a prim is one object in the ID pass: 'Cast/JIN', 'Set/Tower', 'Vehicles/Taxi'."""
    parts = str(path).strip("/").split("/")[1:]
    return "/".join(parts[:2]) if len(parts) > 1 else parts[0]


def _colours(prim, time, points, counts, corners):
    """(domain, (., 3) float32) of displayColor, per point or per corner; grey where the prim has none."""
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
    return domain, np.nan_to_num(rgb, posinf=65000.0)


def _topology(prim, gprim, time, points):
    counts = np.array(gprim.GetFaceVertexCountsAttr().Get(time) or [], np.int32)
    corners = np.array(gprim.GetFaceVertexIndicesAttr().Get(time) or [], np.int32)
    if counts.sum() != len(corners) or (counts < 3).any():
        raise StageError(f"{prim.GetPath()}: its faces do not add up to its corners")
    if len(corners) and (corners.min() < 0 or corners.max() >= points):
        raise StageError(f"{prim.GetPath()}: a face names a point that does not exist")
    return counts, corners


class Piece:
    """One USD mesh: what it looks like at a time, as a form for the GPU, and where that stands.

    ``number`` names it in the ID pass; ``lit`` is false for what comes with its light; ``still`` holds when nothing of
    it ever changes. While it is to be seen ``form`` and ``matrix`` (4, 4) are its own, else ``form`` is None.
    """

    def __init__(self, prim, number, lit, skinning, library):
        self.prim, self.gprim, self.skinning, self.library = prim, UsdGeom.Mesh(prim), skinning, library
        self.number, self.lit = number, lit
        self.casts = lit or str(prim.GetPath()).strip("/").split("/")[1] == "Set"
        self.form, self.matrix, self.made_at, self.kept, self.shapes = None, None, None, None, None
        self.weights = None
        varying = [a.ValueMightBeTimeVarying() for a in (
            self.gprim.GetFaceVertexCountsAttr(), self.gprim.GetFaceVertexIndicesAttr(),
            UsdGeom.PrimvarsAPI(prim).GetPrimvar("displayColor").GetAttr()) if a]
        self.rebuilt = any(varying)
        self.moved = skinning is not None or self.gprim.GetPointsAttr().ValueMightBeTimeVarying()
        self.flickers, carried = self._ancestors()
        self.still = not (self.rebuilt or self.moved or self.flickers or carried)

    def _ancestors(self):
        """Whether it comes and goes, and whether it is carried about."""
        flickers = carried = False
        prim = self.prim
        while prim and not prim.IsPseudoRoot():
            attribute = UsdGeom.Imageable(prim).GetVisibilityAttr()
            flickers |= bool(attribute) and attribute.ValueMightBeTimeVarying()
            carried |= bool(UsdGeom.Xformable(prim)) and UsdGeom.Xformable(prim).TransformMightBeTimeVarying()
            prim = prim.GetParent()
        return flickers, carried

    def _points(self, time):
        rest = self.gprim.GetPointsAttr().Get(time)
        if self.skinning is None:
            return np.array(rest or [], np.float32).reshape(-1, 3)
        query, skeleton = self.skinning
        rest = self._acted(rest, time) or rest
        transforms = skeleton.transforms(time)
        if transforms is None:
            raise StageError(f"{skeleton.prim.GetPath()}: no joint transforms at frame {time.GetValue()}")
        if not query.ComputeSkinnedPoints(transforms, rest, time):
            raise StageError(f"{self.prim.GetPath()}: its skin weights do not fit its skeleton")
        return np.array(rest, np.float32)

    def _acted(self, rest, time):
        """The points at rest with the blend shapes that the animation asks for, which come before the skinning; None
        where it asks for none."""
        query, skeleton = self.skinning
        self.weights = None
        if not query.HasBlendShapes() or not skeleton.query.GetAnimQuery():
            return None
        if self.shapes is None:
            self.shapes = Shapes(self.prim)
        weights = skeleton.query.GetAnimQuery().ComputeBlendShapeWeights(time)
        mapper = query.GetBlendShapeMapper()
        if mapper and not mapper.IsIdentity():
            weights = mapper.Remap(weights)
        if not weights or not any(weights):
            return None
        self.weights = weights
        acted = self.shapes.moved(rest, weights)
        if acted is None:
            raise StageError(f"{self.prim.GetPath()}: its blend shapes do not fit it")
        return acted

    def _made(self, time):
        points = self._points(time)
        counts, corners = _topology(self.prim, self.gprim, time, len(points))
        domain, colours = _colours(self.prim, time, len(points), counts, corners)
        arrays = points, counts, corners, domain, colours, self._smooth()
        if not (self.moved or self.rebuilt or self.flickers):
            return self.library.form(*arrays)
        form = shaped(*arrays, False)
        self.corners = corners if domain == "CORNER" else None
        plain = not (self.skinning is None or self.rebuilt or domain == "CORNER" or self.skinning[0].GetJointMapper()
                     or self.gprim.GetPointsAttr().ValueMightBeTimeVarying())
        self.skin = Skin(*self.skinning, form.faces, time) if plain else None
        form.bent = self._bent(time)
        return form

    def _move(self, time):
        points = self._points(time)
        self.kept.move(points if self.corners is None else points[self.corners], self._bent(time))

    def _bent(self, time):
        """The normals (V, 3) of a plainly skinned mesh, its blend shapes included; None of others."""
        if self.skin is None:
            return None
        change = None if self.weights is None else self.shapes.bent(self.skin.faces, self.skin.points, self.weights)
        return self.skin.normals(time, change)

    def _smooth(self):
        scheme = self.gprim.GetSubdivisionSchemeAttr().Get()
        return self.skinning is not None or self.gprim.GetNormalsAttr().HasValue() or (
            self.gprim.GetSubdivisionSchemeAttr().HasAuthoredValue() and scheme != UsdGeom.Tokens.none)

    def follow(self, time, transforms):
        """Makes the piece what it is at a time code."""
        if self.still and self.made_at is not None:
            return
        if self.gprim.ComputeVisibility(time) == UsdGeom.Tokens.invisible:
            self.form = None
            if self.flickers:
                self.kept = None
            self.made_at = time if self.still else None
            return
        if self.kept is None or (self.rebuilt and self.made_at != time):
            self.kept = self._made(time)
        elif self.moved and self.made_at != time:
            self._move(time)
        self.form, self.made_at = self.kept, time
        source = self.prim if self.skinning is None else self.skinning[1].prim
        self.matrix = np.array(transforms.GetLocalToWorldTransform(source)).T

    def bounds(self):
        """(2, 3): the world box round the piece as it is now, or None while there is nothing to be seen."""
        if self.form is None or not len(self.form.boxes):
            return None
        low, high = self.form.boxes[:, 0].min(axis=0), self.form.boxes[:, 1].max(axis=0)
        middle, half = (low + high) / 2, (high - low) / 2
        middle = self.matrix[:3, :3] @ middle + self.matrix[:3, 3]
        half = np.abs(self.matrix[:3, :3]) @ half
        return np.stack([middle - half, middle + half])


class Skeleton:
    """A skeleton's joint transforms, worked out once for all the meshes that hang on it."""

    def __init__(self, query):
        self.query, self.prim, self.at = query, query.GetPrim(), None

    def transforms(self, time):
        if self.at != time:
            self.at, self.known, self.known_turns = time, self.query.ComputeSkinningTransforms(time), None
        return self.known

    def turns(self, time):
        """What the joint transforms do to normals."""
        joints = self.transforms(time)
        if self.known_turns is None:
            self.known_turns = Vt.Matrix3dArray([_turn(joint) for joint in joints])
        return self.known_turns


def _turn(transform):
    rows = Gf.Matrix3d(*[transform[i][j] for i in range(3) for j in range(3)])
    return rows.GetInverse().GetTranspose()


class Shapes:
    """A mesh's blend shapes: what they do to its points, and by their offsets to its normals."""

    def __init__(self, prim):
        self.query = UsdSkel.BlendShapeQuery(UsdSkel.BindingAPI(prim))
        self.indices = self.query.ComputeBlendShapePointIndices()
        self.offsets = self.query.ComputeSubShapePointOffsets()
        self.changes = {}

    def moved(self, rest, weights):
        """The points with the shapes at ``weights``; None where the shapes do not fit."""
        acted = Vt.Vec3fArray(rest)
        fits = self.query.ComputeDeformedPoints(*self.query.ComputeSubShapeWeights(weights), self.indices, self.offsets,
                                                acted)
        return acted if fits else None

    def bent(self, faces, points, weights):
        """(V, 3): what the shapes at ``weights`` add to the unit normals of ``points``."""
        total = np.zeros_like(points)
        for weight, shape, offset in zip(*self.query.ComputeSubShapeWeights(weights), strict=True):
            if weight == 0.0:
                continue
            if (shape, offset) not in self.changes:
                self.changes[shape, offset] = self._change(faces, points, shape, offset)
            places, change = self.changes[shape, offset]
            total[places] += weight * change
        return total

    def _change(self, faces, points, shape, offset):
        offsets, places = np.array(self.offsets[offset], np.float32), np.array(self.indices[shape], np.int64)
        moved = points.copy()
        moved[places if len(places) else slice(None)] += offsets
        change = bends(moved, faces) - bends(points, faces)
        changed = np.flatnonzero(np.abs(change).max(axis=1) > 1e-4)
        return changed, change[changed]


class Skin:
    """How a mesh's normals go with its skeleton: those at rest, carried by the same joints as its points."""

    def __init__(self, query, skeleton, faces, time):
        self.points = np.array(UsdGeom.Mesh(query.GetPrim()).GetPointsAttr().Get(time), np.float32)
        self.query, self.skeleton, self.faces = query, skeleton, faces
        self.bind = _turn(query.GetGeomBindTransform(time))
        self.bends = bends(self.points, faces)
        self.rest = Vt.Vec3fArray.FromNumpy(self.bends)
        self.joints, self.weights = query.ComputeVaryingJointInfluences(len(self.points), time)

    def normals(self, time, change=None):
        """(V, 3) float32: the normals at a time code, with a ``change`` (V, 3) to those at rest."""
        carried = Vt.Vec3fArray(self.rest if change is None else Vt.Vec3fArray.FromNumpy(self.bends + change))
        UsdSkel.SkinNormals(self.query.GetSkinningMethod(), self.bind, self.skeleton.turns(time), self.joints,
                            self.weights, self.query.GetNumInfluencesPerComponent(), carried, True)
        return np.array(carried, np.float32)


class Stage:
    """An open stage: its pieces, its groups' names, its camera and lights by time."""

    def __init__(self, path, camera_path, library):
        self.path, self.camera_path = path, camera_path
        self.usd = Usd.Stage.Open(path)
        self.usd.Reload()
        self.camera = UsdGeom.Camera(self.usd.GetPrimAtPath(camera_path))
        if not self.camera:
            raise StageError(f"no camera at {camera_path}")
        skinned = self._skinned()
        self.names, self.pieces, self.places = [], [], None
        meshes = [prim for prim in self._prims()
                  if prim.IsA(UsdGeom.Mesh) and UsdGeom.Imageable(prim).ComputePurpose() not in ("guide", "proxy")]
        whole_set = len({_group(prim.GetPath()) for prim in meshes}) > MOST_GROUPS
        numbers = {}
        for prim in meshes:
            name = _group(prim.GetPath())
            name = name.split("/")[0] if whole_set else name
            number = numbers.setdefault(name, 1 + len(numbers))
            lit = name.split("/")[0] not in BAKED
            self.pieces.append(Piece(prim, number, lit, skinned.get(prim.GetPath()), library))
        self.names = list(numbers)
        self.lights = [prim for prim in self._prims() if prim.HasAPI(UsdLux.LightAPI)]
        self.stamp = self._stamp()

    def _prims(self):
        return Usd.PrimRange(self.usd.GetPseudoRoot(), Usd.TraverseInstanceProxies())

    def _stamp(self):
        """What tells whether one of the stage's files was written anew."""
        told = []
        for layer in self.usd.GetUsedLayers():
            if layer.realPath:
                state = os.stat(layer.realPath)
                told.append((layer.realPath, state.st_ino, state.st_size, state.st_mtime_ns))
        return sorted(told)

    def is_of(self, path, camera_path):
        """Whether this is the stage at ``path`` as it is now."""
        try:
            return (path, camera_path) == (self.path, self.camera_path) and self._stamp() == self.stamp
        except OSError:
            return False

    def _skinned(self):
        found = {}
        self.skeletons = UsdSkel.Cache()
        for prim in self._prims():
            if not prim.IsA(UsdSkel.Root):
                continue
            root = UsdSkel.Root(prim)
            self.skeletons.Populate(root, Usd.TraverseInstanceProxies())
            for binding in self.skeletons.ComputeSkelBindings(root, Usd.TraverseInstanceProxies()):
                skeleton = Skeleton(self.skeletons.GetSkelQuery(binding.GetSkeleton()))
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

    def seen(self, still):
        """The pieces to be seen now, either those that are ``still`` or the others."""
        return [piece for piece in self.pieces if piece.still == still and piece.form is not None]

    def moving_boxes(self):
        """The world boxes [(2, 3)] of cast, vehicles and props that are to be seen now."""
        boxes = [piece.bounds() for piece in self.pieces if piece.lit]
        return [box for box in boxes if box is not None]

    def stands(self):
        """For every name the middle (3,) of its box halfway through the stage, or None where it then has none."""
        if self.places is None:
            self.follow(np.floor((self.usd.GetStartTimeCode() + self.usd.GetEndTimeCode() + 1) / 2))
            boxes = [[] for _ in self.names]
            for piece in self.pieces:
                if piece.lit and (box := piece.bounds()) is not None:
                    boxes[piece.number - 1].append(box)
            self.places = [np.concatenate(mine).mean(axis=0).tolist() if mine else None for mine in boxes]
        return self.places

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
