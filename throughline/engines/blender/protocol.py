"""A worker process and its lines: started, asked, timed, and ended with everything it started.

Requests go to its standard input and answers come back through a pipe of their own, one line of JSON each; what it
prints goes to a file, whose last lines are quoted when it dies.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from throughline.engines.contracts import EngineCrashed, EngineTimeout, RequestRefused

LAST_LINES = 4


def scratch_parent() -> str | None:
    """A folder in memory where the system has one, for pixels on their way between processes."""
    shared = Path("/dev/shm")  # noqa: S108 - a private folder is made inside
    return str(shared) if shared.is_dir() and os.access(shared, os.W_OK) else None


class Worker:
    """A running worker. ``send`` may be called ahead of ``receive``; answers come in the order of the requests.

    ``command`` starts it; the answers' file descriptor and a scratch folder of its own are added to it.
    """

    def __init__(self, command: Sequence[str], *, timeout: float, environment: dict[str, str] | None = None):
        self.timeout = timeout
        self.scratch = Path(tempfile.mkdtemp(prefix="throughline-", dir=scratch_parent()))
        self._log = (self.scratch / "log").open("w+b")
        self._answers, writing = os.pipe()
        self._lines: deque[str] = deque()
        self._rest = b""
        try:
            self._process = subprocess.Popen(
                [*command, str(writing), str(self.scratch)], stdin=subprocess.PIPE, stdout=self._log,
                stderr=self._log, pass_fds=(writing,), start_new_session=True,
                env={**os.environ, **(environment or {})})
        except OSError as error:
            self._tidy()
            raise EngineCrashed(f"{command[0]} does not start: {error.strerror}") from error
        finally:
            os.close(writing)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, request: dict[str, Any]) -> None:
        """Raises: EngineCrashed."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise self._crashed() from error

    def receive(self) -> dict[str, Any]:
        """The next answer.

        Raises: EngineCrashed; EngineTimeout, after which the worker is ended; RequestRefused.
        """
        line = self._line()
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError as error:
            self.kill()
            raise EngineCrashed(f"Blender's worker answered with no JSON: {line[:80]!r}") from error
        if "error" in answer:
            raise RequestRefused(str(answer["error"]))
        return answer

    def _line(self) -> str:
        until = time.monotonic() + self.timeout
        while b"\n" not in self._rest:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                self.kill()
                raise EngineTimeout(f"Blender gave no answer for {self.timeout:g} seconds and was ended")
            piece = os.read(self._answers, 1 << 16)
            if not piece:
                raise self._crashed()
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()

    def _crashed(self) -> EngineCrashed:
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            code = 0
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        log = self.scratch / "log"
        said = log.read_bytes().decode(errors="replace").strip().splitlines() if log.exists() else []
        self.kill()
        return EngineCrashed(f"Blender died ({how}): {' | '.join(said[-LAST_LINES:]) or 'it said nothing'}")

    def kill(self) -> None:
        """Ends the worker and all it started, at once."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._tidy()

    def close(self) -> None:
        """Lets the worker end by itself; ends it if it does not within five seconds."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            try:
                self._process.stdin.close()
                self._process.wait(5)
            except (OSError, subprocess.TimeoutExpired):
                pass  # killed below, which is all there is to do about it
        self.kill()

    def _tidy(self) -> None:
        if self._answers >= 0:
            os.close(self._answers)
            self._answers = -1
        if not self._log.closed:
            self._log.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
