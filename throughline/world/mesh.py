"""Geometry in memory: meshes with baked colour, and bodies that a skeleton moves."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Mesh:
    """A mesh in metres, Z up.

    ``points`` (N, 3) float32; ``counts`` (F,) int32 corners of each face; ``corners`` (sum(counts),) int32 indices
    into points, counter-clockwise seen from outside; ``colours`` (N, 3) float32 linear Rec.709, may exceed 1 where
    the surface emits light. ``name`` is unique in its set or body and a valid USD prim name.
    """

    name: str
    points: NDArray[np.float32]
    counts: NDArray[np.int32]
    corners: NDArray[np.int32]
    colours: NDArray[np.float32]
    smooth: bool = False


@dataclass(frozen=True)
class SkinnedBody:
    """A body at rest and the weights that let motion.skeleton move it.

    ``meshes`` share the rest space of ``joints`` (facing +X, feet on z = 0); for every mesh, ``weights[name]`` is
    (indices (N, 4) int32 into joints, weights (N, 4) float32 rows summing to 1). ``rest`` (J, 3) float32 are the
    joints' rest positions in metres in the order of motion.skeleton.JOINTS; rest orientations are all identity.
    ``face[name][shape]`` (N, 3) float32 are offsets in the rest space, to be added times that shape's weight
    (motion.face.SHAPES) before skinning; meshes and shapes that nothing moves are absent. ``eyes`` (2, 3) float32 are
    the centres of the left and right eyeball, about which they turn as joints J and J + 1 of ``weights``; (0, 3)
    where eyes do not turn.
    """

    meshes: tuple[Mesh, ...]
    weights: dict[str, tuple[NDArray[np.int32], NDArray[np.float32]]]
    rest: NDArray[np.float32]
    height_m: float = 1.72
    extra: dict[str, float] = field(default_factory=dict)
    face: dict[str, dict[str, NDArray[np.float32]]] = field(default_factory=dict)
    eyes: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 3), np.float32))
