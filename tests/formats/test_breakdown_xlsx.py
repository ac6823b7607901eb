"""The breakdown's workbook: what stands on its sheets, that totals come to it, that every page can be printed."""

from __future__ import annotations

import io
import subprocess
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import msgspec
import openpyxl
import pdfplumber
import pytest
from openpyxl.workbook import Workbook

from tests.office import calculated, converted, needs_office
from throughline.build.ledger import Ledger
from throughline.build.run import make
from throughline.build.stage import Made, Product, Task
from throughline.build.store import Store
from throughline.directing import shots as shot_list_of
from throughline.film.shot import ShotList
from throughline.film.story import Breakdown
from throughline.formats import fountain, korean
from throughline.formats.breakdown_rows import Words, by_category, shots_of
from throughline.formats.breakdown_xlsx import write_breakdown
from throughline.reading import breakdown as breakdown_of
from throughline.stages.reader_records import BreakdownSheetParams
from throughline.stages.records import ShotParams

ENGLISH = """INT. OFFICE - NIGHT

MARTA (40) enters with a gun.

MARTA
Give me the letter.

The car explodes.

EXT. YARD - DAY

Marta runs across the yard. She holds a knife
that shines.
"""
KOREAN = """S#1. 부두 / 밤

해운(40)이 권총을 들어 올린다.

해운\t거기 서.

트럭이 폭발한다.

S#2. 사무실 / 낮

해운이 의자에 앉는다.
"""


def _film(text: str, language: str) -> tuple[Breakdown, ShotList]:
    broken = breakdown_of(korean.read(text) if language == "ko" else fountain.read(text))
    return broken, shot_list_of(broken, Fraction(24), None, title="Film")


@pytest.fixture(scope="module")
def english() -> tuple[Breakdown, ShotList]:
    return _film(ENGLISH, "en")


@pytest.fixture(scope="module")
def long() -> tuple[Breakdown, ShotList]:
    """Forty scenes of unequal length."""
    things = ("a rope", "a lamp", "a red hat", "a radio", "a map", "a bottle", "a coin", "a book", "an axe")
    parts = [ENGLISH.replace("OFFICE", f"OFFICE {number}") + "".join(
        f"\nShe picks up {thing}.\n" for thing in things[:number * 5 % 10]) for number in range(20)]
    return _film("\n".join(parts), "en")


def _book(film: tuple[Breakdown, ShotList], language: str = "en", board: tuple[str, ...] = ()) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_breakdown(*film, "Film", language, board)))


def _table(book: Workbook, sheet: int) -> list[dict[str, object]]:
    page = book.worksheets[sheet]
    columns = [cell.value for cell in page[3]]
    return [dict(zip(columns, (cell.value for cell in row), strict=True)) for row in page.iter_rows(min_row=4)]


def test_the_same_film_the_same_bytes(english: tuple[Breakdown, ShotList]) -> None:
    assert write_breakdown(*english, "Film", "en") == write_breakdown(*english, "Film", "en")


def test_every_scene_with_its_figures(english: tuple[Breakdown, ShotList]) -> None:
    broken, shots = english
    rows = _table(_book(english, board=("MARTA",)), 0)
    assert [row["Scene"] for row in rows] == [1, 2]
    assert rows[0]["Heading"] == "INT. OFFICE - NIGHT"
    assert (rows[0]["I/E"], rows[0]["D/N"], rows[0]["Cast"]) == ("INT", "NIGHT", "1. MARTA")
    assert rows[0]["Pages"] == broken.scenes[0].eighths / 8
    frames = sum(shot.frames for shot in shots.shots if shot.scene == "1")
    shown = rows[0]["Screen time"]
    assert isinstance(shown, timedelta)
    assert shown.total_seconds() == pytest.approx(frames / 24, abs=0.0006)  # a duration is kept in whole milliseconds


def test_every_element_stands_with_its_line_and_what_the_line_says(english: tuple[Breakdown, ShotList]) -> None:
    rows = _table(_book(english), 1)
    assert len(rows) == sum(len(scene.items) for scene in english[0].scenes)
    gun = next(row for row in rows if row["Element"] == "gun")
    assert (gun["Id"], gun["Category"], gun["Script line"]) == (104, "Props", 3)
    assert gun["What the line says"] == "MARTA (40) enters with a gun."
    knife = next(row for row in rows if row["Element"] == "knife")
    assert knife["What the line says"] == "She holds a knife that shines."


def test_the_words_of_lines_that_hold_no_sentence_of_their_own(english: tuple[Breakdown, ShotList]) -> None:
    words = Words(english[0].scenes[1])
    assert words.at(13, "shines") == "She holds a knife that shines."
    assert words.at(10) == "EXT. YARD - DAY"
    assert Words(english[0].scenes[0]).at(5) == "MARTA: Give me the letter."


def test_a_category_gathers_an_element_over_all_its_scenes(long: tuple[Breakdown, ShotList]) -> None:
    gun = next(row for row in by_category(long[0]) if row.name == "gun")
    assert gun.scenes == tuple(str(number) for number in range(1, 41, 2))
    row = next(row for row in _table(_book(long), 2) if row["Element"] == "gun")
    assert (row["Scenes"], str(row["In scenes"]).split(", ")) == (20, list(gun.scenes))


def test_a_need_names_the_shots_it_falls_on(english: tuple[Breakdown, ShotList]) -> None:
    broken, shots = english
    need = next(need for need in broken.scenes[0].needs if need.kind == "explosion")
    told = shots_of(need, [shot for shot in shots.shots if shot.scene == "1"])
    assert told
    assert all(8 in shot.lines or shot.effects for shot in shots.shots if shot.id in told)
    row = next(row for row in _table(_book(english), 3) if row["Effect"] == "explosion")
    assert str(row["Shots"]).startswith(told[0])
    assert row["What the line says"] == "The car explodes."


