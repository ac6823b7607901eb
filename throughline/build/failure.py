"""Why a task failed, in one line for a person, with the rest kept in a log."""

from __future__ import annotations

import re
import signal
import traceback
from pathlib import Path

import msgspec

from throughline.build.errors import full_message, is_full

_EXPECTED = (ValueError, RuntimeError, OSError)
TAIL_LINES = 3
_TAIL_BYTES = 8192


class Reason(msgspec.Struct, frozen=True):
    """One line, whether it was the disk that is full, and the traceback where the fault is in a program."""

    line: str
    full: bool = False
    trace: str = ""


class Failure(msgspec.Struct, frozen=True):
    """A task that failed: why, the last lines that it printed, and the log with the whole of it, if any."""

    task: str
    reason: str
    output: tuple[str, ...] = ()
    log: Path | None = None


def reason_of(error: BaseException, folder: Path) -> Reason:
    """``error`` as one line: its own words if it is of an expected kind, else "internal error" and the place."""
    if is_full(error):
        return Reason(full_message(folder), full=True)
    if isinstance(error, MemoryError):
        return Reason("out of memory", trace=_trace(error))
    if isinstance(error, FileNotFoundError) and error.filename:
        return Reason(f"{error.filename}: there is no such file")
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        return Reason(place + error.strerror, trace=_trace(error))
    words = " ".join(str(error).split())
    if isinstance(error, _EXPECTED) and words and not isinstance(error, NotImplementedError | RecursionError):
        return Reason(words)
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return Reason(f"internal error: {type(error).__name__}: {words or 'no message'}{place}", trace=_trace(error))


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def death_reason(returncode: int | None, output: tuple[str, ...]) -> str:
    """Why a worker that ended by itself did: signal or exit status, and its last words."""
    if returncode is not None and returncode < 0:
        try:
            name = signal.Signals(-returncode).name
        except ValueError:
            name = f"signal {-returncode}"
        cause = f"the worker was ended by {name}" + (", often for want of memory" if name == "SIGKILL" else "")
    else:
        cause = f"the worker ended by itself with status {returncode}"
    return f"{cause}; its last words: {' | '.join(output)}" if output else f"{cause}, without a word"


def tail(log: Path, offset: int) -> tuple[str, ...]:
    """The last lines that were written to ``log`` after byte ``offset``."""
    try:
        with open(log, "rb") as handle:
            end = handle.seek(0, 2)
            handle.seek(max(offset, end - _TAIL_BYTES))
            text = handle.read().decode("utf-8", "replace")
    except OSError:
        return ()
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return tuple(line for line in lines if line)[-TAIL_LINES:]


def write_log(folder: Path, task: str, text: str) -> Path | None:
    """The log written for ``task`` under ``folder``; None when even that cannot be written."""
    path = folder / (re.sub(r"[^\w.-]+", "_", task) + ".log")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return path
