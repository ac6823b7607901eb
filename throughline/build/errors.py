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
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LITTLE = 32 * 1024
"""Bytes; a disk with less to give was the cause, whatever the failure calls itself."""
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
    """A block in which a full disk under ``folder`` is raised as DiskFull, also where a library that could not write
    says so in words of its own."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        if isinstance(error, DiskFull) or not (is_full(error) or _is_at_its_end(folder)):
            raise
        raise DiskFull(full_message(folder)) from error


def _is_at_its_end(folder: Path) -> bool:
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return disk.f_blocks > 0 and disk.f_bavail * disk.f_frsize < LITTLE


def full_message(folder: Path) -> str:
    """The one line that says that the disk of ``folder`` is full."""
    return f"no space left on the disk of {folder}; free some and build again, everything finished is kept"
