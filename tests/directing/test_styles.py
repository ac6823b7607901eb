"""A style changes how a film is shot, never what is told."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.directing.scripts import act, event, film, films, say, scene
from throughline import directing
from throughline.directing import coverage
from throughline.directing.pace import speech_seconds
from throughline.directing.styles import STYLES, style_of
from throughline.film.errors import InputError
from throughline.film.shot import Move, Shot, Size
from throughline.film.story import Breakdown, Wish

TALK = tuple(say(("ANA", "BEN")[at % 2], words) for at, words in enumerate((
    "You came after all.", "I said I would.", "You say many things, Ben.", "Not to you.", "They told me you were dead.",
    "I was, for a while.", "And now?", "Now I am hungry.", "Sit down.", "Where?", "By the stove.",
    "It is cold there.")))
WALKS = tuple(act(f"ANA crosses the {place}.", event("walk", "ANA", place))
              for place in ("yard", "hall", "stairs", "roof"))
FILM = film(scene("1", "street", *WALKS, *TALK), scene("2", "kitchen", *TALK[:6], *WALKS, *TALK[6:], index=1))


def cut(style: str) -> tuple[Shot, ...]:
    return directing.shots(FILM, style=style).shots


def mean(style: str) -> float:
    return statistics.mean(shot.frames / 24 for shot in cut(style))


@settings(max_examples=40, deadline=None)
@given(films(), st.sampled_from(sorted(STYLES)))
def test_every_style_covers_every_beat_and_every_word(script: Breakdown, style: str) -> None:
    figures = coverage.measured(directing.shots(script, style=style), script)
    assert figures.uncovered == () and figures.unspoken == ()


@settings(max_examples=30, deadline=None)
@given(films(), st.sampled_from(sorted(STYLES)))
def test_every_line_has_the_time_it_takes_to_say_it(script: Breakdown, style: str) -> None:
    for shot in directing.shots(script, style=style).shots:
        if shot.wish is None:
            for line in shot.spoken:
                assert (line.frame_out - line.frame_in + 1) / 24 >= speech_seconds(line.text) - 0.09


def test_lengths_and_moves_tell_the_styles_apart() -> None:
    assert mean("restless") < 0.8 * mean("classical") < 0.8 * 0.6 * mean("long-take")
    still = {style: statistics.mean(shot.move is Move.STATIC for shot in cut(style)) for style in STYLES}
    assert still["classical"] > 0.5 > max(still["restless"], still["long-take"])
    assert sum(shot.move is Move.HANDHELD for shot in cut("restless")) > len(cut("restless")) / 3
    near = {style: statistics.mean(shot.size in (Size.MCU, Size.CU, Size.ECU) for shot in cut(style))
            for style in STYLES}
    assert near["restless"] > near["classical"] > near["long-take"]


def test_classical_conversations_hold_a_long_take_and_end_close() -> None:
    speeches = [shot for shot in cut("classical") if shot.spoken]
    assert max(len(shot.spoken) for shot in speeches) >= 3
    assert speeches[-1].size in (Size.CU, Size.MCU) and len(speeches[-1].spoken) == 1


def test_a_wish_wins_over_a_style() -> None:
    wish = Wish(size="long", move="static", text="long, static")
    script = film(scene("1", "street", act("ANA sits.", event("sit", "ANA"), wish=wish), *TALK))
    for style in STYLES:
        shot = next(shot for shot in directing.shots(script, style=style).shots if shot.wish)
        assert (shot.size, shot.move) == (Size.LS, Move.STATIC)


def test_a_style_is_named_as_people_write_it_and_an_unknown_one_is_refused() -> None:
    assert style_of("Long Take") is style_of("long_take") is STYLES["long-take"]
    with pytest.raises(InputError, match=r"wild.*classical, restless, long-take"):
        directing.shots(FILM, style="wild")
