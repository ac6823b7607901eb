"""To Storyboarder and back: what was drawn or written there comes into the film, and nothing is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.stages.board_products import board, shot
from throughline.film.errors import InputError
from throughline.formats.storyboarder import read_project
from throughline.review.decisions import Decisions
from throughline.stages.panel_export import Built, export_panels, export_storyboarder
from throughline.stages.panel_import import Taken, take_panels

SHOTS = [shot("1-010", 24), shot("1-020", 48), shot("2-010", 36)]


class Exchange:
    """A film's boards, exported; an artist who works on them; the way back."""

    def __init__(self, folder: Path):
        self.film = folder / "film"
        self.film.mkdir()
        self.boards = {"1-010": board(folder / "a", 60), "1-020": board(folder / "b", 90, 150),
                       "2-010": board(folder / "c", 200)}
        self.file = folder / "out/Film.storyboarder"
        self.export()

    def export(self) -> Path:
        return export_storyboarder(SHOTS, Built(self.boards, {}, {"1-010": "27 mm"}), 24.0, 2.39, "en", self.file)

    def edit(self) -> Iterator[list[dict[str, Any]]]:
        """The boards to be changed, as the program holds them."""
        told = json.loads(self.file.read_text(encoding="utf-8"))
        yield told["boards"]
        self.file.write_text(json.dumps(told), encoding="utf-8")

    def draw(self, name: str, colour: tuple[int, ...]) -> str:
        size = read_project(self.file).size
        Image.new("RGBA", size, colour).save(self.file.parent / "images" / name)
        return name

    def take(self, shots: tuple[str, ...] = ("1-010", "1-020", "2-010"), replace: bool = False) -> Taken:
        return take_panels(self.file, self.film, dict.fromkeys(shots, ""), self.boards.get, self.decisions, "Ines",
                           replace)

    @property
    def decisions(self) -> Decisions:
        return Decisions(self.film / "reviews.db")

    def override(self, name: str) -> list[str]:
        return sorted(file.name for file in (self.film / "overrides" / name / "board").glob("*"))


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    return Exchange(tmp_path)


def test_what_goes_out_is_whole_and_comes_back_unchanged(exchange: Exchange) -> None:
    told = json.loads(exchange.file.read_text(encoding="utf-8"))
    assert [entry["shot"] for entry in told["boards"]] == ["1A", "2A", "2B", "3A"]
    assert [entry["duration"] for entry in told["boards"]] == [1000, 1000, 1000, 1500]
    first = told["boards"][0]
    assert first["dialogue"] == "하나: 누구야?" and first["action"] == "하나가 돌아본다 (1-010)."
    assert first["notes"] == "1-010 · close-up · low · 27 mm · static"
    for entry in told["boards"]:
        images = exchange.file.parent / "images"
        stem = entry["url"].removesuffix(".png")
        assert Image.open(images / f"{stem}-reference.png").size == (2151, 900)
        assert Image.open(images / f"{stem}-thumbnail.png").height == 120
        assert (images / f"{stem}-posterframe.jpg").is_file()
    assert exchange.take() == Taken() and not (exchange.film / "overrides").exists()
    before = exchange.file.read_bytes()
    exchange.export()
    assert exchange.file.read_bytes() == before


def test_a_drawing_over_a_panel_replaces_it_with_all_panels_of_its_shot(exchange: Exchange) -> None:
    for boards in exchange.edit():
        boards[2]["layers"]["ink"] = {"url": exchange.draw("ink.png", (255, 0, 0, 255)), "opacity": 0.5}
    taken = exchange.take()
    assert taken.replaced == ["1-020"] and taken.told == []
    folder = exchange.film / "overrides/1-020/board"
    assert exchange.override("1-020") == ["panel_1.png", "panel_2.png"]
    assert (folder / "panel_1.png").read_bytes() == (exchange.boards["1-020"] / "panel_1.png").read_bytes()
    red, green, blue = Image.open(folder / "panel_2.png").getpixel((100, 100))  # type: ignore[misc]
    assert abs(red - 202) < 3 and abs(green - 75) < 3 and abs(blue - 75) < 3
    assert exchange.take().replaced == []  # taken in already


