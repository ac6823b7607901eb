"""VDB files through a real Blender: what goes out comes back in its place, and what is broken is said in one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from throughline.effects.vdb import read_vdb, write_vdb
from throughline.effects.volume import Volume
from throughline.engines.blender.install import find
from throughline.engines.blender.volumes import Grid, VolumeWorker
from throughline.engines.contracts import EngineError, NotConfigured
from throughline.film.errors import InputError

pytestmark = pytest.mark.blender


@pytest.fixture(scope="module")
def worker() -> Iterator[VolumeWorker]:
    try:
        if find() is None:
            pytest.skip("no Blender here: python -m throughline.engines.blender.install")
        made = VolumeWorker()
    except NotConfigured as error:
        pytest.skip(str(error))
    yield made
    made.close()


def gas() -> Volume:
    x, y, z = np.meshgrid(np.arange(16), np.arange(12), np.arange(10), indexing="ij")
    density = np.where((x > 3) & (x < 11) & (y > 2) & (z > 1), 0.5 + 0.1 * x + 0.01 * y * z, 0).astype(np.float32)
    heat = np.where(density > 1.2, 900.0 + 10 * z, 0).astype(np.float32)
    velocity = np.full((8, 6, 5, 3), (1.0, -2.0, 3.0), np.float32)
    return Volume(density, heat, velocity, (4.0, -2.0, 0.5), 0.25, (0.3, 0.2, 0.1))


def test_a_volume_comes_back_where_it_was(worker: VolumeWorker, tmp_path: Path) -> None:
    first = gas()
    paths = write_vdb([[first], [first, replace(first, heat=None)]], tmp_path, 12, name="blast", worker=worker)
    assert [path.name for path in paths] == ["blast.0012.vdb", "blast.0013.vdb"]
    found = read_vdb(paths[0], worker=worker, albedo=first.albedo)
    assert found.voxel == pytest.approx(0.25) and found.albedo == first.albedo
    offset = [round((a - b) / 0.25) for a, b in zip(found.origin, first.origin, strict=True)]
    assert np.allclose(found.origin, np.array(first.origin) + 0.25 * np.array(offset), atol=1e-5)
    here = tuple(slice(a, a + n) for a, n in zip(offset, found.density.shape, strict=True))
    assert np.allclose(found.density, first.density[here], atol=2e-3)
    assert found.density.sum() == pytest.approx(first.density.sum(), rel=1e-3)
    assert found.heat is not None and first.heat is not None and np.allclose(found.heat, first.heat[here], atol=1.0)
    assert found.velocity is not None and np.allclose(found.velocity[3, 3, 3], (1, -2, 3), atol=0.01)
    names = {grid.name for grid in worker.read(paths[1])}
    assert names == {"density", "temperature", "vel", "density_2", "vel_2"}


def test_a_temperature_in_units_is_taken_as_such(worker: VolumeWorker, tmp_path: Path) -> None:
    path = tmp_path / "artist.vdb"
    worker.write(path, [Grid("density", gas().density, (0, 0, 0), 0.1),
                        Grid("flame", np.where(gas().density > 1, 1.0, 0).astype(np.float32), (0, 0, 0), 0.1)])
    found = read_vdb(path, worker=worker)
    assert found.heat is not None and found.heat.max() == pytest.approx(1500, rel=0.01)


def test_what_is_broken_is_said_in_one_line(worker: VolumeWorker, tmp_path: Path) -> None:
    bad, nan, none = tmp_path / "bad.vdb", tmp_path / "nan.vdb", tmp_path / "none.vdb"
    bad.write_bytes(b"no vdb at all")
    whole = gas().density.copy()
    whole[5, 5, 5] = np.inf
    worker.write(nan, [Grid("density", whole, (0, 0, 0), 0.1)])
    worker.write(none, [Grid("steam", gas().density, (0, 0, 0), 0.1)])
    for path, what in ((bad, "cannot be read"), (nan, "no numbers"), (none, "no grid named density among: steam"),
                       (tmp_path / "away.vdb", "no such VDB file")):
        with pytest.raises(InputError, match=what) as caught:
            read_vdb(path, worker=worker)
        assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    assert len(worker.read(none)) == 1  # and the worker goes on


def test_what_is_no_number_is_not_written(worker: VolumeWorker, tmp_path: Path) -> None:
    broken = gas().density.copy()
    broken[5, 5, 5] = np.nan
    with pytest.raises(ValueError, match="the density of volume 1 holds values that are no numbers"):
        write_vdb([[replace(gas(), density=broken)]], tmp_path, 1, worker=worker)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_no_folder_is_an_error_of_the_engine(worker: VolumeWorker, tmp_path: Path) -> None:
    with pytest.raises(EngineError):
        worker.write(tmp_path / "no" / "where.vdb", [Grid("density", gas().density, (0, 0, 0), 0.1)])
