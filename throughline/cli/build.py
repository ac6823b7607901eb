"""throughline build, status and show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from throughline.build.plan import Status
from throughline.cli.report import FAILED, Watcher, clock, one_line_errors, say, say_json
from throughline.film.errors import InputError
from throughline.stages.film_folder import open_film
from throughline.stages.produce import TARGETS, Outcome, Wish, build_film, film_status, workshop

FilmOption = Annotated[Path, typer.Option("--film", help="The film's folder.", show_default="here")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object for machines.")]


def _engines(pairs: list[str]) -> dict[str, str]:
    chosen = {}
    for pair in pairs:
        stage, _, name = pair.partition("=")
        if stage not in ("render", "speech") or not name:
            raise InputError(f"--engine {pair} is not STAGE=NAME", 
                             remedy="for example --engine render=fake; stages are render and speech")
        chosen[stage] = name
    return chosen


def _shots(given: str | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(name for name in given.replace(",", " ").split() if name)


def build(
    targets: Annotated[list[str] | None, typer.Argument(help=f"What to build: {', '.join(TARGETS)}. "
                                                        "Without any: everything.", show_default=False)] = None,
    film: FilmOption = Path(),
    shots: Annotated[str | None, typer.Option(help="Only these shots: 1-010,1-020.")] = None,
    engine: Annotated[list[str] | None, typer.Option(help="STAGE=NAME: render=fake, speech=espeak.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Worker processes.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say why things are stale; build nothing.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be made; build nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make what changed, and only that.

    Example: throughline build boards animatic --film my-film
    """
    with one_line_errors(as_json):
        wish = Wish(tuple(targets or ()), _shots(shots), _engines(engine or []), jobs)
        with workshop(open_film(film)) as shop:
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


def status(film: FilmOption = Path(), as_json: JsonOption = False) -> None:
    """Every shot and how far it is.

    Example: throughline status --film my-film
    """
    with one_line_errors(as_json), workshop(open_film(film)) as shop:
        story, found = film_status(shop, Wish(("film", "boards")))
        rows = []
        for shot in story.shot_list.shots:
            stages = {stage: found[f"{stage}/{shot.id}"].fresh for stage in ("layout", "board", "previs_clip", "sound")}
            rows.append({"shot": shot.id, "frames": shot.frames, **stages})
        if as_json:
            say_json({"title": story.title, "shots": rows})
            return
        for row, shot in zip(rows, story.shot_list.shots, strict=True):
            marks = " ".join(f"{name.removesuffix('_clip')}:{'yes' if row[name] else '-'}"
                             for name in ("layout", "board", "previs_clip", "sound"))
            seconds = shot.frames / float(story.shot_list.rate)
            camera = f"{shot.size.name:<12} {shot.lens_mm:>3} mm  {seconds:5.1f} s"
            say(f"{shot.id:<10} {camera}  {marks}  {shot.action[:60]}")


def show(shot: Annotated[str, typer.Argument(help="A shot's id.")], film: FilmOption = Path(),
         as_json: JsonOption = False) -> None:
    """One shot: what it shows, who is in it, what was decided about it.

    Example: throughline show 1-010 --film my-film
    """
    from throughline.review.decisions import Decisions
    with one_line_errors(as_json):
        opened = open_film(film)
        with workshop(opened) as shop:
            story, _found = film_status(shop, Wish(("layout",)))
        found = next((entry for entry in story.shot_list.shots if entry.id == shot), None)
        if found is None:
            raise InputError(f"there is no shot {shot}", remedy="throughline status lists them")
        decisions = Decisions(opened.decisions).of(shot)
        if as_json:
            import msgspec
            say_json({"shot": msgspec.to_builtins(found), "decisions": msgspec.to_builtins(decisions)})
            return
        say(f"{found.id}  {found.size.value}, {found.angle.value}, {found.move.value}, {found.lens_mm} mm, "
            f"{found.frames} frames")
        say(f"  {found.action}")
        for line in found.spoken:
            say(f"  {line.speaker}{' (off screen)' if line.off_screen else ''}: {line.text}")
        for effect in found.effects:
            say(f"  effect: {effect.kind} at {effect.at or 'the set'}, frame {effect.frame}")
        say(f"  script lines {', '.join(map(str, found.lines)) or '-'}; in frame {', '.join(found.subjects) or '-'}")
        for decision in decisions:
            say(f"  {decision.kind} by {decision.person}, {decision.made[:10]}: {decision.text}")
