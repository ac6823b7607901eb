"""A person's shot list is read under English and Korean headings, and every mistake has its row."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.directing.scripts import films
from throughline import directing
from throughline.film.errors import InputError
from throughline.film.shot import Angle, Move, Size
from throughline.film.story import Breakdown
from throughline.formats import tables
from throughline.formats.shot_table import read_shot_table
from throughline.formats.shot_terms import angle_meant, move_meant, size_meant
from throughline.formats.shot_words import angle_word, move_word, size_word


def table(folder: Path, text: str) -> Path:
    path = folder / "shots.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


@settings(max_examples=25, deadline=None)
@given(films())
def test_every_exported_row_is_read_whole(tmp_path_factory: pytest.TempPathFactory, script: Breakdown) -> None:
    made = directing.shots(script)
    rows = read_shot_table(table(tmp_path_factory.mktemp("list"), tables.shots_csv(made, script)))
    assert [(row.scene, row.shot) for row in rows] == [(shot.scene, shot.id) for shot in made.shots]
    for row, shot in zip(rows, made.shots, strict=True):
        assert (row.size, row.angle, row.move, row.lens_mm) == (shot.size, shot.angle, shot.move, shot.lens_mm)
        assert (row.frames, row.lines, row.subjects or ()) == (shot.frames, shot.lines, shot.subjects)
        assert row.description == shot.action


def test_korean_headings_and_an_empty_scene_below_the_first(tmp_path: Path) -> None:
    rows = read_shot_table(table(tmp_path, "씬;컷;사이즈;앵글;무브;렌즈;내용;길이\n"
                                           "S#4;1;풀샷;부감;픽스;35mm;둘이 누워 있다;3초\n"
                                           ";2;바스트;;달리 인;;하은이 깨어난다;0:02.5\n\n;;;;;;;\n"))
    assert [(row.scene, row.shot, row.line) for row in rows] == [("4", "1", 2), ("4", "2", 3)]
    assert (rows[0].size, rows[0].angle, rows[0].move, rows[0].lens_mm) == (Size.LS, Angle.HIGH, Move.STATIC, 35)
    assert (rows[0].seconds, rows[1].seconds, rows[1].move, rows[1].angle) == (3.0, 2.5, Move.PUSH_IN, None)


def test_what_a_spreadsheet_held_back_comes_free(tmp_path: Path) -> None:
    rows = read_shot_table(table(tmp_path, "Scene,Description\n1,'=run!\n1,'tis the season\n"))
    assert [row.description for row in rows] == ["=run!", "'tis the season"]


@pytest.mark.parametrize(("text", "said"), [
    ("Scene,Size\n4,HUGE\n", r":2: size: “HUGE” cannot be used; write ECU, CU"),
    ("Scene,Angle\n4,\n4,sideways\n", r":3: angle: “sideways”"),
    ("Scene,Lens\n4,24-70\n", r":2: lens: “24-70” cannot be used; write whole millimetres"),
    ("Scene,Lens\n4,2\n", r":2: lens: “2”"),
    ("Scene,Foo\n4,1\n", r":1: unknown column “foo”; columns: scene, shot, size"),
    ("Size\nCU\n", r":1: there is no column for the scene"),
    ("Scene,씬\n1,1\n", r"columns scene and 씬 are the same"),
    ("Scene,Shot\n4,1\n5,1\n4,1\n", r":4: shot 1 is listed twice \(first in row 2\)"),
    ("Scene,Duration\n1,long\n", r":2: duration: “long”"), ("Scene,Duration\n1,0\n", r":2: duration: “0”"),
    ("Scene,Script lines\n1,9-3\n", r":2: script lines: “9-3”"), ("Scene,Frames\n1,12.5\n", r":2: frames: “12.5”"),
    ("Scene,Size\n,CU\n", r":2: scene: “” cannot be used"), ("", r"empty")])
def test_a_mistake_is_one_line_with_its_row(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        read_shot_table(table(tmp_path, text))
    assert "\n" not in str(error.value)


def test_every_word_that_we_write_is_understood() -> None:
    for language in ("en", "ko"):
        assert all(size_meant(size_word(size, language)) is size for size in Size)
        assert all(move_meant(move_word(move, language)) is move for move in Move)
        assert all(angle_meant(angle_word(angle, language) or "eye") is angle for angle in Angle)
    assert size_meant("Wide Shot") is Size.LS and move_meant("DOLLY-IN") is Move.PUSH_IN and size_meant("x") is None
