"""A hero frame by a real Cycles: the same matter as the marcher's, before a set that holds out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.engines.small_stage import write
from throughline.effects.vdb import write_vdb
from throughline.effects.volume import Volume
from throughline.engines.blender.hero import render_hero
from throughline.engines.blender.install import find
from throughline.engines.blender.volumes import volume_worker
from throughline.engines.contracts import NotConfigured, RequestRefused
from throughline.picture.march import Light, march
from throughline.picture.view import View

pytestmark = [pytest.mark.blender, pytest.mark.slow]
VIEW = View(position=(-4.0, 0.0, 1.0), forward=(1.0, 0.0, 0.0), lens_mm=36.0, aspect=2.0)
LIGHT = Light(key=(-0.6, 0.0, 0.8), irradiance=(2.0, 1.8, 1.5), sky=(0.5, 0.6, 0.8), ground=(0.3, 0.3, 0.25))


def puff(x: float) -> Volume:
    axis = (np.arange(20) + 0.5) * 0.1 - 1.0
    away = np.sqrt(sum(part * part for part in np.meshgrid(axis, axis, axis, indexing="ij")))
    density = np.clip(6.0 * (0.9 - away), 0, 2.5).astype(np.float32)
    heat = np.where(away < 0.5, 1400.0, 0.0).astype(np.float32)
    return Volume(density, heat, None, (x - 1.0, -1.0, 0.2), 0.1, (0.5, 0.45, 0.4))


def test_cycles_sees_what_the_marcher_sees_and_the_set_holds_out(tmp_path: Path) -> None:
    try:
        if find() is None:
            pytest.skip("no Blender here: python -m throughline.engines.blender.install")
    except NotConfigured as error:
        pytest.skip(str(error))
    stage = write(tmp_path / "shot.usdc")
    with volume_worker() as worker:
        near, behind = (write_vdb([[puff(x)]], tmp_path, 0, name=name, worker=worker)
                        for name, x in (("near", 3.0), ("behind", 9.0)))
        seen = render_hero(None, near, 0, (64, 32), 24, view=VIEW, light=LIGHT, albedo=[puff(3.0).albedo],
                           out=tmp_path / "near.exr", worker=worker)
        hidden = render_hero(stage, behind, 0, (64, 32), 4, view=VIEW, light=LIGHT, out=tmp_path / "behind.exr",
                             worker=worker)
        with pytest.raises(RequestRefused, match="no file at"):
            render_hero(None, [tmp_path / "away.vdb"], 0, (64, 32), 4, view=VIEW, light=LIGHT, out=tmp_path / "a.exr",
                        worker=worker)
    ours = march([puff(3.0)], np.full((32, 64), np.inf, np.float32), VIEW, LIGHT)
    assert ours is not None and (tmp_path / "near.exr").stat().st_size > 0
    assert np.abs(seen.picture[..., 3] - ours.cover).mean() < 0.03
    solid = ours.cover > 0.3
    assert np.allclose(seen.picture[solid][:, :3].mean(axis=0), ours.light[solid].mean(axis=0), rtol=0.3)
    alpha = hidden.picture[..., 3]  # the wall stands before its right half
    assert alpha[:, 33:].max() < 0.05 and alpha[12:16, 29:31].mean() > 0.8
