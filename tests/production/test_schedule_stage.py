"""The schedule stage on files: what it leaves and what it warns of."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from throughline.build.execute import Context, Job
from throughline.build.keys import encode
from throughline.directing import shots
from throughline.film.company import Company, Pin
from throughline.film.record import dump, load
from throughline.film.schedule import Schedule
from throughline.formats import fountain
from throughline.reading import breakdown
from throughline.stages.schedule import make_schedule
from throughline.stages.schedule_records import ScheduleParams

SCRIPT = Path(__file__).parents[2] / "examples/crossing/screenplay.fountain"


def context(folder: Path, params: ScheduleParams) -> Context:
    broken = breakdown(fountain.read(SCRIPT.read_text(encoding="utf-8")))
    (folder / "shots").mkdir()
    for name, content in (("shots.json", dump(shots(broken, 24))), ("scenes.json", dump(broken)),
                          ("numbering.json", b"")):
        (folder / "shots" / name).write_bytes(content)
    (folder / "out").mkdir()
    job = Job(task="schedule/film", stage="schedule", name="film", function="", key="", seed=0, engine_class=None,
              params_class="throughline.stages.schedule_records:ScheduleParams", params=encode(params), engine=b"",
              inputs=(("shots", str(folder / "shots")),), guarded=())
    return Context(job, folder / "out", lambda fraction, words: None)


def test_a_bare_film_gets_its_schedule_and_papers(tmp_path: Path) -> None:
    given = context(tmp_path, ScheduleParams(company=Company(), title="The Crossing", language="en"))
    figures = make_schedule(given)
    made = load((given.out / "schedule.json").read_bytes(), Schedule)
    assert {path.name for path in given.out.iterdir()} == {"schedule.json", "schedule.xlsx", "callsheets.pdf"}
    assert figures["days"] == len(made.days) and figures["unmet"] == 0 and figures["proved"] == int(made.proved)
    assert openpyxl.load_workbook(given.out / "schedule.xlsx").sheetnames[0] == "Stripboard"
    assert (given.out / "callsheets.pdf").read_bytes().startswith(b"%PDF") and given.warnings == []


def test_a_wish_that_is_not_kept_is_a_warning(tmp_path: Path) -> None:
    company = Company(start="2026-11-02", pins=(Pin(scene="3", date="2026-10-01"),))
    given = context(tmp_path, ScheduleParams(company=company, title="건널목", language="ko"))
    assert make_schedule(given)["unmet"] == 1
    assert len(given.warnings) == 1 and "2026-10-01" in given.warnings[0]
