"""Gas before a camera: exact where it can be worked out by hand, the same bytes twice, held out by what is nearer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.picture.test_splat import MOOD
from throughline.effects.volume import Volume
from throughline.picture.march import Light, march
from throughline.picture.march_grids import packed
from throughline.picture.march_light import key_left, light_of
from throughline.picture.march_rays import phase
from throughline.picture.splat import Layer
from throughline.picture.view import View

VIEW = View(position=(0.0, 0.0, 1.5), forward=(1.0, 0.0, 0.0), lens_mm=35.0, aspect=2.0)
LIGHT = Light(key=(0.0, 0.6, 0.8), irradiance=(2.0, 2.0, 2.0), sky=(0.5, 0.5, 0.5), ground=(0.2, 0.2, 0.2))
EVEN = Light(key=(0.0, 0.0, 1.0), irradiance=(0.0, 0.0, 0.0), sky=(0.7, 0.5, 0.3), ground=(0.7, 0.5, 0.3))
SIZE = (40, 80)


def flat(metres: float) -> np.ndarray:
    return np.full(SIZE, metres, np.float32)


def slab(density: float, *, cells: int = 12, voxel: float = 0.25, x: float = 6.0, albedo: float = 0.5,
         heat: float | None = None) -> Volume:
    """A wall of even gas across the whole view, ``cells`` x ``voxel`` metres thick."""
    shape = (cells, 120, 80)
    return Volume(np.full(shape, density, np.float32), None if heat is None else np.full(shape, heat, np.float32), None,
                  (x, -60 * voxel, -40 * voxel), voxel, (albedo,) * 3)


def ball(side: int = 32, voxel: float = 0.125, at: tuple[float, float, float] = (8.0, 0.0, 1.5), most: float = 6.0,
         albedo: float = 0.8) -> Volume:
    axis = (np.arange(side) + 0.5) * voxel - side * voxel / 2
    x, y, z = np.meshgrid(axis, axis, axis, indexing="ij")
    density = most * np.clip(1.6 - np.sqrt(x * x + y * y + z * z), 0, 0.5)
    corner = tuple(c - side * voxel / 2 for c in at)
    return Volume(density.astype(np.float32), None, None, (corner[0], corner[1], corner[2]), voxel, (albedo,) * 3)


def layer(*volumes: Volume, depth: np.ndarray | None = None, view: View = VIEW, light: Light = LIGHT,
          **more: float) -> Layer:
    found = march(volumes, flat(np.inf) if depth is None else depth, view, light, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


@settings(max_examples=12, deadline=None)
@given(density=st.floats(0.05, 1.2), cells=st.integers(2, 16), voxel=st.floats(0.11, 0.4))
def test_an_even_slab_passes_what_beer_and_lambert_say(density: float, cells: int, voxel: float) -> None:
    seen = layer(slab(density, cells=cells, voxel=voxel, x=3.0))
    long = np.linalg.norm(VIEW.rays(*SIZE), axis=2)
    inside = np.abs(VIEW.rays(*SIZE)[..., 1]) * (3 + cells * voxel) < 59 * voxel
    inside &= np.abs(VIEW.rays(*SIZE)[..., 2]) * (3 + cells * voxel) < 39 * voxel - 1.5
    wanted = np.exp(-density * cells * voxel * long)
    wanted = np.where(wanted < 0.004, 0, wanted)
    assert np.allclose((1 - seen.cover)[inside], wanted[inside], atol=2e-4 + 0.004 * (wanted[inside] < 0.006))


def test_what_stands_in_it_cuts_it_off_exactly() -> None:
    depth = flat(np.inf)
    depth[:, 40:], depth[:, 60:] = 7.0, 5.0
    seen = layer(slab(0.4), depth=depth)
    long = np.linalg.norm(VIEW.rays(*SIZE), axis=2)
    assert np.allclose((1 - seen.cover)[:, :40], np.exp(-0.4 * 3.0 * long)[:, :40], atol=2e-4)
    assert np.allclose((1 - seen.cover)[:, 40:60], np.exp(-0.4 * 1.0 * long)[:, 40:60], atol=2e-4)
    assert not seen.cover[:, 60:].any() and not seen.light[:, 60:].any()
    assert (seen.depth[:, :40] > 6).all() and (seen.depth[:, :40] < 9).all() and np.isinf(seen.depth[:, 60:]).all()


def test_inside_the_gas_the_view_is_veiled_by_what_lies_before_the_surface() -> None:
    here = View(position=(7.0, 0.0, 1.5), forward=(1.0, 0.0, 0.0), lens_mm=35.0, aspect=2.0)
    seen = layer(slab(0.4), depth=flat(1.0), view=here)
    assert np.allclose(1 - seen.cover, np.exp(-0.4 * 0.95 * np.linalg.norm(here.rays(*SIZE), axis=2)), atol=1e-3)


@pytest.mark.parametrize("density", [0.3, 3.0])
def test_white_gas_in_even_light_cannot_be_told_from_that_light(density: float) -> None:
    seen = layer(ball(most=density * 6, albedo=1.0), light=EVEN)
    solid = seen.cover > 0.05
    colour = seen.light[solid] / seen.cover[solid][:, None]
    assert np.allclose(colour, [0.7, 0.5, 0.3], rtol=0.01)


def test_no_gas_sends_more_than_it_gets() -> None:
    seen = layer(ball(albedo=1.0))
    assert seen.light.max() < 2.0 + 0.5


def test_two_volumes_in_one_place_are_one_of_both_together() -> None:
    one, two, both = slab(0.3), slab(0.2), slab(0.5)
    apart, together = layer(one, two), layer(both)
    assert np.allclose(apart.cover, together.cover, atol=2e-4)
    assert np.allclose(apart.light, together.light, atol=4e-3)
    assert np.array_equal(layer(two, one).cover, apart.cover)


def test_hot_gas_that_is_thick_is_as_bright_as_its_heat() -> None:
    from throughline.picture.blackbody import STEP, table

    dark = Light(key=(0, 0, 1), irradiance=(0, 0, 0), sky=(0, 0, 0), ground=(0, 0, 0))
    seen = layer(slab(4.0, heat=1500.0, albedo=0.0), light=dark)
    assert np.allclose(seen.light[20, 40], table()[int(1500 / STEP), :3], rtol=0.01)
    assert layer(slab(4.0, heat=1500.0, albedo=0.0), light=replace(dark, fire=0.5)).light[20, 40, 0] == pytest.approx(
        0.5 * seen.light[20, 40, 0], rel=0.01)


def test_fire_lights_its_smoke() -> None:
    dark = Light(key=(0, 0, 1), irradiance=(0, 0, 0), sky=(0, 0, 0), ground=(0, 0, 0))
    smoke = ball()
    heat = np.zeros_like(smoke.density)
    heat[20:26, 4:9, 12:20] = 1700.0  # behind and to the right
    seen = layer(replace(smoke, heat=heat), light=dark)
    lit = seen.light[..., 0]
    assert lit[20, 44] > 3 * lit[20, 33] > 0
    assert march([smoke], flat(np.inf), VIEW, dark) is not None


def test_the_side_towards_the_key_is_the_bright_one_and_the_mirrored_gas_looks_mirrored() -> None:
    side = Light(key=(0.0, 1.0, 0.0), irradiance=(2, 2, 2), sky=(0.1,) * 3, ground=(0.1,) * 3)
    seen = layer(ball(), light=side)
    other = layer(ball(), light=replace(side, key=(0.0, -1.0, 0.0)))
    left, right = seen.light[18:22, 32:36, 0].mean(), seen.light[18:22, 44:48, 0].mean()
    assert left > 1.5 * right  # +Y is at the left of one who looks along +X
    assert np.abs(seen.light - other.light[:, ::-1]).max() < 0.05 * seen.light.max()


def test_the_same_bytes_twice_and_another_seed_hardly_another_picture() -> None:
    first, again, other = layer(ball(), seed=4), layer(ball(), seed=4), layer(ball(), seed=5)
    assert first.light.tobytes() == again.light.tobytes() and first.depth.tobytes() == again.depth.tobytes()
    assert 0 < np.abs(first.cover - other.cover).max() < 0.02


def test_a_move_by_less_than_a_pixel_changes_little() -> None:
    still, moved = layer(ball()), layer(ball(at=(8.0, 0.01, 1.5)))
    assert np.abs(still.light - moved.light).mean() < 0.004 and np.abs(still.light - moved.light).max() < 0.12


def test_what_moves_is_smeared_along_its_way_and_loses_nothing() -> None:
    quick = ball()
    velocity = np.zeros((8, 8, 8, 3), np.float32)
    velocity[..., 1] = 40.0
    quick = replace(quick, velocity=velocity)
    gas = packed([quick], 0.5 / 24)
    assert gas is not None
    assert gas.density.sum() == pytest.approx(quick.density.sum(), rel=0.02)
    still, blurred = layer(ball()), layer(quick)
    assert (blurred.cover > 0.02).any(axis=0).sum() > (still.cover > 0.02).any(axis=0).sum()
    assert abs(int((blurred.cover > 0.02).any(axis=1).sum()) - int((still.cover > 0.02).any(axis=1).sum())) <= 1
    assert np.array_equal(layer(quick, shutter=0.0).cover, still.cover)


def test_nothing_is_no_layer() -> None:
    assert march([], flat(np.inf), VIEW, LIGHT) is None
    assert march([slab(0.0)], flat(np.inf), VIEW, LIGHT) is None
    assert march([slab(0.5)], flat(2.0), VIEW, LIGHT) is None
    behind = replace(VIEW, forward=(-1.0, 0.0, 0.0))
    assert march([slab(0.5)], flat(np.inf), behind, LIGHT) is None


@pytest.mark.parametrize("field", ["density", "heat", "velocity"])
def test_what_is_no_number_is_refused(field: str) -> None:
    volume = replace(slab(0.5, heat=900.0), velocity=np.zeros((4, 4, 4, 3), np.float32))
    broken = getattr(volume, field).copy()
    broken.flat[7] = np.nan
    with pytest.raises(ValueError, match=f"the {field} of volume 0 holds values that are no numbers"):
        march([replace(volume, **{field: broken})], flat(np.inf), VIEW, LIGHT)


def test_the_key_falls_through_an_even_slab_as_it_should() -> None:
    matter = np.full((6, 30, 30), 0.5, np.float32)
    left = key_left(matter, np.array([1.0, 0.0, 0.0]), 0.2)
    assert np.allclose(left[:, 15, 15], np.exp(-0.5 * 0.2 * (5.5 - np.arange(6))), rtol=1e-5)
    slant = np.array([0.6, 0.8, 0.0])
    left = key_left(np.full((30, 6, 30), 0.5, np.float32), slant, 0.2)
    assert np.allclose(left[15, :, 15], np.exp(-0.5 * 0.2 * (5.5 - np.arange(6)) / 0.8), rtol=1e-4)


def test_scattering_keeps_the_light() -> None:
    cosine = np.cos((np.arange(4000) + 0.5) * np.pi / 4000)
    sine = np.sqrt(1 - cosine * cosine)
    assert sum(phase(c) * s for c, s in zip(cosine, sine, strict=True)) * np.pi / 4000 / 2 == pytest.approx(1, rel=1e-3)


def test_a_dark_mood_holds_its_fire_back() -> None:
    night = type(MOOD)(**{**{name: getattr(MOOD, name) for name in MOOD.__struct_fields__},
                          "ambient": (0.02, 0.02, 0.03), "key_colour": (0.02, 0.02, 0.03)})
    assert light_of(night).fire < 0.7 * light_of(MOOD).fire