def test_new_gone_and_strange_boards_are_kept_or_said(exchange: Exchange) -> None:
    for boards in exchange.edit():
        new = {"uid": "NEW01", "newShot": False, "action": "she turns", "layers": {
            "pencil": {"url": exchange.draw("new.png", (0, 0, 255, 255))}}}
        boards.insert(1, new)
        boards.append({"uid": "NEW02", "newShot": True, "notes": "the city", "layers": {
            "fill": {"url": exchange.draw("city.png", (0, 255, 0, 255))}}})
        del boards[2]
    taken = exchange.take()
    assert taken.replaced == ["1-010", "1-020"]
    assert exchange.override("1-010") == ["panel_1.png", "panel_2.png"]
    assert exchange.override("1-020") == ["panel_1.png"]
    kept = exchange.film / "drawings/Film/board-5-NEW02.png"
    assert Image.open(kept).getpixel((5, 5)) == (0, 255, 0)
    assert any("board 5 is of no shot" in line and "the city" in line for line in taken.told)
    assert any(line.startswith("1-010: new board, action: she turns") for line in taken.told)
    for boards in exchange.edit():
        boards[:] = [entry for entry in boards if "2-010" not in entry.get("notes", "")]
    assert any(line.startswith("2-010: all its boards were taken out") for line in exchange.take().told)


def test_lengths_and_words_become_notes_once(exchange: Exchange) -> None:
    for boards in exchange.edit():
        boards[0]["duration"] = "1750"
        boards[1]["notes"] += " hold on her"
        boards[3]["dialogue"] = ""
        boards[1], boards[3] = boards[3], boards[1]
    taken = exchange.take()
    texts = {decision.shot: decision.text for decision in exchange.decisions.of()}
    assert texts == {"1-010": "Storyboarder, length 1.75 s instead of 1.00 s",
                     "1-020": "Storyboarder, panel 1, notes: hold on her",
                     "2-010": "Storyboarder, dialogue: (emptied)"}
    assert taken.notes == 3 and exchange.take().notes == 0 and len(exchange.decisions.of()) == 3
    assert any("another order" in line and "2-010" in line for line in taken.told)


def test_boards_of_a_shot_that_is_gone_are_kept_under_its_name(exchange: Exchange) -> None:
    for boards in exchange.edit():
        boards[3]["layers"]["ink"] = {"url": exchange.draw("ink.png", (9, 9, 9, 255))}
        boards[3]["notes"] += " better"
    taken = exchange.take(shots=("1-010", "1-020"))
    assert exchange.override("2-010") == ["panel_1.png"]
    assert any("no longer has this shot" in line and "2-010" in line for line in taken.told)
    assert [decision.shot for decision in exchange.decisions.of()] == ["2-010"]


def test_a_panel_that_was_replaced_here_too_stays_unless_asked(exchange: Exchange) -> None:
    own = exchange.film / "overrides/1-010/board/panel_1.png"
    own.parent.mkdir(parents=True)
    Image.new("RGB", (9, 9), "blue").save(own)
    mine = own.read_bytes()
    for boards in exchange.edit():
        boards[0]["layers"]["ink"] = {"url": exchange.draw("ink.png", (9, 9, 9, 255))}
    taken = exchange.take()
    assert taken.conflicts == ["1-010"] and "--replace" in taken.told[0] and own.read_bytes() == mine
    assert exchange.take(replace=True).replaced == ["1-010"] and own.read_bytes() != mine


def test_an_artists_work_is_never_written_over(exchange: Exchange) -> None:
    for boards in exchange.edit():
        boards[0]["layers"]["ink"] = {"url": exchange.draw("ink.png", (9, 9, 9, 255))}
    before = exchange.file.read_bytes()
    with pytest.raises(InputError, match=r"changed in Storyboarder.*throughline import"):
        exchange.export()
    assert exchange.file.read_bytes() == before
    exchange.file = exchange.file.with_name("Other.storyboarder")
    with pytest.raises(InputError, match=r"another project, Film\.storyboarder"):
        exchange.export()


def test_nothing_is_written_where_one_picture_is_broken(exchange: Exchange) -> None:
    for boards in exchange.edit():
        boards[0]["layers"]["ink"] = {"url": exchange.draw("ink.png", (9, 9, 9, 255))}
        boards[3]["layers"]["ink"] = {"url": "broken.png"}
    (exchange.file.parent / "images/broken.png").write_bytes(b"no picture")
    with pytest.raises(InputError, match=r"broken\.png: cannot be read as a picture"):
        exchange.take()
    assert not (exchange.film / "overrides").exists() and not (exchange.film / "reviews.db").exists()


def test_a_file_that_lost_our_list_counts_every_board_as_new(exchange: Exchange) -> None:
    told = json.loads(exchange.file.read_text(encoding="utf-8"))
    del told["throughline"]
    exchange.file.write_text(json.dumps(told), encoding="utf-8")
    taken = exchange.take()
    assert len(list((exchange.film / "drawings/Film").glob("*.png"))) == 4 and taken.replaced == []


def test_panels_are_named_by_their_shots(exchange: Exchange, tmp_path: Path) -> None:
    files = export_panels(exchange.boards, tmp_path / "p")
    assert [file.name for file in files] == ["1-010.png", "1-020_1.png", "1-020_2.png", "2-010.png"]
    assert files[2].read_bytes() == (exchange.boards["1-020"] / "panel_2.png").read_bytes()
