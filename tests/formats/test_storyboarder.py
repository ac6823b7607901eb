"""Storyboarder's projects: written as the program writes them, read with care for what strangers put in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from throughline.film.errors import InputError
from throughline.formats.storyboarder import (
    Board,
    Exported,
    Layer,
    Project,
    image_name,
    project_json,
    read_project,
    size_of,
    uids,
)


def board(uid: str, new: bool = True, **more: Any) -> Board:
    told: dict[str, Any] = {"duration": 1500, "dialogue": "하나: 누구야?", "action": "돌아본다.", "notes": "1-010",
                            "layers": (Layer(name="reference", url=f"board-1-{uid}-reference.png", opacity=1.0),)}
    return Board(uid=uid, new_shot=new, **{**told, **more})


def written(folder: Path, **change: Any) -> Path:
    """A project of two boards on disk, its top-level keys changed as told."""
    (folder / "images").mkdir(exist_ok=True)
    boards = (board("AAAAA"), board("BBBBB", new=False))
    for entry in boards:
        Image.new("RGB", (40, 20), "grey").save(folder / "images" / entry.layers[0].url)
    exported = tuple(Exported(uid=entry.uid, shot="1-010", panel=number, duration=1500, dialogue=entry.dialogue,
                              action=entry.action, notes=entry.notes, drawing="d", source="s")
                     for number, entry in enumerate(boards, start=1))
    told = json.loads(project_json(Project(aspect=2.39, fps=24.0, boards=boards, exported=exported),
                                   {"AAAAA": ("AAAAA-audio.wav", 3000)}))
    path = folder / "a.storyboarder"
    path.write_text(json.dumps({**told, **change}), encoding="utf-8")
    return path


def test_a_project_has_what_the_program_reads(tmp_path: Path) -> None:
    told = json.loads(written(tmp_path).read_text(encoding="utf-8"))
    assert {"version", "aspectRatio", "fps", "defaultBoardTiming", "boards"} <= told.keys()
    first, second = told["boards"]
    assert [first["shot"], second["shot"]] == ["1A", "1B"] and [first["time"], second["time"]] == [0, 1500]
    assert first["url"] == "board-1-AAAAA.png" and first["layers"]["reference"]["url"] == "board-1-AAAAA-reference.png"
    assert first["audio"] == {"filename": "AAAAA-audio.wav", "duration": 3000} and "audio" not in second
    assert (first["newShot"], second["newShot"], first["number"], second["number"]) == (True, False, 1, 2)
    assert size_of(2.39) == (2151, 900) and size_of(0.5) == (900, 1800)
    assert image_name(3, "AAAAA", "posterframe") == "board-3-AAAAA-posterframe.jpg"


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    found = read_project(written(tmp_path))
    assert found.boards[0] == board("AAAAA") and found.boards[1].new_shot is False
    assert [entry.panel for entry in found.exported] == [1, 2] and found.fps == 24.0


def test_values_that_the_program_writes_as_text_are_understood(tmp_path: Path) -> None:
    path = written(tmp_path, aspectRatio="1.777", defaultBoardTiming=1000)
    told = json.loads(path.read_text(encoding="utf-8"))
    told["boards"][0]["duration"] = "2500"
    del told["boards"][1]["duration"]
    path.write_text(json.dumps(told), encoding="utf-8")
    found = read_project(path)
    assert found.aspect == 1.777 and [entry.duration for entry in found.boards] == [2500, 1000]


def test_layers_come_from_below_and_an_old_drawing_is_found(tmp_path: Path) -> None:
    path = written(tmp_path)
    told = json.loads(path.read_text(encoding="utf-8"))
    for name in ("notes", "ink", "shot-generator"):
        Image.new("RGBA", (4, 2)).save(tmp_path / "images" / f"{name}.png")
        told["boards"][0]["layers"][name] = {"url": f"{name}.png"}
    told["boards"][0]["layers"]["reference"].pop("opacity")
    Image.new("RGBA", (4, 2)).save(tmp_path / "images" / told["boards"][1]["url"])
    path.write_text(json.dumps(told), encoding="utf-8")
    first, second = read_project(path).boards
    assert [(layer.name, layer.opacity) for layer in first.layers] == [
        ("shot-generator", 1.0), ("reference", 0.75), ("ink", 1.0), ("notes", 1.0)]
    assert [layer.name for layer in second.layers] == ["reference", "main"]


@pytest.mark.parametrize(("text", "words"), [
    ('{"version": "3.0.0",\n "boards": [}', r"a\.storyboarder:2: is broken"), ("[1, 2]", "is no Storyboarder project"),
    ('{"version": "3.0.0"}', "lists no boards"), ('{"version": "4.1.0", "boards": []}', "Storyboarder 4.1.0"),
    ('{"boards": [], "aspectRatio": NaN}', "aspectRatio"), ('{"boards": [{}], "aspectRatio": 2}', "board 1 has no uid"),
    ("[" * 100_000, "is no Storyboarder project|broken")])
def test_what_is_no_project_is_one_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "a.storyboarder"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words) as caught:
        read_project(path)
    assert "\n" not in str(caught.value)
    path.write_bytes(b"\xff\xfe\x00binary")
    with pytest.raises(InputError, match="is not text"):
        read_project(path)
    with pytest.raises(InputError, match="no such file"):
        read_project(tmp_path / "none.storyboarder")


@pytest.mark.parametrize("url", ["../secret.png", "/etc/hostname", "a/b.png", "..\\secret.png", "", "link.png", 7])
def test_a_picture_outside_the_project_is_refused(tmp_path: Path, url: object) -> None:
    path = written(tmp_path)
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "images/link.png").symlink_to(tmp_path / "secret.png")
    told = json.loads(path.read_text(encoding="utf-8"))
    told["boards"][1]["layers"]["ink"] = {"url": url}
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputError, match="board 2 names a picture outside"):
        read_project(path)


def test_a_missing_picture_a_double_uid_and_a_forged_shot_are_named(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "images/board-1-BBBBB-reference.png").unlink()
    with pytest.raises(InputError, match=r"board 2: its picture images/board-1-BBBBB-reference\.png is missing"):
        read_project(path)
    path = written(tmp_path)
    told = json.loads(path.read_text(encoding="utf-8"))
    told["throughline"]["boards"][0]["shot"] = "../../etc"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputError, match="is no shot's id"):
        read_project(path)
    told["throughline"]["boards"][0] = {"shot": 3}
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        read_project(path)
    told["boards"][1]["uid"] = "AAAAA"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputError, match="two boards have the uid AAAAA"):
        read_project(path)


@given(st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=80))
def test_uids_are_stable_short_and_no_two_alike(names: list[str]) -> None:
    found = uids(names)
    assert found == uids(names) and len(set(found)) == len(names)
    assert all(len(uid) == 5 and uid.isalnum() and uid.isascii() and uid == uid.upper() for uid in found)
    assert found[:1] == uids(names[:1])
