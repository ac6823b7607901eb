"""Shimmer, shock and shake: nothing without a cause, at the right time and place, small."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from tests.picture.test_march import SIZE, VIEW, ball
from throughline.effects.volume import Volume
from throughline.film.effect import EffectSound
from throughline.picture.heat import SOUND, shake, shell_radius, shimmer, shock

BLAST = EffectSound(kind="explosion", frame=12.0, x=40.0, y=0.0, z=1.0, size_m=12.0)


def chequered() -> np.ndarray:
    j, i = np.indices((4 * SIZE[0], 4 * SIZE[1]))
    return np.repeat((((i // 3 + j // 3) % 2) * 0.6 + 0.2)[..., None], 3, axis=2).astype(np.float32)


def deep(metres: float) -> np.ndarray:
    return np.full((4 * SIZE[0], 4 * SIZE[1]), metres, np.float32)


def fire() -> Volume:
    body = ball()
    return Volume(body.density, np.where(body.density > 0.5, 1500.0, 0.0).astype(np.float32), None, body.origin,
                  body.voxel)


def test_hot_air_bends_what_is_behind_it_over_the_fire_and_moves() -> None:
    picture = chequered()
    first = shimmer(picture, deep(30.0), VIEW, [fire()], 0)
    change = np.abs(first - picture).max(axis=2)
    assert change.max() > 0.05 and change[:, :40].max() < 0.02 and change[:40].max() > 0
    assert not np.array_equal(first, shimmer(picture, deep(30.0), VIEW, [fire()], 3))
    assert first.tobytes() == shimmer(picture, deep(30.0), VIEW, [fire()], 0).tobytes()


def test_nothing_hot_or_nothing_behind_bends_nothing() -> None:
    picture = chequered()
    assert shimmer(picture, deep(30.0), VIEW, [ball()], 0) is picture
    assert np.array_equal(shimmer(picture, deep(3.0), VIEW, [fire()], 0), picture)


def test_the_shell_is_faster_than_sound_and_then_sound() -> None:
    times = np.linspace(1e-4, 0.2, 200)
    radii = np.array([shell_radius(12.0, t) for t in times])
    speed = np.diff(radii) / np.diff(times)
    assert (speed > SOUND * 0.999).all() and abs(speed[-1] - SOUND) < 1 and speed[0] > 3 * SOUND


def test_a_ring_lasts_three_frames_and_is_held_out() -> None:
    picture, far = chequered(), replace(BLAST, x=160.0)
    seen = [frame for frame in range(10, 20)
            if not np.array_equal(shock(picture, deep(900.0), VIEW, [far], frame), picture)]
    assert seen == [13, 14, 15]
    assert np.array_equal(shock(picture, deep(10.0), VIEW, [far], 13), picture)
    assert np.abs(shock(picture, deep(900.0), VIEW, [far], 13) - picture).mean() < 0.1


def test_a_camera_is_shaken_when_the_sound_arrives_and_less_from_afar() -> None:
    near, far = (shake([BLAST], (40.0 - away, 0.0, 1.6), 96, 24.0, 3) for away in (20.0, 171.5))
    assert near.shape == (96, 3) and not near[:13].any() and near[14:20].any()
    assert not far[:24].any() and far[25:].any()  # half a second later
    assert np.abs(near).max() > 3 * np.abs(far).max() > 0
    assert np.abs(near).max() < 0.03 and np.abs(near[-6:]).max() < 0.1 * np.abs(near).max()
    assert np.array_equal(near, shake([BLAST], (20.0, 0.0, 1.6), 96, 24.0, 3))
    assert not shake([EffectSound(kind="whoosh", frame=0, x=0, y=0, z=0, size_m=3)], (1, 0, 0), 10).any()
