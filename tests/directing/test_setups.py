"""Set-ups hold every shot once, in an order that a crew would shoot."""

from __future__ import annotations

from itertools import groupby

from hypothesis import given, settings

from tests.directing.scripts import act, event, film, films, say, scene
from throughline import directing
from throughline.directing.setups import MASTER, setups
from throughline.film.story import Breakdown, TimeOfDay

TALK = tuple(say(("ANA", "BEN")[at % 2], f"Line {at} of what we have to say to one another.") for at in range(10))


@settings(max_examples=40, deadline=None)
@given(films())
def test_every_shot_is_in_one_set_up_of_its_scene_and_lens(script: Breakdown) -> None:
    made = directing.shots(script)
    found = setups(made, script)
    shots = {shot.id: shot for shot in made.shots}
    assert sorted(name for setup in found for name in setup.shots) == sorted(shots)
    assert len({setup.label for setup in found}) == len(found)
    for setup in found:
        assert {shots[name].scene for name in setup.shots} == {setup.scene}
        families = {"wide" if shots[name].lens_mm < 30 else "long" if shots[name].lens_mm >= 60 else "normal"
                    for name in setup.shots}
        assert families == {setup.lens}


def test_sets_are_shot_together_by_time_of_day_and_the_master_comes_first() -> None:
    script = film(scene("1", "kitchen", *TALK), scene("2", "yard", act("ANA waits.", event("stand", "ANA")), index=1),
                  scene("3", "kitchen", *TALK[:4], index=2, time=TimeOfDay.DAY))
    found = setups(directing.shots(script), script)
    runs = [(place, [time for time, _ in groupby(setup.time for setup in mine)])
            for place, mine in groupby(found, key=lambda setup: setup.place)]
    assert runs == [("kitchen", [TimeOfDay.DAY, TimeOfDay.NIGHT]), ("yard", [TimeOfDay.NIGHT])]
    first = next(setup for setup in found if setup.scene == "1")
    assert first.towards == MASTER and first.label == "1A"


def test_each_side_of_a_conversation_is_shot_at_a_time() -> None:
    script = film(scene("1", "kitchen", *TALK))
    sides = [setup.towards for setup in setups(directing.shots(script), script)]
    assert len([side for side, _ in groupby(sides)]) == len(set(sides)) >= 2
