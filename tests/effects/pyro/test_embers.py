"""Embers come from what is hot, ride the air, cool, and are the same every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from throughline.effects.pyro.embers import COLD_K, Embers, embers, read, write
from throughline.effects.volume import Volume
from throughline.film.effect import EffectOrder
from throughline.film.errors import InputError

ORDER = EffectOrder(kind="fire", x=0.0, y=0.0, size_m=4.0, seed=3)


def _fire(up: float = 4.0, hot: bool = True) -> list[Volume]:
    heat = np.zeros((16, 16, 32), np.float32)
    heat[6:10, 6:10, 2:6] = 1500.0
    velocity = np.zeros((8, 8, 16, 3), np.float32)
    velocity[..., 2] = up
    return [Volume(np.ones_like(heat), heat if hot else None, velocity, (-2.0, -2.0, 0.0), 0.25)]


def _bytes(found: list[Embers]) -> bytes:
    return b"".join(part.tobytes() for one in found for part in (one.points, one.before, one.heat))


def test_embers_leave_the_fire_and_ride_its_air() -> None:
    found = list(embers(ORDER, [_fire()] * 36))
    assert len(found[-1].points) > 20
    assert np.abs(found[5].points[:, :2]).max() < 1.5
    rise = found[-1].points[:, 2].mean() - found[5].points[:, 2].mean()
    assert rise > 1.0, "metres in a second and a half"
    moved = np.linalg.norm(found[20].points - found[20].before, axis=1)
    assert 0.02 < np.median(moved) < 0.2, "half a frame at some 4 m/s"
    assert all(one.heat.min(initial=2000.0) >= COLD_K for one in found)


def test_they_die_when_the_fire_is_out_and_fall_in_still_air() -> None:
    found = list(embers(ORDER, [_fire()] * 12 + [_fire(0.0, hot=False)] * 110))
    counts = [len(one.points) for one in found]
    assert max(counts[:14]) > 5 and counts[-1] == 0
    assert found[40].points[:, 2].mean() < found[14].points[:, 2].max()


def test_the_same_order_and_gas_give_the_same_embers_and_what_is_cold_none() -> None:
    once, again = (list(embers(ORDER, [_fire()] * 8)) for _ in range(2))
    assert _bytes(once) == _bytes(again)
    assert _bytes(once) != _bytes(list(embers(EffectOrder(kind="fire", x=0.0, y=0.0, size_m=4.0, seed=4),
                                              [_fire()] * 8)))
    assert not any(len(one.points) for one in embers(EffectOrder(kind="smoke", x=0.0, y=0.0), [_fire()] * 8))


def test_embers_come_back_from_disk_and_broken_ones_are_refused(tmp_path: Path) -> None:
    found = list(embers(ORDER, [_fire()] * 6))[-1]
    write(tmp_path / "a.npz", found)
    write(tmp_path / "b.npz", found)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert _bytes([read(tmp_path / "a.npz")]) == _bytes([found])
    (tmp_path / "cut.npz").write_bytes((tmp_path / "a.npz").read_bytes()[:300])
    write(tmp_path / "odd.npz", Embers(found.points[:-1], found.before, found.heat))
    write(tmp_path / "nan.npz", Embers(found.points * np.float32(np.nan), found.before, found.heat))
    for name in ("cut.npz", "gone.npz", "odd.npz", "nan.npz"):
        with pytest.raises(InputError, match="embers cannot be read"):
            read(tmp_path / name)
