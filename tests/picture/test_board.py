"""Panels drawn from passes: bold people, readable nights, faces with features, the same drawing twice."""

from __future__ import annotations

import numpy as np
import pytest

from tests.picture.drawn import HEIGHT, WIDTH, oval, passes
from throughline.picture import marker, pencil
from throughline.picture.board import Passes, draw_panel

WASH = {"Cast/HANA": (1.0, 1.0, 1.0), "Cast/MINHO": (1.0, 1.0, 1.0)}


def grey(panel: np.ndarray) -> np.ndarray:
    return panel.astype(float).mean(axis=2)


def test_a_panel_is_the_same_twice_and_another_by_another_seed() -> None:
    first = draw_panel(passes(), "1-010/1", WASH)
    assert first.shape == (HEIGHT, WIDTH, 3) and first.dtype == np.uint8
    assert np.array_equal(first, draw_panel(passes(), "1-010/1", WASH))
    assert not np.array_equal(first, draw_panel(passes(), "1-020/1", WASH))


@pytest.mark.parametrize("exposure", [0.01, 0.05, 1.0, 20.0])
def test_a_dark_scene_is_drawn_as_readably_as_a_bright_one(exposure: float) -> None:
    light = grey(draw_panel(passes(exposure), "night", WASH))
    assert light.mean() > 120
    assert np.percentile(light, 2) < 90 < 200 < np.percentile(light, 98)


def test_people_stand_in_a_bold_outline_with_paper_round_it() -> None:
    light = grey(draw_panel(passes(), "outline", WASH))
    body = oval(190, 160, 42, 66)
    ring = oval(190, 160, 45, 69) & ~oval(190, 160, 39, 63)
    ring[:100], ring[195:] = False, False
    assert np.median([light[row][ring[row]].min() for row in range(105, 190)]) < 75
    halo = oval(190, 160, 45, 69) & ~oval(190, 160, 43.6, 67.6)
    beyond = oval(190, 160, 75, 95) & ~oval(190, 160, 60, 85)
    for area in (halo, beyond):
        area[:145] = False
    assert np.median(light[halo]) > np.median(light[beyond])
    assert np.median(light[body]) > 90


def test_people_are_told_apart_by_a_wash_of_their_own_clothes() -> None:
    panel = draw_panel(passes(), "wash", WASH).astype(float)
    red, blue = (np.median(panel[oval(x, 165, 25, 25)], axis=0) for x in (190, 300))
    assert red[0] > red[2] + 25 and blue[2] > blue[0] + 15
    wall = np.median(panel[110:135, 120:140].reshape(-1, 3), axis=0)
    assert np.ptp(wall) < 14


def test_eyes_are_drawn_in_a_face() -> None:
    light = grey(draw_panel(passes(), "face", WASH))
    assert light[78:83, 181:186].min() < 0.6 * np.median(light[84:92, 186:194])


def test_fire_is_warm_and_in_flat_shapes() -> None:
    panel = draw_panel(passes(fire=True), "fire", WASH).astype(float)
    skirt = np.median(panel[120, 386:396], axis=0)
    core = np.median(panel[115:125, 415:425].reshape(-1, 3), axis=0)
    assert skirt[0] > skirt[2] + 60 and core.mean() > skirt.mean() + 40


def test_an_empty_picture_is_paper_not_a_fault() -> None:
    nothing = Passes(colour=np.zeros((40, 96, 3), np.float32), depth=np.full((40, 96), np.inf, np.float32),
                     normal=np.zeros((40, 96, 3), np.float32), ids=np.zeros((40, 96), np.uint16), names=())
    assert grey(draw_panel(nothing, "empty")).mean() > 180


def test_lines_of_the_set_fade_with_distance() -> None:
    scene = passes(people=False)
    empty, hidden = np.random.Generator(np.random.PCG64(1)), np.zeros(scene.ids.shape, bool)
    near = pencil.set_lines(scene.depth, scene.normal, scene.ids, hidden, empty)
    empty = np.random.Generator(np.random.PCG64(1))
    far = pencil.set_lines(scene.depth * 12, scene.normal, scene.ids, hidden, empty)
    assert near.max() > 0.5 and far.sum() < 0.75 * near.sum()
    assert pencil.set_lines(scene.depth, scene.normal, scene.ids, ~hidden, empty).max() < 0.05


def test_tones_are_few_and_grow_darker() -> None:
    strokes = marker.Strokes(60, 400, np.random.Generator(np.random.PCG64(2)))
    ramp = np.tile(np.linspace(1, 0, 400, dtype=np.float32), (60, 1))
    tone = np.median(marker.toned(ramp, strokes), axis=0)
    assert tone[:60].max() < 0.1 < 0.45 < tone[-30:].min() < 0.75
    plateaus = {round(float(value), 1) for value in np.median(tone.reshape(20, 20), axis=1)}
    assert 4 <= len(plateaus) <= 7


def test_fog_takes_what_is_far_to_paper_and_leaves_people() -> None:
    clear, foggy = (grey(draw_panel(passes(), "fog", WASH, fog=fog)) for fog in (0.0, 0.15))
    assert foggy[110:135, 110:140].mean() > clear[110:135, 110:140].mean() + 25
    body = oval(190, 165, 25, 25)
    assert abs(foggy[body].mean() - clear[body].mean()) < 6
