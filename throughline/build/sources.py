"""Digests of the user's own files, remembered so that footage is not read again at every build.

A remembered digest is believed only while size, modification time, change time, inode and device are all as they
were, and only if the file had been at rest for a while when it was digested; in doubt the bytes are read.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from contextlib import suppress
from pathlib import Path

from throughline.build.errors import StoreError
from throughline.build.keys import digest
from throughline.build.manifest import Stored, files_digest
from throughline.build.objects import file_digest, tree

REST_NS = 2 * 10**9
"""Longer than any file system's clock tick: a file younger than this may change again without a sign of it."""

Mark = tuple[int, int, int, int, int]


def mark(path: Path | str) -> Mark:
    """Size, modification time, change time (ns), inode and device of a file."""
    status = os.stat(path)
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev


def marks(path: Path) -> str:
    """A digest of the marks of a file, or of every file in a folder: another one after any change."""
    if not path.is_dir():
        return digest(mark(path))
    return digest(tuple((name, mark(path / name)) for name in tree(path)))


class Sources:
    """The remembered digests, in an SQLite file that may be deleted at any time."""

    def __init__(self, path: Path):
        self._path = path
        self._database: sqlite3.Connection | None = None
        self._known: dict[str, tuple[Mark, str]] = {}

    def digest(self, path: Path) -> str:
        """The digest of a file's bytes, or of a folder's names and contents.

        Raises:
            StoreError: there is no such file, or it keeps changing while it is read.
        """
        return files_digest(self.files(path)) if path.is_dir() else self.file(path).sha256

    def files(self, folder: Path) -> dict[str, Stored]:
        """The files of ``folder`` by relative name; hidden ones, which programs and systems leave, are passed over."""
        names = [name for name in tree(folder) if not any(part.startswith(".") for part in name.split("/"))]
        return {name: self.file(folder / name) for name in names}

    def file(self, path: Path) -> Stored:
        """Digest and size of one file's bytes."""
        name = str(path.absolute())
        try:
            now = mark(path)
            if not stat.S_ISREG(os.stat(path).st_mode):
                raise StoreError(f"{path} is not a plain file")
            known = self._remembered().get(name)
            if known is not None and known[0] == now:
                return Stored(known[1], now[0])
            return self._read(path, name, now)
        except FileNotFoundError as error:
            raise StoreError(f"{path}: there is no such file") from error
        except PermissionError as error:
            raise StoreError(f"{path}: may not be read; change its permissions") from error

    def _read(self, path: Path, name: str, before: Mark) -> Stored:
        for _ in range(3):
            sha256 = file_digest(path)
            after = mark(path)
            if before == after:
                if max(after[1], after[2]) < time.time_ns() - REST_NS:
                    self._remember(name, after, sha256)
                return Stored(sha256, after[0])
            before = after
        raise StoreError(f"{path} keeps changing while it is read; build again when it is finished")

    def _remembered(self) -> dict[str, tuple[Mark, str]]:
        if self._database is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._open(str(self._path))
            except sqlite3.OperationalError:
                self._open(":memory:")
            except sqlite3.DatabaseError:
                self._path.unlink()
                self._open(str(self._path))
        return self._known

    def _open(self, path: str) -> None:
        database = sqlite3.connect(path, timeout=30, isolation_level=None)
        database.execute("CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INT, mtime INT, ctime INT,"
                         " inode TEXT, device TEXT, sha256 TEXT) WITHOUT ROWID")
        self._known = {row[0]: ((row[1], row[2], row[3], int(row[4]), int(row[5])), row[6])
                       for row in database.execute("SELECT * FROM files")}
        self._database = database

    def _remember(self, name: str, at: Mark, sha256: str) -> None:
        self._known[name] = (at, sha256)
        if self._database is not None:
            row = (name, *at[:3], str(at[3]), str(at[4]), sha256)
            with suppress(sqlite3.OperationalError):
                self._database.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
