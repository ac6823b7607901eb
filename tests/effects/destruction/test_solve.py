"""The solver: what stands stands, what falls falls as it must, momentum is kept, nothing goes through the ground."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from throughline.effects.destruction.blocks import building
from throughline.effects.destruction.bonds import Bonds, bonds
from throughline.effects.destruction.features import from_tower
from throughline.effects.destruction.pieces import Pieces, pieces
from throughline.effects.destruction.solve import Ruin
from throughline.effects.destruction.structure import Building, solid
from throughline.world.sets import temple

STEP = 1.0 / 96


def blocks(*boxes: tuple[tuple[float, ...], tuple[float, ...]]) -> Ruin:
    """Loose stone boxes, not bonded to one another."""
    whole = Building(tuple(solid(2, "stone", 0, low, high, (0.3, 0.3, 0.3)) for low, high in boxes), (0.0,), 1.0,
                     (1.0, 1.0))
    found = pieces(whole, len(boxes), 0, np.zeros(0))
    pair = np.column_stack([np.arange(len(boxes)), np.full(len(boxes), -1)])
    ones = np.ones(len(boxes))
    held = Bonds(pair, ones, np.tile([0.0, 0.0, -1.0], (len(boxes), 1)), found.centre, 1e9 * ones,
                 1e9 * np.ones((len(boxes), 3)))
    ruin = Ruin(found, held)
    ruin.cut(np.arange(len(boxes)))
    return ruin


def raised(found: Pieces, height: float) -> Pieces:
    up = np.array([0.0, 0.0, height])
    planes = found.planes.copy()
    planes[:, 3] += height * planes[:, 2]
    return replace(found, hull=found.hull + up, centre=found.centre + up, planes=planes)


def body_of(ruin: Ruin, piece: int) -> int:
    return int(ruin.bodies.of[piece])


@pytest.mark.parametrize("whole", [building(20.0), from_tower(temple.gate())], ids=["building", "gate"])
def test_a_building_stands_for_ten_seconds(whole: Building) -> None:
    found = pieces(whole, 500, 1, np.array([whole.breaks]))
    ruin = Ruin(found, bonds(found))
    for _ in range(960):
        assert ruin.step(STEP) is None
    assert np.abs(ruin.places() - found.centre).max() < 1e-9


def test_what_is_cut_off_falls_freely() -> None:
    whole = building(9.0)
    found = raised(pieces(whole, 200, 1, np.array([3.0])), 20.0)
    held = bonds(pieces(whole, 200, 1, np.array([3.0])))
    ruin = Ruin(found, held)
    ruin.cut(np.flatnonzero(held.pair[:, 1] < 0))
    for _ in range(96):
        ruin.step(STEP)
    dropped = (found.centre - ruin.places())[:, 2]
    assert dropped == pytest.approx(np.full(len(found), 4.905), rel=0.02)
    assert ruin.count == 1


def test_momentum_is_kept_when_things_meet_in_the_air() -> None:
    ruin = blocks(((0.0, 0.0, 50.0), (1.0, 1.0, 51.0)), ((3.0, 0.35, 50.2), (3.6, 0.95, 50.9)))
    one, other = body_of(ruin, 0), body_of(ruin, 1)
    ruin.bodies.speed[one] = [6.0, 0.0, 0.0]
    mass = ruin.pieces.mass

    def total() -> tuple[np.ndarray, np.ndarray]:
        linear, angular = np.zeros(3), np.zeros(3)
        for piece, body in ((0, one), (1, other)):
            turn = ruin.bodies.turn[body]
            push = mass[piece] * ruin.bodies.speed[body]
            linear += push
            arm = ruin.bodies.place[body] - ruin.bodies.place[[one, other]].mean(axis=0)
            angular += np.cross(arm, push) + turn @ ruin.bodies.inertia[body] @ turn.T @ ruin.bodies.spin[body]
        return linear, angular

    before = total()[0]
    for _ in range(60):
        ruin.step(STEP)
    after = total()[0] + [0.0, 0.0, mass.sum() * 9.81 * 60 * STEP]
    assert ruin.bodies.speed[other][0] > 2.0
    assert np.abs(after - before).max() < 0.02 * np.abs(before).max()


def test_a_stack_comes_to_rest_where_it_is() -> None:
    ruin = blocks(*[((0.0, 0.0, 0.5 * k), (1.0, 1.0, 0.5 * k + 0.5)) for k in range(6)])
    for _ in range(400):
        ruin.step(STEP)
    assert np.abs(ruin.places() - ruin.pieces.centre).max() < 0.06
    assert (ruin.bodies.state[ruin.bodies.of] == 2).all()


def test_friction_stops_what_slides() -> None:
    ruin = blocks(((0.0, 0.0, 0.0), (1.0, 1.0, 0.5)))
    ruin.bodies.speed[body_of(ruin, 0)] = [3.0, 0.0, 0.0]
    for _ in range(200):
        ruin.step(STEP)
    slid = ruin.places()[0, 0] - 0.5
    assert slid == pytest.approx(9.0 / (2 * 0.65 * 9.81), rel=0.15)


def test_floors_that_lose_their_columns_come_down_and_nothing_sinks() -> None:
    whole = building(14.0)
    found = pieces(whole, 350, 1, np.array([whole.breaks]))
    held = bonds(found)
    ruin = Ruin(found, held)
    storey = (found.centre[:, 2] > 3.6) & (found.centre[:, 2] < 6.4)
    ruin.cut(np.flatnonzero(storey[held.pair[:, 0]] | (storey[held.pair[:, 1]] & (held.pair[:, 1] >= 0))))
    lowest, fastest = 0.0, 0.0
    for step in range(330):
        ruin.step(STEP)
        single = np.bincount(ruin.bodies.of)[ruin.bodies.of] == 1
        lowest = min(lowest, float(ruin.world.low[single, 2].min(initial=0.0)))
        fastest = max(fastest, float(np.abs(ruin.bodies.speed[:ruin.count]).max()))
        if step == 20:
            assert fastest < 9.81 * 21 * STEP + 3.0
    assert ruin.world.high[:, 2].max() < 8.0
    assert lowest > -0.25 and fastest < 22.0


def test_the_same_run_gives_the_same_bytes() -> None:
    whole = building(10.0)

    def run() -> bytes:
        found = pieces(whole, 200, 4, np.array([whole.breaks]))
        held = bonds(found)
        ruin = Ruin(found, held)
        ruin.cut(np.flatnonzero(found.centre[held.pair[:, 0], 2] < 2.5))
        for _ in range(80):
            ruin.step(STEP)
        return ruin.poses().tobytes() + b"".join(np.ascontiguousarray(getattr(found, f.name)).tobytes()
                                                 for f in fields(found))

    assert run() == run()
