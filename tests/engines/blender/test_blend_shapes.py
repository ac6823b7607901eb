"""Blend shapes in the render worker: points and normals go with the weights, and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pxr import Usd, UsdSkel, Vt

from tests.contracts.test_renderer import blender, opened
from tests.engines.small_stage import write
from throughline.engines.contracts import Pass, RenderRequest

pytestmark = pytest.mark.blender


def leaning(path: Path) -> Path:
    """The small stage, whose walker's top goes 1.75 m forward (along +X) with the weight of its blend shape: 0 at
    frame 0, 1 at frame 1, 0 at frame 2."""
    stage = Usd.Stage.Open(str(write(path)))
    body = stage.GetPrimAtPath("/Shot/Cast/JIN/Body")
    lean = UsdSkel.BlendShape.Define(stage, "/Shot/Cast/JIN/Body/Lean")
    lean.CreateOffsetsAttr(Vt.Vec3fArray([(1.75, 0, 0)] * 4))
    lean.CreatePointIndicesAttr(Vt.IntArray([1, 3, 5, 7]))
    binding = UsdSkel.BindingAPI(body)
    binding.CreateBlendShapesAttr(["Lean"])
    binding.CreateBlendShapeTargetsRel().SetTargets([lean.GetPath()])
    motion = UsdSkel.Animation(stage.GetPrimAtPath("/Shot/Cast/JIN/Motion"))
    motion.CreateBlendShapesAttr(["Other", "Lean"])
    for frame, weight in enumerate((0.0, 1.0, 0.0)):
        motion.CreateBlendShapeWeightsAttr().Set(Vt.FloatArray([0.5, weight]), frame)
    stage.GetRootLayer().Save()
    return path


def test_points_and_normals_go_with_the_weights_and_back(tmp_path: Path) -> None:
    engine = blender()
    try:
        result = engine.render(RenderRequest(stage=str(leaning(tmp_path / "shot.usdc")), frames=(0, 1, 2), width=160,
                                             height=80, passes=tuple(Pass), out=str(tmp_path)))
    finally:
        engine.close()
    number = result.names.index("Cast/JIN") + 1
    depth, up = [], []
    for frame in result.frames:
        made = opened(frame.path)
        rows, columns = np.nonzero(made["id"] == number)
        depth.append(made["depth"][rows, columns].max() - made["depth"][rows, columns].min())
        up.append(float(made["normal"][rows, columns, 1].mean()))
    assert depth[1] > depth[0] + 0.8 and depth[2] == pytest.approx(depth[0], abs=0.1)
    assert up[1] > up[0] + 0.15 and up[2] == pytest.approx(up[0], abs=0.05)
