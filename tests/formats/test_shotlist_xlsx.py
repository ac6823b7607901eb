"""The shot list's workbook: every shot once in both orders, every line of the script in the coverage."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pdfplumber
import pytest
from openpyxl.workbook import Workbook

from tests.directing.scripts import act, event, film, say, scene
from tests.office import converted, needs_office
from throughline import directing
from throughline.film.shot import ShotList
from throughline.film.shot_row import ShotRow
from throughline.film.story import Breakdown, EffectWish
from throughline.formats.shotlist_xlsx import shotlist_xlsx

TALK = tuple(say(("하은", "준")[at % 2], f"{at}번째로 하는 말이야, 잘 들어.", off=at == 5) for at in range(9))
STREET = (act("=빨간 승합차가 폭발한다.", event("explode", "red van"),
              vfx=(EffectWish(kind="explosion", at="red van", explicit=True),)), *TALK)
FILM = film(scene("1", "종로 거리", *STREET), scene("2", "병실", *TALK, index=1), language="ko", vehicles=("red van",))


@pytest.fixture(scope="module")
def made() -> ShotList:
    return directing.shots(FILM)


@pytest.fixture(scope="module")
def book(made: ShotList) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(shotlist_xlsx(made, FILM, "건널목", "ko")))


def column(book: Workbook, sheet: int, number: int) -> list[str]:
    page = book.worksheets[sheet]
    return [str(cell.value) for (cell,) in page.iter_rows(min_row=4, min_col=number, max_col=number) if cell.value]


def test_every_shot_stands_once_in_script_order_and_once_in_the_order_of_shooting(book: Workbook,
                                                                               made: ShotList) -> None:
    ids = [shot.id for shot in made.shots]
    assert column(book, 0, 2) == ids
    assert sorted(name for cell in column(book, 1, 3) for name in cell.replace("\n", " ").split(", ")) == sorted(ids)
    assert set(column(book, 0, 3)) == set(column(book, 1, 2))


def test_korean_labels_and_words(book: Workbook) -> None:
    assert book.sheetnames == ["컷 리스트", "셋업 순서", "커버리지"]
    assert "삼각대" in " ".join(column(book, 0, 12)) and "폭발" in " ".join(column(book, 0, 13))
    assert any("(소리)" in text for text in column(book, 0, 10))


def test_no_text_is_a_formula(book: Workbook) -> None:
    assert not [cell.coordinate for page in book.worksheets for row in page.iter_rows() for cell in row
                if cell.data_type == "f"]
    assert any(text.startswith("=빨간") for text in column(book, 0, 9))


def test_the_coverage_marks_each_line_and_reddens_what_is_bare(made: ShotList) -> None:
    rows = [ShotRow(file="shots.csv", line=2, scene="2", shot="1", lines=(FILM.scenes[1].beats[0].line,))]
    bare = directing.shots(FILM, rows=rows)
    page = openpyxl.load_workbook(io.BytesIO(shotlist_xlsx(bare, FILM, "건널목", "ko"))).worksheets[2]
    counts = [(page.cell(row, 4).value, page.cell(row, 3).fill.start_color.rgb) for row in range(4, page.max_row + 1)
              if isinstance(page.cell(row, 4).value, int)]
    assert len(counts) == sum(len(one.beats) for one in FILM.scenes)
    assert sum(count == 0 for count, _ in counts) == len(TALK) - 1
    assert all((count == 0) == colour.endswith("F6C9C4") for count, colour in counts)
    marked = sum(page.cell(row, at).fill.fill_type in ("solid", "mediumGray") and page.cell(row, at).value is None
                 for row in range(5, page.max_row + 1) for at in range(5, 29))
    assert marked == sum(len(shot.beats) for shot in bare.shots)


def test_the_same_list_gives_the_same_bytes(made: ShotList) -> None:
    assert shotlist_xlsx(made, FILM, "건널목", "ko") == shotlist_xlsx(made, FILM, "건널목", "ko")


def long_scene() -> Breakdown:
    return film(scene("1", "hall", *[act(f"ANA jumps over wall {at}.", event("jump", "ANA")) for at in range(40)]))


def test_a_scene_of_many_shots_goes_on_in_a_second_table() -> None:
    script = long_scene()
    content = shotlist_xlsx(directing.shots(script), script, "Hall", "en")
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[2]
    heads = [row[0].value for row in page.iter_rows(min_row=4, max_col=1) if isinstance(row[0].value, str)]
    assert len(heads) == 2 and heads[1].endswith("(continued)")


@needs_office
def test_every_shot_is_on_paper(tmp_path: Path, made: ShotList) -> None:
    file = tmp_path / "shotlist.xlsx"
    file.write_bytes(shotlist_xlsx(made, FILM, "건널목", "ko"))
    with pdfplumber.open(converted(file, "pdf", tmp_path)) as pdf:
        text = " ".join(page.extract_text() or "" for page in pdf.pages)
        assert all(page.width > page.height for page in pdf.pages) and 3 <= len(pdf.pages) <= 9
    assert all(text.count(shot.id) >= 2 for shot in made.shots)
