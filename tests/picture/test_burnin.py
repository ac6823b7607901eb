"""Slates and titles: everything readable, nothing over the picture or over itself."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.film.shot import Angle, Move, Shot, Size, TitleCard
from throughline.picture import burnin

SHOT = Shot(id="12A-030", scene="12A", frames=96, size=Size.ESTABLISHING, angle=Angle.EYE, move=Move.CRANE_DOWN,
            lens_mm=24, subjects=(), action="")
RATE = Fraction(24000, 1001)


@given(st.integers(0, 24 * 3600 * 24 - 1), st.sampled_from([Fraction(24), Fraction(25), RATE, Fraction(30)]))
def test_timecode_counts_every_frame(frame: int, rate: Fraction) -> None:
    hours, minutes, seconds, frames = map(int, burnin.timecode(frame, rate).split(":"))
    assert ((hours * 60 + minutes) * 60 + seconds) * round(rate) + frames == frame
    assert frames < round(rate) and seconds < 60 and minutes < 60


@pytest.mark.parametrize("size", [(640, 268), (1280, 536), (1920, 804), (320, 134), (640, 360), (720, 302)])
def test_the_slate_stays_in_its_bars_and_fills_both_ends(size: tuple[int, int]) -> None:
    picture = np.full((size[1], size[0], 3), 90, np.uint8)
    canvas = burnin.with_bars(picture)
    bar = burnin.bar_height(size[1])
    assert canvas.shape[0] == size[1] + 2 * bar and canvas.shape[0] % 2 == 0
    burnin.slate(canvas, SHOT, "사이의 도시 The City Between", "ANIMATIC", 5, 4000, RATE)
    assert np.array_equal(canvas[bar:-bar], picture)
    for rows in (canvas[:bar], canvas[-bar:]):
        lit = (rows.max(axis=2) > 100)
        assert lit[:, :size[0] // 4].any() and lit[:, -size[0] // 4:].any()
        assert not lit[0].any() and not lit[-1].any()


def test_a_long_title_gives_way_to_shot_and_label() -> None:
    canvas = burnin.with_bars(np.zeros((268, 640, 3), np.uint8))
    plain = canvas.copy()
    burnin.slate(plain, SHOT, "", "PREVIS", 0, 0, RATE)
    burnin.slate(canvas, SHOT, "아주 긴 제목 " * 30, "PREVIS", 0, 0, RATE)
    width = 640 // 8
    assert np.array_equal(canvas[:26, :width], plain[:26, :width])
    assert np.array_equal(canvas[:26, -width:], plain[:26, -width:])
    assert (canvas[:26] > 100).sum() > (plain[:26] > 100).sum()


def test_the_frame_counter_and_timecode_change_with_every_frame() -> None:
    seen = set()
    for frame in range(4):
        canvas = burnin.with_bars(np.zeros((268, 640, 3), np.uint8))
        burnin.slate(canvas, SHOT, "T", "PREVIS", frame, frame, RATE)
        seen.add(canvas.tobytes())
    assert len(seen) == 4


def test_titles_come_and_go_softly_in_the_middle() -> None:
    card = TitleCard(text="그날 밤, 서울", frame_in=10, frame_out=60)
    sums = []
    for frame in (9, 10, 14, 35, 60, 61):
        picture = np.full((268, 640, 3), 60, np.uint8)
        burnin.titles(picture, (card,), frame)
        sums.append(int((picture.max(axis=2) > 70).sum()))
        if frame == 35:
            rows, columns = np.nonzero(picture.max(axis=2) > 200)
            assert abs(columns.mean() - 320) < 12 and abs(rows.mean() - 134) < 12
            assert picture.min() < 40
    assert sums[0] == sums[-1] == 0 and 0 <= sums[1] < sums[2] <= sums[3]


def test_a_long_title_stays_in_the_picture() -> None:
    picture = np.zeros((268, 640, 3), np.uint8)
    burnin.titles(picture, (TitleCard(text="끝나지 않는 아주 긴 자막입니다 " * 14, frame_in=0, frame_out=50),), 25)
    lit = picture.max(axis=2) > 40
    assert lit.any() and not lit[:8].any() and not lit[-8:].any() and not lit[:, :30].any() and not lit[:, -30:].any()
