"""The surface of a body from its file, for those who touch one another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pxr import Usd, UsdGeom, UsdSkel

from throughline.motion.contact_skin import Skin
from throughline.motion.skeleton import JOINTS
from throughline.world.mesh import SkinnedBody

INNER = frozenset({"Eyes", "Teeth", "Brows", "Hair"})
"""Meshes on which no hand is laid."""


def surface(path: Path) -> Skin:
    """The Skin of a body from ``usd_parts.write_body``."""
    stage = Usd.Stage.Open(str(path))
    points, joints, weights = [], [], []
    for prim in stage.GetDefaultPrim().GetChildren():
        mesh = UsdGeom.Mesh(prim)
        if not mesh or prim.GetName() in INNER:
            continue
        binding = UsdSkel.BindingAPI(prim)
        size = binding.GetJointIndicesPrimvar().GetElementSize()
        points.append(np.array(mesh.GetPointsAttr().Get(), dtype=np.float64))
        joints.append(np.array(binding.GetJointIndicesPrimvar().Get(), dtype=np.int32).reshape(-1, size))
        weights.append(np.array(binding.GetJointWeightsPrimvar().Get(), dtype=np.float64).reshape(-1, size))
    return _skin(points, joints, weights)


def skin_of(body: SkinnedBody) -> Skin:
    """The Skin of a body in memory."""
    kept = [mesh for mesh in body.meshes if mesh.name not in INNER]
    return _skin([mesh.points.astype(np.float64) for mesh in kept], [body.weights[mesh.name][0] for mesh in kept],
                 [body.weights[mesh.name][1].astype(np.float64) for mesh in kept])


def _skin(points: list[np.ndarray], joints: list[np.ndarray], weights: list[np.ndarray]) -> Skin:
    found = Skin(np.concatenate(points), np.concatenate(joints), np.concatenate(weights))
    kept = found.joints.max(axis=1) < len(JOINTS)
    return Skin(found.points[kept], found.joints[kept], found.weights[kept])
