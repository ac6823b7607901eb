"""What is written reads back the same, in every format, whatever the screenplay."""

from __future__ import annotations

import pytest
from generated_screenplays import produced, screenplays
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from throughline.film.screenplay import Screenplay
from throughline.formats import fdx, fountain, korean

SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def without_lines(play: Screenplay, **kept: object) -> Screenplay:
    return replace(play, elements=tuple(replace(element, line=0, **kept) for element in play.elements), source="any")


@given(screenplays("fountain"))
@SETTINGS
def test_fountain_gives_back_the_record(play: Screenplay) -> None:
    written = fountain.write(play)
    assert without_lines(fountain.read(written)) == without_lines(play), written


@given(screenplays("korean"))
@SETTINGS
def test_korean_gives_back_the_record(play: Screenplay) -> None:
    written = korean.write(play)
    assert without_lines(korean.read(written)) == without_lines(play), written


@given(produced())
@SETTINGS
def test_fdx_gives_back_the_record(play: Screenplay) -> None:
    written = fdx.write(play)
    assert without_lines(fdx.read(written)) == without_lines(play), written.decode()
