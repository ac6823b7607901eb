"""A person's own shot list becomes exactly those shots; what it leaves out is said, not added."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.directing.scripts import act, event, film, films, say, scene, title
from throughline import directing
from throughline.film.errors import InputError
from throughline.film.shot import Angle, Move, Shot, ShotList, Size
from throughline.film.shot_row import ShotRow
from throughline.film.story import Breakdown
from throughline.formats import tables
from throughline.formats.shot_table import read_shot_table

ROOM = (act("ANA lies on the floor.", event("lie", "ANA")), act("ANA wakes.", event("wake", "ANA")),
        say("ANA", "Is anybody there?"), say("BEN", "Only me."),
        act("BEN takes the phone and reads it.", event("read", "BEN", "phone")), title("COME HOME."),
        act("BEN runs to the door.", event("run", "BEN", "door")), say("ANA", "Wait!"))
FILM = film(scene("1", "street", act("CHO walks away.", event("walk", "CHO", None, "away"))),
            scene("2", "room", *ROOM, index=1))


def row(line: int, **fields: object) -> ShotRow:
    return ShotRow(file="shots.csv", line=line, **{"scene": "2", **fields})


def shot_as(rows: list[ShotRow], script: Breakdown = FILM) -> tuple[Shot, ...]:
    return tuple(shot for shot in directing.shots(script, rows=rows).shots if shot.scene == "2")


def exported(made: ShotList, script: Breakdown, folder: Path) -> tuple[ShotRow, ...]:
    path = folder / "shots.csv"
    path.write_text(tables.shots_csv(made, script), encoding="utf-8", newline="")
    return read_shot_table(path)


@settings(max_examples=40, deadline=None)
@given(films())
def test_the_exported_list_comes_back_as_it_went(tmp_path_factory: pytest.TempPathFactory, script: Breakdown) -> None:
    made = directing.shots(script)
    rows = exported(made, script, tmp_path_factory.mktemp("list"))
    assert directing.shots(script, rows=rows) == made
    assert not [line for line in directing.own_list_remarks(made, script, rows) if "no shot covers" in line]


def test_an_edited_row_changes_that_shot_alone(tmp_path: Path) -> None:
    made = directing.shots(FILM)
    path = tmp_path / "shots.csv"
    old = next(shot for shot in made.shots if shot.scene == "2" and "wakes" in shot.action)
    text = tables.shots_csv(made, FILM).splitlines(keepends=True)
    at = next(index for index, line in enumerate(text) if f",{old.id}," in line)
    cells = text[at].split(",")
    cells[2:6] = ["ECU", "dutch", "push in", "135"]
    text[at] = ",".join(cells).replace(f"{old.frames / 24:.2f},{old.frames}", f"4.50,{old.frames}")
    path.write_text("".join(text), encoding="utf-8")
    after = {shot.id: shot for shot in directing.shots(FILM, rows=read_shot_table(path)).shots}
    new = after[old.id]
    assert (new.size, new.angle, new.move, new.lens_mm, new.frames) == (Size.ECU, Angle.DUTCH, Move.PUSH_IN, 135, 108)
    assert (new.action, new.subjects, new.beats) == (old.action, old.subjects, old.beats)
    assert all(after[shot.id] == shot for shot in made.shots if shot.id != old.id)


def test_rows_find_their_place_by_words_and_take_the_speeches_along() -> None:
    made = shot_as([
        row(2, shot="1", size=Size.LS, angle=Angle.HIGH, lens_mm=24, description="Ana on the floor, lies there"),
        row(3, shot="2", size=Size.CU, description="Ana wakes", subjects=("ANA",)),
        row(4, shot="3", size=Size.TWO, description="they talk", subjects=("ANA", "BEN")),
        row(5, shot="4", size=Size.INSERT, description="Ben reads the phone"),
        row(6, shot="5", size=Size.LS, move=Move.TRACK, description="Ben runs to the door")])
    assert [shot.id for shot in made] == ["2-001", "2-002", "2-003", "2-004", "2-005"]
    assert [shot.size for shot in made] == [Size.LS, Size.CU, Size.TWO, Size.INSERT, Size.LS]
    assert (made[0].angle, made[0].lens_mm, made[0].beats) == (Angle.HIGH, 24, (0,))
    assert [line.text for line in made[2].spoken] == ["Is anybody there?", "Only me."]
    assert made[4].move is Move.TRACK and made[4].spoken == ()
    assert [card.text for card in made[3].titles] == ["COME HOME."]


def test_script_lines_say_it_exactly_and_the_order_is_the_persons() -> None:
    lines = {beat.text: beat.line for beat in FILM.scenes[1].beats}
    made = shot_as([row(2, description="door", lines=(lines["BEN runs to the door."],)),
                    row(3, description="floor", lines=(lines["ANA lies on the floor."], lines["ANA wakes."]))])
    assert [shot.beats for shot in made] == [(6,), (0, 1)] and made[0].action == "door"


def test_what_is_left_out_is_said_and_not_added() -> None:
    rows = [row(2, shot="1", description="ANA wakes."), row(3, description="BEN runs to the door.", seconds=0.5)]
    made = directing.shots(FILM, rows=rows)
    said = directing.own_list_remarks(made, FILM, rows)
    assert len([shot for shot in made.shots if shot.scene == "2"]) == 2
    assert any("ANA lies on the floor" in line and "scene 2" in line for line in said)
    assert [shot for shot in made.shots if shot.scene == "1"] == \
        [shot for shot in directing.shots(FILM).shots if shot.scene == "1"]


def test_words_that_do_not_fit_and_names_of_nobody_are_said() -> None:
    lines = {beat.text: beat.line for beat in FILM.scenes[1].beats}
    rows = [row(2, shot="7", lines=(lines["Is anybody there?"],), seconds=0.5, subjects=("ANNA",))]
    made = directing.shots(FILM, rows=rows)
    said = directing.own_list_remarks(made, FILM, rows)
    assert any("2-007 is too short for its words" in line for line in said)
    assert any("shots.csv:2: nobody in scene 2 is called ANNA" in line for line in said)


def test_a_row_of_a_scene_that_is_not_there_is_refused_with_its_row() -> None:
    with pytest.raises(InputError, match=r"shots.csv:9: there is no scene 12; the script's scenes go from 1 to 2"):
        directing.shots(FILM, rows=[row(9, scene="12")])


def test_a_shot_without_a_number_is_lettered_between_its_neighbours() -> None:
    made = shot_as([row(2, shot="10", description="ANA lies on the floor."), row(3, description="Her hand"),
                    row(4, shot="20", description="ANA wakes.")])
    assert [shot.id for shot in made] == ["2-010", "2-010A", "2-020"]
    assert made[1].beats == made[0].beats and made[1].action == "Her hand"


def test_korean_rows_are_matched_past_their_particles() -> None:
    script = film(scene("1", "거리", act("하은이 횡단보도에서 눈을 뜬다.", event("wake", "하은")),
                        say("준", "누나, 여기가 어디야?"), act("준이 천천히 일어난다.", event("rise", "준"))),
                  language="ko")
    rows = [ShotRow(file="컷.csv", line=2, scene="1", shot="1", size=Size.MCU, description="하은 눈 뜬다"),
            ShotRow(file="컷.csv", line=3, scene="1", shot="2", description="준, 일어난다")]
    made = directing.shots(script, rows=rows).shots
    assert [shot.beats for shot in made] == [(0,), (1, 2)]
    assert made[0].size is Size.MCU and sum(len(shot.spoken) for shot in made) == 1
