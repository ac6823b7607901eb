"""Ids survive drafts: the unchanged keeps its id, the new is lettered, the removed never comes again."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.directing.scripts import act, beats, event, film, films, say, scene
from throughline import directing
from throughline.directing import numbering
from throughline.film.record import dump, load
from throughline.film.story import Beat, Breakdown

ROOM = (act("ANA enters.", event("enter", "ANA")), act("BEN sits at the piano.", event("sit", "BEN")),
        act("ANA falls.", event("fall", "ANA")), act("BEN jumps up.", event("jump", "BEN")),
        say("ANA", "Leave me here, I can get up on my own, I always have."),
        act("ANA runs out.", event("run", "ANA")))


def numbers_of(script: Breakdown) -> numbering.Numbering:
    return numbering.numbering_of(directing.shots(script), script)


def by_text(script: Breakdown, numbers: numbering.Numbering | None = None) -> dict[str, str]:
    return {shot.action: shot.id for shot in directing.shots(script, numbering=numbers).shots}


def test_shots_count_in_tens_within_their_scene() -> None:
    made = directing.shots(film(scene("7", "room", *ROOM), scene("12A", "yard", *ROOM, index=1)))
    assert [shot.id for shot in made.shots if shot.scene == "12A"][:3] == ["12A-010", "12A-020", "12A-030"]


def test_a_new_beat_takes_a_letter_and_moves_nothing() -> None:
    old = film(scene("1", "room", *ROOM))
    new = film(scene("1", "room", *ROOM[:3], act("The clock strikes ten; CHO leaps.", event("jump", "CHO")), *ROOM[3:]))
    before, after = by_text(old), by_text(new, numbers_of(old))
    assert {text: name for text, name in after.items() if text in before} == before
    added = [name for name in after.values() if name not in before.values()]
    assert added == [f"{before['ANA falls.']}A"]


def test_a_removed_id_is_retired_for_good() -> None:
    old = film(scene("1", "room", *ROOM))
    cut = film(scene("1", "room", *ROOM[:2], *ROOM[3:]))
    gone = by_text(old)["ANA falls."]
    first = numbers_of(old)
    second = numbering.numbering_of(directing.shots(cut, numbering=first), cut, first)
    assert gone in second.retired and gone not in by_text(cut, first).values()
    back = by_text(old, second)
    assert gone not in back.values() and len(set(back.values())) == len(back)


def test_a_rewritten_line_keeps_its_shot_and_its_neighbours() -> None:
    new = list(ROOM)
    new[4] = say("ANA", "No doctor, no mother, nobody, do you hear.")
    old = film(scene("1", "room", *ROOM))
    made = directing.shots(film(scene("1", "room", *new)), numbering=numbers_of(old))
    said = numbering.changes(directing.shots(old), made)
    assert len(said.changed) == 1 and not said.added and not said.omitted


def test_scenes_keep_their_numbers_when_one_comes_between() -> None:
    one, two = ROOM, tuple(act(f"BEN climbs step {at}.", event("walk", "BEN"), event("jump", "BEN")) for at in range(3))
    old = film(scene("1", "room", *one), scene("2", "stairs", *two, index=1))
    garden = scene("2", "garden", act("Snow falls."), act("CHO waits.", event("stand", "CHO")))
    new = film(scene("1", "room", *one), garden, scene("3", "stairs", *two, index=2))
    numbers = numbers_of(old)
    assert [one.scene for one in numbering.renumbered(new, numbers).scenes] == ["1", "1A", "2"]
    kept = {shot.id: shot for shot in directing.shots(old).shots if shot.scene == "2"}
    again = {shot.id: shot for shot in directing.shots(new, numbering=numbers).shots if shot.scene == "2"}
    assert {name: shot.action for name, shot in kept.items()} == {name: shot.action for name, shot in again.items()}


def test_a_writers_own_scene_letter_is_kept() -> None:
    old = film(scene("10", "room", *ROOM), scene("11", "yard", act("Rain.")))
    new = film(scene("10", "room", *ROOM), scene("10A", "roof", act("Wind."), say("CHO", "Up here!")),
               scene("11", "yard", act("Rain.")))
    assert [one.scene for one in numbering.renumbered(new, numbers_of(old)).scenes] == ["10", "10A", "11"]


def test_scenes_that_share_a_number_are_told_apart() -> None:
    made = directing.shots(film(scene("3", "room", *ROOM), scene("3", "yard", *ROOM)))
    assert {shot.scene for shot in made.shots} == {"3", "3A"}


@pytest.mark.parametrize(("before", "after", "taken", "new"), [
    ("10", "11", {"10", "11"}, "10A"), ("10", "10A", {"10", "10A"}, "10aA"), ("10A", "11", {"10", "10A"}, "10B"),
    (None, "10", {"10"}, "A10"), ("020", "030", {"020", "020A", "020b", "030"}, "020C"),
    ("10H", "11", {"10H"}, "10J")])
def test_letters_come_between_numbers(before: str | None, after: str, taken: set[str], new: str) -> None:
    assert numbering.inserted(before, after, taken) == new


@st.composite
def edited(draw: st.DrawFn) -> tuple[Breakdown, Breakdown]:
    """A film, and the same film after random beats were put in and taken out."""
    old = draw(films())
    scenes = []
    for at, reading in enumerate(old.scenes):
        made: list[Beat] = []
        for beat in reading.beats:
            edit = draw(st.integers(0, 7))
            if edit == 0:
                made.append(draw(beats()))
            if edit != 1:
                made.append(beat)
        made = made or list(reading.beats)
        scenes.append(scene(str(at + 1), reading.heading.place, *made, index=at))
    return old, film(*scenes)


@settings(max_examples=60, deadline=None)
@given(edited())
def test_random_edits_leave_ids_unique_and_stable(case: tuple[Breakdown, Breakdown]) -> None:
    old, new = case
    numbers = numbers_of(old)
    before, after = directing.shots(old), directing.shots(new, numbering=numbers)
    ids = [shot.id for shot in after.shots]
    assert len({name.casefold() for name in ids}) == len(ids)
    assert directing.shots(new, numbering=numbers) == after
    again = numbering.numbering_of(after, new, numbers)
    assert not set(again.retired) & set(ids)
    assert {shot.id for shot in before.shots} - set(ids) == set(again.retired)
    assert directing.shots(new, numbering=again) == after
    assert load(dump(again), numbering.Numbering) == again


@settings(max_examples=40, deadline=None)
@given(films())
def test_an_unchanged_draft_keeps_everything(script: Breakdown) -> None:
    first = directing.shots(script)
    assert directing.shots(script, numbering=numbering.numbering_of(first, script)) == first
    renamed = numbering.renumbered(script, numbers_of(script))
    assert numbering.renumbered(renamed, numbers_of(script)) == renamed


@settings(max_examples=40, deadline=None)
@given(films(), st.data())
def test_untouched_scenes_are_equal_when_another_is_edited(script: Breakdown, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(script.scenes) - 1))
    old = script.scenes[at]
    changed = scene(old.scene, old.heading.place, *old.beats, act("CHO screams.", event("shout", "CHO")), index=at,
                    first_line=old.line)
    scenes = tuple(changed if index == at else one for index, one in enumerate(script.scenes))
    before = directing.shots(script)
    after = directing.shots(msgspec.structs.replace(script, scenes=scenes), numbering=numbers_of(script))
    assert ([shot for shot in before.shots if shot.scene != old.scene]
            == [shot for shot in after.shots if shot.scene != old.scene])


def told(*scenes: tuple[str, str, str], numbered: bool = False) -> Breakdown:
    """A film of (number, place, words) a scene; ``numbered`` where the script itself gives the numbers."""
    made = film(*(scene(number, place, act(words), index=at) for at, (number, place, words) in enumerate(scenes)))
    return msgspec.structs.replace(made, scenes=tuple(
        msgspec.structs.replace(one, numbered=numbered) for one in made.scenes))


ONE, TWO = ("1", "room", "ANA waters the plants."), ("2", "yard", "BEN digs a hole.")
THREE = ("3", "roof", "CHO sings.")


def ids_of(script: Breakdown, numbers: numbering.Numbering) -> list[str]:
    return [one.scene for one in numbering.renumbered(script, numbers).scenes]


def test_a_short_scene_rewritten_in_its_place_is_the_same_scene() -> None:
    numbers = numbers_of(told(ONE, TWO, THREE))
    assert ids_of(told(ONE, ("2", "yard", "Nobody comes here any more today."), THREE), numbers) == ["1", "2", "3"]
    assert ids_of(told(ONE, ("2", "cellar", "Nobody comes here any more today."), THREE), numbers) == ["1", "1A", "3"]


def test_a_script_counted_anew_keeps_its_scenes_before_the_lock() -> None:
    numbers = numbers_of(told(ONE, TWO, THREE, numbered=True))
    anew = told(("1", "attic", "Dust falls from the beams."), ("2", *ONE[1:]), ("3", *TWO[1:]), ("4", *THREE[1:]),
                numbered=True)
    assert ids_of(anew, numbers) == ["A1", "1", "2", "3"]


@pytest.mark.parametrize("locked", [True, False])
def test_numbers_that_the_script_gives_and_holds_win(locked: bool) -> None:
    numbers = msgspec.structs.replace(numbers_of(told(ONE, TWO, THREE, numbered=True)), locked=locked)
    new = told(ONE, ("1B", "attic", "Dust falls from the beams."), ("2", "cellar", "Something else altogether."), THREE,
               numbered=True)
    assert ids_of(new, numbers) == ["1", "1B", "2", "3"]


def test_a_lock_outlives_the_drafts() -> None:
    script = told(ONE, TWO, THREE)
    numbers = msgspec.structs.replace(numbers_of(script), locked=True)
    cut = told(ONE, ("2", *THREE[1:]))
    second = numbering.numbering_of(directing.shots(cut, numbering=numbers), cut, numbers)
    assert second.locked and second.retired_scenes == ("2",) and ids_of(cut, numbers) == ["1", "3"]
    third = told(ONE, ("2", "attic", "Dust falls from the beams."), ("3", *THREE[1:]),
                 ("4", "cellar", "Rats run over the floor."))
    assert ids_of(third, second) == ["1", "1A", "3", "4"]
