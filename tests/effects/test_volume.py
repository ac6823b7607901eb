"""Gas on a grid: kept on disk, cropped, refused when broken."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from throughline.effects.volume import Volume, cropped, read, write
from throughline.film.errors import InputError


def _ball(side: int = 16) -> Volume:
    x, y, z = np.meshgrid(*[np.arange(side)] * 3, indexing="ij")
    density = np.clip(4.0 - np.hypot(np.hypot(x - 9, y - 8), z - 6), 0.0, None).astype(np.float32)
    velocity = np.broadcast_to(np.float32([1.0, -2.0, 3.0]), (side // 2,) * 3 + (3,)).copy()
    return Volume(density, 400.0 * density, velocity, (1.0, 2.0, 0.0), 0.5, (0.5, 0.4, 0.3))


def test_a_volume_comes_back_from_disk(tmp_path: Path) -> None:
    ball = _ball()
    write(tmp_path / "a.npz", [ball, ball])
    write(tmp_path / "b.npz", [ball, ball])
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    first, second = read(tmp_path / "a.npz")
    assert first.origin == ball.origin and first.voxel == ball.voxel and second.albedo == ball.albedo
    assert np.abs(first.density - ball.density).max() < 0.02 * ball.density.max()
    assert first.heat is not None and np.abs(first.heat - 400.0 * ball.density).max() < 0.1, "kelvin: sixteen bits"
    assert first.velocity is not None and np.allclose(first.velocity[0, 0, 0], [1.0, -2.0, 3.0])


def test_cropping_keeps_gas_where_it_is_in_the_world() -> None:
    ball = _ball()
    small = cropped(ball)
    assert small.density.size < ball.density.size and np.isclose(small.density.sum(), ball.density.sum())
    most = np.array(np.unravel_index(small.density.argmax(), small.density.shape))
    before = np.array(np.unravel_index(ball.density.argmax(), ball.density.shape))
    assert np.allclose(np.array(small.origin) + most * small.voxel, np.array(ball.origin) + before * ball.voxel)
    assert small.velocity is not None
    assert np.array_equal(np.array(small.velocity.shape[:3]) * 2, np.array(small.density.shape))


def test_broken_volumes_are_refused_in_one_line(tmp_path: Path) -> None:
    ball = _ball()
    write(tmp_path / "a.npz", [ball])
    (tmp_path / "cut.npz").write_bytes((tmp_path / "a.npz").read_bytes()[:900])
    for name in ("cut.npz", "gone.npz"):
        with pytest.raises(InputError, match="cannot be read"):
            read(tmp_path / name)
    ball.density[3, 3, 3] = np.nan
    with pytest.raises(ValueError, match="no numbers"):
        write(tmp_path / "b.npz", [ball])
