"""schedule.xlsx: strips in their colours under black day breaks, totals that add up, the same bytes twice."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import openpyxl
import pytest

from tests.office import calculated, needs_office
from tests.production.schedule_case import paid, strip
from throughline.film.company import Place, Player
from throughline.film.schedule import Schedule, Unmet
from throughline.film.story import Breakdown, Heading, Item, SceneReading, SetKind, Setting, TimeOfDay
from throughline.formats.schedule_xlsx import BLACK, BLUE, GREEN, WHITE, YELLOW, schedule_workbook
from throughline.production.schedule import schedule

STRIPS = (strip("1", "Bar", "AB"), strip("2", "Bar", "A", time=TimeOfDay.NIGHT),
          strip("3", "Road", "C", light="night", time=TimeOfDay.NIGHT), strip("4", "Road", "AC", 300, light="day"),
          strip("5", "=SUM(1)", "B", 500))
COMPANY = paid({"A": 50.0, "B": 30.0, "C": 20.0}, start="2026-11-05",
               locations=(Place(name="Bar", sets=("Bar",)),))


def scene(told: object) -> SceneReading:
    name = told.scene  # type: ignore[attr-defined]
    return SceneReading(scene=name, index=int(name), heading=Heading(text="x", setting=Setting.INT, place="Bar",
                                                                     time=TimeOfDay.DAY), line=1,
                        set_kind=SetKind.ROOM, features=(), fog=False, otherworld=False, roles=(), beats=(), eighths=8,
                        items=(Item(category=104, name="gun", line=1), Item(category=102, name="A: fall", line=1)))


BREAKDOWN = Breakdown(language="en", scenes=tuple(scene(told) for told in STRIPS), cast=())


@pytest.fixture(scope="module")
def made() -> Schedule:
    return schedule(STRIPS, COMPANY, "Two Nights")


def book(made: Schedule, language: str = "en") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(schedule_workbook(made, BREAKDOWN, COMPANY, language)))


def test_strips_have_their_colours_and_days_end_in_black(made: Schedule) -> None:
    page = book(made)["Stripboard"]
    colours = {str(row[0].value): row[0].fill.start_color.rgb[2:] for row in page.iter_rows(min_row=4)}
    assert {name: colours[name] for name in "12345"} == {"1": WHITE, "2": BLUE, "3": GREEN, "4": YELLOW, "5": WHITE}
    ends = [text for text in colours if text.startswith("END OF DAY")]
    assert len(ends) == len(made.days) and all(colours[text] == BLACK for text in ends)
    assert "5 Nov 2026" in ends[0] and "page" in ends[0]
    order = [text for text in colours if text in "12345"]
    assert order == [scene for day in made.days for scene in day.scenes]
    top = [cell.value for cell in page[3]]
    row = next(row for row in page.iter_rows(min_row=4) if row[0].value == "4")
    marks = [cell.value for cell in row]
    assert marks[top.index("1  A")] == 1 and marks[top.index("2  B")] is None


def test_a_text_is_never_a_formula(made: Schedule) -> None:
    cells = [cell for page in book(made) for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f" and "SUM(1)" in str(cell.value)]
    assert any("=SUM(1)" in str(cell.value) for cell in cells)


@needs_office
def test_the_totals_of_the_day_out_of_days_add_up(made: Schedule, tmp_path: Path) -> None:
    file = tmp_path / "schedule.xlsx"
    file.write_bytes(schedule_workbook(made, BREAKDOWN, COMPANY, "en"))
    page = calculated(file, tmp_path)["Day out of days"]
    top = [cell.value for cell in page[4]]
    work, hold = top.index("Work"), top.index("Hold")
    rows = {row[1].value: row for row in page.iter_rows(min_row=5)}
    for told in made.cast:
        assert (rows[told.name][work].value, rows[told.name][hold].value) == (told.worked, told.held)
    assert rows["Total"][work].value == sum(told.worked for told in made.cast)
    per_day = [cell.value for cell in rows["Total"][3:3 + len(made.calendar)]]
    assert sum(per_day) == sum(told.worked for told in made.cast)


def test_every_sheet_is_there_in_korean_too(made: Schedule) -> None:
    assert book(made).sheetnames == ["Stripboard", "One-liner", "Shooting schedule", "Day out of days", "Summary"]
    korean = book(made, "ko")
    assert korean.sheetnames == ["스트립보드", "촬영일정표", "일일촬영계획", "배우별 일정(DOOD)", "요약"]
    words = " ".join(str(cell.value) for row in korean["일일촬영계획"].iter_rows() for cell in row if cell.value)
    assert "소품: gun" in words and "1회차" in words


def test_what_is_unmet_and_open_is_on_the_summary(made: Schedule) -> None:
    told = msgspec.structs.replace(made, unmet=(Unmet(wish="scene 9 on a day", why="no room"),), open=("thing: file",))
    page = book(told)["Summary"]
    words = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    assert {"scene 9 on a day", "no room", "thing", "file"} <= set(words)


def test_the_same_schedule_gives_the_same_bytes(made: Schedule) -> None:
    assert schedule_workbook(made, BREAKDOWN, COMPANY, "en") == schedule_workbook(made, BREAKDOWN, COMPANY, "en")


def test_a_big_cast_has_a_column_for_the_others() -> None:
    names = [f"N{number:02d}" for number in range(40)]
    strips = (msgspec.structs.replace(strip("1", "Bar", ""), cast=tuple(names)),)
    page = book(schedule(strips, paid({}), "Many"))["Stripboard"]
    row = next(row for row in page.iter_rows(min_row=4) if row[0].value == "1")
    assert any(isinstance(cell.value, str) and cell.value.startswith("25, 26") and "40" in cell.value for cell in row)


def test_a_performer_is_named_on_the_day_out_of_days(made: Schedule) -> None:
    company = msgspec.structs.replace(COMPANY, cast=(Player(name="A", performer="Sample Person", day_rate=1.0),))
    page = openpyxl.load_workbook(io.BytesIO(schedule_workbook(made, BREAKDOWN, company, "en")))["Day out of days"]
    assert "Sample Person" in [row[2].value for row in page.iter_rows(min_row=5)]
