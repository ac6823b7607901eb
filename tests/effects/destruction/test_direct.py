"""What is asked of a collapse is understood in both languages."""

from __future__ import annotations

import numpy as np
import pytest

from throughline.effects.destruction.direct import FLOORS, HOLE, PANCAKE, TOPPLE, direction
from throughline.film.effect import EffectOrder


def asked(words: str, **more: object) -> object:
    return direction(EffectOrder(kind="collapse", x=0.0, y=0.0, words=(words,), **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(("words", "manner", "storey"), [
    ("floor by floor from the fourth", FLOORS, 4), ("floor by floor from the fourth floor", FLOORS, 4),
    ("collapses storey by storey from floor 7", FLOORS, 7), ("4층부터 층층이 무너진다", FLOORS, 4),
    ("탑이 사 층부터 한 층씩 무너져 내린다", FLOORS, 4), ("세 번째 층부터 차례로", FLOORS, 3),
    ("falls to the left", TOPPLE, None), ("왼쪽으로 무너진다", TOPPLE, None), ("탑이 옆으로 쓰러진다", TOPPLE, None),
    ("the tower topples on frame 40", TOPPLE, None), ("pancakes", PANCAKE, None), ("폭삭 주저앉는다", PANCAKE, None),
    ("a hole punched by a car", HOLE, None), ("차가 들이받아 벽에 구멍이 뚫린다", HOLE, None),
    ("collapses", FLOORS, None), ("", FLOORS, None),
])
def test_words_say_how_it_comes_down(words: str, manner: str, storey: int | None) -> None:
    found = asked(words)
    assert (found.manner, found.storey) == (manner, storey)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("words", "angle"), [("falls to the left", 90.0), ("오른쪽으로 넘어진다", -90.0),
                                              ("앞으로 쓰러진다", 0.0), ("topples backwards", 180.0)])
def test_sides_are_the_buildings_own(words: str, angle: float) -> None:
    found = asked(words, facing=0.7)
    heading = 0.7 + np.radians(angle)
    assert np.allclose(found.way, (np.cos(heading), np.sin(heading)))  # type: ignore[attr-defined]


def test_a_direction_given_is_taken_and_words_win_over_it() -> None:
    assert np.allclose(asked("topples", direction=(0.0, 3.0, 1.0)).way, (0.0, 1.0))  # type: ignore[attr-defined]
    both = asked("falls to the left", direction=(1.0, 0.0, 0.0))
    assert np.allclose(both.way, (0.0, 1.0), atol=1e-9)  # type: ignore[attr-defined]
