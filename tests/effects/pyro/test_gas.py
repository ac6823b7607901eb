"""Gas does as gas does: kept, carried, lifted, stopped, the same every time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from throughline.effects.pyro import Emitter, Sources, simulate
from throughline.effects.pyro.advect import carried, returns
from throughline.effects.pyro.grid import Grid, Lattice, empty, moved
from throughline.effects.pyro.react import Chemistry
from throughline.effects.pyro.step import Manner, Spare, advance
from throughline.effects.volume import Volume
from throughline.film.effect import EffectOrder
from throughline.film.setplan import Box

QUIET = Manner(Chemistry(lit=1e9, radiant=0.0, loss=0.0, fade=0.0, settle=0.0, lift=12.0, weight=0.0, dust_weight=6.0),
               0.0, 0.0, 0.0)
NONE = np.zeros((0, 19), np.float32)
Fill = Callable[[Grid], None]


def _still(cells: int = 16, ratio: int = 2, wind: tuple[float, float, float] = (0.0, 0.0, 0.0), low: int = 0,
           walls: tuple[Box, ...] = ()) -> tuple[Grid, Lattice]:
    lattice = Lattice((0.0, 0.0, 0.0), 0.5 / ratio, ratio, (-64, -64, 0), (64, 64, 64))
    half = cells // 2
    return empty((-half, -half, low), (half, half, low + cells), lattice, wind, walls), lattice


def _ball(grid: Grid, lattice: Lattice, channel: int, amount: float, middle: tuple[float, float, float]) -> None:
    corner = lattice.corner(grid.low)
    at = [corner[axis] + lattice.cell * (np.arange(grid.gas.shape[axis]) + 0.5) - middle[axis] for axis in range(3)]
    away = np.sqrt(at[0][:, None, None] ** 2 + at[1][None, :, None] ** 2 + at[2][None, None, :] ** 2)
    grid.gas[..., channel] = amount * np.clip(1.6 - away, 0.0, 1.0)
    grid.live[:] = True


def _middle(grid: Grid, lattice: Lattice, channel: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    mass = grid.gas[..., channel].astype(np.float64)
    corner = lattice.corner(grid.low)
    return np.array([(mass.sum(axis=tuple(o for o in range(3) if o != axis))
                      * (corner[axis] + lattice.cell * (np.arange(mass.shape[axis]) + 0.5))).sum() / mass.sum()
                     for axis in range(3)])


def _on(grid: Grid, lattice: Lattice, manner: Manner, steps: int, dt: float = 1 / 24) -> float:
    spare, worst = Spare.of(grid), 0.0
    for number in range(steps):
        worst = max(worst, advance(grid, spare, lattice, manner, NONE, number * dt, dt, 1)[1])
    return worst


def test_passive_smoke_is_kept_and_the_wind_carries_it() -> None:
    grid, lattice = _still(24, 2, (1.5, 0.0, 0.0), low=8)
    _ball(grid, lattice, 0, 2.0, (-2.0, 0.0, 10.0))
    before, place = float(grid.gas[..., 0].sum(dtype=np.float64)), _middle(grid, lattice, 0)
    left = _on(grid, lattice, QUIET, 24)
    assert float(grid.gas[..., 0].sum(dtype=np.float64)) == pytest.approx(before, rel=0.01)
    assert _middle(grid, lattice, 0) - place == pytest.approx([1.5, 0.0, 0.0], abs=0.05)
    assert left < 1e-3


@pytest.mark.parametrize(("channel", "amount", "way"), [(1, 600.0, 1), (3, 1.0, -1)])
def test_hot_gas_rises_and_heavy_dust_sinks(channel: int, amount: float, way: int) -> None:
    grid, lattice = _still(20, 2, low=8)
    _ball(grid, lattice, channel, amount, (0.0, 0.0, 9.0))
    before = _middle(grid, lattice, channel)[2]
    _on(grid, lattice, QUIET, 12)
    assert way * (_middle(grid, lattice, channel)[2] - before) > 0.15


def test_a_symmetric_source_stays_symmetric() -> None:
    grid, lattice = _still(16, 2, low=0)
    _ball(grid, lattice, 1, 900.0, (0.0, 0.0, 2.0))
    _on(grid, lattice, replace(QUIET, confinement=0.3), 10)
    heat = grid.gas[..., 1]
    assert np.abs(heat - heat[::-1]).max() < 1e-2 * heat.max()
    assert np.abs(heat - heat.transpose(1, 0, 2)).max() < 1e-2 * heat.max()


def test_walls_stop_smoke() -> None:
    wall = Box(x0=1.0, y0=-20.0, x1=2.0, y1=20.0, height=40.0)
    grid, lattice = _still(20, 2, (3.0, 0.0, 0.0), low=0, walls=(wall,))
    _ball(grid, lattice, 0, 2.0, (-1.0, 0.0, 3.0))
    _on(grid, lattice, QUIET, 30)
    beyond = round((2.0 - lattice.corner(grid.low)[0]) / lattice.cell)
    assert grid.gas[beyond:, ..., 0].sum() < 0.005 * grid.gas[..., 0].sum()


def test_burning_makes_heat_and_soot_and_swells() -> None:
    grid, lattice = _still(16, 2, low=8)
    _ball(grid, lattice, 2, 1.0, (0.0, 0.0, 8.0))
    grid.gas[..., 1] = np.where(grid.gas[..., 2] > 0, 900.0, 0.0)
    spare = Spare.of(grid)
    _, left = advance(grid, spare, lattice, Manner(), NONE, 0.0, 1 / 24, 1)
    assert grid.gas[..., 1].max() > 950.0
    assert grid.gas[..., 0].max() > 0.1
    u = grid.faces[0]
    assert u[-1].sum() > 0 > u[0].sum()
    assert left < 1e-3


def test_a_turned_ball_keeps_its_shape() -> None:
    n = 32
    at = np.arange(n) - 15.5
    turn = 2 * np.pi / 40
    way = np.zeros((n, n, n, 3), np.float32)
    c, s, x, y = 1 - np.cos(turn), np.sin(turn), at[:, None, None], at[None, :, None]
    way[..., 0], way[..., 1] = c * x - s * y, c * y + s * x
    gas = np.zeros((n, n, n, 4), np.float32)
    away = np.sqrt((at[:, None, None] - 7) ** 2 + at[None, :, None] ** 2 + at[None, None, :] ** 2)
    gas[..., 0] = np.clip((6.0 - away) / 3.0, 0, 1)
    first, live = gas.copy(), np.ones((n, n, n), np.bool_)
    back, even = np.empty_like(way), np.ones((n, n, n), np.float32)
    returns(way, live, 1, back)
    for _ in range(40):
        gas = carried(gas, way, back, live, 1, even, (np.empty_like(gas), np.empty_like(gas)))
    ball = gas[..., 0].astype(np.float64)
    middle = [(ball.sum(axis=(1 - axis, 2)) * at).sum() / ball.sum() for axis in range(2)]
    assert middle == pytest.approx([7.0, 0.0], abs=0.4)
    assert ball.max() > 0.85, "plain semi-Lagrangian advection keeps 0.6"
    assert ball.sum() == pytest.approx(first[..., 0].sum(dtype=np.float64), rel=0.005)
    assert 0.0 <= gas.min() and gas.max() <= 1.0


def test_the_box_moves_without_touching_what_it_holds() -> None:
    grid, lattice = _still(16, 2, low=8)
    _ball(grid, lattice, 0, 1.0, (0.0, 0.0, 8.0))
    larger = moved(grid, (-16, -8, 0), (8, 16, 24), lattice, (0.0, 0.0, 0.0), ())
    assert _middle(larger, lattice, 0) == pytest.approx(_middle(grid, lattice, 0))
    back = moved(larger, grid.low, grid.high, lattice, (0.0, 0.0, 0.0), ())
    assert (back.gas == grid.gas).all()


def _order(**changes: object) -> EffectOrder:
    return EffectOrder(**{"kind": "fireball", "x": 1.0, "y": 2.0, "size_m": 4.0, "seconds": 0.5, "detail": 0.12,
                          "seed": 5, **changes})  # type: ignore[arg-type]


def _bytes(frames: list[tuple[Volume, ...]]) -> list[bytes]:
    return [b"".join(volume.density.tobytes() + (b"" if volume.heat is None else volume.heat.tobytes())
                     + (b"" if volume.velocity is None else volume.velocity.tobytes()) for volume in volumes)
            for volumes in frames]


def test_the_same_order_gives_the_same_bytes_and_so_does_a_stopped_one(tmp_path: Path) -> None:
    order, state = _order(obstacles=(Box(x0=3.0, y0=0.0, x1=3.6, y1=5.0, height=3.0),)), tmp_path / "state.npz"
    whole = _bytes([volumes for volumes, _ in simulate(order)])
    assert len(whole) == 12 and all(whole)
    assert whole == _bytes([volumes for volumes, _ in simulate(order)])
    begun = [volumes for volumes, _ in islice(simulate(order, state=state), 6)]
    rest = [(notes.frame, volumes) for volumes, notes in simulate(order, state=state)]
    assert rest[0][0] == 5, "the frame that was under way when it stopped is made again"
    assert _bytes(begun)[:5] + _bytes([volumes for _, volumes in rest]) == whole
    assert not state.exists()


def test_a_kept_state_of_another_order_is_not_gone_on_from(tmp_path: Path) -> None:
    state = tmp_path / "state.npz"
    for _ in islice(simulate(_order(), state=state), 4):
        pass
    assert state.exists()
    assert next(iter(simulate(_order(seed=6), state=state)))[1].frame == 0
    state.write_bytes(state.read_bytes()[:1000])
    assert next(iter(simulate(_order(), state=state)))[1].frame == 0


def test_own_puffs_drive_dust() -> None:
    puffs = np.array([[0.0, 5.0, 2.0, 0.5, 0.6, 0, 0, 0, 4.0, 6.0, 0.0, 0.0],
                      [0.2, 5.0, 2.0, 2.5, 0.6, 0, 0, 0, 4.0, 6.0, 0.0, 0.0]])
    frames = list(simulate(_order(kind="dust"), Sources(puffs=puffs)))
    first, last = frames[0][0][0], frames[-1][0][0]
    assert first.heat is None and first.origin[0] > 3.0
    middle = [volume.origin[0] + volume.voxel * float(
        (volume.density.sum(axis=(1, 2)) * np.arange(volume.density.shape[0])).sum() / volume.density.sum())
        for volume in (first, last)]
    assert middle[1] > middle[0] + 0.12


def test_an_emitter_moves_along_its_path() -> None:
    trail = Emitter((0, 0, 0), (0.3, 0.3, 0.3), 0.0, 0.4, soot=50.0, path=((0.0, 0.0, 0.0, 2.0), (0.4, 4.0, 0.0, 2.0)))
    *_, (volumes, _) = simulate(_order(kind="smoke", x=0.0, y=0.0), Sources((trail,)))
    wide = volumes[0].density.shape[0] * volumes[0].voxel
    assert wide > 3.5
