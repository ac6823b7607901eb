"""The process that runs tasks, one after the other, until whoever started it closes the line or dies.

It imports what a task needs and keeps it, so a second task of a stage starts at once and an engine's own child
process may serve many. Its output goes to a log file; tasks and answers go over a pipe as MessagePack.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from throughline.build.execute import Job, Outcome, execute
from throughline.build.failure import reason_of
from throughline.build.store import Store


class Told(msgspec.Struct, frozen=True, tag="told"):
    """The task's own word of how far it is."""

    fraction: float
    words: str


class Finished(msgspec.Struct, frozen=True, tag="finished"):
    """The product is in the store."""

    outcome: Outcome


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The task came to nothing."""

    reason: str
    full: bool
    trace: str
    cost: float


Answer = Told | Finished | Failed


def main() -> None:
    """Serves the line whose file descriptors and store are given as arguments."""
    line, life, store = int(sys.argv[-3]), int(sys.argv[-2]), Path(sys.argv[-1])
    for handle in (line, life):
        os.set_inheritable(handle, False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, args=(life,), daemon=True).start()
    serve(Connection(line), Store(store))


def _die_with_parent(life: int) -> None:
    """Ends this process and its children as soon as the other end of ``life`` is gone."""
    os.read(life, 1)
    os.killpg(0, signal.SIGKILL)


def serve(line: Connection, store: Store) -> None:
    """Runs the jobs that come over ``line`` until it is closed."""
    while True:
        try:
            job = msgspec.msgpack.decode(line.recv_bytes(), type=Job)
        except EOFError:
            break
        line.send_bytes(msgspec.msgpack.encode(_answer(job, store, line)))
    store.close()


def _answer(job: Job, store: Store, line: Connection) -> Answer:
    costs: list[float] = []
    try:
        outcome = execute(job, store, lambda fraction, words:
                          line.send_bytes(msgspec.msgpack.encode(Told(fraction, words))), costs.append)
        return Finished(outcome)
    except Exception as error:  # noqa: BLE001 - whatever a stage raises is that task's failure, told to the parent
        reason = reason_of(error, store.folder)
        return Failed(reason.line, reason.full, reason.trace, sum(costs))
    finally:
        with suppress(OSError):
            sys.stdout.flush()
