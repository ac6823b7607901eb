"""throughline status and show: how far the film is, and all that is known of one shot."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from throughline.build.plan import Status
from throughline.cli.report import HERE, FilmOption, JsonOption, one_line_errors, say, say_json
from throughline.film.errors import InputError
from throughline.film.shot import Shot
from throughline.review.decisions import Decision, Decisions
from throughline.stages.film_folder import open_film
from throughline.stages.override_names import EFFECTS, MOTION
from throughline.stages.pipeline import SHOT_STAGES
from throughline.stages.produce import Wish, Workshop, film_status, workshop


def status(film: FilmOption = HERE, as_json: JsonOption = False) -> None:
    """Every shot and how far it is.

    Example: throughline status --film my-film
    """
    with one_line_errors(as_json), workshop(open_film(film)) as shop:
        story, found = film_status(shop, Wish())
        overrides = shop.film.overrides()
        rows = []
        for shot in story.shot_list.shots:
            stages = {stage: found[f"{stage}/{shot.id}"].fresh for stage in SHOT_STAGES}
            own = [stage for stage in (*SHOT_STAGES, MOTION, EFFECTS) if (shot.id, stage) in overrides]
            rows.append({"shot": shot.id, "frames": shot.frames, **stages, "overrides": own})
        if as_json:
            say_json({"title": story.title, "shots": rows})
            return
        for row, shot in zip(rows, story.shot_list.shots, strict=True):
            marks = " ".join(f"{stage.removesuffix('_clip')}:{_mark(row, stage)}" for stage in SHOT_STAGES)
            marks += "".join(f" {own}:own" for own in (MOTION, EFFECTS) if (shot.id, own) in overrides)
            seconds = shot.frames / float(story.shot_list.rate)
            say(f"{shot.id:<10} {shot.size.name:<12} {shot.lens_mm:>3} mm  {seconds:5.1f} s  {marks}  "
                f"{shot.action[:60]}")


def _mark(row: dict[str, object], stage: str) -> str:
    own = row["overrides"]
    done = "own" if isinstance(own, list) and stage in own else "yes"
    return done if row[stage] else "-"


def show(shot: Annotated[str, typer.Argument(help="A shot's id.")], film: FilmOption = HERE,
         as_json: JsonOption = False) -> None:
    """One shot: what it shows, who is in it, where its products lie, what was decided about it.

    Example: throughline show 1-010 --film my-film
    """
    with one_line_errors(as_json):
        opened = open_film(film)
        with workshop(opened) as shop:
            story, standing = film_status(shop, Wish())
            found = next((entry for entry in story.shot_list.shots if entry.id == shot), None)
            if found is None:
                raise InputError(f"there is no shot {shot}", remedy="throughline status lists them")
            folders = _folders(shop, standing, shot)
        decisions = Decisions(opened.decisions).of(shot)
        digests = {stage: standing.products[f"{stage}/{shot}"].digest for stage in folders}
        if as_json:
            say_json({"shot": msgspec.to_builtins(found), "decisions": msgspec.to_builtins(decisions),
                      "products": folders})
            return
        _tell(found)
        for stage, folder in folders.items():
            say(f"  {stage}: {folder}")
        for decision in decisions:
            say(f"  {_decided(decision, digests)}")


def _folders(shop: Workshop, standing: Status, shot: str) -> dict[str, str]:
    """By stage, where the product of a shot lies; only of those that are as the film now is."""
    manifests = {stage: standing.products.get(f"{stage}/{shot}") for stage in SHOT_STAGES}
    return {stage: str(shop.store.folder_of(manifest)) for stage, manifest in manifests.items() if manifest}


def _tell(shot: Shot) -> None:
    say(f"{shot.id}  {shot.size.value}, {shot.angle.value}, {shot.move.value}, {shot.lens_mm} mm, {shot.frames} frames")
    say(f"  {shot.action}")
    for line in shot.spoken:
        say(f"  {line.speaker}{' (off screen)' if line.off_screen else ''}: {line.text}")
    for effect in shot.effects:
        say(f"  effect: {effect.kind} at {effect.at or 'the set'}, frame {effect.frame}")
    say(f"  script lines {', '.join(map(str, shot.lines)) or '-'}; in frame {', '.join(shot.subjects) or '-'}")


def _decided(decision: Decision, digests: dict[str, str]) -> str:
    """A decision in a line; where it was made of another product than is there now, it says so."""
    of = f" of {decision.stage}" if decision.stage else ""
    since = ""
    if decision.stage and decision.product and digests.get(decision.stage) != decision.product:
        since = " (made anew since)"
    return f"{decision.kind}{of} by {decision.person}, {decision.made[:10]}{since}: {decision.text}".rstrip(": ")
