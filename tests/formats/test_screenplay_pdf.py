"""Screenplays from PDF: the columns of the US layout, and Korean pages."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from tests.formats.screenplay_pages import Page, typeset
from throughline.film.errors import InputError
from throughline.formats import inline, read_screenplay


def us_script(path: Path) -> Path:
    title = Page()
    title.y = 250
    title.at(3.5, "THE CROSSING", 36).at(3.8, "written by", 24).at(3.65, "Ji-hun Park", 300)
    title.at(1.5, "jihun@example.com")
    head = "THE CROSSING - Blue Draft"
    one = Page(head=head)
    one.add("action", "FADE IN:").add("action", "EXT. GWANGHWAMUN SQUARE - DAY", gap=True, numbers="1")
    one.add("action", "A crowd walks across the square and nobody looks up at", "the sky above.", gap=True)
    one.add("action", "A horn. Silence.", gap=True)
    one.add("cue", "JIHUN (O.S.)", gap=True).add("paren", "(whispering, to", "himself)")
    one.add("dialogue", "We have to run now, all of us,", "before it comes.")
    one.add("cue", "MINSEO", gap=True).add("dialogue", "Where?").add("paren", "(beat)")
    one.add("dialogue", "Where to, Jihun? There is no").add("cue", "(MORE)")
    two = Page(2, head=head)
    two.add("cue", "MINSEO (CONT'D)").add("dialogue", "place left.").add("transition", "CUT TO:", gap=True)
    two.add("action", "INT. POLICE STATION - NIGHT", gap=True, numbers="2A").add("action", "They sit.", gap=True)
    two.y += 12
    two.at(2.2, "JIHUN", 0).at(5.2, "MINSEO", 12).at(1.7, "Listen to me.", 0).at(4.7, "No, you listen.", 12)
    two.at(1.7, "Please.", 24).at(3.7, "THE END", 12)
    three = Page(3, head=head)
    three.add("action", "CONTINUED:").add("action", "Smoke *rises*.", gap=True)
    return typeset(path, [title.lines, one.lines, two.lines, three.lines])


def test_a_us_script(tmp_path: Path) -> None:
    play = read_screenplay(us_script(tmp_path / "us.pdf"))
    assert {field.key: field.lines for field in play.title_page} == {
        "Title": ("THE CROSSING",), "Credit": ("written by",), "Author": ("Ji-hun Park",),
        "Contact": ("jihun@example.com",)}
    assert [(e.kind.value, inline.plain(e.text), e.scene_number, e.dual) for e in play.elements] == [
        ("transition", "FADE IN:", None, False), ("scene_heading", "EXT. GWANGHWAMUN SQUARE - DAY", "1", False),
        ("action", "A crowd walks across the square and nobody looks up at the sky above.", None, False),
        ("action", "A horn. Silence.", None, False), ("character", "JIHUN (O.S.)", None, False),
        ("parenthetical", "(whispering, to himself)", None, False),
        ("dialogue", "We have to run now, all of us, before it comes.", None, False),
        ("character", "MINSEO", None, False), ("dialogue", "Where?", None, False),
        ("parenthetical", "(beat)", None, False),
        ("dialogue", "Where to, Jihun? There is no place left.", None, False), ("transition", "CUT TO:", None, False),
        ("scene_heading", "INT. POLICE STATION - NIGHT", "2A", False), ("action", "They sit.", None, False),
        ("character", "JIHUN", None, False), ("dialogue", "Listen to me. Please.", None, False),
        ("character", "MINSEO", None, True), ("dialogue", "No, you listen.", None, False),
        ("centered", "THE END", None, False), ("action", "Smoke *rises*.", None, False)]
    assert [e.line for e in play.elements if e.kind.value == "scene_heading"] == [6, 23]
    assert play.source == "pdf"


def test_a_korean_script(tmp_path: Path) -> None:
    written = ["제목: 광화문", "", "S#1. 광화문 광장 / 낮", "", "사람들이 걷고 있다. 하늘이 어두워진다.", "지훈|뛰어!",
               "민서(E)|(놀라며) 뭐? 여기서", "|어디로 가란 말이야?", "", "자막: 3년 후",
               "S#2. 경찰서 (밤/ 안)", "", "경찰 1|멈춰!", "컷 투"]
    page: list[tuple[float, float, str]] = []
    for index, line in enumerate(written):
        name, _, words = line.partition("|")
        page.extend((x, 80 + 20 * index, text) for x, text in ((1.2, name), (2.6, words)) if text)
    path = typeset(tmp_path / "k.pdf", [page], font="Noto Sans CJK KR", size=11)
    if not read_screenplay(path).title_page:
        pytest.skip("no Korean font (fonts-noto-cjk)")
    play = read_screenplay(path)
    assert play.field("제목") == "광화문"
    assert [(e.kind.value, e.text, e.scene_number) for e in play.elements] == [
        ("scene_heading", "광화문 광장 / 낮", "1"), ("action", "사람들이 걷고 있다. 하늘이 어두워진다.", None),
        ("character", "지훈", None), ("dialogue", "뛰어!", None), ("character", "민서(E)", None),
        ("parenthetical", "(놀라며)", None), ("dialogue", "뭐? 여기서\n어디로 가란 말이야?", None),
        ("action", "자막: 3년 후", None), ("scene_heading", "경찰서 (밤/ 안)", "2"), ("character", "경찰 1", None),
        ("dialogue", "멈춰!", None), ("transition", "컷 투", None)]


def test_a_scan_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    source = tmp_path / "scan.typ"
    source.write_text("#rect(width: 3in, height: 3in, fill: gray)", encoding="utf-8")
    path.write_bytes(typst.compile(str(source)))
    with pytest.raises(InputError, match="without text"):
        read_screenplay(path)


def test_broken_pdfs_are_refused(tmp_path: Path) -> None:
    whole = us_script(tmp_path / "us.pdf").read_bytes()
    path = tmp_path / "cut.pdf"
    for size in (20, len(whole) // 3, len(whole) // 2):
        path.write_bytes(whole[:size])
        try:
            read_screenplay(path)
        except InputError as error:
            assert "\n" not in str(error)
