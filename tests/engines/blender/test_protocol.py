"""The worker process with small Python programs in Blender's place."""

from __future__ import annotations

import sys
import time

import pytest

from throughline.engines.blender.protocol import Worker
from throughline.engines.contracts import EngineCrashed, EngineTimeout, RequestRefused

HEAD = "import json, os, sys\nanswers = os.fdopen(int(sys.argv[1]), 'w', buffering=1)\n"
ECHO = HEAD + "print('noise', flush=True)\nfor line in sys.stdin:\n print(line.strip(), file=answers)\n"


def started(program: str, timeout: float = 10.0) -> Worker:
    return Worker([sys.executable, "-c", program], timeout=timeout)


def test_answers_come_in_order_whatever_the_worker_prints() -> None:
    worker = started(ECHO)
    for number in range(3):
        worker.send({"number": number})
    assert [worker.receive()["number"] for _ in range(3)] == [0, 1, 2]
    worker.close()
    assert not worker.alive and not worker.scratch.exists()


def test_an_error_in_an_answer_is_raised_and_the_worker_lives() -> None:
    worker = started(ECHO)
    worker.send({"error": "no camera"})
    with pytest.raises(RequestRefused, match="no camera"):
        worker.receive()
    assert worker.alive
    worker.close()


def test_a_crash_names_the_signal_and_the_last_words() -> None:
    worker = started(HEAD + "print('the mesh is broken', file=sys.stderr, flush=True)\nos.abort()")
    with pytest.raises(EngineCrashed, match=r"SIGABRT.*the mesh is broken"):
        worker.receive()
    with pytest.raises(EngineCrashed):
        worker.send({})


def test_silence_ends_the_worker_and_what_it_started() -> None:
    worker = started(HEAD + "import subprocess\nchild = subprocess.Popen(['sleep', '60'])\n"
                     "print(json.dumps({'pid': child.pid}), file=answers)\nchild.wait()", timeout=1.5)
    child = worker.receive()["pid"]
    begun = time.monotonic()
    with pytest.raises(EngineTimeout):
        worker.receive()
    assert time.monotonic() - begun < 5
    with open(f"/proc/{child}/stat") if _exists(child) else open("/dev/null") as file:
        state = file.read().split()[2:3]
    assert state in ([], ["Z"])


def _exists(process: int) -> bool:
    time.sleep(0.2)
    try:
        open(f"/proc/{process}/stat").close()
    except OSError:
        return False
    return True


def test_nonsense_for_an_answer_is_a_crash() -> None:
    worker = started(HEAD + "print('hello', file=answers)\nsys.stdin.read()")
    with pytest.raises(EngineCrashed, match="hello"):
        worker.receive()
    assert not worker.alive


def test_a_program_that_is_not_there_is_said() -> None:
    with pytest.raises(EngineCrashed, match="/nowhere/blender"):
        Worker(["/nowhere/blender"], timeout=1)
