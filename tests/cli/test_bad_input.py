"""Whatever is wrong is said in one line: where, what, and what to do; never a traceback."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.small_film import SCRIPT, SETTINGS, Ran, build, command, make_film, throughline

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<FinalDraft DocumentType="Script"><Content><Paragraph Type="Action"><Text>&c;</Text></Paragraph></Content></FinalDraft>
"""


def complains(ran: Ran, status: int, *words: str) -> None:
    """One line on stderr that says all of ``words``, none of it in Python's."""
    lines = ran.err.splitlines()
    assert ran.status == status, ran
    assert len(lines) == 1 and lines[0].startswith("throughline: "), ran.err
    for word in words:
        assert word in lines[0], lines[0]
    assert "Traceback" not in ran.out + ran.err


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return make_film(tmp_path / "film")


def test_a_folder_that_is_no_film(tmp_path: Path) -> None:
    complains(throughline("build", "--film", tmp_path / "none"), 2, "none: no such folder", "throughline new")
    complains(throughline("build", "--film", tmp_path), 2, "no screenplay here", "screenplay.fountain")
    (tmp_path / "file").write_text("x")
    complains(throughline("status", "--film", tmp_path / "file"), 2, "no such folder")


def test_two_screenplays(film: Path) -> None:
    (film / "screenplay.fdx").write_text("<FinalDraft/>")
    complains(throughline("build", "--film", film), 2, "screenplay.fdx, screenplay.fountain", "[film] screenplay")


@pytest.mark.parametrize(("name", "content", "words"), [
    ("screenplay.fountain", b"", ("screenplay.fountain", "empty")),
    ("screenplay.fountain", bytes(range(256)) * 40, ("screenplay.fountain",)),
    ("screenplay.fountain", b"x" * 50_000_000, ("too large: 48 MB",)),
    ("screenplay.txt", b"\xff\xfe\x00", ("screenplay.txt",)),
    ("screenplay.fdx", BOMB, ("screenplay.fdx",)),
    ("screenplay.fdx", b"<FinalDraft><Content>", ("screenplay.fdx",)),
    ("screenplay.pdf", b"%PDF-1.4 nothing", ("screenplay.pdf",)),
    ("screenplay.fountain", b"Title: Only a title\n", ("nothing in it plays",)),
], ids=["empty", "binary", "huge", "half utf-16", "entity bomb", "torn fdx", "torn pdf", "title only"])
def test_a_script_that_is_none(tmp_path: Path, name: str, content: bytes, words: tuple[str, ...]) -> None:
    film = make_film(tmp_path / "film")
    (film / "screenplay.fountain").unlink()
    (film / name).write_bytes(content)
    complains(throughline("build", "--film", film), 2, *words)
    complains(throughline("new", tmp_path / "other", film / name), 2, *words)
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_odd_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    film = make_film(tmp_path / "film")
    (film / "screenplay.fountain").write_bytes(SCRIPT.replace("A. Writer", "René Écrivain").encode(encoding))
    ran = throughline("status", "--film", film, "--json")
    assert ran.status == 0 and len(ran.json["shots"]) == 6
    assert throughline("build", "screenplay", "--film", film).status == 0
    assert "René Écrivain" in (film / "build/out/screenplay.fountain").read_text(encoding="utf-8")


