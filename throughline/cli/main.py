"""The command throughline: one thin function a verb."""

from __future__ import annotations

from typing import Annotated

import typer

from throughline import __version__
from throughline.cli import build, decide, machine, new

app = typer.Typer(name="throughline", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  help="A screenplay becomes boards, an animatic, a previs and a cut: the film is a build.")
for command in (new.new, build.build, build.status, build.show, decide.note, decide.approve, decide.retake,
                decide.override, machine.engines, machine.setup):
    app.command()(command)


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
    app()
