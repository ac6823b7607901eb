"""reviews.db: notes, approvals, retakes and the numbers that shots were given, in SQLite beside the film."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from throughline.film.errors import InputError
from throughline.film.record import Record

SCHEMA = """
CREATE TABLE IF NOT EXISTS decision (
    number INTEGER PRIMARY KEY, made TEXT NOT NULL, kind TEXT NOT NULL, shot TEXT NOT NULL, stage TEXT,
    person TEXT NOT NULL, text TEXT NOT NULL DEFAULT '', product TEXT);
CREATE INDEX IF NOT EXISTS decision_shot ON decision (shot);
CREATE TABLE IF NOT EXISTS numbering (
    draft INTEGER PRIMARY KEY, made TEXT NOT NULL, source TEXT NOT NULL UNIQUE, record BLOB NOT NULL);
"""
REMEDIES = {sqlite3.SQLITE_BUSY: "another program holds it; try again", sqlite3.SQLITE_LOCKED: "another program "
            "holds it; try again", sqlite3.SQLITE_READONLY: "change its permissions, or its folder's",
            sqlite3.SQLITE_CANTOPEN: "change its permissions, or its folder's"}
PATIENCE = 10.0
"""Seconds to wait for another program that holds the file."""
KINDS = ("note", "approve", "retake")


class Decision(Record):
    """One thing a person said of a shot: a note, an approval of a stage's product, a retake asked for."""

    number: int
    made: str
    kind: str
    shot: str
    stage: str | None
    person: str
    text: str
    product: str | None


class Decisions:
    """The decisions of one film. Opened without being there, it is empty; the file is made by the first entry."""

    def __init__(self, path: Path):
        self._path = path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = sqlite3.connect(self._path, timeout=PATIENCE)
            try:
                connection.executescript(SCHEMA)
                with connection:
                    yield connection
            finally:
                connection.close()
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_FULL:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path)) from error
            raise InputError(f"cannot be used: {error}", file=str(self._path),
                             remedy=REMEDIES.get(code, "restore it from a copy; nothing was changed")) from error

    def add(self, kind: str, shot: str, person: str, text: str = "", stage: str | None = None,
            product: str | None = None) -> Decision:
        """The decision as kept, with its number.

        Raises:
            InputError: a kind that is none, a file that is no decisions file.
        """
        if kind not in KINDS:
            raise InputError(f"“{kind}” is no kind of decision", remedy=f"one of {', '.join(KINDS)}")
        made = datetime.now(UTC).isoformat(timespec="seconds")
        with self._open() as connection:
            cursor = connection.execute(
                "INSERT INTO decision (made, kind, shot, stage, person, text, product) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (made, kind, shot, stage, person, text, product))
            number = int(cursor.lastrowid or 0)
        return Decision(number=number, made=made, kind=kind, shot=shot, stage=stage, person=person, text=text,
                        product=product)

    def of(self, shot: str | None = None) -> tuple[Decision, ...]:
        """The decisions about a shot, or about all of them, oldest first."""
        if not self._path.exists():
            return ()
        with self._open() as connection:
            rows = connection.execute(
                "SELECT number, made, kind, shot, stage, person, text, product FROM decision "
                "WHERE ? IS NULL OR shot = ? ORDER BY number", (shot, shot)).fetchall()
        names = ("number", "made", "kind", "shot", "stage", "person", "text", "product")
        return tuple(Decision(**dict(zip(names, row, strict=True))) for row in rows)

    def numbering_before(self, source: str) -> bytes | None:
        """The numbering of the last draft that is not the one read from ``source`` (a digest), or None."""
        if not self._path.exists():
            return None
        with self._open() as connection:
            row = connection.execute("SELECT record FROM numbering WHERE source != ? ORDER BY draft DESC LIMIT 1",
                                     (source,)).fetchone()
        return bytes(row[0]) if row else None

    def keep_numbering(self, source: str, record: bytes) -> None:
        """Keep the numbering of the draft read from ``source``; nothing is written where it is the last one again."""
        with self._open() as connection:
            last = connection.execute("SELECT source, record FROM numbering ORDER BY draft DESC LIMIT 1").fetchone()
            if last and last[0] == source and bytes(last[1]) == record:
                return
            made = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute("DELETE FROM numbering WHERE source = ?", (source,))
            connection.execute("INSERT INTO numbering (made, source, record) VALUES (?, ?, ?)", (made, source, record))
