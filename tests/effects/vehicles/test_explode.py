"""The car explosion: debris that falls freely, a wreck that is thrown up and drops, the same for fire and picture."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec import structs

from throughline.effects.vehicles.appear import appearance
from throughline.effects.vehicles.build import GRAVITY
from throughline.effects.vehicles.explode import debris_paths, hop
from throughline.effects.vehicles.flight import thrown
from throughline.film.blocking import Vehicle, Waypoint
from throughline.film.effect import EffectOrder

ORDER = EffectOrder(kind="car_explosion", x=3.0, y=-2.0, facing=0.7, size_m=10.0, seed=5)
CAR = Vehicle(name="car", kind="sedan", colour="#ffffff", path=(Waypoint(frame=0, x=3, y=-2, facing=0.7),))


def test_debris_falls_as_stones_do() -> None:
    for piece in debris_paths(ORDER):
        t, _, _, z = np.array(piece.path).T
        air = (t > 0.15) & (t < piece.lands - 0.05)
        if air.sum() > 5:
            fall = np.polyfit(t[air], z[air], 2)[0]
            assert -2 * fall == pytest.approx(GRAVITY, rel=0.02), piece.kind
        assert z.min() > 0.0


def test_pieces_that_bounce_come_to_rest_flat() -> None:
    start = np.array([[0.0, 0.0, 2.0]])
    flown = thrown(start, np.array([[3.0, 0.0, 2.0]]), np.array([[3.0, 5.0, 1.0]]), np.array([0.02]), np.zeros(1), 200,
                   48.0)
    assert flown.rests[0] < 200 and flown.place[-1, 0, 2] == pytest.approx(0.02)
    x, y, _, _ = flown.turn[-1, 0]
    assert min(np.hypot(x, y), abs(1 - np.hypot(x, y))) < 1e-6


def test_the_wreck_is_thrown_and_drops() -> None:
    up = hop(ORDER, np.linspace(0, 3, 145))
    assert 0.3 < up[:, 0].max() < 1.0 and (up[:, 0] >= 0).all() and up[-20:, 0].max() < 1e-6
    assert up[0].max() == 0


def test_fire_and_picture_follow_the_same_paths_whoever_asks() -> None:
    assert debris_paths(ORDER) == debris_paths(structs.replace(ORDER, seconds=4.0, detail=0.25, words=("big",)))
    assert debris_paths(ORDER) != debris_paths(structs.replace(ORDER, seed=6))
    seen = appearance(CAR, 60, burnt_from=15.0, blast=(ORDER, 12.0))
    door = next(part for part in seen.loose if part.name.startswith("door_left"))
    path = np.array(next(piece for piece in debris_paths(ORDER) if piece.kind == "door_left").path)
    assert door.matrices is not None
    np.testing.assert_allclose(door.matrices[24, :3, 3], [np.interp(0.5, path[:, 0], path[:, n]) for n in (1, 2, 3)])


def test_the_burnt_wreck_has_lost_what_flew_off() -> None:
    seen = appearance(CAR, 40, burnt_from=15.0, blast=(ORDER, 12.0))
    assert [state.name for state in seen.states] == ["whole", "burnt"]
    whole, burnt = (state.parts[0].piece for state in seen.states)
    assert np.median(burnt.colours) < 0.5 * np.median(whole.colours)
    side = burnt.points[burnt.corners]
    door = (side[:, 0] > 0.1) & (side[:, 0] < 0.9) & (side[:, 1] > 0.82) & (side[:, 2] > 0.4) & (side[:, 2] < 0.85)
    assert door.sum() < 30
