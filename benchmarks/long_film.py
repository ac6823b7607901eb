"""A feature-length script and film to measure on: the example's scenes repeated and varied to 120 pages."""

from __future__ import annotations

import re
from pathlib import Path

from throughline.build.keys import digest
from throughline.build.plan import Plan
from throughline.build.run import run
from throughline.build.stage import Task
from throughline.film.settings import EngineSection, Settings
from throughline.formats.film_toml import write_settings
from throughline.stages.film_folder import open_film
from throughline.stages.pipeline import chosen_engines, read_story, shot_plan
from throughline.stages.produce import Workshop, workshop

SOURCE = Path(__file__).parent.parent / "examples/crossing/screenplay.fountain"
LINES_A_PAGE = 54
PLACES = ("JONGNO STREET", "HARBOUR ROAD", "OLD MARKET", "STATION SQUARE", "RIVER STREET", "HILL ROAD")


def long_script(pages: int = 120) -> str:
    """Fountain text of at least ``pages`` pages: real scenes, varied in names of places, numbers and words, so that
    no two are the same to the letter."""
    text = SOURCE.read_text(encoding="utf-8")
    body = text[text.index("EXT. JONGNO STREET"):].replace("> FADE OUT.", "")
    parts = [text[:text.index("EXT. JONGNO STREET")]]
    count = 0
    lines = 0
    while lines < pages * LINES_A_PAGE:
        count += 1
        place = PLACES[count % len(PLACES)]
        varied = body.replace("JONGNO STREET", f"{place} {count}")
        varied = varied.replace("IN-BETWEEN CITY", f"IN-BETWEEN CITY {count}")
        varied = re.sub(r"still there", f"still there, {count} of them", varied)
        parts.append(varied)
        lines += sum(1 + len(line) // 61 for line in varied.splitlines())
    return "".join(parts)


def make_long_film(folder: Path) -> Path:
    """A film of that script in ``folder``, with the fake renderer."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "screenplay.fountain").write_text(long_script(), encoding="utf-8")
    settings = Settings(engines=EngineSection(render="fake", speech="espeak"))
    (folder / "film.toml").write_text(write_settings(settings), encoding="utf-8")
    return folder


def fill(folder: Path) -> Workshop:
    """Give every shot's task a product under its true key, as if it had been built: the build's own work without the
    pictures. Sets and bodies are made for real, so that a touched shot can be."""
    film = open_film(folder)
    with workshop(film) as shop:
        story = read_story(film, shop.store, shop.ledger)
        from throughline.review.decisions import Decisions
        Decisions(film.decisions).keep_numbering(story.products["breakdown"].digest, story.numbering)
        plan = shot_plan(film, story, chosen_engines(film, {}), shop.store)
        tasks = [task if task.stage in ("set", "body") else _stand_in(task) for task in plan.tasks.values()]
        report = run(Plan(tasks), shop.store, shop.ledger, jobs=0)
        if not report.ok:
            raise RuntimeError(f"the stand-in build failed: {report.failed[:1]}")
        return shop


def _stand_in(task: Task) -> Task:
    import msgspec
    return msgspec.structs.replace(task, function="benchmarks.long_film:make_note")


def make_note(context: object) -> None:
    """A product of one small file whose content is its own."""
    name = f"{context.stage}/{digest(context.params)}"  # type: ignore[attr-defined]
    (context.out / "note.txt").write_text(name, encoding="utf-8")  # type: ignore[attr-defined]
