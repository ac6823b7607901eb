"""The ground of a set: pavements raise it, and only what is near is kept for a fall."""

from __future__ import annotations

import numpy as np

from throughline.film.setplan import Box
from throughline.motion.ground import FLAT, Ground

KERB = Box(x0=-5.0, y0=3.0, x1=5.0, y1=6.0, height=0.15)
STEP = Box(x0=-1.0, y0=5.0, x1=1.0, y1=6.0, height=0.4)
HOUSE = Box(x0=-5.0, y0=6.0, x1=5.0, y1=9.0, height=8.0)


def test_the_highest_footprint_is_walked_on():
    ground = Ground(raised=(STEP, KERB), obstacles=(HOUSE,))
    np.testing.assert_allclose(ground.level(np.array([0.0, 0.0, 3.0, 0.0]), np.array([0.0, 4.0, 5.5, 5.5])),
                               [0.0, 0.15, 0.15, 0.4])
    assert float(FLAT.level(np.array(2.0), np.array(3.0))) == 0.0


def test_what_is_out_of_reach_is_left_out():
    ground = Ground(raised=(KERB,), obstacles=(HOUSE,))
    assert ground.near(0.0, 2.0, 2.0) == Ground(raised=(KERB,))
    assert ground.near(0.0, 2.0, 5.0) == ground and ground.near(0.0, -90.0, 5.0) == FLAT
