"""corrections.csv, read and made: a person's word stands, whatever a reader of the script says."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.directing import shots as shot_list_of
from throughline.directing.numbering import numbering_of, renumbered
from throughline.film.errors import InputError
from throughline.film.story import Breakdown, EffectNeed, Presence
from throughline.formats import fountain
from throughline.formats.corrections import KOREAN_CATEGORIES, Action, Correction, category_id, read_corrections
from throughline.formats.tables import CATEGORIES
from throughline.reading import breakdown as breakdown_of
from throughline.reading.corrected import PERSON, corrected

SCRIPT = """INT. OFFICE - NIGHT

MARTA (40) enters with a gun. JUN (30) sits at the table.

MARTA
Give me the letter.

The car explodes.

EXT. YARD - DAY

Marta runs across the yard. She holds a knife.
"""


@pytest.fixture(scope="module")
def broken() -> Breakdown:
    return breakdown_of(fountain.read(SCRIPT))


def _table(folder: Path, text: str) -> Path:
    path = folder / "corrections.csv"
    path.write_text(text, encoding="utf-8")
    return path


def _names(broken: Breakdown, scene: int, category: int) -> list[str]:
    return [item.name for item in broken.scenes[scene].items if item.category == category]


def _made(broken: Breakdown, **fields: object) -> tuple[Breakdown, tuple[str, ...]]:
    given_fields = {"scene": "1", "row": 2, **fields}
    return corrected(broken, [Correction(**given_fields)])  # type: ignore[arg-type]


def test_a_table_in_english_and_the_same_in_korean(tmp_path: Path) -> None:
    english = read_corrections(_table(tmp_path, "scene,category,element,action,line,name,note\n"
                                                "S#12,Props,flare gun,add,31,,from the meeting\n"
                                                "12.,104,knife,rename,,kitchen knife,\n*,121,fog,remove,,,\n"))
    korean = read_corrections(_table(tmp_path, "씬;분류;요소;처리;줄;이름;비고\n"
                                               "S#12;소품;flare gun;추가;31;;from the meeting\n"
                                               "12;props;knife;이름;;kitchen knife;\n전체;시각효과;fog;삭제;;;\n"))
    assert english == korean
    assert english[0] == Correction(scene="12", category=104, element="flare gun", action=Action.ADD, line=31,
                                    note="from the meeting", row=2)
    assert [made.scene for made in english] == ["12", "12", "*"]


@pytest.mark.parametrize(("row", "says"), [
    ("1,Propz,gun,remove", "category"), ("1,104,gun,delete it", "action"), ("1,,gun,add", "category"),
    ("1,104,,remove", "element"), (",104,gun,remove", "scene"), ("1,104,gun,rename", "name"),
    ("1,104,gun,add,x", "cells"), ("1,99,gun,add", "category")])
def test_a_row_that_cannot_be_done_is_named_with_its_line(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(InputError, match=rf"corrections\.csv:3: .*{says}") as caught:
        read_corrections(_table(tmp_path, f"scene,category,element,action\n\n{row}\n"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("header", ["", "scene,category,element\n1,104,gun\n",
                                    "scene,씬,category,element,action\n1,1,104,a,add\n",
                                    "scene,category,element,action,colour\n1,104,gun,add,red\n"])
def test_columns_that_are_wrong(tmp_path: Path, header: str) -> None:
    with pytest.raises(InputError, match=r"corrections\.csv:"):
        read_corrections(_table(tmp_path, header))


def test_every_category_is_known_by_id_and_in_both_languages() -> None:
    for number, name in CATEGORIES.items():
        assert category_id(str(number)) == category_id(name.upper()) == category_id(KOREAN_CATEGORIES[number]) == number
    assert category_id("vfx") == 121
    assert category_id("nothing") is None


def test_what_a_person_adds_stands_with_its_line(broken: Breakdown) -> None:
    made, warnings = _made(broken, category=104, element="letter", action=Action.ADD)
    added = next(item for item in made.scenes[0].items if item.name == "letter" and item.category == 104)
    assert not warnings
    assert added.source == PERSON
    assert added.line == 5  # the speech that names it, by its cue


def test_removing_takes_it_from_that_scene_alone(broken: Breakdown) -> None:
    assert "gun" in _names(broken, 0, 104)
    made, warnings = _made(broken, category=104, element="GUN", action=Action.REMOVE)
    assert "gun" not in _names(made, 0, 104)
    assert not warnings
    assert made.scenes[1] == broken.scenes[1]


def test_another_category_and_another_name(broken: Breakdown) -> None:
    made, _ = _made(broken, category=116, element="gun", action=Action.CATEGORY)
    assert _names(made, 0, 116).count("gun") == 1
    assert "gun" not in _names(made, 0, 104)
    made, _ = _made(broken, element="gun", action=Action.RENAME, name="service pistol")
    assert "service pistol" in _names(made, 0, 104)


def test_an_effect_that_is_removed_asks_for_nothing(broken: Breakdown) -> None:
    asked = EffectNeed(kind="explosion", complexity="high", line=8, at="car")
    scene = msgspec.structs.replace(broken.scenes[0], needs=(asked,))
    broken = msgspec.structs.replace(broken, scenes=(scene, *broken.scenes[1:]))
    made, warnings = _made(broken, category=121, element="explosion (car)", action=Action.REMOVE)
    assert not warnings
    assert made.scenes[0].needs == ()


def test_the_cast_follows_but_who_speaks_stays(broken: Breakdown) -> None:
    silent = next(role.name for role in broken.scenes[0].roles if role.name.casefold() == "jun")
    made, warnings = _made(broken, category=100, element=silent, action=Action.REMOVE)
    assert not warnings
    assert silent not in [role.name for role in made.scenes[0].roles] + [fact.name for fact in made.cast]
    assert not any(silent in event.who for beat in made.scenes[0].beats for event in beat.events)
    made, warnings = _made(broken, category=100, element="Marta", action=Action.REMOVE)
    assert made == broken
    assert warnings == ("corrections.csv:2: MARTA speaks in scene 1: change the character's cue in the screenplay; "
                        "the row is kept until it fits again",)


def test_somebody_added_is_cast_and_a_crowd_is_a_crowd(broken: Breakdown) -> None:
    made, _ = _made(broken, category=100, element="THE COURIER", action=Action.ADD)
    assert "THE COURIER" in [fact.name for fact in made.cast]
    made, _ = _made(broken, category=101, element="guards", action=Action.ADD)
    role = next(role for role in made.scenes[0].roles if role.name == "guards")
    assert role.crowd
    assert role.presence is Presence.SEEN


def test_a_renamed_role_keeps_what_the_script_says_of_it(broken: Breakdown) -> None:
    old = next(role.name for role in broken.scenes[0].roles if role.name.casefold() == "jun")
    made, _ = _made(broken, element=old, category=100, action=Action.RENAME, name="JUN-HO")
    assert "JUN-HO" in [role.name for role in made.scenes[0].roles]
    fact = next(fact for fact in made.cast if fact.name == "JUN-HO")
    assert old in fact.aliases


@pytest.mark.parametrize(("fields", "says"), [
    ({"scene": "99", "element": "gun", "action": Action.REMOVE}, "no scene 99"),
    ({"element": "sword", "category": 104, "action": Action.REMOVE}, "scene 1 has no element “sword” in Props"),
    ({"scene": "*", "element": "sword", "action": Action.RENAME, "name": "sabre"}, "no element “sword”")])
def test_what_no_longer_fits_is_a_warning(broken: Breakdown, fields: dict[str, object], says: str) -> None:
    made, warnings = _made(broken, **fields)
    assert made == broken
    assert len(warnings) == 1
    assert says in warnings[0]
    assert warnings[0].startswith("corrections.csv:2: ")


def test_it_survives_a_new_draft_as_the_scene_keeps_its_id(broken: Breakdown) -> None:
    numbering = numbering_of(shot_list_of(broken, Fraction(24), None, title="x"), broken)
    draft = breakdown_of(fountain.read("EXT. ROAD - DAY\n\nA bus waits. Rain.\n\n" + SCRIPT))
    made, warnings = _made(renumbered(draft, numbering), scene="2", category=104, element="knife", action=Action.REMOVE)
    yard = next(scene for scene in made.scenes if scene.heading.place == "YARD")
    assert not warnings
    assert yard.scene == "2"
    assert "knife" not in [item.name for item in yard.items]


def test_somebody_added_in_another_case_is_who_the_cast_list_has(broken: Breakdown) -> None:
    cast = next(fact.name for fact in broken.cast if fact.name.casefold() == "jun")
    made, _ = _made(broken, scene="2", category=100, element="jUn", action=Action.ADD)
    assert [role.name for role in made.scenes[1].roles].count(cast) == 1
    assert cast in _names(made, 1, 100)
    assert [fact.name for fact in made.cast] == [fact.name for fact in broken.cast]
    made, _ = _made(broken, category=100, element=cast, action=Action.RENAME, name="jun")
    assert "jun" in [fact.name for fact in made.cast]
    assert "jun" in [role.name for role in made.scenes[0].roles]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(Correction, scene=st.sampled_from(["1", "2", "*", "7"]),
                          element=st.sampled_from(["gun", "knife", "MARTA", "Jun", "letter", "explosion (car)"]),
                          action=st.sampled_from(list(Action)), category=st.integers(100, 126),
                          name=st.sampled_from(["pistol", "MAX"])), max_size=8))
def test_any_rows_in_any_order_hold(broken: Breakdown, rows: list[Correction]) -> None:
    made, warnings = corrected(broken, rows)
    again, _ = corrected(broken, rows)
    assert made == again
    assert len(warnings) <= len(rows)
    for scene in made.scenes:
        keys = [(item.category, item.name.casefold()) for item in scene.items]
        assert len(keys) == len(set(keys))
        names = [role.name for role in scene.roles]
        assert len(names) == len(set(names))
    assert {role.name for scene in made.scenes for role in scene.roles if not role.crowd} == {
        fact.name for fact in made.cast}
