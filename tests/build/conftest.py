"""A film's folder with its store and ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from throughline.build.ledger import Ledger
from throughline.build.plan import Plan
from throughline.build.run import run
from throughline.build.schedule import Report
from throughline.build.stage import Task
from throughline.build.store import Store


class Film:
    """A film under ``folder``; every call opens store and ledger anew, as a new process would."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.store = Store(folder / "build" / "store")
        self.ledger = Ledger(folder / "reviews.db")

    def build(self, *tasks: Task, jobs: int = 0, **options: object) -> Report:
        return run(Plan(tasks), self.store, self.ledger, jobs=jobs, **options)  # type: ignore[arg-type]

    def close(self) -> None:
        self.store.close()
        self.ledger.close()


@pytest.fixture
def film(tmp_path: Path) -> Iterator[Film]:
    film = Film(tmp_path)
    yield film
    film.close()
