"""Worker processes as the build sees them: started when first needed, ended when one misbehaves or all is done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from multiprocessing import Pipe
from pathlib import Path

import msgspec

from throughline.build.execute import Job
from throughline.build.failure import tail
from throughline.build.worker import Answer

_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from throughline.build.worker import main; main()"
_GRACE = 2.0
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""A sum split over threads depends on how many there are; tasks run side by side instead, so bytes do not."""


class Worker:
    """One worker process. ``resource`` is the kind of task that it serves; what it prints goes to ``log``."""

    def __init__(self, resource: str, store: Path, log: Path):
        self.resource = resource
        self.job: Job | None = None
        self.began = 0.0
        self._log = log
        self._offset = 0
        log.parent.mkdir(parents=True, exist_ok=True)
        self.line, theirs = Pipe()
        life, self._life = os.pipe()
        path = json.dumps([entry or os.getcwd() for entry in sys.path])
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONUNBUFFERED": "1", **dict.fromkeys(_ONE_THREAD, "1")}
        with open(log, "wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT, path, str(theirs.fileno()), str(life), str(store)], env=environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
                pass_fds=(theirs.fileno(), life))
        theirs.close()
        os.close(life)

    def give(self, job: Job) -> None:
        """Starts ``job``; the answers come over ``line``."""
        self._offset = self._log.stat().st_size
        self.job, self.began = job, time.monotonic()
        try:
            self.line.send_bytes(msgspec.msgpack.encode(job))
        except OSError:
            pass  # it died while idle: the closed line says so at the next look

    def answer(self) -> Answer | None:
        """The next answer; None when the worker has died."""
        try:
            return msgspec.msgpack.decode(self.line.recv_bytes(), type=Answer)  # type: ignore[no-any-return]
        except (EOFError, OSError):
            return None

    def output(self) -> tuple[str, ...]:
        """The last lines printed since the present job began."""
        return tail(self._log, self._offset)

    def printed(self) -> str:
        """All that was printed since the present job began."""
        with open(self._log, "rb") as handle:
            handle.seek(self._offset)
            return handle.read().decode("utf-8", "replace")

    def dismiss(self) -> None:
        """Closes the line: an idle worker then ends by itself."""
        self.line.close()

    def end(self) -> int:
        """The exit status of the worker, which has ended, with its children, when this returns."""
        self.line.close()
        try:
            self._process.wait(_GRACE if self.job is None else 0.05)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        status = self._process.wait()
        os.close(self._life)
        return status
