"""The drafts of a film's screenplay, kept in reviews.db beside what people decided about its shots."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime

from throughline.film.record import Record
from throughline.review.decisions import Decisions

SCHEMA = """
CREATE TABLE IF NOT EXISTS draft (
    number INTEGER PRIMARY KEY, made TEXT NOT NULL, colour TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
    file TEXT NOT NULL, record BLOB NOT NULL, numbering BLOB NOT NULL);
"""
_COLUMNS = ("number", "made", "colour", "name", "digest", "file", "record", "numbering")


class KeptDraft(Record):
    """A draft as kept: its number from 1, when it was, its colour ("" before the lock), the name a person gave it, the
    digest of its screenplay, its file in drafts/, and, as saved bytes, what is known of it and its numbering."""

    number: int
    made: str
    colour: str
    name: str
    digest: str
    file: str
    record: bytes
    numbering: bytes


class Drafts(Decisions):
    """The drafts of one film. Opened without being there, it is empty; the file is made by the first draft."""

    def kept(self) -> tuple[KeptDraft, ...]:
        """Every draft, oldest first."""
        if not self._path.exists():
            return ()
        with self._open() as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'draft'").fetchone():
                return ()
            rows = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM draft ORDER BY number").fetchall()  # noqa: S608
        return tuple(KeptDraft(**dict(zip(_COLUMNS, row, strict=True))) for row in rows)

    def keep(self, draft: KeptDraft, renamed: Mapping[str, str] | None = None) -> None:
        """Keep a draft and its numbering, from which the next one's numbers follow, all of it or nothing.

        Decisions about a shot that is ``renamed`` go with it to its new id.
        """
        values = tuple(getattr(draft, column) for column in _COLUMNS)
        with self._open() as connection:
            connection.executescript(SCHEMA)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"INSERT INTO draft ({', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                               values)
            connection.execute("INSERT INTO numbering (made, source, record) VALUES (?, ?, ?)",
                               (draft.made, f"draft {draft.number}", draft.numbering))
            self._rename(connection, renamed or {})

    def take_back(self, draft: KeptDraft, renamed: Mapping[str, str] | None = None) -> None:
        """Forget the last draft and its numbering, all of it or nothing; decisions go back to the shots' old ids."""
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM draft WHERE number = ?", (draft.number,))
            connection.execute("DELETE FROM numbering WHERE source = ?", (f"draft {draft.number}",))
            self._rename(connection, {new: old for old, new in (renamed or {}).items()})

    @staticmethod
    def _rename(connection: sqlite3.Connection, renamed: Mapping[str, str]) -> None:
        """Let decisions about a shot that is renamed go with it."""
        connection.execute("CREATE TEMP TABLE renamed (old TEXT PRIMARY KEY, new TEXT NOT NULL)")
        connection.executemany("INSERT INTO renamed VALUES (?, ?)", sorted(renamed.items()))
        connection.execute("UPDATE decision SET shot = (SELECT new FROM renamed WHERE old = shot) "
                           "WHERE shot IN (SELECT old FROM renamed)")


def now() -> str:
    """The moment, as decisions and drafts are dated."""
    return datetime.now(UTC).isoformat(timespec="seconds")
