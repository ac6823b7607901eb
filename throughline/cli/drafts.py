"""throughline lock, revise and drafts: the drafts of a film's screenplay."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from throughline.cli.report import HERE, FilmOption, JsonOption, one_line_errors, say, say_json
from throughline.film.record import load
from throughline.formats.tables import pages
from throughline.production.revision_issue import DraftRecord
from throughline.review.drafts import Drafts, KeptDraft
from throughline.stages.drafts import NUMBERS, Kept, lock_film, revise_film, unlock_film
from throughline.stages.film_folder import open_film
from throughline.stages.produce import workshop
from throughline.stages.script_records import FOLDER

NameOption = Annotated[str, typer.Option("--name", help="What you call the draft: \"director's polish\".")]


def lock(film: FilmOption = HERE,
         numbers: Annotated[str | None, typer.Option(help=f"Whose scene numbers: {', '.join(NUMBERS)}. Without: the "
                                                          "film's, where the script says no other.")] = None,
         name: NameOption = "",
         undo: Annotated[bool, typer.Option("--undo", help="Unlock: take the white draft back, as long as no colour "
                                                           "was issued after it.")] = False,
         as_json: JsonOption = False) -> None:
    """Lock the scene numbers; the screenplay is issued as the white draft.

    Example: throughline lock --film my-film
    """
    with one_line_errors(as_json):
        if undo:
            with workshop(open_film(film)) as shop:
                white = unlock_film(shop)
            if as_json:
                say_json({"unlocked": white.file})
                return
            say(f"unlocked: {white.file} is taken back, scenes are numbered by the script again")
            return
        with workshop(open_film(film)) as shop:
            kept = lock_film(shop, numbers, name)
        if as_json:
            say_json(_said(kept.draft, kept.record))
            return
        say(f"locked: scenes {kept.record.scenes[0]} to {kept.record.scenes[-1]}, {len(kept.record.pages)} pages"
            if kept.record.scenes else "locked: no scenes yet")
        _tell(kept, film)


def revise(script: Annotated[Path, typer.Argument(help="The new draft: .fountain, .fdx, .pdf, .txt.")],
           film: FilmOption = HERE, name: NameOption = "", as_json: JsonOption = False) -> None:
    """Make a new draft the film's screenplay; locked films issue it in the next colour.

    Example: throughline revise script.fountain --film my-film
    """
    with one_line_errors(as_json):
        with workshop(open_film(film)) as shop:
            kept = revise_film(shop, script, name)
        if kept is None:
            if as_json:
                say_json({"draft": None})
                return
            say("nothing changed since the last draft; none was kept")
            return
        if as_json:
            say_json(_said(kept.draft, kept.record) | {"notes": list(kept.lines)})
            return
        record = kept.record
        for line in kept.lines:
            say(f"note: {line}")
        for what, scenes in (("new", record.new), ("changed", record.changed), ("moved", record.moved),
                             ("OMITTED" if record.locked else "gone", record.gone)):
            if scenes:
                say(f"{what}: scene{'s' if len(scenes) > 1 else ''} {', '.join(scenes)}")
        for old, new in record.renamed:
            say(f"shot {old} goes on as {new}, with its notes and overrides")
        _tell(kept, film)


def drafts(film: FilmOption = HERE, as_json: JsonOption = False) -> None:
    """The drafts of the screenplay.

    Example: throughline drafts --film my-film
    """
    with one_line_errors(as_json):
        kept = Drafts(open_film(film).decisions).kept()
        rows = [(draft, load(draft.record, DraftRecord)) for draft in kept]
        if as_json:
            say_json({"drafts": [_said(draft, record) for draft, record in rows]})
            return
        if not rows:
            say("no drafts kept yet: throughline lock issues the white one, throughline revise the next")
        for draft, record in rows:
            changed = ", ".join(f"{len(scenes)} {what}" for what, scenes in (
                ("new", record.new), ("changed", record.changed), ("moved", record.moved), ("gone", record.gone))
                if scenes)
            say(f"{draft.number:02d}  {draft.made[:10]}  {draft.colour or 'draft':<16} {len(record.scenes):>4} scenes  "
                f"{pages(sum(record.eighths)):>8} pages  {'  '.join(filter(None, (draft.name, changed)))}".rstrip())


def _said(draft: KeptDraft, record: DraftRecord) -> dict[str, object]:
    return {"draft": draft.number, "made": draft.made, "colour": draft.colour, "name": draft.name, "file": draft.file,
            "locked": record.locked, "scenes": list(record.scenes), "omitted": list(record.omitted),
            "pages": [page.label for page in record.pages], "eighths": list(record.eighths), "new": list(record.new),
            "changed": list(record.changed), "moved": list(record.moved), "gone": list(record.gone),
            "shots": {"new": list(record.shots_new), "changed": list(record.shots_changed),
                      "gone": list(record.shots_gone)}, "renamed": dict(record.renamed)}


def _tell(kept: Kept, film: Path) -> None:
    say(f"{film / FOLDER / kept.draft.file}: {kept.record.header or 'draft kept'}")
