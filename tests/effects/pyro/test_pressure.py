"""Air fits: the pressure leaves no divergence but the wanted one, with ground, open sides and walls."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from throughline.effects.pyro.pressure import project, unmet

Floats = NDArray[np.float32]


def _faces(shape: tuple[int, int, int], seed: int) -> tuple[Floats, Floats, Floats]:
    rng = np.random.default_rng(seed)
    x, y, z = shape
    u, v, w = (rng.standard_normal(size).astype(np.float32) for size in
               ((x + 1, y, z), (x, y + 1, z), (x, y, z + 1)))
    return u, v, w


@pytest.mark.parametrize("grounded", [True, False])
def test_divergence_goes(grounded: bool) -> None:
    faces, none = _faces((24, 16, 40), 1), np.zeros((24, 16, 40), np.float32)
    before = unmet(*faces, none, 0.5, None)
    project(*faces, none, 0.5, grounded, None)
    after = unmet(*faces, none, 0.5, None)
    assert after[0] < 1e-4 * before[0]
    assert after[1] < 1e-5 * before[1]
    assert grounded == (np.abs(faces[2][:, :, 0]).max() == 0)


def test_what_swells_pushes_air_out_through_the_open_sides_only() -> None:
    shape = (16, 16, 16)
    u, v, w = (np.zeros(size, np.float32) for size in ((17, 16, 16), (16, 17, 16), (16, 16, 17)))
    wanted = np.zeros(shape, np.float32)
    wanted[6:10, 6:10, 2:6] = 5.0
    project(u, v, w, wanted, 0.25, True, None)
    out = u[-1].sum() - u[0].sum() + v[:, -1].sum() - v[:, 0].sum() + w[..., -1].sum() - w[..., 0].sum()
    assert out * 0.25 ** 2 == pytest.approx(float(wanted.sum()) * 0.25 ** 3, rel=1e-4)
    assert np.abs(w[..., 0]).max() == 0


def test_no_air_goes_through_walls() -> None:
    shape = (32, 24, 24)
    faces, none, solid = _faces(shape, 2), np.zeros(shape, np.float32), np.zeros(shape, np.bool_)
    solid[12:15, 4:20, 0:16] = True
    solid[20:28, 10:12, 0:20] = True
    before = unmet(*faces, none, 1.0, solid)
    project(*faces, none, 1.0, True, solid)
    after = unmet(*faces, none, 1.0, solid)
    assert after[1] < 1e-3 * before[1]
    for axis, field in enumerate(faces):
        part = np.moveaxis(field, axis, 0)
        wall = np.moveaxis(solid, axis, 0)
        assert np.abs(part[:-1][wall]).max() == 0
        assert np.abs(part[1:][wall]).max() == 0
