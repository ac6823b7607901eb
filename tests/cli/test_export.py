"""throughline export and import on a built film: every kind in its place, what is missing and what is wrong said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image

from tests.small_film import Ran, made, make_film, throughline
from throughline.review.decisions import Decisions

SCRIPT = """Title: Two Doors
Author: A. Writer
Draft date: 2nd draft

INT. ROOM - DAY

JUN sits at the table.

JUN
The door was open.

HAEUN enters. She walks to the desk.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film with the boards of its first shots."""
    film = make_film(tmp_path_factory.mktemp("films") / "my-film", SCRIPT)
    assert not made(film, "boards", shots=("1-010", "1-020")).failed
    return film


@pytest.fixture
def film(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "film"))


def export(film: Path, *words: str | Path) -> Ran:
    ran = throughline("export", *words, "--film", film)
    assert ran.status == 0, ran.err
    return ran


def pages(path: Path) -> list[str]:
    with pdfplumber.open(path) as document:
        return ["".join((page.extract_text() or "").split()) for page in document.pages]


def test_boards_in_a_layout_and_of_chosen_shots(film: Path, tmp_path: Path) -> None:
    said = json.loads(export(film, "boards", "--json").out)
    assert said == {"files": [str(film / "build/out/boards-6.pdf")], "missing": []}
    text = pages(film / "build/out/boards-6.pdf")[0]
    assert "TwoDoors" in text and "2nddraft" in text and "1.INT.ROOM-DAY" in text and "1-010" in text
    export(film, "boards", "--layout", "konti", "--shots", "1-020", "--to", tmp_path / "deep/k.pdf")
    text = pages(tmp_path / "deep/k.pdf")[0]
    assert "1-020" in text and "1-010" not in text and "SCENE1" in text and "PLACEROOM" in text
    export(film, "boards", "--shots", "1-010", "--layout", "1")
    assert len(pages(film / "build/out/boards-1-selected.pdf")) == 1


def test_panels_contact_sheet_and_plans(film: Path, tmp_path: Path) -> None:
    export(film, "panels")
    names = sorted(file.name for file in (film / "build/out/panels").iterdir())
    assert names[0].startswith("1-010") and any(name.startswith("1-020") for name in names)
    export(film, "contact", "--scene", "1", "--to", tmp_path / "sheet.png")
    assert Image.open(tmp_path / "sheet.png").width == 3508
    export(film, "plans", "--units", "ft", "--to", tmp_path / "plans")
    assert sorted(file.name for file in (tmp_path / "plans").iterdir()) == ["plans.pdf", "scene-1.svg"]
    assert "1-010" in pages(tmp_path / "plans/plans.pdf")[0] and "'-" in pages(tmp_path / "plans/plans.pdf")[0]
    export(film, "plans", "--to", tmp_path / "only.pdf")
    assert (tmp_path / "only.pdf").is_file()


def test_what_is_not_built_is_said_with_what_to_do(film: Path) -> None:
    (film / "screenplay.fountain").write_text(SCRIPT + "\nEXT. ALLEY - NIGHT\n\nJun walks.\n", encoding="utf-8")
    said = export(film, "boards").out
    assert "left out" in said and "2-010; run: throughline build boards --shots " in said
    bare = make_film(film.parent / "bare", SCRIPT)
    ran = throughline("export", "boards", "--film", bare)
    assert ran.status == 2 and "no board is made of 1-010" in ran.err and "throughline build boards" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(("words", "said"), [
    (("postcards",), "cannot be exported; one of: boards, panels, contact, storyboarder, plans"),
    (("boards", "--layout", "5"), "one of: 1, 2, 3, 4, 6, 9, konti"), (("plans", "--units", "yd"), "one of: m, ft"),
    (("panels", "--layout", "6"), "--layout is for boards"), (("boards", "--units", "m"), "--units is for plans"),
    (("boards", "--shots", "9-010"), "there is no shot 9-010"), (("boards", "--scene", "9"), "there is no scene 9"),
    (("boards", "--scene", "1", "--shots", "1-010"), "give one of the two"),
    (("boards", "--shots", ","), "names no shot")])
def test_wrong_words_are_one_line(film: Path, words: tuple[str, ...], said: str) -> None:
    ran = throughline("export", *words, "--film", film)
    assert ran.status == 2 and said in ran.err and len(ran.err.strip().splitlines()) == 1


def test_to_storyboarder_and_back(film: Path) -> None:
    export(film, "storyboarder")
    file = film / "build/out/storyboarder/Two-Doors/Two-Doors.storyboarder"
    assert "0 shots have new panels" in throughline("import", file, "--film", film).out
    told = json.loads(file.read_text(encoding="utf-8"))
    first = told["boards"][0]
    size = Image.open(file.parent / "images" / first["layers"]["reference"]["url"]).size
    assert size == (1800, 900)
    Image.new("RGBA", size, (0, 90, 0, 255)).save(file.parent / "images/mine.png")
    first["layers"]["ink"] = {"url": "mine.png"}
    first["duration"] += 500
    file.write_text(json.dumps(told), encoding="utf-8")
    assert "was changed in Storyboarder" in throughline("export", "storyboarder", "--film", film).err
    ran = throughline("import", file, "--film", film, "--by", "Ines", "--json")
    assert ran.status == 0 and ran.json["replaced"] == ["1-010"] and ran.json["notes"] == 1
    assert [decision.person for decision in Decisions(film / "reviews.db").of("1-010")] == ["Ines"]
    assert not made(film, "boards", shots=("1-010",)).failed
    export(film, "panels", "--shots", "1-010", "--to", film / "panels")
    panel = next(iter(sorted((film / "panels").iterdir())))
    assert Image.open(panel).convert("RGB").getpixel((10, 10)) == (0, 90, 0)


def test_what_cannot_be_imported_is_one_line(film: Path, tmp_path: Path) -> None:
    for name, content, said in (("a.txt", "x", "ends in .storyboarder"), ("a.storyboarder", "{", ":1: is broken"),
                                ("b.storyboarder", '{"version": "9.0", "boards": []}', "Storyboarder 9.0")):
        (tmp_path / name).write_text(content)
        ran = throughline("import", tmp_path / name, "--film", film)
        assert ran.status == 2 and said in ran.err and len(ran.err.strip().splitlines()) == 1