def test_who_plays_in_how_much(english: tuple[Breakdown, ShotList]) -> None:
    broken, _ = english
    marta = _table(_book(english, board=("MARTA",)), 4)[0]
    assert (marta["No."], marta["Character"], marta["Scenes"], marta["Speeches"]) == (1, "MARTA", 2, 1)
    assert marta["Pages"] == sum(scene.eighths for scene in broken.scenes) / 8


def test_a_korean_film_has_korean_sheets_and_words() -> None:
    book = _book(_film(KOREAN, "ko"), "ko")
    assert book.sheetnames == ["씬 목록", "요소", "분류별 요소", "효과", "배역"]
    scene = _table(book, 0)[0]
    assert (scene["실내외"], scene["시간"]) == ("실외", "밤")
    assert "출연" in {row["분류"] for row in _table(book, 1)}
    assert "폭발" in {row["효과"] for row in _table(book, 3)}
    assert {row["난이도"] for row in _table(book, 3)} <= {"낮음", "보통", "높음"}


def test_each_sheet_can_be_filtered_and_keeps_its_head(english: tuple[Breakdown, ShotList]) -> None:
    for page in _book(english).worksheets:
        assert page.auto_filter.ref == f"A3:{page.cell(3, page.max_column).column_letter}{max(page.max_row, 4)}"
        assert page.freeze_panes[1:] == "4"
        assert page.print_title_rows == "$1:$3"


def test_a_film_without_anything_has_sheets_that_say_so() -> None:
    empty = Breakdown(language="en", scenes=(), cast=())
    book = _book((empty, ShotList(title="Film", rate_num=24, rate_den=1, shots=())))
    assert [page.cell(4, 1).value for page in book.worksheets] == ["none"] * 5


def test_what_a_writer_calls_things_is_never_a_formula(english: tuple[Breakdown, ShotList]) -> None:
    broken, shots = english
    items = tuple(msgspec.structs.replace(item, name="=HYPERLINK(A1)") for item in broken.scenes[0].items)
    scenes = (msgspec.structs.replace(broken.scenes[0], items=items), *broken.scenes[1:])
    book = _book((msgspec.structs.replace(broken, scenes=scenes), shots))
    cells = [cell for page in book.worksheets[1:3] for row in page.iter_rows() for cell in row
             if cell.value == "=HYPERLINK(A1)"]
    assert cells
    assert all(cell.data_type != "f" for cell in cells)


def test_the_stage_makes_it_of_the_shots(tmp_path: Path) -> None:
    script = tmp_path / "script.fountain"
    script.write_text(ENGLISH, encoding="utf-8")
    store, ledger = Store(tmp_path / "store"), Ledger(tmp_path / "ledger.db")
    try:
        given: dict[str, Product] = {}
        for stage, function, params, inputs in (
                ("screenplay", "story:make_screenplay", None, (("script", store.file(script)),)),
                ("breakdown", "story:make_breakdown", None,
                 (("screenplay", Made("screenplay/film", "screenplay.json")),)),
                ("shots", "story:make_shots", ShotParams(rate="24", title="Film"),
                 (("breakdown", Made("breakdown/film", "breakdown.json")),)),
                ("breakdown_sheet", "breakdown_sheet:make_breakdown_sheet",
                 BreakdownSheetParams(title="Film", language="en"), (("shots", Made("shots/film")),))):
            task = Task(stage=stage, version=1, name="film", function=f"throughline.stages.{function}", params=params,
                        inputs=inputs)
            given[task.id] = make(task, store, ledger, given=given)
        book = openpyxl.load_workbook(given["breakdown_sheet/film"].path("breakdown.xlsx"))
        assert _table(book, 0)[0]["Cast"] == "1. MARTA"
    finally:
        ledger.close()
        store.close()


@needs_office
def test_totals_and_pages_as_an_office_program_sees_them(long: tuple[Breakdown, ShotList], tmp_path: Path) -> None:
    broken, shots = long
    file = tmp_path / "breakdown.xlsx"
    file.write_bytes(write_breakdown(broken, shots, "Film", "en"))
    page = calculated(file, tmp_path).worksheets[0]
    assert page["G2"].value == pytest.approx(sum(scene.eighths for scene in broken.scenes) / 8)
    assert page["H2"].value == len(shots.shots)
    pdf = converted(file, "pdf", tmp_path)
    with pdfplumber.open(pdf) as book:
        heads = [(sheet.extract_text() or "").splitlines()[:1] for sheet in book.pages]
        pages = [_scenes(sheet) for sheet in book.pages if "Elements" in (sheet.extract_text() or "")[:40]]
    assert all(head and head[0].startswith("Film ·") for head in heads), "a page without its head: columns overflow"
    assert len(pages) > 2
    torn = [page[-1] for page, after in pairwise(pages) if page[-1] == after[0]]
    assert not torn, "a scene's elements are torn over two pages"
    assert [scene for page in pages for scene in dict.fromkeys(page)] == [scene.scene for scene in broken.scenes]
    assert subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout.count("Noto") > 0


def _scenes(sheet: pdfplumber.page.Page) -> list[str]:
    """The scene numbers down a page of elements: rows that begin with a scene and a category's id."""
    rows = [line.split() for line in (sheet.extract_text() or "").splitlines()]
    return [row[0] for row in rows if len(row) > 2 and row[0].isdigit() and row[1].isdigit()]
