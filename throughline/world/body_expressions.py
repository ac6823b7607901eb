"""The shapes of a body's face and hands as offsets of its own meshes: skin, brows, teeth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from throughline.motion.face_shapes import SHAPES
from throughline.motion.hand_shapes import HAND_SHAPES
from throughline.world.body_face import closed_lips
from throughline.world.body_shape import Shape
from throughline.world.wardrobe_shell import Floats

SMALLEST_M = 5e-5
"""Offsets below this are nobody's to see."""
ON_BROWS = ("BrowsUp", "BrowsDown", "EyesWide")


def face_shapes(person: Shape, left: Floats, brows: Floats) -> dict[str, dict[str, NDArray[np.float32]]]:
    """Offsets (N, 3) by mesh and shape, for the points ``left`` of the skin, for ``brows`` and for the teeth, whose
    lower row goes with the jaw."""
    blocks, skin = person.basis.blocks, closed_lips(person)
    tree = cKDTree(skin)
    _, nearest = tree.query(left)
    _, under = tree.query(brows, k=3)
    found: dict[str, dict[str, NDArray[np.float32]]] = {"Skin": {}, "Brows": {}, "Teeth": {}}
    for name in (*SHAPES, *HAND_SHAPES):
        offsets = person.acts[name][blocks["skin"]]
        found["Skin"][name] = _seen(offsets[nearest])
        if name in ON_BROWS:
            found["Brows"][name] = _seen(offsets[under].mean(axis=1))
    found["Teeth"]["JawOpen"] = _seen(person.acts["JawOpen"][blocks["teeth"]])
    return found


def hand_shapes(person: Shape, left: Floats) -> dict[str, NDArray[np.float32]]:
    """Offsets (N, 3) by shape of the hands, for the points ``left`` of a skin whose face is another's."""
    skin = person.basis.blocks["skin"]
    _, nearest = cKDTree(person.points[skin]).query(left)
    return {name: _seen(person.acts[name][skin][nearest]) for name in HAND_SHAPES}


def _seen(offsets: Floats) -> NDArray[np.float32]:
    kept = np.linalg.norm(offsets, axis=1, keepdims=True) >= SMALLEST_M
    return np.where(kept, offsets, 0.0).astype(np.float32)
