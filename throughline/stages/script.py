"""The stage that prints the screenplay: script.pdf, with what a revision changed."""

from __future__ import annotations

from throughline.build.execute import Context
from throughline.film.record import load
from throughline.film.screenplay import Screenplay
from throughline.formats import read_screenplay
from throughline.formats.pagination import Sheet, is_marked
from throughline.formats.script_pdf import write_script
from throughline.production.revision import Draft
from throughline.production.revision_issue import Earlier, issue
from throughline.stages.script_records import ScriptParams


def make_script(context: Context) -> dict[str, float | int | str]:
    """Reads screenplay.json, and the draft issued before where there is one ("previous"); gives script.pdf."""
    params = context.params
    if not isinstance(params, ScriptParams):
        raise TypeError("the script stage needs ScriptParams")
    draft = Draft(load(context.inputs["screenplay"].read_bytes(), Screenplay), params.numbers)
    earlier = None
    if params.previous is not None:
        before = Draft(read_screenplay(context.inputs["previous"]), params.previous.scenes)
        earlier = Earlier(before, params.previous.omitted, params.previous.pages)
    made = issue(draft, Sheet(colour=params.colour, header=params.header), params.omitted, earlier, params.locked)
    pdf = write_script(made.screenplay, made.pages, made.marks, made.sheets, params.issues, params.language)
    (context.out / "script.pdf").write_bytes(pdf)
    marked = sum(is_marked(line, made.marks) for page in made.pages.pages for line in page.lines)
    return {"pages": len(made.pages.pages), "marked": marked}
