"""The example film as an editor reads its shot list, in both its languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from throughline import directing
from throughline.directing import coverage
from throughline.film.shot import Move, ShotList, Size
from throughline.film.story import Breakdown
from throughline.formats import fountain, korean
from throughline.reading.script import breakdown

FILM = Path(__file__).parents[2] / "examples" / "crossing"


def read(name: str) -> Breakdown:
    text = (FILM / name).read_text(encoding="utf-8")
    return breakdown(korean.read(text) if name.endswith(".txt") else fountain.read(text))


@pytest.fixture(scope="module", params=["screenplay.fountain", "screenplay.ko.txt"])
def directed(request: pytest.FixtureRequest) -> tuple[Breakdown, ShotList]:
    script = read(request.param)
    return script, directing.shots(script)


def test_it_is_as_long_as_it_was_meant(directed: tuple[Breakdown, ShotList]) -> None:
    script, made = directed
    figures = coverage.measured(made, script)
    assert 22 <= figures.shots <= 40 and 75 <= figures.seconds <= 125
    assert 2.5 <= figures.mean <= 4.2 and figures.spread > 0.35 and figures.static_share > 0.5


def test_it_covers_its_script_without_a_jump_cut(directed: tuple[Breakdown, ShotList]) -> None:
    script, made = directed
    figures = coverage.measured(made, script)
    assert figures.uncovered == () and figures.unspoken == () and figures.jump_cuts == ()


def test_its_images_are_there(directed: tuple[Breakdown, ShotList]) -> None:
    shots = directed[1].shots
    assert shots[0].plate == "street_night" and shots[0].size is Size.ESTABLISHING
    assert shots[-1].plate == "street_dawn" and shots[-1].frames == 6 * 24 and shots[-1].move is Move.PULL_OUT
    assert {Move.TRACK, Move.LEAD, Move.HANDHELD, Move.PUSH_IN} <= {shot.move for shot in shots}
    effects = {effect.kind for shot in shots for effect in shot.effects}
    assert {"explosion", "collapse", "dust"} <= effects
    card = next(shot for shot in shots if shot.titles)
    assert card.size is Size.INSERT
    voices = [shot for shot in shots if any(line.off_screen for line in shot.spoken)]
    assert len(voices) >= 2 and all(shot.subjects for shot in voices)
