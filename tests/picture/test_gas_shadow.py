"""Shadows of gas: exact through an even slab, none beside it, and lamps behind it dimmed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.picture.test_march import EVEN, LIGHT, SIZE, flat, slab
from throughline.effects.volume import Volume
from throughline.film.setplan import Lamp
from throughline.picture.gas_shadow import key_through, lamps_through, shade
from throughline.picture.view import View

DOWN = View(position=(0.0, 0.0, 20.0), forward=(0.0, 0.0, -1.0), up=(1.0, 0.0, 0.0), lens_mm=35.0, aspect=2.0)
NOON = replace(LIGHT, key=(0.0, 0.0, 1.0))


def lid(density: float = 0.5) -> Volume:
    """Even gas 4 x 4 m and 2 m thick, 3 m over the ground; all of its light scattering is forgotten by albedo 0."""
    return Volume(np.full((32, 32, 16), density, np.float32), None, None, (-2.0, -2.0, 3.0), 0.125, (0.0, 0.0, 0.0))


def test_the_ground_under_gas_gets_what_comes_through_it() -> None:
    left = key_through([lid()], flat(20.0), DOWN, NOON)
    at = DOWN.rays(*SIZE) * 20
    under = (np.abs(at[..., 0]) < 1.6) & (np.abs(at[..., 1]) < 1.6)
    beside = (np.abs(at[..., 0]) > 2.4) | (np.abs(at[..., 1]) > 2.4)
    assert np.allclose(left[under], np.exp(-0.5 * 2.0), rtol=0.03) and (left[beside] == 1).all()


def test_sky_and_empty_scenes_have_no_shadow() -> None:
    assert (key_through([lid()], flat(np.inf), DOWN, NOON) == 1).all()
    assert (key_through([], flat(20.0), DOWN, NOON) == 1).all()
    assert (shade([], flat(20.0), DOWN, NOON) == 1).all()


def test_a_shadow_keeps_the_sky_s_share() -> None:
    dark = shade([lid(50.0)], flat(20.0), DOWN, NOON)[20, 40]
    assert 0.1 < dark.min() and dark.max() < 0.4
    assert (shade([lid(50.0)], flat(20.0), DOWN, EVEN)[20, 40] > 0.7).all()


def test_a_lamp_over_the_gas_is_dimmed_and_one_below_it_is_not() -> None:
    over, under = Lamp(x=0, y=0, z=8.0, colour=(5.0, 4.0, 3.0)), Lamp(x=0, y=0, z=1.0, colour=(5.0, 4.0, 3.0))
    assert lamps_through([lid()], flat(20.0), DOWN, [over])[20, 40] == pytest.approx(np.exp(-1.0), rel=0.05)
    assert (lamps_through([lid()], flat(20.0), DOWN, [under]) == 1).all()
    both = lamps_through([lid()], flat(20.0), DOWN, [over, under])[20, 40]
    assert np.exp(-1.0) < both < 1


def test_a_lamp_in_a_fire_is_not_shaded_by_that_fire() -> None:
    inside = Lamp(x=0, y=0, z=4.0, colour=(5.0, 4.0, 3.0))
    burning = replace(lid(8.0), heat=np.full((32, 32, 16), 1500.0, np.float32))
    assert lamps_through([lid(8.0)], flat(20.0), DOWN, [inside])[20, 40] < 0.1
    assert lamps_through([burning], flat(20.0), DOWN, [inside])[20, 40] > 0.9


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no numbers"):
        key_through([slab(float("nan"))], flat(20.0), DOWN, NOON)