@pytest.mark.parametrize(("toml", "words"), [
    ('[film]\nratte = "24"\n', ("film.toml:2: unknown key “ratte” in [film]", "known keys")),
    ('[film]\n\naspect = "wide"\n', ("film.toml:3: film.aspect", "correct the value")),
    ("[film]\nrate = 24\n", ("film.toml:2: film.rate",)),
    ('[film]\nrate = "twenty"\n', ("film.toml:2:", "no frame rate", "24000/1001")),
    ('[film]\nrate = "1/0"\n', ("film.toml:2:", "no frame rate")),
    ("[film]\naspect = 0\n", ("film.toml:2:", "aspect")),
    ("[film\n", ("film.toml:1: not valid TOML",)),
    ("[limits]\njobs = 0\n", ("film.toml:2:", "1 to 256")),
    ("[limits]\nframe_seconds = nan\n", ("film.toml:2:", "frame_seconds")),
    ("[limits]\nbudget = 3\n", ("film.toml:2: unknown key “budget”",)),
    ('[film]\n# one\nscreenplay = "../other.fountain"\n', ("film.toml:3:", "leads outside the film")),
    ('[film]\nscreenplay = "none.fountain"\n', ("film.toml:2:", "is not there")),
    ('[plates]\nstreet = "plates/street.mov"\n', ("film.toml:2:", "the plate “street” is missing")),
    ('[plates]\nstreet = "/etc/passwd"\n', ("film.toml:2:", "leads outside the film")),
    ('[engines]\nrender = "none"\n', ("no engine is called none", "fake")),
], ids=lambda value: "" if isinstance(value, tuple) else value.replace("\n", " "))
def test_a_wrong_film_toml(film: Path, toml: str, words: tuple[str, ...]) -> None:
    (film / "film.toml").write_text(toml)
    complains(throughline("build", "--film", film, "--dry-run"), 1 if "engine" in words[0] else 2, *words)


@pytest.mark.parametrize(("toml", "words"), [
    ('name = "HAEUN"\nouter_color = "red"\n', ("haeun.toml:2: unknown key “outer_color”",)),
    ('name = "HAEUN"\n\ntop_colour = "red"\n', ("haeun.toml:3:", "#7a1f1f")),
    ('name = "HAEUN"\nheight_m = 172\n', ("haeun.toml:2:", "metres")),
    ('name = "HAEUN"\nvoice_pitch = 200\n', ("haeun.toml:2:", "0 to 99")),
    ("age = 3\n", ("haeun.toml", "name")),
])
def test_a_wrong_cast_sheet(film: Path, toml: str, words: tuple[str, ...]) -> None:
    (film / "cast").mkdir()
    (film / "cast/haeun.toml").write_text(toml)
    complains(throughline("build", "--film", film, "--dry-run"), 2, *words)


def test_a_cast_sheet_of_nobody_is_told(film: Path) -> None:
    (film / "cast").mkdir()
    (film / "cast/haeun.toml").write_text('name = "HAEWON"\n')
    assert any("HAEWON" in line for line in build(film, "layout", "--shots", "2-010")["warnings"])


def test_two_sheets_of_one_person(film: Path) -> None:
    (film / "cast").mkdir()
    for name in ("a", "b"):
        (film / f"cast/{name}.toml").write_text('name = "JUN"\n')
    complains(throughline("build", "--film", film), 2, "b.toml:1: a second sheet for JUN")


@pytest.mark.parametrize(("words", "status", "said"), [
    (("build", "bords"), 2, ("“bords” cannot be built", "boards")),
    (("build", "--shots", "9-010"), 2, ("there is no shot 9-010", "1-010")),
    (("build", "--shots", " , "), 2, ("--shots names no shot",)),
    (("build", "--engine", "render"), 2, ("--engine render is not STAGE=NAME",)),
    (("build", "--engine", "paint=fake"), 2, ("STAGE=NAME",)),
    (("build", "--engine", "render=espeak"), 1, ("engine espeak does not render",)),
    (("show", "9-010"), 2, ("there is no shot 9-010",)),
    (("note", "9-010", "words"), 2, ("there is no shot 9-010",)),
    (("approve", "1-010", "--stage", "paint"), 2, ("there is no stage paint", "board")),
    (("approve", "1-010", "--stage", "board"), 2, ("board of 1-010 is not made",)),
    (("override", "1-010", "board"), 2, ("board of 1-010 is not made yet",)),
    (("override", "1-010", "board", "none.png"), 2, ("none.png: no such file",)),
    (("override", "1-010", "board", __file__), 2, ("is no file of board", "panel_1.png")),
    (("override", "1-010", "paint", __file__), 2, ("there is no stage paint",)),
])
def test_wrong_words(film: Path, words: tuple[str, ...], status: int, said: tuple[str, ...]) -> None:
    complains(throughline(*words, "--film", film), status, *said)


