"""Soft effects in time: nothing before their cue, smooth from frame to frame, sound, lit, and the same on disk."""

from pathlib import Path

import numpy as np
import pytest

from throughline.film.blocking import PlacedEffect, SetRef
from throughline.film.errors import InputError
from throughline.film.shot import EffectCue
from throughline.film.story import SetKind, TimeOfDay
from throughline.world import sets, standins
from throughline.world.puffs import Puffs, known, puffs
from throughline.world.puffs_file import merged, read, write

LASTING = ("fire", "smoke", "mist", "ash", "snow", "embers", "glow", "flood")


def effect(kind: str, frame: int = 0, size: float = 6.0, **more: float) -> PlacedEffect:
    return PlacedEffect(cue=EffectCue(kind=kind, frame=frame, size_m=size), x=more.get("x", 0.0), y=more.get("y", 0.0),
                        z=0.0, facing=more.get("facing", 0.0), seed=5)


def matter(cloud: Puffs) -> float:
    """Square metres that the puffs would cover side by side."""
    return float((cloud.density * cloud.radius ** 2).sum() * np.pi)


@pytest.mark.parametrize("kind", known())
def test_puffs_are_sound_at_any_time(kind: str) -> None:
    for frame in (0, 1, 9, 30, 80, 200):
        cloud = puffs(effect(kind), frame)
        assert len(cloud) <= 7000 and cloud.seed.dtype == np.uint16
        for name in ("centre", "radius", "colour", "emission", "density", "edge"):
            values = getattr(cloud, name)
            assert values.dtype == np.float32 and len(values) == len(cloud) and np.isfinite(values).all()
        if len(cloud):
            assert cloud.radius.min() > 0 and 0 <= cloud.density.min() and cloud.density.max() <= 1
            assert cloud.colour.min() >= 0 and cloud.emission.min() >= 0


@pytest.mark.parametrize("kind", known())
def test_before_its_cue_there_is_nothing(kind: str) -> None:
    assert len(puffs(effect(kind, frame=20), 19)) == 0


def test_every_soft_kind_is_a_kind_of_effect_and_has_puffs_or_meshes() -> None:
    assert set(known()) <= set(standins.known())
    for kind in standins.known():
        assert len(puffs(effect(kind), 2)) or standins.build(effect(kind), 2)


@pytest.mark.parametrize("kind", ["explosion", "fire", "crash", "collapse", "dust"])
def test_the_same_frame_gives_the_same_bytes_and_the_next_differs(kind: str) -> None:
    first, again, later = (puffs(effect(kind), frame) for frame in (30, 30, 31))
    assert first.centre.tobytes() == again.centre.tobytes() and first.colour.tobytes() == again.colour.tobytes()
    assert first.centre.tobytes() != later.centre.tobytes()


@pytest.mark.parametrize("kind", ["explosion", "smoke", "dust", "collapse", "mist", "fire", "crash"])
def test_from_frame_to_frame_it_grows_and_thins_without_a_jump(kind: str) -> None:
    amount = np.array([matter(puffs(effect(kind, size=8.0), frame)) for frame in range(4, 90)])
    assert float(np.abs(np.diff(amount)).max()) < 0.12 * amount.max()


@pytest.mark.parametrize("kind", ["explosion", "dust", "collapse"])
def test_a_puff_keeps_its_seed_and_moves_in_small_steps(kind: str) -> None:
    one, two = puffs(effect(kind), 40), puffs(effect(kind), 41)
    first = {int(seed): n for n, seed in enumerate(one.seed)}
    steps = [np.linalg.norm(two.centre[n] - one.centre[first[int(seed)]]) for n, seed in enumerate(two.seed)
             if int(seed) in first]
    assert len(steps) > 0.9 * len(one) and max(steps) < 1.5


