"""What every skinned body must satisfy."""

from __future__ import annotations

import numpy as np

from throughline.world.mesh import SkinnedBody


def check(body: SkinnedBody) -> None:
    assert len({mesh.name for mesh in body.meshes}) == len(body.meshes)
    for mesh in body.meshes:
        count = len(mesh.points)
        assert mesh.counts.sum() == len(mesh.corners) and (mesh.counts == 3).all(), mesh.name
        assert mesh.corners.min() >= 0 and mesh.corners.max() < count, mesh.name
        assert np.isfinite(mesh.points).all() and np.isfinite(mesh.colours).all(), mesh.name
        assert mesh.colours.min() >= 0.0 and mesh.colours.shape == mesh.points.shape == (count, 3), mesh.name
        indices, weights = body.weights[mesh.name]
        assert indices.shape == weights.shape == (count, 4) and indices.min() >= 0
        assert indices.max() < 22 + len(body.eyes)
        np.testing.assert_allclose(weights.sum(axis=1), 1.0, atol=1e-5)
        assert mesh.points.dtype == np.float32 and mesh.corners.dtype == np.int32 and indices.dtype == np.int32
