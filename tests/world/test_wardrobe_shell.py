"""Cutting and closing surfaces: cuts are exact, rims close, nothing is lost."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.world.body_reduce import reduce_mesh
from throughline.world.shapes import sphere
from throughline.world.wardrobe_shell import Shell, averaging, border, clip, lined, rimmed, without


def ball(level: int = 3) -> Shell:
    points, faces = sphere(level)
    blank = np.zeros((len(points), 22))
    blank[:, 0] = 1.0
    return Shell(points.astype(np.float64), faces.astype(np.int64), blank, np.ones((len(points), 3)))


def area(shell: Shell) -> float:
    a, b, c = (shell.points[shell.faces[:, k]] for k in range(3))
    return float(0.5 * np.linalg.norm(np.cross(b - a, c - a), axis=1).sum())


@settings(max_examples=20, deadline=None)
@given(height=st.floats(-0.8, 0.8), lean=st.floats(-0.5, 0.5))
def test_the_two_sides_of_a_cut_make_the_whole(height: float, lean: float) -> None:
    shell = ball()
    field = shell.points[:, 2] + lean * shell.points[:, 0] - height
    kept, value = clip(shell, field, field)
    other, _ = clip(shell, -field)
    assert abs(area(kept) + area(other) - area(shell)) < 0.01
    edge = np.unique(border(kept.faces))
    assert np.abs(value[edge]).max() < 2e-3
    np.testing.assert_allclose(kept.weights.sum(axis=1), 1.0)


def test_a_rim_goes_inside_and_keeps_the_surface() -> None:
    half, _ = clip(ball(), ball().points[:, 2])
    closed = rimmed(half, 0.05, 0.1)
    assert len(closed.faces) == len(half.faces) + 4 * len(border(half.faces))
    added = closed.points[len(half.points):]
    assert np.linalg.norm(added, axis=1).max() < 1.0


def test_a_lined_surface_is_closed() -> None:
    half, _ = clip(ball(), ball().points[:, 2])
    assert len(border(lined(half, 0.02).faces)) == 0


def test_hidden_faces_are_taken_away() -> None:
    shell = ball()
    left = without(shell, shell.points[:, 2] < 0.0)
    assert left.points[:, 2].min() > -0.2 and len(left.faces) < len(shell.faces)


def test_averaging_keeps_a_constant() -> None:
    shell = ball(1)
    np.testing.assert_allclose(averaging(shell.faces, len(shell.points)) @ np.ones(len(shell.points)), 1.0)


def test_reduction_keeps_the_form_and_the_dear_vertices() -> None:
    shell = ball(3)
    weight = np.ones(len(shell.points))
    weight[:20] = np.inf
    kept, faces = reduce_mesh(shell.points, shell.faces, weight, 200)
    assert len(kept) == 200 and set(range(20)) <= set(kept.tolist())
    assert len(border(faces)) == 0
    assert np.unique(faces).tolist() == kept.tolist()
