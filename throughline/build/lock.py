"""One build of a film at a time, and folders that are known to be left over when their owner has died."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from throughline.build.errors import BuildRunning


@contextmanager
def build_lock(path: Path) -> Iterator[None]:
    """A block in which this process alone builds; the system frees the lock when the process ends, however it ends.

    Raises:
        BuildRunning: another process holds the lock; the message gives its pid.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            pid = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
            raise BuildRunning(f"another build of this film is running (pid {pid}); wait or stop it") from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def held(path: Path, *, alone: bool) -> Iterator[None]:
    """A block under the lock at ``path``, shared or alone; waits for it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


class Scratch:
    """Folders under ``root`` for work in hand. They are locked while their process lives, so ``sweep`` knows which
    were left by a dead one, whatever its pid."""

    def __init__(self, root: Path):
        self.root = root
        self._home: Path | None = None
        self._handle = -1
        self._pid = -1

    def folder(self) -> Path:
        """A new empty folder of this process."""
        if self._home is None or self._pid != os.getpid() or not self._home.exists():
            self._settle()
        return Path(tempfile.mkdtemp(dir=self._home))

    def _settle(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        with held(self.root / "lock", alone=False):
            self._home = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=self.root))
            if self._handle >= 0:
                os.close(self._handle)
            self._handle = os.open(self._home / "lock", os.O_RDWR | os.O_CREAT, 0o644)
            fcntl.flock(self._handle, fcntl.LOCK_EX)
        self._pid = os.getpid()

    def sweep(self) -> int:
        """How many folders left over by dead processes were removed."""
        if not self.root.exists():
            return 0
        swept = 0
        with held(self.root / "lock", alone=True):
            for entry in sorted(self.root.iterdir()):
                if entry.is_dir() and entry != self._home and _is_left(entry / "lock"):
                    shutil.rmtree(entry, ignore_errors=True)
                    swept += 1
        return swept

    def close(self) -> None:
        """Removes this process's folders."""
        if self._home is not None and self._pid == os.getpid():
            shutil.rmtree(self._home, ignore_errors=True)
            os.close(self._handle)
        self._home, self._handle = None, -1


def _is_left(lock: Path) -> bool:
    try:
        handle = os.open(lock, os.O_RDWR)
    except OSError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True
