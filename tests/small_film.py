"""A small film to test on, and the command line as its users run it."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from throughline.cli.main import main
from throughline.stages.film_folder import open_film
from throughline.stages.pipeline import Story, read_story
from throughline.stages.produce import Outcome, Wish, build_film, film_status, workshop

SCRIPT = """Title: Two Doors
Author: A. Writer

EXT. STREET - NIGHT

HAEUN (28, a nurse) walks along the street. She stops and looks back.

HAEUN
Do not follow me.

JUN
I never did.

A car explodes behind them.

INT. ROOM - DAY

JUN sits at the table.

JUN
The door was open.

Haeun enters. She holds a letter.

HAEUN
It always is.
"""

KOREAN = """제목: 두 개의 문

S#1. 거리 / 밤

하은이 거리를 달린다. 하은이 뒤를 돌아본다.

하은\t따라오지 마.
준\t안 따라갔어.

S#2. 방 안 / 낮

준이 의자에 앉아 있다. 하은이 들어온다.

준\t문이 열려 있었어.
"""

SETTINGS = """[film]
rate = "12"
aspect = 2.0

[picture]
previs_width = 96
boards_width = 320

[engines]
render = "fake"

[effects]
detail = 0.08
"""
OUT = ("screenplay.fountain", "breakdown.csv", "cut.otio", "cut.edl", "shots.csv", "boards.pdf", "animatic.mp4",
       "previs.mp4", "film.mp4", "mix.wav")


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def throughline(*words: str | Path) -> Ran:
    """The command line, in this process."""
    out, err = io.StringIO(), io.StringIO()
    before, sys.argv = sys.argv, ["throughline", *map(str, words)]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as end:
        return Ran(end.code if isinstance(end.code, int) else int(end.code is not None), out.getvalue(),
                   err.getvalue())
    finally:
        sys.argv = before
    return Ran(0, out.getvalue(), err.getvalue())


def command(*words: str | Path, environment: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ran:
    """The command line, in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "throughline", *map(str, words)], capture_output=True, text=True,
                          env={**os.environ, **(environment or {})}, cwd=cwd, stdin=subprocess.DEVNULL)
    return Ran(done.returncode, done.stdout, done.stderr)


def make_film(folder: Path, script: str = SCRIPT, name: str = "screenplay.fountain") -> Path:
    folder.mkdir(parents=True)
    (folder / name).write_text(script, encoding="utf-8")
    (folder / "film.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


def build(film: Path, *words: str) -> dict[str, Any]:
    """What ``build --json`` says, which must go well."""
    ran = command("build", *words, "--film", film, "--json")
    assert ran.status == 0, ran.out + ran.err
    found: dict[str, Any] = ran.json
    return found


def made(film: Path, *targets: str, shots: tuple[str, ...] | None = None,
         engines: Mapping[str, str] | None = None) -> Outcome:
    """How a build in this process went, which spares the start of others."""
    with workshop(open_film(film)) as shop:
        return build_film(shop, Wish(targets, shots, engines or {}, jobs=0), lambda event: None)


def foretold(film: Path, *targets: str, shots: tuple[str, ...] | None = None) -> dict[str, tuple[str, ...]]:
    """What a build would make, each task with the reasons why."""
    with workshop(open_film(film)) as shop:
        _, status = film_status(shop, Wish(targets, shots))
    return {state.task: state.reasons for state in status.stale}


def story_of(film: Path) -> Story:
    """The film as the build reads it now."""
    with workshop(open_film(film)) as shop:
        return read_story(shop.film, shop.store, shop.ledger)


def change(film: Path, old: str, new: str) -> None:
    """Replace the one place of the script that says ``old``."""
    path = film / "screenplay.fountain"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def copied(film: Path, target: Path) -> Path:
    """A film with all that is built of it, to be changed."""
    shutil.copytree(film, target)
    return target


def contents(film: Path) -> dict[str, bytes]:
    """Every file of build/out by name."""
    out = film / "build" / "out"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
