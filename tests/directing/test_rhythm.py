"""Lengths follow content: what drives is short, what is quiet is let stand, last images longest."""

from __future__ import annotations

import statistics

from tests.directing.scripts import act, event, film, say, scene
from throughline import directing
from throughline.film.shot import Shot, Size
from throughline.film.story import Beat, Breakdown, SetKind

LOOK = act("ANA looks out of the window.", event("look", "ANA"))
ENTERS = act("BEN enters.", event("enter", "BEN"))
WAITS = act("ANA waits.", event("stand", "ANA"))
CHASE = tuple(act(f"ANA runs past corner {at}. BEN chases her.", event("run", "ANA"), event("pursue", "BEN", "ANA"))
              for at in range(5))


def cut(*scenes: tuple[Beat, ...]) -> tuple[Shot, ...]:
    made = [scene(str(at + 1), "hall", *beats, index=at, kind=SetKind.ROOM) for at, beats in enumerate(scenes)]
    return directing.shots(film(*made)).shots


def seconds(shot: Shot) -> float:
    return shot.frames / 24


def test_quiet_action_is_held_and_a_chase_is_not() -> None:
    quiet = [shot for shot in cut((ENTERS, LOOK, WAITS), CHASE) if shot.scene == "1" and shot.cues]
    fast = [shot for shot in cut(CHASE, (LOOK,)) if shot.scene == "1" and shot.cues]
    assert all(3.0 <= seconds(shot) <= 9.0 for shot in quiet)
    assert statistics.mean(map(seconds, fast)) < 2.5


def test_the_same_look_is_short_beside_violence_and_long_in_peace() -> None:
    strike = act("BEN strikes ANA.", event("strike", "BEN", "ANA"))
    run = act("BEN runs.", event("run", "BEN"))
    beside = next(shot for shot in cut((strike, LOOK, run), CHASE) if "looks" in shot.action)
    peace = next(shot for shot in cut((ENTERS, LOOK, ENTERS), CHASE) if "looks" in shot.action)
    assert 1.5 * seconds(beside) < seconds(peace)


def test_quiet_beats_of_one_person_share_a_take() -> None:
    beats = (act("ANA sits down.", event("sit", "ANA")), act("ANA looks up.", event("look", "ANA")))
    made = cut((ENTERS, *beats, ENTERS), CHASE)
    held = [shot for shot in made if shot.scene == "1" and {"sit", "look"} <= {str(cue.verb) for cue in shot.cues}]
    assert len(held) == 1 and held[0].beats == (1, 2)


def test_a_place_is_arrived_in_and_left_slowly() -> None:
    made = [shot for shot in cut((LOOK, ENTERS, WAITS), CHASE) if shot.scene == "1"]
    assert made[0].size in (Size.LS, Size.ESTABLISHING) and 3.5 <= seconds(made[0]) <= 7.5
    assert seconds(made[-1]) > 4.5


def test_the_last_image_of_a_film_is_the_longest_of_its_kind() -> None:
    made = cut((LOOK, ENTERS, WAITS), (ENTERS, LOOK, ENTERS, WAITS))
    waits = [shot for shot in made if "waits" in shot.action]
    assert 6.0 <= seconds(waits[-1]) <= 11.0 and waits[-1] is made[-1]


def test_what_two_people_do_as_they_talk_stays_in_their_take() -> None:
    lines = tuple(say(("ANA", "BEN")[at % 2], f"Line number {at}, and no more.") for at in range(20))
    sits = act("BEN sits down.", event("sit", "BEN"))
    script: Breakdown = film(scene("5", "hall", *lines[:4], sits, *lines[4:8], sits, *lines[8:], kind=SetKind.ROOM))
    takes = [shot for shot in directing.shots(script).shots if len(shot.spoken) > 1]
    assert any("sit" in {str(cue.verb) for cue in shot.cues if cue.frame_in > 0} for shot in takes)