def test_an_explosion_is_white_hot_then_orange_then_smoke() -> None:
    heat = {frame: puffs(effect("explosion", size=10.0), frame).emission.max(axis=0)
            for frame in (1, 12, 90)}
    assert heat[1].min() > 3 and heat[1][2] > 0.4 * heat[1][0]
    assert heat[12][0] > 3 * heat[12][2] and heat[12].max() < heat[1].max()
    late = puffs(effect("explosion", size=10.0), 90)
    assert (late.emission.max(axis=1) < 0.02).mean() > 0.8
    assert late.centre[:, 2].max() > 14.0


def test_it_scales_with_its_size_and_stands_where_it_is_placed() -> None:
    small, large = (np.percentile(puffs(effect("explosion", size=size), 14).centre[:, 2], 90) for size in (4.0, 12.0))
    assert 2.5 < large / small < 3.5
    there = puffs(effect("smoke", x=30.0, y=-7.0), 40)
    assert np.abs(there.centre[:, :2].mean(axis=0) - [30.0, -7.0]).max() < 4.0


def test_dust_rolls_the_way_it_faces_or_away_from_the_tower() -> None:
    turned = [puffs(effect("dust", facing=np.pi / 2), frame).centre for frame in (10, 60)]
    assert np.percentile(turned[1][:, 1], 95) > np.percentile(turned[0][:, 1], 95) + 8
    ref = SetRef(kind=SetKind.STREET, time=TimeOfDay.NIGHT, features=("tower",))
    tower = next(spot for spot in sets.plan(ref).spots if spot.name == "tower")
    early, late = (np.abs(puffs(effect("dust"), frame, ref).centre[:, 0] - tower.x).max() for frame in (10, 60))
    assert late > early + 8


def test_dust_of_a_collapse_comes_floor_by_floor_then_rolls_out_and_stands() -> None:
    clouds = {frame: puffs(effect("collapse", size=10.0), frame) for frame in (14, 60, 150)}
    assert clouds[14].centre[:, 2].min() > 6
    reach = {frame: np.abs(cloud.centre[:, 0]).max() for frame, cloud in clouds.items()}
    assert reach[150] > reach[60] + 8 and matter(clouds[150]) > matter(clouds[60]) > 5 * matter(clouds[14])


def test_the_inside_of_a_cloud_is_darker_than_its_top() -> None:
    cloud = puffs(effect("dust", size=12.0), 60)
    light, height = cloud.colour.mean(axis=1), cloud.centre[:, 2]
    top, foot = height > np.percentile(height, 90), height < np.percentile(height, 30)
    assert light[top].mean() > 1.2 * light[foot].mean()


def test_the_set_s_light_colours_the_dust() -> None:
    day, night = (np.median(puffs(effect("dust"), 40, SetRef(kind=SetKind.STREET, time=hour)).colour)
                  for hour in (TimeOfDay.DAY, TimeOfDay.NIGHT))
    assert day > 4 * night


@pytest.mark.parametrize("kind", LASTING)
def test_what_lasts_is_there_long_after(kind: str) -> None:
    assert matter(puffs(effect(kind), 300)) > 0.3 * matter(puffs(effect(kind), 100)) > 0


def test_a_file_gives_back_what_was_written_and_is_the_same_twice(tmp_path: Path) -> None:
    frames = [merged([puffs(effect("crash", frame=1), n), puffs(effect("ash", x=40.0), n)]) for n in range(4)]
    for name in ("one.npz", "two.npz"):
        write(tmp_path / name, frames)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    back = read(tmp_path / "one.npz")
    assert [len(cloud) for cloud in back] == [len(cloud) for cloud in frames]
    for was, now in zip(frames, back, strict=True):
        assert np.abs(was.centre - now.centre).max() < 2e-3 and (was.seed == now.seed).all()
        assert np.allclose(was.colour, now.colour, rtol=2e-3, atol=1e-4)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "effects.npz").write_bytes(b"no archive")
    with pytest.raises(InputError, match=r"effects\.npz"):
        read(tmp_path / "effects.npz")
