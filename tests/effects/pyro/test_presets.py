"""Every known effect runs, is somewhere, and is what its name says; wrong orders are told in one line."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from throughline.effects.pyro import FrameNotes, known, order_cells, simulate
from throughline.effects.volume import Volume
from throughline.film.effect import EffectOrder
from throughline.film.errors import InputError

FIRES = ("explosion", "fireball", "car_explosion", "gas_main", "fire", "torch", "burning_car")
FLASHES = ("muzzle_flash", "gunfire")


def _run(kind: str, **changes: Any) -> list[tuple[tuple[Volume, ...], FrameNotes]]:
    return list(simulate(EffectOrder(**{"kind": kind, "x": 0.0, "y": 0.0, "size_m": 5.0, "seconds": 0.25,
                                        "detail": 0.01, "seed": 2, **changes})))


@pytest.mark.parametrize("kind", known())
def test_every_preset_runs_at_tiny_detail(kind: str) -> None:
    frames = _run(kind, detail=0.12, rate_num=24 if kind in FLASHES else 12,
                  seconds=2.5 if kind in ("collapse", "destruction") else 0.4)
    assert [notes.frame for _, notes in frames] == list(range(len(frames)))
    seen = [volume for volumes, _ in frames for volume in volumes]
    assert seen
    for volume in seen:
        assert np.isfinite(volume.density).all() and volume.density.min() >= 0
        assert volume.velocity is not None and np.isfinite(volume.velocity).all()
        assert volume.heat is None or volume.heat.shape == volume.density.shape
        assert volume.density.shape[0] == 2 * volume.velocity.shape[0]
    hot = [volume.heat.max() for volume in seen if volume.heat is not None]
    assert bool(hot) == (kind in (*FIRES, *FLASHES, "embers"))
    assert not hot or 700 < max(hot) < 2700
    if kind in FIRES:
        assert any(notes.lamps for _, notes in frames)


def test_a_fireball_is_white_hot_then_rises_and_blackens() -> None:
    frames = _run("fireball", detail=0.15, seconds=2.5, rate_num=12, size_m=6.0)
    heat = [max((float(v.heat.max()) for v in volumes if v.heat is not None), default=0.0) for volumes, _ in frames]
    assert heat[0] > 1800 and heat[-1] == 0.0
    power = [sum(lamp.colour[0] for lamp in notes.lamps) for _, notes in frames]
    assert max(power) == max(power[:8]) > 10 and power[-1] == 0
    top = [max(v.origin[2] + v.voxel * v.density.shape[2] for v in volumes) for volumes, _ in frames]
    assert 3.0 < (top[18] - top[6]) < 14.0, "metres in a second"


def test_the_wind_leads_smoke_off_and_a_direction_turns_a_jet() -> None:
    def middle(volume: Volume, axis: int) -> float:
        mass = volume.density.sum(axis=tuple(other for other in range(3) if other != axis))
        return volume.origin[axis] + volume.voxel * float((mass * np.arange(len(mass))).sum() / mass.sum())

    smoke = _run("smoke", detail=0.12, rate_num=6, wind=(2.0, 0.0, 0.0))[-1][0][0]
    assert middle(smoke, 0) > 1.0 > abs(middle(smoke, 1))
    jet = _run("gas_main", detail=0.15, direction=(0.0, 1.0, 0.0), z=2.0, seconds=0.5)[-1][0][0]
    assert middle(jet, 1) > 2.0 * abs(middle(jet, 0))


def test_an_edge_takes_the_haze_and_leaves_what_is_dense(monkeypatch: pytest.MonkeyPatch) -> None:
    def smoke() -> np.ndarray:
        return _run("smoke", detail=0.12, rate_num=6)[-1][0][0].density

    cut, module = smoke(), import_module("throughline.effects.pyro.simulate")
    known_as = module.preset
    monkeypatch.setattr(module, "preset", lambda order: replace(known_as(order), edge=0.0))
    whole, edge = smoke(), known_as(EffectOrder(kind="smoke", x=0.0, y=0.0, size_m=5.0)).edge
    assert edge > 0 and 0.95 * whole.max() < cut.max() < whole.max()
    assert 0 < (cut > 0.1 * edge).sum() < 0.9 * (whole > 0.1 * edge).sum()


@pytest.mark.parametrize(("changes", "says"), [
    ({"kind": "kaboom"}, "use one of: burning_car, car_explosion"), ({"size_m": 0.0}, "size 0 m"),
    ({"size_m": -2.0}, "size -2 m"), ({"size_m": float("nan")}, "size nan m"), ({"x": float("nan")}, "no number"),
    ({"seconds": 0.0}, "lasts 0 s"), ({"direction": (0.0, 0.0, 0.0)}, "direction 0 0 0"),
    ({"size_m": 10.0, "detail": 60.0}, "fits")])
def test_wrong_orders_are_told_in_one_line(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError) as told:
        simulate(EffectOrder(**{"kind": "fire", "x": 0.0, "y": 0.0, **changes}))
    assert says in str(told.value) and "\n" not in str(told.value)


def test_cells_grow_with_the_cube_of_detail() -> None:
    def cells(detail: float) -> int:
        return order_cells(EffectOrder(kind="car_explosion", x=0, y=0, size_m=7.0, detail=detail))[0]

    assert 6.0 < cells(1.0) / cells(0.5) < 9.0
