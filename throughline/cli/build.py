"""throughline build."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import msgspec
import typer

from throughline.build.plan import Status
from throughline.cli.report import (
    FAILED,
    HERE,
    FilmOption,
    JsonOption,
    Watcher,
    clock,
    one_line_errors,
    say,
    say_json,
)
from throughline.film.errors import InputError
from throughline.film.settings import SOLVERS, STYLES
from throughline.stages.film_folder import FilmFolder, open_film
from throughline.stages.produce import TARGETS, Outcome, Wish, build_film, film_status, workshop


def _engines(pairs: list[str]) -> dict[str, str]:
    chosen = {}
    for pair in pairs:
        stage, _, name = pair.partition("=")
        if stage not in ("render", "speech", "effects") or not name:
            raise InputError(f"--engine {pair} is not STAGE=NAME",
                             remedy="for example --engine render=fake; stages are render, speech and effects")
        if stage == "effects" and name not in SOLVERS:
            raise InputError(f"--engine {pair}: nothing called {name} simulates effects",
                             remedy=f"one of: {', '.join(SOLVERS)}")
        chosen[stage] = name
    return chosen


def _styled(film: FilmFolder, style: str | None) -> FilmFolder:
    """The film with its shots in another directing style."""
    if style is None:
        return film
    if style not in STYLES:
        raise InputError(f"there is no directing style “{style}”", remedy=f"one of: {', '.join(STYLES)}")
    section = msgspec.structs.replace(film.settings.film, style=style)
    return dataclasses.replace(film, settings=msgspec.structs.replace(film.settings, film=section))


def _shots(given: str | None) -> tuple[str, ...] | None:
    """The ids in a list like 1-010,1-020."""
    if given is None:
        return None
    names = tuple(given.replace(",", " ").split())
    if not names:
        raise InputError("--shots names no shot", remedy="for example --shots 1-010,1-020")
    return names


def build(
    targets: Annotated[list[str] | None, typer.Argument(help=f"What to build: {', '.join(TARGETS)}. "
                                                        "Without any: everything.", show_default=False)] = None,
    film: FilmOption = HERE,
    shots: Annotated[str | None, typer.Option(help="Only these shots: 1-010,1-020.")] = None,
    engine: Annotated[list[str] | None, typer.Option(help="STAGE=NAME: render=fake, speech=espeak, "
                                                     "effects=warp.")] = None,
    style: Annotated[str | None, typer.Option(help=f"Directing style of the shots: {', '.join(STYLES)}; else as "
                                              "film.toml says.")] = None,
    wedge: Annotated[bool, typer.Option("--wedge", help="With effects: three sizes of each to choose from, small and "
                                        "fast, as build/out/wedges/SHOT.png; nothing else is built.")] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="Worker processes.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say why things are stale; build nothing.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be made; build nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make what changed, and only that.

    Example: throughline build boards animatic --film my-film

    Example: throughline build effects --wedge --shots 1-020 --film my-film
    """
    with one_line_errors(as_json):
        if wedge and targets != ["effects"]:
            raise InputError("--wedge is for effects alone", remedy="write: throughline build effects --wedge")
        wish = Wish(tuple(targets or ()), _shots(shots), _engines(engine or []), jobs, wedge)
        with workshop(_styled(open_film(film), style)) as shop:
            if explain or dry_run:
                _story, status = film_status(shop, wish)
                _tell(status, explain, as_json)
                return
            with Watcher(quiet=as_json) as watch:
                outcome = build_film(shop, wish, watch)
        _report(outcome, as_json)
    if outcome.failed:
        raise typer.Exit(FAILED)


def _tell(status: Status, explain: bool, as_json: bool) -> None:
    if as_json:
        say_json({"tasks": len(status), "stale": [{"task": state.task, "why": list(state.reasons),
                                                   "seconds": round(state.seconds, 1)} for state in status.stale],
                  "seconds": round(status.seconds, 1)})
        return
    for state in status.stale:
        say(f"{state.task}: {state.reason}" if explain else f"{state.task}  {clock(state.seconds)}")
    if status.stale:
        say(f"{len(status.stale)} of {len(status)} to make, about {clock(status.seconds)} of work")
    else:
        say(f"nothing to do: all {len(status)} are fresh")


def _report(outcome: Outcome, as_json: bool) -> None:
    if as_json:
        say_json({"made": list(outcome.made), "cached": outcome.cached, "failed": list(outcome.failed),
                  "warnings": list(outcome.warnings), "files": [str(path) for path in outcome.files]})
        return
    for line in outcome.warnings:
        say(f"note: {line}")
    for line in outcome.failed:
        say(f"failed: {line}")
    seconds = float(outcome.story.shot_list.frames / outcome.story.shot_list.rate)
    say(f"{outcome.story.title}: {len(outcome.story.shot_list.shots)} shots, {clock(seconds)}; "
        f"{len(outcome.made)} made, {outcome.cached} as they were, {len(outcome.failed)} failed")
    for path in outcome.files:
        say(f"  {path}")
