"""Fountain's syntax, rule by rule."""

from __future__ import annotations

import time

import pytest

from throughline.film.errors import InputError
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fountain


def kinds(text: str) -> list[tuple[str, str]]:
    return [(element.kind.value, element.text) for element in fountain.read(text).elements]


@pytest.mark.parametrize(
    "line",
    ["INT. HOUSE - DAY", "int. house", "EXT HOUSE", "EST. CITY", "INT./EXT. CAR", "INT/EXT CAR", "I/E CAR",
     "INT。 病院-日",
     "ИНТ. КВАРТИРА – ДЕНЬ", "НАТ. УЛИЦА", "ЭКСТ. ЛЕС", "EXT. LIBRARY--DAY", "  INT. INDENTED", "ИНТ./НАТ. МАШИНА"],
)
def test_a_heading_needs_no_mark(line: str) -> None:
    assert kinds(f"{line}\n\nIt rains.\n") == [("scene_heading", line.strip()), ("action", "It rains.")]


@pytest.mark.parametrize(
    "line", ["INTERIOR thoughts", "Internal.", "Est arrivé le matin", "..and then", "EXTREME heat", "Нат идёт домой",
             "INTO the night", "S class car", ". dot"],
)
def test_what_only_resembles_a_heading_is_action(line: str) -> None:
    assert kinds(f"{line}\n\nIt rains.\n")[0] == ("action", line)


def test_headings_carry_numbers_and_force() -> None:
    play = fountain.read(".SNIPER POV #12A#\n\nINT. BAR - DAY #I-1-A#\n\nS#7. 광화문 / 밤\n\nEXT. LOT #9# [[n]]\n\nx")
    assert [(e.text, e.scene_number) for e in play.elements[:4]] == [
        ("SNIPER POV", "12A"), ("INT. BAR - DAY", "I-1-A"), ("광화문 / 밤", "7"), ("EXT. LOT [[n]]", "9")]


def test_a_heading_right_above_action_is_one_when_it_has_dot_and_capitals() -> None:
    assert kinds("INT. HOUSE - DAY\nIt rains.") == [("scene_heading", "INT. HOUSE - DAY"), ("action", "It rains.")]
    assert kinds("int house\nIt rains.") == [("action", "int house\nIt rains.")]


def test_speech() -> None:
    text = "STEEL (O.S.)\n(beer raised)\nTo retirement.\n~la la\n~lo\n\n@McAVOY\nYes.\n\nR2D2\nBeep\n\n23\nNo name.\n"
    assert kinds(text) == [
        ("character", "STEEL (O.S.)"), ("parenthetical", "(beer raised)"), ("dialogue", "To retirement."),
        ("lyrics", "la la\nlo"), ("character", "McAVOY"), ("dialogue", "Yes."), ("character", "R2D2"),
        ("dialogue", "Beep"),
        ("action", "23\nNo name.")]


def test_dual_dialogue_marks_the_second_speaker() -> None:
    play = fountain.read("BRICK\nScrew retirement.\n\nSTEEL ^\nScrew retirement.\n")
    assert [(e.text, e.dual) for e in play.elements if e.kind is Kind.CHARACTER] == [("BRICK", False), ("STEEL", True)]


def test_two_spaces_keep_a_speech_open() -> None:
    assert kinds("DEALER\nTen.\n  \nHit or stand?\n\nDone.")[1:] == [
        ("dialogue", "Ten.\n\nHit or stand?"), ("action", "Done.")]
    assert kinds("DEALER\nTen.\n\nHit")[1:] == [("dialogue", "Ten."), ("action", "Hit")]
    assert kinds("DEALER\nTen.\n  \n  INT. BAR - DAY\n\nx")[2][0] == "scene_heading"


def test_marks() -> None:
    text = ("# Act\n\n### Deep\n\n= They meet.\n\n> Burn to white.\n\nCUT TO:\n\n> THE END <\n> really <\n\n===\n\n"
            "~Song\n\n"
            "!SCANNING THE AISLES...\nWhere is that pit boss?\n\n    Indented.\n\tTabbed.\n")
    play = fountain.read(text)
    assert [(e.kind.value, e.text, e.depth) for e in play.elements] == [
        ("section", "Act", 1), ("section", "Deep", 3), ("synopsis", "They meet.", 0),
        ("transition", "Burn to white.", 0),
        ("transition", "CUT TO:", 0), ("centered", "THE END\nreally", 0), ("page_break", "", 0), ("lyrics", "Song", 0),
        ("action", "SCANNING THE AISLES...\nWhere is that pit boss?", 0), ("action", "    Indented.\n    Tabbed.", 0)]


