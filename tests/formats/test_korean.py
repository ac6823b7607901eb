"""Korean S# text."""

from __future__ import annotations

import pytest

from throughline.formats import inline, korean

SCRIPT = """제목: 광화문
각본: 홍길동

등장인물
지훈 (30) 형사

S#1. 광화문 광장 / 낮
사람들이 걷고 있다.  차가 지나간다.
지훈    뛰어!
민서(E)\t(놀라며) 뭐?
\t어디로?
지훈: 저기! [[shot: CU, 지훈]]
폭발음.
자막: 3년 후
(컷 투)
S#.2 경찰서 (낮/ 안)
[인서트] 시계 12:30
그가 멈춘다.
하늘
구름이 흐른다.

경찰 1
멈춰!

F.O
"""


def read(text: str) -> list[tuple[str, str]]:
    return [(element.kind.value, element.text) for element in korean.read(text).elements]


def test_a_whole_script() -> None:
    play = korean.read(SCRIPT)
    assert [(f.key, f.lines) for f in play.title_page] == [("제목", ("광화문",)), ("각본", ("홍길동",))]
    assert [(e.kind.value, e.text, e.line) for e in play.elements] == [
        ("note", "등장인물\n지훈 (30) 형사", 4),
        ("scene_heading", "광화문 광장 / 낮", 7), ("action", "사람들이 걷고 있다.  차가 지나간다.", 8),
        ("character", "지훈", 9), ("dialogue", "뛰어!", 9),
        ("character", "민서(E)", 10), ("parenthetical", "(놀라며)", 10), ("dialogue", "뭐?\n어디로?", 10),
        ("character", "지훈", 12), ("dialogue", "저기! [[shot: CU, 지훈]]", 12),
        ("action", "폭발음.", 13), ("action", "자막: 3년 후", 14), ("transition", "(컷 투)", 15),
        ("scene_heading", "경찰서 (낮/ 안)", 16), ("action", "[인서트] 시계 12:30", 17),
        ("action", "그가 멈춘다.\n하늘\n구름이 흐른다.", 18), ("character", "경찰 1", 22), ("dialogue", "멈춰!", 23),
        ("transition", "F.O", 25)]
    assert [e.scene_number for e in play.elements if e.kind.value == "scene_heading"] == ["1", "2"]
    assert inline.notes(play.elements[9].text) == ("shot: CU, 지훈",)


@pytest.mark.parametrize(
    ("line", "number", "text"),
    [("S#12. 광화문 광장 / 밤", "12", "광화문 광장 / 밤"), ("S#.1 경찰서 (낮/ 안)", "1", "경찰서 (낮/ 안)"),
     ("S#3 골목 - 밤(외부)", "3", "골목 - 밤(외부)"), ("#12. 집", "12", "집"), ("씬 12. 집", "12", "집"),
     ("씬12 집", "12", "집"),
     ("s# 4A. 집", "4A", "집"), ("S#5-1. 집", "5-1", "집"), ("S#. 63빌딩", None, "63빌딩"),
     ("S#7. 63빌딩", "7", "63빌딩"),
     ("SCENE 8. 집", "8", "집"), ("INT. HOUSE - DAY", None, "INT. HOUSE - DAY")],
)
def test_headings(line: str, number: str | None, text: str) -> None:
    element = korean.read(line + "\n비가 온다.\n").elements[0]
    assert (element.kind.value, element.scene_number, element.text) == ("scene_heading", number, text)


@pytest.mark.parametrize(
    ("line", "cue", "words"),
    [("지훈\t뛰어!", "지훈", "뛰어!"), ("지훈 : 뛰어!", "지훈", "뛰어!"), ("지훈：뛰어!", "지훈", "뛰어!"),
     ("경찰 1  멈춰", "경찰 1", "멈춰"),
     ("민서(V.O)   나야", "민서(V.O)", "나야"), ("민서 (N): 그날", "민서 (N)", "그날"),
     ("앵커(off)\t속보", "앵커(off)", "속보"), ("앵커(E) 속보", "앵커(E)", "속보"),
     ("N    그날 밤", "N", "그날 밤"), ("JOHN\tHello", "JOHN", "Hello"), ("남자1\t야", "남자1", "야")],
)
def test_speeches_on_one_line(line: str, cue: str, words: str) -> None:
    assert read("S#1. 집\n" + line)[1:] == [("character", cue), ("dialogue", words)]


@pytest.mark.parametrize(
    "line", ["문이 열리고  지훈이 들어온다", "자막: 3년 후", "시계는 12:30을 가리킨다", "지훈이 걷는다.  멈춘다.",
             "(E) 전화벨", "메모: 우유 사기", "지훈(30) 형사다",
             "그때  문이 열린다", "INSERT  시계", "장소: 서울"],
)
def test_lines_that_only_look_like_speeches_are_action(line: str) -> None:
    assert read("S#1. 집\n" + line)[1:] == [("action", line)]


@pytest.mark.parametrize("line", ["(컷 투)", "F.O", "F.I", "CUT TO:", "디졸브", "(페이드 아웃)", "O.L", "암전"])
def test_transitions(line: str) -> None:
    assert read(f"S#1. 집\n비가 온다.\n{line}\nS#2. 길\n눈.")[2] == ("transition", line)


def test_a_short_line_alone_above_the_first_scene_is_the_title() -> None:
    play = korean.read("해치\n\nS#1. 집\n비.\n")
    assert [(f.key, f.lines) for f in play.title_page] == [("제목", ("해치",))]
    assert korean.read("비가 온다.\n\nS#1. 집\n비.\n").title_page == ()
    assert korean.read("F.I\n\nS#1. 집\n비.\n").title_page == ()


def test_title_in_brackets_and_loose_keys() -> None:
    play = korean.read("<광화문>\n\n각본 홍길동\n감독 : 김감독\n\nS#1. 집\n비.\n")
    assert [(f.key, f.lines) for f in play.title_page] == [
        ("제목", ("광화문",)), ("각본", ("홍길동",)), ("감독", ("김감독",))]