def test_an_error_is_json_too(film: Path) -> None:
    ran = throughline("build", "bords", "--film", film, "--json")
    assert ran.json["error"].startswith("“bords” cannot be built") and ran.status == 2


def test_an_engine_that_is_not_configured(film: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    ran = command("build", "--film", film, environment={"PATH": str(tmp_path / "bin")})
    complains(ran, 1, "espeak-ng is not installed", "throughline setup")


def test_a_decisions_file_that_is_none(film: Path) -> None:
    (film / "reviews.db").write_bytes(b"no database at all" * 100)
    complains(throughline("build", "--film", film), 2, "reviews.db", "restore it")
    complains(throughline("note", "1-010", "words", "--film", film), 2, "reviews.db")
    assert (film / "reviews.db").read_bytes() == b"no database at all" * 100


def test_a_ledger_that_is_none(film: Path) -> None:
    (film / "build").mkdir()
    (film / "build/ledger.db").write_bytes(b"no database at all" * 100)
    complains(throughline("build", "--film", film), 1, "ledger.db")


def test_a_build_that_is_a_file(film: Path) -> None:
    (film / "build").write_text("")
    complains(throughline("build", "--film", film), 1, "build")


def _nobody(command: list[str]) -> subprocess.CompletedProcess[str]:
    user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
    try:
        return subprocess.run(command, capture_output=True, text=True, user=user, stdin=subprocess.DEVNULL)
    except PermissionError:
        pytest.skip("another user may not run this Python here")


def test_a_folder_that_may_not_be_written(film: Path) -> None:
    if _nobody([sys.executable, "-c", "import throughline.cli.main"]).returncode:
        pytest.skip("another user cannot read this installation")
    for folder in [film, *film.parents]:
        if os.stat(folder).st_uid == os.geteuid() and folder != Path("/tmp"):
            folder.chmod(0o555)
    try:
        done = _nobody([sys.executable, "-m", "throughline", "build", "--film", str(film)])
        complains(Ran(done.returncode, done.stdout, done.stderr), 1, "build", "Permission denied")
    finally:
        for folder in [film, *film.parents]:
            if os.stat(folder).st_uid == os.geteuid() and folder != Path("/tmp"):
                folder.chmod(0o755)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here: " + mounted.stderr.decode().strip())
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk(small_disk: Path) -> None:
    film = make_film(small_disk / "film")
    ran = throughline("build", "--film", film)
    assert ran.status == 1 and "Traceback" not in ran.err + ran.out
    assert "no space left" in ran.err + ran.out


def _begun(film: Path, finished: int) -> subprocess.Popen[str]:
    """A build that runs, and has finished so many tasks."""
    running = subprocess.Popen([sys.executable, "-m", "throughline", "build", "--film", str(film)], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stderr is not None
    for _ in range(finished):
        assert running.stderr.readline().startswith("[")
    return running


def test_a_second_build_of_a_film_waits_for_nobody(film: Path) -> None:
    running = _begun(film, 1)
    try:
        complains(throughline("build", "--film", film), 1, f"another build of this film is running (pid {running.pid})")
    finally:
        running.kill()
        running.communicate()


def test_a_stopped_build_loses_nothing(film: Path) -> None:
    running = _begun(film, 3)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    last = [line for line in err.splitlines() if not line.startswith("[")]
    assert last == ["throughline: stopped; what was finished is kept, and the next build goes on from there"]
    time.sleep(0.2)
    left = throughline("build", "--film", film, "--dry-run", "--json").json
    assert left["tasks"] - len(left["stale"]) >= 3


def test_settings_are_read_from_a_film_toml_with_a_mark(film: Path) -> None:
    (film / "film.toml").write_text(SETTINGS, encoding="utf-8-sig")
    assert throughline("status", "--film", film).status == 0
