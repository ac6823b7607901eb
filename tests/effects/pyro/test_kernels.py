"""The compiled parts of a step say what plain NumPy and SciPy say, on however many threads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import map_coordinates, uniform_filter

from throughline.effects.pyro import bands
from throughline.effects.pyro.advect import carried, returns
from throughline.effects.pyro.detail import air_ways
from throughline.effects.pyro.forces import driven
from throughline.effects.pyro.grid import Lattice, empty
from throughline.effects.pyro.noise import curl_tile
from throughline.effects.pyro.skin import openness
from throughline.effects.pyro.sources import Emitter, Sources, stamps
from throughline.effects.pyro.step import Manner, Spare, advance

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def _field(seed: int, *shape: int, size: float = 1.0) -> Floats:
    return (size * np.random.default_rng(seed).standard_normal(shape)).astype(np.float32)


def _between(field: Floats, at: Floats) -> Floats:
    """``field`` (X, Y, Z, C) at points (X, Y, Z, 3), by SciPy; its border goes on."""
    return np.stack([map_coordinates(field[..., c], np.moveaxis(at, -1, 0), order=1, mode="nearest")
                     for c in range(field.shape[-1])], axis=-1)


def _cells(shape: tuple[int, ...]) -> Floats:
    return np.stack(np.meshgrid(*[np.arange(n, dtype=np.float32) for n in shape], indexing="ij"), axis=-1)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**31), st.tuples(*[st.integers(2, 9)] * 3), st.floats(0.1, 30.0))
def test_vectors_are_looked_up_between_cells(seed: int, shape: tuple[int, int, int], far: float) -> None:
    way, back = _field(seed, *shape, 3, size=far), np.zeros((*shape, 3), np.float32)
    returns(way, np.ones(shape, np.bool_), 1, back)
    assert back == pytest.approx(_between(way, _cells(shape) + way), abs=2e-4 * far)
    gone = np.empty_like(way)
    air_ways(way, 0.5, gone)
    assert gone == pytest.approx(0.5 * _between(way, _cells(shape) - 0.25 * way), abs=2e-4 * far)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**31), st.tuples(*[st.integers(2, 9)] * 3))
def test_gas_is_carried_as_maccormack_says(seed: int, shape: tuple[int, int, int]) -> None:
    gas, way = np.abs(_field(seed, *shape, 4)), _field(seed + 1, *shape, 3)
    back, even, live = np.empty_like(way), np.ones(shape, np.float32), np.ones(shape, np.bool_)
    returns(way, live, 1, back)
    spare = (np.empty_like(gas), np.empty_like(gas))
    found = carried(gas, way, back, live, 1, even, spare)
    first = _between(gas, _cells(shape) - way)
    low = np.clip(np.floor(np.clip(_cells(shape) - way, 0, np.array(shape) - 1)).astype(int), 0, np.array(shape) - 2)
    near = np.stack([gas[tuple(np.moveaxis(low + step, -1, 0))] for step in np.ndindex(2, 2, 2)])
    better = first + 0.5 * (gas - _between(first, _cells(shape) + back))
    whole = np.clip(better, near.min(axis=0), near.max(axis=0))
    assert spare[0] == pytest.approx(first, abs=1e-4)
    share = found[..., 1] / np.where(whole[..., 1] > 1e-3, whole[..., 1], 1.0)
    assert share[whole[..., 1] > 1e-3] == pytest.approx(1.0, abs=2e-2), "heat is not evened"
    assert np.abs(found / 1.03 - whole).max() < 0.07 * max(1.0, float(whole.max()))


@pytest.mark.parametrize("cells", [0.2, 1.0, 3.4, 9.0])
def test_hot_gas_within_hot_gas_radiates_less(cells: float) -> None:
    shape = (11, 13, 12)
    gas = np.abs(_field(3, 22, 26, 24, 4, size=400.0))
    bare, sums = np.empty(shape, np.float32), np.empty(shape, np.int32)
    openness(gas, 2, cells, bare, sums)
    reach = round(2.0 * cells) // 2
    hot = np.minimum(gas[::2, ::2, ::2, 1] / 500.0, 1.0)
    about = uniform_filter(hot, 2 * reach + 1, mode="nearest")
    assert bare == pytest.approx(0.25 + 3.85 * (1 - about) ** 2 if reach else np.ones(shape), abs=0.03)


def test_a_whirl_is_given_back_where_it_is() -> None:
    shape = (9, 10, 11)
    u, v, w = _field(1, 10, 10, 11), _field(2, 9, 11, 11), _field(3, 9, 10, 12)
    air = np.stack([0.5 * (u[1:] + u[:-1]), 0.5 * (v[:, 1:] + v[:, :-1]), 0.5 * (w[..., 1:] + w[..., :-1])])
    padded = np.pad(air, ((0, 0), (1, 1), (1, 1), (1, 1)), mode="edge")
    x, y, z = (np.roll(padded, -1, axis) - np.roll(padded, 1, axis) for axis in (1, 2, 3))
    spin = np.stack([y[2] - z[1], z[0] - x[2], x[1] - y[0]])[:, 1:-1, 1:-1, 1:-1]
    length = 0.5 * np.sqrt((spin ** 2).sum(axis=0))
    rim = np.pad(length, 1, mode="edge")
    slope = np.stack([np.roll(rim, -1, axis) - np.roll(rim, 1, axis) for axis in range(3)])[:, 1:-1, 1:-1, 1:-1]
    pull = np.cross(slope / (np.sqrt((slope ** 2).sum(axis=0)) + 1e-6), spin, axis=0)
    lift, whirl, force = _field(4, *shape), np.empty(shape, np.float32), np.empty((3, *shape), np.float32)
    before = u.copy()
    driven((u, v, w), lift, np.ones(shape, np.bool_), curl_tile(1), (1, 2, 3), 0.6, 0.0, 0.1, whirl, force)
    assert whirl == pytest.approx(length, abs=1e-5)
    pull *= 0.6
    pull[2] += lift
    assert 2.0 * force == pytest.approx(pull, abs=2e-4)
    assert u[1:-1] - before[1:-1] == pytest.approx(0.05 * (pull[0, 1:] + pull[0, :-1]), abs=2e-5)


def _stepped(ratio: int) -> list[bytes]:
    lattice = Lattice((0.0, 0.0, 0.0), 0.5 / ratio, ratio, (-64, -64, 0), (64, 64, 64))
    grid = empty((-8, -9, 0), (9, 9, 16), lattice, (1.0, 0.5, 0.0), ())
    spare, fire = Spare.of(grid), Sources((Emitter((0, 0, 2), (1.5, 1.5, 1.5), 0.0, 9.0, soot=9.0, heat=900.0,
                                                   fuel=4.0, dust=2.0, swell=1.0, outward=3.0, grip=0.3),))
    for number in range(3):
        advance(grid, spare, lattice, Manner(), stamps(fire, number / 24, (number + 1) / 24), number / 24, 1 / 24, 5)
    return [part.tobytes() for part in (grid.gas, *grid.faces, grid.marks, grid.live)]


@pytest.mark.parametrize("ratio", [1, 2])
def test_the_bytes_do_not_depend_on_how_many_threads_there_are(ratio: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for count in (1, 2, 5, 17):
        monkeypatch.setattr(bands, "threads", lambda count=count: count)
        found.append(_stepped(ratio))
    assert all(one == found[0] for one in found)
