"""The command throughline: one thin function a verb."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from throughline import __version__
from throughline.cli import build, decide, diff, drafts, export, importing, look, machine, new
from throughline.cli.report import STOPPED

app = typer.Typer(name="throughline", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  help="A screenplay becomes boards, an animatic, a previs and a cut: the film is a build.")
for command in (new.new, build.build, look.status, look.show, decide.note, decide.approve, decide.retake,
                decide.override, export.export, diff.diff, drafts.lock, drafts.revise,
                drafts.drafts, machine.engines, machine.setup):
    app.command()(command)
app.command("import")(importing.import_)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"throughline {__version__}")
        raise typer.Exit


@app.callback()
def callback(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                                   help="Say the version.")] = False) -> None:
    """A screenplay becomes boards, an animatic, a previs and a cut: the film is a build."""


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except KeyboardInterrupt:
        print("throughline: stopped", file=sys.stderr)
        raise SystemExit(STOPPED) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(STOPPED) from None
    finally:
        _flush()


def _flush() -> None:
    """Whoever read our output may have gone: that is no error of ours."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
