"""The boards stage: headings where a scene begins, lenses as the camera has them, what a shot says once."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest

from tests.stages.board_products import blocking, board, context, layout, shot
from throughline.film.layout import LayoutSheet
from throughline.film.shot import Move
from throughline.formats import fountain
from throughline.stages.board_book import author_of
from throughline.stages.boards import make_boards
from throughline.stages.layout_sheet import lens_words, read_sheet
from throughline.stages.records import BoardsParams, HeadedShot


def params(*shots: HeadedShot, **more: object) -> BoardsParams:
    told: dict[str, object] = {"title": "도시", "subtitle": "홍길동", "language": "ko", "aspect": 2.39, "rate": 24.0}
    return BoardsParams(shots=shots, **{**told, **more})  # type: ignore[arg-type]


def text_of(path: Path) -> str:
    with pdfplumber.open(path) as document:
        return "".join("".join((page.extract_text() or "").split()) for page in document.pages)


@pytest.mark.parametrize("book", ["6", "konti"])
def test_a_book_has_headings_lenses_and_words_each_once(tmp_path: Path, book: str) -> None:
    shots = (HeadedShot(shot=shot("1-010"), heading="1. 실외. 광장 - 밤", place="광장", time="밤", setting="실외"),
             HeadedShot(shot=shot("1-020", move=Move.PUSH_IN), heading="", sounds=("종소리",)),
             HeadedShot(shot=shot("2-010"), heading="2. 실내. 방 - 낮", place="방", time="낮", setting="실내"))
    inputs = {"board:1-020": board(tmp_path / "b", 90, 180), "board:2-010": board(tmp_path / "c", 60),
              "layout:1-020": layout(tmp_path / "l", blocking(shots[1].shot), lens=(27.4, 50.1))}
    sheet = context(tmp_path / "o", params(*shots, draft="3고", layout=book), inputs)
    assert make_boards(sheet) == {"panels": 3}
    assert sheet.warnings == ["1-010: no panel yet; left out"]
    text = text_of(tmp_path / "o/boards.pdf")
    heads = ("S#1", "장소광장", "시간밤") if book == "konti" else ("1.실외.광장-밤", "2.실내.방-낮")
    for word in (*heads, "3고", "홍길동", "1/2", "2/2", "클로즈업,로앵글", "푸시인", "50mm"):
        assert word in text, word
    assert text.count("27–50mm") == 2 and "1-010" not in text
    for once in ("하나가돌아본다(1-020).", "효과:폭발", "음향:종소리"):
        assert text.count(once) == 1
    assert text.count("1.0초") == 2  # a shot's length stands by its first panel alone
    assert sorted(file.name for file in (tmp_path / "o/panels").iterdir()) == [
        "1-020_1.png", "1-020_2.png", "2-010_1.png"]


def test_panels_of_another_shape_or_with_a_clear_ground_are_printed(tmp_path: Path) -> None:
    inputs = {"board:1-010": board(tmp_path / "b", 90, size=(100, 300), mode="RGBA"),
              "board:1-020": board(tmp_path / "c", 90, mode="P")}
    shots = (HeadedShot(shot=shot("1-010"), heading="1."), HeadedShot(shot=shot("1-020"), heading=""))
    assert make_boards(context(tmp_path / "o", params(*shots), inputs)) == {"panels": 2}


def test_ten_panels_stay_in_their_order(tmp_path: Path) -> None:
    inputs = {"board:1-010": board(tmp_path / "b", *range(20, 240, 20))}
    make_boards(context(tmp_path / "o", params(HeadedShot(shot=shot("1-010"), heading="1.")), inputs))
    assert (tmp_path / "o/panels/1-010_10.png").read_bytes() == (tmp_path / "b/panel_10.png").read_bytes()


def test_a_lens_is_whole_millimetres(tmp_path: Path) -> None:
    sheet: LayoutSheet = read_sheet(layout(tmp_path / "l", blocking(shot("1-010")), lens=(49.6, 49.7)))
    assert lens_words(shot("1-010", lens=85), sheet) == "50 mm" and lens_words(shot("1-010", lens=85), None) == "85 mm"


@pytest.mark.parametrize("key", ["Author", "각본", "written by"])
def test_the_author_is_found_in_either_language(key: str) -> None:
    assert author_of(fountain.read(f"Title: X\n{key}: 김하나\n\nINT. ROOM - DAY\n\nShe sits.\n")) == "김하나"
