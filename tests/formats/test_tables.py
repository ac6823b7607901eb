"""The sheets open in a spreadsheet program and hold every shot and scene."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings

from tests.directing.scripts import act, event, film, films, say, scene, title
from throughline import directing
from throughline.film.story import Breakdown, EffectWish, Item, SetKind, Setting, Wish
from throughline.formats import tables


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff") and "\r\n" in text
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


CHASE = film(
    scene("1", "강변 도로", act("RED VAN이 달린다.", event("drive", "RED VAN", None, "fast")),
          act("RED VAN이 다가온다.", event("drive", "RED VAN", None, "from_front")),
          act("RED VAN이 폭발한다.", event("explode", "RED VAN"),
              vfx=(EffectWish(kind="explosion", at="RED VAN", explicit=True),)),
          title("사흘 뒤"), say("지호", "=뛰어!"), say("민지", "-- 어디로?"),
          items=(Item(category=104, name="열쇠", line=3), Item(category=121, name="폭발", line=7))),
    scene("2", "van", say("지호", "문 닫아."), index=1, kind=SetKind.CAR, setting=Setting.INT),
    language="ko", vehicles=("RED VAN",))


@settings(max_examples=30, deadline=None)
@given(films())
def test_every_shot_has_its_row_and_the_total_is_right(script: Breakdown) -> None:
    made = directing.shots(script)
    table = rows(tables.shots_csv(made, script))
    assert [row["Shot"] for row in table[:-1]] == [shot.id for shot in made.shots]
    assert sum(int(row["Frames"]) for row in table[:-1]) == made.frames == int(table[-1]["Frames"])
    for row, shot in zip(table[:-1], made.shots, strict=True):
        assert float(row["Duration (s)"]) == pytest.approx(shot.frames / 24, abs=0.006)
        assert all(line.text in row["Dialogue"] for line in shot.spoken)
        assert row["Lens (mm)"] == str(shot.lens_mm) and row["Equipment"]


def test_columns_say_what_a_crew_needs() -> None:
    table = rows(tables.shots_csv(directing.shots(CHASE), CHASE))
    assert any(row["Effects"].startswith("explosion at RED VAN, frame ") for row in table)
    assert any("Camera car" in row["Equipment"] for row in table)
    assert any("car rig" in row["Equipment"] for row in table if row["Scene"] == "2")
    assert any(row["Text on screen"] == "사흘 뒤" for row in table)
    assert any("(O.S.)" not in row["Dialogue"] and "문 닫아." in row["Dialogue"] for row in table)


def test_no_cell_is_a_formula() -> None:
    for text in (tables.shots_csv(directing.shots(CHASE), CHASE), tables.breakdown_csv(CHASE)):
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
            assert not any(cell[:1] in "=+-@" for cell in row if cell)


def test_a_wish_and_a_plate_are_on_the_sheet() -> None:
    wish = Wish(size="close-up", plate="night_01", text="CU, plate: night_01")
    script = film(scene("1", "street", act("ANA turns.", event("turn", "ANA"), wish=wish)))
    row = rows(tables.shots_csv(directing.shots(script), script))[0]
    assert (row["Size"], row["Plate"]) == ("CU", "night_01") and "CU, plate: night_01" in row["Notes"]


def test_the_breakdown_has_a_row_a_scene_and_a_column_a_category() -> None:
    table = rows(tables.breakdown_csv(CHASE))
    assert [row["Scene"] for row in table] == ["1", "2"]
    first, second = table
    assert (first["I/E"], first["D/N"], first["Pages"], first["Set"]) == ("EXT", "NIGHT", "4/8", "강변 도로")
    assert (first["Props"], first["Visual Effects"], second["Props"]) == ("열쇠", "폭발", "")
    assert first["Cast"] == "지호, 민지" and "RED VAN" not in first["Cast"]


@pytest.mark.parametrize(("eighths", "written"), [(0, "0"), (3, "3/8"), (8, "1"), (11, "1 3/8"), (20, "2 4/8")])
def test_pages_are_written_as_production_writes_them(eighths: int, written: str) -> None:
    assert tables.pages(eighths) == written
