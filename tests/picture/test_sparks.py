"""Sparks are streaks where they are seen, and hidden where something stands before them."""

from __future__ import annotations

import numpy as np

from throughline.picture.sparks import streaks
from throughline.picture.view import Floats, View

VIEW = View((0.0, -10.0, 1.0), (0.0, 1.0, 0.0), lens_mm=36.0, aspect=2.0)
OPEN = np.full((100, 200), np.inf, np.float32)


def _at(*places: tuple[float, float, float]) -> Floats:
    return np.array(places, np.float32)


def test_a_still_spark_is_a_dot_and_a_fast_one_a_dimmer_streak() -> None:
    here, heat = _at((0.0, 0.0, 1.0)), np.array([1600.0], np.float32)
    still, fast = streaks(here, here, heat, OPEN, VIEW), streaks(here, _at((-1.0, 0.0, 1.0)), heat, OPEN, VIEW)
    assert still is not None and fast is not None
    rows, columns = np.nonzero(still.cover)
    assert abs(rows.mean() - 49.5) < 1 and abs(columns.mean() - 99.5) < 1 and len(rows) < 9
    assert np.ptp(np.nonzero(fast.cover)[1]) > 15
    assert fast.light.max() < still.light.max()
    assert abs(float(still.depth[rows[0], columns[0]]) - 10.0) < 1e-3


def test_walls_hide_sparks_and_hotter_ones_are_brighter_and_whiter() -> None:
    here = _at((0.0, 0.0, 1.0))
    heat = np.array([1600.0], np.float32)
    assert streaks(here, here, heat, np.full_like(OPEN, 5.0), VIEW) is None
    assert streaks(here, here, heat, np.full_like(OPEN, 15.0), VIEW) is not None
    assert streaks(_at((0.0, -20.0, 1.0)), _at((0.0, -20.0, 1.0)), heat, OPEN, VIEW) is None, "behind the camera"
    warm, hot = (streaks(here, here, np.array([k], np.float32), OPEN, VIEW) for k in (1100.0, 1800.0))
    assert warm is not None and hot is not None
    assert hot.light.max() > 3 * warm.light.max()
    assert hot.light[..., 1].max() / hot.light.max() > warm.light[..., 1].max() / warm.light.max()


def test_none_at_all_is_no_layer() -> None:
    none = np.zeros((0, 3), np.float32)
    assert streaks(none, none, np.zeros(0, np.float32), OPEN, VIEW) is None
