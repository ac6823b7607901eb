"""Voronoi cells: closed, complete, each knows its neighbours; a building in pieces weighs what it did."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.effects.destruction.blocks import building
from throughline.effects.destruction.bonds import bonds
from throughline.effects.destruction.features import from_tower
from throughline.effects.destruction.fracture import Cells, broken
from throughline.effects.destruction.materials import column
from throughline.effects.destruction.measures import solids
from throughline.effects.destruction.pieces import pieces
from throughline.film.errors import InputError
from throughline.world.sets import temple


def edges_match(counts: np.ndarray, corners: np.ndarray, points: int) -> bool:
    """Whether every edge of a mesh is met once the other way round: closed and manifold."""
    starts = np.concatenate([[0], np.cumsum(counts)])
    after = np.roll(corners, -1)
    after[starts[1:] - 1] = corners[starts[:-1]]
    there, back = corners * points + after, after * points + corners
    return len(np.unique(there)) == len(there) and np.array_equal(np.sort(there), np.sort(back))


def cells(count: int, seed: int, size: tuple[float, float, float]) -> Cells:
    random = np.random.default_rng(seed)
    return broken(np.zeros(3), np.array(size), random.random((count, 3)) * np.array(size))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 120), st.integers(0, 10_000), st.tuples(*[st.floats(0.1, 30.0)] * 3))
def test_cells_fill_their_box_and_are_closed(count: int, seed: int, size: tuple[float, float, float]) -> None:
    made = cells(count, seed, size)
    volume, middle, _ = solids(made.points, made.counts, made.corners, made.first_face)
    assert abs(volume.sum() / np.prod(size) - 1.0) < 1e-3 and (volume > 0).all() and len(made) == count
    assert edges_match(made.counts, made.corners, len(made.points))
    assert (middle >= 0).all() and (middle <= np.array(size)).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 150), st.integers(0, 10_000))
def test_neighbours_know_each_other(count: int, seed: int) -> None:
    made = cells(count, seed, (2.0, 3.0, 4.0))
    cell = np.repeat(np.arange(count), np.diff(made.first_face))
    pairs = {(int(a), int(b)) for a, b in zip(cell, made.tags, strict=True) if b >= 0}
    assert pairs and pairs == {(b, a) for a, b in pairs}


def test_a_solid_under_a_slanted_plane_keeps_its_half() -> None:
    plane = np.array([[np.sqrt(0.5), 0.0, np.sqrt(0.5), np.sqrt(0.5)]])
    made = broken(np.zeros(3), np.ones(3), np.array([[0.2, 0.2, 0.2], [0.3, 0.7, 0.4]]), np.zeros(2, np.int64), plane,
                  np.array([0, 1]))
    volume, _, _ = solids(made.points, made.counts, made.corners, made.first_face)
    assert volume.sum() == pytest.approx(0.5, rel=1e-9)


def test_a_cubes_inertia_is_the_textbooks() -> None:
    made = broken(np.zeros(3), np.array([1.0, 2.0, 3.0]), np.array([[0.5, 1.0, 1.5]]))
    volume, middle, inertia = solids(made.points, made.counts, made.corners, made.first_face)
    assert volume[0] == pytest.approx(6.0) and np.allclose(middle[0], [0.5, 1.0, 1.5])
    assert np.allclose(inertia[0], np.diag([6 * 13 / 12, 6 * 10 / 12, 6 * 5 / 12]))


def test_a_building_in_pieces_weighs_what_it_did_and_every_piece_is_closed() -> None:
    whole = building(14.0)
    found = pieces(whole, 600, 2, np.array([whole.breaks]))
    weight = sum(float(np.prod(e.high - e.low)) * column("density")[e.material] for e in whole.elements)
    assert found.mass.sum() == pytest.approx(weight, rel=1e-3)
    assert edges_match(found.counts, found.corners, len(found.points))
    volume, _, _ = solids(found.points, found.counts, found.corners, found.first_face)
    assert float(volume @ column("density")[found.material]) == pytest.approx(weight, rel=1e-3)


def test_pieces_are_smaller_where_it_breaks() -> None:
    whole = building(26.0)
    found = pieces(whole, 1500, 2, np.array([10.0]))
    near = np.abs(found.centre[:, 2] - 10.0) < 2.0
    assert np.median(found.mass[near & (found.kind < 4)]) < 0.7 * np.median(found.mass[~near & (found.kind < 4)])


def test_every_piece_has_a_way_to_the_ground() -> None:
    whole = from_tower(temple.gate())
    found = pieces(whole, 400, 1, np.array([4.0]))
    held, reached = bonds(found), np.zeros(len(found), bool)
    reached[held.pair[held.pair[:, 1] < 0, 0]] = True
    for _ in range(len(found)):
        pair = held.pair[held.pair[:, 1] >= 0]
        more = reached.copy()
        more[pair[reached[pair[:, 0]], 1]] = True
        more[pair[reached[pair[:, 1]], 0]] = True
        if (more == reached).all():
            break
        reached = more
    assert reached.all() and (held.area > 0).all()
    assert np.allclose(np.linalg.norm(held.way, axis=1), 1.0)


def test_a_sets_gate_keeps_its_silhouette_and_colours() -> None:
    gate = temple.gate()
    found = pieces(from_tower(gate), 300, 1, np.array([4.0]))
    low, high = gate.piece.points.min(axis=0), gate.piece.points.max(axis=0)
    assert np.abs(found.points.max(axis=0) - high).max() < 0.02
    assert np.abs(found.points.min(axis=0)[:2] - low[:2]).max() < 0.02
    outer = found.colours[~found.inner]
    for colour in ((0.27, 0.055, 0.035), (0.025, 0.115, 0.085)):
        assert np.abs(outer - colour).sum(axis=1).min() < 0.02


@pytest.mark.parametrize("high", [(1.0, 0.0, 1.0), (1.0, np.nan, 1.0)])
def test_nothing_and_no_number_cannot_be_broken(high: tuple[float, float, float]) -> None:
    with pytest.raises(InputError, match=r"no volume|not numbers"):
        broken(np.zeros(3), np.array(high), np.full((1, 3), 0.5))
