"""The colours of pictures: found, weighed, and one of them fit to carry a design."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.picture.composition import impression
from throughline.picture.palette import Swatch, accent, merged, oklab, palette, readable

colours = st.tuples(*(st.integers(0, 255),) * 3)


def halves(left: tuple[int, int, int], right: tuple[int, int, int]) -> np.ndarray:
    picture = np.empty((54, 96, 3), np.uint8)
    picture[:, :72], picture[:, 72:] = left, right
    return picture


def ratio(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        value = np.frombuffer(bytes.fromhex(colour[1:]), np.uint8) / 255
        linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
        return float(linear @ np.array([0.2126, 0.7152, 0.0722]))

    found = sorted((luminance(one), luminance(other)))
    return (found[1] + 0.05) / (found[0] + 0.05)


def test_two_colours_are_found_with_their_shares() -> None:
    found = palette(halves((20, 30, 60), (220, 170, 30)), 4)
    assert [swatch.colour for swatch in found] == ["#141e3c", "#dcaa1e"]
    assert [swatch.share for swatch in found] == pytest.approx([0.75, 0.25], abs=0.02)


@given(colours, colours, st.integers(1, 8))
def test_shares_add_up_and_swatches_go_from_dark_to_light(one: tuple[int, int, int], two: tuple[int, int, int],
                                                         count: int) -> None:
    found = palette(halves(one, two), count)
    assert 1 <= len(found) <= count and sum(swatch.share for swatch in found) == pytest.approx(1)
    light = [float(oklab(np.frombuffer(bytes.fromhex(swatch.colour[1:]), np.uint8)[None])[0, 0]) for swatch in found]
    assert all(dark <= pale + 0.01 for dark, pale in pairwise(light))
    assert palette(halves(one, two), count) == found


def test_palettes_are_merged_picture_for_picture() -> None:
    found = merged([(Swatch("#101010", 1.0),), (Swatch("#d0a020", 0.5), Swatch("#101010", 0.5))], 3)
    assert [swatch.share for swatch in found] == pytest.approx([0.75, 0.25]) and merged([], 3) == ()


def test_the_accent_is_the_films_own_hue_and_can_be_read() -> None:
    red = [(Swatch("#303733", 0.8), Swatch("#8c1f1d", 0.2))] * 5 + [(Swatch("#2040c0", 0.05), Swatch("#777777", 0.95))]
    for ground in ("#101113", "#ffffff"):
        found = accent(red, ground, 4.5)
        red_part, green, blue = bytes.fromhex(found[1:])
        assert red_part > 1.5 * green and red_part > 1.5 * blue
        assert ratio(found, ground) >= 4.45
    grey = accent([(Swatch("#808080", 1.0),)])
    assert len(set(bytes.fromhex(grey[1:]))) <= 3 and accent([]) == grey


@given(colours, st.sampled_from(("#101113", "#ffffff", "#f4efe6")))
def test_any_colour_is_made_readable(colour: tuple[int, int, int], ground: str) -> None:
    assert ratio(readable("#" + bytes(colour).hex(), ground, 4.5), ground) >= 4.4


def test_the_eye_goes_to_what_stands_out() -> None:
    picture = np.full((120, 288, 3), 90, np.uint8)
    picture[30:110, 200:250] = (190, 30, 30)
    right, left = impression(picture), impression(picture[:, ::-1])
    assert right.focus > 0.7 and left.focus == pytest.approx(1 - right.focus, abs=0.02)
    cut = np.full((120, 288, 3), 90, np.uint8)
    cut[30:110, 268:] = (190, 30, 30)
    assert impression(cut).cut > 0.05 > right.cut and impression(cut).strength < right.strength
    assert impression(np.full((9, 9, 3), 40, np.uint8)).focus == 0.5


def test_what_is_no_picture_is_refused() -> None:
    for wrong in (np.zeros((4, 4), np.uint8), np.zeros((0, 4, 3), np.uint8)):
        with pytest.raises(ValueError, match="needs a picture"):
            palette(wrong)
        with pytest.raises(ValueError, match="needs a picture"):
            impression(wrong)
