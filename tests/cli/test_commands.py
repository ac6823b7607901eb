"""Every command as a person uses it: help with an example that works, words and JSON, decisions that last."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
import time
from glob import glob
from pathlib import Path

import pytest
from PIL import Image
from typer.main import get_command

from tests.small_film import SCRIPT, Ran, command, make_film, throughline
from throughline.cli.main import app

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
EXAMPLES = {name: re.findall(r"Example: (throughline .*)", get_command(app).commands[name].help or "")  # type: ignore
            for name in COMMANDS}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of which one shot has a board and a previs, and one with an effect its layout."""
    film = make_film(tmp_path_factory.mktemp("films") / "my-film")
    assert throughline("build", "board", "--film", film).status == 2
    assert throughline("build", "layout", "--shots", "1-020", "--film", film, "--jobs", "1").status == 0
    assert throughline("build", "boards", "layout", "--shots", "1-010", "--film", film, "--jobs", "1").status == 0
    return film


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_that_is_understood(name: str, film: Path, tmp_path: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    said = command(name, "--help").out if name == "build" else throughline(name, "--help").out
    assert "Example:" in said and "--json" in said
    assert EXAMPLES[name], "no example"
    monkeypatch.chdir(tmp_path)
    shutil.copytree(film, tmp_path / "my-film")
    Path("script.fountain").write_text(SCRIPT)
    Image.new("RGB", (40, 20)).save("panel_1.png")
    for example in EXAMPLES[name]:
        words = shlex.split(example)[1:]
        if name == "setup":
            continue  # would install programs
        if name == "new":
            shutil.rmtree("my-film")
        if name == "build":
            words.append("--dry-run")
        if name == "import":
            sent = throughline("export", "storyboarder", "--film", "my-film", "--to", "Crossing.storyboarder")
            assert sent.status == 0, sent
        if "effects" in words and name == "override":
            sent = throughline("export", "effects", "--shots", "1-020", "--to", "from-us", "--film", "my-film")
            assert sent.status == 0, sent
        ran = throughline(*(named for word in words for named in sorted(glob(word)) or [word]), "--json")
        assert ran.status == 0, ran
        assert isinstance(ran.json, dict)


def test_commands_speak_to_people(film: Path) -> None:
    lines = throughline("status", "--film", film).out.splitlines()
    assert len(lines) == 6 and lines[0].startswith("1-010") and "board:yes" in lines[0] and "previs:-" in lines[0]
    shown = throughline("show", "1-010", "--film", film).out
    assert "HAEUN: Do not follow me." in shown and "board: " in shown and "sound: " not in shown
    assert Path(re.findall(r"board: (.*)", shown)[0], "panel_1.png").is_file()
    dry = throughline("build", "boards", "--shots", "1-010", "--film", film, "--dry-run").out
    assert dry.startswith("nothing to do")
    stale = throughline("build", "previs", "--film", film, "--explain").out
    assert "previs_clip/1-010: never made" in stale and re.search(r"\d+ of \d+ to make, about \d+:\d\d", stale)


def test_decisions_outlive_the_build(film: Path, tmp_path: Path) -> None:
    own = shutil.copytree(film, tmp_path / "film")
    assert throughline("note", "1-010", "hold two beats longer", "--film", own, "--by", "Ines").status == 0
    assert throughline("approve", "1-010", "--stage", "board", "--film", own, "--by", "Ines").status == 0
    assert throughline("retake", "2-020", "she must look at him", "--film", own, "--json").json["kind"] == "retake"
    assert throughline("override", "1-010", "board", "--film", own).status == 0
    shutil.rmtree(own / "build")
    found = throughline("show", "1-010", "--film", own, "--json").json["decisions"]
    assert [(entry["kind"], entry["stage"], entry["person"], entry["text"]) for entry in found] == [
        ("note", None, "Ines", "hold two beats longer"), ("approve", "board", "Ines", "")]
    assert "approve of board by Ines" in throughline("show", "1-010", "--film", own).out
    assert "she must look at him" in throughline("show", "2-020", "--film", own).out
    assert (own / "overrides/1-010/board/panel_1.png").is_file()
    why = throughline("build", "boards", "--film", own, "--explain").out
    assert "board/1-010: never made" in why


def test_an_approval_knows_its_product(film: Path, tmp_path: Path) -> None:
    own = shutil.copytree(film, tmp_path / "film")
    throughline("approve", "1-010", "--stage", "board", "--film", own)
    assert "made anew since" not in throughline("show", "1-010", "--film", own).out
    Image.new("RGB", (40, 20), "red").save(tmp_path / "panel_1.png")
    assert throughline("override", "1-010", "board", tmp_path / "panel_1.png", "--film", own).status == 0
    assert throughline("build", "boards", "--shots", "1-010", "--film", own, "--jobs", "1").status == 0
    assert "made anew since" in throughline("show", "1-010", "--film", own).out


def test_nothing_of_a_decision_is_in_a_product(film: Path, tmp_path: Path) -> None:
    own = shutil.copytree(film, tmp_path / "film")
    throughline("note", "1-010", "a remark that stays here", "--film", own)
    assert throughline("build", "boards", "--shots", "1-010", "--film", own, "--json").json["made"] == []


def test_progress_without_a_terminal_is_a_line_a_product(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film")
    ran = throughline("build", "sound", "--shots", "1-030", "--film", film)
    lines = ran.err.splitlines()
    assert ran.status == 0 and lines
    assert all(re.fullmatch(r"\[\d+/\d+\] \S+, about \d+:\d\d left", line) for line in lines)
    assert "made, 0 as they were, 0 failed" in ran.out


def test_progress_on_a_terminal_is_a_bar(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film")
    ours, theirs = pty.openpty()
    running = subprocess.Popen([sys.executable, "-m", "throughline", "build", "sound", "--shots", "1-030", "--film",
                                str(film)], stdout=subprocess.DEVNULL, stderr=theirs,
                               env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"})
    os.close(theirs)
    seen, end = b"", time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                seen += os.read(ours, 65536)
            except OSError:
                break
        elif running.poll() is not None:
            break
    os.close(ours)
    assert running.wait(timeout=10) == 0
    text = seen.decode()
    assert "━" in text and "%" in text and "left" in text and "\n[1/" not in text


def test_a_reader_that_goes_away_is_no_error(film: Path) -> None:
    running = subprocess.Popen([sys.executable, "-m", "throughline", "status", "--film", str(film)],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None and running.stderr is not None
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    running.wait(timeout=20)


def test_a_terminal_without_korean_letters(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film", "S#1. 방 안 / 낮\n\n하은이 앉는다.\n", "screenplay.txt")
    ran: Ran = command("status", "--film", film, environment={"PYTHONIOENCODING": "ascii"})
    assert ran.status == 0 and ran.err == "" and "\\ud558" in ran.out


def test_a_new_film_from_a_file_of_any_name(tmp_path: Path) -> None:
    script = tmp_path / "My draft.TXT.md"
    script.write_text(SCRIPT)
    assert throughline("new", tmp_path / "film", script).status == 0
    assert len(throughline("status", "--film", tmp_path / "film", "--json").json["shots"]) == 6
    assert throughline("new", tmp_path / "film", script).status == 2
    assert throughline("new", script, script).status == 2


def test_engines_are_listed() -> None:
    listed = {entry["name"]: entry for entry in throughline("engines", "--json").json["engines"]}
    assert listed["fake"]["status"] == "ready" and listed["fake"]["kind"] == "render"
    assert "fake" in throughline("engines").out


def test_the_version() -> None:
    assert re.fullmatch(r"throughline \d+\.\d+.*\n", throughline("--version").out)
