"""Files by content: every distinct run of bytes is kept once, under its SHA-256, sealed against change.

A sealed object is read-only and carries one fixed modification time, so that a look at size and time tells whether
somebody wrote into it through a hard link; where they differ, the bytes are digested and decide.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from pathlib import Path

from throughline.build.errors import StoreError, disk_errors
from throughline.build.manifest import Stored

SEAL_NS = 315_532_800 * 10**9
"""Modification time of a sealed object: 1980-01-01, the earliest that every archive format can hold."""


def file_digest(path: Path | str) -> str:
    """The SHA-256 of the file's bytes in hex."""
    with open(path, "rb", buffering=0) as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def tree(folder: Path) -> tuple[str, ...]:
    """Relative names of all files under ``folder``, sorted.

    Raises:
        StoreError: a link or a special file is among them.
    """
    names: list[str] = []
    pending = [""]
    while pending:
        prefix = pending.pop()
        with os.scandir(folder / prefix) as entries:
            for entry in entries:
                name = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    pending.append(name + "/")
                elif entry.is_file(follow_symlinks=False):
                    names.append(name)
                else:
                    raise StoreError(f"{folder / name} is a link or a special file; only plain files can be kept")
    return tuple(sorted(names))


def sync(path: Path | str) -> None:
    """Returns when the file's or folder's content is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Objects:
    """The objects under ``root``; a file comes in by being moved there whole, or not at all."""

    def __init__(self, root: Path):
        self.root = root
        self._base = str(root)

    def path(self, sha256: str) -> str:
        return f"{self._base}/{sha256[:2]}/{sha256}"

    def is_intact(self, stored: Stored) -> bool:
        """Whether the object is there as it was stored, by size and seal, or else by its digest."""
        path = self.path(stored.sha256)
        try:
            status = os.stat(path)
        except OSError:
            return False
        if status.st_size != stored.size:
            return False
        if status.st_mtime_ns == SEAL_NS:
            return True
        return self.is_proven(stored)

    def is_proven(self, stored: Stored) -> bool:
        """Whether the object's bytes have its digest; seals it again if so."""
        path = self.path(stored.sha256)
        try:
            if os.stat(path).st_size != stored.size or file_digest(path) != stored.sha256:
                return False
            _seal(path)
        except OSError:
            return False
        return True

    def take(self, folder: Path) -> dict[str, Stored]:
        """Every file under ``folder``, moved in and on the disk when this returns.

        Raises:
            DiskFull: no space left. StoreError: something that is not a plain file.
        """
        files: dict[str, Stored] = {}
        touched: set[str] = set()
        with disk_errors(self.root):
            for name in tree(folder):
                source = str(folder / name)
                stored = Stored(file_digest(source), os.stat(source).st_size)
                files[name] = stored
                if self.is_intact(stored):
                    continue
                sync(source)
                _seal(source)
                target = self.path(stored.sha256)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                os.replace(source, target)
                touched.add(os.path.dirname(target))
            for parent in sorted(touched):
                sync(parent)
            if touched:
                sync(self.root)
        return files

    def lay_out(self, files: dict[str, Stored], folder: Path) -> None:
        """``files`` under ``folder`` by their names: hard links, or copies where the file system has none."""
        with disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for name, stored in files.items():
                target = folder / name
                if "/" in name:
                    target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    os.link(self.path(stored.sha256), target)
                except FileNotFoundError:
                    raise
                except OSError:
                    shutil.copyfile(self.path(stored.sha256), target)
                    _seal(str(target))

    def remove(self, sha256: str) -> None:
        Path(self.path(sha256)).unlink(missing_ok=True)


def is_laid_out(files: dict[str, Stored], folder: Path) -> bool:
    """Whether ``folder`` holds ``files`` and nothing else, by name, size and seal."""
    try:
        for name, stored in files.items():
            status = os.stat(folder / name)
            if status.st_size != stored.size or status.st_mtime_ns != SEAL_NS:
                return False
        return len(tree(folder)) == len(files)
    except (OSError, StoreError):
        return False


def _seal(path: str) -> None:
    os.chmod(path, stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    os.utime(path, ns=(SEAL_NS, SEAL_NS))
