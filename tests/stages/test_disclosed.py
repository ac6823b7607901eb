"""What the disclosure says of products as the ledger has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from throughline.build.ledger import Ledger, Work
from throughline.film.disclosure import DisclosureRow, Nature, SourceType
from throughline.stages.disclosed import disclosed
from throughline.stages.film_folder import open_film


def _rows(folder: Path, *works: Work) -> tuple[DisclosureRow, ...]:
    (folder / "screenplay.fountain").write_text("INT. ROOM - DAY\n\nA man waits.\n", encoding="utf-8")
    ledger = Ledger(folder / "build" / "ledger.db")
    for number, work in enumerate(works):
        ledger.add(Work(task=work.task, stage=work.stage, key=f"key{number}", version=1, engine=work.engine,
                        figures=work.figures), {})
    return disclosed(open_film(folder), ledger, ["1-010", "1-020"])


def _work(task: str, engine: str = "", **figures: int) -> Work:
    return Work(task=task, stage=task.partition("/")[0], key="", version=1, engine=engine, figures=dict(figures))


@pytest.mark.parametrize(("work", "natures"), [
    (_work("board/1-010", "blender 4.5.15"), [Nature.ALGORITHM]),
    (_work("layout/1-010", "espeak-ng 1.51", people=2), [Nature.ALGORITHM, Nature.TRAINED_HERE]),
    (_work("layout/1-010", "espeak-ng 1.51", people=0), [Nature.ALGORITHM]),
    (_work("generate/1-020", "pixels 2.1"), [Nature.GENERATIVE]),
    (_work("breakdown/film"), [Nature.ALGORITHM, Nature.TRAINED_HERE]),
    (_work("llm_reading/scene-1", "llm some-model at server"), [Nature.LANGUAGE_MODEL])])
def test_each_tool_is_told_as_what_it_is(tmp_path: Path, work: Work, natures: list[Nature]) -> None:
    assert [row.nature for row in _rows(tmp_path, work)] == natures


def test_an_artists_file_is_a_persons_work(tmp_path: Path) -> None:
    for name in ("board/panel.png", "motion/HAEUN.bvh"):
        file = tmp_path / "overrides" / "1-010" / name
        file.parent.mkdir(parents=True)
        file.write_bytes(b"mine")
    rows = _rows(tmp_path, _work("board/1-010", "blender 4.5.15"), _work("layout/1-010", people=1))
    assert [(row.stage, row.tool, row.nature) for row in rows] == [
        ("layout", "throughline", Nature.ALGORITHM), ("layout", "motion networks", Nature.TRAINED_HERE),
        ("layout", "artist", Nature.PERSON), ("board", "artist", Nature.PERSON)]
    assert rows[-1].source_type is SourceType.HUMAN_EDITS


def test_what_the_film_has_no_longer_is_not_told(tmp_path: Path) -> None:
    assert _rows(tmp_path, _work("board/9-010", "blender 4.5.15")) == ()
