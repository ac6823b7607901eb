"""throughline diff: what another draft means for the film."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from throughline.cli.report import HERE, FilmOption, JsonOption, clock, one_line_errors, say, say_json
from throughline.formats.tables import pages
from throughline.stages.draft_diff import DraftDiff, SceneChange, diff_draft
from throughline.stages.film_folder import open_film
from throughline.stages.produce import workshop

SHOWN = 6
"""Changed paragraphs that are shown of a scene, and names of a row, before "and N more"."""
WIDE = 72


def diff(draft: Annotated[str, typer.Argument(help="A script file, or a kept draft by its name: 02-blue, blue, 2.")],
         film: FilmOption = HERE, as_json: JsonOption = False) -> None:
    """What differs between the film and a draft, and what would be made again. Nothing is built.

    Example: throughline diff script.fountain --film my-film
    """
    with one_line_errors(as_json):
        with workshop(open_film(film)) as shop:
            found = diff_draft(shop, draft)
        if as_json:
            say_json(msgspec.to_builtins(found) | {"seconds": round(found.seconds, 1), "cost": found.cost})
            return
        _tell(found)


def _tell(found: DraftDiff) -> None:
    say(f"from {found.old} to {found.new}")
    say("")
    if not found.scenes:
        say(f"every scene is as it was ({found.unchanged})")
    else:
        say(f"{'Scene':<8}{'What':<16}{'Pages':<18}Heading")
        for scene in found.scenes:
            _scene(scene)
        say(f"{found.unchanged} as before; "
            f"{_lengths(found.eighths_before, found.eighths_after)} pages in all")
    say("")
    shots = found.shots
    for what, names in (("new", shots.new), ("changed", shots.changed), ("moved", shots.moved), ("gone", shots.gone)):
        if names:
            say(f"shots {what}: {_listed(names)}")
    say(f"shots as they were: {len(shots.kept)}")
    if found.decided:
        say(f"people decided about these, look again: {_listed(found.decided)}")
    say("")
    _redo(found)


def _scene(scene: SceneChange) -> None:
    say(f"{scene.scene:<8}{scene.what:<16}{_lengths(scene.before, scene.after):<18}{scene.heading}")
    for line in scene.lines[:SHOWN]:
        text = " ".join(line.text.split())
        say(f"{'':<8}line {line.line}: {text if len(text) <= WIDE else text[:WIDE - 1] + '…'}")
    if len(scene.lines) > SHOWN:
        say(f"{'':<8}and {len(scene.lines) - SHOWN} more")


def _lengths(before: int | None, after: int | None) -> str:
    shown = [pages(length) if length is not None else "–" for length in (before, after)]
    return shown[0] if before == after else " → ".join(shown)


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - 2 * SHOWN} more" if len(names) > 2 * SHOWN else ""
    return ", ".join(names[:2 * SHOWN]) + more


def _redo(found: DraftDiff) -> None:
    if not found.redo:
        say("nothing would be made again")
    else:
        say(f"{'Made again':<16}{'Count':>6}{'Work':>10}{'Cost':>12}  Of")
        for row in found.redo:
            say(f"{row.stage:<16}{len(row.names):>6}{clock(row.seconds):>10}{_money(row.cost):>12}  "
                f"{_listed(row.names)}")
        say(f"{'in all':<16}{sum(len(row.names) for row in found.redo):>6}{clock(found.seconds):>10}"
            f"{_money(found.cost):>12}")
    if found.waiting:
        say(f"{found.waiting} more were to be made anyway")


def _money(cost: float) -> str:
    return f"{cost:,.2f}" if cost else "–"
