"""The printed screenplay: its pages are pagination's, line by line; coloured paper, asterisks, numbers, title page."""

from __future__ import annotations

import io
from pathlib import Path

import pdfplumber
import pytest

from throughline.film.screenplay import Screenplay
from throughline.formats import fountain, read_screenplay
from throughline.formats.pagination import Page, Pages, Sheet, paginate
from throughline.formats.script_fonts import courier, marked
from throughline.formats.script_pdf import TINTS, write_script

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT.parent / "shared" / "data" / "scripts"
PLAYS = [ROOT / "examples/crossing/screenplay.fountain", ROOT / "examples/crossing/screenplay.ko.txt",
         *(SCRIPTS / name for name in ("library-freak-out.fountain", "pulpit-fire.fountain", "jp.fountain",
                                       "cyrillic.fountain", "finaldraft-tagged-sample.fdx"))]
SMALL = """Title: Two _Doors_
Credit: written by
Author: A. Writer
Draft date: 2026-11-22

INT. ROOM - DAY #12A#

Ana *sits* and **waits** for _him_.

ANA
No.

BEN ^
Yes.
"""


def read_back(pdf: bytes, pages: Pages, skip: int = 0) -> list[dict[int, str]]:
    """By page, the letters of every row of the body as they stand on the paper, from the left."""
    layout, found = pages.layout, []
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for page in document.pages[skip:]:
            rows: dict[int, list[tuple[float, str]]] = {}
            for letter in page.chars:
                row = round((letter["bottom"] - layout.top - layout.size) / layout.leading)
                if row >= 0 and letter["text"].strip():
                    rows.setdefault(row, []).append((letter["x0"], letter["text"]))
            found.append({row: "".join(text for _, text in sorted(letters)) for row, letters in rows.items()})
    return found


def typed(page: Page) -> dict[int, str]:
    return {line.row: (line.number or "") + "".join(line.text.split()) + (line.number or "") for line in page.lines}


@pytest.mark.parametrize("file", PLAYS, ids=lambda file: file.name)
def test_the_pages_are_those_of_pagination(file: Path) -> None:
    if not file.exists():
        pytest.skip(f"{file} is not on this machine")
    play = read_screenplay(file)
    pages = paginate(play)
    made = read_back(write_script(play, language="ko" if "ko" in file.name else "en"), pages,
                     skip=int(bool(play.title_page)))
    assert made == [typed(page) for page in pages.pages]


def test_numbers_stand_in_both_margins_and_words_in_their_columns() -> None:
    play = fountain.read(SMALL)
    with pdfplumber.open(io.BytesIO(write_script(play))) as document:
        title, page = document.pages
        assert [word["text"] for word in page.extract_words()][:6] == ["12A", "INT.", "ROOM", "-", "DAY", "12A"]
        lefts = {word["text"]: word["x0"] for word in page.extract_words()}
        assert lefts["INT."] == pytest.approx(108, abs=0.5) and lefts["No."] == pytest.approx(108, abs=0.5)
        assert lefts["BEN"] == pytest.approx(108 + 39 * 7.2, abs=0.5)
        faces = {letter["text"]: letter["fontname"] for letter in page.chars if letter["text"] in "swf"}
        assert page.width == 612 and page.height == 792
        assert "Doors" in title.extract_text() and "written by" in title.extract_text()
    assert faces


def test_the_four_faces_are_told_apart() -> None:
    with courier() as folder:
        assert folder is None or len(list(folder.iterdir())) == 4
    with pdfplumber.open(io.BytesIO(write_script(fountain.read(SMALL)))) as document:
        page = document.pages[1]
        line = [letter for letter in page.chars if abs(letter["top"] - page.chars[0]["top"] - 24) < 3]
        faces = [letter["fontname"] for letter in line if letter["text"].strip()]
    assert len(set(faces)) == 3 and faces[0] == faces[-1]


def test_a_font_is_marked_as_its_name_says() -> None:
    table = bytes(62) + (64).to_bytes(2, "big") + bytes(20)
    entry = b"OS/2" + bytes(4) + (28).to_bytes(4, "big") + len(table).to_bytes(4, "big")
    font = b"OTTO\x00\x01" + bytes(6) + entry + table
    made = marked(font, bold=True, italic=True)
    assert made[28 + 4:28 + 6] == (700).to_bytes(2, "big") and made[28 + 62:28 + 64] == (33).to_bytes(2, "big")
    assert marked(b"OTTO" + bytes(8), True, True) == b"OTTO" + bytes(8)


def test_coloured_pages_headers_marks_and_labels() -> None:
    play = fountain.read("INT. ROOM - DAY\n\n" + "Ana sits down.\n\n" * 60)
    pages = paginate(play)
    sheets = {"1": Sheet(), "2": Sheet(colour="second blue", header="SECOND BLUE REVISION 2026-12-01"), "3": Sheet()}
    pdf = write_script(play, pages, {40: ((0, 3),)}, sheets, ["PRODUCTION DRAFT 2026-11-01"])
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        title, *body = document.pages
        assert "PRODUCTION DRAFT 2026-11-01" in title.extract_text()
        assert [page.extract_words()[0]["text"] for page in body] == ["1.", "SECOND", "3."]
        assert [sum(letter["text"] == "*" for letter in page.chars) for page in body] == [0, 1, 0]
        star = next(letter for letter in body[1].chars if letter["text"] == "*")
        assert star["x0"] > 540
        fills = [page.rects[0]["non_stroking_color"] if page.rects else None for page in body]
    wanted = tuple(int(TINTS["blue"][at:at + 2], 16) / 255 for at in (1, 3, 5))
    assert fills[1] == pytest.approx(wanted, abs=0.01) and fills[0] != fills[1]


def test_the_same_bytes_and_an_empty_script() -> None:
    play = fountain.read(SMALL)
    assert write_script(play) == write_script(play)
    with pdfplumber.open(io.BytesIO(write_script(Screenplay()))) as document:
        assert len(document.pages) == 1 and document.pages[0].extract_text() == ""


def test_a_line_of_wide_capitals_stays_inside_the_page() -> None:
    play = fountain.read("제목: 시험\n\n.방 / 낮 #1#\n\n" + "WWWWWWWW 가나다라 마바사 " * 12
                         + "\n\n하은이 앉는다. 준이 서 있다. 하은이 웃는다.")
    pages = paginate(play)
    assert pages.layout.beside
    with pdfplumber.open(io.BytesIO(write_script(play, language="ko"))) as document:
        edge = pages.layout.left + 89.5 * pages.layout.pitch
        assert max(letter["x1"] for letter in document.pages[1].chars) < edge
