"""A film's folder with its store and ledger, and what is left of a build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil

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


def contents(report: Report) -> dict[str, bytes]:
    """The bytes of every file of every product."""
    return {f"{name}:{file}": product.path(file).read_bytes()
            for name, product in report.products.items() for file in product.files}


def strays(folder: Path) -> Iterator[int]:
    """Worker processes that serve a store under ``folder``."""
    for process in psutil.process_iter(["pid", "cmdline", "status"]):
        words = process.info["cmdline"] or ()
        if process.info["status"] != psutil.STATUS_ZOMBIE and any(str(folder) in word for word in words):
            yield process.info["pid"]
