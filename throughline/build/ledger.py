"""The ledger: what every product took to make, and what its task was last made from.

One SQLite file, which may hold other tables too. It is written by the building process alone, in short transactions
under write-ahead logging, so a reader never waits.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from throughline.build.errors import DiskFull, LedgerError, full_message
from throughline.build.manifest import Figure

_TABLES = """
CREATE TABLE IF NOT EXISTS ledger_work (
  started INTEGER PRIMARY KEY AUTOINCREMENT, task TEXT NOT NULL, stage TEXT NOT NULL, key TEXT NOT NULL,
  ended TEXT NOT NULL, version INTEGER NOT NULL, engine TEXT NOT NULL, seed TEXT NOT NULL, weight REAL NOT NULL,
  wall REAL NOT NULL, cpu REAL NOT NULL, peak_mb REAL NOT NULL, cost REAL NOT NULL, figures TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS ledger_work_key ON ledger_work (key);
CREATE INDEX IF NOT EXISTS ledger_work_stage ON ledger_work (stage, ended);
CREATE TABLE IF NOT EXISTS ledger_last (task TEXT PRIMARY KEY, key TEXT NOT NULL, parts TEXT NOT NULL) WITHOUT ROWID;
"""
_COLUMNS = "task, stage, key, ended, version, engine, seed, weight, wall, cpu, peak_mb, cost, figures"
RECENT = 99
"""How many of a stage's latest products its usual time is taken from."""

Parts = dict[str, Any]


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a task's function, come out or not.

    ``ended`` is "made", "failed", or "running", which is also how work stands whose build was killed. ``wall`` and
    ``cpu`` are seconds, of the worker and its children; ``peak_mb`` their memory at its highest, MiB; ``cost``
    money, in the film's currency; ``engine`` "name version" or ""; ``started`` the order of starts over the whole
    life of the film, given by the ledger.
    """

    task: str
    stage: str
    key: str
    version: int
    ended: str = "made"
    engine: str = ""
    seed: int = 0
    weight: float = 1.0
    wall: float = 0.0
    cpu: float = 0.0
    peak_mb: float = 0.0
    cost: float = 0.0
    figures: dict[str, Figure] = {}
    started: int = 0


class Ledger:
    """The ledger kept in the SQLite file ``path``, made if need be."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        with self._errors():
            self._database = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.executescript(_TABLES)

    def start(self, work: Work) -> int:
        """The place in the order of starts of ``work``, which begins now."""
        return self._insert(msgspec.structs.replace(work, ended="running"))

    def _insert(self, work: Work) -> int:
        query = f"INSERT INTO ledger_work ({_COLUMNS}) VALUES ({'?, ' * 12}?)"  # noqa: S608
        with self._errors():
            return int(self._database.execute(query, _row(work)).lastrowid or 0)

    def add(self, work: Work, parts: Parts | None = None) -> None:
        """Writes down ``work`` that has ended, and what its task was made from."""
        with self._transaction():
            if work.started:
                marks = ", ".join("?" * 14)
                self._database.execute(f"REPLACE INTO ledger_work (started, {_COLUMNS}) VALUES ({marks})",  # noqa: S608
                                       (work.started, *_row(work)))
            else:
                self._insert(work)
            if parts is not None:
                self._remember(work.task, work.key, parts)

    def remember(self, lasts: Iterable[tuple[str, str, Parts]]) -> None:
        """Writes down, for each (task id, key, parts), what the task's product now stands for."""
        with self._transaction():
            for task, key, parts in lasts:
                self._remember(task, key, parts)

    def _remember(self, task: str, key: str, parts: Parts) -> None:
        self._database.execute("REPLACE INTO ledger_last VALUES (?, ?, ?)", (task, key, json.dumps(parts)))

    def of(self, key: str) -> Work | None:
        """The latest work that gave the product of ``key``."""
        found = self._select("key = ? AND ended = 'made' ORDER BY started DESC LIMIT 1", key)
        return found[0] if found else None

    def history(self, task: str) -> tuple[Work, ...]:
        """All work done for a task, oldest first."""
        return self._select("task = ? ORDER BY started", task)

    def last_keys(self) -> dict[str, str]:
        """The key that each task's product was last made or found under."""
        return dict(self._database.execute("SELECT task, key FROM ledger_last"))

    def last_parts(self, task: str) -> Parts | None:
        """What the task was last made from, to be compared with ``Resolved.parts``."""
        row = self._database.execute("SELECT parts FROM ledger_last WHERE task = ?", (task,)).fetchone()
        return None if row is None else dict(json.loads(row[0]))

    def median_seconds(self, stage: str) -> float | None:
        """The usual wall seconds of a product of ``stage``; None before the first."""
        times = [wall for wall, _ in self._times(stage)]
        return median(times) if times else None

    def paces(self) -> Mapping[str, float]:
        """By stage, the usual wall seconds for each unit of a task's weight."""
        stages = [row[0] for row in self._database.execute("SELECT DISTINCT stage FROM ledger_work")]
        found = {stage: [wall / weight for wall, weight in self._times(stage) if weight > 0] for stage in stages}
        return {stage: median(times) for stage, times in found.items() if times}

    def _times(self, stage: str) -> list[tuple[float, float]]:
        query = ("SELECT wall, weight FROM ledger_work WHERE stage = ? AND ended = 'made'"
                 " ORDER BY started DESC LIMIT ?")
        return self._database.execute(query, (stage, RECENT)).fetchall()

    def spent(self) -> float:
        """All the money that work has cost, failed work included."""
        return float(self._database.execute("SELECT COALESCE(SUM(cost), 0) FROM ledger_work").fetchone()[0])

    def _select(self, condition: str, *values: str) -> tuple[Work, ...]:
        query = f"SELECT {_COLUMNS}, started FROM ledger_work WHERE {condition}"  # noqa: S608
        return tuple(
            Work(task=row[0], stage=row[1], key=row[2], ended=row[3], version=row[4], engine=row[5], seed=int(row[6]),
                 weight=row[7], wall=row[8], cpu=row[9], peak_mb=row[10], cost=row[11], figures=json.loads(row[12]),
                 started=row[13])
            for row in self._database.execute(query, values))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._errors(), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            yield

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise DiskFull(full_message(self.path.parent)) from error
            raise LedgerError(f"{self.path}: {error}; the ledger cannot be kept there") from error

    def close(self) -> None:
        self._database.close()


def _row(work: Work) -> tuple[object, ...]:
    return (work.task, work.stage, work.key, work.ended, work.version, work.engine, str(work.seed), work.weight,
            work.wall, work.cpu, work.peak_mb, work.cost, json.dumps(work.figures))