def test_notes_and_boneyard() -> None:
    text = ("[[standing]]\n\nHe [[inline]] runs.\n\n/* cut\n\nINT. GONE - DAY\n\nall */\n\n[[two\n  \nlines]]\n\n"
            "a [[never\n\nshut]]\n\nJOHN [[tired]]\n[[cu]]\nHi /* old */ there\n")
    play = fountain.read(text)
    assert [(e.kind.value, e.text, e.line) for e in play.elements] == [
        ("note", "standing", 1), ("action", "He [[inline]] runs.", 3), ("boneyard", "cut\n\nINT. GONE - DAY\n\nall", 5),
        ("note", "two\n\nlines", 11), ("action", "a [[never", 15), ("action", "shut]]", 17),
        ("character", "JOHN [[tired]]", 19), ("note", "cu", 20), ("dialogue", "Hi /* old */ there", 21)]


def test_title_page() -> None:
    play = fountain.read("Title:\n\t_**BRICK & STEEL**_\n\tFULL RETIRED\nCredit: Written by\nMystery key: kept\n"
                         "Source:\n\nFADE IN:\n")
    assert [(f.key, f.lines) for f in play.title_page] == [
        ("Title", ("_**BRICK & STEEL**_", "FULL RETIRED")), ("Credit", ("Written by",)), ("Mystery key", ("kept",)),
        ("Source", ())]
    assert play.elements[0].line == 8
    assert fountain.read("Title：映画\nAuthor：匿名\n\nx").title == "映画"


@pytest.mark.parametrize(
    "text", ["FADE IN:\n\nx", "INT. HOUSE: ATTIC - DAY\n\nx", "He says: no.\nThen runs.\n", "CUT TO:\n\nx"])
def test_a_script_without_a_title_page_has_none(text: str) -> None:
    assert fountain.read(text).title_page == ()


@pytest.mark.parametrize(
    ("text", "cue"),
    [("지훈\n뛰어!\n", "지훈"), ("경찰 1\n멈춰!\n", "경찰 1"), ("민서(E)\n어디야\n", "민서(E)"),
     ("택시 기사\n(웃으며)\n어디요?\n", "택시 기사"),
     ("ジョン\n（失われた）\nここは？\n", "ジョン"), ("@긴 이름의 사람\n네.\n", "긴 이름의 사람")],
)
def test_cues_in_scripts_without_case(text: str, cue: str) -> None:
    assert kinds("INT. A\n\n" + text)[1] == ("character", cue)


@pytest.mark.parametrize(
    "text", ["긴 침묵\n아무도 없다", "지훈이 뛴다\n차가 폭발한다", "잠시후\n비가 온다", "문이 열린다.\n닫힌다.",
             "夜が来る。\n静か。", "자막\n3년 후", "밤 뒤\n낮"],
)
def test_action_in_scripts_without_case_stays_action(text: str) -> None:
    assert kinds("INT. A\n\n" + text) == [("scene_heading", "INT. A"), ("action", text)]


def test_a_name_that_stands_as_cue_twice_is_one() -> None:
    text = "INT. A\n\n서울역 안내 방송\n열차가 옵니다\n\n서울역 안내 방송\n문이 닫힙니다\n"
    assert [kind for kind, _ in kinds(text)[1:]] == ["character", "dialogue", "character", "dialogue"]


def test_lines_count_from_the_top_of_the_file() -> None:
    play = fountain.read("Title: x\n\n\nINT. A - DAY\r\n\r\nOne.\rTwo.\n\nJOHN\nHi.\n(beat)\nYou.\n")
    assert [e.line for e in play.elements] == [4, 6, 9, 10, 11, 12]


def test_nul_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match=r"^a\.fountain:2: .*NUL"):
        fountain.read("INT. A\nb\x00", "a.fountain")


@pytest.mark.parametrize(
    "text", ["[[" * 30000, "/*" * 30000, "[[x]] " * 20000, "*a_" * 20000, "(a\n" * 20000, "JOHN\n" + "  \n" * 30000,
             "지훈 " * 20000, "\\" * 50000, "A\n[[x]]\n" * 10000, "> x <\n" * 9000,
             "자막" + " " * 40000 + "x", "a:" * 20000],
    ids=lambda text: repr(text[:8]),
)
def test_reading_takes_time_in_proportion_to_length(text: str) -> None:
    """Each takes about 0.1 s; anything quadratic in these takes minutes."""
    start = time.process_time()
    fountain.write(fountain.read(text))
    assert time.process_time() - start < 4
