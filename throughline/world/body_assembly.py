"""Surfaces put together as one skinned body."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.world.mesh import Mesh, SkinnedBody
from throughline.world.wardrobe_shell import Floats, Shell


def assembled(layers: dict[str, Shell], joints: Floats, height: float) -> SkinnedBody:
    """A body of named surfaces over ``joints`` (22, 3): four influences a vertex, float32."""
    meshes, weights = [], {}
    for name, layer in layers.items():
        if len(layer.faces) == 0:
            continue
        meshes.append(Mesh(name, layer.points.astype(np.float32), np.full(len(layer.faces), 3, np.int32),
                           layer.faces.astype(np.int32).ravel(), layer.colours.astype(np.float32), smooth=True))
        weights[name] = influences(layer.weights)
    return SkinnedBody(tuple(meshes), weights, joints.astype(np.float32), height)


def influences(weights: Floats) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The four largest of dense ``weights`` (N, J) as (indices (N, 4), weights (N, 4)) with rows summing to 1."""
    order = np.argsort(-weights, axis=1, kind="stable")[:, :4]
    chosen = np.take_along_axis(weights, order, axis=1)
    chosen = np.where(chosen > 1e-3, chosen, 0.0)
    chosen = chosen / chosen.sum(axis=1, keepdims=True)
    return order.astype(np.int32), chosen.astype(np.float32)
