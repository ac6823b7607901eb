"""The errors of a build, each one line for a person.

    BuildError
    +-- PlanError       tasks that do not make a plan: duplicate ids, unknown inputs, a cycle, a value that has no key
    +-- StoreError      the store cannot keep or give back a product
    |   +-- DiskFull    no space left; everything that was finished is kept
    |   +-- Damaged     a stored file is missing or not what it was; the next build makes it again
    +-- LedgerError     the ledger's file cannot be opened or written
    +-- BuildRunning    another build of this film holds the lock
    +-- TaskFailed      a task that was asked for by itself did not come out
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class BuildError(RuntimeError):
    """A build could not go on; one line for a person."""


class PlanError(BuildError): ...


class StoreError(BuildError): ...


class DiskFull(StoreError): ...


class Damaged(StoreError): ...


class LedgerError(BuildError): ...


class BuildRunning(BuildError): ...


class TaskFailed(BuildError): ...


def is_full(error: BaseException) -> bool:
    """Whether ``error`` says that the disk, a quota or a file size limit is reached."""
    return isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in FULL)


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """A block in which a full disk under ``folder`` is raised as DiskFull."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise DiskFull(full_message(folder)) from error


def full_message(folder: Path) -> str:
    """The one line that says that the disk of ``folder`` is full."""
    return f"no space left on the disk of {folder}; free some and build again, everything finished is kept"
