"""callsheets.pdf: a page a day with everything a crew needs, blanks where nobody has said, Korean too."""

from __future__ import annotations

import io

import msgspec
import pdfplumber
import pytest

from tests.formats.test_schedule_xlsx import BREAKDOWN, COMPANY, STRIPS
from tests.production.schedule_case import strip
from throughline.film.company import Company, Contacts, Place, Player
from throughline.film.schedule import Schedule
from throughline.formats.callsheets_pdf import callsheets
from throughline.formats.daylight import sun_times
from throughline.production.schedule import schedule


@pytest.fixture(scope="module")
def made() -> Schedule:
    return schedule(STRIPS, COMPANY, "Two Nights")


def sheets(made: Schedule, company: Company = COMPANY, language: str = "en") -> list[str]:
    with pdfplumber.open(io.BytesIO(callsheets(made, BREAKDOWN, company, language))) as document:
        return [page.extract_text() or "" for page in document.pages]


def test_a_sheet_a_day_with_its_scenes_cast_and_times(made: Schedule) -> None:
    pages = sheets(made)
    assert len(pages) == len(made.days)
    for number, (page, day) in enumerate(zip(pages, made.days, strict=True), start=1):
        assert f"Day {number} of {len(made.days)}" in page and day.call in page and day.wrap in page
        for work in day.work:
            assert work.start in page and f"What happens in {work.scene}." in page
        assert "STUNTS" in page and "gun" in page
    assert "ADVANCE" in pages[0] and "ADVANCE" not in pages[-1]


def test_pick_up_and_make_up_come_before_the_first_scene(made: Schedule) -> None:
    company = msgspec.structs.replace(COMPANY, cast=(Player(name="A", performer="Sample Person", day_rate=50.0,
                                                            makeup_minutes=120, pickup_minutes=30),))
    day = next(day for day in made.days if "4" in day.scenes)
    first = next(work for work in day.work if "A" in {told.scene: told for told in STRIPS}[work.scene].cast)
    begin = int(first.start[:2]) * 60 + int(first.start[3:])
    line = next(line for line in sheets(made, company)[day.number - 1].splitlines() if "Sample Person" in line)
    chair, pickup = begin - 135, begin - 165
    assert f"{pickup // 60:02d}:{pickup % 60:02d} {chair // 60:02d}:{chair % 60:02d} {first.start}" in line


def test_a_meal_in_the_middle_of_a_scene_puts_off_its_end() -> None:
    told = strip("5", "Bar", "B", 500)
    one = schedule((told,), COMPANY, "Long")
    page = sheets(one)[0]
    line = next(line for line in page.splitlines() if line.startswith("1 B ") and "Bar" not in line)
    assert one.days[0].wrap in line and f"MEAL {one.days[0].meal}" in page


def test_what_is_given_stands_there_and_nothing_is_invented(made: Schedule) -> None:
    company = msgspec.structs.replace(
        COMPANY, contacts=Contacts(company="Sample Pictures", hospital="Sample Hospital", director="A. Nobody"),
        locations=(Place(name="Bar", sets=("Bar",), address="1 Sample St", latitude=37.57, longitude=126.98,
                         utc_offset=9.0),))
    page = sheets(made, company)[[day.locations[0] for day in made.days].index("Bar")]
    assert "Sample Pictures" in page and "Sample Hospital" in page and "1 Sample St" in page
    assert "Sunrise" in page and "07:0" in page
    bare = sheets(made)[0]
    assert "Sample" not in bare and "Nearest hospital" in bare


def test_night_scenes_by_day_are_blacked_out(made: Schedule) -> None:
    day = next(day for day in made.days if "2" in day.scenes)
    assert ("black out" in sheets(made)[day.number - 1]) == (day.kind in ("day", "dawn"))


def test_korean_sheets_and_the_same_bytes(made: Schedule) -> None:
    page = "".join(sheets(made, language="ko")[0].split())
    for word in ("일일촬영계획표", "1회차", "촬영씬", "배우콜", "파트별준비", "인근병원"):
        assert word in page, word
    assert callsheets(made, BREAKDOWN, COMPANY, "ko") == callsheets(made, BREAKDOWN, COMPANY, "ko")


def test_nothing_lies_outside_the_page_even_with_much_text(made: Schedule) -> None:
    long = msgspec.structs.replace(made, strips=tuple(
        msgspec.structs.replace(told, synopsis="A very long account of it all. " * 30) for told in made.strips))
    with pdfplumber.open(io.BytesIO(callsheets(long, BREAKDOWN, COMPANY, "en"))) as document:
        for page in document.pages:
            assert all(0 < char["x0"] and char["x1"] < page.width and char["bottom"] < page.height
                       for char in page.chars)


@pytest.mark.parametrize(("latitude", "longitude", "offset", "day", "rise", "fall"), [
    (37.57, 126.98, 9.0, "2026-06-21", "05:11", "19:57"), (37.57, 126.98, 9.0, "2026-12-21", "07:43", "17:17"),
    (51.48, 0.0, 0.0, "2026-03-20", "06:04", "18:13")])
def test_the_sun_rises_when_the_almanac_says(latitude: float, longitude: float, offset: float, day: str, rise: str,
                                             fall: str) -> None:
    place = Place(name="X", latitude=latitude, longitude=longitude, utc_offset=offset)
    for found, told in zip(sun_times(place, day), (rise, fall), strict=True):
        minutes = [int(text[:2]) * 60 + int(text[3:]) for text in (found, told)]
        assert abs(minutes[0] - minutes[1]) <= 3, (found, told)


def test_no_sun_without_a_place_or_at_the_pole() -> None:
    assert sun_times(None, "2026-06-21") == ("", "")
    assert sun_times(Place(name="X"), "2026-06-21") == ("", "")
    assert sun_times(Place(name="X", latitude=80.0, longitude=0.0, utc_offset=0.0), "2026-06-21") == ("", "")
