"""Black bodies against the CIE's values, and what of their light the pictures get."""

from __future__ import annotations

import numpy as np
import pytest

from throughline.picture.blackbody import STEP, chromaticity, colour, table


@pytest.mark.parametrize(("kelvin", "x", "y"), [
    (1500, 0.5857, 0.3931), (2000, 0.5267, 0.4133), (2856, 0.4476, 0.4074), (4000, 0.3805, 0.3768),
    (6500, 0.3135, 0.3237)])
def test_the_locus_is_the_cie_s(kelvin: float, x: float, y: float) -> None:
    assert chromaticity(kelvin) == pytest.approx((x, y), abs=0.005)


def test_hues_go_from_red_to_white() -> None:
    greens = [float(colour(kelvin)[1]) for kelvin in (1000, 1500, 2000, 3000, 6500)]
    assert greens == sorted(greens) and greens[0] < 0.06 and greens[-1] > 0.9
    assert colour(6500) == pytest.approx([1, 1, 1], abs=0.06)


def test_what_is_cold_does_not_glow_and_brightness_is_a_power_that_film_holds() -> None:
    found = table()
    peak = found[:, :3].max(axis=1)
    assert (found[:int(600 / STEP), 3] == 0).all() and (found[int(1000 / STEP):, 3] == 1).all()
    assert (np.diff(peak) >= 0).all()
    cool, hot = peak[int(1000 / STEP)], peak[int(2000 / STEP)]
    assert cool > 0.2 and hot < 10 and hot / cool == pytest.approx(32, rel=0.01)


def test_a_flame_is_orange_before_it_is_red_and_white_only_in_a_flash() -> None:
    green = [float(found[1] / found[0]) for found in table()[[int(k / STEP) for k in (1000, 1500, 2500)], :3]]
    assert green[0] < 0.12 < 0.18 < green[1] < 0.3 < green[2]
