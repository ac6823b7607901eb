"""The schedule stage: the shooting schedule, its workbook, and a call sheet for every day."""

from __future__ import annotations

from throughline.build.execute import Context
from throughline.film.record import dump
from throughline.formats.callsheets_pdf import callsheets
from throughline.formats.schedule_xlsx import schedule_workbook
from throughline.production.schedule import schedule
from throughline.production.strips import strips
from throughline.reading.element_words import in_script_words
from throughline.stages.records import read_shots
from throughline.stages.schedule_records import ScheduleParams


def make_schedule(context: Context) -> dict[str, float | int | str]:
    """Reads a shots product; gives schedule.json, schedule.xlsx and callsheets.pdf."""
    params = context.params
    if not isinstance(params, ScheduleParams):
        raise TypeError("the schedule stage needs ScheduleParams")
    shots, breakdown, _numbering = read_shots(context.inputs["shots"])
    own = strips(breakdown, shots, params.company)
    made = schedule(own, params.company, params.title, params.language, context.progress)
    for wish in made.unmet:
        context.warn(f"{wish.wish}: {wish.why}")
    named = in_script_words(breakdown, params.language)
    (context.out / "schedule.json").write_bytes(dump(made))
    (context.out / "schedule.xlsx").write_bytes(schedule_workbook(made, named, params.company, params.language))
    (context.out / "callsheets.pdf").write_bytes(callsheets(made, named, params.company, params.language))
    gap = (made.cost - made.bound) / made.bound if made.bound > 0 else 0.0
    return {"days": len(made.days), "cost": made.cost, "bound": made.bound, "gap": round(gap, 4),
            "proved": int(made.proved), "unmet": len(made.unmet)}
