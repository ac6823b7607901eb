"""The boards as a PDF: every word is on it, once and uncut, six wide panels a page, the same bytes twice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pdfplumber
import pytest
from PIL import Image

from throughline.film.errors import InputError
from throughline.formats import boards_pdf
from throughline.formats.boards_pdf import BoardBook, BoardPanel, write_boards

KOREAN = "하나가 우산을 접으며 횡단보도 앞에 선다. 신호등이 붉게 번진다."
ENGLISH = "Hana folds her umbrella at the crosswalk; the red light smears over wet asphalt."


def panel(number: int, action: str, heading: str = "", **more: object) -> BoardPanel:
    told: dict[str, object] = {
        "image": "p.png", "shot": f"7-{number:03d}", "part": "", "heading": heading, "size": "close-up",
        "lens": "85 mm", "move": "push in", "seconds": "3.4 s", "action": action,
        "dialogue": (("민호 (작게)", "정말 그 사람이 맞아?"),)}
    return BoardPanel(**{**told, **more})  # type: ignore[arg-type]


def made(folder: Path, panels: list[BoardPanel], aspect: float = 2.39) -> Path:
    Image.fromarray(np.full((100, round(100 * aspect), 3), 200, np.uint8)).save(folder / "p.png")
    book = BoardBook(title="사이의 도시", subtitle="각본 홍길동", aspect=aspect, panels=tuple(panels), summary="3:12")
    write_boards(book, folder, folder / "boards.pdf")
    return folder / "boards.pdf"


def pages(path: Path) -> list[str]:
    with pdfplumber.open(path) as document:
        return ["".join((page.extract_text() or "").split()) for page in document.pages]


def test_everything_a_crew_reads_is_there(tmp_path: Path) -> None:
    first = panel(10, KOREAN, "7. 실외. 광장 - 밤", effects="효과: explosion")
    text = pages(made(tmp_path, [first, panel(20, ENGLISH)]))[0]
    for word in ("사이의도시", "각본홍길동", "3:12", "7.실외.광장-밤", "7-010", "7-020", "close-up", "85mm", "pushin",
                 "3.4s", "효과:explosion", "민호(작게)", "정말그사람이맞아?", "1/1"):
        assert word in text, word
    assert not list(tmp_path.glob("boards.typ")) and not list(tmp_path.glob("*.json"))


def test_six_wide_panels_of_ordinary_text_are_on_a_page(tmp_path: Path) -> None:
    found = pages(made(tmp_path, [panel(10 * n, KOREAN if n % 2 else ENGLISH, "1. INT. X" if n == 1 else "")
                                  for n in range(1, 13)]))
    assert len(found) == 2
    assert [sum(f"7-{10 * n:03d}" in text for n in range(1, 13)) for text in found] == [6, 6]


def test_long_texts_flow_and_nothing_lies_outside_the_page_or_on_something_else(tmp_path: Path) -> None:
    words = [f"낱말{number}word" for number in range(1400)]
    path = made(tmp_path, [panel(10, ENGLISH), panel(20, " ".join(words)), panel(30, KOREAN * 9), panel(40, ENGLISH)])
    text = "".join(pages(path))
    assert all(word[2:] in text for word in words)  # a page may end between 낱말 and its number
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for char in page.chars:
                assert 0 < char["x0"] and char["x1"] < page.width and 0 < char["top"] and char["bottom"] < page.height
                for image in page.images:
                    middle = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
                    assert not (image["x0"] < middle[0] < image["x1"] and image["top"] < middle[1] < image["bottom"])


def test_a_heading_is_never_the_last_thing_on_a_page(tmp_path: Path) -> None:
    panels = [panel(10 * n, KOREAN * (n % 5 + 1), f"SCENE{n}." if n % 3 == 1 else "") for n in range(1, 30)]
    for text in pages(made(tmp_path, panels)):
        for n in range(1, 30, 3):
            if f"SCENE{n}." in text:
                assert f"7-{10 * n:03d}" in text


@pytest.mark.parametrize("aspect", [2.39, 1.85, 1.33])
def test_the_same_book_gives_the_same_bytes(tmp_path: Path, aspect: float) -> None:
    panels = [panel(10 * n, ENGLISH) for n in range(1, 5)]
    assert made(tmp_path, panels, aspect).read_bytes() == made(tmp_path, panels, aspect).read_bytes()


def test_marks_of_the_typesetter_are_only_text(tmp_path: Path) -> None:
    text = pages(made(tmp_path, [panel(10, '#panic("x") $x$ *b* _i_ \\ `c` [y] <l> @r "q"')]))[0]
    assert '#panic("x")$x$*b*_i_\\`c`[y]<l>@r"q"' in text


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"7-010.*none\.png"):
        made(tmp_path, [panel(10, "x", image="none.png")])


def test_a_missing_font_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = tmp_path / "other.typ"
    template.write_text(boards_pdf.TEMPLATE.read_text().replace("Noto Sans CJK KR", "No Such Face"))
    monkeypatch.setattr(boards_pdf, "TEMPLATE", template)
    with pytest.raises(InputError, match="fonts-noto-cjk") as caught:
        made(tmp_path, [panel(10, "x")])
    assert "\n" not in str(caught.value)
