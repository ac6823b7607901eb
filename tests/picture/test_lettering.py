"""Words on pictures: found fonts, Korean, wrapping that loses nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.film.errors import InputError
from throughline.picture import lettering

WORDS = st.lists(st.text("가나다라마바사ABCdefg012", min_size=1, max_size=30), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(words=WORDS, width=st.integers(80, 400), spacing=st.sampled_from([0.0, 0.14]))
def test_wrapping_keeps_every_letter_and_the_width(words: list[str], width: int, spacing: float) -> None:
    lines = lettering.wrapped(" ".join(words), "sans", 20, width, spacing)
    assert "".join(lines).replace(" ", "") == "".join(words)
    assert all(lettering.spaced(line, "sans", 20, spacing).shape[1] <= width + 3 for line in lines)


def test_korean_has_shapes_of_its_own_in_every_face() -> None:
    for face in lettering.FACES:
        one, other = lettering.written("가", face, 40), lettering.written("힣", face, 40)
        assert one.max() > 0.9 and one.shape == other.shape and np.abs(one - other).mean() > 0.02


def test_a_text_too_wide_is_cut_to_an_ellipsis() -> None:
    assert lettering.fitted("short", "sans", 20, 400) == "short"
    cut = lettering.fitted("사이의 도시 The City Between " * 5, "sans", 20, 200)
    assert cut.endswith("…") and lettering.written(cut, "sans", 20).shape[1] <= 204
    assert lettering.fitted("anything", "sans", 20, 3) == ""


def test_laying_clips_at_the_edges_and_blends() -> None:
    picture = np.zeros((20, 30, 3), np.uint8)
    lettering.lay(picture, np.ones((10, 10), np.float32), -5, 15, (200, 100, 50), 0.5)
    assert picture[17, 2].tolist() == [100, 50, 25] and not picture[:15].any() and not picture[:, 5:].any()
    lettering.lay(picture, np.ones((10, 10), np.float32), 90, 90)


def test_a_missing_font_is_one_line_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "FACES", {"sans": ("NoSuchFont.ttc",)})
    lettering.font_file.cache_clear()
    with pytest.raises(InputError, match="throughline setup") as caught:
        lettering.font_file("sans")
    assert "\n" not in str(caught.value)
    lettering.font_file.cache_clear()
