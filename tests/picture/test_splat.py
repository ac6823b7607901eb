"""Soft volumes in a frame: behind walls nothing, before them all, in between a part; the same bytes twice."""

from dataclasses import dataclass, replace

import msgspec
import numpy as np
import pytest

from throughline.film.setplan import Mood
from throughline.picture.look import scene
from throughline.picture.splat import Layer, splat
from throughline.picture.view import View

KEY = (0.0, 0.6, 0.8)
VIEW = View(position=(0.0, 0.0, 1.5), forward=(1.0, 0.0, 0.0), lens_mm=35.0, aspect=320 / 134)
MOOD = Mood(sky_top=(0.1, 0.2, 0.4), sky_horizon=(0.4, 0.4, 0.4), key=KEY, key_colour=(1.0, 1.0, 1.0),
            ambient=(0.4, 0.4, 0.4), fog_colour=(0.5, 0.5, 0.5), fog_density=0.0)


@dataclass(frozen=True)
class Cloud:
    centre: np.ndarray
    radius: np.ndarray
    colour: np.ndarray
    emission: np.ndarray
    density: np.ndarray
    edge: np.ndarray
    seed: np.ndarray


def cloud(count: int = 300, x: float = 10.0, wide: float = 2.0, radius: float = 0.5, density: float = 0.8) -> Cloud:
    random = np.random.Generator(np.random.PCG64(3))
    at = np.array([x, 0.0, 1.5]) + random.uniform(-wide, wide, (count, 3)) * np.array([0.5, 1.0, 0.5])
    one = np.ones(count, np.float32)
    return Cloud(at.astype(np.float32), radius * one, 0.3 * one[:, None] * np.ones(3, np.float32),
                 np.zeros((count, 3), np.float32), density * one, 0.8 * one, np.arange(count))


def flat(metres: float, size: tuple[int, int] = (134, 320)) -> np.ndarray:
    return np.full(size, metres, np.float32)


def layer(*args: object) -> Layer:
    found = splat(*args)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize("radius", [0.5, 3.0])
def test_a_wall_holds_out_exactly_what_is_behind_it(radius: float) -> None:
    depth = flat(np.inf)
    depth[:, 150:] = 4.0
    seen = layer(cloud(900, radius=radius), depth, VIEW, KEY)
    assert (seen.cover[:, 150:] < 1e-5).all() and not seen.light[:, 150:].any()
    assert seen.cover[60:75, 130:148].mean() > 0.5


def test_before_a_wall_it_covers_and_the_nearer_the_wall_the_less() -> None:
    covers = []
    for metres in (30.0, 10.0, 9.4, 5.0):
        seen = splat(cloud(), flat(metres), VIEW, KEY)
        covers.append(0.0 if seen is None else float(seen.cover.mean()))
    assert covers[0] > covers[1] > covers[2] > covers[3] == 0.0


def test_nothing_behind_the_camera_or_without_density_is_drawn() -> None:
    assert splat(cloud(x=-10.0), flat(np.inf), VIEW, KEY) is None
    assert splat(cloud(density=0.0), flat(np.inf), VIEW, KEY) is None


def test_the_same_cloud_gives_the_same_bytes_in_any_order() -> None:
    first = layer(cloud(), flat(20.0), VIEW, KEY)
    whole = cloud()
    turned = Cloud(*(getattr(whole, name)[::-1] for name in Cloud.__dataclass_fields__))
    for other in (layer(cloud(), flat(20.0), VIEW, KEY), layer(turned, flat(20.0), VIEW, KEY)):
        assert first.light.tobytes() == other.light.tobytes() and first.cover.tobytes() == other.cover.tobytes()


def test_cover_and_light_stay_sound_with_the_camera_inside() -> None:
    seen = layer(cloud(800, x=0.5, radius=2.0), flat(np.inf), VIEW, KEY)
    assert np.isfinite(seen.light).all() and seen.cover.min() >= 0 and seen.cover.max() <= 1
    assert np.isfinite(seen.depth[seen.cover > 0.01]).all() and seen.cover.mean() > 0.9


def test_the_depth_is_that_of_what_is_seen() -> None:
    seen = layer(cloud(900), flat(np.inf), VIEW, KEY)
    assert 8.5 < float(np.median(seen.depth[seen.cover > 0.6])) < 10.5
    assert not np.isfinite(seen.depth[0, 0])


def test_a_small_move_of_camera_or_cloud_changes_little() -> None:
    still = layer(cloud(), flat(np.inf), VIEW, KEY)
    moved = layer(cloud(x=10.02), flat(np.inf), VIEW, KEY)
    stepped = layer(cloud(), flat(np.inf), replace(VIEW, position=(0.0, 0.01, 1.5)), KEY)
    for other in (moved, stepped):
        assert float(np.abs(other.cover - still.cover).mean()) < 0.02


def test_emission_is_added_and_grows_brighter_than_white() -> None:
    burning = replace(cloud(900), emission=np.tile(np.float32([9.0, 4.0, 1.0]), (900, 1)))
    seen = layer(burning, flat(np.inf), VIEW, KEY)
    assert seen.light.max() > 3.0
    middle = seen.light[55:80, 140:180].reshape(-1, 3).mean(axis=0)
    assert middle[0] > middle[1] > middle[2]


def test_the_grade_lays_it_over_sky_and_surface_with_the_air_of_its_own_distance() -> None:
    depth = flat(np.inf)
    depth[80:] = 60.0
    seen = layer(cloud(900), depth, VIEW, KEY)
    plain = np.zeros((134, 320, 3), np.float32)
    clear, with_it = (scene(plain, depth, MOOD, VIEW, 0, 1, laid) for laid in (None, seen))
    dense, none = seen.cover > 0.95, seen.cover < 1e-6
    assert dense.any() and np.allclose(with_it[none], clear[none])
    assert np.allclose(with_it[dense], seen.light[dense], atol=0.08)
    thick = msgspec.structs.replace(MOOD, fog_density=0.1)
    fogged = scene(plain, depth, thick, VIEW, 0, 1, seen)
    share = float(((fogged[dense] - with_it[dense]) / (0.5 - with_it[dense])).mean())
    assert 0.3 < share < 0.9
