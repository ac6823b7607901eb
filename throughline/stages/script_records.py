"""What the script stage is told: the draft's colour and numbers, and what was issued before it. Light, for planning."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from throughline.build.stage import File, Made, Task
from throughline.build.store import Store
from throughline.film.record import Record, load
from throughline.film.screenplay import Screenplay
from throughline.formats import fountain
from throughline.production.revision_issue import DraftRecord, colour_after
from throughline.review.drafts import Drafts, KeptDraft
from throughline.stages.film_folder import FilmFolder

if TYPE_CHECKING:
    from throughline.stages.pipeline import Story

FOLDER = "drafts"
_KOREAN = {"blue": "청색", "pink": "분홍색", "yellow": "노란색", "green": "녹색", "goldenrod": "황금색",
           "buff": "담황색", "salmon": "연어색", "cherry": "체리색", "tan": "황갈색"}
_AGAIN = {"second": "2차", "third": "3차", "fourth": "4차", "fifth": "5차", "sixth": "6차", "seventh": "7차",
          "eighth": "8차", "ninth": "9차"}


class ScriptParams(Record):
    """The screenplay to be printed: its language, colour, the words at the head of its changed pages, its scenes'
    numbers in order, whether they are locked, the OMITTED ones, the issued drafts for the title page, and what is
    known of the draft that was issued before, whose text is the input "previous"."""

    language: str
    colour: str
    header: str
    locked: bool
    numbers: tuple[str, ...]
    omitted: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    previous: DraftRecord | None = None


def script_task(film: FilmFolder, story: Story, store: Store) -> Task:
    """The task that prints the film's screenplay as script.pdf.

    Raises:
        InputError: the decisions cannot be read. StoreError: a kept draft cannot.
    """
    params, previous = script_params(film, story)
    inputs: tuple[tuple[str, Made | File], ...] = (("screenplay", Made("screenplay/film", "screenplay.json")),)
    if previous is not None:
        inputs = (*inputs, ("previous", store.file(previous)))
    return Task(stage="script", version=2, name="film", function="throughline.stages.script:make_script",
                params=params, inputs=inputs, weight=2.0)


def script_params(film: FilmFolder, story: Story) -> tuple[ScriptParams, Path | None]:
    """What the script stage is told, and the file of the draft that was issued before this one.

    A screenplay that was changed since its last draft is shown as the next one would be, and says that it is not
    issued.
    """
    drafts = Drafts(film.decisions).kept()
    language, numbers = story.breakdown.language, tuple(scene.scene for scene in story.breakdown.scenes)
    records = [load(draft.record, DraftRecord) for draft in drafts]
    own = bool(drafts) and drafts[-1].digest == script_digest(story.screenplay)
    locked = bool(records) and records[-1].locked
    issued = [at for at, record in enumerate(records) if record.locked]
    colour = (drafts[-1].colour if own else colour_after(len(issued))) if locked else "white"
    header = records[-1].header if own else f"{header_of(colour, '', '', language)} {_unissued(language)}"
    before = next(iter(issued[-2:-1] if own else issued[-1:]), None)
    params = ScriptParams(
        language=language, colour=colour, header=header if locked else "", locked=locked, numbers=numbers,
        omitted=omitted_of(records, numbers), issues=tuple(records[at].header for at in issued),
        previous=records[before] if before is not None else None)
    return params, film.path / FOLDER / drafts[before].file if before is not None else None


def omitted_of(records: list[DraftRecord], numbers: tuple[str, ...]) -> tuple[str, ...]:
    """The scenes that a locked draft had and that are no more."""
    had = dict.fromkeys(name for record in records if record.locked for name in (*record.scenes, *record.omitted))
    return tuple(name for name in had if name not in numbers)


def script_digest(screenplay: Screenplay) -> str:
    """A digest of all that a screenplay says, however it is spelled."""
    return sha256(fountain.write(screenplay).encode()).hexdigest()


def header_of(colour: str, date: str, name: str, language: str) -> str:
    """The words at the head of a draft's pages: "BLUE REVISION 2026-11-22"."""
    if language == "ko":
        again, _, plain = colour.rpartition(" ")
        shown = " ".join(filter(None, (_AGAIN.get(again), _KOREAN.get(plain))))
        words = "촬영고" if colour == "white" else f"{shown} 수정고".strip()
    else:
        words = "PRODUCTION DRAFT" if colour == "white" else f"{colour.upper()} REVISION"
    return " ".join(filter(None, (words, date, f"– {name}" if name else "")))


def _unissued(language: str) -> str:
    return "– 미배포" if language == "ko" else "– NOT ISSUED"


def colour_of(draft: KeptDraft) -> str:
    """The colour in a file's name: "second-blue"; "draft" before the lock."""
    return draft.colour.replace(" ", "-") or "draft"
