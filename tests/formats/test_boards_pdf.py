"""The boards as a PDF: every layout holds its panels whatever the picture's shape, every word is on it once and uncut,
the same bytes twice."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from throughline.film.errors import InputError
from throughline.formats import boards_pdf
from throughline.formats.boards_grid import GRIDS, HEIGHT, LAYOUTS, NAME_LINE, WIDTH, grid
from throughline.formats.boards_pdf import BoardBook, BoardPanel, BoardScene, write_boards

KOREAN = "하나가 우산을 접으며 횡단보도 앞에 선다. 신호등이 붉게 번진다."
ENGLISH = "Hana folds her umbrella at the crosswalk; the red light smears over wet asphalt."
LONG = " ".join(f"낱말{number}word" for number in range(400))


def panel(number: int, action: str = ENGLISH, **more: object) -> BoardPanel:
    told: dict[str, object] = {
        "image": "p.jpg", "shot": f"7-{number:03d}", "part": "", "size": "close-up, high", "lens": "85 mm",
        "move": "push in", "seconds": "3.4 s", "action": action, "dialogue": (("민호 (작게)", "정말 그 사람이 맞아?"),)}
    return BoardPanel(**{**told, **more})  # type: ignore[arg-type]


def scene(*panels: BoardPanel, number: str = "7", heading: str = "7. 실외. 광장 - 밤") -> BoardScene:
    return BoardScene(number=number, heading=heading, panels=panels, place="광장", time="밤", setting="실외")


def made(folder: Path, scenes: list[BoardScene], aspect: float = 2.39, **more: object) -> Path:
    Image.fromarray(np.full((100, round(100 * aspect), 3), 200, np.uint8)).save(folder / "p.jpg")
    told: dict[str, object] = {"title": "사이의 도시", "author": "각본 홍길동", "draft": "3고", "summary": "3:12"}
    book = BoardBook(aspect=aspect, scenes=tuple(scenes), **{**told, **more})  # type: ignore[arg-type]
    (folder / "boards.pdf").write_bytes(write_boards(book, {"p.jpg": folder / "p.jpg"}))
    return folder / "boards.pdf"


def pages(path: Path) -> list[str]:
    with pdfplumber.open(path) as document:
        return ["".join((page.extract_text() or "").split()) for page in document.pages]


def test_everything_a_crew_reads_is_there(tmp_path: Path) -> None:
    first = panel(10, KOREAN, effects="폭발", sounds="종소리", part="1/2")
    text = pages(made(tmp_path, [scene(first, panel(20))], language="ko"))[0]
    for word in ("사이의도시", "각본홍길동", "3고", "3:12", "7.실외.광장-밤", "7-010", "1/2", "7-020", "close-up,high",
                 "85mm", "pushin", "3.4s", "효과:폭발", "음향:종소리", "민호(작게)", "정말그사람이맞아?", "1/1"):
        assert word in text, word


def test_the_korean_sheet_has_its_columns_and_its_head_on_every_page(tmp_path: Path) -> None:
    path = made(tmp_path, [scene(*(panel(10 * n, KOREAN) for n in range(1, 12)))], layout="konti", language="ko")
    found = pages(path)
    assert len(found) > 1
    for text in found:
        for word in ("S#7", "장소광장", "시간밤", "컷", "그림", "내용(지문)", "대사·음향"):
            assert word in text, word
    with pdfplumber.open(path) as document:
        assert all(page.height > page.width for page in document.pages)
        texts = document.pages[0].extract_words()
    left = {word["text"]: word["x0"] for word in texts}
    assert left["컷"] < left["그림"] < left["내용"] < left["대사"]


@pytest.mark.parametrize("layout", list(GRIDS))
@pytest.mark.parametrize("aspect", [1.33, 1.85, 2.39, 2.76])
def test_a_layout_has_as_many_panels_a_page_as_its_name_says(tmp_path: Path, layout: str, aspect: float) -> None:
    count = int(layout)
    panels = [panel(10 * n, "She stops." if n % 2 else "그가 멈춘다.") for n in range(1, 2 * count + 1)]
    found = pages(made(tmp_path, [scene(*panels)], aspect, layout=layout))
    assert [sum(f"7-{10 * n:03d}" in text for n in range(1, 2 * count + 1)) for text in found] == [count, count]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("aspect", [1.33, 2.39])
def test_long_texts_flow_and_nothing_lies_outside_the_page_or_on_something_else(tmp_path: Path, layout: str,
                                                                              aspect: float) -> None:
    spoken = (("민호 (작게)", KOREAN * 12),)
    panels = [panel(10), panel(20, LONG, dialogue=spoken), panel(30, KOREAN * 9, size="extreme close-up, bird's-eye",
                                                                move="crane down", lens="35–85 mm"), panel(40)]
    path = made(tmp_path, [scene(*panels), scene(panel(50), number="8", heading="8. INT. ROOM - DAY")], aspect,
                layout=layout)
    with pdfplumber.open(path) as document:
        text = "".join("".join((page.extract_text() or "").split()) for page in document.pages)
        assert all(f"{number}word" in text for number in range(400))
        assert sum(char["text"] == "번" for page in document.pages for char in page.chars) == 12 + 9
        for page in document.pages:
            assert min(char["size"] for char in page.chars) >= 6.0
            _no_overlap(page)


def _no_overlap(page: pdfplumber.page.Page) -> None:
    for char in page.chars:
        assert 0 < char["x0"] and char["x1"] < page.width and 0 < char["top"] and char["bottom"] < page.height
        middle = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for image in page.images:
            assert not (image["x0"] < middle[0] < image["x1"] and image["top"] < middle[1] < image["bottom"])
    for image in page.images:
        assert image["x0"] > 0 and image["x1"] < page.width and image["top"] > 0 and image["bottom"] < page.height
    lines = sorted((round(char["top"]), char["x0"], char["x1"]) for char in page.chars if char["text"].strip())
    for before, after in pairwise(lines):
        assert before[0] != after[0] or after[1] > before[1] + 0.4 or after[2] == before[2], (before, after)


def test_a_heading_is_never_the_last_thing_on_a_page(tmp_path: Path) -> None:
    scenes = [scene(*(panel(10 * n + k, KOREAN * (n % 5 + 1)) for k in range(3)), heading=f"SCENE{n}.")
              for n in range(1, 11)]
    for text in pages(made(tmp_path, scenes)):
        for n in range(1, 11):
            if f"SCENE{n}." in text:
                assert f"7-{10 * n:03d}" in text


@pytest.mark.parametrize("layout", ["6", "konti"])
def test_the_same_book_gives_the_same_bytes(tmp_path: Path, layout: str) -> None:
    scenes = [scene(*(panel(10 * n) for n in range(1, 5)))]
    assert made(tmp_path, scenes, layout=layout).read_bytes() == made(tmp_path, scenes, layout=layout).read_bytes()


def test_marks_of_the_typesetter_are_only_text(tmp_path: Path) -> None:
    text = pages(made(tmp_path, [scene(panel(10, '#panic("x") $x$ *b* _i_ \\ `c` [y] <l> @r "q"'))]))[0]
    assert '#panic("x")$x$*b*_i_\\`c`[y]<l>@r"q"' in text


def test_a_missing_picture_and_an_unknown_layout_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"7-010.*none\.png"):
        made(tmp_path, [scene(panel(10, image="none.png"))])
    with pytest.raises(InputError, match=r"“5”.*1, 2, 3, 4, 6, 9, konti"):
        made(tmp_path, [scene(panel(10))], layout="5")


def test_a_missing_font_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = tmp_path / "other.typ"
    template.write_text(boards_pdf.TEMPLATE.read_text().replace("Noto Sans CJK KR", "No Such Face"))
    monkeypatch.setattr(boards_pdf, "TEMPLATE", template)
    with pytest.raises(InputError, match="fonts-noto-cjk") as caught:
        made(tmp_path, [scene(panel(10))])
    assert "\n" not in str(caught.value)


@given(st.sampled_from(list(GRIDS)), st.floats(1.0, 3.0), st.floats(0.0, 400.0), st.booleans())
@settings(max_examples=60, deadline=None)
def test_every_grid_fits_its_page(layout: str, aspect: float, words: float, double: bool) -> None:
    found = grid(layout, aspect, lambda room, size: words, double)
    rows = int(layout) // found.columns
    assert rows * found.row <= HEIGHT and found.columns * found.picture <= WIDTH
    assert NAME_LINE <= found.head and found.head + found.picture / aspect <= found.row + 0.01
    assert found.size >= 6.0 and found.words > 20
    assert found.picture > (20 if layout == "9" else 40)
