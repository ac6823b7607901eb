"""The air at the box's open sides: what comes in faster than the wind is slowed, all else is let be."""

from __future__ import annotations

from throughline.effects.pyro import simulate
from throughline.effects.pyro.grid import Lattice, empty
from throughline.effects.pyro.rim import calmed
from throughline.film.effect import EffectOrder

LATTICE = Lattice((0.0, 0.0, 0.0), 0.5, 2, (-16, -16, 0), (16, 16, 16))


def test_what_comes_in_is_slowed_and_what_goes_out_or_is_the_wind_is_not() -> None:
    grid = empty((0, 0, 0), (8, 8, 8), LATTICE, (2.0, 0.0, 0.0), ())
    u, _, w = grid.faces
    u[0], u[1, 2, 2], u[-1, 3, 3] = 2.0, 9.0, 9.0  # the wind's own, a jet into the box, one out of it
    w[..., -1], w[2, 2, -1], w[..., 0] = 4.0, -20.0, 5.0
    before = [face.copy() for face in grid.faces]
    calmed(grid, (2.0, 0.0, 0.0))
    assert (u[0] == 2.0).all() and u[-1, 3, 3] == 9.0 and 2.0 < u[1, 2, 2] < 6.0
    assert -4.0 < w[2, 2, -1] < 0.0 and w[3, 3, -1] == 4.0
    assert (w[..., 0] == 5.0).all(), "the ground is no open side"
    assert (u[4:-4] == before[0][4:-4]).all() and (w[..., 3:-3] == before[2][..., 3:-3]).all()


def test_a_flame_that_leaves_its_box_draws_no_jet_back_into_it() -> None:
    order = EffectOrder(kind="torch", x=0.0, y=0.0, size_m=2.0, seconds=4.0, detail=0.2, rate_num=24, seed=1023639761)
    speeds = [notes.speed for _, notes in simulate(order)]
    assert max(speeds[48:]) < 14.0, "m/s; the flame's own are some 8"
