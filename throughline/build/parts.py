"""Parts of a stage's work, each kept under what it was made of, so that one changed scene is worked out alone.

A part is a pure function of one record. What it gives is read back from the bytes that are kept, whether it was made
now or before, so a product is the same either way. The file is a shortcut only: it may be deleted at any time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from throughline.build.keys import NoKey, decode, digest, encode, record_digest

A = TypeVar("A", bound=msgspec.Struct)
B = TypeVar("B", bound=msgspec.Struct)
MOST = 40_000
"""So many parts are kept at most; of more the oldest go."""


class Parts:
    """What parts of stages gave, in an SQLite file."""

    def __init__(self, path: Path):
        self._path = path
        self._database: sqlite3.Connection | None = None
        self._new: dict[str, bytes] = {}

    def make(self, stage: str, version: int, function: Callable[[A], B], order: A, kind: type[B]) -> B:
        """What ``function`` gives for ``order``, a record of type ``kind``; taken from the file where it was made by
        the same version of the stage.

        Raises:
            NoKey: a value that no key can be made of, or that is not of its declared type. What ``function`` raises.
        """
        name = f"{function.__module__}:{function.__qualname__}"
        key = digest(("part", stage, version, name, record_digest(order)))
        body = self._new.get(key) or self._kept(key)
        if body is not None:
            with suppress(NoKey):
                return decode(body, kind)
        body = self._new[key] = encode(function(order))
        return decode(body, kind)

    def save(self) -> None:
        """Writes down what was made since; a full disk or a file in use loses the shortcut, never the work."""
        new, self._new = self._new, {}
        if new and self._open() is not None:
            assert self._database is not None
            with suppress(sqlite3.Error), self._database:
                self._database.executemany("INSERT OR REPLACE INTO parts (key, body) VALUES (?, ?)", new.items())
                self._database.execute("DELETE FROM parts WHERE number <= (SELECT MAX(number) FROM parts) - ?", (MOST,))

    def close(self) -> None:
        self.save()
        if self._database is not None:
            self._database.close()
            self._database = None

    def _kept(self, key: str) -> bytes | None:
        database = self._open()
        if database is None:
            return None
        with suppress(sqlite3.Error):
            row = database.execute("SELECT body FROM parts WHERE key = ?", (key,)).fetchone()
            return None if row is None else bytes(row[0])
        return None

    def _open(self) -> sqlite3.Connection | None:
        """The file, begun anew where it cannot be read; None where there can be none."""
        if self._database is None:
            try:
                self._database = _opened(self._path)
            except sqlite3.OperationalError:
                return None
            except sqlite3.DatabaseError:
                self._path.unlink(missing_ok=True)
                self._database = _opened(self._path)
        return self._database


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, timeout=30)
    database.execute("CREATE TABLE IF NOT EXISTS parts"
                     " (number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE, body BLOB)")
    return database
